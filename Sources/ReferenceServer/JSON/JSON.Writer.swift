extension JSON {
  /// The value as compact JSON text in UTF-8, members in their order.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, canonically: false)
    return bytes
  }

  /// One text for each value: members sorted by the bytes of their names, numbers by value.
  ///
  /// Spelling (order, white space, escapes, `1.0` for `1`) leaves no trace in it.
  package var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, canonically: true)
    return bytes
  }

  /// The first member name that an object in this value repeats, or nil.
  var firstRepeatedName: String? {
    switch self {
    case .array(let elements):
      return elements.lazy.compactMap(\.firstRepeatedName).first
    case .object(let members):
      var seen: Set<[UInt8]> = []
      for member in members {
        if !seen.insert(Array(member.name.utf8)).inserted { return member.name }
        if let name = member.value.firstRepeatedName { return name }
      }
      return nil
    default: return nil
    }
  }

  private func write(to bytes: inout [UInt8], canonically: Bool) {
    switch self {
    case .null: bytes += Array("null".utf8)
    case .bool(let value): bytes += Array((value ? "true" : "false").utf8)
    case .number(let text):
      let spelling = canonically ? Decimal(spelling: text)?.text ?? text : text
      bytes += Array(spelling.utf8)
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(to: &bytes, canonically: canonically)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      let ordered = canonically ? members.sorted(by: Self.precedes) : members
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in ordered.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes, canonically: canonically)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func precedes(_ left: Member, _ right: Member) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += Array(#"\n"#.utf8)
      case 0x0D: bytes += Array(#"\r"#.utf8)
      case 0x09: bytes += Array(#"\t"#.utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array((#"\u00"# + (byte < 0x10 ? "0" : "") + digits).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
