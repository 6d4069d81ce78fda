import Testing

@testable import Conformance

@Suite("Content codings that a request offers by itself")
struct OfferedCodingTests {
  @Test(
    "are decoded where every build can decode them",
    arguments: [
      ("gzip", true), ("Gzip, deflate;q=0.5", true), ("gzip, identity", true),
      ("identity", false), ("br", false), ("gzip, br", false), ("*", false), ("", false),
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
