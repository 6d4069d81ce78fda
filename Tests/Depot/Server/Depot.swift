import Foundation
import Synchronization

/// What a depot knows and does, apart from how it is asked.
final class Depot: Sendable {
  /// One thing of a list.
  struct Row: Sendable {
    var id: String
    /// Where it stands in its list.
    var serial: Int
    var tenant: String
    var name: String
    var shelf: String
    var weight: Int
    var note: String?
    /// In milliseconds since 1970.
    var madeAt: Int
    var changedAt: Int
    var revision = 1
  }

  struct State: Sendable {
    var rows: [DepotList: [Row]] = [:]
    var keys: [String: KeptAnswer] = [:]
    var usedPositions: Set<String> = []
    var lastSerial = 0
    var lastTrace = 0
    var listCalls = 0
    /// What each budget has counted, and since when.
    var windows: [String: (start: Int, requests: Int)] = [:]
    /// The keys under which a guest was put off, in the order of their first requests.
    var guestKeys: [String] = []
    /// The keys that a failure has made useless.
    var spoiltKeys: [String] = []
    var freeIDs: [String] = []
    /// How many requests have come to each place where they may meet.
    var meetings: [String: Int] = [:]
  }

  /// An answer under a key.
  struct KeptAnswer: Sendable {
    var request: String
    var answer: DepotAnswer
  }

  let options: DepotOptions
  private let state: Mutex<State>
  private let time = Mutex(0)
  /// Held while a request with a key is carried out.
  let keyGate = Mutex<Void>(())

  init(_ options: DepotOptions) {
    self.options = options
    var first = State()
    for list in DepotList.allCases {
      for number in 0..<options.foreignRows {
        let shelf = DepotList.shelves[number % 2]
        Self.add("stock \(number)", shelf, to: list, of: "house", at: 1_700_000_000_000, &first)
      }
    }
    for number in 0..<options.foreignRows {
      Self.add("rival \(number)", "east", to: .moves, of: "rival", at: 1_700_000_000_000, &first)
    }
    state = Mutex(first)
  }

  func has(_ fault: DepotFault) -> Bool { options.faults.contains(fault) }
  func has(_ liberty: DepotLiberty) -> Bool { options.liberties.contains(liberty) }

  /// When the last request came, in milliseconds since 1970.
  var now: Int { time.withLock { $0 } }

  @discardableResult
  static func add(
    _ name: String, _ shelf: String, to list: DepotList, of tenant: String, at time: Int,
    _ state: inout State
  ) -> Row {
    state.lastSerial += 1
    let row = Row(
      id: UUID().uuidString.lowercased(), serial: state.lastSerial, tenant: tenant, name: name,
      shelf: shelf, weight: 0, note: nil, madeAt: time, changedAt: time)
    state.rows[list, default: []].append(row)
    return row
  }

  /// What has been made since the start, and not by those who write beside, a line each.
  var leftBehind: [String] {
    let others = ["stock", "rival", "revived"]
    return state.withLock { state in
      DepotList.allCases.flatMap { list in
        state.rows[list, default: []].map(\.name)
          .filter { name in !others.contains { name.hasPrefix($0) } }
          .map { "\(list.rawValue): \($0)" }
      }
    }
  }

  /// Waits a moment for another request at a place, so that the two do the same thing at once.
  func meet(at place: String) async {
    let number = state.withLock { state in
      state.meetings[place, default: 0] += 1
      return state.meetings[place, default: 0]
    }
    guard !number.isMultiple(of: 2) else { return }
    for _ in 0..<30 {
      await DepotExecutor.pause(10)
      if state.withLock({ $0.meetings[place, default: 0] }) > number { return }
    }
  }

  // MARK: Answering

