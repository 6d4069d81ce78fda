internal import Diagnostics
internal import SchemaValidator

/// Follows references in silence: those that lead nowhere were written down when the contract was
/// read.
struct ReferenceFollower: Sendable {
  let documents: ContractDocuments

  /// How many references may lead to each other before a circle is taken for granted.
  private static let limit = 64

  /// The node that a `$ref` of an object leads to in one step; nil without one, or where it leads
  /// nowhere.
  func target(of node: ContractNode) -> ContractNode? {
    node.value["$ref"]?.stringValue.flatMap { target(of: $0, in: node.document) }
  }

  /// The node that the text of a reference in a document leads to.
  func target(of reference: String, in document: SourceDocument) -> ContractNode? {
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard case .document(let document) = documents.lookup(parts[0], from: document) else {
      return nil
    }
    let fragment = parts.count > 1 ? PercentEncoding.decode(parts[1].utf8) : []
    return String(validating: fragment, as: UTF8.self).flatMap { JSONPointer(parsing: $0) }
      .flatMap { ContractNode(rootOf: document).descendant(at: $0) }
  }

  /// The object a node stands for: itself, or what its references lead to in the end; nil for a
  /// circle and for what leads nowhere.
  func resolved(_ node: ContractNode) -> ContractNode? {
    var current = node
    for _ in 0..<Self.limit {
      guard current.value.kind == .object, current.value["$ref"]?.stringValue != nil else {
        return current
      }
      guard let next = target(of: current) else { return nil }
      current = next
    }
    return nil
  }
}
