/// Tells results of an analysis from each other over several versions of a file.
///
/// A fingerprint is made of what stays when lines are added above a place, never of a line.
/// Several results that agree in all of that are numbered.
struct Fingerprints {
  private var seen: [UInt64: Int] = [:]

  /// The fingerprint of what some texts describe.
  mutating func next(_ texts: [String]) -> String {
    var hash = Self.offset
    for text in texts {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* Self.prime }
      hash = (hash ^ 0xFF) &* Self.prime  // never a byte of UTF-8: keeps the texts apart
    }
    let number = seen[hash, default: 0]
    seen[hash] = number + 1
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits + ":\(number + 1)"
  }

  // FNV-1a, 64 bits: the same on every machine, unlike Swift's own hash.
  private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3
}
