import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The names of all matchers.
  static let matchers = [
    "$absent", "$present", "$ifPresent", "$oneOf", "$not", "$all", "$contains", "$once", "$each",
    "$orEmpty", "$unordered", "$sorted", "$exactly", "$same", "$fits", "$type", "$pattern",
    "$format", "$range", "$length", "$notBefore", "$notAfter", "$nowhere",
  ]
  /// Whether a name is that of a matcher, or of one with a slip.
  static func meansMatcher(_ name: String) -> Bool {
    name.utf8.first == UInt8(ascii: "$")
      && (matchers.contains { $0.isSameText(as: name) }
        || EditDistance.nearest(to: name, in: matchers) != nil)
  }

  /// The matchers whose operands are read before there are values.
  private static let compiledMatchers: Set = [
    "$oneOf", "$all", "$unordered", "$sorted", "$fits", "$type", "$pattern", "$format", "$length",
  ]
  /// The keys of `$notBefore` and `$notAfter` with an order.
  static let boundKeys = ["value", "order"]
  /// The keys of `$same`.
  static let sameKeys = ["as", "ignoring"]
  /// The keys of `$sorted`.
  static let sortingKeys = ["by", "descending", "nulls"]
  /// The keys of `$range` and `$length`.
  static let rangeKeys = ["min", "max"]

  /// Reads a mapping with one member whose name begins with `$`.
  mutating func matcher(_ node: ManifestNode) -> BodyPattern? {
    guard let mapping = node.mapping("a matcher", keys: Self.matchers, &mistakes) else {
      return nil
    }
    // Strange keys have been refused already.
    guard mapping.members.allSatisfy({ Self.matchers.contains($0.name) }) else { return nil }
    guard mapping.members.count == 1, let member = mapping.members.first else {
      mistakes.add(
        code: "suite.two-matchers", "a matcher stands alone; found \(mapping.members.count)",
        at: node, fix: "keep one of them, or write them as a list under \"$all:\"")
      return nil
    }
    let name = member.name
    // What has to be known before a run may come out of the case's row.
    let operand = Self.compiledMatchers.contains(name) ? writtenValue(member.node) : member.node
    switch name {
    case "$absent", "$present":
      guard operand.boolean(name, &mistakes) != nil else { return nil }
      return (name == "$absent") == (operand.value.boolValue == true) ? .absent : .present
    case "$oneOf":
      guard let values = operand.list("values", &mistakes) else { return nil }
      if values.isEmpty {
        remarkImpossible(
          "\"$oneOf\" has no value, so that nothing will do", at: operand, fix: "add a value")
      }
      return .oneOf(values.compactMap { equal($0) })
    case "$not": return patternUnderCondition(operand).map(BodyPattern.not)
    case "$all":
      guard let nodes = operand.list("patterns", &mistakes) else { return nil }
      let parts = parts(nodes)
      if parts.haveContraryBounds {
        remarkImpossible(
          "the bounds contradict each other, so that nothing will do", at: operand,
          fix: "exchange them, or take one of them out")
      }
      return .all(parts)
    case "$unordered":
      return operand.list("patterns", &mistakes).map { .unordered(parts($0)) }
    case "$sorted": return sorting(operand)
    case "$exactly":
      if let divided = Self.dividedMembers(in: operand.value) {
        mistakes.add(
          code: "suite.two-matchers", "members under \"$all\" are never all of them",
          at: ManifestNode(value: divided, document: operand.document),
          fix: "write them as one mapping under \"$exactly:\"")
      }
      return pattern(operand)?.closed
    case "$same": return same(operand)
    case "$range": return range(operand)
    case "$length": return length(operand)
    case "$contains": return pattern(operand).map(BodyPattern.contains)
    case "$each": return patternUnderCondition(operand).map(BodyPattern.each)
    case "$orEmpty": return patternUnderCondition(operand).map(BodyPattern.orEmpty)
    case "$once": return pattern(operand).map(BodyPattern.once)
    case "$ifPresent": return patternUnderCondition(operand).map(BodyPattern.ifPresent)
    case "$nowhere": return equal(operand).map(BodyPattern.nowhere)
    case "$notBefore": return bound(.notBefore, operand)
    case "$notAfter": return bound(.notAfter, operand)
    case "$fits":
      refuseTemplates(in: operand, of: name)
      return fits(operand.value, at: operand)
    case "$type", "$pattern", "$format":
      if name == "$format", !isFormat(operand) { return nil }
      refuseTemplates(in: operand, of: name)
      return sugar(String(name.dropFirst()), operand)
    default: return nil
    }
  }

  /// Reads a pattern that need not be met for what it stands in to be met.
  private mutating func patternUnderCondition(_ node: ManifestNode) -> BodyPattern? {
    conditions += 1
    defer { conditions -= 1 }
    return pattern(node)
  }

  /// Warns of what no answer can meet, unless it stands where it need not be met.
  private mutating func remarkImpossible(_ message: String, at node: ManifestNode, fix: String) {
    guard conditions == 0 else { return }
    mistakes.add(
      .warning, code: "suite.impossible-expectation", message, at: node, fix: fix)
  }

  /// An `$all` in which several mappings describe members of one object; nil for none.
  private static func dividedMembers(in value: JSONValue) -> JSONValue? {
    if let parts = value["$all"] {
      let mappings = parts.elements.count { part in
        part.kind == .object && !part.members.contains { $0.name.utf8.first == UInt8(ascii: "$") }
      }
      if mappings > 0 { return parts }
    }
    let inner = value.kind == .object ? value.members.map(\.value) : Array(value.elements)
    return inner.lazy.compactMap(dividedMembers).first
  }

  /// Reads a bound: an instant, or a value with the order it has its place in.
  private mutating func bound(
    _ side: BodyPattern.Bound.Side, _ operand: ManifestNode
  ) -> BodyPattern? {
    guard operand.value.kind == .object else {
      return equal(operand).map { .bounded(.init(side: side, value: $0, order: nil)) }
    }
    guard
      let mapping = operand.mapping(side.rawValue, keys: Self.boundKeys, &mistakes),
      let value = mapping.required("value", of: side.rawValue, &mistakes).flatMap({ equal($0) }),
      let order = mapping.required("order", of: side.rawValue, &mistakes)?
        .list("values", &mistakes)
    else { return nil }
    return .bounded(.init(side: side, value: value, order: order.compactMap { equal($0) }))
  }

  /// Reads an earlier value and the places that do not count.
  private mutating func same(_ operand: ManifestNode) -> BodyPattern? {
    guard
      let mapping = operand.mapping(
        "$same", keys: Self.sameKeys,
        insteadOfOther: "write \"$same: { as: \(operand.shortText ?? "…") }\"", &mistakes),
      let value = mapping.required("as", of: "$same", &mistakes).flatMap({ equal($0) })
    else { return nil }
    let ignored = (mapping["ignoring"]?.list("JSON pointers", &mistakes) ?? [])
      .compactMap { $0.pointer("ignoring", &mistakes) }
    return .same(.init(value: value, ignored: ignored))
  }

  /// Reads the order of a list.
  private mutating func sorting(_ operand: ManifestNode) -> BodyPattern? {
    guard
      let mapping = operand.mapping("$sorted", keys: Self.sortingKeys, &mistakes),
      let key = mapping.required("by", of: "$sorted", &mistakes)?.pointer("by", &mistakes)
    else { return nil }
    let isDescending = mapping["descending"].flatMap { $0.boolean("descending", &mistakes) }
    let nulls = mapping["nulls"].flatMap {
      $0.word("nulls", as: BodyPattern.Sorting.Nulls.self, &mistakes)
    }
    return .sorted(
      .init(key: key, isDescending: isDescending ?? false, nulls: nulls ?? .last))
  }

  /// Reads the bounds of a number, each a number or a template for one.
  private mutating func range(_ operand: ManifestNode) -> BodyPattern? {
    guard let mapping = bounds("$range", operand) else { return nil }
    var bounds: [String: TemplatedValue] = [:]
    for member in mapping.members {
      let node = member.node
      guard let value = equal(node) else { return nil }
      if case .template(let template) = value, template.literal == nil {
        bounds[member.name] = value
      } else if node.value.kind == .number {
        bounds[member.name] = value
      } else {
        mistakes.add(
          code: "suite.wrong-type", "found \(node.value.kindInWords); expected a number", at: node,
          fix: "write a number")
        return nil
      }
    }
    let numbers = (mapping["min"]?.value.numberValue, mapping["max"]?.value.numberValue)
    if let low = numbers.0, let high = numbers.1, high < low { refuseEmptyRange(operand) }
    return .range(.init(minimum: bounds["min"], maximum: bounds["max"]))
  }

  /// Reads a length, or its bounds.
  private mutating func length(_ operand: ManifestNode) -> BodyPattern? {
    let limits = 0...Int(Int32.max)
    guard operand.value.kind == .object else {
      return operand.integer("$length", in: limits, &mistakes).map {
        .length(.init(minimum: $0, maximum: $0))
      }
    }
    guard let mapping = bounds("$length", operand) else { return nil }
    let low = mapping["min"].flatMap { writtenValue($0).integer("min", in: limits, &mistakes) }
    let high = mapping["max"].flatMap { writtenValue($0).integer("max", in: limits, &mistakes) }
    if let low, let high, high < low { refuseEmptyRange(operand) }
    return .length(.init(minimum: low, maximum: high))
  }

  /// Reads a mapping of `min` and `max`, one of which may be left out.
  private mutating func bounds(_ name: String, _ operand: ManifestNode) -> ManifestMapping? {
    guard let mapping = operand.mapping(name, keys: Self.rangeKeys, &mistakes) else { return nil }
    if mapping["min"] == nil, mapping["max"] == nil {
      mistakes.add(
        code: "suite.empty", "\(name) has no bound", at: operand, fix: "add \"min:\" or \"max:\"")
      return nil
    }
    return mapping
  }

  private mutating func refuseEmptyRange(_ node: ManifestNode) {
    mistakes.add(
      code: "suite.empty", "the smallest is larger than the largest, so that nothing will do",
      at: node, fix: "exchange \"min:\" and \"max:\"")
  }

  /// Whether a value names a format that can be asserted; refuses any other.
  private mutating func isFormat(_ operand: ManifestNode) -> Bool {
    guard let name = operand.text("$format", &mistakes) else { return false }
    let known = SchemaFormat.names
    if known.contains(where: { $0.isSameText(as: name) }) { return true }
    let nearest = EditDistance.nearest(to: name, in: known)
    mistakes.add(
      code: "suite.unknown-word", "no format is called \"\(name)\"", at: operand,
      fix: nearest.map { "write \"\($0)\"" } ?? "use one of: \(known.joined(separator: ", "))")
    return false
  }

  /// Refuses places for values, where a schema would take them as they are written.
  private mutating func refuseTemplates(in operand: ManifestNode, of name: String) {
    var unread = MistakeList()
    guard operand.templatedValue(&unread)?.variables.isEmpty == false else { return }
    let isOfRow = noteRowValues(in: operand)
    mistakes.add(
      code: "suite.bad-template", "\(name) is compiled before there are values", at: operand,
      fix: isOfRow
        ? "give the rows a value that is all of it, and write that alone, as in "
          + "\"\(name): ${…}\"; or compare with the value itself"
        : "compare with the value itself, or write \"$${\" for the characters")
  }

  /// Reads a matcher that is short for a schema with one keyword.
  private mutating func sugar(_ keyword: String, _ operand: ManifestNode) -> BodyPattern? {
    var writer = JSONWriter()
    writer.beginObject()
    if keyword != "type" {
      let format = keyword == "format" ? operand.value.stringValue : nil
      writer.name("type")
      writer.string(format.map(SchemaFormat.isForNumbers) == true ? "number" : "string")
    }
    writer.name(keyword)
    writer.value(operand.value)
    writer.endObject()
    guard let document = try? JSONDocument(parsing: writer.finish()) else { return nil }
    // The formats of OpenAPI are known to its own dialects only.
    return fits(
      document.root, at: operand, dialect: keyword == "format" ? .openAPI31 : .draft202012)
  }

  private mutating func fits(
    _ schema: JSONValue, at node: ManifestNode, dialect: SchemaDialect = .draft202012
  ) -> BodyPattern? {
    do {
      let bytes = Array(schema.description.utf8)
      let program = try InlineSchema.compile(bytes, dialect: dialect)
      return .fits(schema, program)
    } catch {
      mistakes.add(
        code: "suite.bad-schema", error.message, at: node, fix: error.fix)
      return nil
    }
  }
}

