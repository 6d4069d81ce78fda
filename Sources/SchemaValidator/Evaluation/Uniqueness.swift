/// `uniqueItems`: equal elements in linear time, whatever they are.
enum Uniqueness {
  /// The positions of the first element that equals an earlier one, and of that earlier one.
  static func firstRepeat(
    _ tape: TapeView, _ array: Int, _ nesting: inout Nesting
  ) -> (first: Int, second: Int)? {
    let count = tape.count(array)
    if count < 2 { return nil }
    return count <= 8
      ? firstRepeatByPairs(tape, array, &nesting)
      : firstRepeatByHash(tape, array, count, &nesting)
  }

  private static func firstRepeatByPairs(
    _ tape: TapeView, _ array: Int, _ nesting: inout Nesting
  ) -> (first: Int, second: Int)? {
    let end = tape.next(array)
    var element = tape.next(array + 1)
    var position = 1
    while element < end {
      var earlier = array + 1
      var earlierPosition = 0
      while earlier < element {
        if JSONEquality.equal(tape, earlier, tape, element, &nesting) {
          return (earlierPosition, position)
        }
        if nesting.isExceeded { return nil }
        earlier = tape.next(earlier)
        earlierPosition += 1
      }
      element = tape.next(element)
      position += 1
    }
    return nil
  }

  /// So many slots of a hash table stand on the stack, enough for half as many elements.
  private static let slotsOnStack = 256

  private static func firstRepeatByHash(
    _ tape: TapeView, _ array: Int, _ count: Int, _ nesting: inout Nesting
  ) -> (first: Int, second: Int)? {
    var size = 16
    while size < 2 * count { size *= 2 }
    if size <= slotsOnStack {
      var slots = InlineArray<256, UInt32>(repeating: 0)
      var span = slots.mutableSpan
      return firstRepeat(tape, array, &span, mask: size - 1, &nesting)
    }
    var slots = [UInt32](repeating: 0, count: size)
    var span = slots.mutableSpan
    return firstRepeat(tape, array, &span, mask: size - 1, &nesting)
  }

  /// Open addressing: a slot holds an element's node, 0 meaning empty.
  private static func firstRepeat(
    _ tape: TapeView, _ array: Int, _ slots: inout MutableSpan<UInt32>, mask: Int,
    _ nesting: inout Nesting
  ) -> (first: Int, second: Int)? {
    var element = array + 1
    let end = tape.next(array)
    while element < end {
      var slot = JSONEquality.hash(tape, element, &nesting) & mask
      if nesting.isExceeded { return nil }
      while slots[slot] != 0 {
        let earlier = Int(slots[slot])
        if JSONEquality.equal(tape, earlier, tape, element, &nesting) {
          return (position(of: earlier, in: array, tape), position(of: element, in: array, tape))
        }
        slot = (slot + 1) & mask
      }
      slots[slot] = UInt32(truncatingIfNeeded: element)
      element = tape.next(element)
    }
    return nil
  }

  private static func position(of wanted: Int, in array: Int, _ tape: TapeView) -> Int {
    var position = 0
    var element = array + 1
    while element < wanted {
      element = tape.next(element)
      position += 1
    }
    return position
  }
}