  func answer(_ request: DepotRequest) async -> DepotAnswer {
    let came = Int(options.now() / .milliseconds(1))
    time.withLock { $0 = max($0, came) }
    let trace = state.withLock { state in
      state.lastTrace += 1
      return "tr-\(has(.traceRepeated) ? 7 : state.lastTrace)"
    }
    var answer: DepotAnswer
    do throws(DepotProblem) {
      answer = try await carryOut(request)
    } catch {
      answer = self.answer(to: error, request, trace)
    }
    if answer.status < 400, case .object(var members)? = answer.body {
      if !has(.traceMissing) { members.append(.init(name: "trace", value: .string(trace))) }
      if has(.furtherMembers) {
        members.insert(.init(name: "served_by", value: .string("rack 4")), at: 0)
      }
      answer.body = .object(members)
    }
    answer.fields.append(("X-Trace", trace))
    if has(.publicAnswers) { answer.fields.append(("Cache-Control", "public, max-age=60")) }
    if !has(.quietFields) { answer.fields += paceFields(of: request) }
    if request.method == "HEAD", has(.headOfOtherType) { answer.contentType = "text/plain" }
    return answer
  }

  private func answer(
    to problem: DepotProblem, _ request: DepotRequest, _ trace: String
  ) -> DepotAnswer {
    var problem = problem
    if has(.missingIsInvalid), problem.status == 404, problem.code == "not-found" {
      problem.status = 400
    }
    if has(.problemTells) {
      problem.detail = "SQLSTATE[42000] at Depot.swift:88 near SELECT * FROM rows"
    }
    if has(.problemWrongField), problem.field != nil { problem.field = "something" }
    var answer = DepotAnswer(status: problem.status, fields: problem.fields)
    answer.contentType = has(.problemAsJSON) ? "text/plain" : "application/problem+json"
    let isOddPlace = [404, 405].contains(problem.status) && problem.code != "not-found"
    if has(.problemAsHTML) && isOddPlace || has(.tooFastAsHTML) && problem.status == 429 {
      answer.contentType = "text/html"
      answer.text = "<html><body>\(problem.status)</body></html>"
      return answer
    }
    var members: [DepotJSON.Member] = [
      .init(
        name: "type",
        value: .string(
          has(.problemWrongType) ? "https://depot.example/problems/other" : problem.type)),
      .init(name: "title", value: .string("The request was not carried out")),
      .init(name: "status", value: .int(problem.status)),
      .init(
        name: "detail", value: has(.problemNumberDetail) ? .int(4) : .string(problem.detail)),
    ]
    if has(.problemIncomplete) { members.removeAll { $0.name == "title" } }
    if !has(.problemWithoutCode) {
      members.append(.init(name: "code", value: .string(problem.code)))
    }
    if let field = problem.field {
      members.append(
        .init(name: "field", value: has(.problemNumberField) ? .int(1) : .string(field)))
    }
    members.append(.init(name: "trace", value: .string(trace)))
    answer.body = .object(members)
    return answer
  }

  /// How many requests some callers together may send in how many seconds.
  private struct Budget {
    var name: String
    var requests: Int
    var seconds: Int
    var isKept = true
    /// Whether the seconds are those after a refusal, so that a client of any speed sees one.
    var restsAfterUse = false

    static let guest = Budget(name: "guest", requests: 30, seconds: 2, restsAfterUse: true)
  }

  private func budget(of request: DepotRequest) -> Budget {
    if isGuest(request) { return .guest }
    guard let limit = options.rateLimit else {
      return Budget(name: "clerks", requests: 2400, seconds: 60, isKept: false)
    }
    return Budget(name: "clerks", requests: limit.requests, seconds: limit.seconds)
  }

  private func paceFields(of request: DepotRequest) -> [(name: String, value: String)] {
    let budget = budget(of: request)
    let used = state.withLock { $0.windows[budget.name]?.requests ?? 0 }
    var remaining = max(0, budget.requests - used)
    if has(.remainsTooMuch) { remaining = budget.requests + 1 }
    if has(.remainsAlike) { remaining = budget.requests / 2 }
    return [
      ("RateLimit-Limit", "\(budget.requests)"), ("RateLimit-Remaining", "\(remaining)"),
      ("RateLimit-Reset", "\(budget.seconds)"),
    ]
  }

