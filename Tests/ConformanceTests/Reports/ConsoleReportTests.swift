import Diagnostics
import Testing

@testable import Conformance

@Suite("Console report")
struct ConsoleReportTests {
  private static let plain = TerminalSettings(usesColor: false, isLive: false, width: nil)

  @Test("a small run reads as written here")
  func golden() {
    let text = ConsoleReport(
      settings: Self.plain,
      written: [.init(name: "HTML", path: "reports/index.html")]
    ).text(RunDigest(SampleRun.small))
    #expect(
      text == #"""
        FAILED  1 of 4 cases failed
          http://127.0.0.1:8080/v1 · Parcels API 1.4.0 · profile full · seed 4711

        PAG-05 MUST*  Pages do not overlap  1 case
          FAIL suites/parcels/list.suite.yaml:12  parcels/list/walk › Paging through parcels meets every parcel exactly once
               page 2 repeats the id "prc_17", which page 1 has already given
                 expected  an id that no earlier page has
                 got       "prc_17"
                 at        GET /parcels › response body /data/0/id
                 contract  suites/parcels/openapi.json:210:7 #/paths/~1parcels/get
                 suite     suites/parcels/list.suite.yaml:14:5
                           page 1: prc_15, prc_16, prc_17
                           page 2: prc_17, prc_18, prc_19
                 curl      curl -sS -X GET 'http://127.0.0.1:8080/v1/parcels?limit=3&cursor=b2Zmc2V0OjI' -H "Authorization: Bearer $PARCELS_API_KEY"

        Could not be judged  1 case
          ERROR suites/parcels/messages.suite.yaml:8  parcels/messages/slow › A message is accepted
               no answer came within 10 s
                 request   step 1: POST http://127.0.0.1:8080/v1/messages → timed out while waiting for the first byte after 10.0 s
                 curl      curl -sS -X POST 'http://127.0.0.1:8080/v1/messages' -H "Authorization: Bearer $PARCELS_API_KEY" --data '{"text":"hi"}'

        Not judged
          SKIP         1 × the variable recipient is not set

        1 failed, 1 errored, 1 skipped, 1 passed in 12.3 s  (4 cases, 207 requests)
        HTML: reports/index.html
        Repeat: conformance run suites/parcels --base-url http://127.0.0.1:8080/v1

        """#)
  }

  @Test("a failing read tells the changes before it, each on a line")
  func changes() {
    var run = SampleRun.small
    run.suites[0].cases[1].exchanges[0] = SampleRun.exchange("seed 1", "POST", "/parcels?x=1")
    let text = ConsoleReport(settings: Self.plain).text(RunDigest(run))
    #expect(
      text.contains(
        """
                           page 2: prc_17, prc_18, prc_19
                 after     seed 1: POST /parcels?x=1 → 200

        """))
  }

  @Test("what a narrow terminal has no room for is broken between words and parts")
  func brokenParts() {
    var run = SampleDay.covered
    run.environment.requestCount = 12_345
    let text = ConsoleReport(settings: .init(usesColor: false, isLive: false, width: 60))
      .text(RunDigest(run))
    #expect(
      text.contains(
        """
          FAIL suites/parcels/list.suite.yaml:12
               parcels/list/walk
               › Paging through parcels meets every parcel exactly
               once
        """))
    #expect(text.contains("\n  (31 cases, 12345 requests)\n"))
    #expect(
      text.contains(
        """
          operations 2/4 · statuses 4/6 · parameters 0/1
          response media types 0/1 · response members 1/2
          response branches 0/1
          requirements 1/2 · said to be out of reach 4
        """))
  }

  @Test("of very many cases with one cause some are named and the others counted; -v names all")
  func many() {
    var run = SampleRun.small
    run.suites[0].cases = Array(repeating: SampleRun.overlapCase, count: 160)
    func text(_ verbosity: ConsoleReport.Verbosity) -> String {
      ConsoleReport(settings: Self.plain, verbosity: verbosity).text(RunDigest(run))
    }
    #expect(text(.normal).ranges(of: "  FAIL suites").count == 100)
    #expect(
      text(.normal).contains("\n  and 60 more cases, listed with -v and in the reports\n"))
    #expect(text(.verbose).ranges(of: "  FAIL suites").count == 160)
    #expect(!text(.verbose).contains("more cases"))
  }

  @Test("a quiet green run is one line")
  func quietGreen() {
    let text = ConsoleReport(settings: Self.plain, verbosity: .quiet)
      .text(RunDigest(SampleDay.green))
    #expect(text == "2 skipped, 20 passed in 12.3 s  (22 cases, 207 requests)\n")
  }

  @Test("a quiet run tells failures and nothing that only warns, unless warnings make it red")
  func quiet() {
    let report = ConsoleReport(settings: Self.plain, verbosity: .quiet)
    var run = SampleDay.run
    let text = report.text(RunDigest(run))
    #expect(text.contains("FAIL suites/parcels/list.suite.yaml:12"))
    #expect(!text.contains("WARN"))
    #expect(!text.contains("Not judged"))
    #expect(!text.contains("notice"))
    run.environment.isStrict = true
    #expect(report.text(RunDigest(run)).contains("WARN suites/parcels/list.suite.yaml:40"))
  }

  @Test(
    "each step of verbosity adds its kind of line",
    arguments: [
      (ConsoleReport.Verbosity.verbose, "  PASS The first page answers  15 ms\n"),
      (.requests, "       step 1: GET http://127.0.0.1:8080/v1/parcels → 200 in 12 ms\n"),
      (.bodies, "       < {\"data\":[{\"id\":\"prc_17\"},"),
    ])
  func verbosity(_ verbosity: ConsoleReport.Verbosity, _ line: String) {
    for other in ConsoleReport.Verbosity.allCases {
      let text = ConsoleReport(settings: Self.plain, verbosity: other)
        .text(RunDigest(SampleRun.small))
      #expect(text.contains(line) == (other >= verbosity), "\(other)")
    }
  }

  @Test("nothing judged is loud, also when quiet", arguments: ConsoleReport.Verbosity.allCases)
  func nothingJudged(_ verbosity: ConsoleReport.Verbosity) {
    var run = SampleRun.small
    run.suites = [run.suites[1]]
    run.suites[0].cases.removeFirst()
    let text = ConsoleReport(settings: Self.plain, verbosity: verbosity).text(RunDigest(run))
    #expect(text.contains("NOTHING WAS JUDGED: this run says nothing about the target\n"))
    #expect(text.contains("1 skipped, 0 passed in 12.3 s"))
  }

  @Test("colours come only when they are wanted, and stress the same words")
  func colors() {
    let colored = ConsoleReport(
      settings: TerminalSettings(usesColor: true, isLive: false, width: nil)
    ).text(RunDigest(SampleDay.run))
    let plain = ConsoleReport(settings: Self.plain).text(RunDigest(SampleDay.run))
    #expect(colored.contains("\u{1B}[31;1mFAIL\u{1B}[0m"))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test(
    "hostile text cannot steer the terminal or start a line of its own",
    arguments: [ConsoleReport.Verbosity.quiet, .bodies])
  func hostile(_ verbosity: ConsoleReport.Verbosity) {
    let text = ConsoleReport(settings: Self.plain, verbosity: verbosity)
      .text(RunDigest(HostileRun.make()))
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(!VisibleText.isActing(scalar), "U+\(String(scalar.value, radix: 16))")
    }
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("overwritten") })
    #expect(text.contains("\\u001b[2J"))
  }

  @Test("of many cases with one cause a few are explained and each has its line")
  func manyCases() {
    var run = SampleRun.small
    run.suites[0].cases = (0..<50).map { number in
      var testCase = SampleRun.overlapCase
      testCase.id = "parcels/list/\(number)"
      return testCase
    }
    let text = ConsoleReport(settings: Self.plain).text(RunDigest(run))
    #expect(text.matches(of: #/\n  FAIL suites/parcels/list.suite.yaml:12  /#).count == 50)
    #expect(text.matches(of: #/\n +curl /#).count < 10)
  }

  @Test(
    "text is broken at spaces to fit, and in a word only where it must",
    arguments: [
      ("one two three", 7, ["one two", "three"]), ("one two", 7, ["one two"]),
      ("abcdefghij", 4, ["abcd", "efgh", "ij"]), ("日本語 日本", 6, ["日本語", "日本"]),
      ("e\u{301}e\u{301}e\u{301}", 3, ["e\u{301}e\u{301}e\u{301}"]), ("", 5, [""]),
    ])
  func wrapping(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(ConsoleWriter.wrap(text, width: width) == lines)
  }

  @Test("findings that say the same are told once, with how often")
  func echoes() {
    var run = SampleRun.small
    run.suites[0].cases[1].findings += Array(repeating: SampleRun.noDate, count: 3)
    let text = ConsoleReport(settings: Self.plain).text(RunDigest(run))
    #expect(text.contains("       also HTTP-13 (warn): the answer has no Date (3 times)\n"))
    #expect(text.matches(of: /HTTP-13/).count == 1)
  }

  @Test(
    "reasons are broken beside their verdict, and reports that do not fit have lines of their own")
  func hanging() {
    var run = SampleRun.small
    run.suites[1].cases[1].reason = "the variable recipient is not set and nobody knows what it is"
    let settings = TerminalSettings(usesColor: false, isLive: false, width: 60)
    let written = ["HTML", "JUnit", "JSON"].map {
      ConsoleReport.WrittenReport(name: $0, path: "reports/some/folder/\($0).file")
    }
    let text = ConsoleReport(settings: settings, written: written).text(RunDigest(run))
    #expect(
      text.contains(
        """
          SKIP         1 × the variable recipient is not set and
                           nobody knows what it is
        """))
    #expect(text.contains("\nHTML: reports/some/folder/HTML.file\nJUnit: reports/"))
  }

  @Test("on a wide terminal what was expected and what came stand side by side, and fit")
  func sideBySide() {
    let text = ConsoleReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: 100)
    ).text(RunDigest(SampleDay.run))
    let gap = String(repeating: " ", count: 24)
    #expect(
      text.contains(
        "         expected  an integer\(gap) │ got       the string \"1200\"\n"), "\(text)")
    for line in text.split(separator: "\n") where line.contains(" │ ") {
      #expect(line.unicodeScalars.count <= 100, "\(line)")
    }
    var run = SampleRun.small
    run.suites[0].cases[1].findings[0].expected = String(repeating: "long words ", count: 30)
    let long = ConsoleReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: 100)
    ).text(RunDigest(run))
    let rows = long.split(separator: "\n").filter { $0.contains(" │ ") }
    #expect(rows.count > 5)
    #expect(rows.allSatisfy { $0.unicodeScalars.count <= 100 })
    #expect(Set(rows.compactMap { $0.firstIndex(of: "│")?.utf16Offset(in: $0) }).count == 1)
  }

  @Test("the lines of a narrow terminal fit, but for commands and places")
  func narrow() {
    let text = ConsoleReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: 60)
    ).text(RunDigest(SampleDay.run))
    for line in text.split(separator: "\n") where line.hasPrefix("       ") {
      guard !line.contains("curl") && !line.contains("contract") else { continue }
      #expect(line.unicodeScalars.count <= 60, "\(line)")
    }
  }
}

@Suite("Run digest")
struct RunDigestTests {
  @Test("each case that went wrong is in one group, the gravest groups first")
  func causes() {
    let groups = RunDigest(SampleDay.run).causes
    #expect(groups.map(\.verdict) == [.failed, .failed, .failed, .failed, .errored, .warned])
    #expect(
      groups.map(\.requirement) == ["RSP-02", "PAG-05", "IDM-03", "ERR-01", nil, "HTTP-13"])
    #expect(groups.flatMap(\.cases).count == 6)
    #expect(groups[0].catalogued?.title == "The body fits its schema")
  }

  @Test("a requirement's verdict is the gravest of its cases, and they are listed gravest first")
  func requirements() throws {
    let tallies = RunDigest(SampleDay.run).requirements
    #expect(tallies.map(\.id) == ["ERR-01", "HTTP-13", "IDM-03", "PAG-05", "RSP-02"])
    let paging = try #require(tallies.first { $0.id == "PAG-05" })
    #expect(paging.verdict == .failed)
    #expect(paging.counts == [.failed: 1, .inconclusive: 1])
    #expect(paging.cases.map(\.verdict) == [.failed, .inconclusive])
  }

  @Test("reasons that kept cases from judgement are counted, by verdict")
  func unjudged() {
    let reasons = RunDigest(SampleDay.run).unjudged
    #expect(reasons.map(\.verdict) == [.inconclusive, .blocked, .deviating, .skipped])
    #expect(reasons.last?.cases.count == 2)
  }

  @Test(
    "the headline says what the outcome is",
    arguments: [
      ([Verdict.passed, .passed], false, "All 2 cases passed"),
      ([.passed], false, "The only case passed"),
      ([.passed, .skipped], false, "1 of 2 cases passed, none failed"),
      ([.failed, .errored, .passed], false, "1 of 3 cases failed"),
      (
        [.warned, .passed], true,
        "No case failed, but a strict run allows no warnings and no open questions"
      ),
      ([.errored, .passed], false, "1 of 2 cases could not be judged because of an error"),
      ([], false, "Nothing was judged: no case was selected"),
      ([.skipped], false, "Nothing was judged: none of 1 case got an answer"),
    ])
  func headline(_ verdicts: [Verdict], _ isStrict: Bool, _ headline: String) {
    var run = SampleRun.small
    run.environment.isStrict = isStrict
    run.suites[0].cases = verdicts.map { SampleRun.testCase("a/b", "B", line: 1, $0) }
    run.suites.removeLast()
    #expect(RunDigest(run).headline == headline)
    run.wasInterrupted = true
    #expect(RunDigest(run).headline.hasPrefix("Interrupted: 0 of "))
  }
}
