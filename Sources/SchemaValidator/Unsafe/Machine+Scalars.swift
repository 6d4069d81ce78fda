// Instructions on strings, numbers and constants.
extension Machine {
  @inline(__always)
  func hasLength(_ instruction: Instruction, _ node: Int) -> Bool {
    let least = Int(instruction.a)
    let most = Int(instruction.b)
    let length = Int(tape[node].length)
    if tape[node].head & (StringFlag.escaped | StringFlag.nonASCII) == 0 {
      return length >= least && (most < 0 || length <= most)
    }
    // A code point takes up to 12 bytes as a pair of escapes: the byte count settles the clear
    // cases.
    if length < least { return false }
    if length >= 12 &* least, most < 0 || length <= most { return true }
    let count = tape.codePointCount(node)
    return count >= least && (most < 0 || count <= most)
  }

  /// Whether a text is in a key table.
  @inline(never)
  func isInSet(_ table: Int, _ node: Int) -> Bool {
    let table = unsafe keyTables + table
    let text = tape[node]
    // The first text is often the only one.
    return unsafe table.pointee.first.isText(text, tape.bytes)
      || (table.pointee.mayHold(text) && slot(table, node) >= 0)
  }

  /// Whether a number with a fraction or an exponent is an integer all the same.
  @inline(never)
  func isIntegral(_ node: Int) -> Bool {
    JSONNumber.Decimal(tape.bytes, tape.textRange(node)).isInteger
  }

  @inline(never)
  func matches(_ number: Int, _ node: Int) -> Bool {
    if isStopped { return false }
    let pattern = unsafe program.pointee.patterns[number]
    let state = unsafe self.state
    switch tape.withText(node, { unsafe pattern.match($0, &state.pointee.patternAllowance) }) {
    case .matches: return true
    case .noMatch: return false
    case .undecided:
      return unsafe undecided(
        state.pointee.patternAllowance.isSpent ? .allPatterns : .pattern(number))
    }
  }

  @inline(never)
  func satisfies(stringFormat: Int, _ node: Int) -> Bool {
    let format = unsafe program.pointee.stringFormats + stringFormat
    return tape.withText(node) { unsafe format.pointee.holds($0) }
  }

  @inline(never)
  func satisfies(numberFormat: Int, _ node: Int) -> Bool {
    let format = unsafe program.pointee.numberFormats + numberFormat
    return tape.bytes.withSpan(tape.textRange(node)) { unsafe format.pointee.holds($0) }
  }

  @inline(never)
  func satisfies(content: Int, _ node: Int) -> Bool {
    let text = tape.unescapedText(node, lossy: true)
    return unsafe program.pointee.contents[content].holds(text)
  }

  /// How deep values may be compared where the evaluation stands.
  private var nesting: Nesting { unsafe Nesting(onDeepStack: state.pointee.isOnDeepStack) }

  @inline(never)
  func isEqual(_ constant: Int, _ node: Int) -> Bool {
    let value = unsafe program.pointee.constants[constant]
    var nesting = nesting
    let isEqual = JSONEquality.equal(value.tape, value.node, tape, node, &nesting)
    return nesting.isExceeded ? undecided(.depth) : isEqual
  }

  @inline(never)
  func isAmong(_ instruction: Instruction, _ node: Int) -> Bool {
    let first = Int(instruction.a)
    if instruction.flag {
      var nesting = nesting
      let isAmong = unsafe program.pointee.valueSets[first].contains(tape, node, &nesting)
      return nesting.isExceeded ? undecided(.depth) : isAmong
    }
    let count = Int(instruction.b)
    for constant in first..<first &+ count where isEqual(constant, node) { return true }
    return false
  }

  @inline(never)
  func hasUniqueItems(_ node: Int) -> Bool {
    var nesting = nesting
    let pair = Uniqueness.firstRepeat(tape, node, &nesting)
    return nesting.isExceeded ? undecided(.depth) : pair == nil
  }

  @inline(__always)
  func satisfiesBound(_ instruction: Instruction, _ node: Int) -> Bool {
    let bound = unsafe program.pointee.bounds + Int(instruction.a)
    let value = tape[node]
    if unsafe bound.pointee.hasInteger && value.length <= 18 && tape.kind(node) == .integer {
      let number = integer(Int(value.start), Int(value.length))
      let limit = unsafe bound.pointee.integer
      switch instruction.op {
      case .minimum: return number >= limit
      case .maximum: return number <= limit
      default: return number % limit == 0
      }
    }
    return satisfiesExactly(instruction, node)
  }

  @inline(never)
  private func satisfiesExactly(_ instruction: Instruction, _ node: Int) -> Bool {
    let bound = unsafe program.pointee.bounds[Int(instruction.a)].decimal
    let number = JSONNumber.Decimal(tape.bytes, tape.textRange(node))
    switch instruction.op {
    case .minimum: return number > bound || (!instruction.flag && number == bound)
    case .maximum: return number < bound || (!instruction.flag && number == bound)
    default: return number.isMultiple(of: bound)
    }
  }

  /// The value of an integer of at most 18 characters.
  @inline(__always)
  private func integer(_ start: Int, _ length: Int) -> Int64 {
    var position = start
    let end = start &+ length
    let isNegative = tape.bytes[position] == UInt8(ascii: "-")
    if isNegative { position &+= 1 }
    var value: Int64 = 0
    while position < end {
      value = value &* 10 &+ Int64(tape.bytes[position] &- UInt8(ascii: "0"))
      position &+= 1
    }
    return isNegative ? 0 &- value : value
  }
}
