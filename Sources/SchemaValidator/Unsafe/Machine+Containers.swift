// Instructions that walk the children of an array or object.
extension Machine {
  @inline(never)
  func runArray(_ number: Int, _ node: Int, _ depth: Int) -> Bool {
    let plan = unsafe program.pointee.arrays + number
    let (minimum, maximum) = unsafe (Int(plan.pointee.minimum), Int(plan.pointee.maximum))
    if minimum > 0 || maximum >= 0 {
      let count = tape.count(node)
      if count < minimum || (maximum >= 0 && count > maximum) { return false }
    }
    let items = unsafe Int(plan.pointee.items)
    let prefixCount = unsafe Int(plan.pointee.prefixCount)
    if items < 0, prefixCount == 0 { return true }
    var element = node &+ 1
    let end = tape.next(node)
    let itemsFrom = unsafe Int(plan.pointee.itemsFrom)
    if prefixCount > 0 || itemsFrom > 0 {
      let prefix = unsafe program.pointee.lists + Int(plan.pointee.firstPrefix)
      var position = 0
      while element < end, position < max(prefixCount, itemsFrom) {
        if position < prefixCount, unsafe !check(Int(prefix[position]), element, depth) {
          return false
        }
        element = tape.next(element)
        position &+= 1
      }
    }
    if items < 0 { return true }
    let itemEntries = unsafe entries + 8 &* items
    while element < end {
      let child = tape[element]
      let entry = unsafe itemEntries[Int(child.head & 7)]
      if entry != Entry.accept {
        if entry == Entry.reject || !holds(code: Int(entry), element, depth) { return false }
      }
      element = Int(child.next)
    }
    return true
  }

  @inline(never)
  func runContains(_ instruction: Instruction, _ node: Int, _ depth: Int) -> Bool {
    let least = Int(instruction.b)
    let most = Int(instruction.c)
    var count = 0
    var element = node &+ 1
    let end = tape.next(node)
    while element < end {
      if check(Int(instruction.a), element, depth) {
        count &+= 1
        if most >= 0, count > most { return false }
        if most < 0, count >= least { return true }
      } else if isStopped {
        return false
      }
      element = tape.next(element)
    }
    return count >= least
  }

