@testable import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Variables have types")
struct TypedVariableTests {
  private static let profile = """
    contract: c.json
    variables:
      text: { fits: { pattern: "^[a-z]+$" } }
      count: { type: integer, env: COUNT, fits: { maximum: 9 } }
      share: { type: number }
      flag: { type: boolean, default: true }
      pin: { type: integer, secret: true, env: PIN }
    """

  private func values(
    flags: [(name: String, value: String)] = [], file: [String: String] = [:],
    environment: [String: String] = [:]
  ) throws -> [String: ScopeValue] {
    let profile = try ProfileLoader.load(.init(Self.profile, name: "p.yaml"))
    let values = try VariableResolver(
      flags: flags, fileValues: file, environment: environment
    ).resolve(profile)
    return profile.scopeValues(of: values.byName)
  }

  @Test(
    "a value keeps the type of its variable",
    arguments: [
      ("text", "abc", #""abc""#), ("count", "5", "5"), ("count", "-5.0", "-5.0"),
      ("share", "1e-2", "1e-2"), ("flag", "false", "false"), ("pin", "123456", "123456"),
    ])
  func types(_ name: String, _ text: String, _ json: String) throws {
    let value = try #require(try values(flags: [(name, text)])[name])
    var writer = JSONWriter()
    value.write(to: &writer)
    #expect(String(decoding: writer.finish(), as: UTF8.self) == json)
  }

  @Test("a default has the type as well")
  func fallback() throws {
    guard case .json(let value)? = try values()["flag"] else {
      Issue.record("the default is a value")
      return
    }
    #expect(value.boolValue == true)
  }

  @Test(
    "a value of another type is refused, and the text says where it came from",
    arguments: [
      (
        ["text": "A"], [:], [:],
        #"the variable "text" was given "A", by --var text; expected a string that matches ^[a-z]+$"#
      ),
      (
        ["count": "5.5"], [:], [:],
        #"the variable "count" was given "5.5", by --var count; expected an integer"#
      ),
      (
        [:], ["COUNT": "many"], [:],
        #"the variable "count" was given "many", by COUNT in an env file; expected an integer"#
      ),
      (
        [:], [:], ["COUNT": "10"],
        #"the variable "count" was given "10", by the environment variable COUNT; expected at most 9"#
      ),
      (
        ["share": "0x1"], [:], [:],
        #"the variable "share" was given "0x1", by --var share; expected a number"#
      ),
      (
        ["flag": "yes"], [:], [:],
        #"the variable "flag" was given "yes", by --var flag; expected true or false"#
      ),
      (
        [:], [:], ["PIN": "sesame"],
        #"the variable "pin" was given a secret, which is not shown, by the environment variable PIN; expected an integer"#
      ),
    ] as [([String: String], [String: String], [String: String], String)])
  func refusals(
    _ flags: [String: String], _ file: [String: String], _ environment: [String: String],
    _ message: String
  ) throws {
    let error = #expect(throws: Diagnostics.self) {
      _ = try values(
        flags: flags.map { ($0.key, $0.value) }, file: file, environment: environment)
    }
    #expect(error?.all.map(\.code) == ["variable.misfit"])
    #expect(error?.all.map(\.message) == [message])
    #expect(error?.all.first?.location?.file == "p.yaml")
  }

  @Test("a secret too short to be told from other text is refused", arguments: ["7", "12345"])
  func shortSecret(_ pin: String) throws {
    let error = #expect(throws: Diagnostics.self) { _ = try values(environment: ["PIN": pin]) }
    #expect(error?.all.map(\.code) == ["variable.short-secret"])
    let message = error?.all.first?.message ?? ""
    #expect(
      message.contains(#"the secret "pin", by the environment variable PIN, has fewer than 6"#))
    #expect(!message.contains(pin))
  }

  @Test(
    "what the target tells is held to the type",
    arguments: [("5", Verdict.passed), (#""5""#, .skipped), ("11", .skipped)])
  func discovery(_ told: String, _ verdict: Verdict) async throws {
    var files = ShopFiles.cases("")
    files.profile = """
      contract: contract.json
      auth: { key: "open-sesame" }
      variables:
        size: { type: integer, fits: { maximum: 10 }, from: { call: GET /branches, value: /data/size } }
      """
    let shop = ScriptedShop { request, _ in
      ScriptedShop.json(200, #"{"data":{"size":\#(told)}}"#)
    }
    let result = try await shop.run(
      #"- { case: A, steps: [{ call: GET /toys, query: { limit: "${size}" } }] }"#, folder: files)
    #expect(result.verdicts == [verdict])
    let notices = result.notices.filter { $0.code == "variable-misfit" }.map(\.message)
    let isRight = verdict == .passed
    #expect(notices.count == (isRight ? 0 : 1))
    #expect(
      notices.allSatisfy {
        $0.hasPrefix("GET /branches told \(told) for the variable \"size\"; expected ")
      }, "\(notices)")
  }
}
