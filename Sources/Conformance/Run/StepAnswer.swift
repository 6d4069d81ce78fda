import Diagnostics
import SchemaValidator

/// What a step compares with its expectations: one answer, or the pages of a list as one.
struct StepAnswer {
  /// The exchange, the last one where there are several.
  let exchange: AnsweredExchange
  /// The body; of several pages, the last one's with the items of all.
  let json: JSONValue?
  /// The pages with the numbers of their first items; empty for one answer.
  private let pages: [(first: Int, exchange: AnsweredExchange)]
  /// Where the items of a page are.
  private let items: JSONPointer

  /// Takes one answer as it is.
  init(_ exchange: AnsweredExchange) {
    self.exchange = exchange
    json = exchange.json
    pages = []
    items = .root
  }

  /// Puts the items of pages together; nil without a page.
  init?(pages: [AnsweredExchange], items: JSONPointer) {
    guard let last = pages.last, let body = last.json else { return nil }
    var starts: [(first: Int, exchange: AnsweredExchange)] = []
    var writer = JSONWriter()
    var elements: [JSONValue] = []
    for page in pages {
      starts.append((elements.count, page))
      elements += page.json?.value(at: items).map { Array($0.elements) } ?? []
    }
    Self.write(body, replacing: items.tokens[...], by: elements, to: &writer)
    exchange = last
    json = (try? JSONDocument(parsing: writer.finish()))?.root
    self.pages = starts
    self.items = items
  }

  /// The exchange that shows a place, and the place in it.
  func source(of place: Finding.Place) -> (AnsweredExchange, Finding.Place) {
    guard case .body(let pointer) = place, pointer.starts(with: items),
      pointer.tokens.count > items.tokens.count,
      let index = Int(pointer.tokens[items.tokens.count]),
      let page = pages.last(where: { $0.first <= index })
    else { return (exchange, place) }
    let rest = JSONPointer(Array(pointer.tokens.dropFirst(items.tokens.count + 1)))
    return (page.exchange, .body(items.appending(index - page.first).appending(rest)))
  }

  /// Writes a value with a list in place of what a pointer leads to.
  private static func write(
    _ value: JSONValue, replacing tokens: ArraySlice<String>, by elements: [JSONValue],
    to writer: inout JSONWriter
  ) {
    guard let token = tokens.first else {
      writer.beginArray()
      for element in elements { writer.value(element) }
      writer.endArray()
      return
    }
    guard value.kind == .object else { return writer.value(value) }
    writer.beginObject()
    for member in value.members {
      writer.name(member.name)
      if member.name.isSameText(as: token) {
        write(member.value, replacing: tokens.dropFirst(), by: elements, to: &writer)
      } else {
        writer.value(member.value)
      }
    }
    writer.endObject()
  }
}

extension StepRunner {
  /// Reads a list page by page.
  ///
  /// A page that is none is the answer itself; a list longer than asked for counts as far as it
  /// was read, unless all of it was asked for.
  func walk(_ call: Call, pages limit: Int, purpose: String) async throws(CaseStop) -> StepAnswer {
    guard let conventions = run.session.conventions.pagination(of: call.target.operation) else {
      return StepAnswer(try await run.send(call, purpose: purpose))
    }
    var pages: [AnsweredExchange] = []
    var position = PagePosition.start
    var last: ListPage?
    var seen: Set<PagePosition> = []
    while true {
      let number = pages.count + 1
      let exchange = try await run.send(
        run.prepare(call, at: position, by: conventions), purpose: "\(purpose), page \(number)")
      let page = ListPage(
        number: number, limit: nil, position: position, exchange: exchange,
        conventions: conventions)
      if let last, page.endsBehind(last, conventions) { break }
      last = page
      run.tally.noteWalk(pages: number)
      guard page.hasItems else { return StepAnswer(exchange) }
      pages.append(exchange)
      guard page.more != false, let next = page.next else { break }
      guard seen.insert(next).inserted else {
        throw .inconclusive("\(call.location): page \(number) leads back to an earlier one")
      }
      position = next
      guard number < limit else {
        guard limit == SuiteLoader.pageLimit else { break }
        throw .inconclusive("\(call.location): the list goes on after \(number) pages")
      }
    }
    guard let answer = StepAnswer(pages: pages, items: conventions.items) else {
      throw .inconclusive("\(call.location): the list has no page")
    }
    return answer
  }
}

extension StepAnswer {
  /// What is compared and kept of the body: its JSON, or the text of what is not called JSON.
  var content: JSONValue? {
    if let json { return json }
    guard exchange.mediaType?.isJSON != true, !exchange.response.body.isEmpty else { return nil }
    return String(validating: exchange.response.body, as: UTF8.self).flatMap(JSONValue.init(text:))
  }
}

extension JSONValue {
  /// A text as a JSON value.
  init?(text: String) {
    var writer = JSONWriter()
    writer.string(text)
    guard let document = try? JSONDocument(parsing: writer.finish()) else { return nil }
    self = document.root
  }
}
