/// A set of Unicode scalars: ranges, joined with properties whose members only the engine knows.
///
/// Without properties a set is kept normalised: ranges sorted, apart and not inverted. Two such
/// sets with the same members are equal.
struct ScalarSet: Sendable, Hashable {
  /// The last code point there is.
  static let maximum: UInt32 = 0x10FFFF

  /// Sorted, neither overlapping nor touching.
  private(set) var ranges: [ClosedRange<UInt32>] = []
  /// Properties whose members belong to the set as well.
  private(set) var properties: [UnicodeProperty] = []
  /// Whether the set holds everything outside `ranges` and `properties` instead.
  private(set) var isInverted = false

  init() {}

  /// The set of the given ranges, in any order.
  init(_ ranges: ClosedRange<UInt32>...) {
    self.init(ranges: ranges)
  }

  /// The set of the given ranges, in any order.
  init(ranges: [ClosedRange<UInt32>]) {
    self.ranges = Self.normalised(ranges)
  }

  /// The set of the members of some ranges, in any order, and some properties.
  init(ranges: [ClosedRange<UInt32>], properties: [UnicodeProperty]) {
    self.init(ranges: ranges)
    self.properties = properties
  }

  /// The set of one property's members.
  init(property: UnicodeProperty) {
    properties = [property]
  }

  /// The set of one scalar.
  init(scalar: UInt32) {
    ranges = [scalar...scalar]
  }

  /// Whether membership follows from `ranges` alone.
  var isClosed: Bool { properties.isEmpty }

  /// Whether nothing is a member.
  var isEmpty: Bool { properties.isEmpty && ranges.isEmpty && !isInverted }

  /// Whether everything is a member.
  var isFull: Bool { isClosed && ranges == [0...Self.maximum] }

  /// The only member, where there is one.
  var onlyMember: UInt32? {
    guard isClosed, ranges.count == 1, ranges[0].count == 1 else { return nil }
    return ranges[0].lowerBound
  }

  /// How many members a closed set has.
  var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// The set of all scalars that are not in this one.
  var inverted: ScalarSet {
    var result = self
    guard isClosed else {
      if properties.count == 1, ranges.isEmpty, !isInverted {
        result.properties = [properties[0].negated]
      } else {
        result.isInverted.toggle()
      }
      return result
    }
    result.ranges = Self.complement(ranges)
    return result
  }

  /// This set with the members of another; only whole classes are ever inverted, not members.
  func union(_ other: ScalarSet) -> ScalarSet {
    precondition(!isInverted && !other.isInverted, "an inverted class cannot be a member")
    var result = self
    result.ranges = Self.normalised(ranges + other.ranges)
    result.properties += other.properties
    return result
  }

  /// Whether two closed sets have no member in common.
  func isDisjoint(with other: ScalarSet) -> Bool {
    guard isClosed, other.isClosed else { return false }
    var first = 0
    var second = 0
    while first < ranges.count, second < other.ranges.count {
      if ranges[first].overlaps(other.ranges[second]) { return false }
      if ranges[first].upperBound < other.ranges[second].lowerBound {
        first += 1
      } else {
        second += 1
      }
    }
    return true
  }

  /// Whether a scalar is in one of the ranges; properties and inversion are not looked at.
  func rangesContain(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }

  private static func normalised(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  private static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if next < range.lowerBound { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= maximum { result.append(next...maximum) }
    return result
  }
}

extension ScalarSet {
  /// `\d`: ASCII digits only, whatever the flags.
  static let digits = ScalarSet(0x30...0x39)

  /// `\w`: ASCII letters, digits and the low line.
  static let wordCharacters = ScalarSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)

  /// `\s`: the WhiteSpace and LineTerminator productions of ECMA-262, 12.2 and 12.3.
  static let whiteSpace = ScalarSet(
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF)

  /// What `.` matches: everything but the LineTerminator production of ECMA-262, 12.3.
  static let notLineTerminators = ScalarSet(
    0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029
  ).inverted
}
