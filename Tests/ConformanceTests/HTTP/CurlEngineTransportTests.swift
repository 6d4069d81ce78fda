import Conformance
import Testing

@Suite("HTTP engine: transport options")
struct CurlEngineTransportTests {
  private func engine(_ change: (inout TransportOptions) -> Void) throws -> CurlEngine {
    var transport = TransportOptions()
    change(&transport)
    return try CurlEngine(.init(transport: transport))
  }

  @Test("asks a proxy for the whole URL, byte for byte, and says who asks")
  func proxy() async throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    try await withServer(ScriptedServer(answering: answer)) { server in
      let engine = try engine {
        $0.proxy = .init(url: server.url("").lowercased(), user: "me", password: "p@ss")
      }
      let response = try await engine.send(
        HTTPRequest(method: "GET", url: "http://shop.test/a/../b?q=%2f"))
      #expect(response.status == 200)
      let request = try #require(server.requests.first)
      #expect(request.hasPrefix("GET http://shop.test/a/../b?q=%2f HTTP/1.1\r\n"), "\(request)")
      #expect(request.contains("Host: shop.test\r\n"))
      #expect(request.contains("Proxy-Authorization: Basic bWU6cEBzcw==\r\n"))
    }
  }

  @Test("calls a proxy that refuses to connect by its name, not the server's")
  func refusal() async throws {
    let answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
    try await withServer(ScriptedServer(answering: answer)) { server in
      let engine = try engine { $0.proxy = .init(url: server.url("")) }
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(HTTPRequest(method: "GET", url: "https://shop.test/"))
      }
      #expect(server.requests.first?.hasPrefix("CONNECT shop.test:443 ") == true)
      #expect(error?.kind == .connectionFailed)
      #expect(error?.isBeforeSending == true)
      #expect(error?.partial == nil)
    }
  }

  @Test("finds a host at the address it was given", arguments: [1, 3])
  func resolution(requests: Int) async throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    try await withServer(ScriptedServer(answering: answer)) { server in
      let engine = try engine {
        $0.resolutions = [.init(host: "shop.test", port: server.port, address: "127.0.0.1")]
      }
      for _ in 0..<requests {
        let url = "http://shop.test:\(server.port)/"
        #expect(try await engine.send(HTTPRequest(method: "GET", url: url)).status == 200)
      }
      #expect(server.requests.allSatisfy { $0.contains("Host: shop.test:\(server.port)\r\n") })
    }
  }
}
