public import Diagnostics

/// One JSON text, read once: its bytes as they were, and a tape of its values.
///
/// Reading is strict (RFC 8259): UTF-8 is checked, member order, duplicate members and the
/// spelling of numbers are kept, and nothing is decoded before it is asked for. A document never
/// changes, so it can be shared freely.
public final class JSONDocument: Sendable {
  /// The text exactly as given.
  public let bytes: [UInt8]
  private let padded: PaddedBytes
  private let nodes: TapeStorage

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8, without a byte order mark.
  ///   - limits: bounds on size, depth and number of values.
  /// - Throws: ``JSONSyntaxError`` at the first byte that cannot stand where it stands.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .init()) throws(JSONSyntaxError) {
    let padded = PaddedBytes(bytes)
    var nodes = TapeStorage(reserving: bytes.count / 8)
    try JSONParser(padded.view, count: bytes.count, limits: limits).parse(onto: &nodes)
    nodes.trim()
    self.bytes = bytes
    self.padded = padded
    self.nodes = nodes
  }

  /// Reads a text given as a string.
  public convenience init(
    parsing text: String, limits: JSONLimits = .init()
  ) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// The value of the whole text.
  public var root: JSONValue { JSONValue(document: self, index: 0) }

  /// The tape, for as long as the document lives.
  var tape: TapeView { nodes.view(over: padded.view) }

  /// How many values and member names the text holds.
  var valueCount: Int { nodes.count }
}

/// Two members of one object that have the same name.
public struct JSONDuplicateMember: Sendable, Hashable {
  /// The member in its document.
  public let pointer: JSONPointer
  /// Where the earlier name stands, with its quotation marks.
  public let firstNameRange: Range<Int>
  /// Where the name stands again, with its quotation marks.
  public let secondNameRange: Range<Int>
}

extension JSONDocument {
  /// Every member whose name stood before in the same object, in document order.
  ///
  /// Names are compared after their escapes are resolved. Without duplicates the search
  /// allocates nothing for objects of ordinary size.
  public func duplicateMembers() -> [JSONDuplicateMember] {
    let tape = self.tape
    var found: [(first: Int, second: Int)] = []
    for index in 0..<nodes.count where tape.kind(index) == .object {
      found += tape.duplicateNames(inObject: index)
    }
    found.sort { $0.second < $1.second }
    var path = TapePath(tape)
    return found.map { entry in
      JSONDuplicateMember(
        pointer: path.pointer(toNode: entry.second + 1),
        firstNameRange: tape.byteRange(entry.first),
        secondNameRange: tape.byteRange(entry.second))
    }
  }

  /// The way from the root to a node, found by walking down.
  func pointer(toNode target: Int) -> JSONPointer {
    let tape = self.tape
    var tokens: [String] = []
    var index = 0
    descend: while index != target {
      switch tape.kind(index) {
      case .array:
        var element = index + 1
        var position = 0
        while tape.next(element) <= target {
          element = tape.next(element)
          position += 1
        }
        tokens.append(String(position))
        index = element
      case .object:
        var name = index + 1
        while tape.next(name + 1) <= target { name = tape.next(name + 1) }
        tokens.append(tape.string(name))
        index = name + 1
      default:
        break descend
      }
    }
    return JSONPointer(tokens)
  }
}
