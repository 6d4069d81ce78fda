internal import Diagnostics
internal import SchemaValidator

/// The text of a value as a parameter carries it: OpenAPI up to 3.1 leaves open whether an example
/// of a parameter is the value or its text, and how much of the text.
struct WrittenValue {
  let parameter: MessageInventory.Value
  /// What the parameter's schema says about types.
  let shape: SchemaShape

  /// Whether a text may stand for a value that a schema allows.
  ///
  /// Authors write it with the parameter's name or without, encoded or as people read it, and
  /// seldom think of `explode`: whichever of these gives a value that fits will do.
  func isOne(_ text: String, of program: SchemaProgram) -> Bool {
    let decoded = String(decoding: PercentEncoding.decode(text.utf8), as: UTF8.self)
    for json in [text, decoded] {
      if let value = try? JSONDocument(parsing: json).root, program.isValid(value) { return true }
    }
    return drafts(of: text).contains { draft in
      draft.readings().contains { reading in (try? reading.json()).map(program.isValid) ?? false }
    }
  }

  private func drafts(of text: String) -> [DraftValue] {
    var bytes = Array(text.utf8)
    if parameter.location == .query, bytes.first == UInt8(ascii: "?") { bytes.removeFirst() }
    let named = Array("\(parameter.name)=".utf8) + bytes
    var drafts: [DraftValue] = []
    for explode in [parameter.explode, !parameter.explode] {
      for decoding in [TextDecoding.none, .percent, .form] {
        let own = reader(parameter.style, explode, decoding)
        switch parameter.style {
        case .simple, .label, .matrix:
          if let draft = try? own.draft(segment: bytes) { drafts.append(draft) }
        case .form, .spaceDelimited, .pipeDelimited, .deepObject, .cookie:
          for pairs in pairs(of: bytes) where pairs.allSatisfy({ $0.value != nil }) {
            if let draft = try? own.draft(pairs: pairs) { drafts.append(draft) }
          }
          // An object that is taken apart would have a member of the parameter's name.
          if explode, shape.names(.object) { break }
          if let draft = try? own.draft(pairs: TextPair.pairs(ofQuery: named)) {
            drafts.append(draft)
          }
        }
        let bare = reader(.simple, explode, decoding)
        if let draft = try? bare.draft(segment: bytes) { drafts.append(draft) }
      }
    }
    return drafts
  }

  /// The ways to take a text apart into names and values: cookies are joined as others are in the
  /// style `form`, or as the `Cookie` field joins them.
  private func pairs(of text: [UInt8]) -> [[TextPair]] {
    let pairs = [TextPair.pairs(ofQuery: text)]
    return parameter.location == .cookie ? pairs + [TextPair.pairs(ofCookie: text)] : pairs
  }

  private func reader(
    _ style: ParameterStyle, _ explode: Bool, _ decoding: TextDecoding
  ) -> ParameterReader {
    ParameterReader(
      name: parameter.name, style: style, explode: explode, decoding: decoding, shape: shape)
  }
}
