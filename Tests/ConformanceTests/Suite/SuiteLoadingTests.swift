@testable import Conformance
import Diagnostics
import Testing

@Suite("Suites are read")
struct SuiteLoadingTests {
  /// What is said of a suite whose cases are given, with the marks taken out.
  private func diagnostics(_ marked: MarkedText) throws -> [Diagnostic] {
    do throws(Diagnostics) {
      _ = try SuiteLoader.load(marked.text, id: "shop/shop", context: ShopFiles.context.get())
      return []
    } catch {
      return error.all.filter { $0.severity == .error }
    }
  }

  @Test("a mistake is told with its code, its place and what to do", arguments: BrokenSuite.all)
  func refusal(of suite: BrokenSuite) throws {
    let head = suite.head.isEmpty ? "" : suite.head + "\n"
    let marked = MarkedText(
      "suite: Shop\n\(head)cases:\n" + suite.cases, name: "shop/shop.suite.yaml")
    let found = try diagnostics(marked)
    let rendered = DiagnosticRenderer().render(found)
    #expect(
      found.map { BrokenSuite.Mistake(code: $0.code, fix: $0.fix ?? "none") } == suite.mistakes,
      "\(rendered)")
    let expected = marked.places.map { place in
      "\(marked.text.location(atByte: place.lowerBound)), \(marked.text.excerpt(place).length) long"
    }
    let places = found.map {
      "\($0.location?.description ?? "nowhere"), \($0.excerpt?.length ?? 0) long"
    }
    #expect(places.sorted() == expected.sorted(), "\(rendered)")
  }

  @Test(
    "what is wrong with a value is told with the value",
    arguments: [
      (
        "{ body: { $pattern: 'ä(b' } }",
        "found a pattern that is no regular expression of ECMA-262: at character 2 found a '(' that "
          + "is never closed; expected its ')'"
      ),
      (
        "{ body: { $type: strng } }",
        "type is the string \"strng\"; expected one of array, boolean, integer, null, number, "
          + "object, string"
      ),
      ("{ within: 500 }", "found 500, which has no unit of time"),
      ("{ within: \"500\" }", #"found the text "500", which has no unit of time"#),
    ])
  func messages(_ expectation: String, _ message: String) throws {
    let marked = MarkedText(
      "suite: Shop\ncases: [{ case: A, steps: [{ call: GET /toys, expect: \(expectation) }] }]",
      name: "shop/shop.suite.yaml")
    #expect(try diagnostics(marked).map(\.message) == [message])
  }

  @Test("a remark on a request keeps none of its mistakes from being told")
  func remarkAndMistake() throws {
    let marked = MarkedText(
      """
      suite: Shop
      cases:
      - case: A
        steps:
        - { call: GET /toys, save: { toy: /data/0/id } }
        - { call: GET /toys, query: { colour: "{toy}", limit: many } }
        - { call: "GET /toys/{id}", path: { id: "${toy}" } }
      """, name: "shop/shop.suite.yaml")
    let found = #expect(throws: Diagnostics.self) {
      _ = try SuiteLoader.load(marked.text, id: "shop/shop", context: ShopFiles.context.get())
    }
    #expect(found?.all.map(\.code) == ["suite.foreign-place", "suite.breaks-contract"])
  }

  @Test("what a probe decides is told with what it does not")
  func undecided() throws {
    let marked = MarkedText(
      """
      suite: Shop
      cases: [{ case: A, proves: [IDM-01, RSP-02, ERR-14], probe: requests, call: makeToy, body: {} }]
      """, name: "shop/shop.suite.yaml")
    #expect(
      try diagnostics(marked).map(\.message) == [
        #""probe: requests" cannot decide IDM-01; it decides ERR-07 to ERR-14, ERR-16 and LIFE-13, "#
          + "and what any answer shows"
      ])
  }

  @Test("steps of a file are told where the name of the file is forgotten")
  func forgottenFile() throws {
    var files = ShopFiles.cases("- { case: A, steps: [{ use: a toy }] }")
    files.suites["common.steps.yaml"] = "shared: { a toy: { steps: [{ call: GET /toys }] } }"
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    #expect(error?.all.map(\.code) == ["suite.unknown-steps"])
    #expect(error?.all.map(\.fix) == [#"write "common/a toy""#])
  }

  @Test(
    "an operation is told whose path has more before what is written",
    arguments: [
      (
        "GET /toys/{id}", #"write "GET /toy/{id}" or "GET /branches/{branch}/toys/{toy}""#
      ),
      ("GET /toys", #"write "GET /branches/{branch}/toys" or "GET /tills/{till}/toys""#),
      (
        "GET /{id}", "write a method and a path template of the contract, such as \"GET /branches\""
      ),
      ("GET /oys/{id}", #"write "GET /toy/{id}""#),
      ("GET /warehouses/{id}", #"write "GET /branches/{branch}/warehouses/{warehouse}""#),
      ("PATCH /warehouses/{id}", "use a method that /warehouses/{id} has: PUT"),
      (
        "GET /warehouse/{id}",
        "write a method and a path template of the contract, such as \"GET /branches\""
      ),
    ])
  func forgottenParent(call: String, fix: String) throws {
    var files = ShopFiles.cases("- { case: A, steps: [{ call: \"\(call)\", path: { id: x } }] }")
    let paths = [
      ("/branches", "get"), ("/branches/{branch}/toys", "get"), ("/tills/{till}/toys", "get"),
      ("/branches/{branch}/toys/{toy}", "get"), ("/toy/{id}", "get"), ("/warehouses/{id}", "put"),
      ("/branches/{branch}/warehouses/{warehouse}", "get"),
    ]
    let items = paths.map { path, method in
      let parameters = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
        #"{"name": "\#($0.dropFirst().dropLast())", "in": "path", "required": true, "#
          + #""schema": {"type": "string"}}"#
      }
      let list = parameters.joined(separator: ", ")
      return #""\#(path)": {"\#(method)": {"parameters": [\#(list)], "#
        + #""responses": {"200": {"description": "a thing"}}}}"#
    }
    let end = try #require(files.contract.firstRange(of: "\"paths\": {")).upperBound
    files.contract = "\(files.contract[..<end])\(items.joined(separator: ",\n"))}}"
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    #expect(error?.all.map(\.code) == ["suite.unknown-operation"])
    #expect(error?.all.map(\.fix) == [fix])
  }

  @Test("an undefined variable is told with the other places it stands at")
  func undefined() throws {
    let marked = MarkedText(
      """
      suite: Shop
      cases:
      - case: A is ${colour}
        rows: [{ colour: red }, { colour: teal }]
        steps:
        - { call: GET /toys, query: { colour: «"${zebra}"» } }
        - { call: GET /toys, query: { colour: «"${zebra}"» } }
      - { case: B, steps: [{ raw: GET /x, headers: { X: «"a ${zebra}"» } }] }
      """, name: "shop/shop.suite.yaml")
    let found = try diagnostics(marked)
    let places = marked.places.map { "\(marked.text.location(atByte: $0.lowerBound))" }
    #expect(found.compactMap(\.location?.description) == [places[0]])
    let notes = found.flatMap(\.notes)
    #expect(notes.compactMap(\.location?.description) == Array(places.dropFirst()))
    #expect(Set(notes.map(\.message)) == ["it stands here as well"])
  }

  @Test("shared steps that use others twice do not grow without end")
  func doubling() throws {
    var shared = (1...40).map { "  s\($0): { steps: [{ use: s\($0 - 1) }, { use: s\($0 - 1) }] }" }
    // 2^14 is the first number of steps that is too large.
    shared[13] = "  s14: { steps: [{ use: s13 }, { use: «s13» }] }"
    let marked = MarkedText(
      """
      suite: Shop
      shared:
        s0: { steps: [{ call: GET /toys }] }
      \(shared.joined(separator: "\n"))
      cases:
      - { case: A, steps: [{ use: s13 }] }
      - { case: B, steps: [{ use: s40 }] }
      """, name: "shop/shop.suite.yaml")
    let found = try diagnostics(marked)
    #expect(found.map(\.code) == ["suite.too-many-steps"])
    #expect(
      found.first?.message == #"with this step "s14" comes to 16384 steps; expected 10000 at most"#)
    #expect(
      found.first?.location?.description
        == marked.places.first.map { "\(marked.text.location(atByte: $0.lowerBound))" })
  }

  @Test("rows of one title are shown with the values in which they differ, under their old ids")
  func twins() throws {
    let files = ShopFiles.cases(
      """
      - case: A ${colour} toy
        rows:
          - { colour: red, size: 1, hint: same, made: { of: wood } }
          - { colour: red, size: 2, hint: same, made: { of: tin } }
          - { colour: teal, size: 3, hint: same, made: null }
        steps: [{ call: GET /toys, query: { colour: "${colour}" },
          expect: { body: { a: "${size}", b: "${hint}", c: "${made}" } } }]
      - case: Any toy
        rows: [{ limit: 1 }, { limit: 2 }]
        steps: [{ call: GET /toys, query: { limit: "${limit}" } }]
      """)
    let cases = try #require(try files.workspace().suites.first).cases
    #expect(
      cases.map(\.title) == [
        #"A red toy (size: 1, made: {"of":"wood"})"#, #"A red toy (size: 2, made: {"of":"tin"})"#,
        "A teal toy", "Any toy (limit: 1)", "Any toy (limit: 2)",
      ])
    #expect(
      cases.map(\.id) == [
        "shop/shop/a-red-toy", "shop/shop/a-red-toy-2", "shop/shop/a-teal-toy",
        "shop/shop/any-toy-1", "shop/shop/any-toy-2",
      ])
  }

  @Test("a suite without mistakes is read as it was written")
  func valid() throws {
    let files = ShopFiles.cases(
      """
      - case: A toy, made & found!
        proves: LIFE-01
        effect: own
        tags: [quick]
        when: till
        let: { word: "${nonce}-x", sizes: [1, 2] }
        steps:
          - call: makeToy
            body: { name: "${word}", sizes: "${sizes}", note: "${branch?}" }
            expect:
              - { proves: LIFE-02, status: [200, 3xx] }
              - { media_type: application/json, headers: { X-Kind: toy }, body: { data: { $present: true } } }
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
          - { raw: "PURGE /toys/${toy}", auth: none, raw_body: "$${", media_type: null }
      - { case: Paging, id: pages, probe: pagination, call: GET /toys, limits: [2, 5] }
      """)
    let workspace = try files.workspace()
    let suite = try #require(workspace.suites.first)
    #expect(suite.id == "shop/shop")
    #expect(suite.cases.map(\.id) == ["shop/shop/a-toy-made-found", "shop/shop/pages"])
    let first = try #require(suite.cases.first)
    #expect(first.proves == ["LIFE-01", "LIFE-02"], "an expectation's requirements are the case's")
    #expect(first.effect == .own)
    #expect(first.tags == ["quick"])
    #expect(first.needs == ["till"], "an optional variable is not needed")
    #expect(!first.isExclusive)
    #expect(first.operations.map(\.description) == ["POST /toys"])
    guard case .steps(let actions) = first.work, actions.count == 2 else {
      Issue.record("two steps were written")
      return
    }
    let steps = actions.flatMap(\.requests)
    #expect(steps[0].expectations.map(\.proves) == [["LIFE-02"], nil])
    #expect(steps[0].expectations[0].status == .oneOf(codes: [200], ranges: [3]))
    #expect(steps[0].expectations[1].fields.map(\.name) == ["X-Kind"])
    #expect(steps[0].captures.map(\.pointer.description) == ["/data/id"])
    #expect(steps[0].cleanup?.target.method == "DELETE")
    #expect(steps[1].call.isFaulty, "a raw request is not the contract's")
    #expect(steps[1].expectations.map(\.status) == [.success])
    #expect(suite.cases[1].isExclusive, "a probe of a collection runs alone")
    guard case .pagination(let probe) = suite.cases[1].work else {
      Issue.record("a pagination probe was written")
      return
    }
    #expect(probe.limits == [2, 5])
  }

  @Test("the mistakes of all suites are told together")
  func severalSuites() throws {
    let broken = "suite: X\ncases: [{ case: A, steps: [{ call: GET /tosy }] }]"
    let files = ShopFiles(suites: ["a.suite.yaml": broken, "b.suite.yaml": broken])
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    #expect(
      error?.all.map { $0.location?.description } == [
        "shop/a.suite.yaml:2:36", "shop/b.suite.yaml:2:36",
      ])
  }

  @Test("a folder may be given with or without a slash, and a file twice")
  func paths() throws {
    let suite = "suite: X\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"
    let loader = WorkspaceLoader(files: ShopFiles(suites: ["a.suite.yaml": suite]))
    let workspace = try loader.load(["shop/", "shop", "shop/a.suite.yaml"])
    #expect(workspace.suites.map(\.id) == ["shop/a"])
  }

  @Test(
    "a path that leads nowhere is refused",
    arguments: [
      ("shop/toys.suite.yml", "suite.not-found", "give shop/toys.suite.yaml"),
      ("nowhere", "suite.not-found", "give a folder with a conformance.yaml, or a file in one"),
    ])
  func unknownPath(_ path: String, _ code: String, _ fix: String) throws {
    let suite = "suite: X\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"
    let loader = WorkspaceLoader(files: ShopFiles(suites: ["toys.suite.yaml": suite]))
    let error = #expect(throws: Diagnostics.self) { _ = try loader.load([path]) }
    #expect(error?.all.map(\.code) == [code])
    #expect(error?.all.map(\.fix) == [fix])
  }

  @Test("an empty file is told with what it begins with")
  func emptyFiles() throws {
    var files = ShopFiles(suites: ["toys.suite.yaml": "# later", "a.steps.yaml": ""])
    func fixes() -> [String?] {
      let reading = WorkspaceLoader(files: files).read(["shop"])
      return reading.mistakes.filter { $0.code == "yaml.empty" }.map(\.fix)
    }
    #expect(
      fixes() == [
        #"write "shared: …" with steps by the names they have"#,
        #"write "suite: …" with a title, and "cases: …" with a list of cases"#,
      ])
    files.profile = ""
    #expect(
      fixes() == [
        #"write "contract: …" with the path of an OpenAPI document, such as openapi.yaml"#
      ])
  }

  @Test("a folder without suites is refused")
  func noSuites() throws {
    let error = #expect(throws: Diagnostics.self) { _ = try ShopFiles().workspace() }
    #expect(error?.all.map(\.code) == ["suite.no-suites"])
    #expect(error?.all.map(\.fix) == ["give a folder with suites, such as suites/shop"])
  }

  @Test("a folder whose only suite is misnamed is refused, and told so")
  func onlyMisnamed() throws {
    let files = ShopFiles(suites: [
      "a.steps.yml": "", "toys.suite.yml": "", "dolls.suites.yaml": "",
    ])
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    #expect(error?.all.map(\.code) == ["suite.no-suites"])
    #expect(
      error?.all.map(\.fix) == [
        "rename dolls.suites.yaml to dolls.suite.yaml, or give a folder with suites, such as "
          + "suites/shop"
      ])
  }

  @Test(
    "a file that is nearly called a suite is told as unread",
    arguments: [
      ("dolls.suite.yml", "rename it to dolls.suite.yaml"),
      ("dolls.suites.yaml", "rename it to dolls.suite.yaml"),
      ("old.dolls.suite.json", nil),
      ("Dolls.Suite.YAML", "rename it to Dolls.suite.yaml"),
      ("login.steps.yml", "rename it to login.steps.yaml"),
      ("login.step.yaml", "rename it to login.steps.yaml"),
      (
        "toys.suite.yml",
        "take it away, or give it a name of its own, such as other.suite.yaml"
      ),
      ("suite.yaml", nil), ("suites.yml", nil), (".suite.yml", nil), ("openapi.yaml", nil),
      ("staging.env.yaml", nil), ("toys.suite.yaml.bak", nil), ("toys.suite.md", nil),
      ("hotel-suites.yaml", nil), ("steps.json", nil), ("bed.json", nil),
    ] as [(String, String?)])
  func misnamed(_ name: String, _ fix: String?) throws {
    let suite = "suite: X\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"
    let files = ShopFiles(suites: ["toys.suite.yaml": suite, name: suite])
    let workspace = try files.workspace()
    let found = workspace.warnings.filter { $0.code == "suite.misnamed-file" }
    #expect(found.map(\.fix) == [fix].filter { $0 != nil })
    #expect(found.allSatisfy { $0.location?.description == "shop/\(name):1:1" })
    #expect(workspace.suites.map(\.id) == ["shop/toys"] && workspace.isWhole)
    // Whoever names a suite wants no other.
    let alone = try WorkspaceLoader(files: files).load(["shop/toys.suite.yaml"])
    #expect(!alone.warnings.contains { $0.code == "suite.misnamed-file" })
  }

  @Test(
    "the id of a case is made of its title's letters and digits",
    arguments: [
      ("A toy", "a-toy"), ("  A -- toy! ", "a-toy"), ("Größe 5", "größe-5"), ("玩具 2", "玩具-2"),
      ("…", ""),
    ])
  func slugs(_ title: String, _ slug: String) {
    #expect(CaseID.slug(of: title) == slug)
  }
}
