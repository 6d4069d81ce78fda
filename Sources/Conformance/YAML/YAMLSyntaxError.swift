import Diagnostics

/// A break of YAML's grammar in our own words: what libyaml says is written for its authors.
private struct SyntaxWording {
  /// A part of libyaml's sentence that tells this break from the others.
  let problem: String
  let message: String
  let fix: String
  /// Whether the mistake is where the construct began, not where it was noticed.
  var isAtStart = false

  /// The known breaks; the first that fits counts.
  static let all = [
    SyntaxWording(
      problem: "tab character", message: "a tab stands in the indentation; expected spaces",
      fix: "indent with spaces instead of tabs"),
    SyntaxWording(
      problem: "cannot start any token", message: "no value can begin with this character",
      fix: "put the text in quotes"),
    SyntaxWording(
      problem: "mapping values are not allowed",
      message: "a colon stands where no key can be; expected a plain value",
      fix: "put the text in quotes if the colon belongs to it, or check the lines' indentation"),
    SyntaxWording(
      problem: "did not find expected key",
      message: "what stands here is no key of the mapping; expected a key below its first one",
      fix: "align it with the other keys, or put the value before it in quotes"),
    SyntaxWording(
      problem: "expected '-' indicator",
      message: "what stands here is no element of the list; expected - below the first one",
      fix: "start it with -, or indent it like what it belongs to"),
    SyntaxWording(
      problem: "expected ',' or ']'", message: "the list goes on here; expected , or ]",
      fix: "add what is missing, or put text that holds brackets in quotes"),
    SyntaxWording(
      problem: "expected ',' or '}'", message: "the mapping goes on here; expected , or }",
      fix: "add what is missing, or put text that holds braces in quotes"),
    SyntaxWording(
      problem: "expected ':'", message: "a key without a value stands here; expected a colon",
      fix: "add a colon and a space after the key", isAtStart: true),
    SyntaxWording(
      problem: "unexpected end of stream", message: "the quotation mark is never closed",
      fix: "close it", isAtStart: true),
    SyntaxWording(
      problem: "unexpected document indicator", message: "the quotation mark is never closed",
      fix: "close it", isAtStart: true),
    SyntaxWording(
      problem: "escape", message: "this is no escape of YAML's",
      fix: "double the backslash, or use single quotes"),
    SyntaxWording(
      problem: "expected hexdecimal", message: "the escape lacks hexadecimal digits",
      fix: "double the backslash, or use single quotes"),
    SyntaxWording(
      problem: "alphabetic or numeric", message: "a name is missing after & or *",
      fix: "put text that begins with & or * in quotes"),
    SyntaxWording(
      problem: "undefined tag handle", message: "the tag's handle is not declared",
      fix: "remove the tag"),
  ]
}

extension YAMLComposer {
  /// What libyaml could not read, as a diagnostic.
  func diagnostic(of failure: YAMLFailure) -> Diagnostic {
    let offset: Int
    switch failure.place {
    case .byte(let byte): offset = min(byte, text.bytes.count)
    case .scalar(let scalar): offset = offsets.byte(of: scalar)
    }
    if let value = failure.unreadable {
      return unreadable(value, failure.problem, at: offset)
    }
    let context = failure.context.map { (text: $0.text, offset: offsets.byte(of: $0.scalar)) }
    var wording = SyntaxWording.all.first { failure.problem.contains($0.problem) }
    if text.bytes[offset...].first == UInt8(ascii: "\t") { wording = .all.first }
    var place = offset
    var notes: [Diagnostic.Note] = []
    if let context, wording?.isAtStart == true {
      place = context.offset
    } else if let context, context.offset != offset {
      notes = [
        Diagnostic.Note(
          Self.construct(context.text), at: location(context.offset..<context.offset))
      ]
    }
    return Diagnostic(
      code: YAMLMistake.syntax.code, wording?.message ?? failure.problem, in: text,
      bytes: place..<min(place + 1, text.bytes.count), fix: wording?.fix, notes: notes)
  }

  /// Bytes that are not UTF-8, or a character that YAML leaves out.
  private func unreadable(_ value: Int, _ problem: String, at offset: Int) -> Diagnostic {
    let place = offset..<min(offset + 1, text.bytes.count)
    guard problem.contains("control") else {
      return Diagnostic(
        code: YAMLMistake.invalidUTF8.code, "the text is not UTF-8 here; expected UTF-8 throughout",
        in: text, bytes: place, fix: "save the text as UTF-8",
        notes: [Diagnostic.Note("libyaml says: \(problem)")])
    }
    let digits = String(value, radix: 16, uppercase: true)
    let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    return Diagnostic(
      code: YAMLMistake.controlCharacter.code,
      "the character U+\(padding)\(digits) stands here as itself; YAML does not allow it",
      in: text, bytes: place,
      fix: "write it as an escape in double quotes, such as \"\\u\(padding)\(digits)\"")
  }

  /// The construct that libyaml was reading, as words at the place where it begins.
  private static func construct(_ context: String) -> String {
    let constructs = [
      ("block mapping", "the mapping starts here"), ("flow mapping", "the { stands here"),
      ("flow sequence", "the [ stands here"), ("block collection", "the list starts here"),
      ("block sequence", "the list starts here"), ("quoted scalar", "the quoted text starts here"),
      ("plain scalar", "the text starts here"), ("block scalar", "the block of text starts here"),
    ]
    return constructs.first { context.contains($0.0) }?.1 ?? context
  }
}
