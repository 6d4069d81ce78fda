/// The operations on contacts.
enum ContactRoutes {
  static let routes = [
    Route(method: "GET", template: "/{phone_number_id}/contacts", handler: list),
    Route(
      method: "POST", template: "/{phone_number_id}/contacts", body: .required, handler: create),
    Route(method: "GET", template: "/{phone_number_id}/contacts/{id}", handler: fetch),
    Route(
      method: "PATCH", template: "/{phone_number_id}/contacts/{id}", body: .required,
      handler: update),
    Route(method: "DELETE", template: "/{phone_number_id}/contacts/{id}", handler: delete),
  ]

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    let phone = try call.query("phone")
    let search = try call.query("search", length: 1...200)?.lowercased()
    let window = try call.pageWindow()
    let account = call.account
    let number = phone.map { PhoneNumber.normalized($0) ?? "" }
    let (rows, hasMore) = call.store.withState { state in
      state.contacts.page(window) { contact in
        contact.phoneNumberID == call.phoneNumberID
          && contact.organizationID == call.organizationID
          && (number.map { contact.phoneNumber == $0 } ?? true)
          && (search.map { contact.matches($0) } ?? true)
      }
    }
    return call.page(window, of: rows, hasMore: hasMore) { $0.json(account) }
  }

  private static func create(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let phone = try body.string("phone_number")
    guard let phoneNumber = PhoneNumber.normalized(phone) else {
      throw .invalidPhoneNumber("phone_number")
    }
    let name = try body.optionalString("name", length: 1...200)
    let email = try email(body)
    let metadata = try body.optionalObject("metadata") == nil ? nil : body.value("metadata")
    let contact = try call.store.withState { (state) throws(APIError) -> Contact in
      let known = state.contacts.first {
        $0.phoneNumberID == call.phoneNumberID && $0.phoneNumber == phoneNumber
      }
      if known != nil { throw .invalidValue("phone_number", "is the number of another contact") }
      let contact = Contact(
        id: state.identifiers.identifier("ctc"), organizationID: call.organizationID,
        phoneNumberID: call.phoneNumberID, phoneNumber: phoneNumber, name: name,
        email: email?.value, metadata: metadata ?? .null, createdAt: call.now, updatedAt: call.now)
      state.contacts.insert(contact)
      state.effects.contactsCreated += 1
      state.publish("contact.created", contact.json(call.account(in: state)), call)
      return contact
    }
    return .data(contact.json(call.account))
  }

  private static func fetch(_ call: Invocation) throws(APIError) -> Outcome {
    let contact = try call.store.withState { (state) throws(APIError) in
      try state.contact(call.id, call)
    }
    return .data(contact.json(call.account))
  }

  private static func update(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let name = try body.nullableString("name", length: 1...200)
    let email = try email(body)
    let metadata = body.value("metadata")
    if metadata?.isNull == false { _ = try body.object("metadata") }
    let contact = try call.store.withState { (state) throws(APIError) -> Contact in
      let old = try state.contact(call.id, call)
      if call.policies.refusesOtherNumbers, body.has("phone_number"),
        PhoneNumber.normalized(try body.string("phone_number")) != old.phoneNumber
      {
        throw .invalidValue("phone_number", "cannot be changed")
      }
      var contact = old
      if let name { contact.name = name.value }
      if let email { contact.email = email.value }
      if let metadata { contact.metadata = metadata }
      let account = call.account(in: state)
      guard contact.json(account) != old.json(account) else { return old }
      contact.updatedAt = max(call.now, old.updatedAt.advanced(by: .milliseconds(1)))
      state.contacts[contact.id] = contact
      state.effects.contactsUpdated += 1
      state.publish("contact.updated", contact.json(account), call)
      return contact
    }
    return .data(contact.json(call.account))
  }

  private static func delete(_ call: Invocation) throws(APIError) -> Outcome {
    try call.store.withState { (state) throws(APIError) in
      let contact = try state.contact(call.id, call)
      state.removeContact(contact, cascading: call.policies.contactDeletionCascades)
      state.effects.contactsDeleted += 1
    }
    return .data(["id": .string(call.id), "object": "contact", "deleted": true])
  }

  /// An address, or none: the empty text clears it as `null` does.
  private static func email(_ body: BodyReader) throws(APIError) -> Change<String>? {
    guard case .set(let text)? = try body.nullableString("email", length: 0...255) else {
      return body.has("email") ? .clear : nil
    }
    if text.isEmpty { return .clear }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isAddress =
      parts.count == 2 && !parts[0].isEmpty && !parts[0].contains(" ")
      && parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        !label.isEmpty && label.first != "-" && label.last != "-"
          && label.unicodeScalars.allSatisfy {
            !$0.isASCII || $0 == "-" || $0.properties.isAlphabetic || "0"..."9" ~= $0
          }
      }
    guard isAddress else { throw .invalidValue(body.name(of: "email"), "must be an address") }
    return .set(text)
  }
}

extension Contact {
  /// Whether a text in small letters is part of the name or the address.
  func matches(_ search: String) -> Bool {
    [name, email].contains { $0?.lowercased().contains(search) == true }
  }

  /// The contact as the API shows it.
  func json(_ account: Account?) -> JSON {
    [
      "id": .string(id), "object": "contact", "phone_number": .string(phoneNumber),
      "name": .optional(name), "email": .optional(email), "metadata": metadata,
      "whatsapp_account": ["phone_number": .optional(account?.phoneNumber)],
      "created_at": .string(createdAt.rfc3339), "updated_at": .string(updatedAt.rfc3339),
    ]
  }
}

extension Store.State {
  /// The contact that a call addresses by an id.
  func contact(_ id: String, _ call: Invocation) throws(APIError) -> Contact {
    guard let contact = contacts[id], contact.organizationID == call.organizationID,
      contact.phoneNumberID == call.phoneNumberID
    else { throw .missingResource }
    return contact
  }

  /// The conversation that a call addresses by an id.
  func conversation(_ id: String, _ call: Invocation) throws(APIError) -> Conversation {
    guard let conversation = conversations[id],
      conversation.organizationID == call.organizationID,
      conversation.phoneNumberID == call.phoneNumberID
    else { throw .missingResource }
    return conversation
  }

  /// Takes a contact away with its conversations, their messages, and all labels on them.
  mutating func removeContact(_ contact: Contact, cascading: Bool = true) {
    contacts[contact.id] = nil
    guard cascading else { return }
    var removed: Set<String> = [contact.id]
    for conversation in conversations.rows where conversation.contactID == contact.id {
      removed.insert(conversation.id)
      conversations[conversation.id] = nil
    }
    for message in messages.rows where removed.contains(message.conversationID) {
      messages[message.id] = nil
    }
    attachments = attachments.filter { !removed.contains($0.parentID) }
  }
}

extension Invocation {
  /// The account in the path.
  var account: Account? { store.withState { account(in: $0) } }

  /// The account in the path, for those who hold the store already.
  func account(in state: Store.State) -> Account? {
    state.account(phoneNumberID, of: organizationID)
  }
}