  /// The walk for objects whose known names decide everything.
  ///
  /// Most members are the one that is expected, and their kind is all that is asked. They are
  /// passed in a loop without calls, which therefore has what it needs in registers.
  @inline(never)
  func runObjectByTable(_ number: Int, _ node: Int, _ depth: Int) -> Bool {
    let object = unsafe objects + number
    if unsafe object.pointee.isCounted && !hasMemberCount(object, node) { return false }
    var expected = unsafe object.pointee.slots
    var seen: UInt64 = 0
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      var found: UnsafePointer<PackedSlot>?
      while unsafe expected.pointee.name.isShortText(tape[name], tape.bytes) {
        let value = tape[name &+ 1]
        guard unsafe expected.pointee.accepts(value) else {
          unsafe found = expected
          break
        }
        seen |= unsafe expected.pointee.bit
        unsafe expected += 1
        name = Int(value.next)
        if name >= end { return unsafe seen == object.pointee.plan.required }
      }
      let value = tape[name &+ 1]
      if let slot = unsafe found ?? slot(of: name, in: object, expected) {
        seen |= unsafe slot.pointee.bit
        if unsafe !slot.pointee.accepts(value) && !holds(slot, name &+ 1, depth) { return false }
        unsafe expected = slot + 1
      } else if unsafe object.pointee.plan.isClosed {
        return false
      }
      name = Int(value.next)
    }
    return unsafe seen == object.pointee.plan.required
  }

  /// The slot of a member name, mostly the expected one; nil for a name that means nothing.
  @inline(__always)
  private func slot(
    of name: Int, in object: UnsafePointer<PackedObject>, _ expected: UnsafePointer<PackedSlot>
  ) -> UnsafePointer<PackedSlot>? {
    let key = tape[name]
    if unsafe expected.pointee.name.isText(key, tape.bytes) { return unsafe expected }
    // One member that may be missing is missing more often than several in a row.
    if unsafe expected[1].name.isText(key, tape.bytes) { return unsafe expected + 1 }
    let table = unsafe object.pointee.table
    guard unsafe table.pointee.mayHold(key) else { return nil }
    let slot = unsafe slot(table, name)
    return unsafe slot < 0 ? nil : object.pointee.slots + slot
  }

  /// Whether a member's value, of a kind that its slot does not accept unseen, satisfies it.
  @inline(__always)
  private func holds(_ slot: UnsafePointer<PackedSlot>, _ value: Int, _ depth: Int) -> Bool {
    // A name that is only required may not be there at all when the object is closed.
    let schema = unsafe Int(slot.pointee.node)
    if schema < 0 { return false }
    let entry = unsafe entries[8 &* schema &+ Int(tape[value].head & 7)]
    return entry != Entry.reject && holds(code: Int(entry), value, depth)
  }

  /// The slot of a text in a key table, or -1.
  @inline(never)
  func slot(_ table: UnsafePointer<PackedKeyTable>, _ node: Int) -> Int {
    unsafe table.slot(tape, node)
  }

  @inline(never)
  private func hasMemberCount(_ object: UnsafePointer<PackedObject>, _ node: Int) -> Bool {
    let least = unsafe Int(object.pointee.plan.minimum)
    let most = unsafe Int(object.pointee.plan.maximum)
    let count = tape.count(node)
    return count >= least && (most < 0 || count <= most)
  }

  /// The walk for objects with patterns, name schemas or a schema for additional members.
  @inline(never)
  func runObject(_ number: Int, _ node: Int, _ depth: Int) -> Bool {
    let object = unsafe objects + number
    if unsafe object.pointee.isCounted && !hasMemberCount(object, node) { return false }
    let plan = unsafe object.pointee.plan
    let table = unsafe object.pointee.table
    let propertyNames = Int(plan.propertyNames)
    let additional = Int(plan.additional)
    let patterns = unsafe program.pointee.patternSlots + Int(plan.firstPattern)
    var seen: UInt64 = 0
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      if propertyNames >= 0, !check(propertyNames, name, depth) { return false }
      var isNamed = false
      let slot =
        unsafe table.pointee.mayHold(tape[name]) ? self.slot(table, name) : -1
      if slot >= 0 {
        let member = unsafe object.pointee.slots + slot
        seen |= unsafe member.pointee.bit
        let schema = unsafe Int(member.pointee.node)
        isNamed = schema != -1
        if schema >= 0, !check(schema, name &+ 1, depth) { return false }
      }
      for position in 0..<Int(plan.patternCount) {
        let pattern = unsafe patterns[position]
        guard matches(Int(pattern.pattern), name) else {
          if isStopped { return false }
          continue
        }
        isNamed = true
        if pattern.node >= 0, !check(Int(pattern.node), name &+ 1, depth) { return false }
      }
      if !isNamed {
        if plan.isClosed { return false }
        if additional >= 0, !check(additional, name &+ 1, depth) { return false }
      }
      name = tape.next(name &+ 1)
    }
    return seen == plan.required
  }

  @inline(never)
  func hasNames(_ instruction: Instruction, _ node: Int) -> Bool {
    let count = Int(instruction.b)
    if tape.count(node) < count { return false }
    let present = presentNames(Int(instruction.a), count, node)
    return (0..<count).allSatisfy(present.contains)
  }

  @inline(never)
  func hasDependentNames(_ instruction: Instruction, _ node: Int) -> Bool {
    let present = presentNames(Int(instruction.b), Int(instruction.c), node)
    return unsafe program.pointee.dependents[Int(instruction.a)].allSatisfy { rule in
      !present.contains(rule.name) || rule.needs.allSatisfy(present.contains)
    }
  }

  /// Which slots of a key table have a member with their name.
  private func presentNames(_ table: Int, _ count: Int, _ node: Int) -> ChildSet {
    let table = unsafe keyTables + table
    var present = ChildSet(count: count)
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      let slot = unsafe slot(table, name)
      if slot >= 0 { present.insert(slot) }
      name = tape.next(name &+ 1)
    }
    return present
  }

  @inline(never)
  func runDependentSchemas(_ instruction: Instruction, _ node: Int, _ depth: Int) -> Bool {
    let table = unsafe keyTables + Int(instruction.a)
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      let slot = unsafe slot(table, name)
      if slot >= 0, unsafe !holds(program.pointee.lists[Int(instruction.b) &+ slot], node, depth) {
        return false
      }
      name = tape.next(name &+ 1)
    }
    return true
  }
}
