/// A key table as evaluation reads it.
@safe
struct PackedKeyTable {
  fileprivate let entries: UnsafePointer<KeyTable.Entry>
  fileprivate let names: ByteView
  fileprivate let multiplier: UInt64
  fileprivate let shift: UInt64
  /// Which lengths the strings have: bit 63 stands for all from 63 on.
  fileprivate let lengths: UInt64
  fileprivate let overflow: UnsafePointer<[[UInt8]: Int]>
  /// The first string: often the only one.
  let first: PackedName

  init(
    _ table: KeyTable, entries: UnsafePointer<KeyTable.Entry>, names: ByteView,
    overflow: UnsafePointer<[[UInt8]: Int]>
  ) {
    unsafe self.entries = entries
    unsafe self.overflow = overflow
    self.names = names
    multiplier = table.multiplier
    shift = table.shift
    let used = table.entries.filter { $0.length != .max }
    lengths =
      used.reduce(0) { $0 | Self.bit($1.length) }
      | table.overflow.keys.reduce(0) { $0 | Self.bit(UInt32($1.count)) }
    first =
      used.first { $0.slot == 0 }
      .flatMap { PackedName($0, bytes: names.advanced(by: Int($0.offset))) } ?? .none
  }

  @inline(__always)
  private static func bit(_ length: UInt32) -> UInt64 {
    1 << UInt64(min(length, 63))
  }

  /// The name of an entry of the table this one was made from.
  func name(of entry: KeyTable.Entry) -> PackedName {
    PackedName(entry, bytes: names.advanced(by: Int(entry.offset))) ?? .none
  }

  /// Whether some string of the set may be this node's text; false without a look at the text
  /// when none has its length.
  @inline(__always)
  func mayHold(_ text: TapeNode) -> Bool {
    lengths & Self.bit(text.length) != 0 || text.head & StringFlag.escaped != 0
  }
}

// On the address: a method of the table itself would have it copied wherever it calls another.
extension UnsafePointer<PackedKeyTable> {
  /// The slot of a string node's text, or -1.
  @inline(__always)
  func slot(_ tape: TapeView, _ node: Int) -> Int {
    let key = tape[node]
    if key.head & StringFlag.escaped != 0 { return unsafe escapedSlot(tape, node) }
    let (head, tail) = tape.bytes.words(at: Int(key.start), count: Int(key.length))
    let hash = unsafe KeyTable.hash(head, tail, key.length, pointee.multiplier)
    var index = unsafe Int(truncatingIfNeeded: hash &>> pointee.shift)
    while true {
      let entry = unsafe pointee.entries + index
      if unsafe entry.pointee.length == key.length && entry.pointee.head == head
        && entry.pointee.tail == tail
      {
        // The two words are all of a short text.
        return unsafe key.length <= 16 ? Int(entry.pointee.slot) : longSlot(tape, node, index)
      }
      index = unsafe Int(entry.pointee.chained)
      if index == 0 { return -1 }
      if index == KeyTable.inOverflow { return unsafe overflowSlot(tape, node) }
    }
  }

  /// The slot of a text that is in no chain.
  @inline(never)
  private func overflowSlot(_ tape: TapeView, _ node: Int) -> Int {
    unsafe pointee.overflow.pointee[tape.unescapedText(node, lossy: false)] ?? -1
  }

  /// The slot of a text of more than 16 bytes, whose entry is at an index or chained to it.
  @inline(never)
  private func longSlot(_ tape: TapeView, _ node: Int, _ first: Int) -> Int {
    let key = tape[node]
    let length = Int(key.length)
    var index = first
    while true {
      let entry = unsafe pointee.entries[index]
      if unsafe Int(entry.length) == length
        && tape.bytes.equals(
          at: Int(key.start), pointee.names, at: Int(entry.offset), count: length)
      {
        return Int(entry.slot)
      }
      index = Int(entry.chained)
      if index == 0 { return -1 }
      if index == KeyTable.inOverflow { return unsafe overflowSlot(tape, node) }
    }
  }

  @inline(never)
  private func escapedSlot(_ tape: TapeView, _ node: Int) -> Int {
    var (head, tail): (UInt64, UInt64) = (0, 0)
    var count = 0
    for byte in tape.unescapedBytes(node) {
      if count < 8 { head |= UInt64(byte) << UInt64(8 * count) }
      tail = tail >> 8 | UInt64(byte) << 56
      count += 1
    }
    if count < 8 { tail = head }
    let hash = unsafe KeyTable.hash(head, tail, UInt32(count), pointee.multiplier)
    var index = unsafe Int(truncatingIfNeeded: hash &>> pointee.shift)
    while true {
      let entry = unsafe pointee.entries[index]
      if Int(entry.length) == count, entry.head == head, entry.tail == tail,
        unsafe count <= 16 || isName(at: Int(entry.offset), tape.unescapedBytes(node))
      {
        return Int(entry.slot)
      }
      index = Int(entry.chained)
      if index == 0 { return -1 }
      if index == KeyTable.inOverflow { return unsafe overflowSlot(tape, node) }
    }
  }

  /// Whether the name at an offset is a text of the same length.
  private func isName(at offset: Int, _ text: UnescapedBytes) -> Bool {
    var position = offset
    for byte in text {
      if unsafe pointee.names[position] != byte { return false }
      position += 1
    }
    return true
  }
}
