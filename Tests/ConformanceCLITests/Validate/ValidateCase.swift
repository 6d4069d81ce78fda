import Testing

/// One run of `conformance validate` in a folder of its own, and what it has to leave.
struct ValidateCase: Sendable, CustomTestStringConvertible {
  let title: String
  /// The files of the folder, by their paths.
  let files: [String: String]
  /// What follows after `conformance validate`.
  let arguments: [String]
  /// What stands on standard input.
  let input: String
  let exitCode: Int32
  /// All of standard output; `FOLDER` stands for the folder's path.
  let output: String
  /// What stands on standard error, in this order; nothing does if there is nothing here.
  let errors: [String]

  init(
    _ title: String, _ files: [String: String] = [:], _ arguments: [String], input: String = "",
    exitCode: Int32, output: String = "", errors: [String] = []
  ) {
    self.title = title
    self.files = files
    self.arguments = arguments
    self.input = input
    self.exitCode = exitCode
    self.output = output.isEmpty ? "" : output + "\n"
    self.errors = errors
  }

  var testDescription: String { title }

  /// A schema with a bit of everything that instances go wrong about.
  static let person = """
    {
      "type": "object",
      "required": ["name"],
      "properties": {
        "name": { "type": "string", "minLength": 2 },
        "age": { "type": "integer", "minimum": 0 },
        "pay": {
          "oneOf": [
            { "title": "Card", "required": ["card"], "properties": { "card": { "type": "string" } } },
            { "title": "Bank", "required": ["iban"] },
            { "type": "null" }
          ]
        }
      }
    }
    """

  /// An OpenAPI document with schemas in several places.
  static func contract(_ version: String, _ more: String = "") -> String {
    """
    {
      "openapi": "\(version)",
      \(more)
      "info": { "title": "Shop", "version": "1" },
      "paths": {
        "/{shop}/items": {
          "get": { "responses": { "200": { "$ref": "#/components/responses/Items" } } }
        }
      },
      "components": {
        "responses": {
          "Items": {
            "description": "All",
            "content": {
              "application/json": {
                "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Item" } }
              }
            }
          }
        },
        "schemas": {
          "Item": { "type": "object", "required": ["id"], "properties": { "id": { "$ref": "#/components/schemas/Id" } } },
          "Id": { "type": "string", "nullable": true }
        }
      }
    }
    """
  }
}

// MARK: - Verdicts

