/// Turns a graph into a fast program: a sequence of instructions for each schema and each kind of
/// value.
///
/// Because the kind is known, `type` disappears, branches for other kinds are never emitted, and
/// many schemas come down to one of two constant verdicts.
struct ProgramEmitter {
  let graph: SchemaGraph
  private(set) var tables = ProgramTables()
  /// By schema and kind, as far as they have been made.
  private var fragments: [Fragment?] = []
  private var addresses: [UInt32?] = []
  private var isQueued: [Bool] = []
  private var queue: [SchemaGraph.NodeID] = []
  /// The number of each schema in the code; negative while it has none.
  private var numbers: [Int32]
  /// What is left for finding the tags of branches.
  var tagBudget = 5_000_000
  /// What one `anyOf` or `oneOf` may take of it.
  static let tagBudgetOfOne = 1_000_000
  /// What schemas look at under a condition, by schema and kind.
  var coverages: [Int: [CoverageStep]] = [:]

  /// The code of one schema for one kind.
  enum Fragment {
    case accept
    case reject
    case code([Instruction])
  }

  /// A fragment of up to so many instructions is copied to where it is used.
  private static let inlineLimit = 6

  init(_ graph: SchemaGraph) {
    self.graph = graph
    numbers = Array(repeating: -1, count: graph.nodes.count)
  }

  /// Makes the program of some schemas of a graph and of what they lead to.
  ///
  /// In the code schemas have numbers of their own, those asked for the first ones in their order:
  /// so its size does not depend on what else the graph holds.
  static func emit(_ graph: SchemaGraph, roots: [SchemaGraph.NodeID]) -> ProgramTables {
    if graph.height > heightOnStack,
      let tables = DeepStack.run({ tables(of: graph, roots: roots) })
    {
      return tables
    }
    return tables(of: graph, roots: roots)
  }

  /// So many schemas are made into code inside each other on the caller's stack.
  private static let heightOnStack = 40

  private static func tables(
    of graph: SchemaGraph, roots: [SchemaGraph.NodeID]
  ) -> ProgramTables {
    var emitter = ProgramEmitter(graph)
    for root in roots { emitter.reach(root) }
    while let id = emitter.queue.popLast() {
      for raw in 0..<UInt8(8) {
        guard let kind = TapeKind(rawValue: raw) else { continue }
        let entry = emitter.entry(id, kind)
        emitter.tables.entries[8 * emitter.number(of: id) + Int(raw)] = entry
      }
    }
    return emitter.tables
  }

  /// Sees to it that a schema has entries for all kinds; returns its number in the code.
  @discardableResult
  mutating func reach(_ id: SchemaGraph.NodeID) -> Int {
    let number = number(of: id)
    if !isQueued[number] {
      isQueued[number] = true
      queue.append(id)
    }
    return number
  }

  private mutating func number(of id: SchemaGraph.NodeID) -> Int {
    numbers[id] >= 0 ? Int(numbers[id]) : newNumber(of: id)
  }

  private mutating func newNumber(of id: SchemaGraph.NodeID) -> Int {
    let number = tables.schemas.count
    numbers[id] = Int32(number)
    tables.schemas.append(id)
    tables.entries += repeatElement(Entry.reject, count: 8)
    fragments += repeatElement(nil, count: 8)
    addresses += repeatElement(nil, count: 8)
    isQueued.append(false)
    return number
  }

  /// The entry of a schema for a kind, its code emitted.
  mutating func entry(_ id: Int, _ kind: TapeKind) -> UInt32 {
    let key = 8 * number(of: id) + Int(kind.rawValue)
    if let known = addresses[key] { return known }
    var address = emit(fragment(id, kind))
    let node = graph.nodes[id]
    if address > Entry.reject, node.memory.includes(kind) {
      address = emit(.code([Instruction(.remember, a: Int(address), b: node.ways)]))
    }
    addresses[key] = address
    return address
  }

  private mutating func emit(_ fragment: Fragment) -> UInt32 {
    switch fragment {
    case .accept: return Entry.accept
    case .reject: return Entry.reject
    case .code(let instructions):
      let address = UInt32(tables.code.count)
      tables.code += instructions
      tables.code.append(Instruction(.accept))
      return address
    }
  }

  /// The code of a schema for a kind; its in-place subschemas are part of it.
  mutating func fragment(_ id: Int, _ kind: TapeKind) -> Fragment {
    let key = 8 * number(of: id) + Int(kind.rawValue)
    if let known = fragments[key] { return known }
    let made = make(id, kind)
    fragments[key] = made
    return made
  }

  private mutating func make(_ id: Int, _ kind: TapeKind) -> Fragment {
    let node = graph.nodes[id]
    if let constant = node.constant { return constant ? .accept : .reject }
    var sequence = Sequence()
    if let types = node.types, !apply(types, kind, &sequence) { return .reject }
    switch kind {
    case .object: emitMembers(node, &sequence)
    case .array: emitElements(node, &sequence)
    default: break
    }
    for keyword in node.keywords where !sequence.isRejected {
      emit(keyword.rule, node, kind, &sequence)
    }
    return sequence.fragment
  }

  /// Instructions that must all hold.
  struct Sequence {
    var instructions: [Instruction] = []
    var isRejected = false

