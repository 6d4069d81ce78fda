/// One header field, spelled as it was or will be on the wire.
///
/// Source: [RFC 9110 section 5](https://www.rfc-editor.org/rfc/rfc9110#section-5)
package struct HTTPField: Sendable, Hashable, CustomStringConvertible {
  /// The field name in the letter case it was written in.
  package var name: String
  /// The field value without the white space around it.
  ///
  /// It is sent as UTF-8. A received value that is not valid UTF-8 is read as ISO 8859-1, so no byte is lost; the bytes
  /// themselves are in ``HTTPResponse/head``.
  package var value: String

  /// Creates a field from its parts.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// The field as a header line without its line end.
  package var description: String { "\(name): \(value)" }

  /// Whether the field has a name, letter case aside.
  package func isNamed(_ other: String) -> Bool {
    // Nearly every other name has another length, and most that are meant are spelled alike; an
    // equivalent spelling of a name in ASCII, as all that are looked for, would be longer.
    name.utf8.count == other.utf8.count
      && (name == other
        || zip(name.utf8, other.utf8).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII })
  }
}

extension Sequence<HTTPField> {
  /// The values of all fields with a name, letter case aside, in the order of the fields.
  package func values(named name: String) -> [String] {
    compactMap { $0.isNamed(name) ? $0.value : nil }
  }

  /// The value of the first field with a name, letter case aside.
  package func value(named name: String) -> String? {
    first { $0.isNamed(name) }?.value
  }
}
