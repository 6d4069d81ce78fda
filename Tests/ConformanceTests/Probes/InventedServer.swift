import Conformance
import Foundation
import SchemaValidator
import Synchronization

/// A server without sockets: correct, unless a test asks for a fault or a liberty.
final class InventedServer: SteppedServer {
  /// One stored thing.
  struct Row: Equatable {
    var id: String
    /// When it was created, in milliseconds; rows created at one instant share it.
    var time: Int
    var text: String
    var tag = "red"
    /// From when on a list shows it.
    var shownFrom = Duration.zero
  }

  /// What a request says, taken apart.
  struct Call {
    var method: String
    var path: String
    var query: [String: String]
    var key: String?
    var isKnown: Bool
    var body: JSONValue?
    var bytes: [UInt8]
    /// The race it belongs to; nil when it came alone.
    var race: Int?
  }

  /// What is answered.
  struct Answer {
    var status: Int
    var body: String
    var fields: [HTTPField] = []
  }

  struct State {
    var items: [Row] = []
    var orders: [Row] = []
    /// The last race of which an answer was lost.
    var lastLostRace: Int?
    /// How often an order was carried out.
    var effects = 0
    var lastID = 0
    var lastRace = 0
    var listCalls = 0
    /// How often the orders were read.
    var orderReads = 0
    var time = 0
    var clock = Duration.zero
    var keys = KeyRecords()
    var usedCursors: Set<String> = []
    var frozenReads: [String: Answer] = [:]
  }

  let paging: Set<PagingFault>
  let keying: Set<KeyFault>
  /// Whether somebody else creates an item at every so many list calls.
  let foreignWriteEvery: Int?
  /// Whether somebody else deletes the oldest of their items at every so many list calls.
  let foreignDeleteEvery: Int?
  /// Whether a gateway before it fails two requests in a row of every so many, the first of all
  /// aside.
  let gatewayFailsEvery: Int?
  private let state: Mutex<State>

  init(
    paging: Set<PagingFault> = [], keying: Set<KeyFault> = [], foreignItems: Int = 2,
    foreignWriteEvery: Int? = nil, foreignDeleteEvery: Int? = nil, gatewayFailsEvery: Int? = nil
  ) {
    self.gatewayFailsEvery = gatewayFailsEvery
    self.paging = paging
    self.keying = keying
    self.foreignWriteEvery = foreignWriteEvery
    self.foreignDeleteEvery = foreignDeleteEvery
    var first = State()
    for _ in 0..<foreignItems { Self.addForeign(&first) }
    state = Mutex(first)
  }

  // MARK: Clock

  var now: Duration { state.withLock { $0.clock } }
  func advance(by duration: Duration) { state.withLock { $0.clock += duration } }

  // MARK: Contents

  var itemCount: Int { state.withLock { $0.items.count } }
  var orderCount: Int { state.withLock { $0.orders.count } }
  var effectCount: Int { state.withLock { $0.effects } }

  static func addForeign(_ state: inout State) {
    state.lastID += 1
    state.time += 1
    state.items.append(
      Row(id: "itm_\(1000 + state.lastID)", time: state.time, text: "foreign", tag: "blue"))
  }

