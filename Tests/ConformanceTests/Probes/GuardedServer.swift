import Conformance
import Foundation
import SchemaValidator
import Synchronization

/// What a guarded server does wrong, or does in an unusual way.
enum GateFault: String, CaseIterable {
  // Who is let in.
  case anonymousMayRead, anonymousFindsNothing, anonymousHead, endingIsNotCompared,
    onlyBeginningIsCompared,
    letterCaseIsFree
  case anySchemeWillDo, schemeHasLetterCase, bodyIsJudgedFirst, idIsJudgedFirst, idIsLookedUpFirst
  case refusedCreateIsDone, queryIsAccepted, cookieIsAccepted, bodyIsAccepted
  case revokedIsAccepted, otherTenantIsReached, otherTenantIsTold, otherTenantIsRemoved
  // HTTP itself.
  case unknownPathIsEmpty, unknownPathIsPage, brokenEncodingIsPage, putIsTaken, putBreaks
  case headIsAnother, headHasOtherType, headHasBody, optionsLacksMethods, readingTouches,
    codingChangesBody
  case fieldNamesHaveLetterCase, textBodyBreaks, textBodyIsTaken, pageIsGiven
  case acceptIsObeyedWrongly, mediaTypeHasLetterCase, unknownParameterBreaks, unknownMemberBreaks
  case tagStays, tagIsNotHeeded
  case encodedIDIsAnother, idsHaveNoLetterCase, longTextBreaks, deepValueBreaks
  // Wrong requests.
  case unknownIDIs400, unknownIDIsEmpty, unknownIDIsRemoved, malformedIDBreaks, missingNameIsTaken,
    longNameIsTaken
  case anyColorIsTaken, anySizeIsTaken, wrongMemberIsBlamed, refusedFaultIsDone, brokenBodyBreaks
  case arrayIsTaken, nulBreaks, codeVaries, lengthIsInUTF16, largestSizeIsRefused, oneColorIsRefused
  // Liberties.
  case faultsAre422, culpritIsWrittenAsPath, unknownIDIs401, unknownIDIs410, unknownIDIsDeleted,
    stateMoves
  case malformedIDIs404, brokenBodyIsReadFirst, malformedIDHasNoPath
  case longKeyIs431, foreignKeyIs400, noHead, noOptions, unknownMembersAreRefused, methodIs404
  case htmlIsRefused, htmlIs400, requestIsTold, tagChangesLate, otherJSONIsAsked, listIsLate
  case namesAreIDs
  // What the way to the server does.
  case largestSizeIsLost, oversizeIsLost

