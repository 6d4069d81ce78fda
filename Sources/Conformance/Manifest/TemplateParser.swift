import Diagnostics
import SchemaValidator

/// Reads templates out of texts.
///
/// `${name}` and `${function(argument, …)}` are places for values; `$${` stands for `${`.
struct TemplateParser {
  /// Why a text is not a template, and what to do about it.
  struct Failure: Error {
    let message: String
    let fix: String
  }

  private var rest: Substring

  /// Reads a whole text.
  static func parse(_ text: String) throws(Failure) -> Template {
    var parser = TemplateParser(rest: text[...])
    var segments: [Template.Segment] = []
    var literal = ""
    while !parser.rest.isEmpty {
      if parser.skip("$${") {
        literal += "${"
      } else if parser.skip("${") {
        if !literal.isEmpty { segments.append(.text(literal)) }
        literal = ""
        segments.append(.expression(try parser.expression()))
        try parser.close(text)
      } else {
        literal.unicodeScalars.append(parser.takeScalar())
      }
    }
    if !literal.isEmpty { segments.append(.text(literal)) }
    return Template(segments: segments)
  }

  /// Reads the end of a place for a value.
  private mutating func close(_ text: String) throws(Failure) {
    skipSpaces()
    if skip("}") { return }
    guard rest.isEmpty else {
      throw Failure(
        message: "found \"\(rest.prefix(8))\" where \"}\" is expected",
        fix: "write one variable or one function between \"${\" and \"}\"")
    }
    throw Failure(message: "\"${\" is not closed in \"\(text)\"", fix: "add \"}\"")
  }

  /// How deep functions may stand in one another; nobody writes more, and each costs stack.
  private static let maximumDepth = 16

  private mutating func expression(depth: Int = 0) throws(Failure) -> TemplateExpression {
    guard depth < Self.maximumDepth else {
      throw Failure(
        message: "functions stand in one another more than \(Self.maximumDepth) deep",
        fix: "make the value in steps with \"let:\"")
    }
    skipSpaces()
    if skip("'") {
      let text = String(rest.prefix { $0 != "'" })
      rest = rest.dropFirst(text.count)
      guard skip("'") else {
        throw Failure(message: "the quoted text '\(text) is not closed", fix: "add \"'\"")
      }
      return .literal(text)
    }
    let word = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
    rest = rest.dropFirst(word.count)
    guard let first = word.first else {
      throw Failure(
        message: "found \"\(rest.prefix(8))\" where a name is expected",
        fix: "write a variable or one of: \(Self.functionNames)")
    }
    if first.isNumber { return .literal(word) }
    if skip("?") { return .optional(word) }
    let arguments = try argumentList(depth: depth)
    guard let function = TemplateFunction(rawValue: word) else {
      if arguments == nil { return .variable(word) }
      let nearest = EditDistance.nearest(to: word, in: TemplateFunction.allCases.map(\.rawValue))
      throw Failure(
        message: "unknown function \"\(word)\"",
        fix: nearest.map { "write \"\($0)\"" } ?? "use one of: \(Self.functionNames)")
    }
    let given = arguments ?? []
    guard given.count == function.argumentCount else {
      throw Failure(
        message: "\(word) was given \(given.count) arguments; it takes \(function.argumentCount)",
        fix: "write \(function.signature)")
    }
    skipSpaces()
    return .call(function, given)
  }

  /// The arguments in parentheses; nil when there are no parentheses.
  private mutating func argumentList(depth: Int) throws(Failure) -> [TemplateExpression]? {
    guard skip("(") else {
      skipSpaces()
      return nil
    }
    var arguments: [TemplateExpression] = []
    skipSpaces()
    if skip(")") { return arguments }
    while true {
      arguments.append(try expression(depth: depth + 1))
      skipSpaces()
      if skip(")") { return arguments }
      guard skip(",") else {
        throw Failure(
          message: "found \"\(rest.prefix(8))\" in a list of arguments",
          fix: "separate arguments with \",\" and close with \")\"")
      }
    }
  }

  private mutating func skip(_ text: String) -> Bool {
    guard rest.utf8.starts(with: text.utf8) else { return false }
    rest = Substring(rest.utf8.dropFirst(text.utf8.count))
    return true
  }

  private mutating func skipSpaces() {
    while skip(" ") {}
  }

  private mutating func takeScalar() -> Unicode.Scalar {
    rest.unicodeScalars.removeFirst()
  }

  private static var functionNames: String {
    TemplateFunction.allCases.map(\.rawValue).joined(separator: ", ")
  }
}

/// A member of a mapping whose value is a text with places for values.
struct NamedTemplate {
  let name: String
  let nameRange: Range<Int>
  let template: Template
  let node: ManifestNode
}

extension ManifestNode {
  /// Reads a text with places for values.
  func template(_ what: String, _ mistakes: inout MistakeList) -> Template? {
    guard let text = scalarText(what, &mistakes) else { return nil }
    do {
      return try TemplateParser.parse(text)
    } catch {
      mistakes.add(code: "suite.bad-template", error.message, at: self, fix: error.fix)
      return nil
    }
  }

  /// Reads any value, its texts as templates.
  func templatedValue(_ mistakes: inout MistakeList) -> TemplatedValue? {
    switch value.kind {
    case .null, .boolean, .number: .literal(value)
    case .string: template("a text", &mistakes).map(TemplatedValue.template)
    case .array:
      .array(
        value.elements.compactMap {
          ManifestNode(value: $0, document: document).templatedValue(&mistakes)
        })
    case .object:
      .object(
        value.members.compactMap { member in
          ManifestNode(value: member.value, document: document).templatedValue(&mistakes)
            .map { (member.name, $0) }
        })
    }
  }

  /// Reads a mapping of names to texts with places for values.
  func templates(
    _ what: String, _ mistakes: inout MistakeList
  ) -> [NamedTemplate] {
    guard let mapping = mapping(what, &mistakes) else { return [] }
    return mapping.members.compactMap { member in
      member.node.template("\"\(member.name)\"", &mistakes).map {
        NamedTemplate(
          name: member.name, nameRange: member.nameRange, template: $0, node: member.node)
      }
    }
  }
}
