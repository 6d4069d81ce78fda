/// Runs a fast program over a tape and answers yes or no.
///
/// Invariants: the program and the tape's owner outlive the machine, which lives for one
/// evaluation on one thread.
@safe
struct Machine {
  let program: UnsafePointer<ProgramView>
  let tape: TapeView
  let code: UnsafePointer<Instruction>
  let entries: UnsafePointer<UInt32>
  let keyTables: UnsafePointer<PackedKeyTable>
  let objects: UnsafePointer<PackedObject>
  let state: UnsafeMutablePointer<State>

  /// What the evaluation notes besides its verdict.
  struct State {
    /// What the evaluation came upon first that it cannot pass: then the verdict means nothing.
    var obstacle: Obstacle?
    /// How many ways have been gone in schemas that are recursive or widely shared.
    var steps = 0
    /// Verdicts by entry and node, once there have been many steps.
    var verdicts: [UInt64: Bool]?
    /// The steps left for patterns.
    var patternAllowance = PatternAllowance()
    /// Whether the evaluation runs upon a stack that is deep enough for any value.
    var isOnDeepStack = false
  }

  /// A verdict, and what belongs to it.
  struct Judgement {
    /// Whether the value satisfies the schema; nil when it cannot be told.
    let verdict: Bool?
    /// Why it cannot be told.
    let obstacle: Obstacle?
    /// The steps for patterns that have not been used.
    let allowance: PatternAllowance

    init(_ verdict: Bool?, _ state: State) {
      self.verdict = verdict
      obstacle = state.obstacle
      allowance = state.patternAllowance
    }
  }

  /// Why a verdict cannot be told.
  enum Obstacle: Equatable {
    /// A pattern, by its number in the tables, needs too many steps on one text.
    case pattern(Int)
    /// The patterns together need too many steps on the texts of the value.
    case allPatterns
    /// Recursive or widely shared schemas have been gone through too often.
    case steps
    /// The nesting is too deep for the stack.
    case depth
  }

  /// So many steps pass before verdicts are remembered: ordinary values stay below, and
  /// remembering costs more than most of them.
  private static let stepsWithoutMemory = 20_000

  /// So many verdicts are remembered, some 100 MB.
  private static let memoryLimit = 2_000_000

  /// So many steps are taken in such schemas at most; then the verdict is that it cannot be told.
  ///
  /// Some seconds. Large values may take ``stepsOfNode`` more for each of their nodes.
  private static let stepLimit = 30_000_000
  private static let stepsOfNode = 16

  /// What is visited below a value counts as one step for each 16 of its nodes.
  private static let nodesOfStep = 16

  /// How many sequences may be open inside each other on the caller's stack.
  ///
  /// Frames take some hundred bytes each, and several times that in a debug build; a thread may
  /// have no more than 512 KiB, and the caller has used some of it.
  static let depthLimit = 100

  /// How many more may be open on a stack of our own: five for each level of the deepest value.
  private static let deepLimit = 5 * JSONLimits.deepest

  /// Where counting begins there: from below zero, the same limit comes that much later.
  static let firstDeepDepth = depthLimit - deepLimit

  /// Whether a value satisfies a schema of a program; nil when it cannot be told.
  ///
  /// What was noted before on the same tape is used.
  static func verdict(
    _ program: FastProgram, _ tape: TapeView, _ node: Int, schema: Int, _ state: inout State
  ) -> Bool? {
    state.obstacle = nil
    let depth = state.isOnDeepStack ? firstDeepDepth : 0
    let holds = judge(program, tape, node, schema, from: depth, &state)
    guard let obstacle = state.obstacle else { return holds }
    guard obstacle == .depth, !state.isOnDeepStack else { return nil }
    return deepVerdict(program, tape, node, schema, &state)
  }

  /// Judges once more from the beginning, where the stack is deep enough.
  ///
  /// The stack is changed once and for all: at some depth, a value may have any number of parts.
  @inline(never)
  private static func deepVerdict(
    _ program: FastProgram, _ tape: TapeView, _ node: Int, _ schema: Int, _ state: inout State
  ) -> Bool? {
    state.isOnDeepStack = true
    defer { state.isOnDeepStack = false }
    return DeepStack.run { verdict(program, tape, node, schema: schema, &state) } ?? nil
  }

