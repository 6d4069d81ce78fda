package import Diagnostics
package import SchemaValidator
import Synchronization

/// One entry of a `content` map: what a body of a media type looks like.
///
/// A class, since every answer refers to the one that describes its body.
package final class MediaTypeEntry: Sendable {
  /// The media type, or a range of them.
  package let range: MediaTypeRange
  /// The schema of the body; nil for none, or for one that cannot be used.
  package let schema: ContractSchema?
  /// The schema of each item of a body that is a sequence (OpenAPI 3.2); nil as for `schema`.
  package let itemSchema: ContractSchema?
  /// What the schema says about types, whether or not it can be used.
  package let shape: SchemaShape
  /// How the parts of a form or a multipart body are written.
  package let encodings: PartEncodings
  /// The examples of the media type, in document order; they replace the schema's.
  package let examples: [Example]
  /// Whether everything about it could be read; otherwise no `schema` says nothing.
  package let isComplete: Bool
  /// Where it stands in the contract.
  package let node: ContractNode

  private let knownOutline = Mutex<SchemaOutline?>(nil)

  /// Creates an entry from its parts.
  init(
    range: MediaTypeRange, schema: ContractSchema?, itemSchema: ContractSchema?,
    shape: SchemaShape, encodings: PartEncodings, examples: [Example], isComplete: Bool,
    node: ContractNode
  ) {
    self.range = range
    self.schema = schema
    self.itemSchema = itemSchema
    self.shape = shape
    self.encodings = encodings
    self.examples = examples
    self.isComplete = isComplete
    self.node = node
  }

  /// The way from the contract's root to the entry.
  package var pointer: JSONPointer { node.pointer }

  /// What the schema speaks about, worked out when it is first asked for; nil without a schema.
  var outline: SchemaOutline? {
    guard let schema else { return nil }
    return knownOutline.withLock { known in
      if let known { return known }
      let outline = SchemaOutline(of: schema)
      known = outline
      return outline
    }
  }

  /// The values that examples show: the media type's own, else those of its schema.
  package var exampleValues: [JSONValue] {
    examples.isEmpty ? shape.examples : examples.compactMap(\.value)
  }
}

extension [MediaTypeEntry] {
  /// The entry that describes a concrete media type most closely; nil when none does.
  package func entry(for concrete: MediaTypeRange) -> MediaTypeEntry? {
    var best: MediaTypeEntry?
    for entry in self where entry.range.matches(concrete) {
      if let known = best, known.range.specificity >= entry.range.specificity { continue }
      best = entry
    }
    return best
  }
}

/// What an operation takes as the body of a request.
package struct RequestBody: Sendable {
  /// Whether a request without a body breaks the contract.
  package let isRequired: Bool
  /// One entry for each media type, in document order.
  package let content: [MediaTypeEntry]
  /// Whether everything about it could be read; otherwise an absent entry says nothing.
  package let isComplete: Bool
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The way from the contract's root to the request body.
  package var pointer: JSONPointer { node.pointer }
}

/// What an operation answers with one status, a range of them, or any other.
///
/// A class, since every answer refers to the one that the contract has for it.
package final class Response: Sendable {
  /// The statuses a response stands for.
  package enum Status: Sendable, Hashable, CustomStringConvertible {
    /// One status code.
    case code(Int)
    /// All codes with this first digit: 4 stands for `4XX`.
    case range(Int)
    /// Every code that no other response stands for.
    case any

    /// The key as OpenAPI spells it: `200`, `4XX` or `default`.
    package var description: String {
      switch self {
      case .code(let code): String(code)
      case .range(let digit): "\(digit)XX"
      case .any: "default"
      }
    }

    /// Whether it stands for successes alone.
    fileprivate var isSuccess: Bool {
      switch self {
      case .code(let code): 200..<300 ~= code
      case .range(let digit): digit == 2
      case .any: false
      }
    }
  }

  /// The statuses it stands for.
  package let status: Status
  /// The sentence about it; empty when the contract has none.
  package let description: String
  /// One entry for each media type, in document order; empty when there is no body.
  package let content: [MediaTypeEntry]
  /// The headers it describes, in document order.
  package let headers: [Parameter]
  /// What can be called next with what it holds, in document order.
  package let links: [Link]
  /// Whether everything about it could be read; otherwise an absent entry says nothing.
  package let isComplete: Bool
  /// Where it stands in the contract.
  package let node: ContractNode

  /// Creates a response from its parts.
  init(
    status: Status, description: String, content: [MediaTypeEntry], headers: [Parameter],
    links: [Link], isComplete: Bool, node: ContractNode
  ) {
    self.status = status
    self.description = description
    self.content = content
    self.headers = headers
    self.links = links
    self.isComplete = isComplete
    self.node = node
  }

  /// The way from the contract's root to the response.
  package var pointer: JSONPointer { node.pointer }
}

/// The responses of an operation.
package struct Responses: Sendable {
  /// All of them in document order.
  package let all: [Response]
  /// Whether every one could be read; otherwise an absent one says nothing.
  package let isComplete: Bool

  /// The response for a status code: the exact one, else its range, else the default.
  package func response(for status: Int) -> Response? {
    let candidates: [Response.Status] = [.code(status), .range(status / 100), .any]
    for candidate in candidates {
      if let response = all.first(where: { $0.status == candidate }) { return response }
    }
    return nil
  }

  /// Whether the contract has a response for a status code that is not for all others as well.
  func names(_ status: Int) -> Bool {
    response(for: status).map { $0.status != .any } ?? false
  }

  /// The media types of the successes, JSON first; all, where the contract does not tell.
  var acceptedMediaTypes: String {
    let ranges = all.filter(\.status.isSuccess).flatMap(\.content).map(\.range)
    if ranges.contains(where: \.isJSON) || ranges.isEmpty && isComplete {
      return "application/json"
    }
    let others = ranges.map(\.description).reduce(into: [String]()) { list, range in
      if !list.contains(range) { list.append(range) }
    }
    if others.contains("*/*") { return "*/*" }
    return (others + ["*/*;q=0.1"]).joined(separator: ", ")
  }
}
