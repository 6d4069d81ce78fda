/// Evaluates a graph keyword by keyword and keeps everything that was said.
///
/// This is the plain reading of the specification; the fast program must agree with its verdicts.
struct ExhaustiveEvaluator {
  /// How much of the result is kept.
  enum Detail {
    /// Failing units only.
    case failures
    /// All units, with annotations.
    case everything
  }

  let graph: SchemaGraph
  let tape: TapeView
  let detail: Detail
  private let root: SchemaGraph.NodeID
  /// Whether a pattern could not be decided.
  private(set) var undecided: [String] = []
  var keywordPath: [PathToken] = []
  var instancePath: [PathToken] = []
  private var depth = 0
  private var evaluations = 0
  private var fallback: FastProgram?
  private var fallbackState = Machine.State()
  /// How many branches of `anyOf` and the like are open around the current schema.
  var branchDepth = 0

  /// How many schemas are evaluated in detail that stand in branches of branches of branches.
  ///
  /// What comes after is only said to be right or wrong. Nested branches can make the full account exponentially long.
  private static let evaluationLimit = 20_000

  /// How many schemas are explained inside each other; each takes kilobytes of the call stack.
  private static let depthLimit = 600

  init(_ program: SchemaProgram, _ tape: TapeView, detail: Detail) {
    graph = program.graph
    root = program.root
    self.tape = tape
    self.detail = detail
  }

  /// What a schema said about a value, and which children of the value it looked at.
  struct Outcome {
    var unit: EvaluationUnit
    var evaluated = EvaluatedChildren()
    var isValid: Bool { unit.isValid }
  }

  mutating func noteUndecided(_ reason: String) { undecided.append(reason) }

  /// Evaluates the program's schema against a value.
  mutating func evaluate(_ instance: Int) -> Outcome { evaluate(root, instance) }

  /// Evaluates one schema against one value.
  mutating func evaluate(_ id: SchemaGraph.NodeID, _ instance: Int) -> Outcome {
    var outcome = Outcome(unit: unit(id, keyword: nil, instance))
    let node = graph.nodes[id]
    if let constant = node.constant {
      outcome.unit.isValid = constant
      if !constant {
        outcome.unit.fault = Fault(got: Phrase.value(tape, instance), want: "no value at all")
      }
      return outcome
    }
    if branchDepth > 2 { evaluations += 1 }
    if evaluations > Self.evaluationLimit || depth >= Self.depthLimit {
      return summary(id, instance, outcome)
    }
    depth += 1
    defer { depth -= 1 }
    for (position, keyword) in node.keywords.enumerated() {
      keywordPath.append(.name(keyword.spelling))
      var unit = self.unit(id, keyword: position, instance)
      apply(keyword, &unit, instance, &outcome.evaluated)
      keywordPath.removeLast()
      if !unit.isValid { outcome.unit.isValid = false }
      if !unit.isValid || detail == .everything { outcome.unit.children.append(unit) }
    }
    return outcome
  }

  /// The verdict on a schema without the reasons.
  private mutating func summary(
    _ id: SchemaGraph.NodeID, _ instance: Int, _ outcome: Outcome
  ) -> Outcome {
    var outcome = outcome
    let program = fallback ?? FastProgram(graph, roots: graph.reach(of: [root]))
    fallback = program
    let verdict = Machine.verdict(program, tape, instance, schema: id, &fallbackState)
    if verdict == nil { noteUndecided("the evaluation needs too many steps") }
    outcome.unit.isValid = verdict ?? false
    if !outcome.unit.isValid {
      outcome.unit.fault = Fault(
        got: Phrase.value(tape, instance),
        want: "a value that matches, by reasons too many to list")
    }
    return outcome
  }

  func unit(
    _ id: SchemaGraph.NodeID, keyword: Int?, _ instance: Int
  ) -> EvaluationUnit {
    EvaluationUnit(
      node: id, keyword: keyword, keywordPath: keywordPath, instancePath: instancePath,
      instance: instance)
  }

