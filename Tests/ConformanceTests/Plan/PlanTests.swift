import Conformance
import Diagnostics
import Testing

@Suite("A run is planned before it begins")
struct PlanTests {
  private static let files = ShopFiles(suites: [
    "read.suite.yaml": """
    suite: Reading
    tags: [quick]
    cases:
      - { case: Toys, proves: [PAG-01], steps: [{ call: GET /toys }] }
      - { case: Till, tags: [money], steps: [{ call: GET /toys, query: { colour: "${till}" } }] }
      - { case: Branch, steps: [{ call: GET /toys, query: { colour: "${branch}" } }] }
    """,
    "write.suite.yaml": """
    suite: Writing
    cases:
      - { case: Make, proves: [LIFE-01], effect: own, steps: [{ call: makeToy, body: {} }] }
      - { case: Send, proves: [LIFE-10], effect: external, steps: [{ call: makeToy, body: {} }] }
      - { case: Pay, effect: external, when: till, steps: [{ call: makeToy, body: {} }] }
    """,
  ])

  private func plan(
    _ profile: RunProfile, only: [String] = [], skip: [String] = [], given: Set<String> = ["till"]
  ) throws -> Plan {
    Plan(
      workspace: try Self.files.workspace(), selection: CaseSelection(only: only, skip: skip),
      runProfile: profile, givenVariables: given)
  }

  @Test("a fixture is selected by no word: it runs with the cases that use it")
  func fixtures() throws {
    let files = ShopFiles.cases(
      "- { case: A, effect: own, fixtures: [a toy], steps: [{ call: GET /toys }] }",
      head: "fixtures: { a toy: { steps: [{ call: makeToy, body: {} }] } }")
    let workspace = try files.workspace()
    let titles = try #require(workspace.suites.first).allCases.map(\.title)
    #expect(titles == ["Fixture a toy", "A"])
    let strangers = CaseSelection(only: titles).strangers(in: workspace.suites)
    #expect(strangers.map(\.word) == ["Fixture a toy"])
  }

  @Test(
    "a profile runs what its effects allow, and says which would allow the rest",
    arguments: [
      (RunProfile.observe, ["make": "gate", "send": "full", "pay": "full"]),
      (.gate, ["send": "full", "pay": "full"]), (.full, [:]),
    ])
  func profiles(_ profile: RunProfile, _ skipped: [String: String]) throws {
    let plan = try plan(profile)
    #expect(plan.cases.count == 6)
    for planned in plan.cases {
      let name = planned.testCase.id.split(separator: "/").last.map(String.init) ?? ""
      guard let enough = skipped[name] else {
        #expect(planned.skipReason == nil)
        continue
      }
      let effect = planned.testCase.effect.rawValue
      #expect(
        planned.skipReason
          == "its effect is \"\(effect)\"; the profile \"\(profile.rawValue)\" does not allow it, "
          + "\"--profile \(enough)\" does")
    }
  }

  @Test("a variable that nobody gave and the target does not tell skips its cases")
  func missingVariables() throws {
    let skipped = try plan(.full, given: []).cases.filter { $0.skipReason != nil }
    #expect(skipped.map(\.testCase.id) == ["shop/read/till", "shop/write/pay"])
    let reason = "the variable \"till\" (a till that may be used) is not given; set SHOP_TILL"
    #expect(skipped.map(\.skipReason) == [reason, reason])
  }

  @Test(
    "cases are chosen by id, title, tag, requirement, family and operation",
    arguments: [
      (["shop/read/toys"], [], ["toys"]), (["shop/read"], [], ["toys", "till", "branch"]),
      (["shop/rea"], [], []), (["quick"], [], ["toys", "till", "branch"]),
      (["Till"], [], ["till"]), (["Ti"], [], []), (["quick"], ["Toys"], ["till", "branch"]),
      (["money"], [], ["till"]), (["LIFE-01"], [], ["make"]), (["LIFE"], [], ["make", "send"]),
      (["LIFE-1"], [], []), (["POST /toys"], [], ["make", "send", "pay"]),
      (["money", "PAG"], [], ["toys", "till"]), (["quick"], ["money"], ["toys", "branch"]),
      ([], ["shop/read", "LIFE-10"], ["make", "pay"]), (["quick"], ["quick"], []),
    ] as [([String], [String], [String])])
  func selection(_ only: [String], _ skip: [String], _ names: [String]) throws {
    let plan = try plan(.full, only: only, skip: skip)
    #expect(plan.cases.map { $0.testCase.id.split(separator: "/").last.map(String.init) } == names)
    #expect(plan.suites.allSatisfy { !$0.cases.isEmpty }, "an empty suite is left out")
  }

  @Test("effects are ordered, and each profile allows up to its own")
  func effects() {
    #expect(Effect.allCases.sorted() == [.none, .own, .external])
    for profile in RunProfile.allCases {
      for effect in Effect.allCases {
        #expect(profile.allows(effect) == (effect <= profile.limit))
      }
    }
  }
}

