import Conformance
import Diagnostics

/// Runs of random shape, the same for the same seed, with odd texts in every place.
enum GeneratedRun {
  static func make(seed: UInt64) -> RunResult {
    var generator = Generator(state: seed)
    return generator.run()
  }

  /// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough to draw test data.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }

    private static let words = [
      "parcel", "", "two words", "é", "e\u{301}", "\u{0}", "a\nb", "\t", "\"", "\\", "/", "~",
      "👩‍👩‍👧", "日本", "\u{2028}", "\u{FFFD}", "<b>", "]]>", "&amp;", "\u{1B}[1m",
    ]

    mutating func text() -> String {
      (0..<Int.random(in: 0...4, using: &self))
        .map { _ in Self.words.randomElement(using: &self) ?? "" }.joined(separator: " ")
    }

    mutating func maybe<Value>(_ value: (inout Generator) -> Value) -> Value? {
      Bool.random(using: &self) ? value(&self) : nil
    }

    mutating func list<Value>(_ most: Int, _ value: (inout Generator) -> Value) -> [Value] {
      (0..<Int.random(in: 0...most, using: &self)).map { _ in value(&self) }
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func duration() -> Duration {
      switch number(0...3) {
      case 0: .milliseconds(number(0...100_000))
      case 1: .nanoseconds(number(0...10_000_000_000))
      case 2:
        Duration(
          secondsComponent: Int64(number(0...9)),
          attosecondsComponent: Int64(number(0...999_999_999_999_999_999)))
      default: .zero
      }
    }

    mutating func pointer() -> JSONPointer { JSONPointer(list(4) { $0.text() }) }

    mutating func location() -> SourceLocation {
      SourceLocation(file: text(), line: number(1...5_000), column: number(1...200))
    }

    mutating func requirementID() -> RequirementID {
      ["PAG-05", "RSP-02", "IDM-03", "HTTP-13", "ERR-01", "own"].randomElement(using: &self)
        ?? "own"
    }

    mutating func finding() -> Finding {
      let place: Finding.Place =
        switch number(0...3) {
        case 0: .status
        case 1: .header(text())
        case 2: .body(pointer())
        default: .exchange
        }
      return Finding(
        requirement: requirementID(),
        severity: Severity.allCases.randomElement(using: &self) ?? .info,
        message: text(), operation: maybe { $0.text() }, exchange: maybe { $0.number(0...3) },
        relatedExchanges: list(2) { $0.number(0...3) }, place: place, expected: text(),
        got: text(),
        clause: maybe { Finding.Clause(pointer: $0.pointer(), location: $0.location()) },
        suiteLocation: maybe { $0.location() }, details: list(3) { $0.text() })
    }

    mutating func message() -> MessageRecord {
      MessageRecord(
        fields: list(3) { MessageRecord.Field(name: $0.text(), value: $0.text()) },
        body: maybe { $0.text() }, bodyLength: number(0...100_000), isCut: Bool.random(using: &self)
      )
    }

    mutating func exchange() -> ExchangeRecord {
      ExchangeRecord(
        purpose: text(), operation: maybe { $0.text() }, request: message(), method: text(),
        url: text(), status: maybe { $0.number(100...599) }, response: maybe { $0.message() },
        transportError: maybe { $0.text() }, startedAfter: duration(), duration: duration(),
        curl: text())
    }

    mutating func testCase(_ suite: String) -> CaseResult {
      var testCase = CaseResult(
        id: "\(suite)/\(text())", title: text(), location: location(),
        effect: ["none", "own", "external"].randomElement(using: &self) ?? "none",
        tags: list(3) { $0.text() },
        verdict: Verdict.allCases.randomElement(using: &self) ?? .passed,
        reason: maybe { $0.text() },
        requirements: list(3) {
          var decision = RequirementVerdict(
            id: $0.requirementID(), verdict: Verdict.allCases.randomElement(using: &$0) ?? .passed,
            reason: $0.maybe { $0.text() })
          decision.isUnstable = Bool.random(using: &$0)
          return decision
        },
        findings: list(3) { $0.finding() }, exchanges: list(4) { $0.exchange() },
        startedAfter: duration(), duration: duration())
      testCase.omittedExchanges = number(0...2)
      testCase.rounds = list(3) { Verdict.allCases.randomElement(using: &$0) ?? .passed }
      testCase.restarts = list(2) { $0.text() }
      testCase.place = maybe { $0.number(1...900) }
      return testCase
    }

    mutating func run() -> RunResult {
      var run = wholeRun()
      run.inputs = list(2) {
        InputRecord(file: $0.text(), sha256: SHA256.hexadecimal(of: Array($0.text().utf8)))
      }
      run.environment.shard = maybe { Shard("1/\($0.number(1...9))") }.flatMap(\.self)
      run.coverage = maybe { $0.coverage() }
      run.environment.isPartial = Bool.random(using: &self)
      if Bool.random(using: &self) { run.environment.transport = transport() }
      return run
    }

    private mutating func marks() -> Coverage.Marks {
      Coverage.Marks(rawValue: UInt8(number(0...7)))
    }

    private mutating func coverage() -> Coverage {
      Coverage(
        operations: list(3) { generator in
          var operation = OperationCoverage(
            operation: generator.text(), marks: generator.marks(),
            items: generator.list(5) { generator in
              CoverageItem(
                kind: Coverage.Kind.allCases.randomElement(using: &generator) ?? .statuses,
                name: generator.text(), title: generator.maybe { $0.text() },
                marks: generator.marks(), outOfReach: generator.maybe { $0.text() })
            }, undocumentedStatuses: generator.list(2) { $0.number(100...599) },
            isCut: Bool.random(using: &generator))
          operation.outOfReach = generator.maybe { $0.text() }
          return operation
        },
        requirements: list(3) { generator in
          RequirementCoverage(
            id: generator.requirementID(), title: generator.text(),
            isAsked: Bool.random(using: &generator), isJudged: Bool.random(using: &generator),
            outOfReach: generator.maybe { $0.text() })
        })
    }

    private mutating func transport() -> TransportRecord {
      TransportRecord(
        httpVersion: text(), proxy: maybe { $0.text() },
        certificateAuthorities: maybe { $0.text() },
        clientCertificate: maybe { $0.text() }, resolutions: list(2) { $0.text() },
        fields: list(2) { $0.text() }, isCompressed: Bool.random(using: &self),
        isInsecure: Bool.random(using: &self))
    }

    private mutating func wholeRun() -> RunResult {
      RunResult(
        environment: RunEnvironmentRecord(
          toolVersion: text(), baseURL: text(), profile: text(), seed: next(), runPrefix: text(),
          command: text(), startedAt: "2026-11-22T17:00:00.\(number(100...999))Z",
          duration: duration(), requestCount: number(0...10_000), resentCount: number(0...100),
          isStrict: Bool.random(using: &self)),
        contract: ContractRecord(
          file: text(), title: text(), version: text(), operationCount: number(0...900)),
        suites: list(4) { generator in
          let id = generator.text()
          return SuiteResult(
            id: id, title: generator.text(), file: generator.text(),
            cases: generator.list(6) { $0.testCase(id) })
        },
        requirements: list(3) {
          Requirement(
            id: $0.requirementID(),
            level: RequirementLevel.allCases.randomElement(using: &$0) ?? .must,
            severity: Severity.allCases.randomElement(using: &$0) ?? .fail, title: $0.text(),
            statement: $0.text(), sources: $0.list(2) { $0.text() }, probe: $0.text(),
            leniency: $0.text())
        },
        notices: list(2) { RunResult.Notice(code: $0.text(), message: $0.text()) },
        wasInterrupted: Bool.random(using: &self))
    }
  }
}
