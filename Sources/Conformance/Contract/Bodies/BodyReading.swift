/// What the bytes of a body stand for.
package struct BodyReading: Sendable {
  /// The value, and what else the same bytes can stand for.
  package let value: TextReading
  /// How the bytes hold the value.
  ///
  /// Of XML the value is the text itself, which no schema of its structure judges; of bytes it is
  /// a string with a character for each.
  package let kind: ContentKind
  /// The parts of a multipart body, in their order.
  package let parts: [BodyPart]
  /// What is not as the contract describes it although the value could be read: the media type
  /// of a part, or a header field it needs.
  package let departures: [UnreadableText]
}

extension MediaTypeEntry {
  /// Reads the bytes of a body, content codings undone, as the media type that the message states;
  /// without one as that of the entry.
  ///
  /// - Throws: ``UnreadableText`` for bytes that are not what the media type says they are, and
  ///   for text of another type than the schema asks for.
  package func reading(
    of bytes: [UInt8], as type: MediaTypeRange? = nil
  ) throws(UnreadableText) -> BodyReading {
    var reader = BodyReader()
    let type = type ?? range
    let draft = try reader.draft(bytes, as: type, BodyLayout(self))
    return BodyReading(
      value: try draft.decided(by: schema), kind: type.contentKind, parts: reader.parts,
      departures: reader.departures)
  }
}
