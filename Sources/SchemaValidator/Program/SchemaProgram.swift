/// A compiled schema: immutable, shared freely between threads.
public final class SchemaProgram: Sendable {
  /// The number of the schema in the graph.
  let root: SchemaGraph.NodeID
  /// The number of the schema in the code.
  private let entry: Int
  private let source: SchemaSource
  private let batch: ProgramBatch

  init(source: SchemaSource, batch: ProgramBatch, root: SchemaGraph.NodeID, entry: Int) {
    self.source = source
    self.batch = batch
    self.root = root
    self.entry = entry
  }

  /// What the code is made from.
  var graph: SchemaGraph { code.graph }

  /// The code, made now if no program of the batch was run before.
  private var code: FastProgram { batch.code ?? source.code(of: batch) }

  /// Makes the code now, and not when the first value is judged.
  public func prepare() { _ = code }

  /// Runs the code, shared with the programs compiled together with this one.
  @inline(__always)
  private func verdict(_ tape: TapeView, _ node: Int) -> Bool? {
    let known = batch.withCode { Machine.verdict($0, tape, node, schema: entry) }
    return known ?? firstVerdict(tape, node)
  }

  @inline(never)
  private func firstVerdict(_ tape: TapeView, _ node: Int) -> Bool? {
    Machine.verdict(source.code(of: batch), tape, node, schema: entry)
  }

  /// Whether a value satisfies the schema.
  ///
  /// False as well when a pattern could not be decided; ``evaluate(_:)`` tells the two apart.
  public func isValid(_ value: JSONValue) -> Bool {
    verdict(value.document.tape, value.index) ?? false
  }

  /// Whether a JSON text satisfies the schema: reading and judging in one go.
  ///
  /// In steady state nothing is allocated. False as well when a pattern could not be decided.
  /// - Throws: ``JSONSyntaxError`` when the text is no JSON or passes a limit.
  public func isValid(
    _ text: Span<UInt8>, limits: JSONLimits = .init()
  ) throws(JSONSyntaxError) -> Bool {
    try batch.scratch.withScratch { (scratch) throws(JSONSyntaxError) in
      verdict(try scratch.read(text, limits: limits), 0) ?? false
    }
  }

  /// As ``isValid(_:limits:)``, but nil when it cannot be told.
  package func verdict(
    _ text: Span<UInt8>, limits: JSONLimits = .init()
  ) throws(JSONSyntaxError) -> Bool? {
    try batch.scratch.withScratch { (scratch) throws(JSONSyntaxError) in
      verdict(try scratch.read(text, limits: limits), 0)
    }
  }

  /// Whether the schema decides about nothing: every value satisfies it.
  package var acceptsEverything: Bool {
    code.tables.entries[8 * entry..<8 * entry + 8].allSatisfy { $0 == Entry.accept }
  }

  /// Whether a text is JSON, read as ``isValid(_:limits:)`` reads it; for measuring.
  package func reads(_ text: Span<UInt8>) -> Bool {
    let read = try? batch.scratch.withScratch { (scratch) throws(JSONSyntaxError) in
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
    isValid(value) ? SchemaVerdict() : explain(value)
  }

  @inline(never)
  private func explain(_ value: JSONValue) -> SchemaVerdict {
    ExhaustiveEvaluator.withAccount(of: value, by: self, detail: .failures) { account in
      var report = ViolationReport(graph, value)
      let violations = report.violations(account.unit)
      let outcome: SchemaVerdict.Outcome =
        !account.undecided.isEmpty ? .undecided : account.unit.isValid ? .valid : .invalid
      return SchemaVerdict(
        outcome: outcome, violations: violations, undecided: account.undecided,
        omitsViolations: account.isCut || report.isCut)
    }
  }
}
