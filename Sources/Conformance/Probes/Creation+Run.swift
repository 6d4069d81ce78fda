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
    let exchange = try await send(
      creation.call, purpose: purpose, changes: changes, undoing: creation.undoing)
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
      throw .inconclusive("\(subject) answered \(exchange.response.status)")
    }
    guard let id = ExactText(exchange.json?.value(at: creation.id)) else {
      throw .inconclusive("\(subject) answered without an id at \(creation.id)")
    }
    own(id, of: creation)
    return id
  }

  /// Makes something this run's, which removes it.
  func own(_ id: ExactText, of creation: Creation) {
    session.ledger.mint(id.text)
    scope.values["id"] = .text(id.text)
    if let cleanup = creation.cleanup { addCleanup(cleanup) }
  }

  /// Takes over what a request created that was meant to be refused, if it created anything.
  func adoptIfCreated(_ exchange: AnsweredExchange, of creation: Creation) {
    guard exchange.isSuccess else { return }
    _ = try? adopt(exchange, of: creation, as: "what should have been refused")
  }
}
