import Synchronization

/// Whose key it is, and for what.
struct IdempotencyScope: Sendable {
  var organizationID: String
  var method: String
  /// The decoded path, phone number included.
  var path: String
  var key: String
}

/// The requests that came with an idempotency key, and what became of them.
///
/// A key is first *running*: others with the same key and body wait for it. If it succeeds it is
/// *done* and its answer is given again; if it fails it is forgotten, and one of the waiting
/// requests runs in its place.
final class IdempotencyRecords: Sendable {
  /// What a request with a key is to do.
  enum Admission: Sendable {
    /// Run, and report with ``finish(_:answer:at:)``.
    case run(Ticket)
    /// Give this answer again.
    case replay(KeptAnswer)
  }

  /// The right to run for a key, and the duty to report.
  struct Ticket: Sendable {
    fileprivate var scope: [String]
    fileprivate var fingerprint: [UInt8]
  }

  /// An answer to give again.
  struct KeptAnswer: Sendable {
    var status: Int
    var body: JSON?
  }

  private enum Entry {
    case running(fingerprint: [UInt8], waiting: [Int: CheckedContinuation<Bool, Never>])
    case done(fingerprint: [UInt8], answer: KeptAnswer, expiry: Timestamp)
  }

  private struct State {
    var entries: [[String]: Entry] = [:]
    var lastWaiter = 0
  }

  private enum Step {
    case decided(Admission)
    case mustWait(Int)
  }

  private let policy: Policies.Idempotency
  private let state = Mutex(State())

  /// Remembers nothing yet.
  init(policy: Policies.Idempotency) {
    self.policy = policy
  }

  /// Decides what a request with a key is to do, after waiting for a running one if need be.
  ///
  /// - Throws: ``APIError`` if the key stands for another body, or if the wait took too long.
  func admit(
    _ scope: IdempotencyScope, body: JSON, at now: Timestamp,
    whenWaiting: @Sendable () -> Void
  ) async throws(APIError) -> Admission {
    let ticket = Ticket(scope: policy.scope(scope), fingerprint: policy.fingerprint(body))
    while true {
      let step = try state.withLock { (state) throws(APIError) in
        try Self.step(ticket, at: now, policy, in: &state)
      }
      switch step {
      case .decided(let admission): return admission
      case .mustWait(let waiter):
        whenWaiting()
        guard await wait(for: ticket, as: waiter) else { throw .idempotencyKeyInFlight }
      }
    }
  }

  /// Ends a run: with its answer if that is to be kept, with nil if not.
  func finish(_ ticket: Ticket, answer: KeptAnswer?, at now: Timestamp) {
    let waiting = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
      let old = state.entries[ticket.scope]
      if let answer {
        let expiry = now.advanced(by: policy.lifetime)
        state.entries[ticket.scope] = .done(
          fingerprint: ticket.fingerprint, answer: answer, expiry: expiry)
      } else if case .running = old {
        state.entries[ticket.scope] = nil
      }
      guard case .running(_, let waiting) = old else { return [] }
      return Array(waiting.values)
    }
    for continuation in waiting { continuation.resume(returning: true) }
  }

  /// Forgets every key that is not running.
  func removeAll() {
    state.withLock { state in
      state.entries = state.entries.filter { _, entry in
        if case .running = entry { true } else { false }
      }
    }
  }

  private static func step(
    _ ticket: Ticket, at now: Timestamp, _ policy: Policies.Idempotency, in state: inout State
  ) throws(APIError) -> Step {
    switch state.entries[ticket.scope] {
    case .done(let fingerprint, let answer, let expiry) where now < expiry:
      guard fingerprint == ticket.fingerprint else { throw .idempotencyKeyReused }
      return .decided(.replay(answer))
    case .running(let fingerprint, _) where policy.tracksRunning:
      guard fingerprint == ticket.fingerprint else {
        if policy.refusesOtherRunning { throw .idempotencyKeyReused }
        return .decided(.run(ticket))
      }
      state.lastWaiter += 1
      return .mustWait(state.lastWaiter)
    default:
      if policy.tracksRunning {
        state.entries[ticket.scope] = .running(fingerprint: ticket.fingerprint, waiting: [:])
      }
      return .decided(.run(ticket))
    }
  }

  /// Waits until the running request of the ticket's key ends; false if patience does first.
  private func wait(for ticket: Ticket, as waiter: Int) async -> Bool {
    guard policy.patience > .zero else { return false }
    let alarm = Task {
      try await Task.sleep(for: policy.patience)
      giveUp(ticket, waiter)
    }
    defer { alarm.cancel() }
    return await withCheckedContinuation { continuation in
      let isWaiting = state.withLock { state -> Bool in
        guard case .running(let fingerprint, var waiting) = state.entries[ticket.scope] else {
          return false
        }
        waiting[waiter] = continuation
        state.entries[ticket.scope] = .running(fingerprint: fingerprint, waiting: waiting)
        return true
      }
      if !isWaiting { continuation.resume(returning: true) }
    }
  }

  private func giveUp(_ ticket: Ticket, _ waiter: Int) {
    let continuation = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard case .running(let fingerprint, var waiting) = state.entries[ticket.scope] else {
        return nil
      }
      let continuation = waiting.removeValue(forKey: waiter)
      state.entries[ticket.scope] = .running(fingerprint: fingerprint, waiting: waiting)
      return continuation
    }
    continuation?.resume(returning: false)
  }
}
