/// One search of a text by a ``BacktrackingProgram``.
///
/// The stack is on the heap and bounded, so no pattern and no text can exhaust the thread's.
struct BacktrackingSearch {
  private enum Entry {
    /// An alternative not tried yet.
    case choice(instruction: Int, position: Int)
    /// A register's value before it was changed.
    case restore(register: Int, value: Int)
    /// The start of a look-around's body: where to go on, and from which position.
    case look(next: Int, position: Int, isNegated: Bool, visits: Int)
  }

  /// What to do after an instruction.
  private enum Step {
    case next
    case jump(Int)
    case fail
    case found
  }

  /// Steps a search may take when it cannot remember; some 20 ms.
  private static let stepLimit = 1_000_000
  /// Steps a search may take that remembers.
  ///
  /// Some 1 s: only look-around and very long texts need so many.
  private static let rememberingStepLimit = 50_000_000
  /// Entries the stack may hold.
  private static let stackLimit = 4_000_000
  /// States a search may remember: 16 MiB of bits.
  private static let memoryLimit = 1 << 27

  private let program: BacktrackingProgram
  private let width: Int
  private var registers: [Int]
  private var stack: [Entry] = []
  private var openLooks = 0
  /// A bit for each split and position: whether that state was tried.
  private var visited: [UInt64] = []
  private let remembers: Bool
  /// States tried since a look-around began; forgotten should its body match, since then
  /// they have not failed.
  private var visits: [Int] = []
  /// The steps taken so far.
  private(set) var steps = 0
  /// How many words of memory it has.
  var memorySize: Int { visited.count }

  init(_ program: BacktrackingProgram, textLength: Int) {
    self.program = program
    width = textLength + 1
    registers = Array(repeating: -1, count: program.registerCount)
    let (states, overflow) = width.multipliedReportingOverflow(by: program.splitCount)
    remembers = program.isMemoizable && !overflow && states <= Self.memoryLimit
    if remembers { visited = Array(repeating: 0, count: states / 64 + 1) }
  }

  mutating func run(_ text: Span<UInt8>) -> PatternMatch {
    var start = 0
    while true {
      let result = run(text, from: start)
      if result != .noMatch { return result }
      if start >= text.count { return .noMatch }
      start += text.scalar(at: start).length
    }
  }

  private mutating func run(_ text: Span<UInt8>, from start: Int) -> PatternMatch {
    for register in registers.indices { registers[register] = -1 }
    stack.removeAll(keepingCapacity: true)
    openLooks = 0
    visits.removeAll(keepingCapacity: true)
    var position = start
    var instruction = 0
    let limit = remembers ? Self.rememberingStepLimit : Self.stepLimit
    while true {
      steps += 1
      guard steps <= limit, stack.count <= Self.stackLimit else { return .undecided }
      switch execute(instruction, text, &position) {
      case .next: instruction += 1
      case .jump(let target): instruction = target
      case .fail:
        guard let target = backtrack(&position) else { return .noMatch }
        instruction = target
      case .found: return .matches
      }
    }
  }

  private mutating func execute(
    _ index: Int, _ text: Span<UInt8>, _ position: inout Int
  ) -> Step {
    switch program.instructions[index] {
    case .set(let members, let backward):
      return matchesSet(members, text, &position, backward: backward) ? .next : .fail
    case .split(let first, let second, let ordinal):
      if remembers, !visit(ordinal * width + position) { return .fail }
      stack.append(.choice(instruction: second, position: position))
      return .jump(first)
    case .jump(let target): return .jump(target)
    case .save(let register): set(register, to: position)
    case .forget(let registers):
      for register in registers { set(register, to: -1) }
    case .zero(let register): set(register, to: 0)
    case .count(let counter, let minimum, let maximum, let isGreedy, let exit):
      return enter(
        counter, (minimum, maximum), isGreedy: isGreedy, body: index + 1, exit: exit, position)
    case .recur(let counter, let start, let minimum, let head):
      if registers[counter] >= minimum, registers[start] == position { return .fail }
      set(counter, to: registers[counter] + 1)
      return .jump(head)
    case .startAssertion: return position == 0 ? .next : .fail
    case .endAssertion: return position == text.count ? .next : .fail
    case .wordBoundary(let isNegated):
      let before = position > 0 && Self.isWord(text[position - 1])
      let after = position < text.count && Self.isWord(text[position])
      return (before != after) != isNegated ? .next : .fail
    case .backreference(let number, let backward):
      return matchesReference(number, text, &position, backward: backward) ? .next : .fail
    case .look(let next, let isNegated):
      stack.append(
        .look(next: next, position: position, isNegated: isNegated, visits: visits.count))
      openLooks += 1
    case .accept:
      return openLooks == 0 ? .found : closeLook(&position)
    }
    return .next
  }

