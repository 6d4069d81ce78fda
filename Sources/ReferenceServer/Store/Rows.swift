/// A customer of the API; nothing of one organization can be seen by another.
struct Organization: Sendable {
  var id: String
  var name: String
  /// The teams that share its labels.
  var teamIDs: [String]
  /// The people that conversations can be assigned to.
  var users: [User] = []
}

/// A person who works for an organization.
struct User: Sendable {
  var id: String
  var name: String?
  var email: String?
}

/// A credential of an organization.
struct APIKey: Sendable {
  var id: String
  var organizationID: String
  var label: String
  /// The bearer token.
  var token: String
  var isRevoked = false
}

/// A WhatsApp number of an organization.
struct Account: Sendable {
  var organizationID: String
  /// The team that works with it.
  var teamID: String
  var phoneNumberID: String?
  var phoneNumber: String?
  var name: String?
  var status: String
}

/// A label: a coloured name that a team shares.
struct Label: StoredRow {
  var id: String
  var organizationID: String
  var teamID: String
  var name: String
  var color: String
  var createdAt: Timestamp
  var updatedAt: Timestamp

  var position: Position { Position(time: createdAt, id: id) }
}

/// A person an account writes with.
struct Contact: StoredRow {
  var id: String
  var organizationID: String
  var phoneNumberID: String
  /// `+` and digits.
  var phoneNumber: String
  var name: String?
  var email: String?
  var metadata: JSON = .null
  var createdAt: Timestamp
  var updatedAt: Timestamp

  var position: Position { Position(time: createdAt, id: id) }
}

/// A label on a contact or on a conversation.
struct Attachment: Hashable, Sendable {
  /// The id of the contact or the conversation.
  var parentID: String
  var labelID: String
}

/// A message text that the provider has been asked to approve.
struct Template: StoredRow {
  var id: String
  var organizationID: String
  var phoneNumberID: String
  var name: String
  var language: String
  var status: String
  /// The text, `{{1}}` and so on standing for its variables.
  var content: String
  var variables: [String]
  var providerID: String?
  var createdAt: Timestamp
  var updatedAt: Timestamp

  var position: Position { Position(time: createdAt, id: id) }
}

/// The thread between an account and one contact.
struct Conversation: StoredRow {
  var id: String
  var organizationID: String
  var phoneNumberID: String
  var contactID: String
  var status = "open"
  var assigneeID: String?
  var unreadCount = 0
  var lastMessageAt: Timestamp?
  var lastInboundAt: Timestamp?
  var createdAt: Timestamp
  var updatedAt: Timestamp

  /// Conversations are listed by their last message, those without one at the end.
  var position: Position { Position(time: lastMessageAt, id: id) }
}

/// A message in a conversation, sent or received.
struct Message: StoredRow {
  enum Direction: String, Sendable {
    case inbound, outbound
  }

  /// Why the provider did not deliver a message.
  struct Failure: Sendable {
    var code: String
    var message: String
    var providerCode: Int?
  }

  var id: String
  var organizationID: String
  var phoneNumberID: String
  var conversationID: String
  var direction: Direction
  /// `text`, `image`, … as in the body that sent it.
  var type: String
  /// The receiver's number, `+` and digits.
  var receiver: String
  /// The text of the message: body, caption or rendered template; nil where there is none.
  var content: String?
  /// Where the media lies, once it is there.
  var mediaURL: String?
  /// The provider's id for it, known to the receiver as well.
  var providerID: String
  /// What happens instead of delivery, if anything.
  var failure: Failure?
  /// A status that no longer moves: inbound and historic messages have one.
  var settledStatus: String?
  var createdAt: Timestamp

  var position: Position { Position(time: createdAt, id: id) }

  /// The status at an instant: it moves on with the age of the message and never back.
  func status(at now: Timestamp, timing: Policies.Delivery) -> String {
    if let settledStatus { return settledStatus }
    let age = now.sinceEpoch - createdAt.sinceEpoch
    if age < timing.sentAfter { return "queued" }
    if failure != nil { return "failed" }
    return age < timing.deliveredAfter ? "sent" : "delivered"
  }
}
