/// The header lines of one exchange, read from their bytes: interim responses, the final response
/// and the trailers.
struct ResponseHead: Sendable {
  /// One status line with the fields below it.
  struct Block: Sendable {
    var version: String
    var status: Int
    var reason: String
    var fields: [HTTPField] = []
    /// The lines' place in the bytes that were read.
    var range: Range<Int>

    /// Whether more blocks follow: 1xx, except 101 after which the connection speaks another
    /// protocol.
    var isInterim: Bool { (100..<200).contains(status) && status != 101 }

    /// Adds the field of one more line, which ends before the given place.
    fileprivate mutating func add(
      _ line: ArraySlice<UInt8>, end: Int, _ known: inout KnownFields
    ) {
      range = range.lowerBound..<end
      ResponseHead.add(line, to: &fields, &known)
    }
  }

  /// The interim responses in the order received.
  private(set) var interim: [Block] = []
  /// The final response; nil when it did not arrive.
  private(set) var final: Block?
  /// The fields after the body.
  private(set) var trailers: [HTTPField] = []
  /// Whether the empty line that ends the final head arrived.
  private(set) var isComplete = false

  /// Reads all lines that arrived; what follows an incomplete one is not there yet.
  init(reading bytes: [UInt8]) {
    var known = KnownFields()
    self.init(reading: bytes, &known)
  }

  /// Reads all lines that arrived; fields that came before are not read anew.
  init(reading bytes: [UInt8], _ known: inout KnownFields) {
    known.begin()
    var current: Block?
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = bytes[start..<end].trimmingEnd { $0 == UInt8(ascii: "\r") }
      defer { start = end + 1 }
      if isComplete {
        Self.add(line, to: &trailers, &known)
      } else if current == nil {
        current = Self.statusLine(line, range: start..<(end + 1))
        current?.fields.reserveCapacity(known.count)
      } else {
        current?.add(line, end: end + 1, &known)
        guard line.isEmpty, let block = current else { continue }
        if block.isInterim {
          interim.append(block)
          current = nil
        } else {
          isComplete = true
        }
      }
    }
    final = current.flatMap { $0.isInterim ? nil : $0 }
  }

  /// Reads `HTTP/1.1 200 OK`; nil for anything else.
  private static func statusLine(_ line: ArraySlice<UInt8>, range: Range<Int>) -> Block? {
    let space = UInt8(ascii: " ")
    guard line.starts(with: "HTTP/".utf8), let end = line.firstIndex(of: space) else { return nil }
    let code = line[(end + 1)...].prefix { $0 != space }
    guard let status = Int(String(decoding: code, as: UTF8.self)) else { return nil }
    return Block(
      version: text(line[..<end].dropFirst(5)), status: status,
      reason: text(line[code.endIndex...].dropFirst()), range: range)
  }

  /// Reads one field line; a line that starts with white space continues the one before.
  ///
  /// Source: [RFC 9112 section 5.2](https://www.rfc-editor.org/rfc/rfc9112#section-5.2)
  private static func add(
    _ line: ArraySlice<UInt8>, to fields: inout [HTTPField], _ known: inout KnownFields
  ) {
    if let first = line.first, isBlank(first), let last = fields.indices.last {
      fields[last].value += " " + text(trim(line))
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      fields.append(
        known.field(of: line) {
          HTTPField(text(line[..<colon]), text(trim(line[(colon + 1)...])))
        })
    }
  }

  /// Bytes as UTF-8 when they are valid UTF-8, else each byte as the scalar of the same number.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.drop(while: isBlank).trimmingEnd(while: isBlank)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

extension ArraySlice<UInt8> {
  /// The slice without the bytes at its end that satisfy a condition.
  fileprivate func trimmingEnd(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    guard let last = lastIndex(where: { !condition($0) }) else {
      return self[startIndex..<startIndex]
    }
    return self[startIndex...last]
  }
}

/// The fields of the heads that were read last, by their lines.
///
/// Most of what a server says in its heads it says each time, at the same place: such a line is
/// compared with the one before, and both answers share one text.
struct KnownFields: Sendable {
  private var lines: [(text: [UInt8], field: HTTPField)] = []
  private var next = 0
  /// How many lines are kept of a head, and up to which length.
  private static let (lineLimit, lengthLimit) = (32, 256)

  /// How many there are.
  fileprivate var count: Int { lines.count }

  /// Begins with the first line of another head.
  fileprivate mutating func begin() { next = 0 }

  /// The field of the next line, which is read if another one stood at its place.
  fileprivate mutating func field(
    of line: ArraySlice<UInt8>, _ read: () -> HTTPField
  ) -> HTTPField {
    defer { next += 1 }
    guard next < Self.lineLimit, next <= lines.count, line.count <= Self.lengthLimit else {
      return read()
    }
    if next < lines.count {
      let last = lines[next]
      if last.text.span.isSame(as: line.span) { return last.field }
    }
    let field = read()
    if next < lines.count {
      lines[next] = (Array(line), field)
    } else {
      lines.append((Array(line), field))
    }
    return field
  }
}
