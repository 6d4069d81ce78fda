/// Somebody's wish to be told of events.
struct WebhookSubscription: StoredRow {
  /// A key that deliveries are signed with.
  struct Secret: Sendable {
    var id: String
    /// The key itself, shown once and kept for signing.
    var text: String
    var createdAt: Timestamp
    var expiresAt: Timestamp?
  }

  var id: String
  var organizationID: String
  var url: String
  var summary: String?
  var events: [String]
  var status = "active"
  var disabledReason: String?
  var consecutiveFailures = 0
  var secrets: [Secret]
  var createdAt: Timestamp
  var updatedAt: Timestamp

  var position: Position { Position(time: createdAt, id: id) }
}

/// One event on its way to one subscription.
struct WebhookDelivery: StoredRow {
  var id: String
  var organizationID: String
  var subscriptionID: String
  var eventType: String
  var eventID: String
  var status: String
  var attemptCount = 0
  var lastAttemptAt: Timestamp?
  var nextAttemptAt: Timestamp?
  var responseStatus: Int?
  var responseBody: String?
  var milliseconds: Int?
  var replayedFrom: String?
  var payload: JSON
  var createdAt: Timestamp

  var position: Position { Position(time: createdAt, id: id) }
}
