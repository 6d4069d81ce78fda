package import Diagnostics
package import SchemaValidator

/// A JSON or YAML text as JSON values, each with its place in the text as it was written.
///
/// YAML is read by the core schema of YAML 1.2: `no` is a string, `010` is ten, and a number keeps
/// its spelling wherever JSON allows it. A key is always a string: `200` as a key is "200". What an
/// alias stands for is placed at the alias; what lies inside of that, at the anchored value.
///
/// A class, since every value that is read out of it refers to it.
package final class SourceDocument: Sendable {
  /// The text as it was written.
  package let text: SourceText
  /// The value of the whole text; its byte ranges count in the JSON form, not in ``text``.
  package let root: JSONValue
  /// Where the values came from; nil when the text is the JSON form itself.
  private let places: PlaceTable?
  /// The byte at which each line starts.
  private let lineStarts: [Int]
  /// How many Unicode scalars start before every block of ``blockSize`` bytes.
  private let scalarsBeforeBlocks: [Int]
  /// How many bytes are counted again to find a column, in a document of one line as in others.
  private static let blockSize = 4_096

  /// Reads a text: as JSON when its name ends in `.json` or when it is JSON, else as YAML.
  ///
  /// - Throws: every mistake that could be found, in document order. Their codes start with
  ///   `json.` or `yaml.`. Members with the same name are refused in both.
  package convenience init(reading text: SourceText) throws(Diagnostics) {
    try self.init(reading: text, mustBeJSON: text.name.lowercased().hasSuffix(".json"))
  }

  /// Reads a file that a person writes; of an empty one is told what it begins with.
  ///
  /// - Throws: every mistake that could be found, in document order.
  convenience init(reading text: SourceText, beginningWith keys: String) throws(Diagnostics) {
    do {
      try self.init(reading: text)
    } catch {
      throw Diagnostics(
        error.all.map { mistake in
          var mistake = mistake
          if mistake.code == YAMLMistake.empty.code { mistake.fix = "write \(keys)" }
          return mistake
        })
    }
  }

  /// Reads what can be nothing but JSON, whatever its name.
  ///
  /// - Throws: every mistake that could be found, in document order.
  package convenience init(readingJSON text: SourceText) throws(Diagnostics) {
    try self.init(reading: text, mustBeJSON: true)
  }

  private init(reading text: SourceText, mustBeJSON: Bool) throws(Diagnostics) {
    self.text = text
    if let document = try Self.json(text, mustBeJSON) {
      self.root = document.root
      self.places = nil
    } else {
      var composer = YAMLComposer(text)
      try composer.compose()
      do {
        self.root = try JSONDocument(parsing: composer.json).root
      } catch {
        // The composer writes JSON well within the limits; what it cannot bound is the size.
        throw Diagnostics([
          Diagnostic(code: "yaml.too-large", error.message, at: text.location(atByte: 0))
        ])
      }
      self.places = composer.places
    }
    var starts = [0]
    var blocks: [Int] = []
    var scalars = 0
    for (offset, byte) in text.bytes.enumerated() {
      if offset % Self.blockSize == 0 { blocks.append(scalars) }
      if byte & 0b1100_0000 != 0b1000_0000 { scalars += 1 }
      if byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    }
    lineStarts = starts
    scalarsBeforeBlocks = blocks
  }

  /// The bytes of ``text`` that hold a value of this document; a string with its quotation marks.
  package func range(of value: JSONValue) -> Range<Int> {
    place(ofJSON: value.byteRange, in: value.document)
  }

  /// Where the values of this document stand, for the mistakes that are found in a schema.
  package var origin: SchemaOrigin {
    guard let places else { return SchemaOrigin(text) }
    return SchemaOrigin(text) { places[json: $0.lowerBound] ?? 0..<0 }
  }

  /// The bytes of ``text`` that hold the name of a member of this document.
  package func nameRange(of member: JSONMember) -> Range<Int> {
    place(ofJSON: member.nameRange, in: member.value.document)
  }

  /// The line and column at which a value of this document starts.
  package func location(of value: JSONValue) -> SourceLocation {
    location(atByte: range(of: value).lowerBound)
  }

  /// The line and column at which the name of a member of this document starts.
  package func location(ofNameOf member: JSONMember) -> SourceLocation {
    location(atByte: nameRange(of: member).lowerBound)
  }

  /// A diagnostic about a value of this document.
  package func diagnostic(
    _ severity: Diagnostic.Severity = .error, code: String, _ message: String,
    at value: JSONValue, fix: String? = nil, notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    let range = self.range(of: value)
    return Diagnostic(
      severity, code: code, message, at: location(atByte: range.lowerBound),
      excerpt: text.excerpt(range), pointer: value.pointer, fix: fix, notes: notes)
  }

  /// A diagnostic about the name of a member of this document.
  package func diagnostic(
    _ severity: Diagnostic.Severity = .error, code: String, _ message: String,
    atNameOf member: JSONMember, fix: String? = nil, notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    let range = nameRange(of: member)
    return Diagnostic(
      severity, code: code, message, at: location(atByte: range.lowerBound),
      excerpt: text.excerpt(range), pointer: member.value.pointer, fix: fix, notes: notes)
  }

  /// The text as JSON, or nil when it has to be YAML.
  private static func json(
    _ text: SourceText, _ mustBeJSON: Bool
  ) throws(Diagnostics) -> JSONDocument? {
    // A document that does not begin with a bracket can be read as either: YAML has it then.
    let first = text.bytes.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    guard mustBeJSON || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: text.bytes)
    } catch {
      if mustBeJSON { throw Diagnostics([Self.diagnostic(of: error, in: text)]) }
      return nil
    }
    let duplicates = document.duplicateMembers()
    guard duplicates.isEmpty else {
      throw Diagnostics(duplicates.map { Self.diagnostic(of: $0, in: text) })
    }
    return document
  }

  private static func diagnostic(of error: JSONSyntaxError, in text: SourceText) -> Diagnostic {
    var diagnostic = error.diagnostic(in: text)
    switch error.kind {
    // The limits are fixed here: only the document can change.
    case .tooDeep: diagnostic.fix = "let references stand for what lies deep"
    case .tooLarge, .tooManyValues:
      diagnostic.fix = "divide the document into files that refer to each other"
    default: break
    }
    return diagnostic
  }

  private static func diagnostic(
    of duplicate: JSONDuplicateMember, in text: SourceText
  ) -> Diagnostic {
    let name = text.bytes[duplicate.secondNameRange]
    return Diagnostic(
      code: "json.duplicateMember",
      "the member \(String(decoding: name, as: UTF8.self)) is given twice; expected each once",
      in: text, bytes: duplicate.secondNameRange, pointer: duplicate.pointer,
      fix: "remove one of the two",
      notes: [
        Diagnostic.Note(
          "it was given here first", at: text.location(atByte: duplicate.firstNameRange.lowerBound))
      ])
  }

  private func place(ofJSON range: Range<Int>, in document: JSONDocument) -> Range<Int> {
    precondition(document === root.document, "the value belongs to another document")
    guard let places else { return range }
    return places[json: range.lowerBound] ?? 0..<0
  }

  /// As ``Diagnostics/SourceText/location(atByte:)``, without reading the lines before.
  private func location(atByte offset: Int) -> SourceLocation {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = lineStarts[low]
    // Of a short line the bytes themselves are soon counted.
    let column =
      1
      + (offset - start <= Self.blockSize
        ? scalarCount(in: start..<max(start, min(offset, text.bytes.count)))
        : scalarCount(before: offset) - scalarCount(before: start))
    return SourceLocation(file: text.name, line: low + 1, column: column)
  }

  /// How many Unicode scalars start before a byte: every byte that continues none.
  private func scalarCount(before offset: Int) -> Int {
    let end = min(offset, text.bytes.count)
    guard end > 0 else { return 0 }
    let block = (end - 1) / Self.blockSize
    return scalarsBeforeBlocks[block] + scalarCount(in: block * Self.blockSize..<end)
  }

  /// How many Unicode scalars start in a range of bytes.
  private func scalarCount(in range: Range<Int>) -> Int {
    var count = 0
    for byte in text.bytes[range] where byte & 0b1100_0000 != 0b1000_0000 { count += 1 }
    return count
  }
}
