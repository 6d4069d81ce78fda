internal import Diagnostics
internal import SchemaValidator

/// Rules that operations give in prose: no schema holds them, so that only a suite can test them,
/// and some cannot be seen over HTTP at all.
enum PromisesAreStated: ContractLint {
  /// Words by which a sentence promises or forbids something.
  private static let words: Set<String> = [
    "must", "never", "always", "cannot", "only", "once", "unique", "idempotent", "irreversible",
    "ordered", "sorted", "default", "defaults", "capped", "atomic", "transaction", "silently",
    "guaranteed", "guarantees", "immediately", "eventually", "asynchronously", "duplicates",
    "ignored", "cascades", "expires", "shall",
  ]

  /// How many scalars of a sentence are shown.
  private static let shown = 160

  static func run(_ linter: ContractLinter) {
    for operation in linter.contract.operations {
      guard let text = operation.node["description"], let prose = text.value.stringValue else {
        continue
      }
      let rules = sentences(of: prose).filter(isRule)
      guard !rules.isEmpty else { continue }
      linter.report(
        .proseRule,
        rules.count == 1
          ? "\(operation.id) gives a rule in prose, which only a suite can test"
          : "\(operation.id) gives \(rules.count) rules in prose, which only a suite can test",
        at: text.place, fix: "write a case for each, or say that it cannot be seen over HTTP",
        notes: rules.prefix(3).map { (clipped($0), nil) })
    }
  }

  private static func clipped(_ sentence: String) -> String {
    let scalars = sentence.unicodeScalars
    if scalars.count <= shown { return sentence }
    return String(String.UnicodeScalarView(scalars.prefix(shown - 1))) + "…"
  }

  private static func isRule(_ sentence: String) -> Bool {
    sentence.lowercased().split { !$0.isLetter && $0 != "'" }
      .contains { words.contains(String($0)) }
  }

  /// The sentences of a text; lines of a list are sentences too.
  private static func sentences(of prose: String) -> [String] {
    var sentences: [String] = []
    for line in prose.split(whereSeparator: \.isNewline) {
      var sentence = ""
      let words = line.split(separator: " ")
      for word in words {
        sentence += sentence.isEmpty ? String(word) : " \(word)"
        let isEnd = word.last == "." || word.last == "!" || word.last == "?"
        if isEnd, !["e.g.", "i.e.", "etc.", "vs."].contains(word.lowercased()) {
          sentences.append(sentence)
          sentence = ""
        }
      }
      if !sentence.isEmpty { sentences.append(sentence) }
    }
    return sentences
  }
}
