import Foundation
import Synchronization

extension Depot {
  /// Carries out a request of somebody who is known.
  func carryOut(
    _ request: DepotRequest, _ target: DepotTarget, by caller: String
  ) async throws(DepotProblem) -> DepotAnswer {
    guard let list = DepotList(rawValue: target.path[0]) else { throw .notFound }
    if target.path.count == 1 {
      guard request.method == "POST" else { return try page(of: list, request, target, caller) }
      let body = try body(of: request)
      guard list.takesKeys, let key = try key(of: request) else {
        return try create(in: list, body, by: caller)
      }
      let clerk = has(.keysOfClerks) ? request.field("Authorization") ?? "" : ""
      return try await create(
        in: list, body, by: caller, under: clerk + key, isGuest: isGuest(request))
    }
    let id = target.path[1]
    try checkID(id)
    switch request.method {
    case "PATCH":
      let body = try body(of: request)
      return try await change(id, in: list, by: body, request, of: caller)
    case "DELETE": return try delete(id, in: list, of: caller)
    default: return try read(id, in: list, request, of: caller)
    }
  }

  // MARK: Bodies

  private func body(of request: DepotRequest) throws(DepotProblem) -> DepotJSON {
    let type = (request.field("Content-Type") ?? "").lowercased()
    let isJSON =
      type.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces) }
      == "application/json"
    guard isJSON || has(.textTaken) else {
      throw DepotProblem(status: 415, code: "no-json", detail: "Send JSON.")
    }
    do throws(NotJSON) {
      let body = try DepotJSON(reading: request.body)
      guard case .object = body else { throw NotJSON() }
      return body
    } catch {
      if has(.malformedFails) {
        throw DepotProblem(status: 500, code: "broken", detail: "Something broke.")
      }
      throw .invalid(nil, "The body is no JSON object.")
    }
  }

  /// Takes the members of a body over into a row.
  private func fill(
    _ row: inout Row, from body: DepotJSON, isNew: Bool
  ) throws(DepotProblem) {
    guard case .object(let members) = body else { return }
    if isNew, body["name"] == nil, !has(.requiredNotAsked) {
      throw .invalid("name", "A name is needed.")
    }
    for member in members {
      switch (member.name, member.value) {
      case ("name", .string(let text)) where 1...60 ~= text.unicodeScalars.count:
        row.name = has(.nameCut) ? String(text.prefix(24)) : text
      case ("shelf", .string(let text)) where DepotList.shelves.contains(text): row.shelf = text
      case ("note", .null): row.note = nil
      case ("note", .string(let text)) where text.unicodeScalars.count <= 200: row.note = text
      case ("weight", .number):
        guard let weight = member.value.integer, 0...1000 ~= weight else {
          throw .invalid("weight", "A weight is an integer from 0 to 1000.")
        }
        row.weight = weight
      case ("name", _), ("shelf", _), ("note", _), ("weight", _):
        throw .invalid(member.name, "The member has a value that is not allowed.")
      default:
        throw .invalid(member.name, "Nobody knows this member.")
      }
    }
  }

  // MARK: Creating

  private func create(
    in list: DepotList, _ body: DepotJSON, by caller: String
  ) throws(DepotProblem) -> DepotAnswer {
    try withState { (state: inout State) throws(DepotProblem) in
      let now = self.now / 10 * 10
      var row = Row(
        id: UUID().uuidString.lowercased(), serial: state.lastSerial + 1, tenant: caller,
        name: "unnamed", shelf: "north", weight: 0, note: nil, madeAt: now, changedAt: now)
      do throws(DepotProblem) {
        try fill(&row, from: body, isNew: true)
      } catch {
        if has(.refusedIsMade) {
          row.name = body["name"]?.text ?? row.name
          state.lastSerial += 1
          state.rows[list, default: []].append(row)
        }
        throw error
      }
      let isTaken = state.rows[list, default: []].contains {
        $0.name == row.name && $0.tenant == caller
      }
      if list.hasUniqueNames, isTaken, !has(.namesTwice) {
        throw DepotProblem(
          status: 409, code: "name-taken", detail: "Another one has this name.", field: "name")
      }
      if has(.repeatsCollapse), list == .orders,
        let known = state.rows[list, default: []].first(where: { $0.name == row.name })
      {
        row.id = known.id
        return DepotAnswer(
          status: 201, fields: [("Location", "/api/orders/\(row.id)")] + tag(of: row),
          body: wrapped(json(row, in: list)))
      }
      if has(.numbersReused), let id = state.freeIDs.popLast() { row.id = id }
      state.lastSerial += 1
      state.rows[list, default: []].append(row)
      return DepotAnswer(
        status: 201,
        fields: [("Location", "/api/\(list.rawValue)/\(row.id)")] + tag(of: row),
        body: wrapped(json(row, in: list)))
    }
  }

  /// The key of a request; nil for none.
  private func key(of request: DepotRequest) throws(DepotProblem) -> String? {
    guard var key = request.field("Request-Key"), !has(.keyIgnored) else { return nil }
    if key.hasPrefix("\""), key.hasSuffix("\""), key.count > 1 {
      if has(.keyQuotedRefused) { throw .invalid("Request-Key", "A key has no quotation marks.") }
      key = String(key.dropFirst().dropLast())
    }
    if has(.keyCut) { return String(key.prefix(40)) }
    guard 1...64 ~= key.utf8.count else {
      throw .invalid("Request-Key", "A key has 1 to 64 characters.")
    }
    return key
  }

  private func create(
    in list: DepotList, _ body: DepotJSON, by caller: String, under key: String, isGuest: Bool
  ) async throws(DepotProblem) -> DepotAnswer {
    let tenant = has(.keySharedByTenants) ? "" : caller
    var place = "\(tenant)|\(has(.keySharedByOperations) ? "" : list.rawValue)|\(key)"
    if has(.keySpellingMatters) { place += "|\(body.description)" }
    let request = body.canonical
    if try isSpoilt(place) {
      throw DepotProblem(status: 409, code: "key-used", detail: "The key is still in use.")
    }
    if isGuest, try isPutOff(place) {
      if has(.failedIsDone) { _ = try create(in: list, body, by: caller) }
      if has(.failsAfterTheDeed) {
        _ = try withKey(place, request, in: list) { () throws(DepotProblem) in
          try create(in: list, body, by: caller)
        }
      }
      throw DepotProblem(status: 503, code: "busy", detail: "Nobody has time just now.")
    }
    if let kept = try kept(at: place, request, in: list) { return kept }
    if has(.keyRaces) { await meet(at: place) }
    // Nothing else happens between the last look and the deed.
    return try withKey(place, request, in: list) { () throws(DepotProblem) in
      try create(in: list, body, by: caller)
    }
  }

  /// Whether nobody has time for a guest's request: every third one with a new key is put off.
  private func isPutOff(_ place: String) throws(DepotProblem) -> Bool {
    try withState { (state: inout State) throws(DepotProblem) in
      guard !state.guestKeys.contains(place) else { return false }
      state.guestKeys.append(place)
      let isPutOff = state.guestKeys.count.isMultiple(of: 3)
      if isPutOff, has(.failureSpoilsKey) { state.spoiltKeys.append(place) }
      return isPutOff
    }
  }

  /// Whether a key was met by a failure that has made it useless.
  private func isSpoilt(_ place: String) throws(DepotProblem) -> Bool {
    try withState { (state: inout State) throws(DepotProblem) in state.spoiltKeys.contains(place) }
  }

  private func kept(
    at place: String, _ request: String, in list: DepotList
  ) throws(DepotProblem) -> DepotAnswer? {
    try withState { (state: inout State) throws(DepotProblem) in
      guard let kept = state.keys[place] else { return nil }
      // Texts that only look the same are not.
      guard kept.request.utf8.elementsEqual(request.utf8) || has(.keyTakesOtherBody) else {
        throw DepotProblem(
          status: 409, code: "key-used", detail: "The key was used for another request.")
      }
      var answer = kept.answer
      answer.fields.append(("Request-Repeated", has(.keyReplayMismarked) ? "false" : "true"))
      if has(.keyRevivesDeleted), let id = answer.body?["result"]?["id"]?.text,
        state.rows[list, default: []].allSatisfy({ $0.id != id })
      {
        state.lastSerial += 1
        state.rows[list, default: []].append(
          Row(
            id: id, serial: state.lastSerial, tenant: "house", name: "revived", shelf: "north",
            weight: 0, note: nil, madeAt: now, changedAt: now))
      }
      return answer
    }
  }

  private func withKey(
    _ place: String, _ request: String, in list: DepotList,
    _ deed: () throws(DepotProblem) -> DepotAnswer
  ) throws(DepotProblem) -> DepotAnswer {
    try keyGate.withLock { _ -> Result<DepotAnswer, DepotProblem> in
      do throws(DepotProblem) {
        if !has(.keyRaces), let kept = try kept(at: place, request, in: list) {
          return .success(kept)
        }
        let answer = try deed()
        try withState { (state: inout State) throws(DepotProblem) in
          state.keys[place] = KeptAnswer(request: request, answer: answer)
        }
        return .success(answer)
      } catch {
        return .failure(error)
      }
    }.get()
  }

  // MARK: One thing

  private func index(
    of id: String, in list: DepotList, of caller: String, _ state: State
  ) throws(DepotProblem) -> Int {
    let found = state.rows[list]?.firstIndex { $0.id == id && $0.tenant == caller }
    guard let found else { throw .notFound }
    return found
  }

  private func read(
    _ id: String, in list: DepotList, _ request: DepotRequest, of caller: String
  ) throws(DepotProblem) -> DepotAnswer {
    try withState { (state: inout State) throws(DepotProblem) in
      let row = try state.rows[list]?[index(of: id, in: list, of: caller, state)]
      guard let row else { throw .notFound }
      let tag = tag(of: row)
      let known = request.field("If-None-Match")
      if let known, known == "*" || known == tag.first?.value {
        return DepotAnswer(status: 304, fields: tag)
      }
      return DepotAnswer(status: 200, fields: tag, body: wrapped(json(row, in: list)))
    }
  }

  private func change(
    _ id: String, in list: DepotList, by body: DepotJSON, _ request: DepotRequest,
    of caller: String
  ) async throws(DepotProblem) -> DepotAnswer {
    let before = try withState { (state: inout State) throws(DepotProblem) in
      state.rows[list]?[try index(of: id, in: list, of: caller, state)]
    }
    if has(.patchesLost) { await meet(at: id) }
    return try withState { (state: inout State) throws(DepotProblem) in
      let place = try index(of: id, in: list, of: caller, state)
      guard var row = has(.patchesLost) ? before : state.rows[list]?[place] else { throw .notFound }
      if let wanted = request.field("If-Match"), wanted != "*", wanted != tag(of: row).first?.value
      {
        throw DepotProblem(status: 412, code: "changed", detail: "It is not what it was.")
      }
      try fill(&row, from: body, isNew: false)
      let isTaken = state.rows[list, default: []].contains {
        $0.name == row.name && $0.tenant == caller && $0.id != id
      }
      if list.hasUniqueNames, isTaken {
        throw DepotProblem(
          status: 409, code: "name-taken", detail: "Another one has this name.", field: "name")
      }
      if has(.patchResets), body["weight"] == nil { row.weight = 0 }
      row.changedAt = has(.changedMovesBack) ? row.madeAt - 5000 : max(now, row.changedAt)
      row.revision += 1
      state.rows[list]?[place] = row
      return DepotAnswer(status: 200, fields: tag(of: row), body: wrapped(json(row, in: list)))
    }
  }

  private func delete(
    _ id: String, in list: DepotList, of caller: String
  ) throws(DepotProblem) -> DepotAnswer {
    try withState { (state: inout State) throws(DepotProblem) in
      let place = try index(of: id, in: list, of: caller, state)
      if !has(.deletedStays) { state.rows[list]?.remove(at: place) }
      state.freeIDs.append(id)
      return DepotAnswer(status: 204)
    }
  }

  // MARK: Writing

  private func tag(of row: Row) -> [(name: String, value: String)] {
    has(.quietFields) ? [] : [("ETag", "\"r\(has(.tagStays) ? 1 : row.revision)\"")]
  }

  func wrapped(_ value: DepotJSON) -> DepotJSON {
    .object(has(.resultMissing) ? ["data": value] : ["result": value])
  }

  func json(_ row: Row, in list: DepotList) -> DepotJSON {
    .object([
      "id": .string(row.id), "name": .string(row.name),
      "shelf": .string(has(.unitMisspelt) ? row.shelf.uppercased() : row.shelf),
      "weight": .int(row.weight), "note": row.note.map { .string($0) } ?? .null,
      "made_at": .string(has(.dateWrong) ? "yesterday" : Self.time(row.madeAt)),
      "changed_at": .string(Self.time(row.changedAt)),
    ])
  }

  /// A time as RFC 3339 has it, in hundredths of seconds.
  static func time(_ millis: Int) -> String {
    let seconds = Date(timeIntervalSince1970: Double(millis / 1000))
    let hundredths = millis % 1000 / 10
    let text = seconds.formatted(.iso8601).dropLast()
    return "\(text).\(hundredths < 10 ? "0" : "")\(hundredths)Z"
  }
}
