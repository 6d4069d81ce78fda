@testable import Conformance
import Diagnostics
import Testing

@Suite("The page on the suite language")
struct LanguagePageTests {
  private static func examples(_ kinds: LanguagePage.Kind...) throws -> [LanguagePage.Example] {
    try LanguagePage.read.get().examples.filter { $0.kind.map(kinds.contains) ?? false }
  }

  /// The folder that an example belongs to: its profile, what all share, and a suite.
  private static func folder(
    of example: LanguagePage.Example, suite: String, deviations: String? = nil
  ) throws -> BookshopFiles {
    let page = try LanguagePage.read.get()
    var files = ["books.suite.yaml": suite]
    files["common.steps.yaml"] = page.text(of: .library)
    files["requirements.json"] = page.text(of: .requirements)
    files["deviations.yaml"] = deviations
    return BookshopFiles(profile: example.profile, files)
  }

  private static func run(_ folder: BookshopFiles) async throws -> RunResult {
    let workspace = try WorkspaceLoader(files: folder).load(["bookshop"])
    #expect(workspace.warnings.isEmpty)
    var options = RunOptions(
      baseURL: "http://bookshop.test", seed: 7, command: ["test"], toolVersion: "0")
    options.profile = .full
    let shop = Bookshop()
    options.inbox = shop.inbox
    let values = try VariableResolver(
      flags: [("shop_token", "open-sesame")], fileValues: [:],
      environment: ["SHOP_HOOK_SECRET": Bookshop.hookSecret]
    ).resolve(workspace.profile)
    let launcher = try RunLauncher(workspace: workspace, values: values, options: options)
    let environment = RunEnvironment(
      seed: 7, prefix: "cft7", elapsed: { shop.elapsed }, now: { 1_767_225_600 },
      sleep: { shop.wait($0) })
    return await launcher.run(engine: shop, environment: environment, events: { _ in })
  }

  /// What a run found, for a message.
  private static func summary(_ result: RunResult) -> String {
    result.cases.map { testCase in
      "\(testCase.id) \(testCase.verdict): \(testCase.reason ?? "")\n"
        + testCase.findings.map {
          "  \($0.requirement) \($0.message): \($0.expected) | \($0.got)\n"
        }
        .joined()
    }.joined() + result.notices.map { "\($0.code) \($0.message)\n" }.joined()
  }

  @Test("every example says what it is, and there is one of every kind")
  func kinds() throws {
    let page = try LanguagePage.read.get()
    for example in page.examples {
      #expect(example.kind != nil, "\(example.testDescription)")
    }
    #expect(page.examples.filter { $0.kind == .library }.count == 1)
    #expect(page.examples.filter { $0.kind == .requirements }.count == 1)
  }

  @Test("every example can be run, and passes", arguments: try examples(.suite, .cases, .steps))
  func passes(_ example: LanguagePage.Example) async throws {
    let suite = try #require(example.suite)
    let result = try await Self.run(Self.folder(of: example, suite: suite))
    let verdicts = Set(result.cases.map(\.verdict))
    #expect(verdicts == [.passed], "\(Self.summary(result))")
    #expect(result.notices.isEmpty, "\(Self.summary(result))")
  }

