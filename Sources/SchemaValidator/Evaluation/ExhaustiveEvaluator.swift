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
  /// Whether something was left out of the result: its verdict is exact, its reasons are not all.
  private(set) var isCut = false
  /// Whether the schemas stand deeper inside each other than the stack may take.
  private(set) var isTooDeep = false
  var keywordPath: [PathToken] = []
  var instancePath: [PathToken] = []
  private let depthLimit: Int
  private let isOnDeepStack: Bool
  private var depth = 0
  private var evaluations = 0
  private var branchEvaluations = 0
  /// What the faults kept so far weigh.
  private var weight = 0
  private var patternAllowance = PatternAllowance()
  /// Code with an entry for each schema that is reached, and the numbers of those.
  private var fallback: (code: FastProgram, entries: [SchemaGraph.NodeID: Int])?
  private var fallbackState = Machine.State()
  /// How many branches of `anyOf` and the like are open around the current schema.
  var branchDepth = 0

  /// How many schemas are evaluated in detail that stand in branches of branches of branches.
  ///
  /// What comes after is only said to be right or wrong. Nested branches can make the full account exponentially long.
  private static let branchEvaluationLimit = 20_000

  /// After so many evaluations only those schemas are looked at that are known to fail.
  private static let evaluationsWithoutTest = 20_000

  /// How many schemas are evaluated when everything is kept.
  private static let evaluationLimit = 200_000

  /// How many schemas are evaluated when those that hold have to be followed as well.
  private static let followedLimit = 50_000

  /// How much failing keywords may weigh that are kept, those in branches included: each as much
  /// as the ways to it are long.
  private static let weightLimit = 250_000

  /// How many schemas are explained inside each other; each takes kilobytes of the call stack.
  private static let deepLimit = 600
  /// How many of them on the stack of the caller.
  private static let depthOnStack = 30

  private init(_ program: SchemaProgram, _ tape: TapeView, detail: Detail, isOnDeepStack: Bool) {
    graph = program.graph
    root = program.root
    self.tape = tape
    self.detail = detail
    self.isOnDeepStack = isOnDeepStack
    depthLimit = isOnDeepStack ? Self.deepLimit : Self.depthOnStack
  }

  /// A program's whole account of a value.
  struct Account {
    let unit: EvaluationUnit
    /// Why it could not be told; empty when it could.
    let undecided: [String]
    /// Whether the unit does not hold everything there is to say.
    let isCut: Bool
  }

  /// Judges a value and lends the account; on a stack of its own where the nesting is deep.
  static func withAccount<Result>(
    of value: JSONValue, by program: SchemaProgram, detail: Detail, _ body: (Account) -> Result
  ) -> Result {
    var evaluator = ExhaustiveEvaluator(
      program, value.document.tape, detail: detail, isOnDeepStack: false)
    let account = evaluator.account(of: value.index)
    if !evaluator.isTooDeep { return body(account) }
    return DeepStack.run {
      var evaluator = ExhaustiveEvaluator(
        program, value.document.tape, detail: detail, isOnDeepStack: true)
      return body(evaluator.account(of: value.index))
    }
  }

  private mutating func account(of instance: Int) -> Account {
    let outcome = evaluate(root, instance)
    var unit = outcome.unit
    // Where parts were left out, the whole is judged without them.
    if isCut, undecided.isEmpty, !isTooDeep, let verdict = verdict(root, instance) {
      unit.isValid = verdict
    }
    return Account(unit: unit, undecided: undecided, isCut: isCut)
  }

  /// What a schema said about a value, and which children of the value it looked at.
  struct Outcome {
    var unit: EvaluationUnit
    var evaluated = EvaluatedChildren()
    var isValid: Bool { unit.isValid }
  }

  private mutating func noteUndecided(_ reason: String) {
    if !undecided.contains(reason), undecided.count < 16 { undecided.append(reason) }
  }

  private mutating func noteFault() {
    weight += 1 + keywordPath.count + instancePath.count
  }

  /// Evaluates one schema against one value.
  private mutating func evaluate(_ id: SchemaGraph.NodeID, _ instance: Int) -> Outcome {
    var outcome = Outcome(unit: unit(id, keyword: nil, instance))
    let node = graph.nodes[id]
    if let constant = node.constant {
      outcome.unit.isValid = constant
      if !constant, isFull {
        isCut = true
      } else if !constant {
        noteFault()
        outcome.unit.fault = Fault(got: Phrase.value(tape, instance), want: "no value at all")
      }
      return outcome
    }
    if depth >= depthLimit, !isOnDeepStack { isTooDeep = true }
    if isTooDeep { return outcome }
    evaluations += 1
    if branchDepth > 2 { branchEvaluations += 1 }
    if depth >= depthLimit || branchEvaluations > Self.branchEvaluationLimit || isFull {
      return summary(id, instance, outcome)
    }
    if isTested, verdict(id, instance) == true { return outcome }
    depth += 1
    defer { depth -= 1 }
    for (position, keyword) in node.keywords.enumerated() {
      keywordPath.append(.name(keyword.spelling))
      var unit = self.unit(id, keyword: position, instance)
      apply(keyword, &unit, instance, &outcome.evaluated)
      keywordPath.removeLast()
      if unit.fault != nil { noteFault() }
      if !unit.isValid { outcome.unit.isValid = false }
      if !unit.isValid || detail == .everything { outcome.unit.children.append(unit) }
    }
    return outcome
  }

  /// Whether nothing more is kept.
  private var isFull: Bool {
    if weight >= Self.weightLimit { return true }
    if detail == .everything { return evaluations > Self.evaluationLimit }
    return evaluations > Self.followedLimit
      && (graph.tracksEvaluated || fallbackState.isUndecided)
  }

  /// Whether schemas are only followed when they are known to fail.
  private var isTested: Bool {
    detail == .failures && !graph.tracksEvaluated && !fallbackState.isUndecided
      && evaluations > Self.evaluationsWithoutTest
  }

  /// Applies a subschema of whose result only the verdict is told.
  mutating func test(_ id: SchemaGraph.NodeID, _ instance: Int) -> Outcome {
    if isTested, let verdict = verdict(id, instance) {
      var outcome = Outcome(unit: unit(id, keyword: nil, instance))
      outcome.unit.isValid = verdict
      return outcome
    }
    let before = weight
    let outcome = child(id, instance, at: nil)
    if detail == .failures { weight = before }
    return outcome
  }

  /// The verdict on a schema; nil, and noted, when it cannot be told.
  private mutating func verdict(_ id: SchemaGraph.NodeID, _ instance: Int) -> Bool? {
    let fallback = self.fallback ?? makeFallback()
    guard let entry = fallback.entries[id] else { return nil }
    let verdict = Machine.verdict(fallback.code, tape, instance, schema: entry, &fallbackState)
    if verdict == nil { noteUndecided("the evaluation needs too many steps") }
    return verdict
  }

  private mutating func makeFallback() -> (code: FastProgram, entries: [SchemaGraph.NodeID: Int]) {
    let reached = graph.reach(of: [root])
    let made = (
      code: FastProgram(graph, roots: reached),
      entries: Dictionary(uniqueKeysWithValues: zip(reached, 0...))
    )
    fallback = made
    return made
  }

  /// The verdict on a schema without the reasons.
  private mutating func summary(
    _ id: SchemaGraph.NodeID, _ instance: Int, _ outcome: Outcome
  ) -> Outcome {
    var outcome = outcome
    isCut = true
    outcome.evaluated.isUnknown = true
    outcome.unit.isValid = verdict(id, instance) ?? false
    if !outcome.unit.isValid, !isFull {
      noteFault()
      outcome.unit.fault = .unlisted(tape, instance)
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
    // A result that says nothing is one that was left out.
    if isFull, outcome.unit.fault == nil, outcome.unit.children.isEmpty { return }
    if !outcome.isValid || detail == .everything { unit.children.append(outcome.unit) }
  }

  func fail(_ unit: inout EvaluationUnit, got: String, want: String) {
    unit.isValid = false
    unit.fault = Fault(got: got, want: want)
  }

  /// Whether a pattern occurs in a string's text; undecided counts as no.
  mutating func matches(_ pattern: ECMAPattern, _ string: Int, source: String) -> Bool {
    switch tape.match(pattern, string, &patternAllowance) {
    case .matches: return true
    case .noMatch: return false
    case .undecided:
      noteUndecided("the pattern \(Phrase.pattern(source)) needs too many steps")
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
  func match(
    _ pattern: ECMAPattern, _ string: Int, _ allowance: inout PatternAllowance
  ) -> PatternMatch {
    withText(string) { pattern.match($0, &allowance) }
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
