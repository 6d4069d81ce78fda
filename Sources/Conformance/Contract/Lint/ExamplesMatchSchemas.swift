internal import Diagnostics
internal import SchemaValidator

/// Examples and defaults are values of the schemas they stand beside.
///
/// Clients are built from examples, and people copy them: one that the contract itself refuses is
/// wrong, or the contract is.
enum ExamplesMatchSchemas: ContractLint {
  /// A value and the schema it has to fit.
  private struct Task {
    let code: ContractCode
    /// What a sentence calls the value.
    let title: String
    let value: ContractNode
    let schema: ContractNode
    /// Fitting one of them is enough.
    let directions: [MessageDirection]
    /// The parameter or header whose text may be written instead of the value itself.
    var written: MessageInventory.Value?
    /// Whether the value shows a whole message, whose direction is known.
    var isMessage = false
    /// The list of examples that the value stands in.
    var list: ContractNode?
  }

  static func run(_ linter: ContractLinter) {
    let tasks = valueTasks(linter) + bodyTasks(linter) + schemaTasks(linter)
    let programs = tasks.map { task in
      task.directions.map { linter.program(for: task.schema, direction: $0) }
    }
    for (task, programs) in zip(tasks, programs) {
      if isMisplacedReference(task, programs, linter) {
        reportReference(task, linter)
      } else {
        judge(task, programs, linter)
      }
    }
  }

  // MARK: - What there is to judge

  private static func valueTasks(_ linter: ContractLinter) -> [Task] {
    linter.messages.values.flatMap { value -> [Task] in
      guard let schema = value.node["schema"] else { return [] }
      return examples(of: value.node, linter).map { example in
        Task(
          code: .exampleMismatch, title: "the example of \(value.title)", value: example,
          schema: schema, directions: directions(value.directions), written: value)
      }
    }
  }

  private static func bodyTasks(_ linter: ContractLinter) -> [Task] {
    linter.messages.bodies.flatMap { body -> [Task] in
      guard let schema = body.node["schema"] else { return [] }
      return examples(of: body.node, linter).compactMap { example in
        // Of other media types a string is the text itself, which no schema describes.
        guard body.range.isJSON || example.value.kind != .string else { return nil }
        return Task(
          code: .exampleMismatch, title: "the example", value: example, schema: schema,
          directions: directions(body.directions),
          isMessage: body.isWhole && body.directions.direction != .either)
      }
    }
  }

  /// The directions of which one has to fit.
  private static func directions(_ directions: MessageInventory.Directions) -> [MessageDirection] {
    let direction = directions.direction
    return direction == .either ? [.request, .response] : [direction]
  }

  /// What `default`, `example` and `examples` of schemas hold.
  private static func schemaTasks(_ linter: ContractLinter) -> [Task] {
    var tasks: [Task] = []
    for site in linter.schemas.sites where site.node.value.kind == .object {
      if linter.ignoresSiblings(of: site.node) { continue }
      func add(
        _ code: ContractCode, _ title: String, _ value: ContractNode, in list: ContractNode? = nil
      ) {
        // Nobody says whether it stands for what is sent or for what is answered.
        tasks.append(
          Task(
            code: code, title: title, value: value, schema: site.node,
            directions: [.request, .response], list: list))
      }
      if let value = site.node["default"] { add(.defaultMismatch, "the default", value) }
      if let value = site.node["example"] { add(.exampleMismatch, "the example", value) }
      if linter.line >= .v3_1, let list = site.node["examples"], list.value.kind == .array {
        for value in list.elements { add(.exampleMismatch, "the example", value, in: list) }
      }
    }
    return tasks
  }

  /// The values of `example` and `examples` of a parameter, header or media type.
  private static func examples(of node: ContractNode, _ linter: ContractLinter) -> [ContractNode] {
    var values = [node["example"]].compactMap { $0 }
    if let map = node["examples"], map.value.kind == .object {
      for (_, written) in map.members {
        guard let example = linter.references.resolved(written) else { continue }
        values += ["value", "dataValue"].compactMap { example[$0] }
      }
    }
    return values
  }

  // MARK: - References among values

