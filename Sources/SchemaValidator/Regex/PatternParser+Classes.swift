extension PatternParser {
  /// A class after its opening bracket.
  mutating func characterClass(from start: Int) throws(PatternError) -> ScalarSet {
    let isInverted = eat("^")
    // Collected first and joined once: a class may have thousands of members.
    var ranges: [ClosedRange<UInt32>] = []
    var properties: [UnicodeProperty] = []
    func add(_ member: ScalarSet) {
      ranges += member.ranges
      properties += member.properties
    }
    while !eat("]") {
      guard peek() != nil else {
        throw error(found: "a '[' that is never closed", expected: "its ']'", at: start)
      }
      let memberStart = position
      let first = try classMember()
      guard peek() == "-", peek(1) != "]", peek(1) != nil else {
        add(first)
        continue
      }
      position += 1
      let second = try classMember()
      guard let low = first.onlyMember, let high = second.onlyMember else {
        if syntax == .unicode {
          throw error(
            found: "a class as the end of a range", expected: "'\\-' for the character itself",
            at: memberStart)
        }
        add(first)
        add(second)
        add(ScalarSet(scalar: UInt32(UInt8(ascii: "-"))))
        continue
      }
      guard low <= high else {
        throw error(
          found: "a range whose end is before its start", expected: "a range in rising order",
          at: memberStart)
      }
      ranges.append(low...high)
    }
    let set = ScalarSet(ranges: ranges, properties: properties)
    return isInverted ? set.inverted : set
  }

  /// One character or class escape inside a class.
  private mutating func classMember() throws(PatternError) -> ScalarSet {
    let start = position
    guard let scalar = peek() else { throw error(expected: "']'") }
    position += 1
    guard scalar == "\\" else { return ScalarSet(scalar: scalar.value) }
    if let set = try classEscape(from: start) { return set }
    switch peek() {
    case "b":
      position += 1
      return ScalarSet(scalar: 0x08)
    case "-" where syntax == .unicode:
      position += 1
      return ScalarSet(scalar: UInt32(UInt8(ascii: "-")))
    case "c" where syntax == .legacy:
      // Inside a class Annex B also allows digits and the low line after \c.
      if let control = peek(1), control == "_" || control.decimalDigit != nil {
        position += 2
        return ScalarSet(scalar: control.value % 32)
      }
    case "k" where syntax == .legacy && hasNamedGroups:
      throw error(
        found: "'\\k' in a class", expected: "an escape that ECMA-262 defines", at: start)
    default: break
    }
    return ScalarSet(scalar: try characterEscape(from: start))
  }
}
