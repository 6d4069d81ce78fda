import Diagnostics
import SchemaValidator

/// An object in a line of a recording; what it refuses is told with its line and column.
struct RecordedObject {
  /// The code of what another version wrote.
  static let versionCode = "file.recording-version"
  private static let code = "file.bad-recording"

  private let value: JSONValue
  private let text: SourceText
  /// Where the line begins in the text.
  private let start: Int

  /// Reads a line.
  init(lineAt range: Range<Int>, of text: SourceText) throws(Diagnostics) {
    do throws(JSONSyntaxError) {
      value = try JSONDocument(parsing: Array(text.bytes[range])).root
    } catch {
      let place = range.lowerBound + error.byteOffset
      throw Diagnostics([
        Diagnostic(
          code: Self.code, "the line is no JSON text: \(error.message)", in: text,
          bytes: place..<place, fix: "record again")
      ])
    }
    self.text = text
    start = range.lowerBound
    guard value.kind == .object else { throw refusal(expected: "an object") }
  }

  private init(_ value: JSONValue, in outer: RecordedObject) {
    self.value = value
    text = outer.text
    start = outer.start
  }

  // MARK: - Members

  /// Whether there is a member.
  func has(_ name: String) -> Bool { value[name] != nil }

  /// Refuses members of other names.
  func expectOnly(_ names: [String]) throws(Diagnostics) {
    for member in value.members where !names.contains(member.name) {
      let near = EditDistance.nearest(to: member.name, in: names)
      throw Diagnostics([
        Diagnostic(
          code: Self.code,
          "unknown member \"\(member.name)\"; expected one of "
            + names.alternatives, in: text, bytes: place(member.nameRange),
          fix: near.map { "write \"\($0)\"" } ?? "remove it")
      ])
    }
  }

  func string(_ name: String) throws(Diagnostics) -> String {
    try read(name, "a string", \.stringValue)
  }

  func integer(_ name: String) throws(Diagnostics) -> Int {
    try read(name, "an integer", \.intValue)
  }

  func number(_ name: String) throws(Diagnostics) -> Double {
    try read(name, "a number", \.doubleValue)
  }

  /// A member that is a time in seconds since 1970, in a year of four digits.
  func instant(_ name: String) throws(Diagnostics) -> Double {
    try read(name, "seconds since 1970, before the year 10000") {
      $0.doubleValue.flatMap { 0..<253_402_300_800 ~= $0 ? $0 : nil }
    }
  }

  func flag(_ name: String) throws(Diagnostics) -> Bool {
    try read(name, "true or false", \.boolValue)
  }

  /// A member that is one of the words of a type.
  func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, as type: Word.Type
  ) throws(Diagnostics) -> Word where Word.RawValue == String {
    try read(name, "one of " + type.allCases.map(\.rawValue).alternatives) {
      $0.stringValue.flatMap(type.init(rawValue:))
    }
  }

  /// A member that is an object with members of these names only.
  func object(_ name: String, _ names: [String]) throws(Diagnostics) -> RecordedObject {
    let object = RecordedObject(
      try read(name, "an object") { $0.kind == .object ? $0 : nil }, in: self)
    try object.expectOnly(names)
    return object
  }

  /// A member that is a list of such objects; none where it is absent.
  func objects(_ name: String, _ names: [String]) throws(Diagnostics) -> [RecordedObject] {
    var objects: [RecordedObject] = []
    for element in try elements(name) {
      guard element.kind == .object else { throw refusal(expected: "an object", at: element) }
      let object = RecordedObject(element, in: self)
      try object.expectOnly(names)
      objects.append(object)
    }
    return objects
  }

  /// A member that is a list of strings; none where it is absent.
  func strings(_ name: String) throws(Diagnostics) -> [String] {
    var strings: [String] = []
    for element in try elements(name) {
      guard let string = element.stringValue else {
        throw refusal(expected: "a string", at: element)
      }
      strings.append(string)
    }
    return strings
  }

  /// A member that is a list of JSON pointers; none where it is absent.
  func pointers(_ name: String) throws(Diagnostics) -> [JSONPointer] {
    var pointers: [JSONPointer] = []
    for element in try elements(name) {
      guard let pointer = element.stringValue.flatMap(JSONPointer.init(parsing:)) else {
        throw refusal(expected: "a JSON pointer", at: element)
      }
      pointers.append(pointer)
    }
    return pointers
  }

  /// Header fields as pairs of name and value.
  func fields(_ name: String) throws(Diagnostics) -> [HTTPField] {
    guard has(name) else { throw missing(name) }
    var fields: [HTTPField] = []
    for pair in try elements(name) {
      let texts = pair.elements.compactMap(\.stringValue)
      guard pair.count == 2, texts.count == 2 else {
        throw refusal(expected: "a name and a value", at: pair)
      }
      fields.append(HTTPField(texts[0], texts[1]))
    }
    return fields
  }

  /// The body: its text, or its bytes in base64; nil for none.
  func body() throws(Diagnostics) -> [UInt8]? {
    if has("body") { return Array(try string("body").utf8) }
    guard has("base64") else { return nil }
    return try read("base64", "bytes in base64") {
      $0.stringValue.flatMap { Base64.decode(Array($0.utf8)) }
    }
  }

  private func elements(_ name: String) throws(Diagnostics) -> [JSONValue] {
    guard let list = value[name] else { return [] }
    guard list.kind == .array else { throw refusal(expected: "a list", at: list) }
    return Array(list.elements)
  }

  private func read<Value>(
    _ name: String, _ expected: String, _ convert: (JSONValue) -> Value?
  ) throws(Diagnostics) -> Value {
    guard let member = value[name] else { throw missing(name) }
    guard let converted = convert(member) else { throw refusal(expected: expected, at: member) }
    return converted
  }

  // MARK: - Refusing

  /// What to throw about the object as a whole.
  func refusal(_ message: String) -> Diagnostics { refusal(message, at: value) }

  /// What to throw about a member.
  func refusal(expected: String, at name: String) -> Diagnostics {
    refusal(expected: expected, at: value[name] ?? value)
  }

  /// What to throw about a member, with a code and an advice of its own.
  func refusal(code: String, _ message: String, at name: String, fix: String) -> Diagnostics {
    refusal(code: code, message, at: value[name] ?? value, fix: fix)
  }

  private func missing(_ name: String) -> Diagnostics {
    refusal("the member \"\(name)\" is missing", at: value)
  }

  private func refusal(expected: String, at value: JSONValue? = nil) -> Diagnostics {
    let value = value ?? self.value
    let found = String(decoding: value.description.utf8.prefix(60), as: UTF8.self)
    return refusal("found \(found); expected \(expected)", at: value)
  }

  private func refusal(
    code: String = code, _ message: String, at value: JSONValue, fix: String = "record again"
  ) -> Diagnostics {
    Diagnostics([
      Diagnostic(
        code: code, message, in: text, bytes: place(value.byteRange), pointer: value.pointer,
        fix: fix)
    ])
  }

  private func place(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound + start..<range.upperBound + start
  }
}
