/// Faults in refusals: which requests are refused, with what status, and in what words.
enum EnvelopeFaults {
  static let all: [Fault] = envelope + judgement

  private static let envelope: [Fault] = [
    Fault(
      "error-without-code", "A refusal for a missing resource has no code",
      on: .operations(Operation.labelItems), breaks: "ERR-04", .coarse,
      .refusal { error, _ in error["code"] = nil }),
    Fault(
      "error-as-problem", "Refusals are sent as application/problem+json",
      on: .operations(Operation.labels), breaks: "ERR-02", .moderate,
      .encoded { response, _ in
        if response.status >= 400 {
          response.fields.set("Content-Type", to: "application/problem+json")
        }
      }),
    Fault(
      "unknown-route-html", "An unknown path is answered by a page for browsers",
      on: .unmatchedRequests, breaks: "ERR-03", .coarse,
      .encoded { response, _ in
        guard response.status == 404 else { return }
        response.body = Array("<!doctype html><title>404</title><h1>Not Found</h1>".utf8)
        response.fields.set("Content-Type", to: "text/html; charset=utf-8")
      }),
    Fault(
      "malformed-json-as-text", "Malformed JSON is refused in plain text",
      on: .operations([Operation.createLabel]), breaks: "ERR-03", .moderate,
      .encoded { response, exchange in
        guard response.status == 400, exchange.request.json == nil else { return }
        response.body = Array("Bad Request".utf8)
        response.fields.set("Content-Type", to: "text/plain")
      }),
    Fault(
      "error-message-empty", "The refusal of an invalid value has an empty message",
      on: .operations(Operation.labels), breaks: "ERR-04", .moderate,
      .refusal { error, _ in
        if error["code"]?.stringValue == "invalid_field_value" { error["message"] = "" }
      }),
    Fault(
      "error-param-null", "Refusals that blame no parameter say null for it",
      on: .everything, breaks: "ERR-05", .moderate,
      .refusal { error, _ in if error["param"] == nil { error["param"] = .null } }),
    Fault(
      "error-type-mismatch", "A missing resource is called an invalid request",
      on: .operations(Operation.labelItems + [Operation.getMessage]), breaks: "ERR-06", .moderate,
      .refusal { error, _ in
        if error["type"]?.stringValue == "not_found" { error["type"] = "invalid_request_error" }
      }),
    Fault(
      "wrong-member-blamed", "A bad color is blamed on the name",
      on: .operations([Operation.createLabel, Operation.updateLabel]), breaks: "ERR-11", .moderate,
      .refusal { error, _ in
        if error["param"]?.stringValue == "color" { error["param"] = "name" }
      }),
    Fault(
      "stack-trace-shown", "The refusal of malformed JSON shows where the server failed",
      on: .operations([Operation.createLabel]), breaks: "ERR-15", .moderate,
      .refusal { error, _ in
        guard error["code"]?.stringValue == "invalid_json" else { return }
        error["message"] = """
          SyntaxError: Unexpected token at JSON.parse (<anonymous>)
              at parseBody (/srv/app/node_modules/body-parser/index.js:41:19)
          """
      }),
    Fault(
      "key-echoed", "A refused key is repeated in the message",
      on: .operations(Operation.secured), breaks: "ERR-15", .moderate,
      .response { response, exchange in
        guard response.status == 401,
          let credential = exchange.request.fields.values(of: "Authorization").first
        else { return }
        response.body?["error"]?["message"] = .string("The credential \(credential) is unknown.")
      }),
    Fault(
      "error-code-varies", "Every second time a missing label has another code",
      on: .operations([Operation.getLabel]), breaks: "ERR-16", .subtle,
      .refusal { error, exchange in
        guard error["code"]?.stringValue == "resource_not_found" else { return }
        if exchange.memory.count("missing").isMultiple(of: 2) { error["code"] = "label_missing" }
      }),
    Fault(
      "error-code-holds-input", "The code of a missing label holds its id",
      on: .operations([Operation.getLabel]), breaks: "ERR-17", .moderate,
      .refusal { error, exchange in
        let id = exchange.request.path.split(separator: "/").last ?? ""
        if error["code"]?.stringValue == "resource_not_found" {
          error["code"] = .string("no_such_label:" + id)
        }
      }),
    Fault(
      "error-beside-data", "A refusal for a missing label carries data as well",
      on: .operations(Operation.labelItems), breaks: "ERR-18", .moderate,
      .response { response, _ in
        if response.status == 404 { response.body?["data"] = .object([]) }
      }),
    Fault(
      "taken-name-other-code", "A taken label name is refused with a code of its own",
      on: .operations([Operation.createLabel]), breaks: "ERR-19", .moderate,
      .refusal { error, exchange in
        guard error["param"]?.stringValue == "name",
          let name = exchange.request.json?["name"]?.stringValue, !name.isEmpty,
          name.unicodeScalars.count <= 50
        else { return }
        error["code"] = "name_taken"
      }),
  ]

