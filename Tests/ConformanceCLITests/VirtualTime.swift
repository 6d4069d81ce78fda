import Conformance
import Synchronization

/// A time that passes only by what is done in it, however busy the machine is: whoever sleeps has
/// slept at once, in the order in which they come to it.
final class VirtualTime: Sendable {
  private let passed = Mutex(Duration.zero)

  /// The time since the start.
  var elapsed: Duration { passed.withLock { $0 } }

  /// The time since 1970 in UTC.
  var wall: Duration { .seconds(1_767_225_600) + elapsed }

  /// The time since 1970 in UTC after one more step.
  func next(by step: Duration) -> Duration {
    passed.withLock { $0 += step }
    return wall
  }

  /// Has so much time pass, counted from now; others may do something meanwhile.
  func sleep(_ duration: Duration) async throws {
    let end = elapsed + duration
    await Task.yield()
    try Task.checkCancellation()
    passed.withLock { $0 = max($0, end) }
  }

  /// The environment of a run that begins now.
  func environment(seed: UInt64, prefix: String) -> RunEnvironment {
    RunEnvironment(
      seed: seed, prefix: prefix, elapsed: { self.elapsed }, now: { self.wall / .seconds(1) },
      sleep: { try await self.sleep($0) })
  }
}
