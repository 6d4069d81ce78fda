import FoundationEssentials
package import SchemaValidator

/// A text with places for values: `lbl_${ulid}`.
package struct Template: Sendable {
  /// A piece of a template.
  package enum Segment: Sendable {
    /// Characters that stand for themselves.
    case text(String)
    /// A place for a value.
    case expression(TemplateExpression)
  }

  /// The pieces in order; neighbours are never both text.
  package let segments: [Segment]

  /// The text itself when it has no place for a value.
  package var literal: String? {
    switch segments.count {
    case 0: ""
    case 1: if case .text(let text) = segments[0] { text } else { nil }
    default: nil
    }
  }

  /// What the template stands for whenever it is filled; nil where that depends on anything.
  var constant: String? {
    if let literal { return literal }
    let isConstant = segments.allSatisfy { segment in
      if case .expression(let expression) = segment { expression.isConstant } else { true }
    }
    guard isConstant else { return nil }
    var scope = TemplateScope.empty
    return try? text(in: &scope)
  }

  /// Whether it stands for another value, which nothing has yet, each time it is filled.
  var makesUpAnother: Bool {
    segments.contains { segment in
      if case .expression(let expression) = segment { expression.makesUpAnother } else { false }
    }
  }

  /// The template as a suite writes it.
  package var source: String {
    segments.map { segment in
      switch segment {
      case .text(let text):
        text.split(separator: "${", omittingEmptySubsequences: false)
          .joined(separator: "$${")
      case .expression(let expression): "${\(expression)}"
      }
    }.joined()
  }

  /// The names of variables it refers to.
  package var variables: [String] {
    segments.flatMap { segment -> [String] in
      if case .expression(let expression) = segment { expression.variables } else { [] }
    }
  }

  /// The names of variables that it cannot do without.
  package var neededVariables: [String] {
    segments.flatMap { segment -> [String] in
      if case .expression(let expression) = segment { expression.neededVariables } else { [] }
    }
  }

  /// The one place for a value that is all there is; nil for any other text.
  var soleExpression: TemplateExpression? {
    guard segments.count == 1, case .expression(let expression) = segments[0] else { return nil }
    return expression
  }

  /// Whether the template is one optional variable, so that what holds it may be left out.
  var isOptional: Bool {
    if case .optional? = soleExpression { true } else { false }
  }

  /// Whether the template is one optional variable that has no value: what holds it is left out.
  func isOmitted(in scope: TemplateScope) -> Bool {
    guard case .optional(let name)? = soleExpression else { return false }
    return scope.values[name] == nil
  }

  /// The text with every place filled.
  package func text(in scope: inout TemplateScope) throws(TemplateFailure) -> String {
    var text = ""
    for segment in segments {
      switch segment {
      case .text(let piece): text += piece
      case .expression(let expression): text += try scope.value(of: expression).text(expression)
      }
    }
    return text
  }

  /// What the template stands for as a JSON value: one place and nothing else keeps the type of
  /// what fills it, everything else is a text.
  package func value(in scope: inout TemplateScope) throws(TemplateFailure) -> ScopeValue {
    if let expression = soleExpression { return try scope.value(of: expression) }
    return .text(try text(in: &scope))
  }
}

/// What stands between `${` and `}`.
package indirect enum TemplateExpression: Sendable, CustomStringConvertible {
  /// A variable or capture.
  case variable(String)
  /// A variable that need not have a value; written with a question mark.
  case optional(String)
  /// A function of the language.
  case call(TemplateFunction, [TemplateExpression])
  /// A quoted text or a number, as an argument.
  case literal(String)

  /// Whether it has another value, which nothing has yet, each time it is looked at.
  var makesUpAnother: Bool {
    switch self {
    case .variable, .optional, .literal: false
    case .call(.uuid, _), .call(.ulid, _): true
    case .call(_, let arguments): arguments.contains(where: \.makesUpAnother)
    }
  }

  /// The names of variables it refers to.
  var variables: [String] {
    switch self {
    case .variable(let name), .optional(let name): [name]
    case .call(_, let arguments): arguments.flatMap(\.variables)
    case .literal: []
    }
  }

  /// The names of variables that it cannot do without.
  var neededVariables: [String] {
    switch self {
    case .variable(let name): [name]
    case .call(_, let arguments): arguments.flatMap(\.neededVariables)
    case .optional, .literal: []
    }
  }

  /// Whether it always stands for the same.
  var isConstant: Bool {
    switch self {
    case .literal: true
    case .variable, .optional: false
    case .call(let function, let arguments):
      function.isPure && arguments.allSatisfy(\.isConstant)
    }
  }

  /// The expression as written, without the braces.
  package var description: String {
    switch self {
    case .variable(let name): name
    case .optional(let name): "\(name)?"
    case .literal(let text): "'\(text)'"
    case .call(let function, let arguments):
      arguments.isEmpty
        ? function.rawValue
        : "\(function.rawValue)(\(arguments.map(\.description).joined(separator: ", ")))"
    }
  }
}

