import Diagnostics
import SchemaValidator

extension ProtocolProbe {
  /// HTTP-02 and ERR-03: what does not exist is not found, and unreadable targets are refused.
  func askUnknownPaths() async throws(CaseStop) {
    guard judge.takesUp("HTTP-02", "ERR-03") else { return }
    let nonce = run.invented("nonce")
    let paths = ["/nope-\(nonce)", "/nope-\(nonce)/deeper/still"]
    for path in judge.asks("HTTP-02") ? paths : Array(paths.prefix(1)) {
      let exchange = try await sendRaw("GET", path, purpose: "an unknown path")
      let status = exchange.response.status
      judge.judge("HTTP-02")
      if status != 404 {
        judge.report(
          Suspicion(
            requirement: "HTTP-02", message: "an unknown path was answered \(status)",
            exchange: exchange.index, place: .status, expected: "status 404",
            got: "status \(status)"))
      }
      judgeEnvelope(exchange, "an unknown path")
    }
    guard judge.takesUp("ERR-03") else { return }
    judgeEnvelope(
      try await sendRaw("GET", "/%zz", purpose: "a broken percent-encoding"),
      "a broken percent-encoding")
    let query = String(repeating: "a", count: 10 << 10)
    judgeEnvelope(
      try await sendRaw("GET", "/nope-\(nonce)?q=\(query)", purpose: "a query of 10 KiB"),
      "a query of 10 KiB")
  }

  /// HTTP-01: a method that a known path does not have is refused.
  ///
  /// PUT goes to ids that nothing has, POST to a path that is no collection; nothing is sent that
  /// a lenient server could carry out on what exists.
  func askUnknownMethods() async throws(CaseStop) {
    guard judge.takesUp("HTTP-01") else { return }
    let targets = unknownMethods()
    var reason = "no path of the contract lacks a method that could be tried"
    for (method, operation) in targets {
      guard let call = InventedArguments(run: run).call(of: operation, credentials: .standard)
      else { continue }
      var prepared = try run.prepare(call)
      prepared.request.method = method
      prepared = prepared.withoutOperation
      let what = "\(method) \(operation.path)"
      let exchange = try await run.send(prepared, purpose: "the undocumented \(what)")
      run.removeUnwanted(exchange, madeBy: call)
      judgeEnvelope(exchange, what)
      let status = exchange.response.status
      // That nothing is there is true of an id that nothing has, whatever is done to it.
      if exchange.hasGatewayStatus || status == 404 && !operation.path.parameterNames.isEmpty {
        reason = "\(what) was answered \(status)"
        continue
      }
      judgeRefusal(of: what, exchange)
    }
    judge.leaveOpen(["HTTP-01"], reason)
  }

  /// Methods that paths of the contract lack: PUT or POST of one thing, and POST of what the probe
  /// reads; three at most.
  private func unknownMethods() -> [(method: String, operation: Operation)] {
    let operations = run.session.contract.operations
    func has(_ method: String, _ path: PathTemplate) -> Bool {
      operations.contains { $0.id.method == method && $0.path.shape == path.shape }
    }
    var found: [(method: String, operation: Operation)] = []
    let items = operations.filter { operation in
      guard operation.id.method == "GET", case .parameter? = operation.path.segments.last?.first
      else { return false }
      return true
    }
    for method in ["PUT", "POST"] {
      if let item = items.first(where: { !has(method, $0.path) }) { found.append((method, item)) }
    }
    if let read = probe.call.target.operation, read.path.parameterNames.isEmpty,
      !has("POST", read.path)
    {
      found.append(("POST", read))
    }
    return found
  }

  private func judgeRefusal(of what: String, _ exchange: AnsweredExchange) {
    let status = exchange.response.status
    judge.judge("HTTP-01")
    if status == 405 { return }
    let isFailure = 200..<400 ~= status || status >= 500 && status != 501
    judge.report(
      Suspicion(
        requirement: "HTTP-01", severity: isFailure ? .fail : .warn,
        message: "\(what), which the contract does not have, was answered \(status)",
        exchange: exchange.index, place: .status, expected: "status 405",
        got: "status \(status)"))
  }

  /// HTTP-03: HEAD answers as GET does, without the body.
  func askForHead() async throws(CaseStop) {
    guard judge.takesUp("HTTP-03") else { return }
    let calls = [probe.call, probe.list].compactMap(\.self).filter { $0.target.method == "GET" }
    for call in calls {
      let plain = try await run.sending(for: .preparation) {
        () async throws(CaseStop) -> AnsweredExchange in
        try await run.send(call, purpose: "GET, to compare with HEAD")
      }
      var prepared = try run.prepare(call)
      prepared.request.method = "HEAD"
      prepared = prepared.withoutOperation
      let head = try await run.send(prepared, purpose: "HEAD")
      let status = head.response.status
      // The contract does not promise HEAD.
      if [404, 405, 501].contains(status) {
        judge.leaveOpen(["HTTP-03"], "HEAD is answered \(status)")
        continue
      }
      judge.judge("HTTP-03")
      compare(head, with: plain)
    }
  }

