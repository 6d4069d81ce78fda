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
          guard let removal = removal(of: rival) else { continue }
          remarkLeftover(of: rival, removal, action, at: node)
        }
        guard step.cleanup == nil, step.isMeantToSucceed, let removal = removal(of: step.call),
          !called.contains(removal.id)
        else { continue }
        remarkLeftover(of: step.call, removal, action, at: node)
      }
    }
  }

  /// What to tell of the requests of shared steps that create something, should nothing remove it:
  /// whoever uses the steps may do so.
  func leftovers(
    of actions: [(node: ManifestNode, action: Suite.Action)]
  ) -> [SourceLocation: Diagnostic] {
    var leftovers: [SourceLocation: Diagnostic] = [:]
    for (node, action) in actions {
      switch action {
      case .request(let step):
        for call in [step.call] + (step.race?.rivals ?? []) {
          if let removal = removal(of: call) {
            leftovers[call.location] = Self.leftover(of: call, removal, at: node)
          }
        }
      case .use(let use): leftovers.merge(use.shared.leftovers) { first, _ in first }
      case .delivery: continue
      }
    }
    return leftovers
  }

  /// Whether a step says that its request is meant to be refused, and takes the refusal for a
  /// departure.
  ///
  /// What expects a body that only a success has knows what it asks for.
  mutating func isUnaware(
    _ call: Call, _ expectations: [Expectation], _ mapping: ManifestMapping
  ) -> Bool {
    // Of a race those that are refused are judged as its losers.
    guard call.isFaulty, mapping["faulty"] != nil, mapping["race"] == nil,
      !hasMisplacedExpectation(mapping)
    else { return false }
    guard let node = mapping["expect"] else { return true }
    guard expectations.compactMap(\.status).allSatisfy({ $0 == .success }) else { return false }
    let bodies = node.oneOrMore.compactMap { $0["body"] }
    return bodies.isEmpty
      || bodies.contains { isOfRefusal($0, of: call.target.operation) }
  }

  /// Whether a key that belongs under `expect` stands beside it, which is told as a mistake.
  func hasMisplacedExpectation(_ mapping: ManifestMapping) -> Bool {
    mapping.members.contains { member in
      Self.expectationKeys.contains(member.name) && !Self.stepKeys.contains(member.name)
    }
  }

  /// Whether a body that is expected has a member that only refusals have.
  private mutating func isOfRefusal(_ body: ManifestNode, of operation: Operation?) -> Bool {
    let body = rowValue(standingFor: body)?.node ?? body
    let names = body.value.members.filter { !$0.value.mayBeAbsent && !$0.value.isNull }.map(\.name)
    func described(_ statuses: Expectation.StatusExpectation) -> [String]? {
      guard let shapes = operation?.shapes([statuses]), !shapes.isEmpty else { return nil }
      let names = shapes.map(\.describedNames)
      return names.contains { $0 == nil } ? nil : names.flatMap { $0 ?? [] }
    }
    let ofSuccess = described(.success)
    if let root = context.profile.conventions.errors?.root?.tokens.first,
      names.contains(where: { $0.isSameText(as: root) }),
      ofSuccess?.contains(where: { $0.isSameText(as: root) }) != true
    {
      return true
    }
    guard let ofSuccess, let ofRefusal = described(.oneOf(codes: [], ranges: [4])) else {
      return false
    }
    return names.contains { ofRefusal.contains($0) && !ofSuccess.contains($0) }
  }

  /// Warns of a request that is meant to be refused, and whose refusal is taken for a departure.
  mutating func remarkUnexpectedRefusal(at node: ManifestNode, hasExpectation: Bool) {
    mistakes.add(
      .warning, code: "suite.unexpected-refusal",
      "what is \"faulty\" is meant to be refused, and "
        + (hasExpectation ? "\"expect:\" without \"status:\"" : "a step without \"expect:\"")
        + " wants a success", at: node,
      fix: hasExpectation
        ? "add \"status: 4XX\" to \"expect:\", or the statuses that will do"
        : "add \"expect: { status: 4XX }\", or the statuses that will do")
  }

  /// Warns of a probe's settings that have it create what nothing removes.
  mutating func remarkLeftover(of creation: Creation, at node: ManifestNode) {
    guard creation.cleanup == nil, let removal = removal(of: creation.call) else { return }
    remarkLeftover(of: creation.call, removal, nil, at: node)
  }

  private mutating func remarkLeftover(
    of call: Call, _ removal: Operation, _ action: Suite.Action?, at node: ManifestNode
  ) {
    // However often shared steps are used, what they leave behind is told once.
    guard leftBehind.insert(call.location).inserted, !context.leftBehind.contains(call.location)
    else { return }
    // The cleanup belongs to the request, wherever that stands.
    guard case .use(let use)? = action, var leftover = use.shared.leftovers[call.location] else {
      return mistakes.add([Self.leftover(of: call, removal, at: node)])
    }
    leftover.notes.append(.init("the steps are used here", at: (node["use"] ?? node).location))
    mistakes.add([leftover])
  }

  private static func leftover(
    of call: Call, _ removal: Operation, at node: ManifestNode
  ) -> Diagnostic {
    let place = node["call"] ?? node
    return Diagnostic(
      .warning, code: "suite.left-behind",
      "what this \(call.target.method) creates stays behind: nothing here removes it",
      in: place.document.text, bytes: place.range,
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
        guard let written, !mistakes.isTold(at: origin.document.nameRange(of: written), in: origin)
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
