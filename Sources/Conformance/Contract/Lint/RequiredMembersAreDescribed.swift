internal import Diagnostics
internal import SchemaValidator

/// What `required` names is described by some `properties` that apply to the same object.
enum RequiredMembersAreDescribed: ContractLint {
  static func run(_ linter: ContractLinter) {
    var described = DescribedMembers(linter)
    for (number, site) in linter.schemas.sites.enumerated() where site.isAsserted {
      guard let required = site.node["required"], required.value.kind == .array,
        !linter.ignoresSiblings(of: site.node), isLeft(site.node)
      else { continue }
      // Without any description the object is open by intent.
      guard let known = described.names(around: number), !known.isEmpty else { continue }
      for element in required.elements {
        guard let name = element.value.stringValue, !known.contains(name) else { continue }
        report(name, element, known.sorted(), linter)
      }
    }
  }

  private static func report(
    _ name: String, _ element: ContractNode, _ known: [String], _ linter: ContractLinter
  ) {
    if let near = EditDistance.nearest(to: name, in: known) {
      linter.report(
        .misspeltRequired,
        "\"\(name)\" is required, but no \"properties\" describe it; \"\(near)\" is described",
        at: element.place, fix: "write \"\(near)\", or describe \"\(name)\"")
    } else {
      linter.report(
        .undescribedRequired,
        "\"\(name)\" is required, but no \"properties\" describe it: "
          + "any value passes",
        at: element.place, fix: "describe it under \"properties\", or remove it here")
    }
  }

  /// Whether nothing else could describe the members: a typed map does, and what is closed is
  /// told as a schema that nothing fits.
  private static func isLeft(_ node: ContractNode) -> Bool {
    guard let additional = node.value["additionalProperties"] else { return true }
    return additional.boolValue == true
  }
}

/// The names of members that are described for each schema: by itself, by what applies with it to
/// the same object, and so on up to every schema that hands its own value on, and down again.
private struct DescribedMembers {
  /// For every schema the ones above it that nothing hands a value to; one of each circle.
  private var tops: [[Int]]
  /// The names that a top and all below it describe; none where names are given by a pattern or a
  /// typed map, and where some schema of them is not known.
  private var namesOfTops: [Int: Set<String>] = [:]
  private var known: [[Int]: Set<String>?] = [:]

  init(_ linter: ContractLinter) {
    let sites = linter.schemas.sites
    tops = Array(repeating: [], count: sites.count)
    let below = sites.map { site in
      site.uses.filter { $0.relation == .inPlace || $0.relation == .tested }.map(\.site)
    }
    let own = sites.map { Self.ownNames($0.node, linter) }
    var lastVisit = Array(repeating: -1, count: sites.count)
    for top in Self.fromAbove(below) where lastVisit[top] < 0 {
      var names: Set<String> = []
      var isKnown = true
      var pending = [top]
      lastVisit[top] = top
      while let next = pending.popLast() {
        tops[next].append(top)
        if let own = own[next] { names.formUnion(own) } else { isKnown = false }
        for child in below[next] where lastVisit[child] != top {
          lastVisit[child] = top
          pending.append(child)
        }
      }
      namesOfTops[top] = isKnown ? names : nil
    }
  }

  /// The names described for a schema; nil where they are not known.
  mutating func names(around number: Int) -> Set<String>? {
    let tops = tops[number]
    if let known = known[tops] { return known }
    let parts = tops.map { namesOfTops[$0] }
    let names = parts.contains(nil) ? nil : parts.reduce(into: Set()) { $0.formUnion($1 ?? []) }
    known[tops] = .some(names)
    return names
  }

  private static func ownNames(_ node: ContractNode, _ linter: ContractLinter) -> [String]? {
    let value = node.value
    guard value["additionalProperties"]?.kind != .object, value["patternProperties"] == nil,
      value["unevaluatedProperties"] == nil, !linter.references.leadsAstray(node)
    else { return nil }
    return value["properties"]?.members.map(\.name) ?? []
  }

  /// The nodes of a graph so that what leads to a node comes before it, unless it is in a circle
  /// with it: the reverse of the order in which a search in depth leaves them.
  private static func fromAbove(_ below: [[Int]]) -> [Int] {
    var order: [Int] = []
    var isMet = Array(repeating: false, count: below.count)
    for start in below.indices where !isMet[start] {
      isMet[start] = true
      var path = [(node: start, next: 0)]
      while let (node, next) = path.last {
        guard next < below[node].count else {
          order.append(node)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let child = below[node][next]
        if !isMet[child] {
          isMet[child] = true
          path.append((child, 0))
        }
      }
    }
    return order.reversed()
  }
}
