import FoundationEssentials
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

  /// The secrets that were given, the longest first, so that one that contains another goes as a
  /// whole.
  package let secrets: [Secret]
  /// What is looked for: every spelling of every secret, those that were learned among them.
  private let known: Known

  /// What is looked for, which all copies of a redactor share.
  private final class Known: Sendable {
    let spellings: Mutex<SecretTrie>

    init(_ spellings: SecretTrie) {
      self.spellings = Mutex(spellings)
    }
  }

  /// Creates a redactor for the secrets of a run; empty values are no secrets.
  package init(_ secrets: [Secret]) {
    self.secrets = secrets.filter { !$0.value.utf8.isEmpty }
      .sorted { $0.value.utf8.count > $1.value.utf8.count }
    var spellings = SecretTrie()
    for secret in self.secrets {
      for spelling in Self.spellings(of: secret.value) { spellings.insert(spelling) }
    }
    known = Known(spellings)
  }

  /// Takes a value for a secret from now on, in all copies; such as one that the target hands out.
  ///
  /// - Returns: False for a value that is not looked for: one shorter than eight bytes, which
  ///   unrelated text would hold by chance, one that is too long, or one too many.
  package func learn(_ value: String) -> Bool {
    guard Self.learnedLength ~= value.utf8.count else { return false }
    return known.spellings.withLock { trie in
      if trie.holds(value) { return true }
      guard trie.size < Self.learnedLimit else { return false }
      for spelling in Self.spellings(of: value) { trie.insert(spelling) }
      return true
    }
  }

  /// How long a value may be that is learned, in bytes.
  private static let learnedLength = 8...4096
  /// How large what is looked for may grow by learning.
  private static let learnedLimit = 1 << 20

  private var spellings: SecretTrie { known.spellings.withLock { $0 } }

  /// Whether a text holds a secret in any spelling.
  package func finds(in text: some Collection<UInt8>) -> Bool {
    spellings.isFound(in: Array(text))
  }

  /// The text without secrets.
  package func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let clean = replaced(in: bytes) else { return text }
    return String(decoding: clean, as: UTF8.self)
  }

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
    guard Self.carriesCredentials(name) else { return masked(value) }
    let words = value.split(separator: " ", maxSplits: 1)
    let isScheme = words.count == 2 && name.lowercased().hasSuffix("authorization")
    return isScheme ? "\(masked(String(words[0]))) \(Self.mask)" : Self.mask
  }

  /// Whether a header field of this name carries credentials by convention.
  static func carriesCredentials(_ name: String) -> Bool {
    let name = name.utf8.map(\.lowercasedASCII)
    return credentialWords.contains { name.firstPlace(of: $0) != nil }
  }

  private static let credentialWords = [
    "authorization", "cookie", "token", "secret", "api-key", "apikey",
  ].map { Array($0.utf8) }

  /// The bytes with every spelling replaced; nil when there was none.
  private func replaced(in bytes: [UInt8]) -> [UInt8]? {
    let ranges = spellings.ranges(in: bytes)
    guard !ranges.isEmpty else { return nil }
    var result: [UInt8] = []
    var start = 0
    for range in ranges {
      result += bytes[start..<range.lowerBound]
      result += Self.mask.utf8
      start = range.upperBound
    }
    return result + bytes[start...]
  }

  /// The texts by which a secret may come back: as it is, in base64 at each of its three
  /// alignments, and in hexadecimal.
  private static func spellings(of secret: String) -> [String] {
    let bytes = Array(secret.utf8)
    // With its letter case turned around, as near misses of a key are, it gives the key away.
    var texts = [secret, secret.withSwappedCase]
    if bytes.count >= 4 {
      // Shorter ones would find themselves by chance in unrelated text.
      texts.append(bytes.map { hex($0, uppercase: false) }.joined())
      texts.append(bytes.map { hex($0, uppercase: true) }.joined())
      texts += (0..<3).flatMap { base64(bytes, alignment: $0) }
    }
    return texts
  }

  /// The characters of base64 text that a secret determines alone, when `alignment` other bytes
  /// stand before it; in the standard and in the URL alphabet.
  private static func base64(_ bytes: [UInt8], alignment: Int) -> [String] {
    let padded = [UInt8](repeating: 0, count: alignment) + bytes
    let text = Array(Data(padded).base64EncodedString().utf8)
    let first = (8 * alignment + 5) / 6
    let last = 8 * padded.count / 6
    guard first < last else { return [] }
    let own = text[first..<last]
    let url = own.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      default: byte
      }
    }
    return [String(decoding: own, as: UTF8.self), String(decoding: url, as: UTF8.self)]
  }

  private static func hex(_ byte: UInt8, uppercase: Bool) -> String {
    let digits = String(byte, radix: 16, uppercase: uppercase)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }
}
