import SchemaValidator
import Synchronization

@testable import Conformance

/// The bookshop that the language page speaks of, as an engine without a network.
///
/// It keeps its contract, but for one thing that the page's deviation is about: it trims titles.
final class Bookshop: HTTPEngine {
  private struct Book {
    var id: String
    var title: String
    var shelf = "fiction"
    var pages = 100
    var tags: [String] = []
    var isHeld = false
    var created = "2026-01-01T00:00:00.000Z"
    var changed = "2026-01-01T00:00:00.000Z"
    /// How often it was read; its entry in the catalogue takes a moment to appear.
    var reads = 0
  }

  private struct Notice {
    let id: String
    let text: String
  }

  private struct State {
    var books = [Book(id: "bk-1", title: "The Odd Bird", reads: 9)]
    var notices: [Notice] = []
    var keys: [String: (body: [UInt8], answer: Answer)] = [:]
    var count = 1
    var requests = 0
    var clock = Duration.zero
    /// When the reads of notices began that are counted together, and how many there were.
    var noticeReads = (since: Duration.zero, count: 0)
  }

  private struct Answer {
    let status: Int
    /// The members of the body beside the request's id; nil for no body.
    var members: [(name: String, json: String)]? = []
    var fields: [HTTPField] = []
  }

  private let state = Mutex(State())
  /// Where it tells of every new book.
  let inbox = DeliveryInbox()
  /// What it signs that with.
  static let hookSecret = "read-and-be-told"

  /// The time since the start, which passes only with requests and waits.
  var elapsed: Duration { state.withLock { $0.clock } }

  /// Lets time pass.
  func wait(_ duration: Duration) {
    state.withLock { $0.clock += duration }
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    state.withLock { state in
      state.clock += .milliseconds(1)
      return respond(to: request, &state)
    }
  }

  func sendTogether(_ requests: [HTTPRequest]) async -> [Result<HTTPResponse, TransportError>] {
    state.withLock { state in requests.map { .success(respond(to: $0, &state)) } }
  }

  private func respond(to request: HTTPRequest, _ state: inout State) -> HTTPResponse {
    state.requests += 1
    let id = "req-\(state.requests)"
    let answer = answer(request, &state)
    var fields = [HTTPField("Date", ScriptedShop.date), HTTPField("X-Request-Id", id)]
    fields += answer.fields
    var body: [UInt8] = []
    if let members = answer.members {
      fields.append(HTTPField("Content-Type", "application/json"))
      let all = members + [("request_id", Self.text(id))]
      body = Array(
        "{\(all.map { "\(Self.text($0.name)):\($0.json)" }.joined(separator: ","))}".utf8)
    }
    return HTTPResponse(
      status: answer.status, fields: fields, body: request.method == "HEAD" ? [] : body,
      timings: Timings(
        startedAt: state.clock, sent: .milliseconds(1), firstByte: .milliseconds(5),
        total: .milliseconds(10)))
  }

  // MARK: Routes

