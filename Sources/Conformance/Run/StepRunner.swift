import Diagnostics
import SchemaValidator

/// Runs the steps of a case one after another.
struct StepRunner {
  let run: CaseRun

  /// Runs all steps as often as asked; one that departs from what is expected ends the case.
  ///
  /// Requests meant for one instant of which no two overlapped prove nothing: where none of the
  /// trials saw two overlap, what the case proves stays open.
  func run(_ actions: [Suite.Action], trials: Int) async throws(CaseStop) {
    if trials == 1 {
      run.scope.index = 0
      try await perform(actions, within: "")
    } else {
      try await performTrials(actions, trials)
    }
    guard let overlaps = run.overlapCount, overlaps == 0 else { return }
    for requirement in run.testCase.proves {
      run.leaveOpen(
        requirement, "no two requests overlapped in \(RunDigest.count(trials, "trial"))")
    }
  }

  /// Runs all steps several times; a trial that a lost connection cut short is made once more, under
  /// a number of its own.
  @inline(never)
  private func performTrials(
    _ actions: [Suite.Action], _ trials: Int
  ) async throws(CaseStop) {
    var extra = 0
    let mostExtra = max(trials, RestartHistory.maximumLosses)
    for trial in 0..<trials {
      extra += try await run.repeating(upTo: mostExtra - extra) { cutOff throws(CaseStop) in
        run.scope.index = cutOff == 0 ? trial : trials + extra + cutOff - 1
        try await perform(actions, within: "trial \(trial + 1), ")
      }
    }
  }

  /// Runs a list of steps; the words that tell where it belongs go before each step's number.
  private func perform(
    _ actions: [Suite.Action], within place: String
  ) async throws(CaseStop) {
    for (number, action) in actions.enumerated() {
      let purpose = "\(place)step \(number + 1)"
      switch action {
      case .request(let step): try await perform(step, purpose: purpose)
      case .use(let use): try await perform(use, purpose: purpose)
      case .delivery(let delivery): try await receive(delivery)
      }
    }
  }

  /// Runs shared steps, which see the values given to them and no others of the case.
  @inline(never)
  private func perform(_ use: Suite.Use, purpose: String) async throws(CaseStop) {
    let outer = run.scope.values
    var inner = run.givenValues
    do throws(TemplateFailure) {
      // What an optional variable leaves out has not been given.
      let inputs = use.inputs.filter { !$0.value.isOmitted(in: run.scope) }
      for input in inputs {
        inner[input.name] = try input.value.scopeValue(in: &run.scope)
      }
      run.scope.values = inner
      let given = Set(inputs.map(\.name))
      for input in use.shared.inputs where !given.contains(input.name) {
        guard let fallback = input.fallback else { continue }
        run.scope.values[input.name] = try fallback.scopeValue(in: &run.scope)
      }
      for (name, value) in use.shared.values {
        run.scope.values[name] = try value.scopeValue(in: &run.scope)
      }
    } catch {
      throw .inconclusive("\(use.location): \(error.message)")
    }
    try await perform(use.shared.actions, within: "\(purpose), \(use.shared.name), ")
    let results = run.scope.values
    run.scope.values = outer
    for (name, output) in use.outputs { run.scope.values[name] = results[output] }
  }

  private func perform(_ step: Suite.Step, purpose: String) async throws(CaseStop) {
    if step.delay > .zero { try await pause(step.delay) }
    if run.session.environment.countsRequests {
      run.errand = .deciding(any: decided(by: step))
    }
    guard let restoration = step.restoration else {
      return try await carryOut(step, purpose: purpose)
    }
    try await run.changing(step, by: restoration) { () async throws(CaseStop) in
      try await carryOut(step, purpose: purpose)
    }
  }

  private func carryOut(_ step: Suite.Step, purpose: String) async throws(CaseStop) {
    guard step.isPlain else { return try await performSpecial(step, purpose: purpose) }
    try settle(StepAnswer(try await send(step, purpose: purpose)), of: step)
  }

  /// Sends the request of a step that goes alone.
  private func send(
    _ step: Suite.Step, purpose: String
  ) async throws(CaseStop) -> AnsweredExchange {
    try await run.send(
      step.call, purpose: purpose, acceptsRefusal: step.expectsRefusalForPace,
      hasNoEffect: step.expectsRefusal, isIdempotent: step.isIdempotent,
      trustsKeys: !run.isAboutKeys, undoing: step.undoing)
  }

