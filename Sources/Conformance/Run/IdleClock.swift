import Synchronization

/// Measures the time in which a run only waited: every case under way waited on purpose, for the
/// pace, for what is to come or to be over, and no request was under way.
///
/// What is left of a run's duration is what its work and the target took.
package final class IdleClock: Sendable {
  private struct State {
    /// How many cases are under way.
    var working = 0
    /// How many of them wait on purpose.
    var waiting = 0
    /// Since when all of them do; nil while one does not.
    var idleSince: Duration?
    /// The time that is over in which all of them did.
    var total = Duration.zero

    /// Notes a change to the counts at a moment.
    mutating func change(at now: Duration, _ change: (inout State) -> Void) {
      change(&self)
      let isIdle = working > 0 && waiting == working
      if isIdle {
        idleSince = idleSince ?? now
      } else if let start = idleSince {
        total += now - start
        idleSince = nil
      }
    }
  }

  private let state = Mutex(State())
  private let elapsed: @Sendable () -> Duration

  /// Creates a clock that goes by the time since the run began.
  init(elapsed: @escaping @Sendable () -> Duration) {
    self.elapsed = elapsed
  }

  /// How long the run only waited so far.
  package var total: Duration { state.withLock(\.total) }

  /// Carries out the work of a case.
  func working<Result>(_ work: () async -> Result) async -> Result {
    change { $0.working += 1 }
    let result = await work()
    change { $0.working -= 1 }
    return result
  }

  /// Carries out a wait of a case that is under way.
  func waiting<Result, Failure: Error>(
    _ wait: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    change { $0.waiting += 1 }
    defer { change { $0.waiting -= 1 } }
    return try await wait()
  }

  private func change(_ change: (inout State) -> Void) {
    let now = elapsed()
    state.withLock { $0.change(at: now, change) }
  }
}
