import Testing

@testable import Conformance

@Suite("Signatures of deliveries")
struct DeliverySignatureTests {
  /// A message whose code somebody else has worked out.
  struct Vector: CustomTestStringConvertible {
    let testDescription: String
    let key: [UInt8]
    let message: String
    let code: String
  }

  /// Cases of RFC 4231 section 4.
  static let vectors = [
    Vector(
      testDescription: "a short key", key: [UInt8](repeating: 0x0b, count: 20),
      message: "Hi There", code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    Vector(
      testDescription: "a key of letters", key: Array("Jefe".utf8),
      message: "what do ya want for nothing?",
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Vector(
      testDescription: "a key longer than a block", key: [UInt8](repeating: 0xaa, count: 131),
      message: "Test Using Larger Than Block-Size Key - Hash Key First",
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
  ]

  @Test("codes are those of the standard", arguments: vectors)
  func codes(vector: Vector) {
    let code = MessageAuthenticationCode.hexadecimal(
      of: Array(vector.message.utf8), key: vector.key)
    #expect(code == vector.code)
  }

  private static let body = #"{"type":"contact.created","id":1}"#
  private static let now = 1_767_225_600

  private static func code(_ key: String, _ text: String) -> String {
    MessageAuthenticationCode.hexadecimal(of: Array(text.utf8), key: Array(key.utf8))
  }

  private static let first = code("first-secret", "\(now).\(body)")
  private static let second = code("second-secret", "\(now).\(body)")

  /// The value of a header field, and what is said about it where two secrets are active.
  struct Example: CustomTestStringConvertible {
    let testDescription: String
    let value: String
    /// Words of what is found; empty for a signature that is right.
    let found: [String]

    init(_ description: String, _ value: String, _ found: String...) {
      testDescription = description
      self.value = value
      self.found = found
    }
  }

  static let examples = [
    Example("right", "t=\(now),v1=\(first),v1=\(second)"),
    Example("in another order", "v1=\(second),v1=\(first),t=\(now)"),
    Example(
      "with blanks and further elements", "v0=old, t=\(now), v1=\(first), v1=\(second), k=a=b"),
    Example("no code", "t=\(now)", "not signed"),
    Example("no time", "v1=\(first),v1=\(second)", "not signed"),
    Example("two times", "t=\(now),t=\(now),v1=\(first),v1=\(second)", "not signed"),
    Example("a time in words", "t=now,v1=\(first),v1=\(second)", "not signed"),
    Example("no elements at all", "sha256 of something", "not signed"),
    Example("one secret only", "t=\(now),v1=\(first)", "1 of them signed, and 0 codes"),
    Example(
      "a code of nobody", "t=\(now),v1=\(first),v1=\(second),v1=\(code("other", body))",
      "2 of them signed, and 1 code of no active secret"),
    Example(
      "one secret twice", "t=\(now),v1=\(first),v1=\(second),v1=\(first)", "more than once"),
    Example(
      "upper case", "t=\(now),v1=\(first.uppercased()),v1=\(second.uppercased())", "upper case"),
    Example(
      "the body alone", "t=\(now),v1=\(code("first-secret", body)),v1=\(second)", "body alone"),
    Example("no hex", "t=\(now),v1=NjAxMg,v1=\(second)", "not 64 hex digits"),
    Example(
      "of an hour ago",
      "t=\(now - 3600),v1=\(code("first-secret", "\(now - 3600).\(body)")),"
        + "v1=\(code("second-secret", "\(now - 3600).\(body)"))", "the time of the signature"),
    Example(
      "in milliseconds",
      "t=\(now)000,v1=\(code("first-secret", "\(now)000.\(body)")),"
        + "v1=\(code("second-secret", "\(now)000.\(body)"))", "the time of the signature"),
  ]

  @Test(
    "what is not as it has to be is told, and no secret or code with it", arguments: examples,
    [nil, "x-SIGNATURE"] as [String?])
  func departures(of example: Example, header: String?) {
    var convention = Conventions.Webhooks.Signature()
    convention.header = header
    let delivery = ReceivedDelivery(
      path: "/hook",
      fields: [
        HTTPField("Content-Type", "text/plain; a=b, t=x"),
        HTTPField("X-Signature", example.value),
      ],
      body: Array(Self.body.utf8), receivedAt: Double(Self.now) + 4.5)
    let departures = DeliverySignature.departures(
      of: delivery, signedWith: ["first-secret", "second-secret"], convention)
    let text = departures.map { "\($0.message): \($0.expected) | \($0.got)" }
      .joined(separator: "\n")
    #expect(departures.isEmpty == example.found.isEmpty, "\(text)")
    for words in example.found { #expect(text.contains(words), "\(text)") }
    for secret in ["first-secret", "second-secret", Self.first, Self.second] {
      #expect(!text.contains(secret))
    }
  }

  @Test("a body that was changed by a byte is not what was signed")
  func changedBody() {
    let delivery = ReceivedDelivery(
      path: "/", fields: [HTTPField("Signature", "t=\(Self.now),v1=\(Self.first)")],
      body: Array((Self.body + " ").utf8), receivedAt: Double(Self.now))
    let departures = DeliverySignature.departures(
      of: delivery, signedWith: ["first-secret"], .init())
    #expect(departures.count == 1)
  }

  @Test("deliveries are found by the end of their path, in whole segments")
  func addresses() {
    let inbox = DeliveryInbox()
    for path in ["/tunnel/hooks/n-1", "/n-1", "/hooks/n-11", "/n-1/x"] {
      inbox.put(ReceivedDelivery(path: path, fields: [], body: [], receivedAt: 0))
    }
    #expect(inbox.deliveries(to: "n-1").map(\.delivery.path) == ["/tunnel/hooks/n-1", "/n-1"])
    #expect(inbox.deliveries(to: "/hooks/n-1").map(\.delivery.path) == ["/tunnel/hooks/n-1"])
  }

  @Test("an inbox has room for a number and a size, and tells what it dropped")
  func room() {
    var limit = DeliveryInbox.Limit()
    (limit.count, limit.bytes, limit.bodySize) = (3, 100, 60)
    let inbox = DeliveryInbox(limit: limit)
    func put(_ size: Int) -> Bool {
      inbox.put(
        ReceivedDelivery(
          path: "/", fields: [], body: [UInt8](repeating: 0, count: size), receivedAt: 0))
    }
    #expect(!put(61), "one body is too large")
    #expect(put(60))
    #expect(!put(41), "together they are too large")
    #expect(put(20) && put(20))
    #expect(!put(0), "there are too many")
    #expect(inbox.summary.contains("3 webhooks, and 3 for which it had no room"))
  }
}
