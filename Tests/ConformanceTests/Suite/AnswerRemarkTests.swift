import Conformance
import Diagnostics
import Testing

/// A step, and what is said of its expectations and of what it keeps; nothing where it is right.
struct RemarkedAnswer: CustomTestStringConvertible {
  let testDescription: String
  let step: String
  let remark: RemarkedSuite.Remark?

  init(_ title: String, _ step: String, _ remark: (code: String, fix: String)? = nil) {
    testDescription = title
    self.step = step
    self.remark = remark.map { .init(code: "suite." + $0.code, fix: $0.fix) }
  }

  private static let unknown = (
    "undescribed-member", "name what the contract has, or have the contract describe it"
  )
  private static let excluded = ("excluded-value", "expect what it has, or mend the contract")

  static let all: [RemarkedAnswer] = [
    .init(
      "a status that is not documented", "call: GET /toys, expect: { status: «201» }",
      ("undocumented-status", "expect 200, or have the contract document it")),
    .init(
      "a range without a documented status", "call: GET /toys, expect: { status: «1XX» }",
      ("undocumented-status", "expect 200 or 400, or have the contract document it")),
    .init(
      "a status that is documented as one of several",
      "call: GET /toys, expect: { status: [200, 201] }"),
    .init("a range of a documented status", "call: GET /toys, expect: { status: 4XX }"),
    .init(
      "a status of something in front of the server", "call: GET /toys, expect: { status: 429 }"),
    .init(
      "a refusal of what a sound request asks for", "call: GET /toys, expect: { status: «403» }",
      ("undocumented-status", "expect 400, or have the contract document it")),
    .init(
      "a refusal of what other credentials may not have",
      "call: GET /toys, auth: none, expect: { status: 403 }"),
    .init(
      "a refusal of a request that is wrong on purpose",
      "call: GET /toys, faulty: true, expect: { status: 403 }"),
    .init(
      "a conflict", "call: GET /toys, expect: { status: «409» }",
      ("undocumented-status", "expect 400, or have the contract document it")),
    .init(
      "a conflict with a request of the same key",
      "call: GET /toys, headers: { once: a }, expect: { status: 409 }"),
    .init(
      "what is gone, where it is documented as not found",
      "call: \"GET /shelves/{id}\", path: { id: a }, expect: { status: «410» }",
      ("undocumented-status", "expect 404, or have the contract document it")),
    .init(
      "what is gone or not found, where neither is documented",
      "call: \"GET /racks/{id}\", path: { id: a }, expect: { status: [404, 410] }"),
    .init(
      "what is gone, where neither is documented",
      "call: \"GET /racks/{id}\", path: { id: a }, expect: { status: 410 }"),
    .init(
      "a field that is nearly one of the contract's",
      "call: GET /toys, expect: { headers: { «X-Toys-Let»: { $present: true } } }",
      ("undescribed-member", #"write "X-Toys-Left""#)),
    .init(
      "a field with other hyphens",
      "call: GET /toys, expect: { headers: { «XToys_left»: { $present: true } } }",
      ("undescribed-member", #"write "X-Toys-Left""#)),
    .init(
      "fields that are absent, or like none",
      """
      call: GET /toys,
        expect: { headers: { X-Toys-Lef: { $absent: true }, X-Toys-Lost: "1", X-Dolls-Left: "1",
          X-Toys-Le: "1" } }
      """),
    .init(
      "a field beside the one it is like",
      "call: GET /toys, expect: { headers: { x-toys-left: a, X-Toys-Lefts: b } }"),
    .init("a refused credential", "call: GET /toys, auth: none, expect: { status: 401 }"),
    .init("a refusal on purpose", "call: GET /toys, faulty: true, expect: { status: 422 }"),
    .init(
      "a member that is nearly one of the contract's",
      "call: GET /toys/1, expect: { body: { data: { «nam»: x } } }",
      ("undescribed-member", #"write "name""#)),
    .init(
      "a member that is like none of the contract's",
      "call: GET /toys/1, expect: { body: { data: { «weight»: 3 } } }", unknown),
    .init(
      "a value outside of its enum",
      "call: GET /toys/1, expect: { body: { data: { colour: «purple» } } }", excluded),
    .init(
      "a value that is nearly one of its enum",
      "call: GET /toys/1, expect: { body: { data: { colour: «tael» } } }",
      ("excluded-value", #"write "teal""#)),
    .init(
      "values of which none is one of the enum",
      "call: GET /toys/1, expect: { body: { data: { colour: { $oneOf: [«pink», grey] } } } }",
      excluded),
    .init(
      "a value of another type",
      "call: GET /toys/1, expect: { body: { data: { name: «5» } } }", excluded),
    .init(
      "an element where the contract has a list",
      "call: GET /toys, expect: { body: { data: «{ name: x }» } }", excluded),
    .init(
      "a member of the elements of a list",
      "call: GET /toys, expect: { body: { data: { $each: { «nam»: { $present: true } } } } }",
      ("undescribed-member", #"write "name""#)),
    .init(
      "the order of a list by what its elements do not have",
      "call: GET /toys, expect: { body: { data: { $sorted: { by: «/nmae» } } } }",
      ("undescribed-member", #"write "/name""#)),
    .init(
      "a member of a refusal, which successes have",
      "call: GET /toys, faulty: true, expect: [{ status: 400 }, { body: { «data»: [] } }]",
      unknown),
    .init(
      "what a refusal has",
      """
      call: GET /toys, faulty: true,
        expect: [{ status: 400 }, { body: { error: { code: x }, trace: t } }]
      """),
    .init(
      "what either answer has",
      "call: GET /toys, expect: { status: [200, 400], body: { error: { code: x } } }"),
    .init(
      "members that the schema invites, or that a branch has",
      """
      call: GET /toys/1,
        expect: { body: { data: { extra: { any: 1 }, notes: { x_1: a }, size: { width: 3 },
          shape: { corners: 3 }, pet: { barks: true }, loose: { any: 1 } } } }
      """),
    .init(
      "a member that no branch has",
      "call: GET /toys/1, expect: { body: { data: { shape: { «corner»: 3 } } } }",
      ("undescribed-member", #"write "corners""#)),
    .init(
      "null where it is allowed", "call: GET /toys/1, expect: { body: { data: { size: null } } }"),
    .init(
      "members that must not be there, or need not be",
      """
      call: GET /toys/1,
        expect: { body: { data: { price: { $absent: true }, weight: { $ifPresent: 3 },
          colour: { $not: purple } } } }
      """),
    .init(
      "a member that need not be, in several ways",
      "call: GET /toys/1, expect: { body: { data: { price: { $all: [{ $absent: true }] } } } }"),
    .init(
      "a list and a mapping where the contract names no type",
      """
      call: GET /toys/1,
        expect: [{ body: { data: { free: [1] } } }, { body: { data: { free: { a: 1 } } } }]
      """),
    .init(
      "a pointer into what has no type", "call: GET /toys/1, save: { toy: /data/free/0/a }"),
    .init(
      "a pointer to an element by no position", "call: GET /toys, save: { toy: «/data/01/id» }",
      unknown),
    .init(
      "a media type that is not documented", "call: GET /toys, expect: { media_type: «text/csv» }",
      ("undocumented-media-type", "expect application/json, or have the contract document it")),
    .init(
      "a media type of a refusal that is not documented",
      """
      call: GET /toys, faulty: true,
        expect: [{ status: 400 }, { media_type: «application/problem+json» }]
      """,
      ("undocumented-media-type", "expect application/json, or have the contract document it")),
    .init(
      "a media type that is documented",
      "call: GET /toys, expect: { status: 200, media_type: application/json }"),
    .init(
      "a media type of an answer that may have a status which is not documented",
      "call: GET /toys, expect: { status: [200, 429], media_type: text/html }"),
    .init(
      "a media type of refusals that are documented in part",
      "call: GET /toys, faulty: true, expect: { status: 4XX, media_type: text/html }"),
    .init(
      "a media type of an answer without described content",
      "call: GET /branches, expect: { media_type: text/csv }"),
    .init(
      "that a member is missing which is required",
      """
      call: GET /toys, faulty: true,
        expect: { status: 400, body: { trace: «{ $absent: true }» } }
      """, ("excluded-value", "take it out of what is expected, or mend the contract")),
    .init(
      "that a member is not there which is required, in other words",
      "call: GET /toys/1, expect: { body: { data: { loose: { b: «{ $present: false }» } } } }",
      ("excluded-value", "take it out of what is expected, or mend the contract")),
    .init(
      "that a required member of an answer is missing which need not be documented",
      """
      call: GET /toys, faulty: true,
        expect: { status: [400, 401], body: { trace: { $absent: true } } }
      """),
    .init(
      "that a required member is missing where nothing may be",
      """
      call: GET /toys/1, expect: { body: { data: { loose: { $ifPresent: { b: { $absent: true } } } } } }
      """),
    .init(
      "that a member is missing which an alternative without a type leaves out",
      "call: GET /toys/1, expect: { body: { data: { hint: { x: { $absent: true } } } } }"),
    .init(
      "a member in which an alternative without a type allows anything",
      "call: GET /toys/1, expect: { body: { data: { hint: { x: c } } } }"),
    .init(
      "a member of an object of which one alternative says nothing",
      "call: GET /toys/1, expect: { body: { data: { hint: { y: 1 } } } }"),
    .init(
      "a text that is a listed number in quotation marks",
      "call: GET /toys/1, expect: { body: { data: { mixed: «'1'» } } }",
      ("excluded-value", "write 1 without quotation marks")),
    .init(
      "a text that is a listed null in quotation marks",
      "call: GET /toys/1, expect: { body: { data: { mixed: «'null'» } } }",
      ("excluded-value", "write null without quotation marks")),
    .init(
      "a number that is a listed text without quotation marks",
      "call: GET /toys/1, expect: { body: { data: { mixed: «2» } } }",
      ("excluded-value", #"write "2" in quotation marks"#)),
    .init(
      "a pattern that looks as a listed number",
      "call: GET /toys/1, expect: { body: { data: { grade: { $pattern: «'1'» } } } }", excluded),
    .init(
      "a number where the contract has a text",
      "call: GET /toys/1, expect: { body: { data: { name: { $range: «{ min: 1 }» } } } }", excluded
    ),
    .init(
      "a pattern where the contract has a list",
      "call: GET /toys, expect: { body: { data: { $pattern: «x» } } }", excluded),
    .init(
      "a length where the contract has a number",
      "call: GET /toys/1, expect: { body: { data: { size: { width: { $length: «3» } } } } }",
      excluded),
    .init(
      "what numbers, texts and lists are like where the contract has them",
      """
      call: GET /toys/1, expect: [
        { body: { data: { size: { width: { $range: { min: 1 } } }, name: { $pattern: x } } } },
        { body: { data: { name: { $length: 3 }, free: { $range: { max: 1 } } } } }]
      """),
    .init(
      "a value that is not known before a run",
      #"call: GET /toys/1, expect: { body: { data: { name: "${nonce}", colour: "${till}" } } }"#),
    .init(
      "a pointer to what the answer does not have",
      "call: GET /toys/1, save: { toy: «/data/idd» }", ("undescribed-member", #"write "/data/id""#)),
    .init(
      "a pointer into a text", "call: GET /toys/1, save: { toy: «/data/name/first» }", unknown),
    .init("a pointer into a list", "call: GET /toys, save: { toy: /data/0/id }"),
    .init(
      "a pointer to what lies one level deeper", "call: GET /toys/1, save: { toy: «/name» }",
      ("undescribed-member", #"write "/data/name""#)),
    .init(
      "a pointer to what lies in the elements of a list",
      "call: GET /toys, save: { toy: «/data/id» }",
      ("undescribed-member", #"write "/data/0/id""#)),
    .init(
      "a pointer to what lies one level higher",
      "call: GET /toys/1, save: { toy: «/data/size/name» }",
      ("undescribed-member", #"write "/data/name""#)),
    .init(
      "a pointer to a name that begins with the words of another",
      "call: GET /toys/1, save: { toy: «/data/id_text» }",
      ("undescribed-member", #"write "/data/id""#)),
    .init(
      "a pointer to a name that begins with another and a capital",
      "call: GET /toys/1, save: { toy: «/data/idNumber» }",
      ("undescribed-member", #"write "/data/id""#)),
    .init(
      "a pointer to a name that only begins with the letters of another",
      "call: GET /toys/1, save: { toy: «/data/ident» }", unknown),
    .init(
      "a pointer to a name with whose letters another only begins",
      "call: GET /toys/1, save: { toy: «/data/col» }", unknown),
    .init(
      "a pointer to what lies in the elements of a list that may be null",
      "call: GET /crates, save: { toy: «/data/id» }",
      ("undescribed-member", #"write "/data/0/id""#)),
    .init(
      "a pointer to a name that ends as another",
      "call: GET /toys/1, save: { toy: «/data/toy_id» }",
      ("undescribed-member", #"write "/data/id""#)),
    .init(
      "a member that lies one level deeper", "call: GET /toys/1, expect: { body: { «name»: x } }",
      ("undescribed-member", #"write "data: { name: … }""#)),
    .init(
      "a member that lies one level higher",
      "call: GET /toys/1, expect: { body: { data: { size: { «name»: x } } } }",
      ("undescribed-member", #"write "name" beside "size""#)),
    .init(
      "a refusal's body where the status is missing, and success is what counts",
      "call: GET /toys/1, faulty: «true», expect: { body: { error: { code: x } } }",
      ("unexpected-refusal", #"add "status: 4XX" to "expect:", or the statuses that will do"#)),
    .init(
      "a success's body where a request is wrong on purpose",
      "call: GET /toys/1, faulty: true, expect: { body: { data: { name: x } } }"),
    .init(
      "an element of a list by a member that it does not have",
      "call: GET /toys, save: { toy: { in: /data, like: { «nmae»: x }, value: /id } }",
      ("undescribed-member", #"write "name""#)),
    .init(
      "what is kept where a refusal fails to come",
      "call: GET /toys/1, expect: { status: 404 }, save: { toy: /data/id }"),
    .init(
      "what is kept of a refusal",
      "call: GET /toys/1, expect: { status: 404 }, save: { toy: /error/code }"),
  ]

  /// The same answers under versions that count what stands beside a reference, and that do not.
  static let besideReferences: [(version: String, answer: RemarkedAnswer)] = {
    let hidden: [(title: String, body: String)] = [
      ("a value outside of the enum of a part", "{ part: «purple» }"),
      ("a value outside of an enum", "{ own: «purple» }"),
      ("a value of another type", "{ kind: «{ a: 1 }» }"),
      ("a member outside of its enum", "{ inner: { n: «purple» } }"),
    ]
    let required = "call: GET /toys, expect: { body: { full: { n: «{ $absent: true }» } } }"
    let named = "call: POST /boxes, body: { «colours»: x }"
    let shown = "call: GET /boxes, expect: { body: { «size»: 1 } }"
    let counted =
      hidden.map {
        RemarkedAnswer($0.title, "call: GET /toys, expect: { body: \($0.body) }", excluded)
      }
      + [
        .init(
          "that a required member is missing", required,
          ("excluded-value", "take it out of what is expected, or mend the contract")),
        .init(
          "a member that is nearly one of a part", named,
          ("unknown-member", #"write "coloured""#)),
        .init(
          "a member of an answer beside those of a part", shown,
          ("undescribed-member", "name what the contract has, or have the contract describe it")),
      ]
    let either: [RemarkedAnswer] = [
      .init(
        "what the reference itself leads to", "call: GET /toys, expect: { body: { own: «1» } }",
        excluded),
      .init(
        "a member that a part beside it has",
        "call: GET /toys, expect: { body: { more: { extra: x } } }"),
      .init(
        "a member of a request that a part beside it has",
        "call: POST /toys, body: { coloured: x }"),
    ]
    return (counted + either).map { ("3.1.0", $0) } + either.map { ("3.0.3", $0) }
      + counted.map { answer in
        let step = answer.step.filter { !"«»".contains($0) }
        return ("3.0.3", .init("\(answer.testDescription), hidden", step))
      }
  }()
}

@Suite("What suites expect that the contract does not have")
struct AnswerRemarkTests {
  private static let contract = #"""
    {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "security": [{"key": []}],
     "components": {
       "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
       "parameters": {
         "id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}},
       "schemas": {
         "Error": {"type": "object", "required": ["trace"], "properties": {"error": {"type": "object",
           "properties": {"code": {"type": "string"}}}}},
         "Named": {"type": "object", "properties": {"id": {"type": "string"},
           "name": {"type": "string"}}},
         "Pet": {"type": "object", "discriminator": {"propertyName": "kind"},
           "properties": {"kind": {"type": "string"}}},
         "Toy": {"allOf": [{"$ref": "#/components/schemas/Named"}], "properties": {
           "colour": {"type": "string", "enum": ["red", "teal"]},
           "extra": {"type": "object", "properties": {"a": {}}, "additionalProperties": true},
           "notes": {"type": "object", "properties": {"a": {}},
             "patternProperties": {"^x_": {"type": "string"}}},
           "size": {"anyOf": [{"type": "null"}, {"type": "object",
             "properties": {"width": {"type": "integer"}}}]},
           "shape": {"oneOf": [
             {"type": "object", "properties": {"corners": {"type": "integer"}}},
             {"type": "object", "properties": {"radius": {"type": "integer"}}}]},
           "pet": {"$ref": "#/components/schemas/Pet"},
           "free": {"minLength": 1},
           "hint": {"type": "object", "anyOf": [
             {"type": "object", "required": ["x"], "properties": {"x": {"enum": ["a"]}}},
             {"minLength": 3}]},
           "mixed": {"enum": [1, "2", true, null]},
           "grade": {"enum": [1, 2]},
           "loose": {"type": "object", "required": ["b"]}}}},
       "responses": {
         "toy": {"description": "a toy", "content": {"application/json": {"schema":
           {"type": "object", "properties": {"data": {"$ref": "#/components/schemas/Toy"}}}}}},
         "toys": {"description": "toys",
           "headers": {"X-Toys-Left": {"schema": {"type": "integer"}}}, "content": {"application/json": {"schema":
           {"type": "object", "properties": {"data": {"type": "array",
             "items": {"$ref": "#/components/schemas/Toy"}}}}}}},
         "error": {"description": "a refusal", "content": {"application/json": {"schema":
           {"$ref": "#/components/schemas/Error"}}}}}},
     "paths": {
       "/branches": {"get": {"responses": {"200": {"description": "branches"}}}},
       "/toys": {"get": {"responses": {"200": {"$ref": "#/components/responses/toys"},
         "400": {"$ref": "#/components/responses/error"}}},
         "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/toy"}}}},
       "/crates": {"get": {"responses": {"200": {"description": "crates", "content": {
         "application/json": {"schema": {"type": "object", "properties": {"data": {
           "type": ["array", "null"], "items": {"$ref": "#/components/schemas/Toy"}}}}}}}}}},
       "/toys/1": {"get": {"responses": {"200": {"$ref": "#/components/responses/toy"},
         "404": {"$ref": "#/components/responses/error"}}}},
       "/shelves/{id}": {"parameters": [{"$ref": "#/components/parameters/id"}],
         "get": {"responses": {"200": {"$ref": "#/components/responses/toy"},
           "404": {"$ref": "#/components/responses/error"}}}},
       "/racks/{id}": {"parameters": [{"$ref": "#/components/parameters/id"}],
         "get": {"responses": {"200": {"$ref": "#/components/responses/toy"}}}}}}
    """#

  @Test("are told with the place and the contract's own words", arguments: RemarkedAnswer.all)
  func remarks(on answer: RemarkedAnswer) throws {
    let uses = answer.step.contains("save:") ? ", { raw: \"GET /toys/${toy}\" }" : ""
    let marked = MarkedText(
      "suite: Shop\ncases:\n- case: A\n  steps: [{ \(answer.step) }\(uses)]",
      name: "shop/shop.suite.yaml")
    let found = try marked.expectRemark(answer.remark, under: Self.contract)
    #expect(found.allSatisfy { !$0.notes.isEmpty || $0.code == "suite.unexpected-refusal" })
    #expect(
      found.flatMap(\.notes).allSatisfy { $0.message.hasPrefix("the contract says so here, at #/") }
    )
  }

  @Test(
    "are told of what stands beside a reference where it counts",
    arguments: RemarkedAnswer.besideReferences)
  func remarksBesideReferences(version: String, answer: RemarkedAnswer) throws {
    let contract = """
      {"openapi": "\(version)", "info": {"title": "Shop", "version": "1"}, "security": [{"key": []}],
       "components": {
         "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
         "schemas": {
           "Word": {"type": "string"}, "Any": {},
           "Painted": {"type": "object", "properties": {"colour": {"type": "string"}}},
           "Thing": {"type": "object", "properties": {"n": {"type": "string"}}}}},
       "paths": {
         "/branches": {"get": {"responses": {"200": {"description": "branches"}}}},
         "/toys": {"get": {"responses": {"200": {"description": "a toy", "content": {
         "application/json": {"schema": {"type": "object", "properties": {
           "part": {"$ref": "#/components/schemas/Word", "allOf": [{"enum": ["a", "b"]}]},
           "own": {"$ref": "#/components/schemas/Word", "enum": ["a", "b"]},
           "kind": {"$ref": "#/components/schemas/Any", "type": "string"},
           "inner": {"$ref": "#/components/schemas/Thing", "properties": {"n": {"enum": ["a"]}}},
           "full": {"$ref": "#/components/schemas/Thing", "required": ["n"]},
           "more": {"$ref": "#/components/schemas/Thing",
             "allOf": [{"properties": {"extra": {"type": "string"}}}]}}}}}}}},
          "post": {"requestBody": {"content": {"application/json": {"schema":
             {"$ref": "#/components/schemas/Painted",
               "allOf": [{"properties": {"coloured": {"type": "string"}}}]}}}},
             "responses": {"200": {"description": "fine"}}}},
         "/boxes": {"get": {"responses": {"200": {"description": "a box", "content": {
             "application/json": {"schema": {"$ref": "#/components/schemas/Any",
               "allOf": [{"properties": {"coloured": {"type": "string"}}}]}}}}}},
           "post": {"requestBody": {"content": {"application/json": {"schema":
             {"$ref": "#/components/schemas/Any",
               "allOf": [{"properties": {"coloured": {"type": "string"}}}]}}}},
             "responses": {"200": {"description": "fine"}}}}}}
      """
    let marked = MarkedText(
      "suite: Shop\ncases:\n- case: A\n  effect: external\n  steps: [{ \(answer.step) }]",
      name: "shop/shop.suite.yaml")
    try marked.expectRemark(answer.remark, under: contract)
  }

  @Test(
    "are not told of a page's members that stand beside a reference", arguments: ["3.0.3", "3.1.0"])
  func pagesBesideReferences(version: String) throws {
    let contract = """
      {"openapi": "\(version)", "info": {"title": "Shop", "version": "1"},
       "components": {"schemas": {"Page": {"type": "object", "properties": {"data": {
         "type": "array", "items": {"type": "object"}}}}}},
       "paths": {"/toys": {"get": {
         "parameters": [{"name": "after", "in": "query", "schema": {"type": "string"}}],
         "responses": {"200": {"description": "toys", "content": {"application/json": {"schema": {
           "$ref": "#/components/schemas/Page", "allOf": [{"properties": {
             "next": {"type": "string"}, "more": {"type": "boolean"}}}]}}}}}}}}}
      """
    let files = ShopFiles(
      profile: """
        contract: contract.json
        conventions:
          pagination:
            - { for: GET /toys, style: cursor, cursor: after, items: /data, next: /next, more: /more,
                id: /id, limit: null }
        """, contract: contract,
      suites: ["shop.suite.yaml": "suite: A\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"])
    let codes = try files.workspace().warnings.map(\.code)
    #expect(codes.allSatisfy { !$0.hasPrefix("suite.") })
  }

  @Test(
    "are told of types of errors that the profile does not list, and of its field",
    arguments: [
      ("400, body: { error: { type: «bad_requst» } }", #"write "bad_request""#),
      (
        "400, body: { error: { type: «missing» } }",
        #"expect bad_request, or add it to "types:" under "errors:" in the profile"#
      ),
      (
        "[400, 404], body: { error: { type: «zzz» } }",
        #"expect bad_request or missing, or add it to "types:" under "errors:" in the profile"#
      ),
      ("4XX, body: { error: { type: missing } }", nil),
      ("422, body: { error: { type: zzz } }", nil),
      ("[404, 410], body: { error: { type: gone } }", nil),
      ("4XX, body: { error: { type: invalid } }", nil),
      ("400, body: { error: { type: { $not: zzz } } }", nil),
      ("400, headers: { «X-Request-Idd»: a }", #"write "X-Request-Id""#),
      ("400, headers: { X-Request-Id: a, X-Request-Idd: a, X-Request-Ip: a }", nil),
    ] as [(String, String?)])
  func remarksByProfile(expected: String, fix: String?) throws {
    let marked = MarkedText(
      """
      suite: Shop
      cases:
        - case: A
          steps: [{ call: GET /branches, faulty: true, expect: { status: \(expected) } }]
      """, name: "shop/shop.suite.yaml")
    let files = ShopFiles(
      profile: ShopFiles.profile + """

          request_id_header: X-Request-Id
          errors:
            root: /error
            type: /error/type
            types: { 400: [bad_request], 404: [missing] }
        """,
      suites: ["shop.suite.yaml": String(decoding: marked.text.bytes, as: UTF8.self)])
    let found = try files.workspace().warnings
      .filter { ["suite.excluded-value", "suite.undescribed-member"].contains($0.code) }
    #expect(found.map(\.fix) == (fix.map { [$0] } ?? []))
    #expect(
      found.map { $0.location?.description }
        == marked.places.map { marked.text.location(atByte: $0.lowerBound).description })
  }

  @Test(
    "are told of what the target is asked for",
    arguments: [
      ("GET /toys, value: /data/*/id", nil), ("GET /toys/1, value: /data/free/*/a", nil),
      ("GET /branches, value: /data/*/id", nil),
      ("GET /toys, value: «/data/*/idd»", #"write "/data/*/id""#),
      ("GET /toys, value: «/data/id»", #"write "/data/*/id""#),
      ("GET /toys/1, value: «/name»", #"write "/data/name""#),
      (
        "GET /toys/1, value: «/data/*/id»",
        "name what the contract has, or have the contract describe it"
      ),
    ] as [(String, String?)])
  func remarksOnDiscoveries(from: String, fix: String?) throws {
    let marked = MarkedText(
      """
      contract: contract.json
      auth: { key: "${shop_key}" }
      variables:
        shop_key: { env: SHOP_KEY, secret: true, default: open-sesame }
        toy: { from: { call: \(from) } }
      """, name: "shop/conformance.yaml")
    let files = ShopFiles(
      profile: String(decoding: marked.text.bytes, as: UTF8.self), contract: Self.contract,
      suites: ["shop.suite.yaml": "suite: A\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"])
    let found = try files.workspace().warnings.filter { $0.code.hasPrefix("suite.") }
    #expect(found.map(\.fix) == (fix.map { [$0] } ?? []))
    #expect(
      found.map { $0.location?.description }
        == marked.places.map { marked.text.location(atByte: $0.lowerBound).description })
  }

  @Test("are told of the id by which a probe is to know what it creates")
  func remarksOnIDs() throws {
    let marked = MarkedText(
      """
      suite: Shop
      cases:
        - case: A
          probe: http
          effect: own
          call: GET /toys
          create: { call: POST /toys, body: { name: "${token}" }, id: «/data/idd» }
      """, name: "shop/shop.suite.yaml")
    try marked.expectRemark(
      .init(code: "suite.undescribed-member", fix: #"write "/data/id""#), under: Self.contract)
  }

  @Test("are told once for a case with rows, where the row has them")
  func remarksOnRows() throws {
    let marked = MarkedText(
      """
      suite: Shop
      cases:
        - case: A toy is ${told}
          rows: [{ told: «purple» }, { told: teal }]
          steps: [{ call: GET /toys/1, expect: { body: { data: { colour: "${told}" } } } }]
      """, name: "shop/shop.suite.yaml")
    let files = ShopFiles(
      contract: Self.contract,
      suites: ["shop.suite.yaml": String(decoding: marked.text.bytes, as: UTF8.self)])
    let found = try files.workspace().warnings.filter { $0.code.hasPrefix("suite.") }
    #expect(
      found.map(\.message)
        == [#"the contract never has the text "purple" here; it has "red" and "teal""#])
    #expect(
      found.map { $0.location?.description }
        == marked.places.map { marked.text.location(atByte: $0.lowerBound).description })
  }
}
