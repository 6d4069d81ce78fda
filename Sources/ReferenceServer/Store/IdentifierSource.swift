/// Ids, keys and numbers drawn from a seed: the same seed gives the same sequence.
///
/// The generator is SplitMix64: one word of state, full period, good enough to look random.
struct IdentifierSource: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence of a seed.
  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  /// A new id: the prefix, `_`, and 26 letters of Crockford's base 32.
  mutating func identifier(_ prefix: String) -> String {
    prefix + "_" + text(of: "0123456789ABCDEFGHJKMNPQRSTVWXYZ", count: 26)
  }

  /// A new bearer token.
  mutating func token() -> String {
    "kdv_live_"
      + text(
        of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", count: 24)
  }

  /// Digits that do not start with 0.
  mutating func digits(_ count: Int) -> String {
    text(of: "123456789", count: 1) + text(of: "0123456789", count: count - 1)
  }

  private mutating func text(of alphabet: String, count: Int) -> String {
    let letters = Array(alphabet.utf8)
    var bytes: [UInt8] = []
    for _ in 0..<count { bytes.append(letters[Int.random(in: 0..<letters.count, using: &self)]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
