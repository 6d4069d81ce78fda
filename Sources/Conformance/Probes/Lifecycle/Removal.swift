import Diagnostics
import SchemaValidator

extension ResourceProbe {
  /// LIFE-09 and LIFE-10: what is removed is gone, wherever one looks.
  /// - Returns: Whether it is gone.
  func remove(_ id: ExactText) async throws(CaseStop) -> Bool {
    guard judge.asksAny(["LIFE-09", "LIFE-10", "LIFE-11"]) else { return false }
    guard let removal = probe.creation.cleanup else { return false }
    judge.turn(to: "LIFE-09")
    let removed = try await run.send(removal, purpose: "remove it")
    if removed.hasGatewayStatus {
      judge.leaveOpen(
        ["LIFE-09", "LIFE-10"], "the removal was answered \(removed.response.status)")
      return false
    }
    guard removed.isSuccess else {
      judge.judge("LIFE-09")
      judge.report(
        Suspicion(
          requirement: "LIFE-09", message: "what was created cannot be removed",
          exchange: removed.index, place: .status, expected: "a success",
          got: "status \(removed.response.status)"))
      return false
    }
    let read = try await read("read what is gone", until: isGone)
    if !isGone(read), leaveOpen(["LIFE-09", "LIFE-10"], ifOnlyAccepted: removed) { return false }
    judgeGone("LIFE-09", read, removed, to: "still be read")
    guard judge.takesUp("LIFE-10") else { return isGone(read) }
    try await lookInList(for: id, removed)
    for change in probe.changes.prefix(1) {
      let answer = try await run.send(change, purpose: "change what is gone")
      judgeGone("LIFE-10", answer, removed, to: "be changed")
    }
    let again = try await run.send(removal, purpose: "remove it again")
    // That nothing is there is what was asked for: to say so again is lenient, not wrong, and right
    // where the contract has nothing else to say.
    let isToldApart = again.operation.map { operation in
      probe.goneStatuses.contains(where: operation.responses.names)
    }
    if again.isSuccess, isToldApart == false {
      judge.judge("LIFE-10")
    } else {
      judgeGone("LIFE-10", again, removed, to: "be removed again", successWeight: .warn)
    }
    return isGone(read)
  }

  private func isGone(_ exchange: AnsweredExchange) -> Bool {
    probe.goneStatuses.contains(exchange.response.status)
  }

  /// Judges the answer to a request about what was removed.
  ///
  /// Only a success shows that it is there. A refusal for another reason, such as a condition that
  /// is looked at before the resource, is unusual; what a gateway says tells nothing.
  private func judgeGone(
    _ requirement: RequirementID, _ exchange: AnsweredExchange, _ removed: AnsweredExchange,
    to act: String, successWeight: Severity? = nil
  ) {
    let status = exchange.response.status
    if exchange.hasGatewayStatus {
      return judge.leaveOpen([requirement], "what was removed was answered \(status)")
    }
    judge.judge(requirement)
    guard !isGone(exchange) else { return }
    let isRefusal = !exchange.isSuccess && status < 500
    let expected = probe.goneStatuses.sorted().map(String.init).joined(separator: " or ")
    judge.report(
      Suspicion(
        requirement: requirement,
        severity: isRefusal ? .warn : exchange.isSuccess ? successWeight : nil,
        message: exchange.isSuccess
          ? "what was removed can \(act)"
          : "\(exchange.request.method) of what was removed was answered \(status)",
        exchange: exchange.index, related: [removed.index], place: .status,
        expected: "status \(expected)", got: "status \(status)"))
  }

  private func lookInList(for id: ExactText, _ removed: AnsweredExchange) async throws(CaseStop) {
    guard let list = probe.list else { return }
    let isListed = { (contents: ListContents) in contents.rows.contains { $0.id == id } }
    let sighting = try await run.look("list what is left", until: { !isListed($0) }) {
      () async throws(CaseStop) -> ListContents? in
      try await list.readList(in: run, purpose: "list what is left")
    }
    guard let contents = sighting?.sight else {
      return judge.leaveOpen(["LIFE-10"], "the list could not be read whole")
    }
    if isListed(contents), leaveOpen(["LIFE-10"], ifOnlyAccepted: removed) { return }
    judge.judge("LIFE-10")
    guard isListed(contents) else { return }
    judge.report(
      Suspicion(
        requirement: "LIFE-10", message: "what was removed is still listed",
        exchange: contents.exchanges.last ?? removed.index, related: [removed.index],
        expected: "a list without \(id)", got: "\(id) in it", ids: [id]))
  }

  /// LIFE-11: what is created again is another one, and a name is free again.
  func createAgain(_ id: ExactText) async throws(CaseStop) {
    guard judge.takesUp("LIFE-11") else { return }
    let answer = try await run.send(
      probe.creation.call, purpose: "create one like it again", undoing: probe.creation.undoing)
    if answer.isSuccess {
      let other = try run.adopt(answer, of: probe.creation, as: "what is created again")
      judge.judge("LIFE-11")
      guard other == id else { return }
      // An id that the request itself gives is the same again, as it was asked for.
      if judge.isGiven(id) { return }
      if let same = answer.json?.value(at: probe.creation.id), answer.refersTo(same) { return }
      // A database that numbers its rows may give the highest number again once it is free.
      let isNumber = other.text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      return judge.report(
        Suspicion(
          requirement: "LIFE-11", severity: isNumber ? .warn : nil,
          message: "what is created again has the id of what was removed",
          exchange: answer.index, place: .body(probe.creation.id), expected: "a new id",
          got: other.description, ids: [id]))
    }
    // Another reason to refuse would refuse any other as well.
    judge.renewToken()
    _ = try await run.create(probe.creation, purpose: "create another one")
    judge.judge("LIFE-11")
    judge.report(
      Suspicion(
        requirement: "LIFE-11", message: "one like what was removed cannot be created",
        exchange: answer.index, place: .status, expected: "a success, as with another name",
        got: "status \(answer.response.status)"))
  }
}
