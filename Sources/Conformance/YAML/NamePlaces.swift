/// The names of one mapping with their places.
///
/// Most mappings have a few members, which are sooner compared than looked up.
struct NamePlaces {
  private var few: [(name: [UInt8], place: Range<Int>)] = []
  private var many: [[UInt8]: Range<Int>] = [:]
  /// How many names are compared one by one.
  private static let fewLimit = 8

  /// The place of a name; nil for one that was not added.
  func place(of name: [UInt8]) -> Range<Int>? {
    few.first { $0.name == name }?.place ?? (many.isEmpty ? nil : many[name])
  }

  /// Adds a name that is not there yet.
  mutating func add(_ name: [UInt8], at place: Range<Int>) {
    if few.count < Self.fewLimit {
      if few.isEmpty { few.reserveCapacity(4) }
      few.append((name, place))
    } else {
      many[name] = place
    }
  }
}
