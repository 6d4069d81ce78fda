import Diagnostics
import SchemaValidator

extension BodyMatcher {
  /// Where a value is not on the right side of a bound.
  mutating func mismatches(
    of value: JSONValue, with bound: BodyPattern.Bound, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard let isRight = try holds(bound, for: value) else {
      return [mismatch(value, try description(of: bound), pointer)]
    }
    return isRight ? [] : [mismatch(value, try description(of: bound), pointer)]
  }

  /// A bound in words.
  mutating func description(of bound: BodyPattern.Bound) throws(TemplateFailure) -> String {
    let text = String(decoding: try json(bound.value), as: UTF8.self)
    let side = bound.side == .notBefore ? "or after" : "or before"
    guard let order = bound.order else { return "an instant at \(side) \(text)" }
    var names: [String] = []
    for value in order { names.append(String(decoding: try json(value), as: UTF8.self)) }
    return "\(text) \(side) it in the order \(names.joined(separator: ", "))"
  }

  /// Whether a value is on the right side of a bound; nil for one that has no place in the order.
  private mutating func holds(
    _ bound: BodyPattern.Bound, for value: JSONValue
  ) throws(TemplateFailure) -> Bool? {
    guard let limit = (try? JSONDocument(parsing: try json(bound.value)))?.root else {
      throw TemplateFailure("the bound is not a JSON value")
    }
    guard let order = bound.order else {
      guard let edge = limit.stringValue.flatMap(Instant.init(parsing:)) else {
        throw TemplateFailure("the bound \(limit.shortText) is not an instant")
      }
      guard let instant = value.stringValue.flatMap(Instant.init(parsing:)) else { return nil }
      return bound.side == .notBefore ? instant >= edge : instant <= edge
    }
    var places: [JSONValue] = []
    for entry in order {
      guard let document = try? JSONDocument(parsing: try json(entry)) else { continue }
      places.append(document.root)
    }
    guard let edge = places.firstIndex(of: limit) else {
      throw TemplateFailure("the bound \(limit.shortText) has no place in the order given")
    }
    guard let place = places.firstIndex(of: value) else { return nil }
    return bound.side == .notBefore ? place >= edge : place <= edge
  }
}
