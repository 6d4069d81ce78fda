import Foundation
import Testing

@testable import SchemaValidator

@Suite("Patterns: matching")
struct RegexMatchingTests {
  @Test(
    "simple patterns need no engine",
    arguments: [
      ("", "everything"), (".*", "everything"), ("^", "everything"), ("a*", "everything"),
      ("^.*", "everything"), ("abc", "contains a literal"), ("(a)(?:b)c", "contains a literal"),
      ("\\.json$", "ends with a literal"), (".+", "contains a member of a class"),
      ("\\S", "contains a member of a class"), ("^x-", "sequence of 2 classes"),
      ("^ctc_[0-9A-HJKMNP-TV-Z]{26}$", "sequence of 5 classes"),
      ("^\\d{6,20}$", "sequence of 1 classes"), ("^.{1,80}$", "sequence of 1 classes"),
      ("^[a-z]*$", "sequence of 1 classes"), ("^[^\\s@]+@[^\\s@]+$", "sequence of 3 classes"),
      ("^(a|b|c)+$", "sequence of 1 classes"),
      ("^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$", "sequence of 11 classes"),
      ("^(?:GET|POST)$", "one of 2 literals"), ("^v[123](-beta)?$", "one of 6 literals"),
    ])
  func closedForm(_ source: String, _ form: String) throws {
    #expect(try ECMAPattern(source).description == "/\(source)/ \(form)")
  }

  @Test(
    "what PCRE2 cannot do, or does otherwise, runs on the own matcher",
    arguments: [
      ("(?<=a+)b", "ab", PatternMatch.matches), ("(?<=a+)b", "cb", .noMatch),
      ("(?<=(a|bc)d*)x", "bcddx", .matches), ("(?<!a{2,})b", "aab", .noMatch),
      ("(?<!a{2,})b", "ab", .matches), ("(?<=^\\w{1,3})!", "abc!", .matches),
      ("(?<=^\\w{1,3})!", "abcd!", .noMatch),
      // Look-behind runs from right to left: the second group takes as much as it can.
      ("(?<=^([ab]+)([bc]+))\\2$", "abcbc", .matches),
      ("^(?:(a)|b)*\\1$", "abb", .matches), ("^(?:(a)|b)*\\1$", "bab", .matches),
      ("^(?:(a)|(b)|\\1c)*$", "ac", .matches),
      ("^(\\1{2}b)$", "b", .matches), ("(z)((a+)?(b+)?(c))*", "zaacbbbcac", .matches),
      ("^(?:(a)?b)*\\1$", "abb", .matches), ("^a{70000}$", "a", .noMatch),
      ("^(?:ab|a){0,70000}$", "abaab", .matches),
    ])
  func ownMatcher(_ source: String, _ text: String, _ verdict: PatternMatch) throws {
    #expect(try ECMAPattern(source).match(text) == verdict)
  }

  @Test(
    "patterns that backtrack without end are decided, or said to be undecided",
    arguments: [
      ("^(a+)+$", PatternMatch.noMatch), ("^(a|aa)+$", .noMatch), ("(x+x+)+y", .noMatch),
      ("^(a?){40}a{40}$", .noMatch), ("^(?=(?:a+)+$).*$", .noMatch), ("(?<=(?:a|a)+)!b", .noMatch),
      ("^(a+)+\\1\\1b$", .undecided),
    ])
  func catastrophic(_ source: String, _ verdict: PatternMatch) throws {
    let text = String(repeating: "a", count: 60) + "!"
    let pattern = try ECMAPattern(source)
    let clock = ContinuousClock()
    let start = clock.now
    #expect(pattern.match(text) == verdict)
    print("\(pattern) on \(text.utf8.count) bytes: \(clock.now - start)")
  }

  @Test("long texts neither exhaust a stack nor change the verdict")
  func longTexts() throws {
    let text = String(repeating: "ab", count: 200_000)
    for (source, verdict) in [
      ("^(a|b)*$", PatternMatch.matches), ("^(?:a|b)*c", .noMatch), ("^(?:ab|ba)*$", .matches),
      ("(?<=(?:ab|b)$)", .matches), ("^[ab]{400000}$", .matches), ("^.{0,399999}$", .noMatch),
      ("b$", .matches), ("^((a)(b))*$", .matches),
    ] {
      #expect(try ECMAPattern(source).match(text) == verdict, "/\(source)/")
    }
  }

