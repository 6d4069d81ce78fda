/// What is known while all values of a schema are listed.
struct ValueListing {
  /// More values than this are not listed.
  static let limit = 4_096
  /// Longer arrays are not listed.
  static let lengthLimit = 64

  /// The texts for each demand that was looked at; nil where they are not known to be all.
  fileprivate var known: [Int: [[UInt8]]?] = [:]
  fileprivate var open: Set<Int> = []
  /// How many ways through alternatives may still be looked at.
  fileprivate var ways = 2_000
}

// Values one by one, where there are only a few: listed values, booleans, whole numbers between
// bounds, and arrays and objects of those.
extension ValueBuilder {
  /// Texts of values among which all are that satisfy a demand, no value twice; nil where they are
  /// too many, or not known to be all.
  ///
  /// Only what shapes say for certain is made use of, so that some may have to be refused.
  mutating func list(_ demand: Int) -> [[UInt8]]? {
    var listing = ValueListing()
    return list(demand, &listing)
  }

  private mutating func list(_ demand: Int, _ listing: inout ValueListing) -> [[UInt8]]? {
    if let known = listing.known[demand] { return known }
    // What holds another value by the same schemas has no end.
    guard listing.open.insert(demand).inserted else { return nil }
    let found = list(tree(demand), .all, &listing)
    listing.open.remove(demand)
    listing.known.updateValue(found, forKey: demand)
    return found
  }

  private mutating func list(
    _ tree: ShapeTree, _ kinds: ValueKinds, _ listing: inout ValueListing
  ) -> [[UInt8]]? {
    switch tree.content {
    case .contradiction: return []
    case .shape(let shape): return list(shape, kinds, &listing)
    case .fork(let fork):
      var found: [[UInt8]] = []
      // The first way of a last resort asks for nothing, so that it has the values of all.
      for option in fork.isLastResort ? 0..<1 : fork.options.indices {
        listing.ways -= 1
        guard listing.ways > 0, let more = list(tree.branch(option, model), kinds, &listing) else {
          return nil
        }
        found += more
        guard found.count <= ValueListing.limit else { return nil }
      }
      return Self.eachOnce(found)
    }
  }

  private mutating func list(
    _ shape: Shape, _ kinds: ValueKinds, _ listing: inout ValueListing
  ) -> [[UInt8]]? {
    var found: [[UInt8]] = []
    if let fixed = shape.fixed {
      guard fixed.count <= ValueListing.limit else { return nil }
      return fixed.map { Array($0.description.utf8) }
    }
    for kind in ValueKinds.inOrder where shape.kinds.intersection(kinds).contains(kind) {
      guard let more = list(kind, shape, &listing) else { return nil }
      found += more
      guard found.count <= ValueListing.limit else { return nil }
    }
    return found
  }

  private mutating func list(
    _ kind: ValueKinds, _ shape: Shape, _ listing: inout ValueListing
  ) -> [[UInt8]]? {
    switch kind {
    case .null: return [Array("null".utf8)]
    case .true: return [Array("true".utf8)]
    case .false: return [Array("false".utf8)]
    case .integer, .fraction:
      // One and the same whole number may be allowed in one spelling and not in another.
      if kind == .integer, model.tellsIntegersBySpelling { return nil }
      return NumberChoice(shape.number, kind).all(ValueListing.limit)?.map { Array($0.utf8) }
    case .string:
      if shape.text.minimum > shape.text.maximum ?? .max { return [] }
      return shape.text.maximum == 0 ? ["".jsonText] : nil
    case .array: return listArrays(shape.array, &listing)
    default: return listObjects(shape.object, &listing)
    }
  }

  /// Arrays by what is said of their elements, one element after another.
  private mutating func listArrays(
    _ array: ArrayDemand, _ listing: inout ValueListing
  ) -> [[UInt8]]? {
    let most = array.maximum ?? .max
    if array.minimum > most { return [] }
    var found: [[UInt8]] = []
    var level: [[[UInt8]]] = [[]]
    for index in 0...ValueListing.lengthLimit {
      if index >= array.minimum {
        found += level.map { Self.text($0, UInt8(ascii: "["), UInt8(ascii: "]")) }
        guard found.count <= ValueListing.limit else { return nil }
      }
      if index == most { return found }
      guard let elements = list(demand(array.groups.compactMap { $0.schema(at: index) }), &listing)
      else { return nil }
      var next: [[[UInt8]]] = []
      for start in level {
        for element in elements where !array.isUnique || !start.contains(element) {
          next.append(start + [element])
        }
        guard next.count <= ValueListing.limit else { return nil }
      }
      if next.isEmpty { return found }
      level = next
    }
    return nil
  }

  /// Objects by what is said of their members, where it is said which there may be.
  private mutating func listObjects(
    _ object: ObjectDemand, _ listing: inout ValueListing
  ) -> [[UInt8]]? {
    let most = object.maximum ?? .max
    guard let names = listNames(object, &listing) else { return nil }
    if !object.required.allSatisfy(names.contains) { return [] }
    var found: [[[UInt8]]] = [[]]
    for name in names where !object.forbidden.contains(name) {
      let isRequired = object.required.contains(name)
      guard let values = list(demand(object.schemas(forName: name)), &listing) else { return nil }
      let label = String(decoding: name, as: UTF8.self).jsonText + [UInt8(ascii: ":")]
      var next = isRequired ? [] : found
      for members in found where members.count < most {
        next += values.map { members + [label + $0] }
        guard next.count <= ValueListing.limit else { return nil }
      }
      found = next
    }
    return found.filter { $0.count >= object.minimum }.map {
      Self.text($0, UInt8(ascii: "{"), UInt8(ascii: "}"))
    }
  }

  /// All names that members may have; nil where that is not known.
  private mutating func listNames(
    _ object: ObjectDemand, _ listing: inout ValueListing
  ) -> [[UInt8]]? {
    if object.maximum == 0 { return [] }
    let closed = object.groups.first { group in
      group.patterns.isEmpty
        && group.additional.map { model.depths.least($0) == MinimalDepths.impossible } ?? false
    }
    if let closed { return closed.named.map(\.key) }
    guard !object.names.isEmpty else { return nil }
    let names = list(tree(demand(object.names)), .string, &listing)
    return names?.compactMap { name in
      (try? JSONDocument(parsing: name))?.root.stringValue.map { Array($0.utf8) }
    }
  }

  private static func text(_ parts: [[UInt8]], _ start: UInt8, _ end: UInt8) -> [UInt8] {
    [start] + Array(parts.joined(separator: [UInt8(ascii: ",")])) + [end]
  }

  /// The texts without those of values that are there already, spelled otherwise or not.
  private static func eachOnce(_ texts: [[UInt8]]) -> [[UInt8]] {
    var seen: Set<JSONValue> = []
    return texts.filter { text in
      (try? JSONDocument(parsing: text)).map { seen.insert($0.root).inserted } ?? true
    }
  }
}
