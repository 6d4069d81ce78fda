/// Documents by URI: the only place outside a schema's own document where references lead.
///
/// Nothing is ever fetched. The published meta-schemas of all dialects are always known and need
/// not be added.
public struct SchemaRegistry: Sendable {
  var documents: [String: JSONDocument] = [:]

  /// Creates an empty registry.
  public init() {}

  /// Adds a document under the URI it would be retrieved by; an empty fragment is dropped.
  ///
  /// A document added later under the same URI takes its place. Resources that a document names
  /// with `$id` are found by that URI as well.
  public mutating func add(_ document: JSONDocument, uri: String) {
    documents[URIReference(uri).resolved(against: "")] = document
  }
}
