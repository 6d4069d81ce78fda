import SchemaValidator

/// What a request sent, as texts that an answer may repeat.
struct RequestInput {
  /// The path segments, query values and strings of the body, decoded.
  let values: [String]
  /// Everything as one text: the URL as sent and decoded, the body as sent and decoded.
  let text: String

  init(_ exchange: AnsweredExchange) {
    let request = exchange.request
    let decodedURL = String(
      decoding: PercentEncoding.decode(Array(request.url.utf8)[...]), as: UTF8.self)
    let body = String(decoding: request.body ?? [], as: UTF8.self)
    var strings: [String] = []
    if let bytes = request.body, let document = try? JSONDocument(parsing: bytes) {
      Self.collect(document.root, into: &strings)
    }
    let parts = decodedURL.split { "/?&=".contains($0) }.map(String.init)
    values = parts + strings
    text = ([request.url, decodedURL, body] + strings).joined(separator: "\n")
  }

  /// The values that look made up for this request, ids and names with digits in them: a word
  /// of the API's own vocabulary may well be part of an error code.
  var invented: [String] {
    values.filter {
      $0.utf8.count >= 6 && $0.utf8.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
  }

  /// Collects the member names and strings of a value.
  private static func collect(_ value: JSONValue, into strings: inout [String]) {
    if let string = value.stringValue { strings.append(string) }
    for element in value.elements { collect(element, into: &strings) }
    for member in value.members {
      strings.append(member.name)
      collect(member.value, into: &strings)
    }
  }
}
