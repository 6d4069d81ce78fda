/// One way to make a violation.
struct FaultCandidate {
  /// What stands in the place of the valid value.
  let text: [UInt8]
  let summary: String
  /// The way from the place to what is wrong, where that is not the whole value.
  var below: [String] = []

  init(_ text: [UInt8], _ summary: String, below: [String] = []) {
    self.text = text
    self.summary = summary
    self.below = below
  }

  init(_ text: String, _ summary: String) {
    self.init(Array(text.utf8), summary)
  }
}

/// Makes wrong values out of a valid one at one place.
struct FaultMaker {
  let place: ValuePlace
  var builder: ValueBuilder

  /// So many other texts are tried to break a rule.
  private static let tries = 40

  init(_ place: ValuePlace, _ builder: ValueBuilder) {
    self.place = place
    self.builder = builder
  }

  private var shape: Shape { place.shape }
  private var value: JSONValue { place.value }
  private var model: GenerationModel { builder.model }

  /// The ways to violate a keyword here: a list for each violation, of which one way is enough.
  mutating func candidates(
    _ schema: SchemaGraph.NodeID, _ position: Int
  ) -> [[FaultCandidate]] {
    let rule = model.graph.nodes[schema].keywords[position].rule
    switch rule {
    case .type(let types): return wrongTypes(ValueKinds(types))
    case .enumeration(let values): return [unlisted(values.all)]
    case .const(let value): return [unlisted([value])]
    case .not(let id): return [satisfying([id], "a value that not rules out")]
    case .anyOf(let ids): return [otherTypes(ids)]
    case .oneOf(let ids): return [otherTypes(ids), several(ids)]
    case .multipleOf, .minimum, .maximum, .numberFormat:
      return value.kind == .number ? [numbers(rule)] : []
    case .minLength, .maxLength, .pattern, .stringFormat:
      return value.kind == .string ? [strings(rule)] : []
    default:
      if value.kind == .array { return elements(rule) }
      return value.kind == .object ? members(rule) : []
    }
  }

  // MARK: Any value

  private static let samples: [(kind: ValueKinds, text: String, words: String)] = [
    (.string, "\"text\"", "a string"), (.integer, "12345", "a number"),
    (.fraction, "1.5", "a number with a fraction"), (.null, "null", "null"),
    (.true, "true", "a boolean"), (.array, "[]", "an array"), (.object, "{}", "an object"),
  ]

  /// Values of types that are not allowed.
  ///
  /// Where null is not allowed these are two: it, or a fraction, is let through by servers that refuse
  /// everything else. Where it is, a second one would only ask the same once more; then it is one that
  /// nobody reads as the right one, as a number may be read as a text.
  private func wrongTypes(_ allowed: ValueKinds) -> [[FaultCandidate]] {
    let allowsNull = !allowed.isDisjoint(with: .null)
    let wanted: [ValueKinds]
    switch value.kind {
    case .string: wanted = allowsNull ? [.object, .array] : [.integer, .null, .object]
    case .number:
      wanted = allowsNull ? [.fraction, .object, .array] : [.string, .fraction, .null, .true]
    case .boolean: wanted = [.string, .null, .integer]
    case .array: wanted = [.object, .null, .string]
    case .object: wanted = [.array, .null, .string]
    case .null: wanted = [.object, .array, .true, .string, .integer]
    }
    return wanted.filter { kind in
      // A fraction is of another type only where whole numbers are allowed.
      allowed.isDisjoint(with: kind) && (kind != .fraction || allowed.contains(.integer))
    }.prefix(allowsNull ? 1 : 2).compactMap { kind in
      Self.samples.first { $0.kind == kind }.map {
        [FaultCandidate($0.text, "\($0.words) in place of \(Phrase.short(value))")]
      }
    }
  }

  /// Values of types that none of the branches allows.
  private func otherTypes(_ ids: [SchemaGraph.NodeID]) -> [FaultCandidate] {
    var allowed: ValueKinds = []
    for id in ids { allowed.formUnion(MinimalDepths.kinds(model.depths[id])) }
    return Self.samples.filter {
      shape.mentioned.contains($0.kind) || allowed.isDisjoint(with: $0.kind)
    }
    .map { FaultCandidate($0.text, "\($0.words), which no alternative allows") }
  }

