import Diagnostics
import SchemaValidator

/// The mistakes found in hand-written files, collected so that all are told at once.
struct MistakeList {
  /// The mistakes in the order found.
  private(set) var diagnostics: [Diagnostic] = []
  /// How many errors were met of which only a further place is told.
  private var repeatedErrors = 0

  /// Whether nothing was found that prevents a run.
  var isUsable: Bool { !diagnostics.contains { $0.severity == .error } }

  /// Notes a mistake at a value.
  mutating func add(
    _ severity: Diagnostic.Severity = .error, code: String, _ message: String,
    at node: ManifestNode, fix: String? = nil, notes: [Diagnostic.Note] = []
  ) {
    add(severity, code: code, message, in: node.document, bytes: node.range, fix: fix, notes: notes)
  }

  /// Notes a mistake at a range of a file.
  mutating func add(
    _ severity: Diagnostic.Severity = .error, code: String, _ message: String,
    in document: SourceDocument, bytes: Range<Int>, fix: String? = nil,
    notes: [Diagnostic.Note] = []
  ) {
    diagnostics.append(
      Diagnostic(
        severity, code: code, message, in: document.text, bytes: bytes, fix: fix, notes: notes))
  }

  /// A moment in the reading of files.
  struct Moment {
    fileprivate let count: Int
    fileprivate let repeatedErrors: Int
  }

  /// This moment.
  var now: Moment { Moment(count: diagnostics.count, repeatedErrors: repeatedErrors) }

  /// Whether an error was met since a moment.
  func hasErrors(since moment: Moment) -> Bool {
    repeatedErrors != moment.repeatedErrors
      || diagnostics[moment.count...].contains { $0.severity == .error }
  }

  /// Whether something was told at a place of a value's file.
  func isTold(at bytes: Range<Int>, in node: ManifestNode) -> Bool {
    let location = node.document.text.location(atByte: bytes.lowerBound)
    return diagnostics.contains { $0.location == location }
  }

  /// Notes an error at a value; where it was told of another place of the same file already, only
  /// that it is there as well.
  mutating func addOnce(code: String, _ message: String, at node: ManifestNode, fix: String) {
    let location = node.location
    let first = diagnostics.firstIndex { told in
      told.code == code && told.message == message && told.fix == fix
        && told.location?.file == location.file
    }
    guard let first else { return add(code: code, message, at: node, fix: fix) }
    repeatedErrors += 1
    // The same place is read once for each row of a case.
    let notes = diagnostics[first].notes
    guard diagnostics[first].location != location, notes.count < Self.furtherPlaces,
      !notes.contains(where: { $0.location == location })
    else { return }
    diagnostics[first].notes.append(.init("it stands here as well", at: location))
  }

  /// At how many further places a mistake is told.
  private static let furtherPlaces = 20

  /// Drops mistakes that were told before, among those that came after the first so many.
  mutating func removeRepetitions(after count: Int) {
    var kept = Array(diagnostics[..<count])
    for diagnostic in diagnostics[count...] where !kept[count...].contains(diagnostic) {
      kept.append(diagnostic)
    }
    diagnostics = kept
  }

  /// Takes over mistakes found elsewhere.
  mutating func add(_ others: [Diagnostic]) {
    diagnostics += others
  }
}

/// A value of a hand-written file, with its place.
///
/// Its readers return nil for a value of the wrong shape, having noted the mistake.
struct ManifestNode {
  /// The value.
  let value: JSONValue
  /// The file it stands in.
  let document: SourceDocument

  /// The bytes it covers in its file.
  var range: Range<Int> { document.range(of: value) }

  /// Where it stands.
  var location: SourceLocation { document.location(of: value) }

  /// The value of a member; nil when there is none.
  subscript(_ name: String) -> ManifestNode? {
    value[name].map { ManifestNode(value: $0, document: document) }
  }

  /// The elements of a list, or what stands alone where one may.
  var oneOrMore: [ManifestNode] {
    guard value.kind == .array else { return [self] }
    return value.elements.map { ManifestNode(value: $0, document: document) }
  }

