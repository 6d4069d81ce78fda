/// A node of a parsed ECMA-262 pattern.
///
/// Flags do not exist here: JSON Schema has none, so letters match only themselves, `^` and `$`
/// mean the ends of the text, and `.` stops at line terminators.
indirect enum PatternNode: Sendable, Equatable {
  /// Matches the empty text.
  case empty
  /// One scalar of a set: a character, a class, a class escape or `.`.
  case set(ScalarSet)
  case sequence([PatternNode])
  case alternation([PatternNode])
  /// A group; capturing groups are numbered from 1 in the order of their opening brackets.
  case group(PatternNode, capture: Int?)
  /// `maximum` is nil where there is no upper bound.
  case repetition(PatternNode, minimum: Int, maximum: Int?, isGreedy: Bool)
  /// `^`
  case startAssertion
  /// `$`
  case endAssertion
  /// `\b`, or `\B` when negated.
  case wordBoundary(isNegated: Bool)
  /// `(?=`, `(?!`, `(?<=` and `(?<!`.
  case look(PatternNode, isAhead: Bool, isNegated: Bool)
  /// The text a capturing group matched last; empty while it has matched none.
  case backreference(Int)

  /// The node's own children, in the order they are written.
  var children: [PatternNode] {
    switch self {
    case .empty, .set, .startAssertion, .endAssertion, .wordBoundary, .backreference: []
    case .sequence(let nodes), .alternation(let nodes): nodes
    case .group(let node, _), .repetition(let node, _, _, _), .look(let node, _, _): [node]
    }
  }

  /// The node inside any number of groups.
  var ungrouped: PatternNode {
    if case .group(let body, _) = self { body.ungrouped } else { self }
  }

  /// Whether this node or one below it satisfies a condition.
  func contains(_ condition: (PatternNode) -> Bool) -> Bool {
    condition(self) || children.contains { $0.contains(condition) }
  }
}
