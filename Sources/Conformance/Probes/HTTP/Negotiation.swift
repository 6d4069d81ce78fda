import Diagnostics
import SchemaValidator

extension ProtocolProbe {
  /// HTTP-10: what a client accepts changes nothing where there is but one representation.
  func negotiateMediaType() async throws(CaseStop) {
    guard judge.takesUp("HTTP-10") else { return }
    let plain = try await plain()
    let type = plain.response.fields.value(named: "Content-Type") ?? "application/json"
    let responses = probe.call.target.operation?.responses
    let documented = responses?.response(for: plain.response.status)?.content.map(\.range) ?? []
    // Among several representations a server may choose, unless it is told.
    for accepted in documented.count > 1 ? [type] : [nil, "*/*", type] {
      let what = accepted.map { "Accept: \($0)" } ?? "a request without Accept"
      try await judgeSameness("HTTP-10", what) { () async throws(CaseStop) in
        var prepared = try run.prepare(probe.call, changes: .field("Accept", accepted ?? ""))
        if accepted == nil { prepared.request.fields.removeAll { $0.isNamed("Accept") } }
        return try await run.send(prepared, purpose: what)
      }
    }
    // What the contract does not tell, or what could not be read of it, may be a page.
    if documented.isEmpty || documented.contains(where: { ["text", "*"].contains($0.type) }) {
      return
    }
    // A page in place of what is documented, whatever is accepted, is told by RSP-04.
    if plain.hasPage { return }
    var changes = CallChanges.field("Accept", "text/html")
    changes.isFaulty = true
    let exchange = try await run.send(probe.call, purpose: "Accept: text/html", changes: changes)
    let status = exchange.response.status
    let isHTML = exchange.hasPage
    if isHTML || !(exchange.isSuccess || status == 406) {
      // Another refusal is not HTTP's own for this, but a refusal it is.
      let isRefused = 400..<500 ~= status && !isHTML
      judge.report(
        Suspicion(
          requirement: "HTTP-10", severity: isRefused ? .warn : nil,
          message: "Accept: text/html was answered \(status)\(isHTML ? " with a page" : "")",
          exchange: exchange.index, place: isHTML ? .header("content-type") : .status,
          expected: "JSON, or status 406", got: isHTML ? "text/html" : "status \(status)"))
    }
  }

  /// HTTP-07: a content coding changes nothing but the bytes.
  func negotiateCoding() async throws(CaseStop) {
    guard judge.takesUp("HTTP-07") else { return }
    try await judgeSameness("HTTP-07", "a request that takes gzip") { () async throws(CaseStop) in
      var prepared = try run.prepare(probe.call, changes: .field("Accept-Encoding", "gzip"))
      prepared.request.decodesContent = true
      return try await run.send(prepared, purpose: "Accept-Encoding: gzip")
    }
  }

  /// HTTP-08: names of header fields have no letter case.
  func respellFieldNames() async throws(CaseStop) {
    guard judge.takesUp("HTTP-08") else { return }
    guard run.session.requests.transport.httpVersion != .http2 else {
      return judge.leaveOpen(["HTTP-08"], "HTTP/2 has all names in lower case")
    }
    try await judgeSameness("HTTP-08", "names of fields in another letter case") {
      () async throws(CaseStop) in
      var prepared = try run.prepare(probe.call)
      for index in prepared.request.fields.indices {
        prepared.request.fields[index].name = prepared.request.fields[index].name.withSwappedCase
      }
      return try await run.send(prepared, purpose: "names of fields in another letter case")
    }
  }

