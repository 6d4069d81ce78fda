@testable import Conformance
import Diagnostics
import Testing

@Suite("Requests are compared with the contract before anything is sent")
struct ContractBreakTests {
  /// What the suites of the workshop may refer to.
  private static let context = Result { () throws(Diagnostics) in
    let workspace = try ContractBreak.files(
      "- { case: A, steps: [{ call: GET /branches }] }"
    ).workspace()
    return SuiteLoader.Context(
      contract: workspace.contract, profile: workspace.profile, catalogue: workspace.catalogue,
      judgedAnywhere: CheckRegistry.standard(for: workspace.profile.conventions).requirements,
      attachment: ShopFiles.attachment)
  }

  private func load(_ step: String) throws -> (marked: MarkedText, found: [Diagnostic]) {
    let marked = MarkedText(
      "suite: Shop\ncases:\n- { case: A, effect: own, steps: [{ \(step) }] }",
      name: "shop/shop.suite.yaml")
    do throws(Diagnostics) {
      _ = try SuiteLoader.load(marked.text, id: "shop/shop", context: Self.context.get())
      return (marked, [])
    } catch {
      return (marked, error.all)
    }
  }

  @Test(
    "what breaks it is told with its place, the contract's words and a fix",
    arguments: ContractBreak.all)
  func refusal(of request: ContractBreak) throws {
    let (marked, found) = try load(request.step)
    let rendered = DiagnosticRenderer().render(found)
    let told = found.map { "\($0.code.dropFirst("suite.".count)): \($0.message)" }
    #expect(told.count == request.told.count, "\(rendered)")
    for (told, expected) in zip(told, request.told) {
      #expect(told.hasPrefix(expected), "\(rendered)")
    }
    let places = found.map {
      "\($0.location?.description ?? "nowhere"), \($0.excerpt?.length ?? 0) long"
    }
    let expected = marked.places.map { place in
      "\(marked.text.location(atByte: place.lowerBound)), \(marked.text.excerpt(place).length) long"
    }
    #expect(places.sorted() == expected.sorted(), "\(rendered)")
    for diagnostic in found {
      #expect(diagnostic.fix?.contains(#"say "faulty: true""#) == true, "\(rendered)")
      #expect(diagnostic.notes.first?.location?.file == "shop/contract.json", "\(rendered)")
      #expect(
        diagnostic.notes.first?.message.hasPrefix("the contract says so here, at #/") == true,
        "\(rendered)")
    }
  }

  @Test(
    "a member that must not be there is told with what may be meant",
    arguments: [
      ("call: POST /orders, headers: { X-Shop: abc }, body: { name: a, sise: 5 }", [#""size""#]),
      (
        "call: POST /parcels, body: { street: a }",
        [#""to: { street: … }""#, #""to: { street: … }""#]
      ),
      ("call: POST /parcels, body: { to: { street: a }, street: b }", []),
      ("call: POST /parcels, body: { to: { street: a, toe: b } }", []),
      ("call: POST /orders, headers: { X-Shop: abc }, body: { size: 5 }", []),
      ("call: POST /letters, body: { x: 1 }", []),
      (
        "call: POST /moves, body: { street: a, zip: b }",
        [#""from: { street: … }" and "to: { zip: … }""#]
      ),
      ("call: POST /moves, body: { from: {}, zip: a, city: b }", [#""to: { zip: …, city: … }""#]),
      ("call: POST /moves, body: { street: a }", []),
      ("call: POST /moves, body: { street: a, zip: b, city: c }", []),
    ] as [(String, [String])])
  func meantMembers(step: String, meant: [String]) throws {
    let (_, found) = try load(step)
    let rest = #"say "faulty: true" to send it all the same"#
    #expect(!found.isEmpty)
    #expect(
      found.map(\.fix)
        == (meant.isEmpty ? ["mend it, or \(rest)"] : meant.map { "write \($0), or \(rest)" }),
      "\(DiagnosticRenderer().render(found))")
  }

  @Test(
    "a path that the contract has in other words is told with these",
    arguments: [
      (
        "GET /users/5/posts/7",
        #"write "GET /users/{u}/posts/{p}", and "path: { u: 5, p: 7 }""#
      ),
      (
        "GET /users/007/posts/it's",
        #"write "GET /users/{u}/posts/{p}", and "path: { u: '007', p: 'it''s' }""#
      ),
      (
        "GET /users/null/posts/a%2Cb",
        #"write "GET /users/{u}/posts/{p}", and "path: { u: 'null', p: 'a,b' }""#
      ),
      (
        "PUT /crates/{x}",
        "use a method that /crates/{id} has: GET, or that /crates/{name} has: DELETE"
      ),
      ("PUT /crates/{name}", "use a method that /crates/{name} has: DELETE"),
    ])
  func pathsInOtherWords(call: String, fix: String) throws {
    let (_, found) = try load("call: \"\(call)\"")
    #expect(found.map(\.code) == ["suite.unknown-operation"])
    #expect(found.map(\.fix) == [fix])
  }

  @Test(
    "nothing is said of what is right, open or faulty on purpose", arguments: ContractBreak.harmless
  )
  func silence(about step: String) throws {
    let (_, found) = try load(step)
    #expect(found.isEmpty, "\(DiagnosticRenderer().render(found))")
  }

  /// The rows of a case whose one step makes an order, and what has to be said of them.
  private static let cases: [(rows: String, faulty: String, messages: [String])] = [
    ("[{ n: a, s: 5 }, { n: b, s: 10 }]", "false", []),
    (
      "[{ n: a, s: 5 }, { n: b, s: «11» }]", "false",
      ["/size of the body breaks the contract: found the number 11; expected at most 10"]
    ),
    (
      "[{ n: «5», s: 5 }, { n: b, s: «many» }]", "false",
      [
        "/name of the body breaks the contract: found the number 5; expected a string",
        #"/size of the body breaks the contract: found the string "many"; expected an integer"#,
      ]
    ),
    (#"[{ n: "${till}", s: 5 }, { n: "${branch}", s: "${branch}" }]"#, "false", []),
    (
      #"[{ n: a, s: «"${till}"» }]"#, "false",
      ["/size of the body breaks the contract: found a text; expected an integer"]
    ),
    ("[{ n: a, s: 5, f: false }, { n: b, s: 11, f: true }]", #""${f}""#, []),
  ]

  @Test("the values of rows are known", arguments: cases)
  func valuesOfRows(_ rows: String, _ faulty: String, _ messages: [String]) throws {
    let marked = MarkedText(
      """
      suite: Shop
      cases:
        - case: A
          effect: own
          rows: \(rows)
          steps:
            - { call: POST /orders, faulty: \(faulty), headers: { X-Shop: abc }, body: { name: "${n}", size: "${s}" } }
      """, name: "shop/shop.suite.yaml")
    var found: [Diagnostic] = []
    do throws(Diagnostics) {
      _ = try SuiteLoader.load(marked.text, id: "shop/shop", context: Self.context.get())
    } catch {
      found = error.all
    }
    #expect(found.map(\.message) == messages)
    #expect(
      found.map { $0.location } == marked.places.map { marked.text.location(atByte: $0.lowerBound) }
    )
  }

  @Test("what a probe adds need not be written")
  func suppliedByProbe() throws {
    var files = ShopFiles.cases(
      """
      - { case: A, effect: own, probe: idempotency, call: POST /toys, body: { a: "${token}" }, target: /data/id }
      - { case: B, effect: own, steps: [{ call: POST /toys, body: {} }] }
      """)
    files.contract = files.contract.replacing(
      #""operationId": "makeToy","#,
      with:
        #""operationId": "makeToy", "parameters": [{"name": "Once", "in": "header", "required": true, "schema": {"type": "string"}}],"#
    )
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    let errors = error?.all.filter { $0.severity == .error }
    #expect(errors?.map(\.code) == ["suite.missing-parameter"])
    #expect(errors?.map { $0.location?.line } == [4], "only the step has to bring it")
  }
}
