import Diagnostics
import SchemaValidator

/// Runs the steps of a case one after another.
struct StepRunner {
  let run: CaseRun

  /// Runs all steps as often as asked; one that departs from what is expected ends the case.
  ///
  /// A race in which no two requests overlapped proves nothing: where none of the trials saw two
  /// overlap, what the case proves stays open.
  func run(_ steps: [Suite.Step], trials: Int) async throws(CaseStop) {
    var hasOverlapped = false
    for trial in 0..<trials {
      run.scope.index = trial
      for (number, step) in steps.enumerated() {
        try await pause(step.delay)
        let purpose = trials > 1 ? "trial \(trial + 1), step \(number + 1)" : "step \(number + 1)"
        if let race = step.race {
          if try await self.race(race, of: step, purpose: purpose) { hasOverlapped = true }
          continue
        }
        let answer =
          if let pages = step.walk {
            try await walk(step.call, pages: pages, purpose: purpose)
          } else {
            StepAnswer(
              try await run.send(
                step.call, purpose: purpose, acceptsRefusal: step.expectsRefusalForPace))
          }
        try settle(answer, of: step)
      }
    }
    guard steps.contains(where: { $0.race != nil }), !hasOverlapped else { return }
    for requirement in run.testCase.proves {
      run.leaveOpen(requirement, "no two requests overlapped in \(trials) trials")
    }
  }

  private func pause(_ delay: Duration) async throws(CaseStop) {
    guard delay > .zero else { return }
    do { try await run.session.environment.sleep(delay) } catch { throw .interrupted }
  }

  /// Compares an answer with what its step expects, and keeps of it what later steps need.
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
    if let cleanup = step.cleanup, exchange.isSuccess { run.addCleanup(cleanup) }
    guard try comparison.get() else { throw .departed }
    try captured.get()
  }

  /// Whatever a create of this run answers with belongs to the run.
  func mint(_ exchange: AnsweredExchange, of step: Suite.Step) {
    guard exchange.request.method == "POST", exchange.isSuccess, let json = exchange.json
    else { return }
    for capture in step.captures {
      guard let id = json.value(at: capture.pointer) else { continue }
      switch id.kind {
      case .string, .number: run.session.ledger.mint(id.stringValue ?? id.description)
      case .null, .boolean, .array, .object: break
      }
    }
  }

  /// The requirements that an expectation speaks for.
  func requirements(of expectation: Expectation?) -> [RequirementID] {
    guard let own = expectation?.proves, !own.isEmpty else { return run.testCase.proves }
    return own
  }

  /// Compares an answer with expectations; false when it departs from one that fails the case.
  func compare(
    _ answer: StepAnswer, with expectations: [Expectation], location: SourceLocation
  ) throws(CaseStop) -> Bool {
    var holds = true
    for expectation in expectations {
      let requirements = requirements(of: expectation)
      if expectation.isExplicit { run.noteExpectation(requirements) }
      do throws(TemplateFailure) {
        for departure in try departures(of: answer, from: expectation) {
          let (exchange, place) = answer.source(of: departure.place)
          let severity = run.depart(
            from: requirements.first ?? Self.ownRequirement, departure.message,
            exchange: exchange.index, operation: exchange.operation, at: place,
            expected: departure.expected, got: departure.got,
            clause: clause(for: requirements.first, at: place, of: exchange),
            suiteLocation: location)
          if severity == .fail { holds = false }
        }
      } catch {
        throw .inconclusive("\(location): \(error.message)")
      }
    }
    return holds
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
  }

  private func departures(
    of answer: StepAnswer, from expectation: Expectation
  ) throws(TemplateFailure) -> [Departure] {
    let exchange = answer.exchange
    let status = exchange.response.status
    if let expected = expectation.status, !expected.accepts(status) {
      // With another status the rest is about another thing: one cause, one finding.
      return [
        Departure(
          message: "\(exchange.request.method) answered \(status)", place: .status,
          expected: "status \(expected)", got: "status \(status)")
      ]
    }
    var departures: [Departure] = []
    if let mediaType = expectation.mediaType {
      let value = exchange.response.fields.value(named: "Content-Type") ?? "no Content-Type"
      if value.prefix(while: { $0 != ";" && $0 != " " }).lowercased() != mediaType.lowercased() {
        departures.append(
          Departure(
            message: "the answer has another media type", place: .header("content-type"),
            expected: mediaType, got: value))
      }
    }
    var matcher = BodyMatcher(scope: run.scope)
    for (name, pattern) in expectation.fields {
      let value = exchange.response.fields.value(named: name).flatMap(Self.jsonText)
      for mismatch in try matcher.mismatches(of: value, with: pattern, at: .root) {
        departures.append(
          Departure(
            message: "the header field \(name) is not as expected",
            place: .header(name.lowercased()), expected: mismatch.expected, got: mismatch.got))
      }
    }
    if let pattern = expectation.body {
      for mismatch in try matcher.mismatches(of: answer.json, with: pattern, at: .root) {
        let what = mismatch.pointer.tokens.isEmpty ? "the body" : mismatch.pointer.description
        departures.append(
          Departure(
            message: "\(what) is not as expected", place: .body(mismatch.pointer),
            expected: mismatch.expected, got: mismatch.got))
      }
    }
    return departures
  }

  /// A text as a JSON value.
  private static func jsonText(_ text: String) -> JSONValue? {
    var writer = JSONWriter()
    writer.string(text)
    return try? JSONDocument(parsing: writer.finish()).root
  }

  /// Keeps values of an answer for later templates: all there are, also where one is missing.
  func capture(
    _ captures: [Suite.Capture], from answer: StepAnswer, of step: Suite.Step
  ) throws(CaseStop) {
    let exchange = answer.exchange
    var stop: CaseStop?
    for capture in captures {
      var source = answer.json
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
        run.depart(
          from: requirements(of: step.expectations.first).first ?? Self.ownRequirement,
          severity: .fail,
          "the answer has nothing at \(capture.pointer), which the case goes on with",
          exchange: exchange.index, operation: exchange.operation, at: .body(capture.pointer),
          expected: "a value for \"\(capture.name)\"", got: "nothing there",
          clause: clause(
            for: requirements(of: step.expectations.first).first, at: .body(capture.pointer),
            of: exchange),
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
