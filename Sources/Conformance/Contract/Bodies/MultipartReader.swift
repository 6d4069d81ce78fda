/// One part of a multipart body as it was received.
package struct BodyPart: Sendable, Hashable {
  /// The header fields in their order.
  package let fields: [HTTPField]
  /// The bytes after the empty line.
  package let bytes: [UInt8]

  /// The name of the form field; nil when the part does not say it is one.
  package var name: String? { disposition?.name }
  /// The name of the file the part was made from.
  package var fileName: String? { disposition?.fileName }

  /// The media type the part states; nil for none, or one that cannot be read.
  package var contentType: MediaTypeRange? {
    fields.value(named: "Content-Type").flatMap { MediaTypeRange($0) }
  }

  private var disposition: ContentDisposition? {
    fields.value(named: "Content-Disposition").flatMap { ContentDisposition($0) }
  }
}

/// A `Content-Disposition` field.
///
/// Source: [RFC 7578, section 4.2](https://www.rfc-editor.org/rfc/rfc7578#section-4.2)
struct ContentDisposition {
  /// The name, of a form field only.
  let name: String?
  let fileName: String?

  init?(_ field: String) {
    var scanner = FieldScanner(field)
    scanner.skipWhitespace()
    guard let type = scanner.token() else { return nil }
    var parameters: [String: String] = [:]
    scanner.skipWhitespace()
    while scanner.skip(";") {
      scanner.skipWhitespace()
      guard let name = scanner.token() else { continue }
      scanner.skipWhitespace()
      guard scanner.skip("=") else { return nil }
      scanner.skipWhitespace()
      guard let value = scanner.quotedString(keepsBackslashes: true) ?? scanner.token() else {
        return nil
      }
      if parameters[name.lowercased()] == nil { parameters[name.lowercased()] = value }
      scanner.skipWhitespace()
    }
    guard scanner.isAtEnd else { return nil }
    name = type.lowercased() == "form-data" ? parameters["name"] : nil
    // Forms must not use the second spelling, but clients that are not browsers do.
    fileName = parameters["filename"] ?? parameters["filename*"].flatMap(Self.extendedValue)
  }

  /// The text of `UTF-8'en'na%C3%AFve.txt` (RFC 8187).
  private static func extendedValue(_ text: String) -> String? {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let charset = TextCharset(String(decoding: parts[0], as: UTF8.self))
    else { return nil }
    return charset.text(PercentEncoding.decode(parts[2]))
  }
}

/// Takes a multipart body apart.
///
/// Preamble, epilogue, blanks after boundaries, folded fields and any letter case of names are
/// legal and read; line ends without a carriage return are not.
/// Source: [RFC 2046, section 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1)
struct MultipartReader {
  private let bytes: [UInt8]
  private let delimiter: [UInt8]
  private let boundary: String

  /// Creates a reader for a body and the boundary that its media type names.
  /// - Throws: ``UnreadableText`` when it names none, or one that cannot be.
  init(_ bytes: [UInt8], _ type: MediaTypeRange) throws(UnreadableText) {
    guard let boundary = type.parameter("boundary") else {
      throw UnreadableText(found: "\(type)", expected: "a parameter \"boundary\"")
    }
    guard Self.isBoundary(boundary) else {
      throw UnreadableText(
        text: boundary.utf8,
        expected: "a boundary of 1 to 70 letters, digits, blanks inside and '()+_,-./:=?")
    }
    self.bytes = bytes
    self.boundary = boundary
    delimiter = Array("--\(boundary)".utf8)
  }

  /// Whether a text can be a boundary.
  static func isBoundary(_ text: String) -> Bool {
    let bytes = text.utf8
    return (1...70).contains(bytes.count) && bytes.last != UInt8(ascii: " ")
      && bytes.allSatisfy { byte in
        (byte.isUnreserved && byte != UInt8(ascii: "~")) || " '()+_,-./:=?".utf8.contains(byte)
      }
  }

