/// Where messages leave the server for the provider.
enum Outbox {
  /// Hands a message to the provider and files it in the conversation with its receiver, who
  /// becomes a contact if the account has not written to that number before.
  static func send(
    _ outgoing: MessageBody.Outgoing, from phoneNumberID: String, of organizationID: String,
    at now: Timestamp, in state: inout Store.State
  ) -> Message {
    let contact =
      state.contacts.first {
        $0.organizationID == organizationID && $0.phoneNumberID == phoneNumberID
          && $0.phoneNumber == outgoing.phoneNumber
      }
      ?? addContact(outgoing.phoneNumber, phoneNumberID, organizationID, at: now, in: &state)
    var conversation =
      state.conversations.first { $0.contactID == contact.id }
      ?? Conversation(
        id: state.identifiers.identifier("cnv"), organizationID: organizationID,
        phoneNumberID: phoneNumberID, contactID: contact.id, createdAt: now, updatedAt: now)
    conversation.lastMessageAt = max(now, conversation.lastMessageAt ?? now)
    conversation.updatedAt = max(now, conversation.updatedAt)
    conversation.unreadCount = 0
    state.conversations.insert(conversation)

    let id = state.identifiers.identifier("msg")
    var message = Message(
      id: id, organizationID: organizationID, phoneNumberID: phoneNumberID,
      conversationID: conversation.id, direction: .outbound, type: outgoing.type,
      receiver: outgoing.phoneNumber, content: outgoing.content,
      providerID: "wamid." + state.identifiers.token().dropFirst(9), createdAt: now)
    if let use = outgoing.template { fill(use, into: &message, in: state) }
    switch outgoing.media {
    case .link(let link): message.mediaURL = link
    case .upload: message.mediaURL = MediaStore.url(of: id)
    case nil: break
    }
    state.messages.insert(message)
    state.effects.messagesSent += 1
    return message
  }

  /// Gives a template message its text; the provider will refuse one it has not approved.
  private static func fill(
    _ use: MessageBody.TemplateUse, into message: inout Message, in state: Store.State
  ) {
    let phoneNumberID = message.phoneNumberID
    let template = state.templates.first {
      $0.phoneNumberID == phoneNumberID && $0.status == "approved"
        && $0.name.hasSameCodePoints(as: use.name) && $0.language == use.language
    }
    guard let template else {
      message.failure = Message.Failure(
        code: "template_not_found", message: "There is no such approved template.",
        providerCode: 132_001)
      return
    }
    message.content = template.text(with: use.values)
  }

  private static func addContact(
    _ phoneNumber: String, _ phoneNumberID: String, _ organizationID: String, at now: Timestamp,
    in state: inout Store.State
  ) -> Contact {
    let contact = Contact(
      id: state.identifiers.identifier("ctc"), organizationID: organizationID,
      phoneNumberID: phoneNumberID, phoneNumber: phoneNumber, createdAt: now, updatedAt: now)
    state.contacts.insert(contact)
    return contact
  }
}
