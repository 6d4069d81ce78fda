import Diagnostics
import SchemaValidator

extension CredentialProbe {
  /// AUTH-01: every operation that asks for a credential refuses who has none.
  ///
  /// Paths lead nowhere and bodies are left out, so that an operation that lets everybody in has
  /// nothing to act on, as long as it asks for the body that the contract has it ask for.
  func askWithoutCredential() async throws(CaseStop) {
    guard judge.takesUp("AUTH-01") else { return }
    let arguments = InventedArguments(run: run)
    var untried: [(id: OperationID, reason: String)] = []
    for operation in run.session.contract.operations where !operation.allowsAnonymous {
      guard isHarmless(operation) else {
        untried.append((operation.id, "nothing keeps it from acting"))
        continue
      }
      guard let call = arguments.call(of: operation, credentials: .anonymous) else {
        untried.append((operation.id, "no value could be made up for its path that nothing has"))
        continue
      }
      let exchange = try await run.send(
        call, purpose: "\(operation.id) without a credential", hasNoEffect: true)
      run.removeUnwanted(exchange, madeBy: call)
      if exchange.response.status == 404, try await isMissing(operation) {
        untried.append((operation.id, "it is answered 404 with a credential as well"))
        continue
      }
      judgeRefusal(
        "AUTH-01", "\(operation.id) without a credential", exchange,
        // Nobody is let in where nothing is, but whether something is may be learnt so.
        tolerated: operation.path.parameterNames.isEmpty ? [] : [404])
    }
    try await askForHead()
    for (id, reason) in untried {
      run.depart(
        from: "AUTH-01", severity: .info,
        "\(id) was not judged without a credential, since \(reason)",
        operation: run.session.contract.operation(named: id), expected: "status 401",
        got: "not judged", suiteLocation: run.testCase.location)
    }
  }

  /// Whether there is nothing where the contract has an operation, for whoever asks.
  ///
  /// Only a path without ids says so: what has an id that nothing has is always missing.
  private func isMissing(_ operation: Operation) async throws(CaseStop) -> Bool {
    guard HTTPRequest.isSafe(operation.id.method), operation.path.parameterNames.isEmpty,
      let call = InventedArguments(run: run).call(of: operation, credentials: .standard)
    else { return false }
    let exchange = try await run.send(call, purpose: "\(operation.id) with a credential")
    return exchange.response.status == 404
  }

  /// Whether an operation can do nothing to anybody without a body and with invented ids.
  private func isHarmless(_ operation: Operation) -> Bool {
    if HTTPRequest.isSafe(operation.id.method) || !operation.path.parameterNames.isEmpty {
      return true
    }
    // Without an id in the path, only a body that is asked for keeps the request from acting.
    guard operation.id.method == "POST", let body = operation.requestBody else { return false }
    return body.isRequired || !body.content.contains(where: \.allowsEmptyObject)
  }

  /// HEAD is let in no more than GET is, where it is answered at all.
  private func askForHead() async throws(CaseStop) {
    guard probe.call.target.method == "GET" else { return }
    var prepared = try run.prepare(probe.call.presenting(.anonymous), changes: .faulty)
    prepared.request.method = "HEAD"
    let what = "HEAD without a credential"
    let exchange: AnsweredExchange
    do throws(CaseStop) {
      exchange = try await run.send(prepared, purpose: what)
    } catch .departed {
      // An answer that breaks HTTP's own rules is told; of who is let in it says nothing.
      return
    } catch {
      throw error
    }
    // The contract does not promise HEAD.
    if [404, 405, 501].contains(exchange.response.status) { return }
    judgeRefusal("AUTH-01", what, exchange)
  }

