@testable import Conformance
import Diagnostics
import Testing

/// A profile with mistakes, and what has to be said of it; `«` and `»` stand around each place.
struct BrokenProfile: CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let mistakes: [BrokenSuite.Mistake]

  init(_ title: String, _ text: String, _ mistakes: (code: String, fix: String)...) {
    testDescription = title
    self.text = text
    self.mistakes = mistakes.map { .init(code: "suite." + $0.code, fix: $0.fix) }
  }

  static let all: [BrokenProfile] = [
    BrokenProfile(
      "an unknown key is told with the nearest one", "contract: contract.json\n«variable»: {}",
      ("unknown-key", #"write "variables""#)),
    BrokenProfile(
      "a key is told with the level it belongs to",
      """
      contract: contract.json
      «pagination»: {}
      «env»: A
      variables: { a: { «call»: GET /branches } }
      conventions: { «over_max»: clamp, «pace»: {} }
      """,
      ("unknown-key", #"write it under "conventions:", as in "conventions: { pagination: … }""#),
      ("unknown-key", #"write it in a variable, under "variables:""#),
      ("unknown-key", #"write it under "from:", as in "from: { call: … }""#),
      ("unknown-key", #"write it under "pagination:", as in "pagination: { over_max: … }""#),
      ("unknown-key", #"write it in the profile, beside "conventions:""#)),
    BrokenProfile(
      "a contract is named", "«variables: {}»", ("missing-key", #"add "contract:""#)),
    BrokenProfile(
      "a profile is a mapping", "«[contract.json]»",
      ("wrong-type", "write a mapping for the profile")),
    BrokenProfile(
      "an undefined variable is told with the nearest one",
      """
      contract: contract.json
      auth: { key: «"${shop_kye}"» }
      variables: { shop_key: { env: SHOP_KEY } }
      """, ("undefined-variable", #"write "${shop_key}""#)),
    BrokenProfile(
      "a variable cannot be called like a function",
      "contract: contract.json\nvariables: { «now»: { default: 5 } }",
      ("reserved-name", "rename the variable")),
    BrokenProfile(
      "a type of variables is told with the nearest one",
      "contract: contract.json\nvariables: { a: { type: «integr» } }",
      ("unknown-word", #"write "integer""#)),
    BrokenProfile(
      "a default has the type of its variable",
      "contract: contract.json\nvariables: { a: { type: integer, default: «many» } }",
      ("bad-default", #"write an integer, or change "type:" or "fits:""#)),
    BrokenProfile(
      "a default fits",
      "contract: contract.json\nvariables: { a: { type: integer, fits: { maximum: 3 }, default: «4» } }",
      ("bad-default", #"write at most 3, or change "type:" or "fits:""#)),
    BrokenProfile(
      "what a variable has to fit is a schema",
      "contract: contract.json\nvariables: { a: { fits: «{ minLength: -1 }» } }",
      ("bad-schema", "remove minLength to have no such bound")),
    BrokenProfile(
      "several mistakes are told together",
      """
      contract: contract.json
      variables:
        a: { secret: «often», requierd: true }
        b: { from: { call: GET /branches, value: «data» } }
        c: { from: «{ call: GET /branches }» }
      """, ("unknown-key", #"write "required""#),
      ("wrong-type", "write true or false for secret"),
      ("bad-pointer", #"start it with "/", such as "/data/id""#),
      ("missing-key", #"add "value:""#)),
    BrokenProfile(
      "conventions of paging need their members",
      "contract: contract.json\nconventions: { pagination: «{ items: /data, more: /more, next: /next }» }",
      ("missing-key", #"add "id:""#)),
    BrokenProfile(
      "a style of paging is a known one",
      """
      contract: contract.json
      conventions:
        pagination: { style: «curser», items: /data, more: /more, next: /next, id: /id }
      """, ("unknown-word", #"write "cursor""#)),
    BrokenProfile(
      "a key of another style of paging is refused",
      """
      contract: contract.json
      conventions:
        pagination: { style: offset, items: /data, id: /id, next: «/next» }
      """, ("unknown-key", #"remove it, or write "style: cursor""#)),
    BrokenProfile(
      "a style of paging needs what leads on",
      """
      contract: contract.json
      conventions: { pagination: «{ style: next-url, items: /data, id: /id }» }
      """, ("missing-key", #"add "next:""#)),
    BrokenProfile(
      "only one way of paging may be for all other operations",
      """
      contract: contract.json
      conventions:
        pagination:
          - { style: offset, items: /data, id: /id }
          - «{ style: page, items: /data, id: /id }»
      """, ("two-conventions", #"say with "for:" which operations are read in this way"#)),
    BrokenProfile(
      "the number of all items is in one place",
      """
      contract: contract.json
      conventions:
        pagination: { style: offset, items: /data, id: /id, total: /count, total_header: «Count» }
      """, ("two-conventions", #"remove "total:", or "total_header:""#)),
    BrokenProfile(
      "the contract has the operations that are read page by page",
      """
      contract: contract.json
      conventions: { pagination: [{ for: «GET /toy», style: link-header, items: /data, id: /id }] }
      """, ("unknown-operation", #"write "GET /toys""#)),
    BrokenProfile(
      "an operation that is read page by page is a text",
      """
      contract: contract.json
      conventions:
        pagination: { for: [GET /toys, «5»], style: link-header, items: /data, id: /id }
      """, ("wrong-type", "write a text for an operation")),
    BrokenProfile(
      "the contract has the parameters of paging",
      """
      contract: contract.json
      conventions:
        pagination:
          - { for: GET /toys, style: offset, offset: «skip», limit: «limt», items: /data, id: /id }
      """, ("unknown-parameter", "use one of: colour, limit"),
      (
        "unknown-parameter",
        #"write "limit", or "limit: null" where the page size cannot be asked for"#
      )),
    BrokenProfile(
      "some operation has each parameter that is named",
      """
      contract: contract.json
      conventions: { pagination: { style: page, page: «limits», items: /data, id: /id } }
      """, ("unknown-parameter", #"write "limit""#)),
    BrokenProfile(
      "kinds of errors go by status",
      """
      contract: contract.json
      conventions: { errors: { types: { 400: [bad], «4000»: [worse] } } }
      """, ("bad-status", "write a number from 100 to 599")),
    BrokenProfile(
      "the contract has the security scheme",
      "contract: contract.json\nauth: { «kye»: abc }", ("unknown-scheme", #"write "key""#)),
    BrokenProfile(
      "the contract has the operation that tells a variable",
      """
      contract: contract.json
      variables: { a: { from: { call: «GET /branch», value: /data } } }
      """, ("unknown-operation", #"write "GET /branches""#)),
    BrokenProfile(
      "the target is asked with what changes nothing and needs nothing",
      """
      contract: contract.json
      variables:
        a: { from: { call: «POST /toys», value: /data } }
        b: { from: { call: «"GET /toys/{id}"», value: /data } }
        c: { from: { call: GET /toys, value: /data, query: { colour: «"${nope}"» }, except: «bb» } }
        d: { secret: true, from: «{ call: GET /branches, value: /data }» }
      """, ("changing-question", "name an operation with the method GET"),
      ("missing-parameter", "name an operation whose path has no parameters, such as a list"),
      ("undefined-variable", "name a variable that is declared before"),
      ("undefined-variable", #"write "b""#),
      (
        "told-secret",
        #"give it with "env:", or drop "secret:" and name its member under "secrets:" of the conventions"#
      )),
    BrokenProfile(
      "promises are asked for by a variable",
      """
      contract: contract.json
      variables: { strict: {} }
      promises: { when: «strikt», requirements: [RSP-10] }
      """, ("undefined-variable", #"write "strict""#)),
    BrokenProfile(
      "a promise is a known requirement",
      """
      contract: contract.json
      variables: { strict: {} }
      promises: { when: strict, requirements: [«RSP-111»] }
      """, ("unknown-requirement", #"write "RSP-11""#)),
    BrokenProfile(
      "promises say which",
      "contract: contract.json\nvariables: { a: {} }\npromises: «{ when: a }»",
      ("missing-key", #"add "requirements:""#)),
    BrokenProfile(
      "the contract has the schema of errors",
      """
      contract: contract.json
      conventions: { errors: { schema: «"#/components/schemas/Fault"» } }
      """,
      (
        "unknown-schema",
        ##"point at a schema of the contract, such as "#/components/schemas/Error""##
      )),
  ]
}

@Suite("Profiles are read")
struct ProfileTests {
  @Test("a mistake is told with its code, its place and what to do", arguments: BrokenProfile.all)
  func refusal(of profile: BrokenProfile) throws {
    let marked = MarkedText(profile.text, name: "shop/conformance.yaml")
    let suite = "suite: X\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"
    let files = ShopFiles(
      profile: String(decoding: marked.text.bytes, as: UTF8.self),
      suites: ["a.suite.yaml": suite])
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    let found = error?.all ?? []
    let rendered = DiagnosticRenderer().render(found)
    #expect(
      found.map { BrokenSuite.Mistake(code: $0.code, fix: $0.fix ?? "none") }
        .sorted { $0.code < $1.code } == profile.mistakes.sorted { $0.code < $1.code },
      "\(rendered)")
    let places = Set(found.compactMap { $0.location?.description })
    for place in marked.places {
      #expect(
        places.contains(marked.text.location(atByte: place.lowerBound).description), "\(rendered)")
    }
    #expect(found.allSatisfy { $0.excerpt != nil }, "every mistake has its line")
  }

  @Test("a profile without mistakes is read as it was written")
  func valid() throws {
    let profile = try ProfileLoader.load(.init(ShopFiles.profile, name: "shop/conformance.yaml"))
    #expect(profile.contractPath == "contract.json")
    #expect(profile.credentials.map(\.scheme) == ["key"])
    #expect(profile.variables.map(\.name) == ["shop_key", "till", "branch"])
    #expect(profile.variables.map(\.isSecret) == [true, false, false])
    #expect(profile.variables[0].fallback == "open-sesame")
    #expect(profile.variables[2].discovery?.operation == "GET /branches")
    #expect(profile.conventions.lists.map(\.limitParameter) == ["limit"])
    #expect(profile.conventions.lists.map(\.overMaximum) == [.either])
    #expect(profile.conventions.idempotency?.reuseStatuses == [409, 422])
    #expect(profile.conventions.errors == nil)
  }
}
