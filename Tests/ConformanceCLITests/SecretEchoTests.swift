import Foundation
import Synchronization
import Testing

@Suite("Secrets that the target gives back")
struct SecretEchoTests {
  /// A key with characters that every encoder treats in its own way.
  private static let key = "k3y/of+the=\"test\"<&>%20é-4711"

  /// The ways in which the key comes back, by a name each.
  static let encodings: [(name: String, text: String)] = {
    let data = Data(key.utf8)
    let percent = key.utf8.map { String(format: "%%%02x", Int($0)) }.joined()
    let escaped = key.unicodeScalars.map { scalar in
      scalar.properties.isAlphabetic || scalar.isASCII && scalar.value > 47 && scalar.value < 58
        ? String(scalar) : String(format: "\\u%04x", Int(scalar.value))
    }.joined()
    let html = key.replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(of: ">", with: "&gt;")
      .replacingOccurrences(of: "\"", with: "&quot;")
    return [
      ("raw", key), ("url", percent),
      (
        "url-some",
        key.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      ),
      ("base64", data.base64EncodedString()),
      ("base64-inside", Data("user:\(key)!".utf8).base64EncodedString()),
      ("json", escaped), ("html", html),
      ("hex", data.map { String(format: "%02x", Int($0)) }.joined()),
    ]
  }()

  /// The middle of each encoding, which no mask may leave behind.
  private static let traces: [String] = encodings.flatMap { encoding -> [String] in
    // In files a text may be escaped once more.
    let json = (try? JSONEncoder().encode([encoding.text])).map {
      String(String(decoding: $0, as: UTF8.self).dropFirst(2).dropLast(2))
    }
    return [encoding.text, json ?? encoding.text].map { text in
      String(text.dropFirst(text.count / 4).dropLast(text.count / 4))
    }
  }

  private static func suite() -> String {
    var text = "suite: Echoes\ncases:\n"
    for (name, _) in encodings {
      text += """
          - case: The target echoes ${name}
            steps:
              - call: GET /things
                query: { form: NAME }
                expect: { status: 200, body: { text: never } }
          - case: What it echoes as NAME goes on
            steps:
              - call: GET /things
                query: { form: NAME }
                save: { text: /text }
              - call: GET /things/{id}
                path: { id: "${text}" }
                expect: { body: { text: never } }

        """.replacingOccurrences(of: "${name}", with: name)
        .replacingOccurrences(of: "NAME", with: name)
    }
    return text
  }

  private static let contract = """
    {
      "openapi": "3.1.0",
      "info": { "title": "Echoes", "version": "1" },
      "security": [{ "key": [] }],
      "paths": {
        "/things": { "get": {
          "parameters": [{ "name": "form", "in": "query", "schema": { "type": "string" } }],
          "responses": { "200": { "description": "An echo", "content": {
            "application/json": { "schema": { "$ref": "#/components/schemas/Echo" } } } } } } },
        "/things/{id}": { "get": {
          "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
          "responses": { "200": { "description": "An echo", "content": {
            "application/json": { "schema": { "$ref": "#/components/schemas/Echo" } } } } } } }
      },
      "components": {
        "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
        "schemas": { "Echo": { "type": "object", "properties": {
          "text": { "type": "string", "maxLength": 3 } } } }
      }
    }
    """

  @Test("stand in nothing that a run writes or prints", arguments: ["run.jsonl", "run.har"])
  func echoes(_ recording: String) async throws {
    let server = try EchoServer(Self.encodings)
    let folder = try TemporaryFolder()
    _ = try folder.write("suites/openapi.json", Self.contract)
    _ = try folder.write(
      "suites/conformance.yaml",
      """
      contract: openapi.json
      auth: { key: "${api_key}" }
      variables: { api_key: { env: ECHO_KEY, secret: true, required: true } }
      """)
    _ = try folder.write("suites/echo.suite.yaml", Self.suite())
    let out = "\(folder.path)/out"
    let outcome = try await CommandLineTool.run(
      [
        "run", "\(folder.path)/suites", "--base-url", server.baseURL, "--reports", out, "-vv",
        "--record", "\(out)/\(recording)", "--ctrf", "\(out)/ctrf.json", "--sarif",
        "\(out)/run.sarif", "--certificate", "\(out)/certificate.json", "--certificate",
        "\(out)/certificate.html", "--update-deviations", "--junit", "\(out)/second.xml",
      ],
      environment: [
        "ECHO_KEY": Self.key, "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "\(out)/summary.md",
        "GITHUB_OUTPUT": "\(out)/outputs.txt",
      ])
    #expect(outcome.exitCode == 1, "\(outcome.output)\(outcome.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
    #expect(
      names
        == [
          "certificate.html", "certificate.json", "ctrf.json", "deviations.proposed.yaml",
          "index.html", "junit.xml", "outputs.txt", "results.json", recording, "run.sarif",
          "second.xml", "summary.md",
        ].sorted())
    var texts = [("standard output", outcome.output), ("standard error", outcome.errors)]
    for name in names {
      texts.append((name, try String(contentsOfFile: "\(out)/\(name)", encoding: .utf8)))
    }
    for (name, text) in texts {
      #expect(!text.isEmpty, "\(name)")
      for trace in Self.traces { #expect(!text.contains(trace), "\(name) holds \(trace)") }
    }
    // All of them were masked on their way in: the last look found nothing.
    #expect(!outcome.errors.contains("report.held-secret"), "\(outcome.errors)")
    #expect(server.echoes >= 2 * Self.encodings.count)
    let results = texts.first { $0.0 == "results.json" }?.1 ?? ""
    #expect(results.components(separatedBy: "***").count > 4 * Self.encodings.count)
  }
}

/// A server that gives back the key it was sent, in the form that a request asks for: in the body,
/// in header fields, and in the reason of the status.
final class EchoServer: Sendable {
  let baseURL: String
  private let listener: Int32
  private let count = Mutex(0)

  /// How many requests it has answered.
  var echoes: Int { count.withLock { $0 } }

  init(_ encodings: [(name: String, text: String)]) throws {
    let (listener, port) = try SilentTarget.boundSocket()
    self.listener = listener
    baseURL = "http://127.0.0.1:\(port)/v1"
    try #require(listen(listener, 64) == 0)
    let forms = Dictionary(uniqueKeysWithValues: encodings.map { ($0.name, $0.text) })
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        let head = Self.head(from: connection)
        let form = head.firstMatch(of: /form=([a-z0-9-]+)/).map { String($0.1) } ?? "raw"
        Self.write(Self.answer(forms[form] ?? "no such form"), to: connection)
        self?.count.withLock { $0 += 1 }
        close(connection)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func answer(_ echo: String) -> [UInt8] {
    // A form that escapes by backslashes is JSON already.
    let text = echo.contains("\\u") ? echo : escaped(echo)
    let body = "{\"text\": \"\(text)\", \"\(text)\": [\"\(text)\"]}"
    let head = """
      HTTP/1.1 200 \(echo)\r
      Content-Type: application/json\r
      Content-Length: \(body.utf8.count)\r
      X-Echo: \(echo)\r
      Location: /things/\(echo)\r
      Connection: close\r
      \r

      """
    return Array((head + body).utf8)
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
  }

  private static func head(from connection: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n") {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe recv(connection, $0.baseAddress, $0.count, 0)
      }
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
