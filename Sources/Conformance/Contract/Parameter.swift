package import Diagnostics
package import SchemaValidator

/// A parameter of an operation, or a header of a response.
package struct Parameter: Sendable {
  /// Where in a message the parameter stands.
  package enum Location: String, Sendable, Hashable, CaseIterable {
    /// In the path, in place of `{name}`.
    case path
    /// In the query.
    case query
    /// The query as a whole (OpenAPI 3.2).
    case querystring
    /// In a header field.
    case header
    /// In the `Cookie` field.
    case cookie

    /// What a sentence calls a parameter there, such as `query parameter "limit"`.
    func title(of name: String) -> String {
      self == .header ? "header \"\(name)\"" : "\(rawValue) parameter \"\(name)\""
    }
  }

  /// How the value becomes text.
  package enum Encoding: Sendable {
    /// By a style; `explode` writes each element on its own, `allowReserved` leaves reserved
    /// characters as they are.
    case style(ParameterStyle, explode: Bool, allowReserved: Bool)
    /// As the text of a media type, such as JSON.
    case content(MediaTypeEntry)
  }

  /// The name as the contract spells it; header names have no letter case.
  package let name: String
  /// Where it stands.
  package let location: Location
  /// Whether a message without it breaks the contract.
  package let isRequired: Bool
  /// Whether a query may hold its name without a value, which means that it is not given.
  package let allowsEmptyValue: Bool
  /// How its value becomes text.
  package let encoding: Encoding
  /// The schema of its value; nil for none, or for one that cannot be used.
  package let schema: ContractSchema?
  /// What the schema says about types, whether or not it can be used.
  package let shape: SchemaShape
  /// The examples that the parameter itself gives, in document order; they replace the schema's.
  package let examples: [Example]
  /// Whether the contract calls it deprecated.
  package let isDeprecated: Bool
  /// Whether everything about it could be read; otherwise no `schema` says nothing.
  package let isComplete: Bool
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The way from the contract's root to the parameter.
  package var pointer: JSONPointer { node.pointer }

  /// What a sentence calls it, such as `query parameter "limit"` or `header "X-Id"`.
  package var title: String { location.title(of: name) }

  /// The style, or the one that would be taken where `content` replaces it.
  package var style: ParameterStyle {
    if case .style(let style, _, _) = encoding { style } else { .standard(for: location) }
  }

  /// Whether each element of an array is written on its own.
  package var explode: Bool {
    if case .style(_, let explode, _) = encoding { explode } else { false }
  }

  /// The values that examples show: the parameter's own, else those of its media type or schema.
  package var exampleValues: [JSONValue] {
    if !examples.isEmpty { return examples.compactMap(\.value) }
    if case .content(let entry) = encoding { return entry.exampleValues }
    return shape.examples
  }
}

// MARK: - Writing

extension Parameter {
  /// The text to send for a value, encoded for its place, or nil when nothing is to be sent.
  ///
  /// In a path the text replaces `{name}`; in a query and a cookie it holds the name as well
  /// (`name=value`, several joined by `&` or `; `); in a header it is the field's value; as a
  /// querystring it is the query.
  ///
  /// - Throws: ``UnwritableValue`` for a value that the style or the media type has no text for,
  ///   and for one that its place cannot hold.
  package func text(for value: JSONValue) throws(UnwritableValue) -> String? {
    switch encoding {
    case .style: return try checked(serializer.text(for: value))
    case .content(let entry): return try checked(text(of: value, as: entry))
    }
  }

  /// The text to send for a value that is a string already.
  ///
  /// - Throws: ``UnwritableValue`` as ``text(for:)-(JSONValue)`` does.
  package func text(for string: String) throws(UnwritableValue) -> String {
    switch encoding {
    case .style: return try checked(serializer.text(for: string)) ?? ""
    case .content(let entry):
      guard let value = try? DraftValue.string(string).json() else {
        throw UnwritableValue(message: "the text is longer than a JSON text may be")
      }
      return try checked(text(of: value, as: entry)) ?? ""
    }
  }

  /// The text of a value in a path: numbers and the like as they are spelled, lists and objects as
  /// the style writes them.
  ///
  /// - Throws: ``UnwritableValue`` as ``text(for:)-(JSONValue)`` does.
  func segment(for value: JSONValue) throws(UnwritableValue) -> String {
    switch value.kind {
    case .array, .object: try text(for: value) ?? ""
    case .null, .boolean, .number, .string:
      try text(for: value.stringValue ?? value.description)
    }
  }

  /// The text to send for a value that is sent byte for byte as the author wrote it.
  ///
  /// Nothing is encoded or checked, so that a suite can send what no client should.
  package func text(forRaw raw: String) -> String { withName(raw) }

  private var serializer: ParameterSerializer {
    ParameterSerializer(
      name: name, style: style, explode: explode, encoding: percentEncoding, in: location)
  }

  private func text(
    of value: JSONValue, as entry: MediaTypeEntry
  ) throws(UnwritableValue) -> String {
    let body = try entry.body(for: value)
    guard let text = String(validating: body.bytes, as: UTF8.self) else {
      throw UnwritableValue(message: "bytes of \(entry.range) are no text")
    }
    // A form is what a query is made of; it comes encoded.
    let isQuery = location == .querystring && entry.range.contentKind == .form
    return withName(isQuery ? text : percentEncoding.encode(text))
  }

