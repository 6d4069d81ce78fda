import Dispatch
import Synchronization

/// Holds a group of exchanges back until each has its connection, then lets all go at once.
///
/// Each member waits on a thread of its own: a C callback is the only place between the end of a
/// TLS handshake and the first byte of the request, and it cannot suspend.
final class StartingGate: Sendable {
  private struct State {
    /// How many members have neither arrived nor left.
    var missing: Int
    var waiting: [DispatchSemaphore] = []
    var isOpen = false
    var isCalledOff = false

    /// Takes out those who may go on, when nobody is missing any more.
    mutating func openIfComplete() -> [DispatchSemaphore] {
      guard missing <= 0 || isCalledOff else { return [] }
      isOpen = true
      defer { waiting = [] }
      return waiting
    }
  }

  private let state: Mutex<State>

  /// Creates a closed gate for a number of members.
  init(members: Int) {
    state = Mutex(State(missing: members))
  }

  /// Blocks the thread until the gate opens; false when it was called off or the time ran out.
  func pass(before deadline: ContinuousClock.Instant) -> Bool {
    let semaphore = DispatchSemaphore(value: 0)
    let released = state.withLock { state in
      state.missing -= 1
      state.waiting.append(semaphore)
      return state.openIfComplete()
    }
    for other in released { other.signal() }
    let left = max(.zero, ContinuousClock.now.duration(to: deadline)).millisecondsRoundedUp
    let arrived = semaphore.wait(timeout: .now() + .milliseconds(left)) == .success
    return arrived && !state.withLock { $0.isCalledOff }
  }

  /// Takes out a member that failed before it arrived.
  func leave() {
    let released = state.withLock { state in
      state.missing -= 1
      return state.openIfComplete()
    }
    for other in released { other.signal() }
  }

  /// Sends everybody away, now and later.
  func callOff() {
    let released = state.withLock { state in
      // Those who were let go have begun to send: calling them back is not for the gate.
      if !state.isOpen { state.isCalledOff = true }
      return state.openIfComplete()
    }
    for other in released { other.signal() }
  }
}

/// Remembers that a task was cancelled, for a thread that learns of the task only later.
final class CancellationFlag: Sendable {
  private let flag = Atomic(false)

  /// Whether ``set()`` was called.
  var isSet: Bool { flag.load(ordering: .acquiring) }

  /// Marks the task as cancelled.
  func set() { flag.store(true, ordering: .releasing) }
}

extension Duration {
  /// The duration in whole milliseconds, rounded up, within what a C `int` can hold.
  var millisecondsRoundedUp: Int {
    let (seconds, attoseconds) = components
    guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
    return max(0, Int(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
