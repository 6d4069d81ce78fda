import Diagnostics
import SchemaValidator

/// Compares a profile with the contract it names.
enum ProfileChecker {
  /// Refuses what the contract does not have: security schemes, operations, the error schema, and
  /// what is said to be out of reach; and requirements that the catalogue does not have.
  /// - Returns: What is odd, but keeps nothing from running.
  /// - Throws: ``Diagnostics`` with every mistake.
  static func check(
    _ profile: APIProfile, in document: SourceDocument, against contract: Contract,
    _ catalogue: RequirementCatalogue
  ) throws(Diagnostics) -> [Diagnostic] {
    var mistakes = MistakeList()
    let root = ManifestNode(value: document.root, document: document)
    let schemes = contract.securitySchemes.keys.sorted()
    for member in root["auth"]?.value.members.map(\.self) ?? []
    where !schemes.contains(where: { $0.isSameText(as: member.name) }) {
      let nearest = EditDistance.nearest(to: member.name, in: schemes)
      mistakes.add(
        code: "suite.unknown-scheme",
        "the contract has no security scheme \"\(member.name)\"", in: document,
        bytes: document.nameRange(of: member),
        fix: nearest.map { "write \"\($0)\"" } ?? "use one of: \(schemes.joined(separator: ", "))")
    }
    let operations = contract.operations.map(\.id.description)
    var called = profile.variables.compactMap { variable in
      variable.discovery.map {
        (name: $0.operation, place: root["variables"]?[variable.name]?["from"]?["call"])
      }
    }
    if case .told(let name, _, _) = profile.pace { called.append((name, root["pace"]?["from"])) }
    for (name, place) in called where !operations.contains(name) {
      refuseOperation(name, in: operations, at: place ?? root, &mistakes)
    }
    for node in root["promises"]?["requirements"]?.list("requirements", &mistakes) ?? [] {
      _ = node.requirement(in: catalogue, &mistakes)
    }
    if let pointer = profile.conventions.errors?.schema {
      do {
        _ = try contract.schema(at: pointer)
      } catch {
        mistakes.add(
          code: "suite.unknown-schema", "the contract has no usable schema at \(pointer.fragment)",
          at: root["conventions"]?["errors"]?["schema"] ?? root,
          fix: "point at a schema of the contract, such as \"#/components/schemas/Error\"",
          notes: error.all.map { .init($0.message, at: $0.location) })
      }
    }
    let named = root["conventions"]?["secrets"]?.value.elements.map(\.self) ?? []
    let known = named.isEmpty ? [] : contract.propertyNames
    for (name, value) in zip(profile.conventions.secretMembers, named) where !known.contains(name) {
      let nearest = EditDistance.nearest(to: name, in: known.sorted())
      mistakes.add(
        .warning, code: "suite.unknown-name", "no schema of the contract has a member \"\(name)\"",
        at: ManifestNode(value: value, document: document),
        fix: nearest.map { "write \"\($0)\"" } ?? "name a member of the contract's answers")
    }
    if let entries = root["unreached"] {
      check(profile.unreached, in: entries, against: contract, catalogue, &mistakes)
    }
    PaginationChecker(contract: contract, conventions: profile.conventions)
      .check(root["conventions"]?["pagination"], &mistakes)
    if !mistakes.isUsable { throw Diagnostics(mistakes.diagnostics) }
    return mistakes.diagnostics
  }

  /// Refuses the name of an operation that the contract does not have.
  private static func refuseOperation(
    _ name: String, in operations: [String], at node: ManifestNode, _ mistakes: inout MistakeList
  ) {
    let nearest = EditDistance.nearest(to: name, in: operations)
    mistakes.add(
      code: "suite.unknown-operation", "the contract has no operation \"\(name)\"", at: node,
      fix: nearest.map { "write \"\($0)\"" } ?? "write a method and a path of the contract")
  }

  /// Refuses names of things out of reach that nothing in the contract or the catalogue has.
  private static func check(
    _ entries: [UnreachedEntry], in list: ManifestNode, against contract: Contract,
    _ catalogue: RequirementCatalogue, _ mistakes: inout MistakeList
  ) {
    let operations = contract.operations.map(\.id.description)
    let coverage = CoverageRecorder(contract).coverage(of: catalogue)
    for (entry, value) in zip(entries, list.value.elements) {
      let node = ManifestNode(value: value, document: list.document)
      for name in entry.operations ?? [] where !operations.contains(name) {
        refuseOperation(name, in: operations, at: node["calls"] ?? node, &mistakes)
      }
      for (group, name, nearest) in entry.unknownNames(in: coverage) {
        mistakes.add(
          code: "suite.unknown-coverage",
          "nothing that \"\(group.rawValue)\" can name is called \"\(name)\"",
          at: node[group.rawValue] ?? node,
          fix: nearest.map { "write \"\($0)\"" }
            ?? "take the name from `conformance report coverage`")
      }
    }
  }
}

extension Contract {
  /// The names of all members that its schemas describe.
  fileprivate var propertyNames: Set<String> {
    var names: Set<String> = []
    var pending = schemas.documents.all.map(\.document.root)
    while let value = pending.popLast() {
      for member in value.members {
        if member.name == "properties" { names.formUnion(member.value.members.map(\.name)) }
        pending.append(member.value)
      }
      pending += value.elements
    }
    return names
  }
}

extension ManifestNode {
  /// The value of a member; nil when there is none.
  subscript(_ name: String) -> ManifestNode? {
    value[name].map { ManifestNode(value: $0, document: document) }
  }
}