  @Test(
    "patterns that PCRE2 is known to get wrong by itself",
    arguments: [
      ("(?:b|^)\\p{L}+[^ ]{2}", "bca"), ("(?:\\x62|^)[\\p{L}\\d]+?\\S{2}", "bßa"),
      ("(\\1{2})", ""), ("(\\1+?)", ""), ("^\\1{1,2}|((?<n>a))$", ""),
      ("(\\P{L})|\\1{1,2}a", "xax"),
    ])
  func engineFaults(_ source: String, _ text: String) throws {
    for form in try ECMAPattern(source).allForms {
      #expect(form.match(text) == .matches, "\(form)")
    }
  }

  @Test("a null character and an empty text are ordinary texts")
  func unusualTexts() throws {
    #expect(try ECMAPattern("^a\\0b$").match("a\0b") == .matches)
    #expect(try ECMAPattern("a(?=\\0)").match("a\0b") == .matches)
    #expect(try ECMAPattern("(?=$)").match("") == .matches)
    #expect(try ECMAPattern("(?=.)").match("") == .noMatch)
  }

  @Test("a lone surrogate in a pattern matches nothing that valid text can hold")
  func surrogates() throws {
    for source in ["\\uD83D", "[\\uD800-\\uDFFF]", "[\\uDE00a]", "^\\uDE00"] {
      for form in try ECMAPattern(source).allForms {
        #expect(form.match("😀") == .noMatch, "\(form)")
      }
    }
    #expect(try ECMAPattern("^\\uD83D\\uDE00$").match("😀") == .matches)
  }

  @Test(
    "every property name of ECMA-262 is known, and no other spelling of it",
    arguments: [
      ("Letter", "é", true), ("gc=Lu", "É", true), ("LC", "a", true), ("L", "1", false),
      ("General_Category=Decimal_Number", "٣", true), ("Assigned", "a", true),
      ("Script=Greek", "α", true), ("sc=Grek", "a", false), ("scx=Deva", "।", true),
      ("Script=Kawi", "\u{11F04}", true), ("Any", "😀", true), ("ASCII", "é", false),
      ("Changes_When_NFKC_Casefolded", "Ａ", true), ("CWKCF", "a", false),
      ("Emoji_Presentation", "😀", true), ("ID_Start", "a", true), ("RI", "🇦", true),
    ])
  func properties(_ name: String, _ text: String, _ isMember: Bool) throws {
    for form in try ECMAPattern("^\\p{\(name)}$").allForms {
      #expect(form.match(text) == (isMember ? .matches : .noMatch), "\(form)")
    }
    for form in try ECMAPattern("^[^\\p{\(name)}]$").allForms {
      #expect(form.match(text) == (isMember ? .noMatch : .matches), "\(form)")
    }
  }

  @Test("every name in the property tables compiles")
  func allProperties() throws {
    let names =
      UnicodePropertyNames.binary.map { $0 }
      + UnicodePropertyNames.generalCategories.flatMap { $0.names }
      + UnicodePropertyNames.scripts.flatMap { ["sc=\($0)", "scx=\($0)"] }
    for name in names {
      guard case .engine = try ECMAPattern("^\\p{\(name)}").form else {
        Issue.record("PCRE2 refuses \(name)")
        continue
      }
    }
  }

  @Test("one pattern may be used from many threads at once")
  func threads() async throws {
    let pattern = try ECMAPattern("^(?:a|b)*c(?=d)")
    #expect(pattern.description == "/^(?:a|b)*c(?=d)/ PCRE2")
    await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask {
          let text = String(repeating: "ab", count: task + 1) + "cd"
          return (0..<2000).reduce(0) { sum, _ in
            sum + (pattern.match(text) == .matches ? 1 : 0)
          }
        }
      }
      for await matches in group { #expect(matches == 2000) }
    }
  }

  @Test("a class of many thousand members and a pattern of many parts stay cheap")
  func largePatterns() throws {
    let members = (0..<20_000).map { "\\u{\(String(0x10000 + 2 * $0, radix: 16))}" }.joined()
    #expect(try ECMAPattern("^[\(members)]$").match("\u{10002}") == .matches)
    #expect(try ECMAPattern("^[\(members)]$").match("\u{10003}") == .noMatch)
    let repeats = String(repeating: "{100}", count: 1)
    let nested = (0..<20).reduce("a") { inner, _ in "(?:\(inner))\(repeats)" }
    #expect(try ECMAPattern("^\(nested)$").match("aaa") != .matches)
    let branches = (0..<20_000).map { "item-\($0)" }.joined(separator: "|")
    #expect(try ECMAPattern("^(?:\(branches))$").match("item-19999") == .matches)
    #expect(try ECMAPattern("^(?:\(branches))$").match("item-20000") == .noMatch)
  }
}
