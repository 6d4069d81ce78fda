/// `regex`: an ECMA-262 regular expression, legal with the `u` flag.
/// Source: [JSON Schema Validation 2020-12, 7.3.8](
/// https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3.8)
enum RegexFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for index in text.indices { bytes.append(text[index]) }
    let pattern = String(decoding: bytes, as: UTF8.self)
    return (try? PatternParser.parse(pattern, syntax: .unicode)) != nil
  }
}
