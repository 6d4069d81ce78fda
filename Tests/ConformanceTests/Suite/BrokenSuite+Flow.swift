extension BrokenSuite {
  static let deliveries: [BrokenSuite] = [
    BrokenSuite(
      "a delivery is sent to somewhere", "- { case: A, steps: [{ delivery: «{ within: 2s }» }] }",
      ("missing-key", "add \"to:\"")),
    BrokenSuite(
      "a step that waits for a delivery has nothing else",
      "- { case: A, steps: [{ delivery: { to: x }, «wait»: 2s }] }",
      ("unknown-key", "use one of: delivery")),
    BrokenSuite(
      "a signature needs to be known",
      "- { case: A, steps: [{ delivery: { to: x, signed_with: «[s]» } }] }",
      ("missing-convention", #"add "conventions: { webhooks: … }" to it"#)),
    BrokenSuite(
      "a name in a delivery has to be known",
      "- { case: A, steps: [{ delivery: { to: «\"${nobody}\"» } }] }",
      ("undefined-variable", undefined)),
    BrokenSuite(
      "a delivery takes some time",
      "- { case: A, steps: [{ delivery: { to: x, within: «0s» } }] }",
      ("bad-duration", "write milliseconds or seconds, such as 250ms or 30s")),
  ]

  static let rows: [BrokenSuite] = [
    BrokenSuite(
      "rows are at least one", "- { case: A, rows: «[]», steps: [{ call: GET /toys }] }",
      ("empty", #"add a row such as "{ color: teal }""#)),
    BrokenSuite(
      "rows are a list", "- { case: A, rows: «{ a: 1 }», steps: [{ call: GET /toys }] }",
      ("wrong-type", #"write "[" before it and "]" after it"#)),
    BrokenSuite(
      "a case waits for variables of the profile, and a row always has its value",
      "- { case: A, when: [«colour»], rows: [{ colour: teal }], steps: [{ call: GET /toys, query: { colour: \"${colour}\" } }] }",
      ("undefined-variable", "declare it in the profile, or remove it")),
    BrokenSuite(
      "a pointer has no places for values",
      """
      - case: A
        steps:
          - { call: GET /toys, save: { old: "" } }
          - { call: GET /toys, expect: { body: { $same: { as: "${old}", ignoring: [«"/data/${member}"»] } } } }
      """,
      (
        "bad-pointer",
        #"write the names and numbers that lead there; "*" is any of them in "ignoring:""#
      )),
    BrokenSuite(
      "a raw path has no parameters",
      "- { case: A, steps: [{ raw: \"GET /toys/{id}\", path: «{ id: x }», expect: { status: 404 } }] }",
      ("idle-path", "write the values into the path as ${…}, and remove \"path:\"")),
    BrokenSuite(
      "a cleanup removes something",
      """
      - case: A
        effect: own
        steps:
          - call: makeToy
            body: {}
            save: { toy: /data/id }
            cleanup: { call: «"GET /toys/{id}"», path: { id: "${toy}" } }
      """, ("idle-cleanup", "name the request that removes it, such as a DELETE")),
    BrokenSuite(
      "an expected media type has no parameters",
      "- { case: A, steps: [{ call: GET /toys, expect: { media_type: «application/json; charset=utf-8» } }] }",
      ("bad-media-type", "write a type and a subtype without parameters, such as image/png")),
    BrokenSuite(
      "a row is a mapping",
      "- { case: A, rows: [«1»], steps: [{ call: GET /toys }] }",
      ("wrong-type", "write a mapping for a row")),
    BrokenSuite(
      "of two rows the first one has the names",
      """
      - case: "${colour}"
        rows: [{ colour: teal }, { «color»: red }]
        steps: [{ call: GET /toys }]
      """, ("unknown-key", #"write "colour""#)),
    BrokenSuite(
      "a name is what most rows have, and that of the first row may be the odd one",
      """
      - case: "${fault}"
        effect: own
        rows:
          - { «fualt»: none, name: a }
          - { fault: some, name: b }
          - { fault: more, «nmae»: c }
        steps:
          - { use: a toy, with: { name: "${name}" } }
          - { call: GET /toys, query: { colour: "${fault}" }, expect: { status: 200 } }
      """, head: toy,
      ("unknown-key", #"write "fault""#), ("unknown-key", #"write "name""#)),
    BrokenSuite(
      "a row that lacks what most have is told, wherever it stands, and nothing else",
      """
      - case: "${colour}"
        rows: [«{ colour: teal }», { colour: red, size: 1 }, «{ colour: blue }», { colour: green, size: 3 }, { colour: grey, size: 4 }]
        steps: [{ call: GET /toys, query: { colour: "${colour}", limit: "${size}" } }]
      """, ("missing-key", #"add "size:"; null is a value as well"#),
      ("missing-key", #"add "size:"; null is a value as well"#)),
    BrokenSuite(
      "what few rows have is told there, and may be used",
      """
      - case: "${colour}"
        rows: [{ colour: teal, «weight»: 1 }, { colour: red }, { colour: blue, «age»: 3 }]
        steps: [{ call: GET /toys, query: { colour: "${weight}" } }]
      """, ("unknown-key", "add it to all rows, or remove it here"),
      ("unknown-key", "add it to all rows, or remove it here")),
    BrokenSuite(
      "a name that is like one which the row has is no slip for it",
      """
      - case: "${colour}"
        rows: [{ colour: teal }, { colour: red, «color»: red }, { colour: blue }]
        steps: [{ call: GET /toys }]
      """, ("unknown-key", "add it to all rows, or remove it here")),
    BrokenSuite(
      "rows are of one kind",
      """
      - case: A
        rows: [«{ colour: teal }», { size: 1 }, { weight: 2 }]
        steps: [{ call: GET /toys, query: { colour: "x" } }]
      """, ("empty", "give each row the same names")),
    BrokenSuite(
      "a value of the rows has to be used",
      "- { case: A, rows: [{ «colour»: teal }, { colour: red }], steps: [{ call: GET /toys }] }",
      ("unused-name", "use it as ${colour}, or remove it")),
    BrokenSuite(
      "a title has values of the rows only",
      """
      - case: «A ${till} toy»
        rows: [{ colour: teal }]
        steps: [{ call: GET /toys, query: { colour: "${colour}" } }]
      """, ("bad-template", #"name a value of the rows, or leave it out of "case""#)),
    BrokenSuite(
      "a mistake in a case with rows is told once",
      """
      - case: "${colour}"
        rows: [{ colour: teal }, { colour: red }]
        steps: [{ call: «GET /tosy» }]
      """, ("unknown-operation", #"write "GET /toys""#)),
    BrokenSuite(
      "a row says something, and not by another one of its values",
      """
      - { case: A, rows: [«{}»], steps: [{ call: GET /toys }] }
      - { case: B, rows: [{ x: «"${y}"», y: red }], steps: [{ call: GET /toys, query: { colour: "${x}${y}" } }] }
      """, ("empty", #"add values such as "{ color: teal }""#),
      ("undefined-variable", undefined)),
    BrokenSuite(
      "a status out of a row is a status",
      """
      - case: "${colour}"
        rows: [{ colour: red, status: «fine» }]
        steps: [{ call: GET /toys, expect: { status: "${status}" } }]
      """, ("bad-status", "write a code such as 200, or a range such as 4XX")),
    BrokenSuite(
      "a matcher, a length and a time out of a row are such",
      """
      - case: "${colour}"
        rows: [{ colour: red, looks: { «$patern»: a }, length: «long», time: «soon», pages: «0» }]
        steps:
          - call: GET /toys
            walk: "${pages}"
            expect: { within: "${time}", body: { a: "${looks}", b: { $length: "${length}" } } }
      """, ("unknown-key", #"write "$pattern""#),
      ("wrong-type", "write an integer from 0 to 2147483647 for $length"),
      ("bad-duration", "write milliseconds or seconds, such as 1100ms or 2s"),
      ("wrong-type", "write 1 or more")),
  ]

  static let repetition: [BrokenSuite] = [
    BrokenSuite(
      "what changes something is not repeated at will",
      "- { case: A, effect: own, steps: [{ call: POST /toys, body: {}, eventually: «2s» }] }",
      ("undeclared-effect", #"send it once, and add "eventually:" to a GET after it"#)),
    BrokenSuite(
      "a time span has a unit",
      "- { case: A, steps: [{ call: GET /toys, eventually: «5» }] }",
      ("bad-duration", "write 5ms for milliseconds, or 5s for seconds")),
    BrokenSuite(
      "eventually has an end",
      "- { case: A, steps: [{ call: GET /toys, eventually: «{ every: 1s }» }] }",
      ("missing-key", #"add "within:""#)),
    BrokenSuite(
      "eventually does not ask without pause",
      "- { case: A, steps: [{ call: GET /toys, eventually: { every: «0ms», within: 1s } }] }",
      ("bad-duration", "write milliseconds or seconds, such as 250ms or 30s")),
    BrokenSuite(
      "eventually does not ask too often",
      "- { case: A, steps: [{ call: GET /toys, eventually: «{ every: 1ms, within: 60s }» }] }",
      (
        "bad-duration",
        #"ask less often, with "every:", or for a shorter time, with "within:""#
      )),
    BrokenSuite(
      "a mistyped key of eventually is told with the nearest one",
      "- { case: A, steps: [{ call: GET /toys, eventually: { «evry»: 1s, within: 3s } }] }",
      ("unknown-key", #"write "every""#)),
    BrokenSuite(
      "together means two at least",
      "- { case: A, steps: [{ call: GET /toys, together: «1» }] }",
      ("wrong-type", "write 2 or more")),
    BrokenSuite(
      "a race is no togetherness",
      "- { case: A, steps: [{ call: GET /toys, together: 2, race: «{ copies: 2 }» }] }",
      ("two-targets", "remove one of them")),
    BrokenSuite(
      "a list is read whole, or so many pages of it",
      "- { case: A, steps: [{ call: GET /toys, walk: «al» }] }",
      ("wrong-type", "write all, or an integer from 1 to 1000, for walk")),
    BrokenSuite(
      "what goes at once does not go again",
      """
      - case: A
        steps:
          - { call: GET /toys, idempotent: true, together: «2» }
          - { call: GET /toys, idempotent: true, race: «{ copies: 2 }» }
      """, ("two-targets", "remove one of them"), ("two-targets", "remove one of them")),
    BrokenSuite(
      "a change is idempotent or is not",
      "- { case: A, steps: [{ call: GET /toys, idempotent: «often» }] }",
      ("wrong-type", "write true or false for idempotent")),
    BrokenSuite(
      "a case has some time",
      "- { case: A, timeout: «0s», steps: [{ call: GET /toys }] }",
      ("bad-duration", "write milliseconds or seconds, such as 250ms or 30s")),
  ]

  private static let toy = """
    shared:
      a toy:
        inputs: { name: }
        steps:
          - { call: makeToy, body: { name: "${name}" }, save: { toy: /data/id } }
        outputs: [toy]
    """

  private static let inputsOnly =
    #"name it under "inputs:", and give it "with:"; shared steps see only their inputs"#

  static let shared: [BrokenSuite] = [
    BrokenSuite(
      "unknown shared steps are told with the nearest",
      """
      - case: A
        effect: own
        steps:
          - { use: a toy, with: { name: x } }
          - { use: «a tyo», with: { name: x } }
      """, head: toy, ("unknown-steps", #"write "a toy""#)),
    BrokenSuite(
      "an input has to be given",
      "- { case: A, effect: own, steps: [{ use: «a toy» }] }", head: toy,
      ("missing-key", #"add "with: { name: … }""#)),
    BrokenSuite(
      "an unknown input is told with the nearest",
      "- { case: A, effect: own, steps: [{ use: a toy, with: { name: x, «nam»: y } }] }",
      head: toy, ("unknown-key", #"write "name""#)),
    BrokenSuite(
      "an unknown output is told with those there are",
      """
      - case: A
        effect: own
        steps:
          - { use: a toy, with: { name: x }, save: { mine: «wheel» } }
          - { call: GET /toys, query: { colour: "${mine}" } }
      """, head: toy, ("unknown-key", "use one of: toy")),
    BrokenSuite(
      "what shared steps save is theirs alone",
      """
      - case: A
        effect: own
        steps:
          - { use: a toy, with: { name: x } }
          - { call: GET /toys, query: { colour: «"${toy}"» } }
      """, head: toy,
      ("undefined-variable", undefined)),
    BrokenSuite(
      "shared steps that change something need an effect",
      "- { case: A, steps: [{ use: «a toy», with: { name: x } }] }", head: toy,
      ("undeclared-effect", #"add "effect: own" or "effect: external" to the case"#)),
    BrokenSuite(
      "shared steps do not see what the case saved",
      "- { case: A, let: { mine: x }, steps: [{ use: look, with: { id: \"${mine}\" } }] }",
      head: """
        shared:
          look:
            inputs: { id: }
            steps:
              - { call: "GET /toys/{id}", path: { id: "${id}" }, query: { «x»: «"${mine}"» } }
        """,
      ("undefined-variable", inputsOnly),
      ("unknown-parameter", #"remove it, or say "faulty: true" to send it all the same"#)),
    BrokenSuite(
      "what a case keeps, has in rows or is given is no name of the steps that its steps use",
      """
      - case: A ${size}
        fixtures: [toy]
        rows: [{ size: 1 }]
        steps:
          - { call: GET /toys, query: { colour: "${given}" }, save: { kept: /data } }
          - { use: outer }
      """,
      head: """
        shared:
          outer: { steps: [{ use: inner }] }
          inner:
            steps:
              - { call: GET /toys, query: { colour: «"${kept}"» } }
              - { call: GET /toys, query: { colour: «"${size}"» } }
              - { call: GET /toys, query: { colour: «"${given}"» } }
              - { call: GET /toys, query: { colour: «"${other}"» } }
        fixtures:
          toy: { effect: none, steps: [{ call: GET /toys, save: { given: /id } }], outputs: [given] }
        """,
      ("undefined-variable", inputsOnly), ("undefined-variable", inputsOnly),
      ("undefined-variable", inputsOnly), ("undefined-variable", undefined)),
    BrokenSuite(
      "a name of a case that does not use the steps is no reason",
      """
      - { case: A, let: { kept: x }, steps: [{ call: GET /toys, query: { colour: "${kept}" } }] }
      - { case: B, steps: [{ use: look }] }
      """,
      head: """
        shared:
          look: { steps: [{ call: GET /toys, query: { colour: «"${kept}"» } }] }
        """, ("undefined-variable", undefined)),
    BrokenSuite(
      "shared steps that are meant by a misspelt name are used",
      "- { case: A, steps: [{ use: «lok» }] }",
      head: """
        shared:
          look: { steps: [{ call: GET /toys }] }
        """, ("unknown-steps", #"write "look""#)),
    BrokenSuite(
      "what a case names that cannot be read is used",
      "- { case: «5», effect: own, fixtures: [toy], steps: [{ use: look }] }",
      head: """
        shared:
          look: { steps: [{ call: GET /toys }] }
        fixtures:
          toy: { steps: [{ call: makeToy, body: {} }] }
        """, ("wrong-type", "write a text for case")),
    BrokenSuite(
      "shared steps that use the profile's name do not use what a case calls the same",
      "- { case: A, let: { «till»: b }, steps: [{ use: look }] }",
      head: """
        shared:
          look: { steps: [{ call: GET /toys, query: { colour: "${till}" } }] }
        """, ("unused-name", "use it as ${till}, or remove it")),
    BrokenSuite(
      "an input has to be used, and an output has to be there",
      "- { case: A, steps: [{ use: look, with: { id: x } }] }",
      head: """
        shared:
          look:
            inputs: { «id»: }
            steps: [{ call: GET /toys }]
            outputs: [«toy»]
        """,
      (
        "undefined-variable", #"capture it with "save:" in one of the steps"#
      ), ("unused-name", "use it as ${id}, or remove it")),
    BrokenSuite(
      "shared steps cannot use themselves",
      "- { case: A, steps: [{ use: one }] }",
      head: """
        shared:
          one: { steps: [{ use: two }] }
          two: { steps: [{ use: «one» }] }
        """, ("circle", "take the step that closes the circle out")),
    BrokenSuite(
      "shared steps that nothing uses are told",
      "- { case: A, steps: [{ call: GET /toys }] }",
      head: """
        shared:
          «look»: { steps: [{ call: GET /toys }] }
        """, ("unused-name", #"take them with "use: look", or remove them"#)),
    BrokenSuite(
      "a mistake in shared steps is told once, however often they are used",
      "- { case: A, steps: [{ use: look }, { use: look }] }",
      head: """
        shared:
          look: { steps: [{ call: «GET /tosy» }] }
        """, ("unknown-operation", #"write "GET /toys""#)),
  ]

  static let fixtures: [BrokenSuite] = [
    BrokenSuite(
      "that fixtures are no mapping is told once",
      "- { case: A, steps: [{ call: GET /toys }] }", head: "fixtures: «[toy]»",
      ("wrong-type", "write a mapping for fixtures")),
    BrokenSuite(
      "two fixtures make two ids",
      "- { case: A, effect: own, fixtures: [a toy, a-toy], steps: [{ call: GET /toys }] }",
      head: """
        fixtures:
          a toy: { steps: [{ call: makeToy, body: {} }] }
          «a-toy»: { steps: [{ call: makeToy, body: {} }] }
        """, ("duplicate-case", "choose another name")),
    BrokenSuite(
      "a fixture is named once",
      "- { case: A, effect: own, fixtures: [toy, «toy»], steps: [{ call: GET /toys }] }",
      head: """
        fixtures:
          toy: { steps: [{ call: makeToy, body: {} }] }
        """, ("duplicate-name", "name it once")),
    BrokenSuite(
      "an unknown fixture is told with the nearest",
      """
      - { case: A, effect: own, fixtures: [toy], steps: [{ call: GET /toys }] }
      - { case: B, effect: own, fixtures: [toy, «crte»], steps: [{ call: GET /toys }] }
      """,
      head: """
        fixtures:
          toy: { steps: [{ call: makeToy, body: {} }] }
          crate: { steps: [{ call: makeToy, body: {} }] }
        """, ("unknown-steps", #"write "crate""#)),
    BrokenSuite(
      "a case goes as far as its fixtures",
      "- { case: A, fixtures: «[toy]», steps: [{ call: GET /toys }] }",
      head: """
        fixtures:
          toy: { steps: [{ call: makeToy, body: {} }] }
        """, ("undeclared-effect", #"write "effect: own""#)),
    BrokenSuite(
      "a fixture that nothing uses is told",
      "- { case: A, steps: [{ call: GET /toys }] }",
      head: """
        fixtures:
          «toy»: { steps: [{ call: makeToy, body: {} }] }
        """, ("unused-name", #"name it in "fixtures:" of a case, or remove it"#)),
    BrokenSuite(
      "two fixtures do not give the same name",
      """
      - { case: A, fixtures: [one, «two»], steps: [{ call: GET /toys, query: { colour: "${toy}" } }] }
      """,
      head: """
        fixtures:
          one: { effect: none, steps: [{ call: GET /toys, save: { toy: /id } }], outputs: [toy] }
          two: { effect: none, steps: [{ call: GET /toys, save: { toy: /id } }], outputs: [toy] }
        """, ("duplicate-name", "rename one of the outputs")),
  ]
}
