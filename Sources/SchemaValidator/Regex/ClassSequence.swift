/// Classes in a row, each with its count, matched by taking as much as possible of each.
///
/// A class, so that handing one on costs one count whatever it holds.
final class ClassSequence: Sendable {
  /// What a class says of scalars above ASCII.
  private enum Wide: UInt8 {
    case none, all, some
  }

  /// Free of references, so that reading one costs no counting.
  private struct Run {
    /// Bit n is member n, for the scalars below 64 and from 64 to 127.
    let low: UInt64
    let high: UInt64
    let wide: Wide
    let minimum: Int
    let maximum: Int
    /// Which of `sets` decides where `wide` is `.some`.
    let set: Int

    @inline(__always)
    func containsASCII(_ byte: UInt8) -> Bool {
      byte < 128 && (byte < 64 ? low : high) &>> UInt64(byte) & 1 != 0
    }
  }

  private let runs: [Run]
  private let sets: [ScalarSet]
  private let isEndAnchored: Bool

  /// How many classes there are.
  var count: Int { runs.count }

  init(_ runs: [LinearPattern.Run], isEndAnchored: Bool) {
    sets = runs.map(\.set)
    self.isEndAnchored = isEndAnchored
    self.runs = runs.enumerated().map { index, run in
      var masks: (low: UInt64, high: UInt64) = (0, 0)
      for scalar in UInt32(0)..<128 where run.set.rangesContain(scalar) {
        if scalar < 64 { masks.low |= 1 << UInt64(scalar) }
        if scalar >= 64 { masks.high |= 1 << UInt64(scalar - 64) }
      }
      let wideRanges = run.set.ranges.filter { $0.upperBound >= 0x80 }
      let isAll = wideRanges.first.map { $0.lowerBound <= 0x80 } ?? false
      let holdsAll =
        isAll && wideRanges.count == 1 && run.set.ranges.last?.upperBound == ScalarSet.maximum
      return Run(
        low: masks.low, high: masks.high,
        wide: wideRanges.isEmpty ? .none : holdsAll ? .all : .some,
        minimum: run.minimum, maximum: run.maximum ?? Int.max, set: index)
    }
  }

  /// Whether a text starts with the sequence, or is it where the end is anchored.
  func matches(_ text: Span<UInt8>) -> Bool {
    var position = 0
    // By index: iterating would keep a second reference to the array.
    for index in 0..<runs.count {
      let run = runs[index]
      guard take(run, of: text, at: &position) >= run.minimum else { return false }
    }
    return !isEndAnchored || position == text.count
  }

  /// Whether any scalar of a text is a member of the first class.
  func occurs(in text: Span<UInt8>) -> Bool {
    guard let run = runs.first else { return false }
    var position = 0
    while position < text.count {
      if take(run, of: text, at: &position) > 0 { return true }
      position += text.scalar(at: position).length
    }
    return false
  }

  /// Moves past as many members as the run allows; how many there were.
  @inline(__always)
  private func take(_ run: Run, of text: Span<UInt8>, at position: inout Int) -> Int {
    guard run.wide == .none else { return takeWide(run, of: text, at: &position) }
    let start = position
    let end = text.count - start > run.maximum ? start + run.maximum : text.count
    var next = start
    while next < end, run.containsASCII(text[next]) { next += 1 }
    position = next
    return next - start
  }

  private func takeWide(_ run: Run, of text: Span<UInt8>, at position: inout Int) -> Int {
    var taken = 0
    while true {
      // Most texts are members within ASCII all along.
      let start = position
      let limit =
        text.count - start > run.maximum - taken ? start + run.maximum - taken : text.count
      while position < limit, run.containsASCII(text[position]) { position += 1 }
      taken += position - start
      guard position < limit, text[position] >= 0x80 else { break }
      let (scalar, length) = text.scalar(at: position)
      guard scalar <= ScalarSet.maximum, run.wide == .all || sets[run.set].rangesContain(scalar)
      else { break }
      position += length
      taken += 1
    }
    return taken
  }
}
