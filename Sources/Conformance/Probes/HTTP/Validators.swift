import Diagnostics
import SchemaValidator

extension ProtocolProbe {
  /// HTTP-15: an entity tag stands for what was read, and changes with it.
  func askConditionally() async throws(CaseStop) {
    guard judge.takesUp("HTTP-15") else { return }
    guard let creation = probe.creation, let item = probe.item else {
      return judge.leaveOpen(["HTTP-15"], "the case names no \"create:\" with an \"item:\"")
    }
    judge.renewToken()
    _ = try await run.create(creation, purpose: "create an item to read on a condition")
    let first = try await run.send(item, purpose: "read the item")
    guard first.isSuccess, let tag = first.response.fields.value(named: "ETag") else {
      return judge.leaveOpen(["HTTP-15"], "the item has no ETag")
    }
    let same = try await run.send(
      item, purpose: "read it unless it has this tag", changes: .unless(tag))
    judge.judge("HTTP-15")
    judgeUnchanged(same, tag)
    guard let update = probe.update else { return }
    let updated = try await run.send(update, purpose: "change the item")
    guard updated.isSuccess else {
      return judge.leaveOpen(["HTTP-15"], "the change was answered \(updated.response.status)")
    }
    let purpose = "read it unless it has the old tag"
    // Another copy of the item may lag behind.
    let sighting = try await run.look(purpose, until: { !isOld($0, tag) }) {
      () async throws(CaseStop) -> AnsweredExchange? in
      try await run.send(item, purpose: purpose, changes: .unless(tag))
    }
    guard let changed = sighting?.sight, isOld(changed, tag) else { return }
    judge.report(
      Suspicion(
        requirement: "HTTP-15", severity: .fail,
        message: "the ETag of a changed item is the old one",
        exchange: changed.index, related: [first.index, updated.index], place: .header("etag"),
        expected: "another ETag", got: changed.response.fields.value(named: "ETag") ?? "status 304")
    )
  }

  /// Whether an answer says that the item is still the one with a tag.
  private func isOld(_ exchange: AnsweredExchange, _ tag: String) -> Bool {
    exchange.response.status == 304
      || exchange.isSuccess && exchange.response.fields.value(named: "ETag") == tag
  }

  private func judgeUnchanged(_ exchange: AnsweredExchange, _ tag: String) {
    let status = exchange.response.status
    if status == 304 {
      // That a 304 has no body is judged for every exchange.
      return
    }
    // Answering in full is allowed where the item or its tag has changed meanwhile.
    if exchange.isSuccess, exchange.response.fields.value(named: "ETag") != tag { return }
    judge.report(
      Suspicion(
        requirement: "HTTP-15",
        message: "a read on the condition of another ETag was answered \(status)",
        exchange: exchange.index, place: .status, expected: "status 304", got: "status \(status)"))
  }
}

extension CallChanges {
  /// The condition that what is read has another entity tag.
  fileprivate static func unless(_ tag: String) -> CallChanges {
    var changes = CallChanges.field("If-None-Match", tag)
    changes.isFaulty = true
    return changes
  }
}
