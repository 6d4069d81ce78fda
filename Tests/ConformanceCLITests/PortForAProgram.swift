import Conformance
import DeliveryReceiver
import Synchronization

/// A port that a program started by a test is told to listen at.
///
/// The system gives out ports from 32768 on to whoever asks for any, so one of those that was free
/// a moment ago may be somebody's before the program has started. These lie below, and none is
/// handed out twice.
enum PortForAProgram {
  private static let range = 20_000..<32_000
  // Two test runs on one machine hardly begin at the same place.
  private static let last = Mutex(Int.random(in: range))

  /// The next one at which something can listen.
  ///
  /// Throws where there is none in the whole range.
  static func next() async throws -> Int {
    var reason: any Error = CancellationError()
    for _ in range {
      let port = last.withLock { last in
        last = last + 1 < range.upperBound ? last + 1 : range.lowerBound
        return last
      }
      do {
        let receiver = try await DeliveryReceiver.start(
          host: "127.0.0.1", port: port, inbox: DeliveryInbox())
        await receiver.stop()
        return port
      } catch {
        reason = error
      }
    }
    throw reason
  }
}
