import Diagnostics
import SchemaValidator

extension Creation {
  /// What undoes a create should its answer not come; nil for nothing.
  var undoing: Undoing? {
    cleanup.map { Undoing(of: call, captures: [("id", id)], by: $0) }
  }
}

extension CaseRun {
  /// Creates something, which is this run's from then on and will be removed.
  ///
  /// `${id}` stands for its id afterwards.
  /// - Throws: ``CaseStop`` when it is refused, or answered without an id.
  func create(
    _ creation: Creation, purpose: String, changes: CallChanges = CallChanges()
  ) async throws(CaseStop) -> (id: ExactText, exchange: AnsweredExchange) {
    let exchange = try await sending(for: .preparation) {
      () async throws(CaseStop) -> AnsweredExchange in
      try await send(
        creation.call, purpose: purpose, changes: changes, undoing: creation.undoing)
    }
    return (try adopt(exchange, of: creation, as: "what the probe needs"), exchange)
  }

  /// Takes over what was created: it is this run's, and this run removes it.
  /// - Throws: ``CaseStop`` when it was refused, or answered without an id.
  @discardableResult
  func adopt(
    _ exchange: AnsweredExchange, of creation: Creation, as what: String
  ) throws(CaseStop) -> ExactText {
    let subject = "\(exchange.request.method) for \(what)"
    guard exchange.isSuccess else {
      let words = exchange.refusalWords(by: session.conventions.errors).map { ": \($0)" } ?? ""
      throw .inconclusive("\(subject) answered \(exchange.response.status)\(words)")
    }
    guard let id = ExactText(exchange.json?.value(at: creation.id)) else {
      noteLeftover(exchange)
      throw .inconclusive("\(subject) answered without an id at \(creation.id)")
    }
    own(id, of: creation, toldBy: exchange)
    return id
  }

  /// Makes something this run's, which removes it.
  ///
  /// Without an answer that tells of it, it was made where the last create was sent.
  func own(_ id: ExactText, of creation: Creation, toldBy exchange: AnsweredExchange? = nil) {
    let target = creation.call.target
    let last = record.exchanges.last { $0.request.method == target.method }
    mint(
      id.text, named: "id", madeBy: target.operation,
      url: (exchange?.request ?? last?.request)?.url ?? "", answer: exchange?.response,
      cleanup: creation.cleanup)
    scope.values["id"] = .text(id.text)
    if let cleanup = creation.cleanup { addCleanup(cleanup) }
  }

  /// Takes over what a request created that was meant to be refused, if it created anything.
  func adoptIfCreated(_ exchange: AnsweredExchange, of creation: Creation) {
    guard exchange.isSuccess else { return }
    _ = try? adopt(exchange, of: creation, as: "what should have been refused")
  }
}

extension CaseRun {
  /// Removes what a request made that was meant to make nothing, or says that it was left behind.
  func removeUnwanted(_ exchange: AnsweredExchange, madeBy call: Call) {
    let method = exchange.request.method
    guard exchange.isSuccess, ["POST", "PUT"].contains(method) else { return }
    let creation = session.contract.creation(by: call, as: method, session.conventions)
    // What stands at an id that this run made up is the run's. Of what an answer names only what
    // shows something that the run made up: it may be somebody's that was there before.
    if method == "PUT", let cleanup = creation?.cleanup {
      addCleanup(cleanup)
    } else if let creation,
      scope.invented.contains(where: {
        exchange.response.body.firstPlace(of: Array($0.utf8)) != nil
      })
    {
      adoptIfCreated(exchange, of: creation)
    } else {
      noteLeftover(exchange)
    }
  }
}

extension Contract {
  /// What a call would create if it were sent with a method, with the DELETE that the contract has for it; nil where it has none.
  func creation(
    by call: Call, as method: String, _ conventions: Conventions
  ) -> Creation? {
    guard let operation = call.target.operation else { return nil }
    var path = call.path
    let removal: Operation?
    switch method {
    case "POST":
      removal = self.removal(from: operation)
      guard let name = removal?.path.parameterNames.last else { return nil }
      path[name] = .template(Template(segments: [.expression(.variable("id"))]))
    case "PUT":
      removal = operations.first {
        $0.id.method == "DELETE" && $0.path.shape == operation.path.shape
      }
    default: return nil
    }
    guard let removal else { return nil }
    let data = conventions.success?.data ?? .root
    let id = conventions.pagination(of: list(besideCreate: call))?.id ?? JSONPointer(["id"])
    return Creation(
      call: call, id: data.appending(id),
      cleanup: Call(
        target: .operation(removal), path: path, query: [], fields: [], body: .none,
        credentials: .standard, isFaulty: true, location: call.location))
  }
}
