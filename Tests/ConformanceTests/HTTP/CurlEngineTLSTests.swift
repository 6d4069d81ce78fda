import Conformance
import Foundation
import Testing

@Suite(
  "HTTP engine: TLS",
  .enabled(if: OpenSSLServer.tool != nil, "skipped: needs the openssl command (apt: openssl)"))
struct CurlEngineTLSTests {
  @Test("accepts a certificate it was told to trust, for the host it names")
  func trusted() async throws {
    let server = try OpenSSLServer()
    defer { server.stop() }
    let engine = try CurlEngine(.init(certificateAuthorities: server.certificate))
    let response = try await engine.send(HTTPRequest(method: "GET", url: server.url))
    #expect(response.status == 200)
    #expect(response.timings.tls > .zero)
    #expect(response.timings.sent >= response.timings.connect + response.timings.tls)
  }

  @Test("opens TLS for a whole group before any of it is sent")
  func together() async throws {
    // This server finishes one connection before it accepts the next: one server per member.
    let first = try OpenSSLServer()
    let second = try OpenSSLServer(sharingCertificateOf: first)
    defer {
      first.stop()
      second.stop()
    }
    let engine = try CurlEngine(.init(certificateAuthorities: first.certificate))
    let results = await engine.sendTogether([
      HTTPRequest(method: "GET", url: first.url), HTTPRequest(method: "GET", url: second.url),
    ])
    let timings = try results.map { try $0.get().timings }
    let firstSent = timings.map { $0.startedAt + $0.sent }.min()
    let lastReady = timings.map {
      $0.startedAt + $0.queued + $0.nameLookup + $0.connect + $0.tls
    }.max()
    #expect(firstSent ?? .zero >= lastReady ?? .zero)
  }

  @Test("refuses a certificate nobody vouches for, having sent nothing")
  func untrusted() async throws {
    let server = try OpenSSLServer()
    defer { server.stop() }
    let error = await #expect(throws: TransportError.self) {
      try await CurlEngine().send(HTTPRequest(method: "GET", url: server.url))
    }
    #expect(error?.kind == .tlsFailed)
    #expect(error?.isBeforeSending == true)
  }

  @Test("refuses a certificate for another host")
  func otherHost() async throws {
    let server = try OpenSSLServer(name: "DNS:elsewhere.example")
    defer { server.stop() }
    let engine = try CurlEngine(.init(certificateAuthorities: server.certificate))
    let error = await #expect(throws: TransportError.self) {
      try await engine.send(HTTPRequest(method: "GET", url: server.url))
    }
    #expect(error?.kind == .tlsFailed)
  }
}

/// `openssl s_server` on a free loopback port, with a certificate made for it.
private final class OpenSSLServer {
  /// Where the command is; nil when it is not installed.
  static let tool: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { URL(fileURLWithPath: String($0)).appending(path: "openssl") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  let certificate: String
  let url: String
  private let key: String
  private let folder: URL
  private let process: Process

  /// Starts a server whose certificate names a host, by default the one it runs on.
  init(name: String = "IP:127.0.0.1", sharingCertificateOf other: OpenSSLServer? = nil) throws {
    let tool = try #require(Self.tool)
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    key = other?.key ?? folder.appending(path: "key.pem").path
    certificate = other?.certificate ?? folder.appending(path: "certificate.pem").path
    if other == nil {
      let making = Process()
      making.executableURL = tool
      making.arguments = [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout", key,
        "-out", certificate,
      ]
      making.standardError = FileHandle.nullDevice
      try making.run()
      making.waitUntilExit()
    }

    process = Process()
    process.executableURL = tool
    process.arguments = [
      "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Says "ACCEPT 127.0.0.1:PORT" once it listens.
    var said = ""
    while !said.contains("ACCEPT") || !said.hasSuffix("\n") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      said += String(decoding: more, as: UTF8.self)
    }
    let line = try #require(said.split(separator: "\n").first { $0.hasPrefix("ACCEPT") })
    url = "https://127.0.0.1:\(try #require(line.split(separator: ":").last))/"
  }

  func stop() {
    // Tests run on threads that block SIGTERM, and a child inherits that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}
