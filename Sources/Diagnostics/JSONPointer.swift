/// A JSON Pointer: the way from the root of a document to one of its values.
///
/// Two pointers are equal when their tokens agree code point by code point; Swift's own string
/// equality would take "é" and "e" followed by U+0301 for the same member name.
/// Source: [RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  /// The reference tokens from the root on, unescaped.
  public private(set) var tokens: [String]

  /// The whole document.
  public static let root = JSONPointer([])

  /// Creates a pointer from unescaped tokens.
  public init(_ tokens: [String]) {
    self.tokens = tokens
  }

  /// Reads the text form (`/data/0/id`); the empty text is the whole document.
  ///
  /// Returns nil for text that does not start with `/` or holds a `~` not followed by 0 or 1.
  public init?(parsing text: String) {
    guard !text.utf8.isEmpty else {
      self = .root
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    for part in text.utf8.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      guard let token = Self.unescape(part) else { return nil }
      tokens.append(token)
    }
    self.init(tokens)
  }

  /// This pointer followed by one more token.
  public func appending(_ token: String) -> JSONPointer {
    JSONPointer(tokens + [token])
  }

  /// This pointer followed by an array index.
  public func appending(_ index: Int) -> JSONPointer {
    appending(String(index))
  }

  /// This pointer followed by all tokens of another.
  public func appending(_ other: JSONPointer) -> JSONPointer {
    JSONPointer(tokens + other.tokens)
  }

  /// The pointer without its last token; the root is its own parent.
  public var parent: JSONPointer { JSONPointer(Array(tokens.dropLast())) }

  /// Whether this pointer is `prefix` or lies below it.
  public func starts(with prefix: JSONPointer) -> Bool {
    tokens.count >= prefix.tokens.count
      && zip(tokens, prefix.tokens).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }

  /// The text form: `/` before each token, `~` as `~0` and `/` as `~1`.
  public var description: String {
    var text = ""
    for token in tokens {
      text += "/"
      text += Self.escape(token)
    }
    return text
  }

  /// The form in a URI fragment (`#/data/0`), percent-encoded as RFC 6901 section 6 asks.
  public var fragment: String {
    var text = "#"
    for byte in description.utf8 {
      if Self.isAllowedInFragment(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return text
  }

  /// Whether two pointers have the same tokens, code point by code point.
  public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.count == right.tokens.count && left.starts(with: right)
  }

  /// Hashes the tokens' UTF-8, in agreement with `==`.
  public func hash(into hasher: inout Hasher) {
    for token in tokens {
      for byte in token.utf8 { hasher.combine(byte) }
      hasher.combine(UInt8(0xFF))  // never a byte of UTF-8: keeps ["ab"] and ["a", "b"] apart
    }
  }

  /// A token as it stands in the text form.
  private static func escape(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
    else { return token }
    var escaped = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A token out of its text form, or nil for a `~` that escapes nothing.
  private static func unescape(_ part: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var iterator = part.makeIterator()
    while let byte = iterator.next() {
      guard byte == UInt8(ascii: "~") else {
        bytes.append(byte)
        continue
      }
      switch iterator.next() {
      case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a byte may stand as itself in a fragment (RFC 3986 section 3.5, without `%`).
  private static func isAllowedInFragment(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
    }
  }
}