  /// The requirements that the requests of a step are sent for: those that its expectations speak
  /// for, unless they are judged on the exchanges of others.
  private func decided(by step: Suite.Step) -> [RequirementID] {
    let expectations = (step.expectations + (step.race?.losers ?? [])).filter(\.isExplicit)
    return expectations.flatMap(requirements).filter { id in
      run.session.catalogue.entry(id)?.requests.isPassive == false
    }
  }

  /// Runs a step that is more than one request, apart from the many that are.
  @inline(never)
  private func performSpecial(_ step: Suite.Step, purpose: String) async throws(CaseStop) {
    if let race = step.race {
      try await self.race(race, of: step, purpose: purpose)
    } else if let copies = step.together {
      try await together(copies, of: step, purpose: purpose)
    } else if let polling = step.polling {
      try await poll(step, polling, purpose: purpose)
    } else {
      try settle(try await ask(step, purpose: purpose), of: step)
    }
  }

  /// Sends the request of a step that goes alone; reads as many pages of a list as it asks for.
  private func ask(_ step: Suite.Step, purpose: String) async throws(CaseStop) -> StepAnswer {
    if let pages = step.walk { return try await walk(step.call, pages: pages, purpose: purpose) }
    return StepAnswer(try await send(step, purpose: purpose))
  }

  /// Asks until the answer is as expected, or the time for that is over.
  ///
  /// The last answer is judged like any other; how long it took is kept.
  private func poll(
    _ step: Suite.Step, _ polling: Suite.Polling, purpose: String
  ) async throws(CaseStop) {
    var start = Duration.zero
    for attempt in 1... {
      if attempt > 1 { run.errand = .repetition }
      let sent = run.record.exchanges.count
      let answer = try await ask(
        step, purpose: attempt == 1 ? purpose : "\(purpose), attempt \(attempt)")
      // An answer that was long under way shows what was so when it was asked for, at last after the
      // waits that the target wanted; a list that is walked is asked for with its first page.
      let exchanges = run.record.exchanges.dropFirst(sent)
      let page = exchanges.first { step.walk != nil && $0.status.map { 200..<300 ~= $0 } == true }
      let asked = (page ?? exchanges.last)?.startedAfter ?? start
      if attempt == 1 { start = asked }
      let isLast =
        attempt >= polling.attempts || asked - start + polling.interval > polling.limit
      let isConsistent = try holds(answer, for: step)
      if isConsistent, asked - start > polling.limit {
        throw .inconclusive(
          "\(step.call.location): the answer was as expected when it was asked for after "
            + "\((asked - start).spoken); none before shows whether it was so within "
            + "\(polling.limit.spoken)")
      }
      if isConsistent || isLast {
        run.note(
          ConsistencyDelay(
            purpose: purpose, location: step.call.location, attempts: attempt,
            duration: asked - start, isConsistent: isConsistent))
        return try settle(answer, of: step)
      }
      try await pause(polling.interval)
    }
  }

  /// Whether an answer is as its step expects and has what is to be kept of it, without any finding.
  private func holds(_ answer: StepAnswer, for step: Suite.Step) throws(CaseStop) -> Bool {
    if step.openStatus?.accepts(answer.exchange.response.status) == true { return false }
    do throws(TemplateFailure) {
      for expectation in step.expectations {
        let comparison = try self.comparison(of: answer, with: expectation)
        // What looked at an empty list alone may find something in it next time.
        guard comparison.departures.isEmpty, comparison.barrenList == nil else { return false }
      }
      var matcher = BodyMatcher(scope: run.scope)
      for capture in step.captures {
        var source = answer.content
        if let choice = capture.choice {
          guard let list = source?.value(at: choice.list) else { return false }
          source = try matcher.first(like: choice.pattern, in: list)
        }
        if source?.value(at: capture.pointer) == nil { return false }
      }
      return true
    } catch {
      throw .inconclusive("\(step.call.location): \(error.message)")
    }
  }

  private func pause(_ delay: Duration) async throws(CaseStop) {
    guard delay > .zero else { return }
    try await run.pause(delay)
  }

