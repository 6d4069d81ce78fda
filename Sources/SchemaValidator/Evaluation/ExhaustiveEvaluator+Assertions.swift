// Keywords that decide by themselves.
extension ExhaustiveEvaluator {
  mutating func assert(_ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int) {
    let kind = tape.kind(instance)
    switch rule {
    case .type(let types):
      if !types.contains(tape, instance) {
        fail(&unit, got: Phrase.value(tape, instance), want: Phrase.types(types))
      }
    case .enumeration(let values):
      if !following({ [tape] in values.contains(tape, instance, &$0) }) {
        fail(&unit, got: Phrase.value(tape, instance), want: wanted(values.all))
      }
    case .const(let value):
      if !isEqual(value, instance) {
        fail(&unit, got: Phrase.value(tape, instance), want: Phrase.short(value))
      }
    case .multipleOf, .minimum, .maximum, .numberFormat:
      if kind == .integer || kind == .decimal { assertNumber(rule, &unit, instance) }
    case .minLength, .maxLength, .pattern, .stringFormat, .content:
      if kind == .string { assertString(rule, &unit, instance) }
    case .minItems, .maxItems, .uniqueItems:
      if kind == .array { assertArray(rule, &unit, instance) }
    case .minProperties, .maxProperties, .required, .dependentRequired:
      if kind == .object { assertObject(rule, &unit, instance) }
    default: break
    }
  }

  private mutating func isEqual(_ value: JSONValue, _ instance: Int) -> Bool {
    following { [tape] in
      JSONEquality.equal(value.document.tape, value.index, tape, instance, &$0)
    }
  }

  /// The allowed values, of many the first.
  private func wanted(_ values: [JSONValue]) -> String {
    let shown = values.prefix(12).map(Phrase.short)
    var text = values.count == 1 ? "" : "one of "
    text += shown.joined(separator: ", ")
    if values.count > shown.count { text += " and \(values.count - shown.count) more" }
    return text
  }

  private func assertNumber(_ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int) {
    let number = JSONNumber(tape.bytes, tape.textRange(instance))
    let got = Phrase.value(tape, instance)
    switch rule {
    case .multipleOf(let divisor):
      if !number.isMultiple(of: divisor) {
        fail(&unit, got: got, want: "a multiple of \(Phrase.cut(divisor.text))")
      }
    case .minimum(let bound, let exclusive):
      if number < bound || (exclusive && number == bound) {
        fail(
          &unit, got: got, want: (exclusive ? "more than " : "at least ") + Phrase.cut(bound.text))
      }
    case .maximum(let bound, let exclusive):
      if number > bound || (exclusive && number == bound) {
        fail(
          &unit, got: got, want: (exclusive ? "less than " : "at most ") + Phrase.cut(bound.text))
      }
    case .numberFormat(let format, let name):
      if !tape.holds(format, instance) {
        fail(&unit, got: got, want: "a number of the format \(name)")
      }
    default: break
    }
  }

  private mutating func assertString(
    _ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int
  ) {
    switch rule {
    case .minLength(let limit):
      let count = tape.codePointCount(instance)
      if count < limit {
        fail(
          &unit, got: "a string of \(Phrase.plural(count, "character"))",
          want: "at least \(Phrase.plural(limit, "character"))")
      }
    case .maxLength(let limit):
      let count = tape.codePointCount(instance)
      if count > limit {
        fail(
          &unit, got: "a string of \(Phrase.plural(count, "character"))",
          want: "at most \(Phrase.plural(limit, "character"))")
      }
    case .pattern(let pattern, let source):
      switch matches(pattern, instance) {
      case true?: break
      case false?:
        fail(
          &unit, got: Phrase.value(tape, instance),
          want: "a string that matches \(Phrase.pattern(source))")
      case nil: leaveOpen(&unit)
      }
    case .stringFormat(let format, let name):
      if !tape.holds(format, instance) {
        fail(
          &unit, got: Phrase.value(tape, instance), want: "a string of the format \(name)")
      }
    case .content(let content):
      if !content.holds(tape.unescapedText(instance, lossy: true)) {
        let want = content.isJSON ? "a JSON text" : "base64"
        fail(
          &unit, got: Phrase.value(tape, instance),
          want: content.isBase64 && content.isJSON ? "base64 of a JSON text" : want)
      }
    default: break
    }
  }

  private mutating func assertArray(_ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int) {
    let count = tape.count(instance)
    let got = Phrase.value(tape, instance)
    switch rule {
    case .minItems(let limit):
      if count < limit { fail(&unit, got: got, want: "at least \(Phrase.plural(limit, "item"))") }
    case .maxItems(let limit):
      if count > limit { fail(&unit, got: got, want: "at most \(Phrase.plural(limit, "item"))") }
    case .uniqueItems:
      if let pair = following({ [tape] in Uniqueness.firstRepeat(tape, instance, &$0) }) {
        fail(
          &unit, got: "equal items at positions \(pair.first) and \(pair.second)",
          want: "items that all differ")
      }
    default: break
    }
  }

  private func assertObject(_ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int) {
    let count = tape.count(instance)
    let got = Phrase.value(tape, instance)
    switch rule {
    case .minProperties(let limit):
      if count < limit { fail(&unit, got: got, want: "at least \(Phrase.plural(limit, "member"))") }
    case .maxProperties(let limit):
      if count > limit { fail(&unit, got: got, want: "at most \(Phrase.plural(limit, "member"))") }
    case .required(let names, let table):
      var present = [Bool](repeating: false, count: names.count)
      for name in tape.memberNames(instance) {
        if let slot = table.slot(tape, name) { present[slot] = true }
      }
      let missing = zip(names, present).filter { !$0.1 }.map { Phrase.name($0.0) }
      if !missing.isEmpty {
        let noun = missing.count == 1 ? "member" : "members"
        let list = Phrase.list(missing)
        fail(&unit, got: "an object without \(list)", want: "the required \(noun) \(list)")
      }
    case .dependentRequired(let rules): assertDependentRequired(rules, &unit, instance)
    default: break
    }
  }

  private func assertDependentRequired(
    _ rules: [DependentNames], _ unit: inout EvaluationUnit, _ instance: Int
  ) {
    var present: Set<[UInt8]> = []
    for name in tape.memberNames(instance) {
      present.insert(tape.unescapedText(name, lossy: false))
    }
    for rule in rules where present.contains(Array(rule.name.utf8)) {
      let missing = rule.needs.filter { !present.contains(Array($0.utf8)) }.map(Phrase.name)
      guard !missing.isEmpty else { continue }
      let list = Phrase.list(missing)
      let name = Phrase.name(rule.name)
      fail(&unit, got: "\(name) without \(list)", want: "\(list) beside \(name)")
    }
  }
}
