// unevaluatedProperties and unevaluatedItems.
//
// What the other keywords have looked at is mostly known before any value is seen: the names in
// `properties`, the length of `prefixItems`. Where it depends on which branch is valid, the
// branch is asked again. Nothing is recorded while the other keywords run.
extension ProgramEmitter {
  mutating func emitUnevaluated(
    _ id: Int, _ node: SchemaNode, _ kind: TapeKind, _ sequence: inout Sequence
  ) {
    if graph.nodes[id].constant == true { return }
    var collector = CoverageCollector(kind: kind)
    collectCoverage(of: node, &collector, skippingUnevaluated: true)
    if collector.coversAll { return }
    let number = reach(id)
    let steps = collector.finished(&self)
    let first = withTables { tables in
      tables.coverages += steps
      return tables.coverages.count - steps.count
    }
    sequence.add(
      Instruction(
        kind == .object ? .unevaluatedProperties : .unevaluatedItems, a: first, b: number,
        c: steps.count))
  }

  /// Gathers what a schema's keywords look at in a value that satisfies the schema.
  fileprivate mutating func collectCoverage(
    of node: SchemaNode, _ collector: inout CoverageCollector, skippingUnevaluated: Bool = false
  ) {
    for keyword in node.keywords {
      switch keyword.rule {
      case .ref(let id): collectCoverage(ofApplied: id, &collector)
      case .allOf(let ids): for id in ids { collectCoverage(ofApplied: id, &collector) }
      case .anyOf(let ids), .oneOf(let ids):
        for id in ids { collectBranch(id, .whenValid, test: id, &collector) }
      case .condition(let test, let then, let otherwise):
        collectBranch(test, .whenValid, test: test, &collector)
        if let then { collectBranch(then, .whenValid, test: test, &collector) }
        if let otherwise { collectBranch(otherwise, .unlessValid, test: test, &collector) }
      case .dependentSchemas(let schemas) where collector.kind == .object:
        for schema in schemas {
          let steps = nested(schema.node, collector.kind)
          guard !steps.isEmpty else { continue }
          let table = add(KeyTable([schema.key]))
          collector.add(CoverageStep(kind: .whenMember, a: Int32(table)), steps)
        }
      case .unevaluatedItems:
        if collector.kind == .array, !skippingUnevaluated { collector.coversAll = true }
      case .unevaluatedProperties:
        if collector.kind == .object, !skippingUnevaluated { collector.coversAll = true }
      default:
        if collector.kind == .object {
          collectMembers(keyword.rule, &collector)
        } else {
          collectElements(keyword.rule, &collector)
        }
      }
    }
  }

  /// Gathers what a schema looks at that holds whenever the one around it does.
  private mutating func collectCoverage(
    ofApplied id: Int, _ collector: inout CoverageCollector
  ) {
    guard collector.schemas.insert(id).inserted else { return }
    collectCoverage(of: graph.nodes[id], &collector)
  }

  private func collectMembers(_ rule: Rule, _ collector: inout CoverageCollector) {
    switch rule {
    case .properties(let schemas, _): collector.names += schemas.map(\.key)
    case .patternProperties(let schemas): collector.patterns += schemas.map(\.pattern)
    case .additionalProperties: collector.coversAll = true
    default: break
    }
  }

  private mutating func collectElements(_ rule: Rule, _ collector: inout CoverageCollector) {
    switch rule {
    case .prefixItems(let ids): collector.prefix = max(collector.prefix, ids.count)
    case .items: collector.coversAll = true
    case .contains(let id, _, _, true):
      collector.steps.append(CoverageStep(kind: .matching, a: Int32(reach(id))))
    default: break
    }
  }

  private mutating func collectBranch(
    _ id: Int, _ when: CoverageStep.Kind, test: Int, _ collector: inout CoverageCollector
  ) {
    let steps = nested(id, collector.kind)
    guard !steps.isEmpty else { return }
    let entry = entry(test, collector.kind)
    let holds = when == .whenValid ? Entry.accept : Entry.reject
    let fails = when == .whenValid ? Entry.reject : Entry.accept
    if entry == fails { return }
    if entry == holds {
      collector.steps += steps
      return
    }
    collector.add(CoverageStep(kind: when, a: Int32(bitPattern: entry)), steps)
  }

  /// More steps than that are not copied to each place where their schema counts: schemas that
  /// refer to the next one twice would double them level by level.
  private static let copiedSteps = 64

  /// The steps of a schema that counts only under a condition.
  private mutating func nested(_ id: Int, _ kind: TapeKind) -> [CoverageStep] {
    if let constant = graph.nodes[id].constant, constant { return [] }
    let key = 8 * id + Int(kind.rawValue)
    if let known = coverages[key] { return known }
    var collector = CoverageCollector(kind: kind)
    collectCoverage(of: graph.nodes[id], &collector)
    let steps = collector.finished(&self)
    if steps.count <= Self.copiedSteps {
      coverages[key] = steps
      return steps
    }
    let first = withTables { tables in
      tables.coverages += steps
      return tables.coverages.count - steps.count
    }
    let shared = [CoverageStep(kind: .shared, a: Int32(first), b: Int32(steps.count))]
    coverages[key] = shared
    return shared
  }
}

/// Coverage as it is gathered.
struct CoverageCollector {
  let kind: TapeKind
  var coversAll = false
  var names: [[UInt8]] = []
  var patterns: [ECMAPattern] = []
  var prefix = 0
  var steps: [CoverageStep] = []
  /// The schemas taken in already.
  var schemas: Set<Int> = []

  init(kind: TapeKind) {
    self.kind = kind
  }

  /// Adds a conditional step; the steps it guards follow it directly.
  mutating func add(_ condition: CoverageStep, _ guarded: [CoverageStep]) {
    var condition = condition
    condition.c = Int32(guarded.count)
    steps.append(condition)
    steps += guarded
  }

  /// All steps, the unconditional ones first.
  func finished(_ emitter: inout ProgramEmitter) -> [CoverageStep] {
    if coversAll { return [CoverageStep(kind: .all)] }
    var result: [CoverageStep] = []
    if !names.isEmpty {
      result.append(CoverageStep(kind: .names, a: Int32(emitter.add(KeyTable(names)))))
    }
    for pattern in patterns {
      result.append(CoverageStep(kind: .pattern, a: Int32(emitter.add(pattern))))
    }
    if prefix > 0 { result.append(CoverageStep(kind: .prefix, a: Int32(prefix))) }
    return result + steps
  }
}
