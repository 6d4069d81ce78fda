import Diagnostics
import SchemaValidator

/// The pages of a list, read one after another.
struct PageWalk {
  /// How a walk ended.
  enum End {
    /// A page said that nothing follows.
    case complete
    /// There was no way on, or it led in a circle.
    case broken(Suspicion)
    /// It was given up; the reason as a sentence.
    case truncated(String)
  }

  /// A place where an id was seen.
  struct Sighting {
    /// The index of the page.
    let page: Int
    /// The row on the page.
    let row: ListPage.Row
  }

  /// The page sizes asked for in turn.
  let limits: [Int]
  /// The pages in order.
  private(set) var pages: [ListPage] = []
  /// How it ended; nil while it goes on.
  private(set) var end: End?
  /// Where each id was seen, in order.
  private(set) var sightings: [ExactText: [Sighting]] = [:]
  /// The ids in the order first seen.
  private(set) var ids: [ExactText] = []

  private let conventions: Conventions.Pagination
  private var handedOut: [PagePosition: Int] = [:]
  private var pagesWithNews = 0
  private var stalePages = 0
  private var emptyPages = 0

  init(limits: [Int], conventions: Conventions.Pagination) {
    self.limits = limits
    self.conventions = conventions
  }

  /// The page size to ask for next; nil where none is asked for.
  var nextLimit: Int? { limits.isEmpty ? nil : limits[pages.count % limits.count] }

  /// Where to go on.
  var nextPosition: PagePosition { pages.last?.next ?? .start }

  /// Whether more than one page has items.
  var spansPages: Bool { pages.count { !$0.rows.isEmpty } > 1 }

  /// Whether it came to its end.
  var isComplete: Bool { if case .complete = end { true } else { false } }

  /// Why it could not go on; nil when it came to its end or was given up.
  var fault: Suspicion? { if case .broken(let suspicion) = end { suspicion } else { nil } }

  /// The walk as a sentence names it.
  var name: String {
    limits.isEmpty
      ? "the walk" : "the walk with limit \(limits.map(String.init).joined(separator: ", "))"
  }

  /// Gives the walk up.
  mutating func truncate(_ reason: String) { end = .truncated(reason) }

  /// Why the walk was given up; nil when it was not.
  var truncation: String? {
    if case .truncated(let reason)? = end { reason } else { nil }
  }

  /// Adds a page, and decides whether the walk goes on.
  mutating func append(_ page: ListPage) {
    if endsBehindLastItem(page) { return end = .complete }
    pages.append(page)
    guard page.exchange.isSuccess else { return fail(refusal(of: page)) }
    note(page)
    if let link = page.strayLink { return fail(stray(link, from: page)) }
    if page.more == false { return end = .complete }
    guard let next = page.next else {
      if page.more == true || !page.hasItems { return fail(noWayOn(from: page)) }
      return end = .complete
    }
    if let earlier = handedOut[next] { return fail(ring(page, next, since: earlier)) }
    handedOut[next] = pages.count - 1
    // One page that comes again may be a repetition; only a series of them is a circle.
    if stalePages >= min(pagesWithNews + 1, Self.staleLimit) {
      return fail(ring(page))
    }
    if emptyPages >= Self.emptyLimit {
      truncate("\(emptyPages) empty pages came one after another")
    }
  }

  /// Whether a refusal only tells that nothing lies there: the client counts, so that it asks
  /// behind the last item where no page says which the last one is.
  private func endsBehindLastItem(_ page: ListPage) -> Bool {
    guard let last = pages.last, page.endsBehind(last, conventions) else { return false }
    return last.total.map { $0 <= ids.count } ?? true
  }

  /// How many pages in a row may hold nothing new before the walk counts as a circle.
  private static let staleLimit = 10
  /// How many pages in a row may be empty before the walk is given up.
  private static let emptyLimit = 50

  private mutating func fail(_ suspicion: Suspicion) {
    var fatal = suspicion
    fatal.isFatal = true
    end = .broken(fatal)
  }

  private mutating func note(_ page: ListPage) {
    var isNews = false
    for row in page.rows {
      guard let id = row.id else { continue }
      if sightings[id] == nil {
        ids.append(id)
        isNews = true
      }
      sightings[id, default: []].append(.init(page: pages.count - 1, row: row))
    }
    if isNews {
      pagesWithNews += 1
      stalePages = 0
    } else if !page.ids.isEmpty {
      stalePages += 1
    }
    emptyPages = page.rows.isEmpty ? emptyPages + 1 : 0
  }

  private func refusal(of page: ListPage) -> Suspicion {
    let status = page.exchange.response.status
    let noun = conventions.style.noun
    let asked =
      pages.count == 1
      ? "a plain call"
      : conventions.style.counts
        ? "the \(noun) that follows page \(page.number - 1)"
        : "the \(noun) that page \(page.number - 1) gave"
    return Suspicion(
      requirement: "PAG-04", message: "\(page.name) answered \(status) to \(asked)",
      exchange: page.exchange.index, related: pages.dropLast().suffix(1).map(\.exchange.index),
      place: .status, expected: "a page", got: "status \(status)")
  }

  private func noWayOn(from page: ListPage) -> Suspicion {
    let json = page.exchange.json
    guard page.more == true else {
      return Suspicion(
        requirement: "PAG-04", message: "\(page.name) is no page, so that nothing leads on",
        exchange: page.exchange.index, place: .body(conventions.items),
        expected: "a list of items at \(conventions.items)",
        got: (json?.value(at: conventions.items)).quoted)
    }
    let noun = conventions.style.noun
    return Suspicion(
      requirement: "PAG-02",
      message: "\(page.name) says that there is more and gives no \(noun) to go on with",
      exchange: page.exchange.index, place: conventions.nextPlace,
      expected: "a \(noun)\(conventions.style.next.map { " at \($0)" } ?? ""), "
        + "since \(conventions.saying(more: true))",
      got: conventions.style.next.map { (json?.value(at: $0)).quoted } ?? "nothing")
  }

  private func stray(_ link: String, from page: ListPage) -> Suspicion {
    Suspicion(
      requirement: "PAG-32",
      message: "\(page.name) leads to another origin, where nothing is asked for",
      exchange: page.exchange.index, place: conventions.nextPlace,
      expected: "a URL on the origin of the request", got: link.quoted)
  }

  private func ring(_ page: ListPage, _ next: PagePosition, since earlier: Int) -> Suspicion {
    let first = pages[earlier]
    let noun = conventions.style.noun
    let message =
      first.number == page.number - 1
      ? "\(page.name) gives the \(noun) it was asked with, so that a walk never ends"
      : "\(page.name) gives the \(noun) that \(first.name) gave, so that a walk never ends"
    return Suspicion(
      requirement: "PAG-04", message: message, exchange: page.exchange.index,
      related: [first.exchange.index], place: conventions.nextPlace,
      expected: "a \(noun) not given before", got: "\(next.description) again")
  }

  private func ring(_ page: ListPage) -> Suspicion {
    let first = page.ids.first.flatMap { sightings[$0]?.first }.map { pages[$0.page] } ?? page
    return Suspicion(
      requirement: "PAG-04",
      message: "the last \(stalePages) pages up to \(page.name) hold nothing that had not come "
        + "before, so that a walk never ends",
      exchange: page.exchange.index, related: [first.exchange.index],
      place: .body(conventions.items), expected: "an end, or items not seen before",
      got: "the items of \(first.name) again under a fresh \(conventions.style.noun)",
      ids: page.ids)
  }
}
