extension Suite.Case {
  /// How many requests the case may send, those that undo its steps not counted.
  ///
  /// Requests that are sent once more, because the target asked to wait or a connection broke, do
  /// not count: what is repeated was not carried out.
  package var requestAllowance: Int {
    switch work {
    case .steps(let steps): trials * steps.flatMap(\.requests).map(\.requestCount).reduce(0, +)
    case .pagination(let probe): probe.maximumRequests
    case .idempotency(let probe): probe.maximumRequests
    case .authentication(let probe): probe.maximumRequests
    case .http(let probe): probe.maximumRequests
    }
  }

  /// How many requests of the case may reach people or cost money.
  package var externalAllowance: Int {
    guard effect == .external else { return 0 }
    guard case .steps(let steps) = work else { return requestAllowance }
    return trials
      * steps.flatMap(\.requests).filter { step in
        step.calls.contains { !$0.isFaulty && !HTTPRequest.isSafe($0.target.method) }
      }.map(\.requestCount).reduce(0, +)
  }

  /// How many requests may be needed to undo what the case does.
  package var cleanupAllowance: Int {
    switch work {
    case .steps(let steps):
      trials
        * steps.flatMap(\.requests).map { $0.cleanup == nil ? 0 : $0.requestCount }
        .reduce(0, +)
    case .pagination(let probe):
      // Rows that are to have the same instant may be sown several times over.
      probe.seed?.creation.cleanup == nil ? 0 : probe.maximumRequests
    case .idempotency: 0
    case .authentication(let probe): probe.creation?.cleanup == nil ? 0 : probe.maximumRequests
    case .http(let probe): probe.creation?.cleanup == nil ? 0 : probe.maximumRequests
    }
  }
}

extension Suite.Step {
  /// How many requests the step sends at most.
  fileprivate var requestCount: Int {
    if let race { return race.copies + race.rivals.count }
    return (walk ?? together ?? 1) * (polling?.attempts ?? 1)
  }
}
