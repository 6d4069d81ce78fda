/// One pass over the bytes of a text: strict RFC 8259, no recursion, a tape as the result.
///
/// While a container is open its node keeps the index of the container around it in `next` and
/// the members counted there so far in `length`; so the tape is its own stack.
struct JSONParser {
  private let bytes: ByteView
  private let count: Int
  private let limits: JSONLimits

  init(_ bytes: ByteView, count: Int, limits: JSONLimits) {
    self.bytes = bytes
    self.count = count
    self.limits = limits
  }

  /// Which container the value just read stands in.
  private static let none = UInt32.max

  /// Reads the whole text onto an empty tape.
  ///
  /// The function is long on purpose: its few locals are the parser's registers.
  func parse(onto tape: inout TapeStorage) throws(JSONSyntaxError) {
    try checkSize()
    var container = Self.none
    var isObject = false
    var members: UInt32 = 0
    var depth = 0
    var position = skipSpace(from: 0)

    values: while true {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position = try appendString(from: position &+ 1, onto: &tape)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < limits.maximumDepth else { throw tooDeep(at: position) }
        depth &+= 1
        let opensObject = byte == UInt8(ascii: "{")
        let kind: TapeKind = opensObject ? .object : .array
        let index = UInt32(truncatingIfNeeded: tape.count)
        tape.append(
          TapeNode(
            head: UInt32(kind.rawValue), start: UInt32(truncatingIfNeeded: position),
            length: members, next: container))
        container = index
        isObject = opensObject
        members = 0
        position = skipSpace(from: position &+ 1)
        if bytes[position] == byte &+ 2 { break }  // "[" and "]", "{" and "}" are two apart
        members = 1
        if isObject { position = try appendName(from: position, onto: &tape, first: true) }
        continue values
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        position = try appendNumber(from: position, onto: &tape)
      case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
        position = try appendLiteral(from: position, onto: &tape)
      default:
        throw misplaced(at: position, members > 1 || container == Self.none, isObject)
      }

      // A value has ended at `position`: close what ends with it, or go to the next value.
      while true {
        if container == Self.none { break values }
        if bytes[position] <= 0x20 { position = skipSpace(from: position) }
        let byte = bytes[position]
        if byte == UInt8(ascii: ",") {
          position = skipSpace(from: position &+ 1)
          members &+= 1
          if isObject { position = try appendName(from: position, onto: &tape, first: false) }
          continue values
        }
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw failure(
            .unexpectedByte, at: position, expected: isObject ? "\",\" or \"}\"" : "\",\" or \"]\"")
        }
        position &+= 1
        depth &-= 1
        (container, members) = close(container, members: members, end: position, on: &tape)
        isObject = container != Self.none && tape[Int(container)].head & 1 == 1
      }
    }
    try finish(position, values: tape.count)
  }

  /// Completes a container's node and returns the container around it with its member count.
  @inline(__always)
  private func close(
    _ container: UInt32, members: UInt32, end: Int, on tape: inout TapeStorage
  ) -> (UInt32, UInt32) {
    var node = tape[Int(container)]
    let outer = (node.next, node.length)
    node.head |= min(members, TapeNode.countLimit) << 8
    node.length = UInt32(truncatingIfNeeded: end) &- node.start
    node.next = UInt32(truncatingIfNeeded: tape.count)
    tape[Int(container)] = node
    return outer
  }

  /// The first offset from `position` on that holds no white space.
  @inline(__always)
  private func skipSpace(from position: Int) -> Int {
    var position = position
    while bytes[position] <= 0x20 {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position &+= 1
      default: return position
      }
    }
    return position
  }

  /// Reads a member name and its colon; returns where the member's value starts.
  @inline(__always)
  private func appendName(
    from position: Int, onto tape: inout TapeStorage, first: Bool
  ) throws(JSONSyntaxError) -> Int {
    guard bytes[position] == UInt8(ascii: "\"") else {
      throw failure(
        .unexpectedByte, at: position, expected: first ? "a member name or \"}\"" : "a member name")
    }
    var end = try appendString(from: position &+ 1, onto: &tape)
    if bytes[end] <= 0x20 { end = skipSpace(from: end) }
    guard bytes[end] == UInt8(ascii: ":") else {
      throw failure(.unexpectedByte, at: end, expected: "\":\"")
    }
    return bytes[end &+ 1] <= 0x20 ? skipSpace(from: end &+ 1) : end &+ 1
  }

  /// Reads a string after its opening quotation mark; returns the offset after the closing one.
  @inline(__always)
  private func appendString(
    from start: Int, onto tape: inout TapeStorage
  ) throws(JSONSyntaxError) -> Int {
    var position = start
    var flags: UInt32 = 0
    while true {
      let special = Self.specialBytes(in: bytes.word(at: position))
      if special == 0 {
        position &+= 8
        continue
      }
      position &+= special.trailingZeroBitCount >> 3
      if bytes[position] == UInt8(ascii: "\"") { break }
      position = try readSpecial(at: position, flags: &flags)
    }
    tape.append(
      TapeNode(
        head: UInt32(TapeKind.string.rawValue) | flags,
        start: UInt32(truncatingIfNeeded: start),
        length: UInt32(truncatingIfNeeded: position &- start),
        next: UInt32(truncatingIfNeeded: tape.count &+ 1)))
    return position &+ 1
  }

  /// The high bit of each byte at which a plain run of a string ends.
  ///
  /// Such a byte is a quotation mark, a backslash, a control character or outside ASCII. The lowest bit set is exact; a borrow may set bits above it.
  @inline(__always)
  private static func specialBytes(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = (word ^ (ones &* 0x22)) &- ones
    let backslashes = (word ^ (ones &* 0x5C)) &- ones
    let controls = word &- (ones &* 0x20)
    return (word | quotes | backslashes | controls) & (ones &* 0x80)
  }

  /// Steps over an escape or over a run outside ASCII.
  @inline(never)
  private func readSpecial(at position: Int, flags: inout UInt32) throws(JSONSyntaxError) -> Int {
    let byte = bytes[position]
    if byte >= 0x80 {
      flags |= StringFlag.nonASCII
      var position = position
      repeat {
        let length = UTF8Sequence.length(in: bytes, at: position)
        guard length > 0 else {
          throw failure(.invalidUTF8, at: position, expected: "UTF-8")
        }
        position &+= length
      } while bytes[position] >= 0x80
      return position
    }
    guard byte == UInt8(ascii: "\\") else {
      if position >= count {
        throw failure(.unexpectedEnd, at: position, expected: "a closing quotation mark")
      }
      throw failure(.controlCharacter, at: position, expected: "an escape")
    }
    flags |= StringFlag.escaped
    return try readEscape(at: position, flags: &flags)
  }

  private func readEscape(at position: Int, flags: inout UInt32) throws(JSONSyntaxError) -> Int {
    switch bytes[position &+ 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return position &+ 2
    case UInt8(ascii: "u"):
      guard let unit = JSONText.hexUnit(bytes, at: position &+ 2) else {
        var wrong = position &+ 2
        while JSONText.hexDigit(bytes[wrong]) != nil { wrong &+= 1 }
        throw failure(.invalidEscape, at: wrong, expected: "four hexadecimal digits")
      }
      if unit & 0xFC00 == 0xD800 {
        if bytes[position &+ 6] == UInt8(ascii: "\\"), bytes[position &+ 7] == UInt8(ascii: "u"),
          let low = JSONText.hexUnit(bytes, at: position &+ 8), low & 0xFC00 == 0xDC00
        {
          return position &+ 12
        }
        flags |= StringFlag.loneSurrogate
      } else if unit & 0xFC00 == 0xDC00 {
        flags |= StringFlag.loneSurrogate
      }
      return position &+ 6
    default:
      throw failure(.invalidEscape, at: position &+ 1, expected: "an escape")
    }
  }

  @inline(__always)
  private func appendNumber(
    from start: Int, onto tape: inout TapeStorage
  ) throws(JSONSyntaxError) -> Int {
    var kind = TapeKind.integer
    var position = start
    if bytes[position] == UInt8(ascii: "-") { position &+= 1 }
    if bytes[position] == UInt8(ascii: "0") {
      position &+= 1
      if Self.isDigit(bytes[position]) {
        throw failure(.invalidNumber, at: position, expected: "no digit after a leading zero")
      }
    } else {
      position = try skipDigits(from: position)
    }
    if bytes[position] == UInt8(ascii: ".") {
      kind = .decimal
      position = try skipDigits(from: position &+ 1)
    }
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      kind = .decimal
      position &+= 1
      if bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position &+= 1
      }
      position = try skipDigits(from: position)
    }
    tape.append(
      TapeNode(
        head: UInt32(kind.rawValue), start: UInt32(truncatingIfNeeded: start),
        length: UInt32(truncatingIfNeeded: position &- start),
        next: UInt32(truncatingIfNeeded: tape.count &+ 1)))
    return position
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10
  }

  @inline(__always)
  private func skipDigits(from start: Int) throws(JSONSyntaxError) -> Int {
    guard Self.isDigit(bytes[start]) else {
      throw failure(.invalidNumber, at: start, expected: "a digit")
    }
    var position = start &+ 1
    while Self.isDigit(bytes[position]) { position &+= 1 }
    return position
  }

  @inline(__always)
  private func appendLiteral(
    from start: Int, onto tape: inout TapeStorage
  ) throws(JSONSyntaxError) -> Int {
    let kind: TapeKind
    switch bytes.halfWord(at: start) {
    case 0x6C6C_756E: kind = .null  // "null", first byte lowest
    case 0x6575_7274: kind = .true  // "true"
    case 0x736C_6166 where bytes[start &+ 4] == UInt8(ascii: "e"): kind = .false  // "fals"
    default: throw misspelledLiteral(at: start)
    }
    let length = kind == .false ? 5 : 4
    tape.append(
      TapeNode(
        head: UInt32(kind.rawValue), start: UInt32(truncatingIfNeeded: start),
        length: UInt32(length), next: UInt32(truncatingIfNeeded: tape.count &+ 1)))
    return start &+ length
  }
}

