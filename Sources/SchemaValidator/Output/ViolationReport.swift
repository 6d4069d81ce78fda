internal import Diagnostics

/// Makes violations out of the units of a failed evaluation.
struct ViolationReport {
  private let graph: SchemaGraph
  private let tape: TapeView
  private let locations: KeywordLocations
  /// Whether there are more violations than are made.
  private(set) var isCut = false

  /// How many branches of one keyword are explained, the nearest of them.
  private static let branchLimit = 64

  init(_ graph: SchemaGraph, _ value: JSONValue) {
    self.graph = graph
    locations = KeywordLocations(graph)
    tape = value.document.tape
  }

  /// The violations below a schema's unit, in the order of the schema.
  mutating func violations(_ unit: EvaluationUnit) -> [SchemaViolation] {
    var faults: [FaultyUnit] = []
    collect(unit, parent: nil, &faults)
    if faults.count > SchemaVerdict.violationLimit { isCut = true }
    return faults.prefix(SchemaVerdict.violationLimit).map { violation($0) }
  }

  /// A unit with a fault, and the keyword it is about.
  private struct FaultyUnit {
    let unit: EvaluationUnit
    let fault: Fault
    let keyword: String
  }

  private func collect(
    _ unit: EvaluationUnit, parent: String?, _ found: inout [FaultyUnit]
  ) {
    guard !unit.isValid else { return }
    let spelling = unit.keyword.map { graph.nodes[unit.node].keywords[$0].spelling }
    if let fault = unit.fault {
      let keyword = spelling ?? parent ?? "false"
      found.append(FaultyUnit(unit: unit, fault: fault, keyword: keyword))
      return
    }
    if unit.children.allSatisfy(\.isValid) {
      found.append(
        FaultyUnit(
          unit: unit, fault: .unlisted(tape, unit.instance), keyword: spelling ?? parent ?? "false")
      )
    }
    for child in unit.children { collect(child, parent: spelling ?? parent, &found) }
  }

  private mutating func violation(_ faulty: FaultyUnit) -> SchemaViolation {
    let unit = faulty.unit
    let location = locations.location(of: unit)
    return SchemaViolation(
      keyword: faulty.keyword, instanceLocation: unit.instancePath.pointer,
      instanceRange: tape.byteRange(unit.instance),
      keywordLocation: unit.keywordPath.pointer,
      absoluteKeywordLocation: location.absolute, schemaPointer: location.pointer,
      got: faulty.fault.got, want: faulty.fault.want, branches: branches(unit))
  }

  /// Why each alternative failed, the nearest first; none where the fault is that several matched,
  /// and only the one that the value names, if it does.
  private mutating func branches(_ unit: EvaluationUnit) -> [SchemaBranch] {
    guard let keyword = unit.keyword, !unit.children.contains(where: \.isValid) else { return [] }
    let ids: [Int]
    switch graph.nodes[unit.node].keywords[keyword].rule {
    case .anyOf(let nodes), .oneOf(let nodes): ids = nodes
    default: return []
    }
    var candidates: [(index: Int, unit: EvaluationUnit, distance: [Int])] = []
    let meant = branchMeant(unit)
    for child in unit.children where !child.isValid {
      guard case .index(let index) = child.keywordPath.last else { continue }
      // An object that says which branch it is means to be judged by that one.
      if let meant, ids[index] != meant { continue }
      var faults: [FaultyUnit] = []
      collect(child, parent: nil, &faults)
      candidates.append((index, child, distance(faults, depth: unit.instancePath.count)))
    }
    // Equally near branches stay in the schema's order.
    candidates.sort { left, right in
      left.distance == right.distance
        ? left.index < right.index : left.distance.lexicographicallyPrecedes(right.distance)
    }
    if candidates.count > Self.branchLimit { isCut = true }
    return candidates.prefix(Self.branchLimit).map { index, child, _ in
      SchemaBranch(
        name: graph.branchName(ids[index], position: index), index: index,
        violations: violations(child))
    }
  }

  /// The branch that the value names by the discriminator beside the keyword; nil for none.
  private func branchMeant(_ unit: EvaluationUnit) -> SchemaGraph.NodeID? {
    guard tape.kind(unit.instance) == .object else { return nil }
    for keyword in graph.nodes[unit.node].keywords {
      if case .discriminator(let discriminator) = keyword.rule {
        return discriminator.branch(meantBy: unit.instance, tape)
      }
    }
    return nil
  }

  /// How far a value is from a branch: another type first, then another tag, then what is missing
  /// or too much, then how much is wrong at all.
  private func distance(_ faults: [FaultyUnit], depth: Int) -> [Int] {
    var otherType = 0
    var otherTag = 0
    var shape = 0
    for fault in faults {
      let below = fault.unit.instancePath.count - depth
      switch fault.keyword {
      case "type" where below == 0: otherType += 1
      case "const", "enum": if below <= 1 { otherTag += 1 }
      case "required", "additionalProperties", "unevaluatedProperties":
        if below <= 1 { shape += 1 }
      default: break
      }
    }
    return [otherType, otherTag, shape, faults.count]
  }
}

/// The places of keywords, each found once: finding one takes a walk through its document.
final class KeywordLocations {
  private struct Key: Hashable {
    let node: SchemaGraph.NodeID
    let keyword: Int?
  }

  private let graph: SchemaGraph
  private var known: [Key: KeywordLocation] = [:]

  init(_ graph: SchemaGraph) {
    self.graph = graph
  }

  func location(of unit: EvaluationUnit) -> KeywordLocation {
    let key = Key(node: unit.node, keyword: unit.keyword)
    if let known = known[key] { return known }
    let location = KeywordLocation(graph, unit)
    known[key] = location
    return location
  }
}

/// Where a unit's keyword, or schema, stands in the schema documents.
struct KeywordLocation {
  /// In its document.
  let pointer: JSONPointer
  /// As a URI, from its resource's root.
  let absolute: String

  init(_ graph: SchemaGraph, _ unit: EvaluationUnit) {
    let node = graph.nodes[unit.node]
    let loaded = graph.documents[node.place.document]
    let target = unit.keyword.map { node.keywords[$0].value } ?? node.place.node
    pointer = loaded.document.pointer(toNode: target)
    let resource = loaded.resources[node.place.resource]
    let base = loaded.document.pointer(toNode: resource.root)
    let relative = JSONPointer(Array(pointer.tokens.dropFirst(base.tokens.count)))
    absolute = resource.uri + relative.fragment
  }
}
