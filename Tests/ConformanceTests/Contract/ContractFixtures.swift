import Conformance
import Diagnostics
import Foundation

/// A contract text for a test, with the place a diagnostic has to name marked by `«`.
struct MarkedContract: Sendable {
  let text: SourceText
  /// The line and column of the mark, from 1; nil without a mark.
  let mark: SourceLocation?

  init(_ marked: String, name: String = "api.json") {
    let parts = marked.components(separatedBy: "«")
    text = SourceText(parts.joined(), name: name)
    mark =
      parts.count > 1
      ? SourceLocation(
        file: name, line: parts[0].count { $0 == "\n" } + 1,
        column: (parts[0].components(separatedBy: "\n").last?.unicodeScalars.count ?? 0) + 1)
      : nil
  }
}

extension Contract {
  /// Loads a contract written in a test.
  static func reading(_ text: String, name: String = "api.json") throws -> Contract {
    try load(SourceDocument(reading: SourceText(text, name: name)))
  }
}

/// A contract around the members given, of OpenAPI 3.1 unless another version is named.
func contractText(_ members: String, version: String = "3.1.0") -> String {
  """
  {
    "openapi": "\(version)",
    "info": {"title": "Test", "version": "1"},
    \(members)
  }
  """
}

/// A contract with one operation, `GET /things`, that has the members given.
func operationText(_ members: String, path: String = "/things", version: String = "3.1.0")
  -> String
{
  contractText(
    """
    "paths": {"\(path)": {"get": {
        \(members.isEmpty ? "" : members + ",")
        "responses": {"200": {"description": "fine"}}
      }}}
    """, version: version)
}

/// A contract with one operation that takes the parameters given.
func parameterText(_ parameters: String, path: String = "/things", version: String = "3.1.0")
  -> String
{
  operationText("\"parameters\": [\(parameters)]", path: path, version: version)
}

/// A contract with one operation that has the responses given.
func responseText(_ responses: String, components: String = "{}") -> String {
  contractText(
    """
    "paths": {"/things": {"get": {
        "responses": {\(responses)}
      }}},
      "components": \(components)
    """)
}

/// A contract with one operation that answers with JSON of the schema given.
func schemaText(_ schema: String) -> String {
  responseText(
    """
    "200": {"description": "fine", "content": {"application/json": {
          "schema": \(schema)
        }}}
    """)
}

/// A contract in YAML with one operation, written with six blanks before its members.
func yamlText(_ operation: String, path: String = "/things") -> String {
  """
  openapi: 3.1.0
  info: {title: Test, version: '1'}
  paths:
    \(path):
      get:
  \(operation)
  """
}

/// The folder of the test data that is kept beside the project; nil when it is absent.
///
/// Found through `CONFORMANCE_TEST_DATA`, else beside the package.
func testData(_ path: String, from file: String = #filePath) -> URL? {
  let package = URL(fileURLWithPath: file)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let named = ProcessInfo.processInfo.environment["CONFORMANCE_TEST_DATA"]
  let folder =
    named.map { URL(fileURLWithPath: $0) }
    ?? package.deletingLastPathComponent().appendingPathComponent("shared")
  let url = folder.appendingPathComponent(path)
  return FileManager.default.fileExists(atPath: url.path) ? url : nil
}

/// A file of the package itself, such as `suites/kirim/openapi.json`.
func packageFile(_ path: String, from file: String = #filePath) throws -> [UInt8] {
  let package = URL(fileURLWithPath: file)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return Array(try Data(contentsOf: package.appendingPathComponent(path)))
}