  private func compare(_ head: AnsweredExchange, with plain: AnsweredExchange) {
    if judge.leaveOpen("HTTP-03", forGatewayAmong: [head.index, plain.index]) { return }
    let (status, wanted) = (head.response.status, plain.response.status)
    if status != wanted {
      return judge.report(
        Suspicion(
          requirement: "HTTP-03", message: "HEAD was answered \(status), GET \(wanted)",
          exchange: head.index, related: [plain.index], place: .status,
          expected: "status \(wanted)", got: "status \(status)"))
    }
    let type = head.response.fields.value(named: "Content-Type")
    let wantedType = plain.response.fields.value(named: "Content-Type")
    // A field may be left out where only the content would tell it (RFC 9110 section 9.3.2).
    if let type, type.lowercased() != wantedType?.lowercased() {
      judge.report(
        Suspicion(
          requirement: "HTTP-03", message: "HEAD has another Content-Type than GET",
          exchange: head.index, related: [plain.index], place: .header("content-type"),
          expected: wantedType ?? "none", got: type))
    }
  }

  /// HTTP-04: what OPTIONS says is allowed covers what the contract documents.
  func askForOptions() async throws(CaseStop) {
    guard judge.takesUp("HTTP-04") else { return }
    guard let operation = probe.call.target.operation else { return }
    var prepared = try run.prepare(probe.call)
    prepared.request.method = "OPTIONS"
    prepared = prepared.withoutOperation
    let exchange = try await run.send(prepared, purpose: "OPTIONS")
    let allowed = exchange.response.fields.values(named: "Allow").flatMap {
      $0.split(separator: ",")
    }
    .map { $0.trimmingBlanks.uppercased() }
    guard exchange.isSuccess, !allowed.isEmpty else {
      return judge.leaveOpen(["HTTP-04"], "OPTIONS tells no methods")
    }
    judge.judge("HTTP-04")
    let documented = run.session.contract.operations
      .filter { $0.path.shape == operation.path.shape }.map(\.id.method)
    guard let missing = documented.first(where: { !allowed.contains($0) }) else { return }
    judge.report(
      Suspicion(
        requirement: "HTTP-04", message: "Allow lacks \(missing), which the contract documents",
        exchange: exchange.index, place: .header("allow"),
        expected: documented.joined(separator: ", "), got: allowed.joined(separator: ", ")))
  }

  /// HTTP-16: an encoded character means itself, and ids have a letter case.
  func respellPath() async throws(CaseStop) {
    guard judge.takesUp("HTTP-16") else { return }
    guard let creation = probe.creation, let item = probe.item else {
      return judge.leaveOpen(["HTTP-16"], "the case names no \"create:\" with an \"item:\"")
    }
    judge.renewToken()
    let (id, _) = try await run.create(creation, purpose: "create an item to read by its id")
    guard let letter = id.text.utf8.first(where: { $0.isUnreserved }) else { return }
    let encoded = id.text.replacingFirst(
      Character(Unicode.Scalar(letter)), by: "%" + String(letter, radix: 16, uppercase: true))
    let same = try await read(item, id, as: encoded, "an id with an encoded character")
    judge.judge("HTTP-16")
    if !same.isSuccess {
      judge.report(
        Suspicion(
          requirement: "HTTP-16",
          message: "an id with an encoded character was answered \(same.response.status)",
          exchange: same.index, place: .status, expected: "what the plain id reaches",
          got: "status \(same.response.status)"))
    }
    // A UUID means the same in either case (RFC 9562 section 4), and so may any number in hex.
    // What is made of a name has the rules of that name: those of hosts have no letter case.
    if id.text.isHex || judge.isGiven(id) { return }
    let lower = id.text.lowercased()
    let other = lower.isSameText(as: id.text) ? id.text.uppercased() : lower
    guard !other.isSameText(as: id.text) else { return }
    let different = try await read(item, id, as: other, "an id in the other letter case")
    guard different.isSuccess || different.response.status >= 500 else { return }
    judge.report(
      Suspicion(
        requirement: "HTTP-16",
        message: "an id in the other letter case was answered \(different.response.status)",
        exchange: different.index, place: .status, expected: "status 404 or 400",
        got: "status \(different.response.status)"))
  }

  /// Reads an item with another spelling of its id in the URL.
  private func read(
    _ item: Call, _ id: ExactText, as spelling: String, _ purpose: String
  ) async throws(CaseStop) -> AnsweredExchange {
    var prepared = try run.prepare(item, changes: .faulty)
    let encoded = PercentEncoding.unreserved.encode(id.text)
    guard let place = prepared.request.url.lastRange(of: "/\(encoded)") else {
      throw .inconclusive("the path of \"item:\" does not hold \"${id}\"")
    }
    prepared.request.url.replaceSubrange(place, with: "/\(spelling)")
    return try await run.send(prepared, purpose: purpose)
  }
}

extension RequestBuilder.Prepared {
  /// The request as one for no operation of the contract, such as one with another method.
  fileprivate var withoutOperation: RequestBuilder.Prepared {
    RequestBuilder.Prepared(
      request: request, operation: nil, isFaulty: true, pathValues: pathValues,
      location: location)
  }
}

extension String {
  /// The text with the first occurrence of a character replaced.
  fileprivate func replacingFirst(_ character: Character, by text: String) -> String {
    guard let place = firstIndex(of: character) else { return self }
    return self[..<place] + text + self[index(after: place)...]
  }

  /// Where a text stands last.
  fileprivate func lastRange(of text: String) -> Range<String.Index>? {
    let length = text.count
    var end = endIndex
    while let start = index(end, offsetBy: -length, limitedBy: startIndex) {
      if self[start..<end] == text { return start..<end }
      guard end > startIndex else { return nil }
      end = index(before: end)
    }
    return nil
  }
}
