/// A key table as evaluation reads it.
@safe
struct PackedKeyTable {
  private let entries: UnsafePointer<KeyTable.Entry>
  let names: ByteView
  private let multiplier: UInt64
  private let shift: UInt64
  /// Which lengths the strings have: bit 63 stands for all from 63 on.
  private let lengths: UInt64

  init(_ table: KeyTable, entries: UnsafePointer<KeyTable.Entry>, names: ByteView) {
    unsafe self.entries = entries
    self.names = names
    multiplier = table.multiplier
    shift = table.shift
    lengths = table.entries.reduce(0) { $1.length == .max ? $0 : $0 | Self.bit($1.length) }
  }

  @inline(__always)
  private static func bit(_ length: UInt32) -> UInt64 {
    1 << UInt64(min(length, 63))
  }

  /// Whether some string of the set may be this node's text; false without a look at the text
  /// when none has its length.
  @inline(__always)
  func mayHold(_ text: TapeNode) -> Bool {
    lengths & Self.bit(text.length) != 0 || text.head & StringFlag.escaped != 0
  }

  /// The slot of a string node's text, or -1.
  @inline(__always)
  func slot(_ tape: TapeView, _ node: Int) -> Int {
    let key = tape[node]
    if key.head & StringFlag.escaped != 0 { return escapedSlot(tape, node) }
    let start = Int(key.start)
    let length = Int(key.length)
    let (head, tail) = tape.bytes.words(at: start, count: length)
    var index = Int(
      truncatingIfNeeded: KeyTable.hash(head, tail, key.length, multiplier) &>> shift)
    while true {
      let entry = unsafe entries + index
      if unsafe entry.pointee.length == key.length && entry.pointee.head == head
        && entry.pointee.tail == tail
      {
        let offset = unsafe Int(entry.pointee.offset)
        if length <= 16 || tape.bytes.equals(at: start, names, at: offset, count: length) {
          return unsafe Int(entry.pointee.slot)
        }
      }
      index = unsafe Int(entry.pointee.chained)
      if index == 0 { return -1 }
    }
  }

  @inline(never)
  private func escapedSlot(_ tape: TapeView, _ node: Int) -> Int {
    let text = tape.unescapedText(node, lossy: false)
    let padded = PaddedBytes(text)
    let view = padded.view
    let (head, tail) = view.words(at: 0, count: text.count)
    var index = Int(
      truncatingIfNeeded: KeyTable.hash(head, tail, UInt32(text.count), multiplier) &>> shift)
    while true {
      let entry = unsafe entries[index]
      if Int(entry.length) == text.count, entry.head == head, entry.tail == tail,
        view.equals(at: 0, names, at: Int(entry.offset), count: text.count)
      {
        return Int(entry.slot)
      }
      index = Int(entry.chained)
      if index == 0 { return -1 }
    }
  }
}
