/// Evaluates a graph keyword by keyword and keeps everything that was said.
///
/// This is the plain reading of the specification; the fast program must agree with its verdicts.
/// Where it leaves a verdict open, because parts were left out or a pattern needs too many steps,
/// nothing is called wrong for it; what depends on such a verdict asks the fast program.
struct ExhaustiveEvaluator {
  /// How much of the result is kept.
  enum Detail {
    /// What fails and makes the whole fail.
    case failures
    /// What holds, with annotations.
    case annotations
    /// All units, with annotations.
    case everything
  }

  let graph: SchemaGraph
  let tape: TapeView
  let detail: Detail
  private let root: SchemaGraph.NodeID
  /// Whether something was left out of the result: its verdict is exact, its reasons are not all.
  private(set) var isCut = false
  /// Whether the schemas stand deeper inside each other than the stack may take.
  private(set) var isTooDeep = false
  var keywordPath = Path()
  var instancePath = Path()
  private let depthLimit: Int
  let isOnDeepStack: Bool
  private var depth = 0
  private var evaluations = 0
  private var branchEvaluations = 0
  /// What is kept so far weighs; what is dropped again is taken back.
  private(set) var weight = 0
  /// Code with an entry for each schema that is reached, and the numbers of those.
  private var fallback: (code: FastProgram, entries: [SchemaGraph.NodeID: Int])?
  private var fallbackState = Machine.State()
  /// Whether that code has gone through so much that it cannot be asked any more.
  private var isExhausted = false
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

  /// How much may be kept, what stands in branches included: each failing keyword weighs as much
  /// as the ways to it are long.
  private static let weightLimit = 250_000

  /// The same where units that hold are kept as well, which all weigh something.
  private static let weightLimitOfAll = 4_000_000

  /// How many schemas are explained inside each other; each takes kilobytes of the call stack.
  private static let deepLimit = 600
  /// How many of them on the stack of the caller.
  private static let depthOnStack = 20

  private init(
    _ program: SchemaProgram, _ value: JSONValue, _ judgement: Machine.Judgement, detail: Detail,
    isOnDeepStack: Bool
  ) {
    graph = program.graph
    root = program.root
    tape = value.document.tape
    self.detail = detail
    self.isOnDeepStack = isOnDeepStack
    depthLimit = isOnDeepStack ? Self.deepLimit : Self.depthOnStack
    fallbackState.isOnDeepStack = isOnDeepStack
    // Where the steps did not suffice, no more are spent on the reasons.
    if judgement.verdict == nil { fallbackState.patternAllowance = judgement.allowance }
  }

  /// A program's whole account of a value.
  struct Account {
    let unit: EvaluationUnit
    /// Whether the unit does not hold everything there is to say.
    let isCut: Bool
  }

  /// Lends the account of a value that has been judged; on a stack of its own where the nesting is
  /// deep.
  static func withAccount<Result>(
    of value: JSONValue, by program: SchemaProgram, _ judgement: Machine.Judgement,
    detail: Detail, _ body: (Account) -> Result
  ) -> Result {
    func account(isOnDeepStack: Bool) -> Account? {
      var evaluator = ExhaustiveEvaluator(
        program, value, judgement, detail: detail, isOnDeepStack: isOnDeepStack)
      return evaluator.account(of: value.index, judgement.verdict)
    }
    if let account = account(isOnDeepStack: false) { return body(account) }
    let result = DeepStack.run { account(isOnDeepStack: true).map(body) }
    if let result, let result { return result }
    return body(verdictAlone(on: value, by: program, judgement.verdict))
  }

  /// The account where there is no stack to find more.
  private static func verdictAlone(
    on value: JSONValue, by program: SchemaProgram, _ verdict: Bool?
  ) -> Account {
    var unit = EvaluationUnit(root: program.root, value)
    if verdict == false { unit.fail(.unlisted(value.document.tape, value.index)) }
    return Account(unit: unit, isCut: true)
  }

  /// The account, which agrees with the verdict; nil if the stack does not suffice.
  private mutating func account(of instance: Int, _ verdict: Bool?) -> Account? {
    var unit = evaluate(root, instance).unit
    if isTooDeep { return nil }
    if verdict == true { unit.isValid = true }
    if verdict == false, unit.isValid {
      unit.fail(.unlisted(tape, instance))
      isCut = true
    }
    return Account(unit: unit, isCut: isCut)
  }

  /// What a schema said about a value, and which children of the value it looked at.
  struct Outcome {
    var unit: EvaluationUnit
    var evaluated = EvaluatedChildren()
    var isValid: Bool { unit.isValid }
  }

  /// Counts in what is kept at the place that is looked at.
  private mutating func weigh() {
    weight += 1 + keywordPath.count + instancePath.count
  }

  /// Takes back what has been weighed since, because it was dropped.
  mutating func drop(to weight: Int) { self.weight = weight }

  /// Whether a unit is part of the result, apart from what the units above it say.
  func isKept(_ unit: EvaluationUnit) -> Bool {
    switch detail {
    case .failures: !unit.isValid
    case .annotations: unit.isValid
    case .everything: true
    }
  }

  /// Leaves open whether a unit holds: it counts as valid, and is known not to say everything.
  mutating func leaveOpen(_ unit: inout EvaluationUnit) {
    unit.isOpen = true
    isCut = true
  }

