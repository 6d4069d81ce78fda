// Keywords that apply subschemas to the elements of an array.
extension ExhaustiveEvaluator {
  mutating func applyToElements(
    _ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int,
    _ evaluated: inout EvaluatedChildren
  ) {
    guard tape.kind(instance) == .array else { return }
    let elements = tape.elementNodes(instance)
    switch rule {
    case .prefixItems(let ids):
      for (position, pair) in zip(ids, elements).enumerated() {
        applyToElement(pair.0, pair.1, position, at: .index(position), &unit)
        if graph.tracksEvaluated { evaluated.elements.insert(pair.1) }
      }
      if detail != .failures, !ids.isEmpty, !elements.isEmpty {
        unit.annotation =
          ids.count >= elements.count
          ? .flag(true) : .index(min(ids.count, elements.count) - 1)
      }
    case .items(let id, let first):
      for (position, element) in elements.enumerated().dropFirst(first) {
        applyToElement(id, element, position, at: nil, &unit)
      }
      if graph.tracksEvaluated { evaluated.elements.formUnion(elements.dropFirst(first)) }
      if detail != .failures, elements.count > first { unit.annotation = .flag(true) }
    case .contains(let id, let minimum, let maximum, let marksItems):
      applyContains(id, minimum, maximum, marksItems, elements, &unit, instance, &evaluated)
    case .unevaluatedItems(let id):
      var isApplied = false
      for (position, element) in elements.enumerated()
      where !evaluated.elements.contains(element) {
        if evaluated.isUnknown {
          if graph.nodes[id].constant != true { leaveOpen(&unit) }
          continue
        }
        applyToElement(id, element, position, at: nil, &unit)
        isApplied = true
      }
      evaluated.elements.formUnion(elements)
      if detail != .failures, isApplied { unit.annotation = .flag(true) }
    default: break
    }
  }

  private mutating func applyToElement(
    _ id: Int, _ element: Int, _ position: Int, at token: PathToken?,
    _ unit: inout EvaluationUnit
  ) {
    var outcome = child(id, element, at: token, below: .index(position))
    if graph.nodes[id].constant == false, outcome.unit.fault != nil {
      outcome.unit.fault = Fault(
        got: "an item at position \(position)",
        want: position == 0 ? "no items" : "no items from there on")
    }
    require(outcome, &unit)
  }

  private mutating func applyContains(
    _ id: Int, _ minimum: Int, _ maximum: Int?, _ marksItems: Bool, _ elements: [Int],
    _ unit: inout EvaluationUnit, _ instance: Int, _ evaluated: inout EvaluatedChildren
  ) {
    let before = weight
    var matching: [Int] = []
    var failures: [Outcome] = []
    var open = 0
    for (position, element) in elements.enumerated() {
      let mark = weight
      var outcome = child(id, element, at: nil, below: .index(position))
      switch settle(&outcome, id, element) {
      case true?:
        matching.append(position)
        if marksItems, graph.tracksEvaluated { evaluated.elements.insert(element) }
      case false?: break
      case nil:
        open += 1
        if marksItems { evaluated.isUnknown = true }
      }
      if detail == .failures, !outcome.isValid, failures.count < 8 {
        failures.append(outcome)
      } else if detail != .failures, isKept(outcome.unit) {
        keep(outcome, &unit)
      } else {
        drop(to: mark)
      }
    }
    if matching.count + open < minimum {
      if matching.isEmpty { for failure in failures { keep(failure, &unit) } }
      let found = matching.isEmpty ? "none" : "\(matching.count)"
      fail(
        &unit, got: "\(found) of \(Phrase.plural(elements.count, "item")) that match",
        want: "at least \(minimum) that \(minimum == 1 ? "matches" : "match")")
    } else if let maximum, matching.count > maximum {
      fail(
        &unit, got: "\(matching.count) items that match", want: "at most \(maximum) that match")
    } else if matching.count < minimum || matching.count + open > maximum ?? .max {
      leaveOpen(&unit)
    } else if detail != .failures {
      unit.annotation =
        matching.count == elements.count && !elements.isEmpty ? .flag(true) : .indices(matching)
    }
    if detail == .failures, unit.children.isEmpty { drop(to: before) }
  }
}