  /// The parts in their order; none in what browsers make of a form without fields.
  func parts() throws(UnreadableText) -> [BodyPart] {
    var parts: [BodyPart] = []
    guard var line = nextDelimiter(from: 0) else { throw noDelimiter }
    while !line.isClosing {
      guard let next = nextDelimiter(from: line.end) else {
        throw UnreadableText(
          found: "the end of the body in part \(parts.count + 1)",
          expected: "a line \"--\(boundary)--\"")
      }
      do {
        parts.append(try part(bytes[line.end..<max(line.end, next.start)]))
      } catch {
        throw error.of("part \(parts.count + 1)")
      }
      line = next
    }
    return parts
  }

  private var noDelimiter: UnreadableText {
    let isThere = (0..<bytes.count).contains { bytes[$0...].starts(with: delimiter) }
    return UnreadableText(
      found: isThere
        ? "\"--\(boundary)\", but not on a line of its own" : "no line \"--\(boundary)\"",
      expected: "each part after such a line, its end being CR and LF")
  }

  /// A line that separates parts.
  private struct DelimiterLine {
    /// Where what stands before it ends: the line end before a delimiter is part of it.
    let start: Int
    /// Where what follows it starts.
    let end: Int
    let isClosing: Bool
  }

  /// The next line that is a delimiter, from the start of a line on.
  private func nextDelimiter(from offset: Int) -> DelimiterLine? {
    var lineStart = offset
    while lineStart <= bytes.count {
      if let line = delimiterLine(at: lineStart) { return line }
      guard let end = lineEnd(from: lineStart) else { return nil }
      lineStart = end + 2
    }
    return nil
  }

  private func delimiterLine(at lineStart: Int) -> DelimiterLine? {
    guard bytes[lineStart...].starts(with: delimiter) else { return nil }
    var position = lineStart + delimiter.count
    let isClosing = bytes[position...].starts(with: "--".utf8)
    if isClosing { position += 2 }
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 {
      position += 1
    }
    let start = max(0, lineStart - 2)
    if bytes[position...].starts(with: [0x0D, 0x0A]) {
      return DelimiterLine(start: start, end: position + 2, isClosing: isClosing)
    }
    // Nothing has to follow the last one, not even a line end.
    return isClosing && position == bytes.count
      ? DelimiterLine(start: start, end: position, isClosing: true) : nil
  }

  /// Where the carriage return of the next line end stands.
  private func lineEnd(from offset: Int) -> Int? {
    var position = offset
    while let found = bytes[position...].firstIndex(of: 0x0D) {
      if found + 1 < bytes.count, bytes[found + 1] == 0x0A { return found }
      position = found + 1
    }
    return nil
  }

  /// A part: fields, an empty line, bytes.
  private func part(_ text: ArraySlice<UInt8>) throws(UnreadableText) -> BodyPart {
    var lines: [ArraySlice<UInt8>] = []
    var position = text.startIndex
    while true {
      guard let end = lineEnd(from: position), end + 2 <= text.endIndex else {
        // The line end of an empty line right before a delimiter belongs to the delimiter.
        if position == text.endIndex { break }
        throw UnreadableText(
          text: text[position...].prefix(40), expected: "header fields and an empty line")
      }
      let line = text[position..<end]
      position = end + 2
      if line.isEmpty { break }
      if line.first == 0x20 || line.first == 0x09, let last = lines.popLast() {
        lines.append((last + [0x20] + line.trimmed)[...])
      } else {
        lines.append(line)
      }
    }
    var fields: [HTTPField] = []
    for line in lines { fields.append(try Self.field(line)) }
    return BodyPart(fields: fields, bytes: Array(text[min(position, text.endIndex)...]))
  }

  private static func field(_ line: ArraySlice<UInt8>) throws(UnreadableText) -> HTTPField {
    let expected = "a name, a colon and a value"
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      throw UnreadableText(text: line, expected: expected)
    }
    let name = line[..<colon].trimmed
    guard !name.isEmpty, name.allSatisfy(\.isTokenByte),
      let value = String(validating: Array(line[(colon + 1)...].trimmed), as: UTF8.self)
    else { throw UnreadableText(text: line, expected: expected) }
    return HTTPField(String(decoding: name, as: UTF8.self), value)
  }
}