  /// Evaluates one schema against one value.
  private mutating func evaluate(_ id: SchemaGraph.NodeID, _ instance: Int) -> Outcome {
    var outcome = Outcome(unit: unit(id, keyword: nil, instance))
    let node = graph.nodes[id]
    if let constant = node.constant {
      outcome.unit.isValid = constant
      if !constant, isHeavy {
        isCut = true
      } else if !constant {
        weigh()
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
    if detail != .failures { weigh() }
    depth += 1
    defer { depth -= 1 }
    for (position, keyword) in node.keywords.enumerated() {
      keywordPath.append(.name(keyword.spelling))
      var unit = self.unit(id, keyword: position, instance)
      apply(keyword, &unit, instance, &outcome.evaluated)
      if unit.fault != nil || detail != .failures { weigh() }
      keywordPath.removeLast()
      if !unit.isValid { outcome.unit.isValid = false }
      if unit.isOpen { outcome.unit.isOpen = true }
      if isKept(unit) { outcome.unit.children.append(unit) }
      if isTooDeep { return outcome }
    }
    return outcome
  }

  /// Whether nothing more can be kept.
  private var isHeavy: Bool {
    weight >= (detail == .failures ? Self.weightLimit : Self.weightLimitOfAll)
  }

  /// Whether nothing more is looked into.
  private var isFull: Bool {
    if isHeavy { return true }
    if detail != .failures { return evaluations > Self.evaluationLimit }
    return evaluations > Self.followedLimit && (graph.tracksEvaluated || isExhausted)
  }

  /// Whether schemas are only followed when they are known to fail.
  private var isTested: Bool {
    detail == .failures && !graph.tracksEvaluated && !isExhausted
      && evaluations > Self.evaluationsWithoutTest
  }

  /// Applies a subschema of whose result only the verdict is told.
  mutating func test(_ id: SchemaGraph.NodeID, _ instance: Int) -> Outcome {
    if isTested, let verdict = verdict(id, instance) {
      var outcome = Outcome(unit: unit(id, keyword: nil, instance))
      outcome.unit.isValid = verdict
      return outcome
    }
    return child(id, instance, at: nil)
  }

  /// Whether a subschema holds, asked of the code where its own account leaves that open; nil where
  /// it cannot be told.
  mutating func settle(
    _ outcome: inout Outcome, _ id: SchemaGraph.NodeID, _ instance: Int
  ) -> Bool? {
    guard outcome.isValid, outcome.unit.isOpen else { return outcome.isValid }
    guard let verdict = verdict(id, instance) else { return nil }
    outcome.unit.isOpen = false
    if !verdict {
      weigh()
      outcome.unit.fail(.unlisted(tape, instance))
    }
    return verdict
  }

  /// The verdict on a schema; nil when it cannot be told.
  private mutating func verdict(_ id: SchemaGraph.NodeID, _ instance: Int) -> Bool? {
    let fallback = self.fallback ?? makeFallback()
    guard !isExhausted, let entry = fallback.entries[id] else { return nil }
    let verdict = Machine.verdict(fallback.code, tape, instance, schema: entry, &fallbackState)
    switch fallbackState.obstacle {
    case .steps, .allPatterns: isExhausted = true
    case .pattern, .depth, nil: break
    }
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
    guard let verdict = verdict(id, instance) else {
      outcome.unit.isOpen = true
      return outcome
    }
    outcome.unit.isValid = verdict
    if !verdict, !isHeavy {
      weigh()
      outcome.unit.fail(.unlisted(tape, instance))
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
    if outcome.unit.isOpen { unit.isOpen = true }
    keep(outcome, &unit)
  }

  /// Adds a subschema's result to the keyword's unit without judging by it.
  func keep(_ outcome: Outcome, _ unit: inout EvaluationUnit) {
    // A result that says nothing is one that was left out.
    if isFull, outcome.unit.fault == nil, outcome.unit.children.isEmpty { return }
    if isKept(outcome.unit) { unit.children.append(outcome.unit) }
  }

  func fail(_ unit: inout EvaluationUnit, got: String, want: String) {
    unit.fail(Fault(got: got, want: want))
  }

  /// Whether a pattern occurs in a string's text; nil where that takes too many steps.
  mutating func matches(_ pattern: ECMAPattern, _ string: Int) -> Bool? {
    switch tape.match(pattern, string, &fallbackState.patternAllowance) {
    case .matches: true
    case .noMatch: false
    case .undecided: nil
    }
  }

  /// Does what may have to follow values deeply.
  mutating func following<Result>(_ body: (inout Nesting) -> Result) -> Result {
    var nesting = Nesting(onDeepStack: isOnDeepStack)
    let result = body(&nesting)
    if nesting.isExceeded { isTooDeep = true }
    return result
  }

  private mutating func apply(
    _ keyword: Keyword, _ unit: inout EvaluationUnit, _ instance: Int,
    _ evaluated: inout EvaluatedChildren
  ) {
    switch keyword.rule {
    case .discriminator(let discriminator):
      if discriminator.isAsserted { apply(discriminator, &unit, instance) }
      if detail != .failures { unit.annotation = .keywordValue }
    case .ref, .allOf, .anyOf, .oneOf, .not, .condition, .dependentSchemas:
      applyInPlace(keyword.rule, &unit, instance, &evaluated)
    case .properties, .patternProperties, .additionalProperties, .propertyNames,
      .unevaluatedProperties:
      applyToMembers(keyword.rule, &unit, instance, &evaluated)
    case .prefixItems, .items, .contains, .unevaluatedItems:
      applyToElements(keyword.rule, &unit, instance, &evaluated)
    case .annotation:
      if detail != .failures { unit.annotation = .keywordValue }
    case .contentAnnotation:
      if detail != .failures, tape.kind(instance) == .string { unit.annotation = .keywordValue }
    case .stringFormat, .numberFormat, .content:
      assert(keyword.rule, &unit, instance)
      if detail != .failures { unit.annotation = .keywordValue }
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
