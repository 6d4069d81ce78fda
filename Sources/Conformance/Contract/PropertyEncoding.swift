/// How one property of a form, or one part of a multipart body, is written.
///
/// Source: [OpenAPI 3.1.2, Encoding Object](https://spec.openapis.org/oas/v3.1.2.html#encoding-object)
package struct PropertyEncoding: Sendable {
  /// How a value is written like a query parameter.
  package struct Serialization: Sendable, Hashable {
    /// How arrays and objects are written.
    package let style: ParameterStyle
    /// Whether each element of an array and member of an object stands on its own.
    package let explode: Bool
    /// Whether reserved characters stay as they are.
    package let allowReserved: Bool
  }

  /// The media types a part can have, most wanted first; empty for the one that the type of the
  /// value calls for.
  package let contentTypes: [MediaTypeRange]
  /// The header fields of a part, in document order.
  package let headers: [Parameter]
  /// How the value is written like a query parameter; nil to write it by its media type.
  ///
  /// One of `style`, `explode` and `allowReserved` is enough to ask for this, and then the media
  /// type does not count.
  package let serialization: Serialization?
  /// The encodings of what lies in the part itself (OpenAPI 3.2).
  package let parts: PartEncodings
  /// Where it stands in the contract.
  package let node: ContractNode
}

/// The encodings of the parts of a body.
package struct PartEncodings: Sendable {
  /// By the name of a property, in document order.
  package var byName: [(name: String, encoding: PropertyEncoding)] = []
  /// By position from 0 (OpenAPI 3.2).
  package var byPosition: [PropertyEncoding] = []
  /// Of all further positions (OpenAPI 3.2); an array of one or none.
  package var others: [PropertyEncoding] = []

  /// The encoding of a property; nil when there is none of its own.
  package func encoding(ofProperty name: String) -> PropertyEncoding? {
    byName.first { $0.name.isSameText(as: name) }?.encoding
  }

  /// The encoding of the part at a position from 0; nil when there is none.
  package func encoding(ofPart position: Int) -> PropertyEncoding? {
    position < byPosition.count ? byPosition[position] : others.first
  }
}
