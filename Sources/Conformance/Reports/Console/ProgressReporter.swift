import Synchronization

/// Shows the events of a run as they come, from whatever task they come.
package final class ProgressReporter: Sendable {
  private let display: Mutex<ProgressDisplay>
  /// Whether nothing is ever written, so that events need not be followed.
  private let isSilent: Bool
  private let now: @Sendable () -> Duration
  private let write: @Sendable (String) -> Void

  /// Creates a reporter.
  ///
  /// - Parameters:
  ///   - display: What to show.
  ///   - now: A clock that does not go back, from any start.
  ///   - write: Writes text to the stream at once; called by one task at a time.
  package init(
    _ display: ProgressDisplay, now: @escaping @Sendable () -> Duration,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.display = Mutex(display)
    isSilent = display.isSilent
    self.now = now
    self.write = write
  }

  /// Takes an event in.
  package func receive(_ event: RunEvent) {
    guard !isSilent else { return }
    display.withLock { display in
      let text = display.receive(event, at: now())
      if !text.utf8.isEmpty { write(text) }
    }
  }

  /// Lets time pass; to be called a few times a second while the run goes on.
  package func tick() {
    display.withLock { display in
      let text = display.tick(at: now())
      if !text.utf8.isEmpty { write(text) }
    }
  }
}
