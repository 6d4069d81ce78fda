/// The operations on templates.
enum TemplateRoutes {
  static let routes = [
    Route(method: "GET", template: "/{phone_number_id}/templates", handler: list),
    Route(method: "GET", template: "/{phone_number_id}/templates/{name}", handler: fetch),
  ]

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    let status =
      try call.query("status", oneOf: ["approved", "pending", "rejected", "all"]) ?? "approved"
    let language = try call.query("language", length: 2...15)
    let window = try call.pageWindow()
    let account = call.account
    let (rows, hasMore) = call.store.withState { state in
      state.templates.page(window) { template in
        template.phoneNumberID == call.phoneNumberID
          && (status == "all" || template.status == status)
          && (language.map { template.language.hasSameCodePoints(as: $0) } ?? true)
      }
    }
    return call.page(window, of: rows, hasMore: hasMore) { $0.json(account) }
  }

  /// The template of a name; if it has several languages and none is asked for, the newest.
  private static func fetch(_ call: Invocation) throws(APIError) -> Outcome {
    let language = try call.query("language", length: 2...15)
    let name = call.parameters["name"] ?? ""
    let template = call.store.withState { state in
      state.templates.first { template in
        template.phoneNumberID == call.phoneNumberID
          && template.name.hasSameCodePoints(as: name)
          && (language.map { template.language.hasSameCodePoints(as: $0) } ?? true)
      }
    }
    guard let template else { throw .missingResource }
    return .data(template.json(call.account))
  }
}

extension Template {
  /// The template as the API shows it.
  func json(_ account: Account?) -> JSON {
    [
      "id": .string(id), "object": "template", "name": .string(name),
      "language": .string(language), "status": .string(status), "content": .string(content),
      "variables": .array(variables.map(JSON.string)),
      "components": [["type": "BODY", "text": .string(content)]],
      "whatsapp_account": ["phone_number": .optional(account?.phoneNumber)],
      "provider_template_id": .optional(providerID), "created_at": .string(createdAt.rfc3339),
      "updated_at": .string(updatedAt.rfc3339),
    ]
  }
}
