import ReferenceServer

extension TestClient {
  /// The refusals for a rate among a number of equal reads.
  func throttled(_ path: String, count: Int) async throws -> [Answer] {
    var refusals: [Answer] = []
    for _ in 0..<count {
      let answer = try await get(path)
      if answer.status == 429 { refusals.append(answer) }
    }
    return refusals
  }
}

extension Symptom {
  static let rate: [Symptom] = [
    Symptom("limits-zero") {
      try await $0.get("/me").data?["rate_limits"]?["read_per_minute"] == 0
    },
    Symptom("throttled-in-html") { client in
      try await client.throttled("/labels", count: 20).contains { $0.json == nil }
    },
    Symptom("retry-after-unreadable") { client in
      try await client.throttled("/labels", count: 20).contains {
        Int($0["Retry-After"] ?? "") == nil
      }
    },
    Symptom("throttled-write-done") { client in
      var accepted = 0
      for number in 0..<10 {
        let body: JSON = ["name": .string("Rate \(number)")]
        if try await client.send("POST", "/labels", json: body).status == 200 { accepted += 1 }
      }
      return client.server.counters.effects.labelsCreated != accepted
    },
    Symptom("throttled-too-early") { client in
      let path = "/labels/\(try await client.firstLabelID())"
      return try await !client.throttled(path, count: 15).isEmpty
    },
    Symptom("more-left-than-allowed") { client in
      let answer = try await client.get("/me")
      let left = Int(answer["X-RateLimit-Remaining"] ?? "0") ?? 0
      return left > Int(answer["X-RateLimit-Limit"] ?? "0") ?? 0
    },
    Symptom("remaining-stands-still") { client in
      let left = try await client.get("/me")["X-RateLimit-Remaining"]
      let later = try await client.get("/me")["X-RateLimit-Remaining"]
      return left != nil && later == left
    },
    Symptom("health-throttled") { try await !$0.throttled("/health", count: 3).isEmpty },
    Symptom("retry-after-too-short", limits: .few) { client in
      // One token comes back in a second, or three steps of the clock.
      var longest = 0
      var streak = 0
      for _ in 0..<30 {
        streak = try await client.get("/labels").status == 429 ? streak + 1 : 0
        longest = max(longest, streak)
      }
      return longest > 5
    },
    Symptom("throttled-for-a-day", limits: .few) { client in
      try await client.throttled("/labels", count: 20).contains { $0["Retry-After"] == "86400" }
    },
    Symptom("throttled-without-time", limits: .few) { client in
      try await client.throttled("/labels", count: 20).contains { $0["Retry-After"] == nil }
    },
    Symptom("errors-hide-budget", limits: .few) { client in
      try await client.get("/labels?limit=abc")["X-RateLimit-Limit"] == nil
    },
    Symptom("refusal-cached", limits: .few) { client in
      try await client.throttled("/labels", count: 20).contains {
        $0["Cache-Control"]?.contains("max-age") == true
      }
    },
  ]
}

extension RateLimits {
  /// So few that they are soon used up.
  static let few = RateLimits(writesPerMinute: 60, readsPerMinute: 60, burst: 5)
}
