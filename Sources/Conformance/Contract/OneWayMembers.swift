internal import Diagnostics
internal import SchemaValidator

/// Tells apart the required members that messages of one direction do not carry.
///
/// From 3.1 on `readOnly` and `writeOnly` are annotations, so that a program asks for such members
/// all the same. But no client can be asked to send what only the server may set, and no server to
/// show what it only takes.
struct OneWayMembers {
  private let references: ReferenceFollower
  private let reading: SchemaReading
  /// The keyword that marks what the direction does not carry.
  private let flag: String

  /// Creates the rule for messages of a direction; nil for one that is neither.
  init?(_ direction: MessageDirection, _ documents: ContractDocuments) {
    switch direction {
    case .request: flag = "readOnly"
    case .response: flag = "writeOnly"
    case .either: return nil
    }
    references = ReferenceFollower(documents: documents)
    reading = SchemaReading(references: references)
  }

  /// The violations that are left when members which the direction does not carry may be missing.
  func filter(
    _ violations: [SchemaViolation], of value: JSONValue, by schema: ContractNode
  ) -> [SchemaViolation] {
    let left = violations.filter { !isExcused($0, of: value, by: schema) }
    // A part of a schema that refuses a value describes none of its members, for the parts around
    // it: with the reason goes what follows from it.
    if left.count < violations.count, left.allSatisfy({ follows($0, of: value, by: schema) }) {
      return []
    }
    return left
  }

  /// Whether only members are missing that the direction does not carry, in the whole schema or in
  /// one of its branches.
  func isExcused(
    _ violation: SchemaViolation, of value: JSONValue, by schema: ContractNode
  ) -> Bool {
    if !violation.branches.isEmpty {
      return violation.branches.contains { branch in
        !branch.violations.isEmpty && filter(branch.violations, of: value, by: schema).isEmpty
      }
    }
    guard violation.keyword == "required",
      let object = value.value(at: violation.instanceLocation),
      let keyword = references.documents.node(at: violation, of: schema)
    else { return false }
    let missing = keyword.value.elements.compactMap(\.stringValue).filter { object[$0] == nil }
    guard !missing.isEmpty else { return false }
    let holder = ContractNode(rootOf: keyword.document).descendant(at: keyword.pointer.parent)
    // What requires a member and what describes it may be different parts of one schema.
    let schemas =
      references.schemas(describing: violation.instanceLocation, from: schema)
      + (holder.map(references.schemas(inPlaceOf:)) ?? [])
    if schemas.contains(where: references.leadsAstray) { return true }
    return missing.allSatisfy { name in
      schemas.contains { schema in
        schema["properties"]?[name].map { reading.isSet(flag, in: $0) } ?? false
      }
    }
  }

  /// Whether a violation says of a described member only that no part of the schema took it.
  private func follows(
    _ violation: SchemaViolation, of value: JSONValue, by schema: ContractNode
  ) -> Bool {
    guard violation.keyword == "unevaluatedProperties",
      let name = violation.instanceLocation.tokens.last
    else { return false }
    return references.schemas(describing: violation.instanceLocation.parent, from: schema)
      .contains { $0["properties"]?[name] != nil }
  }
}
