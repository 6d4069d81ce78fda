import Conformance
import Diagnostics
import Testing

/// A case that fails, with `«` and `»` around what the finding is located at.
struct FailingCase: CustomTestStringConvertible {
  let testDescription: String
  let steps: String

  init(_ description: String, _ steps: String) {
    testDescription = description
    self.steps = steps
  }

  /// A step that asks for all toys and expects what is given, a key a line.
  private static func expecting(_ description: String, _ lines: String...) -> FailingCase {
    let expectation = lines.map { "\n      \($0)" }.joined()
    return FailingCase(description, "- call: GET /toys\n    expect:\(expectation)")
  }

  static let all = [
    expecting("a status", "status: «404»"),
    expecting("a list of statuses", "status:", "  «[404,", "  410]»"),
    expecting("a media type", "status: 200", "media_type: «text/csv»"),
    expecting("a time limit", "status: 200", "within: «300ms»"),
    expecting(
      "a header field", "headers:", "  Content-Type: application/json", "  «X-Colour»: blue"),
    expecting("a pattern of a header field", "headers:", "  «X-Colour»:", "    $length: 4"),
    expecting("a body", "status: 200", "«body»: none"),
    expecting("a matcher of a body", "«body»:", "  $length: 7"),
    expecting("a member", "body:", "  data:", "    id: x", "    «name»: cat"),
    expecting("a member that is missing", "body:", "  data: { id: x,", "    «size»: 5 }"),
    expecting("a matcher of a member", "body:", "  data:", "    «name»:", "      $length: 3"),
    expecting(
      "a member of each element", "body:", "  data:", "    list:", "      $each:",
      "        «n»: 2"),
    expecting("an order", "body:", "  data:", "    «list»:", "      $sorted:", "        by: /n"),
    expecting("an element", "body:", "  data:", "    tags:", "      - a", "      - «c»"),
    expecting("a number of elements", "body:", "  data:", "    «tags»:", "      - a"),
    expecting(
      "one of all patterns", "body:", "  data:", "    name:", "      $all:",
      "        - $type: string", "        - «$length»: 3"),
    expecting(
      "elements in any order", "body:", "  data:", "    tags:", "      $unordered:", "        - b",
      "        - «c»"),
    expecting(
      "an object with no others", "body:", "  «data»:", "    $exactly:", "      id: x"),
    expecting(
      "an element that is not there", "body:", "  data:", "    «list»:", "      $contains:",
      "        n: 3"),
    expecting(
      "a member of what need not be there", "body:", "  data:", "    $ifPresent:",
      "      «name»: cat"),
    expecting(
      "a member of what is the only one", "body:", "  data:", "    «list»:", "      $once:",
      "        n: 3"),
    expecting("what must not be", "body:", "  data:", "    «name»:", "      $not: bear"),
    expecting(
      "an earlier value", "body:", "  data:", "    «tags»:", "      $same:", "        as: []"),
    FailingCase(
      "the second of two expectations",
      "- call: GET /toys\n    expect:\n    - { status: 200 }\n    - { body: { «data»: [] } }"),
    FailingCase(
      "a success that nobody wrote down", "- «call»: GET /toys\n    query: { colour: blue }"),
    FailingCase(
      "a success that stands beside what is expected",
      "- «call»: GET /toys\n    query: { colour: blue }\n    expect:\n      body: {}"),
    FailingCase(
      "the winners of a race", "- call: GET /toys\n    race:\n      copies: 2\n      winners: «1»"),
    FailingCase("a race", "- call: GET /toys\n    «race»:\n      copies: 2"),
    FailingCase(
      "the losers of a race",
      """
      - call: GET /toys
          query: { colour: blue }
          race:
            copies: 2
            winners: 0
            losers:
              status: «410»
      """),
    FailingCase(
      "the losers of a race of which nobody wrote down what becomes of them",
      """
      - call: GET /toys
          query: { colour: green }
          «race»:
            copies: 2
            winners: 0
      """),
    FailingCase(
      "the losers of a race of which only the body was written down",
      """
      - call: GET /toys
          query: { colour: green }
          «race»:
            copies: 2
            winners: 0
            losers:
              body: {}
      """),
    FailingCase(
      "what does not come to be in time",
      """
      - call: GET /toys
          eventually: { every: 10ms, within: 30ms }
          expect:
            body:
              data:
                «name»: cat
      """),
    FailingCase(
      "several copies at once",
      """
      - call: GET /toys
          together: 2
          expect:
            body:
              data:
                «name»: cat
      """),
    FailingCase(
      "a value to go on with",
      """
      - call: GET /toys
          save:
            colour: «/data/none»
        - { call: GET /toys, query: { colour: "${colour}" } }
      """),
  ]
}

