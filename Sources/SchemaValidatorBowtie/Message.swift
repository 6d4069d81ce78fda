internal import SchemaValidator

/// A line that does not follow the protocol.
struct ProtocolMistake: Error {
  /// What was found, what was expected and what to do, as one line.
  let message: String

  init(_ sentence: String, fix: String? = nil) {
    message = fix.map { "\(sentence); fix: \($0)" } ?? sentence
  }
}

/// One object of the protocol, whose members are asked for by name.
struct Message {
  private let value: JSONValue
  /// What it is called in messages.
  private let name: String

  /// Reads a line.
  init(_ line: ArraySlice<UInt8>) throws(ProtocolMistake) {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: Array(line), limits: .widest)
    } catch {
      throw ProtocolMistake("the line is no JSON text: \(error)", fix: "send one command a line")
    }
    try self.init(document.root, named: "the command")
  }

  init(_ value: JSONValue, named name: String) throws(ProtocolMistake) {
    guard value.kind == .object else {
      throw ProtocolMistake("found \(name) to be \(value.article); expected an object")
    }
    self.value = value
    self.name = name
  }

  /// A member that may be missing.
  subscript(name: String) -> JSONValue? { value[name] }

  /// A member that must be there.
  func member(_ name: String) throws(ProtocolMistake) -> JSONValue {
    guard let member = value[name] else {
      throw ProtocolMistake("\(self.name) has no \"\(name)\"", fix: "add it")
    }
    return member
  }

  /// A string that must be there.
  func string(_ name: String) throws(ProtocolMistake) -> String {
    let member = try member(name)
    guard let text = member.stringValue else {
      throw ProtocolMistake("found \"\(name)\" to be \(member.article); expected a string")
    }
    return text
  }

  /// An object that must be there.
  func object(_ name: String) throws(ProtocolMistake) -> Message {
    try Message(member(name), named: "\"\(name)\"")
  }
}

extension JSONLimits {
  /// As much as can be read: a command comes from the one who started the program.
  static let widest = JSONLimits(
    maximumDepth: deepest, maximumBytes: .max, maximumValues: .max)
}

extension JSONValue {
  /// The value's type with its article.
  var article: String {
    switch kind {
    case .null: "null"
    case .array, .object: "an \(kind.rawValue)"
    case .boolean, .number, .string: "a \(kind.rawValue)"
    }
  }

  /// The beginning of the value's JSON text, enough to recognise it by.
  var excerpt: String {
    let text = description
    return text.unicodeScalars.count <= 40
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(40))) + "…"
  }

  /// The value as a document of its own.
  ///
  /// - Throws: never for a value that was read within the widest limits.
  func alone() throws(JSONSyntaxError) -> JSONDocument {
    try JSONDocument(parsing: Array(document.bytes[byteRange]), limits: .widest)
  }
}