  /// Values that are not among the listed ones, those of the same type first.
  private func unlisted(_ values: [JSONValue]) -> [FaultCandidate] {
    var texts: [[UInt8]] = []
    if let text = value.stringValue {
      texts += [text + "-x", "x" + text, "unlisted"].map(\.jsonText)
      let length = text.unicodeScalars.count
      if length > 0 { texts.append(String(repeating: "~", count: length).jsonText) }
    }
    if value.kind == .number {
      texts += ["0", "1", "2", "-1", "99999", "0.5"].map { Array($0.utf8) }
    }
    if value.kind == .boolean {
      texts.append(Array((value.boolValue == true ? "false" : "true").utf8))
    }
    texts += Self.samples.map { Array($0.text.utf8) }
    return texts.compactMap { text in
      guard let document = try? JSONDocument(parsing: text), !values.contains(document.root) else {
        return nil
      }
      return FaultCandidate(
        text,
        "\(Phrase.short(document.root)), which is not allowed, in place of \(Phrase.short(value))")
    }
  }

  /// Values that satisfy some schemas beside those of the place.
  private mutating func satisfying(
    _ schemas: [SchemaGraph.NodeID], _ words: String
  ) -> [FaultCandidate] {
    var found: [FaultCandidate] = []
    for isSmallest in [true, false, false] {
      builder.restart()
      builder.isSmallest = isSmallest
      builder.density = 50
      if builder.append(builder.demand(schemas), depth: 0) == nil {
        found.append(FaultCandidate(builder.out, words))
      }
    }
    return found
  }

  /// Values that match two branches at once.
  private mutating func several(_ ids: [SchemaGraph.NodeID]) -> [FaultCandidate] {
    let taken = ids.filter { model.verdict($0, value) == true }
    guard let taken = taken.first else { return [] }
    var found: [FaultCandidate] = []
    for other in ids where other != taken && found.count < 3 {
      let demand = builder.demand([taken, other])
      if case .contradiction = builder.tree(demand).content { continue }
      found += satisfying([taken, other], "a value that matches two alternatives")
    }
    return found
  }

  // MARK: Numbers

  private mutating func numbers(_ rule: Rule) -> [FaultCandidate] {
    let kind: ValueKinds = shape.kinds.contains(.integer) ? .integer : .fraction
    switch rule {
    case .minimum(let bound, let exclusive):
      var demand = shape.number
      demand.minimum = (bound, exclusive)
      demand.maximum = nil
      let below = NumberChoice(demand, kind).beyond.below
      return (below.map { [$0] } ?? []).map { FaultCandidate($0, "\($0), below the minimum") }
    case .maximum(let bound, let exclusive):
      var demand = shape.number
      demand.maximum = (bound, exclusive)
      demand.minimum = nil
      let above = NumberChoice(demand, kind).beyond.above
      return (above.map { [$0] } ?? []).map { FaultCandidate($0, "\($0), above the maximum") }
    case .multipleOf(let divisor):
      var demand = shape.number
      demand.divisors.removeAll { $0 == divisor }
      return [kind, .fraction].filter { shape.kinds.contains($0) }.flatMap {
        kind -> [FaultCandidate] in
        let choice = NumberChoice(demand, kind)
        guard !choice.isEmpty else { return [] }
        let numbers =
          choice.edges + (0..<Self.tries).map { _ in choice.any(&builder.random) }
          + (kind == .fraction ? ["0.000000001"] : [])
        return numbers.filter { JSONNumber(parsing: $0)?.isMultiple(of: divisor) == false }.prefix(
          3
        )
        .map { FaultCandidate($0, "\($0), no multiple of \(Phrase.cut(divisor.text))") }
      }
    case .numberFormat(let format, let name):
      let texts: [String]
      switch format {
      case .int32: texts = ["2147483648", "-2147483649", "0.5"]
      case .int64: texts = ["9223372036854775808", "-9223372036854775809", "0.5"]
      case .float: texts = ["1e39", "-1e39"]
      case .double: texts = ["1e309", "-1e309"]
      }
      return texts.map { FaultCandidate($0, "\($0), no \(name)") }
    default: return []
    }
  }

