/// One step of a fast program: 16 bytes, its operands being indices into the program's tables.
///
/// A schema is compiled once for each kind of value, so no instruction asks for a type: those
/// that stand in the code for strings only ever see strings. All instructions of a sequence must
/// hold, in any order.
struct Instruction: Sendable, Hashable {
  var op: Operation
  /// An operand of one bit, such as whether a bound is exclusive.
  var flag: Bool
  /// Whether the sequence ends after it; marked when the code is packed.
  var isLast = false
  var a: Int32
  var b: Int32
  var c: Int32

  init(_ op: Operation, a: Int = 0, b: Int = 0, c: Int = 0, flag: Bool = false) {
    self.op = op
    self.flag = flag
    self.a = Int32(truncatingIfNeeded: a)
    self.b = Int32(truncatingIfNeeded: b)
    self.c = Int32(truncatingIfNeeded: c)
  }
}

/// What an instruction does.
///
/// "Entry" means a code address, or one of the two constant verdicts.
enum Operation: UInt8, Sendable, CaseIterable {
  /// The sequence ends: the value is valid.
  case accept
  /// The value is invalid.
  case reject

  // Strings.
  /// The text is in key table a.
  case stringSet
  /// Between a and b code points; b < 0 is no bound.
  case length
  /// Content assertion a.
  case content
  /// Pattern a occurs in the text.
  case pattern
  /// String format a.
  case stringFormat

  // Numbers.
  /// A number with a fraction or exponent is an integer.
  case integral
  /// At least bound a, or more than it if the flag is set.
  case minimum
  /// At most bound a, or less than it if the flag is set.
  case maximum
  /// A multiple of bound a.
  case multipleOf
  /// Number format a.
  case numberFormat

  // Any kind.
  /// Equal to constant a.
  case constant
  /// Equal to one of the b constants from a on, or to one of value set a if the flag is set.
  case enumeration

  // Arrays.
  /// Array plan a: counts, prefix, items.
  case array
  /// Between b and c elements match schema a; c < 0 is no bound.
  case contains
  /// No two elements are equal.
  case uniqueItems
  /// Elements not covered by coverage a match schema b.
  case unevaluatedItems

  // Objects.
  /// Object plan a, which needs nothing but the key table.
  case objectByTable
  /// Object plan a in full.
  case object
  /// All b names of key table a are there.
  case requireNames
  /// Dependent names a, which are the c names of key table b.
  case dependentRequired
  /// Each name found in key table a leads to the entry in list b at its slot.
  case dependentSchemas
  /// Members not covered by coverage a match schema b.
  case unevaluatedProperties

  // The same value again.
  /// Entry a holds.
  case call
  /// Entry a holds, which may take b steps; verdicts are remembered once an evaluation takes long.
  case remember
  /// Entry a does not hold.
  case not
  /// If entry a holds then entry b, else entry c.
  case condition
  /// One of the b entries of list a holds.
  case anyOf
  /// Exactly one of the b entries of list a holds.
  case oneOf
  /// Choice a: the entries that a tag member leaves possible, of which one must hold, or exactly
  /// one if the flag is set.
  case choose

  /// Roughly how long it takes, for ordering a sequence.
  var cost: Int {
    switch self {
    case .accept: .max
    case .reject: 0
    case .length: 1
    case .stringSet, .minimum, .maximum, .integral: 2
    case .constant, .multipleOf, .numberFormat, .enumeration: 3
    case .requireNames, .dependentRequired: 4
    case .pattern, .stringFormat, .content: 5
    case .array, .objectByTable: 6
    case .object: 7
    case .call, .condition, .choose, .dependentSchemas, .remember: 8
    case .not, .anyOf, .oneOf: 9
    case .contains, .uniqueItems: 10
    case .unevaluatedItems, .unevaluatedProperties: 11
    }
  }
}

/// A code address, or a constant verdict.
enum Entry {
  static let accept: UInt32 = 0
  static let reject: UInt32 = 1
}

/// How an object is walked: what each member name leads to, and what must have been seen.
struct ObjectPlan: Sendable {
  /// The key table of the names that mean something; negative if there are none.
  var table: Int32 = -1
  /// Where the table's slots start.
  var firstSlot: Int32 = 0
  /// The bits that must be set once all members are seen.
  var required: UInt64 = 0
  /// The schema for members that nothing else covers; negative if they are free.
  var additional: Int32 = -1
  /// Whether such members are refused outright.
  var isClosed = false
  /// Pattern properties: first and count.
  var firstPattern: Int32 = 0
  var patternCount: Int32 = 0
  /// The schema for names; negative if there is none.
  var propertyNames: Int32 = -1
  var minimum: Int32 = 0
  /// Negative: no bound.
  var maximum: Int32 = -1
}

/// What one known member name leads to; slots stand in the schema's order.
struct MemberSlot: Sendable {
  /// The schema of the value; -1 if the name is only required, -2 if every value will do.
  var node: Int32 = -1
  /// The bit to set when the name is seen.
  var bit: UInt64 = 0
}

/// How an array is walked.
struct ArrayPlan: Sendable {
  var minimum: Int32 = 0
  /// Negative: no bound.
  var maximum: Int32 = -1
  /// Schemas of the first elements: first and count in the list table.
  var firstPrefix: Int32 = 0
  var prefixCount: Int32 = 0
  /// The schema of the elements from `itemsFrom` on; negative if they are free.
  var items: Int32 = -1
  var itemsFrom: Int32 = 0

  /// Allows no more than so many elements, whatever else bounds them.
  mutating func bound(to count: Int32) {
    maximum = maximum < 0 ? count : min(maximum, count)
  }
}

/// A number to compare with.
struct NumberBound: Sendable {
  let decimal: JSONNumber.Decimal
  /// For integers of up to 18 digits: the last integer within the bound, exclusiveness included.
  let integer: Int64
  /// Whether `integer` says it all.
  let hasInteger: Bool
}

/// A choice among branches by the text of one member.
struct ChoicePlan: Sendable {
  /// The key table with the member's name alone.
  var nameTable: Int32 = 0
  /// The key table of the texts that some branch asks for.
  var valueTable: Int32 = 0
  /// For each text, two list entries: first branch in the list table, and count.
  var firstValue: Int32 = 0
  /// The branches left when the member is missing.
  var absent: Int32 = 0
  var absentCount: Int32 = 0
  /// The branches left when the member has any other value.
  var other: Int32 = 0
  var otherCount: Int32 = 0
}

/// What a schema has looked at among the children of a value, as far as only evaluation can tell.
struct CoverageStep: Sendable {
  enum Kind: UInt8, Sendable {
    /// Members in key table a.
    case names
    /// Members whose names match pattern a.
    case pattern
    /// Every child.
    case all
    /// The first a elements.
    case prefix
    /// Elements that match schema a.
    case matching
    /// If entry a holds, the next c steps.
    case whenValid
    /// If entry a does not hold, the next c steps.
    case unlessValid
    /// If a name of key table a is a member, the next c steps.
    case whenMember
    /// The b steps from a on, which stand elsewhere; taken once, however often they are met.
    case shared
  }
  var kind: Kind
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}
