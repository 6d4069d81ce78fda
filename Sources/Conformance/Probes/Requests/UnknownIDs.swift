import Diagnostics
import SchemaValidator

extension RequestFaultProbe {
  /// ERR-07: an id that nothing has is not found.
  func askUnknownIDs() async throws(CaseStop) {
    guard judge.takesUp("ERR-07") else { return }
    var departures = GatheredDepartures()
    defer { tell(departures) }
    for target in targets where target.operation.responses.response(for: 404) != nil {
      guard let value = InventedArguments(run: run).pathValue(of: target.parameter) else {
        continue
      }
      let exchange = try await ask(target, value, "an id that nothing has")
      let status = exchange.response.status
      // A made-up body may break a rule that stands in no schema, and be refused before the id.
      if tellsNothing(exchange)
        || [400, 422].contains(status) && target.operation.requestBody != nil
      {
        continue
      }
      // What replaces a resource may make it where the contract says so.
      let method = target.operation.id.method
      let mayCreate = method == "PUT" && target.operation.responses.names(201)
      if mayCreate, exchange.isSuccess { continue }
      judge.judge("ERR-07")
      let isNamed = target.operation.responses.names(404)
      if status == 404 || !isNamed && isRight(status, without404: target.operation) { continue }
      // Where the contract does not say what an id looks like, a made-up one may look wrong.
      // So may a number that is larger than a server's own numbers. And of what is to be gone it is
      // lenient to say that it is.
      let isDoubtful =
        401...499 ~= status || !isNamed && status < 500 || method == "DELETE" && exchange.isSuccess
        || [400, 422].contains(status)
          && (!target.parameter.saysWhatFits || value.allSatisfy(\.isNumber))
      departures.add(
        Suspicion(
          requirement: "ERR-07", severity: isDoubtful ? .warn : nil,
          message: "\(target.operation.id) with an unknown \(target.parameter.name) was answered "
            + "\(status)",
          exchange: exchange.index, place: .status, expected: "status 404",
          got: "status \(status)"), weight: isDoubtful ? .warn : .fail)
    }
    finish("ERR-07", departures, "no operation that documents 404 could be asked")
  }

  /// Whether a status is right for an id that nothing has where the contract has but one response
  /// for all other statuses: any refusal is as good as a 404, what is not there need not be removed,
  /// and may be put there.
  private func isRight(_ status: Int, without404 operation: Operation) -> Bool {
    400..<500 ~= status
      || 200..<300 ~= status && ["PUT", "DELETE"].contains(operation.id.method)
  }

  /// ERR-08: an id that its schema does not allow is refused.
  func askMalformedIDs() async throws(CaseStop) {
    guard judge.takesUp("ERR-08") else { return }
    var departures = GatheredDepartures()
    defer { tell(departures) }
    let targets = targets
    // Where there are many, each is asked with other ones, so that all kinds are tried.
    let share = min(Self.malformedLimit, max(1, Self.malformedTotal / max(1, targets.count)))
    for (number, target) in targets.enumerated() {
      for value in malformed(target).rotated(by: number * share).prefix(share) {
        let exchange = try await ask(target, value, "a malformed id")
        let status = exchange.response.status
        if tellsNothing(exchange) { continue }
        judge.judge("ERR-08")
        let right = target.operation.refusalsOfIDs
        guard let weight = severity(of: status, insteadOf: right) else { continue }
        departures.add(
          Suspicion(
            requirement: "ERR-08", severity: weight == .warn ? .warn : nil,
            message: "\(target.operation.id) with the malformed \(target.parameter.name) "
              + "\(ExactText(value)) was answered \(status)",
            exchange: exchange.index, place: .status, expected: right.statuses,
            got: "status \(status)"), weight: weight)
      }
    }
    finish("ERR-08", departures, "no path parameter has a schema that refuses anything")
  }

  /// How many malformed ids are tried of one parameter.
  private static let malformedLimit = 4
  /// How many are tried in all, where there are fewer parameters than that.
  private static let malformedTotal = 25

  /// Reports what was gathered, also where a later request got no answer.
  func tell(_ departures: GatheredDepartures) {
    if let suspicion = departures.suspicion { judge.report(suspicion) }
  }

  /// Reports what was gathered, or that nothing could be asked.
  func finish(
    _ requirement: RequirementID, _ departures: GatheredDepartures, _ reason: String
  ) {
    if let suspicion = departures.suspicion { return judge.report(suspicion) }
    judge.leaveOpen(
      [requirement],
      lacksCredential ? "401 without a credential says nothing about what is asked for" : reason)
  }

