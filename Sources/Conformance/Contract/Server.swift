internal import Diagnostics
internal import SchemaValidator

/// A base URL of the contract with its variables.
///
/// Source: [OpenAPI 3.1.2, Server Object](https://spec.openapis.org/oas/v3.1.2.html#server-object)
package struct Server: Sendable {
  /// A part of a URL to be chosen.
  package struct Variable: Sendable {
    /// The value when nothing is chosen.
    package let defaultValue: String
    /// The values to choose from; empty for any.
    package let choices: [String]
  }

  /// The URL, with `{name}` where a variable stands.
  package let template: String
  /// The short name of it (OpenAPI 3.2); nil when the contract has none.
  package let name: String?
  /// The sentence about it; empty when the contract has none.
  package let description: String
  /// The variables by name.
  package let variables: [String: Variable]
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The names of the variables in the order they stand in the URL, repetitions included.
  package var variableNames: [String] {
    pieces.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  /// The URL with the given values, and the defaults of all other variables.
  ///
  /// A variable without a declaration stays as it is written.
  /// - Throws: ``UnwritableValue`` for a value that the contract does not list, and for a
  ///   variable that the URL does not have.
  package func url(with values: [String: String] = [:]) throws(UnwritableValue) -> String {
    let names = variableNames
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard names.contains(where: { $0.isSameText(as: name) }) else {
        let near = EditDistance.nearest(to: name, in: names).map { "; it has \"\($0)\"" }
        throw UnwritableValue(
          message: "the server URL \(template) has no variable \"\(name)\"\(near ?? "")")
      }
      let choices = variables[name]?.choices ?? []
      guard choices.isEmpty || choices.contains(where: { $0.isSameText(as: value) }) else {
        throw UnwritableValue(
          message: "the variable \"\(name)\" of the server URL \(template) cannot be \"\(value)\";"
            + " expected \(choices.joined(separator: ", "))")
      }
    }
    return pieces.map { piece in
      switch piece {
      case .literal(let bytes): String(decoding: bytes, as: UTF8.self)
      case .parameter(let name): values[name] ?? variables[name]?.defaultValue ?? "{\(name)}"
      }
    }.joined()
  }

  /// The URL as ``url(with:)`` gives it; a relative one resolved against that of the document.
  /// - Throws: ``UnwritableValue`` as ``url(with:)`` does.
  package func url(
    with values: [String: String] = [:], relativeTo documentURL: String
  ) throws(UnwritableValue) -> String {
    URIReference(try url(with: values)).resolved(against: documentURL)
  }

  /// The pieces of the template: what stands in braces is a variable, everything else itself.
  var pieces: PathTemplate.Segment {
    var pieces: PathTemplate.Segment = []
    var rest = Array(template.utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      if open > rest.startIndex { pieces.append(.literal(Array(rest[..<open]))) }
      pieces.append(.parameter(String(decoding: rest[(open + 1)..<close], as: UTF8.self)))
      rest = rest[(close + 1)...]
    }
    if !rest.isEmpty { pieces.append(.literal(Array(rest))) }
    return pieces
  }
}
