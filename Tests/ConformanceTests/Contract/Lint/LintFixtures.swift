import Conformance
import Diagnostics

/// A contract with one operation that answers with JSON, and the component schemas given.
func componentText(_ schemas: String, version: String = "3.1.0") -> String {
  contractText(
    """
    "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
      "components": {"schemas": {
        \(schemas)
      }}
    """, version: version)
}

/// A contract with one component schema.
func partText(_ schema: String, version: String = "3.1.0") -> String {
  componentText("\"Part\": \(schema)", version: version)
}

/// A contract with one operation that takes a JSON body described by the members given.
func requestText(_ mediaType: String, version: String = "3.1.0") -> String {
  contractText(
    """
    "paths": {"/things": {"put": {
        "requestBody": {"required": true, "content": {"application/json": {
          \(mediaType)
        }}},
        "responses": {"204": {"description": "done"}}
      }}}
    """, version: version)
}

/// A contract with one operation that answers with JSON described by the members given.
func answerText(_ mediaType: String, version: String = "3.1.0", components: String = "{}")
  -> String
{
  contractText(
    """
    "paths": {"/things": {"get": {"responses": {
        "200": {"description": "fine", "content": {"application/json": {
          \(mediaType)
        }}}
      }}}},
      "components": \(components)
    """, version: version)
}

/// A contract with the paths given.
func pathsText(_ paths: String, components: String = "{}") -> String {
  contractText("\"paths\": {\n    \(paths)\n  },\n  \"components\": \(components)")
}

/// Everything that `check` says about a contract, or why it cannot be read.
func remarks(on text: SourceText) throws -> [Diagnostic] {
  do {
    let contract = try Contract.load(try SourceDocument(reading: text))
    return contract.warnings + contract.review().remarks
  } catch {
    return error.all
  }
}
