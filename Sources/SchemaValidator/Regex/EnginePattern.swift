/// Writes the nodes of an ECMA-262 pattern as a PCRE2 pattern of the same meaning.
///
/// Nothing of the source text is passed on: every character, class and assertion is written in
/// the one form in which PCRE2 and ECMA-262 agree.
struct EnginePattern {
  private var text: [UInt8] = []
  private let countsSteps: Bool

  private init(countsSteps: Bool) {
    self.countsSteps = countsSteps
  }

  /// The PCRE2 pattern, or nil where its backtracking would differ from ECMA-262's.
  ///
  /// With `countsSteps` there is a callout behind each repetition: whatever takes long comes by
  /// one again and again.
  static func text(for root: PatternNode, countsSteps: Bool = false) -> [UInt8]? {
    guard !dependsOnCaptureOrder(root) else { return nil }
    var pattern = EnginePattern(countsSteps: countsSteps)
    pattern.write(root)
    return pattern.text
  }

  /// Whether a back-reference can see a difference in how captures are kept.
  ///
  /// ECMA-262 forgets the captures of a group each time the group is repeated, runs look-behind
  /// from right to left, and drops a repetition that matches nothing; PCRE2 does neither.
  private static func dependsOnCaptureOrder(_ root: PatternNode) -> Bool {
    var fragile: Set<Int> = []
    var isReferenced: Set<Int> = []
    var hasReferenceInLookBehind = false
    var repeatsReference = false
    func visit(_ node: PatternNode, isFragile: Bool, isLookBehind: Bool) {
      var isFragile = isFragile
      var isLookBehind = isLookBehind
      switch node {
      case .group(_, let capture?) where isFragile: fragile.insert(capture)
      case .repetition(let body, _, _, _):
        isFragile = true
        // PCRE2's machine code fails a repeated reference to a group that has not matched.
        if case .backreference = body.ungrouped { repeatsReference = true }
      case .look(_, let isAhead, _) where !isAhead:
        isFragile = true
        isLookBehind = true
      case .backreference(let number):
        isReferenced.insert(number)
        if isLookBehind { hasReferenceInLookBehind = true }
      default: break
      }
      for child in node.children {
        visit(child, isFragile: isFragile, isLookBehind: isLookBehind)
      }
    }
    visit(root, isFragile: false, isLookBehind: false)
    return hasReferenceInLookBehind || repeatsReference || !fragile.isDisjoint(with: isReferenced)
  }

  private mutating func write(_ string: String) {
    text.append(contentsOf: string.utf8)
  }

  private mutating func write(_ node: PatternNode) {
    switch node {
    case .empty: write("(?:)")
    case .set(let set): write(set)
    case .sequence(let nodes):
      for node in nodes { write(node) }
    case .alternation(let nodes):
      // Alone or inside a group, which every other parent provides.
      for (index, node) in nodes.enumerated() {
        if index > 0 { write("|") }
        write(node)
      }
    case .group(let body, let capture):
      write(capture == nil ? "(?:" : "(")
      write(body)
      write(")")
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      write(body)
      write(bounds(minimum, maximum))
      if !isGreedy { write("?") }
      if countsSteps, minimum != maximum { write("(?C)") }
    case .startAssertion: write("\\A")
    case .endAssertion: write("\\z")
    case .wordBoundary(let isNegated): write(isNegated ? "\\B" : "\\b")
    case .look(let body, let isAhead, let isNegated):
      write(isAhead ? "(?" : "(?<")
      write(isNegated ? "!" : "=")
      write(body)
      write(")")
    case .backreference(let number): write("\\g{\(number)}")
    }
  }

  private func bounds(_ minimum: Int, _ maximum: Int?) -> String {
    switch (minimum, maximum) {
    case (0, nil): "*"
    case (1, nil): "+"
    case (0, 1): "?"
    case (_, nil): "{\(minimum),}"
    case (_, let maximum?): minimum == maximum ? "{\(minimum)}" : "{\(minimum),\(maximum)}"
    }
  }

  private mutating func write(_ set: ScalarSet) {
    if set.isEmpty { return write("(?!)") }
    if set.isFull { return write("(?s:.)") }
    if let only = set.onlyMember { return write(scalar: only) }
    if set.isInverted {
      write("[^")
      writeMembers(of: set)
    } else if set.isClosed, set.ranges.count > 1, set.ranges.last?.upperBound == ScalarSet.maximum {
      // A complement is shorter and faster written as one.
      write("[^")
      writeMembers(of: set.inverted)
    } else {
      write("[")
      writeMembers(of: set)
    }
    write("]")
  }

  private mutating func writeMembers(of set: ScalarSet) {
    for range in set.ranges {
      write(scalar: range.lowerBound)
      if range.count > 1 {
        write("-")
        write(scalar: range.upperBound)
      }
    }
    for property in set.properties {
      write(property.isNegated ? "\\P{" : "\\p{")
      write(property.engineName)
      write("}")
    }
  }

  private mutating func write(scalar: UInt32) {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: text.append(UInt8(scalar))
    default: write("\\x{\(String(scalar, radix: 16))}")
    }
  }
}
