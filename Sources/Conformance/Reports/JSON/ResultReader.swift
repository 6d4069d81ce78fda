import Diagnostics
import SchemaValidator

/// Reads the parts of a results file; ``ResultWriter`` is its mirror.
///
/// Members that it does not know are passed over: later versions may add some.
struct ResultReader {
  /// The value at hand.
  let value: JSONValue
  /// Where it stands.
  let pointer: JSONPointer

  /// A reader for a whole file.
  init(_ root: JSONValue) {
    value = root
    pointer = .root
  }

  private init(_ value: JSONValue, at pointer: JSONPointer) {
    self.value = value
    self.pointer = pointer
  }

  /// A required member.
  func member(_ name: String) throws(Diagnostics) -> ResultReader {
    guard let reader = try optional(name) else {
      throw refusal("the member \(name) is missing")
    }
    return reader
  }

  /// A member that may be absent.
  func optional(_ name: String) throws(Diagnostics) -> ResultReader? {
    guard value.kind == .object else { throw refusal(expected: "an object") }
    return value[name].map { ResultReader($0, at: pointer.appending(name)) }
  }

  /// The elements of an array.
  func elements() throws(Diagnostics) -> [ResultReader] {
    guard value.kind == .array else { throw refusal(expected: "an array") }
    return value.elements.enumerated().map { ResultReader($1, at: pointer.appending($0)) }
  }

  /// The elements of an array member, each read the same way.
  func list<Element>(
    _ name: String, _ read: (ResultReader) throws(Diagnostics) -> Element
  ) throws(Diagnostics) -> [Element] {
    var list: [Element] = []
    for element in try member(name).elements() { list.append(try read(element)) }
    return list
  }

  /// The elements of an array member that may be absent, each read the same way.
  func optionalList<Element>(
    _ name: String, _ read: (ResultReader) throws(Diagnostics) -> Element
  ) throws(Diagnostics) -> [Element] {
    try optional(name) == nil ? [] : try list(name, read)
  }

  /// A required text.
  func string(_ name: String) throws(Diagnostics) -> String { try member(name).text() }

  /// A text that may be absent.
  func optionalString(_ name: String) throws(Diagnostics) -> String? {
    try optional(name)?.text()
  }

  /// A required integer.
  func integer(_ name: String) throws(Diagnostics) -> Int { try member(name).integer() }

  /// An integer that may be absent.
  func optionalInteger(_ name: String) throws(Diagnostics) -> Int? {
    try optional(name)?.integer()
  }

  /// A required Boolean.
  func boolean(_ name: String) throws(Diagnostics) -> Bool {
    let reader = try member(name)
    guard let boolean = reader.value.boolValue else {
      throw reader.refusal(expected: "true or false")
    }
    return boolean
  }

  /// A Boolean that is false where it is absent.
  func flag(_ name: String) throws(Diagnostics) -> Bool {
    value[name] == nil ? false : try boolean(name)
  }

  /// A required duration in milliseconds.
  func duration(_ name: String) throws(Diagnostics) -> Duration {
    let reader = try member(name)
    guard reader.value.kind == .number,
      let duration = MillisecondText.duration(of: reader.value.description),
      Self.longest > duration, duration > .zero - Self.longest
    else { throw reader.refusal(expected: "a number of milliseconds, of ten years at most") }
    return duration
  }

  /// No run lasts longer, and times of that length can be added up.
  private static let longest = Duration.seconds(10 * 366 * 86_400)

  /// A required number of things.
  func count(_ name: String) throws(Diagnostics) -> Int { try member(name).count() }

  /// A required word out of a fixed set.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String, as type: Word.Type
  ) throws(Diagnostics) -> Word {
    try member(name).word(as: type)
  }

  /// The value as a word out of a fixed set.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    as type: Word.Type
  ) throws(Diagnostics) -> Word {
    guard let word = Word(rawValue: try text()) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw refusal(expected: "one of \(known)")
    }
    return word
  }

  /// A required pointer.
  func jsonPointer(_ name: String) throws(Diagnostics) -> JSONPointer {
    let reader = try member(name)
    guard let pointer = JSONPointer(parsing: try reader.text()) else {
      throw reader.refusal(expected: "a JSON pointer")
    }
    return pointer
  }

  /// The value as a text.
  func text() throws(Diagnostics) -> String {
    guard let text = value.stringValue else { throw refusal(expected: "a string") }
    return text
  }

  /// The value as an integer.
  func integer() throws(Diagnostics) -> Int {
    guard let integer = value.intValue else { throw refusal(expected: "an integer") }
    return integer
  }

  /// The value as a number of things; several can be added up.
  func count() throws(Diagnostics) -> Int {
    guard let count = value.intValue, 0...1_000_000_000_000 ~= count else {
      throw refusal(expected: "a count from 0 to 1000000000000")
    }
    return count
  }

  /// The value as a place in a text.
  func location() throws(Diagnostics) -> SourceLocation {
    SourceLocation(
      file: try string("file"), line: try integer("line"), column: try integer("column"))
  }

  /// What to throw when the value is of the wrong kind.
  func refusal(expected: String) -> Diagnostics {
    let found = value.kind == .null ? "null" : "\(value.kind.rawValue) \(shortened)"
    return refusal("found \(found); expected \(expected)")
  }

  /// What to throw with a sentence of its own.
  func refusal(_ message: String, fix: String? = nil) -> Diagnostics {
    Diagnostics([
      Diagnostic(
        code: "results-malformed",
        "\(pointer == .root ? "the results file" : "\(pointer)"): \(message)", pointer: pointer,
        fix: fix ?? "use a results.json as this program wrote it")
    ])
  }

  private var shortened: String { VisibleText.clipped(value.description, scalars: 40) }
}
