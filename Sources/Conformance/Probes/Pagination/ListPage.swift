import Diagnostics
import SchemaValidator

/// One answer of a list operation, as far as it can be read by the conventions.
struct ListPage {
  /// One item of the page.
  struct Row {
    /// Its place on the page, from 0.
    let position: Int
    /// Its id; nil when it has none.
    let id: ExactText?
    /// The whole item.
    let value: JSONValue
  }

  /// Its place in its walk, from 1.
  let number: Int
  /// The page size asked for; nil when none was.
  let limit: Int?
  /// The cursor it was asked for with; nil for a first page.
  let cursor: ExactText?
  /// The exchange it came in.
  let exchange: AnsweredExchange
  /// The items in order; empty as well when there is no list where the items should be.
  let rows: [Row]
  /// Whether there is a list where the items should be.
  let hasItems: Bool
  /// Whether it says that there is more; nil when it does not say.
  let more: Bool?
  /// The cursor of the next page; nil when there is none that could be sent.
  let next: ExactText?

  init(
    number: Int, limit: Int?, cursor: ExactText?, exchange: AnsweredExchange,
    conventions: Conventions.Pagination
  ) {
    self.number = number
    self.limit = limit
    self.cursor = cursor
    self.exchange = exchange
    let body = exchange.isSuccess ? exchange.json : nil
    let items = body?.value(at: conventions.items)
    hasItems = items?.kind == .array
    rows = (items.map { Array($0.elements) } ?? []).enumerated().map { position, value in
      Row(
        position: position, id: ExactText(value.value(at: conventions.id)), value: value)
    }
    more = body?.value(at: conventions.more)?.boolValue
    next = ExactText(body?.value(at: conventions.next))
  }

  /// The ids in order.
  var ids: [ExactText] { rows.compactMap(\.id) }

  /// The page as a sentence names it.
  var name: String { "page \(number)" }
}

extension Conventions.Pagination {
  /// Where the id of an item is in the body of a page.
  func idPlace(_ position: Int) -> Finding.Place {
    .body(items.appending(position).appending(id))
  }
}
