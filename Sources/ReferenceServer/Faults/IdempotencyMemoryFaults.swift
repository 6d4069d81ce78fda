/// Faults in what the server keeps of a key, and when.
enum IdempotencyMemoryFaults {
  static let all: [Fault] = keys + overlap + elsewhere

  private static let send = Reach.operations([Operation.sendMessage])
  private static let overlapTime = Duration.milliseconds(60)

  private static let keys: [Fault] = [
    Fault(
      "key-required", "A message without a key is refused", on: send, breaks: "IDM-07", .coarse,
      .request { request, _ in
        if request.idempotencyKey == nil {
          request.refusal = .invalidParameter("idempotency-key", "is required")
        }
      }),
    Fault(
      "unauthorized-remembered", "A key first shown with a bad credential is refused for good",
      on: send, breaks: "IDM-16", .subtle,
      Alteration(
        request: { request, exchange in
          guard let key = request.idempotencyKey, exchange.memory.value("401 " + key) != nil
          else { return }
          request.fields.set("Authorization", to: nil)
        },
        response: { response, exchange in
          guard response.status == 401, let key = exchange.request.idempotencyKey else { return }
          exchange.memory.remember(true, as: "401 " + key)
        })),
    Fault(
      "sent-then-503", "Every fifth message with a key is sent, answered with 503, and forgotten",
      on: send, breaks: "IDM-17", .subtle,
      Alteration(
        request: { request, exchange in
          guard let key = request.idempotencyKey, !key.isEmpty,
            exchange.memory.value("seen " + key) == nil
          else { return }
          exchange.memory.remember(true, as: "seen " + key)
          guard exchange.memory.count("new keys").isMultiple(of: 5) else { return }
          request.fields.set("Idempotency-Key", to: exchange.requestID)
          exchange.memory.remember(true, as: exchange.requestID)
        },
        response: { response, exchange in
          guard exchange.memory.value(exchange.requestID) != nil, response.status == 200 else {
            return
          }
          response = .refusal(
            APIError(
              status: 503, kind: .server, code: "service_unavailable",
              message: "The service is busy."), requestID: exchange.requestID)
        })),
    Fault(
      "spelling-sends-again", "An equal body in another spelling is sent again under its key",
      on: send, breaks: "IDM-22", .subtle,
      .request { request, exchange in
        guard let key = request.idempotencyKey, let body = request.json else { return }
        let name = "body " + key
        let value = JSON.string(body.canonicalBytes.hexDigits)
        let spelling = JSON.string(request.body.hexDigits)
        if exchange.memory.value(name) == value,
          exchange.memory.value(name + " spelled") != spelling
        {
          request.fields.set("Idempotency-Key", to: nil)
        } else if exchange.memory.value(name) == nil {
          exchange.memory.remember(value, as: name)
          exchange.memory.remember(spelling, as: name + " spelled")
        }
      }),
  ]

  private static let overlap: [Fault] = [
    Fault(
      "race-loser-locked-out", "Who loses a race for a key is refused with that key from then on",
      on: send, breaks: "IDM-09", .subtle,
      Alteration(
        policies: { policies in
          policies.idempotency.patience = .zero
          policies.workTime = { $0 == Operation.sendMessage ? overlapTime : .zero }
        },
        request: { request, exchange in
          if let key = request.idempotencyKey, exchange.memory.value("locked " + key) != nil {
            request.refusal = .idempotencyKeyInFlight
          }
        },
        response: { response, exchange in
          if response.status == 409, let key = exchange.request.idempotencyKey {
            exchange.memory.remember(true, as: "locked " + key)
          }
        })),
    Fault(
      "race-of-bodies-sends-both", "Two bodies with one key at the same time are both sent",
      on: send, breaks: "IDM-10", .subtle,
      .decisions { policies in
        policies.idempotency.refusesOtherRunning = false
        policies.workTime = { $0 == Operation.sendMessage ? overlapTime : .zero }
      }),
    Fault(
      "race-mixes-answers", "Messages sent at the same time get each other's answers", on: send,
      breaks: "IDM-11", .subtle,
      Alteration(
        policies: { policies in
          policies.workTime = { $0 == Operation.sendMessage ? overlapTime : .zero }
        },
        request: { _, exchange in exchange.memory.add(1, to: "running") },
        response: { response, exchange in
          let others = exchange.memory.add(-1, to: "running")
          guard response.status == 200, let data = response.body?["data"] else { return }
          if others > 0 {
            exchange.memory.remember(data, as: "last")
          } else if let last = exchange.memory.value("last") {
            response.body?["data"] = last
            exchange.memory.remember(.null, as: "last")
          }
          if response.body?["data"]?.isNull == true { response.body?["data"] = data }
        })),
  ]

  private static let elsewhere: [Fault] = [
    Fault(
      "repeated-patch-undoes", "The same change to a label a second time turns it gray",
      on: .operations([Operation.updateLabel]), breaks: "IDM-27", .subtle,
      .response { response, exchange in
        guard response.status == 200, let body = exchange.request.json else { return }
        let name = exchange.request.lastSegment + body.canonicalBytes.hexDigits
        guard exchange.memory.count(name).isMultiple(of: 2) else { return }
        exchange.store.withState { $0.labels[exchange.request.lastSegment]?.color = "gray" }
      }),
    Fault(
      "second-attach-409", "Putting a label on a contact a second time is a conflict",
      on: .operations([Operation.attachToContact]), breaks: "IDM-28", .moderate,
      .response { response, exchange in
        guard response.status == 200, let label = exchange.request.json?["label_id"]?.stringValue,
          exchange.memory.count(exchange.request.path + label) > 1
        else { return }
        response = .refusal(
          .conflict("The label is on the contact already."), requestID: exchange.requestID)
      }),
    Fault(
      "second-detach-500", "Taking a label off a second time makes the server fail",
      on: .operations([Operation.detachFromContact, Operation.detachFromConversation]),
      breaks: "IDM-29", .moderate,
      .response { response, exchange in
        guard response.status == 200,
          exchange.memory.count(String(exchange.request.path)) > 1
        else { return }
        response = .crash(exchange)
      }),
    Fault(
      "secret-key-ignored", "A repeated key makes a second secret",
      on: .operations([Operation.addSecret]), breaks: "IDM-30", .moderate,
      .request { request, _ in request.fields.set("Idempotency-Key", to: nil) }),
  ]
}
