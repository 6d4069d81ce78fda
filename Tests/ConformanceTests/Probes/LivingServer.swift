import Conformance
import SchemaValidator
import Synchronization

/// What a living server does wrong, or does in an unusual way.
enum LifeFault: String, CaseIterable {
  // What becomes of a resource.
  case echoIsAnother, readIsAnother, neverReadable, createIsReceipt, listedTwice, notListed
  case changeTouchesOthers, changeIsNotKept, changeAnswersOld, creationMoves, changeTimeStays
  case nestedNullIsIgnored
  case deleteKeeps, goneIsListed, goneIsChanged, nameStaysTaken, idIsUsedAgain
  // What becomes of those who ask too often.
  case waitIsNotEnough, noTimeIsTold, timeIsUnreadable, refusedCreateIsDone, refusesEarly
  case budgetStandsStill, errorsHideBudget, healthIsLimited, refusalIsKept
  // Liberties.
  case readsLate, listsLate, goneIs410, changeAnswersNothing, secondDeleteIs200, namesAreTrimmed,
    idIsGiven, idIsMadeOfName, numberIsUsedAgain
  case createIsAccepted, changeIsAccepted, removalIsAccepted, goneIs403
  case changesShareASecond, changesShowLate, bodiesAreWrapped, conditionIsJudgedFirst
  case clockIsBehind
  case timeIsADate, budgetIsUntold, budgetIsStructured, windowIsFixed, othersUseTheBudget

  /// The requirement that it departs from; nil for a liberty.
  var requirement: String? {
    switch self {
    case .echoIsAnother: "LIFE-01"
    case .readIsAnother, .neverReadable, .createIsReceipt: "LIFE-02"
    case .listedTwice, .notListed: "LIFE-03"
    case .changeTouchesOthers, .changeIsNotKept, .nestedNullIsIgnored: "LIFE-04"
    case .changeAnswersOld: "LIFE-05"
    case .creationMoves, .changeTimeStays: "LIFE-06"
    case .deleteKeeps: "LIFE-09"
    case .goneIsListed, .goneIsChanged: "LIFE-10"
    case .nameStaysTaken, .idIsUsedAgain: "LIFE-11"
    case .waitIsNotEnough, .noTimeIsTold, .timeIsUnreadable: "RATE-03"
    case .refusedCreateIsDone: "RATE-04"
    case .refusesEarly: "RATE-05"
    case .budgetStandsStill, .errorsHideBudget: "RATE-07"
    case .healthIsLimited, .refusalIsKept: "RATE-08"
    case .readsLate, .listsLate, .goneIs410, .changeAnswersNothing, .secondDeleteIs200,
      .namesAreTrimmed, .idIsGiven, .idIsMadeOfName, .numberIsUsedAgain, .createIsAccepted,
      .changeIsAccepted, .removalIsAccepted, .changesShareASecond, .changesShowLate,
      .bodiesAreWrapped, .conditionIsJudgedFirst, .goneIs403, .clockIsBehind, .timeIsADate,
      .budgetIsUntold,
      .budgetIsStructured,
      .windowIsFixed,
      .othersUseTheBudget:
      nil
    }
  }

  /// What else it departs from.
  var alsoDepartsFrom: Set<String> {
    switch self {
    // The create tells what is not kept, and a change is read back as differently.
    case .echoIsAnother: ["LIFE-02"]
    case .readIsAnother: ["LIFE-04", "LIFE-05"]
    case .changeIsNotKept: ["LIFE-05"]
    case .creationMoves: ["LIFE-04"]
    case .deleteKeeps: ["LIFE-10"]
    default: []
    }
  }

  /// Whether it concerns limits.
  var concernsLimits: Bool {
    switch self {
    case .clockIsBehind, .timeIsADate, .budgetIsUntold, .budgetIsStructured, .windowIsFixed,
      .othersUseTheBudget:
      true
    default: requirement?.hasPrefix("RATE") == true
    }
  }
}

/// A server without sockets that keeps things and counts requests: correct, unless a test asks for
/// a fault.
final class LivingServer: SteppedServer {
  private struct Thing {
    var id: String
    var name: String
    var size: Int
    var created: String
    var changed: String
    /// Texts by name.
    var notes: [String: String] = [:]
    /// How often it is still hidden from reads, and from lists.
    var hiddenReads = 0
    var hiddenLists = 0
    /// When it goes, once its removal was taken in.
    var goesAt: Duration?
  }

  private struct Answer {
    var status: Int
    var body = ""
    var fields: [HTTPField] = []
  }

  private struct Budget {
    let limit: Int
    var left: Double
    var filledAt = Duration.zero
  }

