internal import Diagnostics

/// A value inside another one, and what is asked of it there.
struct ValuePlace {
  let tokens: [String]
  let value: JSONValue
  /// The number of the demand.
  let demand: Int
  /// The demand, by the alternatives that the value has taken.
  let shape: Shape

  var pointer: JSONPointer { JSONPointer(tokens) }

  /// Puts a text in the place of the value; the whole document comes back.
  func replacing(_ text: [UInt8], in document: JSONDocument) -> JSONDocument? {
    let range = value.byteRange
    return try? JSONDocument(
      parsing: Array(document.bytes[..<range.lowerBound]) + text
        + Array(document.bytes[range.upperBound...]))
  }
}

extension ValueBuilder {
  /// So many places of one value are looked at.
  private static let placeLimit = 5_000

  /// A valid value and those in it, of an array the first elements, outermost first.
  mutating func places(of value: JSONValue, _ demand: Int, at tokens: [String] = []) -> [ValuePlace]
  {
    var found: [ValuePlace] = []
    var pending = [(value, demand, tokens)]
    while !pending.isEmpty, found.count < Self.placeLimit {
      let (value, demand, tokens) = pending.removeFirst()
      guard let shape = shape(of: value, demand) else { continue }
      found.append(ValuePlace(tokens: tokens, value: value, demand: demand, shape: shape))
      for member in value.members {
        let schemas = shape.object.schemas(forName: Array(member.name.utf8))
        guard !schemas.isEmpty else { continue }
        pending.append((member.value, self.demand(schemas), tokens + [member.name]))
      }
      let listed = shape.array.groups.map(\.prefix.count).max() ?? 0
      for (index, element) in value.elements.prefix(max(1, listed)).enumerated() {
        var schemas = shape.array.groups.compactMap { $0.schema(at: index) }
        if schemas.isEmpty { schemas = shape.array.unevaluated }
        guard !schemas.isEmpty else { continue }
        pending.append((element, self.demand(schemas), tokens + [String(index)]))
      }
    }
    return found
  }

  /// The shape that a valid value has: of each choice the first alternative that it satisfies.
  private mutating func shape(of value: JSONValue, _ demand: Int) -> Shape? {
    var tree = tree(demand)
    while true {
      switch tree.content {
      case .shape(let shape): return shape
      case .contradiction: return nil
      case .fork(let fork):
        let position = fork.options.firstIndex { option in
          model.holds(option.applies, value)
            && option.excludes.allSatisfy { model.verdict($0, value) == false }
            && option.requires.map { value.member($0) != nil } ?? true
            && option.forbids.map { value.member($0) == nil } ?? true
        }
        guard let position else { return nil }
        tree = tree.branch(position, model)
      }
    }
  }
}

extension JSONValue {
  /// The member with a name in UTF-8.
  fileprivate func member(_ key: [UInt8]) -> JSONValue? {
    self[String(decoding: key, as: UTF8.self)]
  }
}