  /// AUTH-07: who asks is judged before what is asked for.
  func breakArguments(with key: PresentedKey) async throws(CaseStop) {
    guard judge.takesUp("AUTH-07") else { return }
    let stranger = WrongKey.stranger.text(insteadOf: key.text, isPair: false, in: run) ?? "x"
    let credentials = key.replaced(by: stranger)
    let arguments = InventedArguments(run: run)
    let secured = run.session.contract.operations.filter { !$0.allowsAnonymous }
    func call(of operation: Operation?) -> Call? {
      operation.flatMap { arguments.call(of: $0, credentials: credentials) }
    }
    let writer = secured.first {
      $0.id.method == "POST" && $0.requestBody?.content.contains(where: \.range.isJSON) == true
        && isHarmless($0)
    }
    if let call = call(of: writer) {
      // Many frameworks read a body before they ask who sent it: what is no JSON tells a stranger
      // nothing of the API.
      // Where the path has an id, nothing may be there to which the body could be sent.
      let nowhere: Set<Int> = call.path.isEmpty ? [] : [404]
      let bodies: [(text: String, what: String, tolerated: Set<Int>)] = [
        ("{", "a malformed body", nowhere.union([400, 422])),
        ("[]", "a body of the wrong type", nowhere),
      ]
      for (text, what, tolerated) in bodies {
        var changes = CallChanges()
        changes.body = Array(text.utf8)
        try await expectRefusal(
          "AUTH-07", "an unknown credential with \(what)", call, changes: changes,
          tolerated: tolerated)
      }
    }
    let reader = secured.first { $0.id.method == "GET" && !$0.path.parameterNames.isEmpty }
    if let call = call(of: reader) {
      try await expectRefusal("AUTH-07", "an unknown credential with an unknown id", call)
      try await expectRefusal(
        "AUTH-07", "an unknown credential with a malformed id", call.leading(to: "~"),
        // A router that knows what ids look like has no such path, for anybody.
        right: [401, 404])
    }
    if call(of: writer) == nil, call(of: reader) == nil {
      judge.leaveOpen(["AUTH-07"], "no operation that asks for a credential has arguments")
    }
  }

  /// AUTH-08: what is refused for its credential has changed nothing.
  func createWithoutCredential(_ key: PresentedKey) async throws(CaseStop) {
    guard judge.takesUp("AUTH-08") else { return }
    guard let creation = probe.creation, let list = probe.list else {
      return judge.leaveOpen(["AUTH-08"], "the case names no \"create:\" with a \"list:\"")
    }
    let stranger = WrongKey.stranger.text(insteadOf: key.text, isPair: false, in: run) ?? "x"
    var refused: [(token: String, exchange: AnsweredExchange)] = []
    for credentials in [Call.Credentials.anonymous, key.replaced(by: stranger)] {
      let token = judge.renewToken()
      let exchange = try await run.send(
        creation.call.presenting(credentials), purpose: "create without the right credential",
        changes: .faulty, hasNoEffect: true, undoing: creation.undoing)
      run.adoptIfCreated(exchange, of: creation)
      if [401, 403].contains(exchange.response.status) { refused.append((token, exchange)) }
    }
    guard !refused.isEmpty else {
      return judge.leaveOpen(["AUTH-08"], "no create was refused for its credential")
    }
    try await judge.judgeNothingMade(
      by: refused, of: creation, at: list, "AUTH-08",
      "a create that was refused for its credential was done")
  }

  /// AUTH-11: what another tenant has looks like what nobody has.
  func reachForOtherTenant() async throws(CaseStop) {
    guard judge.takesUp("AUTH-11") else { return }
    guard let other = run.given(probe.otherTenant) else {
      return judge.leaveOpen(["AUTH-11"], "no credential of another tenant was given")
    }
    guard let creation = probe.creation, let collection = creation.call.target.operation else {
      return judge.leaveOpen(["AUTH-11"], "the case names no \"create:\"")
    }
    let operations = run.session.contract.itemOperations(of: collection)
    guard !operations.isEmpty else {
      return judge.leaveOpen(
        ["AUTH-11"], "the contract reaches nothing by an id below \(collection.path)")
    }
    judge.renewToken()
    let foreign = Creation(
      call: creation.call.presenting(other), id: creation.id,
      cleanup: creation.cleanup?.presenting(other))
    let (id, _) = try await run.create(foreign, purpose: "create as another tenant")
    let reading = operations.first { $0.id.method == "GET" }.flatMap { operation in
      operation.path.parameterNames.last.map { name in
        Call(
          target: .operation(operation), path: creation.call.path, query: [], fields: [],
          body: .none, credentials: .standard, isFaulty: true, location: creation.call.location
        ).with(id.text, for: name).presenting(other)
      }
    }
    for operation in operations.prefix(Self.mostCompared) {
      try await compare(operation, id, with: creation.call, readBy: reading)
    }
  }

  /// How many operations are asked for what another tenant has.
  private static let mostCompared = 5

