/// Reads the members of an object in a request's body, one rule at a time.
///
/// A member that breaks a rule is named by its dotted path from the root of the body; elements of
/// an array by their index.
struct BodyReader: Sendable {
  private let object: JSON
  private let path: String

  /// Reads the outermost object of a body.
  init(_ body: JSON?) {
    object = body ?? .object([])
    path = ""
  }

  private init(_ object: JSON, path: String) {
    self.object = object
    self.path = path
  }

  /// The dotted path of a member.
  func name(of member: String) -> String {
    path.isEmpty ? member : path + "." + member
  }

  /// Whether the member is there, `null` included.
  func has(_ member: String) -> Bool { object[member] != nil }

  /// Refuses a member of another name.
  func allow(only names: [String]) throws(APIError) {
    for member in object.members ?? [] where !names.contains(member.name) {
      throw .invalidValue(name(of: member.name), "is not known")
    }
  }

  /// The member as it came, or nil.
  func value(_ member: String) -> JSON? { object[member] }

  /// A member that must be there.
  func required(_ member: String) throws(APIError) -> JSON {
    guard let value = object[member] else { throw .missingField(name(of: member)) }
    return value
  }

  /// A required string whose length, in code points unless measured otherwise, is in a range.
  func string(
    _ member: String, length: ClosedRange<Int> = 0...Int.max,
    measuredBy measure: (String) -> Int = { $0.unicodeScalars.count }
  ) throws(APIError) -> String {
    guard let text = try required(member).stringValue else {
      throw .wrongType(name(of: member), expected: "a string")
    }
    guard length.contains(measure(text)) else {
      let bounds =
        length.upperBound == .max
        ? "at least \(length.lowerBound)" : "\(length.lowerBound) to \(length.upperBound)"
      throw .invalidValue(name(of: member), "must have \(bounds) characters")
    }
    return text
  }

  /// A string that may be absent, but not `null`.
  func optionalString(
    _ member: String, length: ClosedRange<Int> = 0...Int.max,
    measuredBy measure: (String) -> Int = { $0.unicodeScalars.count }
  ) throws(APIError) -> String? {
    has(member) ? try string(member, length: length, measuredBy: measure) : nil
  }

  /// A string that may be `null`, or absent: what to set a member to, nil to leave it as it is.
  func nullableString(_ member: String, length: ClosedRange<Int> = 0...Int.max) throws(APIError)
    -> Change<String>?
  {
    guard let value = object[member] else { return nil }
    return value.isNull ? .clear : .set(try string(member, length: length))
  }

  /// A required id of a kind.
  func identifier(_ member: String, prefix: String) throws(APIError) -> String {
    let text = try string(member)
    guard Invocation.isIdentifier(text, prefix: prefix) else {
      throw .invalidValue(name(of: member), "must be an id that starts with \(prefix)_")
    }
    return text
  }

  /// A required array of strings whose count is in a range, each of them judged.
  func strings(
    _ member: String, count: ClosedRange<Int>, expected: String, _ isFine: (String) -> Bool
  ) throws(APIError) -> [String] {
    guard let elements = try required(member).elements else {
      throw .wrongType(name(of: member), expected: "an array")
    }
    guard count.contains(elements.count) else {
      throw .invalidValue(name(of: member), "has a number of elements that is not allowed")
    }
    var strings: [String] = []
    for (index, element) in elements.enumerated() {
      let path = name(of: member) + "." + String(index)
      guard let text = element.stringValue else { throw .wrongType(path, expected: "a string") }
      guard isFine(text) else { throw .invalidValue(path, "must be " + expected) }
      strings.append(text)
    }
    return strings
  }

  /// An instant that may be absent.
  func optionalInstant(_ member: String) throws(APIError) -> Timestamp? {
    guard let text = try optionalString(member) else { return nil }
    guard let instant = Timestamp(rfc3339: text) else {
      throw .invalidValue(name(of: member), "must be a date and time as in RFC 3339")
    }
    return instant
  }

  /// A required string out of a list.
  @discardableResult
  func string(_ member: String, oneOf allowed: [String]) throws(APIError) -> String {
    let text = try string(member)
    guard allowed.contains(where: { $0.hasSameCodePoints(as: text) }) else {
      throw .invalidValue(name(of: member), "must be one of \(allowed.joined(separator: ", "))")
    }
    return text
  }

  /// A string out of a list that may be absent.
  @discardableResult
  func optionalString(_ member: String, oneOf allowed: [String]) throws(APIError) -> String? {
    has(member) ? try string(member, oneOf: allowed) : nil
  }

  /// A truth value that may be absent.
  @discardableResult
  func optionalBool(_ member: String) throws(APIError) -> Bool? {
    guard let value = object[member] else { return nil }
    guard let bool = value.boolValue else {
      throw .wrongType(name(of: member), expected: "true or false")
    }
    return bool
  }

  /// An integer of at least a minimum that may be absent.
  @discardableResult
  func optionalInteger(_ member: String, atLeast minimum: Int) throws(APIError) -> Int? {
    guard let value = object[member] else { return nil }
    guard let integer = value.integerValue else {
      throw .wrongType(name(of: member), expected: "an integer")
    }
    guard integer >= minimum else {
      throw .invalidValue(name(of: member), "must be at least \(minimum)")
    }
    return integer
  }

  /// A required absolute http or https URL.
  @discardableResult
  func url(_ member: String) throws(APIError) -> String {
    let text = try string(member)
    guard WebAddress.isAbsolute(text) else {
      throw .invalidValue(name(of: member), "must be an absolute http or https URL")
    }
    return text
  }

  /// A required object.
  func object(_ member: String) throws(APIError) -> BodyReader {
    let value = try required(member)
    guard value.members != nil else {
      throw .wrongType(name(of: member), expected: "an object")
    }
    return BodyReader(value, path: name(of: member))
  }

  /// An object that may be absent.
  func optionalObject(_ member: String) throws(APIError) -> BodyReader? {
    has(member) ? try object(member) : nil
  }

  /// A required array of objects whose count is in a range.
  func objects(_ member: String, count: ClosedRange<Int>) throws(APIError) -> [BodyReader] {
    guard let elements = try required(member).elements else {
      throw .wrongType(name(of: member), expected: "an array")
    }
    guard count.contains(elements.count) else {
      throw .invalidValue(name(of: member), "has a number of elements that is not allowed")
    }
    var readers: [BodyReader] = []
    for (index, element) in elements.enumerated() {
      let path = name(of: member) + "." + String(index)
      guard element.members != nil else { throw .wrongType(path, expected: "an object") }
      readers.append(BodyReader(element, path: path))
    }
    return readers
  }
}

/// What a change wants to make of a member that can be `null`.
enum Change<Value: Sendable>: Sendable {
  case clear
  case set(Value)

  /// The value after the change.
  var value: Value? {
    if case .set(let value) = self { value } else { nil }
  }
}

/// What can be fetched from the web.
enum WebAddress {
  /// Whether a text is an http or https URL with a host, written in the characters of RFC 3986.
  static func isAbsolute(_ text: String) -> Bool {
    let lowered = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) else { return false }
    let rest = text.dropFirst(scheme.count)
    let host = rest.prefix { !"/?#".contains($0) }
    let allowed = "-._~:/?#[]@!$&'()*+,;=%"
    return !host.isEmpty
      && rest.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || allowed.utf8.contains(byte)
      }
  }
}
