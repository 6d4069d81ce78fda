import FoundationEssentials

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

  /// The secrets, the longest first, so that one that contains another goes as a whole.
  package let secrets: [Secret]
  /// Every spelling of every secret as bytes, the longest first.
  private let spellings: [[UInt8]]

  /// Creates a redactor for the secrets of a run; empty values are no secrets.
  package init(_ secrets: [Secret]) {
    let known = secrets.filter { !$0.value.utf8.isEmpty }
    self.secrets = known.sorted { $0.value.utf8.count > $1.value.utf8.count }
    let all = known.flatMap { Self.spellings(of: $0.value) }
    spellings = Set(all).sorted { ($1.count, $1.last ?? 0) < ($0.count, $0.last ?? 0) }
  }

  /// Whether a text holds a secret in any spelling.
  package func finds(in text: some Collection<UInt8>) -> Bool {
    let bytes = Array(text)
    return spellings.contains { Self.firstMatch(of: $0, in: bytes, from: 0) != nil }
  }

  /// The text without secrets.
  package func masked(_ text: String) -> String {
    guard !spellings.isEmpty else { return text }
    let bytes = Array(text.utf8)
    guard let clean = replaced(in: bytes) else { return text }
    return String(decoding: clean, as: UTF8.self)
  }

  /// The bytes without secrets.
  package func masked(_ bytes: [UInt8]) -> [UInt8] {
    replaced(in: bytes) ?? bytes
  }

  /// A header field's value without secrets; the value of a field that carries credentials goes
  /// as a whole, whoever sent it, except for the name of an authentication scheme.
  package func maskedField(name: String, value: String) -> String {
    guard Self.carriesCredentials(name) else { return masked(value) }
    let words = value.split(separator: " ", maxSplits: 1)
    let isScheme = words.count == 2 && name.lowercased().hasSuffix("authorization")
    return isScheme ? "\(words[0]) \(Self.mask)" : Self.mask
  }

  /// Whether a header field of this name carries credentials by convention.
  static func carriesCredentials(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "cookie", "token", "secret", "api-key", "apikey"]
      .contains { name.contains($0) } && name != "www-authenticate"
  }

  /// The bytes with every spelling replaced; nil when there was none.
  private func replaced(in bytes: [UInt8]) -> [UInt8]? {
    var current: [UInt8]?
    for spelling in spellings {
      var source = current ?? bytes
      guard var match = Self.firstMatch(of: spelling, in: source, from: 0) else { continue }
      var result: [UInt8] = []
      var start = 0
      while true {
        result += source[start..<match]
        result += Self.mask.utf8
        start = match + spelling.count
        guard let next = Self.firstMatch(of: spelling, in: source, from: start) else { break }
        match = next
      }
      result += source[start...]
      source = result
      current = source
    }
    return current
  }

  private static func firstMatch(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = needle.first, bytes.count - start >= needle.count else { return nil }
    for place in start...(bytes.count - needle.count)
    where bytes[place] == first && bytes[place..<(place + needle.count)].elementsEqual(needle) {
      return place
    }
    return nil
  }

  /// The spellings by which a secret may come back: as it is, and encoded for URLs, JSON, HTML,
  /// in base64 at each of its three alignments, and in hexadecimal.
  static func spellings(of secret: String) -> [[UInt8]] {
    let bytes = Array(secret.utf8)
    let lower = bytes.map { hex($0, uppercase: false) }
    let upper = bytes.map { hex($0, uppercase: true) }
    func escape(_ keeps: (UInt8) -> Bool, _ code: (Int) -> String) -> String {
      var text: [UInt8] = []
      for (place, byte) in bytes.enumerated() {
        if keeps(byte) { text.append(byte) } else { text += Array(code(place).utf8) }
      }
      return String(decoding: text, as: UTF8.self)
    }
    var spellings = [
      // With its letter case turned around, as near misses of a key are, it gives the key away.
      secret, secret.withSwappedCase,
      escape(isUnreserved) { "%\(upper[$0])" }, escape(isUnreserved) { "%\(lower[$0])" },
      escape({ _ in false }) { "%\(upper[$0])" }, escape({ _ in false }) { "%\(lower[$0])" },
      escape({ $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        "\\" + String(decoding: [bytes[$0]], as: UTF8.self)
      },
      escape({ $0 != UInt8(ascii: "/") }) { _ in "\\/" },
      escape(isPlainInMarkup) { "&#\(bytes[$0]);" },
      escape(isPlainInMarkup) { Self.entities[bytes[$0]] ?? "" },
    ]
    if bytes.count >= 4 {
      // Shorter ones would find themselves by chance in unrelated text.
      spellings += [lower.joined(), upper.joined()]
      spellings += (0..<3).flatMap { base64(bytes, alignment: $0) }
    }
    return spellings.map { Array($0.utf8) }.filter { !$0.isEmpty }
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

  private static let entities: [UInt8: String] = [
    UInt8(ascii: "&"): "&amp;", UInt8(ascii: "<"): "&lt;", UInt8(ascii: ">"): "&gt;",
    UInt8(ascii: "\""): "&quot;", UInt8(ascii: "'"): "&apos;",
  ]

  private static func isPlainInMarkup(_ byte: UInt8) -> Bool { entities[byte] == nil }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }

  private static func hex(_ byte: UInt8, uppercase: Bool) -> String {
    let digits = String(byte, radix: 16, uppercase: uppercase)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }
}