  private static let judgement: [Fault] = [
    Fault(
      "unknown-id-400", "An unknown label is answered with 400",
      on: .operations(Operation.labelItems), breaks: "ERR-07", .coarse,
      .response { response, _ in if response.status == 404 { response.status = 400 } }),
    Fault(
      "malformed-id-500", "A malformed label id makes the server fail",
      on: .operations([Operation.getLabel]), breaks: "ERR-08", .moderate,
      .response { response, exchange in
        if response.body?["error"]?["param"]?.stringValue == "id" { response = .crash(exchange) }
      }),
    Fault(
      "missing-name-accepted", "A label without a name is created as Untitled",
      on: .operations([Operation.createLabel]), breaks: "ERR-09", .coarse,
      .request { request, exchange in
        if let body = request.json, body.members != nil, body["name"] == nil {
          var named = body
          named["name"] = .string("Untitled \(exchange.number)")
          request.json = named
        }
      }),
    Fault(
      "long-name-accepted", "A label's name may have 51 characters",
      on: .operations([Operation.createLabel, Operation.updateLabel]), breaks: "ERR-10", .moderate,
      .decisions { policies in
        policies.labels.length = { min($0.unicodeScalars.count, 50) }
      }),
    Fault(
      "long-text-accepted", "A text message may have any length",
      on: .operations([Operation.sendMessage]), breaks: "ERR-10", .moderate,
      .request { request, _ in
        guard let text = request.json?["text"]?["body"]?.stringValue else { return }
        request.json?["text"]?["body"] = .string(
          String(String.UnicodeScalarView(text.unicodeScalars.prefix(4096))))
      }),
    Fault(
      "refused-create-creates", "A label refused for its color is created all the same",
      on: .operations([Operation.createLabel]), breaks: "ERR-12", .subtle,
      Alteration(
        request: { request, exchange in
          guard let color = request.json?["color"] else { return }
          if LabelRoutes.colors.contains(color.stringValue ?? "") { return }
          request.json?["color"] = "gray"
          exchange.memory.remember(true, as: exchange.requestID)
        },
        response: { response, exchange in
          guard exchange.memory.value(exchange.requestID) != nil, response.status == 200 else {
            return
          }
          response = .refusal(
            .invalidValue("color", "is not a known color"), requestID: exchange.requestID)
        })),
    Fault(
      "malformed-json-500", "Malformed JSON makes the server fail",
      on: .operations([Operation.createLabel, Operation.updateLabel, Operation.sendMessage]),
      breaks: "ERR-13", .coarse,
      .response { response, exchange in
        if response.body?["error"]?["code"]?.stringValue == "invalid_json" {
          response = .crash(exchange)
        }
      }),
    Fault(
      "nul-500", "A name with U+0000 makes the server fail",
      on: .operations([Operation.createLabel]), breaks: "ERR-14", .subtle,
      .response { response, exchange in
        let name = exchange.request.json?["name"]?.stringValue ?? ""
        if name.unicodeScalars.contains("\0") { response = .crash(exchange) }
      }),
  ]
}
