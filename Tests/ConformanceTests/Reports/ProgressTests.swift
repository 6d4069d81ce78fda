import Synchronization
import Testing

@testable import Conformance

@Suite("Progress")
struct ProgressTests {
  private func events(_ run: RunResult) -> [RunEvent] {
    var events: [RunEvent] = [.runStarted(suites: run.suites.count, cases: run.cases.count)]
    for suite in run.suites {
      for testCase in suite.cases {
        events.append(.caseStarted(id: testCase.id, title: testCase.title))
        events += testCase.exchanges.map { _ in .exchangeFinished(caseID: testCase.id) }
        events.append(.caseFinished(testCase))
      }
      events.append(.suiteFinished(suite))
    }
    return events + [.runFinished]
  }

  /// What a display writes when the events come at even distances.
  private func play(
    _ run: RunResult, _ display: ProgressDisplay, every step: Duration
  ) -> String {
    var display = display
    var now = Duration.zero
    var text = ""
    for event in events(run) {
      text += display.tick(at: now)
      text += display.receive(event, at: now)
      now += step
    }
    return text
  }

  private static let plain = TerminalSettings(usesColor: false, isLive: false, width: nil)
  private static let live = TerminalSettings(usesColor: false, isLive: true, width: 60)

  @Test("without a terminal each finished suite is one plain line")
  func plain() {
    #expect(
      play(SampleRun.small, ProgressDisplay(Self.plain), every: .milliseconds(10)) == """
        Running 4 cases in 2 suites
        FAIL parcels/list  1 failed, 1 passed  76 ms
        ERROR parcels/messages  1 errored, 1 skipped, 0 passed  10.0 s

        """)
  }

  @Test("a long silence is broken every ten seconds")
  func longSilence() {
    var display = ProgressDisplay(Self.plain)
    _ = display.receive(.runStarted(suites: 1, cases: 9), at: .seconds(5))
    #expect(display.tick(at: .seconds(14)) == "")
    #expect(display.tick(at: .seconds(15)) == "… 0 of 9 cases after 10.0 s: 0 passed\n")
    #expect(display.tick(at: .seconds(24)) == "")
    _ = display.receive(.caseFinished(SampleRun.overlapCase), at: .seconds(24))
    #expect(display.tick(at: .seconds(25)) == "… 1 of 9 cases after 20.0 s: 1 failed, 0 passed\n")
  }

  @Test("on a terminal one line is redrawn, failures stay above it, and it is gone at the end")
  func live() {
    let text = play(SampleRun.small, ProgressDisplay(Self.live), every: .milliseconds(100))
    let erase = "\r\u{1B}[2K"
    #expect(text.hasPrefix("0/4 cases · 0 requests · 0 ms"))
    #expect(text.contains("\(erase)FAIL parcels/list/walk: page 2 repeats the id \"prc_17\""))
    #expect(text.contains("\(erase)ERROR parcels/messages/slow: no answer came within 10 s\n"))
    #expect(text.hasSuffix(erase))
    for line in text.split(separator: erase).flatMap({ $0.split(separator: "\n") }) {
      #expect(line.unicodeScalars.count < 60, "\(line)")
    }
  }

  @Test("a silent display writes nothing")
  func silent() {
    for settings in [Self.plain, Self.live] {
      let display = ProgressDisplay(settings, isSilent: true)
      #expect(play(SampleDay.run, display, every: .seconds(4)) == "")
    }
  }

  @Test("hostile text cannot steer the terminal", arguments: [false, true])
  func hostile(isLive: Bool) {
    let settings = isLive ? Self.live : Self.plain
    let text = play(HostileRun.make(), ProgressDisplay(settings), every: .milliseconds(100))
      .replacing("\r\u{1B}[2K", with: "")
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(!VisibleText.isActing(scalar), "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test("events of many tasks at once are all counted")
  func concurrency() async {
    let written = Mutex("")
    let reporter = ProgressReporter(
      ProgressDisplay(Self.plain), now: { .zero },
      write: { text in written.withLock { $0 += text } })
    reporter.receive(.runStarted(suites: 100, cases: 200))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask { reporter.receive(.suiteFinished(SampleRun.small.suites[0])) }
      }
    }
    #expect(written.withLock { $0 }.split(separator: "\n").count == 101)
  }

  @Test(
    "colour and redrawing follow the stream, the environment and the flag",
    arguments: [
      SettingsCase(isTerminal: true, [:], color: true, live: true),
      SettingsCase(isTerminal: false, [:], color: false, live: false),
      SettingsCase(isTerminal: true, ["NO_COLOR": "1"], color: false, live: true),
      SettingsCase(isTerminal: true, ["NO_COLOR": ""], color: true, live: true),
      SettingsCase(isTerminal: true, ["TERM": "dumb"], color: false, live: false),
      SettingsCase(isTerminal: false, ["FORCE_COLOR": "1"], color: true, live: false),
      SettingsCase(isTerminal: true, ["FORCE_COLOR": "0"], color: false, live: true),
      SettingsCase(
        isTerminal: false, ["FORCE_COLOR": "1", "NO_COLOR": "1"], color: false, live: false),
      SettingsCase(isTerminal: true, ["CI": "true"], color: true, live: false),
      SettingsCase(isTerminal: true, ["CI": "false"], color: true, live: true),
      SettingsCase(isTerminal: false, [:], .always, color: true, live: false),
      SettingsCase(isTerminal: true, ["FORCE_COLOR": "1"], .never, color: false, live: true),
      SettingsCase(isTerminal: true, ["NO_COLOR": "1"], .always, color: true, live: true),
    ])
  func settings(_ testCase: SettingsCase) {
    let settings = TerminalSettings(
      isTerminal: testCase.isTerminal, columns: 100, environment: testCase.environment,
      color: testCase.choice)
    #expect(settings.usesColor == testCase.color)
    #expect(settings.isLive == testCase.live)
  }

  @Test("the width is the terminal's, else COLUMNS, else 80; without a terminal there is none")
  func width() {
    func width(_ isTerminal: Bool, _ columns: Int?, _ variable: String?) -> Int? {
      TerminalSettings(
        isTerminal: isTerminal, columns: columns,
        environment: variable.map { ["COLUMNS": $0] } ?? [:]
      ).width
    }
    #expect(width(true, 132, "70") == 132)
    #expect(width(true, nil, "70") == 70)
    #expect(width(true, nil, "many") == 80)
    #expect(width(true, 0, nil) == 80)
    #expect(width(true, 10, nil) == 40)
    #expect(width(false, 132, "70") == nil)
  }
}

/// A stream with its environment, and what is to come of it.
struct SettingsCase: Sendable, CustomTestStringConvertible {
  let isTerminal: Bool
  let environment: [String: String]
  let choice: TerminalSettings.ColorChoice
  let color: Bool
  let live: Bool

  init(
    isTerminal: Bool, _ environment: [String: String],
    _ choice: TerminalSettings.ColorChoice = .auto, color: Bool, live: Bool
  ) {
    self.isTerminal = isTerminal
    self.environment = environment
    self.choice = choice
    self.color = color
    self.live = live
  }

  var testDescription: String {
    "\(isTerminal ? "terminal" : "pipe") \(environment) --color \(choice.rawValue)"
  }
}
