import Conformance
import Testing

/// A row of OpenAPI's table of style examples: the text of each value of `color`.
///
/// Source: [OpenAPI 3.1.2, 4.8.12.4 Style Examples](https://spec.openapis.org/oas/v3.1.2.html#style-examples);
/// the two rows of style cookie are from the same section of 3.2.
struct StyleExamples: Sendable {
  let style: ParameterStyle
  let explode: Bool
  let empty: String?
  let string: String?
  let array: String?
  let object: String?

  init(
    _ style: ParameterStyle, _ explode: Bool, _ empty: String?, _ string: String?,
    _ array: String?, _ object: String?
  ) {
    self.style = style
    self.explode = explode
    self.empty = empty
    self.string = string
    self.array = array
    self.object = object
  }

  /// The table as it stands in the specification; nil for what it calls undefined (n/a).
  static let table: [StyleExamples] = [
    .init(
      .matrix, false, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"
    ),
    .init(
      .matrix, true, ";color", ";color=blue", ";color=blue;color=black;color=brown",
      ";R=100;G=200;B=150"),
    .init(.label, false, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    .init(.label, true, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    .init(.simple, false, "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
    .init(.simple, true, "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    .init(
      .form, false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    .init(
      .form, true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"
    ),
    .init(
      .spaceDelimited, false, nil, nil, "color=blue%20black%20brown",
      "color=R%20100%20G%20200%20B%20150"),
    .init(.spaceDelimited, true, nil, nil, nil, nil),
    .init(
      .pipeDelimited, false, nil, nil, "color=blue%7Cblack%7Cbrown",
      "color=R%7C100%7CG%7C200%7CB%7C150"),
    .init(.pipeDelimited, true, nil, nil, nil, nil),
    .init(.deepObject, false, nil, nil, nil, nil),
    .init(.deepObject, true, nil, nil, nil, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    .init(.cookie, false, "color=", "color=blue", nil, nil),
    .init(
      .cookie, true, "color=", "color=blue", "color=blue; color=black; color=brown",
      "R=100; G=200; B=150"),
  ]

  /// A column: the value of `color`, and a schema that says no more than its type.
  enum Column: String, CaseIterable, Sendable {
    case empty, string, array, object

    var value: String {
      switch self {
      case .empty: #""""#
      case .string: #""blue""#
      case .array: #"["blue", "black", "brown"]"#
      case .object: #"{"R": 100, "G": 200, "B": 150}"#
      }
    }

    var schema: String {
      switch self {
      case .empty, .string: #"{"type": "string"}"#
      case .array: #"{"type": "array", "items": {"type": "string"}}"#
      case .object: #"{"type": "object", "additionalProperties": {"type": "integer"}}"#
      }
    }
  }

  /// One cell in one place a parameter of the style can stand.
  struct Cell: Sendable, CustomTestStringConvertible {
    let style: ParameterStyle
    let explode: Bool
    let column: Column
    let location: Parameter.Location
    let text: String?

    var testDescription: String {
      "\(style.rawValue), explode \(explode), \(column.rawValue), in \(location.rawValue)"
    }

    /// The parameter `color` of the cell.
    func parameter() throws -> Parameter {
      try Parameter.declared(
        """
        "name": "color", "in": "\(location.rawValue)", "style": "\(style.rawValue)",
          "explode": \(explode), "required": \(location == .path), "schema": \(column.schema)
        """, in: location)
    }
  }

  static let cells: [Cell] = table.flatMap { row in
    Column.allCases.flatMap { column in
      row.style.locations.map { location in
        Cell(
          style: row.style, explode: row.explode, column: column, location: location,
          text: row.text(column, location))
      }
    }
  }

  private func text(_ column: Column, _ location: Parameter.Location) -> String? {
    switch column {
    case .empty: empty
    case .string: string
    case .array where location == .cookie: array.map { $0.replacing("&", with: "; ") }
    case .object where location == .cookie: object.map { $0.replacing("&", with: "; ") }
    case .array: array
    case .object: object
    }
  }
}

extension ParameterStyle {
  /// The places a parameter of the style can stand.
  var locations: [Parameter.Location] {
    switch self {
    case .matrix, .label: [.path]
    case .simple: [.path, .header]
    case .form: [.query, .cookie]
    case .spaceDelimited, .pipeDelimited, .deepObject: [.query]
    case .cookie: [.cookie]
    }
  }
}

extension Parameter {
  /// The parameter that a contract of OpenAPI 3.2 declares with the members given.
  static func declared(
    _ members: String, in location: Parameter.Location = .query, version: String = "3.2.0",
    components: String = "{}"
  ) throws -> Parameter {
    let text = contractText(
      """
      "paths": {"\(location == .path ? "/things/{color}" : "/things")": {"get": {
          "parameters": [{\(members)}],
          "responses": {"200": {"description": "fine"}}}}},
        "components": {"schemas": \(components)}
      """, version: version)
    return try #require(try Contract.reading(text).operations.first?.parameters.first)
  }
}
