import Conformance
import Testing

@Suite("What an answer that is not as expected is laid to")
struct BlameTests {
  /// What was decided about each requirement of the only case.
  private func decisions(
    _ steps: String, status: Int = 200, body: String = #"{"data":{"name":"x"}}"#
  ) async throws -> [String: Verdict] {
    let shop = ScriptedShop { request, _ in
      request.url.hasSuffix("/toys")
        ? ScriptedShop.json(status, body) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run("- { case: Ask, \(steps) }")
    let decided = try #require(result.cases.last)
    return Dictionary(
      uniqueKeysWithValues: decided.requirements.map { ($0.id.text, $0.verdict) })
  }

  @Test("is told under the first of several requirements, and leaves the others open")
  func several() async throws {
    let steps = "steps: [{ call: GET /toys, expect: { body: { data: { name: y } } } }]"
    let decided = try await decisions("proves: [LIFE-01, LIFE-02, LIFE-03], \(steps)")
    #expect(decided["LIFE-01"] == .failed)
    #expect(decided["LIFE-02"] == .inconclusive)
    #expect(decided["LIFE-03"] == .inconclusive)
  }

  @Test("says nothing about what is expected of an answer with another status")
  func otherStatus() async throws {
    let expect =
      "expect: [{ proves: ERR-10, status: 400 }, { proves: ERR-11, body: { error: { param: name } } }]"
    let steps = "steps: [{ call: GET /toys, faulty: true, \(expect) }]"
    let taken = try await decisions(steps)
    #expect(taken["ERR-10"] == .failed)
    #expect(taken["ERR-11"] == .inconclusive)
    let refused = try await decisions(steps, status: 400, body: #"{"error":{"param":"size"}}"#)
    #expect(refused["ERR-10"] == .passed)
    #expect(refused["ERR-11"] != .inconclusive)
  }

  @Test(
    "has what a refused create may have made all the same looked for and removed",
    arguments: [true, false])
  func suspects(isFound: Bool) async throws {
    let shop = ScriptedShop { request, _ in
      switch request.method {
      case "POST": ScriptedShop.json(400, #"{"error":{}}"#)
      case "GET" where request.url.hasSuffix("/toys"):
        ScriptedShop.json(
          200,
          #"{"data":[{"id":"made","name":"\#(isFound ? "cft7-0001" : "other")"}],"more":false}"#)
      default: ScriptedShop.answer(to: request)
      }
    }
    let result = try await shop.run(
      """
      - case: A refused create makes nothing
        effect: own
        steps:
          - { call: makeToy, faulty: true, body: { name: "${nonce}" }, expect: { status: 400 } }
          - { call: GET /toys, expect: { body: { data: { $not: { $contains: { name: "${nonce}" } } } } } }
      """)
    #expect(result.verdicts == [isFound ? .failed : .passed], "\(result.cases)")
    #expect(shop.sent.contains("DELETE /toys/made") == isFound, "\(shop.sent)")
    #expect(result.notices.isEmpty)
  }

  @Test(
    "is laid to the base URL where nothing of the contract is there and its servers have a path",
    arguments: [
      ("http://shop.test/v1", 404, [Verdict.errored, .blocked]),
      // Only one operation is not there, or the contract knows no other path.
      ("http://shop.test/v1", 200, [.passed, .passed]), ("http://shop.test", 404, []),
    ])
  func baseURL(server: String, second: Int, verdicts: [Verdict]) async throws {
    var files = ShopFiles.cases("- { case: Ask, steps: [{ call: GET /toys }] }")
    files.contract = files.contract.replacing(
      #""paths""#, with: #""servers": [{ "url": "\#(server)" }], "paths""#, maxReplacements: 1)
    let shop = ScriptedShop { request, _ in
      request.url.hasSuffix("/branches")
        ? ScriptedShop.json(404, "{}") : ScriptedShop.json(second, #"{"data":[]}"#)
    }
    let result = try await shop.run(
      "- { case: Ask, steps: [{ call: GET /toys }] }", folder: files)
    if verdicts.first == .errored {
      #expect(result.cases.map(\.verdict) == verdicts)
      #expect(result.cases.first?.reason?.contains("give --base-url http://shop.test/v1") == true)
      #expect(shop.sent == ["GET /toys"], "the second operation of the preflight")
    } else {
      #expect(!result.cases.contains { $0.verdict == .blocked }, "\(result.cases)")
      #expect(shop.sent.contains("GET /toys"))
    }
  }
}
