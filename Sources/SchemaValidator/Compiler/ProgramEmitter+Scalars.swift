// Strings and numbers.
extension ProgramEmitter {
  mutating func emitString(_ rule: Rule, _ sequence: inout Sequence) {
    switch rule {
    case .minLength(let limit):
      if limit > 0 { sequence.add(Instruction(.length, a: Self.clamped(limit), b: -1)) }
    case .maxLength(let limit):
      if limit < Int(Int32.max) { sequence.add(Instruction(.length, a: 0, b: limit)) }
    case .pattern(let pattern, _):
      sequence.add(Instruction(.pattern, a: add(pattern)))
    case .stringFormat(let format, _):
      let number = withTables { tables in
        tables.stringFormats.append(format)
        return tables.stringFormats.count - 1
      }
      sequence.add(Instruction(.stringFormat, a: number))
    case .content(let content):
      let number = withTables { tables in
        tables.contents.append(content)
        return tables.contents.count - 1
      }
      sequence.add(Instruction(.content, a: number))
    default: break
    }
  }

  /// No text here is longer than that: a larger bound cannot tell two texts apart.
  static func clamped(_ limit: Int) -> Int { min(limit, Int(Int32.max)) }

  mutating func emitNumber(_ rule: Rule, _ kind: TapeKind, _ sequence: inout Sequence) {
    switch rule {
    case .minimum(let bound, let exclusive):
      sequence.add(
        Instruction(.minimum, a: add(bound, .lower, exclusive: exclusive), flag: exclusive))
    case .maximum(let bound, let exclusive):
      sequence.add(
        Instruction(.maximum, a: add(bound, .upper, exclusive: exclusive), flag: exclusive))
    case .multipleOf(let divisor):
      if kind == .integer, divisor == JSONNumber(1) { return }
      sequence.add(Instruction(.multipleOf, a: add(divisor, .divisor, exclusive: false)))
    case .numberFormat(let format, _):
      let number = withTables { tables in
        tables.numberFormats.append(format)
        return tables.numberFormats.count - 1
      }
      sequence.add(Instruction(.numberFormat, a: number))
    default: break
    }
  }

  private enum BoundUse {
    case lower
    case upper
    case divisor
  }

  private mutating func add(_ bound: JSONNumber, _ use: BoundUse, exclusive: Bool) -> Int {
    let decimal = bound.exactValue
    var integer: Int64?
    switch use {
    case .lower:
      integer = decimal.ceiling.flatMap { exclusive && decimal.isInteger ? $0 + 1 : $0 }
    case .upper:
      integer = decimal.floor.flatMap { exclusive && decimal.isInteger ? $0 - 1 : $0 }
    case .divisor:
      integer = decimal.intValue.map(Int64.init)
    }
    return withTables { tables in
      tables.bounds.append(
        NumberBound(decimal: decimal, integer: integer ?? 0, hasInteger: integer != nil))
      return tables.bounds.count - 1
    }
  }
}

extension JSONNumber.Decimal {
  /// The greatest integer not above the value, if it has at most 18 digits.
  fileprivate var floor: Int64? {
    guard let toZero = integerPart else { return nil }
    return isNegative && !isInteger ? toZero - 1 : toZero
  }

  /// The least integer not below the value, if it has at most 18 digits.
  fileprivate var ceiling: Int64? {
    guard let toZero = integerPart else { return nil }
    return !isNegative && !isInteger ? toZero + 1 : toZero
  }

  private var integerPart: Int64? {
    if isZero { return 0 }
    let integerDigits = digitCount + exponent
    if integerDigits <= 0 { return 0 }
    guard integerDigits <= 18 else { return nil }
    let digits = allDigits
    var value: Int64 = 0
    for position in 0..<integerDigits {
      value = value * 10 + (position < digits.count ? Int64(digits[position]) : 0)
    }
    return isNegative ? -value : value
  }
}
