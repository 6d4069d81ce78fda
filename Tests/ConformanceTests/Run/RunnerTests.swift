@testable import Conformance
import Diagnostics
import Synchronization
import Testing

@Suite("Cases are run")
struct RunnerTests {
  private static let makeAndRead = """
    - case: Make
      proves: [LIFE-01]
      effect: own
      steps:
        - call: makeToy
          body: { name: "${nonce}" }
          save: { toy: /data/id }
          cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
        - call: makeToy
          body: { name: second }
          save: { second: /data/id }
          cleanup: { call: "PATCH /toys/{id}", path: { id: "${second}" }, body: {} }
        - { call: "GET /toys/{id}", path: { id: "${toy}" }, expect: { status: 200 } }
    """
  private static let order = [
    "POST /toys", "POST /toys", "GET /toys/toy-1", "PATCH /toys/toy-1", "DELETE /toys/toy-1",
  ]

  @Test("captures fill later requests, and cleanup goes backwards")
  func capturesAndCleanup() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(Self.makeAndRead)
    #expect(shop.sent == Self.order)
    #expect(result.verdicts == [.passed], "\(result.cases)")
    #expect(result.notices.isEmpty)
    #expect(result.environment.requestCount == 7, "the preflight's two requests count")
    #expect(result.cases.last?.exchanges.allSatisfy { $0.response?.body == nil } == true)
  }

  @Test("cleanup runs after a failed step and after a broken connection")
  func cleanupAfterTrouble() async throws {
    for breaks in [false, true] {
      let shop = ScriptedShop { request, _ throws(TransportError) in
        guard request.method == "GET", request.url.hasSuffix("toy-1") else {
          return ScriptedShop.answer(to: request)
        }
        if breaks { throw TransportError(.connectionLost, phase: .receiving, "connection lost") }
        return ScriptedShop.json(404, #"{"error":{}}"#)
      }
      let result = try await shop.run(Self.makeAndRead)
      // What reads is asked for three times more when the connection breaks.
      let again = breaks ? Array(repeating: Self.order[2], count: 3) : []
      let expected = Array(Self.order[...2]) + again + Array(Self.order[3...])
      #expect(shop.sent == expected)
      #expect(result.environment.resentCount == again.count)
      #expect(result.verdicts == [breaks ? .errored : .failed])
      #expect(result.notices.isEmpty)
      let reason = try #require(result.cases.last?.reason)
      #expect(
        reason == (breaks ? "GET http://shop.test/toys/toy-1: connection lost" : "GET answered 404")
      )
    }
  }

  @Test("cleanup goes on when the run is stopped, whatever the pace asks to wait")
  func cleanupAfterInterruption() async throws {
    let cancellation = Mutex<(@Sendable () -> Void)?>(nil)
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.method == "GET", request.url.hasSuffix("toy-1") {
        var cancel: (@Sendable () -> Void)?
        while cancel == nil { cancel = cancellation.withLock { $0 } }
        cancel?()
      }
      return ScriptedShop.answer(to: request)
    }
    let run = Task { try await shop.run(Self.makeAndRead, pace: "{ write: 6 }") }
    cancellation.withLock { $0 = { run.cancel() } }
    let result = try await run.value
    #expect(result.wasInterrupted)
    #expect(shop.sent == Self.order)
    #expect(result.notices.isEmpty, "\(result.notices)")
    #expect(shop.waits.dropFirst().allSatisfy { $0 <= .seconds(2) }, "\(shop.waits)")
  }

  @Test("what was created goes even when a value to go on with is missing")
  func cleanupAfterMissingCapture() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: Make
        effect: own
        steps:
          - call: makeToy
            body: {}
            save: { colour: /data/colour, toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
          - { call: GET /toys, query: { colour: "${colour}" } }
      """)
    #expect(shop.sent == ["POST /toys", "DELETE /toys/toy-1"])
    #expect(result.verdicts == [.failed])
    let finding = try #require(result.cases.last?.findings.first)
    #expect(finding.place == .body(JSONPointer(["data", "colour"])))
    #expect(finding.suiteLocation?.description == "shop/shop.suite.yaml:8:23")
  }

  @Test("what the suite never removes is told once a place, what a later step removes is not")
  func unremoved() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: Kept ${n}
        effect: own
        rows: [{ n: 1 }, { n: 2 }, { n: 3 }]
        steps:
          - { call: makeToy, body: { name: "${nonce}" } }
      - case: Removed
        effect: own
        steps:
          - { call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id } }
          - { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      - case: Removed by the cleanup of another step
        effect: own
        steps:
          - { call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id } }
          - call: "GET /toys/{id}"
            path: { id: "${toy}" }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      """)
    #expect(result.verdicts == [.passed, .passed, .passed, .passed, .passed])
    #expect(result.notices.map(\.code) == ["left-behind"])
    let message = result.notices.first?.message ?? ""
    #expect(
      message.hasSuffix(
        ": what this creates stays on the target: nothing in the suite removes it"), "\(message)")
  }

  @Test("cleanup that is refused is told, and what is gone already is not")
  func refusedCleanup() async throws {
    let shop = ScriptedShop { request, _ in
      switch request.method {
      case "DELETE": ScriptedShop.json(404, #"{"error":{}}"#)
      case "PATCH": ScriptedShop.json(409, #"{"error":{}}"#)
      default: ScriptedShop.answer(to: request)
      }
    }
    let result = try await shop.run(Self.makeAndRead)
    #expect(result.notices.map(\.code) == ["cleanup-failed"])
    #expect(
      result.notices.first?.message
        == "shop/shop.suite.yaml:14:16: PATCH answered 409; something of case \"Make\" was left behind"
    )
  }

  @Test("a run that is stopped cleans up, and calls nothing passed that it did not finish")
  func cancellation() async throws {
    let task = Mutex<Task<RunResult, any Error>?>(nil)
    let shop = ScriptedShop { request, _ throws(TransportError) in
      guard request.method == "GET", request.url.hasSuffix("toy-1") else {
        return ScriptedShop.answer(to: request)
      }
      task.withLock { $0?.cancel() }
      throw TransportError(.cancelled, phase: .receiving, "cancelled")
    }
    let gate = AsyncStream<Void>.makeStream()
    let running = Task {
      for await _ in gate.stream { break }
      return try await shop.run(
        Self.makeAndRead + "\n- { case: Next, proves: [LIFE-02], steps: [{ call: GET /toys }] }")
    }
    task.withLock { $0 = running }
    gate.continuation.yield()
    let result = try await running.value
    #expect(shop.sent == Self.order)
    #expect(result.wasInterrupted)
    #expect(result.verdicts == [.notRun, .notRun])
    #expect(
      result.cases.dropFirst().map(\.reason) == [
        "did not run to its end: the run was interrupted",
        "LIFE-02: did not run: the run was interrupted",
      ] || result.cases.last?.reason == "did not run: the run was interrupted")
    #expect(RunSummary(result).outcome == .interrupted)
  }

  @Test(
    "what the run did not create is not changed, and nothing is sent",
    arguments: ["PATCH", "DELETE"])
  func strangers(_ method: String) async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: Meddle
        effect: own
        steps:
          - { call: GET /toys, save: { toy: /data/id } }
          - { call: "\(method) /toys/{id}", path: { id: "${toy}" } }
      """)
    #expect(shop.sent == ["GET /toys"])
    #expect(result.verdicts == [.errored])
    #expect(
      result.cases.last?.reason
        == "shop/shop.suite.yaml:7:7: \(method) would change \"x\", which this run did not create; "
        + "nothing was sent; capture the id from the answer to this run's own create, or make up an "
        + "id that nothing has with a function such as ${ulid}")
  }

  @Test(
    "what a person names may be changed where the profile says so",
    arguments: [(true, [Verdict.passed]), (false, [.errored])])
  func namedThing(mayChange: Bool, verdicts: [Verdict]) async throws {
    let shop = ScriptedShop()
    var folder = ShopFiles()
    folder.profile = folder.profile.replacing(
      "SHOP_TILL, about:", with: "SHOP_TILL, may_change: \(mayChange), about:")
    let result = try await shop.run(
      """
      - case: Meddle
        effect: own
        steps: [{ call: "DELETE /toys/{id}", path: { id: "${till}" }, expect: { status: 200 } }]
      """, given: ["till": "bear"], folder: folder)
    #expect(shop.sent == (mayChange ? ["DELETE /toys/bear"] : []))
    #expect(result.verdicts == verdicts)
  }

  @Test(
    "strangers' things are not changed in a roundabout way either",
    arguments: [
      (#"{ raw: "DELETE /toys/bear#${nonce}", faulty: true }"#, Verdict.inconclusive),
      (
        #"{ raw: POST /toys/bear, faulty: true, headers: { X-HTTP-Method-Override: delete } }"#,
        .errored
      ),
    ])
  func detours(_ step: String, _ verdict: Verdict) async throws {
    let shop = ScriptedShop()
    let result = try await shop.run("- { case: Meddle, effect: own, steps: [\(step)] }")
    #expect(shop.sent == [])
    #expect(result.verdicts == [verdict], "\(result.cases.last?.reason ?? "")")
  }

  @Test("an id that is a number belongs to the run that created it")
  func numberID() async throws {
    let shop = ScriptedShop { request, _ in
      ScriptedShop.json(200, request.method == "POST" ? #"{"data":{"id":17}}"# : #"{"data":1}"#)
    }
    let result = try await shop.run(
      """
      - case: Make
        effect: own
        steps:
          - { call: makeToy, body: {}, save: { toy: /data/id } }
          - { call: "DELETE /toys/{id}", path: { id: "${toy}" }, expect: { status: 200 } }
      """)
    #expect(shop.sent == ["POST /toys", "DELETE /toys/17"])
    #expect(result.verdicts == [.passed])
  }

  private static let oneRead =
    "- { case: Read, steps: [{ call: GET /toys, expect: { status: 200 } }] }"

  @Test("a refusal for pace is waited out, repeated and counted")
  func pace() async throws {
    let shop = ScriptedShop { request, number in
      guard request.url.hasSuffix("/toys"), number < 2 else {
        return ScriptedShop.answer(to: request)
      }
      let field = number == 0 ? HTTPField("Retry-After", "7") : HTTPField("X", "y")
      return ScriptedShop.json(429, #"{"error":{}}"#, field)
    }
    let retries = Mutex<[String]>([])
    let result = try await shop.run(Self.oneRead) { event in
      if case .retried(_, let reason) = event { retries.withLock { $0.append(reason) } }
    }
    #expect(shop.sent == ["GET /toys", "GET /toys", "GET /toys"])
    #expect(shop.waits == [.seconds(7), .seconds(2)], "without a word it is asked ever less often")
    #expect(retries.withLock { $0 } == ["429, waiting 7.0 seconds", "429, waiting 2.0 seconds"])
    #expect(result.verdicts == [.passed])
    #expect(result.cases.last?.exchanges.map(\.status) == [429, 429, 200])
    #expect(result.environment.requestCount == 5)
  }

  @Test("a server that never lets a request through is asked as often as patience lasts")
  func endlessPace() async throws {
    let shop = ScriptedShop { request, _ in
      request.url.hasSuffix("/toys")
        ? ScriptedShop.json(429, #"{"error":{}}"#) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.oneRead)
    #expect(shop.sent.count == Resending.maximumAttempts)
    #expect(result.environment.resentCount == Resending.maximumAttempts - 1)
    #expect(result.verdicts == [.inconclusive], "pace is no verdict on what the case asks")
  }

  @Test("an answer that only asks to wait is not compared with what the contract documents")
  func putOff() async throws {
    let shop = ScriptedShop { request, number in
      request.url.hasSuffix("/toys") && number == 0
        ? ScriptedShop.json(503, #"{"error":{}}"#, HTTPField("Retry-After", "1"))
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.oneRead)
    #expect(result.cases.last?.exchanges.map(\.status) == [503, 200])
    #expect(result.cases.flatMap(\.findings).isEmpty, "\(result.cases.flatMap(\.findings))")
    #expect(result.verdicts == [.passed])
  }

  @Test("a gateway that does not reach the target says nothing about it", arguments: [1, 9])
  func gateway(_ times: Int) async throws {
    let shop = ScriptedShop { request, number in
      request.url.hasSuffix("/toys") && number < times
        ? HTTPResponse(
          status: 503,
          fields: [HTTPField("Content-Type", "text/html"), HTTPField("Date", ScriptedShop.date)],
          body: Array("<html>".utf8))
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Look
        proves: LIFE-04
        steps: [{ call: GET /toys, expect: { status: 200 } }]
      """)
    let decided = try #require(result.cases.last)
    #expect(decided.exchanges.map(\.status) == (times == 1 ? [503, 200] : [503, 503]))
    #expect(!decided.findings.contains { $0.severity == .fail }, "\(decided.findings)")
    let verdict = decided.requirements.first { $0.id == "LIFE-04" }
    #expect(verdict?.verdict == (times == 1 ? .passed : .inconclusive))
    if times > 1 {
      #expect(
        verdict?.reason
          == "GET http://shop.test/toys was answered 503 as a gateway does, not the server behind "
          + "it, which says nothing about that")
    }
  }

  @Test(
    "what looked at empty lists alone is left open, unless that will do",
    arguments: [
      ("{ $each: { name: never } }", Verdict.inconclusive),
      ("{ $sorted: { by: /n } }", .inconclusive),
      ("{ $orEmpty: { $each: { name: never } } }", .passed),
      ("{ $all: [{ $length: 0 }, { $each: { name: never } }] }", .passed),
    ])
  func barren(_ pattern: String, _ verdict: Verdict) async throws {
    for proves in ["proves: LIFE-04", ""] {
      let shop = ScriptedShop { _, _ in ScriptedShop.json(200, #"{"data":[]}"#) }
      let result = try await shop.run(
        """
        - case: Look
          \(proves)
          steps: [{ call: GET /toys, expect: { status: 200, body: { data: \(pattern) } } }]
        """)
      let decided = try #require(result.cases.last)
      #expect(decided.verdict == verdict, "\(proves): \(decided)")
      if verdict == .inconclusive {
        #expect(decided.reason?.contains("the list at /data is empty") == true)
      }
    }
  }

  @Test("a cleanup that a gateway did not let through is sent again", arguments: [502, 503, 504])
  func cleanupThroughGateway(_ status: Int) async throws {
    let shop = ScriptedShop { request, number in
      request.method == "DELETE" && number < 3
        ? ScriptedShop.json(status, #"{"error":{}}"#) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.makeAndRead)
    #expect(shop.sent == Self.order + Array(repeating: "DELETE /toys/toy-1", count: 3))
    #expect(result.notices.isEmpty, "\(result.notices)")
  }

  @Test(
    "where a gateway keeps a removal away to the end the next ones are tried once, until one gets through",
    arguments: [(100, [6, 1, 1]), (7, [6, 1, 1]), (6, [6, 1, 1]), (2, [3, 1, 1])])
  func cleanupsAwayFromServer(_ failures: Int, _ attempts: [Int]) async throws {
    // The answers are counted by request, and the gateway's are to run over all of them.
    let removals = Mutex(0)
    let shop = ScriptedShop { request, _ in
      guard request.method == "DELETE" else {
        guard request.method == "POST" else { return ScriptedShop.answer(to: request) }
        let name = String(decoding: request.body ?? [], as: UTF8.self)
        let id = ["a", "b", "c"].first { name.contains("-\($0)") } ?? "none"
        return ScriptedShop.json(200, #"{"data":{"id":"\#(id)"}}"#)
      }
      let number = removals.withLock { count in
        count += 1
        return count
      }
      return number > failures
        ? ScriptedShop.answer(to: request) : ScriptedShop.json(502, #"{"error":{}}"#)
    }
    let steps = ["a", "b", "c"].map { id in
      #"    - { call: makeToy, body: { name: "${nonce}-\#(id)" }, save: { \#(id): /data/id }, "#
        + #"cleanup: { call: "DELETE /toys/{id}", path: { id: "${\#(id)}" } } }"#
    }
    _ = try await shop.run(
      "- case: Make\n  effect: own\n  steps:\n" + steps.joined(separator: "\n"))
    let counts = ["c", "b", "a"].map { id in
      shop.sent.count { $0 == "DELETE /toys/\(id)" }
    }
    #expect(counts == attempts, "\(shop.sent)")
  }

  @Test("a case that asks for a 429 gets it at once")
  func wantedRefusal() async throws {
    let shop = ScriptedShop { request, _ in
      request.url.hasSuffix("/toys")
        ? ScriptedShop.json(429, #"{"error":{}}"#) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      "- { case: Read, steps: [{ call: GET /toys, expect: { status: 429 } }] }")
    #expect(shop.sent.count == 1)
    #expect(result.environment.resentCount == 0)
    #expect(
      !result.cases.dropFirst().flatMap(\.findings).contains {
        $0.place == .status && $0.requirement == "SUITE"
      })
  }

  @Test(
    "a wait is told in seconds or as a date, and is never endless",
    arguments: [
      ("7", .seconds(7)), ("0", .zero), ("86400", .seconds(120)), ("-1", nil), ("soon", nil),
      ("1.5", nil), ("Thu, 01 Jan 2026 00:00:30 GMT", .seconds(30)),
      ("Thu, 01 Jan 2025 00:00:30 GMT", .zero), ("99999999999999999999", nil),
    ] as [(String, Duration?)])
  func retryAfter(_ value: String, _ delay: Duration?) {
    let response = HTTPResponse(status: 429, fields: [HTTPField("retry-after", value)])
    #expect(RetryAfter.delay(of: response, now: 1_767_225_600) == delay)
  }

  @Test("a wait until a date goes by the clock of whoever wrote the date")
  func skewedClock() {
    var response = HTTPResponse(
      status: 503, fields: [HTTPField("Retry-After", "Wed, 31 Dec 2025 23:50:07 GMT")])
    response.fields.append(HTTPField("Date", "Wed, 31 Dec 2025 23:50:00 GMT"))
    #expect(RetryAfter.delay(of: response, now: 1_767_225_600) == .seconds(7))
  }

  @Test("a target that does not answer is one error, and blocks everything else")
  func unreachable() async throws {
    let shop = ScriptedShop { _, _ throws(TransportError) in
      throw TransportError(.connectionFailed, phase: .connecting, "connection refused")
    }
    let result = try await shop.run(Self.makeAndRead + "\n" + Self.oneRead, concurrency: 4)
    #expect(result.cases.map(\.verdict) == [.errored, .blocked, .blocked])
    #expect(
      Set(result.cases.dropFirst().map(\.reason)) == [
        "LIFE-01: did not run: the target cannot be reached",
        "did not run: the target cannot be reached",
      ]
        || Set(result.cases.dropFirst().map(\.reason)) == [
          "did not run: the target cannot be reached"
        ])
    #expect(result.environment.requestCount == 4, "the first request, and three tries more")
    #expect(RunSummary(result).outcome == .errored)
  }

  @Test("a credential that is refused twice is one error that names it, and blocks everything else")
  func refusedCredential() async throws {
    let shop = ScriptedShop { request, _ in
      request.fields.value(named: "Authorization") == "Bearer right-key"
        ? ScriptedShop.json(200, #"{"data":[]}"#) : ScriptedShop.json(401, #"{"error":1}"#)
    }
    let cases = "- { case: A, steps: [{ call: GET /toys }] }"
    let refused = try await shop.run(cases, given: ["shop_key": "wrong-key"])
    #expect(refused.cases.map(\.verdict) == [.errored, .blocked])
    #expect(
      refused.cases.map(\.reason) == [
        "the target refuses the credential: GET /branches and GET /toys were answered 401; give "
          + "the right one with SHOP_KEY", "did not run: the target refuses the credential",
      ])
    #expect(RunSummary(refused).outcome == .errored)
    let taken = try await shop.run(cases, given: ["shop_key": "right-key"])
    #expect(taken.verdicts == [.passed] || taken.verdicts == [.inconclusive])
  }

  @Test("an operation that alone refuses the credential blocks nothing")
  func oneRefusal() async throws {
    let shop = ScriptedShop { request, _ in
      ScriptedShop.json(request.url.hasSuffix("/branches") ? 401 : 200, #"{"data":[]}"#)
    }
    let result = try await shop.run("- { case: A, steps: [{ call: GET /toys }] }")
    #expect(result.verdicts.contains(.blocked) == false)
  }

  @Test("a cleanup of what others own is neither sent nor written down")
  func foreignCleanup() async throws {
    let ledger = LedgerFile()
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: Meddle
        effect: own
        steps:
          - call: GET /toys
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
          - call: makeToy
            body: {}
            save: { own: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${own}" } }
      """, ledgerFile: ledger.path)
    #expect(shop.sent == ["GET /toys", "POST /toys", "DELETE /toys/toy-1"])
    #expect(result.notices.map(\.code) == ["cleanup-failed"])
    let text = try ledger.text
    #expect(!text.contains("/toys/x"), "\(text)")
    #expect(text.contains("/toys/toy-1"), "\(text)")
  }

  @Test("a mapping of a row names what has to be there, and a text of no JSON is compared")
  func rowMappings() async throws {
    let shop = ScriptedShop { request, _ in
      if request.url.contains("/toys/") {
        return HTTPResponse(
          status: 200,
          fields: [HTTPField("Content-Type", "text/plain"), HTTPField("Date", ScriptedShop.date)],
          body: Array("ok".utf8))
      }
      return ScriptedShop.json(200, #"{"data":{"id":"a","n":1,"tags":[{"k":1,"l":2}]}}"#)
    }
    let result = try await shop.run(
      """
      - case: A ${n}
        proves: [LIFE-01]
        rows:
          - { n: 1, told: { n: 1, tags: [{ k: 1 }] } }
          - { n: 2, told: { n: 2 } }
        steps:
          - { call: GET /toys, expect: { body: { data: "${told}" } } }
      - case: B
        proves: [LIFE-01]
        steps:
          - { call: "GET /toys/{id}", path: { id: x }, expect: { body: ok }, save: { word: "" } }
          - { call: "GET /toys/{id}", path: { id: "${word}" }, expect: { body: { $pattern: "^o" } } }
      """)
    let own = result.cases.dropFirst().map { testCase in
      testCase.findings.contains { $0.requirement == "LIFE-01" }
    }
    #expect(own == [false, true, false], "\(result.cases.flatMap(\.findings))")
  }

  @Test("an answer cut off twice is the server's doing, once is the network's")
  func framing() async throws {
    for cuts in 1...2 {
      let shop = ScriptedShop { request, number throws(TransportError) in
        guard request.url.hasSuffix("/toys"), number < cuts else {
          return ScriptedShop.answer(to: request)
        }
        throw TransportError(.truncatedBody, phase: .receiving, "the body was cut off")
      }
      let result = try await shop.run(Self.oneRead)
      #expect(shop.sent.count == 2)
      #expect(result.verdicts == [cuts == 1 ? .passed : .failed])
      let findings = result.cases.last?.findings.map(\.requirement) ?? []
      #expect(findings == (cuts == 1 ? [] : ["HTTP-06"]))
    }
  }

  private static let five = """
    - { case: A, steps: [{ call: GET /toys, query: { colour: a } }] }
    - { case: B, steps: [{ call: GET /toys, query: { colour: b } }] }
    - { case: C, exclusive: true, steps: [{ call: GET /toys, query: { colour: c } }] }
    - { case: D, steps: [{ call: GET /toys, query: { colour: d } }] }
    - { case: E, effect: external, steps: [{ call: GET /toys, query: { colour: e } }] }
    """

  @Test(
    "results stand in the plan's order, and an exclusive case runs alone", arguments: [1, 2, 8])
  func concurrency(_ concurrency: Int) async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(Self.five, profile: .gate, concurrency: concurrency)
    #expect(
      result.cases.map(\.id) == [
        "preflight/the-target-answers", "shop/shop/a", "shop/shop/b", "shop/shop/c", "shop/shop/d",
        "shop/shop/e",
      ])
    #expect(result.verdicts.last == .skipped)
    #expect(shop.mostAtOnce(with: "c") == 1)
    let most = ["a", "b", "d"].map(shop.mostAtOnce)
    #expect(most.allSatisfy { 1...concurrency ~= $0 }, "\(most)")
  }

  @Test("the first failure ends a run that is to fail fast")
  func failFast() async throws {
    let shop = ScriptedShop { request, _ in
      request.url.hasSuffix("=b")
        ? ScriptedShop.json(500, "{}") : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.five, failsFast: true)
    #expect(shop.sent == ["GET /toys?colour=a", "GET /toys?colour=b"])
    #expect(result.verdicts[1...] == [.failed, .notRun, .notRun, .notRun])
    #expect(result.cases.last?.reason == "did not run: an earlier case failed")
    #expect(!result.wasInterrupted)
    #expect(RunSummary(result).outcome == .failed)
  }

  @Test("a run whose cases were all skipped has proved nothing, though the target answered")
  func nothingJudged() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      "- { case: E, effect: external, steps: [{ call: GET /toys }] }", profile: .gate)
    #expect(result.cases.map(\.verdict) == [.passed, .skipped])
    #expect(RunSummary(result).outcome == .nothingJudged)
  }

  @Test("a variable that the target tells is asked for once, and its absence skips")
  func discovery() async throws {
    let cases = "- { case: A, steps: [{ call: GET /toys, query: { colour: \"${branch}\" } }] }"
    let told = ScriptedShop { request, _ in
      ScriptedShop.json(200, #"{"data":[{"id":null},{"id":"b 1"}]}"#)
    }
    let result = try await told.run(cases)
    #expect(told.sent == ["GET /toys?colour=b%201"])
    #expect(result.verdicts == [.passed] || result.verdicts == [.inconclusive])
    let untold = ScriptedShop { _, _ in ScriptedShop.json(200, #"{"data":[]}"#) }
    let skipped = try await untold.run(cases)
    #expect(untold.sent.isEmpty)
    #expect(
      skipped.cases.last?.reason
        == "the variable \"branch\" was not found on the target; give \"--var branch=…\"")
    let given = ScriptedShop()
    _ = try await given.run(cases, given: ["branch": "mine"])
    #expect(given.sent == ["GET /toys?colour=mine"])
  }

  @Test("bodies are kept only as evidence, and without the secret in any spelling")
  func evidence() async throws {
    let secret = "s3s/me \"key\""
    let shop = ScriptedShop { request, number in
      request.url.hasSuffix("/toys")
        ? ScriptedShop.json(
          request.method == "GET" ? 200 : 422,
          #"{"echo":"s3s/me \"key\"","url":"s3s%2Fme%20%22key%22","b":"czNzL21lICJrZXki"}"#,
          HTTPField("X-Echo", secret), HTTPField("Set-Cookie", "session=1"))
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - { case: Good, steps: [{ call: GET /toys, expect: { status: 200 } }] }
      - { case: Bad, effect: own, steps: [{ call: POST /toys, body: { a: "${shop_key}" } }] }
      """, given: ["shop_key": secret])
    #expect(result.verdicts.last == .failed)
    let (good, bad) = (result.cases[1].exchanges, result.cases[2].exchanges)
    #expect(good.map(\.response?.bodyLength) == [77])
    let kept = try #require(bad.first?.response?.body)
    #expect(kept == #"{"echo":"***","url":"***","b":"***"}"#)
    #expect(bad.first?.request.body == #"{"a":"***"}"#)
    #expect(
      bad.first?.response?.fields.map(\.value) == [
        "application/json", ScriptedShop.date, "***", "***",
      ])
    #expect(bad.first?.request.fields.first { $0.name == "Authorization" }?.value == "Bearer ***")
    let redactor = Redactor([.init(secret, environmentName: nil)])
    #expect(!redactor.finds(in: Array("\(result)".utf8)))
  }

  @Test("what the target hands out as a secret is shown nowhere from then on")
  func handedOut() async throws {
    let shop = ScriptedShop { request, _ in
      guard request.url.contains("/toys") else { return ScriptedShop.answer(to: request) }
      return request.method == "POST"
        ? ScriptedShop.json(200, #"{"data":{"id":"t1","hook":{"hook\u005fkey":["k/ey-12345"]}}}"#)
        : ScriptedShop.json(500, #"{"echo":"k\/ey-12345 and ay9leS0xMjM0NQ==","short":"abc"}"#)
    }
    var folder = ShopFiles()
    folder.profile = ShopFiles.profile + "\n  secrets: [hook_key]"
    folder.contract = ShopFiles.contract.replacing(
      #""Error": {"type": "object"}"#,
      with: #""Error": {"type": "object"}, "Hook": {"properties": {"hook_key": {}}}"#)
    let result = try await shop.run(
      """
      - case: Make
        effect: own
        steps:
          - { call: POST /toys, body: {}, save: { key: /data/hook/hook_key/0 } }
          - { call: GET /toys, query: { colour: "${key}" }, expect: { status: 200 } }
      """, folder: folder)
    #expect(result.verdicts.last == .failed)
    let kept = try #require(result.cases.last?.exchanges)
    #expect(
      kept.map(\.response?.body) == [
        #"{"data":{"id":"t1","hook":{"hook\u005fkey":["***"]}}}"#,
        #"{"echo":"*** and ***Q==","short":"abc"}"#,
      ])
    #expect(kept.last?.url.hasSuffix("/toys?colour=***") == true)
    let redactor = Redactor([.init("k/ey-12345", environmentName: nil)])
    #expect(!redactor.finds(in: Array("\(result)".utf8)))
  }

  @Test("what a case presents out of an answer is shown nowhere from then on")
  func presented() async throws {
    let shop = ScriptedShop { request, _ in
      guard request.url.contains("/toys") else { return ScriptedShop.answer(to: request) }
      return request.method == "POST"
        ? ScriptedShop.json(200, #"{"data":{"id":"t1","token":"tok_session_99"}}"#)
        : ScriptedShop.json(500, #"{"echo":"Tok_session_99 of wrong_words"}"#)
    }
    let result = try await shop.run(
      """
      - case: Ask
        effect: own
        steps:
          - { call: POST /toys, body: {}, save: { token: /data/token } }
          - { call: GET /toys, auth: { key: wrong_words }, expect: { status: [200, 500] } }
          - { call: GET /toys, auth: { key: "${token}" }, expect: { status: 200 } }
      """)
    #expect(result.verdicts.last == .failed)
    let kept = try #require(result.cases.last?.exchanges)
    #expect(
      kept.map(\.response?.body) == [
        #"{"data":{"id":"t1","token":"***"}}"#, #"{"echo":"*** of wrong_words"}"#,
        #"{"echo":"*** of wrong_words"}"#,
      ])
    #expect(kept.last?.curl.contains("'Authorization: Bearer ***'") == true, "\(kept)")
    let redactor = Redactor([.init("tok_session_99", environmentName: nil)])
    #expect(!redactor.finds(in: Array("\(result)".utf8)))
  }

  @Test("what a case would present that cannot be masked is not sent, and told")
  func unmasked() async throws {
    let token = String(repeating: "a", count: 9000)
    let shop = ScriptedShop { request, _ in
      request.method == "POST"
        ? ScriptedShop.json(200, #"{"data":{"id":"t1","token":"\#(token)"}}"#)
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Ask
        effect: own
        steps:
          - { call: POST /toys, body: {}, save: { token: /data/token } }
          - { call: GET /toys, auth: { key: "${token}" }, expect: { status: 200 } }
      """)
    #expect(result.verdicts.last == .errored)
    let reason = try #require(result.cases.last?.reason)
    #expect(reason.contains("what \"auth\" presents cannot be masked"), "\(reason)")
    #expect(reason.contains("it has 9000 bytes") && !reason.contains("aaaa"), "\(reason)")
    #expect(!shop.sent.contains("GET /toys"))
    #expect(result.notices.count { $0.code == "secrets-not-masked" } == 1)
  }

  @Test("a place that cannot be filled leaves the case open, not blocked")
  func unfilled() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: A
        proves: [LIFE-01]
        steps:
          - { call: GET /toys, save: { thing: /data } }
          - { call: "GET /toys/{id}", path: { id: "x-${thing}" }, expect: { status: 200 } }
      """)
    #expect(result.verdicts == [.inconclusive])
    #expect(
      result.cases.last?.reason
        == "LIFE-01: shop/shop.suite.yaml:7:7: ${thing} is a mapping, which cannot stand inside a text"
    )
  }

  @Test("the requirements that only an expectation names are decided too")
  func expectationRequirements() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      "- { case: A, proves: [LIFE-01], steps: [{ call: GET /toys, expect: { proves: LIFE-02, status: 200 } }] }"
    )
    #expect(result.cases.last?.requirements.map(\.verdict) == [.inconclusive, .passed])
    #expect(result.verdicts == [.inconclusive], "nothing looked at LIFE-01")
  }
}
