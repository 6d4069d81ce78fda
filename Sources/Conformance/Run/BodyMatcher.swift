import Diagnostics
import SchemaValidator

/// Compares values with what a suite expects of them.
struct BodyMatcher {
  /// One place where a value is not what was expected.
  struct Mismatch: Sendable, Hashable {
    let pointer: JSONPointer
    let expected: String
    let got: String
    /// Where the innermost member or part of the pattern stands that is not met.
    var asked = ExpectationPlace.none
  }

  /// The values of templates; expected values are filled when they are compared.
  var scope: TemplateScope
  /// How many values were compared with anything but a pattern for the elements of a list.
  private var comparisons = 0
  /// Where lists had too few elements to show anything, the first of them first.
  private var barren: [JSONPointer] = []

  init(scope: TemplateScope) {
    self.scope = scope
  }

  /// The list because of which nothing at all was looked at; nil where something was.
  var barrenList: JSONPointer? { comparisons == 0 ? barren.first : nil }

  /// Where a value departs from a pattern; nil stands for a value that is not there.
  mutating func mismatches(
    of value: JSONValue?, with pattern: BodyPattern, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    switch pattern {
    case .absent:
      comparisons += 1
      return value.map { [mismatch($0, "no such member", pointer)] } ?? []
    case .present:
      comparisons += 1
      return value == nil ? [missing("a value", pointer)] : []
    case .not(let inner):
      comparisons += 1
      let inside = try mismatches(of: value, with: inner, at: pointer)
      guard inside.isEmpty || value == nil && !inner.isAboutPresence else { return [] }
      return [mismatch(value, "not \(try description(of: inner))", pointer)]
    case .ifPresent(let inner):
      return value == nil ? [] : try mismatches(of: value, with: inner, at: pointer)
    case .all(let parts):
      var all: [Mismatch] = []
      for part in parts { all += try mismatches(of: value, with: part, at: pointer) }
      return all
    default: break
    }
    guard let value else { return [missing(try description(of: pattern), pointer)] }
    switch pattern {
    case .object, .each, .sorted, .orEmpty: break
    default: comparisons += 1
    }
    switch pattern {
    case .equal(let expected):
      let text = try json(expected)
      if let document = try? JSONDocument(parsing: text), document.root == value { return [] }
      return [mismatch(value, String(decoding: text, as: UTF8.self), pointer)]
    case .holds(let expected):
      guard let document = try? JSONDocument(parsing: json(expected)) else {
        return [mismatch(value, try description(of: pattern), pointer)]
      }
      let inner = BodyPattern(holding: document.root)
      return try mismatches(of: value, with: inner, at: pointer)
    case .oneOf(let candidates):
      var texts: [String] = []
      for candidate in candidates {
        let text = try json(candidate)
        if let document = try? JSONDocument(parsing: text), document.root == value { return [] }
        texts.append(String(decoding: text, as: UTF8.self))
      }
      return [mismatch(value, "one of \(texts.joined(separator: ", "))", pointer)]
    case .fits(let schema, let program):
      return program.evaluate(value).violations.map { violation in
        // Of a value of another type the schema says no more than its type.
        let whole = violation.keywordLocation.tokens == ["type"] ? schema.textInWords : nil
        return Mismatch(
          pointer: pointer.appending(violation.instanceLocation),
          expected: whole ?? violation.want, got: violation.got)
      }
    case .object(let members): return try self.members(members, of: value, at: pointer)
    case .exactly(let members):
      return try self.members(members, of: value, at: pointer)
        + others(than: members.map(\.name), in: value, at: pointer)
    case .array(let parts): return try elements(parts, of: value, at: pointer)
    case .each(let inner):
      guard value.kind == .array else { return [mismatch(value, "a list", pointer)] }
      if value.count == 0 { barren.append(pointer) }
      var all: [Mismatch] = []
      for (index, element) in value.elements.enumerated() {
        all += try mismatches(of: element, with: inner, at: pointer.appending(index))
      }
      return all
    case .contains(let inner):
      guard value.kind == .array else { return [mismatch(value, "a list", pointer)] }
      guard try first(like: inner, in: value) == nil else { return [] }
      return [
        Mismatch(
          pointer: pointer, expected: "an element like \(try description(of: inner))",
          got: "none of \(value.count) elements is")
      ]
    case .once(let inner): return try once(inner, in: value, at: pointer)
    case .bounded(let bound): return try mismatches(of: value, with: bound, at: pointer)
    case .range(let range): return try mismatches(of: value, with: range, at: pointer)
    case .length(let length): return mismatches(of: value, with: length, at: pointer)
    case .sorted(let sorting):
      if value.kind == .array, value.count == 0 { barren.append(pointer) } else { comparisons += 1 }
      return mismatches(of: value, with: sorting, at: pointer)
    case .orEmpty(let inner):
      comparisons += 1
      if value.kind == .array, value.count == 0 { return [] }
      return try mismatches(of: value, with: inner, at: pointer)
    case .unordered(let parts): return try unordered(parts, in: value, at: pointer)
    case .same(let same): return try mismatches(of: value, with: same, at: pointer)
    case .nowhere(let text): return try mismatches(of: value, withoutAny: text, at: pointer)
    case .absent, .present, .not, .ifPresent, .all: return []
    }
  }

