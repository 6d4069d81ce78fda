internal import Diagnostics
internal import SchemaValidator

/// Bounds stand in schemas, where they can be tested, and not in prose.
enum BoundsAreStated: ContractLint {
  static func run(_ linter: ContractLinter) {
    for operation in linter.contract.operations {
      for parameter in operation.parameters(in: .query, called: PagingWords.size) {
        guard let schema = parameter.node["schema"],
          !linter.reading.states(["maximum", "exclusiveMaximum", "enum"], in: schema)
        else { continue }
        linter.report(
          .unboundedParameter,
          "nothing says how large \"\(parameter.name)\" may be: 0 and huge values are allowed",
          at: parameter.node.place, fix: "add \"minimum\" and \"maximum\" to its schema")
      }
    }
    for value in linter.messages.values {
      guard let schema = value.node["schema"] else { continue }
      check(value.node, schema, linter)
    }
    for site in linter.schemas.sites where site.node.value.kind == .object {
      check(site.node, site.node, linter)
    }
  }

  private static func check(
    _ described: ContractNode, _ schema: ContractNode, _ linter: ContractLinter
  ) {
    guard let text = described["description"], let prose = text.value.stringValue,
      let bound = ProseBound(prose)
    else { return }
    let types = linter.reading.types(of: schema)
    var keywords: [String] = ["enum", "const"]
    if !types.isDisjoint(with: .number) { keywords += bound.isUpper ? upper : lower }
    if types.contains(.string) { keywords += bound.isUpper ? ["maxLength"] : ["minLength"] }
    if types.contains(.string) { keywords += ["pattern", "format"] }
    if types.contains(.array) { keywords += bound.isUpper ? ["maxItems"] : ["minItems"] }
    guard keywords.count > 2, !linter.reading.states(keywords, in: schema) else { return }
    linter.report(
      .proseBound, "a bound stands in prose only: \"\(bound.quote)\"", at: text.place,
      fix: "say it in the schema, with \"\(keywords[2])\"")
  }

  private static let upper = ["maximum", "exclusiveMaximum"]
  private static let lower = ["minimum", "exclusiveMinimum"]
}

/// A bound found in a sentence, such as "max 100" or "between 1 and 250".
private struct ProseBound {
  /// The words that say so.
  let quote: String
  /// Whether it bounds from above.
  let isUpper: Bool

  /// Words that announce a bound, each with the side it bounds from.
  private static let cues: [(words: [String], isUpper: Bool)] = [
    (["max"], true), (["maximum"], true), (["up", "to"], true), (["at", "most"], true),
    (["no", "more", "than"], true), (["not", "exceed"], true), (["cannot", "exceed"], true),
    (["between"], true), (["limited", "to"], true), (["min"], false), (["minimum"], false),
    (["at", "least"], false), (["no", "less", "than"], false), (["greater", "than"], false),
  ]

  init?(_ prose: String) {
    let words = prose.split { $0.isWhitespace || $0 == "(" || $0 == ")" }
    let folded = words.map { word in
      String(word.lowercased().drop { !$0.isLetter && !$0.isNumber })
        .trimmingSuffix { !$0.isLetter && !$0.isNumber }
    }
    for start in folded.indices {
      for cue in Self.cues {
        let end = start + cue.words.count
        guard end <= folded.count, Array(folded[start..<end]) == cue.words else { continue }
        // A number follows within three words: "maximum number of items is 100" is too far to
        // be certain of.
        let reach = folded[end..<min(end + 3, folded.count)]
        guard var number = reach.firstIndex(where: Self.isNumber) else { continue }
        // "between 1 and 250"
        let second = number + 2
        if cue.words == ["between"], second < folded.count, Self.isNumber(folded[second]) {
          number = second
        }
        quote = words[start...number].joined(separator: " ").trimmingSuffix {
          $0 == "." || $0 == "," || $0 == ";" || $0 == ":"
        }
        isUpper = cue.isUpper
        return
      }
    }
    return nil
  }

  private static func isNumber(_ word: String) -> Bool {
    !word.isEmpty && word.allSatisfy { $0.isNumber || $0 == "," || $0 == "." }
      && word.contains(where: \.isNumber)
  }
}

extension String {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, isDropped(last) { text.removeLast() }
    return String(text)
  }
}
