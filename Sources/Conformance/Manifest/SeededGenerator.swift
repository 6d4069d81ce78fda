import SchemaValidator

/// Random numbers, ids and keys that a seed repeats.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var random: SeededRandom

  /// Creates a generator from a seed.
  package init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  /// Creates a generator that depends on a seed and a name, so that a case invents the same
  /// values whatever other cases run.
  package init(seed: UInt64, name: String) {
    // FNV-1a: small, and the same on every platform and in every run, unlike `Hasher`.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    self.init(seed: seed ^ hash)
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 { random.next() }

  /// A random UUID, version 4 (RFC 9562 section 5.4).
  package mutating func uuid() -> String {
    let high = next() & ~0xF000 | 0x4000
    let low = next() & ~(0b11 << 62) | (0b10 << 62)
    let digits = Array(hex(high) + hex(low))
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(digits[$0]) }.joined(separator: "-")
  }

  /// 26 random characters of Crockford's base 32; the first at most 7, as a ULID's 128 bits ask.
  package mutating func ulid() -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    var text = String(alphabet[Int(next() % 8)])
    for _ in 0..<25 { text.append(alphabet[Int(next() % 32)]) }
    return text
  }

  private func hex(_ bits: UInt64) -> String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
