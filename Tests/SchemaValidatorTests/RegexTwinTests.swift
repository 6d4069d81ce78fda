import Testing

@testable import SchemaValidator

@Suite("Patterns: the forms against each other")
struct RegexTwinTests {
  /// A small generator whose seed is printed, so that a failure can be repeated.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  static let atoms = [
    "a", "b", "c", "é", "😀", ".", "\\d", "\\w", "\\S", "[ab]", "[^a]", "[a-cé]", "\\b", "^", "$",
    "\\p{L}", "[^\\p{L}1]", "\\1", "[]", "[^]",
  ]
  static let quantifiers = ["*", "+", "?", "{2}", "{1,2}", "{0,1}", "*?", "+?", "{0}", "{2,}"]

  static func pattern(_ depth: Int, _ random: inout Generator) -> String {
    func part() -> String { pattern(depth - 1, &random) }
    guard depth > 0 else { return atoms.randomElement(using: &random) ?? "a" }
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: return part() + part()
    case 2: return "(?:" + part() + "|" + part() + ")"
    case 3: return "(" + part() + ")"
    case 4, 5: return "(?:" + part() + ")" + (quantifiers.randomElement(using: &random) ?? "*")
    case 6: return "(?=" + part() + ")"
    case 7: return "(?<" + (Bool.random(using: &random) ? "=" : "!") + part() + ")"
    default: return "^" + part() + "$"
    }
  }

  @Test("closed matchers, PCRE2 and the own matcher agree on random patterns and texts")
  func agree() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed of the random patterns: \(seed)")
    var random = Generator(state: seed)
    let letters = ["a", "b", "c", "é", "😀", "1", " ", "\n", "a", "b"]
    for _ in 0..<3000 {
      let source = Self.pattern(Int.random(in: 0...4, using: &random), &random)
      guard let pattern = try? ECMAPattern(source) else { continue }
      let forms = pattern.allForms
      for _ in 0..<8 {
        let length = Int.random(in: 0...6, using: &random)
        let text = (0..<length).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
        let verdict = forms[1].match(text)
        for form in forms where form.match(text) != verdict {
          Issue.record("seed \(seed): \(form) on \(text.debugDescription) is not \(verdict)")
        }
      }
    }
  }
}
