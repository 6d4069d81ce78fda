/// A pattern as instructions for our own backtracking matcher, which has ECMA-262's meaning of
/// every construct, look-behind of any length included.
///
/// Without back-references the way to a state cannot matter, so a state that failed once need
/// not be tried again: repetitions are written out and the search remembers. With them,
/// repetitions are counted and the search has a budget of steps.
/// Source: [ECMA-262 22.2.2](https://tc39.es/ecma262/#sec-pattern-semantics)
struct BacktrackingProgram: Sendable {
  enum Instruction: Sendable, Equatable {
    /// One scalar of `sets[set]`, after or before the position.
    case set(Int, backward: Bool)
    /// Goes on at the first target and, should that fail, at the second.
    case split(Int, Int, ordinal: Int)
    case jump(Int)
    /// Keeps the position in a register.
    case save(Int)
    /// Forgets the positions in a range of registers.
    case forget(Range<Int>)
    /// Sets a register to zero.
    case zero(Int)
    /// The head of a counted repetition; `exit` follows its last instruction.
    case count(Int, minimum: Int, maximum: Int?, isGreedy: Bool, exit: Int)
    /// The tail of a counted repetition: fails where nothing was matched beyond the minimum.
    case recur(Int, start: Int, minimum: Int, head: Int)
    case startAssertion
    case endAssertion
    case wordBoundary(isNegated: Bool)
    case backreference(Int, backward: Bool)
    /// A look-around whose body follows and ends with `.accept`; `next` follows that.
    case look(next: Int, isNegated: Bool)
    case accept
  }

  /// A class, with a mask for ASCII and an engine where only it knows the members.
  struct CharacterClass: Sendable {
    let low: UInt64
    let high: UInt64
    let set: ScalarSet
    let engine: RegexMatch?
  }

  private(set) var instructions: [Instruction] = []
  private var classIndices: [ScalarSet: Int] = [:]
  private(set) var classes: [CharacterClass] = []
  /// How many `.split` instructions there are.
  private(set) var splitCount = 0
  /// Two registers for each capture, the whole match being capture 0, then those of counters.
  private(set) var registerCount: Int
  /// Whether failed states may be remembered.
  let isMemoizable: Bool

  /// Repetitions written out beyond this many instructions are counted instead.
  private static let maximumExpansion = 20_000

  init(_ root: PatternNode) {
    let hasReferences = root.contains { if case .backreference = $0 { true } else { false } }
    isMemoizable = !hasReferences && Self.expandedSize(root) <= Self.maximumExpansion
    var captures = 0
    _ = root.contains {
      if case .group(_, let capture?) = $0 { captures = max(captures, capture) }
      return false
    }
    registerCount = 2 * (captures + 1)
    emit(root, backward: false)
    instructions.append(.accept)
    classIndices = [:]
  }

  /// About how many instructions a node takes with its repetitions written out.
  private static func expandedSize(_ node: PatternNode) -> Int {
    let limit = maximumExpansion + 1
    let inner = node.children.reduce(1) { min(limit, $0 + expandedSize($1)) }
    guard case .repetition(_, let minimum, let maximum, _) = node else { return inner }
    let copies = min(limit, max(minimum + 1, maximum ?? 0))
    return min(limit, (inner + 1) * copies)
  }

  private mutating func emit(_ node: PatternNode, backward: Bool) {
    switch node {
    case .empty: break
    case .set(let set): emit(set, backward: backward)
    case .sequence(let nodes):
      for node in backward ? nodes.reversed() : nodes { emit(node, backward: backward) }
    case .alternation(let nodes): emitAlternation(nodes[...], backward: backward)
    case .group(let body, let capture):
      guard let capture, !isMemoizable else { return emit(body, backward: backward) }
      instructions.append(.save(2 * capture + (backward ? 1 : 0)))
      emit(body, backward: backward)
      instructions.append(.save(2 * capture + (backward ? 0 : 1)))
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      if isMemoizable {
        emitCopies(of: body, minimum, maximum, isGreedy: isGreedy, backward: backward)
      } else {
        emitCounted(body, minimum, maximum, isGreedy: isGreedy, backward: backward)
      }
    case .startAssertion: instructions.append(.startAssertion)
    case .endAssertion: instructions.append(.endAssertion)
    case .wordBoundary(let isNegated): instructions.append(.wordBoundary(isNegated: isNegated))
    case .look(let body, let isAhead, let isNegated):
      let look = instructions.count
      instructions.append(.accept)
      emit(body, backward: !isAhead)
      instructions.append(.accept)
      instructions[look] = .look(next: instructions.count, isNegated: isNegated)
    case .backreference(let number):
      instructions.append(.backreference(number, backward: backward))
    }
  }