  // MARK: HTTPEngine

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    state.withLock { state in
      state.time += 1
      state.clock += .milliseconds(1)
      let start = state.clock
      if let gatewayFailsEvery, state.time > 5, state.time % gatewayFailsEvery < 2 {
        return HTTPResponse(
          status: 503, fields: [HTTPField("Content-Type", "text/html")], body: Array("<html>".utf8))
      }
      return response(to: request, race: nil, start: start, &state)
    }
  }

  func sendTogether(_ requests: [HTTPRequest]) async -> [Result<HTTPResponse, TransportError>] {
    state.withLock { state in
      state.lastRace += 1
      state.time += 1
      let race = state.lastRace
      var start = state.clock
      return requests.map { request in
        defer { if keying.contains(.racesAreSerial) { start += .milliseconds(20) } }
        return .success(response(to: request, race: race, start: start, &state))
      }
    }
  }

  private func response(
    to request: HTTPRequest, race: Int?, start: Duration, _ state: inout State
  ) -> HTTPResponse {
    let parts = URLComponents(string: request.url)
    let rawQuery = request.url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    var query: [String: String] = [:]
    for item in rawQuery.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let raw = String(pair.last ?? "")
      let isRaw = paging.contains(.cursorNotDecoded) && raw.contains("%3d")
      query[String(pair[0])] = isRaw ? raw : raw.removingPercentEncoding ?? raw
    }
    let call = Call(
      method: request.method, path: parts?.path ?? "", query: query,
      key: request.fields.value(named: "Idempotency-Key"),
      isKnown: request.fields.value(named: "Authorization") == "Bearer right",
      body: (try? JSONDocument(parsing: request.body ?? []))?.root, bytes: request.body ?? [],
      race: race)
    let answer = answer(call, &state)
    let body = Array(answer.body.utf8)
    var fields = [
      HTTPField("Content-Type", "application/json"),
      HTTPField("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
    ]
    if answer.status == 401 { fields.append(HTTPField("WWW-Authenticate", "Bearer")) }
    fields += answer.fields
    return HTTPResponse(
      status: answer.status, fields: fields, body: body,
      timings: Timings(
        startedAt: start, sent: .milliseconds(1), firstByte: .milliseconds(5),
        total: .milliseconds(10)))
  }

  private func answer(_ call: Call, _ state: inout State) -> Answer {
    guard call.isKnown else {
      if keying.contains(.refusedCredentialRecorded), let key = call.key {
        state.keys.remember(key, call, Self.refusal(401, "no_credential"), state.clock)
      }
      return Self.refusal(401, "no_credential")
    }
    switch (call.method, call.path) {
    case ("GET", "/items"): return page(of: \.items, call, &state)
    case ("GET", "/orders"): return frozen(call, &state) ?? page(of: \.orders, call, &state)
    case ("POST", "/items"): return createItem(call, &state)
    case ("POST", "/orders"): return placeOrder(call, &state)
    case ("DELETE", _) where call.path.hasPrefix("/items/"):
      return remove(String(call.path.dropFirst("/items/".count)), from: &state.items)
    case ("DELETE", _) where call.path.hasPrefix("/orders/"):
      return remove(String(call.path.dropFirst("/orders/".count)), from: &state.orders)
    default: return Self.refusal(404, "not_found")
    }
  }

  private func remove(_ id: String, from rows: inout [Row]) -> Answer {
    guard let index = rows.firstIndex(where: { $0.id == id }) else {
      return Self.refusal(404, "not_found")
    }
    rows.remove(at: index)
    return Answer(status: 200, body: #"{"data":{"deleted":true}}"#)
  }

  private func createItem(_ call: Call, _ state: inout State) -> Answer {
    guard let name = call.body?["name"]?.stringValue else {
      return Self.refusal(400, "invalid_name")
    }
    state.lastID += 1
    var row = Row(
      id: "itm_\(1000 + state.lastID)", time: state.time, text: name,
      tag: call.body?["tag"]?.stringValue ?? "red")
    if paging.contains(.showsItemsLate) { row.shownFrom = state.clock + .milliseconds(700) }
    if paging.contains(.copyIsBehind) { row.shownFrom = state.clock }
    if paging.contains(.showsItemsSoon) { row.shownFrom = state.clock + .milliseconds(3) }
    state.items.append(row)
    return Answer(status: 200, body: #"{"data":\#(Self.json(row))}"#)
  }

  static func json(_ row: Row) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("id")
    writer.string(row.id)
    writer.name("content")
    writer.string(row.text)
    writer.name("tag")
    writer.string(row.tag)
    writer.name("created_at")
    let millis = String(1000 + row.time % 1000).dropFirst()
    let seconds = String(100 + row.time / 1000).dropFirst()
    writer.string("2026-01-01T00:00:\(seconds).\(millis)Z")
    writer.endObject()
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  static func refusal(_ status: Int, _ code: String) -> Answer {
    Answer(status: status, body: #"{"error":{"code":"\#(code)","message":"refused"}}"#)
  }
}