  /// An operation, and the path parameter of it that is given a wrong value.
  struct Target {
    let operation: Operation
    let parameter: Parameter
    /// The right values of the others.
    let others: [String: TemplatedValue]
  }

  /// Every path parameter whose operation can be called with right values for all others.
  ///
  /// Below a parent that is made up, what is real is only read: a server may look no further than
  /// the last id, and do to what it names whatever the operation does.
  private var targets: [Target] {
    run.session.contract.operations.flatMap { operation -> [Target] in
      guard !probe.excluded.contains(operation.id) else { return [] }
      let names = operation.path.parameterNames
      return names.compactMap { name in
        guard let parameter = operation.parameter(name, in: .path) else { return nil }
        guard HTTPRequest.isSafe(operation.id.method) || names.last == name else { return nil }
        let others = names.filter { $0 != name }
        guard others.allSatisfy({ probe.known[$0] != nil }) else { return nil }
        return Target(
          operation: operation, parameter: parameter,
          others: probe.known.filter { others.contains($0.key) }
            .mapValues(TemplatedValue.template))
      }
    }
  }

  /// Calls an operation with a value for one path parameter, and right values for all else.
  private func ask(
    _ target: Target, _ value: String, _ what: String
  ) async throws(CaseStop) -> AnsweredExchange {
    let operation = target.operation
    var path = target.others
    path[target.parameter.name] = .template(Template(segments: [.text(value)]))
    let call = Call(
      target: .operation(operation), path: path, query: [], fields: [], body: .none,
      credentials: .standard, isFaulty: true, location: run.testCase.location)
    var changes = CallChanges.faulty
    changes.query = operation.parameters.filter { $0.location == .query && $0.isRequired }
      .map { ($0.name, smallest($0.schema).map { $0.stringValue ?? $0.description }) }
    if let entry = operation.requestBody?.content.first(where: \.range.isJSON) {
      changes.body = smallest(entry.schema).map { Array($0.description.utf8) }
    }
    // What is made up is the run's: nothing of anybody's has it there.
    run.session.ledger.mint(value, at: [operation.path.idHome ?? IDHome(word: "")])
    let creation = run.session.contract.creation(
      by: call, as: operation.id.method, run.session.conventions)
    let exchange = try await run.send(
      call, purpose: "\(operation.id) with \(what)", changes: changes, hasNoEffect: true,
      undoing: creation?.undoing)
    run.removeUnwanted(exchange, madeBy: call)
    return exchange
  }

  /// The smallest value that a schema allows.
  private func smallest(_ schema: ContractSchema?) -> JSONValue? {
    schema.flatMap { schema in
      run.session.generator(for: schema.program).values(seed: 0).first { _ in true }?.value
    }
  }

  /// Texts that the parameter's schema refuses, close to one that it allows.
  private func malformed(_ target: Target) -> [String] {
    guard let schema = target.parameter.schema else { return [] }
    var candidates = ["abc", "~"]
    if let right = InventedArguments(run: run).pathValue(of: target.parameter) {
      candidates = [
        right.withSwappedCase, "x" + right, right + "0", String(right.dropLast()),
        String(right.dropLast()) + "~", "..%2f\(right)", "abc",
      ]
    }
    // A lenient server may read the first digits as the number of something that is there.
    if HTTPRequest.isSafe(target.operation.id.method) { candidates.append("1.5") }
    var seen: Set<ExactText> = []
    return candidates.filter { text in
      !text.utf8.isEmpty && !ParameterText.isValid(text, schema)
        && seen.insert(ExactText(text)).inserted
    }
  }
}

extension Operation {
  /// The statuses with which an id is refused that breaks its schema.
  ///
  /// Where the contract does not say how a wrong request is refused, or may say it of the body alone,
  /// nothing is found under a wrong id: a router that knows what ids look like has no such path.
  fileprivate var refusalsOfIDs: [Int] {
    let saysSoOfIDs = requestBody == nil && [400, 422].contains(where: responses.names)
    return saysSoOfIDs ? refusals : refusals + [404]
  }
}

extension Array {
  /// The elements beginning with a later one, and those before it at the end.
  fileprivate func rotated(by count: Int) -> [Element] {
    isEmpty ? [] : Array(self[(count % self.count)...] + self[..<(count % self.count)])
  }
}

extension Parameter {
  /// Whether its schema narrows down what its text looks like.
  fileprivate var saysWhatFits: Bool {
    guard let schema else { return false }
    return !ParameterText.isValid("?", schema) || schema.json["format"] != nil
  }
}
