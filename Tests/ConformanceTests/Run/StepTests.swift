import Conformance
import Diagnostics
import Testing

/// One case of steps and what has to become of it.
struct StepCase: Sendable, CustomTestStringConvertible {
  var claim: String
  var verdict: Verdict
  /// The lines of the case below its title.
  var lines: String

  init(_ claim: String, _ verdict: Verdict, _ lines: String) {
    self.claim = claim
    self.verdict = verdict
    self.lines = lines
  }

  var testDescription: String { claim }

  var scenario: ProbeScenario {
    let indented = lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    return ProbeScenario(
      suite: "suite: Steps\ncases:\n  - case: A case\n    effect: own\n\(indented)\n",
      server: InventedServer(foreignItems: 12))
  }
}

@Suite("Suite: steps")
struct StepTests {
  static let create = """
      - call: POST /items
        body: { name: "${nonce}-${index}" }
        save: { item: /data/id }
        cleanup: { call: "DELETE /items/{id}", path: { id: "${item}" } }
    """

  static let walks = [
    StepCase(
      "a walk finds what is on a later page", .passed,
      """
      proves: [LIFE-03]
      steps:
      \(create)
        - call: GET /items
          query: { limit: "2" }
          walk: all
          expect: { body: { data: { $once: { id: "${item}" } }, has_more: false } }
      """),
    StepCase(
      "a walk of few pages sees no others", .failed,
      """
      proves: [LIFE-03]
      steps:
        - call: GET /items
          query: { limit: "2" }
          walk: 2
          expect: { body: { data: { $fits: { minItems: 5 } } } }
      """),
    StepCase(
      "an element is chosen by its looks", .passed,
      """
      proves: [LIFE-03]
      steps:
      \(create)
        - call: GET /items
          walk: all
          save: { found: { in: /data, like: { content: "${nonce}-0" }, value: /id } }
        - { call: GET /items, walk: all, expect: { body: { data: { $contains: { id: "${found}" } } } } }
      """),
    StepCase(
      "a list without the element leaves the case open", .inconclusive,
      """
      proves: [LIFE-03]
      steps:
        - { call: GET /items, save: { found: { in: /data, like: { tag: green }, value: /id } } }
        - { call: GET /items, expect: { body: { data: { $contains: { id: "${found}" } } } } }
      """),
    StepCase(
      "a status that says nothing leaves the case open", .inconclusive,
      """
      proves: [LIFE-09]
      steps:
        - { raw: GET /nothing, open_on: [404, 410], expect: { status: 200 } }
      """),
  ]

  static let races = [
    StepCase(
      "all of a race may win", .passed,
      """
      proves: [IDM-11]
      trials: 3
      steps:
        - call: POST /items
          body: { name: "${nonce}-${index}" }
          race: { copies: 4, winners: 4 }
          save: { item: /data/id }
          cleanup: { call: "DELETE /items/{id}", path: { id: "${item}" } }
      """),
    StepCase(
      "two winners are one too many", .failed,
      """
      proves: [IDM-32]
      trials: 3
      steps:
        - call: POST /items
          body: { name: "${nonce}-${index}" }
          race: { copies: 2, winners: 1, losers: { status: 400 } }
          save: { item: /data/id }
          cleanup: { call: "DELETE /items/{id}", path: { id: "${item}" } }
      """),
    StepCase(
      "losers of which only the body is told are refused", .passed,
      """
      proves: [IDM-32]
      steps:
        - call: POST /items
          body: { name: "${nonce}" }
          race:
            beside: [ { call: POST /items, body: {} } ]
            losers: { body: {} }
          save: { item: /data/id }
          cleanup: { call: "DELETE /items/{id}", path: { id: "${item}" } }
      """),
    StepCase(
      "losers have to lose as expected", .failed,
      """
      proves: [IDM-32]
      steps:
        - call: POST /items
          body: { name: "${nonce}" }
          race:
            beside: [ { call: POST /items, body: {} } ]
            losers: { status: 409 }
          save: { item: /data/id }
          cleanup: { call: "DELETE /items/{id}", path: { id: "${item}" } }
      """),
  ]

