import Testing

@testable import Conformance

@Suite("Content codings that a request offers by itself")
struct OfferedCodingTests {
  /// Whether this libcurl was built with Brotli.
  private static let brotli = CurlEasy.contentCodings.contains("br")

  @Test(
    "are decoded where the libcurl that is there can decode them all",
    arguments: [
      ("gzip", true), ("Gzip, deflate;q=0.5", true), ("gzip, identity", true),
      ("identity", false), ("br", brotli), ("gzip, br", brotli), ("br, x-own", false), ("*", false),
      ("", false),
    ])
  func decoding(_ offered: String, _ isDecoded: Bool) {
    var request = HTTPRequest(
      method: "GET", url: "http://things.test",
      fields: [HTTPField("Accept-Encoding", offered)])
    TransportOptions().complete(&request)
    #expect(request.decodesContent == isDecoded)
    #expect(request.fields == [HTTPField("Accept-Encoding", offered)])
  }
}
