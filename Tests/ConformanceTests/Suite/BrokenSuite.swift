import Testing

/// The cases of a suite with mistakes, and what has to be said of each.
///
/// `«` and `»` stand around what a diagnostic has to mark, in the order it is told.
struct BrokenSuite: CustomTestStringConvertible {
  let testDescription: String
  /// What stands before the cases.
  let head: String
  let cases: String
  let mistakes: [Mistake]

  struct Mistake: Equatable {
    let code: String
    let fix: String
  }

  init(
    _ title: String, _ cases: String, head: String = "",
    _ mistakes: (code: String, fix: String)...
  ) {
    testDescription = title
    self.cases = cases
    self.head = head
    self.mistakes = mistakes.map { Mistake(code: "suite." + $0.code, fix: $0.fix) }
  }

  /// What to do about a variable that is like none.
  static let undefined =
    #"keep it with "save:" in a step before, or declare it in the profile, where "from:" has the "#
    + "target tell it"

  static let all: [BrokenSuite] =
    structure + misplaced + calls + bodies + names + expectations + matchers + probes + rows
    + repetition
    + shared + fixtures + deliveries
}

extension BrokenSuite {
  static let structure: [BrokenSuite] = [
    BrokenSuite(
      "an unknown key is told with the nearest one",
      """
      - case: A
        «step»: []
        steps: [{ call: GET /toys }]
      """, ("unknown-key", #"write "steps""#)),
    BrokenSuite(
      "an unknown key near nothing is told with all there are",
      "- { case: A, steps: [{ call: GET /toys, cleanup: { call: makeToy, «zzzz»: 1 } }] }",
      (
        "unknown-key",
        "use one of: call, raw, path, query, headers, cookies, body, raw_body, file_body, "
          + "form_body, multipart_body, media_type, auth, faulty"
      )),
    BrokenSuite(
      "a key that is told to be misspelt is not told to be missing",
      """
      - «csae»: A
        «efect»: own
        «setps»:
          - { «cal»: makeToy, «bdoy»: {}, «svae»: { toy: /data/id } }
          - { call: "GET /toys/{id}", «paht»: { id: "${toy}" } }
      """, ("unknown-key", #"write "case""#), ("unknown-key", #"write "effect""#),
      ("unknown-key", #"write "steps""#), ("unknown-key", #"write "call""#),
      ("unknown-key", #"write "body""#), ("unknown-key", #"write "save""#),
      ("unknown-key", #"write "path""#)),
    BrokenSuite(
      "what stands under a misspelt key is read",
      "- { case: A, «stesp»: [{ call: «GET /tosy» }] }",
      ("unknown-key", #"write "steps""#), ("unknown-operation", #"write "GET /toys""#)),
    BrokenSuite(
      "a case needs a title", "- «{ steps: [{ call: GET /toys }] }»",
      ("missing-key", #"add "case:""#)),
    BrokenSuite(
      "a case needs steps or a probe", "- «{ case: A }»", ("missing-key", #"add "steps:""#)),
    BrokenSuite("a case needs a step", "- «{ case: A, steps: [] }»", ("empty", "add a step")),
    BrokenSuite(
      "steps are a list", "- { case: A, steps: «all» }",
      ("wrong-type", "write a list of steps")),
    BrokenSuite(
      "steps are a list, and not what one of them has",
      """
      - { case: A, steps: «{ call: GET /toys }» }
      - case: B
        steps:
          «call: GET /toys
      »- { case: C, steps: [{ call: GET /toys }] }
      """,
      ("wrong-type", #"write "[" before it and "]" after it"#),
      ("wrong-type", #"write "- " before it"#)),
    BrokenSuite(
      "a title is a text", "- { case: «5», steps: [{ call: GET /toys }] }",
      ("wrong-type", "write a text for case")),
    BrokenSuite(
      "exclusive is a Boolean", "- { case: A, exclusive: «no», steps: [{ call: GET /toys }] }",
      ("wrong-type", "write false")),
    BrokenSuite(
      "exclusive is a Boolean, and no other word",
      "- { case: A, exclusive: «often», steps: [{ call: GET /toys }] }",
      ("wrong-type", "write true or false for exclusive")),
    BrokenSuite(
      "a case is tried once at least, and a hundred times at most",
      """
      - { case: A, trials: «0», steps: [{ call: GET /toys }] }
      - { case: B, trials: «101», steps: [{ call: GET /toys }] }
      - { case: C, trials: «twice», steps: [{ call: GET /toys }] }
      """, ("wrong-type", "write 1 or more"), ("wrong-type", "write 100 or less"),
      ("wrong-type", "write an integer from 1 to 100 for trials")),
    BrokenSuite(
      "another form of an effect is told with the word",
      """
      - { case: A, effect: «owned», steps: [{ call: GET /toys }] }
      - { case: B, effect: «extern», steps: [{ call: GET /toys }] }
      - { case: C, effect: «some», steps: [{ call: GET /toys }] }
      - { case: D, effect: «true», steps: [{ call: GET /toys }] }
      """, ("unknown-word", #"write "own""#), ("unknown-word", #"write "external""#),
      ("unknown-word", "choose one of them"), ("wrong-type", "choose one of: none, own, external")),
    BrokenSuite(
      "a mistyped effect is told once",
      "- { case: A, effect: «onw», steps: [{ call: POST /toys, body: {} }] }",
      ("unknown-word", #"write "own""#)),
    BrokenSuite(
      "a changing step needs an effect",
      "- { case: A, steps: [{ call: «POST /toys», body: {} }] }",
      ("undeclared-effect", #"add "effect: own" or "effect: external" to the case"#)),
    BrokenSuite(
      "two cases cannot share an id",
      """
      - { case: A toy, steps: [{ call: GET /toys }] }
      - «{ case: "A  toy!", steps: [{ call: GET /toys }] }»
      """, ("duplicate-case", #"change the title, or give one of them an "id:""#)),
    BrokenSuite(
      "an unknown requirement is told with the nearest one",
      "- { case: A, proves: [LIFE-01, «LIFE_02»], steps: [{ call: GET /toys }] }",
      ("unknown-requirement", #"write "LIFE-02""#)),
    BrokenSuite(
      "another number is another requirement, of a family that there is",
      "- { case: A, proves: [«LIFE-99», «LIEF-01»], steps: [{ call: GET /toys }] }",
      ("unknown-requirement", "see `conformance explain LIFE` for the ids there are"),
      ("unknown-requirement", #"write "LIFE-01""#)),
    BrokenSuite(
      "a requirement near nothing is looked up",
      "- { case: A, proves: «toys-are-fun», steps: [{ call: GET /toys }] }",
      ("unknown-requirement", "see `conformance explain --all` for the ids there are")),
    BrokenSuite(
      "several requirements are a list",
      """
      - { case: A, proves: «"LIFE-01, LIFE-02"», steps: [{ call: GET /toys }] }
      - { case: B, proves: [RSP-01, «LIFE-01 LIFE-02»], steps: [{ call: GET /toys }] }
      - { case: C, proves: «"LIFE-01, toys"», steps: [{ call: GET /toys }] }
      - { case: D, proves: «true», steps: [{ call: GET /toys }] }
      """, ("unknown-requirement", #"write "[LIFE-01, LIFE-02]""#),
      ("unknown-requirement", "write each of them by itself: LIFE-01, LIFE-02"),
      ("unknown-requirement", "see `conformance explain LIFE` for the ids there are"),
      ("wrong-type", #"write the id of a requirement, such as "RSP-01""#)),
    BrokenSuite(
      "several mistakes are told together",
      """
      - case: A
        proves: [«LIVE-01»]
        effect: own
        steps:
          - { call: «GET /toy», save: { toy: «data/id» } }
          - { call: "GET /toys/{id}", path: { id: "${toy}" }, expect: { status: «42» } }
      """, ("unknown-requirement", #"write "LIFE-01""#),
      ("unknown-operation", #"write "GET /toys""#),
      ("bad-pointer", #"start it with "/", such as "/data/id""#),
      ("bad-status", "write a code such as 200, or a range such as 4XX")),
  ]

  /// Keys that belong to another level of the file.
  static let misplaced: [BrokenSuite] = [
    BrokenSuite(
      "what is expected stands under expect",
      "- { case: A, steps: [{ call: GET /toys, «status»: 404, headers: { a: b } }] }",
      ("unknown-key", #"write it under "expect:", as in "expect: { status: … }""#)),
    BrokenSuite(
      "a time limit stands under expect, or where time is given already",
      """
      - case: A
        steps:
          - { call: GET /toys, «within»: 5s }
          - { call: GET /toys, eventually: «{ every: 1s }», «within»: 5s }
      """,
      ("unknown-key", #"write it under "expect:", as in "expect: { within: … }""#),
      ("unknown-key", #"write it under "eventually:", as in "eventually: { within: … }""#),
      ("missing-key", #"add "within:""#)),
    BrokenSuite(
      "keys of a race stand under race",
      "- { case: A, steps: [{ call: GET /toys, «copies»: 2 }] }",
      ("unknown-key", #"write it under "race:", as in "race: { copies: … }""#)),
    BrokenSuite(
      "what a body has stands under body",
      "- { case: A, steps: [{ call: GET /toys, expect: { status: 200, «data»: [] } }] }",
      ("unknown-key", #"write it under "body:", as in "body: { data: … }""#)),
    BrokenSuite(
      "what a step does stands beside what it expects",
      "- { case: A, steps: [{ call: GET /toys, expect: { status: 200, «wait»: 1s } }] }",
      ("unknown-key", #"write it in the step, beside "expect:""#)),
    BrokenSuite(
      "a cleanup expects nothing, and its step does",
      """
      - case: A
        effect: own
        steps:
          - call: makeToy
            body: {}
            save: { toy: /id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" }, «expect»: { status: 204 } }
      """, ("unknown-key", "write it in the step itself")),
    BrokenSuite(
      "keys of a step stand in one",
      "- { case: A, «call»: GET /toys, «status»: 200, steps: [{ call: GET /toys }] }",
      ("unknown-key", #"write it in a step, under "steps:""#),
      ("unknown-key", #"write it in a step, under "expect:""#)),
    BrokenSuite(
      "keys of a case stand in it",
      "- { case: A, steps: [{ call: GET /toys, «when»: till, «suite»: B }] }",
      ("unknown-key", #"write it in the case, beside "steps:""#),
      ("unknown-key", #"write it in the suite, beside "cases:""#)),
    BrokenSuite(
      "keys of a case do not stand in the suite", "- { case: A, steps: [{ call: GET /toys }] }",
      head: "«effect»: own", ("unknown-key", #"write it in a case, under "cases:""#)),
    BrokenSuite(
      "a near key is told where no other level has it",
      "- { case: A, steps: [{ call: GET /toys, «expects»: { status: 200 } }] }",
      ("unknown-key", #"write "expect""#)),
  ]

  static let calls: [BrokenSuite] = [
    BrokenSuite(
      "an unknown operation is told with the nearest one",
      "- { case: A, steps: [{ call: «GET /tosy» }] }",
      ("unknown-operation", #"write "GET /toys""#)),
    BrokenSuite(
      "an operation is told whose path differs in the names of its parameters",
      """
      - case: A
        steps:
          - { call: «"GET /toys/{identifier_of_a_toy}"», path: { id: x } }
          - { call: «"GET /toys/{}"», path: { id: x } }
      """,
      ("unknown-operation", #"write "GET /toys/{id}""#),
      ("unknown-operation", #"write "GET /toys/{id}""#)),
    BrokenSuite(
      "an operation is named without values, which are told where they belong",
      """
      - case: A
        steps:
          - { call: «GET /toys/bear» }
          - { call: «"GET /toys?colour=red"» }
          - { call: «"PUT /toys/{number}"», path: { id: x } }
          - { call: «GET /branchs» }
      """,
      ("unknown-operation", #"write "GET /toys/{id}", and "path: { id: bear }""#),
      ("unknown-operation", #"write "GET /toys", and what follows the "?" under "query:""#),
      ("unknown-operation", "use a method that /toys/{id} has: GET, PATCH or DELETE"),
      ("unknown-operation", #"write "GET /branches""#)),
    BrokenSuite(
      "another method of a path is not taken for one of those it has",
      "- { case: A, steps: [{ call: «\"PUT /toys/{id}\"», path: { id: x } }] }",
      ("unknown-operation", "use a method that /toys/{id} has: GET, PATCH or DELETE")),
    BrokenSuite(
      "what no run has created is not changed",
      """
      - case: A
        effect: own
        steps:
          - { call: "DELETE /toys/{id}", path: { id: «toy-1» } }
          - { call: "PATCH /toys/{id}", path: { id: "toy-${ulid}" }, body: {}, faulty: true }
      """,
      (
        "strangers-id",
        "save the id where this case creates something, or make up one that nothing has with a "
          + "function such as ${ulid}"
      )),
    BrokenSuite(
      "an operation near nothing is told with an example",
      "- { case: A, steps: [{ call: «TRACE /warehouse/of/everything» }] }",
      (
        "unknown-operation",
        #"write a method and a path template of the contract, such as "GET /branches""#
      )),
    BrokenSuite(
      "what an unknown operation saves is known all the same",
      """
      - case: A
        steps:
          - { call: «GET /tosy», save: { toy: /data/0/id } }
          - { call: "GET /toys/{id}", path: { id: "${toy}" } }
      """, ("unknown-operation", #"write "GET /toys""#)),
    BrokenSuite(
      "a step calls something", "- { case: A, steps: [«{ expect: { status: 200 } }»] }",
      ("missing-key", #"add "call:""#)),
    BrokenSuite(
      "a cleanup removes what was created",
      """
      - case: A
        effect: own
        let: { own: "toy-${ulid}" }
        steps:
          - { call: makeToy, body: {}, cleanup: { call: "DELETE /toys/{id}", path: { id: «"toy-${ulid}"» } } }
          - { call: makeToy, body: {}, cleanup: { call: "DELETE /toys/{id}", path: { id: «"${prefix(digits(uuid), 8)}"» } } }
          - { call: makeToy, body: {}, cleanup: { call: "DELETE /toys/{id}", path: { id: «toy-1» } } }
          - { call: makeToy, body: { name: "${own}" }, cleanup: { call: "DELETE /toys/{id}", path: { id: "${own}" } } }
      """,
      ("strangers-id", "save the id of what was created, and name it here"),
      ("strangers-id", "save the id of what was created, and name it here"),
      ("strangers-id", "save the id of what was created, and name it here")),
    BrokenSuite(
      "a step has one target",
      "- { case: A, steps: [{ call: «GET /toys», raw: GET /toys }] }",
      ("two-targets", "remove one of them")),
    BrokenSuite(
      "a raw target has a path", "- { case: A, steps: [{ raw: «GET» }] }",
      ("bad-target", #"write a method, a blank and a path, such as "PUT /labels""#)),
    BrokenSuite(
      "a raw target has a method", #"- { case: A, steps: [{ raw: «" /toys"» }] }"#,
      ("bad-target", #"write a method, a blank and a path, such as "PUT /labels""#)),
    BrokenSuite(
      "a path parameter has to be given",
      #"- { case: A, steps: [{ call: «"GET /toys/{id}"» }] }"#,
      ("missing-parameter", #"add "path: { id: … }""#)),
    BrokenSuite(
      "an unknown path parameter is told with the nearest one",
      #"- { case: A, steps: [{ call: "GET /toys/{id}", path: { id: a, «di»: b } }] }"#,
      ("unknown-parameter", #"write "id""#)),
    BrokenSuite(
      "an unknown path parameter cannot be sent at all",
      #"- { case: A, steps: [{ call: GET /toys, path: { «shelf»: a } }] }"#,
      ("unknown-parameter", "remove it")),
    BrokenSuite(
      "an unknown query parameter is told with the nearest one",
      "- { case: A, steps: [{ call: GET /toys, query: { «color»: red } }] }",
      ("unknown-parameter", #"write "colour""#)),
    BrokenSuite(
      "a query parameter near nothing can be sent on purpose",
      "- { case: A, steps: [{ call: GET /toys, query: { «weight»: 3 } }] }",
      ("unknown-parameter", #"remove it, or say "faulty: true" to send it all the same"#)),
    BrokenSuite(
      "a body is only for operations that take one",
      "- { case: A, steps: [{ call: GET /toys, body: «{ a: 1 }» }] }",
      ("no-body", #"remove it, or say "faulty: true""#)),
    BrokenSuite(
      "an unknown security scheme is told with the nearest one",
      "- { case: A, steps: [{ call: GET /toys, auth: { «keys»: abc } }] }",
      ("unknown-scheme", #"write "key""#)),
    BrokenSuite(
      "an unknown security scheme is told with the only one there is",
      "- { case: A, steps: [{ call: GET /toys, auth: { «bearer»: abc } }] }",
      ("unknown-scheme", #"write "key""#)),
    BrokenSuite(
      "auth takes no value of a row, which is not told to be unused as well",
      """
      - case: A is ${status}
        rows: [{ credentials: none, status: 401 }]
        steps: [{ call: GET /toys, auth: «"${credentials}"», expect: { status: "${status}" } }]
      """,
      (
        "wrong-type",
        #"write a case for each kind of credential: "auth: none", and "auth: { key: … }", "#
          + "whose credential may be a value of a row"
      )),
    BrokenSuite(
      "a value of a row is no part of a pattern",
      """
      - case: A
        rows: [{ end: x }]
        steps: [{ call: GET /toys, expect: { body: { data: { $pattern: «"${end}$"» } } } }]
      """,
      (
        "bad-template",
        #"give the rows a value that is all of it, and write that alone, as in "$pattern: ${…}"; "#
          + "or compare with the value itself"
      )),
    BrokenSuite(
      "auth is none or a mapping", "- { case: A, steps: [{ call: GET /toys, auth: «nobody» }] }",
      ("wrong-type", #"write "none", or a mapping of security schemes to credentials"#)),
  ]

  static let names: [BrokenSuite] = [
    BrokenSuite(
      "a function of the language is told where a variable is nearly one",
      #"- { case: A, steps: [{ call: GET /toys, query: { colour: «"${nonse}"» } }] }"#,
      ("undefined-variable", #"write "${nonce}""#)),
    BrokenSuite(
      "a function that asks for arguments is no variable's nearest",
      #"- { case: A, steps: [{ call: GET /toys, query: { colour: «"${lowr}"» } }] }"#,
      (
        "undefined-variable",
        #"keep it with "save:" in a step before, or declare it in the profile, where "from:" has the "#
          + "target tell it"
      )),
    BrokenSuite(
      "an undefined variable in a path is marked where it stands",
      #"- { case: A, steps: [{ call: "GET /toys/{id}", path: { id: «"${tull}"» } }] }"#,
      ("undefined-variable", #"write "${till}""#)),
    BrokenSuite(
      "an undefined variable in a header is marked where it stands",
      #"- { case: A, steps: [{ call: GET /toys, headers: { X: a, Y: «"${zebra}"» } }] }"#,
      (
        "undefined-variable",
        undefined
      )),
    BrokenSuite(
      "an undefined variable in a body is told",
      #"- { case: A, effect: own, steps: [{ call: POST /toys, body: «{ a: ["${toy}"] }» }] }"#,
      (
        "undefined-variable",
        undefined
      )),
    BrokenSuite(
      "a capture is known only after its step",
      """
      - case: A
        steps:
          - { call: GET /toys, query: { colour: «"${toy}"» }, save: { toy: /data } }
      """,
      (
        "undefined-variable",
        undefined
      )),
    BrokenSuite(
      "what stands in a value that cannot be read is used",
      """
      - case: A
        let: { own: x, «spare»: y }
        steps:
          - { call: GET /toys, save: { after: /data, «before»: /data } }
          - { call: GET /toys, expect: { body: { $same: «"${after}"» } } }
          - { call: GET /toys, query: { colour: «"${own"» } }
      """,
      ("wrong-type", "write \"$same: { as: '${after}' }\""), ("bad-template", #"add "}""#),
      ("unused-name", "use it as ${spare}, or remove it"),
      ("unused-name", "use it as ${before}, or remove it")),
    BrokenSuite(
      "a name that is meant by a misspelt one is used",
      """
      - case: A
        let: { after: x }
        steps: [{ call: GET /toys, query: { colour: «"${afetr}"» } }]
      """, ("undefined-variable", #"write "${after}""#)),
    BrokenSuite(
      "a mistake elsewhere in the case hides no name that nothing uses",
      "- { case: A, let: { «a»: x }, steps: [{ call: «GET /tosy» }] }",
      ("unknown-operation", #"write "GET /toys""#),
      ("unused-name", "use it as ${a}, or remove it")),
    BrokenSuite(
      "a name of the profile is used only where it means what the case has",
      """
      - { case: A, let: { «till»: b }, steps: [{ call: GET /toys }] }
      - case: B
        steps: [{ call: GET /toys, query: { colour: "${till}" }, save: { till: /data } }]
      """, ("unused-name", "use it as ${till}, or remove it")),
    BrokenSuite(
      "an undefined variable is told once in a file",
      """
      - case: A
        steps:
          - { call: GET /toys, query: { colour: «"${zebra}"» } }
          - { call: GET /toys, query: { colour: "${zebra}" } }
      - case: B
        steps: [{ call: GET /toys, query: { colour: "${zebra}", limit: «"${tull}"» } }]
      """, ("undefined-variable", undefined), ("undefined-variable", #"write "${till}""#)),
    BrokenSuite(
      "an unused capture that stands in other braces is told with them",
      """
      - case: A
        steps:
          - { call: GET /toys, save: { «toy»: /data/0/id } }
          - { call: "GET /toys/{id}", path: { id: "{{toy}}" } }
      """, ("unused-name", #"write "${toy}" for "{{toy}}""#)),
    BrokenSuite(
      "an unused capture is told",
      "- { case: A, steps: [{ call: GET /toys, save: { «toy»: /data } }] }",
      ("unused-name", "use it as ${toy}, or remove it")),
    BrokenSuite(
      "an unused value is told",
      "- { case: A, let: { «toy»: 5 }, steps: [{ call: GET /toys }] }",
      ("unused-name", "use it as ${toy}, or remove it")),
    BrokenSuite(
      "a value cannot be called like a function",
      "- { case: A, let: { «uuid»: 5 }, steps: [{ call: GET /toys }] }",
      ("reserved-name", "choose another name")),
    BrokenSuite(
      "a condition names a variable", "- { case: A, when: «tll», steps: [{ call: GET /toys }] }",
      ("undefined-variable", #"write "till""#)),
    BrokenSuite(
      "an open place for a value is told",
      #"- { case: A, steps: [{ call: GET /toys, query: { colour: «"${nonce"» } }] }"#,
      ("bad-template", #"add "}""#)),
    BrokenSuite(
      "an unknown function is told with the nearest one",
      #"- { case: A, steps: [{ call: GET /toys, query: { colour: «"${bas64('a')}"» } }] }"#,
      ("bad-template", #"write "base64""#)),
  ]

  static let expectations: [BrokenSuite] = [
    BrokenSuite(
      "a status is from 100 to 599",
      "- { case: A, steps: [{ call: GET /toys, expect: { status: [200, «600»] } }] }",
      ("bad-status", "write a code such as 200, or a range such as 4XX")),
    BrokenSuite(
      "a status is told where it belongs",
      """
      - case: A
        steps:
          - { call: GET /toys, expect: «404» }
          - { call: GET /toys, expect: «4XX» }
          - { call: GET /toys, expect: «[200, 4xx]» }
          - { call: GET /toys, expect: [{ status: 200 }, «404»] }
          - { call: GET /toys, expect: «ok» }
      """, ("wrong-type", #"write "expect: { status: 404 }""#),
      ("wrong-type", #"write "expect: { status: 4XX }""#),
      ("wrong-type", #"write "expect: { status: [200, 4xx] }""#),
      ("wrong-type", #"write what is expected, as in "expect: { status: 200 }""#),
      ("wrong-type", #"write what is expected, as in "expect: { status: 200 }""#)),
    BrokenSuite(
      "a list of statuses has one",
      "- { case: A, steps: [{ call: GET /toys, expect: { status: «[]» } }] }",
      ("bad-status", "write a code such as 200, or a range such as 4XX")),
    BrokenSuite(
      "an expectation expects something",
      "- { case: A, steps: [{ call: GET /toys, expect: «{ proves: LIFE-01 }» }] }",
      ("empty", #"add "status:", "headers:", "media_type:" or "body:""#)),
    BrokenSuite(
      "a matcher stands alone",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: «{ $type: string, $pattern: a }» } }] }",
      ("two-matchers", #"keep one of them, or write them as a list under "$all:""#)),
    BrokenSuite(
      "a matcher does not stand beside members",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: { «name»: a, $present: true } } }] }",
      (
        "unknown-key",
        "use one of: $absent, $present, $ifPresent, $oneOf, $not, $all, $contains, $once, $each, "
          + "$orEmpty, $unordered, $sorted, $exactly, $same, $fits, $type, $pattern, $format, $range, "
          + "$length, $notBefore, $notAfter, $nowhere"
      )),
    BrokenSuite(
      "an unknown matcher is told with the nearest one",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: { a: { «$contain»: 1 } } } }] }",
      ("unknown-key", #"write "$contains""#)),
    BrokenSuite(
      "a pattern is a regular expression",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: { $pattern: «'a(b'» } } }] }",
      ("bad-schema", "correct the pattern; JSON Schema uses the syntax of ECMA-262")),
    BrokenSuite(
      "a type is told with the nearest one",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: { $type: «strng» } } }] }",
      ("bad-schema", #"write "string""#)),
    BrokenSuite(
      "a type is one of JSON Schema",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: { $type: «toy» } } }] }",
      ("bad-schema", "choose one of them")),
    BrokenSuite(
      "a type of another language is told with JSON Schema's",
      """
      - case: A
        steps:
          - call: GET /toys
            expect:
              body: { a: { $type: «text» }, b: { $type: «[int, 'null']» }, c: { $fits: «{ type: Dict }» } }
      """,
      ("bad-schema", #"write "string""#), ("bad-schema", #"write "integer""#),
      ("bad-schema", #"write "object""#)),
    BrokenSuite(
      "a schema is valid",
      "- { case: A, steps: [{ call: GET /toys, expect: { body: { $fits: «{ minLength: -1 }» } } }] }",
      ("bad-schema", "remove minLength to have no such bound")),
    BrokenSuite(
      "a pointer starts with a slash",
      #"- { case: A, steps: [{ call: GET /toys, save: { toy: «data» } }, { call: GET /toys, query: { colour: "${toy}" } }] }"#,
      ("bad-pointer", #"start it with "/", such as "/data/id""#)),
  ]

  /// The mistakes in the body of a request.
  static let bodies: [BrokenSuite] = [
    BrokenSuite(
      "a request has one body",
      "- { case: A, effect: own, steps: [{ call: POST /toys, body: {}, form_body: «{ a: b }» }] }",
      ("two-bodies", #"remove "form_body:""#)),
    BrokenSuite(
      "a file has to be there",
      "- { case: A, steps: [{ raw: PUT /x, file_body: «cat.png», media_type: image/png }] }",
      ("bad-file", "write the path of a file, relative to the suite")),
    BrokenSuite(
      "a file lies below the folder",
      "- { case: A, steps: [{ raw: PUT /x, file_body: «../bear.png», media_type: image/png }] }",
      ("bad-file", "write a path relative to the suite, such as files/photo.png")),
    BrokenSuite(
      "a path does not begin at the root",
      "- { case: A, steps: [{ raw: PUT /x, multipart_body: { a: { file: «/bear.png» } } }] }",
      ("bad-file", "write a path relative to the suite, such as files/photo.png")),
    BrokenSuite(
      "a file has a media type", "- { case: A, steps: [{ raw: PUT /x, file_body: «bear.png» }] }",
      ("missing-key", #"add "media_type:""#)),
    BrokenSuite(
      "a media type is one",
      "- { case: A, steps: [{ raw: PUT /x, file_body: bear.png, media_type: «image/*» }] }",
      ("bad-media-type", "write a type and a subtype without parameters, such as image/png")),
    BrokenSuite(
      "a form has its media type from the contract",
      "- { case: A, steps: [{ raw: PUT /x, form_body: {}, media_type: «text/plain» }] }",
      ("unknown-key", #"remove "media_type:", or write "raw_body:""#)),
    BrokenSuite(
      "a form has fields", "- { case: A, steps: [{ raw: PUT /x, form_body: «[a]» }] }",
      ("wrong-type", "write a mapping for form_body")),
    BrokenSuite(
      "a part's key is told with the nearest one",
      "- { case: A, steps: [{ raw: PUT /x, multipart_body: { a: { file: bear.png, «filenam»: b } } }] }",
      ("unknown-key", #"write "filename""#)),
    BrokenSuite(
      "an unknown cookie can be sent on purpose",
      "- { case: A, steps: [{ call: GET /toys, cookies: { «crumb»: a } }] }",
      ("unknown-parameter", #"remove it, or say "faulty: true" to send it all the same"#)),
    BrokenSuite(
      "an undefined variable in a part is told",
      #"- { case: A, steps: [{ raw: PUT /x, multipart_body: { a: «"${tull}"» } }] }"#,
      ("undefined-variable", #"write "${till}""#)),
  ]

  /// The mistakes in matchers.
  static let matchers: [BrokenSuite] =
    matcherMistakes.map { title, matcher, mistake in
      BrokenSuite(
        title, "- { case: A, steps: [{ call: GET /toys, expect: { body: \(matcher) } }] }", mistake)
    } + [
      BrokenSuite(
        "a time limit has a unit",
        "- { case: A, steps: [{ call: GET /toys, expect: { within: «500» } }] }",
        ("bad-duration", "write 500ms for milliseconds, or 500s for seconds")),
      BrokenSuite(
        "a time limit has a unit in a text as well",
        "- { case: A, steps: [{ call: GET /toys, expect: { within: «\"2\"» } }] }",
        ("bad-duration", "write 2ms for milliseconds, or 2s for seconds")),
      BrokenSuite(
        "a time limit has a unit that there is",
        "- { case: A, steps: [{ call: GET /toys, expect: { within: «5min» } }] }",
        ("bad-duration", "write milliseconds or seconds, such as 1100ms or 2s")),
    ]

  private static let matcherMistakes:
    [(title: String, matcher: String, mistake: (code: String, fix: String))] = [
      ("a range has a bound", "{ $range: «{}» }", ("empty", #"add "min:" or "max:""#)),
      (
        "a bound is a number", "{ $range: { min: «'1'» } }", ("wrong-type", "write a number")
      ),
      (
        "a range is not empty", "{ $range: «{ min: 2, max: 1 }» }",
        ("empty", #"exchange "min:" and "max:""#)
      ),
      (
        "a length is not negative", "{ $length: «-1» }",
        ("wrong-type", "write 0 or more")
      ),
      ("a length has a bound", "{ $length: «{}» }", ("empty", #"add "min:" or "max:""#)),
      (
        "an unknown format is told with the nearest one", "{ $format: «date-tiem» }",
        ("unknown-word", #"write "date-time""#)
      ),
      (
        "an unordered list is a list", "{ $unordered: «{ a: 1 }» }",
        ("wrong-type", #"write "[" before it and "]" after it"#)
      ),
      ("all of them are a list", "{ $all: «5» }", ("wrong-type", "write a list of patterns")),
      (
        "sameness is with something", "{ $same: «'a b'» }",
        ("wrong-type", "write \"$same: { as: 'a b' }\"")
      ),
      (
        "sameness is with something longer", "{ $same: «[1]» }",
        ("wrong-type", #"write "$same: { as: … }""#)
      ),
      ("sameness needs a value", "{ $same: «{ ignoring: [] }» }", ("missing-key", #"add "as:""#)),
      (
        "ignored places are pointers", "{ $same: { as: 1, ignoring: [«a»] } }",
        ("bad-pointer", #"start it with "/", such as "/data/id""#)
      ),
      ("an order goes by something", "{ $sorted: «{}» }", ("missing-key", #"add "by:""#)),
      (
        "an order goes by what a pointer leads to", "{ $sorted: { by: «name» } }",
        ("bad-pointer", #"start it with "/", such as "/data/id""#)
      ),
      (
        "an order has nulls at an end", "{ $sorted: { by: /name, nulls: «fist» } }",
        ("unknown-word", #"write "first""#)
      ),
      (
        "an order is turned around or not", "{ $sorted: { by: /name, descending: «1» } }",
        ("wrong-type", "write true or false for descending")
      ),
      (
        "a matcher inside an exact value is read", "{ $exactly: { a: { «$rang»: {} } } }",
        ("unknown-key", #"write "$range""#)
      ),
    ]

  static let probes: [BrokenSuite] = [
    BrokenSuite(
      "a mistyped probe is told once",
      "- { case: A, probe: «paginatoin», call: GET /toys, limits: [1] }",
      ("unknown-word", #"write "pagination""#)),
    BrokenSuite(
      "a probe has no steps",
      "- { case: A, probe: pagination, call: GET /toys, steps: «[]» }",
      ("unknown-key", #"remove "steps:", or "probe:""#)),
    BrokenSuite(
      "a page size is a number from 1",
      "- { case: A, probe: pagination, call: GET /toys, limits: [1, «0»] }",
      ("wrong-type", "write 1 or more")),
    BrokenSuite(
      "a seed says where the id is",
      "- { case: A, effect: own, probe: pagination, call: GET /toys, seed: «{ count: 2, call: POST /toys, body: {} }» }",
      ("missing-key", #"add "id:""#)),
    BrokenSuite(
      "what uses up a limit says how many requests it may take",
      "- «{ case: A, probe: rate_limit, call: GET /toys }»",
      ("missing-key", #"add "max_requests:""#)),
    BrokenSuite(
      "what lives has an end",
      "- «{ case: A, effect: own, probe: lifecycle, call: POST /toys, body: {}, item: { call: GET /toys } }»",
      ("missing-key", #"add "cleanup:""#)),
    BrokenSuite(
      "a status that says something is gone is a status",
      """
      - case: A
        effect: own
        probe: lifecycle
        call: POST /toys
        body: {}
        item: { call: GET /toys }
        cleanup: { call: makeToy }
        gone: [«99»]
      """,
      ("wrong-type", "write 100 or more")),
    BrokenSuite(
      "what only another probe decides is told with that one",
      "- { case: A, proves: [PAG-01, PAG-04, «LIFE-01», RSP-02], probe: pagination, call: GET /toys }",
      (
        "undecided-requirement",
        #"prove it in a case with "probe: lifecycle", or take it out"#
      )),
    BrokenSuite(
      "what no probe decides is for steps",
      "- { case: A, proves: «PAG-19», probe: http, call: GET /toys }",
      ("undecided-requirement", "prove it in a case with steps, or take it out")),
    BrokenSuite(
      "a requirement that there is not is told once, also of a probe",
      "- { case: A, proves: [«PAG_04»], probe: pagination, call: GET /toys }",
      ("unknown-requirement", #"write "PAG-04""#)),
    BrokenSuite(
      "the token belongs to the probe",
      """
      - { case: A, effect: own, probe: idempotency, call: POST /toys, body: { a: "${token}" }, target: /data/id, cleanup: { call: "DELETE /toys/{id}", path: { id: "${id}" } } }
      - { case: B, effect: own, steps: [{ call: POST /toys, body: «{ a: "${token}" }» }] }
      """,
      (
        "undefined-variable",
        undefined
      )),
  ]
}
