internal import Conformance
internal import Diagnostics
internal import SchemaValidator

/// Values made for every schema of a contract, and what the validator says of them.
struct GenerationRun {
  private let name: String
  /// So many edges and violations are made for each schema at most.
  private let changeLimit: Int
  private var schemas = 0
  private var values = 0
  private var edges = 0
  /// How many faults there are of each keyword.
  private var faults: [String: Int] = [:]
  /// How many of them violate nothing else, not even at the same place.
  private var aloneFaults = 0
  private var wrong: [String] = []
  private var notFound: [String] = []
  private var unsatisfiable: [String] = []
  private var slowest: (time: Int, place: String) = (0, "")
  private var time = 0

  /// How many schemas have fewer values than were asked for, and at least one: all were made.
  private var exhausted = 0
  /// The schemas for which fewer values were found than were asked for, though there may be others.
  private var stopped: [String] = []

  /// Whether every verdict was the one that was wanted, and no schema was given up.
  var isClean: Bool { wrong.isEmpty && notFound.isEmpty }

  /// Makes values by every schema that messages of a contract are held to, each once.
  ///
  /// - Throws: ``Diagnostics`` when the file cannot be read as a contract.
  init(_ file: String, count: Int, changeLimit: Int, seed: UInt64) throws(Diagnostics) {
    let contract = try DiskFiles().contract(at: file)
    name = file.split(separator: "/").last.map(String.init) ?? file
    self.changeLimit = changeLimit
    // Hundreds of messages are nothing but a reference to one component, and share its program.
    var seen: Set<ObjectIdentifier> = []
    let distinct = try contract.messageSchemas().filter {
      seen.insert(ObjectIdentifier($0.program)).inserted
    }
    var model: GenerationModel?
    for schema in distinct {
      let started = ThreadClock.now()
      // A contract in 3.0 is compiled once for each direction; each needs a model of its own.
      let shared = model.flatMap { $0.covers(schema.program) ? $0 : nil }
      let covering = shared ?? GenerationModel(schema.program)
      model = covering
      run(SchemaGenerator(schema.program, sharing: covering), by: schema, count, seed)
      let taken = ThreadClock.now() - started
      time += taken
      if taken > slowest.time { slowest = (taken, schema.pointer.fragment) }
    }
  }

  private mutating func run(
    _ generator: SchemaGenerator, by schema: ContractSchema, _ count: Int, _ seed: UInt64
  ) {
    let place = schema.pointer
    schemas += 1
    var base: JSONValue?
    var bases = 0
    let made = generator.values(seed: seed).makeIterator()
    while bases < count, let generated = made.next() {
      switch generated {
      case .value(let value):
        values += 1
        // The second one has all members.
        if bases < 2 { base = value }
        bases += 1
        if !generator.program.evaluate(value).isValid {
          wrong.append("\(place.fragment): \(value)")
        }
      // The same pointer may stand for schemas of several files.
      case .unsatisfiable(let failure):
        unsatisfiable.append("\(schema.location): \(place.fragment): \(failure)")
      case .notFound(let failure):
        notFound.append("\(schema.location): \(place.fragment): \(failure)")
      }
    }
    if bases > 0, bases < count {
      if made.isExhausted {
        exhausted += 1
      } else {
        stopped.append("\(schema.location): \(place.fragment): \(bases) values")
      }
    }
    if let base { change(base, generator, at: place, seed) }
  }

  /// Makes the edges and the faults around a value and asks the validator about each.
  private mutating func change(
    _ base: JSONValue, _ generator: SchemaGenerator, at place: JSONPointer, _ seed: UInt64
  ) {
    for edge in generator.edges(from: base, seed: seed, limit: changeLimit) {
      edges += 1
      if !generator.program.evaluate(edge.value).isValid {
        wrong.append("\(place.fragment): edge \(edge.name): \(edge.value)")
      }
    }
    for fault in generator.faults(from: base, seed: seed, limit: changeLimit) {
      faults[fault.keyword, default: 0] += 1
      if fault.companions.isEmpty { aloneFaults += 1 }
      let violations = generator.program.evaluate(fault.value).violations
      if !Self.violates(fault, violations) {
        wrong.append("\(place.fragment): fault \(fault.summary): \(fault.value)")
      }
    }
  }

  /// Whether the keyword of a fault is among the violations, or in a branch of one.
  private static func violates(_ fault: SchemaFault, _ violations: [SchemaViolation]) -> Bool {
    violations.contains { violation in
      violation.schemaPointer.starts(with: fault.schemaPointer)
        || violation.branches.contains { violates(fault, $0.violations) }
    }
  }

  /// What came of it, over several lines.
  var report: String {
    var lines = [
      "\(name): \(schemas) schemas, \(values) values in \(Table.fixed(Double(time) / 1e9)) s of CPU time, "
        + "\(wrong.count) with a wrong verdict; \(notFound.count) schemas without a value found, "
        + "\(unsatisfiable.count) that cannot be satisfied, "
        + "\(exhausted) with fewer values than were asked for, all of them made, "
        + "\(stopped.count) for which looking for more was given up",
      "  \(edges) values at edges; \(faults.values.reduce(0, +)) violations, each refused for its keyword unless it is "
        + "listed as wrong, \(aloneFaults) of them without another at the same place",
      "  violations: "
        + faults.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
        .map { "\($0.key) \($0.value)" }.joined(separator: ", "),
      "  slowest: \(slowest.place) in \(Table.fixed(Double(slowest.time) / 1e9)) s",
    ]
    func list(_ title: String, _ entries: [String]) {
      for entry in entries.prefix(30) { lines.append("  \(title): \(entry.prefix(400))") }
    }
    list("wrong", wrong)
    list("not found", notFound)
    list("unsatisfiable", unsatisfiable)
    list("given up", stopped)
    return lines.joined(separator: "\n")
  }
}

extension Contract {
  /// The schemas of components, parameters and bodies, those of one direction after another.
  fileprivate func messageSchemas() throws(Diagnostics) -> [ContractSchema] {
    let operations = operations + outgoingOperations
    var requests = operations.flatMap(\.parameters).compactMap(\.schema)
    requests += operations.compactMap(\.requestBody).flatMap(\.content).flatMap(\.schemas)
    let answers = operations.flatMap(\.responses.all)
    var responses = answers.flatMap(\.headers).compactMap(\.schema)
    responses += answers.flatMap(\.content).flatMap(\.schemas)
    let place = JSONPointer(["components", "schemas"])
    for member in document.root.value(at: place).map({ Array($0.members) }) ?? [] {
      requests.append(try schema(at: place.appending(member.name), direction: .request))
      responses.append(try schema(at: place.appending(member.name), direction: .response))
    }
    return requests + responses
  }
}

extension MediaTypeEntry {
  /// The schema of the whole body and that of its items.
  fileprivate var schemas: [ContractSchema] { [schema, itemSchema].compactMap(\.self) }
}
