extension Suite.Case {
  /// How many requests the case may send, those that undo its steps not counted.
  ///
  /// Requests that are sent once more, because the target asked to wait or a connection broke, do
  /// not count, and neither do attempts at the case that a lost connection cut off.
  package var requestAllowance: Int {
    switch work {
    case .steps(let steps): trials * steps.reduce(0) { $0 + $1.requestAllowance }
    default: work.probe?.maximumRequests ?? 0
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
    default:
      // Rows that are to have the same instant may be sown several times over.
      work.probe?.created?.cleanup == nil ? 0 : requestAllowance
    }
  }
}

extension Suite.Action {
  /// How many requests it may send.
  fileprivate var requestAllowance: Int {
    switch self {
    case .request(let step): step.requestCount
    case .use(let use): use.shared.actions.reduce(0) { $0 + $1.requestAllowance }
    case .delivery: 0
    }
  }
}

extension Suite.Case {
  /// How many requests may be needed to find what creates without an answer have made.
  func searchAllowance(by contract: Contract, _ conventions: Conventions) -> Int {
    guard !conventions.lists.isEmpty else { return 0 }
    let creates =
      switch work {
      case .steps(let steps):
        trials
          * steps.flatMap(\.requests).filter {
            $0.cleanup != nil && contract.list(besideCreate: $0.call) != nil
          }.map(\.requestCount).reduce(0, +)
      default:
        work.probe?.created.flatMap { contract.list(besideCreate: $0.call) } == nil
          ? 0 : cleanupAllowance
      }
    return creates * LostItems.pageLimit
  }
}

extension Contract {
  /// The list in which what a call creates is found again; nil where the contract has none.
  func list(besideCreate call: Call) -> Operation? {
    guard call.target.method == "POST", let creating = call.target.operation else { return nil }
    return list(beside: creating)
  }

  /// The operation that lists what another one creates; nil where the contract has none, or one
  /// that cannot be asked without knowing more.
  func list(beside creating: Operation) -> Operation? {
    let listing = operation(named: OperationID(method: "GET", path: creating.id.path))
    let needsMore = listing?.parameters.contains { $0.isRequired && $0.location != .path }
    return needsMore == false ? listing : nil
  }
}

extension Suite.Step {
  /// How many requests the step sends at most.
  fileprivate var requestCount: Int {
    if let race { return race.copies + race.rivals.count }
    return (walk ?? together ?? 1) * (polling?.attempts ?? 1)
  }
}
