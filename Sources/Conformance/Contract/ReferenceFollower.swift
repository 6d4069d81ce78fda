internal import Diagnostics
internal import SchemaValidator

/// Follows references in silence: those that lead nowhere were written down when the contract was
/// read.
struct ReferenceFollower: Sendable {
  let documents: ContractDocuments

  /// How many references may lead to each other before a circle is taken for granted.
  private static let limit = 64

  /// The node that a `$ref` of an object leads to in one step; nil without one, and where it leads
  /// nowhere or nobody knows where.
  ///
  /// What a `$dynamicRef` leads to depends on the way a value took: it is never followed.
  func target(of node: ContractNode) -> ContractNode? {
    node.value["$ref"]?.stringValue.flatMap { documents.target(of: $0, from: node) }
  }

  /// Whether a schema hands its value on to one that is not found by following references.
  func leadsAstray(_ node: ContractNode) -> Bool {
    if node.value["$dynamicRef"] != nil || node.value["$recursiveRef"] != nil { return true }
    return node.value["$ref"] != nil && target(of: node) == nil
  }

  /// Whether the contract is written in OpenAPI 3.0.
  var isVersion30: Bool { documents.isVersion30 }

  /// Whether a schema is a reference that hides what stands beside it, as in OpenAPI 3.0 and in
  /// the drafts up to 7.
  func ignoresSiblings(of schema: ContractNode) -> Bool { documents.ignoresSiblings(of: schema) }

  /// The object a node stands for: itself, or what its references lead to in the end; nil for a
  /// circle and for what leads nowhere.
  func resolved(_ node: ContractNode) -> ContractNode? {
    var current = node
    for _ in 0..<Self.limit {
      guard current.value.kind == .object, current.value["$ref"]?.stringValue != nil else {
        return current
      }
      guard let next = target(of: current) else { return nil }
      current = next
    }
    return nil
  }
}

// MARK: - Schemas of one value

extension ReferenceFollower {
  /// The schemas that a schema hands values to.
  func uses(of node: ContractNode) -> [(schema: ContractNode, relation: SchemaKeyword.Relation)] {
    guard node.value.kind == .object else { return [] }
    var uses: [(schema: ContractNode, relation: SchemaKeyword.Relation)] = []
    if let target = target(of: node) { uses.append((target, .inPlace)) }
    if ignoresSiblings(of: node) { return uses }
    for (name, child) in node.members {
      guard let keyword = SchemaKeyword(rawValue: name), !isVersion30 || keyword.isKnownIn30
      else { continue }
      uses += keyword.schemas(in: child).map { ($0, keyword.relation) }
    }
    return uses
  }

  /// The schemas that may judge the same value as a schema does, itself first: what its references
  /// lead to, and all branches.
  func schemas(inPlaceOf node: ContractNode) -> [ContractNode] {
    var schemas = [node]
    var seen: Set<ContractNode.Place> = [node.quickPlace]
    var next = 0
    while next < schemas.count {
      for use in uses(of: schemas[next]) where use.relation == .inPlace {
        if seen.insert(use.schema.quickPlace).inserted { schemas.append(use.schema) }
      }
      next += 1
    }
    return schemas
  }

  /// The schemas that may judge what lies at a path in a value of a schema.
  func schemas(describing path: JSONPointer, from node: ContractNode) -> [ContractNode] {
    var schemas = schemas(inPlaceOf: node)
    for token in path.tokens {
      var seen: Set<ContractNode.Place> = []
      schemas = schemas.flatMap { Self.schemas(of: token, in: $0) }
        .flatMap { self.schemas(inPlaceOf: $0) }
        .filter { seen.insert($0.quickPlace).inserted }
    }
    return schemas
  }

  /// The schemas of a member or an element.
  private static func schemas(of token: String, in schema: ContractNode) -> [ContractNode] {
    if let property = schema["properties"]?[token] { return [property] }
    let keywords: [SchemaKeyword] = [
      .patternProperties, .additionalProperties, .unevaluatedProperties, .prefixItems, .items,
      .additionalItems, .contains, .unevaluatedItems,
    ]
    return keywords.flatMap { keyword in
      schema[keyword.rawValue].map { keyword.schemas(in: $0) } ?? []
    }
  }
}
