package import SchemaValidator

/// The version of OpenAPI a contract is written in.
package struct SpecificationVersion: Sendable, Hashable, CustomStringConvertible {
  /// The versions that differ in meaning; patch releases only clarify.
  package enum Line: String, Sendable, Hashable, Comparable, CaseIterable {
    /// OpenAPI 3.0: its own dialect of schemas.
    case v3_0 = "3.0"
    /// OpenAPI 3.1: JSON Schema 2020-12.
    case v3_1 = "3.1"
    /// OpenAPI 3.2: 3.1 with more methods, places and media types.
    case v3_2 = "3.2"

    /// The dialect of schemas that name none.
    package var dialect: SchemaDialect {
      switch self {
      case .v3_0: .openAPI30
      case .v3_1: .openAPI31
      case .v3_2: .openAPI32
      }
    }

    /// Orders by age.
    package static func < (left: Line, right: Line) -> Bool { left.rawValue < right.rawValue }
  }

  /// The version as written, such as `3.1.0`.
  package let text: String
  /// The line it belongs to.
  package let line: Line

  /// Reads a version; nil for one that is not supported.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 2, let line = Line(rawValue: "\(parts[0]).\(parts[1])") else {
      return nil
    }
    self.text = text
    self.line = line
  }

  /// The version as written.
  package var description: String { text }
}
