import Foundation
import Testing

@testable import SchemaValidator

@Suite("Patterns: refusals")
struct RegexPatternErrorTests {
  struct Refusal: CustomTestStringConvertible, Sendable {
    let pattern: String
    let offset: Int
    let found: String

    init(_ pattern: String, _ offset: Int, _ found: String) {
      self.pattern = pattern
      self.offset = offset
      self.found = found
    }

    var testDescription: String { "/\(pattern)/" }
  }

  @Test(
    "a pattern illegal with and without the u flag is refused at its first wrong place",
    arguments: [
      Refusal("a(b", 1, "a '(' that is never closed"),
      Refusal("é(b", 2, "a '(' that is never closed"),
      Refusal("a)b", 1, "a closing ')' without its '('"),
      Refusal("[a-", 0, "a '[' that is never closed"),
      Refusal("[z-a]", 1, "a range whose end is before its start"),
      Refusal("x{2,1}", 1, "a quantifier whose upper bound is below its lower bound"),
      Refusal("*a", 0, "'*'"),
      Refusal("a**", 2, "'*'"),
      Refusal("a++", 2, "'+'"),
      Refusal("^(?<=a)*", 7, "'*'"),
      Refusal("(?P<n>a)", 0, "'(?' followed by 'P'"),
      Refusal("(?i)a", 0, "'(?' followed by 'i'"),
      Refusal("(?", 0, "'(?' followed by the end of the pattern"),
      Refusal("a\\", 1, "a '\\' at the end of the pattern"),
      Refusal("(?<a>x)(?<a>y)", 10, "a second group named 'a'"),
      Refusal("(?<1>x)", 3, "'1'"),
      Refusal("(?<a>x)\\k<b>", 10, "a reference to 'b'"),
      Refusal("(?<a>x)\\k", 7, "'\\k' without '<name>'"),
    ])
  func isRefused(_ refusal: Refusal) {
    let error = #expect(throws: PatternError.self) { try ECMAPattern(refusal.pattern) }
    #expect(error?.offset == refusal.offset)
    #expect(error?.found == refusal.found)
    #expect(error?.expected.isEmpty == false)
  }

  @Test(
    "with the u flag alone, what only Annex B allows is refused",
    arguments: [
      Refusal("\\-", 0, "the escape '\\-'"),
      Refusal("a{,2}", 1, "'{'"),
      Refusal("a]", 1, "']'"),
      Refusal("[a-\\d]", 1, "a class as the end of a range"),
      Refusal("\\1", 0, "'\\1' where the pattern has 0 groups"),
      Refusal("\\01", 0, "'\\0' as an octal escape"),
      Refusal("\\x1", 0, "'\\x' without two hexadecimal digits"),
      Refusal("\\u{110000}", 0, "'\\u' without a code point"),
      Refusal("\\c1", 0, "'\\c' without a letter"),
      Refusal("\\p{IsGreek}", 0, "'IsGreek'"),
      Refusal("\\p{Script=greek}", 0, "'Script=greek'"),
      Refusal("\\pL", 0, "'\\p' without braces"),
      Refusal("(?=a)*", 5, "'*'"),
    ])
  func isRefusedWithFlag(_ refusal: Refusal) throws {
    let error = #expect(throws: PatternError.self) {
      try PatternParser.parse(refusal.pattern, syntax: .unicode)
    }
    #expect(error?.offset == refusal.offset)
    #expect(error?.found == refusal.found)
    let pattern = try ECMAPattern(refusal.pattern)
    #expect(pattern.isLegacy)
  }

  @Test("nesting has a limit, which a small thread stack bears")
  func nesting() async {
    let levels = PatternParser.maximumDepth
    @Sendable func nested(_ levels: Int) -> String {
      String(repeating: "(?:a|", count: levels) + "b" + String(repeating: ")*", count: levels)
    }
    let verdict = await withCheckedContinuation { continuation in
      let thread = Thread { [nested] in
        continuation.resume(returning: (try? ECMAPattern(nested(levels)))?.match("b"))
      }
      // Frames of a debug build are several times as large.
      #if DEBUG
        thread.stackSize = 4 << 20
      #else
        thread.stackSize = 512 << 10
      #endif
      thread.start()
    }
    #expect(verdict == .matches)
    let error = #expect(throws: PatternError.self) { try ECMAPattern(nested(levels + 1)) }
    #expect(error?.found == "groups nested deeper than \(levels)")
    #expect(error?.offset == levels * 5)
  }
}
