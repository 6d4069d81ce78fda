/// A compiled schema: immutable, shared freely between threads.
public final class SchemaProgram: Sendable {
  /// The number of the schema in the graph.
  let root: SchemaGraph.NodeID
  /// The number of the schema in the code.
  private let entry: Int
  let source: SchemaSource
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
  private func verdict(_ tape: TapeView, _ node: Int, _ state: inout Machine.State) -> Bool? {
    let known = batch.withCode { Machine.verdict($0, tape, node, schema: entry, &state) }
    return known ?? firstVerdict(tape, node, &state)
  }

  @inline(__always)
  private func verdict(_ tape: TapeView, _ node: Int) -> Bool? {
    var state = Machine.State()
    return verdict(tape, node, &state)
  }

  @inline(never)
  private func firstVerdict(
    _ tape: TapeView, _ node: Int, _ state: inout Machine.State
  ) -> Bool? {
    Machine.verdict(source.code(of: batch), tape, node, schema: entry, &state)
  }

  /// What every account of a value starts from.
  func judgement(of value: JSONValue) -> Machine.Judgement {
    var state = Machine.State()
    let verdict = verdict(value.document.tape, value.index, &state)
    return Machine.Judgement(verdict, state)
  }

  /// A sentence on what keeps a value from being judged.
  func sentence(on obstacle: Machine.Obstacle?) -> String {
    switch obstacle {
    case .pattern(let number):
      "the pattern \(Phrase.pattern(code.tables.patterns[number].source)) needs too many steps"
    case .allPatterns: "the patterns together need too many steps"
    case .steps, nil: "the evaluation needs too many steps"
    case .depth: "the nesting is too deep for the stack"
    }
  }

  /// Whether a value satisfies the schema.
  ///
  /// False as well when that cannot be told, because a pattern or the schema needs too many steps
  /// or the nesting is too deep; ``evaluate(_:)`` tells the two apart.
  public func isValid(_ value: JSONValue) -> Bool {
    verdict(value.document.tape, value.index) ?? false
  }

  /// Whether a JSON text satisfies the schema: reading and judging in one go.
  ///
  /// In steady state nothing is allocated. False as well when it cannot be told.
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
    let judgement = judgement(of: value)
    return judgement.verdict == true ? SchemaVerdict() : explain(value, judgement)
  }

  @inline(never)
  private func explain(_ value: JSONValue, _ judgement: Machine.Judgement) -> SchemaVerdict {
    ExhaustiveEvaluator.withAccount(of: value, by: self, judgement, detail: .failures) { account in
      var report = ViolationReport(graph, value)
      let violations = report.violations(account.unit)
      let isDecided = judgement.verdict != nil
      return SchemaVerdict(
        outcome: isDecided ? .invalid : .undecided, violations: violations,
        undecided: isDecided ? [] : [sentence(on: judgement.obstacle)],
        omitsViolations: account.isCut || report.isCut)
    }
  }
}