  private static func judge(
    _ program: FastProgram, _ tape: TapeView, _ node: Int, _ schema: Int, from depth: Int,
    _ state: inout State
  ) -> Bool {
    let view = unsafe program.view
    return unsafe withUnsafeMutablePointer(to: &state) { state in
      let machine = unsafe Machine(
        program: view, tape: tape, code: view.pointee.code, entries: view.pointee.entries,
        keyTables: view.pointee.keyTables, objects: view.pointee.objects, state: state)
      return machine.holds(machine.entry(schema, node), node, depth)
    }
  }

  /// The entry of a schema for the kind of a value.
  @inline(__always)
  private func entry(_ schema: Int, _ node: Int) -> UInt32 {
    unsafe entries[8 &* schema &+ Int(tape[node].head & 7)]
  }

  /// Whether a value satisfies a schema.
  @inline(__always)
  func check(_ schema: Int, _ node: Int, _ depth: Int) -> Bool {
    let entry = entry(schema, node)
    if entry <= Entry.reject { return entry == Entry.accept }
    return run(Int(entry), node, depth &+ 1)
  }

  /// Whether the code at an entry holds for a value of the kind it was made for.
  @inline(__always)
  func holds(_ entry: UInt32, _ node: Int, _ depth: Int) -> Bool {
    if entry <= Entry.reject { return entry == Entry.accept }
    return holds(code: Int(entry), node, depth)
  }

  /// Whether the code at an address holds.
  ///
  /// The commonest instructions, where they stand alone, need no sequence around them.
  @inline(__always)
  func holds(code address: Int, _ node: Int, _ depth: Int) -> Bool {
    let instruction = unsafe code[address]
    if instruction.isLast, depth < Self.depthLimit {
      switch instruction.op {
      case .stringSet: return isInSet(Int(instruction.a), node)
      case .length: return hasLength(instruction, node)
      case .array: return runArray(Int(instruction.a), node, depth &+ 1)
      case .objectByTable: return runObjectByTable(Int(instruction.a), node, depth &+ 1)
      default: break
      }
    }
    return run(address, node, depth &+ 1)
  }

  /// Notes what cannot be passed.
  ///
  /// From then on nothing holds: what would turn that round, such as `not`, asks ``isStopped``.
  @inline(never)
  func undecided(_ obstacle: Obstacle) -> Bool {
    if unsafe state.pointee.obstacle == nil { unsafe state.pointee.obstacle = obstacle }
    return false
  }

  /// Whether the evaluation has come upon what it cannot pass, and is to end soon.
  @inline(__always)
  var isStopped: Bool { unsafe state.pointee.obstacle != nil }

  /// Runs a sequence: every instruction must hold.
  func run(_ address: Int, _ node: Int, _ depth: Int) -> Bool {
    if depth > Self.depthLimit { return undecided(.depth) }
    var address = address
    while true {
      let instruction = unsafe code[address]
      address &+= 1
      let a = Int(instruction.a)
      let holds: Bool
      switch instruction.op {
      case .accept: return true
      case .reject: return false
      case .stringSet: holds = isInSet(a, node)
      case .length: holds = hasLength(instruction, node)
      case .content: holds = satisfies(content: a, node)
      case .pattern: holds = matches(a, node)
      case .stringFormat: holds = satisfies(stringFormat: a, node)
      case .integral: holds = isIntegral(node)
      case .minimum, .maximum, .multipleOf: holds = satisfiesBound(instruction, node)
      case .numberFormat: holds = satisfies(numberFormat: a, node)
      case .constant: holds = isEqual(a, node)
      case .enumeration: holds = isAmong(instruction, node)
      case .array: holds = runArray(a, node, depth)
      case .contains: holds = runContains(instruction, node, depth)
      case .uniqueItems: holds = hasUniqueItems(node)
      case .unevaluatedItems: holds = runUnevaluatedItems(instruction, node, depth)
      case .objectByTable: holds = runObjectByTable(a, node, depth)
      case .object: holds = runObject(a, node, depth)
      case .requireNames: holds = hasNames(instruction, node)
      case .dependentRequired: holds = hasDependentNames(instruction, node)
      case .dependentSchemas: holds = runDependentSchemas(instruction, node, depth)
      case .unevaluatedProperties: holds = runUnevaluatedProperties(instruction, node, depth)
      case .call: holds = run(a, node, depth &+ 1)
      case .remember: holds = remembered(a, Int(instruction.b), node, depth)
      case .not: holds = !self.holds(code: a, node, depth) && !isStopped
      case .condition:
        let branch = self.holds(code: a, node, depth) ? instruction.b : instruction.c
        holds = !isStopped && self.holds(UInt32(bitPattern: branch), node, depth)
      case .anyOf: holds = runAnyOf(a, Int(instruction.b), node, depth)
      case .oneOf: holds = runOneOf(a, Int(instruction.b), node, depth)
      case .choose: holds = runChoice(instruction, node, depth)
      }
      if !holds { return false }
      if instruction.isLast { return true }
    }
  }

