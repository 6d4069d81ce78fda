import Diagnostics
import SchemaValidator

/// Runs the steps of a case one after another.
struct StepRunner {
  let run: CaseRun

  /// Runs all steps; one that departs from what is expected ends the case.
  func run(_ steps: [Suite.Step]) async throws(CaseStop) {
    for (number, step) in steps.enumerated() {
      let exchange = try await run.send(step.call, purpose: "step \(number + 1)")
      mint(exchange, of: step)
      let holds = try compare(exchange, with: step)
      try capture(step.captures, from: exchange, of: step)
      if let cleanup = step.cleanup, exchange.isSuccess { run.addCleanup(cleanup) }
      guard holds else { throw .departed }
    }
  }

  /// Whatever a create of this run answers with belongs to the run.
  private func mint(_ exchange: AnsweredExchange, of step: Suite.Step) {
    guard exchange.request.method == "POST", exchange.isSuccess, let json = exchange.json
    else { return }
    for capture in step.captures {
      if let id = json.value(at: capture.pointer)?.stringValue { run.session.ledger.mint(id) }
    }
  }

  /// The requirements that an expectation speaks for.
  private func requirements(of expectation: Expectation?) -> [RequirementID] {
    guard let own = expectation?.proves, !own.isEmpty else { return run.testCase.proves }
    return own
  }

  /// Compares a response with the step's expectations; false when it departs from one that fails
  /// the case.
  private func compare(
    _ exchange: AnsweredExchange, with step: Suite.Step
  ) throws(CaseStop) -> Bool {
    var holds = true
    for expectation in step.expectations {
      let requirements = requirements(of: expectation)
      if expectation.isExplicit { run.noteExpectation(requirements) }
      do throws(TemplateFailure) {
        let departures = try departures(of: exchange, from: expectation)
        for departure in departures {
          let severity = run.depart(
            from: requirements.first ?? Self.ownRequirement, departure.message,
            exchange: exchange.index, operation: exchange.operation, at: departure.place,
            expected: departure.expected, got: departure.got, suiteLocation: step.call.location)
          if severity == .fail { holds = false }
        }
      } catch {
        throw .inconclusive("\(step.call.location): \(error.message)")
      }
    }
    return holds
  }

  /// What a case that names no requirement proves: what its author wrote down.
  private static let ownRequirement: RequirementID = "SUITE"

  /// One thing that is not as expected.
  private struct Departure {
    let message: String
    let place: Finding.Place
    let expected: String
    let got: String
  }

  private func departures(
    of exchange: AnsweredExchange, from expectation: Expectation
  ) throws(TemplateFailure) -> [Departure] {
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
      for mismatch in try matcher.mismatches(of: exchange.json, with: pattern, at: .root) {
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

  private func capture(
    _ captures: [Suite.Capture], from exchange: AnsweredExchange, of step: Suite.Step
  ) throws(CaseStop) {
    for capture in captures {
      guard let value = exchange.json?.value(at: capture.pointer) else {
        guard exchange.isSuccess else { continue }
        run.depart(
          from: requirements(of: step.expectations.first).first ?? Self.ownRequirement,
          severity: .fail,
          "the answer has nothing at \(capture.pointer), which the case goes on with",
          exchange: exchange.index, operation: exchange.operation, at: .body(capture.pointer),
          expected: "a value for \"\(capture.name)\"", got: "nothing there",
          suiteLocation: capture.location)
        throw .departed
      }
      run.scope.values[capture.name] = .json(value)
    }
  }
}
