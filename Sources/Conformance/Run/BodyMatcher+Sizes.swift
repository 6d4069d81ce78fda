import Diagnostics
import SchemaValidator

extension BodyMatcher {
  /// Where a value is no number of a range.
  mutating func mismatches(
    of value: JSONValue, with range: BodyPattern.Range, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    let low = try range.minimum.map { value throws(TemplateFailure) in try number(value) }
    let high = try range.maximum.map { value throws(TemplateFailure) in try number(value) }
    if let number = value.numberValue {
      let isTooSmall = low.map { number < $0 } ?? false
      let isTooLarge = high.map { $0 < number } ?? false
      if !isTooSmall, !isTooLarge { return [] }
    }
    return [mismatch(value, try description(of: range), pointer)]
  }

  /// A range in words.
  mutating func description(of range: BodyPattern.Range) throws(TemplateFailure) -> String {
    var bounds: [String] = []
    if let minimum = range.minimum {
      bounds.append("from \(String(decoding: try json(minimum), as: UTF8.self))")
    }
    if let maximum = range.maximum {
      let words = bounds.isEmpty ? "up to" : "to"
      bounds.append("\(words) \(String(decoding: try json(maximum), as: UTF8.self))")
    }
    return "a number \(bounds.joined(separator: " "))"
  }

  /// The number that a bound stands for.
  private mutating func number(_ bound: TemplatedValue) throws(TemplateFailure) -> JSONNumber {
    let text = try json(bound)
    guard let number = (try? JSONDocument(parsing: text))?.root.numberValue else {
      throw TemplateFailure("the bound \(String(decoding: text, as: UTF8.self)) is not a number")
    }
    return number
  }

  /// Where a value does not have a length that will do.
  func mismatches(
    of value: JSONValue, with length: BodyPattern.Length, at pointer: JSONPointer
  ) -> [Mismatch] {
    let expected = description(of: length)
    let count: Int
    let unit: String
    switch value.kind {
    case .string: (count, unit) = (value.stringValue?.unicodeScalars.count ?? 0, "code points")
    case .array: (count, unit) = (value.count, "elements")
    case .object: (count, unit) = (value.count, "members")
    case .null, .boolean, .number: return [mismatch(value, expected, pointer)]
    }
    if length.accepts(count) { return [] }
    return [
      Mismatch(
        pointer: pointer, expected: expected, got: "\(count) \(unit): \(value.shortText)")
    ]
  }

  /// Lengths in words.
  func description(of length: BodyPattern.Length) -> String {
    switch (length.minimum, length.maximum) {
    case (let low?, let high?) where low == high: "a text, list or object of length \(low)"
    case (let low?, let high?): "a text, list or object of length \(low) to \(high)"
    case (let low?, nil): "a text, list or object of length \(low) or more"
    case (nil, let high?): "a text, list or object of length \(high) at most"
    case (nil, nil): "a text, list or object"
    }
  }
}