  @inline(never)
  private func remembered(_ address: Int, _ ways: Int, _ node: Int, _ depth: Int) -> Bool {
    let size = (tape.next(node) &- node) / Self.nodesOfStep
    unsafe state.pointee.steps &+= ways &+ size
    if unsafe state.pointee.steps < Self.stepsWithoutMemory {
      return run(address, node, depth &+ 1)
    }
    let key = UInt64(address) << 32 | UInt64(node)
    if let known = unsafe state.pointee.verdicts?[key] {
      unsafe state.pointee.steps &-= ways &+ size &- 1
      return known
    }
    if unsafe state.pointee.steps > Self.stepLimit &+ Self.stepsOfNode &* tape.next(0) {
      return undecided(.steps)
    }
    let holds = run(address, node, depth &+ 1)
    if isStopped { return false }
    remember(holds, key)
    return holds
  }

  private func remember(_ holds: Bool, _ key: UInt64) {
    if unsafe state.pointee.verdicts == nil { unsafe state.pointee.verdicts = [:] }
    // What was asked for lately is the likeliest to be asked for again.
    if unsafe state.pointee.verdicts.unsafelyUnwrapped.count >= Self.memoryLimit {
      unsafe state.pointee.verdicts?.removeAll(keepingCapacity: true)
    }
    unsafe state.pointee.verdicts?[key] = holds
  }

  private func runAnyOf(_ list: Int, _ count: Int, _ node: Int, _ depth: Int) -> Bool {
    for position in 0..<count {
      if unsafe holds(program.pointee.lists[list &+ position], node, depth) { return true }
      if isStopped { return false }
    }
    return false
  }

  private func runOneOf(_ list: Int, _ count: Int, _ node: Int, _ depth: Int) -> Bool {
    var isFound = false
    for position in 0..<count {
      if unsafe holds(program.pointee.lists[list &+ position], node, depth) {
        if isFound { return false }
        isFound = true
      } else if isStopped {
        return false
      }
    }
    return isFound
  }

  @inline(never)
  private func runChoice(_ instruction: Instruction, _ node: Int, _ depth: Int) -> Bool {
    let plan = unsafe program.pointee.choices[Int(instruction.a)]
    let names = unsafe keyTables + Int(plan.nameTable)
    var list = Int(plan.absent)
    var count = Int(plan.absentCount)
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      // Of several members with the name the last one counts.
      if unsafe names.pointee.mayHold(tape[name]) && slot(names, name) >= 0 {
        list = Int(plan.other)
        count = Int(plan.otherCount)
        if tape.kind(name &+ 1) == .string {
          let slot = unsafe slot(keyTables + Int(plan.valueTable), name &+ 1)
          if slot >= 0 {
            let range = Int(plan.firstValue) &+ 2 &* slot
            list = unsafe Int(program.pointee.lists[range])
            count = unsafe Int(program.pointee.lists[range &+ 1])
          }
        }
      }
      name = tape.next(name &+ 1)
    }
    return instruction.flag
      ? runOneOf(list, count, node, depth) : runAnyOf(list, count, node, depth)
  }
}
