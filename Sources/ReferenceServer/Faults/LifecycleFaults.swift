/// Faults in what becomes of a resource between its creation and its end.
enum LifecycleFaults {
  static let all: [Fault] = creation + change + deletion + messages

  private static let creation: [Fault] = [
    Fault(
      "default-color-red", "A label created without a color is red",
      on: .operations([Operation.createLabel]), breaks: "LIFE-01", .moderate,
      .decisions { $0.labels.color = { $0 ?? "red" } }),
    Fault(
      "name-altered", "A new label's name is stored in lower case",
      on: .operations([Operation.createLabel]), breaks: "LIFE-01", .moderate,
      .decisions { $0.labels.storedName = { $0.lowercased() } }),
    Fault(
      "color-not-stored", "The color of a new label is shown once and not kept",
      on: .operations([Operation.createLabel]), breaks: "LIFE-02", .moderate,
      Alteration(
        policies: { $0.labels.color = { _ in "gray" } },
        response: { response, exchange in
          if response.status == 200, let color = exchange.request.json?["color"] {
            response.body?["data"]?["color"] = color
          }
        })),
    Fault(
      "new-label-unlisted", "A label is missing from the list in its first minute",
      on: .operations([Operation.listLabels]), breaks: "LIFE-03", .moderate,
      .success { body, exchange in
        let minuteAgo = exchange.startedAt.advanced(by: .seconds(-60)).rfc3339
        let rows = body["data"]?.elements ?? []
        body["data"] = .array(rows.filter { ($0["created_at"]?.stringValue ?? "") < minuteAgo })
      }),
    Fault(
      "length-in-utf16", "A name's length is counted in UTF-16 units",
      on: .operations([Operation.createLabel, Operation.updateLabel]), breaks: "LIFE-13", .subtle,
      .decisions { $0.labels.length = { $0.utf16.count } }),
  ]

  private static let change: [Fault] = [
    Fault(
      "patch-resets-color", "Renaming a label turns it gray",
      on: .operations([Operation.updateLabel]), breaks: "LIFE-04", .coarse,
      .request { request, _ in
        if let body = request.json, body.members != nil, body["color"] == nil {
          request.json?["color"] = "gray"
        }
      }),
    Fault(
      "patch-answers-old", "Changing a label answers with what it was",
      on: .operations([Operation.updateLabel]), breaks: "LIFE-05", .moderate,
      Alteration(
        request: { request, exchange in
          let id = request.lastSegment
          if let label = exchange.store.withState({ $0.labels[id] }) {
            exchange.memory.remember(label.json, as: exchange.requestID)
          }
        },
        response: { response, exchange in
          if response.status == 200, let old = exchange.memory.value(exchange.requestID) {
            response.body?["data"] = old
          }
        })),
    Fault(
      "updated-at-stands-still", "Changing a label does not move its updated_at",
      on: .operations([Operation.updateLabel]), breaks: "LIFE-06", .moderate,
      .response { response, exchange in
        guard response.status == 200, let data = response.body?["data"],
          let id = data["id"]?.stringValue, let createdAt = data["created_at"]
        else { return }
        exchange.store.withState { state in
          if let label = state.labels[id] { state.labels[id]?.updatedAt = label.createdAt }
        }
        response.body?["data"]?["updated_at"] = createdAt
      }),
    Fault(
      "rename-takes-any-name", "A label can be renamed to the name of another",
      on: .operations([Operation.updateLabel]), breaks: "LIFE-12", .moderate,
      .decisions { $0.labels.changedNamesAreUnique = false }),
    Fault(
      "duplicate-names-accepted", "Two labels of a team can be created with one name",
      on: .operations([Operation.createLabel]), breaks: "ERR-19", .coarse,
      .decisions { $0.labels.newNamesAreUnique = false }),
  ]

  private static let deletion: [Fault] = [
    Fault(
      "delete-keeps-label", "Deleting a label says so and keeps it",
      on: .operations([Operation.deleteLabel]), breaks: "LIFE-09", .coarse,
      .decisions { $0.labels.deletesRows = false }),
    Fault(
      "deleted-label-listed", "A deleted label stays in the list",
      on: .operations([Operation.deleteLabel, Operation.listLabels]), breaks: "LIFE-10", .moderate,
      Alteration(
        request: { request, exchange in
          guard request.method == "DELETE" else { return }
          let id = request.lastSegment
          if let label = exchange.store.withState({ $0.labels[id] }) {
            exchange.memory.remember(label.json, as: "deleted")
          }
        },
        response: { response, exchange in
          guard let page = exchange.page, page.nextCursor == nil,
            let label = exchange.memory.value("deleted"),
            let rows = response.body?["data"]?.elements
          else { return }
          response.body?["data"] = .array(rows + [label])
        })),
    Fault(
      "second-delete-200", "Deleting a label that is gone succeeds again",
      on: .operations([Operation.deleteLabel]), breaks: "LIFE-10", .moderate,
      .response { response, exchange in
        guard response.status == 404,
          let id = exchange.request.path.split(separator: "/").last.map(String.init)
        else { return }
        response = .success(
          ["id": .string(id), "object": "label", "deleted": true], requestID: exchange.requestID)
      }),
    Fault(
      "deleted-name-stays-taken", "The name of a deleted label cannot be used again",
      on: .operations([Operation.deleteLabel, Operation.createLabel]), breaks: "LIFE-11", .subtle,
      .request { request, exchange in
        if request.method == "DELETE" {
          let id = request.lastSegment
          if let label = exchange.store.withState({ $0.labels[id] }) {
            exchange.memory.remember(true, as: "name " + label.name)
          }
        } else if let name = request.json?["name"]?.stringValue,
          exchange.memory.value("name " + name) != nil
        {
          request.refusal = .invalidValue("name", "is the name of another label of the team")
        }
      }),
  ]

  private static let messages: [Fault] = [
    Fault(
      "status-goes-back", "Every second look shows a sent message as pending again",
      on: .operations([Operation.getMessage]), breaks: "LIFE-20", .moderate,
      .resources { message, exchange in
        let id = message["id"]?.stringValue ?? ""
        if exchange.memory.count("look " + id).isMultiple(of: 2) { message["status"] = "queued" }
      }),
    Fault(
      "receiver-altered", "A sent message shows another receiver than was asked for",
      on: .operations([Operation.sendMessage]), breaks: "LIFE-20", .moderate,
      .resources { message, _ in
        message.changeText("to") { $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0") }
      }),
    Fault(
      "dangling-conversation", "Message rows name conversations that filter to nothing",
      on: .operations([Operation.listMessages]), breaks: "LIFE-14", .subtle,
      .resources { message, _ in
        message.changeText("conversation_id") { $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0") }
      }),
  ]
}