    mutating func add(_ instruction: Instruction) {
      // Repeats are rare; looking for them must not make long sequences quadratic.
      if instructions.count < 32, instructions.contains(instruction) { return }
      instructions.append(instruction)
    }

    /// Takes in a fragment that must hold as well.
    mutating func add(_ fragment: Fragment) {
      switch fragment {
      case .accept: break
      case .reject: isRejected = true
      case .code(let code): for instruction in code { add(instruction) }
      }
    }

    var fragment: Fragment {
      if isRejected { return .reject }
      if instructions.isEmpty { return .accept }
      if instructions.count == 1 { return .code(instructions) }
      return .code(
        instructions.enumerated().sorted {
          ($0.element.op.cost, $0.offset) < ($1.element.op.cost, $1.offset)
        }.map(\.element))
    }
  }

  /// Applies `type`; false when the kind is not among the types.
  private func apply(_ types: TypeSet, _ kind: TapeKind, _ sequence: inout Sequence) -> Bool {
    if types.kinds & kind.bit != 0 { return true }
    guard kind == .decimal, types.integralDecimals else { return false }
    sequence.add(Instruction(.integral))
    return true
  }

  private mutating func emit(
    _ rule: Rule, _ node: SchemaNode, _ kind: TapeKind, _ sequence: inout Sequence
  ) {
    switch rule {
    case .ref(let id): include(id, kind, &sequence)
    case .allOf(let ids): for id in ids { include(id, kind, &sequence) }
    case .anyOf(let ids): emitAnyOf(ids, kind, &sequence)
    case .oneOf(let ids): emitOneOf(ids, kind, &sequence)
    case .not(let id):
      switch fragment(id, kind) {
      case .accept: sequence.isRejected = true
      case .reject: break
      case .code: sequence.add(Instruction(.not, a: Int(entry(id, kind))))
      }
    case .condition(let test, let then, let otherwise):
      emitCondition(test, then, otherwise, kind, &sequence)
    case .enumeration(let values): emitEnumeration(values.all, kind, &sequence)
    case .const(let value): emitEnumeration([value], kind, &sequence)
    default:
      switch kind {
      case .string: emitString(rule, &sequence)
      case .integer, .decimal: emitNumber(rule, kind, &sequence)
      case .array: emitArray(rule, node, &sequence)
      case .object: emitObject(rule, node, &sequence)
      case .null, .true, .false: break
      }
    }
  }

  /// A schema that must hold for the same value.
  mutating func include(_ id: Int, _ kind: TapeKind, _ sequence: inout Sequence) {
    let code = fragment(id, kind)
    if case .code(let instructions) = code,
      instructions.count > Self.inlineLimit || graph.nodes[id].memory == .ofAll
    {
      sequence.add(Instruction(.call, a: Int(entry(id, kind))))
    } else {
      sequence.add(code)
    }
  }

  private mutating func emitCondition(
    _ test: Int, _ then: Int?, _ otherwise: Int?, _ kind: TapeKind, _ sequence: inout Sequence
  ) {
    switch fragment(test, kind) {
    case .accept: if let then { include(then, kind, &sequence) }
    case .reject: if let otherwise { include(otherwise, kind, &sequence) }
    case .code:
      let thenEntry = then.map { entry($0, kind) } ?? Entry.accept
      let elseEntry = otherwise.map { entry($0, kind) } ?? Entry.accept
      if thenEntry == elseEntry, thenEntry <= Entry.reject {
        if thenEntry == Entry.reject { sequence.isRejected = true }
        return
      }
      sequence.add(
        Instruction(
          .condition, a: Int(entry(test, kind)), b: Int(thenEntry), c: Int(elseEntry)))
    }
  }

  private mutating func emitEnumeration(
    _ values: [JSONValue], _ kind: TapeKind, _ sequence: inout Sequence
  ) {
    let possible = values.filter { value in
      let other = value.document.tape.kind(value.index)
      if kind == .integer || kind == .decimal { return other == .integer || other == .decimal }
      return other == kind
    }
    if possible.isEmpty {
      sequence.isRejected = true
      return
    }
    switch kind {
    case .null, .true, .false: return
    case .string:
      let texts = possible.map { $0.document.tape.unescapedText($0.index, lossy: false) }
      sequence.add(Instruction(.stringSet, a: add(KeyTable(texts))))
    case _ where possible.count > ValueSet.scanned:
      tables.valueSets.append(ValueSet(possible))
      sequence.add(Instruction(.enumeration, a: tables.valueSets.count - 1, flag: true))
    default:
      let first = tables.constants.count
      tables.constants += possible
      sequence.add(
        possible.count == 1
          ? Instruction(.constant, a: first)
          : Instruction(.enumeration, a: first, b: possible.count))
    }
  }

  /// Adds a key table; returns its number.
  mutating func add(_ table: KeyTable) -> Int {
    tables.keyTables.append(table)
    return tables.keyTables.count - 1
  }

  /// Adds a pattern; returns its number.
  mutating func add(_ pattern: ECMAPattern) -> Int {
    tables.patterns.append(pattern)
    return tables.patterns.count - 1
  }

  /// Changes the tables.
  mutating func withTables<Result>(_ body: (inout ProgramTables) -> Result) -> Result {
    body(&tables)
  }
}