  /// Whether a value is a reference to what is meant, which OpenAPI does not follow where a value
  /// stands.
  ///
  /// Where the schema speaks of a member of that name, it is a value like any other; so is one that
  /// fits a schema which says what other members are, or when the reference leads to nothing here.
  private static func isMisplacedReference(
    _ task: Task, _ programs: [SchemaProgram?], _ linter: ContractLinter
  ) -> Bool {
    guard task.value.value.count == 1, let reference = task.value.value["$ref"]?.stringValue else {
      return false
    }
    let schemas = linter.references.schemas(inPlaceOf: task.schema).map(\.value)
    let namesIt = schemas.contains { schema in
      schema["properties"]?["$ref"] != nil
        || schema["required"]?.elements.contains { $0.stringValue == "$ref" } == true
    }
    if namesIt { return false }
    guard programs.contains(where: { $0?.isValid(task.value.value) != false }) else { return true }
    if linter.schemas.leadsAstray(task.schema) { return false }
    let describesOthers = schemas.contains { schema in
      schema["patternProperties"] != nil
        || ["additionalProperties", "unevaluatedProperties"].contains { name in
          schema[name].map { $0.kind == .object && $0.count > 0 || $0.boolValue == false } ?? false
        }
    }
    if describesOthers { return false }
    return linter.references.documents.target(of: reference, from: task.value) != nil
  }

  private static func reportReference(_ task: Task, _ linter: ContractLinter) {
    guard let reference = task.value["$ref"] else { return }
    linter.report(
      .misplacedReference,
      "\(task.title) is a reference, which is not followed there: it is taken as it stands",
      at: reference.namePlace,
      fix: "write the value here, or refer to an example object from \"examples\"")
  }

  // MARK: - The judgement

  private static func judge(
    _ task: Task, _ programs: [SchemaProgram?], _ linter: ContractLinter
  ) {
    var departures: [Departure]?
    for (program, direction) in zip(programs, task.directions) {
      // A schema that cannot be compiled refuses nothing, and was told before.
      guard let program else { return }
      let verdict = program.evaluate(task.value.value)
      guard verdict.outcome == .invalid else {
        if verdict.outcome == .valid { checkDirection(task, linter) }
        return
      }
      if let written = task.written, let text = task.value.value.stringValue {
        if text.isEmpty, written.mayBeEmpty { return }
        // Without knowing the types nobody knows how to read a text.
        if linter.schemas.leadsAstray(task.schema) { return }
        let shape = SchemaShape(task.schema, linter.references.documents)
        if WrittenValue(parameter: written, shape: shape).isOne(text, of: program) { return }
      }
      if let list = task.list, program.isValid(list.value) {
        return reportBareList(list, task, linter)
      }
      let oneWay = OneWayMembers(direction, linter.references.documents)
      let violations =
        oneWay?.filter(verdict.violations, of: task.value.value, by: task.schema)
        ?? verdict.violations
      let left = violations.flatMap { Departure.all(of: $0, inside: nil) }.filter {
        oneWay?.isExcused($0.violation, of: task.value.value, by: task.schema) != true
      }
      if left.isEmpty { return checkDirection(task, linter) }
      departures = departures ?? left
    }
    if let departures { report(task, departures, linter) }
  }

  /// A violation, and the choice among branches it was met in: of branches that all do not fit,
  /// the nearest one says most about what was meant.
  private struct Departure {
    let violation: SchemaViolation
    /// The outermost choice; nil outside of any.
    let choice: SchemaViolation?

    static func all(of violation: SchemaViolation, inside choice: SchemaViolation?) -> [Departure] {
      guard let branch = violation.branches.first, !branch.violations.isEmpty else {
        return [Departure(violation: violation, choice: choice)]
      }
      return branch.violations.flatMap { all(of: $0, inside: choice ?? violation) }
    }

    /// Found and expected, with the branch that expects it.
    var message: String {
      guard let choice, let branch = choice.branches.first else { return violation.message }
      // A branch without a name is known by its place among the others.
      let name = branch.name == "branch \(branch.index)" ? "" : ", \(branch.name)"
      // A discriminator leaves only the branch it names.
      guard choice.branches.count > 1 else {
        return "it does not fit branch \(branch.index)\(name): \(violation.message)"
      }
      return "it fits none of \(choice.branches.count) branches; for the nearest, "
        + "number \(branch.index)\(name): \(violation.message)"
    }
  }

  /// One example that is an array, written where a list of examples belongs.
  private static func reportBareList(
    _ list: ContractNode, _ task: Task, _ linter: ContractLinter
  ) {
    linter.report(
      task.code,
      "\"examples\" holds the elements of one example; expected a list of examples, each an array",
      at: list.place, fix: "put the array into another one: [[…]]",
      notes: [("the schema stands here", task.schema.place)])
  }

