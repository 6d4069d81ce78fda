import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// Warns of steps that create something which nothing removes, though the contract tells how.
  mutating func remarkLeftovers(of actions: [(node: ManifestNode, action: Suite.Action)]) {
    // Few cases create anything, and only then it matters what else they call.
    lazy var steps = actions.flatMap(\.action.requests)
    lazy var called = (steps.map(\.call) + steps.compactMap(\.cleanup)).compactMap(
      \.target.operation?.id)
    for (node, action) in actions {
      // What several requests of one entry leave behind is told once.
      let told = mistakes.diagnostics.count
      defer { mistakes.removeRepetitions(after: told) }
      for step in action.requests {
        // What a rival makes has no name by which a later step could remove it.
        for rival in step.race?.rivals ?? [] {
          if let removal = removal(of: rival) { remarkLeftover(of: rival, removal, at: node) }
        }
        guard step.cleanup == nil, step.isMeantToSucceed, let removal = removal(of: step.call),
          !called.contains(removal.id)
        else { continue }
        remarkLeftover(of: step.call, removal, at: node)
      }
    }
  }

  /// Warns of a request that is meant to be refused, and whose refusal is taken for a departure.
  mutating func remarkUnexpectedRefusal(at node: ManifestNode) {
    mistakes.add(
      .warning, code: "suite.unexpected-refusal",
      "what is \"faulty\" is meant to be refused, and a step without \"expect:\" wants a success",
      at: node, fix: "add \"expect: { status: 4XX }\", or the statuses that will do")
  }

  /// Warns of a probe's settings that have it create what nothing removes.
  mutating func remarkLeftover(of creation: Creation, at node: ManifestNode) {
    guard creation.cleanup == nil, let removal = removal(of: creation.call) else { return }
    remarkLeftover(of: creation.call, removal, at: node)
  }

  private mutating func remarkLeftover(
    of call: Call, _ removal: Operation, at node: ManifestNode
  ) {
    // What shared steps leave behind is told where they are used first.
    guard leftBehind.insert(call.location).inserted else { return }
    let place = node.value["call"].map { ManifestNode(value: $0, document: node.document) } ?? node
    mistakes.add(
      .warning, code: "suite.left-behind",
      "what this \(call.target.method) creates stays behind: nothing here removes it", at: place,
      fix: "save its id, and add \"cleanup: { call: \(removal.id), … }\"")
  }

  /// The operation that removes what a call creates; nil where the call is no create, or the
  /// contract has no such operation.
  private func removal(of call: Call) -> Operation? {
    guard !call.isFaulty, call.target.method == "POST", let operation = call.target.operation
    else { return nil }
    return context.contract.removal(from: operation)
  }

  /// Warns of members that the contract allows but does not know, and that are spelled nearly as
  /// one that it knows.
  mutating func remarkNames(
    in value: JSONValue, _ shape: SchemaShape, of sketch: ValueSketch, writtenAt node: ManifestNode,
    at place: JSONPointer = .root
  ) {
    switch value.kind {
    case .object:
      let known = shape.memberNames
      for member in value.members {
        let inner = place.appending(member.name)
        if known.contains(where: { $0.isSameText(as: member.name) }) {
          remarkNames(
            in: member.value, shape.member(member.name), of: sketch, writtenAt: node, at: inner)
          continue
        }
        let free = known.filter { value[$0] == nil }
        guard !shape.invitesOtherMembers,
          let nearest = EditDistance.nearest(to: member.name, in: free)
        else { continue }
        let (origin, rest) = sketch.origin(of: place) ?? (node, place)
        let written = origin.value.value(at: rest)?.members
          .first { $0.name.isSameText(as: member.name) }
        guard let written, !mistakes.tell(of: origin.document.nameRange(of: written), in: origin)
        else { continue }
        mistakes.add(
          .warning, code: "suite.unknown-member",
          "the contract does not know the member \"\(member.name)\"", in: origin.document,
          bytes: origin.document.nameRange(of: written), fix: "write \"\(nearest)\"")
      }
    case .array:
      for (position, element) in value.elements.enumerated() {
        remarkNames(
          in: element, shape.element(position), of: sketch, writtenAt: node,
          at: place.appending(position))
      }
    case .string, .number, .boolean, .null: break
    }
  }
}

extension Suite.Step {
  /// Whether all that is expected of it is a success.
  fileprivate var isMeantToSucceed: Bool {
    expectations.compactMap(\.status).allSatisfy { status in
      switch status {
      case .success: true
      case .oneOf(let codes, let ranges):
        codes.allSatisfy { 200..<300 ~= $0 } && ranges.allSatisfy { $0 == 2 }
      }
    }
  }
}

extension Contract {
  /// The operation that removes one thing of a collection; nil for none.
  func removal(from collection: Operation) -> Operation? {
    itemOperations(of: collection).first { $0.id.method == "DELETE" }
  }
}
