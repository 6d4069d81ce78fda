extension Verdict {
  /// The word that reports use, such as `not run`.
  var word: String { self == .notRun ? "not run" : rawValue }

  /// A sign beside the word: no report tells a verdict by colour alone.
  var sign: String {
    switch self {
    case .passed: "✓"
    case .failed: "✗"
    case .errored: "!"
    case .warned: "▲"
    case .inconclusive: "?"
    case .blocked: "⊘"
    case .deviating: "≈"
    case .skipped: "–"
    case .notRun: "○"
    }
  }

  /// What the verdict means, in a sentence for people who never saw this program.
  var meaning: String {
    switch self {
    case .passed: "Asked, and the answer kept the contract."
    case .failed: "A requirement that the API has to keep is violated."
    case .errored: "No judgement: the network, a time-out or this program got in the way."
    case .warned: "A recommendation is not followed."
    case .inconclusive: "Asked, but the state needed to tell could not be reached."
    case .blocked: "Not asked: an earlier step or case it depends on failed."
    case .deviating: "Violated exactly as a reviewed, known deviation says."
    case .skipped: "Not asked: it does not apply here, or nobody opted in."
    case .notRun: "Not asked: the run was stopped before its turn."
    }
  }
}

extension RunSummary.Outcome {
  /// The outcome as a heading.
  var word: String {
    switch self {
    case .passed: "Passed"
    case .failed: "Failed"
    case .errored: "Errored"
    case .nothingJudged: "Nothing was judged"
    case .interrupted: "Interrupted"
    }
  }

  /// The verdict whose colour and sign fit.
  var kind: Verdict {
    switch self {
    case .passed: .passed
    case .failed: .failed
    case .errored, .nothingJudged: .errored
    case .interrupted: .inconclusive
    }
  }
}