/// The functions of the template language.
package enum TemplateFunction: String, Sendable, CaseIterable {
  /// A name that only this case of this run uses; the same throughout the case.
  case nonce
  /// The prefix of all names that this run invents.
  case run
  /// A fresh random UUID.
  case uuid
  /// 26 fresh random characters of Crockford's base 32, as ULIDs have them.
  case ulid
  /// The present time: RFC 3339 in UTC with milliseconds.
  case now
  /// The number of the seed or row at hand, from 0.
  case index
  /// Its argument in base64.
  case base64
  /// Its first argument as often as its second says.
  case `repeat`
  /// Its first argument followed by its second as often as it takes to have as many code points
  /// as its third says.
  case pad
  /// As many of the first code points of its first argument as its second says.
  case prefix
  /// As many of the last code points of its first argument as its second says.
  case suffix
  /// Its argument in lower case.
  case lower
  /// Its argument with capitals for small letters and the other way around, in ASCII.
  case swapcase
  /// The ASCII digits of its argument.
  case digits
  /// The instant that is so many seconds after its first argument, as its second says.
  case later

  /// Whether its arguments alone decide what it gives.
  var isPure: Bool { argumentCount > 0 }

  /// How many arguments it takes.
  package var argumentCount: Int { parameters.count }

  /// The names of those that are written as variables are; what `index` counts is seldom there.
  static let namesOfValues = allCases.filter { $0.argumentCount == 0 && $0 != .index }
    .map(\.rawValue)

  /// How it is written: `pad(text, filler, length)`.
  var signature: String {
    parameters.isEmpty ? rawValue : "\(rawValue)(\(parameters.joined(separator: ", ")))"
  }

  /// The names of its arguments.
  private var parameters: [String] {
    switch self {
    case .nonce, .run, .uuid, .ulid, .now, .index: []
    case .base64, .lower, .swapcase, .digits: ["text"]
    case .repeat: ["text", "count"]
    case .prefix, .suffix: ["text", "length"]
    case .later: ["instant", "seconds"]
    case .pad: ["text", "filler", "length"]
    }
  }
}

/// What a variable or capture stands for.
package enum ScopeValue: Sendable {
  /// A text.
  case text(String)
  /// A value out of a response.
  case json(JSONValue)

  /// The value as part of a longer text; a null, list or object has none.
  func text(_ expression: TemplateExpression) throws(TemplateFailure) -> String {
    switch self {
    case .text(let text): return text
    case .json(let value):
      switch value.kind {
      case .string, .number, .boolean: return value.stringValue ?? value.description
      case .null, .array, .object:
        throw TemplateFailure(
          "${\(expression)} is \(value.kindInWords), which cannot stand inside a text")
      }
    }
  }

  /// Writes the value as JSON.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .text(let text): writer.string(text)
    case .json(let value): writer.value(value)
    }
  }
}

/// Why a template could not be filled.
package struct TemplateFailure: Error, Sendable {
  /// The reason, as a sentence without a full stop.
  package let message: String

  /// Creates a failure from its reason.
  package init(_ message: String) {
    self.message = message
  }
}

