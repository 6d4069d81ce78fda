import Conformance
import Foundation
import Testing

@Suite(
  "HTTP engine: HTTP/2",
  .enabled(
    if: HTTP2Server.tool != nil && OpenSSLServer.tool != nil,
    "skipped: needs nghttpd and openssl (apt: nghttp2-server openssl)"))
struct CurlEngineHTTP2Tests {
  private func engine(trusting server: HTTP2Server) throws -> CurlEngine {
    var transport = TransportOptions(certificateAuthorities: server.certificate)
    transport.httpVersion = .http2
    return try CurlEngine(
      .init(maximumIdleTime: .seconds(600), transport: transport))
  }

  @Test("reads heads, fields and bodies as over HTTP/1.1")
  func response() async throws {
    let server = try await HTTP2Server()
    defer { server.stop() }
    let engine = try engine(trusting: server)
    let found = try await engine.send(.patient("GET", "\(server.url)/hello.txt"))
    #expect(found.version == "2")
    #expect(found.status == 200)
    #expect(found.body == Array("hello".utf8))
    #expect(found.wireBodyLength == 5)
    #expect(found.fields.value(named: "content-length") == "5")
    #expect(String(decoding: found.head, as: UTF8.self).hasPrefix("HTTP/2 200"))
    let missing = try await engine.send(.patient("GET", "\(server.url)/gone"))
    #expect(missing.status == 404)
    #expect(missing.timings.reusedConnection)
    #expect(engine.answersInOtherVersions == 0)
  }

  @Test("sends a body, and one of no length")
  func body() async throws {
    let server = try await HTTP2Server()
    defer { server.stop() }
    let engine = try engine(trusting: server)
    for body in [nil, [], [UInt8](repeating: 97, count: 200_000)] as [[UInt8]?] {
      let answer = try await engine.send(
        .patient("POST", "\(server.url)/hello.txt", body: body))
      #expect(answer.status == 200)
    }
  }

  @Test("starts a group at once, each member over a connection of its own", arguments: 0..<3)
  func together(_ round: Int) async throws {
    let server = try await HTTP2Server()
    defer { server.stop() }
    let engine = try engine(trusting: server)
    let body = round == 0 ? nil : [UInt8](repeating: 97, count: round * 100)
    let results = await engine.sendTogether(
      (0..<4).map { _ in
        HTTPRequest.patient(
          body == nil ? "GET" : "POST", "\(server.url)/hello.txt", body: body)
      })
    let timings = try results.map { try $0.get().timings }
    #expect(timings.count == 4)
    #expect(timings.allSatisfy { !$0.reusedConnection && $0.attempts == 1 })
    let firstSent = timings.map { $0.startedAt + $0.sent }.min()
    let lastReady = timings.map {
      $0.startedAt + $0.queued + $0.nameLookup + $0.connect + $0.tls
    }.max()
    #expect(firstSent ?? .zero >= lastReady ?? .zero)
  }
}

/// `nghttpd` on a loopback port, with a folder of one file.
private final class HTTP2Server {
  static let tool: URL? = installedTool("nghttpd")

  let certificate: String
  private(set) var url = ""
  private let folder: URL
  private var process = Process()

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let files = folder.appending(path: "files")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    try Data("hello".utf8).write(to: files.appending(path: "hello.txt"))
    certificate = folder.appending(path: "certificate.pem").path
    let key = folder.appending(path: "key.pem").path
    try OpenSSLServer.makeCertificate(for: "IP:127.0.0.1", at: certificate, key: key)
    // It does not say which port it got, so it has to be told one: another one if that is taken.
    for _ in 0..<5 {
      let probe = try LoopbackSocket.listening()
      let port = probe.port
      probe.close()
      url = "https://127.0.0.1:\(port)"
      process = Process()
      process.executableURL = Self.tool
      process.arguments = ["-a", "127.0.0.1", "-d", files.path, "\(port)", key, certificate]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      if try await isReady() { return }
      kill(process.processIdentifier, SIGKILL)
    }
    Issue.record("nghttpd found no port to listen on")
  }

  /// Waits until the server answers; false when it ended instead, or does not in a minute.
  private func isReady() async throws -> Bool {
    var transport = TransportOptions(certificateAuthorities: certificate)
    transport.httpVersion = .http2
    let engine = try CurlEngine(
      .init(maximumIdleTime: .seconds(600), transport: transport))
    for _ in 0..<6000 where process.isRunning {
      if (try? await engine.send(HTTPRequest(method: "GET", url: url))) != nil { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  func stop() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}
