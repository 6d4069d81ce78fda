import Conformance
import Diagnostics
import Synchronization
import Testing

@Suite("A case that a lost connection keeps from a verdict")
struct RestartTests {
  /// A create that is found again by its name, should its answer be lost.
  private static let created =
    #"{ call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id }, "#
    + #"cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } } }"#

  /// A case that changes what it made.
  private static let change = """
    - case: Change
      effect: own
      steps:
        - \(created)
        - { call: "PATCH /toys/{id}", path: { id: "${toy}" }, body: {} }
    """

  private static let loss = TransportError(.connectionLost, phase: .receiving, "connection lost")

  /// A shop that loses the answers to the first so many requests of a method.
  private static func shop(losing losses: Int, of method: String) -> ScriptedShop {
    ScriptedShop { request, number throws(TransportError) in
      if request.method == method, number < losses { throw loss }
      if request.method == "GET", request.url.hasSuffix("/toys") {
        return ScriptedShop.json(200, #"{"data":[],"more":false}"#)
      }
      return ScriptedShop.answer(to: request)
    }
  }

  @Test(
    "is begun anew once it has been cleaned up, until the same request was lost too often",
    arguments: [(0, Verdict.passed, 0), (1, .passed, 1), (4, .passed, 4), (99, .errored, 4)])
  func restarts(losses: Int, verdict: Verdict, restarts: Int) async throws {
    let shop = Self.shop(losing: losses, of: "PATCH")
    let result = try await shop.run(Self.change)
    let decided = try #require(result.cases.last)
    #expect(result.verdicts == [verdict], "\(decided)")
    let once = ["POST /toys", "PATCH /toys/toy-1", "DELETE /toys/toy-1"]
    #expect(shop.sent == Array(repeating: once, count: restarts + 1).flatMap(\.self))
    #expect(decided.restarts.count == restarts)
    #expect(decided.restarts.allSatisfy { $0.contains("PATCH http://shop.test/toys/toy-1") })
    #expect(result.notices.isEmpty)
  }

  @Test("makes nothing twice under one name")
  func names() async throws {
    let names = Mutex<[String]>([])
    let shop = ScriptedShop { request, number throws(TransportError) in
      if request.method == "POST" {
        let text = String(decoding: request.body ?? [], as: UTF8.self)
        names.withLock { $0.append(text) }
        if number < 2 { throw Self.loss }
      }
      if request.method == "GET", request.url.hasSuffix("/toys") {
        // The first was made before its answer was lost.
        return ScriptedShop.json(
          200, #"{"data":[{"id":"lost","name":"cft7-0001"}],"more":false}"#)
      }
      return ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.change)
    #expect(result.verdicts == [.passed], "\(result.cases)")
    let all = names.withLock { $0 }
    #expect(all.count == 3)
    #expect(Set(all).count == 3, "\(all)")
    #expect(shop.sent.count { $0 == "DELETE /toys/lost" } == 1, "\(shop.sent)")
  }

  @Test(
    "is left as it is where another attempt would reach people or leave more behind",
    arguments: [
      // What reaches people is done once.
      ("external", created),
      // No list shows what this may have made: nothing in it names the run.
      ("own", created.replacing("${nonce}", with: "x")),
    ])
  func once(effect: String, step: String) async throws {
    let shop = Self.shop(losing: 1, of: "POST")
    let result = try await shop.run("- { case: Make, effect: \(effect), steps: [\(step)] }")
    #expect(result.verdicts == [.errored], "\(result.cases)")
    #expect(shop.sent.count { $0.hasPrefix("POST") } == 1)
    #expect(result.cases.last?.restarts == [])
  }

  @Test(
    "puts back what may have been changed, however often the connection breaks then",
    arguments: [1, 3])
  func changes(losses: Int) async throws {
    let shop = Self.shop(losing: losses, of: "PATCH")
    let result = try await shop.run(
      """
      - case: Change
        effect: external
        steps:
          - \(Self.created)
          - call: "PATCH /toys/{id}"
            path: { id: "${toy}" }
            body: { colour: red }
            cleanup: { call: "PATCH /toys/{id}", path: { id: "${toy}" }, body: { colour: blue } }
      """)
    #expect(result.verdicts == [.errored], "\(result.cases)")
    // The change, putting it back as often as it takes, and the toy's removal.
    let patches = Array(repeating: "PATCH /toys/toy-1", count: losses + 1)
    #expect(shop.sent == ["POST /toys"] + patches + ["DELETE /toys/toy-1"])
    #expect(result.notices.isEmpty, "\(result.notices)")
  }

  @Test("is left as it is where a list that could tell what was made cannot be read")
  func unreadableList() async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.method == "POST" { throw Self.loss }
      if request.method == "GET", request.url.hasSuffix("/toys") {
        return ScriptedShop.json(200, #"{"data":{}}"#)
      }
      return ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.change)
    #expect(result.verdicts == [.errored], "\(result.cases)")
    #expect(shop.sent.count { $0.hasPrefix("POST") } == 1, "\(shop.sent)")
  }

  @Test("is left as it is where what was made has an address of its own, and no list shows it")
  func unlisted() async throws {
    let shop = Self.shop(losing: 99, of: "POST")
    var files = ShopFiles()
    files.contract = files.contract.replacing(
      #""/toys/{id}": {"#,
      with: #"""
        "/orders": {"post": {"operationId": "order",
          "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
          "responses": {"200": {"$ref": "#/components/responses/thing"}}}},
        "/orders/{id}": {"get": {"parameters": [{"$ref": "#/components/parameters/id"}],
          "responses": {"200": {"$ref": "#/components/responses/thing"}}}},
        "/toys/{id}": {
        """#)
    let result = try await shop.run(
      "- { case: Order, effect: own, steps: [{ call: order, body: {} }] }", folder: files)
    #expect(result.verdicts == [.errored], "\(result.cases)")
    #expect(shop.sent == ["POST /orders"])
  }

  @Test("has nothing to begin anew for where what is to be refused is asked once more")
  func refusals() async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      guard request.method == "POST" else { return ScriptedShop.answer(to: request) }
      if number == 0 { throw Self.loss }
      return ScriptedShop.json(400, #"{"error":{}}"#)
    }
    let result = try await shop.run(
      "- { case: Refuse, steps: [{ call: makeToy, faulty: true, body: 5, expect: { status: 400 } }] }"
    )
    #expect(result.verdicts == [.passed], "\(result.cases)")
    #expect(shop.sent.filter { $0.hasPrefix("POST") }.count == 2)
    #expect(result.cases.last?.restarts == [])
  }

  @Test("keeps what was found before it was cut off")
  func warnings() async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      if request.method == "PATCH", number == 0 { throw Self.loss }
      // The first answer alone has a date that is wrong.
      guard request.method == "POST", number == 0 else { return ScriptedShop.answer(to: request) }
      var answer = ScriptedShop.answer(to: request)
      answer.fields.removeAll { $0.isNamed("Date") }
      answer.fields.append(HTTPField("Date", "yesterday"))
      return answer
    }
    let result = try await shop.run(Self.change)
    let decided = try #require(result.cases.last)
    #expect(decided.restarts.count == 1)
    #expect(decided.verdict == .warned, "\(decided)")
    #expect(decided.requirements.contains { $0.id == "HTTP-13" && $0.verdict == .warned })
    let finding = try #require(decided.findings.first { $0.requirement == "HTTP-13" })
    let exchange = try #require(finding.exchange)
    #expect(decided.exchanges[exchange].method == "POST")
  }

  @Test("makes a trial once more that was cut short, and not those before it")
  func trials() async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      if request.method == "PATCH", number == 2 { throw Self.loss }
      return ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Race
        effect: own
        trials: 3
        steps:
          - { call: makeToy, body: { name: "${nonce}-${index}" }, save: { toy: /data/id }, cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } } }
          - call: "PATCH /toys/{id}"
            path: { id: "${toy}" }
            body: {}
            race: { copies: 2, winners: 2 }
      """)
    let decided = try #require(result.cases.last)
    #expect(shop.sent.count { $0.hasPrefix("POST") } == 4, "\(decided)")
    #expect(decided.restarts == [])
    #expect(decided.verdict != .errored)
  }

  @Test(
    "gives up a trial that is cut short again and again, and the case with it",
    arguments: [2, 3, 12])
  func hopelessTrial(trials: Int) async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.method == "PATCH" { throw Self.loss }
      return ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      Self.change.replacing("effect: own", with: "effect: own\n  trials: \(trials)"))
    let decided = try #require(result.cases.last)
    #expect(decided.verdict == .errored, "\(decided)")
    #expect(decided.restarts == [])
    #expect(shop.sent.count { $0.hasPrefix("PATCH") } == 5)
    #expect(result.notices.isEmpty)
  }

