import Synchronization
import Testing

@testable import Conformance

@Suite("Time in which a run only waits")
struct IdleClockTests {
  /// A clock that a test moves.
  private final class Moment: Sendable {
    private let value = Mutex(Duration.zero)
    var now: Duration { value.withLock(\.self) }
    func pass(_ seconds: Int) { value.withLock { $0 += .seconds(seconds) } }
  }

  @Test("Only what every case under way waits for at once is counted")
  func countsCommonWaits() async {
    let moment = Moment()
    let clock = IdleClock { moment.now }
    await clock.working {
      moment.pass(1)
      await clock.waiting {
        moment.pass(2)
        await clock.working {
          moment.pass(4)
          await clock.waiting { moment.pass(8) }
        }
        moment.pass(16)
      }
      moment.pass(32)
    }
    moment.pass(64)
    #expect(clock.total == .seconds(26))
  }

  @Test("A wait that is cut off counts as far as it went")
  func countsBrokenWaits() async {
    let moment = Moment()
    let clock = IdleClock { moment.now }
    await clock.working {
      try? await clock.waiting { () async throws(CancellationError) in
        moment.pass(3)
        throw CancellationError()
      }
      moment.pass(5)
    }
    #expect(clock.total == .seconds(3))
  }
}
