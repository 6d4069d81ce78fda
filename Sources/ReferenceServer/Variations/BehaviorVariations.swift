/// Liberties in what the operations do.
enum BehaviorVariations {
  static let all: [LegalVariation] = lists + idempotency + data + webhooks + errors

  private static let lists: [LegalVariation] = [
    LegalVariation(
      "short-pages", "Pages have fewer rows than they could",
      .decisions { $0.pagination.rowsPerPage = { limit, _ in max(1, limit / 2) } }),
    LegalVariation(
      "limits-clamped", "A limit above the largest counts as the largest",
      .decisions { $0.pagination.overMaximum = .clamp }),
    LegalVariation(
      "oldest-first", "Lists that promise no order start with the oldest row",
      .decisions { $0.pagination.isOldestFirst = true }),
    LegalVariation(
      "small-default-page", "Without a limit a page has ten rows",
      .decisions { $0.pagination.defaultLimit = 10 }),
    LegalVariation(
      "cursors-with-reserved-characters", "Cursors hold characters that a URL must escape",
      Alteration(
        request: { request, _ in
          let cursor = request.queryItems?.first { $0.name == "cursor" }?.value ?? ""
          if cursor.hasSuffix(cursorEnd) {
            request.setQueryItem("cursor", to: String(cursor.dropLast(cursorEnd.count)))
          }
        },
        response: { response, _ in
          if let cursor = response.body?["next_cursor"]?.stringValue {
            response.body?["next_cursor"] = .string(cursor + cursorEnd)
          }
        })),
  ]

  private static let cursorEnd = "+/ &=%"

  private static let idempotency: [LegalVariation] = [
    LegalVariation(
      "replay-repeats-request-id", "A repeated answer has the request id of the first",
      Alteration(response: { response, exchange in
        guard let key = exchange.request.fields.values(of: "Idempotency-Key").first else { return }
        let name = (exchange.organizationID ?? "") + exchange.request.target + " " + key
        if response.fields.values(of: "Idempotent-Replayed") == ["true"] {
          if let id = exchange.memory.value(name)?.stringValue {
            response.setRequestID(id)
            response.fields.set("X-Request-Id", to: id)
          }
        } else if response.status == 200 {
          exchange.memory.remember(.string(exchange.requestID), as: name)
        }
      })),
    LegalVariation(
      "running-key-refused", "Who repeats a key that is still running is told so at once",
      .decisions { policies in
        policies.idempotency.patience = .zero
        policies.workTime = { $0 == Operation.sendMessage ? .milliseconds(20) : .zero }
      }),
    LegalVariation(
      "empty-key-is-none", "A request with an empty key counts as one without a key",
      .request { request, _ in
        if request.fields.values(of: "Idempotency-Key") == [""] {
          request.fields.set("Idempotency-Key", to: nil)
        }
      }),
    LegalVariation(
      "slow-operations", "Every operation takes a while",
      .decisions { $0.workTime = { _ in .milliseconds(15) } }),
  ]