@Suite("Base URLs")
struct BaseURLTests {
  @Test(
    "paths are appended to it",
    arguments: [
      ("http://shop.test", "http://shop.test"),
      ("HTTPS://Shop.test:8080/v1//", "https://Shop.test:8080/v1"),
      ("http://[::1]:80/", "http://[::1]:80"), ("http://[::1]", "http://[::1]"),
      ("http://shop.test/a@b:c", "http://shop.test/a@b:c"),
    ])
  func usable(_ text: String, _ url: String) throws {
    #expect(try BaseURL(text).text == url)
  }

  @Test(
    "what cannot be called is refused",
    arguments: [
      ("", "does not begin with http:// or https://"),
      ("shop.test/v1", "does not begin with http:// or https://"),
      ("ftp://shop.test", "does not begin with http:// or https://"),
      ("file:///etc", "does not begin with http:// or https://"),
      ("http:/shop.test", "does not begin with http:// or https://"),
      ("http://", "has no host"), ("http:///v1", "has no host"), ("http://:80", "has no host"),
      ("http://ann:pw@shop.test", #"holds credentials; they belong into the profile's "auth""#),
      ("http://ann@:80/", #"holds credentials; they belong into the profile's "auth""#),
      ("http://[::1]x:80/v1", "has no port after its address"),
      ("http://shop.test?a=b", "has a query or fragment"),
      ("http://shop.test/#top", "has a query or fragment"),
      ("http://shop test", "has characters that a URL cannot have"),
      ("http://shop.test/\n", "has characters that a URL cannot have"),
      ("http://shop.test/\u{7}", "has characters that a URL cannot have"),
      ("http://größe.test", "has characters that a URL cannot have"),
      ("http://shop.test/{version}", "has characters that a URL cannot have"),
      ("http://shop.test:", "has a port that is not a number from 1 to 65535"),
      ("http://shop.test:http", "has a port that is not a number from 1 to 65535"),
      ("http://shop.test:0", "has a port that is not a number from 1 to 65535"),
      ("http://shop.test:65536", "has a port that is not a number from 1 to 65535"),
      ("http://shop.test:-1", "has a port that is not a number from 1 to 65535"),
      ("http://[zz]:80", "has something else than an IPv6 address in its brackets"),
      ("http://[1]", "has something else than an IPv6 address in its brackets"),
      ("http://[::1]:x", "has a port that is not a number from 1 to 65535"),
      ("http://shop.test:99999999999999999999", "has a port that is not a number from 1 to 65535"),
    ])
  func refused(_ text: String, _ reason: String) {
    let error = #expect(throws: Diagnostics.self) { _ = try BaseURL(text) }
    #expect(error?.all.map(\.code) == ["target.bad-url"])
    #expect(error?.all.first?.message.hasSuffix(" \(reason)") == true)
    let isShown = error?.all.first?.message.hasPrefix("the base URL \"") == true
    #expect(isShown == !text.contains("@"), "what may hold a password is not shown")
    #expect(error?.all.map(\.fix) == ["give a URL such as https://staging.example.com/v1"])
  }
}