extension [BodyPattern.Part] {
  /// Whether bounds among them that are known before a run leave nothing between them.
  fileprivate var haveContraryBounds: Bool {
    var numbers = Bounds<JSONNumber>()
    var lengths = Bounds<Int>()
    var instants = Bounds<Instant>()
    for part in self {
      switch part.pattern {
      case .range(let range):
        numbers.narrow(from: range.minimum?.number, to: range.maximum?.number)
      case .length(let length): lengths.narrow(from: length.minimum, to: length.maximum)
      case .bounded(let bound):
        guard bound.order == nil, case .template(let template) = bound.value,
          let instant = template.literal.flatMap({ Instant(parsing: $0) })
        else { continue }
        switch bound.side {
        case .notBefore: instants.narrow(from: instant, to: nil)
        case .notAfter: instants.narrow(from: nil, to: instant)
        }
      default: continue
      }
    }
    return numbers.areContrary || lengths.areContrary || instants.areContrary
  }
}

/// The narrowest of several bounds.
private struct Bounds<Value: Comparable> {
  private var lowest: Value?
  private var highest: Value?

  mutating func narrow(from low: Value?, to high: Value?) {
    if let low { lowest = lowest.map { max($0, low) } ?? low }
    if let high { highest = highest.map { min($0, high) } ?? high }
  }

  /// Whether nothing is between them.
  var areContrary: Bool {
    if let lowest, let highest { highest < lowest } else { false }
  }
}

extension ManifestNode {
  /// A short text or number as a mapping in braces may hold it; nil for anything else.
  fileprivate var shortText: String? {
    switch value.kind {
    case .number, .boolean: return value.description
    case .string:
      guard let text = value.stringValue, text.utf8.count < 60,
        !text.contains(where: { $0 == "'" || $0.isNewline })
      else { return nil }
      return "'\(text)'"
    case .null, .array, .object: return nil
    }
  }
}

extension TemplatedValue {
  /// The number it is, whatever variables there are; nil for anything else.
  fileprivate var number: JSONNumber? {
    if case .literal(let value) = self { value.numberValue } else { nil }
  }
}
