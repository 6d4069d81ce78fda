/// Liberties in the JSON of the answers.
enum JSONVariations {
  static let all: [LegalVariation] = [
    LegalVariation(
      "extra-members", "Every object has a member that the contract does not know",
      .rewriting { _, value in
        guard var members = value.members else { return value }
        members.append(JSON.Member(name: "x_added", value: ["since": 2031, "tags": []]))
        return .object(members)
      }),
    LegalVariation(
      "members-reversed", "The members of every object come in the opposite order",
      .rewriting { _, value in value.members.map { .object($0.reversed()) } ?? value }),
    LegalVariation(
      "spaced-json", "Blanks and line breaks stand wherever JSON lets them",
      .encoded { response, _ in
        if !response.body.isEmpty { response.body = JSONSpelling.spaced(response.body) }
      }),
    LegalVariation(
      "escaped-json", "Everything beyond ASCII, and every solidus, is escaped",
      .encoded { response, _ in response.body = JSONSpelling.escaped(response.body) }),
    LegalVariation(
      "integers-with-fraction", "Integers are spelled with a fraction of zero",
      .rewriting { _, value in
        guard case .number(let text) = value, !text.contains(".") else { return value }
        return .number(text + ".0")
      }),
    LegalVariation(
      "dates-with-zero-offset", "Instants end in +00:00",
      .dates { $0.rfc3339.dropLast() + "+00:00" }),
    LegalVariation(
      "dates-with-unknown-offset", "Instants end in -00:00",
      .dates { $0.rfc3339.dropLast() + "-00:00" }),
    LegalVariation(
      "dates-in-local-time", "Instants are told in the time of Jakarta",
      .dates { $0.advanced(by: .seconds(7 * 3600)).rfc3339.dropLast() + "+07:00" }),
    LegalVariation(
      "dates-with-nine-digits", "Instants have nine digits of a second",
      .dates { $0.rfc3339.dropLast() + "000000Z" }),
    LegalVariation(
      "dates-in-small-letters", "Instants are written with t and z",
      .dates { $0.rfc3339.lowercased() }
    ),
    LegalVariation(
      "dates-in-whole-seconds", "Instants have no fraction, and many rows share one",
      Alteration(
        policies: { $0.clockGrain = .seconds(1) },
        response: { response, _ in
          response.rewriteDates { $0.rfc3339Seconds + "Z" }
        })),
    LegalVariation(
      "optional-members-left-out", "A fetched message has only the members it must have",
      Alteration(response: { response, exchange in
        guard exchange.operation == Operation.getMessage, response.status == 200 else { return }
        for name in ["to", "type", "created_at", "conversation_id", "message_id"] {
          response.body?["data"]?[name] = nil
        }
      })),
  ]
}

extension Alteration {
  /// Another value for each value of every body.
  static func rewriting(_ change: @escaping @Sendable (String?, JSON) -> JSON) -> Alteration {
    response { response, _ in response.body = response.body?.rewritten(change) }
  }

  /// Another spelling of every instant.
  static func dates(_ spelling: @escaping @Sendable (Timestamp) -> String) -> Alteration {
    response { response, _ in response.rewriteDates(spelling) }
  }
}

extension Response {
  /// Spells every instant in the body another way.
  mutating func rewriteDates(_ spelling: (Timestamp) -> String) {
    body = body?.rewritten { name, value in
      guard name?.hasSuffix("_at") == true, let text = value.stringValue,
        let instant = Timestamp(rfc3339: text)
      else { return value }
      return .string(spelling(instant))
    }
  }
}
