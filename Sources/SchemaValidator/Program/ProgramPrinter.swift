internal import Diagnostics

// The text form of a program: for each schema what it does with each kind of value, then the
// code.
extension SchemaProgram: CustomStringConvertible {
  /// The program as text, a line for each schema and each instruction.
  ///
  /// Only what this schema leads to is shown, whatever else it shares its code with.
  public var description: String {
    let graph = self.graph
    let tables = ProgramEmitter.emit(graph, roots: [root])
    var text = ""
    for (number, id) in tables.schemas.enumerated() {
      let entries = tables.entries[8 * number..<8 * number + 8]
      // A schema that is only ever part of another has no entries of its own.
      if entries.allSatisfy({ $0 == Entry.reject }), graph.nodes[id].constant != false { continue }
      let place = graph.nodes[id].place
      let pointer = graph.documents[place.document].document.pointer(toNode: place.node)
      text += "schema \(number) \(pointer.fragment):"
      for (kind, entry) in zip(Self.kindNames, entries) where entry != Entry.reject {
        text += entry == Entry.accept ? " \(kind)" : " \(kind)→\(entry)"
      }
      text += "\n"
    }
    for (address, instruction) in tables.code.enumerated() {
      text += "\(address)\t\(Self.line(instruction))\n"
    }
    return text
  }

  private static let kindNames = [
    "null", "false", "true", "integer", "decimal", "string", "array", "object",
  ]

  private static func line(_ instruction: Instruction) -> String {
    var line = "\(instruction.op)"
    switch instruction.op {
    case .accept, .reject, .integral, .uniqueItems: return line
    case .length: line += " \(instruction.a)…\(instruction.b < 0 ? "" : String(instruction.b))"
    case .contains, .condition:
      line += " \(instruction.a) \(instruction.b) \(instruction.c)"
    case .enumeration, .anyOf, .oneOf, .dependentSchemas, .unevaluatedItems,
      .unevaluatedProperties:
      line += " \(instruction.a) \(instruction.b)"
    default: line += " \(instruction.a)"
    }
    return instruction.flag ? line + " !" : line
  }
}
