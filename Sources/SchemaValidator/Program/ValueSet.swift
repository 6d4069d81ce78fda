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

  /// Whether a value is among them.
  func contains(_ tape: TapeView, _ node: Int) -> Bool {
    if positions.isEmpty { return all.contains { isEqual($0, tape, node) } }
    return positions[JSONEquality.hash(tape, node)]?.contains { isEqual(all[$0], tape, node) }
      ?? false
  }

  private func isEqual(_ value: JSONValue, _ tape: TapeView, _ node: Int) -> Bool {
    JSONEquality.equal(value.document.tape, value.index, tape, node)
  }
}
