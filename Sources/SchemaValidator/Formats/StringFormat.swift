/// A string format of JSON Schema or OpenAPI: a name and a test on the text.
///
/// Every test works on the UTF-8 bytes of the unescaped string and follows the document the
/// format's definition refers to, not a looser custom.
/// Source: [JSON Schema Validation 2020-12, 7.3](
/// https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3)
struct StringFormat: Sendable {
  /// The specification a format first appears in.
  ///
  /// A later one knows the formats of those before it, but only OpenAPI knows its own.
  enum Origin: Int, Sendable, Comparable {
    case draft4, draft6, draft7, draft201909, openAPI

    static func < (first: Origin, second: Origin) -> Bool { first.rawValue < second.rawValue }
  }

  /// The value of `format`.
  let name: String
  /// Where the format comes from.
  let origin: Origin
  private let test: @Sendable (Span<UInt8>) -> Bool

  private init(_ name: String, _ origin: Origin, _ test: @escaping @Sendable (Span<UInt8>) -> Bool)
  {
    self.name = name
    self.origin = origin
    self.test = test
  }

  /// The format of a name; nil for names no specification defines for strings.
  static func named(_ name: String) -> StringFormat? {
    all[name]
  }

  /// Whether a text of valid UTF-8 has this format.
  func holds(_ text: Span<UInt8>) -> Bool { test(text) }

  /// Every string format, by name.
  static let all: [String: StringFormat] = {
    let formats = [
      StringFormat("date-time", .draft4, DateTimeFormat.holds),
      StringFormat("email", .draft4, EmailFormat.holds),
      StringFormat("hostname", .draft4, HostnameFormat.holds),
      StringFormat("ipv4", .draft4, IPv4Format.holds),
      StringFormat("ipv6", .draft4, IPv6Format.holds),
      StringFormat("uri", .draft4, URIFormat.holds),
      StringFormat("uri-reference", .draft6, URIReferenceFormat.holds),
      StringFormat("uri-template", .draft6, URITemplateFormat.holds),
      StringFormat("json-pointer", .draft6, JSONPointerFormat.holds),
      StringFormat("date", .draft7, DateFormat.holds),
      StringFormat("time", .draft7, TimeFormat.holds),
      StringFormat("idn-email", .draft7, IDNEmailFormat.holds),
      StringFormat("idn-hostname", .draft7, IDNHostnameFormat.holds),
      StringFormat("iri", .draft7, IRIFormat.holds),
      StringFormat("iri-reference", .draft7, IRIReferenceFormat.holds),
      StringFormat("relative-json-pointer", .draft7, RelativeJSONPointerFormat.holds),
      StringFormat("regex", .draft7, RegexFormat.holds),
      StringFormat("duration", .draft201909, DurationFormat.holds),
      StringFormat("uuid", .draft201909, UUIDFormat.holds),
      StringFormat("byte", .openAPI, ByteFormat.holds),
      StringFormat("binary", .openAPI) { _ in true },
      StringFormat("password", .openAPI) { _ in true },
    ]
    return Dictionary(uniqueKeysWithValues: formats.map { ($0.name, $0) })
  }()
}