  /// The head of a counted repetition: into the body, past it, or one and then the other.
  private mutating func enter(
    _ counter: Int, _ bounds: (minimum: Int, maximum: Int?), isGreedy: Bool, body: Int, exit: Int,
    _ position: Int
  ) -> Step {
    let count = registers[counter]
    if count < bounds.minimum { return .jump(body) }
    if let maximum = bounds.maximum, count >= maximum { return .jump(exit) }
    stack.append(.choice(instruction: isGreedy ? exit : body, position: position))
    return .jump(isGreedy ? body : exit)
  }

  // MARK: Going back

  /// Undoes changes up to the last alternative; where to go on, or nil when there is none.
  private mutating func backtrack(_ position: inout Int) -> Int? {
    while let entry = stack.popLast() {
      switch entry {
      case .choice(let instruction, let choicePosition):
        position = choicePosition
        return instruction
      case .restore(let register, let value):
        registers[register] = value
      case .look(let next, let lookPosition, let isNegated, _):
        // The body has failed.
        openLooks -= 1
        if openLooks == 0 { visits.removeAll(keepingCapacity: true) }
        guard isNegated else { continue }
        position = lookPosition
        return next
      }
    }
    return nil
  }

  /// The body of the innermost look-around has matched: what follows is decided by its kind.
  private mutating func closeLook(_ position: inout Int) -> Step {
    openLooks -= 1
    var kept: [Entry] = []
    while let entry = stack.popLast() {
      switch entry {
      case .choice: continue  // a look-around is not entered again
      case .restore: kept.append(entry)
      case .look(let next, let lookPosition, let isNegated, let visitCount):
        forgetVisits(since: visitCount)
        if isNegated {
          for case .restore(let register, let value) in kept { registers[register] = value }
          return .fail
        }
        stack.append(contentsOf: kept.reversed())
        position = lookPosition
        return .jump(next)
      }
    }
    return .found
  }

  private mutating func set(_ register: Int, to value: Int) {
    stack.append(.restore(register: register, value: registers[register]))
    registers[register] = value
  }

  // MARK: Remembering

  /// Notes a state; false where it was tried before.
  private mutating func visit(_ state: Int) -> Bool {
    let bit = UInt64(1) << UInt64(state % 64)
    guard visited[state / 64] & bit == 0 else { return false }
    visited[state / 64] |= bit
    if openLooks > 0 { visits.append(state) }
    return true
  }

  private mutating func forgetVisits(since count: Int) {
    for state in visits[count...] { visited[state / 64] &= ~(1 << UInt64(state % 64)) }
    visits.removeSubrange(count...)
  }

  // MARK: Matching

  private func matchesSet(
    _ index: Int, _ text: Span<UInt8>, _ position: inout Int, backward: Bool
  ) -> Bool {
    guard backward ? position > 0 : position < text.count else { return false }
    let (scalar, length) = backward ? text.scalar(before: position) : text.scalar(at: position)
    let start = backward ? position - length : position
    position = backward ? start : start + length
    let members = program.classes[index]
    if let engine = members.engine {
      return engine.search(text.extracting(start..<start + length)) == .matches
    }
    if scalar < 128 {
      return (scalar < 64 ? members.low : members.high) >> UInt64(scalar & 63) & 1 != 0
    }
    return members.set.rangesContain(scalar)
  }

  private func matchesReference(
    _ number: Int, _ text: Span<UInt8>, _ position: inout Int, backward: Bool
  ) -> Bool {
    let start = registers[2 * number]
    let end = registers[2 * number + 1]
    guard start >= 0, end >= start else { return true }
    let length = end - start
    let from = backward ? position - length : position
    guard from >= 0, from + length <= text.count else { return false }
    for offset in 0..<length where text[start + offset] != text[from + offset] { return false }
    position = backward ? from : from + length
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}
