import Dispatch
import Synchronization

/// Holds a group of exchanges back until each has its connection, then lets all go at once.
///
/// It works in two steps. First each member waits, on a thread of its own, until all connections
/// are open: a C callback is the only place between the end of a TLS handshake and the first byte of
/// the request, and it cannot suspend. Then all write their requests into sockets that hold back
/// the last packet, and whoever writes last lets all packets go in one loop. So the spread is
/// that of a few system calls, not that of waking threads.
final class StartingGate: Sendable {
  private struct State {
    /// How many members have neither arrived nor left.
    var missing: Int
    var waiting: [DispatchSemaphore] = []
    var isOpen = false
    var isCalledOff = false
    /// How many members passed the gate and have not written their request yet.
    var writing = 0
    /// The sockets that hold packets back.
    var held: [Int32] = []
    /// When each socket let its packet go.
    var released: [Int32: ContinuousClock.Instant] = [:]

    /// Lets those go on who wait, when nobody is missing any more.
    mutating func openIfComplete() {
      guard !isOpen, missing <= 0 || isCalledOff else { return }
      isOpen = true
      writing = waiting.count
      for semaphore in waiting { semaphore.signal() }
      waiting = []
    }
  }

  private let state: Mutex<State>

  /// Creates a closed gate for a number of members.
  init(members: Int) {
    state = Mutex(State(missing: members))
  }

  /// When a socket that was held back let its packet go; nil before that.
  func released(_ socket: Int32) -> ContinuousClock.Instant? {
    state.withLock { $0.released[socket] }
  }

  /// Blocks the thread until the gate opens; false when it was called off or the time ran out.
  func pass(before deadline: ContinuousClock.Instant) -> Bool {
    let semaphore = DispatchSemaphore(value: 0)
    state.withLock { state in
      state.missing -= 1
      state.waiting.append(semaphore)
      state.openIfComplete()
    }
    let left = max(.zero, ContinuousClock.now.duration(to: deadline)).millisecondsRoundedUp
    _ = semaphore.wait(timeout: .now() + .milliseconds(left))
    return state.withLock { state in
      state.waiting.removeAll { $0 === semaphore }
      return state.isOpen && !state.isCalledOff
    }
  }

  /// Takes out a member that failed before it arrived.
  func leave() {
    state.withLock { state in
      state.missing -= 1
      state.openIfComplete()
    }
  }

  /// Makes a socket keep the end of what is written, until all members have written.
  func holdBack(_ socket: Int32) {
    TCPSocket.setCork(true, of: socket)
    state.withLock { $0.held.append(socket) }
  }

  /// Counts a member that passed the gate and has written its request, or never will.
  func didSend() {
    state.withLock { state in
      state.writing -= 1
      guard state.writing == 0 else { return }
      for socket in state.held {
        TCPSocket.setCork(false, of: socket)
        state.released[socket] = .now
      }
      state.held = []
    }
  }

  /// Sends everybody away, now and later.
  ///
  /// Those who passed have begun to send: calling them back is not for the gate.
  func callOff() {
    state.withLock { state in
      guard !state.isOpen else { return }
      state.isCalledOff = true
      state.openIfComplete()
    }
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
