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

  @Test("on a terminal a few lines are redrawn, failures stay above them, and they go at the end")
  func live() {
    let text = play(SampleRun.small, ProgressDisplay(Self.live), every: .milliseconds(100))
    let screen = Screen(text)
    #expect(
      screen.lines == [
        "FAIL parcels/list/walk: page 2 repeats the id \"prc_17\", wh…",
        "ERROR parcels/messages/slow: no answer came within 10 s", "",
      ])
    #expect(screen.widest < 60)
    #expect(screen.tallest == 5)
  }

  @Test("while it runs it tells how far it is, how fast, how long still, and what runs")
  func liveLines() {
    var display = ProgressDisplay(
      TerminalSettings(usesColor: false, isLive: true, width: 80))
    var text = display.receive(.runStarted(suites: 4, cases: 40), at: .seconds(5))
    #expect(Screen(text).lines == ["\(Self.bar(0)) 0/40 cases", "0/4 suites · 0 requests · 0 ms"])
    text += display.receive(.caseStarted(id: "a", title: "Labels are listed"), at: .seconds(6))
    text += display.receive(.caseStarted(id: "b", title: "Labels are made"), at: .seconds(6))
    for _ in 0..<80 { _ = display.receive(.exchangeFinished(caseID: "a"), at: .seconds(6)) }
    for _ in 0..<10 {
      text += display.receive(.caseFinished(SampleDay.passedCase), at: .seconds(9))
    }
    text += display.tick(at: .seconds(10))
    #expect(
      Screen(text).lines == [
        "\(Self.bar(6)) 10/40 cases",
        "0/4 suites · 80 requests, 16/s · 5.0 s · about 15 s left",
        "→ Labels are listed and 1 more",
      ])
    text += display.receive(.caseFinished(SampleRun.overlapCase), at: .seconds(11))
    #expect(Screen(text).lines.first?.hasPrefix("FAIL parcels/list/walk: ") == true)
    #expect(Screen(text).lines[1] == "\(Self.bar(6)) 11/40 cases, 1 failed")
  }

  @Test("nothing is guessed about the time left while too little is done, and at the end")
  func noGuess() {
    var display = ProgressDisplay(Self.live)
    _ = display.receive(.runStarted(suites: 1, cases: 20), at: .zero)
    #expect(!display.tick(at: .seconds(9)).contains("left"))
    for _ in 0..<2 { _ = display.receive(.caseFinished(SampleDay.passedCase), at: .seconds(9)) }
    #expect(display.tick(at: .seconds(10)).contains("about 2 min left"))
    for _ in 0..<18 { _ = display.receive(.caseFinished(SampleDay.passedCase), at: .seconds(11)) }
    #expect(!display.tick(at: .seconds(12)).contains("left"))
  }

  @Test(
    "after the end nothing is written any more, while reports are made", arguments: [true, false])
  func over(isLive: Bool) {
    var display = ProgressDisplay(isLive ? Self.live : Self.plain)
    for event in events(SampleRun.small) { _ = display.receive(event, at: .seconds(1)) }
    #expect(display.tick(at: .seconds(90)) == "")
  }

  private static func bar(_ filled: Int) -> String {
    String(repeating: "━", count: filled) + String(repeating: "┄", count: 24 - filled)
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
      .replacing("\r\u{1B}[2K", with: "").replacing("\u{1B}[1A\u{1B}[2K", with: "")
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

/// A terminal that knows what the display writes, and fails on everything else.
struct Screen {
  private(set) var lines = [""]
  /// The length of the longest line that was ever there.
  private(set) var widest = 0
  /// The greatest number of lines that were there at once.
  private(set) var tallest = 1

  init(_ text: String) {
    var rest = Substring(text)
    while let first = rest.first {
      if rest.hasPrefix("\r\u{1B}[2K") {
        rest = rest.dropFirst("\r\u{1B}[2K".count)
        lines[lines.count - 1] = ""
      } else if rest.hasPrefix("\u{1B}[1A\u{1B}[2K") {
        rest = rest.dropFirst("\u{1B}[1A\u{1B}[2K".count)
        lines.removeLast()
        lines[lines.count - 1] = ""
      } else if first == "\n" {
        rest = rest.dropFirst()
        lines.append("")
      } else {
        #expect(first != "\r" && first != "\u{1B}", "\(rest.prefix(9).debugDescription)")
        rest = rest.dropFirst()
        lines[lines.count - 1].append(first)
      }
      widest = max(widest, lines[lines.count - 1].count)
      tallest = max(tallest, lines.count)
    }
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