  private func withName(_ text: String) -> String {
    switch location {
    case .path, .header, .querystring: text
    case .query, .cookie: "\(nameEncoding.encode(name))=\(text)"
    }
  }

  private var nameEncoding: PercentEncoding {
    if case .none = percentEncoding { .none } else { .unreserved }
  }

  private var percentEncoding: PercentEncoding {
    switch (location, encoding) {
    case (.header, _), (.cookie, .content), (.cookie, .style(.cookie, _, _)): .none
    case (.path, .style(_, _, allowReserved: true)): .reservedInPath
    case (_, .style(_, _, allowReserved: true)): .reserved
    default: .unreserved
    }
  }

  /// Refuses what the place of the text would end or lose.
  private func checked(_ text: String?) throws(UnwritableValue) -> String? {
    guard let text, location == .header || location == .cookie else { return text }
    if text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
      throw UnwritableValue(message: "a header cannot hold a line end or NUL")
    }
    if text.hasBlankEnds {
      throw UnwritableValue(message: "a header loses blanks at its ends")
    }
    if location == .cookie, case .content = encoding, text.holds(";") {
      throw UnwritableValue(message: "a cookie cannot hold a semicolon")
    }
    return text
  }
}

// MARK: - Reading

extension Parameter {
  /// The value that a text stands for; nil when it holds nothing of the parameter.
  ///
  /// The inverse of ``text(for:)-(JSONValue)``: the text is a path segment, a header field, a
  /// whole query without `?`, or a `Cookie` field. An object whose members stand on their own
  /// takes every pair of a query; ``RequestReading`` gives it only those that nobody else claims.
  ///
  /// - Throws: ``UnreadableText`` for a text that is not what style, media type and schema ask
  ///   for. Whether the value satisfies the schema in all else is for the schema to say.
  package func value(from text: String) throws(UnreadableText) -> TextReading? {
    let bytes = Array(text.utf8)
    switch location {
    case .path, .header: return try value(ofSegment: bytes)
    case .query: return try value(of: TextPair.pairs(ofQuery: bytes))
    case .cookie: return try value(of: TextPair.pairs(ofCookie: bytes))
    case .querystring: return bytes.isEmpty ? nil : try value(ofQuery: bytes)
    }
  }

  /// The value of a header given in any number of fields; nil for none.
  ///
  /// Fields with the same name are one list (RFC 9110 section 5.3), except `Set-Cookie`, whose
  /// values stand on lines of their own.
  ///
  /// - Throws: ``UnreadableText`` as ``value(from:)`` does.
  package func value(fromFields values: [String]) throws(UnreadableText) -> TextReading? {
    guard !values.isEmpty else { return nil }
    let isSetCookie = name.lowercased() == "set-cookie"
    return try value(from: values.joined(separator: isSetCookie ? "\n" : ", "))
  }

  /// The value of a path parameter or header.
  func value(ofSegment bytes: [UInt8]) throws(UnreadableText) -> TextReading {
    do throws(UnreadableText) {
      switch encoding {
      case .style: return try reader.draft(segment: bytes).decided(by: schema)
      case .content(let entry): return try value(ofContent: bytes, entry)
      }
    } catch {
      throw error.of(title)
    }
  }

  /// The value in the pairs of a query or cookie; nil when none belongs to the parameter.
  func value(of pairs: [TextPair]) throws(UnreadableText) -> TextReading? {
    do throws(UnreadableText) {
      switch encoding {
      case .style:
        if isUnused(pairs) { return nil }
        return try reader.draft(pairs: pairs)?.decided(by: schema)
      case .content(let entry):
        let own = pairs.filter { reader.claims($0) }
        guard let pair = own.first else { return nil }
        guard own.count == 1 else {
          throw UnreadableText(found: "\(own.count) times \"\(name)\"", expected: "it once")
        }
        return try value(ofContent: pair.value ?? [], entry)
      }
    } catch {
      throw error.of(title)
    }
  }

  /// The value of the query as a whole.
  func value(ofQuery bytes: [UInt8]) throws(UnreadableText) -> TextReading {
    guard case .content(let entry) = encoding else {
      throw UnreadableText(text: bytes, expected: "no query, since nothing describes it").of(title)
    }
    do throws(UnreadableText) {
      if entry.range.contentKind == .form { return try entry.reading(of: bytes).value }
      return try value(ofContent: bytes, entry)
    } catch {
      throw error.of(title)
    }
  }

  private func value(
    ofContent bytes: [UInt8], _ entry: MediaTypeEntry
  ) throws(UnreadableText) -> TextReading {
    try entry.reading(of: Array(try decoding.text(bytes).utf8)).value
  }

  /// Whether the name stands there without a value to say that the parameter is not used.
  private func isUnused(_ pairs: [TextPair]) -> Bool {
    guard allowsEmptyValue, let types = shape.types, !types.contains(.string) else { return false }
    let own = pairs.filter { reader.claims($0) }
    return own.count == 1 && own[0].value?.isEmpty != false
  }

  /// Reads the parameter's text.
  var reader: ParameterReader {
    ParameterReader(name: name, style: style, explode: explode, decoding: decoding, shape: shape)
  }

  private var decoding: TextDecoding {
    switch (location, encoding) {
    case (.header, _), (.cookie, .content), (.cookie, .style(.cookie, _, _)): .none
    case (.path, _), (.cookie, _), (.querystring, _): .percent
    case (.query, _): .form
    }
  }
}
