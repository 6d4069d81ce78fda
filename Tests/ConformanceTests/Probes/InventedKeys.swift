import Conformance
import SchemaValidator

/// What the invented server does wrong with keys, or does in an unusual way.
enum KeyFault: String, CaseIterable, Sendable {
  // Faults, each with the one requirement that has to notice.
  case keyIgnored, replayNamesAnother, replayDiffers, reuseAnswered, refusedReuseActs
  case keyPrefixOnly, keyRequired, raceActsTwice, raceLoserFails, keyWedged, raceBodiesBothAct
  case raceAnswersMixed, refusalRecorded, refusedCredentialRecorded, caseFolded, longKeyCut
  case emptyKeyShared, respellingActs, previewIgnored, markerWrong, readsFrozen, soonForgotten
  // The first request of a race is carried out, its answer lost in a gateway, its key forgotten.
  case raceAnswerLost
  // Liberties and states that break no rule.
  case racesAreSerial, losersArePutOff, respellingRefused, dedupsWithoutKey, contentHidden
  case emptyKeyRefused, showsOrdersLate, listsOtherIDs, copyIsBehind, losersAreAccepted
  case racersAreAccepted, alwaysUnavailable
  // What a refused request made is seen later than anything else.
  case showsRefusedLater
  // Nothing tells the id of what was made but the list.
  case namesNothing

  /// The requirement that has to notice; nil for what is no fault.
  var requirement: String? {
    switch self {
    case .keyIgnored, .replayNamesAnother: "IDM-01"
    case .replayDiffers: "IDM-02"
    case .reuseAnswered: "IDM-03"
    case .refusedReuseActs: "IDM-04"
    case .keyPrefixOnly: "IDM-05"
    case .keyRequired: "IDM-07"
    case .raceActsTwice, .raceLoserFails: "IDM-08"
    case .keyWedged: "IDM-09"
    case .raceBodiesBothAct: "IDM-10"
    case .raceAnswersMixed: "IDM-11"
    case .refusalRecorded: "IDM-15"
    case .refusedCredentialRecorded: "IDM-16"
    case .caseFolded: "IDM-18"
    case .longKeyCut: "IDM-19"
    case .emptyKeyShared: "IDM-20"
    case .respellingActs: "IDM-22"
    case .previewIgnored: "IDM-23"
    case .markerWrong: "IDM-24"
    case .readsFrozen: "IDM-25"
    case .soonForgotten: "IDM-26"
    case .racesAreSerial, .losersArePutOff, .respellingRefused, .dedupsWithoutKey,
      .contentHidden, .emptyKeyRefused, .showsOrdersLate, .raceAnswerLost, .listsOtherIDs,
      .copyIsBehind, .losersAreAccepted, .racersAreAccepted, .alwaysUnavailable,
      .showsRefusedLater, .namesNothing:
      nil
    }
  }
}

/// The requests that came with a key.
struct KeyRecords {
  struct Record {
    var bytes: [UInt8]
    var body: JSONValue?
    var answer: InventedServer.Answer
    var race: Int?
    var at: Duration
  }

  private(set) var byKey: [String: Record] = [:]

  mutating func remember(
    _ key: String, _ call: InventedServer.Call, _ answer: InventedServer.Answer, _ at: Duration
  ) {
    byKey[key] = Record(
      bytes: call.bytes, body: call.body, answer: answer, race: call.race, at: at)
  }
}

extension InventedServer {
  func placeOrder(_ call: Call, _ state: inout State) -> Answer {
    if keying.contains(.alwaysUnavailable) { return Self.refusal(503, "unavailable") }
    guard let raw = call.key else {
      if keying.contains(.keyRequired) { return Self.refusal(400, "key_required") }
      return act(call, &state)
    }
    if raw.isEmpty, !keying.contains(.emptyKeyShared) {
      return keying.contains(.emptyKeyRefused)
        ? Self.refusal(400, "empty_key") : act(call, &state)
    }
    if raw.utf8.count > 255, !keying.contains(.longKeyCut) {
      return Self.refusal(400, "key_too_long")
    }
    let key = stored(raw)
    if let record = state.keys.byKey[key], !keying.contains(.keyIgnored),
      let answer = answerAgain(record, call, &state)
    {
      return answer
    }
    var answer = act(call, &state)
    if call.race != nil, keying.contains(.raceAnswersMixed),
      let other = state.keys.byKey.values.first(where: { $0.race == call.race })
    {
      answer = other.answer
    }
    if keying.contains(.raceAnswerLost), let race = call.race, race != state.lastLostRace {
      state.lastLostRace = race
      return Answer(status: 502, body: "<html>")
    }
    let isAccepted = call.race != nil && keying.contains(.racersAreAccepted)
    if answer.status == 200, isAccepted || keying.contains(.namesNothing) { answer = Self.accepted }
    if answer.status == 200 || keying.contains(.refusalRecorded) {
      state.keys.remember(key, call, answer, state.clock)
    }
    return answer
  }

