import Diagnostics
import SchemaValidator

extension PageProbe {
  /// Judges what every page has to keep, whatever it was read for.
  func examine(_ page: ListPage) {
    guard page.exchange.isSuccess else { return }
    examineShape(page)
    examineEnd(page)
    examineLength(page)
  }

  /// PAG-01: items, end mark and cursor are there, and of their types.
  private func examineShape(_ page: ListPage) {
    judge.judge("PAG-01")
    let body = page.exchange.json
    let more = body?.value(at: conventions.more)
    let next = body?.value(at: conventions.next)
    let isNext = next.map { [.null, .string, .number].contains($0.kind) } ?? false
    let parts: [(isRight: Bool, pointer: JSONPointer, expected: String)] = [
      (page.hasItems, conventions.items, "a list"),
      (more?.boolValue != nil, conventions.more, "true or false"),
      (isNext, conventions.next, "a cursor or null"),
    ]
    for part in parts where !part.isRight {
      let got = body?.value(at: part.pointer)
      judge.report(
        Suspicion(
          requirement: "PAG-01",
          message: got == nil
            ? "\(page.name) has no \(part.pointer)"
            : "\(part.pointer) of \(page.name) is \(got.quoted)",
          exchange: page.exchange.index, place: .body(part.pointer), expected: part.expected,
          got: got.quoted))
    }
  }

  /// PAG-02, PAG-03 and PAG-11: what the end mark says agrees with the cursor and the items.
  private func examineEnd(_ page: ListPage) {
    guard let more = page.more else { return }
    let next = page.exchange.json?.value(at: conventions.next)
    guard more else {
      judge.judge("PAG-03")
      guard let next, !next.isNull else { return }
      // An empty text is the end mark of other APIs: odd beside an end mark, but no way on.
      judge.report(
        Suspicion(
          requirement: "PAG-03", severity: page.next == nil ? .warn : nil,
          message: "\(page.name) is the last one and still gives a cursor",
          exchange: page.exchange.index, place: .body(conventions.next),
          expected: "null, since \(conventions.more) is false", got: Optional(next).quoted))
      return
    }
    judge.judge("PAG-02", "PAG-11")
    if page.next == nil {
      judge.report(
        Suspicion(
          requirement: "PAG-02",
          message: "\(page.name) says that there is more and gives no cursor to go on with",
          exchange: page.exchange.index, place: .body(conventions.next),
          expected: "a cursor at \(conventions.next), since \(conventions.more) is true",
          got: next.quoted))
    }
    if page.hasItems, page.rows.isEmpty {
      judge.report(
        Suspicion(
          requirement: "PAG-11", message: "\(page.name) is empty and says that there is more",
          exchange: page.exchange.index, place: .body(conventions.items),
          expected: "at least one item, since \(conventions.more) is true", got: "[]"))
    }
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
