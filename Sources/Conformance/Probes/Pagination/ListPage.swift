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
  /// The page size asked for; nil when none was, or none that can be seen in a link.
  let limit: Int?
  /// Where it was asked to begin.
  let position: PagePosition
  /// The exchange it came in.
  let exchange: AnsweredExchange
  /// The items in order; empty as well when there is no list where the items should be.
  let rows: [Row]
  /// Whether there is a list where the items should be.
  let hasItems: Bool
  /// Whether it says that there is more; nil when it does not say.
  let more: Bool?
  /// Where the next page begins; nil when nothing leads on.
  let next: PagePosition?
  /// How many items it says that the whole list has; nil when it does not say.
  let total: Int?
  /// A link to another origin, which is not followed.
  let strayLink: String?

  init(
    number: Int, limit: Int?, position: PagePosition, exchange: AnsweredExchange,
    conventions: Conventions.Pagination
  ) {
    self.number = number
    self.position = position
    self.exchange = exchange
    if case .link(let target) = position {
      let shown = conventions.limitParameter.flatMap { URLQuery(of: target.text)[$0] }
      self.limit = shown.flatMap { Int($0) }
    } else {
      self.limit = limit
    }
    let reading = conventions.reading(
      of: exchange.isSuccess ? exchange.json : nil, exchange.response.fields,
      url: exchange.request.url, at: position, limit: limit)
    hasItems = reading.items != nil
    rows = (reading.items.map { Array($0.elements) } ?? []).enumerated().map { position, value in
      Row(
        position: position, id: ExactText(value.value(at: conventions.id)), value: value)
    }
    more = reading.more
    next = exchange.isSuccess ? reading.next : nil
    total = reading.total
    strayLink = reading.strayLink
  }

  /// The ids in order.
  var ids: [ExactText] { rows.compactMap(\.id) }

  /// Whether it is a refusal that may only tell that nothing follows another page, which does not
  /// say so itself.
  func endsBehind(_ last: ListPage, _ conventions: Conventions.Pagination) -> Bool {
    conventions.style.counts && last.more == nil && !last.rows.isEmpty
      && [400, 404, 410, 416, 422].contains(exchange.response.status)
  }

  /// The page as a sentence names it.
  var name: String { "page \(number)" }
}

extension Conventions.Pagination {
  /// Where the id of an item is in the body of a page.
  func idPlace(_ position: Int) -> Finding.Place {
    .body(items.appending(position).appending(id))
  }

  /// Where it is said that nothing follows, or how to go on.
  var endPlace: Finding.Place {
    if let more { return .body(more) }
    if let next = style.next { return .body(next) }
    return style == .linkHeader ? .header("link") : .body(items)
  }

  /// Where a page hands out the way on.
  var nextPlace: Finding.Place {
    if let next = style.next { return .body(next) }
    return style == .linkHeader ? .header("link") : .exchange
  }

  /// What says that there is more, as a sentence names it: after it comes what it says.
  func saying(more: Bool) -> String {
    if let member = self.more { return "\(member) is \(more)" }
    return more ? "it hands out a \(style.noun)" : "it hands out no \(style.noun)"
  }
}
