/// Equality of values as JSON Schema defines it, on two tapes.
///
/// Source: [JSON Schema Core 4.2.2](https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.2)
enum JSONEquality {
  /// Whether two values are equal; on a stack of its own where they nest deeply.
  ///
  /// Where no such stack can be had, values that nest deeply are equal to none.
  static func equal(_ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int) -> Bool {
    Nesting.follow { equal(left, i, right, j, &$0) } ?? false
  }

  /// Whether two values are equal, as far as nesting may be followed.
  static func equal(
    _ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int, _ nesting: inout Nesting,
    depth: Int = 0
  ) -> Bool {
    let kind = left.kind(i)
    let other = right.kind(j)
    switch kind {
    case .null, .false, .true:
      return kind == other
    case .integer, .decimal:
      guard other == .integer || other == .decimal else { return false }
      return equalNumbers(left, i, right, j)
    case .string:
      return other == .string && equalStrings(left, i, right, j)
    case .array:
      guard other == .array, left.count(i) == right.count(j) else { return false }
      guard nesting.allows(depth) else { return false }
      var a = i + 1
      var b = j + 1
      let end = left.next(i)
      while a < end {
        guard equal(left, a, right, b, &nesting, depth: depth + 1) else { return false }
        a = left.next(a)
        b = right.next(b)
      }
      return true
    case .object:
      return other == .object && nesting.allows(depth)
        && equalObjects(left, i, right, j, &nesting, depth)
    }
  }

  /// Whether two numbers have the same mathematical value.
  static func equalNumbers(_ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int) -> Bool {
    let a = left[i]
    let b = right[j]
    if a.length == b.length,
      left.bytes.equals(at: Int(a.start), right.bytes, at: Int(b.start), count: Int(a.length))
    {
      return true
    }
    // An integer has one spelling, apart from -0.
    if left.kind(i) == .integer, right.kind(j) == .integer {
      return left.isZero(i) && right.isZero(j)
    }
    return JSONNumber.Decimal(left.bytes, left.textRange(i))
      == JSONNumber.Decimal(right.bytes, right.textRange(j))
  }

  /// Whether two strings stand for the same code points.
  static func equalStrings(_ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int) -> Bool {
    let a = left[i]
    let b = right[j]
    if (a.head | b.head) & StringFlag.escaped == 0 {
      return a.length == b.length
        && left.bytes.equals(at: Int(a.start), right.bytes, at: Int(b.start), count: Int(a.length))
    }
    return left.unescapedBytes(i).elementsEqual(right.unescapedBytes(j))
  }

  /// Objects of up to so many members are compared without memory, each name with each.
  private static let maximumPairs = 16

  private static func equalSmallObjects(
    _ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int, _ nesting: inout Nesting, _ depth: Int
  ) -> Bool {
    var surplus = 0
    var name = i + 1
    while name < left.next(i) {
      if !left.isRepeated(name, inObject: i) {
        guard let other = left.counterpart(of: name, in: right, j),
          equal(left, name + 1, right, other + 1, &nesting, depth: depth + 1)
        else { return false }
        surplus += 1
      }
      name = left.next(name + 1)
    }
    name = j + 1
    while name < right.next(j) {
      if !right.isRepeated(name, inObject: j) { surplus -= 1 }
      name = right.next(name + 1)
    }
    return surplus == 0
  }

  private static func equalObjects(
    _ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int, _ nesting: inout Nesting, _ depth: Int
  ) -> Bool {
    if left.count(i) <= maximumPairs, right.count(j) <= maximumPairs {
      return equalSmallObjects(left, i, right, j, &nesting, depth)
    }
    let a = left.effectiveMembers(i)
    let b = right.effectiveMembers(j)
    guard a.count == b.count else { return false }
    var byName: [[UInt8]: Int] = [:]
    byName.reserveCapacity(b.count)
    for name in b { byName[right.unescapedText(name, lossy: false)] = name }
    return a.allSatisfy { name in
      guard let other = byName[left.unescapedText(name, lossy: false)] else { return false }
      return equal(left, name + 1, right, other + 1, &nesting, depth: depth + 1)
    }
  }