  /// An answer that tells nothing of what is made.
  private static let accepted = Answer(status: 200, body: #"{"data":{}}"#)

  private func stored(_ key: String) -> String {
    if keying.contains(.keyPrefixOnly) { return String(key.prefix(8)) }
    if keying.contains(.caseFolded) { return key.lowercased() }
    if keying.contains(.longKeyCut) { return String(key.prefix(255)) }
    return key
  }

  /// The answer to a request whose key is known; nil when it is to be carried out all the same.
  private func answerAgain(
    _ record: KeyRecords.Record, _ call: Call, _ state: inout State
  ) -> Answer? {
    let isRacing = call.race != nil && record.race == call.race
    let isSame = isSameBody(record, call)
    if isRacing {
      if keying.contains(.raceActsTwice), isSame { return nil }
      if keying.contains(.raceBodiesBothAct), !isSame { return nil }
      if keying.contains(.raceLoserFails), isSame { return Self.refusal(500, "internal") }
      if keying.contains(.losersAreAccepted), isSame { return Self.accepted }
      if keying.contains(.losersArePutOff) || keying.contains(.keyWedged) {
        return Self.refusal(409, "in_flight")
      }
    }
    if keying.contains(.keyWedged), record.race != nil { return Self.refusal(409, "in_flight") }
    if keying.contains(.soonForgotten), state.clock - record.at > .seconds(4) { return nil }
    if keying.contains(.reuseAnswered)
      || keying.contains(.refusalRecorded) && record.answer.status >= 400
    {
      return replay(of: record)
    }
    if record.answer.status >= 400 { return record.answer }
    guard isSame else {
      if keying.contains(.refusedReuseActs) {
        _ = act(call, &state)
        if keying.contains(.showsRefusedLater) {
          state.orders[state.orders.count - 1].shownFrom = state.clock + .milliseconds(1_500)
        }
      }
      return Self.refusal(422, "key_reused")
    }
    if record.bytes != call.bytes {
      if keying.contains(.respellingActs) { return nil }
      if keying.contains(.respellingRefused) { return Self.refusal(422, "key_reused") }
    }
    return replay(of: record)
  }

  private func isSameBody(_ record: KeyRecords.Record, _ call: Call) -> Bool {
    guard let old = record.body, let new = call.body else { return record.bytes == call.bytes }
    guard keying.contains(.previewIgnored) else { return old == new }
    return old["to"] == new["to"] && old["text"]?["body"] == new["text"]?["body"]
  }

  private func replay(of record: KeyRecords.Record) -> Answer {
    var answer = record.answer
    if keying.contains(.replayNamesAnother) {
      answer.body = answer.body.replacing("ord_", with: "ord_9")
    }
    if keying.contains(.replayDiffers) { answer.body = answer.body.replacing("blue", with: "red") }
    answer.fields = [HTTPField("Replayed", keying.contains(.markerWrong) ? "false" : "true")]
    return answer
  }

  /// Carries an order out.
  private func act(_ call: Call, _ state: inout State) -> Answer {
    guard let text = call.body?["text"]?["body"]?.stringValue else {
      return Self.refusal(400, "invalid_text")
    }
    if call.key == nil, keying.contains(.dedupsWithoutKey),
      let known = state.orders.first(where: { $0.text == text })
    {
      return Answer(status: 200, body: #"{"data":\#(Self.json(known))}"#)
    }
    state.lastID += 1
    var row = Row(id: "ord_\(1000 + state.lastID)", time: state.time, text: text, tag: "blue")
    if keying.contains(.copyIsBehind) { row.shownFrom = state.clock }
    if keying.contains(.showsOrdersLate) { row.shownFrom = state.clock + .milliseconds(700) }
    state.orders.append(row)
    state.effects += 1
    return Answer(
      status: 200, body: #"{"data":\#(Self.json(row)),"request_id":"req_\#(state.lastID)"}"#,
      fields: [HTTPField("Replayed", "false")])
  }

  /// The answer to a read under a key, where keys freeze reads.
  func frozen(_ call: Call, _ state: inout State) -> Answer? {
    if keying.contains(.contentHidden) {
      let rows = state.orders.map { #"{"id":"\#($0.id)","content":null}"# }
      return Answer(
        status: 200,
        body: #"{"data":[\#(rows.joined(separator: ","))],"has_more":false,"next_cursor":null}"#)
    }
    if keying.contains(.listsOtherIDs) {
      var answer = page(of: \.orders, call, &state)
      answer.body = answer.body.replacing("\"ord_", with: "\"row_")
      return answer
    }
    if keying.contains(.copyIsBehind) {
      state.orderReads += 1
      guard !state.orderReads.isMultiple(of: 2), let first = state.orders.first else { return nil }
      // Every other read goes to a copy that lacks the first order for some seconds.
      state.orders.removeFirst()
      defer { state.orders.insert(first, at: 0) }
      return state.clock - first.shownFrom < .seconds(5) ? page(of: \.orders, call, &state) : nil
    }
    guard keying.contains(.readsFrozen), let key = call.key else { return nil }
    if let known = state.frozenReads[key] { return known }
    let answer = page(of: \.orders, call, &state)
    state.frozenReads[key] = answer
    return answer
  }
}
