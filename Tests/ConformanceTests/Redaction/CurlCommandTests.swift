@testable import Conformance
import Foundation
import Testing

@Suite("A curl line repeats its request")
struct CurlCommandTests {
  /// The words that a shell hands to curl.
  private func words(of line: String, environment: [String: String]) throws -> [String] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", #"curl() { printf '%s\0' "$@"; }"# + "\n" + line]
    process.environment = environment
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(line)")
    return output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The request that the words of a line stand for.
  private func request(from words: [String]) -> HTTPRequest {
    var request = HTTPRequest(method: "GET", url: "")
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "-sS", "-i", "--globoff", "--path-as-is": break
      case "-I": request.method = "HEAD"
      case "-X": request.method = rest.popFirst() ?? ""
      case "-H":
        let line = rest.popFirst() ?? ""
        if line.hasSuffix(";"), !line.contains(":") {
          request.fields.append(HTTPField(String(line.dropLast()), ""))
        } else if !line.hasSuffix(":") {
          let pair = line.split(separator: ":", maxSplits: 1)
          request.fields.append(
            HTTPField(String(pair[0]), String(pair.dropFirst().first?.dropFirst() ?? "")))
        }
      case "--data-raw": request.body = Array((rest.popFirst() ?? "").utf8)
      default: request.url = word
      }
    }
    return request
  }

  private static let hostile = #"a b'c"d$e`f\g!h#i;j&k|l<m>n*o?p[q]r{s}t~u%v(w)x"# + "\né"

  static let requests: [HTTPRequest] = [
    HTTPRequest(method: "GET", url: "http://shop.test/toys?a=b&c=d"),
    HTTPRequest(method: "HEAD", url: "http://shop.test/toys"),
    HTTPRequest(method: "DELETE", url: "http://shop.test/toys/[1]/{a}/../b"),
    HTTPRequest(
      method: "POST", url: "http://shop.test/toys",
      fields: [
        HTTPField("Authorization", "Bearer s3same"), HTTPField("Content-Type", "text/plain"),
      ],
      body: Array(hostile.utf8)),
    HTTPRequest(
      method: "POST", url: "http://shop.test/toys",
      fields: [
        HTTPField("Empty", ""), HTTPField("X", String(hostile.prefix { $0 != "\n" })),
        HTTPField("Two", "s3sames3same and 0ther"),
        HTTPField("Quoted", #"s3same"s3same'$HOME`id`\"#),
      ], body: Array("s3sameX\(hostile)s3same_0ther1".utf8)),
    HTTPRequest(method: "GET", url: "http://shop.test/?key=s3same&x=1", body: Array("{}".utf8)),
    HTTPRequest(method: "PUT", url: "http://shop.test/", body: []),
    HTTPRequest(method: "M'; exit 3 #", url: "http://shop.test/"),
  ]

  @Test("a shell reads back what was sent, the secrets out of the environment", arguments: requests)
  func roundTrip(_ sent: HTTPRequest) throws {
    let redactor = Redactor([
      .init("s3same", environmentName: "SHOP_KEY"), .init("0ther", environmentName: "OTHER_KEY"),
    ])
    let line = CurlCommand.text(for: sent, redactor: redactor)
    #expect(!redactor.finds(in: Array(line.utf8)), "\(line)")
    let environment = ["SHOP_KEY": "s3same", "OTHER_KEY": "0ther", "HOME": "/nowhere"]
    let read = request(from: try words(of: line, environment: environment))
    #expect(read.method == sent.method, "\(line)")
    #expect(read.url == sent.url, "\(line)")
    #expect(read.fields == sent.fields, "\(line)")
    #expect(read.body == sent.body, "\(line)")
  }

  @Test(
    "a secret without a usable variable is masked",
    arguments: [nil, "not-a-name", "9KEY", "", "A$(id)"] as [String?])
  func noVariable(_ name: String?) {
    let redactor = Redactor([.init("s3same", environmentName: name)])
    let request = HTTPRequest(
      method: "GET", url: "http://shop.test/", fields: [HTTPField("Authorization", "Bearer s3same")]
    )
    #expect(
      CurlCommand.text(for: request, redactor: redactor)
        == #"curl -sS -i -H "Authorization: Bearer ***" http://shop.test/"#)
  }

  @Test("a secret in another spelling is masked")
  func otherSpelling() {
    let redactor = Redactor([.init("s3/same", environmentName: "KEY")])
    let request = HTTPRequest(method: "GET", url: "http://shop.test/s3%2fsame")
    #expect(
      CurlCommand.text(for: request, redactor: redactor) == "curl -sS -i 'http://shop.test/***'")
  }

  @Test(
    "a body that a line cannot hold is only counted",
    arguments: [[UInt8](repeating: 97, count: 5000), [97, 0, 98], [0xFF, 0xFE]])
  func bodies(_ body: [UInt8]) {
    let request = HTTPRequest(
      method: "POST", url: "http://shop.test/", fields: [HTTPField("Content-Type", "a/b")],
      body: body)
    #expect(
      CurlCommand.text(for: request, redactor: Redactor([]))
        == "curl -sS -i -X POST -H 'Content-Type: a/b' http://shop.test/ --data-binary @body"
        + "  # \(body.count) bytes, not shown")
  }

  @Test("reaches the server the same way, the secrets out of the environment")
  func transport() {
    var transport = TransportOptions(certificateAuthorities: "my ca.pem")
    transport.proxy = .init(url: "http://proxy.test:1", user: "me", password: "s3same")
    transport.clientCertificate = .init(file: "c.pem", keyFile: "k.pem", passphrase: "0ther")
    transport.resolutions = [.init(host: "shop.test", port: 443, address: "::1")]
    transport.httpVersion = .http2
    transport.isInsecure = true
    let redactor = Redactor([
      .init("s3same", environmentName: nil), .init("0ther", environmentName: "WORD"),
    ])
    let request = HTTPRequest(method: "GET", url: "https://shop.test/", decodesContent: true)
    #expect(
      CurlCommand.text(for: request, over: transport, redactor: redactor)
        == "curl -sS -i --proxy http://proxy.test:1 --proxy-user 'me:***' --cacert 'my ca.pem' "
        + "--cert c.pem --key k.pem --pass \"${WORD}\" --resolve 'shop.test:443:[::1]' --http2 "
        + "--insecure --compressed https://shop.test/")
  }

  @Test(
    "of credentials only those that were given are more than a mask",
    arguments: [
      ("Authorization", "Bearer s3samf", "'Authorization: Bearer ***'"),
      ("Authorization", "Bearer s3sam", "'Authorization: Bearer ***'"),
      ("Authorization", "Basic bWU6eA==", "'Authorization: Basic ***'"),
      ("Authorization", "tok_1", "'Authorization: ***'"),
      ("Authorization", "Bearer S3SAME", "'Authorization: Bearer ***'"),
      ("Authorization", "Bearer s3same s3", "'Authorization: Bearer ***'"),
      ("X-Api-Key", "s3same0", "'X-Api-Key: ***'"), ("X-Api-Key", "", "'X-Api-Key;'"),
      ("Cookie", "sid=tok_1", "'Cookie: ***'"),
      ("Cookie", "sid=s3same; cart=tok_1", "'Cookie: ***'"),
      ("Cookie", "sid=s3same", #""Cookie: sid=${SHOP_KEY}""#),
      ("Authorization", "Bearer s3same", #""Authorization: Bearer ${SHOP_KEY}""#),
      ("authorization", "s3same", #""authorization: ${SHOP_KEY}""#),
      ("X-Api-Key", "s3same", #""X-Api-Key: ${SHOP_KEY}""#),
    ])
  func credentials(_ name: String, _ value: String, _ expected: String) {
    let redactor = Redactor([.init("s3same", environmentName: "SHOP_KEY")])
    let request = HTTPRequest(
      method: "GET", url: "http://shop.test/", fields: [HTTPField(name, value)])
    #expect(
      CurlCommand.text(for: request, redactor: redactor)
        == "curl -sS -i -H \(expected) http://shop.test/")
  }

  @Test("words of the transport that are too short to be looked for are masked where they belong")
  func shortWords() {
    var transport = TransportOptions()
    transport.proxy = .init(url: "http://proxy.test:1", user: "me", password: "pass")
    transport.clientCertificate = .init(file: "c.pem", keyFile: "k.pem", passphrase: "open")
    let request = HTTPRequest(method: "GET", url: "https://shop.test/")
    #expect(
      CurlCommand.text(for: request, over: transport, redactor: Redactor([]))
        == "curl -sS -i --proxy http://proxy.test:1 --proxy-user 'me:***' --cert c.pem --key k.pem "
        + "--pass '***' https://shop.test/")
  }
}
