/// A media type, or a range of them such as `text/*` or `application/*+json`, with its parameters.
///
/// The second kind is no range of HTTP's, but contracts use it. Type, subtype, suffix and parameter names are compared without letter case.
/// Source: [RFC 9110, sections 8.3.1 and 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)
package struct MediaTypeRange: Sendable, Hashable, CustomStringConvertible {
  /// One `name=value` of a media type.
  package struct Parameter: Sendable, Hashable {
    /// The name in lower case.
    package let name: String
    /// The value without quotes.
    package let value: String
  }

  /// The type in lower case, or `*`.
  package let type: String
  /// The subtype in lower case with its suffix, or `*`.
  package let subtype: String
  /// The parameters in the order they were written.
  package let parameters: [Parameter]

  /// Reads a media type as it stands in a `Content-Type` field or as a key of `content`.
  ///
  /// Returns nil for text that RFC 9110 does not allow; empty parameters (`text/html;`) it does.
  package init?(_ text: String) {
    var scanner = FieldScanner(text)
    scanner.skipWhitespace()
    guard let type = scanner.token(), scanner.skip("/"), let subtype = scanner.token(),
      type.utf8.elementsEqual("*".utf8) ? subtype.utf8.elementsEqual("*".utf8) : true
    else { return nil }
    var parameters: [Parameter] = []
    scanner.skipWhitespace()
    while scanner.skip(";") {
      scanner.skipWhitespace()
      guard let name = scanner.token() else { continue }
      guard scanner.skip("="), let value = scanner.token() ?? scanner.quotedString() else {
        return nil
      }
      parameters.append(Parameter(name: name.lowercased(), value: value))
      scanner.skipWhitespace()
    }
    guard scanner.isAtEnd else { return nil }
    self.type = type.lowercased()
    self.subtype = subtype.lowercased()
    self.parameters = parameters
  }

  /// The structured syntax suffix: `json` in `application/problem+json`.
  ///
  /// Source: [RFC 6838, section 4.2.8](https://www.rfc-editor.org/rfc/rfc6838#section-4.2.8)
  package var suffix: String? {
    let parts = subtype.split(separator: "+", omittingEmptySubsequences: false)
    return parts.count > 1 ? parts.last.map(String.init) : nil
  }

  /// Whether the whole type, or the subtype up to its suffix, is left open.
  package var isRange: Bool { type == "*" || subtype == "*" || isSuffixRange }

  /// Whether all subtypes with one suffix are meant: `application/*+json`.
  private var isSuffixRange: Bool { subtype.utf8.starts(with: "*+".utf8) }

  /// Whether a body of this type is JSON, as `application/json` and `…+json` say.
  package var isJSON: Bool { subtype == "json" || suffix == "json" }

  /// Whether a body of this type is text without a structure we know.
  package var isText: Bool { type == "text" }

  /// Whether a concrete media type lies in this range.
  ///
  /// Every parameter of the range has to be there with the same value. For JSON a `charset`
  /// says nothing (RFC 8259 section 11) and is not compared.
  package func matches(_ concrete: MediaTypeRange) -> Bool {
    guard type == "*" || type == concrete.type else { return false }
    guard
      subtype == "*" || subtype == concrete.subtype
        || (isSuffixRange && suffix == concrete.suffix)
    else { return false }
    return parameters.allSatisfy { parameter in
      if isJSON, parameter.name == "charset" { return true }
      return concrete.parameters.contains { $0.agrees(with: parameter) }
    }
  }

  /// How closely the range describes: `*/*`, then `text/*`, then `text/*+xml`, then a type, and
  /// among the same of these the one with more parameters.
  package var specificity: Int {
    let rank = type == "*" ? 0 : subtype == "*" ? 1 : isSuffixRange ? 2 : 3
    return rank << 16 + parameters.count
  }

  /// The value of a parameter; nil when the media type has none of that name.
  package func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }

  /// The range in lower case, parameters quoted where they need it.
  package var description: String {
    var text = "\(type)/\(subtype)"
    for parameter in parameters { text += "; \(parameter.name)=\(parameter.quotedValue)" }
    return text
  }
}

extension MediaTypeRange.Parameter {
  /// Whether name and value agree; the names of character sets have no letter case.
  fileprivate func agrees(with other: Self) -> Bool {
    guard name.utf8.elementsEqual(other.name.utf8) else { return false }
    if name == "charset" { return value.lowercased() == other.value.lowercased() }
    return value.utf8.elementsEqual(other.value.utf8)
  }

  fileprivate var quotedValue: String {
    if !value.utf8.isEmpty, value.utf8.allSatisfy(\.isTokenByte) { return value }
    var quoted = "\""
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
