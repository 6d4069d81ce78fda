/// `GET /health` and `GET /me`.
struct MetaRoutes: Sendable {
  /// The limits that are enforced, or nil if none are.
  let rateLimits: RateLimits?

  var routes: [Route] {
    [
      Route(method: "GET", template: "/health", isSecured: false, handler: Self.health),
      Route(method: "GET", template: "/me", handler: introspect),
    ]
  }

  private static func health(_: Invocation) throws(APIError) -> Outcome {
    .data(["status": "ok"])
  }

  private func introspect(_ call: Invocation) throws(APIError) -> Outcome {
    guard let apiKey = call.apiKey,
      let organization = call.store.withState({ $0.organization(apiKey.organizationID) })
    else { throw .missingResource }
    // Without a limiter the numbers only have to be ones that nobody reaches.
    let limits = rateLimits ?? RateLimits(writesPerMinute: 1_000_000, readsPerMinute: 1_000_000)
    return .data([
      "organization": [
        "id": .string(organization.id), "object": "organization",
        "name": .string(organization.name),
      ],
      "api_key": [
        "id": .string(apiKey.id), "object": "api_key", "label": .string(apiKey.label),
        "last4": .string(String(apiKey.token.suffix(4))),
      ],
      "rate_limits": [
        "tier": rateLimits == nil ? "unlimited" : "free",
        "write_per_minute": .integer(limits.writesPerMinute),
        "read_per_minute": .integer(limits.readsPerMinute),
      ],
    ])
  }
}
