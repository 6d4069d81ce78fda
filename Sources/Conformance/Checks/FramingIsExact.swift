/// HTTP-06: the body is as long as its framing says.
///
/// A body that is cut off or too long for its length never becomes a response; the transport
/// reports it. What is left to judge are lengths that contradict each other or the body, and
/// framing where no body may be.
/// Source: [RFC 9112 section 6](https://www.rfc-editor.org/rfc/rfc9112#section-6)
struct FramingIsExact: ExchangeCheck {
  static let requirements: [RequirementID] = ["HTTP-06"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    report.judge("HTTP-06")
    let response = exchange.response
    let values = response.fields.values(named: "Content-Length")
    // Nearly always it is one number, which needs no taking apart.
    let lengths =
      values.allSatisfy { $0.utf8.allSatisfy { Self.digits ~= $0 } && !$0.utf8.isEmpty }
      ? values
      : values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        .map { $0.trimmingBlanks }
    let codings = response.fields.values(named: "Transfer-Encoding")
    if !exchange.canHaveBody, response.wireBodyLength > 0 {
      report.depart(
        from: "HTTP-06", "a response that cannot have a body has one", at: .exchange,
        expected: "no body", got: "\(response.wireBodyLength) bytes")
    }
    // RFC 9110 section 8.6 and RFC 9112 section 6.1: neither field on a 204, not even for nothing.
    if response.status == 204, !lengths.isEmpty || !codings.isEmpty {
      report.depart(
        from: "HTTP-06", severity: .warn, "a 204 says how long its body is",
        at: .header(lengths.isEmpty ? "transfer-encoding" : "content-length"),
        expected: "neither Content-Length nor Transfer-Encoding",
        got: (lengths + codings).joined(separator: ", "))
    }
    guard let first = lengths.first else { return }
    judge(first, all: lengths, codings: codings, exchange, &report)
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  private func judge(
    _ first: String, all lengths: [String], codings: [String], _ exchange: AnsweredExchange,
    _ report: inout CheckReport
  ) {
    let place = Finding.Place.header("content-length")
    guard let length = Int(first), first.utf8.allSatisfy({ Self.digits ~= $0 }) else {
      report.depart(
        from: "HTTP-06", "the Content-Length is not a number", at: place,
        expected: "decimal digits", got: first.quoted)
      return
    }
    if lengths.contains(where: { Int($0) != length }) {
      report.depart(
        from: "HTTP-06", "the response has several lengths", at: place, expected: "one length",
        got: lengths.joined(separator: " and "))
    } else if !codings.isEmpty {
      report.depart(
        from: "HTTP-06", "the response has both a length and a transfer coding", at: place,
        expected: "one of Content-Length and Transfer-Encoding",
        got: "Content-Length \(length) and Transfer-Encoding \(codings.joined(separator: ", "))")
    } else if exchange.canHaveBody, length != exchange.response.wireBodyLength {
      report.depart(
        from: "HTTP-06", "the body is not as long as the response says", at: place,
        expected: "\(length) bytes", got: "\(exchange.response.wireBodyLength) bytes")
    }
  }
}

extension StringProtocol {
  /// The text without the blanks and tabs around it.
  var trimmingBlanks: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var bytes = Array(utf8.drop(while: isBlank))
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
