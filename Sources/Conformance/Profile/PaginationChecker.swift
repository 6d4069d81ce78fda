import Diagnostics
import SchemaValidator

/// Compares how a profile says lists are read with the operations of the contract.
struct PaginationChecker {
  let contract: Contract
  let conventions: Conventions

  /// Refuses operations, parameters and members that the contract does not have.
  func check(_ node: ManifestNode?, _ mistakes: inout MistakeList) {
    guard let node else { return }
    let ways = node.oneOrMore
    // Where one could not be read, that is told already.
    guard ways.count == conventions.lists.count else { return }
    for (convention, way) in zip(conventions.lists, ways) { check(convention, way, &mistakes) }
  }

  private func check(
    _ convention: Conventions.Pagination, _ node: ManifestNode, _ mistakes: inout MistakeList
  ) {
    let named = operations(of: convention, node, &mistakes)
    guard !convention.operations.isEmpty else {
      return checkGeneral(convention, node, &mistakes)
    }
    for operation in named {
      if let name = convention.style.positionParameter {
        let place = node[convention.style.name.rawValue] ?? node["style"] ?? node
        require(name, of: operation, at: place, &mistakes)
      }
      if let name = convention.limitParameter {
        require(
          name, of: operation, at: node["limit"] ?? node, &mistakes,
          orElse: "\"limit: null\" where the page size cannot be asked for")
      }
      checkAnswer(of: operation, convention, node, &mistakes)
    }
  }

  /// The operations that a convention names, as far as the contract has them.
  private func operations(
    of convention: Conventions.Pagination, _ node: ManifestNode, _ mistakes: inout MistakeList
  ) -> [Operation] {
    return (node["for"]?.oneOrMore ?? []).compactMap { place in
      guard let name = place.value.stringValue else { return nil }
      if let operation = contract.operation(called: name) { return operation }
      let known = contract.operations.map(\.id.description)
      let nearest = EditDistance.nearest(to: name, in: known)
      mistakes.add(
        code: "suite.unknown-operation", "the contract has no operation \"\(name)\"", at: place,
        fix: nearest.map { "write \"\($0)\"" } ?? "write a method and a path of the contract")
      return nil
    }
  }

  /// A way that names no operations has to fit one at least by every name that it gives.
  private func checkGeneral(
    _ convention: Conventions.Pagination, _ node: ManifestNode, _ mistakes: inout MistakeList
  ) {
    let reads = contract.operations.filter { $0.id.method == "GET" }
    for (name, key) in [
      (convention.style.positionParameter, convention.style.name.rawValue),
      (convention.limitParameter, "limit"),
    ] {
      guard let name, let place = node[key],
        !reads.contains(where: { $0.parameter(name, in: .query) != nil })
      else { continue }
      let known = Set(reads.flatMap { $0.queryNames }).sorted()
      mistakes.add(
        code: "suite.unknown-parameter",
        "no operation of the contract has a query parameter \"\(name)\"", at: place,
        fix: EditDistance.nearest(to: name, in: known).map { "write \"\($0)\"" }
          ?? "use one of: \(known.joined(separator: ", "))")
    }
  }

  private func require(
    _ name: String, of operation: Operation, at place: ManifestNode,
    _ mistakes: inout MistakeList, orElse alternative: String? = nil
  ) {
    guard operation.parameter(name, in: .query) == nil else { return }
    let nearest = EditDistance.nearest(to: name, in: operation.queryNames)
    let names = operation.queryNames.joined(separator: ", ")
    let fixes = [
      nearest.map { "write \"\($0)\"" } ?? (names.isEmpty ? nil : "use one of: \(names)"),
      alternative,
    ].compactMap(\.self)
    mistakes.add(
      code: "suite.unknown-parameter",
      "\(operation.id) has no query parameter \"\(name)\"", at: place,
      fix: fixes.isEmpty ? "describe it in the contract" : fixes.joined(separator: ", or "))
  }

  /// Every member that a page is read by has to be one that the contract describes, where it
  /// describes the members of the answer at all.
  private func checkAnswer(
    of operation: Operation, _ convention: Conventions.Pagination, _ node: ManifestNode,
    _ mistakes: inout MistakeList
  ) {
    let entries = operation.responses.response(for: 200)?.content ?? []
    guard let shape = entries.first(where: \.range.isJSON)?.shape else { return }
    var members: [(key: String, pointer: JSONPointer)] = [("items", convention.items)]
    if let more = convention.more { members.append(("more", more)) }
    if let next = convention.style.next { members.append(("next", next)) }
    if case .body(let total) = convention.total { members.append(("total", total)) }
    for (key, pointer) in members {
      var shape = shape
      for token in pointer.tokens {
        if shape.isDescribed, !shape.invitesOtherMembers,
          !shape.memberNames.contains(where: { $0.isSameText(as: token) })
        {
          let nearest = EditDistance.nearest(to: token, in: shape.memberNames)
          let names = shape.memberNames.joined(separator: ", ")
          mistakes.add(
            code: "suite.unknown-name",
            "the answer of \(operation.id) has no member \"\(token)\" for \(key)",
            at: node[key] ?? node,
            fix: nearest.map { "write \"\($0)\" for \"\(token)\"" } ?? "use one of: \(names)")
          break
        }
        shape = shape.member(token)
      }
    }
  }
}

extension Operation {
  /// The names of its query parameters.
  fileprivate var queryNames: [String] {
    parameters.filter { $0.location == .query }.map(\.name)
  }
}