  private struct State {
    var things: [Thing] = []
    var gone: [Thing] = []
    /// A thing as it was before its last change, and how many reads still show it so.
    var former: (thing: Thing, reads: Int)?
    /// The names that things were ever created with.
    var usedNames: Set<String> = []
    var lastID = 0
    var clock = Duration.zero
    var reads = Budget(limit: 100, left: 100)
    var writes = Budget(limit: 10, left: 10)
    var requests = 0
    var healthRequests = 0
    var closedUntil = Duration.zero
  }

  private let faults: Set<LifeFault>
  private let state = Mutex(State())

  init(_ faults: Set<LifeFault>) {
    self.faults = faults
  }

  /// The time since the start.
  var now: Duration { state.withLock { $0.clock } }

  /// Lets time pass.
  func advance(by duration: Duration) { state.withLock { $0.clock += duration } }

  /// How many things there are that nobody has asked to go.
  var thingCount: Int { state.withLock { $0.things.count { $0.goesAt == nil } } }

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
    let now = state.clock
    state.things.removeAll { $0.goesAt.map { $0 <= now } ?? false }
    let answer = answer(request, &state)
    return HTTPResponse(
      status: answer.status,
      fields: [HTTPField("Content-Type", "application/json")] + answer.fields,
      body: Array(answer.body.utf8),
      timings: Timings(
        startedAt: state.clock, sent: .milliseconds(1), firstByte: .milliseconds(5),
        total: .milliseconds(10)))
  }

  private func answer(_ request: HTTPRequest, _ state: inout State) -> Answer {
    let path = request.url.dropFirst("https://living.test".count).split(separator: "/")
    if path.first == "health" {
      state.healthRequests += 1
      if faults.contains(.healthIsLimited), state.healthRequests.isMultiple(of: 2) {
        return refusal(.milliseconds(1000), state)
      }
      return Answer(status: 200, body: #"{"data":{}}"#)
    }
    let isRead = request.method == "GET"
    if let refused = admit(isRead, &state) {
      if faults.contains(.refusedCreateIsDone), request.method == "POST" {
        _ = create(request, &state)
      }
      return refused
    }
    var answer = perform(request, path.map(String.init), &state)
    if answer.status < 300 || !faults.contains(.errorsHideBudget) {
      answer.fields += budget(isRead ? state.reads : state.writes)
    }
    return answer
  }

  // MARK: Limits

  private func admit(_ isRead: Bool, _ state: inout State) -> Answer? {
    var budget = isRead ? state.reads : state.writes
    defer { if isRead { state.reads = budget } else { state.writes = budget } }
    if faults.contains(.windowIsFixed) {
      let window = Duration.seconds(10)
      if state.clock - budget.filledAt >= window {
        budget.left = Double(budget.limit)
        budget.filledAt = state.clock
      }
    } else {
      let elapsed = (state.clock - budget.filledAt) / .seconds(1)
      budget.left = min(Double(budget.limit), budget.left + elapsed)
      budget.filledAt = state.clock
    }
    if faults.contains(.othersUseTheBudget), isRead, state.requests % 3 != 0 {
      budget.left = min(budget.left, 1)
    }
    if isRead, faults.contains(.refusesEarly), state.requests.isMultiple(of: 3) {
      return refusal(.seconds(1), state)
    }
    if isRead, state.clock < state.closedUntil { return refusal(.seconds(1), state) }
    guard budget.left >= 1 else {
      if faults.contains(.waitIsNotEnough), isRead {
        state.closedUntil = state.clock + .seconds(30)
      }
      return refusal(faults.contains(.windowIsFixed) ? .seconds(10) : .seconds(1), state)
    }
    budget.left -= 1
    return nil
  }

  private func refusal(_ wait: Duration, _ state: State) -> Answer {
    let seconds = Int(wait / .seconds(1))
    var fields: [HTTPField] = []
    if faults.contains(.timeIsUnreadable) {
      fields.append(HTTPField("Retry-After", "soon"))
    } else if faults.contains(.timeIsADate) {
      fields.append(
        HTTPField("Retry-After", Self.date(Int(state.clock / .seconds(1)) + seconds + 1)))
    } else if faults.contains(.clockIsBehind) {
      let now = Int(state.clock / .seconds(1)) - 300
      fields.append(HTTPField("Date", Self.date(now)))
      fields.append(HTTPField("Retry-After", Self.date(now + seconds + 1)))
    } else if !faults.contains(.noTimeIsTold) {
      fields.append(HTTPField("Retry-After", "\(seconds)"))
    }
    if faults.contains(.refusalIsKept) { fields.append(HTTPField("Cache-Control", "max-age=30")) }
    return Answer(status: 429, body: #"{"error":{"code":"too_fast"}}"#, fields: fields)
  }

  /// A time as HTTP writes it; the clock of the tests begins at midnight of a Thursday.
  private static func date(_ second: Int) -> String {
    let inDay = second < 0 ? second + 86_400 : second
    let time = [inDay / 3600, inDay / 60 % 60, inDay % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let day = second < 0 ? "Wed, 31 Dec 2025" : "Thu, 01 Jan 2026"
    return "\(day) \(time.joined(separator: ":")) GMT"
  }

  private func budget(_ budget: Budget) -> [HTTPField] {
    if faults.contains(.budgetIsUntold) { return [] }
    let left = Int(budget.left)
    if faults.contains(.budgetIsStructured) {
      return [HTTPField("RateLimit", "\"all\";r=\(left);t=1")]
    }
    let isStill = faults.contains(.budgetStandsStill)
    return [
      HTTPField("X-RateLimit-Limit", isStill ? "1000" : "\(budget.limit)"),
      HTTPField("X-RateLimit-Remaining", isStill ? "500" : "\(left)"),
    ]
  }

  // MARK: Things

  private func perform(_ request: HTTPRequest, _ path: [String], _ state: inout State) -> Answer {
    switch (request.method, path.first, path.count) {
    case ("GET", "me", 1): return Answer(status: 200, body: #"{"data":{"read":60}}"#)
    case ("GET", "things", 1): return list(&state)
    case ("POST", "things", 1): return create(request, &state)
    case (_, "things", 2):
      let id = String(path[1]).replacing("%20", with: " ")
      return answer(request, about: id, &state)
    default: return Answer(status: 404, body: Self.missing)
    }
  }

  private static let missing = #"{"error":{"code":"missing"}}"#

  private func list(_ state: inout State) -> Answer {
    var shown: [Thing] = []
    for index in state.things.indices {
      guard state.things[index].hiddenLists == 0 else {
        state.things[index].hiddenLists -= 1
        continue
      }
      if faults.contains(.notListed) { continue }
      shown.append(state.things[index])
      if faults.contains(.listedTwice) { shown.append(state.things[index]) }
    }
    if faults.contains(.goneIsListed) { shown += state.gone }
    return Answer(status: 200, body: "{\"data\":[\(shown.map(json).joined(separator: ","))]}")
  }

  private func create(_ request: HTTPRequest, _ state: inout State) -> Answer {
    let body = content(of: request)
    let name = body?["name"]?.stringValue ?? ""
    let isTaken =
      state.things.contains { $0.name == name }
      || faults.contains(.nameStaysTaken) && state.usedNames.contains(name)
    guard !isTaken else { return Answer(status: 409, body: #"{"error":{"code":"taken"}}"#) }
    let isUsedAgain = !faults.isDisjoint(with: [.idIsUsedAgain, .numberIsUsedAgain])
    if !isUsedAgain || state.gone.isEmpty { state.lastID += 1 }
    var thing = Thing(
      id: "thing-\(state.lastID)", name: name, size: body?["size"]?.intValue ?? 0,
      created: Self.instant(state.clock), changed: Self.instant(state.clock))
    update(&thing.notes, body?["notes"])
    if faults.contains(.idIsGiven) { thing.id = name }
    if faults.contains(.idIsMadeOfName) { thing.id = "\(name.uppercased())." }
    if faults.contains(.numberIsUsedAgain) { thing.id = "\(state.lastID)" }
    if faults.contains(.namesAreTrimmed) { thing.name = name.lowercased() }
    if faults.contains(.readsLate) { thing.hiddenReads = 2 }
    if faults.contains(.listsLate) { thing.hiddenLists = 2 }
    if faults.contains(.neverReadable) { thing.hiddenReads = 6 }
    state.things.append(thing)
    state.usedNames.insert(name)
    var told = thing
    if faults.contains(.echoIsAnother) { told.size += 1 }
    if faults.contains(.createIsReceipt) {
      return Answer(status: 200, body: #"{"data":{"thing":"\#(thing.id)"}}"#)
    }
    if faults.contains(.createIsAccepted) {
      (told.size, told.notes) = (0, [:])
      return Answer(status: 202, body: "{\"data\":\(json(told))}")
    }
    return Answer(status: 200, body: "{\"data\":\(json(told))}")
  }

  private func answer(_ request: HTTPRequest, about id: String, _ state: inout State) -> Answer {
    guard let index = state.things.firstIndex(where: { $0.id == id }) else {
      if let gone = state.gone.first(where: { $0.id == id }) {
        if request.method == "PATCH", faults.contains(.goneIsChanged) {
          return Answer(status: 200, body: "{\"data\":\(json(gone))}")
        }
        if request.method == "PATCH", faults.contains(.conditionIsJudgedFirst) {
          return Answer(status: 412, body: #"{"error":{"code":"no_condition"}}"#)
        }
        if request.method == "DELETE", faults.contains(.secondDeleteIs200) {
          return Answer(status: 200, body: #"{"data":{}}"#)
        }
        if request.method != "GET", faults.contains(.goneIs403) {
          return Answer(status: 403, body: #"{"error":{"code":"not_yours"}}"#)
        }
        if faults.contains(.goneIs410) { return Answer(status: 410, body: Self.missing) }
      }
      return Answer(status: 404, body: Self.missing)
    }
    switch request.method {
    case "GET":
      guard state.things[index].hiddenReads == 0 else {
        state.things[index].hiddenReads -= 1
        return Answer(status: 404, body: Self.missing)
      }
      var shown = state.things[index]
      if let former = state.former, former.reads > 0 {
        state.former?.reads -= 1
        shown = former.thing
      }
      if faults.contains(.readIsAnother) { shown.size += 1 }
      return Answer(status: 200, body: "{\"data\":\(json(shown))}")
    case "PATCH", "PUT": return change(request, index, &state)
    default:
      if faults.contains(.removalIsAccepted) {
        state.things[index].goesAt = state.clock + .seconds(30)
        return Answer(status: 202, body: #"{"data":{}}"#)
      }
      state.gone.append(state.things[index])
      if !faults.contains(.deleteKeeps) { state.things.remove(at: index) }
      return Answer(status: 200, body: #"{"data":{}}"#)
    }
  }

  private func change(_ request: HTTPRequest, _ index: Int, _ state: inout State) -> Answer {
    let body = content(of: request)
    let old = state.things[index]
    var new = old
    // What a PUT leaves out is reset; a PATCH is a merge patch (RFC 7396).
    if request.method == "PUT" { new.notes = [:] }
    update(&new.notes, body?["notes"])
    if let name = body?["name"]?.stringValue { new.name = name }
    if let size = body?["size"]?.intValue { new.size = size }
    if faults.contains(.changeTouchesOthers), body?["size"] == nil { new.size = 0 }
    if faults.contains(.namesAreTrimmed) { new.name = new.name.lowercased() }
    if !faults.contains(.changeTimeStays) {
      let isWhole = faults.contains(.changesShareASecond)
      new.changed = Self.instant(
        isWhole ? .seconds(state.clock.components.seconds) : state.clock)
    }
    if faults.contains(.creationMoves) { new.created = Self.instant(state.clock) }
    if !faults.contains(.changeIsNotKept) {
      state.things[index] = new
    } else {
      state.things[index].changed = new.changed
    }
    if faults.contains(.changesShowLate) { state.former = (old, 2) }
    if faults.contains(.changeAnswersNothing) { return Answer(status: 204) }
    if faults.contains(.changeIsAccepted) {
      return Answer(status: 202, body: "{\"data\":\(json(old))}")
    }
    return Answer(
      status: 200,
      body: "{\"data\":\(json(faults.contains(.changeAnswersOld) ? old : new))}")
  }

  /// The members that a request sends.
  private func content(of request: HTTPRequest) -> JSONValue? {
    let body = request.body.flatMap { (try? JSONDocument(parsing: $0))?.root }
    return faults.contains(.bodiesAreWrapped) ? body?["data"] : body
  }

  /// Takes over texts by name, and removes those that are null.
  private func update(_ notes: inout [String: String], _ sent: JSONValue?) {
    for member in sent.map({ Array($0.members) }) ?? [] {
      if member.value.isNull, faults.contains(.nestedNullIsIgnored) { continue }
      notes[member.name] = member.value.stringValue
    }
  }

  private func json(_ thing: Thing) -> String {
    let notes = thing.notes.sorted { $0.key < $1.key }
      .map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
    return #"{"id":"\#(thing.id)","name":"\#(thing.name)","size":\#(thing.size),"#
      + #""notes":{\#(notes)},"#
      + #""created":"\#(thing.created)","changed":"\#(thing.changed)"}"#
  }

  private static func instant(_ time: Duration) -> String {
    let milliseconds = Int(time / .milliseconds(1))
    let seconds = milliseconds / 1000
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map {
      $0 < 10 ? "0\($0)" : "\($0)"
    }
    let rest = String(1000 + milliseconds % 1000).dropFirst()
    return "2026-01-01T\(parts.joined(separator: ":")).\(rest)Z"
  }
}
