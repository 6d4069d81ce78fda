import Conformance
import Diagnostics
import SchemaValidator

/// Reads what `selftest --json` has written; ``SelftestReport`` is its mirror.
struct SelftestResultReader {
  /// What a trial was; its words are those of the file.
  enum Kind: String, CaseIterable {
    case correct
    case variation
    case fault
  }

  /// The file.
  let document: SourceDocument

  /// The elements of an array.
  func elements(_ name: String, of object: JSONValue) throws(Diagnostics) -> [JSONValue] {
    let list = try member(name, of: object)
    guard list.kind == .array else { throw refusal(of: list, expected: "an array") }
    return Array(list.elements)
  }

  /// A text.
  func text(_ name: String, of object: JSONValue) throws(Diagnostics) -> String {
    try text(try member(name, of: object))
  }

  /// The ids of requirements; such as no catalogue has now are as good as others.
  func ids(_ name: String, of object: JSONValue) throws(Diagnostics) -> [RequirementID] {
    var ids: [RequirementID] = []
    for element in try elements(name, of: object) {
      let id = RequirementID(try text(element))
      guard id.isWellFormed else {
        throw refusal(of: element, expected: "the id of a requirement")
      }
      ids.append(id)
    }
    return ids
  }

  /// What a trial was.
  func kind(of trial: JSONValue) throws(Diagnostics) -> Kind {
    let word = try member("kind", of: trial)
    guard let kind = Kind(rawValue: try text(word)) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw refusal(of: word, expected: "one of \(known)")
    }
    return kind
  }

  private func text(_ value: JSONValue) throws(Diagnostics) -> String {
    guard let text = value.stringValue else { throw refusal(of: value, expected: "a string") }
    return text
  }

  private func member(_ name: String, of object: JSONValue) throws(Diagnostics) -> JSONValue {
    guard object.kind == .object else { throw refusal(of: object, expected: "an object") }
    guard let value = object[name] else {
      throw refusal(of: object, expected: "an object with the member \"\(name)\"")
    }
    return value
  }

  private func refusal(of value: JSONValue, expected: String) -> Diagnostics {
    Diagnostics([
      document.refusal(
        of: value, code: "results-malformed", expected: expected,
        fix: "give the file that `conformance selftest --json FILE` has written")
    ])
  }
}