  /// Compares an answer with what its step expects, and keeps of it what later steps need.
  @inline(never)
  private func settle(_ answer: StepAnswer, of step: Suite.Step) throws(CaseStop) {
    let exchange = answer.exchange
    if let status = step.openStatus, status.accepts(exchange.response.status) {
      throw .inconclusive(
        "\(step.call.location): the answer was \(exchange.response.status), which says nothing "
          + "about what the case asks")
    }
    mint(exchange, of: step)
    let comparison = Result { () throws(CaseStop) in
      try compare(answer, with: step.expectations, location: step.call.location)
    }
    let captured = Result { () throws(CaseStop) in
      try capture(step.captures, from: answer, of: step)
    }
    // Whatever became of both, what was created has to go.
    removeCreated(by: exchange, of: step)
    guard try comparison.get() else { throw .departed }
    try captured.get()
  }

  /// Sees to it that what a step created goes again, also where it was meant to be refused.
  func removeCreated(by exchange: AnsweredExchange, of step: Suite.Step) {
    guard exchange.isSuccess else {
      if exchange.isFaulty || step.expectsRefusal { run.suspect(exchange, madeBy: step.call) }
      return
    }
    if let cleanup = step.cleanup {
      run.addCleanup(cleanup)
    } else if exchange.request.method == "POST", let operation = exchange.operation,
      run.session.contract.removal(from: operation) != nil
    {
      if exchange.isFaulty {
        run.removeUnwanted(exchange, madeBy: step.call)
      } else {
        run.session.noteUncleanedCreate(at: step.call.location)
      }
    }
  }

  /// The id that a create of this run answers with belongs to the run.
  ///
  /// Of several values that a step keeps it is the one named as ids are, or as the parameter is that
  /// takes it; where none is, it may be any of them.
  func mint(_ exchange: AnsweredExchange, of step: Suite.Step) {
    guard exchange.request.method == "POST", exchange.isSuccess, let json = exchange.json
    else { return }
    let list = exchange.operation.flatMap { run.session.contract.list(beside: $0) }
    var names = [run.session.conventions.pagination(of: list)?.id.tokens.last ?? "id"]
    let items = exchange.operation.map(run.session.contract.itemOperations) ?? []
    names += items.compactMap(\.path.parameterNames.last)
    let ids = step.captures.filter { capture in
      capture.pointer.tokens.last.map { name in names.contains { $0.isSameText(as: name) } }
        ?? false
    }
    for capture in ids.isEmpty ? step.captures : ids {
      // A list that a POST answers with has been created by it only if it is a collection's.
      if items.isEmpty, capture.isOutOfList { continue }
      guard let id = json.value(at: capture.pointer), !exchange.refersTo(id) else { continue }
      switch id.kind {
      case .string, .number:
        run.mint(
          id.stringValue ?? id.description, named: capture.name, madeBy: exchange.operation,
          url: exchange.request.url, answer: exchange.response, cleanup: step.cleanup)
      case .null, .boolean, .array, .object: break
      }
    }
  }

  /// The requirements that an expectation speaks for.
  func requirements(of expectation: Expectation?) -> [RequirementID] {
    expectation?.proves ?? run.testCase.proves
  }

  /// Compares an answer with expectations; false when it departs from one that fails the case.
  ///
  /// A gateway's answer departs from nothing, unless its status is what is expected, and neither
  /// does one to a request that may have arrived twice: they leave the case open.
  func compare(
    _ answer: StepAnswer, with expectations: [Expectation], location: SourceLocation
  ) throws(CaseStop) -> Bool {
    var holds = true
    var isOpen = false
    let status = answer.exchange.response.status
    let missesStatus = expectations.contains { expectation in
      guard expectation.status?.accepts(status) == false else { return false }
      let weight = requirements(of: expectation).first.flatMap {
        run.session.catalogue[$0]?.severity
      }
      return weight ?? .fail == .fail
    }
    for expectation in expectations {
      let requirements = requirements(of: expectation)
      if missesStatus, expectation.status?.accepts(status) ?? true {
        // What is expected of another answer says nothing about this one.
        for requirement in requirements {
          run.leaveOpen(
            requirement, "the answer that it speaks of did not come: the status was \(status)")
        }
        continue
      }
      do throws(TemplateFailure) {
        let comparison = try self.comparison(of: answer, with: expectation)
        let departures = comparison.departures
        if departures.isEmpty, let list = comparison.barrenList {
          run.noteBarren(requirements, list: list)
        } else if expectation.isExplicit {
          run.noteExpectation(requirements)
        }
        if !departures.isEmpty,
          saysNothing(answer.exchange, about: requirements, expectations)
        {
          isOpen = true
          continue
        }
        for departure in departures {
          let (exchange, place) = answer.source(of: departure.place)
          let severity = run.depart(
            from: requirements.first ?? Self.ownRequirement, departure.message,
            exchange: exchange.index, operation: exchange.operation, at: place,
            expected: departure.expected, got: departure.got,
            clause: clause(for: requirements.first, at: place, of: exchange),
            suiteLocation: departure.asked.location(ofStepAt: location),
            details: departure.place == .status ? refusal(in: exchange) : [])
          if severity == .fail { holds = false }
        }
        if !departures.isEmpty, let blamed = requirements.first {
          // An expectation that speaks for several shows not which of them it is.
          for requirement in requirements.dropFirst() {
            run.leaveOpen(
              requirement,
              "an expectation that speaks for it did not hold; the finding is told "
                + "under \(blamed), the first that it names")
          }
        }
      } catch {
        throw .inconclusive("\(location): \(error.message)")
      }
    }
    return holds && !isOpen
  }

