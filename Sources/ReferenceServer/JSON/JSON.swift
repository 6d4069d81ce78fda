/// A JSON value as this server reads and writes it.
///
/// Objects keep the order of their members and also repeated ones; numbers keep the spelling they
/// arrived with; names and strings are compared by code point. The server has its own JSON so that
/// it cannot share a mistake with the validator that judges it.
package indirect enum JSON: Sendable {
  /// The literal `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, spelled as in the JSON text.
  case number(String)
  /// A string, unescaped.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object: its members in document order, repeated names included.
  case object([Member])

  /// One name and value of an object.
  package struct Member: Sendable {
    /// The unescaped name.
    package var name: String
    /// The value.
    package var value: JSON

    /// Creates a member.
    package init(name: String, value: JSON) {
      self.name = name
      self.value = value
    }
  }
}

extension JSON {
  /// The string, or nil for another kind of value.
  package var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth value, or nil for another kind of value.
  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number if it is mathematically an integer that fits (`1.0` and `1e2` are), else nil.
  package var integerValue: Int? {
    guard case .number(let text) = self, let decimal = Decimal(spelling: text) else { return nil }
    return decimal.integer
  }

  /// The elements, or nil for another kind of value.
  package var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members, or nil for another kind of value.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Whether the value is the literal `null`.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The first member of that name.
  ///
  /// Setting replaces it where it stands, or appends it; setting nil removes every member of the
  /// name. On a value that is no object, reading gives nil and setting does nothing.
  package subscript(name: String) -> JSON? {
    get { members?.first { $0.name.hasSameCodePoints(as: name) }?.value }
    set {
      guard case .object(var members) = self else { return }
      let place = members.firstIndex { $0.name.hasSameCodePoints(as: name) }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (_, nil): members.removeAll { $0.name.hasSameCodePoints(as: name) }
      }
      self = .object(members)
    }
  }

  /// The element at an index; nil outside the array, where setting does nothing.
  package subscript(index: Int) -> JSON? {
    get {
      guard let elements, elements.indices.contains(index) else { return nil }
      return elements[index]
    }
    set {
      guard case .array(var elements) = self, elements.indices.contains(index), let newValue
      else { return }
      elements[index] = newValue
      self = .array(elements)
    }
  }
}

extension JSON: Equatable {
  /// Whether two values are equal as JSON: exact numbers, code points, members in any order.
  package static func == (left: JSON, right: JSON) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// Creates a string.
  package init(stringLiteral value: String) { self = .string(value) }
  /// Creates a truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Creates an integer.
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  /// Creates an array.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// Creates an object whose members stand in the order of the literal.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }
  /// Creates `null`.
  package init(nilLiteral: ()) { self = .null }

  /// An integer.
  package static func integer(_ value: Int) -> JSON { .number(String(value)) }

  /// A string, or `null` where there is none.
  package static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
}

extension String {
  /// Whether both texts are the same code points; `==` would also equate "é" and "e" + U+0301.
  func hasSameCodePoints(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
