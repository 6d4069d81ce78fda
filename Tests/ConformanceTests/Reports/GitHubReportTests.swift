import Diagnostics
import Testing

@testable import Conformance

@Suite("GitHub: annotations and job summary")
struct GitHubReportTests {
  private static let paths = RelativePath(from: "/repo/project", within: "/repo")

  private static func lines(_ run: RunResult) -> [Substring] {
    RunAnnotations(paths: paths, service: .github).lines(of: RunDigest(run)).split(separator: "\n")
  }

  private static func summary(_ run: RunResult, within budget: Int = GitHubSummary.limit) -> String
  {
    GitHubSummary(paths: paths).text(of: RunDigest(run), within: budget)
  }

  @Test("a failed case is an error at the line that failed, an errored one at the line of the case")
  func annotations() {
    #expect(Self.lines(SampleRun.small).map(String.init) == FormGoldens.annotations)
  }

  @Test("what only warns is a warning, and an error in a strict run")
  func warnings() {
    var run = SampleDay.run
    let usual = Self.lines(run)
    #expect(usual.count { $0.hasPrefix("::warning ") } == 1)
    run.environment.isStrict = true
    let strict = Self.lines(run)
    #expect(!strict.contains { $0.hasPrefix("::warning") })
    #expect(strict.count == usual.count + 1, "an open question is red in a strict run as well")
  }

  @Test("a sound run says nothing; one that proved nothing is an error")
  func quiet() {
    #expect(Self.lines(SampleDay.green).isEmpty)
    #expect(
      Self.lines(ManyRuns.empty) == [
        "::error title=Conformance::Nothing was judged: no case was selected"
      ])
  }

  @Test("ten of a kind at most, one of each cause first, and the tenth counts the others")
  func limit() {
    var run = SampleRun.small
    var other = SampleRun.overlapCase
    other.findings = [SampleRun.wrongType]
    run.suites[0].cases = Array(repeating: SampleRun.overlapCase, count: 30) + [other]
    let lines = Self.lines(run)
    #expect(lines.count == 10)
    #expect(lines.contains { $0.contains("title=RSP-02 The body fits its schema::") })
    #expect(lines.contains { $0.contains("title=errored::") })
    #expect(lines.last == "::error::and 23 more; the summary of the job has them")
  }

  @Test("hostile texts begin no command of their own and end none")
  func hostile() {
    let lines = Self.lines(HostileRun.make())
    #expect(lines.count == 20)
    for line in lines {
      #expect(
        line.hasPrefix("::error ") || line.hasPrefix("::warning ") || line.hasPrefix("::error::")
          || line.hasPrefix("::warning::"))
      #expect(!line.contains("\r"))
    }
  }

  @Test("a text is harmless where no line of it is a command to any service")
  func harmless() {
    let text =
      "a\n::error::b\n  ::set-output name=x::y\nx ##[error]z\n:: ok\nx ##VSO[a]b\n##teamcity[c]"
    for line in AnnotationService.harmless(text).split(separator: "\n") {
      let start = line.drop { $0 == " " }
      #expect(!start.hasPrefix("::") && !line.contains("##"), "\(line)")
    }
    #expect(AnnotationService.harmless("a: b\n\nc\n") == "a: b\n\nc\n")
  }

  @Test("the summary of a day reads as written here")
  func summary() {
    #expect(Self.summary(SampleDay.run) == FormGoldens.summary)
  }

  @Test("nothing that a target has said is markup in the summary")
  func escaping() {
    let text = Self.summary(HostileRun.make())
    let ours = ["<details>", "</details>", "<summary>", "</summary>"]
    let bare = ours.reduce(text) { $0.replacing($1, with: "") }
    #expect(!bare.contains("<") && !bare.contains(">"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("| ") } > 20)
    for line in text.split(separator: "\n") where line.hasPrefix("| ") {
      let pipes = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(pipes == 5 || pipes == 4, "\(line)")
    }
    #expect(GitHubSummary.escaped("@team #1 `a` [x](y)") == #"&#64;team &#35;1 \`a\` \[x\]\(y\)"#)
  }

  @Test("a summary keeps to its size, cut between rows, and says how many are left out")
  func budget() {
    var run = SampleDay.run
    run.suites[1].cases = (0..<20_000).map { number in
      var testCase = SampleRun.overlapCase
      testCase.title += " \(number)"
      return testCase
    }
    let text = Self.summary(run)
    #expect(text.utf8.count <= GitHubSummary.limit)
    #expect(text.utf8.count > GitHubSummary.limit / 2)
    #expect(text.hasSuffix(" more rows left out; results.json has everything.\n"))
    #expect(Self.summary(run, within: 300).isEmpty)
    for budget in stride(from: 800, to: 4_000, by: 100) {
      let cut = Self.summary(SampleDay.run, within: budget)
      #expect(cut.utf8.count <= budget)
      let opened = cut.split(separator: "<details>", omittingEmptySubsequences: false).count
      let closed = cut.split(separator: "</details>", omittingEmptySubsequences: false).count
      #expect(opened == closed)
    }
  }
}