  /// Applies a subschema below a keyword; `token` is its place in the keyword's value.
  mutating func child(
    _ id: SchemaGraph.NodeID, _ instance: Int, at token: PathToken?, below step: PathToken? = nil
  ) -> Outcome {
    if let token { keywordPath.append(token) }
    if let step { instancePath.append(step) }
    let outcome = evaluate(id, instance)
    if token != nil { keywordPath.removeLast() }
    if step != nil { instancePath.removeLast() }
    return outcome
  }

  /// Adds a subschema's result to the keyword's unit; it must be valid for the keyword to be.
  func require(_ outcome: Outcome, _ unit: inout EvaluationUnit) {
    if !outcome.isValid { unit.isValid = false }
    keep(outcome, &unit)
  }

  /// Adds a subschema's result to the keyword's unit without judging by it.
  func keep(_ outcome: Outcome, _ unit: inout EvaluationUnit) {
    if !outcome.isValid || detail == .everything { unit.children.append(outcome.unit) }
  }

  func fail(_ unit: inout EvaluationUnit, got: String, want: String) {
    unit.isValid = false
    unit.fault = Fault(got: got, want: want)
  }

  /// Whether a pattern occurs in a string's text; undecided counts as no.
  mutating func matches(_ pattern: ECMAPattern, _ string: Int, source: String) -> Bool {
    switch tape.match(pattern, string) {
    case .matches: return true
    case .noMatch: return false
    case .undecided:
      noteUndecided("the pattern \(source) needs too many steps")
      return false
    }
  }

  private mutating func apply(
    _ keyword: Keyword, _ unit: inout EvaluationUnit, _ instance: Int,
    _ evaluated: inout EvaluatedChildren
  ) {
    switch keyword.rule {
    case .discriminator(let discriminator):
      if discriminator.isAsserted { apply(discriminator, &unit, instance) }
      if detail == .everything { unit.annotation = .keywordValue }
    case .ref, .allOf, .anyOf, .oneOf, .not, .condition, .dependentSchemas:
      applyInPlace(keyword.rule, &unit, instance, &evaluated)
    case .properties, .patternProperties, .additionalProperties, .propertyNames,
      .unevaluatedProperties:
      applyToMembers(keyword.rule, &unit, instance, &evaluated)
    case .prefixItems, .items, .contains, .unevaluatedItems:
      applyToElements(keyword.rule, &unit, instance, &evaluated)
    case .annotation:
      if detail == .everything { unit.annotation = .keywordValue }
    case .contentAnnotation:
      if detail == .everything, tape.kind(instance) == .string { unit.annotation = .keywordValue }
    case .stringFormat, .numberFormat, .content:
      assert(keyword.rule, &unit, instance)
      if detail == .everything { unit.annotation = .keywordValue }
    default:
      assert(keyword.rule, &unit, instance)
    }
  }
}

extension TapeView {
  /// Whether a pattern occurs in the text of a string.
  func match(_ pattern: ECMAPattern, _ string: Int) -> PatternMatch {
    withText(string) { pattern.match($0) }
  }

  /// Whether a string's text has a format.
  func holds(_ format: StringFormat, _ string: Int) -> Bool {
    withText(string) { format.holds($0) }
  }

  /// Whether a number has a format.
  func holds(_ format: NumberFormat, _ number: Int) -> Bool {
    bytes.withSpan(textRange(number)) { format.holds($0) }
  }

  /// How many code points a string has; a lone surrogate counts as one.
  func codePointCount(_ string: Int) -> Int {
    let node = self[string]
    if node.head & (StringFlag.escaped | StringFlag.nonASCII) == 0 { return Int(node.length) }
    if node.head & StringFlag.escaped == 0 {
      return bytes.codePointCount(textRange(string))
    }
    var count = 0
    for byte in unescapedBytes(string) where byte & 0b1100_0000 != 0b1000_0000 { count += 1 }
    return count
  }
}
