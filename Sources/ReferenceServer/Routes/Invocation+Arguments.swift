extension Invocation {
  /// The path with its parameters decoded, so that two spellings of one path are equal.
  func decodedPath(of route: Route) -> String {
    route.segments.map { part in
      part.hasPrefix("{") ? parameters[String(part.dropFirst().dropLast())] ?? "" : String(part)
    }.joined(separator: "/")
  }

  /// The idempotency key that the request came with, or nil.
  ///
  /// - Throws: ``APIError`` unless it is one field of 1 to 255 code points.
  var idempotencyKey: String? {
    get throws(APIError) {
      let keys = request.fields.values(of: "Idempotency-Key")
      guard let key = keys.first else { return nil }
      guard keys.count == 1, (1...255).contains(key.unicodeScalars.count) else {
        throw .invalidParameter("idempotency-key", "must be one value of 1 to 255 characters")
      }
      return key
    }
  }

  /// The prefixes of ids, by the segment that stands before them in a path.
  private static let prefixes = [
    "labels": "lbl", "messages": "msg", "contacts": "ctc", "conversations": "cnv",
    "webhook_subscriptions": "wbs", "webhook_deliveries": "wbd", "secrets": "sec",
  ]

  /// Judges the path's parameters: first by their form, then whether the account is known.
  ///
  /// - Throws: ``APIError`` with 400 for a wrong form and 404 for an unknown account.
  func checkPathParameters(of route: Route) throws(APIError) {
    var previous = ""
    for segment in route.segments {
      defer { previous = String(segment) }
      guard segment.hasPrefix("{") else { continue }
      let name = String(segment.dropFirst().dropLast())
      try checkForm(of: name, value: parameters[name] ?? "", prefix: Self.prefixes[previous])
    }
    guard parameters["phone_number_id"] != nil else { return }
    let account = store.withState { $0.account(phoneNumberID, of: organizationID) }
    guard account != nil else { throw .missingResource }
  }

  private func checkForm(of name: String, value: String, prefix: String?) throws(APIError) {
    if name == "phone_number_id" {
      let isDigits = value.utf8.allSatisfy { (0x30...0x39).contains($0) }
      guard isDigits, (6...20).contains(value.utf8.count) else {
        throw .invalidParameter(name, "must be 6 to 20 digits")
      }
    } else if let prefix {
      guard Self.isIdentifier(value, prefix: prefix) else {
        throw .invalidParameter(name, "must be an id that starts with \(prefix)_")
      }
    } else if !(1...512).contains(value.unicodeScalars.count) {
      throw .invalidParameter(name, "must have 1 to 512 characters")
    }
  }

  /// Whether a text is an id of a kind: prefix, `_`, 26 letters of Crockford's base 32.
  static func isIdentifier(_ text: String, prefix: String) -> Bool {
    let bytes = Array(text.utf8)
    let start = Array((prefix + "_").utf8)
    guard bytes.count == start.count + 26, bytes.starts(with: start) else { return false }
    return bytes.dropFirst(start.count).allSatisfy {
      "0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8.contains($0)
    }
  }

  /// The value of a query parameter, or nil if it is absent.
  ///
  /// - Throws: ``APIError`` if it is there twice.
  func query(_ name: String) throws(APIError) -> String? {
    let values = queryItems.filter { $0.name.hasSameCodePoints(as: name) }
    guard values.count <= 1 else { throw .invalidParameter(name, "is given more than once") }
    return values.first?.value
  }

  /// A query parameter that has one of some values.
  func query(_ name: String, oneOf allowed: [String]) throws(APIError) -> String? {
    guard let value = try query(name) else { return nil }
    guard allowed.contains(where: { $0.hasSameCodePoints(as: value) }) else {
      throw .invalidParameter(name, "must be one of \(allowed.joined(separator: ", "))")
    }
    return value
  }

  /// A query parameter whose length in code points is in a range.
  func query(_ name: String, length: ClosedRange<Int>) throws(APIError) -> String? {
    guard let value = try query(name) else { return nil }
    guard length.contains(value.unicodeScalars.count) else {
      throw .invalidParameter(
        name, "must have \(length.lowerBound) to \(length.upperBound) characters")
    }
    return value
  }

  /// A query parameter that is an id.
  func query(_ name: String, identifier prefix: String) throws(APIError) -> String? {
    guard let value = try query(name) else { return nil }
    guard Self.isIdentifier(value, prefix: prefix) else {
      throw .invalidParameter(name, "must be an id that starts with \(prefix)_")
    }
    return value
  }

  /// A query parameter that is an instant.
  func query(instant name: String) throws(APIError) -> Timestamp? {
    guard let value = try query(name) else { return nil }
    guard let instant = Timestamp(rfc3339: value) else {
      throw .invalidParameter(name, "must be a date and time as in RFC 3339")
    }
    return instant
  }

  /// The part of a list that the request asks for with `limit` and `cursor`.
  ///
  /// A list whose order is promised keeps the order of its table.
  ///
  /// - Throws: ``APIError`` for a limit out of bounds, and for a cursor that this list has not
  ///   handed out for the same organization and filters.
  func pageWindow(orderIsPromised: Bool = false) throws(APIError) -> PageWindow {
    let policy = policies.pagination
    let limit = try limit(policy)
    var window = PageWindow(limit: limit, binding: listBinding)
    window.isReversed = policy.isOldestFirst && !orderIsPromised
    if let text = try query("cursor") {
      let cursor = Cursor(text: text, sealedWith: cursorKey)
      if let cursor, !policy.bindsCursors || cursor.binding == window.binding {
        window.cursor = cursor
      } else if !policy.forgivesBadCursors {
        throw .invalidCursor
      }
    }
    window.resume = policy.resume(window.pageNumber)
    window.limit = policy.rowsPerPage(limit, window.pageNumber)
    return window
  }

  private func limit(_ policy: Policies.Pagination) throws(APIError) -> Int {
    guard let text = try query("limit") else { return policy.defaultLimit }
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .invalidLimit("must be written in digits")
    }
    let limit = Int(text) ?? .max
    if limit > policy.maximumLimit, case .clamp = policy.overMaximum { return policy.maximumLimit }
    guard (1...policy.maximumLimit).contains(limit) else {
      throw .invalidLimit("must be from 1 to \(policy.maximumLimit)")
    }
    return limit
  }

  /// What a cursor of this request is good for: organization, path, and every filter.
  private var listBinding: String {
    let filters = queryItems.filter { $0.name != "limit" && $0.name != "cursor" }
    let parts = filters.map { $0.name + "=" + $0.value }.sorted()
    let place = [organizationID, String(request.path)] + parts
    return MessageDigest.sha256(Array(place.joined(separator: "\n").utf8)).prefix(8).hexDigits
  }

  /// The outcome for one page of a table.
  func page<Row: StoredRow>(
    _ window: PageWindow, of rows: [Row], hasMore: Bool, json: (Row) -> JSON
  ) -> Outcome {
    let claimsMore = policies.pagination.guessesMore && rows.count == window.limit
    var next: String?
    if hasMore || claimsMore, let last = rows.last?.position ?? window.cursor?.position {
      next = window.next(after: last, rowCount: rows.count).text(sealedWith: cursorKey)
    }
    let note = PageNote(number: window.pageNumber, limit: window.limit, nextCursor: next)
    return .page(rows.map(json), note)
  }
}
