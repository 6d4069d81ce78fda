import Conformance
import Diagnostics
import Testing

/// Cases that can be used, and what is said about them all the same.
struct RemarkedSuite: CustomTestStringConvertible {
  let testDescription: String
  let cases: String
  /// The code and fix of what is said; nil for nothing.
  let remark: Remark?

  struct Remark: Equatable {
    let code: String
    let fix: String
  }

  init(_ title: String, _ cases: String, _ remark: (code: String, fix: String)? = nil) {
    testDescription = title
    self.cases = cases
    self.remark = remark.map { Remark(code: "suite." + $0.code, fix: $0.fix) }
  }

  private static let cleanUp = (
    "left-behind", #"save its id, and add "cleanup: { call: DELETE /toys/{id}, … }""#
  )

  private static let unaware = (
    "unexpected-refusal", #"add "status: 4XX" to "expect:", or the statuses that will do"#
  )

  private static let foreign = ("foreign-place", #"write "${toy}""#)

  /// A case that keeps a toy, and makes a call.
  private static func placed(_ call: String) -> String {
    """
    - case: A
      effect: own
      steps:
        - { call: GET /toys, query: { colour: red }, save: { toy: /data/0/id } }
        - { call: "GET /toys/{id}", path: { id: "${toy}" } }
        - { call: \(call) }
    """
  }

  static let all: [RemarkedSuite] = [
    RemarkedSuite(
      "a create without a cleanup",
      "- { case: A, effect: own, steps: [{ call: «makeToy», body: {} }] }", cleanUp),
    RemarkedSuite(
      "a create that is removed by its cleanup",
      """
      - case: A
        effect: own
        steps:
          - call: makeToy
            body: {}
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      """),
    RemarkedSuite(
      "a create that a later step removes",
      """
      - case: A
        effect: own
        steps:
          - { call: makeToy, body: {}, save: { toy: /data/id } }
          - { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      """),
    RemarkedSuite(
      "a create by a rival of a race",
      """
      - case: A
        effect: own
        steps:
          - call: «makeToy»
            body: {}
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
            race: { winners: 2, beside: [{ call: makeToy, body: {} }] }
      """, cleanUp),
    RemarkedSuite(
      "several creates by rivals of a race, once",
      """
      - case: A
        effect: own
        steps:
          - call: «makeToy»
            body: {}
            race: { winners: 3, beside: [{ call: makeToy, body: {} }, { call: POST /toys, body: {} }] }
      """, cleanUp),
    RemarkedSuite(
      "creates of shared steps, where they stand",
      """
      - { case: A, effect: own, steps: [{ use: toys }, { use: toys }] }
      - { case: B, effect: own, steps: [{ use: toys }] }
      shared: { toys: { steps: [{ call: «makeToy», body: {} }] } }
      """, cleanUp),
    RemarkedSuite(
      "creates of shared steps that others use",
      """
      - { case: A, effect: own, steps: [{ use: toys }, { use: toy }] }
      shared: { toys: { steps: [{ use: toy }] }, toy: { steps: [{ call: «makeToy», body: {} }] } }
      """, cleanUp),
    RemarkedSuite(
      "creates of shared steps that the case removes",
      """
      - case: A
        effect: own
        steps:
          - { use: a toy, save: { toy: toy } }
          - { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      shared:
        a toy: { steps: [{ call: makeToy, body: {}, save: { toy: /data/id } }], outputs: [toy] }
      """),
    RemarkedSuite(
      "a name of the profile that a case gives another value",
      """
      - case: A
        let: { till: "${till}-b" }
        steps: [{ call: GET /toys, query: { colour: "${till}" }, save: { till: /data/0/id } }]
      """),
    RemarkedSuite(
      "a create that has to be refused",
      "- { case: A, effect: own, steps: [{ call: makeToy, body: {}, expect: { status: 422 } }] }"),
    RemarkedSuite(
      "a create that is wrong on purpose",
      """
      - case: A
        effect: own
        steps: [{ call: makeToy, body: {}, faulty: true, expect: { status: 4XX } }]
      """),
    RemarkedSuite(
      "a request that is to be refused, and is expected to succeed",
      "- { case: A, steps: [{ call: GET /toys, faulty: «true» }] }",
      ("unexpected-refusal", #"add "expect: { status: 4XX }", or the statuses that will do"#)),
    RemarkedSuite(
      "a request that is to be refused, and whose answer has to come in time",
      "- { case: A, steps: [{ call: GET /toys, faulty: «true», expect: { within: 5s } }] }",
      unaware),
    RemarkedSuite(
      "a request that is to be refused, and whose answers are told by two expectations",
      """
      - case: A
        steps:
          - call: GET /toys
            faulty: «true»
            expect: [{ within: 5s }, { headers: { X-Kind: { $present: true } } }]
      """, unaware),
    RemarkedSuite(
      "a row whose request is to be refused",
      """
      - case: A ${bad}
        rows: [{ bad: true }, { bad: false }]
        steps: [{ call: GET /toys, faulty: «"${bad}"», expect: { within: 5s } }]
      """, unaware),
    RemarkedSuite(
      "a request that breaks the contract, and that a lenient server takes",
      """
      - case: A
        steps:
          - { call: GET /toys, faulty: true, expect: { body: { data: { $present: true } } } }
          - { call: GET /toys, faulty: true, expect: { status: 2XX, within: 5s } }
          - { call: GET /toys, faulty: true, expect: [{ within: 5s }, { status: [200, 400] }] }
      """),
    RemarkedSuite(
      "a request that is no operation's, and in time",
      "- { case: A, steps: [{ raw: GET /somewhere, expect: { within: 5s } }] }"),
    RemarkedSuite(
      "a race of requests that all have to be refused",
      """
      - case: A
        steps:
          - call: GET /toys
            faulty: true
            race: { copies: 2, winners: 0, losers: { status: 4XX } }
      """),
    RemarkedSuite(
      "a name in the braces of another language",
      placed(#""GET /toys/{id}", path: { id: «"{{toy}}"» }"#), foreign),
    RemarkedSuite(
      "a name in single braces", placed(#""GET /toys/{id}", path: { id: «"{toy}"» }"#), foreign),
    RemarkedSuite(
      "a name behind a dollar", placed(#""GET /toys/{id}", path: { id: «$toy» }"#), foreign),
    RemarkedSuite(
      "a name in braces that is part of a value of the path",
      placed(#""GET /toys/{id}", path: { id: «"toy {{ toy }}!"» }"#),
      ("foreign-place", #"write "toy ${toy}!""#)),
    RemarkedSuite(
      "a name in braces that is all of a member",
      placed(#""PATCH /toys/{id}", path: { id: "${toy}" }, body: { a: [«"{{toy}}"»] }"#), foreign),
    RemarkedSuite(
      "a name behind a dollar that is part of a value of the path",
      placed(#""GET /toys/{id}", path: { id: «a/$toy» }"#),
      ("foreign-place", #"write "a/${toy}""#)),
    RemarkedSuite(
      "a function behind a dollar",
      placed(#""PATCH /toys/{id}", path: { id: "${toy}" }, body: { name: «$nonce» }"#),
      ("foreign-place", #"write "${nonce}""#)),
    RemarkedSuite(
      "a function behind a dollar that is part of a text",
      placed(#""PATCH /toys/{id}", path: { id: "${toy}" }, body: { name: «"Toy $nonce!"» }"#),
      ("foreign-place", #"write "Toy ${nonce}!""#)),
    RemarkedSuite(
      "a name behind a dollar that is expected",
      placed(#"GET /toys, expect: { body: { data: [{ $all: [{ id: «$toy» }] }] } }"#), foreign),
    RemarkedSuite(
      "a function behind a dollar that is expected in a field",
      placed(#"GET /toys, expect: [{ status: 200 }, { headers: { X-A: «a $nonce» } }]"#),
      ("foreign-place", #"write "a ${nonce}""#)),
    RemarkedSuite(
      "dollars that mean themselves in what is sent and expected",
      """
      - case: A
        effect: own
        steps:
          - { call: GET /toys, save: { toy: /data/0/id } }
          - call: "PATCH /toys/{id}"
            path: { id: "${toy}" }
            body: { a: $$nonce, b: '\\$nonce', c: US$run, d: $nonces, e: $5, f: "$", g: $now-5 }
            expect: { body: { a: "a $toy", b: "{toy}", c: { $pattern: $nonce }, d: "{{toy}}" } }
          - { raw: GET /toys, query: { a: $nonce }, expect: { status: 400, body: { a: $nonce } } }
      """),
    RemarkedSuite(
      "braces and dollars that mean no variable, or mean themselves",
      """
      - case: A
        effect: own
        steps:
          - { call: GET /toys, save: { toy: /data/0/id } }
          - { call: "GET /toys/{id}", path: { id: "{toys}" } }
          - { call: "GET /toys/{id}", path: { id: "{toy}" }, faulty: true, expect: { status: 404 } }
          - { call: "GET /toys/{id}", path: { id: "$toy-1" } }
          - { call: "GET /toys/{id}", path: { id: "{${toy}}" } }
          - { call: "GET /toys/{id}", path: { id: "{{toy}" } }
          - { raw: GET /toys, query: { a: "{toy}" } }
          - { call: GET /toys, headers: { X-A: "a $toy", X-B: "{ toy: 1 }" } }
          - { call: GET /toys, headers: { Link: "</toys/{toy}>; rel=x" } }
          - { call: GET /toys, query: { colour: "red{toy}" } }
          - { call: GET /toys, query: { colour: "{ toy }" } }
          - { call: "PATCH /toys/{id}", path: { id: "${toy}" }, body: { name: "Dear {{toy}}," } }
      """),
    RemarkedSuite(
      "a request that is no operation's, and succeeds",
      "- { case: A, steps: [{ raw: GET /somewhere }] }"),
    RemarkedSuite(
      "a create of a probe without a cleanup",
      """
      - case: A
        probe: http
        effect: own
        call: GET /toys
        create: { call: «makeToy», body: { name: "${token}" }, id: /data/id }
      """, cleanUp),
    RemarkedSuite(
      "what keys make happen without a cleanup",
      """
      - case: A
        probe: idempotency
        effect: own
        call: «makeToy»
        body: { name: "${token}" }
        target: /data/id
      """, cleanUp),
    RemarkedSuite(
      "what keys make happen, and a cleanup removes",
      """
      - case: A
        probe: idempotency
        effect: own
        call: makeToy
        body: { name: "${token}" }
        target: /data/id
        cleanup: { call: "DELETE /toys/{id}", path: { id: "${id}" } }
      """),
    RemarkedSuite(
      "a member that is nearly one of the contract's",
      """
      - case: A
        effect: own
        steps:
          - call: makeToy
            body: { name: bear, «color»: red }
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      """, ("unknown-member", #"write "colour""#)),
    RemarkedSuite(
      "a member inside of another one, through a value of a row",
      """
      - case: A
        effect: own
        rows: [{ size: { «widht»: 1 } }, { size: { width: 2 } }]
        steps:
          - call: makeToy
            body: { size: "${size}" }
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      """, ("unknown-member", #"write "width""#)),
    RemarkedSuite(
      "a choice of nothing",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: { data: { $oneOf: «[]» } } } }] }",
      ("impossible-expectation", "add a value")),
    RemarkedSuite(
      "a choice of nothing where nothing need be",
      """
      - case: A
        steps:
          - call: GET /toys
            expect: { body: { a: { $ifPresent: { $oneOf: [] } }, b: { $each: { $oneOf: [] } } } }
          - { call: GET /toys, expect: { body: { c: { $not: { $oneOf: [] } }, d: { $all: [] } } } }
      """),
    RemarkedSuite(
      "numbers from five on and up to three",
      """
      - case: A
        steps:
          - call: GET /toys
            expect: { body: { a: { $all: «[{ $range: { min: 5 } }, { $range: { max: 3 } }]» } } }
      """, ("impossible-expectation", "exchange them, or take one of them out")),
    RemarkedSuite(
      "lengths from two on and of one",
      """
      - case: A
        steps:
          - { call: GET /toys, expect: { body: { $all: «[{ $length: { min: 2 } }, { $length: 1 }]» } } }
      """, ("impossible-expectation", "exchange them, or take one of them out")),
    RemarkedSuite(
      "after one moment and before an earlier one",
      """
      - case: A
        steps:
          - call: GET /toys
            expect:
              body:
                a:
                  $all: «[{ $notBefore: "2026-01-01T00:00:00+01:00" },
                          { $notAfter: "2025-12-31T22:59:59Z" }]»
      """, ("impossible-expectation", "exchange them, or take one of them out")),
    RemarkedSuite(
      "bounds that leave something between them, or are not known yet",
      """
      - case: A
        steps:
          - call: GET /toys
            expect:
              body:
                a: { $all: [{ $range: { min: 3 } }, { $range: { max: 3 } }] }
                b: { $all: [{ $length: { min: 1 } }, { $length: 1 }] }
                c: { $all: [{ $notBefore: "2026-01-01T00:00:00+01:00" },
                            { $notAfter: "2025-12-31T23:00:00Z" }] }
                d: { $all: [{ $notBefore: "${now}" }, { $notAfter: "2020-01-01T00:00:00Z" }] }
                e: { $all: [{ $range: { min: 5 } }, { $length: 3 }] }
                f: { $all: [{ $range: { min: 5 } }, { $range: { max: "${till}" } }] }
      """),
    RemarkedSuite(
      "a member that is like none of the contract's, or stands beside the one it is like",
      """
      - case: A
        effect: own
        steps:
          - call: makeToy
            body: { extra: 1, colour: red, color: blue }
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
      """),
  ]
}

@Suite("What is odd about suites")
struct SuiteRemarkTests {
  /// The shop's contract, which knows what a toy is made of.
  private static let contract = ShopFiles.contract.replacing(
    #""requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}"#,
    with: #"""
      "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {
        "name": {"type": "string"}, "colour": {"type": "string"},
        "size": {"type": "object", "properties": {"width": {"type": "integer"}}}}}}}}
      """#)

  @Test("is told where it stands, and keeps nothing from running", arguments: RemarkedSuite.all)
  func remarks(on suite: RemarkedSuite) throws {
    let marked = MarkedText("suite: Shop\ncases:\n" + suite.cases, name: "shop/shop.suite.yaml")
    try marked.expectRemark(suite.remark, under: Self.contract)
  }

  @Test("a create of a folder's steps is told once, with where they are used first")
  func leftoverOfLibrary() throws {
    let suite = "suite: Shop\ncases: [{ case: A, effect: own, steps: [{ use: common/a toy }] }]"
    let files = ShopFiles(
      contract: Self.contract,
      suites: [
        "a.suite.yaml": suite, "b.suite.yaml": suite,
        "common.steps.yaml": "shared: { a toy: { steps: [{ call: makeToy, body: {} }] } }",
      ])
    let found = try files.workspace().warnings.filter { $0.code == "suite.left-behind" }
    #expect(found.map(\.location?.description) == ["shop/common.steps.yaml:1:36"])
    #expect(
      found.flatMap(\.notes).map { "\($0.message) \($0.location?.description ?? "nowhere")" }
        == ["the steps are used here shop/a.suite.yaml:2:48"])
  }
}

extension MarkedText {
  /// Expects that `check` says this of the suite and no more, at the places marked in it; gives what
  /// it said.
  @discardableResult
  func expectRemark(
    _ remark: RemarkedSuite.Remark?, under contract: String
  ) throws -> [Diagnostic] {
    let files = ShopFiles(
      contract: contract, suites: ["shop.suite.yaml": String(decoding: text.bytes, as: UTF8.self)])
    let found = try files.workspace().warnings.filter { $0.code.hasPrefix("suite.") }
    let rendered = DiagnosticRenderer().render(found)
    #expect(
      found.map { RemarkedSuite.Remark(code: $0.code, fix: $0.fix ?? "none") }
        == [remark].compactMap(\.self), "\(rendered)")
    #expect(found.allSatisfy { $0.severity == .warning })
    #expect(
      found.map { $0.location?.description ?? "nowhere" }
        == places.map { text.location(atByte: $0.lowerBound).description }, "\(rendered)")
    return found
  }
}
