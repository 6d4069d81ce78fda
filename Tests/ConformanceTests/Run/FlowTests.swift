import Conformance
import Diagnostics
import Synchronization
import Testing

@Suite("Rows, shared steps and fixtures")
struct FlowTests {
  private static let created =
    #"{ call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id }, "#
    + #"cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } } }"#

  // MARK: Rows

  @Test("each row is a case of its own, with its own id, values and verdict")
  func rows() async throws {
    let shop = ScriptedShop { request, _ in
      request.url.contains("colour=red")
        ? ScriptedShop.json(404, "{}") : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: A ${colour} toy
        rows: [{ colour: teal, status: 200 }, { colour: red, status: 404 }, { colour: blue, status: 404 }]
        steps: [{ call: GET /toys, query: { colour: "${colour}" }, expect: { status: "${status}" } }]
      - case: Numbered
        rows: [{ n: 1 }, { n: 2 }]
        steps: [{ call: GET /toys, query: { limit: "${n}" } }]
      """)
    #expect(
      result.cases.dropFirst().map(\.id) == [
        "shop/shop/a-teal-toy", "shop/shop/a-red-toy", "shop/shop/a-blue-toy",
        "shop/shop/numbered-1", "shop/shop/numbered-2",
      ])
    #expect(result.verdicts == [.passed, .passed, .failed, .passed, .passed])
    #expect(result.cases.dropFirst().first?.title == "A teal toy")
    #expect(shop.sent.suffix(2) == ["GET /toys?limit=1", "GET /toys?limit=2"])
  }

  @Test("matchers, lengths, times and numbers of pages come out of rows as well")
  func writtenRows() async throws {
    let shop = ScriptedShop { request, _ in
      let name = request.url.contains("=red") ? "ruby" : "sea"
      return ScriptedShop.json(200, #"{"data":[{"name":"\#(name)"}],"more":false,"next":null}"#)
    }
    let result = try await shop.run(
      """
      - case: A ${colour} toy
        rows:
          - { colour: red, looks: { $pattern: "^r" }, length: 4, least: 4, type: string, time: 5s, pages: 1 }
          - { colour: red, looks: { $pattern: "^s" }, length: 4, least: 4, type: string, time: 5s, pages: 1 }
          - { colour: teal, looks: sea, length: 4, least: 3, type: string, time: 5s, pages: all }
          - { colour: teal, looks: [sea], length: { min: 1 }, least: 3, type: [string, "null"], time: 5s, pages: 2 }
          - { colour: teal, looks: sea, length: { max: 3 }, least: 3, type: number, time: 5s, pages: 2 }
          - { colour: teal, looks: { $oneOf: [sea, sky] }, length: 3, least: 3, type: string, time: 5s, pages: 2 }
        steps:
          - call: GET /toys
            query: { colour: "${colour}" }
            walk: "${pages}"
            expect:
              - { within: "${time}", body: { data: [{ name: "${looks}" }] } }
              - body: { data: [{ name: { $all: [{ $length: "${length}" }, { $length: { min: "${least}" } }, { $type: "${type}" }] } }] }
      """)
    #expect(
      result.cases.dropFirst().map { $0.findings.filter { $0.requirement == "SUITE" }.count }
        == [0, 1, 1, 1, 1, 0], "\(result.cases.map(\.findings))")
  }

  @Test("what an unexpected refusal says of itself is told, without the secrets in it")
  func refusalWords() async throws {
    let detail = String(repeating: "x", count: 190) + "open-sesame"
    let shop = ScriptedShop { request, _ in
      request.url.hasSuffix("/toys")
        ? ScriptedShop.json(400, #"{"title":"no toys","detail":"\#(detail)","status":400}"#)
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run("- { case: A, steps: [{ call: GET /toys }] }")
    let finding = try #require(result.cases.last?.findings.first { $0.requirement == "SUITE" })
    let shown = String(repeating: "x", count: 190)
    #expect(finding.details == [#"the answer says: "no toys", "\#(shown)***…"#])
  }

  @Test("what stands around a mistake in a body has no part of a secret")
  func brokenBody() async throws {
    let rest = String(repeating: "x", count: 20)
    let shop = ScriptedShop { request, _ in
      request.url.hasSuffix("/toys")
        ? ScriptedShop.json(200, #"{"data":"open-sesame\#(rest)" oops}"#)
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run("- { case: A, steps: [{ call: GET /toys }] }")
    let finding = try #require(result.cases.last?.findings.first { $0.requirement == "RSP-03" })
    #expect(finding.got == "*** (byte 42)")
  }

  // MARK: Eventually

  private static func polling(_ words: String) -> String {
    """
    - case: Soon
      proves: [LIFE-01]
      steps:
        - { call: GET /toys, eventually: \(words), expect: { body: { data: { id: new } } } }
    """
  }

  @Test("a step that has to hold eventually is repeated until it does, and tells how long it took")
  func eventually() async throws {
    let shop = ScriptedShop { request, number in
      request.url.hasSuffix("/toys") && number == 2
        ? ScriptedShop.json(200, #"{"data":{"id":"new"}}"#) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.polling("{ every: 100ms, within: 1s }"))
    #expect(result.verdicts == [.passed], "\(result.cases)")
    #expect(shop.waits == [.milliseconds(100), .milliseconds(100)])
    let delay = try #require(result.cases.last?.delays.first)
    #expect(delay.isConsistent)
    #expect(delay.attempts == 3)
    #expect(delay.duration == .milliseconds(200))
  }

  @Test(
    "an empty list is asked for again until something is in it, and is open where it stays empty",
    arguments: [(2, Verdict.passed, 3), (9, .inconclusive, 5)])
  func eventuallyFilled(empty: Int, verdict: Verdict, sent: Int) async throws {
    let shop = ScriptedShop { request, number in
      guard request.url.hasSuffix("/toys") else { return ScriptedShop.answer(to: request) }
      return ScriptedShop.json(200, number < empty ? #"{"data":[]}"# : #"{"data":[{"id":"new"}]}"#)
    }
    let result = try await shop.run(
      """
      - case: Soon
        proves: [LIFE-01]
        steps:
          - { call: GET /toys, eventually: 1s, expect: { body: { data: { $each: { id: new } } } } }
      """)
    #expect(result.verdicts == [verdict], "\(result.cases)")
    #expect(shop.sent.count == sent)
    #expect(result.cases.last?.delays.map(\.isConsistent) == [verdict == .passed])
  }

  @Test(
    "answers that are long under way show what was so when they were asked for, and not in between",
    arguments: [(1, Verdict.inconclusive), (9, .failed)])
  func slowAnswers(old: Int, verdict: Verdict) async throws {
    let shop = ScriptedShop { request, number in
      guard request.url.hasSuffix("/toys") else { return ScriptedShop.answer(to: request) }
      var response = ScriptedShop.json(200, #"{"data":{"id":"\#(number < old ? "old" : "new")"}}"#)
      response.timings.total = .milliseconds(1500)
      return response
    }
    let result = try await shop.run(Self.polling("{ every: 250ms, within: 1s }"))
    #expect(result.verdicts == [verdict], "\(result.cases)")
    #expect(shop.sent.count == 2, "it is asked once more after an answer that came late")
  }

  @Test("a list that takes long to walk is asked for with its first page")
  func slowWalk() async throws {
    let shop = ScriptedShop { request, number in
      guard request.url.contains("/toys") else { return ScriptedShop.answer(to: request) }
      let further = #"{"data":[{"id":"x"}],"more":false,"next":null}"#
      let first = #"{"data":[{"id":"\#(number > 1 ? "new" : "old")"}],"more":true,"next":"p2"}"#
      let none = #"{"data":[],"more":false,"next":null}"#
      let isFurther = request.url.contains("cursor=")
      var response = ScriptedShop.json(200, isFurther ? further : number == 0 ? none : first)
      response.timings.total = .milliseconds(600)
      return response
    }
    let result = try await shop.run(
      """
      - case: Soon
        proves: [LIFE-01]
        steps:
          - call: GET /toys
            walk: all
            eventually: { every: 250ms, within: 1200ms }
            expect: { body: { data: { $contains: { id: new } } } }
      """)
    #expect(result.verdicts == [.inconclusive], "\(result.cases)")
    #expect(shop.sent.count == 5, "\(shop.sent)")
  }

  @Test("what does not hold in time fails, with the last answer as evidence")
  func never() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(Self.polling("1s"))
    #expect(result.verdicts == [.failed])
    #expect(shop.sent.count == 5, "at the start, and after each of four quarters of a second")
    let testCase = try #require(result.cases.last)
    #expect(testCase.findings.count == 1)
    #expect(testCase.findings.first?.exchange == 4)
    #expect(testCase.delays.map(\.isConsistent) == [false])
  }

  // MARK: Together

  @Test("requests sent together are each judged, and what did not overlap proves nothing")
  func together() async throws {
    let cases = """
      - case: All at once
        proves: [LIFE-01]
        steps: [{ call: GET /toys, together: 3 }]
      """
    let shop = ScriptedShop()
    let result = try await shop.run(cases)
    #expect(shop.sent.count == 3)
    // The engine of this test answers one after the other.
    #expect(result.verdicts == [.inconclusive])
    #expect(result.cases.last?.overlaps.map(\.requests) == [3])
    #expect(result.cases.last?.overlaps.map(\.overlapping) == [0])
    let odd = ScriptedShop { request, number in
      number == 1 && request.url.hasSuffix("/toys")
        ? ScriptedShop.json(404, "{}") : ScriptedShop.answer(to: request)
    }
    #expect(try await odd.run(cases).verdicts == [.failed])
  }

  @Test(
    "what puts a request off is an answer where it is expected",
    arguments: [
      (503, "[200, 503]", Verdict.passed), (425, "[200, 425]", .passed),
      (429, "[200, 429]", .passed),
      (425, "200", .inconclusive), (425, "[200, 4XX]", .inconclusive),
      (429, "[200, 503]", .inconclusive),
      (404, "[200, 503]", .failed),
    ])
  func expectedRefusals(_ status: Int, _ expected: String, _ verdict: Verdict) async throws {
    let shop = ScriptedShop { request, number in
      number == 1 && request.url.hasSuffix("/toys")
        ? ScriptedShop.json(status, "{}") : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      "- { case: A, steps: [{ call: GET /toys, together: 3, expect: { status: \(expected) } }] }")
    // The contract has no 5XX, which is a departure of its own.
    let own = result.cases.last?.findings.filter { $0.requirement == "SUITE" } ?? []
    #expect(own.isEmpty == (verdict != .failed))
    #expect(
      (result.cases.last?.reason?.contains("got no answer to judge") == true)
        == (verdict == .inconclusive), "\(result.cases)")
  }

  // MARK: Shared steps

  @Test("shared steps see what they are given and no more, and give what they declare")
  func sharedSteps() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: Uses
        effect: own
        let: { colour: outer }
        steps:
          - { use: a toy, with: { name: first }, save: { mine: toy } }
          - { use: common/look, with: { id: "${mine}", colour: "${colour}" } }
      """,
      head: """
        shared:
          a toy:
            inputs: { name: , colour: { default: "grey-${name}" } }
            steps:
              - call: makeToy
                body: { name: "${name}", colour: "${colour}" }
                save: { toy: /data/id }
                cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
            outputs: [toy]
        """,
      library: """
        shared:
          look:
            inputs: { id: { about: which one }, colour: }
            steps:
              - { use: see, with: { id: "${id}" } }
              - { call: GET /toys, query: { colour: "${colour}" } }
          see:
            inputs: { id: }
            steps: [{ call: "GET /toys/{id}", path: { id: "${id}" } }]
        """)
    #expect(result.verdicts == [.passed], "\(result.cases)")
    #expect(
      shop.sent == [
        "POST /toys", "GET /toys/toy-1", "GET /toys?colour=outer", "DELETE /toys/toy-1",
      ])
    #expect(
      result.cases.last?.exchanges.map(\.purpose) == [
        "step 1, a toy, step 1", "step 2, common/look, step 1, common/see, step 1",
        "step 2, common/look, step 2", "cleanup",
      ])
  }

  @Test(
    "a step that only prepares is not held against what its case proves",
    arguments: [
      ("[]", "SUITE", Verdict.blocked), ("[LIFE-04]", "LIFE-04", .blocked),
      ("LIFE-01", "LIFE-01", .failed),
    ])
  func preparation(proves: String, broken: String, verdict: Verdict) async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: Prepared
        proves: LIFE-01
        steps:
          - { use: a look }
          - { call: GET /toys, expect: { status: 200 } }
      """,
      head: """
        shared:
          a look:
            steps: [{ call: GET /toys, proves: \(proves), expect: { status: 404 } }]
        """)
    let decided = try #require(result.cases.last)
    #expect(decided.verdict == .failed)
    #expect(decided.findings.map(\.requirement.description) == [broken])
    #expect(decided.requirements.first { $0.id == "LIFE-01" }?.verdict == verdict)
  }

  // MARK: Fixtures

  private static let fixture = """
    fixtures:
      a toy:
        steps:
          - \(created)
        outputs: [toy]
    """
  private static let users = """
    - case: One
      fixtures: [a toy]
      effect: own
      steps: [{ call: "GET /toys/{id}", path: { id: "${toy}" } }]
    - case: Two
      fixtures: [a toy]
      effect: own
      steps: [{ call: "GET /toys/{id}", path: { id: "${toy}" } }]
    - { case: Other, steps: [{ call: GET /toys }] }
    """

  @Test(
    "a fixture is made once and removed after the last case that uses it", arguments: [1, 2, 8])
  func fixtures(concurrency: Int) async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(Self.users, concurrency: concurrency, head: Self.fixture)
    #expect(result.verdicts == [.passed, .passed, .passed, .passed], "\(result.cases)")
    #expect(result.cases.dropFirst().first?.id == "shop/shop/fixture/a-toy")
    let sent = shop.sent
    #expect(sent.count { $0 == "POST /toys" } == 1)
    #expect(sent.count { $0 == "DELETE /toys/toy-1" } == 1)
    let removed = try #require(sent.firstIndex(of: "DELETE /toys/toy-1"))
    #expect(sent[..<removed].count { $0 == "GET /toys/toy-1" } == 2)
  }

  @Test("cases whose fixture failed are blocked by it, and nothing of theirs is sent")
  func failedFixture() async throws {
    let shop = ScriptedShop { request, _ in
      request.method == "POST"
        ? ScriptedShop.json(404, "{}") : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.users, head: Self.fixture)
    #expect(result.verdicts == [.failed, .blocked, .blocked, .passed])
    #expect(shop.sent == ["POST /toys", "GET /toys"])
    #expect(
      result.cases.last { $0.verdict == .blocked }?.reason
        == #"did not run: its fixture "a toy" failed"#)
  }

  @Test("a fixture that failed ends a run that is to fail fast", arguments: [1, 2])
  func failFast(concurrency: Int) async throws {
    let shop = ScriptedShop { request, _ in
      request.method == "POST"
        ? ScriptedShop.json(404, "{}") : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: One
        fixtures: [a toy]
        effect: own
        exclusive: true
        steps: [{ call: "GET /toys/{id}", path: { id: "${toy}" } }]
      - { case: Other, exclusive: true, steps: [{ call: GET /toys }] }
      - case: Two
        fixtures: [a toy]
        effect: own
        exclusive: true
        steps: [{ call: "GET /toys/{id}", path: { id: "${toy}" } }]
      """, concurrency: concurrency, failsFast: true, head: Self.fixture)
    #expect(result.verdicts == [.failed, .blocked, .notRun, .notRun])
    #expect(shop.sent == ["POST /toys"])
  }

  @Test("a fixture that no case of the run uses is not made")
  func unusedFixture() async throws {
    let observed = ScriptedShop()
    let result = try await observed.run(Self.users, profile: .observe, head: Self.fixture)
    #expect(result.verdicts == [.skipped, .skipped, .skipped, .passed])
    #expect(observed.sent == ["GET /toys"])
    let selected = ScriptedShop()
    let other = try await selected.run(
      Self.users, only: ["shop/shop/other"], head: Self.fixture)
    #expect(other.verdicts == [.passed])
  }

  @Test("a fixture lives through all rounds of the cases that use it")
  func fixtureRounds() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(Self.users, rounds: 3, head: Self.fixture)
    #expect(result.verdicts == [.passed, .passed, .passed, .passed])
    #expect(shop.sent.count { $0 == "POST /toys" } == 1)
    #expect(shop.sent.count { $0 == "GET /toys/toy-1" } == 6)
  }

  @Test("nothing runs beside a case that runs alone, the removal of a fixture neither")
  func exclusiveCase() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: One
        fixtures: [a toy]
        effect: own
        steps: [{ call: "GET /toys/{id}", path: { id: "${toy}" } }]
      - { case: Alone, exclusive: true, steps: [{ call: GET /toys, query: { colour: alone } }] }
      """, concurrency: 4, head: Self.fixture)
    #expect(result.verdicts == [.passed, .passed, .passed])
    #expect(shop.mostAtOnce(with: "alone") == 1)
    #expect(shop.sent.last == "GET /toys?colour=alone")
  }

  // MARK: Bounds

  @Test("a case that takes longer than it may is stopped, and cleaned up")
  func timeLimit() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      """
      - case: Slow
        effect: own
        timeout: 2s
        steps:
          - \(Self.created)
          - { call: "GET /toys/{id}", path: { id: "${toy}" }, wait: 3s }
      """)
    #expect(result.verdicts == [.errored])
    #expect(
      result.cases.last?.reason
        == "shop/shop.suite.yaml:3:3: the case took longer than the 2.0 s it may")
    #expect(shop.sent == ["POST /toys", "DELETE /toys/toy-1"])
    #expect(shop.waits == [.seconds(2)])
  }

  @Test(
    "PUT and DELETE are sent again when nothing was answered; what may be the doing of the first attempt is open",
    arguments: [
      ("DELETE", 1, TransportError.Phase.awaitingResponse, 200, Verdict.passed, 2),
      ("DELETE", 9, .awaitingResponse, 200, .errored, 4),
    ])
  func lostChange(
    method: String, losses: Int, phase: TransportError.Phase, status: Int, verdict: Verdict,
    sent: Int
  ) async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      guard request.method == method else { return ScriptedShop.answer(to: request) }
      if number < losses { throw TransportError(.connectionLost, phase: phase, "connection lost") }
      return ScriptedShop.json(status, status < 400 ? #"{"data":{}}"# : #"{"error":{}}"#)
    }
    let result = try await shop.run(
      """
      - case: Change
        effect: own
        steps:
          - { call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id } }
          - { call: "\(method) /toys/{id}", path: { id: "${toy}" }\(method == "PATCH" ? ", body: {}" : "") }
      """)
    #expect(result.verdicts == [verdict], "\(result.cases.last?.reason ?? "")")
    #expect(shop.sent.count { $0.hasPrefix(method) } == sent)
    #expect(result.environment.resentCount == sent - 1)
  }

  /// A value kept that the answer does not have, and a step that goes on with it.
  private static let missingValue = """
    save: { location: /data/location } }
        - { call: GET /toys, query: { colour: "${location}" }
    """

  @Test(
    "what the answer to a second attempt shows may be due to the first one, and leaves the case open",
    arguments: [
      ("expect: { status: 201 }", 1, Verdict.inconclusive),
      ("expect: { body: { data: { version: 1 } } }", 1, .inconclusive),
      ("expect: { status: 200, body: { data: { version: 1 } } }", 1, .inconclusive),
      (missingValue, 1, .inconclusive),
      ("expect: { body: { data: { version: 2 } } }", 1, .passed),
      ("expect: { body: { data: { version: 1 } } }", 0, .failed),
      (missingValue, 0, .failed),
    ])
  func repeatedChange(step: String, losses: Int, verdict: Verdict) async throws {
    for proves in ["proves: LIFE-04", ""] {
      let shop = ScriptedShop { request, number throws(TransportError) in
        guard request.method == "DELETE" else { return ScriptedShop.answer(to: request) }
        // However often the case is begun anew.
        if losses > 0, number.isMultiple(of: 2) {
          throw TransportError(.connectionLost, phase: .awaitingResponse, "connection lost")
        }
        return ScriptedShop.json(200, #"{"data":{"version":2}}"#)
      }
      let result = try await shop.run(
        """
        - case: Change
          effect: own
          \(proves)
          steps:
            - { call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id } }
            - { call: "DELETE /toys/{id}", path: { id: "${toy}" }, \(step) }
        """)
      let decided = try #require(result.cases.last)
      #expect(result.verdicts == [verdict], "\(proves): \(decided)")
      if verdict == .inconclusive {
        #expect(decided.reason?.contains("the first attempt may have taken effect") == true)
        #expect(!decided.findings.contains { $0.severity == .fail }, "\(decided.findings)")
      }
    }
  }

  @Test("what a create without an answer has made is found by what the run made up, and removed")
  func lostCreate() async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.method == "POST" {
        throw TransportError(.connectionLost, phase: .receiving, "connection lost")
      }
      guard request.method == "GET", request.url.contains("/toys") else {
        return ScriptedShop.answer(to: request)
      }
      return request.url.contains("cursor=")
        ? ScriptedShop.json(
          200,
          #"{"data":[{"id":"a/b","name":"cft7-0001"},{"id":"c","name":"cft7-0012"}],"more":false}"#)
        : ScriptedShop.json(
          200, #"{"data":[{"id":"d","name":"x cft7-0001"}],"more":true,"next":"p2"}"#)
    }
    let result = try await shop.run(
      """
      - case: Make
        effect: own
        steps:
          - \(Self.created)
      """)
    #expect(result.verdicts == [.errored])
    #expect(result.notices.isEmpty, "\(result.notices)")
    #expect(
      shop.sent.prefix(4)
        == ["POST /toys", "GET /toys", "GET /toys?cursor=p2", "DELETE /toys/a%2Fb"])
  }

  @Test(
    "nothing is looked for that another case may have made, or that is not the step's own",
    arguments: [
      #"{ call: makeToy, body: { name: "${run}" }, save: { toy: /data/id }, "#
        + #"cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } } }"#,
      #"{ call: GET /toys, race: { winners: 2, beside: "#
        + #"[{ call: makeToy, body: { name: "${nonce}" } }] }, save: { toy: /data/id }, "#
        + #"cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } } }"#,
    ])
  func lostStranger(step: String) async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.method == "POST" {
        throw TransportError(.connectionLost, phase: .receiving, "connection lost")
      }
      return ScriptedShop.json(
        200, #"{"data":[{"id":"other","name":"cft7"},{"id":"another","name":"cft7-0001"}]}"#)
    }
    _ = try await shop.run("- { case: Make, effect: own, steps: [\(step)] }")
    #expect(!shop.sent.contains { $0.contains("other") }, "\(shop.sent)")
  }

  @Test("a create that the target failed at may have been made all the same")
  func failedCreate() async throws {
    let shop = ScriptedShop { request, _ in
      switch request.method {
      case "POST": ScriptedShop.json(504, #"{"error":"late"}"#)
      case "GET" where request.url.contains("/toys"):
        ScriptedShop.json(200, #"{"data":[{"id":"made","name":"cft7-0001"}],"more":false}"#)
      default: ScriptedShop.answer(to: request)
      }
    }
    let result = try await shop.run("- { case: Make, effect: own, steps: [\(Self.created)] }")
    #expect(result.verdicts == [.failed])
    #expect(shop.sent.last == "DELETE /toys/made", "\(shop.sent)")
  }

  @Test("what a request made that was to be refused is removed as well", arguments: [201, 400])
  func unwantedCreate(status: Int) async throws {
    let shop = ScriptedShop { request, _ in
      request.method == "POST"
        ? ScriptedShop.json(status, #"{"data":{"id":"toy-1","name":"cft7-0001"}}"#)
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Refuse
        effect: own
        steps:
          - { call: makeToy, body: { name: "${nonce}" }, faulty: true, expect: { status: [201, 400] } }
      """)
    #expect(result.notices.isEmpty, "\(result.notices)")
    // A target that is wrong in what it says is not believed in what it did.
    #expect(shop.sent == ["POST /toys", status == 201 ? "DELETE /toys/toy-1" : "GET /toys"])
  }

  @Test("a method in small letters changes strangers' things no more than one in capitals")
  func smallLetters() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      #"- { case: Raw, effect: own, steps: [{ raw: "delete /toys/1", expect: { status: 404 } }] }"#)
    #expect(result.verdicts == [.errored])
    #expect(shop.sent.isEmpty)
  }

  @Test("an id that the request named is not what it created")
  func idsBeside() async throws {
    let shop = ScriptedShop { request, _ in
      request.method == "POST"
        ? ScriptedShop.json(200, #"{"data":{"id":"toy-1","shelf":{"id":"shelf-9"}}}"#)
        : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Make
        effect: own
        steps:
          - call: makeToy
            body: { shelf: { id: shelf-9 } }
            save: { toy: /data/id, shelf: /data/shelf/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
          - { call: "DELETE /toys/{id}", path: { id: "${shelf}" } }
      """)
    #expect(result.verdicts == [.errored])
    #expect(shop.sent == ["POST /toys", "DELETE /toys/toy-1"])
  }

  @Test("what a case proves is not shown by the steps before the one that came to no answer")
  func unfinished() async throws {
    let shop = ScriptedShop { request, _ in
      request.url.contains("/toys")
        ? ScriptedShop.json(503, "{}") : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Look
        proves: LIFE-04
        steps:
          - { call: GET /branches, expect: { status: 200 } }
          - { call: GET /toys, open_on: [503] }
      """)
    let decided = try #require(result.cases.last)
    #expect(decided.requirements.first { $0.id == "LIFE-04" }?.verdict == .inconclusive)
    #expect(result.coverage?.requirements.first { $0.id == "LIFE-04" }?.isJudged == false)
  }

  @Test("a variable that the target does not tell keeps nothing else from being asked")
  func untold() async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.url.contains("/toys?colour=") {
        throw TransportError(.timeout, phase: .receiving, "no answer in time")
      }
      return ScriptedShop.json(200, #"{"data":[{"n":1},{"n":2}]}"#)
    }
    var folder = ShopFiles()
    folder.profile = ShopFiles.profile.replacing(
      "variables:",
      with: """
        variables:
          lost: { from: { call: GET /toys, query: { colour: red }, value: /data } }
          one: { from: { call: GET /branches, value: /data/*/n } }
          two: { from: { call: GET /branches, value: /data/*/n, except: one } }
        """)
    let result = try await shop.run(
      """
      - { case: A, when: [lost], steps: [{ call: GET /branches, expect: { body: { n: "${lost}" } } }] }
      - { case: B, steps: [{ call: GET /branches, expect: { body: { data: { 1: { n: "${two}" }, 0: { n: "${one}" } } } } }] }
      """, folder: folder)
    #expect(result.notices.map(\.code) == ["variable-untold"])
    #expect(result.verdicts.first == .skipped)
    #expect(result.cases.last?.exchanges.count == 1)
  }

  @Test("an input that an optional variable leaves out takes its default")
  func omittedInput() async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(
      #"- { case: A, steps: [{ use: look, with: { colour: "${till?}" } }] }"#,
      head: """
        shared:
          look:
            inputs: { colour: { default: teal } }
            steps: [{ call: GET /toys, query: { colour: "${colour}" } }]
        """)
    #expect(result.verdicts == [.passed])
    #expect(shop.sent == ["GET /toys?colour=teal"])
  }

  @Test("a race of which a request got no answer says nothing about what it left")
  func lostRace() async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      if request.method == "PATCH", !number.isMultiple(of: 2) {
        throw TransportError(.connectionLost, phase: .receiving, "connection lost")
      }
      return ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Race
        effect: own
        steps:
          - \(Self.created)
          - call: "PATCH /toys/{id}"
            path: { id: "${toy}" }
            body: { name: a }
            race: { copies: 2, winners: 2 }
          - { call: "GET /toys/{id}", path: { id: "${toy}" }, expect: { body: { data: { id: b } } } }
      """)
    #expect(result.verdicts == [.errored])
    #expect(shop.sent.last == "DELETE /toys/toy-1")
  }

  @Test("once something was left behind nothing more is changed, and reading goes on")
  func leftover() async throws {
    let shop = ScriptedShop { request, _ in
      request.method == "DELETE"
        ? ScriptedShop.json(409, "{}") : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      """
      - case: Make
        effect: own
        steps:
          - \(Self.created)
      - { case: Make more, effect: own, steps: [{ call: makeToy, body: {} }] }
      - { case: Read, steps: [{ call: GET /toys }] }
      """)
    #expect(result.verdicts == [.errored, .blocked, .passed])
    #expect(result.notices.map(\.code) == ["cleanup-failed"])
    #expect(shop.sent == ["POST /toys", "DELETE /toys/toy-1", "GET /toys"])
  }

  @Test(
    "what reaches people stays within the number that the profile allows",
    arguments: [(2, [Verdict.passed, .inconclusive]), (3, [.passed, .passed])])
  func externalLimit(limit: Int, verdicts: [Verdict]) async throws {
    let shop = ScriptedShop()
    let send = "{ call: makeToy, body: {} }"
    let result = try await shop.run(
      """
      - { case: One, effect: external, steps: [\(send)] }
      - { case: Two, effect: external, steps: [\(send), { call: GET /toys }, \(send)] }
      """, profileLines: "external_limit: \(limit)")
    #expect(result.verdicts == verdicts)
    #expect(shop.sent.count { $0 == "POST /toys" } == limit)
  }

  @Test("owner, links and tags go with the case into the results")
  func belongings() async throws {
    let result = try await ScriptedShop().run(
      """
      - { case: A, owner: a team, links: [T-1], tags: [b], steps: [{ call: GET /toys }] }
      - { case: B, steps: [{ call: GET /toys }] }
      """, head: "owner: everybody\nlinks: ['https://shop.test/spec']\ntags: [a]")
    let cases = result.cases.dropFirst()
    #expect(cases.map(\.owner) == ["a team", "everybody"])
    #expect(cases.map(\.links) == [["https://shop.test/spec", "T-1"], ["https://shop.test/spec"]])
    #expect(cases.map(\.tags) == [["a", "b"], ["a"]])
  }
}
