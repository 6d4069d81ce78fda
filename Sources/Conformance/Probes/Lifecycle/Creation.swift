import Diagnostics
import SchemaValidator

extension ResourceProbe {
  /// LIFE-01: a create answers with what was sent.
  func judgeEcho(_ created: AnsweredExchange) {
    guard judge.asks("LIFE-01") else { return }
    guard let resource = resource(created), resource.kind == .object else {
      return judge.leaveOpen(["LIFE-01"], "the create answers without the resource")
    }
    let sent = members(sentIn: created)
    guard sent.contains(where: { resource[$0.name] != nil }) else {
      return judge.leaveOpen(["LIFE-01"], "the create shows no member that was sent")
    }
    let isEchoed = sent.allSatisfy { isKept($0, in: resource) }
    if !isEchoed, leaveOpen(["LIFE-01"], ifOnlyAccepted: created) { return }
    judge.judge("LIFE-01")
    for member in sent {
      judgeKept(member, in: resource, "LIFE-01", "the answer to a create", created)
    }
  }

  /// LIFE-02: what was created reads as the create told.
  func readBack(_ created: AnsweredExchange) async throws(CaseStop) {
    guard judge.takesUp("LIFE-02") else { return }
    let read = try await read("read it", until: \.isSuccess)
    let told = resource(created).flatMap { $0.kind == .object ? $0 : nil }
    let kept = read.isSuccess ? resource(read) : nil
    let comparison = told == nil || kept == nil ? nil : differences(between: created, and: read)
    let differing = comparison ?? []
    if !read.isSuccess || !differing.isEmpty, leaveOpen(["LIFE-02"], ifOnlyAccepted: created) {
      return
    }
    guard read.isSuccess else {
      judge.judge("LIFE-02")
      return judge.report(
        Suspicion(
          requirement: "LIFE-02", message: "what was created cannot be read",
          exchange: read.index, related: [created.index], place: .status,
          expected: "the resource, within \(Patience.total)",
          got: "status \(read.response.status)"))
    }
    guard let told, let kept else {
      return judge.leaveOpen(["LIFE-02"], "the create answers without the resource")
    }
    guard comparison != nil else {
      return judge.leaveOpen(["LIFE-02"], "the create answers in another form than a read")
    }
    judge.judge("LIFE-02")
    guard let different = differing.first else { return }
    judge.report(
      Suspicion(
        requirement: "LIFE-02", message: "a read shows another \(different) than the create",
        exchange: read.index, related: [created.index], place: .body(place(different)),
        expected: told.value(at: different).quoted, got: kept.value(at: different).quoted,
        details: differing.dropFirst().map { "also \($0)" }))
  }

  /// LIFE-03: what was created is listed, and once.
  func find(_ id: ExactText, _ created: AnsweredExchange) async throws(CaseStop) {
    guard judge.takesUp("LIFE-03") else { return }
    guard let list = probe.list else {
      return judge.leaveOpen(["LIFE-03"], "the case names no \"list:\"")
    }
    let sighting = try await run.look(
      "list them", until: { (contents: ListContents) in contents.rows.contains { $0.id == id } }
    ) { () async throws(CaseStop) -> ListContents? in
      try await list.readList(in: run, purpose: "list them")
    }
    guard let contents = sighting?.sight else {
      return judge.leaveOpen(["LIFE-03"], "the list could not be read whole")
    }
    let count = contents.rows.count { $0.id == id }
    if count == 0, leaveOpen(["LIFE-03"], ifOnlyAccepted: created) { return }
    judge.judge("LIFE-03")
    guard count != 1 else { return }
    judge.report(
      Suspicion(
        requirement: "LIFE-03", message: "what was created is listed \(count) times",
        exchange: contents.exchanges.last ?? created.index, related: [created.index],
        expected: "\(id) once in the list", got: "\(count) times", ids: [id]))
  }
}