  /// Compares what a stranger's id and an unknown one are answered with.
  ///
  /// Of what is to be gone a server may say that it is, whoever asks: whether it is shows only when
  /// its owner reads it.
  private func compare(
    _ operation: Operation, _ id: ExactText, with call: Call, readBy reading: Call?
  ) async throws(CaseStop) {
    let arguments = InventedArguments(run: run)
    guard let last = operation.path.parameterNames.last,
      let unknown = arguments.pathValue(of: operation.parameter(last, in: .path))
    else { return }
    var answers: [AnsweredExchange] = []
    for value in [id.text, unknown] {
      let item = Call(
        target: .operation(operation), path: call.path, query: [], fields: [], body: .none,
        credentials: .standard, isFaulty: true, location: call.location)
      let call = item.with(value, for: last)
      let owner = value.isSameText(as: id.text) ? "another tenant" : "nobody"
      let exchange = try await run.send(
        call, purpose: "\(operation.id) of \(owner)", hasNoEffect: true)
      if !value.isSameText(as: id.text) { run.removeUnwanted(exchange, madeBy: call) }
      answers.append(exchange)
    }
    let (foreign, nobody) = (answers[0], answers[1])
    let code = run.session.conventions.errors?.code
    func words(_ exchange: AnsweredExchange) -> String {
      let spelled = code.flatMap { exchange.json?.value(at: $0) }?.description
      return "status \(exchange.response.status)" + (spelled.map { " and code \($0)" } ?? "")
    }
    let isAlike = words(foreign) == words(nobody)
    if isAlike, foreign.isSuccess, operation.id.method == "DELETE" {
      guard let reading else {
        return judge.leaveOpen(
          ["AUTH-11"], "\(operation.id) succeeds whatever it is to remove, and nothing reads it")
      }
      let left = try await run.send(reading, purpose: "read what only its owner may remove")
      if left.isSuccess { return judge.judge("AUTH-11") }
      guard [404, 410].contains(left.response.status) else {
        return judge.leaveOpen(
          ["AUTH-11"],
          "\(operation.id) succeeds whatever it is to remove, and its owner's read was answered "
            + "\(left.response.status)")
      }
    }
    judge.judge("AUTH-11")
    if isAlike, !foreign.isSuccess { return }
    // What reaches the other tenant's does so whatever nobody's was answered.
    if !foreign.isSuccess, judge.leaveOpen("AUTH-11", forGatewayAmong: [nobody.index]) { return }
    judge.report(
      Suspicion(
        requirement: "AUTH-11",
        message: foreign.isSuccess
          ? "\(operation.id) reaches what another tenant has"
          : "\(operation.id) tells what another tenant has from what nobody has",
        exchange: foreign.index, related: [nobody.index], place: .status,
        expected: words(nobody), got: words(foreign)))
  }
}

extension Call {
  /// The same call with another text for its last path parameter.
  func leading(to text: String) -> Call {
    guard let name = target.operation?.path.parameterNames.last else { return self }
    return with(text, for: name)
  }

  /// The same call with a text for a path parameter.
  func with(_ text: String, for name: String) -> Call {
    var path = path
    path[name] = .template(Template(segments: [.text(text)]))
    return Call(
      target: target, path: path, query: query, fields: fields, body: body,
      credentials: credentials, isFaulty: isFaulty, location: location, cookies: cookies)
  }
}

extension CallChanges {
  /// No change but that a refusal is the right answer.
  static var faulty: CallChanges {
    var changes = CallChanges()
    changes.isFaulty = true
    return changes
  }
}

extension Contract {
  /// The operations on one thing of a collection: below its path there is one parameter more.
  func itemOperations(of collection: Operation) -> [Operation] {
    let above = collection.path.segmentsWithoutEnd
    return operations.filter { operation in
      let segments = operation.path.segmentsWithoutEnd
      guard segments.count == above.count + 1,
        segments.prefix(above.count).elementsEqual(above),
        case .parameter? = segments[above.count].first
      else { return false }
      return segments[above.count].count == 1
    }
  }
}

extension PathTemplate {
  /// The segments without the empty one behind a slash at the end, which frameworks set for lists,
  /// for things or for both.
  fileprivate var segmentsWithoutEnd: ArraySlice<Segment> {
    segments.last?.isEmpty == true ? segments.dropLast() : segments[...]
  }
}
