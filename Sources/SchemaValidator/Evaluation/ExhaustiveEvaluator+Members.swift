// Keywords that apply subschemas to the members of an object.
extension ExhaustiveEvaluator {
  mutating func applyToMembers(
    _ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int,
    _ evaluated: inout EvaluatedChildren
  ) {
    guard tape.kind(instance) == .object else { return }
    var touched: [Int] = []
    for name in tape.memberNames(instance) {
      switch rule {
      case .properties(let schemas, let table):
        guard let slot = table.slot(tape, name) else { continue }
        let schema = schemas[slot]
        applyToMember(schema.node, name, at: .name(schema.name), &unit)
      case .patternProperties(let schemas):
        var isTouched = false
        for schema in schemas {
          switch matches(schema.pattern, name) {
          case true?:
            applyToMember(schema.node, name, at: .name(schema.source), &unit)
            isTouched = true
          case false?: break
          case nil:
            leaveOpen(&unit)
            evaluated.isUnknown = true
          }
        }
        guard isTouched else { continue }
      case .additionalProperties(let id, let names, let patterns):
        if names.slot(tape, name) != nil { continue }
        switch matchesAny(patterns, name) {
        case true?: continue
        case false?: applyToMember(id, name, at: nil, &unit)
        case nil:
          leaveOpen(&unit)
          continue
        }
      case .unevaluatedProperties(let id):
        if evaluated.names.contains(name) { continue }
        if evaluated.isUnknown {
          if graph.nodes[id].constant != true { leaveOpen(&unit) }
          continue
        }
        applyToMember(id, name, at: nil, &unit)
      case .propertyNames(let id):
        // What a schema says about a name is no annotation of any value.
        let outcome = child(id, name, at: nil)
        if !outcome.isValid || outcome.unit.isOpen { require(outcome, &unit) }
        continue
      default: continue
      }
      touched.append(name)
    }
    if graph.tracksEvaluated { evaluated.names.formUnion(touched) }
    if detail != .failures {
      if case .propertyNames = rule { return }
      unit.annotation = .names(touched.map { tape.string($0) })
    }
  }

  /// Whether one of several patterns occurs in a member's name; nil where that cannot be told.
  private mutating func matchesAny(_ patterns: [ECMAPattern], _ name: Int) -> Bool? {
    var isOpen = false
    for pattern in patterns {
      switch matches(pattern, name) {
      case true?: return true
      case false?: break
      case nil: isOpen = true
      }
    }
    return isOpen ? nil : false
  }

  private mutating func applyToMember(
    _ id: Int, _ name: Int, at token: PathToken?, _ unit: inout EvaluationUnit
  ) {
    let text = tape.string(name)
    var outcome = child(id, name + 1, at: token, below: .name(text))
    if graph.nodes[id].constant == false, outcome.unit.fault != nil {
      outcome.unit.fault = Fault(
        got: "the member \(Phrase.name(text))",
        want: token == nil ? "no members besides those that are named" : "no such member")
    }
    require(outcome, &unit)
  }
}
