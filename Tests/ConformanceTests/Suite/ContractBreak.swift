import Conformance
import Testing

/// A request that breaks the contract of an invented workshop, and what has to be said of it.
///
/// `«` and `»` stand around the place that a diagnostic marks.
struct ContractBreak: CustomTestStringConvertible {
  let testDescription: String
  /// The step without its braces.
  let step: String
  /// The code without `suite.` and the message of each diagnostic, in order.
  let told: [String]

  init(_ title: String, _ step: String, _ told: String...) {
    testDescription = title
    self.step = step
    self.told = told
  }

  /// A step to make an order whose other parts are right.
  private static func order(_ body: String) -> String {
    "call: POST /orders, headers: { X-Shop: abc }, body: \(body)"
  }

  static let all: [ContractBreak] = parameters + bodies + holes + media
}

extension ContractBreak {
  static let parameters: [ContractBreak] = [
    ContractBreak(
      "a path parameter", #"call: "GET /toys/{id}", path: { id: «x5» }"#,
      #"breaks-contract: the path parameter "id" breaks the contract: found the string "x5"; expected a string that matches ^t"#
    ),
    ContractBreak(
      "a query parameter", #"call: "GET /toys/{id}", path: { id: t5 }, query: { limit: «11» }"#,
      #"breaks-contract: the query parameter "limit" breaks the contract: found the number 11; expected at most 10"#
    ),
    ContractBreak(
      "a query parameter that cannot be read",
      #"call: "GET /toys/{id}", path: { id: t5 }, query: { limit: «many» }"#,
      #"breaks-contract: the query parameter "limit" breaks the contract: found "many"; expected an integer"#
    ),
    ContractBreak(
      "a header", "call: POST /orders, headers: { x-shop: «ABC» }, body: { name: a }",
      #"breaks-contract: the header "X-Shop" breaks the contract: found the string "ABC"; expected a string that matches ^[a-z]+$"#
    ),
    ContractBreak(
      "a cookie",
      "call: POST /orders, headers: { X-Shop: abc }, cookies: { session: «ab» }, body: { name: a }",
      #"breaks-contract: the cookie parameter "session" breaks the contract: found a string of 2 characters; expected at least 3 characters"#
    ),
    ContractBreak(
      "a header that is missing", "call: «POST /orders», body: { name: a }",
      #"missing-parameter: POST /orders needs the header "X-Shop""#),
    ContractBreak(
      "a body that is missing", "call: «POST /orders», headers: { X-Shop: abc }",
      "missing-body: POST /orders needs a body"),
  ]

  static let bodies: [ContractBreak] = [
    ContractBreak(
      "a value of another type", order("{ name: «5» }"),
      "breaks-contract: /name of the body breaks the contract: found the number 5; expected a string"
    ),
    ContractBreak(
      "a value of another type that is listed nowhere", order("{ name: a, grade: «5» }"),
      "breaks-contract: /grade of the body breaks the contract: found the number 5; expected a string"
    ),
    ContractBreak(
      "a name that no member may have", order(#"{ name: a, extra: «{ a: "${branch}", B: 2 }» }"#),
      #"breaks-contract: /extra of the body breaks the contract: found the string "B"; expected a string that matches ^[a-z]+$"#
    ),
    ContractBreak(
      "a member that is missing", order("«{ size: 5 }»"),
      #"breaks-contract: the body breaks the contract: found an object without "name"; expected the required member "name""#
    ),
    ContractBreak(
      "a member that must not be there", order("{ name: a, «nmae»: b }"),
      #"breaks-contract: /nmae of the body breaks the contract: found the member "nmae"; expected no members besides those that are named"#
    ),
    ContractBreak(
      "several at once", order("{ name: «toolong», size: «11» }"),
      #"breaks-contract: /name of the body breaks the contract: found a string of 7 characters; expected at most 5 characters"#,
      "breaks-contract: /size of the body breaks the contract: found the number 11; expected at most 10"
    ),
    ContractBreak(
      "an alternative without places for values", order("{ name: a, choice: «{ c: 1 }» }"),
      #"breaks-contract: /choice of the body breaks the contract: found an object with 1 member; expected a match for exactly one of 2 schemas"#
    ),
  ]

  static let holes: [ContractBreak] = [
    ContractBreak(
      "a text is no number", order(#"{ name: a, size: «"${nonce}"» }"#),
      "breaks-contract: /size of the body breaks the contract: found a text; expected an integer"),
    ContractBreak(
      "a variable that a person gives is a text", order(#"{ name: a, size: «"${till}"» }"#),
      "breaks-contract: /size of the body breaks the contract: found a text; expected an integer"),
    ContractBreak(
      "a number is no text", order(#"{ name: «"${count}"» }"#),
      "breaks-contract: /name of the body breaks the contract: found a number; expected a string"),
    ContractBreak(
      "a constant beside a place for a value", order(#"{ name: "${branch}", size: «0» }"#),
      "breaks-contract: /size of the body breaks the contract: found the number 0; expected at least 1"
    ),
    ContractBreak(
      "names are known whatever their values", order(#"«{ size: "${branch}" }»"#),
      #"breaks-contract: the body breaks the contract: found an object without "name"; expected the required member "name""#
    ),
    ContractBreak(
      "the name of a member whose value is open", order(#"{ name: a, «nmae»: "${branch}" }"#),
      #"breaks-contract: /nmae of the body breaks the contract: found the member "nmae"; expected no members besides those that are named"#
    ),
    ContractBreak(
      "what a function makes of constants is known", order("{ name: «\"${repeat('x', 6)}\"» }"),
      "breaks-contract: /name of the body breaks the contract: found a string of 6 characters; expected at most 5 characters"
    ),
    ContractBreak(
      "the length of a list is known",
      order(#"{ name: a, tags: «["${nonce}", "${nonce}", "${nonce}"]» }"#),
      "breaks-contract: /tags of the body breaks the contract: found a list; expected at most 2 items"
    ),
  ]

  static let media: [ContractBreak] = [
    ContractBreak(
      "a text of another media type",
      "call: POST /orders, headers: { X-Shop: abc }, raw_body: «'a: ${branch}'», media_type: text/yaml",
      "breaks-contract: the body breaks the contract: found text/yaml; expected application/json"),
    ContractBreak(
      "a text that is no JSON", "call: POST /orders, headers: { X-Shop: abc }, raw_body: «'{'»",
      "breaks-contract: the body breaks the contract: found text that is no JSON: "),
    ContractBreak(
      "a text that is other JSON",
      #"call: POST /orders, headers: { X-Shop: abc }, raw_body: «'{"name": 5}'»"#,
      "breaks-contract: /name of the body breaks the contract: found the number 5; expected a string"
    ),
    ContractBreak(
      "a file of another media type",
      "call: POST /photos, file_body: «bear.png», media_type: image/gif",
      "breaks-contract: the body breaks the contract: found image/gif; expected image/png or text/csv"
    ),
    ContractBreak(
      "a field of a form", "call: POST /forms, form_body: { a: b, n: «6» }",
      "breaks-contract: /n of the body breaks the contract: found the number 6; expected at most 5"),
    ContractBreak(
      "the names of a form's fields", #"call: POST /forms, form_body: «{ n: "${branch}" }»"#,
      #"breaks-contract: the body breaks the contract: found an object without "a"; expected the required member "a""#
    ),
    ContractBreak(
      "a part that is missing", "call: POST /uploads, multipart_body: «{ caption: a }»",
      #"breaks-contract: the body breaks the contract: found an object without "file"; expected the required member "file""#
    ),
    ContractBreak(
      "a part of another media type",
      "call: POST /uploads, multipart_body: «{ caption: a, file: { file: bear.png, media_type: image/gif } }»",
      "breaks-contract: the body breaks the contract: found image/gif; expected image/png"),
  ]

  /// Steps of which nothing may be said: they are right, or nobody can know yet.
  static let harmless: [String] = [
    order(#"{ name: a, extra: { a: 1, B: "${branch?}" } }"#),
    order(#"{ name: a, nmae: "${branch?}" }"#),
    order("{ name: a, size: 1.0 }"),
    "call: 'GET /toys/{id}', path: { id: t5 }, query: { limit: 1.0 }",
    order("{ name: a, size: 10, tags: [a, b], kind: a, note: null, choice: { a: 1 } }"),
    order(#"{ name: "${branch}", size: "${branch}", tags: "${branch}" }"#),
    order(#"{ name: "${till}" }"#),
    order(#"{ name: "much too ${branch} long" }"#),
    order(#"{ name: "${till?}", size: "${count}" }"#),
    order(#"{ name: a, kind: "${nonce}" }"#),
    order("{ name: \"${repeat('x', 5)}\", tags: [\"${prefix(till, 2)}\"] }"),
    order(#"{ name: a, choice: { a: "${branch}" } }"#),
    order(#"{ name: a, choice: { c: "${branch}" } }"#),
    order(#"{ name: a, choice: "${branch}" }"#),
    order(#"{ name: a, note: "${branch?}" }"#),
    order(#"{ name: a, when: { day: "${branch}", hour: 1 } }"#),
    #"call: "GET /toys/{id}", path: { id: "x${branch}" }, query: { limit: "1${branch}" }"#,
    #"call: "GET /toys/{id}", path: { id: t5 }, query: { limit: "10" }"#,
    #"call: POST /orders, headers: { X-Shop: "${branch}" }, body: { name: a }"#,
    "call: POST /orders, faulty: true, headers: { X-Shop: ABC }, body: { nmae: 5 }",
    "call: POST /orders, faulty: true",
    "raw: POST /orders, body: { nmae: 5 }",
    #"call: POST /orders, headers: { X-Shop: abc }, raw_body: '{"name": "${branch}'"#,
    #"call: POST /orders, headers: { X-Shop: abc, Content-Type: "${branch}" }, body: [1]"#,
    "call: POST /photos, file_body: bear.png, media_type: image/png",
    "call: POST /photos, file_body: files/./../files/list.csv, media_type: text/csv",
    "call: POST /forms, form_body: { a: '5', n: 5 }",
    #"call: POST /forms, form_body: { a: x, n: "${branch}" }"#,
    "call: POST /uploads, multipart_body: { caption: a, file: { file: bear.png, media_type: image/png } }",
    #"call: POST /uploads, multipart_body: { caption: "${branch}", file: { file: bear.png, media_type: image/png } }"#,
    "call: POST /vendor, body: { any: 5 }",
  ]

  static let contract = """
    {"openapi": "3.1.0", "info": {"title": "Workshop", "version": "1"},
     "security": [{"key": []}],
     "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
     "paths": {
       "/branches": {"get": {"responses": {"200": {"description": "all"}}}},
       "/toys/{id}": {"get": {"parameters": [
         {"name": "id", "in": "path", "required": true,
          "schema": {"type": "string", "pattern": "^t"}},
         {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 10}}],
         "responses": {"200": {"description": "a toy"}}}},
       "/orders": {"post": {
         "parameters": [
           {"name": "X-Shop", "in": "header", "required": true,
            "schema": {"type": "string", "pattern": "^[a-z]+$"}},
           {"name": "session", "in": "cookie", "schema": {"type": "string", "minLength": 3}}],
         "requestBody": {"required": true, "content": {"application/json": {"schema": {
           "type": "object", "required": ["name"], "additionalProperties": false,
           "properties": {
             "name": {"type": "string", "maxLength": 5},
             "size": {"type": "integer", "minimum": 1, "maximum": 10},
             "tags": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
             "kind": {"enum": ["a", "b"]},
             "grade": {"type": "string", "enum": ["a", "b"]},
             "extra": {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}},
             "note": {"type": ["string", "null"]},
             "choice": {"oneOf": [
               {"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}]},
             "when": {"if": {"properties": {"day": {"const": ""}}},
               "then": {"properties": {"hour": {"type": "string"}}}}}}}}},
         "responses": {"200": {"description": "made"}}}},
       "/parcels": {"post": {
         "requestBody": {"required": true, "content": {"application/json": {"schema": {
           "type": "object", "required": ["to"], "additionalProperties": false, "properties": {
             "to": {"type": "object", "additionalProperties": false, "properties": {
               "street": {"type": "string"}}}}}}}},
         "responses": {"200": {"description": "sent"}}}},
       "/letters": {"post": {
         "requestBody": {"required": true, "content": {"application/json": {"schema": {
           "type": "object", "required": ["title"], "properties": {
             "title": {"type": "string"},
             "meta": {"type": "object", "properties": {"x": {"type": "integer"}}}}}}}},
         "responses": {"200": {"description": "sent"}}}},
       "/moves": {"post": {
         "requestBody": {"required": true, "content": {"application/json": {"schema": {
           "type": "object", "required": ["from", "to"], "properties": {
             "from": {"type": "object", "properties": {"street": {}, "city": {}}},
             "to": {"type": "object", "properties": {"zip": {}, "city": {}}}}}}}},
         "responses": {"200": {"description": "moved"}}}},
       "/users/{u}/posts/{p}": {"get": {"parameters": [
         {"name": "u", "in": "path", "required": true, "schema": {"type": "string"}},
         {"name": "p", "in": "path", "required": true, "schema": {"type": "string"}}],
         "responses": {"200": {"description": "a post"}}}},
       "/crates/{id}": {"get": {"parameters": [
         {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
         "responses": {"200": {"description": "a crate"}}}},
       "/crates/{name}": {"delete": {"parameters": [
         {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}}],
         "responses": {"204": {"description": "gone"}}}},
       "/photos": {"post": {
         "requestBody": {"required": true, "content": {
           "image/png": {}, "text/csv": {"schema": {"type": "string"}}}},
         "responses": {"200": {"description": "kept"}}}},
       "/forms": {"post": {
         "requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {
           "schema": {"type": "object", "required": ["a"], "additionalProperties": false,
             "properties": {"a": {"type": "string"},
               "n": {"type": "integer", "maximum": 5}}}}}},
         "responses": {"200": {"description": "made"}}}},
       "/uploads": {"post": {
         "requestBody": {"required": true, "content": {"multipart/form-data": {
           "schema": {"type": "object", "required": ["caption", "file"],
             "properties": {"caption": {"type": "string"}, "file": {}}},
           "encoding": {"file": {"contentType": "image/png"}}}}},
         "responses": {"200": {"description": "kept"}}}},
       "/vendor": {"post": {
         "requestBody": {"required": true, "content": {"application/vnd.api+json": {
           "schema": {"type": "object"}}}},
         "responses": {"200": {"description": "made"}}}}}}
    """

  /// The workshop with a suite whose cases are given.
  static func files(_ cases: String) -> ShopFiles {
    var files = ShopFiles.cases(cases)
    files.contract = contract
    files.profile = """
      contract: contract.json
      auth: { key: "${shop_key}" }
      variables:
        shop_key: { env: SHOP_KEY, secret: true, default: open-sesame }
        till: { env: SHOP_TILL }
        count: { type: integer, default: 5 }
        branch: { from: { call: GET /branches, value: /data/*/id } }
      """
    return files
  }
}
