import Diagnostics

/// What can be wrong with a YAML text; the raw value ends the diagnostic's code.
enum YAMLMistake: String {
  case syntax
  case controlCharacter = "control-character"
  case invalidUTF8 = "invalid-utf8"
  case empty
  case multipleDocuments = "multiple-documents"
  case duplicateKey = "duplicate-key"
  case emptyKey = "empty-key"
  case complexKey = "complex-key"
  case mergeKey = "merge-key"
  case unsupportedTag = "unsupported-tag"
  case tagMismatch = "tag-mismatch"
  case notFinite = "not-finite"
  case numberTooLong = "number-too-long"
  case unknownAlias = "unknown-alias"
  case recursiveAlias = "recursive-alias"
  case tooMuchExpansion = "too-much-expansion"
  case tooDeep = "too-deep"

  /// The diagnostic's code.
  var code: String { "yaml.\(rawValue)" }

  /// Whether nothing after a mistake with this code is worth reading.
  static func isFinal(_ code: String) -> Bool {
    code == tooDeep.code || code == tooMuchExpansion.code
  }
}

/// The tags of the core schema.
enum CoreTag {
  static let prefix = "tag:yaml.org,2002:"
}

extension YAMLComposer {
  /// What a scalar is, by its tag or else by the core schema; a tag that does not fit is refused.
  mutating func resolve(
    _ bytes: [UInt8], _ style: YAMLEvent.ScalarStyle, _ tag: String?, at place: Range<Int>
  ) -> CoreSchema.Scalar {
    guard let tag else { return style == .plain ? CoreSchema.resolve(bytes) : .string }
    if tag == "!" { return .string }
    guard tag.hasPrefix(CoreTag.prefix) else {
      refuseTag(tag, "a tag of the core schema", at: place)
      return .string
    }
    let resolved = CoreSchema.resolve(bytes)
    switch (tag.dropFirst(CoreTag.prefix.count), resolved) {
    case ("str", _): return .string
    case ("null", .null), ("bool", .boolean), ("float", .number), ("float", .notFinite),
      ("int", .tooManyDigits):
      return resolved
    case ("int", .number(let digits))
    where digits.allSatisfy({ $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }):
      return resolved
    case ("null", _), ("bool", _), ("float", _), ("int", _):
      refuse(
        .tagMismatch,
        "\(quoted(bytes)) is no value of !!\(tag.dropFirst(CoreTag.prefix.count))", at: place,
        fix: "remove the tag or correct the value")
      return .null
    default:
      refuseTag(tag, "a tag that fits a scalar", at: place)
      return .string
    }
  }

  /// Refuses a tag that says nothing in terms of JSON.
  mutating func refuseTag(_ tag: String, _ expected: String, at place: Range<Int>) {
    refuse(
      .unsupportedTag, "the tag \(tag.debugDescription) is not supported; expected \(expected)",
      at: place, fix: "remove the tag")
  }

  /// Notes a mistake; reading goes on.
  mutating func refuse(
    _ mistake: YAMLMistake, _ message: String, at place: Range<Int>, name: [UInt8]? = nil,
    fix: String, notes: [Diagnostic.Note] = []
  ) {
    var pointer = self.pointer
    if let name { pointer = pointer.appending(String(decoding: name, as: UTF8.self)) }
    diagnostics.append(
      Diagnostic(
        code: mistake.code, message, in: text, bytes: place, pointer: pointer, fix: fix,
        notes: notes))
  }
}

/// Bytes in quotation marks for a sentence, shortened when long.
func quoted(_ bytes: [UInt8]) -> String {
  let text = String(decoding: bytes.prefix(60), as: UTF8.self).debugDescription
  return bytes.count > 60 ? text.dropLast() + "…\"" : text
}