  private mutating func emit(_ set: ScalarSet, backward: Bool) {
    let index: Int
    if let known = classIndices[set] {
      index = known
    } else {
      index = classes.count
      classIndices[set] = index
      var low: UInt64 = 0
      var high: UInt64 = 0
      for scalar in UInt64(0)..<64 {
        if set.rangesContain(UInt32(scalar)) { low |= 1 << scalar }
        if set.rangesContain(UInt32(scalar + 64)) { high |= 1 << scalar }
      }
      let engine =
        set.isClosed ? nil : EnginePattern.text(for: .set(set)).flatMap { RegexMatch($0) }
      classes.append(CharacterClass(low: low, high: high, set: set, engine: engine))
    }
    instructions.append(.set(index, backward: backward))
  }

  /// Adds a split whose targets are filled in later; where it stands.
  private mutating func reserveSplit() -> Int {
    instructions.append(.split(0, 0, ordinal: splitCount))
    splitCount += 1
    return instructions.count - 1
  }

  /// Sends a split into the instruction after it, or past `exit`, in the order preferred.
  private mutating func setSplit(_ split: Int, exit: Int, prefersBody: Bool) {
    guard case .split(_, _, let ordinal) = instructions[split] else { return }
    let body = split + 1
    instructions[split] = .split(
      prefersBody ? body : exit, prefersBody ? exit : body, ordinal: ordinal)
  }

  private mutating func emitAlternation(_ nodes: ArraySlice<PatternNode>, backward: Bool) {
    var jumps: [Int] = []
    for (index, node) in nodes.enumerated() {
      guard index < nodes.count - 1 else {
        emit(node, backward: backward)
        break
      }
      let split = reserveSplit()
      emit(node, backward: backward)
      jumps.append(instructions.count)
      instructions.append(.jump(0))
      setSplit(split, exit: instructions.count, prefersBody: true)
    }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emitCopies(
    of body: PatternNode, _ minimum: Int, _ maximum: Int?, isGreedy: Bool, backward: Bool
  ) {
    for _ in 0..<minimum { emit(body, backward: backward) }
    guard let maximum else {
      let split = reserveSplit()
      emit(body, backward: backward)
      instructions.append(.jump(split))
      setSplit(split, exit: instructions.count, prefersBody: isGreedy)
      return
    }
    var splits: [Int] = []
    for _ in minimum..<maximum {
      splits.append(reserveSplit())
      emit(body, backward: backward)
    }
    for split in splits {
      setSplit(split, exit: instructions.count, prefersBody: isGreedy)
    }
  }

  private mutating func emitCounted(
    _ body: PatternNode, _ minimum: Int, _ maximum: Int?, isGreedy: Bool, backward: Bool
  ) {
    let counter = registerCount
    registerCount += 2
    instructions.append(.zero(counter))
    let head = instructions.count
    instructions.append(.accept)
    if let captures = Self.captures(in: body) {
      instructions.append(.forget(2 * captures.lowerBound..<2 * captures.upperBound))
    }
    instructions.append(.save(counter + 1))
    emit(body, backward: backward)
    instructions.append(
      .recur(counter, start: counter + 1, minimum: minimum, head: head))
    instructions[head] = .count(
      counter, minimum: minimum, maximum: maximum, isGreedy: isGreedy, exit: instructions.count)
  }

  /// The numbers of the capturing groups in a node, which always follow each other.
  private static func captures(in node: PatternNode) -> Range<Int>? {
    var range: Range<Int>?
    _ = node.contains {
      if case .group(_, let capture?) = $0 {
        let lower = min(range?.lowerBound ?? capture, capture)
        range = lower..<max(range?.upperBound ?? 0, capture + 1)
      }
      return false
    }
    return range
  }

  /// Searches a text of valid UTF-8 for the pattern.
  func search(_ text: Span<UInt8>, _ allowance: inout PatternAllowance) -> PatternMatch {
    var search = BacktrackingSearch(self, textLength: text.count)
    // Making the program and the memory takes time as well.
    guard allowance.take(instructions.count + search.memorySize) else { return .undecided }
    let result = search.run(text)
    return allowance.take(search.steps) ? result : .undecided
  }
}
