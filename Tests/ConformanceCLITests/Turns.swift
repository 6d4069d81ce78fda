import Synchronization

/// Keeps the runs that tests start to a few at once: each has time limits of its own, and all of
/// them together would starve one another.
final class Turns: Sendable {
  /// Those of all tests.
  static let shared = Turns(3)

  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(_ count: Int) {
    state = Mutex(State(free: count))
  }

  /// Does some work when it is its turn.
  func take<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> sending Value
  ) async throws -> sending Value {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
    defer {
      let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
        if state.waiting.isEmpty {
          state.free += 1
          return nil
        }
        return state.waiting.removeFirst()
      }
      next?.resume()
    }
    return try await work()
  }
}
