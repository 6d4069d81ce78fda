package import Diagnostics

/// A value that departs from a schema by one keyword at one place.
package struct SchemaFault: Sendable {
  /// The keyword that is violated.
  package let keyword: String
  /// Where in the value: the value that is wrong, the object that lacks a member, the member that
  /// is too much.
  package let instancePointer: JSONPointer
  /// The keyword in the document it stands in.
  package let schemaPointer: JSONPointer
  /// The whole value.
  package let value: JSONValue
  /// What is wrong, in words: `name left out`.
  package let summary: String
  /// Whether it is the format of a text or number that is wrong, which not everybody checks.
  package let isFormat: Bool
  /// Other keywords that are violated at the same place, because they cannot help it.
  package let companions: [String]
}

extension SchemaGenerator {
  /// Every value that departs from the schema by one keyword at one place, made from a valid value.
  ///
  /// Each is refused by the validator for the keyword it is meant for and for nothing at another
  /// place; an `anyOf` or `oneOf` around the place is violated with it. Of an array the first
  /// elements are looked at, of alternatives those that the value takes. Violations that cannot be
  /// made are left out.
  package func faults(from base: JSONValue, seed: UInt64, limit: Int = .max) -> [SchemaFault] {
    guard let document = try? JSONDocument(parsing: base.description),
      program.isValid(document.root)
    else { return [] }
    var builder = ValueBuilder(model, seed: seed)
    var found: [SchemaFault] = []
    let places = builder.places(of: document.root, builder.demand([program.root]))
    for place in places where found.count < limit {
      var maker = FaultMaker(place, builder)
      // Two keywords may be broken by one and the same value; only the first counts.
      var texts: Set<[UInt8]> = []
      for schema in place.shape.schemas {
        for position in model.graph.nodes[schema].keywords.indices where found.count < limit {
          for candidates in maker.candidates(schema, position) {
            let fresh = candidates.filter { !texts.contains($0.text) }
            if let (fault, text) = fault(fresh, schema, position, place, document) {
              found.append(fault)
              texts.insert(text)
            }
          }
        }
      }
      builder = maker.builder
    }
    return found
  }

  /// The best of several ways to make one violation: one without companions if there is any.
  private func fault(
    _ candidates: [FaultCandidate], _ schema: SchemaGraph.NodeID, _ position: Int,
    _ place: ValuePlace, _ document: JSONDocument
  ) -> (SchemaFault, text: [UInt8])? {
    var second: (SchemaFault, text: [UInt8])?
    let keyword = model.graph.nodes[schema].keywords[position]
    for candidate in candidates {
      let tokens = place.tokens + candidate.below
      guard let changed = place.replacing(candidate.text, in: document),
        !program.isValid(changed.root)
      else { continue }
      let verdict = program.evaluate(changed.root)
      let check = FaultCheck(
        keyword: keyword.spelling, keywordPointer: model.graph.pointer(schema, position),
        pointer: JSONPointer(tokens), object: place.pointer)
      guard verdict.outcome == .invalid, !verdict.omitsViolations,
        let companions = check.companions(verdict.violations)
      else { continue }
      let isFormat: Bool
      switch keyword.rule {
      case .stringFormat, .numberFormat: isFormat = true
      default: isFormat = false
      }
      let fault = SchemaFault(
        keyword: keyword.spelling, instancePointer: check.pointer,
        schemaPointer: check.keywordPointer, value: changed.root,
        summary: candidate.summary, isFormat: isFormat, companions: companions)
      if companions.isEmpty { return (fault, candidate.text) }
      second = second ?? (fault, candidate.text)
    }
    return second
  }
}

/// Whether violations are the one that was meant, and what follows from it.
private struct FaultCheck {
  let keyword: String
  /// The keyword in the document it stands in: another schema may have one of the same name, and be
  /// the one that is violated, as that under `else` is where `if` fails.
  let keywordPointer: JSONPointer
  let pointer: JSONPointer
  /// The value that was changed; names of its members are judged here.
  let object: JSONPointer

  /// The other keywords violated at the place; nil where the one that was meant is not violated, or
  /// something elsewhere is.
  func companions(_ violations: [SchemaViolation]) -> [String]? {
    var found: [String] = []
    var isMet = false
    for violation in violations {
      if isMeant(violation) {
        isMet = true
      } else if violation.instanceLocation == pointer {
        if !found.contains(violation.keyword) { found.append(violation.keyword) }
      } else if violation.keyword == "anyOf" || violation.keyword == "oneOf",
        pointer.starts(with: violation.instanceLocation)
      {
        let inner = violation.branches.lazy.compactMap { companions($0.violations) }
        guard let first = inner.min(by: { $0.count < $1.count }) else { return nil }
        isMet = true
        for keyword in first where !found.contains(keyword) { found.append(keyword) }
      } else {
        return nil
      }
    }
    if isMet { return found }
    // A choice at the very place fails because the branch that was taken does.
    for violation in violations where violation.instanceLocation == pointer {
      let inner = violation.branches.lazy.compactMap { companions($0.violations) }
      if let first = inner.min(by: { $0.count < $1.count }) {
        return first + found.filter { $0 != violation.keyword && !first.contains($0) }
      }
    }
    return nil
  }

  private func isMeant(_ violation: SchemaViolation) -> Bool {
    if violation.keyword == keyword, violation.instanceLocation == pointer,
      violation.schemaPointer.starts(with: keywordPointer)
    {
      return true
    }
    // What is asked of names is said of the object, by the schema of names or by one it refers to.
    guard keyword == "propertyNames", violation.instanceLocation == object else { return false }
    let location = violation.keywordLocation.tokens
    guard let place = location.lastIndex(of: keyword) else { return false }
    return violation.schemaPointer.starts(with: keywordPointer)
      || location[place...].contains { ["$ref", "$dynamicRef", "$recursiveRef"].contains($0) }
  }
}
