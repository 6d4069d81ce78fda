// A libFuzzer target: no bytes may crash the reader of YAML or what reads profiles and suites from
// it, every mistake must have its place in the text, aliases must not make much of little, and
// what is read twice must be the same.

import Conformance
import Diagnostics
import SchemaValidator

private let contract = #"""
  {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
   "paths": {
     "/toys": {
       "get": {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
         "responses": {"200": {"description": "all"}}},
       "post": {"operationId": "makeToy",
         "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
         "responses": {"200": {"description": "one"}}}},
     "/toys/{id}": {
       "get": {
         "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
         "responses": {"200": {"description": "one"}}}}}}
  """#

private let profile = """
  contract: contract.json
  variables: { till: { env: SHOP_TILL } }
  conventions:
    success: { data: /data }
    errors: { root: /error, code: /code, message: /message }
    pagination: { items: /data, more: /more, next: /next, id: /id }
    idempotency: { header: Once }
  """

private let context: SuiteLoader.Context = {
  do {
    let settings = try ProfileLoader.load(SourceText(profile, name: "conformance.yaml"))
    return SuiteLoader.Context(
      contract: try Contract.load(
        SourceDocument(reading: SourceText(contract, name: "contract.json"))),
      profile: settings, catalogue: try RequirementCatalogue.standard(),
      judgedAnywhere: CheckRegistry.standard(for: settings.conventions).requirements,
      attachment: { path throws(Diagnostics) in
        throw Diagnostics([
          Diagnostic(
            code: "file.not-found", "there is no file \(path)", fix: "write no file's name")
        ])
      })
  } catch {
    finding("the target's own files are broken: \(error)")
  }
}()

/// What reading came to, in a form that can be compared.
private enum Reading: Equatable {
  case read(String)
  case refused([Diagnostic])

  init(_ text: SourceText, _ work: () throws(Diagnostics) -> String) {
    do throws(Diagnostics) {
      self = .read(try work())
    } catch {
      self = .refused(error.all)
      if error.all.isEmpty { finding("refused without a reason: \(words(of: text))") }
      for diagnostic in error.all { checkPlaces(of: diagnostic, in: text) }
    }
  }
}

private func words(of text: SourceText) -> String {
  String(decoding: text.bytes, as: UTF8.self).debugDescription
}

/// The places of a mistake and of its notes lie in the text they name.
private func checkPlaces(of diagnostic: Diagnostic, in text: SourceText) {
  func fail(_ what: String) -> Never { finding("\(what): \(diagnostic): \(words(of: text))") }
  guard let location = diagnostic.location, !diagnostic.message.isEmpty else {
    fail("a mistake without its place or words")
  }
  guard location.file == text.name else { fail("a mistake in another file") }
  for place in [location] + diagnostic.notes.compactMap(\.location)
  where place.file == text.name && !holds(place, text) {
    fail("\(place) is not in the text")
  }
}

/// Whether a line and column are at or before the end of a line of the text.
private func holds(_ place: SourceLocation, _ text: SourceText) -> Bool {
  let lines = text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  guard 1...lines.count ~= place.line else { return false }
  let scalars = lines[place.line - 1].count { $0 & 0b1100_0000 != 0b1000_0000 }
  return 1...scalars + 1 ~= place.column
}

/// All values of a document must have a place in its text.
private func check(_ value: JSONValue, of document: SourceDocument, _ left: inout Int) {
  // Aliases may have made many values of a few: some thousand of them show what all would.
  guard left > 0 else { return }
  left -= 1
  if document.range(of: value).upperBound > document.text.bytes.count {
    finding("a value outside of the text: \(words(of: document.text))")
  }
  for element in value.elements { check(element, of: document, &left) }
  for member in value.members {
    if document.nameRange(of: member).upperBound > document.text.bytes.count {
      finding("a name outside of the text: \(words(of: document.text))")
    }
    check(member.value, of: document, &left)
  }
}

/// How many bytes of JSON a text may become: what is written, escaped, and what aliases add.
private func limit(for text: SourceText) -> Int { 8 * text.bytes.count + 64 + 4 << 20 }

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  let text = unsafe SourceText(Array(input), name: "fuzz.suite.yaml")
  let document = Reading(text) { () throws(Diagnostics) in
    let document = try SourceDocument(reading: text)
    let size = document.root.byteRange.upperBound
    if size > limit(for: text) { finding("\(size) bytes were made of it: \(words(of: text))") }
    var left = 2_000
    check(document.root, of: document, &left)
    return document.root.description
  }
  let again = Reading(text) { () throws(Diagnostics) in
    try SourceDocument(reading: text).root.description
  }
  if document != again { finding("read in two ways: \(words(of: text))") }
  _ = Reading(text) { () throws(Diagnostics) in
    try ProfileLoader.load(text).contractPath
  }
  let suite = { () throws(Diagnostics) in
    let suite = try SuiteLoader.load(text, id: "fuzz", context: context)
    return suite.cases.map { "\($0.id) \($0.location) \($0.requestAllowance)" }
      .joined(separator: "\n")
  }
  if Reading(text, suite) != Reading(text, suite) {
    finding("a suite of two minds: \(words(of: text))")
  }
  return 0
}
