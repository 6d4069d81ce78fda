package import SchemaValidator

/// Writes the value of a parameter the way its style asks.
///
/// Source: [OpenAPI 3.1.2, Style Examples](https://spec.openapis.org/oas/v3.1.2.html#style-examples)
package struct ParameterSerializer: Sendable {
  /// A value that a style has no text for.
  package typealias Refusal = UnwritableValue

  /// The name as the contract spells it.
  let name: String
  /// How arrays and objects are written.
  let style: ParameterStyle
  /// Whether every element of an array and member of an object is written on its own.
  let explode: Bool
  /// What is percent-encoded in names and values.
  let encoding: PercentEncoding
  /// What stands between two pairs of a name and a value.
  private let pairSeparator: String

  /// Creates a serializer from a parameter's attributes.
  package init(
    name: String, style: ParameterStyle, explode: Bool, encoding: PercentEncoding,
    in location: Parameter.Location
  ) {
    self.name = name
    self.style = style
    self.explode = explode
    self.encoding = encoding
    // OpenAPI 3.2, appendix D: what RFC 6570 puts between form pairs is never right in a cookie.
    pairSeparator = location == .cookie ? "; " : "&"
  }

  /// The text of a value, or nil when nothing is to be sent: for null, and for an empty array or
  /// object in a style that names what it sends.
  ///
  /// - Throws: ``Refusal`` for what OpenAPI does not define: values nested in arrays or objects
  ///   (except in style deepObject), single values in a style for lists, null or nothing where a
  ///   path needs a text; and for parts that would read as several, since they hold what
  ///   separates them.
  package func text(for value: JSONValue) throws(Refusal) -> String? {
    switch style {
    case .simple, .label: return try segment(for: value)
    case .matrix, .form, .spaceDelimited, .pipeDelimited, .deepObject, .cookie:
      let pairs = try pairs(for: value)
      return pairs.isEmpty ? nil : joined(pairs)
    }
  }

  /// The text of a single value that is text already; the empty text is a value.
  package func text(for string: String) throws(Refusal) -> String {
    switch style {
    case .simple: return encode(string)
    case .label: return "." + encode(string)
    case .matrix, .form, .cookie:
      return joined([Pair(encode(name: name), try single(encode(string)))])
    case .spaceDelimited, .pipeDelimited, .deepObject: throw noSingleValues
    }
  }

  /// A name and a text, both encoded.
  struct Pair: Sendable {
    let name: String
    let text: String

    init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The pairs of a value in a style that names what it sends; none when nothing is to be sent.
  func pairs(for value: JSONValue) throws(Refusal) -> [Pair] {
    let own = encode(name: name)
    switch value.kind {
    case .null: return try nothing("null")
    case .boolean, .number, .string:
      guard style == .matrix || style == .form || style == .cookie else { throw noSingleValues }
      return [Pair(own, try single(try scalar(value)))]
    case .array where value.count == 0: return try nothing("an empty array")
    case .object where value.count == 0: return try nothing("an empty object")
    case .array, .object:
      if style == .deepObject { return try deepPairs(value, under: own) }
      let separator = try separator(for: value.kind)
      if value.kind == .object {
        let members = try members(of: value, separator)
        if explode { return members }
        return [Pair(own, members.flatMap { [$0.name, $0.text] }.joined(separator: separator))]
      }
      let elements = try elements(of: value, separator)
      return explode
        ? elements.map { Pair(own, $0) } : [Pair(own, elements.joined(separator: separator))]
    }
  }

  /// The text of a value in styles simple and label, which do not name it.
  private func segment(for value: JSONValue) throws(Refusal) -> String {
    let start = style == .label ? "." : ""
    switch value.kind {
    case .null: throw noText("null")
    case .boolean, .number, .string: return start + (try scalar(value))
    case .array where value.count == 0: throw noText("an empty array")
    case .object where value.count == 0: throw noText("an empty object")
    case .array:
      let separator = try separator(for: .array)
      return start + (try elements(of: value, separator)).joined(separator: separator)
    case .object:
      let separator = try separator(for: .object)
      let members = try members(of: value, separator)
      let parts =
        explode ? members.map { "\($0.name)=\($0.text)" } : members.flatMap { [$0.name, $0.text] }
      return start + parts.joined(separator: separator)
    }
  }

  private func joined(_ pairs: [Pair]) -> String {
    guard style == .matrix else {
      return pairs.map { "\($0.name)=\($0.text)" }.joined(separator: pairSeparator)
    }
    // RFC 6570 leaves the equals sign out before nothing in this style, and in this one alone.
    return pairs.map { $0.text.utf8.isEmpty ? ";\($0.name)" : ";\($0.name)=\($0.text)" }.joined()
  }
}

// MARK: - Parts of values

extension ParameterSerializer {
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

  private func elements(
    of value: JSONValue, _ separator: String
  ) throws(Refusal) -> [String] {
    var texts: [String] = []
    for element in value.elements {
      texts.append(try whole(try scalar(element), "an element", separator))
    }
    return texts
  }

  private func members(of value: JSONValue, _ separator: String) throws(Refusal) -> [Pair] {
    var pairs: [Pair] = []
    for member in value.members {
      let name = try whole(encode(name: member.name), "a member's name", separator)
      if explode, name.utf8.contains(UInt8(ascii: "=")) {
        throw Refusal(message: "a member's name cannot hold \"=\" in style \(style.rawValue)")
      }
      pairs.append(Pair(name, try whole(try scalar(member.value), "a member", separator)))
    }
    return pairs
  }

  /// What stands between two parts of an array or object.
  private func separator(for kind: JSONValue.Kind) throws(Refusal) -> String {
    switch (style, explode) {
    case (.label, true): return "."
    case (.matrix, true): return ";"
    case (.spaceDelimited, true) where kind == .object,
      (.pipeDelimited, true) where kind == .object:
      throw Refusal(message: "style \(style.rawValue) with explode does not write objects")
    case (.form, true), (.cookie, true), (.spaceDelimited, true), (.pipeDelimited, true):
      return pairSeparator
    case (.spaceDelimited, false): return encode(" ")
    case (.pipeDelimited, false): return encode("|")
    case (.simple, _), (.label, false), (.matrix, false), (.form, false): return ","
    case (.cookie, false), (.deepObject, _):
      throw Refusal(
        message: "style \(style.rawValue) writes \(kind.withArticle) with explode only")
    }
  }

  /// A part of an array or object, unless it would read as more than one.
  private func whole(
    _ text: String, _ what: String, _ separator: String
  ) throws(Refusal) -> String {
    let spellings =
      switch separator {
      case "%20": ["%20", "+"]
      case "%7C": ["%7C", "%7c", "|"]
      case "; ": [";"]
      default: [separator]
      }
    for spelling in spellings where text.holds(spelling) {
      throw Refusal(
        message: "\(what) holds \"\(spelling)\", which separates values in style \(style.rawValue)")
    }
    if case .none = encoding, style == .simple || style == .cookie, text.hasBlankEnds {
      throw Refusal(message: "\(what) starts or ends with a blank, which a header loses")
    }
    return text
  }

  /// The text of a single value; only in a cookie can it hold what ends it.
  private func single(_ text: String) throws(Refusal) -> String {
    pairSeparator == "; " ? try whole(text, "the value", pairSeparator) : text
  }

  /// What is sent for a value without content: nothing, except where a path needs a text.
  private func nothing(_ what: String) throws(Refusal) -> [Pair] {
    if style == .matrix { throw noText(what) }
    return []
  }

  private func noText(_ what: String) -> Refusal {
    Refusal(message: "\(what) has no text in style \(style.rawValue)")
  }

  private var noSingleValues: Refusal {
    Refusal(message: "style \(style.rawValue) writes lists and objects, not single values")
  }

  private func encode(_ text: String) -> String { encoding.encode(text) }

  /// Only values keep reserved characters: in a name they would end it.
  private func encode(name: String) -> String {
    if case .none = encoding { return name }
    return PercentEncoding.unreserved.encode(name)
  }
}

// MARK: - Style deepObject

extension ParameterSerializer {
  /// The pairs of an object: names in brackets.
  ///
  /// OpenAPI leaves open how members of members and elements are written; further brackets and
  /// positions from 0 are what servers with this notation read.
  private func deepPairs(_ value: JSONValue, under prefix: String) throws(Refusal) -> [Pair] {
    switch value.kind {
    case .null, .boolean, .number, .string:
      return [Pair(prefix, try whole(try scalar(value), "a member", pairSeparator))]
    case .array, .object:
      guard value.count > 0 else {
        throw Refusal(
          message: "style deepObject cannot write an empty \(value.kind.rawValue) inside a value")
      }
      var pairs: [Pair] = []
      for (position, element) in value.elements.enumerated() {
        pairs += try deepPairs(element, under: bracketed(prefix, String(position)))
      }
      for member in value.members {
        if member.name.utf8.contains(where: { "[]".utf8.contains($0) }) {
          throw Refusal(message: "style deepObject cannot write a member's name with a bracket")
        }
        pairs += try deepPairs(member.value, under: bracketed(prefix, member.name))
      }
      return pairs
    }
  }

  private func bracketed(_ prefix: String, _ name: String) -> String {
    prefix + encode(name: "[\(name)]")
  }
}

extension String {
  /// Whether a text occurs in this one, byte for byte.
  func holds(_ part: String) -> Bool {
    let bytes = Array(utf8)
    let wanted = Array(part.utf8)
    guard wanted.count <= bytes.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { bytes[$0...].starts(with: wanted) }
  }

  /// Whether the text starts or ends with a space or a tab.
  var hasBlankEnds: Bool {
    [utf8.first, utf8.last].compactMap { $0 }.contains { $0 == 0x20 || $0 == 0x09 }
  }
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
