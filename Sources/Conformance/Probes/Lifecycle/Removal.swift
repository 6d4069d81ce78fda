import Diagnostics
import SchemaValidator

extension ResourceProbe {
  /// LIFE-09 and LIFE-10: what is removed is gone, wherever one looks.
  func remove(_ id: ExactText) async throws(CaseStop) {
    guard judge.asksAny(["LIFE-09", "LIFE-10", "LIFE-11"]) else { return }
    guard let removal = probe.creation.cleanup else { return }
    let removed = try await run.send(removal, purpose: "remove it")
    judge.judge("LIFE-09")
    guard removed.isSuccess else {
      return judge.report(
        Suspicion(
          requirement: "LIFE-09", message: "what was created cannot be removed",
          exchange: removed.index, place: .status, expected: "a success",
          got: "status \(removed.response.status)"))
    }
    let read = try await read("read what is gone", until: isGone)
    if !isGone(read) { report("LIFE-09", "what was removed can still be read", read, removed) }
    guard judge.asks("LIFE-10") else { return }
    try await lookInList(for: id, removed)
    for change in probe.changes.prefix(1) {
      let answer = try await run.send(change, purpose: "change what is gone")
      if !isGone(answer) { report("LIFE-10", "what was removed can be changed", answer, removed) }
    }
    let again = try await run.send(removal, purpose: "remove it again")
    judge.judge("LIFE-10")
    guard !isGone(again) else { return }
    // That nothing is there is what was asked for: to say so again is lenient, not wrong.
    report(
      "LIFE-10", severity: again.isSuccess ? .warn : nil, "what was removed can be removed again",
      again, removed)
  }

  private func isGone(_ exchange: AnsweredExchange) -> Bool {
    probe.goneStatuses.contains(exchange.response.status)
  }

  private func report(
    _ requirement: RequirementID, severity: Severity? = nil, _ message: String,
    _ exchange: AnsweredExchange, _ removed: AnsweredExchange
  ) {
    let expected = probe.goneStatuses.sorted().map(String.init).joined(separator: " or ")
    judge.report(
      Suspicion(
        requirement: requirement, severity: severity, message: message, exchange: exchange.index,
        related: [removed.index], place: .status, expected: "status \(expected)",
        got: "status \(exchange.response.status)"))
  }

  private func lookInList(for id: ExactText, _ removed: AnsweredExchange) async throws(CaseStop) {
    guard let list = probe.list else { return }
    for (attempt, delay) in ([.zero] + Self.delays).enumerated() {
      try await run.pause(delay)
      guard let contents = try await list.readList(in: run, purpose: "list what is left") else {
        return judge.leaveOpen(["LIFE-10"], "the list could not be read whole")
      }
      let isListed = contents.rows.contains { $0.id == id }
      if isListed, attempt < Self.delays.count { continue }
      judge.judge("LIFE-10")
      guard isListed else { return }
      judge.report(
        Suspicion(
          requirement: "LIFE-10", message: "what was removed is still listed",
          exchange: contents.exchanges.last ?? removed.index, related: [removed.index],
          expected: "a list without \(id)", got: "\(id) in it", ids: [id]))
    }
  }

  /// LIFE-11: what is created again is another one, and a name is free again.
  func createAgain(_ id: ExactText) async throws(CaseStop) {
    guard judge.asks("LIFE-11") else { return }
    if judge.hasReported("LIFE-09") {
      return judge.leaveOpen(["LIFE-11"], "what was created could not be removed")
    }
    let answer = try await run.send(
      probe.creation.call, purpose: "create one like it again", undoing: probe.creation.undoing)
    if answer.isSuccess {
      let other = try run.adopt(answer, of: probe.creation, as: "what is created again")
      judge.judge("LIFE-11")
      guard other == id else { return }
      return judge.report(
        Suspicion(
          requirement: "LIFE-11", message: "what is created again has the id of what was removed",
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