  @Test(
    "sends again what the suite calls idempotent; a refusal then may be due to the first time",
    arguments: [
      (1, 200, Verdict.passed, 2), (3, 200, .passed, 4), (4, 200, .errored, 4),
      (1, 409, .inconclusive, 2),
    ])
  func idempotent(losses: Int, status: Int, verdict: Verdict, sent: Int) async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      guard request.method == "PATCH" else { return ScriptedShop.answer(to: request) }
      if number < losses {
        throw TransportError(.connectionLost, phase: .awaitingResponse, "connection lost")
      }
      return ScriptedShop.json(
        status, status == 200 ? #"{"data":{"id":"toy-1"}}"# : #"{"error":{}}"#)
    }
    let result = try await shop.run(
      Self.change.replacing("body: {} }", with: "body: {}, idempotent: true }")
        .replacing("effect: own", with: "effect: external"))
    #expect(result.verdicts == [verdict], "\(result.cases)")
    #expect(shop.sent.count { $0 == "PATCH /toys/toy-1" } == sent, "\(shop.sent)")
  }

  @Test(
    "waits for what is under way where an attempt with the key was lost, and not after a 429",
    arguments: [(0, Verdict.passed, 3), (429, .failed, 2)])
  func underWay(status: Int, verdict: Verdict, sent: Int) async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      guard request.method == "POST" else { return ScriptedShop.answer(to: request) }
      switch number {
      case 0 where status == 0: throw Self.loss
      case 0: return ScriptedShop.json(status, #"{"error":{}}"#)
      case 1: return ScriptedShop.json(409, #"{"error":{}}"#)
      default: return ScriptedShop.json(200, #"{"data":{"id":"toy-1"}}"#)
      }
    }
    let result = try await shop.run(
      """
      - case: Make
        effect: own
        steps:
          - call: makeToy
            headers: { Once: "${ulid}" }
            body: { name: "${nonce}" }
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      """, folder: .keyed)
    #expect(result.verdicts == [verdict], "\(result.cases)")
    #expect(shop.sent.count { $0.hasPrefix("POST") } == sent, "\(shop.sent)")
  }

  @Test("takes a refusal that has to come for one, also where the first answer was lost")
  func lostRefusals() async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      guard request.method == "DELETE" else { return ScriptedShop.answer(to: request) }
      if number == 0 {
        throw TransportError(.connectionLost, phase: .awaitingResponse, "connection lost")
      }
      return ScriptedShop.json(404, #"{"error":{}}"#)
    }
    let result = try await shop.run(
      """
      - case: Refuse
        effect: external
        steps:
          - call: "DELETE /toys/{id}"
            path: { id: "toy-${ulid}" }
            faulty: true
            expect: { status: 404 }
      """)
    #expect(result.verdicts == [.passed], "\(result.cases)")
    #expect(shop.sent.count { $0.hasPrefix("DELETE") } == 2, "\(shop.sent)")
  }

  @Test(
    "puts back what an answer does not tell of, and not what was refused",
    arguments: ["PATCH", "PUT"], [(200, 1), (500, 1), (503, 1), (409, 0)])
  func restorations(method: String, change: (status: Int, count: Int)) async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      let isChange = request.body.map { String(decoding: $0, as: UTF8.self) }?.contains("red")
      if isChange == true { return ScriptedShop.json(change.status, #"{"data":{"id":"toy-1"}}"#) }
      return ScriptedShop.answer(to: request)
    }
    let ledger = LedgerFile()
    _ = try await shop.run(
      Self.change.replacing("PATCH", with: method).replacing(
        "body: {} }",
        with: "body: { colour: red }, cleanup: { call: \"\(method) /toys/{id}\", "
          + "path: { id: \"${toy}\" }, body: { colour: blue } } }"),
      folder: LedgerTests.folder, ledgerFile: ledger.path)
    #expect(shop.sent.count { $0 == "\(method) /toys/toy-1" } == 1 + change.count, "\(shop.sent)")
    // All that was written down beforehand is settled.
    let record = try ledger.record
    #expect(record.undos.isEmpty && record.unanswered.isEmpty, "\(record)")
  }

  @Test("writes down what puts a change back before it is made")
  func foreseen() async throws {
    let ledger = LedgerFile()
    let open = Mutex<[String]>([])
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.method == "PATCH", let record = try? ledger.record {
        open.withLock { $0 = record.undos.compactMap(\.undo.body) }
      }
      return ScriptedShop.answer(to: request)
    }
    _ = try await shop.run(
      """
      - case: Change
        effect: own
        steps:
          - \(Self.created)
          - call: "PATCH /toys/{id}"
            path: { id: "${toy}" }
            body: { colour: red }
            save: { answered: /data/id }
            cleanup: { call: "PATCH /toys/{id}", path: { id: "${toy}" }, body: { colour: blue } }
          - call: "PATCH /toys/{id}"
            path: { id: "${toy}" }
            body: { colour: green }
            save: { answered: /data/id }
            cleanup: { call: "PATCH /toys/{id}", path: { id: "${toy}" }, body: { name: "${answered}" } }
      """, ledgerFile: ledger.path)
    // Seen by the last of them, which puts back what the first has changed.
    #expect(open.withLock { $0 }.contains { $0.contains("blue") })
    #expect(shop.sent.count { $0.hasPrefix("PATCH") } == 4, "\(shop.sent)")
  }
}
