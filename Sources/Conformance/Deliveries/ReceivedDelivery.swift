import SchemaValidator

/// A webhook as it came in: nothing of it has been read but HTTP.
package struct ReceivedDelivery: Sendable {
  /// The path that it was sent to, without a query.
  package let path: String
  /// The header fields in their order.
  package let fields: [HTTPField]
  /// The bytes of the body.
  package let body: [UInt8]
  /// When its last byte came, in seconds since 1970.
  package let receivedAt: Double

  /// Creates a delivery from its parts.
  package init(path: String, fields: [HTTPField], body: [UInt8], receivedAt: Double) {
    self.path = path
    self.fields = fields
    self.body = body
    self.receivedAt = receivedAt
  }

  /// The body as JSON; nil where it is something else.
  var json: JSONValue? { (try? JSONDocument(parsing: body))?.root }

  /// Whether the path ends with the given one, segment by segment: what forwards deliveries may have
  /// put a path of its own in front.
  func isAddressed(to end: String) -> Bool {
    let (own, wanted) = (path.split(separator: "/"), end.split(separator: "/"))
    return own.count >= wanted.count
      && zip(own.suffix(wanted.count), wanted).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }
}
