// A libFuzzer target: no text may crash the schema compiler or what it makes, and all evaluations
// and outputs of a program must come to the same verdict. The first byte chooses the dialect and
// the options, the rest of the first line is the schema, what follows is the instance.

import Diagnostics
@testable import SchemaValidator

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchema(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  guard let choice = unsafe input.first else { return 0 }
  let bytes = unsafe Array(input.dropFirst())
  let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
  let text = String(decoding: bytes[..<end], as: UTF8.self)
  let dialects = SchemaDialect.allCases
  let compiler = SchemaCompiler(
    defaultDialect: dialects[Int(choice & 31) % dialects.count],
    formats: choice & 32 == 0 ? .dialect : .assert,
    discriminators: choice & 64 == 0 ? .explain : .assert, checksMetaSchema: choice & 128 == 0)

  let program: SchemaProgram
  do {
    program = try compiler.load(SourceText(text, name: "schema")).compile()
  } catch {
    if error.diagnostics.isEmpty { finding("refused without a reason: \(text)") }
    for diagnostic in error.diagnostics where diagnostic.message.isEmpty {
      finding("a diagnostic without words: \(text)")
    }
    return 0
  }
  judge(Array(bytes[end...].dropFirst()), by: program, of: text)
  // A schema is a value too, with all of its keywords as members.
  judge(Array(text.utf8), by: program, of: text)
  return 0
}

/// Judges an instance in every way and compares.
private func judge(_ bytes: [UInt8], by program: SchemaProgram, of schema: String) {
  guard let document = try? JSONDocument(parsing: bytes) else { return }
  let instance = document.root
  func fail(_ words: String) -> Never {
    finding("\(words): \(schema), \(String(decoding: bytes, as: UTF8.self))")
  }
  let verdict = program.evaluate(instance)
  if verdict.outcome == .undecided {
    if verdict.undecided.isEmpty { fail("undecided without a reason") }
    return
  }
  if program.isValid(instance) != verdict.isValid { fail("two verdicts on a document") }
  if (try? program.isValid(bytes)) != verdict.isValid { fail("another verdict on the text") }
  if verdict.isValid != verdict.violations.isEmpty { fail("violations against the verdict") }
  for violation in verdict.violations {
    if instance.value(at: violation.instanceLocation) == nil {
      fail("\(violation.instanceLocation) leads to nothing")
    }
    if violation.instanceRange.upperBound > bytes.count { fail("a place outside of the text") }
  }
  for format in OutputFormat.allCases {
    guard let output = try? JSONDocument(parsing: program.output(format, for: instance)).root else {
      fail("\(format) is no JSON")
    }
    if output["valid"]?.boolValue != verdict.isValid { fail("\(format) says otherwise") }
  }
}