  /// Where a value departs from one pattern of a list.
  private mutating func mismatches(
    of value: JSONValue?, with part: BodyPattern.Part, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    try mismatches(of: value, with: part.pattern, at: pointer).asked(at: part.place)
  }

  /// The first element of a list that matches a pattern.
  mutating func first(
    like pattern: BodyPattern, in list: JSONValue
  ) throws(TemplateFailure) -> JSONValue? {
    for element in list.elements
    where try mismatches(of: element, with: pattern, at: .root).isEmpty { return element }
    return nil
  }

  private mutating func once(
    _ pattern: BodyPattern, in value: JSONValue, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard value.kind == .array else { return [mismatch(value, "a list", pointer)] }
    var places: [Int] = []
    for (index, element) in value.elements.enumerated()
    where try mismatches(of: element, with: pattern, at: pointer).isEmpty { places.append(index) }
    guard places.count != 1 else { return [] }
    return [
      Mismatch(
        pointer: places.count > 1 ? pointer.appending(places[1]) : pointer,
        expected: "exactly one element like \(try description(of: pattern))",
        got: "\(places.count) of \(value.count) elements")
    ]
  }

  private mutating func members(
    _ members: [BodyPattern.Member], of value: JSONValue, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard value.kind == .object else { return [mismatch(value, "an object", pointer)] }
    var all: [Mismatch] = []
    for member in members {
      all += try mismatches(
        of: value[member.name], with: member.pattern, at: pointer.appending(member.name)
      ).asked(at: member.place)
    }
    return all
  }

  /// The members of an object beside those that are named.
  private func others(
    than names: [String], in value: JSONValue, at pointer: JSONPointer
  ) -> [Mismatch] {
    value.members.filter { member in !names.contains { $0.isSameText(as: member.name) } }.map {
      mismatch($0.value, "no such member", pointer.appending($0.name))
    }
  }

  private mutating func elements(
    _ parts: [BodyPattern.Part], of value: JSONValue, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard value.kind == .array, value.count == parts.count else {
      return [mismatch(value, "a list of \(parts.count) elements", pointer)]
    }
    var all: [Mismatch] = []
    for (index, part) in parts.enumerated() {
      all += try mismatches(of: value[index], with: part, at: pointer.appending(index))
    }
    return all
  }

