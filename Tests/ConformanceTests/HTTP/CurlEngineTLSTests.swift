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
    let engine = try CurlEngine(trusting: server)
    let response = try await engine.send(.patient("GET", server.url))
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
    let engine = try CurlEngine(trusting: first)
    let results = await engine.sendTogether([
      .patient("GET", first.url), .patient("GET", second.url),
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
      try await CurlEngine().send(.patient("GET", server.url))
    }
    #expect(error?.kind == .tlsFailed)
    #expect(error?.isBeforeSending == true)
  }

  @Test("asks nobody for proof when told not to")
  func insecure() async throws {
    let server = try OpenSSLServer(name: "DNS:elsewhere.example")
    defer { server.stop() }
    var transport = TransportOptions()
    transport.isInsecure = true
    let engine = try CurlEngine(.init(transport: transport))
    #expect(try await engine.send(.patient("GET", server.url)).status == 200)
  }

  @Test("shows a client certificate, and is refused without one", arguments: [true, false])
  func clientCertificate(isShown: Bool) async throws {
    let server = try OpenSSLServer(options: ["-Verify", "1"])
    defer { server.stop() }
    let engine = try CurlEngine(trusting: server) {
      // The server's own certificate is as good as any other.
      if isShown { $0.clientCertificate = .init(file: server.certificate, keyFile: server.key) }
    }
    let request = HTTPRequest.patient("GET", server.url)
    if isShown {
      #expect(try await engine.send(request).status == 200)
    } else {
      await #expect(throws: TransportError.self) { try await engine.send(request) }
    }
  }

  @Test("falls back from HTTP/2 where the server does not offer it, and counts that")
  func fallback() async throws {
    let server = try OpenSSLServer()
    defer { server.stop() }
    let engine = try CurlEngine(trusting: server) { $0.httpVersion = .http2 }
    let response = try await engine.send(.patient("GET", server.url))
    #expect(response.version != "2")
    #expect(engine.answersInOtherVersions == 1)
  }

  @Test("refuses a certificate for another host")
  func otherHost() async throws {
    let server = try OpenSSLServer(name: "DNS:elsewhere.example")
    defer { server.stop() }
    let engine = try CurlEngine(trusting: server)
    let error = await #expect(throws: TransportError.self) {
      try await engine.send(.patient("GET", server.url))
    }
    #expect(error?.kind == .tlsFailed)
  }
}

extension CurlEngine {
  /// An engine that trusts a server's certificate.
  fileprivate convenience init(
    trusting server: OpenSSLServer, _ change: (inout TransportOptions) -> Void = { _ in }
  ) throws {
    var transport = TransportOptions(certificateAuthorities: server.certificate)
    change(&transport)
    try self.init(.init(transport: transport))
  }
}
