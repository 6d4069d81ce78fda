/// The numbers a demand allows, as multiples of a step in fixed point.
struct NumberChoice {
  /// How many digits stand behind the point.
  private let scale: Int
  private let step: Int128
  private let low: Int128
  private let high: Int128
  /// Whether whole numbers are ruled out.
  private let isFractional: Bool
  /// Whether a bound was too far away to be reckoned with exactly.
  let isRounded: Bool
  private let hasLow: Bool
  private let hasHigh: Bool
  /// Whether only multiples of the step are allowed, and not what lies between them as well.
  private let isStepped: Bool

  /// Far enough for every bound that is meant seriously, near enough to reckon with.
  private static let far: Int128 = power(36)
  private static let scaleLimit = 16

  static func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// Takes a demand; the kind tells whether whole numbers are wanted, or others.
  init(_ demand: NumberDemand, _ kind: ValueKinds) {
    var minimum = demand.minimum
    var maximum = demand.maximum
    var bounded = demand
    var wantsWhole = kind == .integer
    for format in demand.formats {
      switch format {
      case .int32, .int64:
        let limit = format == .int32 ? Int(Int32.max) : Int.max
        bounded.raise(to: JSONNumber(-limit - 1), exclusive: false)
        bounded.lower(to: JSONNumber(limit), exclusive: false)
        wantsWhole = true
        minimum = bounded.minimum
        maximum = bounded.maximum
      case .float, .double: break
      }
    }
    var digits = 0
    for number in [minimum?.value, maximum?.value].compactMap({ $0 }) + demand.divisors {
      digits = max(digits, -number.exactValue.exponent)
    }
    let needsFiner =
      kind == .fraction || minimum?.isExclusive == true || maximum?.isExclusive == true
    scale = min(Self.scaleLimit, digits + (needsFiner ? 1 : 0))
    var isRounded = digits + (needsFiner ? 1 : 0) > Self.scaleLimit
    var step: Int128 = wantsWhole ? Self.power(scale) : 1
    for divisor in demand.divisors {
      guard let scaled = Self.scaled(divisor, scale), scaled > 0,
        let common = Self.leastCommonMultiple(step, scaled)
      else {
        isRounded = true
        continue
      }
      step = common
    }
    var low = -Self.far
    var high = Self.far
    if let minimum {
      if let bound = Self.scaled(minimum.value, scale) {
        low = Self.ceiling(bound + (minimum.isExclusive ? 1 : 0), step)
      } else {
        isRounded = true
        if minimum.value > JSONNumber(0) { low = high + 1 }
      }
    }
    if let maximum {
      if let bound = Self.scaled(maximum.value, scale) {
        high = Self.floor(bound - (maximum.isExclusive ? 1 : 0), step)
      } else {
        isRounded = true
        if maximum.value < JSONNumber(0) { high = low - 1 }
      }
    }
    self.isRounded = isRounded
    self.step = step
    self.low = low
    self.high = high
    isFractional = kind == .fraction
    hasLow = minimum != nil
    hasHigh = maximum != nil
    isStepped = wantsWhole || !demand.divisors.isEmpty
  }

  /// Whether no number is left.
  var isEmpty: Bool {
    low > high || isFractional && (step % Self.power(scale) == 0)
  }

  /// All numbers there are; nil where they are more than a limit, or not known for certain.
  func all(_ limit: Int) -> [String]? {
    if isRounded { return nil }
    if isEmpty { return [] }
    guard hasLow, hasHigh, isStepped, (high - low) / step < Int128(limit) else { return nil }
    return (0...Int((high - low) / step)).map { low + Int128($0) * step }
      .filter { !isFractional || $0 % Self.power(scale) != 0 }.map(text)
  }

  /// The number nearest to zero.
  private var nearest: Int128 { low > 0 ? low : high < 0 ? high : 0 }

  /// The allowed numbers that say most about the bounds, the one nearest to zero first.
  var edges: [String] {
    var found: [Int128] = []
    func add(_ value: Int128) {
      let value = adjusted(value)
      if value >= low, value <= high, !found.contains(value) { found.append(value) }
    }
    add(nearest)
    if hasLow { add(low) }
    if hasHigh { add(high) }
    add(nearest + step)
    add(nearest - step)
    if hasLow { add(low + step) }
    if hasHigh { add(high - step) }
    if !hasHigh { add(Self.floor(max(low, 0) + 1000 * Self.power(scale), step)) }
    if !hasLow { add(Self.ceiling(min(high, 0) - 1000 * Self.power(scale), step)) }
    return found.map(text)
  }

  /// The smallest and the largest number, where the demand bounds them.
  var bounds: (minimum: String?, maximum: String?) {
    (hasLow ? text(adjusted(low)) : nil, hasHigh ? text(adjusted(high)) : nil)
  }

  /// The first allowed number beyond the bounds that the step allows, where there is a bound.
  var beyond: (below: String?, above: String?) {
    (
      hasLow && low > -Self.far ? text(low - step) : nil,
      hasHigh && high < Self.far ? text(high + step) : nil
    )
  }

  /// Any allowed number not too far from the bounds, or for a change rather far from them.
  func any(_ random: inout SeededRandom, isFar: Bool = false) -> String {
    let near = max(step, min(step, Self.power(scale + 14)) * 1000, Self.power(scale) * 1000)
    let reach = isFar ? min(near, Self.power(30)) * 1_000_000 : near
    let from = hasLow ? low : hasHigh ? max(low, high - reach) : max(low, -reach)
    let to = hasHigh ? high : min(high, from + reach)
    let steps = (to - from) / step
    let count = UInt64(clamping: steps + 1)
    let picked = from + Int128(random.next() % max(1, count)) * step
    return text(adjusted(Self.ceiling(picked, step)))
  }

  /// A number that is not whole, where none may be.
  private func adjusted(_ value: Int128) -> Int128 {
    guard isFractional, value % Self.power(scale) == 0 else { return value }
    return value + step <= high ? value + step : value - step
  }

  private func text(_ value: Int128) -> String {
    var digits = String(value.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    var whole = String(digits.dropLast(scale))
    var rest = digits.suffix(scale)[...]
    while rest.last == "0" { rest.removeLast() }
    if !rest.isEmpty { whole += "." + rest }
    return (value < 0 ? "-" : "") + whole
  }

  /// A number in fixed point; nil where it does not fit.
  private static func scaled(_ number: JSONNumber, _ scale: Int) -> Int128? {
    let decimal = number.exactValue
    if decimal.isZero { return 0 }
    let shift = decimal.exponent + scale
    guard shift >= 0, decimal.digitCount + shift <= 36 else { return nil }
    let coefficient = decimal.allDigits.reduce(into: Int128(0)) { $0 = $0 * 10 + Int128($1) }
    return (decimal.isNegative ? -coefficient : coefficient) * power(shift)
  }

  private static func ceiling(_ value: Int128, _ step: Int128) -> Int128 {
    let rest = value % step
    return rest == 0 ? value : rest > 0 ? value - rest + step : value - rest
  }

  private static func floor(_ value: Int128, _ step: Int128) -> Int128 {
    let rest = value % step
    return rest == 0 ? value : rest > 0 ? value - rest : value - rest - step
  }

  private static func leastCommonMultiple(_ first: Int128, _ second: Int128) -> Int128? {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    let (product, overflows) = (first / a).multipliedReportingOverflow(by: second)
    return overflows || product > far ? nil : product
  }
}
