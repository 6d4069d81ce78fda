import SchemaValidatorBowtie
import Testing

/// Lines sent to the harness one after another, and what has to come back for each.
struct Conversation: Sendable, CustomTestStringConvertible {
  enum Reply: Sendable, Equatable {
    case answer(String)
    case refusal(String)
    case nothing
    case stop
  }

  let title: String
  let lines: [(sent: String, reply: Reply)]
  var testDescription: String { title }

  /// A conversation that begins with a start, whose answer another test looks at.
  init(_ title: String, _ lines: [(sent: String, reply: Reply)]) {
    self.title = title
    self.lines = lines
  }

  /// The line that runs a case with the tests' instances, and more members of the case.
  static func run(
    _ schema: String, _ instances: [String], seq: String = "1", caseMembers: String = "",
    members: String = ""
  ) -> String {
    let tests = instances.map { #"{"description":"t","instance":\#($0)}"# }.joined(separator: ",")
    return """
      {"cmd":"run","seq":\(seq)\(members),"case":{"description":"c","schema":\(schema)\
      \(caseMembers),"tests":[\(tests)]}}
      """
  }

  private static func dialect(_ uri: String) -> String {
    #"{"cmd":"dialect","dialect":"\#(uri)"}"#
  }

  private static let yes = Reply.answer(#"{"ok":true}"#)
  private static let no = Reply.answer(#"{"ok":false}"#)

  private static func verdicts(_ valid: Bool..., seq: String = "1") -> Reply {
    let results = valid.map { #"{"valid":\#($0)}"# }.joined(separator: ",")
    return .answer(#"{"seq":\#(seq),"results":[\#(results)]}"#)
  }

  private static func errored(_ message: String) -> Reply {
    .answer(#"{"seq":1,"errored":true,"context":{"message":"\#(message)"}}"#)
  }

  private static func skipped(_ message: String) -> Reply {
    .answer(#"{"seq":1,"skipped":true,"message":"\#(message)"}"#)
  }

  static let answered: [Conversation] = [
    Conversation(
      "every instance has its verdict, in order",
      [
        (
          run(#"{"type":"integer"}"#, ["1", "\"1\"", "1.0", "[]"]),
          verdicts(true, false, true, false)
        )
      ]),
    Conversation("a case without tests has no verdicts", [(run("true", []), verdicts())]),
    Conversation(
      "boolean schemas are schemas",
      [
        (run("true", ["1"]), verdicts(true)), (run("false", ["1"]), verdicts(false)),
      ]),
    Conversation(
      "the sequence number comes back as it was written, whatever it is",
      [
        (run("{}", ["1"], seq: "7"), verdicts(true, seq: "7")),
        (run("{}", ["1"], seq: "1.50"), verdicts(true, seq: "1.50")),
        (
          run("{}", ["1"], seq: "18446744073709551616"), verdicts(true, seq: "18446744073709551616")
        ),
        (run("{}", ["1"], seq: #""a\u0062\"""#), verdicts(true, seq: #""a\u0062\"""#)),
        (run("{}", ["1"], seq: "null"), verdicts(true, seq: "null")),
        (run("{}", ["1"], seq: #"{ "a": [1, {}] }"#), verdicts(true, seq: #"{"a":[1,{}]}"#)),
      ]),
    Conversation(
      "without a dialect the newest is meant, and a new one takes its place",
      [
        (run(#"{"prefixItems":[{"type":"string"}]}"#, ["[1]"]), verdicts(false)),
        (dialect("http://json-schema.org/draft-07/schema#"), yes),
        (run(#"{"prefixItems":[{"type":"string"}]}"#, ["[1]"]), verdicts(true)),
        (run(#"{"items":[{"type":"string"}]}"#, ["[1]"]), verdicts(false)),
        (dialect("http://json-schema.org/draft-04/schema#"), yes),
        (run(#"{"minimum":1,"exclusiveMinimum":true}"#, ["1", "2"]), verdicts(false, true)),
      ]),
    Conversation(
      "every dialect of the validator that has a URI can be asked for",
      [
        (dialect("http://json-schema.org/draft-04/schema#"), yes),
        (dialect("http://json-schema.org/draft-06/schema#"), yes),
        (dialect("http://json-schema.org/draft-07/schema#"), yes),
        (dialect("https://json-schema.org/draft/2019-09/schema"), yes),
        (dialect("https://json-schema.org/draft/2020-12/schema"), yes),
        (dialect("https://spec.openapis.org/oas/3.1/dialect/base"), yes),
        (dialect("https://spec.openapis.org/oas/3.2/dialect/2025-09-17"), yes),
      ]),
    Conversation(
      "$schema decides against the dialect that was asked for",
      [
        (dialect("http://json-schema.org/draft-07/schema#"), yes),
        (
          run(
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema",\
            "prefixItems":[{"type":"string"}]}
            """, ["[1]"]), verdicts(false)
        ),
      ]),
    Conversation(
      "under a dialect that is not spoken only schemas that name theirs are judged",
      [
        (dialect("http://json-schema.org/draft-03/schema#"), no),
        (
          run("{}", ["1"]),
          skipped(
            #"the schema has no $schema, and the dialect "#
              + #"\"http://json-schema.org/draft-03/schema#\" is not supported"#)
        ),
        (
          run(#"{"$schema":"http://json-schema.org/draft-07/schema#","const":1}"#, ["1", "2"]),
          verdicts(true, false)
        ),
        (dialect("http://json-schema.org/draft-06/schema#"), yes),
        (run("{}", ["1"]), verdicts(true)),
      ]),
    Conversation(
      "references lead into the registry of the case, and into no other's",
      [
        (
          run(
            #"{"$ref":"http://example.com/string"}"#, ["1", "\"a\""],
            caseMembers: #","registry":{"http://example.com/string":{"type":"string"}}"#),
          verdicts(false, true)
        ),
        (
          run(#"{"$ref":"http://example.com/string"}"#, ["1"]),
          errored(
            #"#/$ref: found the reference \"http://example.com/string\" to "#
              + #"\"http://example.com/string\"; expected a document that is known"#)
        ),
      ]),
    Conversation(
      "a registry may be empty, null, or hold what is not referred to",
      [
        (run("{}", ["1"], caseMembers: #","registry":{}"#), verdicts(true)),
        (run("{}", ["1"], caseMembers: #","registry":null"#), verdicts(true)),
        (run("{}", ["1"], caseMembers: #","registry":{"urn:x":false}"#), verdicts(true)),
      ]),
    Conversation(
      "a schema that is refused makes the case errored, with every mistake",
      [
        (
          run(#"{"type":"integr","minimum":"x"}"#, ["1"]),
          errored(
            #"#/type: type is the string \"integr\"; expected one of array, boolean, integer, null, "#
              + #"number, object, string\n#/minimum: minimum is the string \"x\"; expected a number"#
          )
        ),
        (run("{}", ["1"]), verdicts(true)),
      ]),
    Conversation(
      "a dialect in $schema that is not known makes the case errored",
      [
        (
          run(#"{"$schema":"http://json-schema.org/draft-03/schema#"}"#, ["1"]),
          errored(
            #"#/$schema: found the dialect \"http://json-schema.org/draft-03/schema#\"; expected a "#
              + "published dialect or a registered one")
        )
      ]),
    Conversation(
      "an instance that cannot be decided is errored, and the others are judged",
      [
        (
          run(
            #"{"pattern":"^(a+)+\\1\\1b$"}"#, ["\"\(String(repeating: "a", count: 60))\"", "\"b\""]),
          .answer(
            #"{"seq":1,"results":[{"errored":true,"context":{"message":"the pattern "#
              + #"^(a+)+\\1\\1b$ needs too many steps"}},{"valid":false}]}"#)
        )
      ]),
    Conversation(
      "annotations are told on request, with the keywords' places",
      [
        (
          run(
            """
            {"title":"r","properties":{"a~/^":{"$ref":"#/$defs/x"}},"$defs":{"x":{"title":"T"}}}
            """,
            [#"{"a~/^":1}"#], members: #","output":"annotations""#),
          .answer(
            """
            {"seq":1,"results":[{"valid":true,"annotations":[\
            {"keyword":"title","instanceLocation":"","keywordLocation":"#/title","annotation":"r"},\
            {"keyword":"properties","instanceLocation":"","keywordLocation":"#/properties",\
            "annotation":["a~/^"]},\
            {"keyword":"title","instanceLocation":"/a~0~1^","keywordLocation":"#/$defs/x/title",\
            "annotation":"T"}]}]}
            """)
        ),
        (
          run(#"{"title":"r","type":"string"}"#, ["1"], members: #","output":"annotations""#),
          .answer(#"{"seq":1,"results":[{"valid":false,"annotations":[]}]}"#)
        ),
        (run(#"{"title":"r"}"#, ["1"], members: #","output":"flag""#), verdicts(true)),
      ]),
    Conversation(
      "an output format that is not known makes the case skipped",
      [
        (
          run("{}", ["1"], members: #","output":"verbose""#),
          skipped(#"the output format \"verbose\" is not supported"#)
        )
      ]),
    Conversation(
      "members that are not known are left alone",
      [
        (
          run("{}", ["1"], caseMembers: #","comment":"c","new":[1]"#, members: #","more":{}"#),
          verdicts(true)
        )
      ]),
    Conversation(
      "a blank line is no command, and a carriage return no part of one",
      [
        ("", .nothing), (" \t\r", .nothing), (run("{}", ["1"]) + "\r", verdicts(true)),
      ]),
    Conversation(
      "a second start starts anew",
      [
        (dialect("http://json-schema.org/draft-03/schema#"), no),
        (#"{"cmd":"start","version":1}"#, .nothing), (run("{}", ["1"]), verdicts(true)),
      ]),
    Conversation("stop ends the conversation", [(#"{"cmd":"stop"}"#, .stop)]),
  ]

  static let refused: [(line: String, reason: String)] = [
    ("{", #"the line is no JSON text: found the end of the text; expected a member name or "}""#),
    ("\u{FEFF}{}", "the line is no JSON text: found a byte order mark"),
    ("[]", "found the command to be an array; expected an object"),
    ("null", "found the command to be null; expected an object"),
    ("{}", "the command has no \"cmd\"; fix: add it"),
    (#"{"cmd":5}"#, "found \"cmd\" to be a number; expected a string"),
    (#"{"cmd":"rum"}"#, "found the command \"rum\"; expected start, dialect, run or stop"),
    (#"{"cmd":"dialect"}"#, "the command has no \"dialect\"; fix: add it"),
    (#"{"cmd":"dialect","dialect":7}"#, "found \"dialect\" to be a number; expected a string"),
    (#"{"cmd":"start"}"#, "the command has no \"version\"; fix: add it"),
    (#"{"cmd":"start","version":2}"#, "found version 2 of the protocol; expected 1"),
    (#"{"cmd":"run","case":{"schema":{},"tests":[]}}"#, "the command has no \"seq\"; fix: add it"),
    (#"{"cmd":"run","seq":1}"#, "the command has no \"case\"; fix: add it"),
    (#"{"cmd":"run","seq":1,"case":[]}"#, "found \"case\" to be an array; expected an object"),
    (#"{"cmd":"run","seq":1,"case":{"tests":[]}}"#, "\"case\" has no \"schema\"; fix: add it"),
    (#"{"cmd":"run","seq":1,"case":{"schema":{}}}"#, "\"case\" has no \"tests\"; fix: add it"),
    (
      #"{"cmd":"run","seq":1,"case":{"schema":{},"tests":{}}}"#,
      "found \"tests\" to be an object; expected an array"
    ),
    (
      #"{"cmd":"run","seq":1,"case":{"schema":{},"tests":[{"instance":1},5]}}"#,
      "found test 1 to be a number; expected an object"
    ),
    (
      #"{"cmd":"run","seq":1,"case":{"schema":{},"tests":[{}]}}"#,
      "test 0 has no \"instance\"; fix: add it"
    ),
    (
      #"{"cmd":"run","seq":1,"case":{"schema":{},"tests":[],"registry":[]}}"#,
      "found \"registry\" to be an array; expected an object"
    ),
  ]
}

extension Harness {
  /// The reply to a line in the form that tests compare.
  mutating func read(_ line: String) -> Conversation.Reply {
    switch reply(to: Array(line.utf8)[...]) {
    case .answer(let bytes): .answer(String(decoding: bytes, as: UTF8.self))
    case .refusal(let reason): .refusal(reason)
    case .nothing: .nothing
    case .stop: .stop
    }
  }

  /// A harness that was told to start.
  static func started() -> Harness {
    var harness = Harness()
    _ = harness.read(#"{"cmd":"start","version":1}"#)
    return harness
  }
}

@Suite("Bowtie harness: the protocol")
struct HarnessTests {
  @Test("answers as the protocol asks", arguments: Conversation.answered)
  func answers(_ conversation: Conversation) {
    var harness = Harness.started()
    for (sent, expected) in conversation.lines {
      let reply = harness.read(sent)
      if sent.contains(#""cmd":"start""#) { continue }
      #expect(reply == expected, "\(sent)")
    }
  }

  @Test("refuses what is no command, and says what is wrong", arguments: Conversation.refused)
  func refusals(_ line: String, _ reason: String) {
    var harness = Harness.started()
    guard case .refusal(let message) = harness.read(line) else {
      Issue.record("\(line) was not refused")
      return
    }
    #expect(message.hasPrefix(reason))
    #expect(!message.contains("\n"))
  }

  @Test("refuses everything but start before start", arguments: ["dialect", "run", "stop"])
  func order(_ command: String) {
    var harness = Harness()
    #expect(
      harness.read(#"{"cmd":"\#(command)","dialect":"x","seq":1,"case":{}}"#)
        == .refusal(
          #"found the command "\#(command)" before "start"; fix: send {"cmd":"start","version":1}"#)
    )
  }

  @Test("a line of ten megabytes is answered like any other")
  func longLine() {
    var harness = Harness.started()
    let long = "\"" + String(repeating: "é", count: 5_000_000) + "\""
    let line = Conversation.run(#"{"maxLength":4999999}"#, [long, "\"short\""])
    #expect(line.utf8.count > 10_000_000)
    #expect(
      harness.read(line) == .answer(#"{"seq":1,"results":[{"valid":false},{"valid":true}]}"#))
  }

  @Test("nesting as deep as JSON is read is judged or said to be undecided, and never a crash")
  func deepNesting() {
    var harness = Harness.started()
    let deep = String(repeating: "[", count: 9_000) + String(repeating: "]", count: 9_000)
    let recursive = ##"{"type":"array","items":{"$ref":"#"}}"##
    let flat = #"{"type":"array"}"#
    #expect(
      harness.read(Conversation.run(flat, [deep]))
        == .answer(#"{"seq":1,"results":[{"valid":true}]}"#)
    )
    guard case .answer(let answer) = harness.read(Conversation.run(recursive, [deep, "[[1]]"]))
    else {
      Issue.record("no answer")
      return
    }
    #expect(answer.hasSuffix(#",{"valid":false}]}"#))
    #expect(answer.contains(#"[{"valid":true}"#) || answer.contains(#"[{"errored":true"#))
  }
}
