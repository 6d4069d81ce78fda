/// The decision about a case, or about one requirement within it.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// Asked and answered.
  case passed
  /// A requirement that fails the run is violated.
  case failed
  /// A requirement that only warns is violated.
  case warned
  /// Asked, but the state needed was not reachable.
  case inconclusive
  /// Not applicable, not opted in, or a variable is absent.
  case skipped
  /// An earlier step or case it depends on failed.
  case blocked
  /// The harness could not tell: network, time-out, engine fault.
  case errored
  /// Failed exactly as a reviewed deviation predicted.
  case deviating
  /// Never started: the run was stopped before its turn.
  case notRun = "not-run"

  /// What the parts of a case make of the whole: the gravest of them.
  ///
  /// The order is written down once, here: what is always red, then what is red in a strict run,
  /// then the rest, so that no part hides one that counts for more. A violation outweighs an
  /// error, since it is proved; and nothing at all is inconclusive, so that a case that looked
  /// at nothing never passes.
  package static func combining(_ parts: some Sequence<Verdict>) -> Verdict {
    parts.max { $0.gravity < $1.gravity } ?? .inconclusive
  }

  /// Whether the verdict rests on an answer of the target.
  package var isJudged: Bool {
    switch self {
    case .passed, .failed, .warned, .deviating: true
    case .inconclusive, .skipped, .blocked, .errored, .notRun: false
    }
  }

  /// Whether another run could tell more: everything but what passed and what does not apply.
  var asksForAnotherRun: Bool {
    switch self {
    case .failed, .errored, .warned, .inconclusive, .blocked, .deviating, .notRun: true
    case .passed, .skipped: false
    }
  }

  /// How often each occurs; those that do not are absent.
  ///
  /// Most cases come to what the one before them came to, and a verdict's hash is that of its word.
  package static func counts(in verdicts: some Sequence<Verdict>) -> [Verdict: Int] {
    var counts: [Verdict: Int] = [:]
    var current: (verdict: Verdict, count: Int)?
    for verdict in verdicts {
      if let run = current, run.verdict == verdict {
        current = (verdict, run.count + 1)
      } else {
        if let run = current { counts[run.verdict, default: 0] += run.count }
        current = (verdict, 1)
      }
    }
    if let run = current { counts[run.verdict, default: 0] += run.count }
    return counts
  }

  private var gravity: Int {
    switch self {
    case .failed: 8
    case .errored: 7
    case .warned: 6
    case .inconclusive: 5
    case .deviating: 4
    case .blocked: 3
    // A part that passed outweighs one that did not apply: the case did judge something.
    case .passed: 2
    case .notRun: 1
    case .skipped: 0
    }
  }
}