  /// A hash that equal values share.
  ///
  /// Seeded per process, so that no text can be made to collide.
  static func hash(_ tape: TapeView, _ index: Int) -> Int {
    Nesting.follow { hash(tape, index, &$0) } ?? 0
  }

  /// A hash that equal values share, as far as nesting may be followed.
  static func hash(
    _ tape: TapeView, _ index: Int, _ nesting: inout Nesting, depth: Int = 0
  ) -> Int {
    var hasher = Hasher()
    switch tape.kind(index) {
    case .null: hasher.combine(0 as UInt8)
    case .false: hasher.combine(1 as UInt8)
    case .true: hasher.combine(2 as UInt8)
    case .integer, .decimal:
      hasher.combine(3 as UInt8)
      hasher.combine(JSONNumber.Decimal(tape.bytes, tape.textRange(index)))
    case .string:
      hasher.combine(4 as UInt8)
      combineText(tape, index, into: &hasher)
    case .array:
      hasher.combine(5 as UInt8)
      guard nesting.allows(depth) else { return 0 }
      var element = index + 1
      let end = tape.next(index)
      while element < end {
        hasher.combine(hash(tape, element, &nesting, depth: depth + 1))
        element = tape.next(element)
      }
    case .object:
      hasher.combine(6 as UInt8)
      guard nesting.allows(depth) else { return 0 }
      var sum = 0  // the order of members must not matter
      if tape.count(index) <= maximumPairs {
        var name = index + 1
        while name < tape.next(index) {
          if !tape.isRepeated(name, inObject: index) {
            sum &+= memberHash(tape, name, &nesting, depth)
          }
          name = tape.next(name + 1)
        }
      } else {
        for name in tape.effectiveMembers(index) {
          sum &+= memberHash(tape, name, &nesting, depth)
        }
      }
      hasher.combine(sum)
    }
    return hasher.finalize()
  }

  private static func memberHash(
    _ tape: TapeView, _ name: Int, _ nesting: inout Nesting, _ depth: Int
  ) -> Int {
    var hasher = Hasher()
    combineText(tape, name, into: &hasher)
    hasher.combine(hash(tape, name + 1, &nesting, depth: depth + 1))
    return hasher.finalize()
  }

  private static func combineText(_ tape: TapeView, _ index: Int, into hasher: inout Hasher) {
    tape.withText(index, lossy: false) { ByteView.combine($0, into: &hasher) }
  }
}

extension TapeView {
  /// Whether a number written without fraction and exponent is 0 or -0.
  fileprivate func isZero(_ integer: Int) -> Bool {
    let node = self[integer]
    let start = Int(node.start)
    // "0" is followed by no digit, so the first byte that is no sign decides.
    let isNegative = bytes[start] == UInt8(ascii: "-")
    return bytes[isNegative ? start + 1 : start] == UInt8(ascii: "0")
  }

  /// Whether a later member of an object has the same name.
  fileprivate func isRepeated(_ name: Int, inObject object: Int) -> Bool {
    var later = next(name + 1)
    while later < next(object) {
      if JSONEquality.equalStrings(self, name, self, later) { return true }
      later = next(later + 1)
    }
    return false
  }

  /// The last name in an object of another tape that equals a name of this one.
  fileprivate func counterpart(of name: Int, in other: TapeView, _ object: Int) -> Int? {
    var found: Int?
    var candidate = object + 1
    while candidate < other.next(object) {
      if JSONEquality.equalStrings(self, name, other, candidate) { found = candidate }
      candidate = other.next(candidate + 1)
    }
    return found
  }

  /// The name nodes of an object's members; of members with the same name only the last.
  func effectiveMembers(_ object: Int) -> [Int] {
    var names: [Int] = []
    names.reserveCapacity(count(object))
    var name = object + 1
    let end = next(object)
    while name < end {
      names.append(name)
      name = next(name + 1)
    }
    let duplicates = duplicateNames(inObject: object)
    guard !duplicates.isEmpty else { return names }
    var hidden: Set<Int> = []
    var last: [Int: Int] = [:]
    for pair in duplicates {
      hidden.insert(last[pair.first] ?? pair.first)
      last[pair.first] = pair.second
    }
    return names.filter { !hidden.contains($0) }
  }
}
