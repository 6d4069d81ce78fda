import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Contract: damaged at random")
struct DamagedContractTests {
  /// What takes the place of a value.
  private static let replacements = [
    "null", "true", "0", "-1.5e300", "\"\"", "\"$ref\"", "[]", "{}", "[[]]", "[null]",
    "{\"$ref\": \"#\"}", "{\"$ref\": \"#/components/schemas/Part\"}", "{\"$ref\": 7}",
    "{\"allOf\": [{\"$ref\": \"#/components/schemas/Part\"}]}", "{\"\": {\"\": null}}",
    "{\"type\": \"string\", \"enum\": [1], \"default\": {}, \"examples\": [0]}",
  ]

  @Test("is told about, and never ends the program")
  func damaged() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let texts =
      (BrokenContract.all + BrokenContract.lints).map(\.text) + SoundContract.all.map(\.text)
    for text in texts where text.hasPrefix("{") || text.hasPrefix("«{") {
      let marked = MarkedContract(text)
      guard let root = try? SourceDocument(reading: marked.text).root else { continue }
      for _ in 0..<4 {
        var damage = Damage(
          target: Int.random(in: 0..<60, using: &generator),
          replacement: Self.replacements.randomElement(using: &generator) ?? "null")
        let bytes = damage.apply(to: root)
        let found = try remarks(on: SourceText(bytes, name: "api.json"))
        for diagnostic in found {
          #expect(
            diagnostic.location != nil && DiagnosticRules.rule(diagnostic.code) != nil,
            "seed \(seed): \(diagnostic)")
        }
      }
    }
  }
}

/// Writes a value again with one of its parts replaced: the one that is met after so many others.
private struct Damage {
  let target: Int
  let replacement: String
  private var met = 0
  private var writer = JSONWriter(.pretty)

  init(target: Int, replacement: String) {
    self.target = target
    self.replacement = replacement
  }

  mutating func apply(to root: JSONValue) -> [UInt8] {
    write(root)
    return writer.finish()
  }

  private mutating func write(_ value: JSONValue) {
    met += 1
    if met == target { return writer.raw(Array(replacement.utf8)) }
    switch value.kind {
    case .object:
      writer.beginObject()
      for member in value.members {
        writer.name(member.name)
        write(member.value)
      }
      writer.endObject()
    case .array:
      writer.beginArray()
      for element in value.elements { write(element) }
      writer.endArray()
    default: writer.value(value)
    }
  }
}
