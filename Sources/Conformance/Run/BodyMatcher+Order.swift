import Diagnostics
import SchemaValidator

extension BodyMatcher {
  /// Where the elements of a list cannot be matched with patterns one to one.
  ///
  /// An element may fit several patterns: which one it stands for is decided so that as many
  /// patterns as possible have an element of their own.
  mutating func unordered(
    _ parts: [BodyPattern.Part], in value: JSONValue, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard value.kind == .array, value.count == parts.count else {
      return [mismatch(value, "a list of \(parts.count) elements", pointer)]
    }
    let elements = Array(value.elements)
    var candidates: [[Int]] = []
    for part in parts {
      var fitting: [Int] = []
      for (index, element) in elements.enumerated()
      where try mismatches(of: element, with: part.pattern, at: pointer).isEmpty {
        fitting.append(index)
      }
      candidates.append(fitting)
    }
    let pairing = Pairing(candidates: candidates, count: elements.count)
    var all: [Mismatch] = []
    for (number, index) in zip(pairing.unpaired, pairing.free) {
      let part = parts[number]
      var mismatch = mismatch(
        elements[index], "an element like \(try description(of: part.pattern))",
        pointer.appending(index))
      mismatch.asked = part.place
      all.append(mismatch)
    }
    return all
  }
}

/// The largest set of pairs between two sides in which nobody is paired twice.
///
/// By augmenting paths: whoever has no partner takes one whose present partner finds another.
/// Source: [Kuhn 1955](https://doi.org/10.1002/nav.3800020109)
struct Pairing {
  /// Those of the first side without a partner.
  private(set) var unpaired: [Int] = []
  /// Those of the second side without a partner.
  var free: [Int] { owners.indices.filter { owners[$0] == nil } }

  private let candidates: [[Int]]
  /// The partner of each of the second side.
  private var owners: [Int?]

  /// Pairs as many as can be; candidates are the possible partners of each of the first side.
  init(candidates: [[Int]], count: Int) {
    self.candidates = candidates
    owners = Array(repeating: nil, count: count)
    for seeker in candidates.indices {
      var asked = Array(repeating: false, count: count)
      if !findPartner(of: seeker, &asked) { unpaired.append(seeker) }
    }
  }

  private mutating func findPartner(of seeker: Int, _ asked: inout [Bool]) -> Bool {
    for candidate in candidates[seeker] where !asked[candidate] {
      asked[candidate] = true
      if let owner = owners[candidate], !findPartner(of: owner, &asked) { continue }
      owners[candidate] = seeker
      return true
    }
    return false
  }
}