  /// Reads a mapping and refuses members it must not have, naming where they belong, or the nearest
  /// that it may have.
  func mapping(
    _ what: String, keys: [String], homes: @autoclosure () -> [KeyHome] = [],
    insteadOfOther fix: String? = nil, _ mistakes: inout MistakeList
  ) -> ManifestMapping? {
    guard var mapping = mapping(what, insteadOfOther: fix, &mistakes) else { return nil }
    for member in value.members where !keys.contains(where: { $0.isSameText(as: member.name) }) {
      let home = homes().fix(for: member.name, in: self)
      let nearest = home == nil ? EditDistance.nearest(to: member.name, in: keys) : nil
      mistakes.add(
        code: "suite.unknown-key", "unknown key \"\(member.name)\" in \(what)",
        in: document, bytes: document.nameRange(of: member),
        fix: home ?? nearest.map { "write \"\($0)\"" }
          ?? "use one of: \(keys.joined(separator: ", "))")
      if let nearest, mapping[nearest] == nil { mapping.misspelt[nearest] = member.name }
    }
    return mapping
  }

  /// Reads a mapping with any members.
  func mapping(
    _ what: String, insteadOfOther fix: String? = nil, _ mistakes: inout MistakeList
  ) -> ManifestMapping? {
    guard value.kind == .object else {
      mistype("a mapping for \(what)", fix: fix, &mistakes)
      return nil
    }
    return ManifestMapping(node: self)
  }

  /// Reads a list.
  func list(_ what: String, _ mistakes: inout MistakeList) -> [ManifestNode]? {
    guard value.kind == .array else {
      mistype("a list of \(what)", fix: fixForLoneElement, &mistakes)
      return nil
    }
    return oneOrMore
  }

  /// How to make a list of a mapping that stands where one is expected.
  private var fixForLoneElement: String? {
    guard value.kind == .object else { return nil }
    let isInBraces = document.text.bytes[range].first == UInt8(ascii: "{")
    return isInBraces ? #"write "[" before it and "]" after it"# : #"write "- " before it"#
  }

  /// Reads a text.
  func text(
    _ what: String, insteadOfOther fix: String? = nil, _ mistakes: inout MistakeList
  ) -> String? {
    guard let text = value.stringValue else {
      mistype("a text for \(what)", fix: fix, &mistakes)
      return nil
    }
    return text
  }

  /// Reads a text, or the spelling of a number or Boolean where a text is meant.
  func scalarText(_ what: String, _ mistakes: inout MistakeList) -> String? {
    switch value.kind {
    case .string, .number, .boolean: value.stringValue ?? value.description
    case .null, .array, .object: text(what, &mistakes)
    }
  }

  /// Reads one text or a list of them.
  func texts(_ what: String, _ mistakes: inout MistakeList) -> [String] {
    oneOrMore.compactMap { $0.text(what, &mistakes) }
  }

  /// Reads an integer from a range.
  func integer(
    _ what: String, in range: ClosedRange<Int>, _ mistakes: inout MistakeList
  ) -> Int? {
    guard let number = value.intValue, range.contains(number) else {
      let fix = value.intValue.map {
        $0 < range.lowerBound
          ? "write \(range.lowerBound) or more" : "write \(range.upperBound) or less"
      }
      mistype(
        "an integer from \(range.lowerBound) to \(range.upperBound) for \(what)", fix: fix,
        &mistakes)
      return nil
    }
    return number
  }

  /// Reads `true` or `false`.
  func boolean(_ what: String, _ mistakes: inout MistakeList) -> Bool? {
    guard let flag = value.boolValue else {
      mistype(
        "true or false for \(what)",
        fix: value.stringValue.flatMap { Self.booleans[$0.lowercased()] }.map { "write \($0)" },
        &mistakes)
      return nil
    }
    return flag
  }

  /// What other languages write for `true` and `false`, and these in quotation marks.
  private static let booleans = [
    "yes": true, "on": true, "true": true, "no": false, "off": false, "false": false,
  ]

