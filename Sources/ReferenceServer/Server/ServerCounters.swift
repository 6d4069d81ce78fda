/// What the server has really done: the count of effects, not of answers.
package struct ServerEffects: Sendable, Equatable {
  /// Messages handed to the provider.
  package var messagesSent = 0
  /// Read receipts handed to the provider.
  package var readReceiptsSent = 0
  /// Labels created through the API.
  package var labelsCreated = 0
  /// Labels changed through the API.
  package var labelsUpdated = 0
  /// Labels deleted through the API.
  package var labelsDeleted = 0
}

/// What has come in and what has come of it.
package struct ServerCounters: Sendable, Equatable {
  /// Requests answered, refused ones included.
  package var requests = 0
  /// Requests by operation (`GET /labels`); what matched none is under `unmatched`.
  package var requestsByOperation: [String: Int] = [:]
  /// Answers by status.
  package var answersByStatus: [Int: Int] = [:]
  /// Answers given again for a repeated idempotency key.
  package var replays = 0
  /// Requests that waited for another with the same idempotency key.
  package var waitsForKey = 0
  /// Effects of all requests.
  package var effects = ServerEffects()
}
