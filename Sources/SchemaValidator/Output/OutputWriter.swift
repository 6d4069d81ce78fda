internal import Diagnostics

/// Lays out the units of an evaluation as the standard's list or tree.
struct OutputWriter {
  private let graph: SchemaGraph
  private let format: OutputFormat
  private let isCut: Bool
  private let locations: KeywordLocations

  /// `isCut` tells that the units are not all there were.
  init(_ graph: SchemaGraph, _ format: OutputFormat, isCut: Bool) {
    self.graph = graph
    self.format = format
    self.isCut = isCut
    locations = KeywordLocations(graph)
  }

  /// Writes the whole result.
  func write(_ root: EvaluationUnit, into writer: inout JSONWriter) {
    switch format {
    case .flag: break
    case .basic: writeList(root, into: &writer)
    case .detailed:
      var root = root
      if let drawn = pruned(root) {
        root = drawn
      } else {
        root.children = []
      }
      writeTree(root, isCut: isCut, into: &writer)
    case .verbose: writeTree(root, isCut: isCut, into: &writer)
    }
  }

  private func writeList(_ root: EvaluationUnit, into writer: inout JSONWriter) {
    var units: [EvaluationUnit] = []
    flatten(root, wantsErrors: !root.isValid, &units)
    writer.beginObject()
    writeHead(root, into: &writer)
    if isCut { writeOmission(into: &writer) }
    writer.name(root.isValid ? "annotations" : "errors")
    writer.beginArray()
    for unit in units {
      writer.beginObject()
      writeHead(unit, into: &writer)
      writeResult(unit, into: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// The units of a list: those that say something themselves.
  private func flatten(
    _ unit: EvaluationUnit, wantsErrors: Bool, _ units: inout [EvaluationUnit]
  ) {
    guard unit.isValid != wantsErrors else { return }
    if wantsErrors ? unit.fault != nil || unit.children.isEmpty : unit.annotation != nil {
      units.append(unit)
    }
    for child in unit.children { flatten(child, wantsErrors: wantsErrors, &units) }
  }

  /// A unit without what does not matter to the verdict; nil if nothing is left of it.
  private func pruned(_ unit: EvaluationUnit) -> EvaluationUnit? {
    var kept = unit
    kept.children = unit.children.filter { $0.isValid == unit.isValid }.compactMap(pruned)
    let says = unit.isValid ? unit.annotation != nil : unit.fault != nil
    if says { return kept }
    if kept.children.count == 1 { return kept.children[0] }
    return kept.children.isEmpty && unit.isValid ? nil : kept
  }

  private func writeTree(
    _ unit: EvaluationUnit, isCut: Bool = false, into writer: inout JSONWriter
  ) {
    writer.beginObject()
    writeHead(unit, into: &writer)
    if isCut { writeOmission(into: &writer) }
    writeResult(unit, into: &writer)
    if !unit.children.isEmpty {
      writer.name(unit.isValid ? "annotations" : "errors")
      writer.beginArray()
      for child in unit.children { writeTree(child, into: &writer) }
      writer.endArray()
    }
    writer.endObject()
  }

  private func writeOmission(into writer: inout JSONWriter) {
    writer.name("omitted")
    writer.bool(true)
  }

  private func writeHead(_ unit: EvaluationUnit, into writer: inout JSONWriter) {
    writer.name("valid")
    writer.bool(unit.isValid)
    writer.name("keywordLocation")
    writer.string(unit.keywordPath.pointer.description)
    writer.name("absoluteKeywordLocation")
    writer.string(locations.location(of: unit).absolute)
    writer.name("instanceLocation")
    writer.string(unit.instancePath.pointer.description)
  }

  private func writeResult(_ unit: EvaluationUnit, into writer: inout JSONWriter) {
    if !unit.isValid {
      if let fault = unit.fault {
        writer.name("error")
        writer.string("found \(fault.got); expected \(fault.want)")
      } else if unit.children.isEmpty {
        writer.name("error")
        writer.string("found a value that does not match; expected one that does")
      }
    } else if let annotation = graph.annotationText(unit) {
      writer.name("annotation")
      writer.raw(annotation.utf8)
    }
  }
}
