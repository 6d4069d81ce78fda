import Diagnostics
import SchemaValidator

/// How long a case waits, and how long it may.
extension CaseRun {
  /// Waits until the pace of the run lets requests go; that takes nothing of the case's own time.
  func keepPace(_ count: Int, isRead: Bool) async throws(CaseStop) {
    let (pacer, elapsed) = (session.pacer, session.environment.elapsed)
    var delay: Duration
    repeat {
      delay = pacer.reserve(count, isRead: isRead, at: elapsed())
      // What may go at once is not held back either.
      guard delay > .zero else { return }
      try await pauseUntimed(delay)
      // Meanwhile the target may have asked everybody to wait.
    } while !isHurried && pacer.held(isRead: isRead, at: elapsed()) > .zero
  }

  /// Waits for the target's or the run's sake, which takes nothing of the case's own time.
  func pauseUntimed(_ delay: Duration) async throws(CaseStop) {
    guard delay > .zero else { return }
    let start = session.environment.elapsed()
    let limit = deadline
    deadline = nil
    defer { deadline = limit.map { $0 + session.environment.elapsed() - start } }
    try await pause(delay)
  }

  /// Waits before a request is sent once more.
  func wait(_ decision: Resending.Decision, isRead: Bool) async throws(CaseStop) {
    session.events(.retried(caseID: testCase.id, reason: decision.reason))
    if decision.isAskedFor {
      let now = session.environment.elapsed()
      session.pacer.hold(isRead: isRead, until: now + decision.delay, at: now)
    }
    try await decision.isAskedFor ? pauseUntimed(decision.delay) : pause(decision.delay)
    session.countResent()
  }

  /// Whether the run is being stopped, and only what has to go is still removed.
  var isHurried: Bool { isCleaningUp && Task.isCancelled }

  /// A request that takes no longer than the case may.
  func hurried(_ request: HTTPRequest) throws(CaseStop) -> HTTPRequest {
    guard let rest = try remainingTime() else { return request }
    var request = request
    request.timeout = min(request.timeout, rest)
    return request
  }

  /// How long the case may still take; nil for any time.
  func remainingTime() throws(CaseStop) -> Duration? {
    guard !isCleaningUp, let deadline, let limit = testCase.timeLimit else { return nil }
    let rest = deadline - session.environment.elapsed()
    guard rest > .zero else {
      throw .errored("\(testCase.location): the case took longer than the \(limit.spoken) it may")
    }
    return rest
  }

  /// Waits; cleaning up goes on when the run is stopped, with shorter waits.
  func pause(_ delay: Duration) async throws(CaseStop) {
    guard delay > .zero else { return }
    try await session.idleClock.waiting { () async throws(CaseStop) in try await sleep(delay) }
  }

  private func sleep(_ delay: Duration) async throws(CaseStop) {
    let sleep = session.environment.sleep
    guard isCleaningUp else {
      let rest = try remainingTime()
      do { try await sleep(min(delay, rest ?? delay)) } catch { throw .interrupted }
      _ = try remainingTime()
      return
    }
    let limit = isHurried ? min(delay, Self.hurriedTimeout) : delay
    let waiting = Task { try? await sleep(limit) }
    await withTaskCancellationHandler {
      await waiting.value
    } onCancel: {
      // One that began before the run was stopped is cut short; the next are bounded.
      if limit > Self.hurriedTimeout { waiting.cancel() }
    }
  }
}
