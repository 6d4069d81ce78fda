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
    Encoding(testDescription: "in small letters") { text, _ in ascii(text) { $0.lowercased() } },
    Encoding(testDescription: "in capitals") { text, _ in ascii(text) { $0.uppercased() } },
    Encoding(testDescription: "percent-encoded twice") { text, _ in percent(percent(text)) },
    Encoding(testDescription: "percent-encoded three times") { text, _ in
      percent(percent(percent(text)))
    },
    Encoding(testDescription: "JSON within JSON, with solidi escaped") { text, _ in
      (0..<2).reduce(text) { text, _ in json(text) }
    },
    Encoding(testDescription: "JSON within JSON within JSON") { text, _ in
      (0..<3).reduce(text) { text, _ in json(text) }
    },
    Encoding(testDescription: "with escapes of bytes") { text, random in
      text.utf8.map { byte in
        String(format: Bool.random(using: &random) ? "\\x%02x" : "\\%03o", Int(byte))
      }.joined()
    },
    Encoding(testDescription: "with escapes of scalars") { text, random in
      text.unicodeScalars.map { scalar in
        Bool.random(using: &random)
          ? "\\u{\(String(scalar.value, radix: 16))}" : String(format: "\\U%08X", Int(scalar.value))
      }.joined()
    },
    Encoding(testDescription: "as references without semicolons") { text, _ in
      text.unicodeScalars.map { "&#\($0.value)" }.joined()
    },
    Encoding(testDescription: "as references by name, in markup twice") { text, _ in
      text.replacing("&", with: "&amp;").replacing("/", with: "&sol;")
        .replacing("_", with: "&lowbar;").replacing("=", with: "&equals;")
        .replacing("+", with: "&plus;").replacing("<", with: "&lt;").replacing("&", with: "&amp;")
    },
    Encoding(testDescription: "quoted-printable") { text, random in
      text.unicodeScalars.enumerated().map { number, scalar in
        let isBroken = number > 0 && Int.random(in: 0..<6, using: &random) == 0
        let octets = String(scalar).utf8.map { byte in
          let isPlain = 33...126 ~= byte && byte != UInt8(ascii: "=")
          return isPlain ? String(UnicodeScalar(byte)) : String(format: "=%02X", Int(byte))
        }
        return (isBroken ? "=\r\n" : "") + octets.joined()
      }.joined()
    },
    Encoding(testDescription: "hexadecimal with separators") { text, random in
      text.utf8.map { String(format: "%02x", Int($0)) }
        .joined(separator: [":", "-", " "].randomElement(using: &random) ?? ":")
    },
  ]

  /// JSON text as encoders write it that escape the solidus.
  private static func json(_ text: String) -> String {
    text.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing("/", with: #"\/"#)
  }

  /// The text with its characters of ASCII changed.
  private static func ascii(_ text: String, _ change: (String) -> String) -> String {
    text.unicodeScalars.map { $0.isASCII ? change(String($0)) : String($0) }.joined()
  }

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

  @Test("a secret is masked in base64 that is wrapped, and in base32", arguments: 0..<5)
  func wrapped(_ offset: Int) {
    let secret = "s3same/open+4711_Key"
    let redactor = Redactor([.init(secret, environmentName: nil)])
    let text = String(repeating: "u", count: offset) + secret + "uuuuu"
    let base64 = Array(Data(text.utf8).base64EncodedString())
    for (separator, width) in [("\r\n", 4), ("\n", 7), ("\\n", 5), ("\r\n  ", 9), ("%0D%0A", 6)] {
      let lines = stride(from: 0, to: base64.count, by: width).map {
        String(base64[$0..<min($0 + width, base64.count)])
      }
      let masked = redactor.masked("x " + lines.joined(separator: separator))
      #expect(masked.contains(Redactor.mask), "\(masked)")
      #expect(masked.utf8.count < 2 + 24 + 5 * separator.utf8.count, "\(masked)")
    }
    let base32 = Self.base32(Array(text.utf8))
    for spelled in [base32, base32.lowercased()] {
      let masked = redactor.masked("x \(spelled)")
      #expect(masked.contains(Redactor.mask) && masked.utf8.count < 34, "\(masked)")
    }
  }

  /// Base32 (RFC 4648 section 6), bit by bit.
  private static func base32(_ bytes: [UInt8]) -> String {
    var bits = bytes.flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 } }
    while !bits.count.isMultiple(of: 5) { bits.append(0) }
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let text = stride(from: 0, to: bits.count, by: 5).map { start in
      digits[bits[start..<(start + 5)].reduce(0) { $0 << 1 | Int($1) }]
    }
    return String(text) + String(repeating: "=", count: (8 - text.count % 8) % 8)
  }

  @Test(
    "among bytes that can be read in very many ways a secret is not missed",
    arguments: ["\\", "%25", "&amp;", "=\r\n", "s\\n", "%", "&#"])
  func hostileTexts(_ piece: String) {
    let redactor = Redactor([.init("s\\\\\\\\&&&&%%%%\n\n\n\nsame", environmentName: nil)])
    let text = String(repeating: piece, count: 6000 / piece.utf8.count)
    let masked = redactor.masked(text + "s\\\\\\\\&&&&%%%%\n\n\n\nsame")
    #expect(masked.hasSuffix(Redactor.mask))
  }

  @Test(
    "what a cut has left of a secret is masked",
    arguments: [
      ("xx correct hor…", "xx ***…"), ("\"a Correct\u{2026} b", "\"a ***\u{2026} b"),
      ("correct horse batter…, correct…", "***…, ***…"), ("cor…", "cor…"), ("horse…", "horse…"),
    ])
  func cuts(text: String, clean: String) {
    #expect(Redactor([.init("correct horse battery", environmentName: nil)]).masked(text) == clean)
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

  @Test("a secret that holds another goes as a whole, and each of several goes, in any letter case")
  func several() {
    let redactor = Redactor([
      .init("open", environmentName: nil), .init("open-sesame", environmentName: nil),
    ])
    #expect(redactor.masked("open-sesame, open, Open, openopen") == "***, ***, ***, ******")
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
    #expect(!redactor.learn("1234567") && !redactor.hasRefused)
    #expect(!redactor.learn(String(repeating: "a", count: 10_000)) && redactor.hasRefused)
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

  @Test("a run can learn a long token for each of many cases, each masked as a whole")
  func manyTokens() {
    let redactor = Redactor([])
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let tokens = (0..<300).map { _ in
      "eyJhbGciOiJIUzI1NiJ9." + (0..<17).map { _ in random.uuid() }.joined()
    }
    for token in tokens { #expect(redactor.learn(token), "seed \(seed)") }
    #expect(!redactor.hasRefused && redactor.learnedCount == tokens.count)
    for token in [tokens[0], tokens[299]] {
      #expect(redactor.masked("x \(token) y") == "x *** y", "seed \(seed)")
      let encoded = Data(token.utf8).base64EncodedString()
      let masked = redactor.masked(encoded)
      // The last digit may depend on what follows, and padding says nothing.
      #expect(masked.hasPrefix("***") && masked.utf8.count <= 6, "\(masked), seed \(seed)")
    }
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

  @Test("so are those that carry credentials by the contract, whatever they are called")
  func contractFields() throws {
    let contract = try ItemContract.contract.get()
    let secrets = [Redactor.Secret("open-sesame", environmentName: "KEY")]
    let redactor = Redactor(secrets, schemes: Array(contract.securitySchemes.values))
    for redactor in [redactor, redactor.forGiven] {
      #expect(redactor.maskedField(name: "x-key", value: "made up") == "***")
      #expect(redactor.maskedField(name: "X-Other", value: "made up") == "made up")
    }
    #expect(Redactor(secrets).maskedField(name: "X-Key", value: "made up") == "made up")
    func curl(_ value: String) -> String {
      CurlCommand.text(
        for: HTTPRequest(
          method: "GET", url: "http://items.test/items", fields: [HTTPField("X-Key", value)]),
        redactor: redactor)
    }
    #expect(curl("made up").contains("'X-Key: ***'"))
    #expect(curl("open-sesame").contains("\"X-Key: ${KEY}\""))
  }
}