extension ValidateCase {
  /// What is said about instances, and the exit code.
  static let verdicts = [
    ValidateCase(
      "a valid instance is said to be", ["s.json": person, "a.json": #"{"name":"Ann"}"#],
      ["s.json", "a.json"], exitCode: 0, output: "a.json: valid"),
    ValidateCase(
      "a violation is one line: place, pointer, found, expected, keyword and where it stands",
      ["s.json": person, "a.json": "{\n  \"name\": \"Ann\",\n  \"é\": 1, \"age\": -1.5\n}"],
      ["s.json", "a.json"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:3:18: /age: found the number -1.5; expected an integer (type, \
        s.json#/properties/age/type)
          a.json:3:18: /age: found the number -1.5; expected at least 0 (minimum, \
        s.json#/properties/age/minimum)
        """),
    ValidateCase(
      "what is missing is told at the object, and the whole instance has a name",
      ["s.json": person, "a.json": "{}"], ["s.json", "a.json"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found an object without "name"; expected the required member "name" \
        (required, s.json#/required)
        """),
    ValidateCase(
      "of alternatives the nearest is explained, by its title, and the others named",
      ["s.json": person, "a.json": #"{"name":"Ann","pay":{"card":5}}"#], ["s.json", "a.json"],
      exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:21: /pay: found an object with 1 member; expected a match for exactly one of 3 \
        schemas (oneOf, s.json#/properties/pay/oneOf)
            nearest is "Card", then "Bank", branch 2:
              a.json:1:29: /pay/card: found the number 5; expected a string (type, \
        s.json#/properties/pay/oneOf/0/properties/card/type)
        """),
    ValidateCase(
      "where two alternatives match no other is blamed",
      [
        "s.json": #"{"oneOf":[{"title":"A"},{"title":"B"},{"type":"null"}]}"#, "a.json": "1",
      ], ["s.json", "a.json"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found a match for "A" and "B"; expected a match for exactly one of 3 \
        schemas (oneOf, s.json#/oneOf)
        """),
    ValidateCase(
      "several instances are counted at the end",
      [
        "s.json": #"{"type":"integer"}"#, "a.json": "1", "b.json": "\"x\"", "c.json": "2.0",
      ], ["s.json", "a.json", "b.json", "c.json"], exitCode: 1,
      output: """
        a.json: valid
        b.json: invalid
          b.json:1:1: (root): found the string "x"; expected an integer (type, s.json#/type)
        c.json: valid
        2 of 3 valid, 1 invalid
        """),
    ValidateCase(
      "an instance that is no JSON does not keep the others from being judged",
      [
        "s.json": #"{"type":"integer"}"#, "a.json": "1", "b.json": "{\"a\":\n oops}", "c.json": "x",
      ],
      ["s.json", "b.json", "missing.json", "a.json"], exitCode: 2,
      output: """
        b.json: unusable
        missing.json: unusable
        a.json: valid
        1 of 3 valid, 2 unusable
        """,
      errors: [
        "b.json:2:2: error: found \"o\"; expected a JSON value", "  2 |  oops}\n    |  ^",
        "error: missing.json does not exist",
      ]),
    ValidateCase(
      "what cannot be judged weighs more than what is invalid",
      ["s.json": #"{"type":"integer"}"#, "a.json": "\"x\"", "b.json": ""],
      ["s.json", "a.json", "b.json"], exitCode: 2,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the string "x"; expected an integer (type, s.json#/type)
        b.json: unusable
        0 of 2 valid, 1 invalid, 1 unusable
        """,
      errors: ["b.json:1:1: error: found no content; expected a JSON value [json.empty]"]),
    ValidateCase(
      "an instance that cannot be decided is neither valid nor invalid",
      ["s.json": #"{"pattern":"^(a+)+\\1\\1b$"}"#, "a.json": undecidable, "b.json": "\"b\""],
      ["s.json", "a.json", "b.json"], exitCode: 2,
      output: """
        a.json: undecided
        b.json: invalid
          b.json:1:1: (root): found the string "b"; expected a string that matches \
        ^(a+)+\\1\\1b$ (pattern, s.json#/pattern)
        0 of 2 valid, 1 invalid, 1 undecided
        """,
      errors: [
        "error: a.json cannot be judged: the pattern ^(a+)+\\1\\1b$ needs too many steps "
          + "[validate.undecided]"
      ]),
    ValidateCase(
      "a byte order mark is refused, with what to do",
      ["s.json": "true", "a.json": "\u{FEFF}{}"], ["s.json", "a.json"], exitCode: 2,
      output: "a.json: unusable",
      errors: [
        "a.json:1:1: error: found a byte order mark; expected a JSON value [json.byteOrderMark]",
        "fix: save the text as UTF-8 without a byte order mark",
      ]),
    ValidateCase(
      "what steers a terminal is spelled out",
      [
        "s.json": #"{"additionalProperties":{"type":"string"}}"#,
        "a.json": #"{"\u001b[31m\#u{9B}\#u{202E}":1}"#,
      ], ["s.json", "a.json"], exitCode: 1,
      output: #"""
        a.json: invalid
          a.json:1:17: /\u001b[31m\u009b\u202e: found the number 1; expected a string (type, \#
        s.json#/additionalProperties/type)
        """#),
    ValidateCase(
      "a hundred violations of an instance are shown, and the others counted",
      [
        "s.json": #"{"items":{"type":"string"}}"#,
        "a.json": "[\((0..<103).map { "\($0)" }.joined(separator: ","))]",
      ], ["s.json", "a.json"], exitCode: 1,
      output: (["a.json: invalid"]
        + (0..<100).map {
          let column = $0 < 10 ? 2 + 2 * $0 : 22 + 3 * ($0 - 10)
          return "  a.json:1:\(column): /\($0): found the number \($0); expected a string (type, "
            + "s.json#/items/type)"
        } + ["  … and 3 more; --output basic tells all of them"]).joined(separator: "\n")),
    ValidateCase(
      "nesting as deep as JSON is read is judged",
      [
        "s.json": #"{"type":"array"}"#,
        "a.json": String(repeating: "[", count: 9_000) + String(repeating: "]", count: 9_000),
      ], ["s.json", "a.json"], exitCode: 0, output: "a.json: valid"),
    ValidateCase(
      "numbers are exact",
      ["s.json": #"{"maximum":9007199254740992}"#, "a.json": "9007199254740993"],
      ["s.json", "a.json"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the number 9007199254740993; expected at most \
        9007199254740992 (maximum, s.json#/maximum)
        """),
    ValidateCase(
      "formats decide where that is asked for",
      ["s.json": #"{"type":"string","format":"ipv4"}"#, "a.json": "\"x\""],
      ["s.json", "a.json", "--assert-format"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the string "x"; expected a string of the format ipv4 (format, \
        s.json#/format)
        """),
    ValidateCase(
      "formats do not decide by themselves",
      ["s.json": #"{"type":"string","format":"ipv4"}"#, "a.json": "\"x\""],
      ["s.json", "a.json"], exitCode: 0, output: "a.json: valid"),
  ]

  /// A string that sends the pattern of the case into too many steps.
  private static let undecidable = "\"\(String(repeating: "a", count: 60))\""
}

// MARK: - Instances

extension ValidateCase {
  /// Where instances come from.
  static let instances = [
    ValidateCase(
      "a folder stands for its JSON and YAML files, hidden ones and links to folders left out",
      [
        "s.json": #"{"type":"integer"}"#, "in/b.json": "1", "in/a/z.yml": "2", "in/a/y.yaml": "x",
        "in/.hidden.json": "oops", "in/notes.txt": "oops", "in/.git/x.json": "oops",
      ], ["s.json", "in"], exitCode: 1,
      output: """
        in/a/y.yaml: invalid
          in/a/y.yaml:1:1: (root): found the string "x"; expected an integer (type, s.json#/type)
        in/a/z.yml: valid
        in/b.json: valid
        2 of 3 valid, 1 invalid
        """),
    ValidateCase(
      "the working folder goes without a name",
      ["s.yaml": "{}", "in/b.json": "1"], ["s.yaml", "."], exitCode: 0,
      output: """
        in/b.json: valid
        s.yaml: valid
        2 of 2 valid
        """),
    ValidateCase(
      "a folder without instances is unusable", ["s.json": "{}", "in/notes.txt": ""],
      ["s.json", "in"], exitCode: 2, output: "in: unusable",
      errors: ["error: the folder in holds no file *.json, *.yaml, *.yml"]),
    ValidateCase(
      "a YAML instance is judged where it was written",
      ["s.json": person, "a.yaml": "# who\nname: Ann\nage: no\npay:\n  card: 5\n"],
      ["s.json", "a.yaml"], exitCode: 1,
      output: """
        a.yaml: invalid
          a.yaml:3:6: /age: found the string "no"; expected an integer (type, \
        s.json#/properties/age/type)
          a.yaml:5:3: /pay: found an object with 1 member; expected a match for exactly one of 3 \
        schemas (oneOf, s.json#/properties/pay/oneOf)
            nearest is "Card", then "Bank", branch 2:
              a.yaml:5:9: /pay/card: found the number 5; expected a string (type, \
        s.json#/properties/pay/oneOf/0/properties/card/type)
        """),
    ValidateCase(
      "a YAML instance with a mistake is unusable",
      ["s.json": "{}", "a.yaml": "a: 1\na: 2\n"], ["s.json", "a.yaml"], exitCode: 2,
      output: "a.yaml: unusable", errors: ["a.yaml:2:1: error: "]),
    ValidateCase(
      "standard input is an instance", ["s.json": person], ["s.json", "-"],
      input: #"{"name":1}"#, exitCode: 1,
      output: """
        standard input: invalid
          standard input:1:9: /name: found the number 1; expected a string (type, \
        s.json#/properties/name/type)
        """),
    ValidateCase(
      "standard input is a schema", ["a.json": "1"], ["-", "a.json"],
      input: #"{"type":"string"}"#, exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the number 1; expected a string (type, standard input#/type)
        """),
    ValidateCase(
      "standard input can be given once", [:], ["-", "-"], exitCode: 2,
      errors: ["Error: standard input can be given once"]),
    ValidateCase(
      "an instance is needed", ["s.json": "{}"], ["s.json"], exitCode: 2,
      errors: ["Error: Missing expected argument '<instances> ...'"]),
    ValidateCase(
      "a missing file is named with the nearest that is there",
      ["s.json": "{}", "contact.json": "1"], ["s.json", "contcat.json"], exitCode: 2,
      output: "contcat.json: unusable",
      errors: ["error: contcat.json does not exist [file.unreadable]", "fix: give contact.json"]),
    ValidateCase(
      "a line of NDJSON is named by its number; of the valid ones only the count is told",
      ["s.json": person, "l.ndjson": "{\"name\":\"Ann\"}\r\n\n  \n{\"name\":\n{\"age\": 1}"],
      ["s.json", "l.ndjson", "--ndjson"], exitCode: 2,
      output: """
        l.ndjson:4: unusable
        l.ndjson:5: invalid
          l.ndjson:5:1: (root): found an object without "name"; expected the required member \
        "name" (required, s.json#/required)
        1 of 3 valid, 1 invalid, 1 unusable
        """,
      errors: [
        "l.ndjson:4:9: error: found the end of the text; expected a JSON value",
        "  4 | {\"name\":\n    |         ^",
      ]),
    ValidateCase(
      "NDJSON comes from standard input, and from a folder's *.ndjson and *.jsonl",
      [
        "s.json": #"{"type":"integer"}"#, "in/a.ndjson": "1\n2\n", "in/b.jsonl": "3\n",
        "in/c.json": "oops",
      ], ["s.json", "in", "-", "--ndjson"], input: "4\n\"5\"\n", exitCode: 1,
      output: """
        standard input:2: invalid
          standard input:2:1: (root): found the string "5"; expected an integer (type, s.json#/type)
        4 of 5 valid, 1 invalid
        """),
    ValidateCase(
      "lines without an instance are nothing to be green about",
      ["s.json": "{}", "l.ndjson": "\n\n"], ["s.json", "l.ndjson", "--ndjson"], exitCode: 2,
      errors: ["error: found no instance in l.ndjson; expected one a line"]),
    ValidateCase(
      "a line may be megabytes long",
      ["s.json": #"{"maxLength":3000000}"#],
      ["s.json", "-", "--ndjson", "--fast"],
      input: "\"\(String(repeating: "x", count: 3_000_000))\"\n"
        + "\"\(String(repeating: "x", count: 3_000_001))\"\n1\n",
      exitCode: 1,
      output: """
        standard input:1: valid
        standard input:2: invalid
        standard input:3: valid
        """),
  ]
}

// MARK: - Layouts

extension ValidateCase {
  /// What `--output` and `--fast` print.
  static let layouts = [
    ValidateCase(
      "--fast tells the verdict of each instance and no more",
      [
        "s.json": #"{"type":"string","pattern":"^(a+)+\\1\\1b$"}"#, "a.json": "\"ab\"",
        "b.json": "1", "c.json": undecidable, "d.json": "{", "e.yaml": "2",
      ],
      ["s.json", "a.json", "b.json", "c.json", "d.json", "e.yaml", "--fast"], exitCode: 2,
      output: """
        a.json: invalid
        b.json: invalid
        c.json: undecided
        d.json: unusable
        e.yaml: invalid
        """,
      errors: [
        "error: c.json cannot be judged: the pattern",
        "d.json:1:2: error: found the end of the text",
      ]),
    ValidateCase(
      "--output flag is a line for each instance, whatever became of it",
      [
        "s.json": #"{"type":"string","pattern":"^(a+)+\\1\\1b$"}"#, "a.json": "\"aaab\"",
        "b.json": "1", "c.json": undecidable, "d.json": "{",
      ],
      ["s.json", "a.json", "b.json", "c.json", "d.json", "e.json", "--output", "flag"],
      exitCode: 2,
      output: """
        {"valid":true}
        {"valid":false}
        {"valid":false}
        {"valid":false,"error":"d.json:1:2: found the end of the text; expected a member name or \
        \\"}\\""}
        {"valid":false,"error":"e.json does not exist"}
        """,
      errors: [
        "error: c.json cannot be judged: the pattern ^(a+)+\\1\\1b$ needs too many steps "
          + "[validate.undecided]",
        "d.json:1:2: error: found the end of the text", "error: e.json does not exist",
      ]),
    ValidateCase(
      "--output flag may be asked for with --fast",
      ["s.json": #"{"type":"integer"}"#, "a.json": "1"],
      ["s.json", "a.json", "--output", "flag", "--fast"], exitCode: 0, output: #"{"valid":true}"#),
    ValidateCase(
      "--output basic is the standard's list, with full URIs",
      ["s.json": #"{"properties":{"a":{"type":"integer"}}}"#, "a.json": #"{"a":"x"}"#],
      ["s.json", "a.json", "--output", "basic"], exitCode: 1,
      output: """
        {"valid":false,"keywordLocation":"","absoluteKeywordLocation":"file://FOLDER/s.json#",\
        "instanceLocation":"","errors":[{"valid":false,"keywordLocation":"/properties/a/type",\
        "absoluteKeywordLocation":"file://FOLDER/s.json#/properties/a/type",\
        "instanceLocation":"/a","error":"found the string \\"x\\"; expected an integer"}]}
        """),
    ValidateCase(
      "--output detailed is a tree with what matters",
      [
        "s.json": #"{"$id":"https://example.com/s","title":"T","allOf":[{"type":"integer"}]}"#,
        "a.json": "true",
      ],
      ["s.json", "a.json", "--output", "detailed"], exitCode: 1,
      output: """
        {"valid":false,"keywordLocation":"/allOf/0/type",\
        "absoluteKeywordLocation":"https://example.com/s#/allOf/0/type","instanceLocation":"",\
        "error":"found true; expected an integer"}
        """),
    ValidateCase(
      "--output verbose tells everything, and a line of NDJSON is a line",
      ["s.json": #"{"type":"integer"}"#, "l.ndjson": "1\noops\n"],
      ["s.json", "l.ndjson", "--ndjson", "--output", "verbose"], exitCode: 2,
      output: """
        {"valid":true,"keywordLocation":"","absoluteKeywordLocation":"file://FOLDER/s.json#",\
        "instanceLocation":"","annotations":[{"valid":true,"keywordLocation":"/type",\
        "absoluteKeywordLocation":"file://FOLDER/s.json#/type","instanceLocation":""}]}
        {"valid":false,"keywordLocation":"","instanceLocation":"",\
        "error":"l.ndjson:2:1: found \\"o\\"; expected a JSON value"}
        """, errors: ["l.ndjson:2:1: error: found \"o\"; expected a JSON value"]),
    ValidateCase(
      "--fast and an output that says why contradict each other",
      ["s.json": "{}", "a.json": "1"], ["s.json", "a.json", "--fast", "--output", "basic"],
      exitCode: 2,
      errors: [
        "Error: --fast says nothing about why, and --output basic says it; give one of them, or "
          + "--output flag"
      ]),
    ValidateCase(
      "--benchmark and --output contradict each other",
      ["s.json": "{}", "a.json": "1"],
      ["s.json", "a.json", "--benchmark", "1", "--output", "flag"], exitCode: 2,
      errors: ["Error: --benchmark prints times and --output verdicts; give one of them"]),
    ValidateCase(
      "--benchmark needs a number that makes sense", ["s.json": "{}", "a.json": "1"],
      ["s.json", "a.json", "--benchmark", "0"], exitCode: 2,
      errors: ["Error: --benchmark is 0; expected a number from 1 to 1000000"]),
    ValidateCase(
      "--benchmark measures nothing when an instance is no JSON",
      ["s.json": "{}", "l.ndjson": "1\noops\n{\n"],
      ["s.json", "l.ndjson", "--ndjson", "--benchmark", "2"], exitCode: 2,
      errors: [
        "l.ndjson:2:1: error: found \"o\"; expected a JSON value",
        "l.ndjson:3:2: error: found the end",
      ]),
    ValidateCase(
      "an output that is not known is refused with those that are",
      ["s.json": "{}", "a.json": "1"], ["s.json", "a.json", "--output", "xml"], exitCode: 2,
      errors: ["Please provide one of 'flag', 'basic', 'detailed' or 'verbose'."]),
    ValidateCase(
      "colour comes when it is asked for",
      ["s.json": #"{"type":"integer"}"#, "a.json": "1", "b.json": "\"\""],
      ["s.json", "a.json", "b.json", "--color", "always"], exitCode: 1,
      output: """
        a.json: \u{1B}[32;1mvalid\u{1B}[0m
        b.json: \u{1B}[31;1minvalid\u{1B}[0m
          b.json:1:1: \u{1B}[1m(root)\u{1B}[0m: found the string ""; expected an integer \
        \u{1B}[2m(type, s.json#/type)\u{1B}[0m
        \u{1B}[1m1 of 2 valid\u{1B}[0m, \u{1B}[31;1m1 invalid\u{1B}[0m
        """),
  ]
}

// MARK: - Schemas

extension ValidateCase {
  /// Which schema is meant, and what is wrong about one.
  static let schemas = [
    ValidateCase(
      "every mistake in a schema is told where it stands, with what was expected",
      [
        "s.json": "{\n  \"type\": \"integr\",\n  \"minimum\": \"3\"\n}", "a.json": "1",
      ], ["s.json", "a.json"], exitCode: 2,
      errors: [
        "s.json:2:11: error: type is the string \"integr\"; expected one of array, boolean,",
        "  2 |   \"type\": \"integr\",\n    |           ^~~~~~~~\n  fix: write \"integer\"",
        "s.json:3:14: error: minimum is the string \"3\"; expected a number",
        "  3 |   \"minimum\": \"3\"\n    |              ^~~",
      ]),
    ValidateCase(
      "what only the meta-schema forbids is told where it stands",
      ["s.json": "{\n  \"title\": 5\n}", "a.json": "1"], ["s.json", "a.json"], exitCode: 2,
      errors: [
        "s.json:2:12: error: #/title is wrong: found the number 5; expected a string "
          + "[schema.meta-schema]", "  2 |   \"title\": 5\n    |            ^",
      ]),
    ValidateCase(
      "mistakes in a YAML schema are told where they were written",
      ["s.yaml": "properties:\n  # how old\n  age:\n    type: integr\n", "a.json": "1"],
      ["s.yaml", "a.json"], exitCode: 2,
      errors: ["s.yaml:4:11: error: type is", "  4 |     type: integr\n    |           ^~~~~~"]),
    ValidateCase(
      "a schema that is no JSON is refused where it stops being it",
      ["s.json": "{\n  \"type\" \"integer\"\n}", "a.json": "1"], ["s.json", "a.json"], exitCode: 2,
      errors: ["s.json:2:10: error: found a quotation mark; expected \":\""]),
    ValidateCase(
      "a schema that is not there is refused with the nearest name",
      ["contact.json": "{}", "a.json": "1"], ["contact.jsn", "a.json"], exitCode: 2,
      errors: ["error: contact.jsn does not exist [file.unreadable]", "fix: give contact.json"]),
    ValidateCase(
      "a folder is no schema", ["x/s.json": "{}", "a.json": "1"], ["x", "a.json"], exitCode: 2,
      errors: ["error: x is a folder; expected a file"]),
    ValidateCase(
      "a value that is no schema is refused", ["s.json": "[1]", "a.json": "1"],
      ["s.json", "a.json"], exitCode: 2,
      errors: ["s.json:1:1: error: the document is an array; expected a schema"]),
    ValidateCase(
      "a schema that allows everything is doubted: instance and schema may have been swapped",
      ["a.json": #"{"name":"Ann"}"#, "s.json": person], ["a.json", "s.json"], exitCode: 0,
      output: "s.json: valid",
      errors: [
        "a.json:1:1: warning: nothing in this schema decides about an instance, so all are valid",
        "fix: give the schema first and the instances after it",
      ]),
    ValidateCase(
      "the empty schema means to allow everything", ["s.json": "{}", "a.json": "1"],
      ["s.json", "a.json"], exitCode: 0, output: "a.json: valid"),
    ValidateCase(
      "--at names a schema inside, as a fragment or as a pointer",
      [
        "s.json": ##"{"$defs":{"a b":{"type":"integer"}},"$ref":"#/$defs/a%20b"}"##,
        "a.json": "\"\"",
      ], ["s.json", "a.json", "--fast", "--at", "#/$defs/a%20b"], exitCode: 1,
      output: "a.json: invalid"),
    ValidateCase(
      "--at without a hash stands as it is",
      ["s.json": #"{"$defs":{"a%20b":{"type":"integer"}}}"#, "a.json": "\"\""],
      ["s.json", "a.json", "--fast", "--at", "/$defs/a%20b"], exitCode: 1,
      output: "a.json: invalid"),
    ValidateCase(
      "--at that is no pointer is refused with the component it may mean",
      ["o.json": contract("3.1.0"), "a.json": "1"], ["o.json", "a.json", "--at", "item"],
      exitCode: 2,
      errors: [
        "error: --at item is not a JSON pointer [validate.bad-pointer]",
        "fix: write --at '#/components/schemas/Item'",
      ]),
    ValidateCase(
      "--at that leads nowhere is refused with how far it led and the nearest spelling",
      ["s.json": person, "a.json": "1"], ["s.json", "a.json", "--at", "#/propertis/pay/oneOf/0"],
      exitCode: 2,
      errors: [
        "s.json:1:1: error: --at leads nowhere: the document has no member \"propertis\"",
        "fix: write --at '#/properties/pay/oneOf/0'",
      ]),
    ValidateCase(
      "--at beyond an array is refused with its length",
      ["s.json": person, "a.json": "1"], ["s.json", "a.json", "--at", "#/properties/pay/oneOf/3"],
      exitCode: 2,
      errors: ["--at leads nowhere: #/properties/pay/oneOf has no element \"3\"; it has 3"]),
    ValidateCase(
      "--at on a reference that leads nowhere is refused with the reference",
      ["s.json": ##"{"properties":{"a":{"$ref":"#/$defs/a"}}}"##, "a.json": "1"],
      ["s.json", "a.json", "--at", "#/properties/a/items"], exitCode: 2,
      errors: [
        "--at leads nowhere: #/properties/a is a reference to #/$defs/a",
        "fix: correct that reference",
      ]),
    ValidateCase(
      "--at on a circle of references comes to an end",
      [
        "s.json": ##"{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}"##,
        "a.json": "1",
      ], ["s.json", "a.json", "--at", "#/$defs/a/items"], exitCode: 2,
      errors: ["--at leads nowhere: #/$defs/a is a reference to #/$defs/b"]),
    ValidateCase(
      "--at on a value that is no schema is refused where it stands",
      ["s.json": person, "a.json": "1"],
      ["s.json", "a.json", "--at", "#/properties/name/minLength"], exitCode: 2,
      errors: [
        "s.json:5:46: error: --at leads to a number at #/properties/name/minLength; expected a "
          + "schema"
      ]),
    ValidateCase(
      "a dialect that is not known is refused with the nearest spelling",
      ["s.json": "{}", "a.json": "1"], ["s.json", "a.json", "--dialect", "draft-8"], exitCode: 2,
      errors: [
        "The value 'draft-8' is invalid for '--dialect <name>': expected one of 2020-12, 2019-09, "
          + "draft-07, draft-06, draft-04, openapi-3.2, openapi-3.1, openapi-3.0; did you mean draft-07?"
      ]),
    ValidateCase(
      "$schema decides against --dialect",
      [
        "s.json":
          #"{"$schema":"http://json-schema.org/draft-07/schema#","prefixItems":[false],"not":{}}"#,
        "a.json": "[1]",
      ], ["s.json", "a.json", "--dialect", "2020-12", "--fast"], exitCode: 1,
      output: "a.json: invalid"),
    ValidateCase(
      "a $schema that is not known is refused",
      ["s.json": #"{"$schema":"http://json-schema.org/draft-03/schema#"}"#, "a.json": "1"],
      ["s.json", "a.json"], exitCode: 2,
      errors: ["s.json:1:12: error: found the dialect \"http://json-schema.org/draft-03/schema#\""]),
  ]
}

// MARK: - Contracts

extension ValidateCase {
  /// Schemas of OpenAPI documents.
  static let contracts = [
    ValidateCase(
      "an OpenAPI document is no schema: it would allow everything",
      ["o.json": contract("3.1.0"), "a.json": "1"], ["o.json", "a.json"], exitCode: 2,
      errors: [
        "error: o.json is an OpenAPI document, and no schema itself; expected --at with one of its "
          + "schemas [validate.choose-schema]",
        "fix: choose one, such as --at '#/components/schemas/Item'",
        "note: others: #/components/schemas/Id, ",
      ]),
    ValidateCase(
      "a component is chosen by its pointer",
      ["o.json": contract("3.1.0"), "a.json": #"{"id":5}"#],
      ["o.json", "a.json", "--at", "#/components/schemas/Item"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:7: /id: found the number 5; expected a string (type, \
        o.json#/components/schemas/Id/type)
        """),
    ValidateCase(
      "--at goes on where a reference inside of the document leads",
      ["o.json": contract("3.1.0"), "a.json": "[{}]"],
      [
        "o.json", "a.json", "--at",
        "#/paths/~1{shop}~1items/get/responses/200/content/application~1json/schema",
      ], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:2: /0: found an object without "id"; expected the required member "id" \
        (required, o.json#/components/schemas/Item/required)
        """),
    ValidateCase(
      "--at that stops short of a schema is refused with the one below",
      ["o.json": contract("3.1.0"), "a.json": "1"],
      ["o.json", "a.json", "--at", "#/paths/~1{shop}~1items/get/responses/200/content"],
      exitCode: 2,
      errors: [
        "error: --at leads to #/components/responses/Items/content, which is no schema of this "
          + "OpenAPI document",
        "fix: choose one, such as --at "
          + "'#/components/responses/Items/content/application~1json/schema'",
      ]),
    ValidateCase(
      "--at with a path that is part of another is refused with that one",
      ["o.json": contract("3.1.0"), "a.json": "1"],
      ["o.json", "a.json", "--at", "#/paths/~1items/get"], exitCode: 2,
      errors: [
        "--at leads nowhere: #/paths has no member \"/items\"",
        "fix: write --at '#/paths/~1{shop}~1items/get'",
      ]),
    ValidateCase(
      "OpenAPI 3.0 has its own dialect", ["o.json": contract("3.0.3"), "a.json": "null"],
      ["o.json", "a.json", "--at", "#/components/schemas/Id"], exitCode: 0,
      output: "a.json: valid"),
    ValidateCase(
      "OpenAPI 3.1 has that of JSON Schema", ["o.json": contract("3.1.0"), "a.json": "null"],
      ["o.json", "a.json", "--at", "#/components/schemas/Id", "--fast"], exitCode: 1,
      output: "a.json: invalid"),
    ValidateCase(
      "--dialect decides about schemas of a contract",
      ["o.json": contract("3.1.0"), "a.json": "null"],
      ["o.json", "a.json", "--at", "#/components/schemas/Id", "--dialect", "openapi-3.0"],
      exitCode: 0, output: "a.json: valid"),
    ValidateCase(
      "jsonSchemaDialect that is not known is refused",
      [
        "o.json": contract("3.1.0", #""jsonSchemaDialect": "https://example.com/mine","#),
        "a.json": "1",
      ], ["o.json", "a.json", "--at", "#/components/schemas/Id"], exitCode: 2,
      errors: ["o.json:3:24: error: \"jsonSchemaDialect\" names no dialect that is known"]),
    ValidateCase(
      "a version of OpenAPI that is not known is refused",
      ["o.json": contract("4.0.0"), "a.json": "1"],
      ["o.json", "a.json", "--at", "#/components/schemas/Id"], exitCode: 2,
      errors: ["o.json:2:14: error: \"openapi\" is \"4.0.0\"; expected 3.0, 3.1 or 3.2"]),
    ValidateCase(
      "Swagger 2.0 is refused unless its dialect is named",
      [
        "o.json": #"{"swagger":"2.0","paths":{},"definitions":{"A":{"type":"integer"}}}"#,
        "a.json": "1",
      ], ["o.json", "a.json", "--at", "#/definitions/A"], exitCode: 2,
      errors: [
        "o.json:1:12: error: this is a Swagger 2.0 document; expected JSON Schema or OpenAPI",
        "fix: convert it to OpenAPI 3, or read its schemas with --dialect draft-04",
      ]),
    ValidateCase(
      "Swagger 2.0 is read in the dialect that was named",
      [
        "o.json": #"{"swagger":"2.0","paths":{},"definitions":{"A":{"type":"integer"}}}"#,
        "a.json": "1",
      ], ["o.json", "a.json", "--at", "#/definitions/A", "--dialect", "draft-04"], exitCode: 0,
      output: "a.json: valid"),
    ValidateCase(
      "a contract of several YAML files is followed into them",
      [
        "api/o.yaml": """
        openapi: 3.0.3
        paths:
          /a:
            get:
              responses:
                200:
                  content:
                    application/json:
                      schema: { $ref: "models/a.yaml#/A" }
          /b: { $ref: paths/b.yaml }
        """,
        "api/models/a.yaml": "A:\n  type: object\n  properties:\n    b: { $ref: b.yaml }\n",
        "api/models/b.yaml": "type: integer\nnullable: true\n", "a.json": #"{"b":"x"}"#,
      ],
      [
        "api/o.yaml", "a.json", "--at",
        "#/paths/~1a/get/responses/200/content/application~1json/schema",
      ], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:6: /b: found the string "x"; expected an integer or null (type, \
        api/models/b.yaml#/type)
        """),
    ValidateCase(
      "--at that leads into another file is refused with that file",
      [
        "o.yaml": "openapi: 3.0.3\npaths:\n  /b: { $ref: paths/b.yaml }\n", "a.json": "1",
      ], ["o.yaml", "a.json", "--at", "#/paths/~1b/get"], exitCode: 2,
      errors: [
        "o.yaml:3:7: error: --at leads nowhere: #/paths/~1b is a reference to paths/b.yaml",
        "fix: give that file as the schema",
      ]),
  ]
}

// MARK: - References

extension ValidateCase {
  /// References to other documents.
  static let references = [
    ValidateCase(
      "references lead to files in the schema's folder, and from those on",
      [
        "x/s.json": #"{"properties":{"a":{"$ref":"defs/a.json#/$defs/A"}}}"#,
        "x/defs/a.json": #"{"$defs":{"A":{"$ref":"../b.yaml"}}}"#, "x/b.yaml": "type: integer\n",
        "a.json": #"{"a":"x"}"#,
      ], ["x/s.json", "a.json"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:6: /a: found the string "x"; expected an integer (type, x/b.yaml#/type)
        """),
    ValidateCase(
      "a mistake in a file that references lead to is told there",
      [
        "s.json": #"{"$ref":"b.yaml"}"#, "b.yaml": "title: B\ntype: integr\n", "a.json": "1",
      ], ["s.json", "a.json"], exitCode: 2,
      errors: ["b.yaml:2:7: error: type is the string \"integr\"", "fix: write \"integer\""]),
    ValidateCase(
      "a file that references lead to and is no JSON is told with the reference",
      ["s.json": #"{"$ref":"b.json"}"#, "b.json": "{\n", "a.json": "1"], ["s.json", "a.json"],
      exitCode: 2,
      errors: [
        "b.json:2:1: error: found the end of the text",
        "s.json:1:9: error: found the reference \"b.json\"; expected b.json to be JSON or YAML",
      ]),
    ValidateCase(
      "a file that is not there is told with the nearest",
      ["s.json": #"{"$ref":"defs/nme.json"}"#, "defs/name.json": "{}", "a.json": "1"],
      ["s.json", "a.json"], exitCode: 2,
      errors: [
        "s.json:1:9: error: found the reference \"defs/nme.json\"; expected a file defs/nme.json",
        "fix: refer to name.json",
      ]),
    ValidateCase(
      "a file outside of the schema's folder has to be allowed",
      ["x/s.json": #"{"$ref":"../b.json"}"#, "b.json": #"{"const":1}"#, "a.json": "1"],
      ["x/s.json", "a.json"], exitCode: 2,
      errors: [
        "found the reference \"../b.json\"; expected a file in the folder of the schema, x/",
        "fix: allow the file with --registry b.json",
      ]),
    ValidateCase(
      "a file outside that is allowed is used",
      ["x/s.json": #"{"$ref":"../b.json"}"#, "b.json": #"{"const":1}"#, "a.json": "2"],
      ["x/s.json", "a.json", "--registry", "b.json"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the number 2; expected 1 (const, b.json#/const)
        """),
    ValidateCase(
      "an encoded way out of the folder is none",
      [
        "x/s.json": #"{"$ref":"%2e%2e/b.json"}"#, "b.json": "{}", "a.json": "1",
      ], ["x/s.json", "a.json"], exitCode: 2, errors: ["expected a file in the folder"]),
    ValidateCase(
      "a URI is never fetched; the option to give its document is named, with a file that fits",
      [
        "s.json": ##"{"$id":"https://example.com/s","$ref":"b.json#/A"}"##, "b.json": "{}",
        "a.json": "1",
      ], ["s.json", "a.json"], exitCode: 2,
      errors: [
        "found the reference \"b.json#/A\"; expected https://example.com/b.json to be a known "
          + "document; nothing is fetched",
        "fix: give the document with --registry https://example.com/b.json=b.json",
      ]),
    ValidateCase(
      "a file is given for a URI",
      [
        "s.json": #"{"$ref":"https://example.com/b?v=1"}"#, "x/b.json": #"{"const":1}"#,
        "a.json": "2",
      ], ["s.json", "a.json", "--registry", "https://example.com/b?v=1=x/b.json"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the number 2; expected 1 (const, x/b.json#/const)
        """),
    ValidateCase(
      "a folder is given for all URIs that begin so, endings of files left out or not",
      [
        "s.json": """
        {"allOf":[{"$ref":"https://example.com/x/b"},{"$ref":"https://example.com/x/y/c.json"}]}
        """, "web/b.yaml": "const: 1\n", "web/y/c.json": #"{"type":"string"}"#, "a.json": "2",
      ], ["s.json", "a.json", "--registry", "https://example.com/x/=web"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the number 2; expected 1 (const, web/b.yaml#/const)
          a.json:1:1: (root): found the number 2; expected a string (type, web/y/c.json#/type)
        """),
    ValidateCase(
      "a file without a URI is known by its $id",
      [
        "s.json": #"{"$ref":"urn:example:b"}"#,
        "x/b.json": #"{"$id":"urn:example:b","const":1}"#, "a.json": "2",
      ], ["s.json", "a.json", "--registry", "x"], exitCode: 1,
      output: """
        a.json: invalid
          a.json:1:1: (root): found the number 2; expected 1 (const, x/b.json#/const)
        """),
    ValidateCase(
      "a meta-schema of one's own is given like any document",
      [
        "s.json": #"{"$schema":"https://example.com/mine","minimum":5}"#,
        "mine.json": """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://example.com/mine",
         "$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true}}
        """, "a.json": "1",
      ], ["s.json", "a.json", "--registry", "https://example.com/mine=mine.json"], exitCode: 0,
      output: "a.json: valid",
      errors: ["warning: nothing in this schema decides about an instance"]),
    ValidateCase(
      "what --registry names has to be there",
      ["s.json": "{}", "a.json": "1", "webs/b.json": "{}"],
      ["s.json", "a.json", "--registry", "https://x.y/=web", "--registry", "wbes"], exitCode: 2,
      errors: [
        "error: --registry: web does not exist", "fix: give webs",
        "error: --registry: wbes does not exist", "fix: give webs",
      ]),
    ValidateCase(
      "--registry needs a value", ["s.json": "{}", "a.json": "1"],
      ["s.json", "a.json", "--registry", ""], exitCode: 2,
      errors: [
        "error: --registry: found no value; expected a path",
        "fix: give URI=FILE, URI=FOLDER, or a file or folder alone",
      ]),
    ValidateCase(
      "what --registry names has to be JSON or YAML",
      ["s.json": "{}", "a.json": "1", "b.json": "{"], ["s.json", "a.json", "--registry", "b.json"],
      exitCode: 2, errors: ["b.json:1:2: error: found the end of the text"]),
  ]
}