  // MARK: Strings

  private mutating func strings(_ rule: Rule) -> [FaultCandidate] {
    let text = value.stringValue ?? ""
    switch rule {
    case .minLength(let length):
      guard length > 0 else { return [] }
      var demand = shape.text
      demand.minimum = 0
      let made = TextChoice(demand, &builder.texts).text(length: length - 1, &builder.random)
      let cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(length - 1)))
      return [made, cut].compactMap { $0 }.map {
        FaultCandidate(
          $0.jsonText, "a text of \(Phrase.plural(length - 1, "character")), one too few")
      }
    case .maxLength(let length):
      guard length < TextChoice.lengthLimit else { return [] }
      var demand = shape.text
      demand.maximum = nil
      let made = TextChoice(demand, &builder.texts).text(length: length + 1, &builder.random)
      let longer = text + String(repeating: "a", count: length + 1 - text.unicodeScalars.count)
      return [made, longer].compactMap { $0 }.map {
        FaultCandidate(
          $0.jsonText, "a text of \(Phrase.plural(length + 1, "character")), one too many")
      }
    case .pattern(let pattern, let source):
      return broken(text, "that does not match \(Phrase.pattern(source))") {
        pattern.match(Array($0.utf8).span) == .noMatch
      }
    case .stringFormat(let format, let name):
      return broken(text, "that is no \(name)") { !format.holds(Array($0.utf8).span) }
    default: return []
    }
  }

  /// Texts near a valid one that break a rule, those first that keep the lengths.
  private func broken(
    _ text: String, _ words: String, _ isBroken: (String) -> Bool
  ) -> [FaultCandidate] {
    var texts: [String] = []
    let scalars = Array(text.unicodeScalars)
    for mark in ["!", " ", "\u{e9}", "0", "a", "\n"] as [Unicode.Scalar] {
      for index in [scalars.count - 1, 0] where scalars.indices.contains(index) {
        var changed = scalars
        changed[index] = mark
        texts.append(String(String.UnicodeScalarView(changed)))
      }
      texts.append(
        String(repeating: String(Character(mark)), count: max(scalars.count, shape.text.minimum)))
      texts.append(text + String(Character(mark)))
      texts.append(String(Character(mark)) + text)
    }
    texts += FormatText.broken
    texts += FormatText.broken.map { broken in
      let missing = shape.text.minimum - broken.unicodeScalars.count
      return missing > 0 ? broken + String(repeating: " ", count: missing) : broken
    }
    let lengths = shape.text.minimum...max(shape.text.minimum, shape.text.maximum ?? .max)
    let found = texts.filter(isBroken)
    let fitting = found.filter { lengths.contains($0.unicodeScalars.count) }
    return (fitting.prefix(8) + found.prefix(2)).map {
      FaultCandidate($0.jsonText, "\(Phrase.cut($0.debugDescription, to: 80)), \(words)")
    }
  }

  // MARK: Arrays

  private mutating func elements(_ rule: Rule) -> [[FaultCandidate]] {
    let elements = value.elements.map { Array($0.description.utf8) }
    func array(_ elements: [[UInt8]]) -> [UInt8] {
      [UInt8(ascii: "[")] + Array(elements.joined(separator: [UInt8(ascii: ",")]))
        + [UInt8(ascii: "]")]
    }
    switch rule {
    case .minItems(let count):
      guard count > 0, elements.count >= count else { return [] }
      return [
        [
          FaultCandidate(
            array(Array(elements.prefix(count - 1))),
            "\(Phrase.plural(count - 1, "item")), one too few")
        ]
      ]
    case .maxItems(let count):
      guard count < 2_000, let longer = extended(elements, to: count + 1) else { return [] }
      return [[FaultCandidate(array(longer), "\(Phrase.plural(count + 1, "item")), one too many")]]
    case .uniqueItems:
      var elements = elements
      if elements.isEmpty { elements = extended([], to: 1) ?? [] }
      guard let first = elements.first, let last = elements.last else { return [] }
      let words = "an item that is there twice"
      return [
        [
          FaultCandidate(array(elements + [last]), words),
          FaultCandidate(array(Array(elements.dropLast()) + [first]), words),
          FaultCandidate(array([first, first] + elements.dropFirst(2)), words),
        ]
      ]
    case .items(let id, let from):
      guard model.graph.nodes[id].constant == false else { return [] }
      guard let longer = extended(elements, to: from) else { return [] }
      return [
        [
          FaultCandidate(
            array(longer + [Array("null".utf8)]), "an item too many", below: [String(from)])
        ]
      ]
    case .prefixItems(let ids):
      let closed = ids.firstIndex { model.graph.nodes[$0].constant == false }
      guard let closed, let longer = extended(elements, to: closed) else { return [] }
      return [
        [
          FaultCandidate(
            array(longer + [Array("null".utf8)]), "an item where none is allowed",
            below: [String(closed)])
        ]
      ]
    case .unevaluatedItems(let id):
      guard model.graph.nodes[id].constant == false else { return [] }
      let listed = shape.array.groups.map(\.prefix.count).max() ?? 0
      guard let longer = extended(elements, to: max(listed, elements.count)) else { return [] }
      return [
        ["null", "\"text\"", "{}"].map { sample in
          FaultCandidate(
            array(longer + [Array(sample.utf8)]), "an item too many, which nothing speaks of",
            below: [String(longer.count)])
        }
      ]
    case .contains:
      let others = ["null", "\"text\"", "0", "{}"].map { sample in
        array(elements.map { _ in Array(sample.utf8) })
      }
      return [([array([])] + others).map { FaultCandidate($0, "no item that contains asks for") }]
    default: return []
    }
  }

  /// The elements with more of them, all different where they have to be.
  private mutating func extended(_ elements: [[UInt8]], to count: Int) -> [[UInt8]]? {
    var elements = elements
    if elements.count >= count { return Array(elements.prefix(count)) }
    if !shape.array.isUnique, let last = elements.last {
      let listed = shape.array.groups.map(\.prefix.count).max() ?? 0
      if elements.count > listed {
        return elements + Array(repeating: last, count: count - elements.count)
      }
    }
    var seen = Set(elements)
    while elements.count < count {
      builder.restart()
      builder.isSmallest = true
      let problem = builder.appendElement(
        elements.count, of: count, shape, &seen, depth: 0)
      if problem != nil { return nil }
      elements.append(builder.out)
    }
    return elements
  }

  // MARK: Objects

  private mutating func members(_ rule: Rule) -> [[FaultCandidate]] {
    switch rule {
    case .required(let names, _):
      return names.map { [FaultCandidate(without([$0]), "\(Phrase.name($0)) left out")] }
    case .dependentRequired(let rules):
      var found: [[FaultCandidate]] = []
      for rule in rules {
        guard value[rule.name] != nil || !shape.object.forbidden.contains(Array(rule.name.utf8)),
          let member = value[rule.name].map({ Array($0.description.utf8) }) ?? made(rule.name)
        else { continue }
        for need in rule.needs {
          let others = written.filter { ![need, rule.name].contains($0.0) }
          found.append([
            FaultCandidate(
              text(others + [(rule.name, member)]),
              "\(Phrase.name(need)) left out, which \(Phrase.name(rule.name)) needs")
          ])
        }
      }
      return found
    case .patternProperties(let schemas):
      return schemas.filter { model.graph.nodes[$0.node].constant == false }.map { schema in
        let choice = builder.textChoice(by: schema.pattern)
        return [choice.shortest(&builder.random), choice.any(&builder.random)].compactMap { name in
          name.map { with($0, "1", "the member \(Phrase.name($0)), which is not allowed") }
        }
      }
    case .additionalProperties(let id, _, _), .unevaluatedProperties(let id):
      guard model.graph.nodes[id].constant == false else { return [] }
      return [
        [ShapeDraft.unnamed, "x-\(ShapeDraft.unnamed)"].map {
          with($0, "1", "the member \($0), which nothing names")
        }
      ]
    case .properties(let schemas, _):
      return schemas.filter { model.graph.nodes[$0.node].constant == false }.map {
        [with($0.name, "1", "the member \(Phrase.name($0.name)), which is not allowed")]
      }
    case .propertyNames(let id): return [badNames(id)]
    case .minProperties(let count):
      let names = value.members.map(\.name)
      let required = Set(shape.object.required)
      let optional = names.filter { !required.contains(Array($0.utf8)) }
      let surplus = names.count - (count - 1)
      guard surplus > 0, optional.count >= surplus else { return [] }
      return [
        [
          FaultCandidate(
            without(Array(optional.suffix(surplus))),
            "\(Phrase.plural(count - 1, "member")), one too few")
        ]
      ]
    case .maxProperties(let count): return count < 2_000 ? [crowded(count + 1)] : []
    default: return []
    }
  }

  /// A value for a member that is not there.
  private mutating func made(_ name: String) -> [UInt8]? {
    builder.restart()
    builder.isSmallest = true
    let demand = builder.demand(shape.object.schemas(forName: Array(name.utf8)))
    return builder.append(demand, depth: 0) == nil ? builder.out : nil
  }

  private func text(_ members: [(String, [UInt8])]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (name, text) in members {
      writer.name(name)
      writer.raw(text)
    }
    writer.endObject()
    return writer.finish()
  }

  private var written: [(String, [UInt8])] {
    value.members.map { ($0.name, Array($0.value.description.utf8)) }
  }

  private func without(_ names: [String]) -> [UInt8] {
    text(written.filter { member in !names.contains { $0.utf8.elementsEqual(member.0.utf8) } })
  }

  private func with(_ name: String, _ text: String, _ summary: String) -> FaultCandidate {
    let others = written.filter { !$0.0.utf8.elementsEqual(name.utf8) }
    return FaultCandidate(
      self.text(others + [(name, Array(text.utf8))]), summary, below: [name])
  }

  /// Members whose names are not allowed, with a value that is.
  private mutating func badNames(_ id: SchemaGraph.NodeID) -> [FaultCandidate] {
    let names = [
      "", "!", " ", "A", "1", "a", "not a name", "\u{e9}", String(repeating: "n", count: 300),
    ]
    return names.filter { name in
      guard value[name] == nil, let document = try? JSONDocument(parsing: name.jsonText) else {
        return false
      }
      return model.verdict(id, document.root) == false
    }.compactMap { name in
      guard let member = made(name) else { return nil }
      return with(
        name, String(decoding: member, as: UTF8.self),
        "a member with the name \(Phrase.name(name)), which is not allowed")
    }
  }

  /// An object with more members than are allowed.
  private mutating func crowded(_ count: Int) -> [FaultCandidate] {
    var members = written
    builder.restart()
    var names = Set(members.map { Array($0.0.utf8) })
    let known = builder.members(shape).map(\.key)
    var next = 0
    while members.count < count, next < known.count + 2 * count {
      let position = next - known.count
      next += 1
      // What no schema allows to be there may still have a name of its own.
      let key =
        position < 0
        ? known[position + known.count]
        : builder.extraName(shape.object, position) ?? Array("key\(position + 1)".utf8)
      guard !names.contains(key), !shape.object.forbidden.contains(key) else { continue }
      builder.restart()
      builder.isSmallest = true
      let demand = builder.demand(shape.object.schemas(forName: key))
      guard builder.append(demand, depth: 0) == nil else { continue }
      names.insert(key)
      members.append((String(decoding: key, as: UTF8.self), builder.out))
    }
    guard members.count == count else { return [] }
    return [FaultCandidate(text(members), "\(Phrase.plural(count, "member")), one too many")]
  }
}
