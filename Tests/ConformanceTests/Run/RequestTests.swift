@testable import Conformance
import Diagnostics
import Synchronization
import Testing

@Suite("Requests are what suites and contract say")
struct RequestTests {
  /// The requests that the steps of one case make of the workshop, without the preflight's.
  private func requests(
    _ steps: String, given: [String: String] = [:]
  ) async throws -> (sent: [HTTPRequest], result: RunResult) {
    let sent = Mutex<[HTTPRequest]>([])
    let shop = ScriptedShop { request, _ in
      if !request.url.hasSuffix("/branches") { sent.withLock { $0.append(request) } }
      return HTTPResponse(
        status: 200, fields: [HTTPField("Content-Type", "application/json")],
        body: Array(#"{"data":[{"id":"b-1"}]}"#.utf8))
    }
    let cases = "- { case: A, effect: own, proves: [], steps: [\(steps)] }"
    let result = try await shop.run(
      cases, given: given, folder: ContractBreak.files(cases))
    return (sent.withLock { $0 }, result)
  }

  @Test(
    "a body has the form and the media type that belong to it",
    arguments: [
      (
        "call: POST /orders, headers: { X-Shop: abc }, body: { name: a, size: '${count}' }",
        "application/json", #"{"name":"a","size":5}"#
      ),
      ("call: POST /vendor, body: { n: 1 }", "application/vnd.api+json", #"{"n":1}"#),
      ("raw: POST /vendor, body: { n: 1 }", "application/json", #"{"n":1}"#),
      (
        "call: POST /forms, form_body: { a: 'x y&z', n: '${count}' }",
        "application/x-www-form-urlencoded", "a=x+y%26z&n=5"
      ),
      (
        "raw: POST /any, form_body: { a: [1, 2], b: '${till?}' }",
        "application/x-www-form-urlencoded", "a=1&a=2"
      ),
      (
        "call: POST /photos, file_body: files/list.csv, media_type: text/csv", "text/csv",
        "größe\n5\n"
      ),
      (
        "call: POST /uploads, multipart_body: { caption: '${nonce}', file: { file: files/list.csv, media_type: image/png, filename: p.png } }",
        "multipart/form-data; boundary=part-boundary-1",
        """
        --part-boundary-1\r\nContent-Disposition: form-data; name="caption"\r\n\r\ncft7-0001\r\n\
        --part-boundary-1\r\nContent-Disposition: form-data; name="file"; filename="p.png"\r\n\
        Content-Type: image/png\r\n\r\ngröße\n5\n\r\n--part-boundary-1--\r\n
        """
      ),
    ])
  func bodies(_ step: String, _ mediaType: String, _ body: String) async throws {
    let (sent, result) = try await requests("{ \(step) }")
    let request = try #require(sent.first, "\(result.cases.map(\.verdict))")
    #expect(request.fields.value(named: "Content-Type") == mediaType)
    #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == body)
  }

  @Test("bytes that are no text arrive as they are")
  func bytes() async throws {
    let (sent, _) = try await requests(
      "{ call: POST /photos, file_body: bear.png, media_type: image/png }")
    #expect(sent.first?.body == [0x89, 0x50, 0x4E, 0x47, 0xFF, 0x00])
  }

  @Test(
    "lists and mappings in a path are written as the contract has them",
    arguments: [
      ("path: { ids: [a, b/c] }", "/sets/.a.b%2Fc/"), ("path: { ids: ['${count}'] }", "/sets/.5/"),
      ("path: { ids: '${many}' }", "/sets/.1.2/"),
    ])
  func path(_ words: String, _ path: String) async throws {
    let sent = Mutex<[String]>([])
    let shop = ScriptedShop { request, _ in
      sent.withLock { $0.append(request.url) }
      return ScriptedShop.answer(to: request)
    }
    var files = ContractBreak.files("")
    files.contract = files.contract.replacing(
      "\"paths\": {",
      with: """
        "paths": {
          "/sets/{ids}/": {"get": {"parameters": [
            {"name": "ids", "in": "path", "required": true, "style": "label", "explode": true,
              "schema": {"type": "array", "items": {"type": ["integer", "string"]}}}],
            "responses": {"200": {"description": "a set"}}}},
        """)
    let result = try await shop.run(
      "- { case: A, rows: [{ many: [1, 2] }], let: { x: '${many}' }, steps: [{ call: 'GET /sets/{ids}/', \(words), query: {} }, "
        + "{ raw: GET /x, body: '${x}' }] }",
      folder: files)
    #expect(sent.withLock { $0.contains("http://shop.test\(path)") }, "\(result.cases)")
  }

  @Test("a list in a path is of this run when all of it is")
  func ownership() async throws {
    var files = ContractBreak.files("")
    files.contract = files.contract.replacing(
      "\"paths\": {",
      with: """
        "paths": {
          "/sets/{ids}": {"delete": {"parameters": [
            {"name": "ids", "in": "path", "required": true,
              "schema": {"type": "array", "items": {"type": "string"}}}],
            "responses": {"200": {"description": "gone"}}}},
        """)
    for (ids, isOwn) in [("['${nonce}', '${uuid}']", true), ("['${nonce}', other]", false)] {
      let shop = ScriptedShop()
      let result = try await shop.run(
        "- { case: A, effect: own, steps: [{ call: 'DELETE /sets/{ids}', path: { ids: \(ids) } }] }",
        folder: files)
      #expect(shop.sent.isEmpty != isOwn, "\(result.cases.last?.reason ?? "none")")
    }
  }

  @Test("cookies share one field")
  func cookies() async throws {
    let (sent, _) = try await requests(
      "{ raw: GET /x, cookies: { a: '${nonce}', b: 'x;y', c: '${till?}' } }")
    #expect(sent.first?.fields.values(named: "Cookie") == ["a=cft7-0001; b=x%3By"])
  }

  @Test(
    "a request that breaks the contract with its values is not sent",
    arguments: [
      (
        "call: POST /orders, headers: { X-Shop: '${till}' }, body: { name: a }",
        #"the header "X-Shop" breaks the contract"#
      ),
      (
        "call: POST /orders, headers: { X-Shop: abc }, body: { name: '${till}' }",
        "/name of the body breaks the contract"
      ),
      (
        "call: 'GET /toys/{id}', path: { id: t5 }, query: { limit: '${till}' }",
        #"the query parameter "limit" breaks the contract"#
      ),
      (
        "call: 'GET /toys/{id}', path: { id: '${till}' }",
        #"the path parameter "id" breaks the contract"#
      ),
      (
        "call: POST /forms, form_body: { a: b, n: '${till}' }",
        "the body breaks the contract"
      ),
    ])
  func refusal(_ step: String, _ sentence: String) async throws {
    let (sent, result) = try await requests("{ \(step) }", given: ["till": "WRONG-VALUE"])
    #expect(sent.isEmpty)
    let testCase = try #require(result.cases.last)
    #expect(testCase.verdict == .errored)
    #expect(testCase.reason?.contains(sentence) == true, "\(testCase.reason ?? "none")")
    #expect(testCase.reason?.contains("nothing was sent") == true)
  }

  @Test("a value that fits is sent, and so is a wrong one that is meant to be")
  func sent() async throws {
    let step = "call: POST /orders, headers: { X-Shop: '${till}' }, body: { name: a }"
    let right = try await requests("{ \(step) }", given: ["till": "abc"])
    #expect(right.sent.count == 1)
    let faulty = try await requests("{ \(step), faulty: true }", given: ["till": "ABC"])
    #expect(faulty.sent.count == 1)
  }

  @Test(
    "the time an exchange took is compared with the time it may take",
    arguments: [
      (300, 0, 0, true), (301, 0, 0, false), (900, 600, 0, true), (900, 599, 0, false),
      (301, 0, 1, true), (900, 500, 99, false),
    ])
  func timeLimit(_ total: Int, _ queued: Int, _ unwatched: Int, _ isInTime: Bool) async throws {
    let shop = ScriptedShop { request, _ in
      var response = ScriptedShop.answer(to: request)
      response.timings.total = .milliseconds(total)
      response.timings.queued = .milliseconds(queued)
      response.timings.unwatched = .milliseconds(unwatched)
      return response
    }
    let result = try await shop.run(
      "- { case: A, steps: [{ call: GET /toys, expect: { within: 300ms } }] }")
    #expect(result.verdicts == [isInTime ? .passed : .failed])
    let finding = result.cases.last?.findings.first
    #expect(finding?.expected == (isInTime ? nil : "the last byte within 300 ms"))
    #expect(finding?.got == (isInTime ? nil : "\(total - queued - unwatched) ms"))
  }
}
