import Conformance
import ReferenceServer
import SchemaValidator

/// Rows of the reference server that only a person could name: found as a person would, by reading.
struct ReferenceServerRows {
  private let server: ReferenceServer

  /// Looks at a server.
  init(_ server: ReferenceServer) {
    self.server = server
  }

  /// The rows that were found, by the environment variables that the shipped suites read.
  func variables() async -> [String: String] {
    guard let engine = try? CurlEngine() else { return [:] }
    defer { engine.shutDown() }
    func answer(_ path: String) async -> JSONValue? {
      let request = HTTPRequest(
        method: "GET", url: server.baseURL + path,
        fields: [HTTPField("Authorization", "Bearer \(server.apiKey)")])
      guard let body = try? await engine.send(request).body else { return nil }
      return (try? JSONDocument(parsing: body))?.root["data"]
    }
    func first(_ path: String, _ member: String) async -> String? {
      await answer(path)?.elements.lazy.compactMap { $0[member]?.stringValue }.first
    }
    guard let account = await first("/accounts", "phone_number_id") else { return [:] }
    var variables: [String: String] = [:]
    variables["KIRIM_TEST_CONVERSATION_ID"] = await first("/\(account)/conversations", "id")
    if let message = await first("/\(account)/messages?direction=inbound", "id") {
      variables["KIRIM_INBOUND_MESSAGE_ID"] =
        await answer("/\(account)/messages/\(message)")?["message_id"]?.stringValue
    }
    return variables
  }
}
