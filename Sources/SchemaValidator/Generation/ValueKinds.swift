/// What values may be, as finely as schemas tell them apart by `type` and by their smallest sizes.
struct ValueKinds: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let null = ValueKinds(rawValue: 1 << 0)
  static let `false` = ValueKinds(rawValue: 1 << 1)
  static let `true` = ValueKinds(rawValue: 1 << 2)
  /// Numbers whose value is whole.
  static let integer = ValueKinds(rawValue: 1 << 3)
  /// All other numbers.
  static let fraction = ValueKinds(rawValue: 1 << 4)
  static let string = ValueKinds(rawValue: 1 << 5)
  static let array = ValueKinds(rawValue: 1 << 6)
  static let object = ValueKinds(rawValue: 1 << 7)

  static let all = ValueKinds(rawValue: 0xFF)
  static let number: ValueKinds = [.integer, .fraction]

  /// The kinds one by one, those first that say most with least.
  static let inOrder: [ValueKinds] = [
    .string, .integer, .fraction, .true, .false, .array, .object, .null,
  ]

  /// The place of a single kind among all.
  var position: Int { rawValue.trailingZeroBitCount }

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The kinds that a `type` allows.
  init(_ types: TypeSet) {
    var kinds: ValueKinds = []
    func add(_ tape: TapeKind, _ kind: ValueKinds) {
      if types.kinds & tape.bit != 0 { kinds.insert(kind) }
    }
    add(.null, .null)
    add(.false, .false)
    add(.true, .true)
    add(.integer, .integer)
    add(.decimal, .fraction)
    add(.string, .string)
    add(.array, .array)
    add(.object, .object)
    self = kinds
  }

  /// The kind of a value.
  init(_ value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .boolean: self = value.boolValue == true ? .true : .false
    case .number: self = value.numberValue?.isInteger == true ? .integer : .fraction
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }
}
