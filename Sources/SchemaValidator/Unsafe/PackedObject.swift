/// An object plan as evaluation reads it.
@safe
struct PackedObject {
  let plan: ObjectPlan
  /// The names that mean something; the empty table if there are none.
  let table: UnsafePointer<PackedKeyTable>
  /// What they lead to, in the schema's order.
  let slots: UnsafePointer<PackedSlot>
  /// Whether the number of members matters.
  let isCounted: Bool

  init(
    _ plan: ObjectPlan, table: UnsafePointer<PackedKeyTable>, slots: UnsafePointer<PackedSlot>
  ) {
    self.plan = plan
    unsafe self.table = table
    unsafe self.slots = slots
    isCounted = plan.minimum > 0 || plan.maximum >= 0
  }
}

/// What one known member name leads to, with all that tells a member of that name.
///
/// The slots of a plan stand in the schema's order, which is mostly the instance's as well: the
/// next slot is tried before the key table.
@safe
struct PackedSlot {
  /// The name's first and last eight bytes, and which of their bits count.
  private var head: UInt64 = 0
  private var tail: UInt64 = 0
  private var mask: UInt64 = 0
  /// The bit to set when the name is seen.
  let bit: UInt64
  /// The name's length; `.max` for a slot that is only found through the key table.
  private var length: UInt32 = .max
  /// Where the last eight bytes start.
  private var tailOffset: UInt32 = 0
  /// The schema of the value; negative if the name is only required.
  let node: Int32
  /// The kinds of value that need no further look: a type mask.
  let accepts: UInt8
  /// The whole name.
  private var bytes: ByteView?

  /// The slot that ends a row.
  static var end: PackedSlot { PackedSlot(.init(), accepts: 0) }

  init(_ slot: MemberSlot, accepts: UInt8) {
    bit = slot.bit
    node = slot.node
    self.accepts = accepts
  }

  /// Gives the slot its name.
  mutating func name(_ entry: KeyTable.Entry, bytes name: ArraySlice<UInt8>, in names: ByteView) {
    // A text without escapes holds no backslash. So a name with one is left to the key table, and
    // a member that is found here has no escapes.
    if name.contains(UInt8(ascii: "\\")) { return }
    head = entry.head
    tail = entry.tail
    mask = name.count >= 8 ? .max : (1 << UInt64(8 * name.count)) - 1
    length = entry.length
    tailOffset = UInt32(max(name.count, 8) - 8)
    bytes = names.advanced(by: Int(entry.offset))
  }

  /// Whether a member name is this slot's.
  @inline(__always)
  func isNamed(_ key: TapeNode, _ text: ByteView) -> Bool {
    if key.length != length { return false }
    let start = Int(key.start)
    let headDifference = text.word(at: start) ^ head
    let tailDifference = text.word(at: start &+ Int(tailOffset)) ^ tail
    if (headDifference | tailDifference) & mask != 0 { return false }
    // Handed over piece by piece: a method of the slot would have it copied for every member.
    return length <= 16 || Self.agree(bytes, text, at: start &+ 8, count: Int(length) &- 16)
  }

  /// Whether the bytes of a name between its first and its last eight stand in a text as well.
  @inline(never)
  private static func agree(
    _ name: ByteView?, _ text: ByteView, at offset: Int, count: Int
  ) -> Bool {
    guard let name else { return false }
    return text.equals(at: offset, name, at: 8, count: count)
  }
}
