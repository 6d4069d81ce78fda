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
    /// In a header field.
    case header
    /// In the `Cookie` field.
    case cookie
  }

  /// How the value becomes text.
  package enum Encoding: Sendable {
    /// By a style; `explode` writes each element on its own, `allowReserved` leaves reserved
    /// characters as they are.
    case style(ParameterStyle, explode: Bool, allowReserved: Bool)
    /// As the text of a media type, such as JSON.
    case content(MediaTypeRange)
  }

  /// The name as the contract spells it; header names have no letter case.
  package let name: String
  /// Where it stands.
  package let location: Location
  /// Whether a message without it breaks the contract.
  package let isRequired: Bool
  /// How its value becomes text.
  package let encoding: Encoding
  /// The schema of its value; nil for none, or for one that cannot be used.
  package let schema: ContractSchema?
  /// Whether the contract calls it deprecated.
  package let isDeprecated: Bool
  /// Whether everything about it could be read; otherwise no `schema` says nothing.
  package let isComplete: Bool
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The way from the contract's root to the parameter.
  package var pointer: JSONPointer { node.pointer }

  /// The style, or the one that would be taken where `content` replaces it.
  package var style: ParameterStyle {
    if case .style(let style, _, _) = encoding { style } else { .standard(for: location) }
  }

  /// Whether each element of an array is written on its own.
  package var explode: Bool {
    if case .style(_, let explode, _) = encoding { explode } else { false }
  }

  /// The text to send for a value, encoded for its place, or nil when nothing is to be sent.
  ///
  /// In a path the text replaces `{name}`; in a query and a cookie it holds the name as well
  /// (`name=value`, several joined by `&` or `; `); in a header it is the field's value.
  ///
  /// - Throws: ``ParameterSerializer/Refusal`` for a value that the style has no text for, and
  ///   for a line end in a header.
  package func text(for value: JSONValue) throws(ParameterSerializer.Refusal) -> String? {
    switch encoding {
    case .style: return try checked(serializer.text(for: value))
    case .content(let type):
      let isPlain = !type.isJSON && value.kind == .string
      let content = isPlain ? value.stringValue ?? "" : value.description
      return try checked(withName(percentEncoding.encode(content)))
    }
  }

  /// The text to send for a value that is a string already.
  ///
  /// - Throws: ``ParameterSerializer/Refusal`` as ``text(for:)-(JSONValue)`` does.
  package func text(for string: String) throws(ParameterSerializer.Refusal) -> String {
    switch encoding {
    case .style: return try checked(serializer.text(for: string)) ?? ""
    case .content(let type):
      var writer = JSONWriter(.compact)
      writer.string(string)
      let content = type.isJSON ? String(decoding: writer.finish(), as: UTF8.self) : string
      return try checked(withName(percentEncoding.encode(content))) ?? ""
    }
  }

  /// The text to send for a value that is sent byte for byte as the author wrote it.
  ///
  /// Nothing is encoded or checked, so that a suite can send what no client should.
  package func text(forRaw raw: String) -> String { withName(raw) }

  private var serializer: ParameterSerializer {
    ParameterSerializer(name: name, style: style, explode: explode, encoding: percentEncoding)
  }

  private var percentEncoding: PercentEncoding {
    if location == .header || style == .cookie { return .none }
    if case .style(_, _, allowReserved: true) = encoding { return .reserved }
    return .unreserved
  }

  private func withName(_ text: String) -> String {
    switch location {
    case .path, .header: text
    case .query, .cookie: "\(percentEncoding.encode(name))=\(text)"
    }
  }

  /// Refuses what would end a header field before its time.
  private func checked(_ text: String?) throws(ParameterSerializer.Refusal) -> String? {
    guard let text else { return nil }
    if location == .header || location == .cookie,
      text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 })
    {
      throw .init(message: "a header cannot hold a line end or NUL")
    }
    return text
  }
}
