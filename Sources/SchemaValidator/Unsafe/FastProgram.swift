/// The code and tables of some schemas in memory of their own, so that evaluation touches no
/// reference counts and no bounds checks.
///
/// Invariants: each pointer of the view has as many initialised elements as the table it was made
/// from; nothing changes after `init`; all memory is freed in `deinit`. Every index inside the
/// tables was made together with the element it names.
@safe
final class FastProgram: @unchecked Sendable {
  /// What it was made from.
  let graph: SchemaGraph
  let tables: ProgramTables
  /// Where everything is.
  let view: UnsafePointer<ProgramView>
  private let freeAll: [() -> Void]

  /// Makes the program of some schemas of a graph.
  convenience init(_ graph: SchemaGraph, roots: [SchemaGraph.NodeID]) {
    self.init(graph, ProgramEmitter.emit(graph, roots: roots))
  }

  private init(_ graph: SchemaGraph, _ tables: ProgramTables) {
    self.graph = graph
    self.tables = tables
    var packer = ProgramPacker(tables)
    unsafe view = packer.pack()
    freeAll = packer.freeAll
  }

  deinit {
    for free in freeAll { free() }
  }
}

/// The addresses of a program's code and tables: nothing in it is counted.
///
/// Invariants: those of ``FastProgram``, which owns the memory.
@safe
struct ProgramView {
  let code: UnsafePointer<Instruction>
  let entries: UnsafePointer<UInt32>
  let keyTables: UnsafePointer<PackedKeyTable>
  let objects: UnsafePointer<PackedObject>
  let arrays: UnsafePointer<ArrayPlan>
  let choices: UnsafePointer<ChoicePlan>
  let lists: UnsafePointer<UInt32>
  let bounds: UnsafePointer<NumberBound>
  let constants: UnsafePointer<PackedConstant>
  let patterns: UnsafePointer<PatternReference>
  let patternSlots: UnsafePointer<PatternSlot>
  let stringFormats: UnsafePointer<StringFormat>
  let numberFormats: UnsafePointer<NumberFormat>
  let contents: UnsafePointer<ContentAssertion>
  let valueSets: UnsafePointer<ValueSet>
  let dependents: UnsafePointer<[DependentSlots]>
  let coverages: UnsafePointer<CoverageStep>
}

/// A value of a schema.
struct PackedConstant {
  let tape: TapeView
  let node: Int
}

/// Copies tables to memory of their own and puts into them what evaluation would else look up.
private struct ProgramPacker {
  private let tables: ProgramTables
  private(set) var freeAll: [() -> Void] = []

  init(_ tables: ProgramTables) {
    self.tables = tables
  }

  mutating func pack() -> UnsafePointer<ProgramView> {
    let keyTables = unsafe packKeyTables()
    // The tables keep what these refer to.
    let constants = tables.constants.map { PackedConstant(tape: $0.document.tape, node: $0.index) }
    let patterns = tables.patterns.map(PatternReference.init)
    let view = unsafe ProgramView(
      code: copy(markedCode()), entries: copy(tables.entries), keyTables: keyTables,
      objects: packObjects(keyTables), arrays: copy(tables.arrays), choices: copy(tables.choices),
      lists: copy(tables.lists), bounds: copy(tables.bounds), constants: copy(constants),
      patterns: copy(patterns), patternSlots: copy(tables.patternSlots),
      stringFormats: copy(tables.stringFormats), numberFormats: copy(tables.numberFormats),
      contents: copy(tables.contents), valueSets: copy(tables.valueSets),
      dependents: copy(tables.dependents), coverages: copy(tables.coverages))
    return unsafe copy([view])
  }

  private mutating func copy<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count + 1)
    _ = unsafe memory.initialize(from: elements)
    let count = elements.count
    freeAll.append {
      unsafe memory[..<count].deinitialize()
      unsafe memory.deallocate()
    }
    return unsafe UnsafePointer(memory.baseAddress.unsafelyUnwrapped)
  }

  /// The code with the last instruction of each sequence marked.
  private func markedCode() -> [Instruction] {
    var code = tables.code
    for address in code.indices.dropLast() where code[address + 1].op == .accept {
      code[address].isLast = true
    }
    return code
  }

  /// The key tables; after the last one stands an empty one, for plans without names.
  private mutating func packKeyTables() -> UnsafePointer<PackedKeyTable> {
    let all = tables.keyTables + [KeyTable([])]
    let entries = unsafe copy(all.flatMap(\.entries))
    // Padded, because a comparison may read past the last name.
    let overflows = unsafe copy(all.map(\.overflow))
    let names = unsafe copy(
      all.flatMap(\.names) + [UInt8](repeating: 0, count: ByteView.padding))
    var packed: [PackedKeyTable] = []
    var firstEntry = 0
    var firstName = 0
    for (number, table) in all.enumerated() {
      unsafe packed.append(
        PackedKeyTable(
          table, entries: entries + firstEntry, names: ByteView(names + firstName),
          overflow: overflows + number))
      firstEntry += table.entries.count
      firstName += table.names.count
    }
    return unsafe copy(packed)
  }

  private mutating func packObjects(
    _ keyTables: UnsafePointer<PackedKeyTable>
  ) -> UnsafePointer<PackedObject> {
    // The slots of one plan after the other, each row ended by two that no name matches: the
    // expected slot and the one after it may be tried.
    var slots: [PackedSlot] = []
    var starts: [Int] = []
    for plan in tables.objects {
      starts.append(slots.count)
      if plan.table >= 0 { slots += packSlots(plan, unsafe keyTables[Int(plan.table)]) }
      slots += [.end, .end]
    }
    let base = unsafe copy(slots)
    var packed: [PackedObject] = []
    for (plan, start) in zip(tables.objects, starts) {
      let table = plan.table >= 0 ? Int(plan.table) : tables.keyTables.count
      unsafe packed.append(
        PackedObject(plan, table: keyTables + table, slots: base + start))
    }
    return unsafe copy(packed)
  }

  private func packSlots(_ plan: ObjectPlan, _ packed: PackedKeyTable) -> [PackedSlot] {
    let table = tables.keyTables[Int(plan.table)]
    let first = Int(plan.firstSlot)
    var slots = tables.slots[first..<first + table.count].map {
      PackedSlot($0, accepts: accepts($0, plan))
    }
    for entry in table.entries where entry.length != .max {
      slots[Int(entry.slot)].name = packed.name(of: entry)
    }
    return slots
  }

  /// The kinds of value for which a member needs no further look.
  private func accepts(_ slot: MemberSlot, _ plan: ObjectPlan) -> UInt8 {
    guard slot.node >= 0 else { return slot.node == -1 && plan.isClosed ? 0 : .max }
    var mask: UInt8 = 0
    for kind in 0..<8 where tables.entries[8 * Int(slot.node) + kind] == Entry.accept {
      mask |= 1 << UInt8(kind)
    }
    return mask
  }
}
