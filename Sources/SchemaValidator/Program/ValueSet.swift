/// The values of an `enum`; of many, one is found without looking at the others.
struct ValueSet: Sendable {
  /// The values in their order.
  let all: [JSONValue]
  /// Where values stand, by their hash; empty for few of them.
  private var positions: [Int: [Int]] = [:]

  /// So many values are compared one by one.
  static let scanned = 16

  init(_ values: [JSONValue]) {
    all = values
    guard values.count > Self.scanned else { return }
    for (position, value) in values.enumerated() {
      positions[JSONEquality.hash(value.document.tape, value.index), default: []].append(position)
    }
  }

  /// Whether a value is among them, as far as nesting may be followed.
  func contains(_ tape: TapeView, _ node: Int, _ nesting: inout Nesting) -> Bool {
    if positions.isEmpty {
      for value in all where isEqual(value, tape, node, &nesting) { return true }
      return false
    }
    for position in positions[JSONEquality.hash(tape, node, &nesting)] ?? []
    where isEqual(all[position], tape, node, &nesting) { return true }
    return false
  }

  private func isEqual(
    _ value: JSONValue, _ tape: TapeView, _ node: Int, _ nesting: inout Nesting
  ) -> Bool {
    JSONEquality.equal(value.document.tape, value.index, tape, node, &nesting)
  }
}
