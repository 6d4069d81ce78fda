/// RATE-06: the header fields that tell a rate limit hold numbers that agree with each other.
///
/// Read are the common `X-RateLimit-*` fields, `RateLimit-*` of the earlier drafts, and the
/// structured field `RateLimit` of the later ones. None of them is demanded.
struct RateLimitFieldsMakeSense: ExchangeCheck {
  static let requirements: [RequirementID] = ["RATE-06"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    for family in Self.families {
      judge(family, exchange.response.fields, now: context.now, &report)
    }
    for value in exchange.response.fields.values(named: "RateLimit") {
      judgeStructured(value, &report)
    }
  }

  /// The fields of one family.
  private struct Family {
    let limit: String
    let remaining: String
    let reset: String
  }

  private static let families = RateLimitFields.prefixes.map {
    Family(limit: $0 + "Limit", remaining: $0 + "Remaining", reset: $0 + "Reset")
  }

  private func judge(
    _ family: Family, _ fields: [HTTPField], now: () -> Double, _ report: inout CheckReport
  ) {
    let limit = number(family.limit, fields, &report)
    let remaining = number(family.remaining, fields, &report)
    if let limit, let remaining, remaining > limit {
      report.depart(
        from: "RATE-06", "more remains than the limit allows",
        at: .header(family.remaining.lowercased()), expected: "0 to \(limit)",
        got: "\(remaining)")
    }
    judgeReset(family.reset, fields, now: now, &report)
  }

  /// The number a field begins with.
  private func number(
    _ name: String, _ fields: [HTTPField], _ report: inout CheckReport
  ) -> Int? {
    guard let value = fields.value(named: name) else { return nil }
    report.judge("RATE-06")
    if let number = RateLimitFields.number(value) { return number }
    report.depart(
      from: "RATE-06", "\(name) is not a number", at: .header(name.lowercased()),
      expected: "an integer from 0", got: value.quoted)
    return nil
  }

  /// Seconds from now or since 1970 (milliseconds too, which some servers send), with or without
  /// a fraction, or a date.
  private func judgeReset(
    _ name: String, _ fields: [HTTPField], now: () -> Double, _ report: inout CheckReport
  ) {
    guard let value = fields.value(named: name) else { return }
    report.judge("RATE-06")
    let text = (value.split { $0 == ";" }.first ?? "").trimmingBlanks
    let now = now()
    let month = 31 * 86_400.0
    let wait: Double?
    if let date = HTTPDate.seconds(of: value) {
      wait = date - now
    } else if let number = Double(text), number.isFinite {
      wait = number > 1e11 ? number / 1000 - now : number > 1e9 ? number - now : number
    } else {
      wait = nil
    }
    // A window that has just ended may still be told; its end lies as far back as clocks differ.
    if let wait, -DateIsRight.tolerance...month ~= wait { return }
    report.depart(
      from: "RATE-06", "\(name) is not a time at which a limit can end",
      at: .header(name.lowercased()),
      expected: "seconds from now, or a time within a month", got: value.quoted)
  }

  /// `limit=100, remaining=50, reset=30` (draft 7) or `"default";r=50;t=30` (later ones).
  private func judgeStructured(_ value: String, _ report: inout CheckReport) {
    report.judge("RATE-06")
    var numbers: [String: Int] = [:]
    let members = RateLimitFields.members(of: value)
    for name in ["limit", "remaining", "reset", "r", "t"] {
      guard let text = members[name] else { continue }
      guard let number = Int(text), number >= 0 else {
        report.depart(
          from: "RATE-06", "\(name) of RateLimit is not a number", at: .header("ratelimit"),
          expected: "an integer from 0", got: text.quoted)
        return
      }
      numbers[name] = number
    }
    guard let limit = numbers["limit"], let remaining = numbers["remaining"], remaining > limit
    else { return }
    report.depart(
      from: "RATE-06", "more remains than the limit allows", at: .header("ratelimit"),
      expected: "0 to \(limit)", got: "\(remaining)")
  }
}