  private static let data: [LegalVariation] = [
    LegalVariation(
      "unknown-names-refused", "Labels refuse parameters and members that the contract has not",
      .decisions { $0.labels.refusesUnknownNames = true }),
    LegalVariation(
      "other-number-refused", "An update with another phone number is refused as a whole",
      .decisions { $0.refusesOtherNumbers = true }),
    LegalVariation(
      "no-rows", "The organization has neither labels nor messages yet",
      .decisions { $0.seed = .noRows }),
    LegalVariation(
      "second-account", "The organization has a second connected account",
      .decisions { $0.hasSecondAccount = true }),
    LegalVariation(
      "delivered-at-once", "A sent message is delivered before anybody can look",
      .decisions { policies in
        policies.delivery.sentAfter = .zero
        policies.delivery.deliveredAfter = .zero
      }),
    LegalVariation(
      "delivery-takes-long", "A sent message stays in the queue",
      .decisions { policies in
        policies.delivery.sentAfter = .seconds(3600)
        policies.delivery.deliveredAfter = .seconds(7200)
      }),
    LegalVariation(
      "inbound-not-fetched", "Only sent messages can be fetched by id",
      Alteration(response: { response, exchange in
        guard exchange.operation == Operation.getMessage, response.status == 200 else { return }
        let id = response.body?["data"]?["id"]?.stringValue ?? ""
        let message = exchange.store.withState { $0.messages[id] }
        if message?.direction == .inbound {
          response = .refusal(.missingResource, requestID: exchange.requestID)
        }
      })),
    LegalVariation(
      "media-on-its-way", "Media cannot be had yet",
      Alteration(response: { response, exchange in
        if exchange.operation == Operation.getMedia, response.status == 302 {
          response = .refusal(.missingResource, requestID: exchange.requestID)
        }
      })),
    LegalVariation(
      "foreign-writer", "Somebody else creates, changes and deletes labels all the time",
      Alteration(interference: { ForeignWriter.write($0) })),
  ]

  private static let webhooks: [LegalVariation] = [
    LegalVariation(
      "signature-with-more", "A signature has its elements in another order, and further ones",
      .decisions { policies in
        policies.signing.fieldName = { $0.uppercased() }
        policies.signing.elements = { time, codes in
          ["v0=retired"] + codes.reversed().map { " v1=\($0)" } + [" t=\(time)", " kid=a=b"]
        }
      }),
    LegalVariation(
      "events-in-another-order", "The events of a subscription come the other way round",
      .rewriting { name, value in
        guard name == "events", let elements = value.elements else { return value }
        return .array(elements.reversed())
      }),
  ]

  private static let errors: [LegalVariation] = [
    LegalVariation(
      "errors-in-other-words", "What an error says is in other words every time",
      Alteration(response: { response, exchange in
        guard response.status >= 400, response.body?["error"]?["message"] != nil else { return }
        let number = String(exchange.number)
        response.body?["error"]?["message"] = .string(
          "Request \(number) was not carried out; the documentation tells why")
      })),
    LegalVariation(
      "culprit-as-pointer", "An error names the parameter at fault as a JSON pointer",
      Alteration(response: { response, _ in
        guard let name = response.body?["error"]?["param"]?.stringValue, !name.hasPrefix("/")
        else { return }
        let parts = name.split { ".[]".contains($0) }
        response.body?["error"]?["param"] = .string("/" + parts.joined(separator: "/"))
      })),
    LegalVariation(
      "several-challenges", "A 401 has several challenges, in fields of their own",
      .encoded { response, _ in
        if response.status == 401 {
          response.fields.append(
            HTTPField(name: "WWW-Authenticate", value: "Basic realm=\"partners, and others\""))
        }
      }),
  ]
}

/// Somebody else who works with the same organization while requests come in.
enum ForeignWriter {
  /// At every third request a label of the stranger comes, changes or goes.
  static func write(_ exchange: Exchange) {
    guard exchange.number.isMultiple(of: 3) else { return }
    exchange.store.withState { state in
      guard let organization = state.organizations.first else { return }
      let own = state.labels.rows.filter {
        $0.organizationID == organization.id && $0.name.hasPrefix("Stranger ")
      }
      if own.count >= 4, let oldest = own.last {
        state.labels[oldest.id] = nil
      } else if own.count == 2, var newest = own.first, newest.color != "pink" {
        newest.color = "pink"
        newest.updatedAt = max(exchange.startedAt, newest.updatedAt)
        state.labels[newest.id] = newest
      } else {
        state.labels.insert(
          Label(
            id: state.identifiers.identifier("lbl"), organizationID: organization.id,
            teamID: organization.teamIDs.first ?? "", name: "Stranger \(exchange.number)",
            color: "sky", createdAt: exchange.startedAt, updatedAt: exchange.startedAt))
      }
    }
  }
}