  /// A pattern in words.
  mutating func description(
    of pattern: BodyPattern
  ) throws(TemplateFailure) -> String {
    switch pattern {
    case .equal(let value), .holds(let value):
      return String(decoding: try json(value), as: UTF8.self)
    case .oneOf(let values):
      var texts: [String] = []
      for value in values { texts.append(String(decoding: try json(value), as: UTF8.self)) }
      return "one of \(texts.joined(separator: ", "))"
    case .fits(let schema, _): return schema.asExpectation
    case .object(let members), .exactly(let members):
      var texts: [String] = []
      for member in members {
        texts.append("\(member.name): \(try description(of: member.pattern))")
      }
      return "{ \(texts.joined(separator: ", ")) }"
    case .array(let parts):
      return "[\(try descriptions(of: parts).joined(separator: ", "))]"
    case .unordered(let parts):
      return "[\(try descriptions(of: parts).joined(separator: ", "))] in any order"
    case .sorted(let sorting): return description(of: sorting)
    case .all(let parts): return try descriptions(of: parts).joined(separator: " and ")
    case .range(let range): return try description(of: range)
    case .length(let length): return description(of: length)
    case .same(let same): return try description(of: same)
    case .not(let inner): return "not \(try description(of: inner))"
    case .absent: return "no such member"
    case .present: return "a value"
    case .contains(let inner): return "a list with \(try description(of: inner))"
    case .once(let inner): return "a list with one \(try description(of: inner))"
    case .ifPresent(let inner): return "nothing, or \(try description(of: inner))"
    case .nowhere(let text): return try description(withoutAny: text)
    case .bounded(let bound): return try description(of: bound)
    case .each(let inner): return "a list of \(try description(of: inner))"
    case .orEmpty(let inner): return "an empty list, or \(try description(of: inner))"
    }
  }

  private mutating func descriptions(
    of parts: [BodyPattern.Part]
  ) throws(TemplateFailure) -> [String] {
    var texts: [String] = []
    for part in parts { texts.append(try description(of: part.pattern)) }
    return texts
  }

  mutating func json(_ value: TemplatedValue) throws(TemplateFailure) -> [UInt8] {
    try value.json(in: &scope)
  }

  private func missing(_ expected: String, _ pointer: JSONPointer) -> Mismatch {
    Mismatch(pointer: pointer, expected: expected, got: "nothing there")
  }

  func mismatch(
    _ value: JSONValue?, _ expected: String, _ pointer: JSONPointer
  ) -> Mismatch {
    guard let value else { return missing(expected, pointer) }
    return Mismatch(pointer: pointer, expected: expected, got: value.shortText)
  }
}

extension BodyPattern {
  /// Whether the pattern asks if there is a value, rather than what it looks like.
  fileprivate var isAboutPresence: Bool {
    switch self {
    case .absent, .present: true
    case .not(let inner): inner.isAboutPresence
    case .all(let parts): parts.contains { $0.pattern.isAboutPresence }
    default: false
    }
  }
}

extension [BodyMatcher.Mismatch] {
  /// The same, asked for at a place unless a place further inside is known.
  fileprivate func asked(at place: ExpectationPlace) -> [BodyMatcher.Mismatch] {
    map { mismatch in
      var mismatch = mismatch
      mismatch.asked = mismatch.asked.or(place)
      return mismatch
    }
  }
}

extension JSONValue {
  /// What a schema asks of a value in words, where `$type`, `$pattern` or `$format` made it.
  fileprivate var asExpectation: String {
    let whole = "a value that fits \(self)"
    guard let type = self["type"]?.stringValue else { return whole }
    let titles = [
      "string": "a text", "number": "a number", "integer": "an integer", "object": "an object",
      "array": "a list", "boolean": "true or false", "null": "null",
    ]
    guard let title = titles[type] else { return whole }
    return count == 1 ? title : textInWords ?? whole
  }

  /// What `$pattern` or `$format` asks of a value in the words by which a schema refuses a text or
  /// a number; nil for any other schema.
  fileprivate var textInWords: String? {
    guard count == 2, let type = self["type"]?.stringValue else { return nil }
    if let pattern = self["pattern"]?.stringValue, type == "string" {
      return "a string that matches \(JSONValue.cut(pattern))"
    }
    let article = type == "integer" ? "an" : "a"
    return self["format"]?.stringValue.map { "\(article) \(type) of the format \($0)" }
  }

  /// The value as JSON text, cut where it is long.
  package var shortText: String {
    Self.cut(description)
  }

  /// The beginning of a text that is long.
  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > 200 else { return text }
    return String(scalars.prefix(200)) + "…"
  }
}
