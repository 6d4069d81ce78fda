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
      mistakes.add(
        code: "suite.unknown-scheme",
        "the contract has no security scheme \"\(member.name)\"", in: document,
        bytes: document.nameRange(of: member),
        fix: SuiteLoader.fix(forScheme: member.name, known: schemes))
    }
    let operations = contract.operations.map(\.id.description)
    var called = profile.variables.compactMap { variable in
      variable.discovery.map {
        (name: $0.operation, place: root["variables"]?[variable.name]?["from"]?["call"])
      }
    }
    if case .told(let name, _, _) = profile.pace { called.append((name, root["pace"]?["from"])) }
    for (name, place) in called {
      guard let operation = OperationID(name).flatMap(contract.operation(named:)) else {
        refuseOperation(name, in: operations, at: place ?? root, &mistakes)
        continue
      }
      check(operation, calledAt: place ?? root, &mistakes)
    }
    checkDiscoveries(of: profile, in: root, &mistakes)
    remarkPointers(of: profile, in: root, contract, &mistakes)
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

  /// Refuses an operation that changes something or needs to know something, where the target is
  /// asked before anything else.
  private static func check(
    _ operation: Operation, calledAt node: ManifestNode, _ mistakes: inout MistakeList
  ) {
    guard ["GET", "HEAD"].contains(operation.id.method) else {
      mistakes.add(
        code: "suite.changing-question",
        "\(operation.id) may change something; a question only reads",
        at: node, fix: "name an operation with the method GET")
      return
    }
    guard let name = operation.path.parameterNames.first else { return }
    mistakes.add(
      code: "suite.missing-parameter",
      "\(operation.id) needs the path parameter \"\(name)\", which is not known yet", at: node,
      fix: "name an operation whose path has no parameters, such as a list")
  }

  /// Refuses names in what the target is asked for that no variable before has, and secrets that it
  /// would tell.
  private static func checkDiscoveries(
    of profile: APIProfile, in root: ManifestNode, _ mistakes: inout MistakeList
  ) {
    var known: [String] = []
    for variable in profile.variables {
      defer { known.append(variable.name) }
      guard let discovery = variable.discovery,
        let node = root["variables"]?[variable.name]?["from"]
      else { continue }
      if variable.isSecret {
        mistakes.add(
          code: "suite.told-secret",
          "the secret \"\(variable.name)\" would stand in the answer that tells it", at: node,
          fix: "give it with \"env:\", or drop \"secret:\" and name its member under "
            + "\"secrets:\" of the conventions")
      }
      var names = discovery.query.flatMap { name, template in
        template.variables.map { (name: $0, node: node["query"]?[name] ?? node) }
      }
      if let name = discovery.exception { names.append((name, node["except"] ?? node)) }
      for (name, place) in names where !known.contains(where: { $0.isSameText(as: name) }) {
        let nearest = EditDistance.nearest(to: name, in: known)
        mistakes.add(
          code: "suite.undefined-variable", "undefined variable \"\(name)\"", at: place,
          fix: nearest.map { "write \"\($0)\"" } ?? "name a variable that is declared before")
      }
    }
  }

  /// Warns of what the target is to tell where the contract's answers have nothing.
  private static func remarkPointers(
    of profile: APIProfile, in root: ManifestNode, _ contract: Contract,
    _ mistakes: inout MistakeList
  ) {
    var pointers: [(operation: String, pointer: JSONPointer?, place: ManifestNode?)] = []
    for variable in profile.variables {
      guard let discovery = variable.discovery else { continue }
      pointers.append(
        (
          discovery.operation, discovery.pointer,
          root["variables"]?[variable.name]?["from"]?["value"]
        ))
    }
    if case .told(let operation, let read, let write) = profile.pace {
      pointers.append((operation, read, root["pace"]?["read"]))
      pointers.append((operation, write, root["pace"]?["write"]))
    }
    for (name, pointer, place) in pointers {
      guard let pointer, let place,
        let operation = OperationID(name).flatMap(contract.operation(named:)),
        operation.responses.isComplete, let shapes = operation.shapes([.success]), !shapes.isEmpty
      else { continue }
      do throws(AnswerDescription.Undescribed) {
        _ = try AnswerDescription(shapes).following(pointer, any: "*")
      } catch {
        mistakes.add(error, in: place.document, bytes: place.range)
      }
    }
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
