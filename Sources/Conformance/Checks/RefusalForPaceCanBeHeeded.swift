/// RATE-03 and RATE-08, as far as one answer shows them: a 429 says in a readable way when to come
/// back, and is not kept by a cache.
///
/// That waiting is enough takes requests, which only a probe sends; a 429 that is in order proves
/// neither.
///
/// Source: [RFC 6585 section 4](https://www.rfc-editor.org/rfc/rfc6585#section-4),
/// [RFC 9110 section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
struct RefusalForPaceCanBeHeeded: ExchangeCheck {
  static let requirements: [RequirementID] = ["RATE-03", "RATE-08"]

  /// The longest wait that a client can be asked for before it gives up, in seconds.
  private static let longestWait = 3600.0

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.response.status == 429 else { return }
    if let value = exchange.response.fields.value(named: "Retry-After") {
      judge(value, now: context.now(), &report)
    }
    judgeCaching(exchange.response.fields, &report)
  }

  private func judge(_ value: String, now: Double, _ report: inout CheckReport) {
    let wait = Int(value).map(Double.init) ?? HTTPDate.seconds(of: value).map { $0 - now }
    guard let wait else {
      report.depart(
        from: "RATE-03", "Retry-After of a 429 cannot be read", at: .header("retry-after"),
        expected: "seconds, or a date", got: value.quoted)
      return
    }
    // A date lies as far back as clocks differ; seconds are never negative.
    let earliest = Int(value) == nil ? -DateIsRight.tolerance : 0
    if wait < earliest {
      report.depart(
        from: "RATE-03", "Retry-After of a 429 is over already", at: .header("retry-after"),
        expected: "a time to come", got: value.quoted)
    } else if wait > Self.longestWait {
      report.depart(
        from: "RATE-03", severity: .warn, "a 429 asks to wait for longer than an hour",
        at: .header("retry-after"), expected: "3600 seconds at most", got: value.quoted)
    }
  }

  private func judgeCaching(_ fields: [HTTPField], _ report: inout CheckReport) {
    let values = fields.values(named: "Cache-Control")
    let directives = values.flatMap { $0.split(separator: ",") }
      .map { $0.trimmingBlanks.lowercased() }
    guard !directives.contains("no-store"), !directives.contains("no-cache") else { return }
    let keeping = directives.first { directive in
      directive == "public"
        || ["max-age=", "s-maxage="].contains { name in
          directive.hasPrefix(name)
            && directive.dropFirst(name.count).contains { "123456789".contains($0) }
        }
    }
    guard let keeping else { return }
    report.depart(
      from: "RATE-08", "a 429 may be kept by a cache, and be given to those who come in time",
      at: .header("cache-control"), expected: "no permission to keep it", got: keeping)
  }
}
