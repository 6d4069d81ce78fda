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

/// What one known member name leads to.
///
/// The slots of a plan stand in the schema's order, which is mostly the instance's as well: the
/// next slot is tried before the key table.
@safe
struct PackedSlot {
  /// The name; of a slot that is only found through the key table, one that no text has.
  var name: PackedName
  /// The bit to set when the name is seen.
  let bit: UInt64
  /// The schema of the value; negative if the name is only required.
  let node: Int32
  /// The kinds of value that need no further look: a type mask.
  private let kinds: UInt8

  /// The slot that ends a row.
  static var end: PackedSlot { PackedSlot(.init(), accepts: 0) }

  init(_ slot: MemberSlot, accepts: UInt8) {
    name = .none
    bit = slot.bit
    node = slot.node
    kinds = accepts
  }

  /// Whether a value's kind is all that is asked of it.
  @inline(__always)
  func accepts(_ value: TapeNode) -> Bool {
    kinds &>> (value.head & 7) & 1 != 0
  }
}

/// A string with all that tells a text to be it.
@safe
struct PackedName {
  /// The first and the last eight bytes, and which of their bits count.
  private let head: UInt64
  private let tail: UInt64
  private let mask: UInt64
  private let length: UInt32
  /// Where the last eight bytes start.
  private let tailOffset: UInt32
  /// The whole string.
  private let bytes: ByteView?

  /// A name that no text has.
  static var none: PackedName { PackedName() }

  private init() {
    (head, tail, mask, length, tailOffset, bytes) = (0, 0, 0, .max, 0, nil)
  }

  /// The string of a key table's entry, its bytes standing at `bytes`.
  ///
  /// Nil for a string with a backslash: as a text without escapes holds none, a text that has
  /// such a name has no escapes.
  init?(_ entry: KeyTable.Entry, bytes: ByteView) {
    let count = Int(entry.length)
    if (0..<count).contains(where: { bytes[$0] == UInt8(ascii: "\\") }) { return nil }
    head = entry.head
    tail = entry.tail
    mask = count >= 8 ? .max : (1 << UInt64(8 * count)) - 1
    length = entry.length
    tailOffset = UInt32(max(count, 8) - 8)
    self.bytes = bytes
  }

  /// Whether a text is this string.
  @inline(__always)
  func isText(_ node: TapeNode, _ text: ByteView) -> Bool {
    // Handed over piece by piece: a method of the name would have it copied for every text.
    hasEnds(node, text)
      && (length <= 16
        || Self.agree(bytes, text, at: Int(node.start) &+ 8, count: Int(length) &- 16))
  }

  /// Whether a text is this string, if that takes no more than its first and last eight bytes.
  @inline(__always)
  func isShortText(_ node: TapeNode, _ text: ByteView) -> Bool {
    hasEnds(node, text) && length <= 16
  }

  /// Whether a text has this string's length, and its first and last eight bytes.
  @inline(__always)
  private func hasEnds(_ node: TapeNode, _ text: ByteView) -> Bool {
    if node.length != length { return false }
    let start = Int(node.start)
    let headDifference = text.word(at: start) ^ head
    let tailDifference = text.word(at: start &+ Int(tailOffset)) ^ tail
    return (headDifference | tailDifference) & mask == 0
  }

  /// Whether the bytes of a string between its first and its last eight stand in a text as well.
  @inline(never)
  private static func agree(
    _ name: ByteView?, _ text: ByteView, at offset: Int, count: Int
  ) -> Bool {
    guard let name else { return false }
    return text.equals(at: offset, name, at: 8, count: count)
  }
}