  @Test("are walked, chosen from and raced", arguments: walks + races)
  func steps(_ testCase: StepCase) async throws {
    let scenario = testCase.scenario
    let result = try await scenario.run()
    #expect(result.verdict == testCase.verdict, "\(result.summary)")
    #expect(scenario.server.itemCount == 12, "what the case created is gone")
  }

  @Test("a race in which nothing overlaps proves nothing")
  func serialRace() async throws {
    var testCase = Self.races[0]
    testCase.claim = "serial"
    let scenario = ProbeScenario(
      suite: testCase.scenario.suite, server: InventedServer(keying: [.racesAreSerial]))
    let result = try await scenario.run()
    #expect(result.requirements(.inconclusive) == ["IDM-11"], "\(result.summary)")
  }

  @Test("a departure on a walked list points into the page that shows it")
  func placeOfDeparture() async throws {
    let testCase = StepCase(
      "each", .failed,
      """
      proves: [PAG-19]
      steps:
      \(Self.create)
        - { call: GET /items, query: { limit: "5" }, walk: all, expect: { body: { data: { $each: { tag: blue } } } } }
      """)
    let result = try await testCase.scenario.run()
    let finding = try #require(result.findings.first { $0.requirement == "PAG-19" })
    let exchange = try #require(finding.exchange)
    guard case .body(let pointer) = finding.place else {
      Issue.record("the place is \(finding.place)")
      return
    }
    #expect(result.exchanges[exchange].purpose.contains("page"))
    #expect((pointer.tokens.dropFirst().first.flatMap { Int($0) } ?? 99) < 5)
  }
}

@Suite("Suite: bounds")
struct BoundTests {
  /// A value beside the bound `2026-01-01T00:00:00Z`, and whether it is not before and not after.
  static let instants: [(text: String, notBefore: Verdict, notAfter: Verdict)] = [
    ("2026-01-01T00:00:00Z", .passed, .passed),
    ("2025-12-31T23:59:59.999999999Z", .failed, .passed),
    ("2026-01-01T07:00:00+07:00", .passed, .passed),
    ("2026-01-01T00:00:00.10Z", .passed, .failed),
    ("2025-12-31t16:59:00-07:00", .failed, .passed),
    ("yesterday", .failed, .failed),
  ]

  @Test("instants are compared to the last digit", arguments: instants)
  func instant(_ example: (text: String, notBefore: Verdict, notAfter: Verdict)) async throws {
    for (matcher, verdict) in [("$notBefore", example.notBefore), ("$notAfter", example.notAfter)] {
      let result = try await StepCase(
        matcher, verdict,
        """
        proves: [LIFE-06]
        steps:
          - call: POST /items
            body: { name: "\(example.text)" }
            expect: { body: { data: { content: { \(matcher): "2026-01-01T00:00:00Z" } } } }
            save: { item: /data/id }
            cleanup: { call: "DELETE /items/{id}", path: { id: "${item}" } }
        """
      ).scenario.run()
      #expect(result.verdict == verdict, "\(matcher) \(result.summary)")
    }
  }

  @Test("an order of values is the one given", arguments: ["b", "c", "a", "d"])
  func order(_ value: String) async throws {
    let result = try await StepCase(
      value, .passed,
      """
      proves: [LIFE-06]
      steps:
        - call: POST /items
          body: { name: \(value) }
          expect: { body: { data: { content: { $notBefore: { value: b, order: [a, b, c] } } } } }
          save: { item: /data/id }
          cleanup: { call: "DELETE /items/{id}", path: { id: "${item}" } }
      """
    ).scenario.run()
    #expect((result.verdict == .passed) == (value == "b" || value == "c"), "\(result.summary)")
  }
}
