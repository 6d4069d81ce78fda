/// Builds the bytes of a JSON text, value by value.
///
/// Commas, colons and line ends are the writer's business. What is written between the brackets
/// is the caller's: every `begin` needs its `end`, and inside an object every value its
/// ``name(_:)``. Breaking that is a programming error and stops the program.
public struct JSONWriter: Sendable {
  /// How the text is laid out.
  public enum Layout: Sendable, Hashable {
    /// No white space at all.
    case compact
    /// A line per value, indented by two spaces.
    case pretty
  }

  private enum Frame {
    case array
    case object
  }

  private let layout: Layout
  private var bytes: [UInt8] = []
  private var frames: [Frame] = []
  private var isFirst = true
  private var hasName = false
  /// How many containers were open where a value on one line began.
  private var lineDepth = Int.max

  /// Creates a writer for one text.
  public init(_ layout: Layout = .compact) {
    self.layout = layout
  }

  /// Opens an object.
  public mutating func beginObject() { open(.object, "{") }

  /// Closes the innermost object.
  public mutating func endObject() { close(.object, "}") }

  /// Opens an array.
  public mutating func beginArray() { open(.array, "[") }

  /// Closes the innermost array.
  public mutating func endArray() { close(.array, "]") }

  /// Writes the name of the next member.
  public mutating func name(_ name: String) {
    beginName()
    appendString(name)
    endName()
  }

  /// Writes a string value; everything that JSON requires is escaped, nothing else.
  public mutating func string(_ value: String) {
    beginValue()
    appendString(value)
  }

  /// Writes an integer.
  public mutating func number(_ value: Int) { number(text: String(value)) }

  /// Writes the shortest text that reads back as the same `Double`; null when not finite.
  public mutating func number(_ value: Double) {
    guard value.isFinite else { return null() }
    let text = value.description
    number(text: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  /// Writes a number spelled in JSON's grammar, as it is.
  public mutating func number(text: String) {
    beginValue()
    bytes.append(utf8Of: text)
  }

  /// Writes true or false.
  public mutating func bool(_ value: Bool) {
    beginValue()
    bytes.append(utf8Of: value ? "true" : "false")
  }

  /// Writes null.
  public mutating func null() {
    beginValue()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a finished JSON text as one value, unchecked and unchanged.
  public mutating func raw(_ text: some Sequence<UInt8>) {
    beginValue()
    bytes.append(contentsOf: text)
  }

  /// Keeps the next value on one line, whatever the layout is; up to its ``endLine()``.
  public mutating func beginLine() { lineDepth = min(lineDepth, frames.count) }

  /// Ends the line of a value that has just been written.
  public mutating func endLine() {
    if frames.count <= lineDepth { lineDepth = .max }
  }

  /// Writes a value of a document; strings and numbers keep their spelling.
  public mutating func value(_ value: JSONValue) {
    let tape = value.document.tape
    var open: [(end: Int, isObject: Bool)] = []
    var index = value.index
    repeat {
      switch tape.kind(index) {
      case .array, .object:
        let isObject = tape.kind(index) == .object
        if isObject { beginObject() } else { beginArray() }
        open.append((tape.next(index), isObject))
        index += 1
      case .null, .false, .true, .integer, .decimal, .string:
        beginValue()
        tape.bytes.append(tape.byteRange(index), to: &bytes)
        index += 1
      }
      while let innermost = open.last, innermost.end == index {
        if innermost.isObject { endObject() } else { endArray() }
        open.removeLast()
      }
      if let innermost = open.last, innermost.isObject {
        beginName()
        tape.bytes.append(tape.byteRange(index), to: &bytes)
        endName()
        index += 1
      }
    } while !open.isEmpty
  }

  /// Ends the text and returns its bytes; a pretty text ends with a line end.
  public consuming func finish() -> [UInt8] {
    precondition(frames.isEmpty, "a JSON text is finished while a container is open")
    if layout == .pretty { bytes.append(UInt8(ascii: "\n")) }
    return bytes
  }

  private mutating func open(_ frame: Frame, _ bracket: Unicode.Scalar) {
    beginValue()
    frames.append(frame)
    bytes.append(UInt8(ascii: bracket))
    isFirst = true
  }

  private mutating func close(_ frame: Frame, _ bracket: Unicode.Scalar) {
    let breaks = breaksLines && !isFirst
    precondition(frames.popLast() == frame && !hasName, "a JSON container is closed out of order")
    if breaks { breakLine() }
    bytes.append(UInt8(ascii: bracket))
    isFirst = false
  }

  private mutating func beginName() {
    precondition(frames.last == .object && !hasName, "a member name stands outside an object")
    separate()
  }

  private mutating func endName() {
    bytes.append(UInt8(ascii: ":"))
    if breaksLines { bytes.append(UInt8(ascii: " ")) }
    hasName = true
  }

  private mutating func beginValue() {
    switch frames.last {
    case .object:
      precondition(hasName, "a member value stands without its name")
      hasName = false
    case .array: separate()
    case nil: precondition(bytes.isEmpty, "a JSON text has one value")
    }
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    if breaksLines { breakLine() }
  }

  /// Whether what is in the innermost container stands on lines of its own.
  private var breaksLines: Bool { layout == .pretty && frames.count <= lineDepth }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<2 * frames.count { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func appendString(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    let plain = bytes.append(value, while: { !Self.needsEscape($0) })
    if plain < value.utf8.count {
      for byte in value.utf8.dropFirst(plain) { appendEscaped(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0..<0x20:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(UInt8(ascii: byte < 0x10 ? "0" : "1"))
      let digit = byte & 0xF
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    default: bytes.append(byte)
    }
  }
}
