import Diagnostics
import SchemaValidator

/// A JSON value written out as YAML in block style, with the place of everything in it.
struct BlockYAML {
  /// A line and a column, from 1.
  struct Place: Equatable {
    let line: Int
    let column: Int
  }

  private(set) var text = ""
  /// Where the names of members stand, by the pointers of their values.
  private(set) var names: [JSONPointer: Place] = [:]
  /// Where values begin: a mapping at its first name, a sequence at its first hyphen.
  private(set) var values: [JSONPointer: Place] = [:]
  private var line = 1
  private var column = 1

  init(_ value: JSONValue) {
    node(value, .root, indent: 0)
    write("\n")
  }

  private mutating func write(_ piece: String) {
    text += piece
    for scalar in piece.unicodeScalars {
      if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
  }

  private var here: Place { Place(line: line, column: column) }

  private mutating func node(_ value: JSONValue, _ pointer: JSONPointer, indent: Int) {
    values[pointer] = here
    switch value.kind {
    case .object where value.count > 0:
      for (number, member) in value.members.enumerated() {
        if number > 0 { breakLine(indent) }
        let child = pointer.appending(member.name)
        names[child] = here
        write(Self.key(member.name) + ":")
        separate(member.value, indent: indent + 2)
        node(member.value, child, indent: indent + 2)
      }
    case .array where value.count > 0:
      for (number, element) in value.elements.enumerated() {
        if number > 0 { breakLine(indent) }
        write("- ")
        node(element, pointer.appending(number), indent: indent + 2)
      }
    default: write(value.description)
    }
  }

  /// What stands between a name and its value.
  private mutating func separate(_ value: JSONValue, indent: Int) {
    if value.count > 0 { breakLine(indent) } else { write(" ") }
  }

  private mutating func breakLine(_ indent: Int) {
    write("\n" + String(repeating: " ", count: indent))
  }

  /// A name, plain where it cannot be taken for anything else.
  private static func key(_ name: String) -> String {
    let isPlain =
      name.first?.isLetter == true && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "-") }
      && !["true", "false", "null"].contains(name.lowercased())
    if isPlain { return name }
    var writer = JSONWriter()
    writer.string(name)
    return String(decoding: writer.finish(), as: UTF8.self)
  }
}