  /// Counts a request, and refuses it where there were too many.
  private func keepPace(_ request: DepotRequest) throws(DepotProblem) {
    let second = now / 1000
    let budget = budget(of: request)
    let isRefused = state.withLock { state in
      var window = state.windows[budget.name] ?? (second, 0)
      if budget.restsAfterUse, window.requests <= budget.requests { window.start = second }
      let isExtended = has(.refusalLasts) && budget.isKept && window.requests > budget.requests
      if second - window.start >= (isExtended ? 20 : budget.seconds) { window = (second, 0) }
      window.requests += 1
      let isOver = budget.isKept && window.requests > budget.requests
      state.windows[budget.name] = window
      return isOver
        || has(.halfPaceRefused) && !budget.isKept && window.requests.isMultiple(of: 20)
    }
    if isRefused { throw tooFast(budget) }
  }

  private func tooFast(_ budget: Budget) -> DepotProblem {
    let date = DepotAnswer.date(now + budget.seconds * 1000)
    return DepotProblem(
      status: 429, code: "too-fast", detail: "Wait a little.",
      fields: [("Retry-After", has(.returnsByDate) ? date : "\(budget.seconds)")])
  }

  /// Whether a guest has used up what guests may ask for.
  private var guestsAreRefused: Bool {
    state.withLock { ($0.windows[Budget.guest.name]?.requests ?? 0) > Budget.guest.requests }
  }

  private func carryOut(_ request: DepotRequest) async throws(DepotProblem) -> DepotAnswer {
    if let refusal = request.refusal { throw refusal }
    let target = DepotTarget(request.target)
    guard let target else {
      throw DepotProblem(status: 400, code: "no-url", detail: "The URL cannot be read.")
    }
    if target.path == ["status"], request.method == "GET" {
      if has(.statusLimited), guestsAreRefused {
        throw tooFast(.guest)
      }
      let pace: DepotJSON = .object(["read": .int(2400), "write": .int(2400)])
      return DepotAnswer(
        status: 200,
        body: .object(["result": .object(["open": .bool(true), "per_minute": pace])]))
    }
    let methods = methods(of: target)
    guard !methods.isEmpty else {
      if has(.unknownPathFound) {
        return DepotAnswer(status: 200, body: .object(["result": .object([:])]))
      }
      throw DepotProblem(status: 404, code: "no-place", detail: "There is no such place.")
    }
    let allow = (has(.allowIncomplete) ? methods.filter { $0 != "POST" && $0 != "PATCH" } : methods)
      .joined(separator: ", ")
    if request.method == "OPTIONS", methods.contains("OPTIONS") {
      return DepotAnswer(status: 204, fields: [("Allow", allow)])
    }
    guard methods.contains(request.method) else {
      throw DepotProblem(
        status: 405, code: "no-method", detail: "That cannot be done here.",
        fields: has(.methodWithoutAllow) ? [] : [("Allow", allow)])
    }
    if has(.argumentsFirst), let id = target.path.dropFirst().first { try checkID(id) }
    let caller = try caller(of: request)
    do throws(DepotProblem) {
      try keepPace(request)
    } catch {
      if has(.tooFastIsMade), request.method == "POST" {
        _ = try await carryOut(request, target, by: caller)
      }
      throw error
    }
    return try await carryOut(request, target, by: caller)
  }

  private func methods(of target: DepotTarget) -> [String] {
    let further = has(.plainMethods) ? [] : ["HEAD", "OPTIONS"]
    if target.path == ["status"] { return ["GET"] + further }
    guard let name = target.path.first, DepotList(rawValue: name) != nil else { return [] }
    switch target.path.count {
    case 1: return ["GET", "POST"] + further
    case 2: return ["GET", "PATCH", "DELETE"] + further
    default: return []
    }
  }

