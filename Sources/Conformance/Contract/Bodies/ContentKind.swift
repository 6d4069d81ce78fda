/// How the bytes of a body hold a value, as far as its media type tells.
package enum ContentKind: Sendable, Hashable {
  /// One JSON text.
  case json
  /// A JSON text on each line: JSON Lines and NDJSON.
  case jsonLines
  /// JSON texts that each follow a record separator (RFC 7464).
  case jsonSequence
  /// Server-sent events: an array of them where the contract describes one, else text.
  case eventStream
  /// Pairs of names and values, percent-encoded.
  case form
  /// Parts between boundaries (RFC 2046).
  case multipart
  /// XML: text whose structure is not looked into.
  case xml
  /// Text.
  case text
  /// Bytes.
  case binary
  /// An application's own format: text when the schema describes a string, else bytes.
  case unknown
}

extension MediaTypeRange {
  /// How the bytes of a body of this type hold a value.
  package var contentKind: ContentKind {
    if isJSON { return .json }
    switch (type, subtype) {
    case ("multipart", _): return .multipart
    case (_, "xml"): return .xml
    case ("text", "event-stream"): return .eventStream
    case ("text", _): return suffix == "xml" ? .xml : .text
    case ("image", _), ("audio", _), ("video", _), ("font", _):
      return suffix == "xml" ? .xml : .binary
    case ("application", "x-www-form-urlencoded"): return .form
    case ("application", "jsonl"), ("application", "x-ndjson"), ("application", "x-jsonlines"),
      ("application", "ndjson"), ("application", "jsonlines"):
      return .jsonLines
    case ("application", "json-seq"): return .jsonSequence
    case ("application", "octet-stream"), ("application", "pdf"), ("application", "zip"),
      ("application", "gzip"), ("application", "wasm"):
      return .binary
    default:
      switch suffix {
      case "xml": return .xml
      case "json-seq": return .jsonSequence
      case "zip", "gzip": return .binary
      default: return parameter("charset") == nil ? .unknown : .text
      }
    }
  }

  /// A media type that is known to be one.
  init(knownType type: String, subtype: String, parameters: [Parameter] = []) {
    self.type = type
    self.subtype = subtype
    self.parameters = parameters
  }

  /// Text without a structure.
  static let plainText = MediaTypeRange(knownType: "text", subtype: "plain")
  /// One JSON text.
  static let json = MediaTypeRange(knownType: "application", subtype: "json")
  /// The fields of a form.
  static let form = MediaTypeRange(knownType: "application", subtype: "x-www-form-urlencoded")
  /// The fields of a form, each in a part of its own.
  static let formData = MediaTypeRange(knownType: "multipart", subtype: "form-data")
  /// Bytes of which nothing is known.
  static let octetStream = MediaTypeRange(knownType: "application", subtype: "octet-stream")

  /// The media type with one more parameter.
  func adding(_ name: String, _ value: String) -> MediaTypeRange {
    MediaTypeRange(
      knownType: type, subtype: subtype,
      parameters: parameters + [Parameter(name: name, value: value)])
  }
}

/// The character sets that text is read and written in.
enum TextCharset: Sendable {
  case utf8
  case ascii
  case latin1

  /// The set with a name of the registry, letter case aside; nil for one that is not known here.
  init?(_ name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "us-ascii", "ascii": self = .ascii
    case "iso-8859-1", "latin1": self = .latin1
    default: return nil
    }
  }

  /// The text that bytes stand for; nil for bytes the set does not have.
  func text(_ bytes: [UInt8]) -> String? {
    switch self {
    case .utf8: return String(validating: bytes, as: UTF8.self)
    case .ascii:
      return bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    case .latin1:
      var text = String.UnicodeScalarView()
      for byte in bytes { text.append(Unicode.Scalar(byte)) }
      return String(text)
    }
  }

  /// The bytes of a text; nil for characters the set does not have.
  func bytes(_ text: String) -> [UInt8]? {
    let last: UInt32 =
      switch self {
      case .utf8: .max
      case .ascii: 0x7F
      case .latin1: 0xFF
      }
    if case .utf8 = self { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard scalar.value <= last else { return nil }
      bytes.append(UInt8(scalar.value))
    }
    return bytes
  }
}
