// Instructions that walk the children of an array or object.
extension Machine {
  @inline(__always)
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
      }
      element = tape.next(element)
    }
    return count >= least
  }

  /// The walk for objects whose known names decide everything.
  ///
  /// Looking names up is left to a call, so that the loop keeps what it needs in registers.
  @inline(never)
  func runObjectByTable(_ number: Int, _ node: Int, _ depth: Int) -> Bool {
    let object = unsafe objects + number
    if unsafe object.pointee.isCounted && !hasMemberCount(object, node) { return false }
    let slots = unsafe object.pointee.slots
    var expected = unsafe slots
    var seen: UInt64 = 0
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      let key = tape[name]
      let value = tape[name &+ 1]
      if unsafe !expected.pointee.isNamed(key, tape.bytes) {
        let slot = unsafe object.pointee.table.pointee.mayHold(key) ? self.slot(object, name) : -1
        if slot < 0 {
          if unsafe object.pointee.plan.isClosed { return false }
          name = Int(value.next)
          continue
        }
        unsafe expected = slots + slot
      }
      seen |= unsafe expected.pointee.bit
      let kind = value.head & 7
      if unsafe expected.pointee.accepts &>> kind & 1 == 0 {
        // A name that is only required may not be there at all when the object is closed.
        let schema = unsafe Int(expected.pointee.node)
        if schema < 0 { return false }
        let entry = unsafe entries[8 &* schema &+ Int(kind)]
        if entry == Entry.reject || !holds(code: Int(entry), name &+ 1, depth) { return false }
      }
      unsafe expected += 1
      name = Int(value.next)
    }
    return unsafe seen == object.pointee.plan.required
  }

  /// The slot of a member name in an object's key table, or -1.
  @inline(never)
  private func slot(_ object: UnsafePointer<PackedObject>, _ name: Int) -> Int {
    unsafe object.pointee.table.pointee.slot(tape, name)
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
        unsafe object.pointee.table.pointee.mayHold(tape[name]) ? self.slot(object, name) : -1
      if slot >= 0 {
        let member = unsafe object.pointee.slots + slot
        seen |= unsafe member.pointee.bit
        let schema = unsafe Int(member.pointee.node)
        isNamed = schema != -1
        if schema >= 0, !check(schema, name &+ 1, depth) { return false }
      }
      for position in 0..<Int(plan.patternCount) {
        let pattern = unsafe patterns[position]
        guard matches(Int(pattern.pattern), name) else { continue }
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
  func hasNames(_ list: Int, _ node: Int) -> Bool {
    unsafe program.pointee.nameLists[list].allSatisfy { tape.member(node, named: $0) != nil }
  }

  @inline(never)
  func hasDependentNames(_ list: Int, _ node: Int) -> Bool {
    for rule in unsafe program.pointee.dependents[list]
    where tape.member(node, named: rule.name) != nil {
      for name in rule.needs where tape.member(node, named: name) == nil { return false }
    }
    return true
  }

  @inline(never)
  func runDependentSchemas(_ instruction: Instruction, _ node: Int, _ depth: Int) -> Bool {
    let table = unsafe keyTables[Int(instruction.a)]
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      let slot = table.slot(tape, name)
      if slot >= 0, unsafe !holds(program.pointee.lists[Int(instruction.b) &+ slot], node, depth) {
        return false
      }
      name = tape.next(name &+ 1)
    }
    return true
  }
}
