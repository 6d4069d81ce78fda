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

  /// The requirements that expectations of a step speak for.
  private func requirements(of step: Suite.Step) -> [RequirementID] {
    step.proves.isEmpty ? run.testCase.proves : step.proves
  }

  /// Compares a response with the step's expectations; false when it departs from them.
  private func compare(
    _ exchange: AnsweredExchange, with step: Suite.Step
  ) throws(CaseStop) -> Bool {
    let expectation = step.expectation
    let requirements = requirements(of: step)
    if expectation.isExplicit { run.noteExpectation(requirements) }
    var holds = true
    func depart(_ message: String, at place: Finding.Place, expected: String, got: String) {
      holds = false
      run.depart(
        from: requirements.first ?? "SUITE", severity: .fail, message, exchange: exchange.index,
        operation: exchange.operation, at: place, expected: expected, got: got,
        suiteLocation: step.call.location)
    }
    let status = exchange.response.status
    if !expectation.status.accepts(status) {
      depart(
        "\(exchange.request.method) answered \(status)", at: .status,
        expected: "status \(expectation.status)", got: "status \(status)")
      return false
    }
    if let mediaType = expectation.mediaType {
      let value = exchange.response.fields.value(named: "Content-Type") ?? "no Content-Type"
      let essence = value.prefix { $0 != ";" && $0 != " " }.lowercased()
      if essence != mediaType.lowercased() {
        depart(
          "the answer has another media type", at: .header("content-type"), expected: mediaType,
          got: value)
      }
    }
    do {
      var matcher = BodyMatcher(scope: run.scope)
      for (name, pattern) in expectation.fields {
        let value = exchange.response.fields.value(named: name)
        for mismatch in try matcher.mismatches(
          of: value.flatMap(Self.jsonText), with: pattern, at: .root)
        {
          depart(
            "the header field \(name) is not as expected", at: .header(name.lowercased()),
            expected: mismatch.expected, got: mismatch.got)
        }
      }
      if let pattern = expectation.body {
        for mismatch in try matcher.mismatches(of: exchange.json, with: pattern, at: .root) {
          depart(
            "\(mismatch.pointer.tokens.isEmpty ? "the body" : mismatch.pointer.description) is not "
              + "as expected", at: .body(mismatch.pointer), expected: mismatch.expected,
            got: mismatch.got)
        }
      }
    } catch {
      throw .inconclusive("\(step.call.location): \(error.message)")
    }
    return holds
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
          from: requirements(of: step).first ?? "SUITE", severity: .fail,
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
