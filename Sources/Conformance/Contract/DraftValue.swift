package import SchemaValidator

/// A value on its way out of a text, with everything that the text can stand for.
indirect enum DraftValue: Sendable {
  case null
  case boolean(Bool)
  /// A number in JSON's grammar.
  case number(String)
  case string(String)
  /// A value that was JSON in the text.
  case json(JSONValue)
  case array([DraftValue])
  case object([(name: String, value: DraftValue)])
  /// The text can stand for any of these, the likeliest first; never empty.
  case choice([DraftValue])

  /// The options as one value; nil for none.
  init?(anyOf options: [DraftValue]) {
    guard let first = options.first else { return nil }
    self = options.count == 1 ? first : .choice(options)
  }
}

// MARK: - Scalars

extension DraftValue {
  /// What a text can stand for under a schema.
  ///
  /// A schema that names types turns the text into one of them, strings and null last. One that
  /// names none leaves it a string; that it could be more is kept as a choice.
  init(scalar text: String, _ shape: SchemaShape) throws(UnreadableText) {
    let types = shape.types
    let allowed = types ?? .scalars
    var options: [DraftValue] = []
    if allowed.contains(.boolean), let flag = Bool(text) { options.append(.boolean(flag)) }
    if !allowed.isDisjoint(with: .number), let number = JSONNumber(parsing: text),
      number.isInteger ? allowed.contains(.integer) : allowed.contains(.fraction)
    {
      options.append(.number(text))
    }
    if allowed.contains(.string) { options.append(.string(text)) }
    // There is no agreed text for null; these two are what clients send.
    if allowed.contains(.null), text.utf8.isEmpty || text.isSameText(as: "null") {
      options.append(.null)
    }
    if types == nil {
      options = [.string(text)] + options.filter { if case .string = $0 { false } else { true } }
    }
    guard let draft = DraftValue(anyOf: options) else {
      throw UnreadableText(text: text.utf8, expected: allowed.phrase)
    }
    self = draft
  }
}

extension SchemaShape.Types {
  /// The types as a sentence names them: `an integer or null`.
  var phrase: String {
    var words: [String] = []
    if contains(.number) {
      words.append("a number")
    } else if contains(.integer) {
      words.append("an integer")
    } else if contains(.fraction) {
      words.append("a number with a fraction")
    }
    if contains(.boolean) { words.append("true or false") }
    if contains(.string) { words.append("a string") }
    if contains(.null) { words.append("null") }
    if contains(.array) { words.append("an array") }
    if contains(.object) { words.append("an object") }
    return words.isEmpty ? "nothing, since the schema allows no value" : words.alternatives
  }
}

// MARK: - Deciding

extension DraftValue {
  /// How many readings of one text are told apart; lists of ambiguous texts have no end of them.
  static let readingLimit = 64

  /// The values the text can stand for, the likeliest first, at least one.
  func readings(limit: Int = readingLimit) -> [DraftValue] {
    switch self {
    case .null, .boolean, .number, .string, .json: return [self]
    case .choice(let options):
      var readings: [DraftValue] = []
      for option in options where readings.count < limit {
        readings += option.readings(limit: limit - readings.count)
      }
      return readings
    case .array(let elements):
      return Self.combinations(elements, limit).map { .array($0) }
    case .object(let members):
      return Self.combinations(members.map(\.value), limit).map { values in
        .object(zip(members, values).map { (name: $0.name, value: $1) })
      }
    }
  }

  /// Every way to read all parts; those past the limit are read in their likeliest way.
  private static func combinations(_ parts: [DraftValue], _ limit: Int) -> [[DraftValue]] {
    var combinations: [[DraftValue]] = [[]]
    for part in parts {
      var readings = part.readings(limit: limit)
      if readings.count * combinations.count > limit { readings = [readings[0]] }
      if readings.count == 1 {
        for index in combinations.indices { combinations[index].append(readings[0]) }
      } else {
        combinations = combinations.flatMap { start in readings.map { start + [$0] } }
      }
    }
    return combinations
  }

  /// The value as JSON; a choice as its likeliest option.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let flag): writer.bool(flag)
    case .number(let text): writer.number(text: text)
    case .string(let text): writer.string(text)
    case .json(let value): writer.value(value)
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.name(member.name)
        member.value.write(to: &writer)
      }
      writer.endObject()
    case .choice(let options): options.first?.write(to: &writer)
    }
  }

  /// The value as JSON.
  /// - Throws: ``UnreadableText`` when it is nested deeper than JSON is read.
  func json() throws(UnreadableText) -> JSONValue {
    if case .json(let value) = self { return value }
    var writer = JSONWriter(.compact)
    write(to: &writer)
    do {
      return try JSONDocument(parsing: writer.finish()).root
    } catch {
      throw UnreadableText(found: "a value for which \(error.message)", expected: "a smaller one")
    }
  }

  /// The value a schema takes the text for, and the others it could be taken for as well.
  ///
  /// Readings that the schema refuses do not count as long as it accepts one.
  func decided(by schema: ContractSchema?) throws(UnreadableText) -> TextReading {
    let drafts = readings()
    var values: [JSONValue] = []
    for draft in drafts { values.append(try draft.json()) }
    if values.count > 1, let program = schema?.program {
      let accepted = values.filter { program.isValid($0) }
      if !accepted.isEmpty { values = accepted }
    }
    return TextReading(value: values[0], alternatives: Array(values.dropFirst()))
  }
}

/// What a text stands for.
package struct TextReading: Sendable, Hashable {
  /// The value.
  package let value: JSONValue
  /// Other values that the same text can stand for and the schema accepts as well, at most 63.
  ///
  /// A schema that allows both `12` and `"12"` cannot tell which one a client meant.
  package let alternatives: [JSONValue]

  /// Whether the text can stand for more than the value.
  package var isAmbiguous: Bool { !alternatives.isEmpty }
}
