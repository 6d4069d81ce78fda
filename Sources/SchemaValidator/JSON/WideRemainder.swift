/// A remainder by a modulus of more than 19 digits, built digit by digit.
///
/// For `multipleOf` with a very long divisor: rare, so plain. Limbs hold 32 bits, lowest first.
struct WideRemainder {
  private let modulus: [UInt32]
  private var value: [UInt32]

  /// Starts at zero; the modulus is given as decimal digits from the highest and is not zero.
  init(modulus digits: [UInt8]) {
    var limbs: [UInt32] = [0]
    for digit in digits { Self.scale(&limbs, by: 10, adding: UInt32(digit)) }
    modulus = limbs
    value = Array(repeating: 0, count: limbs.count + 1)
  }

  var isZero: Bool { value.allSatisfy { $0 == 0 } }

  /// Takes `value * 10 + digit`.
  mutating func append(_ digit: UInt8) {
    Self.scaleInPlace(&value, by: 10, adding: UInt32(digit))
    // value < 10 * modulus + 10 now: a few subtractions at most bring it back.
    while !isBelowModulus { subtractModulus() }
  }

  /// Takes `value * 10^power`.
  mutating func multiplyByPowerOfTen(_ power: Int) {
    // Doubling steps: value * 10^power = value * (10^(2^k)) ... by square and multiply.
    var rest = power
    var base = self
    base.value = Array(repeating: 0, count: value.count)
    base.append(1)
    base.append(0)
    while rest > 0, !isZero {
      if rest & 1 == 1 { self = multiplied(by: base) }
      rest >>= 1
      if rest > 0 { base = base.multiplied(by: base) }
    }
  }

  /// The product with another remainder by the same modulus, bit by bit from the top.
  private func multiplied(by other: WideRemainder) -> WideRemainder {
    var result = self
    result.value = Array(repeating: 0, count: value.count)
    for limb in other.value.reversed() {
      for bit in stride(from: 31, through: 0, by: -1) {
        Self.scaleInPlace(&result.value, by: 2, adding: 0)
        if !result.isBelowModulus { result.subtractModulus() }
        if limb >> UInt32(bit) & 1 == 1 {
          result.add(value)
          if !result.isBelowModulus { result.subtractModulus() }
        }
      }
    }
    return result
  }

  private mutating func add(_ addend: [UInt32]) {
    var carry: UInt64 = 0
    for index in value.indices {
      let sum = UInt64(value[index]) + UInt64(addend[index]) + carry
      value[index] = UInt32(truncatingIfNeeded: sum)
      carry = sum >> 32
    }
  }

  private var isBelowModulus: Bool {
    for index in value.indices.reversed() {
      let limb = index < modulus.count ? modulus[index] : 0
      if value[index] != limb { return value[index] < limb }
    }
    return false
  }

  private mutating func subtractModulus() {
    var borrow: Int64 = 0
    for index in value.indices {
      let limb = index < modulus.count ? modulus[index] : 0
      let difference = Int64(value[index]) - Int64(limb) - borrow
      value[index] = UInt32(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
  }

  private static func scale(_ limbs: inout [UInt32], by factor: UInt32, adding: UInt32) {
    let carry = scaleInPlace(&limbs, by: factor, adding: adding)
    if carry != 0 { limbs.append(carry) }
  }

  @discardableResult
  private static func scaleInPlace(
    _ limbs: inout [UInt32], by factor: UInt32, adding: UInt32
  ) -> UInt32 {
    var carry = UInt64(adding)
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    return UInt32(carry)
  }
}
