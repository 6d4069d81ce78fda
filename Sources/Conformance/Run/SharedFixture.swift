import Synchronization

/// A fixture of a run: made when the first case asks for it, removed when the last is through.
///
/// It is made and removed by one task; cases wait for what it gives.
final class SharedFixture: Sendable {
  /// Why a case cannot have what a fixture gives.
  struct Absence: Error {
    /// The reason, as a sentence.
    let reason: String
  }

  /// What the suite says of it.
  let fixture: Suite.Fixture
  /// Its place in the plan.
  let place: Int
  /// The values of the run that it begins with.
  let values: [String: ScopeValue]

  private struct State {
    var users: Int
    var isClosed = false
    var isOver = false
    var hasFailed = false
  }

  private let state: Mutex<State>
  private let demand = Latch<Bool>()
  private let outcome = Latch<Result<[String: ScopeValue], Absence>>()
  private let end = Latch<Void>()

  /// Creates a fixture that so many turns of cases may ask for.
  init(_ fixture: Suite.Fixture, place: Int, values: [String: ScopeValue], users: Int) {
    self.fixture = fixture
    self.place = place
    self.values = values
    state = Mutex(State(users: users))
  }

  // MARK: For cases

  /// Asks for what the fixture gives, and waits for it.
  func outputs() async throws(Absence) -> [String: ScopeValue] {
    demand.open(true)
    return try await outcome.value().get()
  }

  /// Tells that one turn needs it no longer, or will never ask.
  func release() {
    let isLast = state.withLock { state in
      state.users -= 1
      return state.users == 0
    }
    if isLast { close() }
  }

  /// Tells that no turn will ask any more.
  func close() {
    state.withLock { $0.isClosed = true }
    demand.open(false)
    end.open(())
  }

  // MARK: For the runner

  /// Whether it is needed no longer, and not yet removed.
  var isLeaving: Bool { state.withLock { $0.isClosed && !$0.isOver } }

  /// Whether something departed while it was made.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// Notes that something departed while it was made.
  func noteFailure() { state.withLock { $0.hasFailed = true } }

  /// Notes that it is removed, as far as it could be.
  func noteRemoval() { state.withLock { $0.isOver = true } }

  // MARK: For the task that makes it

  /// Waits until a case asks for it; false when none will.
  func isDemanded() async -> Bool { await demand.value() }

  /// Hands its outputs to all cases, or why they cannot have them, and waits for the last.
  func share(_ outputs: Result<[String: ScopeValue], Absence>) async {
    outcome.open(outputs)
    await end.value()
  }
}
