import Testing

@testable import SchemaValidator

/// What the official suite does not ask.
@Suite("Formats: cases of our own")
struct FormatsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let format: String
    let text: String
    let isValid: Bool

    init(_ format: String, _ text: String, _ isValid: Bool) {
      self.format = format
      self.text = text
      self.isValid = isValid
    }

    var testDescription: String { "\(format): \(text.debugDescription)" }
  }

  @Test(
    "times and durations",
    arguments: [
      // Leap seconds end a month in UTC, on whatever local date that is.
      Case("date-time", "1999-01-01T00:59:60+01:00", true),
      Case("date-time", "1998-12-31T00:59:60+01:00", false),
      Case("date-time", "2015-06-30T23:59:60Z", true),
      Case("date-time", "2015-06-29T23:59:60Z", false),
      Case("date-time", "2016-06-29T23:59:60-23:59", false),
      Case("date-time", "2024-02-28T15:59:60-08:00", false),
      Case("date-time", "2024-02-29T15:59:60-08:00", true),
      Case("date-time", "2024-02-28T23:59:60Z", false),
      Case("date-time", "0000-01-01T00:00:00Z", true),
      Case("date-time", "2024-01-01 00:00:00Z", false),
      Case("date-time", "2024-01-01T00:00:00.Z", false),
      Case("time", "23:59:60.5Z", true), Case("time", "24:00:00Z", false),
      Case("date", "0000-02-29", true), Case("date", "1900-02-29", false),
      Case("duration", "p1y2m3dt4h5m6s", true), Case("duration", "P1YT1S", true),
      Case("duration", "P1Y1D", false), Case("duration", "PT1H1S", false),
      Case("duration", "P1W1D", false), Case("duration", "P1DT", false),
    ])
  func times(_ testCase: Case) throws { try check(testCase) }

  @Test(
    "identifiers and addresses",
    arguments: [
      Case("uri", "http:", true), Case("uri", "http:#", true), Case("uri", "a:b:c", true),
      Case("uri", "http://[fe80::1%25eth0]/", false), Case("uri", "http://[v1.a:b]/", true),
      Case("uri", "http://[v.a]/", false), Case("uri", "http://[::1]x/", false),
      Case("uri", "http://host:/", true), Case("uri", "http://a#b#c", false),
      Case("uri", "HTTP://é/", false), Case("uri", "", false),
      Case("uri-reference", "a/b:c", true), Case("uri-reference", "a:b/c", true),
      Case("uri-reference", "1a:b", false), Case("uri-reference", "?a:b", true),
      // RFC 3987 4.1 forbids the marks that turn the direction of writing.
      Case("iri", "http://a/\u{202E}b", false), Case("iri", "http://a/\u{FFF0}", false),
      Case("iri", "http://a/\u{E000}", false), Case("iri", "http://a/?\u{E000}", true),
      Case("iri", "http://a/#\u{E000}", false), Case("iri-reference", "é:b", false),
      Case("uri-template", "{?a,b*,c:3}{/d}", true), Case("uri-template", "{a:3*}", false),
      Case("uri-template", "{=a}", true), Case("uri-template", "{a", false),
      Case("uri-template", "%4", false), Case("uri-template", "\u{E000}", true),
      Case("ipv6", "::", true), Case("ipv6", "1:2:3:4:5:6:7::", true),
      Case("ipv6", "1:2:3:4:5:6:7:8::", false), Case("ipv6", "1:2:3:4:5:6:1.2.3.4", true),
      Case("ipv6", "1:2:3:4:5:6:7:1.2.3.4", false), Case("ipv6", "1::2::3", false),
      Case("ipv6", ":1:2:3:4:5:6:7", false), Case("ipv6", "1:2:3:4:5:6:7:", false),
      Case("ipv6", "::1.2.3.4:5", false), Case("ipv6", "fe80::1%lo", false),
      Case("ipv4", "0.0.0.0", true), Case("ipv4", "1.2.3.4.", false),
    ])
  func identifiers(_ testCase: Case) throws { try check(testCase) }

  @Test(
    "names and mailboxes",
    arguments: [
      Case("hostname", "ab--cd.example", true), Case("hostname", "1.2.3.4", false),
      Case("hostname", "1.2.3.4.example", true), Case("hostname", "XN--FSQ", true),
      Case("hostname", "xn--", false), Case("hostname", "xn--99999999999999", false),
      Case("hostname", String(repeating: "a.", count: 126) + "b", true),
      Case("hostname", String(repeating: "a.", count: 126) + "bc", false),
      Case("idn-hostname", "B\u{FC}cher", false), Case("idn-hostname", "b\u{FC}cher", true),
      Case("idn-hostname", "bu\u{308}cher", false), Case("idn-hostname", "fa\u{DF}", true),
      Case("idn-hostname", "\u{1F600}", false), Case("idn-hostname", "\u{5D0}.0a", false),
      Case("email", "a@[127.0.0.001]", true), Case("email", "a@[IPv6:1::01.2.3.4]", true),
      Case("email", "a@[x:y]", false), Case("email", "a@b", true), Case("email", "a@b.", false),
      Case("email", "a@b_c", false), Case("email", "\"a\\\"b\"@c", true),
      Case("email", "\"a\"b\"@c", false), Case("email", "\"\"@c", true),
      Case("email", String(repeating: "a", count: 65) + "@b", false),
      Case("email", "\u{E9}@b", false), Case("idn-email", "\u{E9}@\u{E9}-", false),
      Case("idn-email", "\"\u{E9} \"@\u{E9}", true),
      Case("uuid", "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}", false),
      Case("json-pointer", "/~0~1", true), Case("json-pointer", "/~", false),
      Case("relative-json-pointer", "0#", true), Case("relative-json-pointer", "1+2/a", false),
      Case("regex", "^\\-$", false), Case("regex", "(?<=a+)b", true),
      Case("byte", "", true), Case("byte", "YWI=", true), Case("byte", "YQ==", true),
      Case("byte", "YWJj", true), Case("byte", "YWI", false), Case("byte", "Y===", false),
      Case("byte", "YW=I", false), Case("byte", "YW-_", false), Case("byte", "YWJj\n", false),
      Case("binary", "\0\n", true), Case("password", "", true),
    ])
  func names(_ testCase: Case) throws { try check(testCase) }

  private func check(_ testCase: Case) throws {
    let format = try #require(StringFormat.named(testCase.format))
    #expect(format.holds(testCase.text) == testCase.isValid)
  }

  @Test(
    "number formats take the number exactly as it is written",
    arguments: [
      Case("int32", "2147483647", true), Case("int32", "2147483648", false),
      Case("int32", "-2147483648", true), Case("int32", "-2147483649", false),
      Case("int32", "1.0", true), Case("int32", "1.5", false), Case("int32", "1e3", true),
      Case("int32", "10e-1", true), Case("int32", "15e-1", false), Case("int32", "0.1e1", true),
      Case("int32", "-0", true), Case("int32", "0e999999999999999999999", true),
      Case("int32", "1e99999999999999999999", false), Case("int32", "1e-99999999999999999", false),
      Case("int64", "9223372036854775807", true), Case("int64", "9223372036854775808", false),
      Case("int64", "-9223372036854775808", true), Case("int64", "-9223372036854775809", false),
      Case("int64", "9223372036854775807.000", true),
      Case("int64", "9223372036854775807.001", false),
      Case("int64", "92233720368547758070e-1", true), Case("int64", "1e18", true),
      Case("int64", "1e19", false), Case("int64", "0.0000000000000000000010e22", true),
      Case("int64", "100000000000000000000000e-10", true),
      Case("float", "3.4028234e38", true), Case("float", "3.5e38", false),
      Case("float", "0.1", true), Case("double", "1.7976931348623157e308", true),
      Case("double", "1e400", false), Case("double", "-1e400", false),
      Case("float", "99999999999999999999999999999999999999.5", true),
      Case("float", "340282346638528859811704183484516925440", true),
      Case("float", "400000000000000000000000000000000000000", false),
      Case("float", "-400000000000000000000000000000000000000", false),
    ])
  func numbers(_ testCase: Case) throws {
    let format = try #require(NumberFormat.named(testCase.format))
    let token = Array(testCase.text.utf8)
    #expect(format.holds(token.span) == testCase.isValid)
  }

  @Test("names no specification defines are not formats")
  func unknown() {
    for name in ["", "Date-Time", "color", "ip-address", "int32", "phone"] {
      #expect(StringFormat.named(name) == nil)
    }
    #expect(NumberFormat.named("date") == nil)
    #expect(StringFormat.named("uri-template")?.origin == .draft6)
    #expect(StringFormat.all.values.filter { $0.origin <= .draft7 }.count == 17)
  }

  @Test(
    "a fraction in the last number is all that keeps some texts from being a duration",
    arguments: [
      ("PT90.5S", true), ("P1DT0,25H", true), ("P0.5W", true), ("p1y2.5m", true),
      ("PT90S", false), ("PT1.5H30M", false), ("PT.5S", false), ("PT5.S", false), ("P1.5", false),
      ("PT1.2.3S", false), ("PT-1.5S", false), ("1.5S", false), ("soon.5S", false), ("", false),
    ])
  func fraction(_ text: String, _ holds: Bool) throws {
    #expect(FractionalDuration.holds(text) == holds)
    let format = try #require(StringFormat.named("duration"))
    #expect(!(holds && format.holds(Array(text.utf8).span)))
  }

  @Test("no prefix of a valid text, nor one byte changed, crashes a format")
  func robustness() {
    let samples = [
      "1998-12-31T23:59:60Z", "P1Y2M3DT4H5M6S", "http://u@[::1.2.3.4]:80/%41?é#b", "a@[IPv6:::1]",
      "xn--ngba5hb2804a.b\u{FC}cher", "{+a.b:3,%41*}", "12/~0~1", "^(?<a>[\\d-x]{2,})\\k<a>$",
      "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "\"\\\u{7F}\"@b",
    ]
    for format in StringFormat.all.values {
      for sample in samples {
        let bytes = Array(sample.utf8)
        for end in bytes.indices {
          let prefix = Array(bytes[..<end])
          _ = format.holds(prefix.span)
          var changed = bytes
          changed[end] ^= 0x80
          _ = format.holds(changed.span)
        }
      }
    }
  }
}
