import Foundation
import SchemaValidator
import Testing

@testable import Conformance

/// A way in which a server may give a secret back.
struct Encoding: CustomTestStringConvertible {
  let testDescription: String
  let encode: @Sendable (String, inout SeededGenerator) -> String

  static let all: [Encoding] = [
    Encoding(testDescription: "raw") { text, _ in text },
    Encoding(testDescription: "percent-encoded, upper case") { text, _ in percent(text) },
    Encoding(testDescription: "percent-encoded, lower case") { text, _ in
      percent(text).replacing(/%../) { $0.output.lowercased() }
    },
    Encoding(testDescription: "percent-encoded here and there, in any case") { text, random in
      text.utf8.map { byte in
        let code = String(format: Bool.random(using: &random) ? "%%%02X" : "%%%02x", Int(byte))
        let isPlain = byte < 128 && Bool.random(using: &random)
        return isPlain ? String(UnicodeScalar(byte)) : code
      }.joined()
    },
    Encoding(testDescription: "form-encoded") { text, _ in
      percent(text).replacingOccurrences(of: "%20", with: "+")
    },
    Encoding(testDescription: "JSON-escaped") { text, _ in
      let data = (try? JSONSerialization.data(withJSONObject: [text])) ?? Data()
      return String(String(decoding: data, as: UTF8.self).dropFirst(2).dropLast(2))
    },
    Encoding(testDescription: "as UTF-16 escapes") { text, random in
      text.utf16.map { unit in
        String(format: Bool.random(using: &random) ? "\\u%04X" : "\\u%04x", Int(unit))
      }.joined()
    },
    Encoding(testDescription: "as character references") { text, random in
      text.unicodeScalars.map { scalar in
        Bool.random(using: &random)
          ? "&#\(scalar.value);" : "&#x\(String(scalar.value, radix: 16));"
      }.joined()
    },
    Encoding(testDescription: "HTML-escaped") { text, _ in
      text.replacingOccurrences(of: "&", with: "&amp;")
        .replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(of: ">", with: "&gt;")
        .replacingOccurrences(of: "\"", with: "&quot;")
        .replacingOccurrences(of: "'", with: "&#39;")
    },
    Encoding(testDescription: "hexadecimal") { text, _ in
      text.utf8.map { String(format: "%02x", Int($0)) }.joined()
    },
    Encoding(testDescription: "hexadecimal, upper case") { text, _ in
      text.utf8.map { String(format: "%02X", Int($0)) }.joined()
    },
  ]

  static func percent(_ text: String) -> String {
    text.addingPercentEncoding(
      withAllowedCharacters: .init(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")) ?? ""
  }
}

@Suite("Secrets are taken out of what is recorded")
struct RedactorTests {
  /// A random text of characters that encoders treat differently.
  private static func text(_ length: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
    let alphabet = Array("abcXYZ0189-._~/+=&%\"'<>\\ $`!é漢😀".unicodeScalars)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: length, using: &random) {
      text.append(alphabet.randomElement(using: &random) ?? "x")
    }
    return String(text)
  }

  @Test(
    "a secret is found and masked in each encoding, whatever stands around", arguments: Encoding.all
  )
  func encodings(_ encoding: Encoding) {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let secret = Self.text(6...24, &random)
      let encoded = encoding.encode(secret, &random)
      let (before, after) = (Self.text(0...12, &random), Self.text(0...12, &random))
      let redactor = Redactor([.init(secret, environmentName: nil)])
      let whole = before + encoded + after
      let comment = Comment(rawValue: "seed \(seed), secret \(secret), in \(whole)")
      #expect(redactor.finds(in: Array(whole.utf8)), comment)
      let masked = redactor.masked(whole)
      #expect(masked.contains(Redactor.mask), comment)
      #expect(!redactor.finds(in: Array(masked.utf8)), comment)
      #expect(!masked.contains(encoded) || Redactor.mask.contains(encoded), comment)
      #expect(masked.utf8.count <= before.utf8.count + after.utf8.count + 3, comment)
      #expect(redactor.masked(Array(whole.utf8)) == Array(masked.utf8), comment)
    }
  }

