/// Faults in contacts, conversations, the labels on them, and templates.
enum ContactFaults {
  static let all: [Fault] = contacts + labels + conversations

  private static let contacts: [Fault] = [
    Fault(
      "null-ignored", "A name of null leaves a contact's name as it is",
      on: .operations([Operation.updateContact]), breaks: "LIFE-07", .moderate,
      .request { request, _ in
        if request.json?["name"]?.isNull == true { request.json?["name"] = nil }
      }),
    Fault(
      "phone-changes", "A contact's phone number can be changed",
      on: .operations([Operation.updateContact]), breaks: "LIFE-08", .moderate,
      .response { response, exchange in
        guard response.status == 200,
          let phone = exchange.request.json?["phone_number"]?.stringValue,
          let number = PhoneNumber.normalized(phone)
        else { return }
        exchange.store.withState {
          $0.contacts[exchange.request.lastSegment]?.phoneNumber = number
        }
        response.body?["data"]?["phone_number"] = .string(number)
      }),
    Fault(
      "contact-leaves-messages", "A deleted contact leaves its conversations and messages behind",
      on: .operations([Operation.deleteContact]), breaks: "LIFE-15", .subtle,
      .decisions { $0.contactDeletionCascades = false }),
    Fault(
      "search-by-start", "A search finds only names and addresses that start with the text",
      on: .operations([Operation.listContacts]), breaks: "LIFE-03", .subtle,
      .success { body, exchange in
        let search = exchange.request.queryItems?.first { $0.name == "search" }?.value
        guard let search = search?.lowercased(), let rows = body["data"]?.elements else { return }
        body["data"] = .array(
          rows.filter { row in
            ["name", "email"].contains {
              row[$0]?.stringValue?.lowercased().hasPrefix(search) == true
            }
          })
      }),
    Fault(
      "metadata-flattened", "Numbers in a contact's metadata come back as text",
      on: .operations([Operation.getContact]), breaks: "LIFE-02", .subtle,
      .resources { contact, _ in
        guard let members = contact["metadata"]?.members else { return }
        contact["metadata"] = .object(
          members.map { member in
            guard case .number(let text) = member.value else { return member }
            return JSON.Member(name: member.name, value: .string(text))
          })
      }),
    Fault(
      "patch-clears-email", "Renaming a contact clears its email",
      on: .operations([Operation.updateContact]), breaks: "LIFE-04", .moderate,
      .request { request, _ in
        if request.json?["name"] != nil, request.json?["email"] == nil {
          request.json?["email"] = .null
        }
      }),
  ]

  private static let labels: [Fault] = [
    Fault(
      "unknown-label-attached", "A label that there is not can be put on a contact",
      on: .operations([Operation.attachToContact]), breaks: "LIFE-17", .moderate,
      .response { response, exchange in
        guard response.status == 404, let label = exchange.request.json?["label_id"] else { return }
        let contact = exchange.request.path.split(separator: "/").dropLast().last ?? ""
        response = .success(
          ["contact_id": .string(String(contact)), "label_id": label, "attached": true],
          requestID: exchange.requestID)
      }),
    Fault(
      "attach-echo-swapped", "Putting a label on a conversation echoes its ids the wrong way round",
      on: .operations([Operation.attachToConversation]), breaks: "LIFE-17", .moderate,
      .resources { echo, _ in
        let label = echo["label_id"]
        echo["label_id"] = echo["conversation_id"]
        echo["conversation_id"] = label
      }),
    Fault(
      "bulk-counts-unknown", "Labels in bulk count contacts that there are not",
      on: .operations([Operation.bulkLabel]), breaks: "LIFE-16", .moderate,
      .resources { report, _ in
        let skipped = report["skipped_cross_org"]?.integerValue ?? 0
        report["applied"] = .integer((report["applied"]?.integerValue ?? 0) + skipped)
        report["skipped_cross_org"] = 0
      }),
    Fault(
      "bulk-without-contacts", "Labels in bulk take an empty list of contacts",
      on: .operations([Operation.bulkLabel]), breaks: "LIFE-16", .moderate,
      .response { response, exchange in
        guard exchange.request.json?["contact_ids"]?.elements?.isEmpty == true,
          response.status == 400
        else { return }
        response = .success(
          ["applied": 0, "skipped_cross_org": 0, "skipped_team_mismatch": 0],
          requestID: exchange.requestID)
      }),
  ]

  private static let conversations: [Fault] = [
    Fault(
      "empty-change-accepted", "A change to a conversation that names nothing is accepted",
      on: .operations([Operation.updateConversation]), breaks: "ERR-20", .moderate,
      .request { request, exchange in
        guard request.json?.members?.isEmpty == true else { return }
        let conversation = exchange.store.withState { $0.conversations[request.lastSegment] }
        request.json?["status"] = .optional(conversation?.status)
      }),
    Fault(
      "conversation-status-not-kept", "A new status of a conversation is shown once and not kept",
      on: .operations([Operation.updateConversation]), breaks: "LIFE-19", .moderate,
      Alteration(
        request: { request, exchange in
          guard let status = request.json?["status"]?.stringValue,
            ["open", "resolved", "pending"].contains(status)
          else { return }
          let conversation = exchange.store.withState { $0.conversations[request.lastSegment] }
          exchange.memory.remember(.string(status), as: exchange.requestID)
          request.json?["status"] = .optional(conversation?.status)
        },
        response: { response, exchange in
          if response.status == 200, let status = exchange.memory.value(exchange.requestID) {
            response.body?["data"]?["status"] = status
          }
        })),
    Fault(
      "conversation-without-contact", "A conversation names a contact that there is not",
      on: .operations([Operation.getConversation]), breaks: "LIFE-14", .subtle,
      .resources { conversation, _ in
        conversation["contact"]?.changeText("id") {
          $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0")
        }
      }),
    Fault(
      "template-language-ignored", "A template is found in another language than asked for",
      on: .operations([Operation.getTemplate]), breaks: "LIFE-18", .moderate,
      .request { request, _ in request.setQueryItem("language", to: nil) }),
    Fault(
      "templates-show-all", "Without a status templates of every status are listed",
      on: .operations([Operation.listTemplates]), breaks: "PAG-30", .moderate,
      .request { request, _ in
        let names = request.queryItems?.map(\.name) ?? []
        if !names.contains("status") { request.setQueryItem("status", to: "all") }
      }),
  ]
}