// The paths that end in an error, kept out of the hot code.
extension JSONParser {
  private func checkSize() throws(JSONSyntaxError) {
    guard count <= limits.maximumBytes else {
      throw JSONSyntaxError(
        kind: .tooLarge, byteOffset: limits.maximumBytes,
        message: "found \(count) bytes; expected at most \(limits.maximumBytes)")
    }
    if bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw JSONSyntaxError(
        kind: .byteOrderMark, byteOffset: 0,
        message: "found a byte order mark; expected a JSON value")
    }
  }

  private func finish(_ position: Int, values: Int) throws(JSONSyntaxError) {
    let end = skipSpace(from: position)
    guard end == count else {
      throw failure(.trailingContent, at: end, expected: "the end of the text")
    }
    guard values <= limits.maximumValues else {
      throw JSONSyntaxError(
        kind: .tooManyValues, byteOffset: 0,
        message: "found \(values) values; expected at most \(limits.maximumValues)")
    }
  }

  @inline(never)
  private func tooDeep(at position: Int) -> JSONSyntaxError {
    JSONSyntaxError(
      kind: .tooDeep, byteOffset: position,
      message: "found more than \(limits.maximumDepth) open arrays and objects; "
        + "expected at most \(limits.maximumDepth)")
  }

  @inline(never)
  private func misplaced(at position: Int, _ needsValue: Bool, _ isObject: Bool) -> JSONSyntaxError
  {
    if position >= count, position == skipSpace(from: 0) {
      return JSONSyntaxError(
        kind: .empty, byteOffset: count, message: "found no content; expected a JSON value")
    }
    return failure(
      .unexpectedByte, at: position,
      expected: needsValue || isObject ? "a JSON value" : "a JSON value or \"]\"")
  }

  @inline(never)
  private func misspelledLiteral(at start: Int) -> JSONSyntaxError {
    var end = start
    while (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[end] | 0x20), end < start + 20 {
      end += 1
    }
    guard end < count || end > start else {
      return failure(.unexpectedEnd, at: end, expected: "true, false or null")
    }
    return JSONSyntaxError(
      kind: end >= count ? .unexpectedEnd : .unexpectedByte, byteOffset: start,
      message: "found \"\(bytes.string(start..<end))\"; expected true, false or null")
  }

  @inline(never)
  private func failure(
    _ kind: JSONSyntaxError.Kind, at position: Int, expected: String
  ) -> JSONSyntaxError {
    let atEnd = position >= count
    return JSONSyntaxError(
      kind: atEnd ? .unexpectedEnd : kind, byteOffset: min(position, count),
      message: "found \(atEnd ? "the end of the text" : found(at: position)); expected \(expected)")
  }

  private func found(at position: Int) -> String {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "\""): return "a quotation mark"
    case 0x21...0x7E: return "\"\(Character(Unicode.Scalar(byte)))\""
    case 0x20: return "a space"
    default: break
    }
    let length = byte < 0x80 ? 0 : UTF8Sequence.length(in: bytes, at: position)
    if length > 0 { return "\"\(bytes.string(position..<position + length))\"" }
    let digits = String(byte, radix: 16, uppercase: true)
    let padded = digits.utf8.count == 1 ? "0" + digits : digits
    return byte < 0x80 ? "the control character U+00\(padded)" : "the byte 0x\(padded)"
  }
}
