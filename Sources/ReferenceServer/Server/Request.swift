/// One header field, its name spelled as sent.
struct HTTPField: Sendable {
  var name: String
  var value: String
}

extension [HTTPField] {
  /// The values of all fields of a name; letter case does not matter (RFC 9110 section 5.1).
  func values(of name: String) -> [String] {
    let wanted = name.lowercased()
    return filter { $0.name.lowercased() == wanted }.map(\.value)
  }

  /// Replaces every field of the name by one, or removes them for nil.
  mutating func set(_ name: String, to value: String?) {
    let wanted = name.lowercased()
    let place = firstIndex { $0.name.lowercased() == wanted } ?? count
    removeAll { $0.name.lowercased() == wanted }
    if let value { insert(HTTPField(name: name, value: value), at: Swift.min(place, count)) }
  }
}

/// A request as it came off the connection.
struct Request: Sendable {
  var method: String
  /// The request target as sent: path and query, still percent-encoded.
  var target: String
  var fields: [HTTPField]
  var body: [UInt8] = []
  /// What makes the request unacceptable before anything in it is looked at.
  var refusal: APIError?

  /// The target's path, without a scheme and host that a proxy's client may send in front of it.
  var path: Substring {
    var path = target.prefix { $0 != "?" && $0 != "#" }
    for scheme in ["http://", "https://"] where path.lowercased().hasPrefix(scheme) {
      path = path.dropFirst(scheme.count).drop { $0 != "/" }
    }
    return path
  }

  /// The last segment of the path as sent: the id, where a path ends in one.
  var lastSegment: String { path.split(separator: "/").last.map(String.init) ?? "" }

  /// The idempotency key, if there is one.
  var idempotencyKey: String? { fields.values(of: "Idempotency-Key").first }

  /// The target's query as sent; empty if there is none.
  var query: Substring {
    target.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
  }

  /// The query's names and values in order, decoded; nil if an escape is broken.
  var queryItems: [(name: String, value: String)]? {
    var items: [(name: String, value: String)] = []
    for part in query.split(separator: "&") {
      let name = part.prefix { $0 != "=" }
      guard let decodedName = PercentEncoding.decode(name, plusIsSpace: true),
        let value = PercentEncoding.decode(part.dropFirst(name.count + 1), plusIsSpace: true)
      else { return nil }
      items.append((decodedName, value))
    }
    return items
  }

  /// Sets a query item to a value, spelled as given, or removes it for nil.
  mutating func setQueryItem(_ name: String, to value: String?) {
    var parts = query.split(separator: "&").filter { !$0.hasPrefix(name + "=") && $0 != name }
    if let value { parts.append(Substring(name + "=" + value)) }
    let start = target.prefix { $0 != "?" && $0 != "#" }
    target = parts.isEmpty ? String(start) : start + "?" + parts.joined(separator: "&")
  }

  /// The body as JSON, or nil if it is none.
  var json: JSON? {
    get { try? JSON(parsing: body) }
    set { body = newValue?.bytes ?? [] }
  }
}
