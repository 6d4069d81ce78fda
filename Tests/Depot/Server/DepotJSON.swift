/// A JSON value: read strictly, and written with its members in the order given.
indirect enum DepotJSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([DepotJSON])
  case object([Member])

  struct Member: Sendable, Equatable {
    var name: String
    var value: DepotJSON
  }

  static func object(_ members: KeyValuePairs<String, DepotJSON>) -> DepotJSON {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  static func int(_ number: Int) -> DepotJSON { .number(String(number)) }

  subscript(_ name: String) -> DepotJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a number without a fraction, however it is spelt.
  var integer: Int? {
    guard case .number(let text) = self, let number = Double(text) else { return nil }
    return Int(exactly: number)
  }

  /// The value in one spelling: what is the same has the same.
  var canonical: String {
    switch self {
    case .number(let text): Double(text).map { "\($0)" } ?? text
    case .array(let values): "[\(values.map(\.canonical).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(DepotJSON.string($0.name).description):\($0.value.canonical)" }.sorted().joined(separator: ","))}"
    case .null, .bool, .string: description
    }
  }

  var description: String {
    switch self {
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let text): return text
    case .string(let text):
      var quoted = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case _ where scalar.value < 0x20:
          let digits = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
      }
      return quoted + "\""
    case .array(let values): return "[\(values.map(\.description).joined(separator: ","))]"
    case .object(let members):
      let parts = members.map { "\(DepotJSON.string($0.name).description):\($0.value.description)" }
      return "{\(parts.joined(separator: ","))}"
    }
  }
}

/// Why a text is no JSON that this server takes.
struct NotJSON: Error {}

extension DepotJSON {
  /// Reads a text that is one JSON value and nothing else.
  init(reading bytes: [UInt8]) throws(NotJSON) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw NotJSON() }
    var reader = Reader(bytes: bytes)
    self = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw NotJSON() }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
      while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { position += 1 }
    }

    private mutating func take(_ text: String) -> Bool {
      guard bytes[position...].starts(with: text.utf8) else { return false }
      position += text.utf8.count
      return true
    }

    mutating func value(depth: Int) throws(NotJSON) -> DepotJSON {
      guard depth < 64 else { throw NotJSON() }
      skipBlanks()
      switch next {
      case UInt8(ascii: "{"): return try object(depth)
      case UInt8(ascii: "["): return try array(depth)
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "t"): if take("true") { return .bool(true) }
      case UInt8(ascii: "f"): if take("false") { return .bool(false) }
      case UInt8(ascii: "n"): if take("null") { return .null }
      default: return try number()
      }
      throw NotJSON()
    }

    private mutating func object(_ depth: Int) throws(NotJSON) -> DepotJSON {
      position += 1
      var members: [Member] = []
      skipBlanks()
      if take("}") { return .object([]) }
      repeat {
        skipBlanks()
        guard next == UInt8(ascii: "\"") else { throw NotJSON() }
        let name = try string()
        skipBlanks()
        guard take(":"), !members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) })
        else { throw NotJSON() }
        members.append(Member(name: name, value: try value(depth: depth + 1)))
        skipBlanks()
      } while take(",")
      guard take("}") else { throw NotJSON() }
      return .object(members)
    }

    private mutating func array(_ depth: Int) throws(NotJSON) -> DepotJSON {
      position += 1
      var values: [DepotJSON] = []
      skipBlanks()
      if take("]") { return .array([]) }
      repeat {
        values.append(try value(depth: depth + 1))
        skipBlanks()
      } while take(",")
      guard take("]") else { throw NotJSON() }
      return .array(values)
    }

    private mutating func number() throws(NotJSON) -> DepotJSON {
      let start = position
      while let next, "+-.0123456789eE".utf8.contains(next) { position += 1 }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil,
        let number = Double(text), number.isFinite
      else { throw NotJSON() }
      return .number(text)
    }

    private mutating func string() throws(NotJSON) -> String {
      position += 1
      var text = String.UnicodeScalarView()
      var plain: [UInt8] = []
      while let byte = next, byte != UInt8(ascii: "\"") {
        position += 1
        guard byte >= 0x20 else { throw NotJSON() }
        guard byte == UInt8(ascii: "\\") else {
          plain.append(byte)
          continue
        }
        text.append(contentsOf: String(decoding: plain, as: UTF8.self).unicodeScalars)
        plain = []
        text.append(try escape())
      }
      text.append(contentsOf: String(decoding: plain, as: UTF8.self).unicodeScalars)
      guard take("\"") else { throw NotJSON() }
      return String(text)
    }

    private mutating func escape() throws(NotJSON) -> Unicode.Scalar {
      guard let byte = next else { throw NotJSON() }
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{c}"
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "u"):
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard 0xD800..<0xDC00 ~= unit, take("\\u") else { throw NotJSON() }
        let low = try codeUnit()
        guard 0xDC00..<0xE000 ~= low,
          let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw NotJSON() }
        return scalar
      default: throw NotJSON()
      }
    }

    private mutating func codeUnit() throws(NotJSON) -> UInt32 {
      guard position + 4 <= bytes.count else { throw NotJSON() }
      let text = String(decoding: bytes[position..<position + 4], as: UTF8.self)
      guard text.utf8.allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) }),
        let unit = UInt32(text, radix: 16)
      else { throw NotJSON() }
      position += 4
      return unit
    }
  }
}
