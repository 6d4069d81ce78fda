/// `contentEncoding` and `contentMediaType` where they are asserted: draft-07, on request.
struct ContentAssertion: Sendable {
  let isBase64: Bool
  let isJSON: Bool

  /// Whether a string's text can be decoded and, if it is said to be JSON, read.
  func holds(_ text: [UInt8]) -> Bool {
    var content = text
    if isBase64 {
      guard let decoded = Self.base64Decoded(text) else { return false }
      content = decoded
    }
    guard isJSON else { return true }
    return (try? JSONDocument(parsing: content)) != nil
  }

  /// The bytes that a base64 text with padding stands for (RFC 4648 section 4).
  static func base64Decoded(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var digits = 0
    var padding = 0
    for byte in text {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = digit(byte) else { return nil }
      buffer = buffer << 6 | value
      digits += 1
      if digits % 4 == 0 {
        result += [
          UInt8(truncatingIfNeeded: buffer >> 16), UInt8(truncatingIfNeeded: buffer >> 8),
          UInt8(truncatingIfNeeded: buffer),
        ]
      }
    }
    switch padding {
    case 0: break
    case 1:
      result += [UInt8(truncatingIfNeeded: buffer >> 10), UInt8(truncatingIfNeeded: buffer >> 2)]
    case 2: result.append(UInt8(truncatingIfNeeded: buffer >> 4))
    default: return nil
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