  /// Who asks.
  private func caller(of request: DepotRequest) throws(DepotProblem) -> String {
    let unknown = DepotProblem(
      status: 401, code: "unknown-caller", detail: "Sign in with a name and a password.",
      fields: has(.noChallenge) ? [] : [("WWW-Authenticate", "Basic realm=\"depot\"")])
    let words = words(of: request)
    if has(.anybodyWrites), request.method == "POST", words.isEmpty { return "house" }
    let isBasic =
      has(.schemeCaseMatters) ? words.first == "Basic" : words.first?.lowercased() == "basic"
    guard words.count == 2, isBasic, let data = Data(base64Encoded: String(words[1])) else {
      throw unknown
    }
    let login = String(decoding: data, as: UTF8.self)
    if has(.anyPassword), login.hasPrefix("clerk:"), login.count > 20 { return "house" }
    let logins = DepotOptions.logins
    switch login {
    case logins["DEPOT_LOGIN"], logins["DEPOT_SECOND_LOGIN"], logins["DEPOT_GUEST_LOGIN"]:
      return "house"
    case logins["DEPOT_OTHER_LOGIN"]: return has(.rivalReads) ? "house" : "rival"
    case logins["DEPOT_OLD_LOGIN"] where has(.retiredStays): return "house"
    default: throw unknown
    }
  }

  /// The scheme and the credentials of a request.
  private func words(of request: DepotRequest) -> [Substring] {
    (request.field("Authorization") ?? "").split(separator: " ")
  }

  /// Whether a guest asks, who may not ask much and is put off now and then.
  func isGuest(_ request: DepotRequest) -> Bool {
    let login = words(of: request).last.flatMap { Data(base64Encoded: String($0)) }
    let guest = DepotOptions.logins["DEPOT_GUEST_LOGIN"] ?? ""
    return login == Data(guest.utf8)
  }

  func checkID(_ id: String) throws(DepotProblem) {
    let isRight =
      id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/) != nil
    guard isRight else { throw .invalid("id", "An id is a UUID in lower case.") }
  }

  /// Works on the state; nothing else does meanwhile.
  func withState<Answer: Sendable>(
    _ work: (inout State) throws(DepotProblem) -> Answer
  ) throws(DepotProblem) -> Answer {
    let result: Result<Answer, DepotProblem> = state.withLock { state in
      do throws(DepotProblem) { return .success(try work(&state)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

/// The lists of a depot, each read in a way of its own.
enum DepotList: String, CaseIterable, Sendable {
  /// By offset.
  case parts
  /// By page number.
  case bins
  /// With `Link` fields.
  case suppliers
  /// With the URL of the next page in the body.
  case orders
  /// By page token.
  case moves

  static let shelves = ["north", "south", "east"]

  /// Whether a create takes a key.
  var takesKeys: Bool { self == .orders || self == .moves }
  /// Whether no two rows have one name.
  var hasUniqueNames: Bool { self == .bins }

  /// The query parameter for the page size.
  var limitParameter: String {
    switch self {
    case .parts: "take"
    case .bins: "per_page"
    case .suppliers: "size"
    case .orders: "max"
    case .moves: "page_size"
    }
  }

  /// The query parameter for the position.
  var positionParameter: String {
    switch self {
    case .parts: "skip"
    case .bins: "page"
    case .suppliers, .orders: "after"
    case .moves: "page_token"
    }
  }
}

/// What a URL asks for.
struct DepotTarget {
  /// The path's segments below the depot's root.
  var path: [String]
  var query: [(name: String, value: String)] = []

  /// Takes the target of a request apart; nil for one that cannot be read.
  init?(_ target: String) {
    let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let segments = halves[0].split(separator: "/").map { Self.decoded($0, isForm: false) }
    guard segments.first == "api", !segments.contains(nil) else { return nil }
    path = segments.dropFirst().compactMap(\.self)
    for pair in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0], isForm: true),
        let value = Self.decoded(sides.count > 1 ? sides[1] : "", isForm: true)
      else { return nil }
      query.append((name, value))
    }
  }

  func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

  private static func decoded(_ text: Substring, isForm: Bool) -> String? {
    String(isForm ? text.replacing("+", with: " ") : text).removingPercentEncoding
  }

  static func encoded(_ text: String) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
  }
}
