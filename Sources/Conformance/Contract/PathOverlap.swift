/// Two paths of which neither is more concrete, and a URL path that both fit.
///
/// `/{entity}/me` and `/books/{id}` overlap at `/books/me`; OpenAPI leaves open which is meant.
package struct PathOverlap: Sendable {
  /// The number of the path that a lookup finds first.
  package let preferred: Int
  /// The number of the other path.
  package let other: Int
  /// A URL path that fits both.
  package let example: String
}

extension PathIndex {
  /// Every pair of overlapping paths, up to a bound: two lists of n paths can overlap n × n times.
  package func overlaps(limit: Int = 1000) -> [PathOverlap] {
    var walk = OverlapWalk(nodes: nodes, limit: limit)
    walk.visit(Crossing(left: 0, right: 0, winner: nil), path: "")
    return walk.found
  }
}

/// A pair of nodes that one and the same URL path leads to.
private struct Crossing {
  let left: Int
  let right: Int
  /// Which side was more concrete at the first difference; nil while the two are one node.
  let winner: Side?
  /// Whether the other side was more concrete later on, which makes the pair ambiguous.
  var isContested = false

  enum Side { case left, right }
}

/// Walks the tree in pairs of nodes.
private struct OverlapWalk {
  let nodes: [PathIndex.Node]
  let limit: Int
  var found: [PathOverlap] = []
  /// How many pairs may still be looked at: paths that overlap in order, each more concrete than
  /// the next, make many pairs and nothing to tell.
  private var pairsLeft = 1_000_000

  init(nodes: [PathIndex.Node], limit: Int) {
    self.nodes = nodes
    self.limit = limit
  }

  mutating func visit(_ pair: Crossing, path: String) {
    guard found.count < limit, pairsLeft > 0 else { return }
    pairsLeft -= 1
    let left = nodes[pair.left]
    let right = nodes[pair.right]
    if pair.isContested, let one = left.paths.first, let other = right.paths.first {
      let isLeftFirst = pair.winner == .left
      found.append(
        PathOverlap(
          preferred: isLeftFirst ? one : other, other: isLeftFirst ? other : one, example: path))
    }
    if pair.left == pair.right {
      descend(left, path)
    } else {
      descend(left, right, pair, path)
    }
  }

  /// From one node to its children, and to pairs of them that one segment can lead to.
  private mutating func descend(_ node: PathIndex.Node, _ path: String) {
    for (literal, child) in node.literals.inOrder {
      visit(Crossing(left: child, right: child, winner: nil), path: path + "/" + literal.text)
      for (pattern, mixed) in node.mixed where PathIndex.match(pattern, literal[...]) != nil {
        visit(Crossing(left: child, right: mixed, winner: .left), path: path + "/" + literal.text)
      }
      if let parameter = node.parameter, !literal.isEmpty {
        visit(
          Crossing(left: child, right: parameter, winner: .left), path: path + "/" + literal.text)
      }
    }
    for (pattern, child) in node.mixed {
      visit(Crossing(left: child, right: child, winner: nil), path: path + "/" + pattern.example)
      if let parameter = node.parameter {
        visit(
          Crossing(left: child, right: parameter, winner: .left),
          path: path + "/" + pattern.example)
      }
    }
    if let parameter = node.parameter {
      visit(Crossing(left: parameter, right: parameter, winner: nil), path: path + "/x")
    }
  }

  /// From two different nodes to the pairs of children that one segment can lead to.
  private mutating func descend(
    _ left: PathIndex.Node, _ right: PathIndex.Node, _ pair: Crossing, _ path: String
  ) {
    func next(_ one: Int, _ other: Int, favours side: Crossing.Side?) -> Crossing {
      var crossing = Crossing(left: one, right: other, winner: pair.winner)
      crossing.isContested = pair.isContested || (side != nil && side != pair.winner)
      return crossing
    }
    for (literal, child) in left.literals.inOrder {
      let longer = path + "/" + literal.text
      if let same = right.literals[literal] {
        visit(next(child, same, favours: nil), path: longer)
      }
      for (pattern, mixed) in right.mixed where PathIndex.match(pattern, literal[...]) != nil {
        visit(next(child, mixed, favours: .left), path: longer)
      }
      if let parameter = right.parameter, !literal.isEmpty {
        visit(next(child, parameter, favours: .left), path: longer)
      }
    }
    for (literal, child) in right.literals.inOrder {
      let longer = path + "/" + literal.text
      for (pattern, mixed) in left.mixed where PathIndex.match(pattern, literal[...]) != nil {
        visit(next(mixed, child, favours: .right), path: longer)
      }
      if let parameter = left.parameter, !literal.isEmpty {
        visit(next(parameter, child, favours: .right), path: longer)
      }
    }
    for (pattern, child) in left.mixed {
      guard let parameter = right.parameter else { break }
      visit(next(child, parameter, favours: .left), path: path + "/" + pattern.example)
    }
    for (pattern, child) in right.mixed {
      guard let parameter = left.parameter else { break }
      visit(next(parameter, child, favours: .right), path: path + "/" + pattern.example)
    }
    if let one = left.parameter, let other = right.parameter {
      visit(next(one, other, favours: nil), path: path + "/x")
    }
  }
}

extension [[UInt8]: Int] {
  /// The entries by the bytes of their keys: the same tree is walked the same way every time.
  fileprivate var inOrder: [(key: [UInt8], value: Int)] {
    sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }
}

extension [UInt8] {
  fileprivate var text: String {
    PercentEncoding.unreserved.encode(String(decoding: self, as: UTF8.self))
  }
}

extension PathTemplate.Segment {
  /// A text that fits the segment.
  fileprivate var example: String {
    map { piece in
      if case .literal(let bytes) = piece { bytes.text } else { "x" }
    }.joined()
  }
}
