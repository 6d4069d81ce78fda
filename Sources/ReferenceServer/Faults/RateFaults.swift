/// Faults in how the server counts requests and tells about it.
enum RateFaults {
  static let all: [Fault] = [
    Fault(
      "limits-zero", "/me tells limits of zero requests",
      on: .operations([Operation.me]), breaks: "RATE-01", .moderate,
      .success { body, _ in
        body["data"]?["rate_limits"]?["write_per_minute"] = 0
        body["data"]?["rate_limits"]?["read_per_minute"] = 0
      }),
    Fault(
      "throttled-in-html", "Every twentieth read of labels is refused by a page for browsers",
      on: .operations([Operation.listLabels]), breaks: "RATE-02", .subtle,
      .encoded { response, exchange in
        guard exchange.memory.count("reads").isMultiple(of: 20) else { return }
        response.status = 429
        response.body = Array("<h1>Too many requests</h1>".utf8)
        response.fields.set("Content-Type", to: "text/html")
        response.fields.set("Retry-After", to: "1")
      }),
    Fault(
      "retry-after-unreadable", "Every twentieth read of labels is refused until \"soon\"",
      on: .operations([Operation.listLabels]), breaks: "RATE-03", .subtle,
      throttled(every: 20).and { $0.fields.set("Retry-After", to: "soon") }),
    Fault(
      "retry-after-too-short",
      "Who comes back after the time asked for is refused again, and for longer",
      on: .operations(Operation.secured), breaks: "RATE-03", .subtle,
      Alteration(
        request: { request, exchange in
          let until = exchange.memory.value("closed until")?.integerValue ?? 0
          if Int(exchange.startedAt.seconds) < until {
            request.refusal = .rateLimited(retryAfter: 1)
          }
        },
        response: { response, exchange in
          let now = Int(exchange.startedAt.seconds)
          let until = exchange.memory.value("closed until")?.integerValue ?? 0
          guard response.status == 429, now >= until else { return }
          exchange.memory.remember(.integer(now + 8), as: "closed until")
        })),
    Fault(
      "throttled-for-a-day", "A refusal of a read asks to come back tomorrow",
      on: .operations([Operation.listLabels]), breaks: "RATE-03", .moderate,
      .encoded { response, _ in
        if response.status == 429 { response.fields.set("Retry-After", to: "86400") }
      }),
    Fault(
      "throttled-without-time", "A refusal does not say when to come back",
      on: .operations(Operation.secured), breaks: "RATE-03", .moderate,
      .encoded { response, _ in
        if response.status == 429 { response.fields.set("Retry-After", to: nil) }
      }),
    Fault(
      "throttled-write-done", "Every tenth create of a label is refused for its rate and done",
      on: .operations([Operation.createLabel]), breaks: "RATE-04", .subtle, throttled(every: 10)),
    Fault(
      "throttled-too-early", "Every fifteenth read of labels is refused, whatever the budget",
      on: .operations([Operation.listLabels, Operation.getLabel]), breaks: "RATE-05", .moderate,
      throttled(every: 15)),
    Fault(
      "more-left-than-allowed", "Answers tell of more requests left than the limit",
      on: .operations(Operation.secured), breaks: "RATE-06", .moderate,
      .encoded { response, _ in
        response.fields.set("X-RateLimit-Limit", to: "600")
        response.fields.set("X-RateLimit-Remaining", to: "601")
      }),
    Fault(
      "remaining-stands-still", "However many requests come, the same number is left",
      on: .operations(Operation.secured), breaks: "RATE-07", .moderate,
      .encoded { response, exchange in
        response.fields.set("X-RateLimit-Limit", to: "1000000")
        response.fields.set("X-RateLimit-Remaining", to: "999000")
        response.fields.set("X-RateLimit-Reset", to: String(exchange.startedAt.seconds + 60))
      }),
    Fault(
      "errors-hide-budget", "An error does not tell what is left of the budget",
      on: .operations(Operation.secured), breaks: "RATE-07", .subtle,
      .encoded { response, _ in
        guard response.status == 400 || response.status == 404 else { return }
        response.fields.dropBudget()
      }),
    Fault(
      "health-throttled", "Every second request to /health is refused for its rate",
      on: .operations([Operation.health]), breaks: "RATE-08", .moderate, throttled(every: 2)),
    Fault(
      "refusal-cached", "A refusal for its rate may be kept for a minute",
      on: .operations(Operation.secured), breaks: "RATE-08", .subtle,
      .encoded { response, _ in
        if response.status == 429 { response.fields.set("Cache-Control", to: "max-age=60") }
      }),
  ]

  /// Refuses one request in so many, after it has been performed.
  private static func throttled(every count: Int) -> Alteration {
    .response { response, exchange in
      guard exchange.memory.count("throttle").isMultiple(of: count) else { return }
      response = .refusal(.rateLimited(retryAfter: 1), requestID: exchange.requestID)
    }
  }
}

extension Alteration {
  /// This alteration, and a change to the refusals for a rate.
  fileprivate func and(_ change: @escaping @Sendable (inout Response) -> Void) -> Alteration {
    let first = response
    return .response { response, exchange in
      first?(&response, exchange)
      if response.status == 429 { change(&response) }
    }
  }
}
