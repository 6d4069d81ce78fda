package import SchemaValidator

/// A body as it is sent.
package struct EncodedBody: Sendable, Hashable {
  /// The value of the `Content-Type` field.
  package let contentType: String
  /// The bytes.
  package let bytes: [UInt8]
}

/// What a value does not say about the part of a multipart body that carries it.
package struct PartDetails: Sendable {
  /// The media type, where the contract allows several; nil for the one it names first.
  package var contentType: MediaTypeRange?
  /// The name of the file; nil for that of the property when the part holds bytes.
  package var fileName: String?
  /// Header fields besides `Content-Disposition` and `Content-Type`.
  package var fields: [HTTPField]
  /// The bytes to send as they are in place of the value; nil for the value.
  package var bytes: [UInt8]?

  /// Creates details; everything left out is as the contract has it.
  package init(
    contentType: MediaTypeRange? = nil, fileName: String? = nil, fields: [HTTPField] = [],
    bytes: [UInt8]? = nil
  ) {
    self.contentType = contentType
    self.fileName = fileName
    self.fields = fields
    self.bytes = bytes
  }
}

extension MediaTypeEntry {
  /// The body that carries a value, whether or not the value satisfies the schema.
  ///
  /// Bytes that are no text are strings here with a character for each byte, U+0000 to U+00FF;
  /// OpenAPI 3.0 describes `format: binary` in the same way. An entry that is a range needs the
  /// type to send. Details say, by the name of a property, what the value does not say about the
  /// part that carries it.
  ///
  /// - Throws: ``UnwritableValue`` for a value that the media type has no form for.
  package func body(
    for value: JSONValue, as type: MediaTypeRange? = nil, details: [String: PartDetails] = [:]
  ) throws(UnwritableValue) -> EncodedBody {
    let concrete = type ?? range
    guard !concrete.isRange else {
      throw UnwritableValue(
        message: "\(concrete) is a range of media types; a body needs one of them")
    }
    let layout = BodyLayout(self)
    return try BodyWriter(details: details).body(for: value, as: concrete, layout)
  }
}

extension MediaTypeRange {
  /// The body of this type that carries a value where no contract says more about it.
  ///
  /// - Throws: ``UnwritableValue`` for a value that the media type has no form for.
  func body(
    for value: JSONValue, details: [String: PartDetails] = [:]
  ) throws(UnwritableValue) -> EncodedBody {
    try BodyWriter(details: details).body(for: value, as: self, BodyLayout(.anything, nil))
  }
}

/// What the contract says about the parts of a body.
struct BodyLayout {
  /// What the schema says about types.
  var shape: SchemaShape
  /// How the parts are written.
  var encodings: PartEncodings
  /// Whether the items of a sequence have a schema of their own.
  var hasItems = false

  /// What an entry says.
  init(_ entry: MediaTypeEntry) {
    shape = entry.shape
    encodings = entry.encodings
    hasItems = entry.node["itemSchema"] != nil
  }

  /// What an encoding says about a part.
  init(_ shape: SchemaShape, _ encoding: PropertyEncoding?) {
    self.shape = shape
    encodings = encoding?.parts ?? PartEncodings()
  }

  /// Whether the body is described as an array: contracts before 3.2 describe streams as text.
  var isSequence: Bool { hasItems || shape.names(.array) }
}

extension SchemaShape {
  /// Whether a string under the schema stands for bytes: `format: binary`, `contentEncoding`, or
  /// a schema that names no type, as the tables of the Encoding Object have it.
  var isForBytes: Bool {
    guard isDescribed else { return false }
    if keyword("contentEncoding") != nil { return true }
    if keyword("format")?.stringValue == "binary" { return true }
    return types == nil
  }
}

extension PropertyEncoding? {
  /// The media type of a part that is written.
  func contentType(
    of value: JSONValue, _ shape: SchemaShape, _ details: PartDetails?
  ) -> MediaTypeRange {
    if let chosen = details?.contentType ?? self?.contentTypes.first(where: { !$0.isRange }) {
      return chosen
    }
    switch value.kind {
    case .array, .object: return .json
    case .null, .boolean, .number: return .plainText
    case .string: return shape.isForBytes ? .octetStream : .plainText
    }
  }

  /// The media type of a part that does not say it.
  func contentType(ofPartWith shape: SchemaShape) -> MediaTypeRange {
    if let named = self?.contentTypes.first(where: { !$0.isRange }) { return named }
    if let types = shape.types, types.isDisjoint(with: .scalars) { return .json }
    return shape.isForBytes ? .octetStream : .plainText
  }
}
