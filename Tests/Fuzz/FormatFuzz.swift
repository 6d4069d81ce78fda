// A libFuzzer target: no text may crash a format, and a text of a narrow format must have the
// wider ones that contain it.

@testable import SchemaValidator

/// Formats whose texts all have the second format as well.
private let containments = [
  ("uri", "iri"), ("uri", "uri-reference"), ("iri", "iri-reference"),
  ("uri-reference", "iri-reference"), ("uri-reference", "uri-template"), ("email", "idn-email"),
  ("hostname", "idn-hostname"),
]

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFormats(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  let text = unsafe Array(String(decoding: input, as: UTF8.self).utf8)
  var holding: Set<String> = []
  for (name, format) in StringFormat.all where format.holds(text.span) { holding.insert(name) }
  for (narrow, wide) in containments where holding.contains(narrow) && !holding.contains(wide) {
    let text = String(decoding: text, as: UTF8.self).debugDescription
    finding("\(narrow) but not \(wide): \(text)")
  }
  return 0
}
