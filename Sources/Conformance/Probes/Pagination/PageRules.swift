extension PageProbe {
  /// Judges what every page has to keep, whatever it was read for.
  ///
  /// That a page has its members, each of its type, is judged on every exchange (PAG-01 to 03).
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
        requirement: "PAG-11", message: "\(page.name) is empty and says that there is more",
        exchange: page.exchange.index, place: .body(conventions.items),
        expected: "at least one item, since \(conventions.more) is true", got: "[]"))
  }

  /// PAG-08 and PAG-09: not more than asked for, and not less while there is more.
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
    guard page.more == true else { return }
    judge.judge("PAG-09")
    if page.rows.count < limit {
      judge.report(
        Suspicion(
          requirement: "PAG-09", severity: .info,
          message: "\(page.name) is short and not the last", exchange: page.exchange.index,
          place: .body(conventions.items), expected: "\(limit) items while there is more",
          got: "\(page.rows.count) items"))
    }
  }
}
