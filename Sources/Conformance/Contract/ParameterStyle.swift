/// How arrays and objects become the text of a parameter.
///
/// Source: [OpenAPI 3.1.1, Style Values](https://spec.openapis.org/oas/v3.1.2.html#style-values)
package enum ParameterStyle: String, Sendable, Hashable, CaseIterable {
  /// `;color=blue` in a path (RFC 6570).
  case matrix
  /// `.blue` in a path (RFC 6570).
  case label
  /// `blue,black`: paths and headers (RFC 6570).
  case simple
  /// `color=blue`: queries and cookies (RFC 6570).
  case form
  /// `color=blue%20black` in a query.
  case spaceDelimited
  /// `color=blue%7Cblack` in a query.
  case pipeDelimited
  /// `color%5BR%5D=100` in a query.
  case deepObject
  /// `color=blue; size=1` in a cookie, nothing encoded (OpenAPI 3.2).
  case cookie

  /// The style of a parameter that names none.
  static func standard(for location: Parameter.Location) -> ParameterStyle {
    switch location {
    case .path, .header: .simple
    case .query, .querystring, .cookie: .form
    }
  }

  /// The styles a parameter in a place can have.
  static func allowed(
    for location: Parameter.Location, in line: SpecificationVersion.Line
  ) -> [ParameterStyle] {
    switch location {
    case .path: [.matrix, .label, .simple]
    case .query: [.form, .spaceDelimited, .pipeDelimited, .deepObject]
    case .querystring: []  // `content` says how it is written
    case .header: [.simple]
    case .cookie: line >= .v3_2 ? [.form, .cookie] : [.form]
    }
  }

  /// Whether arrays and objects are taken apart when the parameter does not say.
  var explodesByDefault: Bool { self == .form || self == .cookie }
}
