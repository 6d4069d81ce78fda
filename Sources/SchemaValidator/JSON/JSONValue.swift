public import Diagnostics

/// A value inside a ``JSONDocument``: a cheap reference, decoded only where it is looked at.
///
/// Two values are equal as JSON Schema defines it: numbers by mathematical value, strings code
/// point by code point, objects regardless of member order. Of members with the same name the
/// last one counts.
public struct JSONValue: Sendable, Hashable, CustomStringConvertible {
  /// The six types of JSON.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The literal null.
    case null
    /// The literals true and false.
    case boolean
    /// A number of any size.
    case number
    /// A string.
    case string
    /// An array.
    case array
    /// An object.
    case object
  }

  /// The document the value belongs to.
  public let document: JSONDocument
  let index: Int

  /// What the value is.
  public var kind: Kind {
    switch document.tape.kind(index) {
    case .null: .null
    case .false, .true: .boolean
    case .integer, .decimal: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// Where the value stands in the document's bytes; a string with its quotation marks.
  public var byteRange: Range<Int> { document.tape.byteRange(index) }

  /// Whether the value is null.
  public var isNull: Bool { document.tape.kind(index) == .null }

  /// The value of a boolean; nil for other types.
  public var boolValue: Bool? {
    switch document.tape.kind(index) {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The exact value of a number; nil for other types.
  public var numberValue: JSONNumber? {
    let tape = document.tape
    guard tape.kind(index) == .integer || tape.kind(index) == .decimal else { return nil }
    return JSONNumber(tape.bytes, tape.byteRange(index))
  }

  /// The value of a number that is an integer, however written, and fits; else nil.
  public var intValue: Int? { numberValue?.intValue }

  /// The nearest `Double` of a number; nil for other types.
  public var doubleValue: Double? { numberValue?.doubleValue }

  /// The text of a string, escapes resolved; nil for other types.
  ///
  /// An escaped lone surrogate becomes U+FFFD.
  public var stringValue: String? {
    let tape = document.tape
    return tape.kind(index) == .string ? tape.string(index) : nil
  }

  /// How many elements an array or members an object has; 0 for other types.
  public var count: Int { document.tape.count(index) }

  /// The elements of an array in order; empty for other types.
  public var elements: JSONElements { JSONElements(self) }

  /// The members of an object in order, duplicates included; empty for other types.
  public var members: JSONMembers { JSONMembers(self) }

  /// The member of an object with a name, the last one if there are several.
  public subscript(name: String) -> JSONValue? {
    let tape = document.tape
    guard tape.kind(index) == .object else { return nil }
    var found: JSONValue?
    var member = index + 1
    let end = tape.next(index)
    while member < end {
      if tape.string(member, equals: name) {
        found = JSONValue(document: document, index: member + 1)
      }
      member = tape.next(member + 1)
    }
    return found
  }

  /// The element of an array at a position from 0; nil when there is none.
  public subscript(position: Int) -> JSONValue? {
    let tape = document.tape
    guard position >= 0, tape.kind(index) == .array, position < tape.count(index) else {
      return nil
    }
    var element = index + 1
    for _ in 0..<position { element = tape.next(element) }
    return JSONValue(document: document, index: element)
  }

  /// The value a pointer leads to from here; nil when it leads nowhere.
  ///
  /// An array index is written without leading zeros (RFC 6901 section 4).
  public func value(at pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      let step: JSONValue?
      switch value.kind {
      case .object: step = value[token]
      case .array: step = Self.arrayIndex(token).flatMap { value[$0] }
      case .null, .boolean, .number, .string: step = nil
      }
      guard let step else { return nil }
      value = step
    }
    return value
  }

  static func arrayIndex(_ token: String) -> Int? {
    let digits = token.utf8
    guard let first = digits.first, digits.count < 18,
      digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      first != UInt8(ascii: "0") || digits.count == 1
    else { return nil }
    return Int(token)
  }

  /// The way from the document's root to this value.
  ///
  /// Found by walking down from the root: ask for a few places, not for every value.
  public var pointer: JSONPointer { document.pointer(toNode: index) }

  /// Compact JSON text: no white space, strings and numbers spelled as they were written.
  public var description: String {
    if kind != .array, kind != .object {
      return document.tape.bytes.string(document.tape.byteRange(index))
    }
    var writer = JSONWriter(.compact)
    writer.value(self)
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  /// Whether two values are equal as JSON Schema defines it.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    JSONEquality.equal(
      left.document.tape, left.index, right.document.tape, right.index)
  }

  /// Hashes in agreement with `==`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(JSONEquality.hash(document.tape, index))
  }
}

/// One member of an object.
public struct JSONMember: Sendable {
  /// The name, escapes resolved.
  public let name: String
  /// Where the name stands in the document's bytes, with its quotation marks.
  public let nameRange: Range<Int>
  /// The value.
  public let value: JSONValue
}

/// The elements of an array in document order.
public struct JSONElements: Sequence, Sendable {
  private let parent: JSONValue

  init(_ parent: JSONValue) {
    self.parent = parent
  }

  /// Walks the elements.
  public struct Iterator: IteratorProtocol {
    private let document: JSONDocument
    private var index: Int
    private let end: Int

    init(_ parent: JSONValue) {
      let tape = parent.document.tape
      document = parent.document
      index = parent.index + 1
      end = tape.kind(parent.index) == .array ? tape.next(parent.index) : index
    }

    /// The next element, or nil after the last.
    public mutating func next() -> JSONValue? {
      guard index < end else { return nil }
      defer { index = document.tape.next(index) }
      return JSONValue(document: document, index: index)
    }
  }

  /// A walk from the first element.
  public func makeIterator() -> Iterator { Iterator(parent) }

  /// How many there are.
  public var underestimatedCount: Int { parent.kind == .array ? parent.count : 0 }
}

/// The members of an object in document order, duplicates included.
public struct JSONMembers: Sequence, Sendable {
  private let parent: JSONValue

  init(_ parent: JSONValue) {
    self.parent = parent
  }

  /// Walks the members.
  public struct Iterator: IteratorProtocol {
    private let document: JSONDocument
    private var index: Int
    private let end: Int

    init(_ parent: JSONValue) {
      let tape = parent.document.tape
      document = parent.document
      index = parent.index + 1
      end = tape.kind(parent.index) == .object ? tape.next(parent.index) : index
    }

    /// The next member, or nil after the last.
    public mutating func next() -> JSONMember? {
      guard index < end else { return nil }
      let tape = document.tape
      defer { index = tape.next(index + 1) }
      return JSONMember(
        name: tape.string(index), nameRange: tape.byteRange(index),
        value: JSONValue(document: document, index: index + 1))
    }
  }

  /// A walk from the first member.
  public func makeIterator() -> Iterator { Iterator(parent) }

  /// How many there are.
  public var underestimatedCount: Int { parent.kind == .object ? parent.count : 0 }
}
