import Synchronization

/// A clock that moves on by one step whenever somebody looks at it.
final class SteppingClock: Sendable {
  private let time = Mutex(Duration.seconds(1_767_225_600))
  private let step: Duration

  init(by step: Duration) {
    self.step = step
  }

  /// The time since 1970 after one more step.
  @Sendable func next() -> Duration {
    time.withLock {
      $0 += step
      return $0
    }
  }
}
