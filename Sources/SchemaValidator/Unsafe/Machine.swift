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
    /// A pattern ran out of steps, or the nesting is too deep: the verdict means nothing.
    var isUndecided = false
    /// How many ways have been gone in schemas that are recursive or widely shared.
    var steps = 0
    /// Verdicts by entry and node, once there have been many steps.
    var verdicts: [UInt64: Bool]?
    /// The steps left for patterns.
    var patternAllowance = PatternAllowance()
    /// Whether the evaluation goes on upon a stack of its own.
    var isOnDeepStack = false
  }

  /// So many steps pass before verdicts are remembered: ordinary values stay below, and
  /// remembering costs more than most of them.
  private static let stepsWithoutMemory = 20_000

  /// So many verdicts are remembered, some 100 MB.
  private static let memoryLimit = 2_000_000

  /// So many steps are taken in such schemas at most; then the verdict is that it cannot be told.
  private static let stepLimit = 1 << 30

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
  static func verdict(
    _ program: FastProgram, _ tape: TapeView, _ node: Int, schema: Int
  ) -> Bool? {
    var state = State()
    return verdict(program, tape, node, schema: schema, &state)
  }

  /// Whether a value satisfies a schema; what was noted before on the same tape is used.
  static func verdict(
    _ program: FastProgram, _ tape: TapeView, _ node: Int, schema: Int, _ state: inout State
  ) -> Bool? {
    let view = unsafe program.view
    let holds = unsafe withUnsafeMutablePointer(to: &state) { state in
      let machine = unsafe Machine(
        program: view, tape: tape, code: view.pointee.code, entries: view.pointee.entries,
        keyTables: view.pointee.keyTables, objects: view.pointee.objects, state: state)
      return machine.holds(machine.entry(schema, node), node, 0)
    }
    return state.isUndecided ? nil : holds
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

  @inline(never)
  func undecided() -> Bool {
    unsafe state.pointee.isUndecided = true
    return false
  }

  /// Runs a sequence that is nested too deeply for the caller's stack.
  @inline(never)
  private func runDeeply(_ address: Int, _ node: Int) -> Bool {
    if unsafe state.pointee.isOnDeepStack || state.pointee.isUndecided { return undecided() }
    unsafe state.pointee.isOnDeepStack = true
    defer { unsafe state.pointee.isOnDeepStack = false }
    return DeepStack.run { run(address, node, Self.firstDeepDepth) }
  }

  /// Runs a sequence: every instruction must hold.
  func run(_ address: Int, _ node: Int, _ depth: Int) -> Bool {
    if depth > Self.depthLimit { return runDeeply(address, node) }
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
      case .uniqueItems: holds = Uniqueness.firstRepeat(tape, node) == nil
      case .unevaluatedItems: holds = runUnevaluatedItems(instruction, node, depth)
      case .objectByTable: holds = runObjectByTable(a, node, depth)
      case .object: holds = runObject(a, node, depth)
      case .requireNames: holds = hasNames(instruction, node)
      case .dependentRequired: holds = hasDependentNames(instruction, node)
      case .dependentSchemas: holds = runDependentSchemas(instruction, node, depth)
      case .unevaluatedProperties: holds = runUnevaluatedProperties(instruction, node, depth)
      case .call: holds = run(a, node, depth &+ 1)
      case .remember: holds = remembered(a, Int(instruction.b), node, depth)
      case .not: holds = !self.holds(code: a, node, depth)
      case .condition:
        let branch = self.holds(code: a, node, depth) ? instruction.b : instruction.c
        holds = self.holds(UInt32(bitPattern: branch), node, depth)
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
    unsafe state.pointee.steps &+= ways
    if unsafe state.pointee.steps < Self.stepsWithoutMemory {
      return run(address, node, depth &+ 1)
    }
    if unsafe state.pointee.steps > Self.stepLimit || state.pointee.isUndecided {
      return undecided()
    }
    let key = UInt64(address) << 32 | UInt64(node)
    if let known = unsafe state.pointee.verdicts?[key] {
      unsafe state.pointee.steps &-= ways &- 1
      return known
    }
    let holds = run(address, node, depth &+ 1)
    if unsafe state.pointee.verdicts == nil { unsafe state.pointee.verdicts = [:] }
    if unsafe state.pointee.verdicts.unsafelyUnwrapped.count < Self.memoryLimit {
      unsafe state.pointee.verdicts?[key] = holds
    }
    return holds
  }

  private func runAnyOf(_ list: Int, _ count: Int, _ node: Int, _ depth: Int) -> Bool {
    for position in 0..<count {
      if unsafe holds(program.pointee.lists[list &+ position], node, depth) { return true }
    }
    return false
  }

  private func runOneOf(_ list: Int, _ count: Int, _ node: Int, _ depth: Int) -> Bool {
    var isFound = false
    for position in 0..<count
    where unsafe holds(program.pointee.lists[list &+ position], node, depth) {
      if isFound { return false }
      isFound = true
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
