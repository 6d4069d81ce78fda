/// The operations on labels.
enum LabelRoutes {
  static let routes = [
    Route(method: "GET", template: "/labels", handler: list),
    Route(method: "POST", template: "/labels", body: .required, handler: create),
    Route(method: "GET", template: "/labels/{id}", handler: fetch),
    Route(method: "PATCH", template: "/labels/{id}", body: .required, handler: update),
    Route(method: "DELETE", template: "/labels/{id}", handler: delete),
  ]

  static let colors = [
    "gray", "red", "orange", "amber", "yellow", "lime", "green", "emerald", "teal", "sky", "blue",
    "violet", "pink",
  ]

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    if call.policies.labels.refusesUnknownNames {
      for item in call.queryItems where !["limit", "cursor"].contains(item.name) {
        throw .invalidParameter(item.name, "is not known")
      }
    }
    let window = try call.pageWindow()
    let (rows, hasMore) = call.store.withState { state in
      state.labels.page(window) { $0.organizationID == call.organizationID }
    }
    return call.page(window, of: rows, hasMore: hasMore, json: \.json)
  }

  private static func create(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let policy = call.policies.labels
    if policy.refusesUnknownNames { try body.allow(only: ["team_id", "name", "color"]) }
    let teamID = try body.optionalString("team_id", length: 1...64)
    let name = try body.string("name", length: 1...50, measuredBy: policy.length)
    let color = try body.optionalString("color", oneOf: colors)
    let label = try call.store.withState { (state) throws(APIError) -> Label in
      let team = try resolveTeam(teamID, of: call.organizationID, in: state)
      let storedName = policy.storedName(name)
      if policy.newNamesAreUnique {
        try requireFreeName(storedName, team: team, except: nil, in: state)
      }
      let label = Label(
        id: state.identifiers.identifier("lbl"), organizationID: call.organizationID, teamID: team,
        name: storedName, color: policy.color(color), createdAt: call.now, updatedAt: call.now)
      state.labels.insert(label)
      state.effects.labelsCreated += 1
      return label
    }
    return .data(label.json)
  }

  private static func fetch(_ call: Invocation) throws(APIError) -> Outcome {
    .data(try call.store.withState { (state) throws(APIError) in try find(call, in: state) }.json)
  }

  private static func update(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let policy = call.policies.labels
    let name = try body.optionalString("name", length: 1...50, measuredBy: policy.length)
    let color = try body.optionalString("color", oneOf: colors)
    let label = try call.store.withState { (state) throws(APIError) -> Label in
      let old = try find(call, in: state)
      var label = old
      if let name {
        if policy.changedNamesAreUnique {
          try requireFreeName(name, team: old.teamID, except: old.id, in: state)
        }
        label.name = name
      }
      if let color { label.color = color }
      guard !label.name.hasSameCodePoints(as: old.name) || label.color != old.color else {
        return old
      }
      label.updatedAt = max(call.now, old.updatedAt.advanced(by: .milliseconds(1)))
      state.labels[label.id] = label
      state.effects.labelsUpdated += 1
      return label
    }
    return .data(label.json)
  }

  private static func delete(_ call: Invocation) throws(APIError) -> Outcome {
    try call.store.withState { (state) throws(APIError) in
      let label = try find(call, in: state)
      if call.policies.labels.deletesRows {
        state.labels[label.id] = nil
        state.attachments = state.attachments.filter { $0.labelID != label.id }
        state.effects.labelsDeleted += 1
      }
    }
    return .data(["id": .string(call.id), "object": "label", "deleted": true])
  }

  private static func find(_ call: Invocation, in state: Store.State) throws(APIError) -> Label {
    try state.label(call.id, of: call.organizationID)
  }

  /// The team a new label goes to: the one named, or the only one there is.
  private static func resolveTeam(
    _ teamID: String?, of organizationID: String, in state: Store.State
  ) throws(APIError) -> String {
    let teams = state.organization(organizationID)?.teamIDs ?? []
    guard let teamID else {
      guard teams.count == 1, let only = teams.first else { throw .missingField("team_id") }
      return only
    }
    guard teams.contains(where: { $0.hasSameCodePoints(as: teamID) }) else {
      throw .invalidValue("team_id", "names no team of this organization")
    }
    return teamID
  }

  private static func requireFreeName(
    _ name: String, team: String, except id: String?, in state: Store.State
  ) throws(APIError) {
    let holder = state.labels.first {
      $0.teamID == team && $0.id != id && $0.name.hasSameCodePoints(as: name)
    }
    if holder != nil { throw .invalidValue("name", "is the name of another label of the team") }
  }
}

extension Label {
  /// The label as the API shows it.
  var json: JSON {
    [
      "id": .string(id), "object": "label", "name": .string(name), "color": .string(color),
      "team_id": .string(teamID), "created_at": .string(createdAt.rfc3339),
      "updated_at": .string(updatedAt.rfc3339),
    ]
  }
}