  private func answer(_ request: HTTPRequest, _ state: inout State) -> Answer {
    let target = request.url.dropFirst("http://bookshop.test".count)
    let parts = target.split(separator: "?", maxSplits: 1)
    let path = parts[0].split(separator: "/").map(String.init)
    let query = Self.pairs(parts.dropFirst().first ?? "")
    guard request.fields.value(named: "Authorization") == "Bearer open-sesame" else {
      return Self.refusal(
        401, "authentication", "no_token", [HTTPField("WWW-Authenticate", "Bearer")])
    }
    let bytes = request.body ?? []
    let body = (try? JSONDocument(parsing: bytes))?.root
    switch (request.method, path.first, path.count) {
    case ("GET", "books", 1):
      let books = state.books.filter { query["shelf"] == nil || $0.shelf == query["shelf"] }
      return Self.page(of: books.map { ($0.id, Self.json($0)) }, query)
    case ("POST", "books", 1): return add(body, &state)
    case (_, "books", 2...3):
      guard let index = state.books.firstIndex(where: { $0.id == path[1] }) else {
        return Self.refusal(404, "not_found", "no_such_book")
      }
      return answer(request.method, about: index, path.dropFirst(2).first, body, &state)
    case ("POST", "searches", 1):
      let words = Self.pairs(Substring(String(decoding: bytes, as: UTF8.self)))["words"] ?? ""
      let found = state.books.filter { $0.title.contains(words) }
      return Self.page(of: found.map { ($0.id, Self.json($0)) }, [:])
    case ("POST", "imports", 1):
      let parts = String(decoding: bytes, as: UTF8.self).occurrences(of: "Content-Disposition")
      return Self.one(#"{"parts":\#(parts),"bytes":\#(bytes.count)}"#, status: 200)
    case ("GET", "me", 1):
      let till = request.fields.value(named: "Cookie").map { "\($0.dropFirst("till=".count))" }
      return Self.one(
        #"{"id":"shop-1","till":\#(till.map(Self.text) ?? "null"),"#
          + #""per_minute":{"read":60000,"write":60000}}"#, status: 200)
    case ("GET", "notices", 1):
      if state.clock - state.noticeReads.since >= .seconds(1) {
        state.noticeReads = (state.clock, 0)
      }
      state.noticeReads.count += 1
      guard state.noticeReads.count <= 40 else {
        return Self.refusal(429, "rate_limit", "too_fast", [HTTPField("Retry-After", "1")])
      }
      return Self.page(
        of: state.notices.map {
          ($0.id, #"{"id":"\#($0.id)","text":\#(Self.text($0.text))}"#)
        }, query)
    case ("POST", "notices", 1):
      return send(body, bytes, key: request.fields.value(named: "Idempotency-Key"), &state)
    default: return Self.refusal(404, "not_found", "no_such_place")
    }
  }

  private func add(_ body: JSONValue?, _ state: inout State) -> Answer {
    guard let body, let title = body["title"]?.stringValue, !title.isEmpty,
      title.unicodeScalars.count <= 80
    else { return Self.refusal(400, "invalid_request", "bad_title", param: "title") }
    if let pages = body["pages"]?.intValue, pages < 1 {
      return Self.refusal(400, "invalid_request", "bad_pages", param: "pages")
    }
    state.count += 1
    var book = Book(id: "bk-\(state.count)", title: Self.trimmed(title))
    Self.update(&book, with: body)
    state.books.append(book)
    tell(of: book)
    return Self.one(Self.json(book), status: 201)
  }

  /// Tells the customer who waits for a book of that title.
  private func tell(of book: Book) {
    let body = Array(#"{"event":"book.added","book":\#(Self.json(book))}"#.utf8)
    let time = 1_767_225_600
    let code = MessageAuthenticationCode.hexadecimal(
      of: Array("\(time).".utf8) + body, key: Array(Self.hookSecret.utf8))
    inbox.put(
      ReceivedDelivery(
        path: "/hooks/\(book.title)", fields: [HTTPField("Shop-Signature", "t=\(time),v1=\(code)")],
        body: body, receivedAt: Double(time)))
  }

  private func answer(
    _ method: String, about index: Int, _ part: String?, _ body: JSONValue?, _ state: inout State
  ) -> Answer {
    switch (method, part) {
    case ("GET", nil):
      state.books[index].reads += 1
    case ("PATCH", nil):
      guard let body else { return Self.refusal(400, "invalid_request", "bad_json") }
      Self.update(&state.books[index], with: body)
      state.books[index].changed = Self.instant(state.clock)
    case ("PUT", "cover"): break
    case ("PUT", "hold"):
      guard !state.books[index].isHeld else {
        return Self.refusal(409, "conflict", "already_held")
      }
      state.books[index].isHeld = true
    case ("DELETE", nil):
      state.books.remove(at: index)
      return Answer(status: 204, members: nil)
    default: return Self.refusal(404, "not_found", "no_such_place")
    }
    return Self.one(Self.json(state.books[index]), status: 200)
  }

  /// Sends a notice, or answers as it did when the key came before.
  private func send(
    _ body: JSONValue?, _ bytes: [UInt8], key: String?, _ state: inout State
  ) -> Answer {
    guard let text = body?["text"]?.stringValue, body?["to"]?.stringValue != nil else {
      return Self.refusal(400, "invalid_request", "bad_notice")
    }
    if let key, let known = state.keys[key] {
      return known.body == bytes
        ? known.answer : Self.refusal(422, "invalid_request", "key_reused")
    }
    let notice = Notice(id: "no-\(state.notices.count + 1)", text: text)
    state.notices.append(notice)
    let answer = Self.one(#"{"id":"\#(notice.id)","text":\#(Self.text(text))}"#, status: 201)
    if let key { state.keys[key] = (bytes, answer) }
    return answer
  }

  // MARK: Answers

  private static func one(_ json: String, status: Int) -> Answer {
    Answer(status: status, members: [("data", json)])
  }

  private static func page(of items: [(id: String, json: String)], _ query: [String: String])
    -> Answer
  {
    let limit = query["limit"].flatMap { Int($0) } ?? 5
    let start =
      query["cursor"].flatMap { cursor in items.firstIndex { $0.id == cursor } }.map { $0 + 1 } ?? 0
    let shown = items[start...].prefix(limit)
    let isMore = start + shown.count < items.count
    return Answer(
      status: 200,
      members: [
        ("data", "[\(shown.map(\.json).joined(separator: ","))]"), ("more", "\(isMore)"),
        ("next", isMore ? text(shown.last?.id ?? "") : "null"),
      ])
  }

  private static func refusal(
    _ status: Int, _ type: String, _ code: String, _ fields: [HTTPField] = [], param: String? = nil
  ) -> Answer {
    let param = param.map { #","param":\#(text($0))"# } ?? ""
    return Answer(
      status: status,
      members: [
        ("error", #"{"type":"\#(type)","code":"\#(code)","message":"It is refused."\#(param)}"#)
      ], fields: fields)
  }

  private static func json(_ book: Book) -> String {
    let tags = book.tags.map(text).joined(separator: ",")
    return #"{"id":"\#(book.id)","title":\#(text(book.title)),"shelf":"\#(book.shelf)","#
      + #""pages":\#(book.pages),"tags":[\#(tags)],"held":\#(book.isHeld),"#
      + #""catalogued":\#(book.reads > 2),"created_at":"\#(book.created)","#
      + #""changed_at":"\#(book.changed)","#
      + #""status":"\#(book.isHeld ? "held" : "new")"}"#
  }

  /// A time since the start as an instant of the shop's one day.
  private static func instant(_ time: Duration) -> String {
    func digits(_ number: Int64, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
    let (seconds, rest) = time.components
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { digits($0, 2) }
    return "2026-01-01T\(clock.joined(separator: ":")).\(digits(rest / 1_000_000_000_000_000, 3))Z"
  }

  private static func update(_ book: inout Book, with body: JSONValue) {
    if let title = body["title"]?.stringValue { book.title = trimmed(title) }
    if let shelf = body["shelf"]?.stringValue { book.shelf = shelf }
    if let pages = body["pages"]?.intValue { book.pages = pages }
    if let tags = body["tags"] { book.tags = tags.elements.compactMap(\.stringValue) }
  }

  private static func trimmed(_ title: String) -> String {
    var title = title[...]
    while title.last == " " { title.removeLast() }
    return String(title)
  }

  private static func text(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  private static func pairs(_ text: Substring) -> [String: String] {
    Dictionary(
      text.split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts.last ?? "").replacing("+", with: " "))
      }, uniquingKeysWith: { first, _ in first })
  }
}

extension String {
  /// How often a text occurs in it.
  fileprivate func occurrences(of text: String) -> Int { split(separator: text).count - 1 }
}
