import Diagnostics
import SchemaValidator

extension BodyMatcher {
  /// Where elements of a list do not stand in an order.
  func mismatches(
    of value: JSONValue, with sorting: BodyPattern.Sorting, at pointer: JSONPointer
  ) -> [Mismatch] {
    guard value.kind == .array else { return [mismatch(value, "a list", pointer)] }
    var all: [Mismatch] = []
    var earlier: JSONValue?
    for (index, element) in value.elements.enumerated() {
      let key = element.value(at: sorting.key)
      defer { earlier = key }
      guard index > 0 else { continue }
      guard let isRight = sorting.allows(key, after: earlier) else {
        all.append(
          mismatch(
            key, "a number or text, as \(earlier.quoted) before it is",
            pointer.appending(index).appending(sorting.key)))
        continue
      }
      if isRight { continue }
      all.append(
        Mismatch(
          pointer: pointer.appending(index).appending(sorting.key),
          expected: "\(description(of: sorting)), so nothing like this behind \(earlier.quoted)",
          got: key.quoted))
    }
    return all
  }

  /// An order in words.
  func description(of sorting: BodyPattern.Sorting) -> String {
    let key = sorting.key == .root ? "" : " by \(sorting.key)"
    return "a list\(key) with the \(sorting.isDescending ? "greatest" : "least") first and nulls "
      + sorting.nulls.rawValue
  }
}

extension BodyPattern.Sorting {
  /// Whether an element with a value may stand right behind one with another; nil where the two
  /// cannot be compared.
  fileprivate func allows(_ key: JSONValue?, after earlier: JSONValue?) -> Bool? {
    let isThere = key.map { !$0.isNull } ?? false
    let wasThere = earlier.map { !$0.isNull } ?? false
    guard let key, let earlier, isThere, wasThere else {
      return isThere == wasThere || isThere == (nulls == .first)
    }
    let (low, high) = isDescending ? (key, earlier) : (earlier, key)
    return high.isBefore(low).map { !$0 }
  }
}

extension JSONValue {
  /// Whether the value comes before another: numbers by size, instants by time, other texts by
  /// their code points; nil for values of different kinds, and of kinds without an order.
  fileprivate func isBefore(_ other: JSONValue) -> Bool? {
    if let number = numberValue, let other = other.numberValue { return number < other }
    guard let text = stringValue, let other = other.stringValue else { return nil }
    if let instant = Instant(parsing: text), let other = Instant(parsing: other) {
      return instant < other
    }
    // The bytes of UTF-8 are in the order of the code points.
    return text.utf8.lexicographicallyPrecedes(other.utf8)
  }
}
