/// A name and a value as they stand in a query, a form, a cookie or a path segment, still encoded.
package struct TextPair: Sendable, Hashable {
  /// The name.
  package let name: [UInt8]
  /// The value; nil when there is no `=` after the name.
  package let value: [UInt8]?

  /// The pair as it stands in its place.
  package var text: String {
    String(decoding: value.map { name + [UInt8(ascii: "=")] + $0 } ?? name, as: UTF8.self)
  }

  init(name: [UInt8], value: [UInt8]?) {
    self.name = name
    self.value = value
  }

  /// Takes a part of a text apart at its first `=`.
  init(_ part: ArraySlice<UInt8>) {
    guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else {
      name = Array(part)
      value = nil
      return
    }
    name = Array(part[..<equals])
    value = Array(part[(equals + 1)...])
  }

  /// The pairs of a query or a form, without the `?`; empty ones between two `&` are no pairs.
  ///
  /// Source: [URL Standard, urlencoded parsing](https://url.spec.whatwg.org/#urlencoded-parsing)
  static func pairs(ofQuery query: [UInt8]) -> [TextPair] {
    query.split(separator: UInt8(ascii: "&")).map { TextPair($0) }
  }

  /// The pairs of a `Cookie` field.
  ///
  /// Source: [RFC 6265 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1)
  static func pairs(ofCookie field: [UInt8]) -> [TextPair] {
    field.split(separator: UInt8(ascii: ";")).map { $0.trimmed }.filter { !$0.isEmpty }
      .map { TextPair($0) }
  }
}

extension ArraySlice<UInt8> {
  /// The bytes without spaces and tabs at their ends.
  var trimmed: ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let start = drop(while: isBlank)
    return start.lastIndex { !isBlank($0) }.map { start[...$0] } ?? start.prefix(0)
  }
}

/// How a text is taken out of the place it stands in.
package enum TextDecoding: Sendable, Hashable {
  /// `%XX` is a byte: paths and cookies.
  case percent
  /// `%XX` is a byte and `+` a space: queries and forms.
  case form
  /// Every byte stands for itself: header fields.
  case none

  /// The text that bytes stand for.
  /// - Throws: ``UnreadableText`` for a `%` without its digits, and for what is not UTF-8.
  package func text(_ bytes: some Sequence<UInt8>) throws(UnreadableText) -> String {
    let encoded = Array(bytes)
    let decoded = self == .none ? encoded : try decode(encoded)
    guard let text = String(validating: decoded, as: UTF8.self) else {
      throw UnreadableText(text: encoded, expected: "UTF-8")
    }
    return text
  }

  private func decode(_ encoded: [UInt8]) throws(UnreadableText) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(encoded.count)
    var index = 0
    while index < encoded.count {
      switch encoded[index] {
      case UInt8(ascii: "%"):
        guard index + 2 < encoded.count, let high = encoded[index + 1].hexValue,
          let low = encoded[index + 2].hexValue
        else {
          throw UnreadableText(
            text: encoded[index..<min(index + 3, encoded.count)],
            expected: "two hexadecimal digits after %")
        }
        decoded.append(high << 4 | low)
        index += 3
      case UInt8(ascii: "+") where self == .form:
        decoded.append(UInt8(ascii: " "))
        index += 1
      case let byte:
        decoded.append(byte)
        index += 1
      }
    }
    return decoded
  }
}
