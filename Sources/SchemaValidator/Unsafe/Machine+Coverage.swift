// unevaluatedProperties and unevaluatedItems.
extension Machine {
  @inline(never)
  func runUnevaluatedProperties(
    _ instruction: Instruction, _ node: Int, _ depth: Int
  ) -> Bool {
    var covered = ChildSet(count: tape.count(node))
    var shared: Set<Int> = []
    cover(Int(instruction.a), Int(instruction.c), node, depth, &covered, &shared)
    if isStopped { return false }
    if covered.isFull { return true }
    var name = node &+ 1
    var position = 0
    let end = tape.next(node)
    while name < end {
      if !covered.contains(position), !check(Int(instruction.b), name &+ 1, depth) {
        return false
      }
      name = tape.next(name &+ 1)
      position &+= 1
    }
    return true
  }

  @inline(never)
  func runUnevaluatedItems(_ instruction: Instruction, _ node: Int, _ depth: Int) -> Bool {
    var covered = ChildSet(count: tape.count(node))
    var shared: Set<Int> = []
    cover(Int(instruction.a), Int(instruction.c), node, depth, &covered, &shared)
    if isStopped { return false }
    if covered.isFull { return true }
    var element = node &+ 1
    var position = 0
    let end = tape.next(node)
    while element < end {
      if !covered.contains(position), !check(Int(instruction.b), element, depth) { return false }
      element = tape.next(element)
      position &+= 1
    }
    return true
  }

  /// Marks the children that the steps cover; `shared` are the shared steps taken so far.
  private func cover(
    _ first: Int, _ count: Int, _ node: Int, _ depth: Int, _ covered: inout ChildSet,
    _ shared: inout Set<Int>
  ) {
    var index = first
    let end = first &+ count
    while index < end, !covered.isFull, !isStopped {
      let step = unsafe program.pointee.coverages[index]
      index &+= 1
      let a = Int(step.a)
      switch step.kind {
      case .all: covered.insertAll()
      case .prefix: covered.insert(first: a)
      case .names:
        let table = unsafe keyTables + a
        coverChildren(node, step: 2, &covered) { unsafe slot(table, $0) >= 0 }
      case .pattern: coverChildren(node, step: 2, &covered) { matches(a, $0) }
      case .matching: coverChildren(node, step: 1, &covered) { check(a, $0, depth) }
      case .whenValid:
        if !holds(UInt32(bitPattern: step.a), node, depth) { index &+= Int(step.c) }
      case .unlessValid:
        if holds(UInt32(bitPattern: step.a), node, depth) { index &+= Int(step.c) }
      case .whenMember:
        if !hasMember(a, node) { index &+= Int(step.c) }
      case .shared:
        if shared.insert(a).inserted { coverDeeply(a, Int(step.b), node, depth, &covered, &shared) }
      }
    }
  }

  /// Takes steps that stand by themselves, one sequence inside another.
  @inline(never)
  private func coverDeeply(
    _ first: Int, _ count: Int, _ node: Int, _ depth: Int, _ covered: inout ChildSet,
    _ shared: inout Set<Int>
  ) {
    if depth >= Self.depthLimit {
      _ = undecided(.depth)
    } else {
      cover(first, count, node, depth &+ 1, &covered, &shared)
    }
  }

  private func hasMember(_ table: Int, _ node: Int) -> Bool {
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      if unsafe slot(keyTables + table, name) >= 0 { return true }
      name = tape.next(name &+ 1)
    }
    return false
  }

  /// Marks the children for which a condition holds; `step` is 2 for members, whose names are
  /// asked, and 1 for elements.
  @inline(__always)
  private func coverChildren(
    _ node: Int, step: Int, _ covered: inout ChildSet, _ holds: (Int) -> Bool
  ) {
    var child = node &+ 1
    var position = 0
    let end = tape.next(node)
    while child < end, !isStopped {
      if !covered.contains(position), holds(child) { covered.insert(position) }
      child = tape.next(child &+ step &- 1)
      position &+= 1
    }
  }
}

/// A set of child positions; up to 64 without memory of its own.
struct ChildSet {
  private var low: UInt64 = 0
  private var more: [UInt64] = []
  private let count: Int
  private(set) var isFull: Bool

  init(count: Int) {
    self.count = count
    isFull = count == 0
    if count > 64 { more = Array(repeating: 0, count: (count - 1) / 64) }
  }

  func contains(_ position: Int) -> Bool {
    if isFull { return true }
    if position < 64 { return low >> UInt64(position) & 1 == 1 }
    return more[position / 64 - 1] >> UInt64(position % 64) & 1 == 1
  }

  mutating func insert(_ position: Int) {
    if position < 64 {
      low |= 1 << UInt64(position)
    } else {
      more[position / 64 - 1] |= 1 << UInt64(position % 64)
    }
  }

  mutating func insert(first: Int) {
    if first >= count { return insertAll() }
    for position in 0..<first { insert(position) }
  }

  mutating func insertAll() { isFull = true }
}
