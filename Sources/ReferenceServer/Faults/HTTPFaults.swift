/// Faults in HTTP itself: methods, fields, framing and negotiation.
enum HTTPFaults {
  static let all: [Fault] = methods + fields + requests

  private static let methods: [Fault] = [
    Fault(
      "any-method-accepted", "A method that the contract does not have is answered with 200",
      on: .unmatchedRequests, breaks: "HTTP-01", .coarse,
      .response { response, exchange in
        guard response.status == 405 else { return }
        response = .success([:], requestID: exchange.requestID)
      }),
    Fault(
      "allow-missing", "A 405 does not say which methods there are",
      on: .unmatchedRequests, breaks: "HTTP-01", .moderate, .field("Allow", nil)),
    Fault(
      "unknown-path-200", "An unknown path is answered with 200",
      on: .unmatchedRequests, breaks: "HTTP-02", .coarse,
      .response { response, exchange in
        guard response.body?["error"]?["code"]?.stringValue == "route_not_found" else { return }
        response = .success([:], requestID: exchange.requestID)
      }),
    Fault(
      "head-with-body", "The answer to HEAD has a body",
      on: .everything, breaks: "HTTP-03", .subtle,
      .encoded { response, _ in response.omitsBody = false }),
    Fault(
      "head-other-type", "The answer to HEAD has another Content-Type than that to GET",
      on: .everything, breaks: "HTTP-03", .moderate,
      .encoded { response, exchange in
        if exchange.request.method == "HEAD" {
          response.fields.set("Content-Type", to: "text/html")
        }
      }),
    Fault(
      "read-changes-label", "Fetching a label moves its updated_at",
      on: .operations([Operation.getLabel]), breaks: "HTTP-05", .subtle,
      .response { response, exchange in
        guard response.status == 200, let id = response.body?["data"]?["id"]?.stringValue else {
          return
        }
        exchange.store.withState { state in
          state.labels[id]?.updatedAt = exchange.startedAt
        }
      }),
  ]

  private static let fields: [Fault] = [
    Fault(
      "body-cut-short", "A fetched label ends before its Content-Length",
      on: .operations([Operation.getLabel]), breaks: "HTTP-06", .moderate,
      .encoded { response, _ in
        guard response.status == 200, !response.omitsBody else { return }
        response.framing = .claimedLength(response.body.count)
        response.body.removeLast(min(10, response.body.count))
        response.closesConnection = true
      }),
    Fault(
      "length-too-small", "The Content-Length of /me is one byte short",
      on: .operations([Operation.me]), breaks: "HTTP-06", .subtle,
      .encoded { response, _ in
        guard !response.omitsBody else { return }
        response.framing = .claimedLength(max(0, response.body.count - 1))
        response.closesConnection = true
      }),
    Fault(
      "coding-not-offered", "/accounts claims a content coding nobody asked for",
      on: .operations([Operation.listAccounts]), breaks: "HTTP-07", .moderate,
      .field("Content-Encoding", "gzip")),
    Fault(
      "date-missing", "Answers have no Date", on: .everything, breaks: "HTTP-13", .moderate,
      .field("Date", nil)),
    Fault(
      "date-behind", "The clock in Date is an hour behind", on: .everything, breaks: "HTTP-13",
      .moderate,
      .encoded { response, exchange in
        let hourAgo = exchange.startedAt.advanced(by: .seconds(-3600))
        response.fields.set("Date", to: hourAgo.httpDate)
      }),
    Fault(
      "publicly-cacheable", "Answers to a key may be kept by any cache",
      on: .operations(Operation.secured), breaks: "HTTP-14", .moderate,
      .field("Cache-Control", "public, max-age=300")),
    Fault(
      "validator-never-changes", "The ETag of a label stays the same when the label changes",
      on: .operations([Operation.getLabel]), breaks: "HTTP-15", .subtle,
      .encoded { response, exchange in
        guard response.status == 200 else { return }
        let tag = "\"" + exchange.request.lastSegment.suffix(8) + "\""
        response.fields.append(HTTPField(name: "ETag", value: tag))
        if exchange.request.fields.values(of: "If-None-Match").contains(tag) {
          response.status = 304
          response.body = []
          response.fields.set("Content-Type", to: nil)
        }
      }),
  ]

  private static let requests: [Fault] = [
    Fault(
      "field-name-case-matters", "Only the spelling Authorization is known",
      on: .operations(Operation.secured), breaks: "HTTP-08", .moderate,
      .request { request, _ in
        request.fields.removeAll {
          $0.name.lowercased() == "authorization" && $0.name != "Authorization"
        }
      }),
    Fault(
      "text-body-500", "A body in text/plain makes the server fail",
      on: .operations([Operation.createLabel]), breaks: "HTTP-09", .moderate,
      .response { response, exchange in if response.status == 415 { response = .crash(exchange) } }
    ),
    Fault(
      "html-for-browsers", "Who accepts HTML gets HTML", on: .everything, breaks: "HTTP-10",
      .moderate,
      .encoded { response, exchange in
        let accepts = exchange.request.fields.values(of: "Accept").first ?? ""
        guard accepts.hasPrefix("text/html") else { return }
        response.body = Array("<pre>".utf8) + response.body + Array("</pre>".utf8)
        response.fields.set("Content-Type", to: "text/html; charset=utf-8")
      }),
    Fault(
      "charset-refused", "A Content-Type with a charset is refused",
      on: .operations([Operation.createLabel, Operation.updateLabel, Operation.sendMessage]),
      breaks: "HTTP-11", .moderate,
      .request { request, _ in
        let type = request.fields.values(of: "Content-Type").first ?? ""
        if type.contains(";") { request.fields.set("Content-Type", to: "text/plain") }
      }),
    Fault(
      "unknown-parameter-500", "A query parameter that the contract does not have makes it fail",
      on: .operations([Operation.listLabels]), breaks: "HTTP-12", .moderate,
      .response { response, exchange in
        let names = exchange.request.queryItems?.map(\.name) ?? []
        if !names.allSatisfy({ ["limit", "cursor"].contains($0) }) { response = .crash(exchange) }
      }),
    Fault(
      "id-case-ignored", "An id in lower case finds the label as well",
      on: .operations([Operation.getLabel]), breaks: "HTTP-16", .moderate,
      .request { request, _ in
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count == 3, parts[2].hasPrefix("lbl_") else { return }
        request.target = "/v1/labels/lbl_" + parts[2].dropFirst(4).uppercased()
      }),
    Fault(
      "deep-body-500", "A deeply nested body makes the server fail",
      on: .operations([Operation.createLabel]), breaks: "HTTP-17", .moderate,
      .response { response, exchange in
        let opened = exchange.request.body.filter { "[{".utf8.contains($0) }.count
        if opened > 1000 { response = .crash(exchange) }
      }),
  ]
}