  @Test("a delivery that a step has taken is not there for the next one", arguments: [1, 2])
  func deliveriesAreTakenOnce(books: Int) async throws {
    let example = try #require(
      Self.examples(.cases).first { $0.suite?.contains("delivery:") ?? false })
    let add = """
          - { call: addBook, body: { title: "${nonce}" }, save: { own: /data/id },
              cleanup: { call: "DELETE /books/{id}", path: { id: "${own}" } } }
          - delivery: { to: "hooks/${nonce}", within: 100ms, signed_with: ["${hook_secret}"] }

      """
    let wait = "    - delivery: { to: \"hooks/${nonce}\", within: 100ms }\n"
    let suite =
      "suite: Books\ncases:\n  - case: A\n    effect: own\n    steps:\n"
      + String(repeating: add, count: books) + (books == 1 ? wait : "")
    let result = try await Self.run(Self.folder(of: example, suite: suite))
    let verdict = result.cases.last?.verdict
    #expect(verdict == (books == 1 ? .inconclusive : .passed), "\(Self.summary(result))")
  }

  @Test("a delivery that is signed otherwise is told where the signature is asked for")
  func wrongSignature() async throws {
    let example = try #require(
      Self.examples(.cases).first { $0.suite?.contains("delivery:") ?? false })
    let suite = """
      suite: Books
      cases:
        - case: A
          effect: own
          steps:
            - { call: addBook, body: { title: "${nonce}" }, save: { own: /data/id },
                cleanup: { call: "DELETE /books/{id}", path: { id: "${own}" } } }
            - delivery:
                to: "hooks/${nonce}"
                within: 10s
                signed_with: [another-secret]

      """
    let result = try await Self.run(Self.folder(of: example, suite: suite))
    let finding = try #require(result.cases.last?.findings.first, "\(Self.summary(result))")
    #expect([finding.suiteLocation?.line, finding.suiteLocation?.column] == [11, 11])
  }

  @Test("every profile can be used", arguments: try examples(.profile))
  func profiles(_ example: LanguagePage.Example) throws {
    let suite = "suite: Books\ncases: [{ case: A, steps: [{ call: GET /me }] }]"
    let workspace = try WorkspaceLoader(files: Self.folder(of: example, suite: suite))
      .load(["bookshop"])
    #expect(workspace.warnings.isEmpty)
  }

  @Test("conventions of other APIs can be read", arguments: try examples(.conventions))
  func conventions(_ example: LanguagePage.Example) throws {
    let text = SourceText("contract: openapi.json\n\(example.text)", name: "conformance.yaml")
    let profile = try ProfileLoader.load(text)
    let styles = profile.conventions.lists.map(\.style.name)
    #expect(Set(styles) == Set(PageStyle.Name.allCases).subtracting([.cursor]))
  }

  @Test("the deviation on the page is what its case shows, and without it the case fails")
  func deviations() async throws {
    let example = try #require(try Self.examples(.deviatingCases).first)
    let suite = try #require(example.suite)
    let deviations = try #require(try Self.examples(.deviations).first).text
    let known = try await Self.run(
      Self.folder(of: example, suite: suite, deviations: deviations))
    #expect(known.verdicts == [.deviating, .deviating], "the case, and the entry that it shows")
    let unknown = try await Self.run(Self.folder(of: example, suite: suite))
    #expect(unknown.verdicts == [.failed], "\(Self.summary(unknown))")
  }

  /// The names of one place in a file, and the heading under which the page explains them.
  struct Place: CustomTestStringConvertible {
    let testDescription: String
    let heading: String
    let names: [String]

    init(_ title: String, under heading: String, _ names: [String]) {
      testDescription = title
      self.heading = heading
      self.names = names
    }
  }

  private static let keys: [Place] =
    [
      Place("a profile", under: "Profile", ProfileLoader.keys),
      Place("a variable", under: "Variables", ProfileLoader.variableKeys),
      Place("a variable's from", under: "Variables", ProfileLoader.discoveryKeys),
      Place("promises", under: "Profile", ProfileLoader.promiseKeys),
      Place("pace", under: "Pace", ProfileLoader.paceKeys),
      Place("conventions", under: "Conventions", ConventionsReader.conventionKeys),
      Place("success", under: "Conventions", ConventionsReader.successKeys),
      Place("errors", under: "Conventions", ConventionsReader.errorKeys),
      Place("pagination", under: "Paging", ConventionsReader.paginationKeys),
      Place("idempotency", under: "Conventions", ConventionsReader.idempotencyKeys),
      Place("webhooks", under: "Conventions", ConventionsReader.webhookKeys),
      Place("signature", under: "Conventions", ConventionsReader.signatureKeys),
      Place("a suite", under: "Suite", SuiteLoader.suiteKeys),
      Place("a case", under: "Cases", SuiteLoader.caseKeys),
      Place("a step", under: "Steps", SuiteLoader.stepKeys),
      Place("a request", under: "Steps", SuiteLoader.callKeys),
      Place("a body", under: "Bodies", SuiteLoader.bodyKeys),
      Place("a part", under: "Bodies", SuiteLoader.partKeys),
      Place("save", under: "Keeping and removing", SuiteLoader.captureKeys),
      Place("eventually", under: "Time and order", SuiteLoader.pollingKeys),
      Place("race", under: "Time and order", SuiteLoader.raceKeys),
      Place("a step that waits", under: "Webhooks", SuiteLoader.awaitingKeys),
      Place("delivery", under: "Webhooks", SuiteLoader.deliveryKeys),
      Place("an expectation", under: "Expectations", SuiteLoader.expectationKeys),
      Place("matchers", under: "Matchers", SuiteLoader.matchers),
      Place("$range and $length", under: "Matchers", SuiteLoader.rangeKeys),
      Place("$sorted", under: "Matchers", SuiteLoader.sortingKeys),
      Place("$same", under: "Matchers", SuiteLoader.sameKeys),
      Place("$notBefore and $notAfter", under: "Matchers", SuiteLoader.boundKeys),
      Place("a file of shared steps", under: "Shared steps", SuiteLoader.libraryKeys),
      Place("a use", under: "Shared steps", SuiteLoader.useKeys),
      Place("shared steps", under: "Shared steps", SuiteLoader.sharedKeys),
      Place("an input", under: "Shared steps", SuiteLoader.inputKeys),
      Place("a fixture", under: "Fixtures", SuiteLoader.fixtureKeys),
      Place("seed", under: "Probes", SuiteLoader.seedKeys),
      Place("count", under: "Probes", SuiteLoader.effectListKeys),
      Place("a requirement", under: "Own requirements", RequirementReader.keys),
      Place("deviations", under: "Known deviations", DeviationLoader.fileKeys),
      Place("a deviation", under: "Known deviations", DeviationLoader.entryKeys),
    ]
    + SuiteLoader.probeKeys.map { Place("the probe \($0.key)", under: "Probes", $0.value) }

  @Test("every key is explained where it belongs, and shown in an example", arguments: keys)
  func keysAreThere(of place: Place) throws {
    let page = try LanguagePage.read.get()
    for name in place.names {
      let isExplained = page.explains(name, under: place.heading)
      #expect(isExplained, "\"\(place.heading)\" does not explain \"\(name)\"")
      let isShown = page.shows(key: name)
      #expect(isShown, "no example has \"\(name)\" of \(place.testDescription)")
    }
  }

  private static let words: [Place] = [
    Place("functions", under: "Templates", TemplateFunction.allCases.map(\.rawValue)),
    Place("probes", under: "Cases", ProbeKind.allCases.map(\.rawValue)),
    Place("effects", under: "Cases", Effect.allCases.map(\.rawValue)),
    Place("how far runs go", under: "Cases", RunProfile.allCases.map(\.rawValue)),
    Place(
      "types of variables", under: "Variables",
      APIProfile.Variable.ValueType.allCases.map(\.rawValue)),
    Place(
      "what happens over the maximum", under: "Paging",
      Conventions.Pagination.OverMaximum.allCases.map(\.rawValue)),
    Place("styles of paging", under: "Paging", PageStyle.Name.allCases.map(\.rawValue)),
    Place("levels", under: "Own requirements", RequirementLevel.allCases.map(\.rawValue)),
    Place("severities", under: "Own requirements", Severity.allCases.map(\.rawValue)),
    Place(
      "scopes", under: "Own requirements", RequirementCatalogue.Scope.allCases.map(\.rawValue)),
  ]

  @Test("every word that a key takes is explained where it belongs", arguments: words)
  func wordsAreThere(of place: Place) throws {
    let page = try LanguagePage.read.get()
    for word in place.names {
      let isExplained = page.explains(word, under: place.heading)
      #expect(isExplained, "\"\(place.heading)\" does not explain \"\(word)\"")
    }
  }

  @Test("every function is shown in an example", arguments: TemplateFunction.allCases)
  func functionsAreShown(_ function: TemplateFunction) throws {
    let page = try LanguagePage.read.get()
    let isShown = page.examples.contains { $0.text.contains("${\(function.rawValue)") }
    #expect(isShown, "no example has ${\(function.rawValue)}")
  }
}
