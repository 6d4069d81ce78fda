@testable import Conformance
import Testing

@Suite("What libcurl writes about failures")
struct CurlMessageTests {
  @Test(
    "is told once, without a time that is told beside it",
    arguments: [
      (
        "Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
        "Couldn't connect to server", "Failed to connect to 127.0.0.1 port 1"
      ),
      (
        "Failed to connect to shop.test port 443 after 2001 ms: Timeout was reached",
        "Timeout was reached", "Failed to connect to shop.test port 443"
      ),
      (
        "Operation timed out after 1001 milliseconds with 0 bytes received", "Timeout was reached",
        "Operation timed out with 0 bytes received"
      ),
      (
        "Could not resolve host: shop.test", "Couldn't resolve host name",
        "Could not resolve host: shop.test"
      ),
      (
        "Recv failure: Connection reset by peer", "Failure when receiving data from the peer",
        "Recv failure: Connection reset by peer"
      ),
      ("closed after 3 bytes", "closed", "closed after 3 bytes"),
      (
        ": Couldn't connect to server", "Couldn't connect to server", ": Couldn't connect to server"
      ),
    ])
  func trimmed(text: String, general: String, left: String) {
    #expect(CurlMessage.trimmed(text, general: general) == left)
  }
}