  /// The requirement that it departs from; nil for a liberty.
  var requirement: String? {
    switch self {
    case .anonymousMayRead, .anonymousFindsNothing, .anonymousHead: "AUTH-01"
    case .endingIsNotCompared, .onlyBeginningIsCompared, .letterCaseIsFree: "AUTH-03"
    case .anySchemeWillDo: "AUTH-04"
    case .schemeHasLetterCase: "AUTH-05"
    case .bodyIsJudgedFirst, .idIsJudgedFirst, .idIsLookedUpFirst: "AUTH-07"
    case .refusedCreateIsDone: "AUTH-08"
    case .queryIsAccepted, .cookieIsAccepted, .bodyIsAccepted: "AUTH-09"
    case .otherTenantIsReached, .otherTenantIsTold, .otherTenantIsRemoved: "AUTH-11"
    case .revokedIsAccepted: "AUTH-14"
    case .putIsTaken, .putBreaks: "HTTP-01"
    case .unknownPathIsEmpty: "HTTP-02"
    case .unknownPathIsPage, .brokenEncodingIsPage: "ERR-03"
    case .headIsAnother, .headHasOtherType, .headHasBody: "HTTP-03"
    case .optionsLacksMethods: "HTTP-04"
    case .readingTouches: "HTTP-05"
    case .codingChangesBody: "HTTP-07"
    case .fieldNamesHaveLetterCase: "HTTP-08"
    case .textBodyBreaks, .textBodyIsTaken: "HTTP-09"
    case .pageIsGiven, .acceptIsObeyedWrongly: "HTTP-10"
    case .mediaTypeHasLetterCase: "HTTP-11"
    case .unknownParameterBreaks, .unknownMemberBreaks: "HTTP-12"
    case .tagStays, .tagIsNotHeeded: "HTTP-15"
    case .encodedIDIsAnother, .idsHaveNoLetterCase: "HTTP-16"
    case .longTextBreaks, .deepValueBreaks: "HTTP-17"
    case .unknownIDIs400, .unknownIDIsEmpty, .unknownIDIsRemoved: "ERR-07"
    case .malformedIDBreaks: "ERR-08"
    case .missingNameIsTaken: "ERR-09"
    case .longNameIsTaken, .anyColorIsTaken, .anySizeIsTaken: "ERR-10"
    case .wrongMemberIsBlamed: "ERR-11"
    case .refusedFaultIsDone: "ERR-12"
    case .brokenBodyBreaks, .arrayIsTaken: "ERR-13"
    case .nulBreaks: "ERR-14"
    case .codeVaries: "ERR-16"
    case .lengthIsInUTF16, .largestSizeIsRefused, .oneColorIsRefused: "LIFE-13"
    case .faultsAre422, .culpritIsWrittenAsPath, .unknownIDIs401, .unknownIDIs410,
      .unknownIDIsDeleted, .stateMoves, .malformedIDIs404:
      nil
    case .brokenBodyIsReadFirst, .malformedIDHasNoPath, .longKeyIs431, .foreignKeyIs400, .noHead,
      .noOptions, .unknownMembersAreRefused,
      .methodIs404, .htmlIsRefused, .htmlIs400, .requestIsTold, .tagChangesLate, .otherJSONIsAsked,
      .listIsLate, .namesAreIDs, .largestSizeIsLost, .oversizeIsLost:
      nil
    }
  }

  /// What else it departs from.
  var alsoDepartsFrom: Set<String> {
    switch self {
    // A create without a credential is sent without a body as well.
    case .bodyIsJudgedFirst: ["AUTH-01"]
    // What is asked without a credential has ids that nothing has.
    case .idIsLookedUpFirst: ["AUTH-01"]
    // An array is a body of the wrong type as well.
    case .arrayIsTaken: ["ERR-10"]
    case .putBreaks, .malformedIDBreaks, .brokenBodyBreaks, .textBodyBreaks,
      .unknownParameterBreaks, .unknownMemberBreaks,
      .longTextBreaks, .deepValueBreaks:
      ["ERR-14"]
    default: []
    }
  }

  /// The probes that meet a guarded server.
  enum Probe: CaseIterable { case keys, http, requests }

  /// The probe that meets it.
  var probe: Probe {
    switch self {
    case .brokenBodyIsReadFirst, .malformedIDHasNoPath, .longKeyIs431, .foreignKeyIs400,
      .listIsLate:
      .keys
    case .faultsAre422, .culpritIsWrittenAsPath, .unknownIDIs401, .unknownIDIs410,
      .unknownIDIsDeleted, .malformedIDIs404, .largestSizeIsLost, .oversizeIsLost:
      .requests
    default:
      switch requirement.map({ $0.prefix { $0 != "-" } }) {
      case "AUTH"?: .keys
      case "LIFE"?: .requests
      case "ERR"? where requirement != "ERR-03": .requests
      default: .http
      }
    }
  }
}

/// A server without sockets that asks for a key: correct, unless a test asks for a fault.
final class GuardedServer: SteppedServer {
  static let key = "key_live_4f9a27c1b8e35d60"
  static let otherKey = "key_live_other_tenant_77aa"
  /// A media type for JSON of a kind of its own.
  static let otherType = "application/vnd.things+json"
  static let revokedKey = "key_live_revoked_00bb11"

