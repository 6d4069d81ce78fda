// Instructions that walk the children of an array or object.
extension Machine {
  @inline(__always)
  func runArray(_ number: Int, _ node: Int, _ depth: Int) -> Bool {
    let plan = unsafe program.arrays + number
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
      let prefix = unsafe program.lists + Int(plan.pointee.firstPrefix)
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
        if entry == Entry.reject || !run(Int(entry), element, depth &+ 1) { return false }
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
  @inline(__always)
  func runObjectByTable(_ number: Int, _ node: Int, _ depth: Int) -> Bool {
    let plan = unsafe objects + number
    if unsafe !hasMemberCount(plan, node) { return false }
    let tableNumber = unsafe Int(plan.pointee.table)
    let isClosed = unsafe plan.pointee.isClosed
    if tableNumber < 0 { return !isClosed || tape.count(node) == 0 }
    let table = unsafe keyTables[tableNumber]
    let firstSlot = unsafe slots + Int(plan.pointee.firstSlot)
    var expected = unsafe firstSlot
    var seen: UInt64 = 0
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      let key = tape[name]
      let value = tape[name &+ 1]
      let (head, tail) = tape.bytes.words(at: Int(key.start), count: Int(key.length))
      if unsafe !expected.pointee.isNamed(head, tail, key) {
        let slot = table.slot(tape, name, head, tail)
        if slot < 0 {
          if isClosed { return false }
          name = Int(value.next)
          continue
        }
        unsafe expected = firstSlot + slot
      }
      seen |= unsafe expected.pointee.bit
      let schema = unsafe Int(expected.pointee.node)
      unsafe expected += 1
      if schema >= 0 {
        let entry = unsafe entries[8 &* schema &+ Int(value.head & 7)]
        if entry != Entry.accept {
          if entry == Entry.reject || !holds(code: Int(entry), name &+ 1, depth) { return false }
        }
      } else if isClosed, schema == -1 {
        return false
      }
      name = Int(value.next)
    }
    return unsafe seen == plan.pointee.required
  }

  /// Runs the code at an address; a lone set of texts is asked without a call.
  @inline(__always)
  private func holds(code address: Int, _ node: Int, _ depth: Int) -> Bool {
    let instruction = unsafe code[address]
    if instruction.op == .stringSet, instruction.flag {
      return unsafe keyTables[Int(instruction.a)].slot(tape, node) >= 0
    }
    return run(address, node, depth &+ 1)
  }

  @inline(__always)
  private func hasMemberCount(_ plan: UnsafePointer<ObjectPlan>, _ node: Int) -> Bool {
    let (minimum, maximum) = unsafe (Int(plan.pointee.minimum), Int(plan.pointee.maximum))
    if minimum == 0, maximum < 0 { return true }
    let count = tape.count(node)
    return count >= minimum && (maximum < 0 || count <= maximum)
  }

  /// The walk for objects with patterns, name schemas or a schema for additional members.
  func runObject(_ number: Int, _ node: Int, _ depth: Int) -> Bool {
    let plan = unsafe objects + number
    if unsafe !hasMemberCount(plan, node) { return false }
    let tableNumber = unsafe Int(plan.pointee.table)
    let propertyNames = unsafe Int(plan.pointee.propertyNames)
    let additional = unsafe Int(plan.pointee.additional)
    let isClosed = unsafe plan.pointee.isClosed
    let patterns = unsafe program.patternSlots + Int(plan.pointee.firstPattern)
    let patternCount = unsafe Int(plan.pointee.patternCount)
    var seen: UInt64 = 0
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      if propertyNames >= 0, !check(propertyNames, name, depth) { return false }
      var isNamed = false
      if tableNumber >= 0 {
        let slot = unsafe keyTables[tableNumber].slot(tape, name)
        if slot >= 0 {
          let member = unsafe slots[Int(plan.pointee.firstSlot) &+ slot]
          seen |= member.bit
          isNamed = member.node != -1
          if member.node >= 0, !check(Int(member.node), name &+ 1, depth) { return false }
        }
      }
      for position in 0..<patternCount {
        let pattern = unsafe patterns[position]
        guard matches(Int(pattern.pattern), name) else { continue }
        isNamed = true
        if pattern.node >= 0, !check(Int(pattern.node), name &+ 1, depth) { return false }
      }
      if !isNamed {
        if isClosed { return false }
        if additional >= 0, !check(additional, name &+ 1, depth) { return false }
      }
      name = tape.next(name &+ 1)
    }
    return unsafe seen == plan.pointee.required
  }

  func hasNames(_ list: Int, _ node: Int) -> Bool {
    program.tables.nameLists[list].allSatisfy { tape.member(node, named: $0) != nil }
  }

  func hasDependentNames(_ list: Int, _ node: Int) -> Bool {
    for rule in program.tables.dependents[list]
    where tape.member(node, named: Array(rule.name.utf8)) != nil {
      for name in rule.needs where tape.member(node, named: Array(name.utf8)) == nil {
        return false
      }
    }
    return true
  }

  func runDependentSchemas(_ instruction: Instruction, _ node: Int, _ depth: Int) -> Bool {
    let table = unsafe keyTables[Int(instruction.a)]
    var name = node &+ 1
    let end = tape.next(node)
    while name < end {
      let slot = table.slot(tape, name)
      if slot >= 0, unsafe !holds(program.lists[Int(instruction.b) &+ slot], node, depth) {
        return false
      }
      name = tape.next(name &+ 1)
    }
    return true
  }
}

extension MemberSlot {
  /// Whether a member name without escapes is this slot's.
  @inline(__always)
  func isNamed(_ head: UInt64, _ tail: UInt64, _ key: TapeNode) -> Bool {
    self.head == head && self.tail == tail && length == key.length
      && key.head & StringFlag.escaped == 0
  }
}
