/// What the server has really done: the count of effects, not of answers.
package struct ServerEffects: Sendable, Equatable {
  /// Messages handed to the provider.
  package var messagesSent = 0
  /// Read receipts handed to the provider.
  package var readReceiptsSent = 0
  /// Contacts created by name, not by sending to a new number.
  package var contactsCreated = 0
  /// Contacts changed.
  package var contactsUpdated = 0
  /// Contacts deleted.
  package var contactsDeleted = 0
  /// Conversations changed.
  package var conversationsUpdated = 0
  /// Labels put on a contact or a conversation, or taken off.
  package var attachmentsChanged = 0
  /// Webhook subscriptions created.
  package var subscriptionsCreated = 0
  /// Webhook subscriptions deleted.
  package var subscriptionsDeleted = 0
  /// Signing secrets added to existing subscriptions.
  package var secretsAdded = 0
  /// Deliveries put in the queue again, one by one or in bulk.
  package var deliveriesReplayed = 0
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
