package import Diagnostics
package import SchemaValidator

extension RunResult {
  /// Whether a JSON text says of itself that it holds the results of a run.
  package static func isWritten(in root: JSONValue) -> Bool {
    root["format"]?.stringValue == JSONReport.format
  }

  /// Reads a run back from the root of a results file.
  ///
  /// Members that this version does not know are passed over. The summary in the file is not
  /// read: it follows from the cases.
  ///
  /// - Throws: one diagnostic with the pointer of the first value that is missing or malformed,
  ///   or that tells that the file is of another format or of a later version.
  package init(readingJSON root: JSONValue) throws(Diagnostics) {
    let file = ResultReader(root)
    try Self.refuseStranger(file)
    self.init(
      environment: try RunEnvironmentRecord(try file.member("environment")),
      contract: try ContractRecord(try file.member("contract")),
      suites: try file.list("suites") { reader throws(Diagnostics) in try SuiteResult(reader) },
      requirements: try file.list("requirements") { reader throws(Diagnostics) in
        try Requirement(reader)
      },
      notices: try file.list("notices") { reader throws(Diagnostics) in
        Notice(code: try reader.string("code"), message: try reader.string("message"))
      },
      wasInterrupted: try file.member("summary").boolean("interrupted"))
    // Results of earlier versions of the program do not have them.
    inputs = try file.optionalList("inputs") { reader throws(Diagnostics) in
      InputRecord(file: try reader.string("file"), sha256: try reader.string("sha256"))
    }
    openBefore = try Self.openBefore(in: file)
    coverage = try file.optional("coverage").map { reader throws(Diagnostics) in
      try Coverage(reader)
    }
  }

  /// The ids of the cases that did not pass when they last ran, from the root of a results file.
  ///
  /// No more of it is read than tells them: a run asks at its start, and reading all of it takes as
  /// long as a thousand requests where it holds ten thousand cases.
  /// - Throws: ``Diagnostics`` for what is no results file, and where what tells the cases is
  ///   missing or malformed.
  static func openCases(readingJSON root: JSONValue) throws(Diagnostics) -> Set<String> {
    let file = ResultReader(root)
    try refuseStranger(file)
    var open = Set(try openBefore(in: file))
    // A judgement of a recording has run nothing, and beside suites there is nothing to run again.
    if try file.member("environment").flag("judgement") { return open }
    for suite in try file.member("suites").elements() {
      if [Preflight.suiteID, DeviationReview.suiteID].contains(try suite.string("id")) { continue }
      for testCase in try suite.member("cases").elements() {
        guard try testCase.word("verdict", as: Verdict.self).asksForAnotherRun else { continue }
        open.insert(try testCase.string("id"))
      }
    }
    return open
  }

  private static func openBefore(in file: ResultReader) throws(Diagnostics) -> [String] {
    try file.optionalList("openBefore") { reader throws(Diagnostics) in try reader.text() }
  }

  /// Refuses what is no results file, and one of a later version.
  private static func refuseStranger(_ file: ResultReader) throws(Diagnostics) {
    guard try file.optional("format")?.value.stringValue == JSONReport.format else {
      throw file.refusal("is not a results file: no member format of \(JSONReport.format)")
    }
    let version = try file.integer("version")
    guard (1...JSONReport.version).contains(version) else {
      throw try file.member("version").refusal(
        "found version \(version); this program reads up to \(JSONReport.version)",
        fix: "read the file with the version of the program that wrote it")
    }
  }
}

extension RunEnvironmentRecord {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    guard let seed = UInt64(try json.string("seed")) else {
      throw try json.member("seed").refusal(expected: "a string of digits")
    }
    self.init(
      toolVersion: try json.string("toolVersion"), baseURL: try json.string("baseURL"),
      profile: try json.string("profile"), seed: seed, runPrefix: try json.string("runPrefix"),
      command: try json.string("command"), startedAt: try json.string("startedAt"),
      duration: try json.duration("durationMs"),
      waited: try json.optional("waitedMs") == nil ? .zero : json.duration("waitedMs"),
      requestCount: try json.count("requests"),
      resentCount: try json.optional("resent")?.count() ?? 0,
      isStrict: try json.boolean("strict"))
    if let reader = try json.optional("transport") { transport = try TransportRecord(reader) }
    isPartial = try json.flag("partial")
    isJudgement = try json.flag("judgement")
    guard let text = try json.optionalString("shard") else { return }
    shard = Shard(text)
    if shard == nil { throw try json.member("shard").refusal(expected: "a shard such as \"2/3\"") }
  }
}

extension TransportRecord {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      httpVersion: try json.string("httpVersion"), proxy: try json.optionalString("proxy"),
      certificateAuthorities: try json.optionalString("certificateAuthorities"),
      clientCertificate: try json.optionalString("clientCertificate"),
      isCompressed: try json.boolean("compressed"), isInsecure: try json.boolean("insecure"))
    resolutions = try json.optionalList("resolutions") { reader throws(Diagnostics) in
      try reader.text()
    }
    fields = try json.optionalList("headers") { reader throws(Diagnostics) in try reader.text() }
  }
}

