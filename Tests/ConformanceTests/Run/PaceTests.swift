import Testing

@testable import Conformance

@Suite("A run keeps to its pace")
struct PaceTests {
  @Test(
    "rates are read as they are written",
    arguments: [
      ("10/s", 10, Duration.seconds(1)), ("600/m", 600, .seconds(60)),
      ("600/min", 600, .seconds(60)), ("5000/h", 5000, .seconds(3600)),
    ])
  func rates(_ text: String, _ count: Int, _ period: Duration) {
    #expect(Rate(text) == Rate(count, per: period))
    #expect(Rate(text).map { Rate($0.description) } == Rate(text))
  }

  @Test(
    "what is no rate is none",
    arguments: ["", "10", "0/s", "-1/s", "1.5/s", "10/d", "10/s/s", "/s", "x/s", "1000001/s"])
  func refused(_ text: String) {
    #expect(Rate(text) == nil)
  }

  @Test(
    "no window of a budget's length sees more than the budget, and all of it is used",
    arguments: [1, 2, 7, 60, 600], [1, 3])
  func budget(_ count: Int, _ together: Int) throws {
    let period = Duration.seconds(60)
    let pacer = Pacer(Pace(write: Rate(count, per: period)))
    var now = Duration.zero
    var sent: [Duration] = []
    while sent.count < 4 * count + 20 {
      now += pacer.reserve(together, isRead: false, at: now)
      sent += Array(repeating: now, count: together)
    }
    for (place, moment) in sent.enumerated() {
      let window = sent[place...].prefix { $0 - moment < period }
      // Requests that go together are one decision: the last may pass the budget, not the first.
      #expect(window.count <= max(count, together) + together - 1, "from \(moment)")
    }
    let whole = try #require(sent.last)
    let evenly = period * (4 * count + 20) / count
    #expect(whole < evenly * 1.4, "needlessly slow")
  }

