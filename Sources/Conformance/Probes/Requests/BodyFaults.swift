import Diagnostics
import SchemaValidator

extension RequestFaultProbe {
  /// How many faults of one body are tried.
  private static let faultLimit = 300

  /// ERR-09 to ERR-12: each single fault of a body is refused, blamed on the right member, and
  /// does nothing.
  func sendBodyFaults() async throws(CaseStop) {
    guard judge.asksAny(["ERR-09", "ERR-10", "ERR-11", "ERR-12"]) else { return }
    let token = judge.renewToken()
    guard let base = try run.prepare(probe.creation.call).request.body.flatMap(BodyVariant.value),
      let program = bodyEntry?.schema?.program
    else {
      return judge.leaveOpen(
        ["ERR-09", "ERR-10", "ERR-11", "ERR-12"], "the request has no JSON body with a schema")
    }
    let faults = run.session.generator(for: program).faults(
      from: base, seed: run.session.environment.seed, limit: Self.faultLimit)
    var missing = GatheredDepartures()
    var wrong = GatheredDepartures()
    var blamed = GatheredDepartures()
    defer { for gathered in [missing, wrong, blamed] { tell(gathered) } }
    var refused: AnsweredExchange?
    for fault in faults {
      let isMissing = ["required", "dependentRequired"].contains(fault.keyword)
      let requirement: RequirementID = isMissing ? "ERR-09" : "ERR-10"
      guard judge.asksAny([requirement, "ERR-11", "ERR-12"]) else { continue }
      judge.turn(to: requirement)
      let exchange = try await send(
        try prepare(Array(fault.value.description.utf8)), fault.summary, hasNoEffect: true)
      let status = exchange.response.status
      if tellsNothing(exchange) { continue }
      judge.judge(requirement)
      if let suspicion = departure(exchange, fault, requirement, base) {
        let weight = suspicion.severity ?? .fail
        if isMissing {
          missing.add(suspicion, weight: weight)
        } else {
          wrong.add(suspicion, weight: weight)
        }
      }
      guard 400..<500 ~= status else { continue }
      refused = exchange
      if let suspicion = blame(exchange, fault, base) { blamed.add(suspicion, weight: .warn) }
    }
    finish("ERR-09", missing, "the body has no required member")
    finish("ERR-10", wrong, "the schema refuses nothing that could be made")
    finish(
      "ERR-11", blamed,
      run.session.conventions.errors?.param == nil
        ? "the profile names no \"param:\" of errors" : "no refusal names a culprit")
    try await judgeEffect(of: refused, token)
  }

  /// What is wrong with the answer to a fault; nil for a right refusal.
  private func departure(
    _ exchange: AnsweredExchange, _ fault: SchemaFault, _ requirement: RequirementID,
    _ base: JSONValue
  ) -> Suspicion? {
    let status = exchange.response.status
    let right = exchange.operation?.refusals ?? [400]
    guard var weight = severity(of: status, insteadOf: right) else { return nil }
    // Formats are asserted by few, and some read numbers out of texts.
    if exchange.isSuccess, fault.isFormat || fault.isNumericText(in: base) { weight = .warn }
    return Suspicion(
      requirement: requirement, severity: weight == .warn ? .warn : nil,
      message: "a body with \(fault.summary) was answered \(status)", exchange: exchange.index,
      place: .status, expected: right.statuses, got: "status \(status)")
  }

  /// ERR-11: what the refusal blames, where it blames anything but the culprit.
  private func blame(
    _ exchange: AnsweredExchange, _ fault: SchemaFault, _ base: JSONValue
  ) -> Suspicion? {
    guard judge.asks("ERR-11"), let place = run.session.conventions.errors?.param,
      let named = exchange.json?.value(at: place)?.stringValue, !named.utf8.isEmpty
    else { return nil }
    judge.judge("ERR-11")
    let culprit = fault.culprit(in: base)
    if BlamedName(named).means(culprit) { return nil }
    return Suspicion(
      requirement: "ERR-11", message: "a body with \(fault.summary) is blamed on \"\(named)\"",
      exchange: exchange.index, place: .body(place), expected: culprit.description,
      got: "\"\(named)\"")
  }

  /// ERR-12: what was refused does not show in the list.
  private func judgeEffect(
    of refused: AnsweredExchange?, _ token: String
  ) async throws(CaseStop) {
    guard judge.takesUp("ERR-12") else { return }
    guard let list = probe.list else {
      return judge.leaveOpen(["ERR-12"], "the case names no \"list:\"")
    }
    guard let refused else { return judge.leaveOpen(["ERR-12"], "no fault was refused") }
    try await judge.judgeNothingMade(
      by: [(token, refused)], of: probe.creation, at: list, "ERR-12",
      "a request that was refused has created something", except: accepted)
  }

