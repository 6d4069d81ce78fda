import Conformance
import Testing

@Suite("HTTP engine: tasks on its own thread")
struct CurlEngineExecutorTests {
  @Test("tasks side by side get the answers to their own requests, in their own order")
  func manyTasks() async throws {
    let engine = try CurlEngine()
    let server = try ScriptedServer { connection in
      while let request = connection.readRequest() {
        connection.answer(String(request.split(separator: " ")[1]))
      }
    }
    let (tasks, requests) = (20, 5)
    let answers = try await withServer(server) { server in
      let base = server.url()
      return try await withTaskExecutorPreference(engine.taskExecutor) {
        try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
          for task in 0..<tasks {
            group.addTask {
              var answers: [String] = []
              for number in 0..<requests {
                let request = HTTPRequest(method: "GET", url: "\(base)\(task)/\(number)")
                answers.append(String(decoding: try await engine.send(request).body, as: UTF8.self))
                await Task.yield()
              }
              return (task, answers)
            }
          }
          return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
      }
    }
    #expect(answers.count == tasks)
    for (task, answers) in answers {
      #expect(answers == (0..<requests).map { "/\(task)/\($0)" })
    }
  }

  @Test("a task goes on when the engine has been shut down under it")
  func shutDown() async throws {
    let engine = try CurlEngine()
    let kind = await withTaskExecutorPreference(engine.taskExecutor) {
      await Task.yield()
      engine.shutDown()
      await Task.yield()
      do throws(TransportError) {
        _ = try await engine.send(HTTPRequest(method: "GET", url: "http://127.0.0.1:1/"))
        return TransportError.Kind?.none
      } catch {
        return error.kind
      }
    }
    #expect(kind == .engineStopped)
  }

  @Test("a handle that is used again keeps nothing of the request before")
  func reuse() async throws {
    let engine = try CurlEngine(.init(maximumConnections: 1))
    let server = try ScriptedServer { connection in
      while connection.readRequest() != nil { connection.answer("") }
    }
    let requests = try await withServer(server) { server in
      let url = server.url()
      let post = HTTPRequest(
        method: "POST", url: "\(url)a", fields: [HTTPField("X-One", "1")], body: Array("x=1".utf8))
      for request in [
        post, HTTPRequest(method: "GET", url: "\(url)b"), HTTPRequest(method: "HEAD", url: url),
        HTTPRequest(method: "GET", url: "\(url)c", decodesContent: true),
        HTTPRequest(method: "DELETE", url: url), HTTPRequest(method: "PUT", url: url),
      ] {
        _ = try? await engine.send(request)
      }
      return server.requests
    }
    let lines = requests.map { $0.split(separator: "\r\n").map(String.init) }
    #expect(
      lines.map { $0.first } == [
        "POST /a HTTP/1.1", "GET /b HTTP/1.1", "HEAD / HTTP/1.1", "GET /c HTTP/1.1",
        "DELETE / HTTP/1.1", "PUT / HTTP/1.1",
      ])
    #expect(lines.map { $0.contains("X-One: 1") } == [true, false, false, false, false, false])
    #expect(requests.map { $0.hasSuffix("x=1") } == [true, false, false, false, false, false])
    // Only a body or its promised absence has a length; what is decoded is asked for in fields.
    #expect(
      lines.map { $0.contains { $0.hasPrefix("Content-Length") } }
        == [true, false, false, false, false, true])
    #expect(!requests.contains { $0.contains("Accept-Encoding") })
  }
}