  private struct Thing {
    var id: String
    var name: String
    var tenant: String
    var touched = 0
    var madeAt = Duration.zero
    /// What it is at, where that moves with time.
    var state: String?
    /// From when on the list shows it.
    var shownFrom = Duration.zero
  }

  private struct Answer {
    var status: Int
    var body: String
    var type = "application/json"
    var fields: [HTTPField] = []
  }

  private struct State {
    var things: [Thing] = []
    var lastID = 0
    var refusals = 0
    /// How many reads still meet a copy from before the last change.
    var lateReads = 0
    var clock = Duration.zero
  }

  let faults: Set<GateFault>
  private let state = Mutex(State())

  init(_ faults: Set<GateFault> = []) {
    self.faults = faults
  }

  var now: Duration { state.withLock { $0.clock } }
  var thingCount: Int { state.withLock { $0.things.count } }
  func advance(by duration: Duration) { state.withLock { $0.clock += duration } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    if faults.contains(.headHasBody), request.method == "HEAD" {
      throw TransportError(.lengthMismatch, phase: .receiving, "more bytes followed")
    }
    let lost = [(GateFault.largestSizeIsLost, #""size":10"#), (.oversizeIsLost, #""size":11"#)]
    let body = String(decoding: request.body ?? [], as: UTF8.self)
    if lost.contains(where: { faults.contains($0.0) && body.contains($0.1) }) {
      throw TransportError(.connectionLost, phase: .receiving, "connection lost")
    }
    return state.withLock { state in
      state.clock += .milliseconds(1)
      let answer = answer(request, &state)
      var fields = [
        HTTPField("Content-Type", answer.type),
        HTTPField("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
      ]
      if answer.status == 401 { fields.append(HTTPField("WWW-Authenticate", "Bearer")) }
      if answer.status == 405 { fields.append(HTTPField("Allow", "GET, PATCH, DELETE")) }
      let isHead = request.method == "HEAD"
      return HTTPResponse(
        status: answer.status, fields: fields + answer.fields,
        body: isHead ? [] : Array(answer.body.utf8),
        timings: Timings(
          startedAt: state.clock, sent: .milliseconds(1), firstByte: .milliseconds(5),
          total: .milliseconds(10)))
    }
  }

  func sendTogether(_ requests: [HTTPRequest]) async -> [Result<HTTPResponse, TransportError>] {
    var answers: [Result<HTTPResponse, TransportError>] = []
    for request in requests {
      do throws(TransportError) {
        answers.append(.success(try await send(request)))
      } catch {
        answers.append(.failure(error))
      }
    }
    return answers
  }

  // MARK: Who asks

  private enum Caller {
    case tenant(String)
    case nobody
    case refused(Int)
  }

  private func caller(of request: HTTPRequest) -> Caller {
    let field =
      faults.contains(.fieldNamesHaveLetterCase)
      ? request.fields.first { Array($0.name.utf8) == Array("Authorization".utf8) }?.value
      : request.fields.value(named: "Authorization")
    let everywhere =
      (faults.contains(.queryIsAccepted) ? request.url : "")
      + (faults.contains(.cookieIsAccepted) ? request.fields.value(named: "Cookie") ?? "" : "")
      + (faults.contains(.bodyIsAccepted)
        ? String(decoding: request.body ?? [], as: UTF8.self) : "")
    if everywhere.contains(Self.key) { return .tenant("own") }
    guard let field else { return .nobody }
    let words = field.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else {
      return faults.contains(.anySchemeWillDo) && field == Self.key ? .tenant("own") : .nobody
    }
    let isBearer =
      faults.contains(.schemeHasLetterCase)
      ? words[0] == "Bearer" : words[0].lowercased() == "bearer"
    guard isBearer || faults.contains(.anySchemeWillDo) else { return .nobody }
    let key = words[1]
    if key.utf8.count > 4096, faults.contains(.longKeyIs431) { return .refused(431) }
    if !key.utf8.allSatisfy({ $0 < 128 }), faults.contains(.foreignKeyIs400) {
      return .refused(400)
    }
    if key == Self.key { return .tenant("own") }
    if key == Self.otherKey { return .tenant("other") }
    if key == Self.revokedKey, faults.contains(.revokedIsAccepted) { return .tenant("own") }
    if faults.contains(.endingIsNotCompared), key.dropLast() == Self.key.dropLast() {
      return .tenant("own")
    }
    if faults.contains(.onlyBeginningIsCompared), key.hasPrefix(Self.key.prefix(12)) {
      return .tenant("own")
    }
    if faults.contains(.letterCaseIsFree), key.lowercased() == Self.key { return .tenant("own") }
    return .nobody
  }

  // MARK: What is asked

  private static func refusal(_ status: Int, _ code: String) -> Answer {
    Answer(status: status, body: #"{"error":{"code":"\#(code)","message":"refused"}}"#)
  }

  private static let page = Answer(status: 404, body: "<h1>Not found</h1>", type: "text/html")

  private func answer(_ request: HTTPRequest, _ state: inout State) -> Answer {
    let target = request.url.dropFirst("https://things.test".count)
    let path = String(target.prefix { $0 != "?" })
    let query = target.contains("?") ? String(target.drop { $0 != "?" }.dropFirst()) : ""
    if path.contains("%zz") {
      return faults.contains(.brokenEncodingIsPage)
        ? Self.page : Self.refusal(400, "bad_target")
    }
    let parts = path.split(separator: "/").map(String.init)
    guard let root = parts.first, ["me", "things"].contains(root), parts.count <= 2 else {
      if faults.contains(.unknownPathIsPage) { return Self.page }
      return faults.contains(.unknownPathIsEmpty)
        ? Answer(status: 200, body: #"{"data":[]}"#) : Self.refusal(404, "not_found")
    }
    if request.method == "OPTIONS" {
      if faults.contains(.noOptions) { return Self.refusal(405, "no_method") }
      let all = root == "me" ? "GET, HEAD" : "GET, POST, HEAD"
      return Answer(
        status: 204, body: "",
        fields: [HTTPField("Allow", faults.contains(.optionsLacksMethods) ? "HEAD" : all)])
    }
    let isRead = ["GET", "HEAD"].contains(request.method)
    if faults.contains(.bodyIsJudgedFirst), request.method == "POST",
      (try? JSONDocument(parsing: request.body ?? []))?.root.kind != .object
    {
      return Self.refusal(400, "bad_body")
    }
    if faults.contains(.brokenBodyIsReadFirst), let body = request.body, !body.isEmpty,
      (try? JSONDocument(parsing: body)) == nil
    {
      return Self.refusal(400, "bad_body")
    }
    if faults.contains(.malformedIDHasNoPath), parts.count == 2, !parts[1].hasPrefix("thg_") {
      return Self.refusal(404, "not_found")
    }
    if faults.contains(.idIsJudgedFirst), parts.count == 2, !parts[1].hasPrefix("thg_") {
      return Self.refusal(400, "bad_id")
    }
    switch caller(of: request) {
    case .refused(let status): return Self.refusal(status, "bad_key")
    case .nobody:
      let isOpen =
        faults.contains(.anonymousMayRead) && isRead && path == "/things"
        || faults.contains(.anonymousHead) && request.method == "HEAD"
      guard isOpen else {
        if faults.contains(.refusedCreateIsDone), request.method == "POST" {
          _ = create(request, "own", &state)
        }
        if faults.contains(.idIsLookedUpFirst), parts.count == 2,
          !state.things.contains(where: { $0.id == parts[1] })
        {
          return Self.refusal(404, "not_found")
        }
        let isHidden = faults.contains(.anonymousFindsNothing) && isRead && path == "/things"
        return isHidden ? Self.refusal(404, "not_found") : Self.refusal(401, "no_key")
      }
      return serve(request, parts, query, "own", &state)
    case .tenant(let tenant): return serve(request, parts, query, tenant, &state)
    }
  }

  private func serve(
    _ request: HTTPRequest, _ parts: [String], _ query: String, _ tenant: String,
    _ state: inout State
  ) -> Answer {
    if query.contains("zz_"), faults.contains(.unknownParameterBreaks) {
      return Self.refusal(500, "broken")
    }
    if faults.contains(.stateMoves) {
      for index in state.things.indices {
        let age = state.clock - state.things[index].madeAt
        state.things[index].state =
          age < .seconds(1) ? "queued" : age < .seconds(2) ? "in_progress" : "done"
      }
    }
    let isRead = ["GET", "HEAD"].contains(request.method)
    if isRead, request.fields.value(named: "Accept") == "text/html" {
      if faults.contains(.pageIsGiven) {
        return Answer(status: 200, body: "<p>", type: "text/html")
      }
      if faults.contains(.htmlIsRefused) { return Self.refusal(406, "not_acceptable") }
      if faults.contains(.htmlIs400) { return Self.refusal(400, "not_acceptable") }
    }
    if isRead, request.method == "HEAD" {
      if faults.contains(.noHead) { return Self.refusal(405, "no_method") }
      if faults.contains(.headIsAnother) { return Answer(status: 204, body: "") }
      if faults.contains(.headHasOtherType) {
        return Answer(status: 200, body: "", type: "text/plain")
      }
    }
    switch (isRead ? "GET" : request.method, parts.count) {
    case ("GET", 1) where parts[0] == "me":
      let isOdd =
        faults.contains(.codingChangesBody)
        && request.fields.value(named: "Accept-Encoding") == "gzip"
        || faults.contains(.acceptIsObeyedWrongly)
          && request.fields.value(named: "Accept") == "*/*"
      let told = faults.contains(.requestIsTold) ? Self.told(request) : ""
      return Answer(status: 200, body: #"{"data":{"tenant":"\#(isOdd ? "?" : tenant)"\#(told)}}"#)
    case ("GET", 1):
      defer {
        if faults.contains(.readingTouches) {
          for index in state.things.indices { state.things[index].touched += 1 }
        }
      }
      let now = state.clock
      let rows = state.things.filter { $0.tenant == tenant && $0.shownFrom <= now }.map(Self.json)
      return Answer(status: 200, body: #"{"data":[\#(rows.joined(separator: ","))]}"#)
    case ("POST", 1) where parts[0] == "things": return create(request, tenant, &state)
    case ("GET", 2), ("PATCH", 2), ("DELETE", 2):
      return item(request, parts[1], tenant, &state)
    default:
      if request.method == "PUT" {
        if faults.contains(.putIsTaken) { return Answer(status: 200, body: #"{"data":{}}"#) }
        if faults.contains(.putBreaks) { return Self.refusal(500, "broken") }
      }
      return Self.refusal(faults.contains(.methodIs404) ? 404 : 405, "no_method")
    }
  }

  /// The fields of a request that a client negotiates by, as members.
  private static func told(_ request: HTTPRequest) -> String {
    ["Accept", "Accept-Encoding"].compactMap { name in
      request.fields.value(named: name).map { #","\#(name)":"\#($0)""# }
    }.joined()
  }

  private func create(_ request: HTTPRequest, _ tenant: String, _ state: inout State) -> Answer {
    let type = request.fields.value(named: "Content-Type") ?? ""
    let plain = type.prefix { $0 != ";" }.lowercased()
    let asked =
      faults.contains(.otherJSONIsAsked) ? GuardedServer.otherType : "application/json"
    if plain != asked {
      if faults.contains(.textBodyBreaks) { return Self.refusal(500, "broken") }
      guard faults.contains(.textBodyIsTaken) else { return Self.refusal(415, "bad_type") }
    } else if faults.contains(.mediaTypeHasLetterCase), type != "application/json" {
      return Self.refusal(415, "bad_type")
    }
    let bytes = request.body ?? []
    if bytes.count > 1 << 16 {
      return Self.refusal(faults.contains(.longTextBreaks) ? 500 : 413, "too_large")
    }
    if bytes.filter({ $0 == UInt8(ascii: "[") }).count > 1000 {
      return Self.refusal(faults.contains(.deepValueBreaks) ? 500 : 400, "too_deep")
    }
    guard let body = (try? JSONDocument(parsing: bytes))?.root else {
      return Self.refusal(faults.contains(.brokenBodyBreaks) ? 500 : 400, "bad_body")
    }
    if body.kind == .array, faults.contains(.arrayIsTaken) {
      return Answer(status: 200, body: #"{"data":{}}"#)
    }
    if let culprit = culprit(in: body) {
      if faults.contains(.refusedFaultIsDone), let name = body["name"]?.stringValue {
        state.lastID += 1
        state.things.append(
          Thing(
            id: "thg_Ab\(1000 + state.lastID)xY", name: name, tenant: tenant,
            shownFrom: firstShown(state)))
      }
      state.refusals += 1
      return refusal(of: culprit, number: state.refusals)
    }
    let name = body["name"]?.stringValue ?? "Untitled"
    if name.unicodeScalars.contains("\0"), faults.contains(.nulBreaks) {
      return Self.refusal(500, "broken")
    }
    if body.members.contains(where: { $0.name.hasPrefix("zz_") }) {
      if faults.contains(.unknownMemberBreaks) { return Self.refusal(500, "broken") }
      if faults.contains(.unknownMembersAreRefused) { return Self.refusal(400, "unknown_member") }
    }
    state.lastID += 1
    let thing = Thing(
      id: faults.contains(.namesAreIDs) ? name : "thg_Ab\(1000 + state.lastID)xY", name: name,
      tenant: tenant, madeAt: state.clock, shownFrom: firstShown(state))
    state.things.append(thing)
    return Answer(status: 200, body: #"{"data":\#(Self.json(thing))}"#)
  }

  /// From when on the list shows what is made now.
  private func firstShown(_ state: State) -> Duration {
    faults.contains(.listIsLate) ? state.clock + .milliseconds(700) : .zero
  }

  /// The member that is wrong; nil for a right body.
  private func culprit(in body: JSONValue) -> String? {
    guard body.kind == .object else { return "" }
    let name = body["name"]
    if name == nil, !faults.contains(.missingNameIsTaken) { return "name" }
    if let name {
      guard let text = name.stringValue else { return "name" }
      let length =
        faults.contains(.lengthIsInUTF16) ? text.utf16.count : text.unicodeScalars.count
      let most = faults.contains(.longNameIsTaken) ? 51 : 50
      guard 1...most ~= length else { return "name" }
    }
    if let color = body["color"], !faults.contains(.anyColorIsTaken) {
      let known = faults.contains(.oneColorIsRefused) ? ["red", "blue"] : ["red", "blue", "teal"]
      guard let text = color.stringValue, known.contains(text) else { return "color" }
    }
    if let size = body["size"], !faults.contains(.anySizeIsTaken) {
      let most = faults.contains(.largestSizeIsRefused) ? 9 : 10
      guard let number = size.intValue, 1...most ~= number else { return "size" }
    }
    return nil
  }

  private func refusal(of culprit: String, number: Int) -> Answer {
    let status = faults.contains(.faultsAre422) ? 422 : 400
    let code = faults.contains(.codeVaries) && number.isMultiple(of: 2) ? "wrong" : "invalid"
    guard !culprit.isEmpty else { return Self.refusal(status, code) }
    let blamed = faults.contains(.wrongMemberIsBlamed) ? "price" : culprit
    let spelled = faults.contains(.culpritIsWrittenAsPath) ? "body.\(blamed)" : blamed
    return Answer(
      status: status,
      body: #"{"error":{"code":"\#(code)","message":"refused","param":"\#(spelled)"}}"#)
  }

  private func item(
    _ request: HTTPRequest, _ spelling: String, _ tenant: String, _ state: inout State
  ) -> Answer {
    let id =
      faults.contains(.encodedIDIsAnother) ? spelling : spelling.removingPercentEncoding ?? spelling
    let isCaseless = !faults.isDisjoint(with: [.idsHaveNoLetterCase, .namesAreIDs])
    let index = state.things.firstIndex {
      isCaseless ? $0.id.lowercased() == id.lowercased() : $0.id == id
    }
    let isWellFormed =
      (faults.contains(.idsHaveNoLetterCase) ? id.lowercased() : id).hasPrefix("thg_")
      && id.utf8.count == 12
      && id.dropFirst(4).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard isWellFormed || faults.contains(.namesAreIDs) else {
      if faults.contains(.malformedIDIs404) { return Self.refusal(404, "not_found") }
      return Self.refusal(faults.contains(.malformedIDBreaks) ? 500 : 400, "bad_id")
    }
    guard let index else {
      if faults.contains(.unknownIDIs400) { return Self.refusal(400, "bad_id") }
      if faults.contains(.unknownIDIsDeleted) || faults.contains(.unknownIDIsRemoved),
        request.method == "DELETE"
      {
        return Answer(status: 200, body: #"{"data":{"deleted":true}}"#)
      }
      if faults.contains(.unknownIDIs401) { return Self.refusal(401, "not_yours") }
      if faults.contains(.unknownIDIs410) { return Self.refusal(410, "gone") }
      return faults.contains(.unknownIDIsEmpty)
        ? Answer(status: 200, body: #"{"data":{}}"#) : Self.refusal(404, "not_found")
    }
    if state.things[index].tenant != tenant {
      if request.method == "DELETE" {
        if faults.contains(.otherTenantIsRemoved) { state.things.remove(at: index) }
        if !faults.isDisjoint(with: [.otherTenantIsRemoved, .unknownIDIsDeleted]) {
          return Answer(status: 200, body: #"{"data":{}}"#)
        }
      }
      if faults.contains(.otherTenantIsTold) { return Self.refusal(403, "forbidden") }
      guard faults.contains(.otherTenantIsReached) else { return Self.refusal(404, "not_found") }
    }
    if request.method == "DELETE" {
      state.things.remove(at: index)
      return Answer(status: 200, body: #"{"data":{"deleted":true}}"#)
    }
    if request.method == "PATCH" {
      state.things[index].touched += 1
      if faults.contains(.tagChangesLate) { state.lateReads = 2 }
    }
    var thing = state.things[index]
    if request.method == "GET", state.lateReads > 0 {
      state.lateReads -= 1
      thing.touched -= 1
    }
    let tag = faults.contains(.tagStays) ? #""tag""# : #""tag-\#(thing.touched)""#
    let fields = [HTTPField("ETag", tag)]
    if request.method == "GET", !faults.contains(.tagIsNotHeeded),
      request.fields.value(named: "If-None-Match") == tag
    {
      return Answer(status: 304, body: "", fields: fields)
    }
    return Answer(status: 200, body: #"{"data":\#(Self.json(thing))}"#, fields: fields)
  }

  private static func json(_ thing: Thing) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("id")
    writer.string(thing.id)
    writer.name("name")
    writer.string(thing.name)
    writer.name("touched")
    writer.string(String(thing.touched))
    if let state = thing.state {
      writer.name("state")
      writer.string(state)
    }
    writer.endObject()
    return String(decoding: writer.finish(), as: UTF8.self)
  }
}
