import Synchronization

/// A value that is set once and that any number of tasks may wait for.
///
/// Waiting does not end with its task: whoever holds the latch has to open it in any case.
final class Latch<Value: Sendable>: Sendable {
  private enum State {
    case closed(waiting: [CheckedContinuation<Value, Never>])
    case open(Value)
  }

  private let state = Mutex(State.closed(waiting: []))

  /// Sets the value and lets all who wait go on; does nothing the second time.
  func open(_ value: Value) {
    let waiting = state.withLock { state -> [CheckedContinuation<Value, Never>] in
      guard case .closed(let waiting) = state else { return [] }
      state = .open(value)
      return waiting
    }
    for continuation in waiting { continuation.resume(returning: value) }
  }

  /// Waits until there is a value.
  func value() async -> Value {
    await withCheckedContinuation { continuation in
      let value = state.withLock { state -> Value? in
        switch state {
        case .open(let value): return value
        case .closed(let waiting):
          state = .closed(waiting: waiting + [continuation])
          return nil
        }
      }
      if let value { continuation.resume(returning: value) }
    }
  }
}
