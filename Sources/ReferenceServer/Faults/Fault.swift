/// A rule that the server breaks on request, and only on request.
package struct Fault: Sendable {
  /// How hard it is to see.
  package enum Subtlety: Int, Sendable, Comparable {
    /// In every answer of its operations.
    case coarse = 1
    /// Only in some answers, or only beside something else.
    case moderate = 2
    /// Only late, only when requests overlap, or only in the raw bytes.
    case subtle = 3

    /// Whether the left one is easier to see.
    package static func < (left: Subtlety, right: Subtlety) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// The name it is chosen by, in kebab case.
  package let id: String
  /// What the server does wrong, as a sentence without its full stop.
  package let title: String
  /// The operations it touches, as `METHOD /path`; empty if it touches only requests that match no
  /// operation.
  package let operations: [String]
  /// The requirement it breaks: the one that has to notice.
  package let requirement: String
  /// How hard it is to see.
  package let subtlety: Subtlety

  let alteration: Alteration

  init(
    _ id: String, _ title: String, on reach: Reach, breaks requirement: String,
    _ subtlety: Subtlety, _ alteration: Alteration
  ) {
    self.id = id
    self.title = title
    self.requirement = requirement
    self.subtlety = subtlety
    switch reach {
    case .operations(let operations): self.operations = operations
    case .everything: operations = Operation.all
    case .unmatchedRequests: operations = []
    }
    self.alteration = alteration.limited(to: reach)
  }
}

/// Which exchanges an alteration touches.
enum Reach: Sendable {
  case operations([String])
  /// Also requests that match no operation.
  case everything
  case unmatchedRequests

  /// Whether an exchange is touched.
  func includes(_ exchange: Exchange) -> Bool {
    switch self {
    case .operations(let operations): exchange.operation.map(operations.contains) ?? false
    case .everything: true
    case .unmatchedRequests: exchange.operation == nil
    }
  }
}

/// The names of the operations.
enum Operation {
  static let health = "GET /health"
  static let me = "GET /me"
  static let listAccounts = "GET /accounts"
  static let listLabels = "GET /labels"
  static let createLabel = "POST /labels"
  static let getLabel = "GET /labels/{id}"
  static let updateLabel = "PATCH /labels/{id}"
  static let deleteLabel = "DELETE /labels/{id}"
  static let sendMessage = "POST /{phone_number_id}/messages"
  static let listMessages = "GET /{phone_number_id}/messages"
  static let getMessage = "GET /{phone_number_id}/messages/{id}"
  static let getMedia = "GET /{phone_number_id}/messages/{id}/media"

  static let listContacts = "GET /{phone_number_id}/contacts"
  static let createContact = "POST /{phone_number_id}/contacts"
  static let getContact = "GET /{phone_number_id}/contacts/{id}"
  static let updateContact = "PATCH /{phone_number_id}/contacts/{id}"
  static let deleteContact = "DELETE /{phone_number_id}/contacts/{id}"
  static let attachToContact = "POST /{phone_number_id}/contacts/{id}/labels"
  static let detachFromContact = "DELETE /{phone_number_id}/contacts/{id}/labels/{label_id}"
  static let bulkLabel = "POST /{phone_number_id}/contacts/bulk_label"
  static let listConversations = "GET /{phone_number_id}/conversations"
  static let getConversation = "GET /{phone_number_id}/conversations/{id}"
  static let updateConversation = "PATCH /{phone_number_id}/conversations/{id}"
  static let attachToConversation = "POST /{phone_number_id}/conversations/{id}/labels"
  static let detachFromConversation =
    "DELETE /{phone_number_id}/conversations/{id}/labels/{label_id}"
  static let listTemplates = "GET /{phone_number_id}/templates"
  static let getTemplate = "GET /{phone_number_id}/templates/{name}"
  static let createSubscription = "POST /webhook_subscriptions"
  static let listSubscriptions = "GET /webhook_subscriptions"
  static let getSubscription = "GET /webhook_subscriptions/{id}"
  static let updateSubscription = "PATCH /webhook_subscriptions/{id}"
  static let deleteSubscription = "DELETE /webhook_subscriptions/{id}"
  static let addSecret = "POST /webhook_subscriptions/{id}/secrets"
  static let revokeSecret = "DELETE /webhook_subscriptions/{id}/secrets/{secret_id}"
  static let listDeliveries = "GET /webhook_deliveries"
  static let getDelivery = "GET /webhook_deliveries/{id}"
  static let replayDelivery = "POST /webhook_deliveries/{id}/replay"
  static let bulkReplay = "POST /webhook_deliveries/bulk_replay"

  static let lists = [listAccounts, listLabels, listMessages]
  static let pagedLists = [
    listLabels, listMessages, listContacts, listConversations, listTemplates, listSubscriptions,
    listDeliveries,
  ]
  static let labelItems = [getLabel, updateLabel, deleteLabel]
  static let labels = [listLabels, createLabel] + labelItems
  static let messages = [sendMessage, listMessages, getMessage, getMedia]
  static let contacts = [
    listContacts, createContact, getContact, updateContact, deleteContact, attachToContact,
    detachFromContact, bulkLabel,
  ]
  static let conversations = [
    listConversations, getConversation, updateConversation, attachToConversation,
    detachFromConversation,
  ]
  static let webhooks = [
    createSubscription, listSubscriptions, getSubscription, updateSubscription,
    deleteSubscription, addSecret, revokeSecret, listDeliveries, getDelivery, replayDelivery,
    bulkReplay,
  ]
  static let secured =
    [me, listAccounts, listTemplates, getTemplate] + labels + messages + contacts + conversations
    + webhooks
  static let all = [health] + secured
}
