/// The operations on conversations.
enum ConversationRoutes {
  static let routes = [
    Route(method: "GET", template: "/{phone_number_id}/conversations", handler: list),
    Route(method: "GET", template: "/{phone_number_id}/conversations/{id}", handler: fetch),
    Route(
      method: "PATCH", template: "/{phone_number_id}/conversations/{id}", body: .required,
      handler: update),
  ]

  private static let statuses = ["open", "resolved", "pending"]

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    let status = try call.query("status", oneOf: statuses)
    let contactID = try call.query("contact_id", identifier: "ctc")
    let window = try call.pageWindow(orderIsPromised: true)
    return call.store.withState { state in
      let (rows, hasMore) = state.conversations.page(window) { conversation in
        conversation.phoneNumberID == call.phoneNumberID
          && conversation.organizationID == call.organizationID
          && (status.map { conversation.status == $0 } ?? true)
          && (contactID.map { conversation.contactID == $0 } ?? true)
      }
      return call.page(window, of: rows, hasMore: hasMore) { $0.json(in: state) }
    }
  }

  private static func fetch(_ call: Invocation) throws(APIError) -> Outcome {
    .data(
      try call.store.withState { (state) throws(APIError) in
        try state.conversation(call.id, call).json(in: state)
      })
  }

  private static func update(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let status = try body.optionalString("status", oneOf: statuses)
    let assignee = try body.nullableString("assigned_to", length: 1...64)
    if status == nil, assignee == nil { throw .missingField("status") }
    return .data(
      try call.store.withState { (state) throws(APIError) in
        let old = try state.conversation(call.id, call)
        var conversation = old
        if let status { conversation.status = status }
        if let assignee {
          let users = state.organization(call.organizationID)?.users ?? []
          if let id = assignee.value, !users.contains(where: { $0.id.hasSameCodePoints(as: id) }) {
            throw .invalidValue("assigned_to", "names no user of this organization")
          }
          conversation.assigneeID = assignee.value
        }
        if conversation.status != old.status || conversation.assigneeID != old.assigneeID {
          conversation.updatedAt = max(call.now, old.updatedAt.advanced(by: .milliseconds(1)))
          state.conversations[conversation.id] = conversation
          state.effects.conversationsUpdated += 1
        }
        return conversation.json(in: state)
      })
  }
}

extension Conversation {
  /// The conversation as the API shows it, with the rows it refers to.
  func json(in state: Store.State) -> JSON {
    let contact = state.contacts[contactID]
    let account = state.account(phoneNumberID, of: organizationID)
    let assignee = state.organization(organizationID)?.users.first { $0.id == assigneeID }
    return [
      "id": .string(id), "object": "conversation", "status": .string(status),
      "contact": [
        "id": .string(contactID), "phone_number": .optional(contact?.phoneNumber),
        "name": .optional(contact?.name),
      ],
      "whatsapp_account": ["phone_number": .optional(account?.phoneNumber)],
      "assignee": assignee.map { user in
        ["id": .string(user.id), "name": .optional(user.name), "email": .optional(user.email)]
      } ?? .null,
      "unread_count": .integer(unreadCount),
      "last_message_at": .optional(lastMessageAt?.rfc3339),
      "last_inbound_at": .optional(lastInboundAt?.rfc3339),
      "created_at": .string(createdAt.rfc3339), "updated_at": .string(updatedAt.rfc3339),
    ]
  }
}
