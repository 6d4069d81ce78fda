/// A compiled schema: immutable, shared freely between threads.
public final class SchemaProgram: Sendable {
  let graph: SchemaGraph
  let fast: FastProgram
  private let pool = ScratchPool()

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

  /// Whether a JSON text satisfies the schema: reading and judging in one go.
  ///
  /// In steady state nothing is allocated. False as well when a pattern could not be decided.
  /// - Throws: ``JSONSyntaxError`` when the text is no JSON or passes a limit.
  public func isValid(
    _ text: Span<UInt8>, limits: JSONLimits = .init()
  ) throws(JSONSyntaxError) -> Bool {
    try pool.withScratch { (scratch) throws(JSONSyntaxError) in
      Machine.verdict(fast, try scratch.read(text, limits: limits), 0) ?? false
    }
  }

  /// As ``isValid(_:limits:)``, but nil when it cannot be told.
  package func verdict(
    _ text: Span<UInt8>, limits: JSONLimits = .init()
  ) throws(JSONSyntaxError) -> Bool? {
    try pool.withScratch { (scratch) throws(JSONSyntaxError) in
      Machine.verdict(fast, try scratch.read(text, limits: limits), 0)
    }
  }

  /// Whether the schema decides about nothing: every value satisfies it.
  package var acceptsEverything: Bool {
    fast.tables.entries.prefix(8).allSatisfy { $0 == Entry.accept }
  }

  /// Whether a text is JSON, read as ``isValid(_:limits:)`` reads it; for measuring.
  package func reads(_ text: Span<UInt8>) -> Bool {
    let read = try? pool.withScratch { (scratch) throws(JSONSyntaxError) in
      try scratch.read(text, limits: .init())
    }
    return read != nil
  }

  /// Whether a JSON text satisfies the schema: reading and judging in one go.
  ///
  /// - Throws: ``JSONSyntaxError`` when the text is no JSON or passes a limit.
  public func isValid(
    _ text: [UInt8], limits: JSONLimits = .init()
  ) throws(JSONSyntaxError) -> Bool {
    try isValid(text.span, limits: limits)
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
