extension PageProbe {
  /// Judges what every page has to keep, whatever it was read for.
  ///
  /// What a single page tells is judged on every exchange (PAG-01 to 03, PAG-09).
  func examine(_ page: ListPage) {
    guard page.exchange.isSuccess else { return }
    examineEnd(page)
    examineLength(page)
  }

  /// PAG-11: a page that says there is more has items.
  private func examineEnd(_ page: ListPage) {
    guard page.more == true else { return }
    judge.judge("PAG-11")
    guard page.hasItems, page.rows.isEmpty else { return }
    judge.report(
      Suspicion(
        requirement: "PAG-11", severity: conventions.more == nil ? .warn : nil,
        message: "\(page.name) is empty and says that there is more",
        exchange: page.exchange.index, place: .body(conventions.items),
        expected: "at least one item, since \(conventions.saying(more: true))", got: "[]"))
  }

  /// PAG-08: not more items than asked for.
  private func examineLength(_ page: ListPage) {
    guard let limit = page.limit, limit > 0, !page.rows.isEmpty else { return }
    judge.judge("PAG-08")
    if page.rows.count > limit {
      judge.report(
        Suspicion(
          requirement: "PAG-08",
          message: "\(page.name) has \(page.rows.count) items, and \(limit) were asked for",
          exchange: page.exchange.index, place: .body(conventions.items),
          expected: "at most \(limit) items", got: "\(page.rows.count) items"))
    }
  }
}
