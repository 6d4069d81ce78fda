/// What a running run shows of itself: events in, text for standard error out.
///
/// On a terminal a few lines are redrawn: how far it is, how fast, what runs now, with failures
/// above them as they come. Elsewhere each finished suite has a line, and a long silence is broken every ten seconds, so that no CI
/// system takes the job for dead.
package struct ProgressDisplay: Sendable {
  /// How often a long run says something where lines are not redrawn.
  private static let longSilence = Duration.seconds(10)
  /// How often the line is redrawn at most: faster is not seen and costs time.
  private static let redrawInterval = Duration.milliseconds(80)

  private let settings: TerminalSettings
  let isSilent: Bool
  private var suiteCount = 0
  private var finishedSuites = 0
  private var caseCount = 0
  private var counts: [Verdict: Int] = [:]
  private var requests = 0
  private var retries = 0
  private var running: [(id: String, title: String)] = []
  private var startedAt: Duration?
  private var lastWrite = Duration.zero
  private var drawnLines = 0
  private var isOver = false

  /// Creates a display for one stream; a silent one writes nothing.
  package init(_ settings: TerminalSettings, isSilent: Bool = false) {
    self.settings = settings
    self.isSilent = isSilent
  }

  /// Takes an event in and returns what to write, often nothing.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - now: The reading of a clock that does not go back.
  /// - Returns: Text to write as it is, control sequences included.
  package mutating func receive(_ event: RunEvent, at now: Duration) -> String {
    let start = startedAt ?? now
    startedAt = start
    switch event {
    case .runStarted(let suites, let cases):
      suiteCount = suites
      caseCount = cases
      lastWrite = now
      guard !settings.isLive, !isSilent else { return redraw(at: now) }
      return "Running \(RunDigest.count(cases, "case")) in \(RunDigest.count(suites, "suite"))\n"
    case .caseStarted(let id, let title):
      running.append((id, title))
      return redrawIfDue(at: now)
    case .exchangeFinished:
      requests += 1
      return redrawIfDue(at: now)
    case .requestsTallied: return redrawIfDue(at: now)
    case .retried:
      retries += 1
      return redrawIfDue(at: now)
    case .caseFinished(let result):
      running.removeAll { $0.id == result.id }
      counts[result.verdict, default: 0] += 1
      guard settings.isLive, !isSilent, result.verdict == .failed || result.verdict == .errored
      else { return redrawIfDue(at: now) }
      return erase() + failureLine(result) + redraw(at: now)
    case .suiteFinished(let suite):
      finishedSuites += 1
      guard !settings.isLive, !isSilent else { return redrawIfDue(at: now) }
      lastWrite = now
      return suiteLine(SuiteDigest(suite))
    case .runFinished:
      isOver = true
      return erase()
    }
  }

  /// Lets time pass: redraws the line, or breaks a long silence.
  ///
  /// - Parameter now: The reading of the clock that events are given with.
  /// - Returns: Text to write as it is, often nothing.
  package mutating func tick(at now: Duration) -> String {
    guard let startedAt, !isSilent, !isOver else { return "" }
    guard !settings.isLive else { return redrawIfDue(at: now) }
    guard now - lastWrite >= Self.longSilence else { return "" }
    lastWrite = now
    return "… \(finished) of \(RunDigest.count(caseCount, "case")) after "
      + "\((now - startedAt).spoken): \(sentence)\n"
  }

  private var finished: Int { counts.values.reduce(0, +) }

  private var sentence: String {
    RunSummary(counts: counts, isStrict: false, wasInterrupted: false).sentence
  }

  private func suiteLine(_ digest: SuiteDigest) -> String {
    let verdict = digest.verdict
    let counts = RunSummary(counts: digest.counts, isStrict: false, wasInterrupted: false).sentence
    return paint(verdict.shout, verdict.tone)
      + " \(VisibleText.line(digest.suite.id))  \(counts)  \(digest.duration.spoken)\n"
  }

  private func failureLine(_ result: CaseResult) -> String {
    let reason =
      (result.verdict == .failed ? result.findings.first?.message : nil) ?? result.reason ?? ""
    let head = paint(result.verdict.shout, result.verdict.tone)
    let rest = ConsoleWriter.clip(
      "\(result.id): \(reason)",
      columns: max(20, (settings.width ?? 80) - result.verdict.shout.utf8.count - 2))
    return "\(head) \(rest)\n"
  }

  private mutating func redrawIfDue(at now: Duration) -> String {
    guard now - lastWrite >= Self.redrawInterval else { return "" }
    return redraw(at: now)
  }

  private mutating func redraw(at now: Duration) -> String {
    guard settings.isLive, !isSilent else { return "" }
    lastWrite = now
    let lines = [progressLine(at: now), paceLine(at: now), runningLine].compactMap(\.self)
    let erased = erase()
    drawnLines = lines.count
    return erased + lines.joined(separator: "\n")
  }

  /// One column stays free: a full line would wrap, and erasing would miss its first half.
  private var room: Int { (settings.width ?? 80) - 1 }

  /// How far it is: a bar, the cases, and what became of them.
  private func progressLine(at now: Duration) -> String {
    var words = " \(finished)/\(RunDigest.count(caseCount, "case"))"
    for (verdict, word) in RunSummary.order where verdict != .passed {
      if let count = counts[verdict] { words += ", \(count) \(word)" }
    }
    let length = min(Self.barLength, max(0, room - ConsoleWriter.columns(of: words)))
    let filled = caseCount == 0 ? 0 : min(length, length * finished / caseCount)
    let isRed = counts[.failed] != nil || counts[.errored] != nil
    return paint(String(repeating: "━", count: filled), isRed ? .red : .green)
      + paint(String(repeating: "┄", count: length - filled), .dim)
      + ConsoleWriter.clip(words, columns: room - length)
  }

  /// The longest bar, in columns.
  private static let barLength = 24

  /// How fast it goes, how long it has taken, and how long it may still take.
  private func paceLine(at now: Duration) -> String {
    let elapsed = now - (startedAt ?? now)
    var parts = ["\(finishedSuites)/\(RunDigest.count(suiteCount, "suite"))"]
    var pace = RunDigest.count(requests, "request")
    if elapsed >= .seconds(1) {
      pace += ", \(Int((Double(requests) / (elapsed / .seconds(1))).rounded()))/s"
    }
    parts.append(pace)
    if retries > 0 { parts.append("\(retries) tried again") }
    parts.append(elapsed.spoken)
    if let left = timeLeft(after: elapsed) { parts.append("about \(Self.roughly(left)) left") }
    return paint(
      ConsoleWriter.clip(parts.joined(separator: " · "), columns: room), .dim)
  }

  /// How long the cases that are left will take at the pace of those that are done; nil as long
  /// as too few are done to tell.
  private func timeLeft(after elapsed: Duration) -> Duration? {
    guard elapsed >= .seconds(3), finished < caseCount, finished * 10 >= caseCount else {
      return nil
    }
    return elapsed * (Double(caseCount - finished) / Double(finished))
  }

  /// A duration that is only guessed: whole seconds, of minutes only those.
  private static func roughly(_ duration: Duration) -> String {
    let seconds = max(1, Int((duration / .seconds(1)).rounded()))
    return seconds < 60 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
  }

  /// What runs now.
  private var runningLine: String? {
    guard let current = running.first else { return nil }
    let others = running.count - 1
    let tail = others == 0 ? "" : " and \(others) more"
    return ConsoleWriter.clip(
      "→ \(current.title)", columns: room - ConsoleWriter.columns(of: tail)) + tail
  }

  private func paint(_ text: String, _ tone: ConsoleWriter.Tone) -> String {
    ConsoleWriter.paint(text, tone, usesColor: settings.usesColor)
  }

  /// Takes away what is drawn, and leaves the cursor where it began.
  private mutating func erase() -> String {
    guard drawnLines > 0 else { return "" }
    defer { drawnLines = 0 }
    return "\r\u{1B}[2K" + String(repeating: "\u{1B}[1A\u{1B}[2K", count: drawnLines - 1)
  }
}