@Suite("What a suite expects is found where it stands")
struct ExpectationPlaceTests {
  /// A shop that is slow, has nothing blue, and breaks down where something green is asked for.
  private static let shop = ScriptedShop { request, _ in
    if request.url.hasSuffix("blue") { return ScriptedShop.json(409, "{}") }
    if request.url.hasSuffix("green") { return ScriptedShop.json(500, "{}") }
    var response = ScriptedShop.json(
      200,
      #"{"data":{"id":"x","name":"bear","tags":["a","b"],"list":[{"n":2},{"n":1}]}}"#,
      HTTPField("X-Colour", "red"))
    response.timings.total = .milliseconds(500)
    return response
  }

  private static func locations(_ run: RunResult) -> [String] {
    run.cases.dropFirst().flatMap(\.findings).compactMap(\.suiteLocation?.description)
  }

  @Test("a finding is located at the expectation that failed", arguments: FailingCase.all)
  func places(_ failing: FailingCase) async throws {
    let head = "suite: Shop\ncases:\n"
    let marked = MarkedText(
      head + "- case: A\n  steps:\n  " + failing.steps, name: "shop/shop.suite.yaml")
    let place = try #require(marked.places.first)
    let cases = String(decoding: marked.text.bytes.dropFirst(head.utf8.count), as: UTF8.self)
    let result = try await Self.shop.run(cases)
    #expect(result.verdicts == [.failed], "\(result.cases)")
    let expected = "\(marked.text.location(atByte: place.lowerBound))"
    #expect(Set(Self.locations(result)) == [expected])
  }

  @Test("what a row gives is located where it is expected, a matcher's members in the row")
  func rows() async throws {
    let result = try await Self.shop.run(
      """
      - case: A ${n}
        rows:
        - { n: 404, looks: { $ifPresent: {
              name: cat } } }
        - { n: 200, looks: { $ifPresent: {
              name: cow } } }
        steps:
        - call: GET /toys
          expect:
            status: ${n}
            body:
              data: ${looks}
      """)
    #expect(result.verdicts == [.failed, .failed])
    #expect(
      Self.locations(result) == ["shop/shop.suite.yaml:12:15", "shop/shop.suite.yaml:8:9"])
    let lines = RunAnnotations(
      paths: RelativePath(from: "/repo/project", within: "/repo"), service: .github
    ).lines(of: RunDigest(result))
    #expect(lines.contains("::A 404%0A"), "the case is in the file that the line names: \(lines)")
  }

  @Test("an expectation of shared steps is located in their file, and annotated there")
  func sharedSteps() async throws {
    let result = try await Self.shop.run(
      "- { case: A, steps: [{ use: common/look }] }",
      library: """
        shared:
          look:
            steps:
            - call: GET /toys
              expect:
                body:
                  data:
                    name: cat
        """)
    #expect(Self.locations(result) == ["shop/common.steps.yaml:8:13"])
    let lines = RunAnnotations(
      paths: RelativePath(from: "/repo/project", within: "/repo"), service: .github
    ).lines(of: RunDigest(result))
    #expect(
      lines.hasPrefix("::error file=project/shop/common.steps.yaml,line=8,col=13,title="),
      "\(lines)")
    #expect(lines.contains("::A (project/shop/shop.suite.yaml:3)%0A/data/name"), "\(lines)")
  }
}
