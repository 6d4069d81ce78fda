package import SchemaValidator

/// Writes the value of a parameter the way its style asks.
///
/// Source: [OpenAPI 3.1.1, Style Examples](https://spec.openapis.org/oas/v3.1.1.html#style-examples)
package struct ParameterSerializer: Sendable {
  /// A value that a style has no text for.
  package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What cannot be written and why, as one sentence without a full stop.
    package let message: String

    /// The message.
    package var description: String { message }
  }

  /// The name as the contract spells it.
  let name: String
  /// How arrays and objects are written.
  let style: ParameterStyle
  /// Whether every element of an array and member of an object is written on its own.
  let explode: Bool
  /// What is percent-encoded in names and values.
  let encoding: PercentEncoding

  /// Creates a serializer from a parameter's attributes.
  package init(name: String, style: ParameterStyle, explode: Bool, encoding: PercentEncoding) {
    self.name = name
    self.style = style
    self.explode = explode
    self.encoding = encoding
  }

  /// The text of a value, or nil when nothing is to be sent: for null, and for an empty array or
  /// object in a style that names what it sends.
  ///
  /// - Throws: ``Refusal`` for what OpenAPI does not define: values nested in arrays or objects,
  ///   single values in a style for lists, and null or nothing where a path needs a text.
  package func text(for value: JSONValue) throws(Refusal) -> String? {
    switch value.kind {
    case .null: return try nothing("null")
    case .boolean, .number, .string: return try write(scalar: try scalar(value))
    case .array:
      var texts: [String] = []
      for element in value.elements { texts.append(try scalar(element)) }
      return texts.isEmpty ? try nothing("an empty array") : try write(list: texts)
    case .object:
      if style == .deepObject {
        let pairs = try deepPairs(value, under: encode(name))
        return pairs.isEmpty ? nil : joined(pairs, "&")
      }
      var pairs: [Pair] = []
      for member in value.members {
        pairs.append(Pair(name: encode(member.name), text: try scalar(member.value)))
      }
      return pairs.isEmpty ? try nothing("an empty object") : try write(pairs: pairs)
    }
  }

  /// The text of a single value that is text already; the empty text is a value.
  package func text(for string: String) throws(Refusal) -> String {
    try write(scalar: encode(string))
  }

  /// A name and a text, both encoded.
  private struct Pair {
    let name: String
    let text: String
  }

  private func write(scalar text: String) throws(Refusal) -> String {
    switch style {
    case .simple: return text
    case .label: return "." + text
    case .matrix: return text.utf8.isEmpty ? ";" + encode(name) : ";\(encode(name))=\(text)"
    case .form, .cookie: return "\(encode(name))=\(text)"
    case .spaceDelimited, .pipeDelimited, .deepObject:
      throw Refusal(message: "style \(style.rawValue) writes lists and objects, not single values")
    }
  }

  private func write(list texts: [String]) throws(Refusal) -> String {
    guard let delimiter = style.delimiter else {
      throw Refusal(message: "style \(style.rawValue) writes objects, not arrays")
    }
    guard explode else { return try write(delimited: texts.joined(separator: delimiter)) }
    let own = encode(name)
    switch style {
    case .simple: return texts.joined(separator: ",")
    case .label: return texts.map { "." + $0 }.joined()
    case .matrix: return texts.map { ";\(own)=\($0)" }.joined()
    case .cookie: return texts.map { "\(own)=\($0)" }.joined(separator: "; ")
    case .form, .spaceDelimited, .pipeDelimited, .deepObject:
      return texts.map { "\(own)=\($0)" }.joined(separator: "&")
    }
  }

  private func write(pairs: [Pair]) throws(Refusal) -> String {
    if let delimiter = style.delimiter, !explode {
      return try write(
        delimited: pairs.flatMap { [$0.name, $0.text] }.joined(separator: delimiter))
    }
    switch style {
    case .simple: return joined(pairs, ",")
    case .label: return "." + joined(pairs, ".")
    case .matrix: return ";" + joined(pairs, ";")
    case .cookie: return joined(pairs, "; ")
    case .form: return joined(pairs, "&")
    case .spaceDelimited, .pipeDelimited, .deepObject:
      throw Refusal(message: "style \(style.rawValue) with explode does not write objects")
    }
  }

  /// A list that stays together behind one name.
  private func write(delimited text: String) throws(Refusal) -> String {
    switch style {
    case .simple: text
    case .label: "." + text
    case .matrix: ";\(encode(name))=\(text)"
    case .form, .spaceDelimited, .pipeDelimited, .deepObject, .cookie: "\(encode(name))=\(text)"
    }
  }

  /// The pairs of an object, members of members behind further brackets, as servers read it.
  private func deepPairs(_ object: JSONValue, under prefix: String) throws(Refusal) -> [Pair] {
    var pairs: [Pair] = []
    for member in object.members {
      let name = prefix + encode("[") + encode(member.name) + encode("]")
      if member.value.kind == .object {
        pairs += try deepPairs(member.value, under: name)
      } else if !member.value.isNull {
        pairs.append(Pair(name: name, text: try scalar(member.value)))
      }
    }
    return pairs
  }

  private func joined(_ pairs: [Pair], _ separator: String) -> String {
    pairs.map { "\($0.name)=\($0.text)" }.joined(separator: separator)
  }

  /// What is sent for a value without content: nothing, where the name is part of the text.
  private func nothing(_ what: String) throws(Refusal) -> String? {
    switch style {
    case .form, .cookie, .spaceDelimited, .pipeDelimited, .deepObject: return nil
    case .simple, .label, .matrix:
      throw Refusal(message: "\(what) has no text in style \(style.rawValue)")
    }
  }

  /// The encoded text of a string, number or boolean.
  private func scalar(_ value: JSONValue) throws(Refusal) -> String {
    switch value.kind {
    case .string: return encode(value.stringValue ?? "")
    case .number: return encode(value.numberValue?.text ?? "")
    case .boolean: return value.boolValue == true ? "true" : "false"
    case .null, .array, .object:
      throw Refusal(
        message: "style \(style.rawValue) cannot write \(value.kind.withArticle) inside a value")
    }
  }

  private func encode(_ text: String) -> String { encoding.encode(text) }
}

extension JSONValue.Kind {
  /// The kind as a sentence names it: `an array`.
  var withArticle: String {
    switch self {
    case .null: "null"
    case .array, .object: "an \(rawValue)"
    case .boolean, .number, .string: "a \(rawValue)"
    }
  }
}
