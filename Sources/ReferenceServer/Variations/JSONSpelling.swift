/// Other texts for the same JSON value.
enum JSONSpelling {
  /// The text with blanks and line breaks wherever the grammar lets them stand.
  static func spaced(_ text: [UInt8]) -> [UInt8] {
    var spaced: [UInt8] = Array("\r\n\t ".utf8)
    var isInString = false
    var isEscaped = false
    for byte in text {
      let isStructural = !isInString && "{}[]:,".utf8.contains(byte)
      if isStructural { spaced += Array(" ".utf8) }
      spaced.append(byte)
      if isStructural { spaced += Array("\n ".utf8) }
      if isInString, !isEscaped, byte == UInt8(ascii: "\\") {
        isEscaped = true
        continue
      }
      if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
      isEscaped = false
    }
    return spaced + Array(" \n".utf8)
  }

  /// The text with every character beyond ASCII, and every solidus, escaped.
  static func escaped(_ text: [UInt8]) -> [UInt8] {
    var escaped = ""
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "/": escaped += #"\/"#
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: true)
          escaped += #"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
      }
    }
    return Array(escaped.utf8)
  }
}

extension JSON {
  /// The value with each of its values, from the inside out, passed through a change.
  ///
  /// The change is told the name of the member that holds the value, if one does.
  func rewritten(name: String? = nil, _ change: (String?, JSON) -> JSON) -> JSON {
    switch self {
    case .array(let elements):
      change(name, .array(elements.map { $0.rewritten(change) }))
    case .object(let members):
      change(
        name,
        .object(
          members.map {
            Member(name: $0.name, value: $0.value.rewritten(name: $0.name, change))
          }))
    default: change(name, self)
    }
  }
}