  /// HTTP-11: a media type has no letter case, and may have a charset.
  func spellMediaType() async throws(CaseStop) {
    guard judge.takesUp("HTTP-11") else { return }
    guard let creation = probe.creation else {
      return judge.leaveOpen(["HTTP-11"], "the case names no \"create:\"")
    }
    judge.renewToken()
    let prepared = try run.prepare(creation.call)
    let type = prepared.request.fields.value(named: "Content-Type")?.prefix { $0 != ";" }
    guard type?.lowercased() == "application/json" else {
      return judge.leaveOpen(["HTTP-11"], "\"create:\" sends no application/json")
    }
    let exchange = try await run.send(
      creation.call, purpose: "a media type in capitals with a charset",
      changes: .field("Content-Type", "Application/JSON; charset=UTF-8"),
      undoing: creation.undoing)
    judge.judge("HTTP-11")
    run.adoptIfCreated(exchange, of: creation)
    guard !exchange.isSuccess else { return }
    // Something else may be wrong with the request: then it is refused in any spelling.
    judge.renewToken()
    _ = try await run.create(creation, purpose: "the same with the plain media type")
    judge.report(
      Suspicion(
        requirement: "HTTP-11",
        message: "\"Application/JSON; charset=UTF-8\" was answered \(exchange.response.status)",
        exchange: exchange.index, place: .status, expected: "a success, as with application/json",
        got: "status \(exchange.response.status)"))
  }

  /// HTTP-09: a body under a wrong media type, or under none, is refused as such.
  func mistypeBody() async throws(CaseStop) {
    guard judge.takesUp("HTTP-09") else { return }
    guard let creation = probe.creation else {
      return judge.leaveOpen(["HTTP-09"], "the case names no \"create:\"")
    }
    for type in ["text/plain", nil] {
      judge.renewToken()
      var prepared = try run.prepare(creation.call, changes: .faulty)
      guard prepared.request.body != nil else {
        return judge.leaveOpen(["HTTP-09"], "the create of the case sends no body")
      }
      prepared.request.fields.removeAll { $0.isNamed("Content-Type") }
      if let type { prepared.request.fields.append(HTTPField("Content-Type", type)) }
      // Without a type a server may look at the body itself, and take it.
      prepared.hasNoEffect = type != nil
      let what = type.map { "a JSON body as \($0)" } ?? "a body without a Content-Type"
      let exchange = try await run.send(prepared, purpose: what, undoing: creation.undoing)
      run.adoptIfCreated(exchange, of: creation)
      let status = exchange.response.status
      judgeEnvelope(exchange, what)
      judge.judge("HTTP-09")
      // Without a type a server may look at the body itself (RFC 9110 section 8.3).
      if [400, 415, 422].contains(status) || type == nil && exchange.isSuccess { continue }
      judge.report(
        Suspicion(
          requirement: "HTTP-09", severity: status >= 500 ? .fail : .warn,
          message: "\(what) was answered \(status)", exchange: exchange.index, place: .status,
          expected: "status 415 or 400", got: "status \(status)"))
    }
  }

  /// HTTP-12: a parameter or member that nobody knows is left alone or refused.
  func addUnknownNames() async throws(CaseStop) {
    guard judge.takesUp("HTTP-12") else { return }
    let name = "zz_" + run.invented("nonce").filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    var changes = CallChanges.query([(name, "1")])
    changes.isFaulty = true
    judgeTolerance(
      "an unknown query parameter",
      try await run.send(probe.call, purpose: "an unknown query parameter", changes: changes))
    guard let creation = probe.creation else { return }
    let token = judge.renewToken()
    var prepared = try run.prepare(creation.call, changes: .faulty)
    guard let body = prepared.request.body,
      let extended = JSONEdit.adding(name, token, to: body)
    else { return }
    prepared.request.body = extended
    let exchange = try await run.send(
      prepared, purpose: "an unknown member", undoing: creation.undoing)
    run.adoptIfCreated(exchange, of: creation)
    judgeTolerance("an unknown member", exchange)
  }

  private func judgeTolerance(_ what: String, _ exchange: AnsweredExchange) {
    let status = exchange.response.status
    judge.judge("HTTP-12")
    if exchange.isSuccess || [400, 422].contains(status) { return }
    judge.report(
      Suspicion(
        requirement: "HTTP-12", severity: status >= 500 ? .fail : .warn,
        message: "\(what) was answered \(status)", exchange: exchange.index, place: .status,
        expected: "a success, or status 400", got: "status \(status)"))
  }
}

extension AnsweredExchange {
  /// Whether the answer is an HTML page.
  fileprivate var hasPage: Bool {
    response.fields.value(named: "Content-Type")?.lowercased().hasPrefix("text/html") == true
  }
}
