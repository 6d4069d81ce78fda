/// The tables of a fast program in memory of their own, so that evaluation touches no reference
/// counts and no bounds checks.
///
/// Invariants: each pointer has as many initialised elements as the table it was made from;
/// nothing changes after `init`; all memory is freed in `deinit`. Every index inside the tables
/// was made together with the element it names.
@safe
final class FastProgram: @unchecked Sendable {
  /// What it was made from.
  let graph: SchemaGraph
  let tables: ProgramTables
  let code: UnsafePointer<Instruction>
  let entries: UnsafePointer<UInt32>
  let keyTables: UnsafePointer<PackedKeyTable>
  let slots: UnsafePointer<MemberSlot>
  let objects: UnsafePointer<ObjectPlan>
  let arrays: UnsafePointer<ArrayPlan>
  let choices: UnsafePointer<ChoicePlan>
  let lists: UnsafePointer<UInt32>
  let bounds: UnsafePointer<NumberBound>
  let patterns: UnsafePointer<ECMAPattern>
  let patternSlots: UnsafePointer<PatternSlot>
  let stringFormats: UnsafePointer<StringFormat>
  let numberFormats: UnsafePointer<NumberFormat>
  let coverages: UnsafePointer<CoverageStep>
  private let keyEntries: UnsafePointer<KeyTable.Entry>
  private let names: UnsafePointer<UInt8>
  private let freeAll: [() -> Void]

  /// Makes the program of some schemas of a graph.
  convenience init(_ graph: SchemaGraph, roots: [SchemaGraph.NodeID]) {
    self.init(graph, ProgramEmitter.emit(graph, roots: roots))
  }

  private init(_ graph: SchemaGraph, _ tables: ProgramTables) {
    self.graph = graph
    self.tables = tables
    var free: [() -> Void] = []
    func copy<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
      let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count + 1)
      _ = unsafe memory.initialize(from: elements)
      let count = elements.count
      free.append {
        unsafe memory[..<count].deinitialize()
        unsafe memory.deallocate()
      }
      return unsafe UnsafePointer(memory.baseAddress.unsafelyUnwrapped)
    }
    unsafe code = copy(tables.code)
    unsafe entries = copy(tables.entries)
    unsafe slots = copy(tables.slots)
    unsafe objects = copy(tables.objects)
    unsafe arrays = copy(tables.arrays)
    unsafe choices = copy(tables.choices)
    unsafe lists = copy(tables.lists)
    unsafe bounds = copy(tables.bounds)
    unsafe patterns = copy(tables.patterns)
    unsafe patternSlots = copy(tables.patternSlots)
    unsafe stringFormats = copy(tables.stringFormats)
    unsafe numberFormats = copy(tables.numberFormats)
    unsafe coverages = copy(tables.coverages)
    let keys = unsafe copy(tables.keyTables.flatMap(\.entries))
    // Two words of padding: a comparison may read past the last name.
    let text = unsafe copy(
      tables.keyTables.flatMap(\.names) + [UInt8](repeating: 0, count: ByteView.padding))
    var packed: [PackedKeyTable] = []
    var firstEntry = 0
    var firstName = 0
    for table in tables.keyTables {
      unsafe packed.append(
        PackedKeyTable(
          entries: keys + firstEntry, names: ByteView(text + firstName),
          multiplier: table.multiplier, shift: table.shift))
      firstEntry += table.entries.count
      firstName += table.names.count
    }
    unsafe keyEntries = keys
    unsafe names = text
    unsafe keyTables = copy(packed)
    freeAll = free
  }

  deinit {
    for free in freeAll { free() }
  }
}

/// A key table as evaluation reads it.
@safe
struct PackedKeyTable {
  let entries: UnsafePointer<KeyTable.Entry>
  let names: ByteView
  let multiplier: UInt64
  let shift: UInt64

  /// The slot of a string node's text, or -1.
  @inline(__always)
  func slot(_ tape: TapeView, _ node: Int) -> Int {
    let key = tape[node]
    let (head, tail) = tape.bytes.words(at: Int(key.start), count: Int(key.length))
    return slot(tape, node, head, tail)
  }

  /// The slot of a string node's text whose words are known, or -1.
  @inline(__always)
  func slot(_ tape: TapeView, _ node: Int, _ head: UInt64, _ tail: UInt64) -> Int {
    let key = tape[node]
    if key.head & StringFlag.escaped != 0 { return escapedSlot(tape, node) }
    let start = Int(key.start)
    let length = Int(key.length)
    var index = Int(
      truncatingIfNeeded: KeyTable.hash(head, tail, key.length, multiplier) &>> shift)
    while true {
      let entry = unsafe entries + index
      if unsafe entry.pointee.length == key.length && entry.pointee.head == head
        && entry.pointee.tail == tail
      {
        let offset = unsafe Int(entry.pointee.offset)
        if length <= 16 || tape.bytes.equals(at: start, names, at: offset, count: length) {
          return unsafe Int(entry.pointee.slot)
        }
      }
      index = unsafe Int(entry.pointee.chained)
      if index == 0 { return -1 }
    }
  }

  @inline(never)
  private func escapedSlot(_ tape: TapeView, _ node: Int) -> Int {
    let text = tape.unescapedText(node, lossy: false)
    let padded = PaddedBytes(text)
    let view = padded.view
    let (head, tail) = view.words(at: 0, count: text.count)
    var index = Int(
      truncatingIfNeeded: KeyTable.hash(head, tail, UInt32(text.count), multiplier) &>> shift)
    while true {
      let entry = unsafe entries[index]
      if Int(entry.length) == text.count, entry.head == head, entry.tail == tail,
        view.equals(at: 0, names, at: Int(entry.offset), count: text.count)
      {
        return Int(entry.slot)
      }
      index = Int(entry.chained)
      if index == 0 { return -1 }
    }
  }
}
