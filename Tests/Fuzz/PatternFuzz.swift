// A libFuzzer target: no text may crash the pattern compiler, and the forms a pattern can run on
// must agree. The first line of the input is the pattern, the rest is the text searched.

@testable import SchemaValidator

/// Longer inputs only slow the search for short ones down.
private let maximumPattern = 200
private let maximumText = 48

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPattern(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  let bytes = unsafe Array(input)
  let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
  let source = String(decoding: bytes[..<end].prefix(maximumPattern), as: UTF8.self)
  let text = Array(
    String(decoding: bytes[end...].dropFirst().prefix(maximumText), as: UTF8.self).utf8)

  let pattern: ECMAPattern
  do {
    pattern = try ECMAPattern(source)
  } catch {
    if error.offset > source.utf8.count || error.found.isEmpty || error.expected.isEmpty {
      finding("a refusal without its place: /\(source)/ \(error)")
    }
    return 0
  }
  let verdict = pattern.match(text.span)
  var allowance = PatternAllowance()
  let own = BacktrackingProgram(pattern.root).search(text.span, &allowance)
  if verdict != own && verdict != .undecided && own != .undecided {
    let text = String(decoding: text, as: UTF8.self)
    finding("\(pattern) says \(verdict), the own matcher \(own): \(text)")
  }
  if let engineText = EnginePattern.text(for: pattern.root), let engine = RegexMatch(engineText) {
    let other = engine.search(text.span)
    if other != own && other != .undecided && own != .undecided {
      finding("\(pattern): PCRE2 says \(other), the own matcher \(own)")
    }
  }
  return 0
}
