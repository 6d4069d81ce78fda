internal import Diagnostics

/// The published meta-schemas of every dialect, so that none has to be fetched.
///
/// They are as published, except that descriptions and comments are left out.
enum MetaSchemas {
  private static let documents: [String: JSONDocument] = {
    var documents: [String: JSONDocument] = [:]
    for text in draft4 + draft6 + draft7 + draft201909 + draft202012 + openAPI31 + openAPI32 {
      guard let document = try? JSONDocument(parsing: text),
        let id = (document.root["$id"] ?? document.root["id"])?.stringValue
      else { preconditionFailure("an embedded meta-schema cannot be read") }
      documents[URIReference.withoutFragment(id)] = document
      // The OpenAPI dialects are published under dates and known by undated names.
      for line in ["3.1", "3.2"] {
        for kind in ["dialect", "meta"]
        where id.hasPrefix("https://spec.openapis.org/oas/\(line)/\(kind)/") {
          documents["https://spec.openapis.org/oas/\(line)/\(kind)/base"] = document
        }
      }
    }
    return documents
  }()

  /// The meta-schema with a URI, without fragment.
  static func document(_ uri: String) -> JSONDocument? { documents[uri] }
}
