/// What a running run shows of itself: events in, text for standard error out.
///
/// On a terminal one line is redrawn, with failures above it as they come. Elsewhere each
/// finished suite has a line, and a long silence is broken every ten seconds, so that no CI
/// system takes the job for dead.
package struct ProgressDisplay: Sendable {
  /// How often a long run says something where lines are not redrawn.
  private static let longSilence = Duration.seconds(10)
  /// How often the line is redrawn at most: faster is not seen and costs time.
  private static let redrawInterval = Duration.milliseconds(80)

  private let settings: TerminalSettings
  private let isSilent: Bool
  private var caseCount = 0
  private var counts: [Verdict: Int] = [:]
  private var requests = 0
  private var retries = 0
  private var running: [(id: String, title: String)] = []
  private var startedAt: Duration?
  private var lastWrite = Duration.zero
  private var isLineDrawn = false

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
      guard !settings.isLive, !isSilent else { return redrawIfDue(at: now) }
      lastWrite = now
      return suiteLine(SuiteDigest(suite))
    case .runFinished:
      return erase()
    }
  }

  /// Lets time pass: redraws the line, or breaks a long silence.
  ///
  /// - Parameter now: The reading of the clock that events are given with.
  /// - Returns: Text to write as it is, often nothing.
  package mutating func tick(at now: Duration) -> String {
    guard let startedAt, !isSilent else { return "" }
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
    return ConsoleWriter.paint(verdict.shout, verdict.tone, usesColor: settings.usesColor)
      + " \(VisibleText.line(digest.suite.id))  \(counts)  \(digest.duration.spoken)\n"
  }

  private func failureLine(_ result: CaseResult) -> String {
    let reason =
      (result.verdict == .failed ? result.findings.first?.message : nil) ?? result.reason ?? ""
    let head = ConsoleWriter.paint(
      result.verdict.shout, result.verdict.tone, usesColor: settings.usesColor)
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
    let elapsed = now - (startedAt ?? now)
    var line = "\(finished)/\(caseCount) cases"
    for (verdict, word) in RunSummary.order where verdict != .passed {
      if let count = counts[verdict] { line += ", \(count) \(word)" }
    }
    line += " · \(RunDigest.count(requests, "request"))"
    if retries > 0 { line += " · \(retries) tried again" }
    line += " · \(elapsed.spoken)"
    if let current = running.first { line += " · \(current.title)" }
    let erased = erase()
    isLineDrawn = true
    // One column stays free: a full line would wrap, and erasing would miss its first half.
    return erased + ConsoleWriter.clip(line, columns: (settings.width ?? 80) - 1)
  }

  private mutating func erase() -> String {
    guard isLineDrawn else { return "" }
    isLineDrawn = false
    return "\r\u{1B}[2K"
  }
}
