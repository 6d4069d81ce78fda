/// The operations that put labels on contacts and conversations and take them off.
enum AttachmentRoutes {
  static let routes =
    routes(of: "contacts") + routes(of: "conversations") + [
      Route(
        method: "POST", template: "/{phone_number_id}/contacts/bulk_label", body: .required,
        isIdempotent: true, handler: changeMany)
    ]

  private static func routes(of collection: String) -> [Route] {
    [
      Route(
        method: "POST", template: "/{phone_number_id}/\(collection)/{id}/labels", body: .required
      ) { call throws(APIError) in
        let labelID = try BodyReader(call.body).identifier("label_id", prefix: "lbl")
        return try change(call, in: collection, labelID: labelID, attaching: true)
      },
      Route(
        method: "DELETE", template: "/{phone_number_id}/\(collection)/{id}/labels/{label_id}"
      ) { call throws(APIError) in
        let labelID = call.parameters["label_id"] ?? ""
        return try change(call, in: collection, labelID: labelID, attaching: false)
      },
    ]
  }

  private static func change(
    _ call: Invocation, in collection: String, labelID: String, attaching: Bool
  ) throws(APIError) -> Outcome {
    try call.store.withState { (state) throws(APIError) in
      if collection == "contacts" {
        _ = try state.contact(call.id, call)
      } else {
        _ = try state.conversation(call.id, call)
      }
      let label = try state.label(labelID, of: call.organizationID)
      if attaching, label.teamID != call.account(in: state)?.teamID {
        throw .invalidValue("label_id", "names a label of another team")
      }
      state.change(Attachment(parentID: call.id, labelID: label.id), attaching: attaching)
    }
    let parent = collection == "contacts" ? "contact_id" : "conversation_id"
    return .data([
      parent: .string(call.id), "label_id": .string(labelID), "attached": .bool(attaching),
    ])
  }

  /// Counts each contact once, however often it is named.
  private static func changeMany(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let contactIDs = try body.strings("contact_ids", count: 1...1000, expected: "a contact's id") {
      Invocation.isIdentifier($0, prefix: "ctc")
    }
    let labelID = try body.identifier("label_id", prefix: "lbl")
    let operation = try body.string("operation", oneOf: ["attach", "detach"])
    let counts = try call.store.withState {
      (state) throws(APIError) -> (applied: Int, unknown: Int, mismatched: Int) in
      let label = try state.label(labelID, of: call.organizationID)
      let isSameTeam = label.teamID == call.account(in: state)?.teamID
      var counts = (applied: 0, unknown: 0, mismatched: 0)
      for contactID in Set(contactIDs) {
        if (try? state.contact(contactID, call)) == nil {
          counts.unknown += 1
        } else if !isSameTeam {
          counts.mismatched += 1
        } else {
          state.change(
            Attachment(parentID: contactID, labelID: labelID), attaching: operation == "attach")
          counts.applied += 1
        }
      }
      return counts
    }
    return .data([
      "applied": .integer(counts.applied), "skipped_cross_org": .integer(counts.unknown),
      "skipped_team_mismatch": .integer(counts.mismatched),
    ])
  }
}

extension Store.State {
  /// Puts a label on, or takes it off; nothing happens if it is so already.
  mutating func change(_ attachment: Attachment, attaching: Bool) {
    let isChange =
      attaching
      ? attachments.insert(attachment).inserted : attachments.remove(attachment) != nil
    if isChange { effects.attachmentsChanged += 1 }
  }
}