  @Test("reading and writing have budgets of their own, and no rate is no wait")
  func classes() {
    let pacer = Pacer(Pace(write: Rate(1, per: .seconds(60))))
    for _ in 0..<1000 { #expect(pacer.reserve(1, isRead: true, at: .zero) == .zero) }
    #expect(pacer.reserve(1, isRead: false, at: .zero) == .zero)
    #expect(pacer.reserve(1, isRead: false, at: .zero) > .seconds(60))
    pacer.hold(isRead: true, until: .seconds(9), at: .zero)
    #expect(pacer.reserve(1, isRead: true, at: .seconds(2)) == .seconds(7))
    #expect(pacer.held(isRead: true, at: .seconds(2)) == .seconds(7), "also for who waits already")
    #expect(pacer.held(isRead: true, at: .seconds(9)) == .zero)
  }

  @Test("refusals teach a slower pace, the same burst teaches once, and success unteaches it")
  func lessons() {
    let pacer = Pacer(.unlimited)
    let second = Duration.seconds(1)
    for _ in 0..<8 { pacer.hold(isRead: false, until: second, at: .zero) }
    let waits = (0..<3).map { _ in pacer.reserve(1, isRead: false, at: .zero) }
    #expect(waits == [second, second * 1.25, second * 1.5], "a quarter of the wait between two")
    pacer.hold(isRead: false, until: second * 3, at: second * 2)
    let later = (0..<2).map { _ in pacer.reserve(1, isRead: false, at: second * 2) }
    #expect(later == [second, second * 1.5], "who waits reserves anew, at half the pace")
    for _ in 0..<60 { pacer.ease(isRead: false) }
    #expect(pacer.reserve(1, isRead: false, at: second * 9) == .zero)
    #expect(pacer.reserve(1, isRead: false, at: second * 9) == .zero)
  }

  @Test("what was held back is not made up for in a rush")
  func afterHold() {
    let pacer = Pacer(Pace(write: Rate(20, per: .seconds(1))))
    pacer.hold(isRead: false, until: .seconds(3), at: .zero)
    let moments = (0..<60).map { _ in pacer.reserve(1, isRead: false, at: .zero) }
    for (place, moment) in moments.enumerated() {
      #expect(moments[place...].prefix { $0 - moment < .seconds(1) }.count <= 20)
    }
    #expect(moments.first == .seconds(3))
  }

  @Test("an override of one class leaves the other at what the profile tells")
  func override() {
    let told = Pace(read: Rate("600/m"), write: Rate("60/m"))
    #expect(PaceOverride().applied(to: told) == told)
    #expect(PaceOverride.unlimited.applied(to: told) == .unlimited)
    let slow = Rate("1/s")
    #expect(
      PaceOverride(write: slow.map { .rate($0) }).applied(to: told)
        == Pace(read: told.read, write: slow))
    #expect(
      PaceOverride(read: .unlimited).applied(to: told) == Pace(read: nil, write: told.write))
  }

  @Test("a pace that the profile tells is kept")
  func fixed() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      "- { case: A, effect: own, steps: [{ call: makeToy, body: {} }, { call: makeToy, body: {} }] }",
      pace: "{ write: 6 }")
    let interval = Duration.seconds(60) / 9 * 10 / 6
    #expect(shop.waits == [interval])
    #expect(result.environment.resentCount == 0)
  }

  @Test(
    "a pace that the target tells is kept, and told where it is not there",
    arguments: [(#"{"data":{"left":6}}"#, true), (#"{"data":{"left":"6"}}"#, false), ("{}", false)])
  func told(_ body: String, _ isTold: Bool) async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      request.url.hasSuffix("/branches")
        ? ScriptedShop.json(200, body) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Read
        steps: [{ call: GET /toys }, { call: GET /toys }]
      """, pace: "{ from: GET /branches, read: /data/left }")
    #expect(shop.waits.isEmpty == !isTold)
    #expect(result.notices.map(\.code) == (isTold ? [] : ["pace-unknown"]))
  }
}

@Suite("What is sent once more")
struct ResendingTests {
  private static func request(_ method: String) -> HTTPRequest {
    HTTPRequest(method: method, url: "http://shop.test/toys")
  }

  private static func failure(
    _ kind: TransportError.Kind, _ phase: TransportError.Phase
  ) -> Result<HTTPResponse, TransportError> {
    .failure(TransportError(kind, phase: phase, "it broke"))
  }

  @Test(
    "what undoes something may come twice where that adds nothing up",
    arguments: [
      ("DELETE", nil, true), ("PUT", nil, true), ("PATCH", nil, true), ("POST", nil, false),
      ("PATCH", HTTPField("Content-Type", "application/json-patch+json"), false),
      ("PATCH", HTTPField("content-type", "application/merge-patch+json"), true),
      ("PUT", HTTPField("If-Match", "\"1\""), false),
    ] as [(String, HTTPField?, Bool)])
  func undoing(method: String, field: HTTPField?, mayComeTwice: Bool) {
    var request = Self.request(method)
    if let field { request.fields.append(field) }
    #expect(Resending.mayUndoTwice(request) == mayComeTwice)
  }

  @Test("what may have taken effect is never sent again", arguments: ["POST", "PATCH"])
  func effects(_ method: String) {
    let resending = Resending(
      request: Self.request(method), isRepeatable: false, conventions: Conventions())
    for kind in TransportError.Kind.allCases {
      for phase in [TransportError.Phase.awaitingResponse, .receiving] {
        #expect(
          resending.decision(after: Self.failure(kind, phase), attempt: 1, now: 0) == nil,
          "\(kind) while \(phase)")
      }
    }
    let unavailable = HTTPResponse(status: 503, fields: [HTTPField("Retry-After", "1")])
    #expect(resending.decision(after: .success(unavailable), attempt: 1, now: 0) == nil)
  }

  @Test("a request that cannot have arrived is sent again, a few times and ever more slowly")
  func unsent() {
    let resending = Resending(
      request: Self.request("POST"), isRepeatable: false, conventions: Conventions())
    let delays = (1...5).map {
      resending.decision(after: Self.failure(.connectionFailed, .connecting), attempt: $0, now: 0)?
        .delay
    }
    let expected: [Duration?] = [.milliseconds(100), .milliseconds(200), .milliseconds(400)]
    #expect(delays == expected + [nil, nil])
  }

  @Test(
    "answers that ask to wait are waited for",
    arguments: [
      (429, "POST", "3", Duration.seconds(3)), (429, "GET", nil, .seconds(1)),
      (503, "GET", "3", .seconds(3)), (503, "GET", "Thu, 01 Jan 2026 00:00:05 GMT", .seconds(5)),
      (503, "POST", "3", nil), (500, "GET", "3", nil),
      (404, "GET", "3", nil), (200, "GET", "3", nil),
    ] as [(Int, String, String?, Duration?)])
  func asked(_ status: Int, _ method: String, _ field: String?, _ delay: Duration?) {
    let request = Self.request(method)
    let resending = Resending(
      request: request, isRepeatable: request.isSafe, conventions: Conventions())
    let response = HTTPResponse(
      status: status, fields: field.map { [HTTPField("Retry-After", $0)] } ?? [])
    let decision = resending.decision(after: .success(response), attempt: 1, now: 1_767_225_600)
    #expect(decision?.delay == delay)
    #expect(decision?.isAskedFor != false)
    #expect(
      resending.decision(after: .success(response), attempt: Resending.maximumAttempts, now: 0)
        == nil)
  }

  @Test(
    "what a gateway answers is asked for once more, and what undoes something until it gets through",
    arguments: [502, 503, 504, 500, 501])
  func gateway(_ status: Int) {
    func delays(_ method: String, isUndoing: Bool) -> [Duration] {
      let resending = Resending(
        request: Self.request(method), isRepeatable: method != "POST", isUndoing: isUndoing,
        conventions: Conventions())
      return (1...10).compactMap { attempt in
        resending.decision(after: .success(HTTPResponse(status: status)), attempt: attempt, now: 0)?
          .delay
      }
    }
    let isGateway = 502...504 ~= status
    #expect(delays("GET", isUndoing: false) == (isGateway ? [.milliseconds(250)] : []))
    let growing = [250, 500, 1000, 2000, 4000].map { Duration.milliseconds($0) }
    for method in ["DELETE", "PUT", "PATCH"] {
      #expect(delays(method, isUndoing: true) == (isGateway ? growing : []))
    }
    #expect(delays("DELETE", isUndoing: false).isEmpty)
    #expect(delays("POST", isUndoing: false).isEmpty)
  }

  @Test(
    "what undoes something is sent as often as it may be, also where the gateway asks to wait",
    arguments: [1, 2, 6])
  func boundedUndoing(_ attempts: Int) {
    let resending = Resending(
      request: Self.request("DELETE"), isRepeatable: true, isUndoing: true,
      undoingAttempts: attempts, conventions: Conventions())
    for fields in [[], [HTTPField("Retry-After", "1")]] {
      let response = HTTPResponse(status: 503, fields: fields)
      let repeated = (1...10).filter { attempt in
        resending.decision(after: .success(response), attempt: attempt, now: 0) != nil
      }
      #expect(repeated == Array(1..<attempts))
    }
  }

  @Test("patience with a gateway is spent by one cleanup, and is back once one gets through")
  func undoingPatience() {
    func came(_ status: Int) -> Result<HTTPResponse, TransportError> {
      .success(HTTPResponse(status: status))
    }
    let patience = UndoingPatience()
    #expect(patience.attempts(isHurried: false) == Resending.maximumUndoings)
    #expect(patience.attempts(isHurried: true) == 2)
    for status in [502, 503, 504] {
      patience.note(came(status))
      #expect(patience.attempts(isHurried: false) == 1)
      // Neither tells whether anything gets through again.
      patience.note(came(429))
      patience.note(Self.failure(.connectionLost, .awaitingResponse))
      #expect(patience.attempts(isHurried: true) == 1)
      patience.note(came(404))
      #expect(patience.attempts(isHurried: false) == Resending.maximumUndoings)
    }
  }

  @Test("a broken answer is asked for once more, and then is the server's doing")
  func broken() {
    let resending = Resending(
      request: Self.request("GET"), isRepeatable: true, conventions: Conventions())
    for kind in [TransportError.Kind.truncatedBody, .lengthMismatch, .invalidResponse] {
      #expect(
        resending.decision(after: Self.failure(kind, .receiving), attempt: 1, now: 0)?.delay
          == .zero)
      #expect(resending.decision(after: Self.failure(kind, .receiving), attempt: 2, now: 0) == nil)
    }
  }
}
