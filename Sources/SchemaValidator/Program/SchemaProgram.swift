/// A compiled schema: immutable, shared freely between threads.
public final class SchemaProgram: Sendable {
  let graph: SchemaGraph
  let fast: FastProgram

  init(graph: SchemaGraph) {
    self.graph = graph
    fast = FastProgram(ProgramEmitter.emit(graph))
  }

  /// Whether a value satisfies the schema.
  ///
  /// False as well when a pattern could not be decided; ``evaluate(_:)`` tells the two apart.
  public func isValid(_ value: JSONValue) -> Bool {
    Machine.verdict(fast, value.document.tape, value.index) ?? false
  }

  /// Judges a value and says everything that is wrong with it.
  public func evaluate(_ value: JSONValue) -> SchemaVerdict {
    if isValid(value) { return SchemaVerdict(outcome: .valid, violations: [], undecided: []) }
    var evaluator = ExhaustiveEvaluator(graph, value.document.tape, detail: .failures)
    let outcome = evaluator.evaluate(0, value.index)
    let violations = ViolationReport(graph, value).violations(outcome.unit)
    if !evaluator.undecided.isEmpty {
      return SchemaVerdict(
        outcome: .undecided, violations: violations, undecided: evaluator.undecided)
    }
    return SchemaVerdict(
      outcome: outcome.isValid ? .valid : .invalid, violations: violations, undecided: [])
  }
}
