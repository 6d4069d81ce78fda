import Synchronization

/// Everything the server remembers, behind one lock.
final class Store: Sendable {
  /// The contents at one instant.
  struct State: Sendable {
    var identifiers: IdentifierSource
    var organizations: [Organization] = []
    var apiKeys: [APIKey] = []
    var accounts: [Account] = []
    var labels = Table<Label>()
    var contacts = Table<Contact>()
    var conversations = Table<Conversation>()
    var messages = Table<Message>()
    var templates = Table<Template>()
    var attachments: Set<Attachment> = []
    var subscriptions = Table<WebhookSubscription>()
    var deliveries = Table<WebhookDelivery>()
    /// The deliveries that are still to be sent, by id; nil where nothing is delivered.
    var outgoing: [String]?
    var effects = ServerEffects()
  }

  private let state: Mutex<State>

  /// Starts with the given contents.
  init(_ initial: State) {
    state = Mutex(initial)
  }

  /// Reads or changes the contents while nobody else does.
  func withState<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { (contents) throws(Failure) -> Result in try body(&contents) }
  }

  /// Puts other contents in place of all there is.
  func replace(with contents: State) {
    state.withLock { $0 = contents }
  }
}

extension Store.State {
  /// The organization's row of an id that is known to exist.
  func organization(_ id: String) -> Organization? {
    organizations.first { $0.id == id }
  }

  /// The account that an organization addresses by a `phone_number_id`.
  func account(_ phoneNumberID: String, of organizationID: String) -> Account? {
    accounts.first {
      $0.organizationID == organizationID && $0.phoneNumberID == phoneNumberID
    }
  }

  /// The label that an organization addresses by an id.
  func label(_ id: String, of organizationID: String) throws(APIError) -> Label {
    guard let label = labels[id], label.organizationID == organizationID else {
      throw .missingResource
    }
    return label
  }

  /// The contents as text in which equal contents, and only they, look equal.
  ///
  /// Left out are counters and the generator: reads advance them without changing anything.
  var canonicalText: String {
    var lines = labels.rows.map { "\($0)" }
    lines += contacts.rows.map { "\($0)" }
    lines += conversations.rows.map { "\($0)" }
    lines += messages.rows.map { "\($0)" }
    lines += subscriptions.rows.map { "\($0)" }
    lines += deliveries.rows.map { "\($0)" }
    lines += templates.rows.map { "\($0)" }
    lines += attachments.map { "\($0)" }.sorted()
    lines += accounts.map { "\($0)" }
    return lines.joined(separator: "\n")
  }
}