  /// Reads a JSON pointer, with or without the `#` of a URI fragment.
  func pointer(_ what: String, _ mistakes: inout MistakeList) -> JSONPointer? {
    guard let text = text(what, &mistakes) else { return nil }
    let bare = text.utf8.first == UInt8(ascii: "#") ? String(text.dropFirst()) : text
    guard let pointer = JSONPointer(parsing: bare) else {
      mistakes.add(
        code: "suite.bad-pointer", "\"\(text)\" is not a JSON pointer", at: self,
        fix: "start it with \"/\", such as \"/data/id\"")
      return nil
    }
    if bare.contains("${") {
      mistakes.add(
        code: "suite.bad-pointer", "\"\(text)\" has a place for a value, and pointers have none",
        at: self,
        fix: "write the names and numbers that lead there; \"*\" is any of them in \"ignoring:\"")
      return nil
    }
    return pointer
  }

  /// Reads one of a fixed set of words.
  func word<Word: RawRepresentable & CaseIterable>(
    _ what: String, as type: Word.Type, _ mistakes: inout MistakeList
  ) -> Word? where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    let choice = "choose one of: \(words.joined(separator: ", "))"
    guard let text = text(what, insteadOfOther: choice, &mistakes) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let nearest = EditDistance.nearest(to: text, in: words) ?? Self.word(like: text, in: words)
    mistakes.add(
      code: "suite.unknown-word",
      "found \"\(text)\" for \(what); expected one of: \(words.joined(separator: ", "))", at: self,
      fix: nearest.map { "write \"\($0)\"" } ?? "choose one of them")
    return nil
  }

  /// The only one of some words that begins as a text does, for as much as half of either.
  private static func word(like text: String, in words: [String]) -> String? {
    let text = text.lowercased()
    let alike = words.filter { word in
      let count = zip(text, word).prefix { $0 == $1 }.count
      return count > 2 && 2 * count >= min(text.count, word.count)
    }
    return alike.count == 1 ? alike.first : nil
  }

  /// Says that the value is not what is expected here, and what to do where more is known.
  func mistype(_ expected: String, fix: String? = nil, _ mistakes: inout MistakeList) {
    mistakes.add(
      code: "suite.wrong-type", "found \(value.kindInWords); expected \(expected)", at: self,
      fix: fix ?? "write \(expected)")
  }
}

/// A mapping of a hand-written file.
struct ManifestMapping {
  /// The mapping as a value.
  let node: ManifestNode
  /// How keys are written that were told to be misspelt.
  fileprivate var misspelt: [String: String] = [:]

  /// Creates the mapping of a value.
  init(node: ManifestNode) {
    self.node = node
  }

  /// The value of a member; nil when it is absent.
  ///
  /// What was told to be misspelt is not told to be absent as well.
  subscript(_ key: String) -> ManifestNode? {
    node[key] ?? misspelt[key].flatMap { node[$0] }
  }

  /// The value of a member that must be there; notes its absence.
  func required(
    _ key: String, of what: String, _ mistakes: inout MistakeList
  ) -> ManifestNode? {
    if let value = self[key] { return value }
    mistakes.add(
      code: "suite.missing-key", "\(what) has no \"\(key)\"", at: node, fix: "add \"\(key):\"")
    return nil
  }

  /// The members in the order of the file.
  var members: [ManifestMember] {
    node.value.members.map { member in
      ManifestMember(
        name: member.name, nameRange: node.document.nameRange(of: member),
        node: ManifestNode(value: member.value, document: node.document))
    }
  }
}

/// A member of a mapping, with the place of its name.
struct ManifestMember {
  /// The name.
  let name: String
  /// The bytes the name covers in its file.
  let nameRange: Range<Int>
  /// The value.
  let node: ManifestNode
}

extension JSONValue {
  /// What the value is, for a sentence: `5`, `the text "a"`, `a list`, `null`.
  var kindInWords: String {
    switch kind {
    case .null: "null"
    case .boolean, .number: "\(description)"
    case .string: "the text \(description)"
    case .array: "a list"
    case .object: "a mapping"
    }
  }
}

extension String {
  /// Whether two texts have the same code points; `==` takes canonical equivalents for the same.
  func isSameText(as other: String) -> Bool {
    // Of texts as long as one another, `==` is the faster way to find a difference.
    guard utf8.count == other.utf8.count, self == other else { return false }
    return utf8Span.isKnownASCII || utf8.elementsEqual(other.utf8)
  }
}
