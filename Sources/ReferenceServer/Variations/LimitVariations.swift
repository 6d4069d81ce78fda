/// Unusual and right ways to tell of a limit.
enum LimitVariations {
  static let all: [LegalVariation] = [
    LegalVariation(
      "retry-after-as-date", "A refusal names the instant at which to come back",
      concernsLimits: true,
      .encoded { response, exchange in
        guard response.status == 429,
          let seconds = response.fields.values(of: "Retry-After").first.flatMap({ Int($0) })
        else { return }
        // A date has whole seconds: the next one is not too early.
        let instant = exchange.startedAt.advanced(by: .seconds(seconds + 1))
        response.fields.set("Retry-After", to: instant.httpDate)
      }),
    LegalVariation(
      "budget-untold", "No answer tells what is left of the budget", concernsLimits: true,
      .encoded { response, _ in response.fields.dropBudget() }),
    LegalVariation(
      "budget-structured", "What is left of the budget is told in one structured field",
      concernsLimits: true,
      .encoded { response, _ in
        guard let limit = response.fields.values(of: "X-RateLimit-Limit").first,
          let left = response.fields.values(of: "X-RateLimit-Remaining").first
        else { return }
        response.fields.dropBudget()
        response.fields += [
          HTTPField(name: "RateLimit-Policy", value: "\"default\";q=\(limit);w=60"),
          HTTPField(name: "RateLimit", value: "\"default\";r=\(left);t=60"),
        ]
      }),
  ]
}

extension [HTTPField] {
  /// Takes out what tells of a budget.
  mutating func dropBudget() {
    for name in ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"] {
      set(name, to: nil)
    }
  }
}
