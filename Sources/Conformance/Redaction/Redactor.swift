import SchemaValidator
import Synchronization

/// Takes the secrets of a run out of everything that is recorded.
///
/// It is asked when a value is recorded, not when it is printed, so that no report, log or
/// message has to know what a secret is.
package struct Redactor: Sendable {
  /// One secret value.
  package struct Secret: Sendable, Hashable {
    /// The value.
    package let value: String
    /// The environment variable that a reader of a report can put in its place.
    package let environmentName: String?

    /// Creates a secret.
    package init(_ value: String, environmentName: String?) {
      self.value = value
      self.environmentName = environmentName
    }
  }

  /// What stands in place of a secret.
  package static let mask = "***"

  /// How many characters a secret has at least that is looked for wherever it may stand.
  ///
  /// Shorter ones stand in unrelated text by chance: to take them out would spoil the reports, and
  /// show where they stand.
  package static let shortestSecret = 6

  /// The secrets that were given, the longest first, so that one that contains another goes as a
  /// whole.
  package let secrets: [Secret]
  /// The header fields, in lower case, that carry credentials by the contract, whatever their names
  /// sound like.
  private let credentialFields: Set<String>
  /// What is looked for: every spelling of every secret, those that were learned among them.
  private let known: Known

  /// What is looked for, which all copies of a redactor share.
  private final class Known: Sendable {
    let state: Mutex<State>

    init(_ spellings: SecretTrie) {
      state = Mutex(State(spellings: spellings))
    }

    struct State: Sendable {
      var spellings: SecretTrie
      /// How many values were learned.
      var learnedCount = 0
      /// Whether a value was not learned for its length, or because there were too many.
      var hasRefused = false
    }
  }

  /// Creates a redactor for the secrets of a run; empty values are no secrets.
  ///
  /// - Parameters:
  ///   - secrets: The secrets.
  ///   - schemes: How requests carry credentials by the contract.
  package init(_ secrets: [Secret], schemes: [SecurityScheme] = []) {
    self.init(
      secrets,
      credentialFields: Set(
        schemes.compactMap { scheme -> String? in
          if case .field(let name) = scheme.carrier { name.lowercased() } else { nil }
        }))
  }

  private init(_ secrets: [Secret], credentialFields: Set<String>) {
    self.credentialFields = credentialFields
    self.secrets = secrets.filter { !$0.value.utf8.isEmpty }
      .sorted { $0.value.utf8.count > $1.value.utf8.count }
    var spellings = SecretTrie()
    for secret in self.secrets { Self.insert(secret.value, into: &spellings) }
    known = Known(spellings)
  }

  /// Takes a value for a secret from now on, in all copies; such as one that the target hands out.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - shortest: How many bytes it has at least; shorter ones stand in unrelated text by chance.
  /// - Returns: False for a value that is not looked for: one that is too short or too long, or one
  ///   too many.
  package func learn(_ value: String, shortest: Int = shortestLearned) -> Bool {
    let length = value.utf8.count
    guard length >= shortest else { return false }
    return known.state.withLock { state in
      if state.spellings.holds(value) { return true }
      guard length <= Self.longestLearned, state.spellings.size < Self.learnedLimit else {
        state.hasRefused = true
        return false
      }
      Self.insert(value, into: &state.spellings, isSparing: length > Self.longestSpelled)
      state.learnedCount += 1
      return true
    }
  }

  /// How many bytes a value has at least that is learned from what a target says.
  package static let shortestLearned = 8

  /// Whether a value was not learned for its length, or because there were too many.
  package var hasRefused: Bool { known.state.withLock { $0.hasRefused } }

  /// How many values were learned so far.
  var learnedCount: Int { known.state.withLock { $0.learnedCount } }

  /// What looks only for the secrets that were given: a value that was learned may rightly have been
  /// written down before.
  package var forGiven: Redactor { Redactor(secrets, credentialFields: credentialFields) }

  /// How long a value may be that is learned, in bytes.
  package static let longestLearned = 8192
  /// How long a learned value may be that is looked for in hexadecimal and base32 as well, in bytes: of
  /// tokens, which are longer, a run may learn one for each case.
  private static let longestSpelled = 64
  /// How large what is looked for may grow by learning.
  private static let learnedLimit = 1 << 21

  private var spellings: SecretTrie { known.state.withLock { $0.spellings } }

  /// Whether there is nothing that could be found.
  var isEmpty: Bool { spellings.isEmpty }

  /// Whether a text holds a secret in any spelling.
  package func finds(in text: some Collection<UInt8>) -> Bool {
    spellings.isFound(in: Array(text))
  }

  /// The text without secrets.
  package func masked(_ text: String) -> String {
    let spellings = spellings
    guard !spellings.isEmpty else { return text }
    let bytes = Array(text.utf8)
    let clean = Self.replaced(spellings, in: bytes).map { String(decoding: $0, as: UTF8.self) }
    // Nearly no text is cut, which its bytes tell at once.
    guard bytes.contains(Self.firstByteOfCut) else { return clean ?? text }
    return Self.maskingCuts(in: clean ?? text, spellings)
  }

  /// A text in which the beginnings of secrets are masked before each sign that something was cut off.
  private static func maskingCuts(in text: String, _ spellings: SecretTrie) -> String {
    var result: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if scalar == cut, let length = spellings.beginning(atEndOf: result) {
        result.removeLast(length)
        result += mask.unicodeScalars
      }
      result.append(scalar)
    }
    var clean = String.UnicodeScalarView()
    clean.append(contentsOf: result)
    return String(clean)
  }

  /// What stands where a text was cut.
  private static let cut: Unicode.Scalar = "…"
  private static let firstByteOfCut: UInt8 = 0xE2

  /// The bytes without secrets.
  package func masked(_ bytes: [UInt8]) -> [UInt8] {
    replaced(in: bytes) ?? bytes
  }

  /// JSON without secrets: they are taken out of its texts, and nothing else of it changes.
  ///
  /// Names of members, numbers and words are the program's own, and may look like a secret by
  /// chance.
  package func masked(json bytes: [UInt8]) -> [UInt8] {
    guard finds(in: bytes) else { return bytes }
    var result: [UInt8] = []
    var place = 0
    var name: ArraySlice<UInt8> = []
    while place < bytes.count {
      guard bytes[place] == Self.quote else {
        result.append(bytes[place])
        place += 1
        continue
      }
      var end = place + 1
      while end < bytes.count, bytes[end] != Self.quote {
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      end = min(end, bytes.count)
      let text = bytes[(place + 1)..<end]
      let next = bytes[min(end + 1, bytes.count)...].first { !Self.blanks.contains($0) }
      let isName = next == UInt8(ascii: ":")
      let isOwn = isName || Self.ownWords.contains { name.elementsEqual($0.utf8) }
      name = isName ? text : []
      result.append(Self.quote)
      result += isOwn ? Array(text) : masked(jsonText: Array(text))
      if end < bytes.count { result.append(Self.quote) }
      place = end + 1
    }
    return result
  }

  /// Members of reports whose values are words of the program, and make the file what it is.
  private static let ownWords = [
    "format", "kind", "verdict", "outcome", "severity", "level", "effect", "met", "phase",
  ]

  /// What stands between the quotation marks of a JSON text, without secrets.
  private func masked(jsonText text: [UInt8]) -> [UInt8] {
    guard let clean = replaced(in: text) else { return text }
    // A secret may begin within an escape, half of which would be left.
    let isText = (try? JSONDocument(parsing: [Self.quote] + clean + [Self.quote])) != nil
    return isText ? clean : Array(Self.mask.utf8)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let blanks = Array(" \t\r\n".utf8)

  /// A header field's value without secrets; the value of a field that carries credentials goes
  /// as a whole, whoever sent it, except for the name of an authentication scheme.
  package func maskedField(name: String, value: String) -> String {
    guard masksField(name) else { return masked(value) }
    let words = value.split(separator: " ", maxSplits: 1)
    let isScheme = words.count == 2 && name.lowercased().hasSuffix("authorization")
    return isScheme ? "\(masked(String(words[0]))) \(Self.mask)" : Self.mask
  }

  /// Whether the value of a field for credentials says nothing but secrets that were given, beside
  /// the name of an authentication scheme or those of cookies.
  func isGiven(_ field: HTTPField) -> Bool {
    func isSecret(_ text: some StringProtocol) -> Bool {
      secrets.contains { $0.value.utf8.elementsEqual(text.utf8) }
    }
    if isSecret(field.value) { return true }
    let name = field.name.lowercased()
    if name.hasSuffix("authorization") {
      let blank = field.value.firstIndex(of: " ")
      return blank.map { isSecret(field.value[$0...].dropFirst()) } ?? false
    }
    guard name == "cookie" else { return false }
    return field.value.split(separator: ";").allSatisfy { pair in
      pair.firstIndex(of: "=").map { isSecret(pair[$0...].dropFirst()) } ?? false
    }
  }

  /// Whether the value of a header field of this name goes as a whole: it carries credentials by
  /// convention or by the contract.
  func masksField(_ name: String) -> Bool {
    Self.carriesCredentials(name)
      || !credentialFields.isEmpty && credentialFields.contains(name.lowercased())
  }

  /// Whether a header field of this name carries credentials by convention.
  static func carriesCredentials(_ name: String) -> Bool {
    let name = name.utf8Span.span
    for start in name.indices where mayBeginCredentialWord(name[start].lowercasedASCII) {
      for word in credentialWords where name.holds(word.span, at: start, ignoringCase: true) {
        return true
      }
    }
    return false
  }

  /// Whether one of ``credentialWords`` may begin with a byte; most of a name's do not.
  private static func mayBeginCredentialWord(_ byte: UInt8) -> Bool {
    credentialBeginnings & 1 << UInt32(byte & 31) != 0
  }

  private static let credentialWords = [
    "authorization", "cookie", "token", "secret", "api-key", "apikey",
  ].map { Array($0.utf8) }

  /// A bit for the last five bits of each byte with which one of ``credentialWords`` begins.
  private static let credentialBeginnings = credentialWords.reduce(into: UInt32(0)) { bits, word in
    bits |= 1 << UInt32(word[0] & 31)
  }

  /// The bytes with every spelling replaced; nil when there was none.
  private func replaced(in bytes: [UInt8]) -> [UInt8]? { Self.replaced(spellings, in: bytes) }

  private static func replaced(_ spellings: SecretTrie, in bytes: [UInt8]) -> [UInt8]? {
    let ranges = spellings.ranges(in: bytes)
    guard !ranges.isEmpty else { return nil }
    var result: [UInt8] = []
    var start = 0
    for range in ranges {
      result += bytes[start..<range.lowerBound]
      result += mask.utf8
      start = range.upperBound
    }
    return result + bytes[start...]
  }

  /// Has a trie look for a secret: as it is, in hexadecimal, and in base64 and base32 at each of
  /// their alignments; with `isSparing` only as it is and in base64.
  private static func insert(
    _ secret: String, into trie: inout SecretTrie, isSparing: Bool = false
  ) {
    trie.insert(secret)
    let bytes = Array(secret.utf8)
    // Shorter ones would find themselves by chance in unrelated text.
    guard bytes.count >= 4 else { return }
    for alignment in 0..<3 {
      let text = text(of: bytes, alignment: alignment, bits: 6, digits: base64Digits)
      trie.insert(text)
      trie.insert(text.replacing("+", with: "-").replacing("/", with: "_"))
    }
    if isSparing { return }
    trie.insert(bytes.map(hex).joined(), isSeparated: true)
    for alignment in 0..<5 {
      trie.insert(text(of: bytes, alignment: alignment, bits: 5, digits: base32Digits))
    }
  }

  /// The digits of base64 and base32 (RFC 4648 sections 4 and 6).
  private static let base64Digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let base32Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// The digits, of so many bits each, that bytes determine alone when `alignment` other bytes stand
  /// before them.
  private static func text(
    of bytes: [UInt8], alignment: Int, bits: Int, digits: [UInt8]
  ) -> String {
    let first = (8 * alignment + bits - 1) / bits
    let last = 8 * (alignment + bytes.count) / bits
    let text = (first..<max(first, last)).map { number -> UInt8 in
      let value = (0..<bits).reduce(0) { value, offset in
        let bit = number * bits + offset - 8 * alignment
        return value << 1 | Int(bytes[bit / 8] >> UInt8(7 - bit % 8) & 1)
      }
      return digits[value]
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }
}
