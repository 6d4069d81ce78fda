/// Equality of values as JSON Schema defines it, on two tapes.
///
/// Source: [JSON Schema Core 4.2.2](https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.2)
enum JSONEquality {
  /// Whether two values are equal.
  ///
  /// Follows the nesting on the call stack; ``JSONLimits/deepest`` bounds it.
  static func equal(_ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int) -> Bool {
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
      var a = i + 1
      var b = j + 1
      let end = left.next(i)
      while a < end {
        guard equal(left, a, right, b) else { return false }
        a = left.next(a)
        b = right.next(b)
      }
      return true
    case .object:
      return other == .object && equalObjects(left, i, right, j)
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
    if left.kind(i) == .integer, right.kind(j) == .integer, a.length > 2 || b.length > 2 {
      return false
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
    return left.unescapedText(i, lossy: false) == right.unescapedText(j, lossy: false)
  }

  private static func equalObjects(
    _ left: TapeView, _ i: Int, _ right: TapeView, _ j: Int
  ) -> Bool {
    let a = left.effectiveMembers(i)
    let b = right.effectiveMembers(j)
    guard a.count == b.count else { return false }
    if a.count <= 8 {
      return a.allSatisfy { name in
        b.contains {
          equalStrings(left, name, right, $0) && equal(left, name + 1, right, $0 + 1)
        }
      }
    }
    var byName: [[UInt8]: Int] = [:]
    byName.reserveCapacity(b.count)
    for name in b { byName[right.unescapedText(name, lossy: false)] = name }
    return a.allSatisfy { name in
      guard let other = byName[left.unescapedText(name, lossy: false)] else { return false }
      return equal(left, name + 1, right, other + 1)
    }
  }

  /// A hash that equal values share.
  ///
  /// Seeded per process, so that no text can be made to collide.
  static func hash(_ tape: TapeView, _ index: Int) -> Int {
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
      var element = index + 1
      let end = tape.next(index)
      while element < end {
        hasher.combine(hash(tape, element))
        element = tape.next(element)
      }
    case .object:
      hasher.combine(6 as UInt8)
      var sum = 0  // the order of members must not matter
      for name in tape.effectiveMembers(index) {
        var member = Hasher()
        combineText(tape, name, into: &member)
        member.combine(hash(tape, name + 1))
        sum &+= member.finalize()
      }
      hasher.combine(sum)
    }
    return hasher.finalize()
  }

  private static func combineText(_ tape: TapeView, _ index: Int, into hasher: inout Hasher) {
    if tape[index].head & StringFlag.escaped == 0 {
      tape.bytes.combine(tape.textRange(index), into: &hasher)
    } else {
      ByteView.combine(tape.unescapedText(index, lossy: false), into: &hasher)
    }
  }
}

extension TapeView {
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
