/// What a run tells while it goes on: the runner emits these and never knows who listens.
///
/// Cases of different suites may overlap, so every event names what it is about. All text is
/// masked already.
package enum RunEvent: Sendable, Hashable {
  /// The plan is made and the first request is about to be sent.
  case runStarted(suites: Int, cases: Int)
  /// A case begins; `id` and `title` are those of its result.
  case caseStarted(id: String, title: String)
  /// A request was answered, or failed on its way.
  case exchangeFinished(caseID: String)
  /// A request or case is tried once more, and why, as one sentence.
  case retried(caseID: String, reason: String)
  /// What a case has sent its requests for, once it is over; each round of it by itself.
  case requestsTallied(caseID: String, RequestTally)
  /// A case is decided.
  case caseFinished(CaseResult)
  /// All cases of a suite are decided; the result holds all of them in order.
  case suiteFinished(SuiteResult)
  /// Nothing more will be sent; cleanup included.
  case runFinished
}
