/// A pattern that is nothing but characters and classes in a row, each with its count, between
/// optional anchors.
struct LinearPattern {
  /// A closed class, repeated; `maximum` is nil where there is no upper bound.
  struct Run: Equatable {
    var set: ScalarSet
    var minimum: Int
    var maximum: Int?

    var isFixed: Bool { minimum == maximum }
  }

  var runs: [Run] = []
  var isStartAnchored = false
  var isEndAnchored = false

  /// Longer rows are left to the engine.
  private static let maximumRuns = 128
  /// Nodes still to be looked at, each repetition counted: bounds the work on nested ones.
  private var remainingNodes = 1000

  /// Reads a pattern; nil where it has any other construct.
  init?(_ root: PatternNode) {
    guard append(root) else { return nil }
  }

  private mutating func append(_ node: PatternNode) -> Bool {
    remainingNodes -= 1
    guard remainingNodes > 0 else { return false }
    switch node {
    case .empty: return true
    case .startAssertion:
      guard runs.isEmpty, !isEndAnchored else { return false }
      isStartAnchored = true
      return true
    case .endAssertion:
      isEndAnchored = true
      return true
    case .set(let set): return append(Run(set: set, minimum: 1, maximum: 1))
    case .group(let body, _): return append(body)
    case .sequence(let nodes): return nodes.allSatisfy { append($0) }
    case .repetition(let body, let minimum, let maximum, _):
      if let set = Self.singleSet(body) {
        return append(Run(set: set, minimum: minimum, maximum: maximum))
      }
      guard minimum == maximum, minimum <= Self.maximumRuns,
        !body.contains({ $0 == .startAssertion || $0 == .endAssertion })
      else { return false }
      return (0..<minimum).allSatisfy { _ in append(body) }
    case .alternation:
      guard let set = Self.singleSet(node) else { return false }
      return append(Run(set: set, minimum: 1, maximum: 1))
    case .wordBoundary, .look, .backreference: return false
    }
  }

  private mutating func append(_ run: Run) -> Bool {
    guard run.set.isClosed, !isEndAnchored, run.maximum != 0 else { return run.maximum == 0 }
    guard let last = runs.last, last.set == run.set else {
      runs.append(run)
      return runs.count <= Self.maximumRuns
    }
    runs[runs.count - 1].minimum = last.minimum + run.minimum
    runs[runs.count - 1].maximum = last.maximum.flatMap { first in run.maximum.map { first + $0 } }
    return true
  }

  /// The one class a node stands for: a set, a group of one, or an alternation of sets.
  private static func singleSet(_ node: PatternNode) -> ScalarSet? {
    switch node {
    case .set(let set): return set
    case .group(let body, _): return singleSet(body)
    case .alternation(let nodes):
      var union = ScalarSet()
      for node in nodes {
        guard let set = singleSet(node), set.isClosed else { return nil }
        union = union.union(set)
      }
      return union
    default: return nil
    }
  }

  /// Drops what cannot decide anything: beside an open end only the least count matters.
  mutating func trim() {
    while !isEndAnchored, let last = runs.last, !last.isFixed || last.minimum == 0 {
      runs.removeLast()
      if last.minimum > 0 {
        runs.append(Run(set: last.set, minimum: last.minimum, maximum: last.minimum))
      }
    }
    while !isStartAnchored, let first = runs.first, !first.isFixed || first.minimum == 0 {
      runs.removeFirst()
      if first.minimum > 0 {
        runs.insert(Run(set: first.set, minimum: first.minimum, maximum: first.minimum), at: 0)
      }
    }
  }

  /// Whether taking as many characters as possible is right for every run, so that one pass
  /// without going back decides.
  ///
  /// It is when no character a run could give back is one that the runs after it could take.
  var isDeterministic: Bool {
    for (index, run) in runs.enumerated() where !run.isFixed {
      for next in runs[(index + 1)...] {
        guard run.set.isDisjoint(with: next.set) else { return false }
        if next.minimum > 0 { break }
      }
    }
    return true
  }

  /// The bytes of the pattern when it is a literal.
  var literal: [UInt8]? {
    var bytes: [UInt8] = []
    for run in runs {
      guard run.isFixed, run.minimum <= Self.maximumRuns, let only = run.set.onlyMember,
        let scalar = ClosedMatcher.utf8(of: only)
      else { return nil }
      for _ in 0..<run.minimum { bytes += scalar }
    }
    return bytes
  }
}
