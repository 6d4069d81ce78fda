/// Documents by URI: the only place outside a schema's own document where references lead.
///
/// Nothing is ever fetched. The published meta-schemas of all dialects are always known and need
/// not be added.
public struct SchemaRegistry: Sendable {
  /// A document as it is known.
  struct Entry: Sendable {
    let document: JSONDocument
    let origin: SchemaOrigin?
  }

  /// What came of asking for a document.
  public enum Retrieval: Sendable {
    /// The document, and the text it was read from.
    case document(JSONDocument, SchemaOrigin?)
    /// There is none: what was expected instead, such as "a file common.json", and what to do.
    case missing(expected: String, fix: String)
  }

  private(set) var entries: [String: Entry] = [:]

  /// Asked for what is neither in the registry nor published: an absolute URI without a fragment.
  ///
  /// Where documents come from is the caller's affair, and it may be asked for one more than once.
  /// It is asked while a ``SchemaSource`` compiles, and must not compile from that same source or
  /// wait for someone who does: it would wait for itself.
  public var retrieval: (@Sendable (_ uri: String) -> Retrieval)?

  /// Creates an empty registry.
  public init() {}

  /// Adds a document under the URI it would be retrieved by; an empty fragment is dropped.
  ///
  /// A document added later under the same URI takes its place. Resources that a document names
  /// with `$id` are found by that URI as well. With an `origin`, mistakes in the document are shown
  /// where they stand.
  public mutating func add(_ document: JSONDocument, uri: String, origin: SchemaOrigin? = nil) {
    entries[URIReference(uri).resolved(against: "")] = Entry(document: document, origin: origin)
  }
}
