/// Finds a string among a fixed set in one probe: a hash over its first and last eight bytes.
///
/// Those sixteen bytes and the length also decide equality of strings up to 16 bytes, so most
/// names are confirmed by two word comparisons. Sets whose words collide are chained.
struct KeyTable: Sendable {
  /// One string of the set.
  struct Entry: Sendable {
    var head: UInt64
    var tail: UInt64
    var length: UInt32
    /// The string's position in the set as given.
    var slot: UInt32
    /// Where its bytes start in `names`.
    var offset: UInt32
    /// The next entry with the same hash, 0 for none, or ``KeyTable/inOverflow``.
    var chained: UInt32

    static let empty = Entry(
      head: 0, tail: 0, length: .max, slot: 0, offset: 0, chained: 0)
  }

  private(set) var multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
  private(set) var shift: UInt64
  /// A direct-mapped table of a power of two entries, then the chained ones.
  private(set) var entries: [Entry]
  private(set) var names: [UInt8] = []
  /// The slots of strings that share a hash with many others, which somebody may have chosen for
  /// that: dictionaries are seeded for each process.
  private(set) var overflow: [[UInt8]: Int] = [:]
  let count: Int

  /// At the end of a chain: what follows stands in ``overflow``.
  static let inOverflow = UInt32.max
  /// So many strings with one hash are chained.
  private static let chainLimit = 16

  /// Builds a table; of equal strings the last counts.
  init(_ strings: [[UInt8]]) {
    count = strings.count
    var keys: [Entry] = []
    keys.reserveCapacity(strings.count)
    for (slot, string) in strings.enumerated() {
      let (head, tail) = Self.words(string)
      keys.append(
        Entry(
          head: head, tail: tail, length: UInt32(string.count), slot: UInt32(slot),
          offset: UInt32(names.count), chained: 0))
      names += string
    }
    names += [UInt8](repeating: 0, count: 16)
    var bits = 1
    while 1 << bits < strings.count { bits += 1 }
    // A few multipliers at a few sizes; most sets become free of collisions at once.
    search: for size in bits...bits + 2 {
      var candidate: UInt64 = 0x9E37_79B9_7F4A_7C15
      for _ in 0..<12 {
        if Self.isPerfect(keys, candidate, shift: UInt64(64 - size)) {
          multiplier = candidate
          bits = size
          break search
        }
        candidate = candidate &* 0xD134_2543_DE82_EF95 | 1
      }
      if size == bits + 2 { bits += 1 }
    }
    shift = UInt64(64 - bits)
    entries = Array(repeating: .empty, count: 1 << bits)
    for key in keys { insert(key) }
  }

  private static func isPerfect(_ keys: [Entry], _ multiplier: UInt64, shift: UInt64) -> Bool {
    var taken = [Bool](repeating: false, count: 1 << Int(64 - shift))
    for key in keys {
      let hash = Int(hash(key.head, key.tail, key.length, multiplier) >> shift)
      if taken[hash] { return false }
      taken[hash] = true
    }
    return true
  }

  private mutating func insert(_ key: Entry) {
    var index = Int(Self.hash(key.head, key.tail, key.length, multiplier) >> shift)
    if entries[index].length == .max {
      entries[index] = key
      return
    }
    var length = 1
    while true {
      if isSame(entries[index], key) {
        entries[index].slot = key.slot
        return
      }
      let next = entries[index].chained
      if next == 0 || next == Self.inOverflow { break }
      index = Int(next)
      length += 1
    }
    if length < Self.chainLimit {
      entries[index].chained = UInt32(entries.count)
      entries.append(key)
    } else {
      entries[index].chained = Self.inOverflow
      let start = Int(key.offset)
      overflow[Array(names[start..<start + Int(key.length)])] = Int(key.slot)
    }
  }

  private func isSame(_ a: Entry, _ b: Entry) -> Bool {
    a.length == b.length && a.head == b.head && a.tail == b.tail
      && names[Int(a.offset)..<Int(a.offset) + Int(a.length)]
        == names[Int(b.offset)..<Int(b.offset) + Int(b.length)]
  }

  @inline(__always)
  static func hash(
    _ head: UInt64, _ tail: UInt64, _ length: UInt32, _ multiplier: UInt64
  ) -> UInt64 {
    (head ^ (tail &* 0xFF51_AFD7_ED55_8CCD) ^ UInt64(length) << 56) &* multiplier
  }

  static func words(_ bytes: [UInt8]) -> (head: UInt64, tail: UInt64) {
    func word(_ slice: some Collection<UInt8>) -> UInt64 {
      slice.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    return (word(bytes.prefix(8)), word(bytes.suffix(8)))
  }

  /// The slot of a string node's text; nil when it is not in the set.
  func slot(_ tape: TapeView, _ node: Int) -> Int? {
    if tape[node].head & StringFlag.escaped != 0 {
      return slot(tape.unescapedText(node, lossy: false))
    }
    let (head, tail) = tape.bytes.words(at: Int(tape[node].start), count: Int(tape[node].length))
    return find(head, tail, Int(tape[node].length)) { offset in
      let start = Int(tape[node].start)
      return (0..<Int(tape[node].length)).allSatisfy {
        tape.bytes[start + $0] == names[offset + $0]
      }
    } overflowing: {
      overflow[tape.unescapedText(node, lossy: false)]
    }
  }

  /// The slot of a text given as bytes; nil when it is not in the set.
  func slot(_ text: [UInt8]) -> Int? {
    let (head, tail) = Self.words(text)
    return find(head, tail, text.count) { offset in
      text.indices.allSatisfy { text[$0] == names[offset + $0] }
    } overflowing: {
      overflow[text]
    }
  }

  private func find(
    _ head: UInt64, _ tail: UInt64, _ length: Int, confirm: (Int) -> Bool,
    overflowing: () -> Int?
  ) -> Int? {
    guard length < Int(UInt32.max) else { return nil }
    var index = Int(Self.hash(head, tail, UInt32(length), multiplier) >> shift)
    while true {
      let entry = entries[index]
      if Int(entry.length) == length, entry.head == head, entry.tail == tail,
        length <= 16 || confirm(Int(entry.offset))
      {
        return Int(entry.slot)
      }
      if entry.chained == 0 { return nil }
      if entry.chained == Self.inOverflow { return overflowing() }
      index = Int(entry.chained)
    }
  }
}

extension ByteView {
  /// The first and the last eight bytes of a run; both are the whole of a shorter one, padded
  /// with zeros.
  ///
  /// Free of branches: the lengths of names are hard to predict.
  @inline(__always)
  func words(at start: Int, count: Int) -> (head: UInt64, tail: UInt64) {
    // Shifted in two steps, because a shift by 64 would be one by 0.
    let surplus = UInt64(truncatingIfNeeded: 64 &- 8 &* min(count, 8))
    let half = surplus &>> 1
    let mask = (UInt64.max &>> half) &>> (surplus &- half)
    return (word(at: start) & mask, word(at: start &+ max(count, 8) &- 8) & mask)
  }
}
