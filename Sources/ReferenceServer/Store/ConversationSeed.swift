/// The contacts, conversations and messages that an account starts with.
struct ConversationSeed: Sendable {
  let account: Account
  /// Tells the accounts' contacts apart.
  let number: Int
  let startedAt: Timestamp

  /// Four contacts: a longer talk, one with media, a failed message, and one who never wrote.
  func add(to state: inout Store.State) {
    let people: [(String?, String?)] = [
      ("Ayu Lestari", "ayu@example.com"), ("Budi Hartono", nil), (nil, nil),
      ("Citra Dewi", "citra@example.org"),
    ]
    for (index, person) in people.enumerated() {
      let start = startedAt.advanced(by: .seconds(-(180 - index * 30) * 3600))
      let contact = Contact(
        id: state.identifiers.identifier("ctc"), organizationID: account.organizationID,
        phoneNumberID: account.phoneNumberID ?? "",
        phoneNumber: "+120255501" + String(10 + number * 10 + index), name: person.0,
        email: person.1, metadata: index == 0 ? ["source": "import", "visits": 3] : .null,
        createdAt: start, updatedAt: start)
      state.contacts.insert(contact)
      let conversation = Conversation(
        id: state.identifiers.identifier("cnv"), organizationID: contact.organizationID,
        phoneNumberID: contact.phoneNumberID, contactID: contact.id, createdAt: start,
        updatedAt: start)
      state.conversations.insert(conversation)
      for (step, line) in talk(index).enumerated() {
        let time = start.advanced(by: .seconds((step + 1) * 1800))
        add(line, to: conversation, with: contact, at: time, in: &state)
      }
    }
  }

  private struct Line {
    var direction: Message.Direction
    var type = "text"
    var content: String?
    var hasMedia = false
    var status = "delivered"
    var failure: Message.Failure?
  }

  /// So many lines that the messages of an account do not fit on a page of the default size.
  private var smallTalk: [Line] {
    (1...10).flatMap { number in
      [
        Line(direction: .inbound, content: "Any news? I asked \(number) times."),
        Line(direction: .outbound, content: "Still on its way.", status: "read"),
      ]
    }
  }

  private func talk(_ index: Int) -> [Line] {
    switch index {
    case 0:
      [
        Line(direction: .inbound, content: "Is the blue one still available?"),
        Line(direction: .outbound, content: "Yes, two left.", status: "read"),
        Line(direction: .inbound, content: "I'll take both 🙏"),
        Line(direction: .outbound, content: "Thank you! They leave tomorrow."),
      ] + smallTalk
    case 1:
      [
        Line(direction: .inbound, type: "image", hasMedia: true),
        Line(
          direction: .outbound, type: "document", content: "Your invoice", hasMedia: true,
          status: "read"),
        Line(direction: .inbound, content: "Received, thanks."),
      ]
    case 2:
      [
        Line(
          direction: .outbound, content: "Hello?", status: "failed",
          failure: Message.Failure(
            code: "recipient_unavailable", message: "The number is not on WhatsApp.",
            providerCode: 131_026))
      ]
    default: []
    }
  }

  private func add(
    _ line: Line, to conversation: Conversation, with contact: Contact, at time: Timestamp,
    in state: inout Store.State
  ) {
    let id = state.identifiers.identifier("msg")
    state.messages.insert(
      Message(
        id: id, organizationID: conversation.organizationID,
        phoneNumberID: conversation.phoneNumberID, conversationID: conversation.id,
        direction: line.direction, type: line.type,
        receiver: line.direction == .inbound ? account.phoneNumber ?? "" : contact.phoneNumber,
        content: line.content, mediaURL: line.hasMedia ? MediaStore.url(of: id) : nil,
        providerID: "wamid." + state.identifiers.token().dropFirst(9), failure: line.failure,
        settledStatus: line.status, createdAt: time))
    guard var talk = state.conversations[conversation.id] else { return }
    talk.lastMessageAt = time
    talk.updatedAt = time
    if line.direction == .inbound {
      talk.lastInboundAt = time
      talk.unreadCount += 1
    } else {
      talk.unreadCount = 0
    }
    state.conversations[talk.id] = talk
  }
}

/// Where media lies: on a host of the range reserved for examples.
enum MediaStore {
  /// The public address of a message's media.
  static func url(of messageID: String) -> String {
    "https://media.example.net/" + messageID
  }
}