  /// What an unexpected refusal says of itself, a line: it often names the mistake in the suite.
  private func refusal(in exchange: AnsweredExchange) -> [String] {
    let words = exchange.refusalWords(by: run.session.conventions.errors)
    return words.map { ["the answer says: \($0)"] } ?? []
  }

  /// Whether what an answer shows may not be the server's doing, which leaves requirements open.
  private func saysNothing(
    _ exchange: AnsweredExchange, about requirements: [RequirementID], _ expectations: [Expectation]
  ) -> Bool {
    // A status of a gateway that is expected is as good as the server's.
    if exchange.hasGatewayStatus, expectations.name(exchange.response.status) { return false }
    return run.leaveOpen(requirements, forDoubtAmong: [exchange.index])
  }

  /// The line of the contract that a departure from a suite's expectation touches.
  func clause(
    for requirement: RequirementID?, at place: Finding.Place, of exchange: AnsweredExchange
  ) -> Finding.Clause {
    run.session.checkContext.clause(
      for: requirement ?? Self.ownRequirement, at: place, of: exchange)
  }

  /// What a case that names no requirement proves: what its author wrote down.
  static let ownRequirement: RequirementID = "SUITE"

  /// One thing that is not as expected.
  private struct Departure {
    let message: String
    let place: Finding.Place
    let expected: String
    let got: String
    /// Where the suite asks for it.
    let asked: ExpectationPlace
  }

  /// What is not as expected, and whether anything was looked at.
  private struct Comparison {
    var departures: [Departure]
    /// The empty list because of which the body showed nothing; nil where something was compared.
    var barrenList: JSONPointer?
  }

  /// Compares an answer with an expectation; a status alone is no evidence where the body is to show
  /// something.
  private func comparison(
    of answer: StepAnswer, with expectation: Expectation
  ) throws(TemplateFailure) -> Comparison {
    let exchange = answer.exchange
    let status = exchange.response.status
    if let expected = expectation.status, !expected.accepts(status) {
      // With another status the rest is about another thing: one cause, one finding.
      return Comparison(departures: [
        Departure(
          message: "\(exchange.request.method) answered \(status)", place: .status,
          expected: "status \(expected)", got: "status \(status)", asked: expectation.statusPlace)
      ])
    }
    var departures: [Departure] = []
    if let limit = expectation.timeLimit {
      // What the request waited for other work of this run says nothing about the target.
      let timings = exchange.response.timings
      let taken = timings.total - timings.queued - timings.unwatched
      if taken > limit {
        departures.append(
          Departure(
            message: "the answer took longer than it may", place: .exchange,
            expected: "the last byte within \(limit.millisecondsRoundedUp) ms",
            got: "\(taken.millisecondsRoundedUp) ms", asked: expectation.timeLimitPlace))
      }
    }
    if let mediaType = expectation.mediaType {
      let value = exchange.response.fields.value(named: "Content-Type") ?? "no Content-Type"
      if value.prefix(while: { $0 != ";" && $0 != " " }).lowercased() != mediaType.lowercased() {
        departures.append(
          Departure(
            message: "the answer has another media type", place: .header("content-type"),
            expected: mediaType, got: value, asked: expectation.mediaTypePlace))
      }
    }
    var matcher = BodyMatcher(scope: run.scope)
    for field in expectation.fields {
      let name = field.name
      let value = exchange.response.fields.value(named: name).flatMap(JSONValue.init(text:))
      for mismatch in try matcher.mismatches(of: value, with: field.pattern, at: .root) {
        departures.append(
          Departure(
            message: "the header field \(name) is not as expected",
            place: .header(name.lowercased()), expected: mismatch.expected, got: mismatch.got,
            asked: mismatch.asked.or(field.place)))
      }
    }
    if let pattern = expectation.body {
      for mismatch in try matcher.mismatches(of: answer.content, with: pattern, at: .root) {
        let what = mismatch.pointer.tokens.isEmpty ? "the body" : mismatch.pointer.description
        departures.append(
          Departure(
            message: "\(what) is not as expected", place: .body(mismatch.pointer),
            expected: mismatch.expected, got: mismatch.got,
            asked: mismatch.asked.or(expectation.bodyPlace)))
      }
    }
    let sawMore = expectation.mediaType != nil || expectation.timeLimit != nil
    return Comparison(departures: departures, barrenList: sawMore ? nil : matcher.barrenList)
  }

