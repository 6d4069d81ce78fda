public import Diagnostics

/// The output formats of JSON Schema.
///
/// Source: [JSON Schema Core 12.4](https://json-schema.org/draft/2020-12/json-schema-core#section-12.4)
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
  /// The verdict alone.
  case flag
  /// A flat list of errors, or of annotations when the value is valid.
  case basic
  /// A tree of what matters: branches without errors are left out, lonely ones are drawn together.
  case detailed
  /// A tree of everything that was evaluated.
  case verbose
}

/// What a schema says about a part of a valid value.
public struct SchemaAnnotation: Sendable {
  /// The keyword's name.
  public let keyword: String
  /// The value it is about, from the root of what was judged.
  public let instanceLocation: JSONPointer
  /// The schema with the keyword, in the document it stands in.
  public let schemaPointer: JSONPointer
  /// The keyword's URI with a JSON pointer as fragment, references resolved.
  public let absoluteKeywordLocation: String
  /// The annotation as compact JSON text.
  public let value: String
}

extension SchemaProgram {
  /// Judges a value and writes the result as one of the standard's output formats.
  ///
  /// A JSON text, compact. A value that could not be decided is written as invalid, with the
  /// reason as the error of the outermost unit. Of very many errors or annotations the first are
  /// written, and `"omitted": true` in the outermost unit.
  public func output(_ format: OutputFormat, for value: JSONValue) -> [UInt8] {
    guard format != .flag else {
      var writer = JSONWriter(.compact)
      writer.beginObject()
      writer.name("valid")
      writer.bool(isValid(value))
      writer.endObject()
      return writer.finish()
    }
    let judgement = judgement(of: value)
    guard let verdict = judgement.verdict else {
      var unit = EvaluationUnit(root: root, value)
      unit.fail(Fault(got: sentence(on: judgement.obstacle), want: "a decision"))
      return write(unit, format, isCut: false)
    }
    // Only the verbose format shows what makes no difference.
    let detail: ExhaustiveEvaluator.Detail =
      format == .verbose ? .everything : verdict ? .annotations : .failures
    return ExhaustiveEvaluator.withAccount(of: value, by: self, judgement, detail: detail) {
      write($0.unit, format, isCut: $0.isCut)
    }
  }

  private func write(_ unit: EvaluationUnit, _ format: OutputFormat, isCut: Bool) -> [UInt8] {
    var writer = JSONWriter(.compact)
    OutputWriter(graph, format, isCut: isCut).write(unit, into: &writer)
    return writer.finish()
  }

  /// What the schema says about a value and its parts; empty when the value is not valid.
  ///
  /// For very large values not all: ``output(_:for:)`` tells whether something was left out.
  public func annotations(for value: JSONValue) -> [SchemaAnnotation] {
    let judgement = judgement(of: value)
    guard judgement.verdict == true else { return [] }
    return ExhaustiveEvaluator.withAccount(
      of: value, by: self, judgement, detail: .annotations
    ) { account in
      var found: [SchemaAnnotation] = []
      collect(account.unit, KeywordLocations(graph), &found)
      return found
    }
  }

  private func collect(
    _ unit: EvaluationUnit, _ locations: KeywordLocations, _ found: inout [SchemaAnnotation]
  ) {
    guard unit.isValid else { return }
    if let keyword = unit.keyword, let value = graph.annotationText(unit) {
      let location = locations.location(of: unit)
      found.append(
        SchemaAnnotation(
          keyword: graph.nodes[unit.node].keywords[keyword].spelling,
          instanceLocation: unit.instancePath.pointer,
          schemaPointer: location.pointer.parent,
          absoluteKeywordLocation: location.absolute, value: value))
    }
    for child in unit.children { collect(child, locations, &found) }
  }
}

extension SchemaGraph {
  /// A unit's annotation as compact JSON text; nil if it has none.
  func annotationText(_ unit: EvaluationUnit) -> String? {
    guard let keyword = unit.keyword, let annotation = unit.annotation else { return nil }
    var writer = JSONWriter(.compact)
    switch annotation {
    case .keywordValue:
      let node = nodes[unit.node]
      writer.value(
        JSONValue(
          document: documents[node.place.document].document, index: node.keywords[keyword].value))
    case .names(let names):
      writer.beginArray()
      for name in names { writer.string(name) }
      writer.endArray()
    case .indices(let indices):
      writer.beginArray()
      for index in indices { writer.number(index) }
      writer.endArray()
    case .index(let index): writer.number(index)
    case .flag(let flag): writer.bool(flag)
    }
    return String(decoding: writer.finish(), as: UTF8.self)
  }
}
