/// Where the values and names of a JSON text came from in another text.
///
/// Entries are added in the order of their JSON offsets, which makes each lookup a binary search.
struct PlaceTable: Sendable {
  private struct Entry: Sendable {
    var json: UInt32
    var start: UInt32
    var end: UInt32
  }

  private var entries: [Entry] = []

  /// How many places are known.
  var count: Int { entries.count }

  /// Notes where what begins at a JSON offset came from; offsets never decrease.
  mutating func add(json: Int, place: Range<Int>) {
    entries.append(
      Entry(
        json: UInt32(clamping: json), start: UInt32(clamping: place.lowerBound),
        end: UInt32(clamping: place.upperBound)))
  }

  /// Sets where the place of an entry ends.
  mutating func setEnd(ofEntry index: Int, to end: Int) {
    entries[index].end = UInt32(clamping: end)
  }

  /// Adds a range of entries once more, moved by a number of JSON bytes.
  mutating func repeatEntries(_ range: Range<Int>, movedBy distance: Int) {
    entries.append(
      contentsOf: entries[range].map { entry in
        Entry(
          json: UInt32(clamping: Int(entry.json) + distance), start: entry.start, end: entry.end)
      })
  }

  /// The place of what begins at a JSON offset; nil when nothing begins there.
  subscript(json offset: Int) -> Range<Int>? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if Int(entries[middle].json) < offset { low = middle + 1 } else { high = middle }
    }
    guard low < entries.count, Int(entries[low].json) == offset else { return nil }
    return Int(entries[low].start)..<Int(entries[low].end)
  }
}