  /// Keeps values of an answer for later templates: all there are, also where one is missing.
  func capture(
    _ captures: [Suite.Capture], from answer: StepAnswer, of step: Suite.Step
  ) throws(CaseStop) {
    let exchange = answer.exchange
    var stop: CaseStop?
    for capture in captures {
      var source = answer.content
      if let choice = capture.choice, exchange.isSuccess {
        do throws(CaseStop) {
          source = try element(choice, of: answer, at: capture.location)
        } catch {
          stop = stop ?? error
          continue
        }
      }
      guard let value = source?.value(at: capture.pointer) else {
        guard exchange.isSuccess else { continue }
        let requirements = requirements(of: step.expectations.first)
        if run.leaveOpen(requirements, forDoubtAmong: [exchange.index]) {
          stop = stop ?? .departed
          continue
        }
        run.depart(
          from: requirements.first ?? Self.ownRequirement, severity: .fail,
          "the answer has nothing at \(capture.pointer.tokens.isEmpty ? "its root" : capture.pointer.description), "
            + "which the case goes on with",
          exchange: exchange.index, operation: exchange.operation, at: .body(capture.pointer),
          expected: "a value for \"\(capture.name)\"", got: "nothing there",
          clause: clause(for: requirements.first, at: .body(capture.pointer), of: exchange),
          suiteLocation: capture.location)
        stop = stop ?? .departed
        continue
      }
      run.scope.values[capture.name] = .json(value)
    }
    if let stop { throw stop }
  }

  /// The element that a capture looks for; a list without one leaves the case open.
  private func element(
    _ choice: Suite.Capture.Choice, of answer: StepAnswer, at location: SourceLocation
  ) throws(CaseStop) -> JSONValue {
    guard let list = answer.json?.value(at: choice.list), list.kind == .array else {
      throw .inconclusive("\(location): the answer has no list at \(choice.list)")
    }
    var matcher = BodyMatcher(scope: run.scope)
    do throws(TemplateFailure) {
      if let element = try matcher.first(like: choice.pattern, in: list) { return element }
    } catch {
      throw .inconclusive("\(location): \(error.message)")
    }
    throw .inconclusive(
      "\(location): none of the \(list.count) elements of \(choice.list) looks as the case needs")
  }
}

extension Suite.Step {
  /// Whether it is one request with one answer.
  fileprivate var isPlain: Bool {
    race == nil && together == nil && polling == nil && walk == nil
  }
}

extension Suite.Capture {
  /// Whether it keeps something of one element of a list.
  fileprivate var isOutOfList: Bool {
    choice != nil || pointer.tokens.contains { Int($0) != nil }
  }
}

extension AnsweredExchange {
  /// Whether the request names something by this id already, so that the answer only repeats what
  /// it belongs to.
  func refersTo(_ id: JSONValue) -> Bool {
    guard let text = ExactText(id) else { return false }
    var pending = [request.body.flatMap { try? JSONDocument(parsing: $0).root }].compactMap(\.self)
    while let value = pending.popLast() {
      if ExactText(value) == text { return true }
      pending += value.members.map(\.value) + value.elements
    }
    return request.url.split(separator: "?").first?.split(separator: "/")
      .contains { ExactText(String($0)) == text } ?? false
  }
}
