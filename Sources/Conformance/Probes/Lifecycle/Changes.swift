import Diagnostics
import SchemaValidator

extension ResourceProbe {
  /// LIFE-04, LIFE-05 and LIFE-06: a change touches what it names, shows what it made of it, and
  /// leaves alone what makes the resource the one it is.
  func change() async throws(CaseStop) {
    let asked: [RequirementID] = ["LIFE-04", "LIFE-05", "LIFE-06"]
    guard judge.asksAny(asked) else { return }
    guard !probe.changes.isEmpty else {
      return judge.leaveOpen(asked, "the case names no \"changes:\"")
    }
    judge.turn()
    var before = try await read("read it before it changes", until: \.isSuccess)
    // A time may be told in whole seconds: it has to be given one to move.
    if probe.changed != nil, judge.asks("LIFE-06") { try await run.pause(.milliseconds(1100)) }
    // One is enough where only the answer to a change is asked about.
    let changes = judge.asksAny(["LIFE-04", "LIFE-06"]) ? probe.changes : [probe.changes[0]]
    for (index, change) in changes.enumerated() {
      judge.turn(to: "LIFE-04")
      let answer = try await run.send(change, purpose: "change it")
      guard answer.isSuccess else {
        judge.leaveOpen(asked, "a change was answered \(answer.response.status)")
        continue
      }
      if index == 0 { judge.turn(to: "LIFE-04", "LIFE-05") }
      let after = try await read("read it after the change", until: { shows($0, answer, before) })
      guard let old = resource(before), let new = resource(after), new.kind == .object else {
        return judge.leaveOpen(asked, "a read answers without the resource")
      }
      judgeReach(of: answer, old, new, [before, after])
      judgeAnswer(answer, new, after)
      judgeIdentity(old, new, before, after, isFirst: index == 0)
      before = after
    }
  }

  /// Whether a read shows what a change made: another copy may lag behind.
  private func shows(
    _ read: AnsweredExchange, _ change: AnsweredExchange, _ before: AnsweredExchange
  ) -> Bool {
    guard read.isSuccess, let new = resource(read) else { return false }
    let sent = members(sentIn: change)
    if !sent.isEmpty, sent.allSatisfy({ isKept($0, in: new) }) { return true }
    // What was sent may be kept in another form: then the answer shows it.
    guard let told = resource(change), told.kind == .object else { return sent.isEmpty }
    let isTold = differences(between: change, and: read)?.isEmpty == true
    return isTold && (sent.isEmpty || resource(before) != told)
  }

  /// LIFE-04: the members sent have changed as they were sent, and no others.
  private func judgeReach(
    of answer: AnsweredExchange, _ old: JSONValue, _ new: JSONValue,
    _ reads: [AnsweredExchange]
  ) {
    guard judge.asks("LIFE-04") else { return }
    let sent = members(sentIn: answer)
    guard !sent.isEmpty else {
      return judge.leaveOpen(["LIFE-04"], "a change sends no JSON object")
    }
    guard sent.contains(where: { new[$0.name] != nil }) else {
      return judge.leaveOpen(["LIFE-04"], "a read shows no member that a change sent")
    }
    let own = sent.map { JSONPointer([$0.name]) }
    let touched = JSONDifference.places(old, new, ignoring: own + moving).first
    if touched != nil || !sent.allSatisfy({ isKept($0, in: new) }),
      leaveOpen(["LIFE-04"], ifOnlyAccepted: answer)
    {
      return
    }
    judge.judge("LIFE-04")
    for member in sent {
      judgeKept(
        member, in: new, "LIFE-04", "a read after a change", reads[1], related: [answer.index])
    }
    // What replaces the whole resource may reset what it leaves out (RFC 9110 section 9.3.4).
    guard answer.request.method != "PUT", let touched else { return }
    judge.report(
      Suspicion(
        requirement: "LIFE-04", message: "a change also changes \(touched), which it does not name",
        exchange: answer.index, related: reads.map(\.index), place: .exchange,
        expected: old.value(at: touched).quoted, got: new.value(at: touched).quoted))
  }

  /// LIFE-05: the answer to a change shows what is read afterwards.
  private func judgeAnswer(
    _ answer: AnsweredExchange, _ new: JSONValue, _ after: AnsweredExchange
  ) {
    guard judge.asks("LIFE-05") else { return }
    guard let told = resource(answer), told.kind == .object else {
      return judge.leaveOpen(["LIFE-05"], "the change answers without the resource")
    }
    guard let differing = differences(between: answer, and: after) else {
      return judge.leaveOpen(["LIFE-05"], "the change answers in another form than a read")
    }
    let different = differing.first
    if different != nil, leaveOpen(["LIFE-05"], ifOnlyAccepted: answer) { return }
    judge.judge("LIFE-05")
    guard let different else { return }
    judge.report(
      Suspicion(
        requirement: "LIFE-05", message: "a change answers with another \(different) than is read",
        exchange: answer.index, related: [after.index], place: .body(place(different)),
        expected: new.value(at: different).quoted, got: told.value(at: different).quoted))
  }

  /// LIFE-06: what never changes does not, and the time of the last change moves forward.
  ///
  /// Changes that follow the first at once may fall into the same second as that.
  private func judgeIdentity(
    _ old: JSONValue, _ new: JSONValue, _ before: AnsweredExchange, _ after: AnsweredExchange,
    isFirst: Bool
  ) {
    guard judge.asks("LIFE-06") else { return }
    guard !probe.immutable.isEmpty || probe.changed != nil else {
      return judge.leaveOpen(["LIFE-06"], "the case names neither \"immutable:\" nor \"changed:\"")
    }
    judge.judge("LIFE-06")
    func report(_ message: String, _ pointer: JSONPointer, _ expected: String) {
      judge.report(
        Suspicion(
          requirement: "LIFE-06", message: message, exchange: after.index,
          related: [before.index], place: .body(place(pointer)), expected: expected,
          got: new.value(at: pointer).quoted))
    }
    for pointer in probe.immutable where old.value(at: pointer) != new.value(at: pointer) {
      report("a change also changes \(pointer)", pointer, old.value(at: pointer).quoted)
    }
    guard let pointer = probe.changed, old != new,
      let then = old.value(at: pointer)?.stringValue.flatMap(Instant.init(parsing:)),
      let now = new.value(at: pointer)?.stringValue.flatMap(Instant.init(parsing:)),
      now < then || isFirst && now == then
    else { return }
    report(
      now < then ? "a change moves \(pointer) back" : "a change does not move \(pointer)", pointer,
      "later than \(old.value(at: pointer).quoted)")
  }
}
