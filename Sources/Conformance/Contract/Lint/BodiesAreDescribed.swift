internal import Diagnostics
internal import SchemaValidator

/// Bodies have schemas where there can be bodies, and none where there cannot.
enum BodiesAreDescribed: ContractLint {
  /// The statuses whose responses end after their header fields (RFC 9110 section 6.4.1).
  private static let bodiless = [204, 304]

  static func run(_ linter: ContractLinter) {
    for body in linter.messages.bodies where body.isWhole && body.range.isJSON {
      guard body.node["schema"] == nil, body.node["itemSchema"] == nil else { continue }
      // What the API sends to others is not judged in any case.
      if body.directions == .outgoing { continue }
      if body.directions.contains(.response) {
        linter.report(
          .missingSchema, "a response in \(body.range) has no \"schema\": any body passes",
          at: body.node.namePlace, fix: "add \"schema\"")
      } else {
        linter.report(
          .unknownBody,
          "a request body in \(body.range) has no \"schema\": what to send, and what "
            + "to refuse, is unknown",
          at: body.node.namePlace, fix: "add \"schema\"")
      }
    }
    for operation in linter.contract.operations {
      checkRequest(of: operation, linter)
      for response in operation.responses.all { check(response, of: operation, linter) }
    }
  }

  private static func check(
    _ response: Response, of operation: Operation, _ linter: ContractLinter
  ) {
    guard case .code(let code) = response.status else { return }
    if bodiless.contains(code) || code < 200, !response.content.isEmpty,
      let content = response.node["content"]
    {
      linter.report(
        .unexpectedContent,
        "a response of status \(code) has no body, but \"content\" describes one",
        at: content.namePlace, fix: "remove \"content\", or give the response another status")
    }
    let promisesBody = operation.id.method == "GET" && code == 200
    if promisesBody, response.content.isEmpty, response.isComplete {
      linter.report(
        .noBody, "\(operation.id) answers \(code), but no body is described: any body passes",
        at: response.node.namePlace, fix: "add \"content\", or answer 204")
    }
  }

  private static func checkRequest(of operation: Operation, _ linter: ContractLinter) {
    guard let body = operation.requestBody, let node = operation.node["requestBody"] else { return }
    if ["GET", "HEAD", "DELETE", "TRACE"].contains(operation.id.method) {
      linter.report(
        .meaninglessBody,
        "\(operation.id) takes a body, to which HTTP gives no meaning for \(operation.id.method)",
        at: node.namePlace, fix: "take it as parameters, or by POST")
    }
    guard !body.isRequired, body.node["required"] == nil,
      let entry = body.content.first(where: { entry in
        entry.node["schema"].map { schema in
          linter.reading.conjuncts(of: schema).contains { ($0.value["required"]?.count ?? 0) > 0 }
        } ?? false
      })
    else { return }
    linter.report(
      .optionalBody,
      "the body of \(operation.id) has required members, but is itself not required: a request "
        + "without one is allowed",
      at: (entry.node["schema"] ?? entry.node).namePlace,
      fix: "write \"required\": true beside "
        + "\"content\"")
  }
}
