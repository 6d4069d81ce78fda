/// `GET /accounts`: one page, always.
enum AccountRoutes {
  static let routes = [Route(method: "GET", template: "/accounts", handler: list)]

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    let status = try call.query("status", oneOf: ["connected", "all"]) ?? "connected"
    let accounts = call.store.withState { state in
      state.accounts.filter {
        $0.organizationID == call.organizationID && (status == "all" || $0.status == "connected")
      }
    }
    let note = PageNote(number: 1, limit: accounts.count, nextCursor: nil)
    return .page(accounts.map(\.json), note)
  }
}

extension Account {
  /// The account as the API shows it.
  var json: JSON {
    [
      "object": "account", "phone_number_id": .optional(phoneNumberID),
      "phone_number": .optional(phoneNumber), "name": .optional(name), "status": .string(status),
    ]
  }
}
