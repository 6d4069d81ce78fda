import Foundation
import ReferenceServer
import SchemaValidator
import Testing

@Suite("Commands: transport flags")
struct TransportCommandTests {
  @Test("reach the server, are told in the results, and keep their secrets")
  func flags() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let port = try #require(URL(string: server.baseURL)?.port)
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url",
        server.baseURL.replacing("127.0.0.1", with: "api.test"), "--resolve",
        "api.test:\(port):127.0.0.1", "--header", "X-Tenant: acme", "--header",
        "X-Gate: env:GATE", "--header", "Cookie: door=0pen-door", "--compressed", "--rate",
        "unlimited", "--only", "kirim/labels", "--reports", folder.path, "-vv",
      ],
      environment: ["KIRIM_API_KEY": server.apiKey, "GATE": "s3same-0pen"])
    await server.stop()
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("header X-Tenant: acme"))
    let results = try String(contentsOfFile: "\(folder.path)/results.json", encoding: .utf8)
    let page = try String(contentsOfFile: "\(folder.path)/index.html", encoding: .utf8)
    for text in [outcome.output, outcome.errors, results, page] {
      #expect(!text.contains("s3same-0pen") && !text.contains("0pen-door"))
    }
    let root = try JSONDocument(parsing: results).root
    let transport = try #require(root["environment"]?["transport"])
    #expect(
      transport["headers"]?.elements.map(\.stringValue)
        == ["X-Tenant: acme", "X-Gate: ***", "Cookie: ***"])
    #expect(
      transport["resolutions"]?.elements.map(\.stringValue) == ["api.test:\(port):127.0.0.1"])
    #expect(transport["compressed"]?.boolValue == true)
    #expect(results.contains(#"X-Gate: ${GATE}"#))
    #expect(results.contains("--compressed"))
  }

  @Test(
    "are usage errors before anything is sent, and tell no secret",
    arguments: [
      (["--header", "no colon"], "--header: a header without a colon"),
      (["--header", "Authorization: Bearer s3same"], "the contract lets requests in"),
      (["--header", "Idempotency-Key: s3same"], "makes each a repetition of the first"),
      (["--http-version", "2"], "--http-version 2 needs TLS"),
      (["--http-version", "3"], "'3' is invalid"),
      (["--proxy", "ftp://me:s3same@proxy.test"], "--proxy: the scheme is none of"),
      (["--cacert", "/nowhere/ca.pem"], "--cacert: /nowhere/ca.pem does not exist"),
      (["--key", "/nowhere/key.pem"], "--key: it means nothing without --cert"),
      (["--resolve", "api.test:443:nowhere"], "neither an IPv4 nor an IPv6 address"),
    ])
  func refused(_ flags: [String], _ message: String) async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run(
      ["run", "suites/kirim", "--base-url", server.baseURL, "--reports", folder.path] + flags,
      environment: ["KIRIM_API_KEY": server.apiKey])
    let requests = server.counters.requests
    await server.stop()
    #expect(outcome.exitCode == 2, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!outcome.errors.contains("s3same") && !outcome.output.contains("s3same"))
    #expect(requests == 0)
  }

  @Test("hold for a sweep as well")
  func sweep() async throws {
    let folder = try TemporaryFolder()
    let ledger = try folder.write("ledger.jsonl", "")
    let outcome = try await CommandLineTool.run(["sweep", ledger, "--resolve", "api.test"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("--resolve: "))
  }
}
