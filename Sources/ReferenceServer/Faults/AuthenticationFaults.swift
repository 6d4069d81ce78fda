/// Faults in who is let in, and in what they get to see.
enum AuthenticationFaults {
  static let all: [Fault] = credentials + boundaries

  private static let credentials: [Fault] = [
    Fault(
      "key-not-required", "Accounts are listed to anybody",
      on: .operations([Operation.listAccounts]), breaks: "AUTH-01", .coarse,
      .request { request, exchange in
        if request.fields.values(of: "Authorization").isEmpty { exchange.admit(&request) }
      }),
    Fault(
      "challenge-missing", "A 401 does not say how to authenticate",
      on: .operations(Operation.secured), breaks: "AUTH-02", .moderate,
      .field("WWW-Authenticate", nil)),
    Fault(
      "key-compared-by-start", "The first twelve characters of a key are enough",
      on: .operations(Operation.secured), breaks: "AUTH-03", .subtle,
      .decisions { policies in
        policies.acceptsToken = { token, known in
          !known.isRevoked && token.utf8.count >= 12 && token.prefix(12) == known.token.prefix(12)
        }
      }),
    Fault(
      "key-compared-without-case", "The letter case of a key does not matter",
      on: .operations(Operation.secured), breaks: "AUTH-03", .subtle,
      .decisions { policies in
        policies.acceptsToken = { token, known in
          !known.isRevoked && token.lowercased() == known.token.lowercased()
        }
      }),
    Fault(
      "any-scheme-accepted", "A key is taken under any scheme, or none",
      on: .operations(Operation.secured), breaks: "AUTH-04", .moderate,
      .request { request, _ in
        guard let credential = request.fields.values(of: "Authorization").first,
          let token = credential.split(separator: " ").last
        else { return }
        request.fields.set("Authorization", to: "Bearer " + token)
      }),
    Fault(
      "scheme-case-matters", "Only the spelling Bearer is taken",
      on: .operations(Operation.secured), breaks: "AUTH-05", .moderate,
      .request { request, _ in
        let credential = request.fields.values(of: "Authorization").first ?? ""
        if !credential.hasPrefix("Bearer ") { request.fields.set("Authorization", to: nil) }
      }),
    Fault(
      "health-needs-key", "Without a key /health answers 401",
      on: .operations([Operation.health]), breaks: "AUTH-06", .coarse,
      .response { response, exchange in
        guard exchange.request.fields.values(of: "Authorization").isEmpty else { return }
        response = .refusal(
          .unauthenticated("authentication_required", "Send a key.", challenge: "Bearer"),
          requestID: exchange.requestID)
      }),
    Fault(
      "body-judged-before-key", "A bad body is refused before a bad key",
      on: .operations([Operation.createLabel, Operation.sendMessage]), breaks: "AUTH-07", .moderate,
      .request { request, _ in
        if request.json?.members == nil {
          request.refusal = .invalidJSON("it could not be read")
        } else if request.json?["name"] == nil, request.path.hasSuffix("/labels") {
          request.refusal = .missingField("name")
        }
      }),
    Fault(
      "refused-key-writes", "A label is created although the key was refused",
      on: .operations([Operation.createLabel]), breaks: "AUTH-08", .subtle,
      Alteration(
        request: { request, exchange in
          guard exchange.owner(of: request) == nil else { return }
          exchange.admit(&request)
          exchange.memory.remember(true, as: exchange.requestID)
        },
        response: { response, exchange in
          guard exchange.memory.value(exchange.requestID) != nil else { return }
          response = .refusal(
            .unauthenticated(
              "invalid_api_key", "The API key is unknown.", challenge: "Bearer"),
            requestID: exchange.requestID)
        })),
    Fault(
      "key-in-query", "A key in the query is taken as well",
      on: .operations(Operation.secured), breaks: "AUTH-09", .moderate,
      .request { request, _ in
        let names = ["api_key", "access_token", "token", "key"]
        let item = request.queryItems?.first { names.contains($0.name) }
        if let item, request.fields.values(of: "Authorization").isEmpty {
          request.fields.set("Authorization", to: "Bearer " + item.value)
        }
      }),
    Fault(
      "last4-wrong", "/me shows the first four characters of the key as its last",
      on: .operations([Operation.me]), breaks: "AUTH-10", .moderate,
      .success { body, _ in body["data"]?["api_key"]?["last4"] = "kdv_" }),
    Fault(
      "revoked-key-works", "A revoked key is still good",
      on: .operations(Operation.secured), breaks: "AUTH-14", .moderate,
      .decisions { policies in
        policies.acceptsToken = { token, known in token.hasSameCodePoints(as: known.token) }
      }),
  ]

  private static let boundaries: [Fault] = [
    Fault(
      "other-tenant-readable", "A label of another organization can be fetched by its id",
      on: .operations([Operation.getLabel]), breaks: "AUTH-11", .subtle,
      .request { request, exchange in
        guard exchange.owner(of: request) != nil else { return }
        let id = request.lastSegment
        let key = exchange.store.withState { state in
          state.labels[id].flatMap { label in
            state.apiKeys.first { $0.organizationID == label.organizationID && !$0.isRevoked }
          }
        }
        if let key { request.fields.set("Authorization", to: "Bearer " + key.token) }
      }),
    Fault(
      "other-account-readable", "A message of one account can be fetched under another",
      on: .operations([Operation.getMessage]), breaks: "AUTH-12", .subtle,
      Alteration(
        policies: { $0.hasSecondAccount = true },
        request: { request, exchange in
          let parts = request.path.split(separator: "/")
          guard let id = parts.last,
            let message = exchange.store.withState({ $0.messages[String(id)] }),
            message.organizationID == exchange.owner(of: request)
          else { return }
          request.target = "/v1/\(message.phoneNumberID)/messages/\(id)"
        })),
    Fault(
      "unknown-account-empty", "The messages of an unknown account are an empty list",
      on: .operations([Operation.listMessages]), breaks: "AUTH-13", .moderate,
      .response { response, exchange in
        guard response.status == 404 else { return }
        response = Response(
          status: 200, fields: response.fields,
          body: [
            "data": [], "has_more": false, "next_cursor": nil,
            "request_id": .string(exchange.requestID),
          ])
      }),
  ]
}

extension Exchange {
  /// Gives a request the key of the first organization.
  func admit(_ request: inout Request) {
    let token = store.withState { $0.apiKeys.first?.token }
    request.fields.set("Authorization", to: token.map { "Bearer " + $0 })
  }
}
