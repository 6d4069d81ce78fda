/// What all exchanges of a recording have in common.
package struct RecordingHeader: Sendable, Hashable {
  /// The version of the program that recorded.
  package var toolVersion: String
  /// The contract that the run judged against.
  package var contract: ContractRecord
  /// The file of the profile, as it was given.
  package var profileFile: String
  /// The base URL of the target, masked.
  package var target: String
  /// `observe`, `gate` or `full`.
  package var runProfile: String
  /// The number that all invented data of the run derives from.
  package var seed: UInt64
  /// The prefix of every name that the run invented.
  package var runPrefix: String
  /// When the run began (RFC 3339).
  package var startedAt: String

  /// Creates a header from its parts.
  package init(
    toolVersion: String, contract: ContractRecord, profileFile: String, target: String,
    runProfile: String, seed: UInt64, runPrefix: String, startedAt: String
  ) {
    self.toolVersion = toolVersion
    self.contract = contract
    self.profileFile = profileFile
    self.target = target
    self.runProfile = runProfile
    self.seed = seed
    self.runPrefix = runPrefix
    self.startedAt = startedAt
  }
}

/// One exchange as a recording holds it.
package struct RecordedExchange: Sendable {
  /// The id of the case that sent it.
  package var caseID: String
  /// The title of that case.
  package var caseTitle: String
  /// The file of that case.
  package var suiteFile: String
  /// What it was for: `step 1`, `page 2`, `cleanup`.
  package var purpose: String
  /// The operation that was meant; nil for a path or method that no operation has.
  package var operation: String?
  /// Whether the request was made to be refused.
  package var isFaulty: Bool
  /// Whether the request was sent once more, so that this answer was not the last word.
  package var isSentAgain: Bool
  /// When it was sent, after the start of the run.
  package var startedAfter: Duration
  /// When it was over: seconds since 1970.
  package var endedAt: Double
  /// The request.
  package var request: HTTPRequest
  /// The response, or why no whole one came; the raw head is left out.
  package var result: Result<HTTPResponse, TransportError>
  /// Whether the response's body holds a secret that cannot be told from the rest of it.
  package var hidesBody = false
  /// Where secrets were masked in it.
  package var masked = MaskedPlaces()

  /// Creates an exchange from its parts.
  package init(
    caseID: String, caseTitle: String, suiteFile: String, purpose: String, operation: String?,
    isFaulty: Bool, isSentAgain: Bool, startedAfter: Duration, endedAt: Double,
    request: HTTPRequest, result: Result<HTTPResponse, TransportError>
  ) {
    self.caseID = caseID
    self.caseTitle = caseTitle
    self.suiteFile = suiteFile
    self.purpose = purpose
    self.operation = operation
    self.isFaulty = isFaulty
    self.isSentAgain = isSentAgain
    self.startedAfter = startedAfter
    self.endedAt = endedAt
    self.request = request
    self.result = result
  }

  /// What came back, whole or not.
  package var response: HTTPResponse? {
    switch result {
    case .success(let response): response
    case .failure(let error): error.partial
    }
  }

  /// Why no whole response came.
  package var error: TransportError? {
    if case .failure(let error) = result { error } else { nil }
  }

  /// When the parts of it happened.
  package var timings: Timings {
    switch result {
    case .success(let response): response.timings
    case .failure(let error): error.timings
    }
  }
}