  @Test("a secret is masked inside base64 text at each alignment and in both alphabets")
  func base64() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let secret = Self.text(6...24, &random)
      let redactor = Redactor([.init(secret, environmentName: nil)])
      let before = String(repeating: "u", count: round % 7)
      let after = Self.text(0...5, &random)
      var encoded = Data((before + secret + after).utf8).base64EncodedString()
      if round.isMultiple(of: 2) {
        encoded = encoded.replacingOccurrences(of: "+", with: "-")
          .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
      }
      if round.isMultiple(of: 3) { encoded = Encoding.percent(encoded) }
      let comment = Comment(rawValue: "seed \(seed), secret \(secret), in \(encoded)")
      let masked = redactor.masked("x \(encoded) y")
      #expect(masked.contains(Redactor.mask), comment)
      // Of a secret's edges, characters may remain that hold bits of its neighbours too.
      #expect(masked.utf8.count <= 4 * (before.utf8.count + after.utf8.count + 8), comment)
    }
  }

  @Test("what holds no secret stays as it is")
  func innocent() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let redactor = Redactor([.init("correct horse battery", environmentName: nil)])
    for _ in 0..<100 {
      let text = Self.text(0...60, &random)
      #expect(redactor.masked(text) == text, "seed \(seed)")
    }
    #expect(redactor.masked("%") == "%")
    #expect(redactor.masked("\\u00") == "\\u00")
    #expect(redactor.masked("&#x;&") == "&#x;&")
    #expect(Redactor([]).masked("anything") == "anything")
    #expect(Redactor([.init("", environmentName: nil)]).masked("anything") == "anything")
  }

  @Test("a secret that holds another goes as a whole, and each of several goes")
  func several() {
    let redactor = Redactor([
      .init("open", environmentName: nil), .init("open-sesame", environmentName: nil),
    ])
    #expect(redactor.masked("open-sesame, open, Open, openopen") == "***, ***, Open, ******")
  }

  @Test(
    "a secret of several lines is found in JSON",
    arguments: ["-----BEGIN KEY-----\nMII\r\n\tx", "tab\there \u{8}\u{C}"])
  func lines(_ secret: String) throws {
    let redactor = Redactor([])
    #expect(redactor.learn(secret))
    var writer = JSONWriter()
    writer.string("a \(secret) b")
    #expect(String(decoding: redactor.masked(writer.finish()), as: UTF8.self) == "\"a *** b\"")
    #expect(redactor.masked("a \(secret) b") == "a *** b")
  }

  @Test("what is learned has bounds, and texts that can be read in many ways are still found")
  func hostileSecrets() {
    let redactor = Redactor([])
    #expect(!redactor.learn("1234567"))
    #expect(!redactor.learn(String(repeating: "a", count: 5000)))
    let backslashes = String(repeating: "\\", count: 4000)
    #expect(redactor.learn(backslashes))
    #expect(redactor.masked("x\(backslashes)").hasPrefix("x***"))
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<2000 {
      let value = (0..<20).map { _ in random.uuid() }.joined()
      if !redactor.learn(value) { refused += 1 }
    }
    #expect(refused > 0, "seed \(seed)")
  }

  @Test(
    "of JSON only texts are masked, so that it stays JSON",
    arguments: [
      (
        #"{"sesame": "sesame", "n": 123456, "m": "123456"}"#,
        #"{"sesame": "***", "n": 123456, "m": "***"}"#
      ),
      (#"["a \" sesame", {"status" :"x\u0073esame"}]"#, #"["a \" ***", {"status" :"x***"}]"#),
      (#"["\\u0073esame"]"#, #"["***"]"#), (#"["open"]"#, #"["open"]"#), (#"["sesame"#, #"["***"#),
    ])
  func json(_ text: String, _ expected: String) {
    let redactor = Redactor([
      .init("sesame", environmentName: nil), .init("123456", environmentName: nil),
    ])
    #expect(String(decoding: redactor.masked(json: Array(text.utf8)), as: UTF8.self) == expected)
  }

  @Test("secrets that look like parts of a results file leave it readable")
  func results() throws {
    let redactor = Redactor(
      ["passed", "verdict", "format", "suites", "conformance-results", "durationMs", "title"].map {
        .init($0, environmentName: nil)
      })
    let bytes = JSONReport().render(RunDigest(SampleRun.small))
    let masked = redactor.masked(json: bytes)
    func names(_ value: JSONValue) -> [String] {
      value.members.flatMap { [$0.name] + names($0.value) } + value.elements.flatMap(names)
    }
    #expect(
      try names(JSONDocument(parsing: masked).root) == names(JSONDocument(parsing: bytes).root))
  }

  @Test(
    "fields that carry credentials are masked, whoever sent them",
    arguments: [
      ("Authorization", "Bearer abc", "Bearer ***"), ("authorization", "abc", "***"),
      ("Authorization", "sesame abc", "*** ***"),
      ("Proxy-Authorization", "Basic eDp5", "Basic ***"),
      ("Cookie", "a=b; c=d", "***"), ("Set-Cookie", "a=b", "***"), ("X-Api-Key", "abc", "***"),
      ("X-Auth-Token", "a b", "***"), ("WWW-Authenticate", "Bearer realm=x", "Bearer realm=x"),
      ("Content-Type", "application/json", "application/json"), ("X-Echo", "a sesame", "a ***"),
      ("Location", "/x?key=s%65same", "/x?key=***"),
    ])
  func fields(_ name: String, _ value: String, _ expected: String) {
    let redactor = Redactor([.init("sesame", environmentName: "KEY")])
    #expect(redactor.maskedField(name: name, value: value) == expected)
  }
}
