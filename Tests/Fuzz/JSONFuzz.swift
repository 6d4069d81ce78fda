// A libFuzzer target: no bytes may crash the JSON reader, it must accept what a reader written
// straight from the grammar accepts, and what was read must be written and read again unchanged.

import Diagnostics
@testable import SchemaValidator

/// RFC 8259 as a recursive descent over its grammar, with nothing of speed.
private struct GrammarReader {
  let bytes: [UInt8]
  var position = 0

  /// Whether the bytes are one JSON text in UTF-8.
  static func accepts(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var reader = GrammarReader(bytes: bytes)
    reader.space()
    guard reader.value() else { return false }
    reader.space()
    return reader.position == bytes.count
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func space() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private mutating func word(_ word: String) -> Bool {
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func value() -> Bool {
    switch next {
    case UInt8(ascii: "{"): list("{", "}") { $0.string() && $0.colon() && $0.value() }
    case UInt8(ascii: "["): list("[", "]") { $0.value() }
    case UInt8(ascii: "\""): string()
    case UInt8(ascii: "t"): word("true")
    case UInt8(ascii: "f"): word("false")
    case UInt8(ascii: "n"): word("null")
    default: number()
    }
  }

  private mutating func colon() -> Bool {
    space()
    guard take(":") else { return false }
    space()
    return true
  }

  private mutating func list(
    _ open: Character, _ close: Character, _ entry: (inout GrammarReader) -> Bool
  ) -> Bool {
    guard take(open) else { return false }
    space()
    if take(close) { return true }
    repeat {
      space()
      guard entry(&self) else { return false }
      space()
    } while take(",")
    return take(close)
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let byte = next, byte >= 0x20 {
      position += 1
      if byte == UInt8(ascii: "\"") { return true }
      guard byte == UInt8(ascii: "\\") else { continue }
      guard let escape = next else { return false }
      position += 1
      if escape == UInt8(ascii: "u") {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
        else { return false }
        position += 4
      } else if !"\"\\/bfnrt".utf8.contains(escape) {
        return false
      }
    }
    return false
  }

  private mutating func digits() -> Bool {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start
  }

  private mutating func number() -> Bool {
    _ = take("-")
    guard take("0") || digits() else { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      return digits()
    }
    return true
  }
}

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  let bytes = unsafe Array(input)
  let text = String(decoding: bytes, as: UTF8.self).debugDescription
  let document: JSONDocument
  do {
    document = try JSONDocument(parsing: bytes)
  } catch {
    if GrammarReader.accepts(bytes) { finding("refused, and is JSON: \(text): \(error)") }
    if error.byteOffset > bytes.count { finding("a refusal outside of the text: \(text)") }
    return 0
  }
  if !GrammarReader.accepts(bytes) { finding("read, and is no JSON: \(text)") }

  let root = document.root
  if root != root { finding("unequal to itself: \(text)") }
  let written = root.description
  do {
    let again = try JSONDocument(parsing: written)
    if again.root != root { finding("written as another value: \(text), \(written)") }
    if again.root.description != written { finding("written in two ways: \(text)") }
    if again.duplicateMembers().count != document.duplicateMembers().count {
      finding("duplicates lost or found by writing: \(text), \(written)")
    }
  } catch {
    finding("written as what is no JSON: \(text), \(written): \(error)")
  }
  for duplicate in document.duplicateMembers() {
    if duplicate.firstNameRange.upperBound > duplicate.secondNameRange.lowerBound
      || duplicate.secondNameRange.upperBound > bytes.count
    {
      finding("a duplicate outside of the text: \(text)")
    }
    // A pointer is text: it cannot name a member whose name holds half a surrogate pair; nor can it
    // choose between members of one name on its way.
    let isText = !duplicate.pointer.description.unicodeScalars.contains("\u{FFFD}")
    let isOnly = document.duplicateMembers().count == 1
    if isText && isOnly && root.value(at: duplicate.pointer) == nil {
      finding("\(duplicate.pointer) leads to nothing: \(text)")
    }
  }
  return 0
}