extension ContractRecord {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      file: try json.string("file"), title: try json.string("title"),
      version: try json.string("version"), operationCount: try json.integer("operations"))
  }
}

extension Requirement {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      id: RequirementID(try json.string("id")),
      level: try json.word("level", as: RequirementLevel.self),
      severity: try json.word("severity", as: Severity.self), title: try json.string("title"),
      statement: try json.string("statement"),
      sources: try json.list("sources") { reader throws(Diagnostics) in try reader.text() },
      probe: try json.string("probe"), leniency: try json.string("leniency"))
  }
}

extension SuiteResult {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      id: try json.string("id"), title: try json.string("title"), file: try json.string("file"),
      cases: try json.list("cases") { reader throws(Diagnostics) in try CaseResult(reader) })
  }
}

extension CaseResult {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      id: try json.string("id"), title: try json.string("title"),
      location: try json.member("location").location(), effect: try json.string("effect"),
      tags: try json.list("tags") { reader throws(Diagnostics) in try reader.text() },
      verdict: try json.word("verdict", as: Verdict.self),
      reason: try json.optionalString("reason"),
      requirements: try json.list("requirements") { reader throws(Diagnostics) in
        var decision = RequirementVerdict(
          id: RequirementID(try reader.string("id")),
          verdict: try reader.word("verdict", as: Verdict.self),
          reason: try reader.optionalString("reason"))
        decision.isUnstable = try reader.flag("unstable")
        return decision
      },
      findings: try json.list("findings") { reader throws(Diagnostics) in try Finding(reader) },
      exchanges: try json.list("exchanges") { reader throws(Diagnostics) in
        try ExchangeRecord(reader)
      },
      startedAfter: try json.duration("startedAfterMs"), duration: try json.duration("durationMs"))
    omittedExchanges = try json.optionalInteger("exchangesOmitted") ?? 0
    place = try json.optional("place")?.count()
    owner = try json.optionalString("owner")
    links = try json.optionalList("links") { reader throws(Diagnostics) in try reader.text() }
    rounds = try json.optionalList("rounds") { reader throws(Diagnostics) in
      try reader.word(as: Verdict.self)
    }
    restarts = try json.optionalList("restarts") { reader throws(Diagnostics) in
      try reader.text()
    }
    delays = try json.optionalList("delays") { reader throws(Diagnostics) in
      try ConsistencyDelay(reader)
    }
    overlaps = try json.optionalList("overlaps") { reader throws(Diagnostics) in
      try OverlapCount(reader)
    }
  }
}

extension ConsistencyDelay {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      purpose: try json.string("purpose"), location: try json.member("location").location(),
      attempts: try json.integer("attempts"), duration: try json.duration("durationMs"),
      isConsistent: try json.boolean("consistent"))
  }
}

extension OverlapCount {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      purpose: try json.string("purpose"), location: try json.member("location").location(),
      requests: try json.integer("requests"), overlapping: try json.integer("overlapping"))
  }
}

extension Finding {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      requirement: RequirementID(try json.string("requirement")),
      severity: try json.word("severity", as: Severity.self), message: try json.string("message"),
      operation: try json.optionalString("operation"),
      exchange: try json.optionalInteger("exchange"),
      relatedExchanges: try json.list("relatedExchanges") { reader throws(Diagnostics) in
        try reader.integer()
      },
      place: try Place(try json.member("place")), expected: try json.string("expected"),
      got: try json.string("got"),
      clause: try json.optional("clause").map { clause throws(Diagnostics) in
        Clause(
          pointer: try clause.jsonPointer("pointer"),
          location: try clause.member("location").location())
      },
      suiteLocation: try json.optional("suiteLocation").map { place throws(Diagnostics) in
        try place.location()
      },
      details: try json.list("details") { reader throws(Diagnostics) in try reader.text() })
  }
}

extension Finding.Place {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    let kind = try json.string("kind")
    switch kind {
    case "status": self = .status
    case "header": self = .header(try json.string("header"))
    case "body": self = .body(try json.jsonPointer("pointer"))
    case "exchange": self = .exchange
    default:
      throw try json.member("kind").refusal(expected: "one of status, header, body, exchange")
    }
  }
}

extension ExchangeRecord {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      purpose: try json.string("purpose"), operation: try json.optionalString("operation"),
      request: try MessageRecord(try json.member("request")), method: try json.string("method"),
      url: try json.string("url"), status: try json.optionalInteger("status"),
      response: try json.optional("response").map { response throws(Diagnostics) in
        try MessageRecord(response)
      },
      transportError: try json.optionalString("transportError"),
      startedAfter: try json.duration("startedAfterMs"), duration: try json.duration("durationMs"),
      curl: try json.string("curl"))
  }
}

extension MessageRecord {
  fileprivate init(_ json: ResultReader) throws(Diagnostics) {
    self.init(
      fields: try json.list("fields") { reader throws(Diagnostics) in
        Field(name: try reader.string("name"), value: try reader.string("value"))
      },
      body: try json.optionalString("body"), bodyLength: try json.integer("bodyLength"),
      isCut: try json.boolean("cut"))
  }
}