/// The values that templates of one case can refer to.
package struct TemplateScope: Sendable {
  /// The prefix of all names that the run invents.
  package let run: String
  /// The name that only this case uses.
  package let nonce: String
  /// The number of the seed or row at hand.
  package var index = 0
  /// The values by name; later captures replace earlier ones.
  package var values: [String: ScopeValue]
  /// The names and ids made up so far, which nothing of anybody else's can have.
  private(set) var invented: Set<String> = []
  private var generator: SeededGenerator
  private let now: @Sendable () -> String

  /// Creates a scope.
  package init(
    run: String, nonce: String, values: [String: ScopeValue], generator: SeededGenerator,
    now: @escaping @Sendable () -> String
  ) {
    self.run = run
    self.nonce = nonce
    self.values = values
    self.generator = generator
    self.now = now
  }

  /// A scope for templates that ask nothing of it.
  static var empty: TemplateScope {
    TemplateScope(
      run: "", nonce: "", values: [:], generator: SeededGenerator(seed: 0), now: { "" })
  }

  /// What an expression stands for now.
  mutating func value(of expression: TemplateExpression) throws(TemplateFailure) -> ScopeValue {
    switch expression {
    case .literal(let text): return .text(text)
    case .optional(let name): return values[name] ?? .text("")
    case .variable(let name):
      guard let value = values[name] else {
        throw TemplateFailure("${\(name)} has no value")
      }
      return value
    case .call(let function, let arguments):
      var texts: [String] = []
      for argument in arguments { texts.append(try value(of: argument).text(argument)) }
      return .text(try result(of: function, texts))
    }
  }

  private mutating func invent(_ text: String) -> String {
    invented.insert(text)
    return text
  }

  private mutating func result(
    of function: TemplateFunction, _ arguments: [String]
  ) throws(TemplateFailure) -> String {
    switch function {
    case .nonce:
      invented.insert(nonce)
      return nonce
    case .run: return run
    case .uuid: return invent(generator.uuid())
    case .ulid: return invent(generator.ulid())
    case .now: return now()
    case .index: return String(index)
    case .base64: return Data(arguments[0].utf8).base64EncodedString()
    case .repeat:
      let count = try Self.count(arguments[1], function)
      guard arguments[0].utf8.count * count <= Self.maximumLength else {
        throw TemplateFailure("repeat makes more than \(Self.maximumLength) bytes")
      }
      return String(repeating: arguments[0], count: count)
    case .pad:
      return try Self.padded(
        arguments[0], with: arguments[1], to: Self.count(arguments[2], function))
    case .prefix:
      let count = try Self.count(arguments[1], function)
      return String(String.UnicodeScalarView(arguments[0].unicodeScalars.prefix(count)))
    case .suffix:
      let count = try Self.count(arguments[1], function)
      return String(String.UnicodeScalarView(arguments[0].unicodeScalars.suffix(count)))
    case .lower: return arguments[0].lowercased()
    case .swapcase: return arguments[0].withSwappedCase
    case .digits: return arguments[0].filter { $0.isASCII && $0.isNumber }
    case .later:
      guard let instant = Instant(parsing: arguments[0]) else {
        throw TemplateFailure("later was given \(arguments[0]); it needs an instant (RFC 3339)")
      }
      guard let count = Int(arguments[1]), abs(count) <= 100 * 366 * 86400 else {
        throw TemplateFailure("later was given \(arguments[1]); it needs a number of seconds")
      }
      guard let text = instant.later(by: count).text else {
        throw TemplateFailure("later leads out of the years that can be written")
      }
      return text
    }
  }

  /// The most that one function makes, in bytes: more than any server takes, and no harm here.
  private static let maximumLength = 64 << 20

  private static func padded(
    _ text: String, with filler: String, to length: Int
  ) throws(TemplateFailure) -> String {
    var scalars = text.unicodeScalars
    guard scalars.count < length else {
      return String(String.UnicodeScalarView(scalars.prefix(length)))
    }
    let unit = filler.unicodeScalars
    guard !unit.isEmpty else { throw TemplateFailure("pad was given nothing to fill up with") }
    let missing = length - scalars.count
    scalars.append(
      contentsOf: String(repeating: filler, count: missing / unit.count).unicodeScalars)
    scalars.append(contentsOf: unit.prefix(missing % unit.count))
    return String(scalars)
  }

  private static func count(
    _ text: String, _ function: TemplateFunction
  ) throws(TemplateFailure) -> Int {
    guard let count = Int(text), 0...1_000_000 ~= count else {
      throw TemplateFailure(
        "\(function.rawValue) was given \(text); it needs a number from 0 to 1000000")
    }
    return count
  }
}

/// A value of a suite in which texts may have places for values.
package indirect enum TemplatedValue: Sendable {
  /// A text, or one place for a whole value.
  case template(Template)
  /// A number, Boolean or null.
  case literal(JSONValue)
  /// A list.
  case array([TemplatedValue])
  /// A mapping in the order of the file.
  case object([(name: String, value: TemplatedValue)])

  /// The names of variables it refers to.
  package var variables: [String] {
    switch self {
    case .template(let template): template.variables
    case .literal: []
    case .array(let elements): elements.flatMap(\.variables)
    case .object(let members): members.flatMap(\.value.variables)
    }
  }

  /// The names of variables that it cannot do without.
  package var neededVariables: [String] {
    switch self {
    case .template(let template): template.neededVariables
    case .literal: []
    case .array(let elements): elements.flatMap(\.neededVariables)
    case .object(let members): members.flatMap(\.value.neededVariables)
    }
  }

  /// Whether the value is one optional variable that has no value.
  func isOmitted(in scope: TemplateScope) -> Bool {
    if case .template(let template) = self { template.isOmitted(in: scope) } else { false }
  }

  /// Writes the value with every place filled.
  package func write(
    to writer: inout JSONWriter, in scope: inout TemplateScope
  ) throws(TemplateFailure) {
    switch self {
    case .template(let template): try template.value(in: &scope).write(to: &writer)
    case .literal(let value): writer.value(value)
    case .array(let elements):
      writer.beginArray()
      for element in elements { try element.write(to: &writer, in: &scope) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members where !member.value.isOmitted(in: scope) {
        writer.name(member.name)
        try member.value.write(to: &writer, in: &scope)
      }
      writer.endObject()
    }
  }

  /// What the value stands for in later templates.
  package func scopeValue(in scope: inout TemplateScope) throws(TemplateFailure) -> ScopeValue {
    if case .template(let template) = self { return try template.value(in: &scope) }
    guard let document = try? JSONDocument(parsing: try json(in: &scope)) else {
      throw TemplateFailure("the value is not valid JSON")
    }
    return .json(document.root)
  }

  /// The value as JSON bytes with every place filled.
  package func json(in scope: inout TemplateScope) throws(TemplateFailure) -> [UInt8] {
    var writer = JSONWriter()
    try write(to: &writer, in: &scope)
    return writer.finish()
  }
}

extension String {
  /// The text with capitals for small letters and the other way around, in ASCII.
  var withSwappedCase: String {
    String(
      decoding: utf8.map { byte -> UInt8 in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
          byte ^ 0x20
        default: byte
        }
      }, as: UTF8.self)
  }
}
