import Diagnostics
import SchemaValidator

extension BodyMatcher {
  /// Where a value differs from an earlier one, the places that do not count aside.
  mutating func mismatches(
    of value: JSONValue, with same: BodyPattern.Same, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard let document = try? JSONDocument(parsing: try json(same.value)) else {
      throw TemplateFailure("the value to compare with is not valid JSON")
    }
    return differences(of: value, from: document.root, same, below: .root).map {
      Mismatch(pointer: pointer.appending($0.pointer), expected: $0.expected, got: $0.got)
    }
  }

  /// The differences at a place in both values and below it.
  private func differences(
    of value: JSONValue, from earlier: JSONValue, _ same: BodyPattern.Same,
    below place: JSONPointer
  ) -> [Mismatch] {
    if same.ignores(place) { return [] }
    switch (earlier.kind, value.kind) {
    case (.object, .object):
      var all: [Mismatch] = []
      for member in earlier.members {
        let place = place.appending(member.name)
        if let other = value[member.name] {
          all += differences(of: other, from: member.value, same, below: place)
        } else if !same.ignores(place) {
          all.append(mismatch(nil, "\(member.value.shortText), as before", place))
        }
      }
      for member in value.members where earlier[member.name] == nil {
        let place = place.appending(member.name)
        if !same.ignores(place) {
          all.append(mismatch(member.value, "no such member, as before", place))
        }
      }
      return all
    case (.array, .array):
      guard earlier.count == value.count else {
        return [
          Mismatch(
            pointer: place, expected: "\(earlier.count) elements as before",
            got: "\(value.count) elements")
        ]
      }
      return zip(earlier.elements, value.elements).enumerated().flatMap { index, pair in
        differences(of: pair.1, from: pair.0, same, below: place.appending(index))
      }
    default:
      return earlier == value ? [] : [mismatch(value, "\(earlier.shortText), as before", place)]
    }
  }

  /// The sameness in words.
  mutating func description(of same: BodyPattern.Same) throws(TemplateFailure) -> String {
    let value = String(decoding: try json(same.value), as: UTF8.self)
    guard !same.ignored.isEmpty else { return value }
    return "\(value) but for \(same.ignored.map(\.description).joined(separator: ", "))"
  }
}
