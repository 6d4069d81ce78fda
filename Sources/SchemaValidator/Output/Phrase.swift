/// The words for values and types in messages.
enum Phrase {
  /// How many bytes of a value's text are shown before it is cut.
  private static let shown = 60
  /// How many words of a list are shown.
  private static let listed = 12

  /// A value as a reader would name it: `the string "abc"`, `an object with 2 members`.
  static func value(_ tape: TapeView, _ index: Int) -> String {
    switch tape.kind(index) {
    case .null: "null"
    case .true: "true"
    case .false: "false"
    case .integer, .decimal: "the number \(excerpt(tape, index))"
    case .string: "the string \(excerpt(tape, index))"
    case .array: counted(tape.count(index), "an array of", "item", none: "an empty array")
    case .object: counted(tape.count(index), "an object with", "member", none: "an empty object")
    }
  }

  /// A scalar's own text, a long one cut, or the phrase for a container.
  static func short(_ value: JSONValue) -> String {
    let tape = value.document.tape
    switch tape.kind(value.index) {
    case .array, .object:
      // White space falls away; what is much longer stays too long.
      guard value.byteRange.count <= 8 * shown else { return Self.value(tape, value.index) }
      let text = value.description
      return text.utf8.count <= shown ? text : Self.value(tape, value.index)
    default: return excerpt(tape, value.index)
    }
  }

  private static func excerpt(_ tape: TapeView, _ index: Int) -> String {
    let range = tape.byteRange(index)
    guard range.count > shown else { return tape.bytes.string(range) }
    var end = range.lowerBound + shown
    while tape.bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
    let cut = tape.bytes.string(range.lowerBound..<end)
    return tape.kind(index) == .string ? cut + "…\"" : cut + "…"
  }

  /// A text, cut at a scalar when it is long.
  static func cut(_ text: String, to limit: Int = shown) -> String {
    let bytes = text.utf8
    guard bytes.count > limit else { return text }
    var end = bytes.index(bytes.startIndex, offsetBy: limit)
    while bytes[end] & 0b1100_0000 == 0b1000_0000 { end = bytes.index(before: end) }
    return text[..<end] + "…"
  }

  /// A name in quotation marks, a long one cut.
  static func name(_ name: String) -> String { "\"\(cut(name))\"" }

  /// A pattern, a long one cut.
  static func pattern(_ source: String) -> String { cut(source, to: 200) }

  /// The first of some words, joined, and how many more there are.
  static func list(_ words: [String], separator: String = ", ") -> String {
    let text = words.prefix(listed).joined(separator: separator)
    return words.count > listed ? text + " and \(words.count - listed) more" : text
  }

  private static func counted(_ count: Int, _ start: String, _ noun: String, none: String) -> String
  {
    count == 0 ? none : "\(start) \(plural(count, noun))"
  }

  /// `1 item`, `2 items`, `2 properties`.
  static func plural(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  /// The types of a set with their articles, joined with "or".
  static func types(_ types: TypeSet) -> String {
    var names: [String] = []
    let kinds = types.kinds
    if kinds & TapeKind.object.bit != 0 { names.append("an object") }
    if kinds & TapeKind.array.bit != 0 { names.append("an array") }
    if kinds & TapeKind.string.bit != 0 { names.append("a string") }
    if kinds & TapeKind.decimal.bit != 0 {
      names.append("a number")
    } else if kinds & TapeKind.integer.bit != 0 {
      names.append("an integer")
    }
    if kinds & TapeKind.true.bit != 0 { names.append("a boolean") }
    if kinds & TapeKind.null.bit != 0 { names.append("null") }
    return alternatives(names)
  }

  /// `a`, `a or b`, `a, b or c`.
  static func alternatives(_ words: [String]) -> String {
    guard let last = words.last else { return "nothing" }
    if words.count == 1 { return last }
    if words.count > listed { return list(words) }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
