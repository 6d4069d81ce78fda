extension PageProbe {
  /// PAG-15 and PAG-26: the page without a limit, read twice.
  func readFirstPageTwice() async throws(CaseStop) {
    guard judge.takesUp("PAG-15", "PAG-26") else { return }
    try await quietly(["PAG-26"]) { () async throws(CaseStop) -> Trial in
      let errand = judge.asks("PAG-26") ? run.errand : .preparation
      let first = try await run.sending(for: errand) { () async throws(CaseStop) -> ListPage in
        try await page(limit: nil, purpose: "the first page without a limit")
      }
      let second = try await page(limit: nil, purpose: "the first page without a limit, again")
      guard first.exchange.isSuccess, second.exchange.isSuccess else {
        return .open("the list answered \(first.exchange.response.status) without a limit")
      }
      judgeDefaultSize(first, second)
      guard first.ids.count > 1 else { return .open("the list has fewer than 2 items") }
      return .saw(differences(first, second))
    }
  }

  /// PAG-15: the page has at most the documented size.
  private func judgeDefaultSize(_ first: ListPage, _ second: ListPage) {
    guard let size = conventions.defaultLimit else {
      return judge.leaveOpen(["PAG-15"], "the profile gives no default page size")
    }
    for page in [first, second] where page.rows.count > size {
      judge.report(
        Suspicion(
          requirement: "PAG-15",
          message: "without a limit a page has \(page.rows.count) items; \(size) are documented",
          exchange: page.exchange.index, place: .body(conventions.items),
          expected: "at most \(size) items", got: "\(page.rows.count) items"))
    }
    let total = digest?.ids.count ?? first.rows.count
    guard total > size else {
      return judge.leaveOpen(
        ["PAG-15"], "the list has \(total) items; more than \(size) are needed")
    }
    judge.judge("PAG-15")
    if first.rows.count != second.rows.count {
      judge.report(
        Suspicion(
          requirement: "PAG-15",
          message: "the same call without a limit gives \(first.rows.count) items, then "
            + "\(second.rows.count)",
          exchange: second.exchange.index, related: [first.exchange.index],
          place: .body(conventions.items), expected: "\(first.rows.count) items",
          got: "\(second.rows.count) items"))
    }
  }

  /// PAG-26: the same items in the same order.
  ///
  /// A foreign item may have moved in between, so two orders have to be seen twice; an unstable
  /// order must not pass for the activity of others.
  private func differences(_ first: ListPage, _ second: ListPage) -> [Suspicion] {
    let pairs = zip(first.ids, second.ids)
    guard let pair = pairs.first(where: { $0 != $1 }) else { return [] }
    let position = second.rows.first { $0.id == pair.1 }?.position ?? 0
    return [
      Suspicion(
        requirement: "PAG-26", message: "the same list call twice gives two orders",
        exchange: second.exchange.index, related: [first.exchange.index],
        place: conventions.idPlace(position), expected: "\(pair.0), as in the first answer",
        got: "\(pair.1)", isTentative: true)
    ]
  }
}
