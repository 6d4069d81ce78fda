import Conformance
import Diagnostics

/// A run in which every text that a server or a suite decides tries to break out.
enum HostileRun {
  static let payloads = [
    "<script>document.title='owned'</script>", "\"><img src=x onerror=document.title='owned'>",
    "' onmouseover='document.title=1", "</script><script>document.title='owned'</script>",
    "</style><script>document.title='owned'</script>", "<!--", "]]>", "<![CDATA[", "&lt;&#x3C;",
    "\u{0}nul", "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{8}\u{7F}\u{9B}31m", "\r\noverwritten",
    "\u{202E}gnp.exe", "\u{2028}\u{2029}", "\u{FFFE}\u{FFFF}", "javascript:document.title='owned'",
    String(decoding: [0xED, 0xA0, 0x80, 0x41, 0xFF] as [UInt8], as: UTF8.self),
    "{{constructor}}", "${7*7}", "<svg/onload=document.title='owned'>",
    "<iframe srcdoc='<script>parent.document.title=1</script>'>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>", "</pre></details></main>",
    String(repeating: "🇩🇪", count: 500), String(repeating: "a\u{301}\u{302}", count: 500),
    "%0A%0D::error::owned", "::error::owned", "<a href=javascript:1>x</a>",
    "<img src=x onerror=window.owned=1>", "<svg><script>window.owned=1</script></svg>",
    "<details open ontoggle=window.owned=1>", "\" autofocus onfocus=window.owned=1 x=\"",
    "<style>@import '//evil.example';</style>", "<style>*{display:none}</style>",
    "<object data=//evil.example></object>", "<embed src=//evil.example>",
    "<form action=//evil.example><button>Close</button></form>",
    "<math><mtext></table><img src=x onerror=window.owned=1>",
    "<template><script>window.owned=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=window.owned=1>'>",
    "<link rel=stylesheet href=//evil.example>", "data:text/html,<script>window.owned=1</script>",
    "--><script>window.owned=1</script>", "\\\"><script>window.owned=1</script>",
    "<input autofocus onfocus=window.owned=1>", "<marquee onstart=window.owned=1>",
    "</title><script>window.owned=1</script>", "#?q=<script>window.owned=1</script>",
  ]

  static func make() -> RunResult {
    var run = SampleRun.small
    run.suites = payloads.enumerated().map { number, text in
      SuiteResult(
        id: "hostile/\(number)\(text)", title: text, file: text,
        cases: [Verdict.failed, .passed, .errored, .skipped, .warned].map {
          hostileCase(number, text, $0)
        })
    }
    run.requirements = payloads.enumerated().map { number, text in
      Requirement(
        id: RequirementID("X-\(number)\(text)"), level: .must, severity: .fail, title: text,
        statement: text, sources: [text], probe: text, leniency: text)
    }
    run.notices = payloads.map { RunResult.Notice(code: $0, message: $0) }
    let all = payloads.joined()
    run.contract = ContractRecord(file: all, title: all, version: all, operationCount: 1)
    run.coverage = SampleCoverage.hostile(payloads)
    run.environment.baseURL = all
    run.environment.command = all
    run.environment.runPrefix = all
    run.environment.profile = all
    run.environment.toolVersion = all
    return run
  }

  private static func hostileCase(_ number: Int, _ text: String, _ verdict: Verdict) -> CaseResult {
    let place = SourceLocation(file: text, line: 1, column: 1)
    let json = "{\"\(escaped(text))\":[\"\(escaped(text))\"]}"
    let message = MessageRecord(
      fields: [.init(name: text, value: text)], body: number.isMultiple(of: 2) ? text : json,
      bodyLength: text.utf8.count, isCut: false)
    return CaseResult(
      id: "hostile/\(number)\(text)/\(verdict.rawValue)", title: text, location: place,
      effect: text, tags: [text], verdict: verdict, reason: text,
      requirements: [
        RequirementVerdict(id: RequirementID("X-\(number)\(text)"), verdict: verdict, reason: text)
      ],
      findings: [
        Finding(
          requirement: RequirementID("X-\(number)\(text)"), severity: .fail, message: text,
          operation: text, exchange: 0, relatedExchanges: [7],
          place: .body(JSONPointer([text, "0"])), expected: text, got: text,
          clause: .init(pointer: JSONPointer([text]), location: place), suiteLocation: place,
          details: [text]),
        Finding(
          requirement: RequirementID(text), severity: .warn, message: text,
          place: .header(text), expected: text, got: text),
      ],
      exchanges: [
        ExchangeRecord(
          purpose: text, operation: text, request: message, method: text, url: text, status: 200,
          response: message, transportError: text, startedAfter: .zero,
          duration: .milliseconds(1), curl: text)
      ], startedAfter: .zero, duration: .milliseconds(2))
  }

  /// The text as the inside of a JSON string.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case let scalar where scalar.value < 0x20:
        "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }.joined()
  }
}
