/// HTTP-07: a content coding is used only if the request offers it.
///
/// Source: [RFC 9110 section 12.5.3](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3)
struct ContentCodingWasOffered: ExchangeCheck {
  static let requirements: [RequirementID] = ["HTTP-07"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.canHaveBody else { return }
    report.judge("HTTP-07")
    let used = Self.tokens(exchange.response.fields.values(named: "Content-Encoding"))
    guard !used.isEmpty else { return }
    let offers = Self.tokens(exchange.request.fields.values(named: "Accept-Encoding"))
    let stranger = used.first { coding in
      coding != "identity" && !offers.contains(coding) && !offers.contains("*")
    }
    guard let stranger else { return }
    report.depart(
      from: "HTTP-07", "the body comes in the content coding \(stranger), which was not offered",
      at: .header("content-encoding"),
      expected: offers.isEmpty ? "no content coding" : "one of \(offers.alternatives)",
      got: used.joined(separator: ", "))
  }

  /// The names in list fields, without weights; those with the weight 0 are left out.
  private static func tokens(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.compactMap { element in
      let parts = element.split(separator: ";").map(\.trimmingBlanks)
      let isRefused = parts.dropFirst().contains { weight in
        let digits = weight.lowercased().drop { $0 == "q" || $0 == "=" || $0 == " " }
        return digits.allSatisfy { $0 == "0" || $0 == "." }
      }
      return isRefused ? nil : parts.first.map { $0.lowercased() }
    }
    .filter { !$0.isEmpty }
  }
}