  /// ERR-13: what is no JSON object is refused.
  func sendMalformedBodies() async throws(CaseStop) {
    guard judge.takesUp("ERR-13") else { return }
    let token = judge.renewToken()
    guard let entry = bodyEntry, let right = try run.prepare(probe.creation.call).request.body
    else { return judge.leaveOpen(["ERR-13"], "the request has no JSON body") }
    let text = Array("\"a".utf8) + [0xFF] + Array("b\"".utf8)
    let broken =
      JSONEdit.replacing(memberHolding: token, in: right, by: text)
      ?? Array(right.dropLast()) + [0xFF] + Array("}".utf8)
    let bodies: [(String, [UInt8])] = [
      ("a body that breaks off", Array("{".utf8)), ("no body", []),
      ("an array for a body", Array("[]".utf8)), ("a text for a body", Array(#""x""#.utf8)),
      ("two bodies", right + Array("{}".utf8)), ("a body that is not UTF-8", broken),
    ]
    let body = probe.creation.call.target.operation?.requestBody
    var departures = GatheredDepartures()
    defer { tell(departures) }
    for (what, bytes) in bodies {
      if let value = BodyVariant.value(bytes), entry.schema?.program.isValid(value) ?? true {
        continue
      }
      // A request without a body is right as well where nothing of it has to be there.
      if bytes.isEmpty, body?.isRequired == false, entry.allowsEmptyObject { continue }
      let exchange = try await send(try prepare(bytes), what, hasNoEffect: true)
      let status = exchange.response.status
      if tellsNothing(exchange) { continue }
      judge.judge("ERR-13")
      var right = exchange.operation?.refusals ?? [400]
      // What cannot be read as JSON never gets as far as a schema; HTTP's own answer to that is 400,
      // also where the contract has only a 422 for what a schema refuses.
      if BodyVariant.value(bytes) == nil, !right.contains(400) { right.insert(400, at: 0) }
      guard let weight = severity(of: status, insteadOf: right) else { continue }
      departures.add(
        Suspicion(
          requirement: "ERR-13", severity: weight == .warn ? .warn : nil,
          message: "\(what) was answered \(status)", exchange: exchange.index, place: .status,
          expected: right.statuses, got: "status \(status)"), weight: weight)
    }
    finish("ERR-13", departures, "the schema allows whatever could be sent")
  }

  /// How often a value is sent once more whose connection was lost; the target may break at it.
  private static let hostileRepetitions = 2

  /// ERR-14: what breaks servers breaks this one not.
  func sendHostileValues() async throws(CaseStop) {
    guard judge.takesUp("ERR-14") else { return }
    for value in HostileValue.all {
      var answer: AnsweredExchange?
      do throws(CaseStop) {
        _ = try await run.repeating(upTo: Self.hostileRepetitions) { _ throws(CaseStop) in
          let token = judge.renewToken()
          guard let right = try run.prepare(probe.creation.call).request.body,
            let body = JSONEdit.replacing(
              memberHolding: token, in: right, by: value.literal(holding: token))
          else { return }
          answer = try await send(try prepare(body), value.name, hasNoEffect: breaksSchema(body))
        }
      } catch {
        // The target may break at it: that often is enough.
        run.disturbance = nil
        throw error
      }
      guard let exchange = answer else {
        return judge.leaveOpen(["ERR-14"], "the body has no text with \"${token}\"")
      }
      let status = exchange.response.status
      if tellsNothing(exchange) { continue }
      judge.judge("ERR-14")
      guard status >= 500 else { continue }
      judge.report(
        Suspicion(
          requirement: "ERR-14", message: "\(value.name) was answered \(status)",
          exchange: exchange.index, place: .status, expected: "a 4xx, or a success",
          got: "status \(status)"))
    }
  }

  /// Whether a body has to be refused for what the schema says.
  private func breaksSchema(_ body: [UInt8]) -> Bool {
    guard let program = bodyEntry?.schema?.program, let value = BodyVariant.value(body) else {
      return false
    }
    return !program.isValid(value)
  }

  /// ERR-16: the same fault is refused in the same way again.
  func repeatFaults() async throws(CaseStop) {
    guard judge.takesUp("ERR-16") else { return }
    let errors = run.session.conventions.errors
    judge.renewToken()
    guard let base = try run.prepare(probe.creation.call).request.body.flatMap(BodyVariant.value)
    else { return judge.leaveOpen(["ERR-16"], "the request has no JSON body") }
    let faults = bodyEntry?.schema.map {
      run.session.generator(for: $0.program).faults(
        from: base, seed: run.session.environment.seed, limit: 2)
    }
    let bodies =
      [("a body that breaks off", Array("{".utf8))]
      + (faults ?? []).map { ($0.summary, Array($0.value.description.utf8)) }
    for (what, body) in bodies {
      var answers: [(words: String, exchange: AnsweredExchange)] = []
      for _ in 0..<2 {
        let exchange = try await send(
          try prepare(body), "\(what), to be repeated", hasNoEffect: true)
        let parts = [errors?.type, errors?.code].compactMap(\.self)
          .map { exchange.json?.value(at: $0).quoted ?? "nothing" }
        answers.append(
          ("status \(exchange.response.status), " + parts.joined(separator: ", "), exchange))
      }
      guard 400..<500 ~= answers[0].exchange.response.status else { continue }
      judge.judge("ERR-16")
      guard answers[0].words != answers[1].words else { continue }
      if judge.leaveOpen("ERR-16", forGatewayAmong: [answers[1].exchange.index]) { continue }
      judge.report(
        Suspicion(
          requirement: "ERR-16", message: "\(what) is refused in another way when it is repeated",
          exchange: answers[1].exchange.index, related: [answers[0].exchange.index],
          place: .exchange, expected: answers[0].words, got: answers[1].words))
    }
    judge.leaveOpen(["ERR-16"], "no fault was refused")
  }
}

extension SchemaFault {
  /// Whether a number stands there as a text, which lenient servers read.
  fileprivate func isNumericText(in base: JSONValue) -> Bool {
    guard keyword == "type", let right = base.value(at: instancePointer) else { return false }
    let wrong = value.value(at: instancePointer)
    return right.kind == .number && wrong?.kind == .string
      || right.kind == .string && wrong?.kind == .number
  }

  /// The member that is to blame: the one that is wrong, or the one that is missing.
  fileprivate func culprit(in base: JSONValue) -> JSONPointer {
    guard let right = base.value(at: instancePointer), right.kind == .object,
      let wrong = value.value(at: instancePointer), wrong.kind == .object
    else { return instancePointer }
    let missing = right.members.first { wrong[$0.name] == nil }?.name
    let added = wrong.members.first { right[$0.name] == nil }?.name
    return (missing ?? added).map { instancePointer.appending($0) } ?? instancePointer
  }
}

/// The name that a refusal blames, however it is written.
private struct BlamedName {
  private let parts: [String]

  /// Reads `to`, `text.body`, `/text/body`, `body.text.body`, `$.text.body` and `items[0].id`.
  init(_ text: String) {
    parts = text.split { "./[]$#'\"".contains($0) }.map(String.init)
  }

  /// Whether it leads to a place, or to something around it.
  func means(_ place: JSONPointer) -> Bool {
    let wanted = place.tokens
    guard let last = wanted.last else { return true }
    let candidates = [parts[...], parts.first == "body" ? parts.dropFirst() : parts[...]]
    return candidates.contains { named in
      !named.isEmpty && named.count <= wanted.count && wanted.starts(with: named)
        || named.count == 1 && named.first == last
        || named.count < wanted.count && Array(wanted.suffix(named.count)) == Array(named)
    }
  }
}

/// A value that breaks servers which do not expect it.
private struct HostileValue {
  let name: String
  /// The JSON that stands before and after a mark by which what it makes can be found again; of a
  /// number, which holds none, the whole.
  let parts: (String, String?)

  static let all = [
    Self(name: "U+0000 in a text", parts: ("\"", #"a\u0000b""#)),
    Self(name: "half of a surrogate pair", parts: ("\"", #"\ud800""#)),
    Self(name: "the number 1e400", parts: ("1e400", nil)),
    Self(name: "the number 2^63", parts: ("9223372036854775808", nil)),
    Self(name: "quotes and a comment of SQL", parts: ("\"", #"a'\";--""#)),
    Self(name: "dot segments", parts: (#""../../etc/passwd/"#, "\"")),
    Self(
      name: "a text of 64 KiB", parts: ("\"", String(repeating: "a", count: 64 << 10) + "\"")),
  ]

  func literal(holding mark: String) -> [UInt8] {
    Array((parts.0 + (parts.1.map { mark + $0 } ?? "")).utf8)
  }
}
