import Foundation
import Testing

@testable import ReferenceServer

@Suite("Encodings")
struct EncodingTests {
  @Test(
    "SHA-256 gives the published digests",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func digest(message: String, expected: String) {
    #expect(MessageDigest.sha256(Array(message.utf8)).hexDigits == expected)
  }

  @Test("the keyed digest agrees with RFC 4231")
  func authenticationCode() {
    let code = MessageDigest.authenticationCode(
      for: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(
      code.hexDigits == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test("URL-safe base 64 is read back from one spelling only")
  func base64() {
    for length in 0..<20 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 201) }
      let text = Base64URL.encode(bytes)
      #expect(Base64URL.decode(text) == bytes)
      let standard = Data(bytes).base64EncodedString()
        .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
      #expect(text == standard)
    }
    #expect(Base64URL.decode("AB") == nil)  // the last four bits are not zero
    #expect(Base64URL.decode("A") == nil)
    #expect(Base64URL.decode("AA==") == nil)
  }

  @Test("the checksum of gzip agrees with its published check value")
  func checksum() {
    #expect(StoredGzip.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test("gzip without compression splits what does not fit one block")
  func storedBlocks() {
    let bytes = [UInt8](repeating: 7, count: 70_000)
    let coded = StoredGzip.encode(bytes)
    #expect(coded.count == 10 + 5 + 65_535 + 5 + 4465 + 8)
    #expect(coded[10] == 0 && coded[10 + 5 + 65_535] == 1)
  }

  @Test(
    "RFC 3339 is read strictly",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:60Z", 951_868_800),
      ("1969-12-31T23:59:59z", -1), ("2026-01-01t01:30:00+01:30", 1_767_225_600),
      ("2026-02-29T00:00:00Z", nil), ("1900-02-29T00:00:00Z", nil), ("2026-13-01T00:00:00Z", nil),
      ("2026-01-01T24:00:00Z", nil), ("2026-01-01T00:00:00", nil), ("2026-01-01 00:00:00Z", nil),
      ("2026-01-01T00:00:00+0000", nil), ("2026-01-01T00:00:00.Z", nil), ("yesterday", nil),
      ("2026-01-01T00:00:00Z ", nil), ("٢026-01-01T00:00:00Z", nil),
    ] as [(String, Int64?)])
  func timestamps(text: String, seconds: Int64?) {
    #expect(Timestamp(rfc3339: text)?.seconds == seconds)
  }

  @Test("instants are written as Foundation writes them")
  func written() throws {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    for seconds in stride(from: -3_000_000_000, through: 8_000_000_000, by: 98_765_432) {
      let instant = Timestamp(sinceEpoch: .seconds(seconds))
      let date = Date(timeIntervalSince1970: TimeInterval(seconds))
      format.dateFormat = "yyyy-MM-dd'T'HH:mm:ss"
      #expect(instant.rfc3339Seconds == format.string(from: date))
      format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      #expect(instant.httpDate == format.string(from: date))
      #expect(Timestamp(rfc3339: instant.rfc3339) == instant)
    }
  }
}