  private static func report(
    _ task: Task, _ departures: [Departure], _ linter: ContractLinter
  ) {
    guard let first = departures.first else { return }
    let path = first.violation.instanceLocation
    let culprit = task.value.descendant(at: path) ?? task.value
    let place = path.tokens.isEmpty ? "" : " at \(path)"
    var notes: [ContractRemarks.Note] = [("the schema stands here", task.schema.place)]
    for departure in departures.dropFirst().prefix(2) {
      let other = task.value.descendant(at: departure.violation.instanceLocation)
      notes.append(("also \(departure.violation.message)", other?.place))
    }
    if departures.count > 3 { notes.append(("and \(departures.count - 3) more", nil)) }
    linter.report(
      task.code, "\(task.title) does not match its schema\(place): \(first.message)",
      at: culprit.place, fix: fix(task, first.violation, culprit), notes: notes)
  }

  private static func fix(
    _ task: Task, _ violation: SchemaViolation, _ culprit: ContractNode
  ) -> String {
    let word = task.code == .defaultMismatch ? "default" : "example"
    guard violation.keyword == "type" else { return "correct the \(word), or the schema" }
    let value = culprit.value
    if value.isNull {
      return "let the schema allow null, or remove the \(violation.isAtRoot ? word : "member")"
    }
    if let text = value.stringValue {
      let parsed = try? JSONDocument(parsing: text).root
      switch parsed?.kind {
      case .number where violation.want.contains("number") || violation.want.contains("integer"),
        .boolean where violation.want.contains("boolean"):
        return "write \(text) without quotation marks"
      case .object where violation.want.contains("object"),
        .array where violation.want.contains("array"):
        return "write the JSON itself, and not a text that holds it"
      default: break
      }
    }
    if violation.want == "a string", value.kind == .number || value.kind == .boolean {
      return "write \"\(value.description)\" in quotation marks"
    }
    return "correct the \(word), or the schema"
  }
}

// MARK: - Members that travel one way only

extension ExamplesMatchSchemas {
  /// Writes down a member of an example message that such messages should not carry.
  private static func checkDirection(_ task: Task, _ linter: ContractLinter) {
    guard task.isMessage, let direction = task.directions.first else { return }
    let flag = direction == .request ? "readOnly" : "writeOnly"
    var search = FlagSearch(flag: flag, reading: linter.reading)
    guard let member = search.member(in: task.value, task.schema) else { return }
    let name = member.pointer.tokens.last ?? ""
    linter.report(
      .exampleDirection,
      direction == .request
        ? "the example of a request sends \"\(name)\", which is read-only"
        : "the example of a response holds \"\(name)\", which is write-only",
      at: member.namePlace, fix: "remove it from the example, or \"\(flag)\" from the schema")
  }
}

/// Looks for a member of a value whose schema has a flag such as `readOnly`.
private struct FlagSearch {
  let flag: String
  let reading: SchemaReading
  /// What was looked at: several schemas may describe one member, and lead to the same one.
  private var seen: Set<Pair> = []

  private struct Pair: Hashable {
    let value: ContractNode.Place
    let schema: ContractNode.Place
  }

  init(flag: String, reading: SchemaReading) {
    self.flag = flag
    self.reading = reading
  }

  /// How deep values are looked into.
  private static let depthLimit = 64

  /// The first such member; nil for none.
  mutating func member(
    in value: ContractNode, _ schema: ContractNode, depth: Int = 0
  ) -> ContractNode? {
    guard depth < Self.depthLimit,
      seen.insert(Pair(value: value.quickPlace, schema: schema.quickPlace)).inserted
    else { return nil }
    switch value.value.kind {
    case .object:
      let properties = reading.properties(of: schema)
      for (name, child) in value.members {
        for property in properties where property.name.utf8.elementsEqual(name.utf8) {
          if reading.isSet(flag, in: property.schema) { return child }
          if let found = member(in: child, property.schema, depth: depth + 1) { return found }
        }
      }
    case .array:
      for conjunct in reading.conjuncts(of: schema) {
        guard let items = conjunct["items"], items.value.kind == .object else { continue }
        for element in value.elements {
          if let found = member(in: element, items, depth: depth + 1) { return found }
        }
      }
    case .null, .boolean, .number, .string: break
    }
    return nil
  }
}

extension SchemaViolation {
  fileprivate var isAtRoot: Bool { instanceLocation.tokens.isEmpty }
}
