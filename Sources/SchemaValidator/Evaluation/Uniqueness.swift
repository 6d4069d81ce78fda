/// `uniqueItems`: equal elements in linear time, whatever they are.
enum Uniqueness {
  /// The positions of the first element that equals an earlier one, and of that earlier one.
  static func firstRepeat(_ tape: TapeView, _ array: Int) -> (first: Int, second: Int)? {
    let count = tape.count(array)
    if count < 2 { return nil }
    return count <= 8 ? firstRepeatByPairs(tape, array) : firstRepeatByHash(tape, array, count)
  }

  private static func firstRepeatByPairs(
    _ tape: TapeView, _ array: Int
  ) -> (first: Int, second: Int)? {
    let end = tape.next(array)
    var element = tape.next(array + 1)
    var position = 1
    while element < end {
      var earlier = array + 1
      var earlierPosition = 0
      while earlier < element {
        if JSONEquality.equal(tape, earlier, tape, element) { return (earlierPosition, position) }
        earlier = tape.next(earlier)
        earlierPosition += 1
      }
      element = tape.next(element)
      position += 1
    }
    return nil
  }

  private static func firstRepeatByHash(
    _ tape: TapeView, _ array: Int, _ count: Int
  ) -> (first: Int, second: Int)? {
    var bits = 4
    while 1 << bits < 2 * count { bits += 1 }
    let mask = (1 << bits) - 1
    // Open addressing: a slot holds the element's node and position, node 0 meaning empty.
    var slots = [(node: UInt32, position: UInt32)](repeating: (0, 0), count: mask + 1)
    var element = array + 1
    for position in 0..<count {
      var slot = JSONEquality.hash(tape, element) & mask
      while slots[slot].node != 0 {
        if JSONEquality.equal(tape, Int(slots[slot].node), tape, element) {
          return (Int(slots[slot].position), position)
        }
        slot = (slot + 1) & mask
      }
      slots[slot] = (UInt32(truncatingIfNeeded: element), UInt32(truncatingIfNeeded: position))
      element = tape.next(element)
    }
    return nil
  }
}
