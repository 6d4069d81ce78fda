import Conformance
import SchemaValidator
import Testing

@Suite("Contract: parameters there and back")
struct ParameterRoundTripTests {
  /// One way to declare a parameter.
  struct Declaration: Sendable, CustomTestStringConvertible {
    let style: ParameterStyle
    let explode: Bool
    let location: Parameter.Location
    let allowReserved: Bool
    let kind: ValueKind

    var testDescription: String {
      "\(kind.rawValue) in \(location.rawValue), \(style.rawValue), explode \(explode)"
        + (allowReserved ? ", allowReserved" : "")
    }

    /// Whether the specification, or we beyond it, give the kind of value a text in this style.
    var isDefined: Bool {
      let isList = [.strings, .integers, .mixed].contains(kind)
      let isObject = [.stringObject, .integerObject].contains(kind)
      switch style {
      case .spaceDelimited, .pipeDelimited: return isList || (isObject && !explode)
      case .deepObject: return isList || isObject || kind == .tree
      case .cookie: return kind != .tree && (explode || !(isList || isObject))
      case .matrix, .label, .simple, .form: return kind != .tree
      }
    }

    func parameter() throws -> Parameter {
      try Parameter.declared(
        """
        "name": "color", "in": "\(location.rawValue)", "style": "\(style.rawValue)",
          "explode": \(explode), "required": \(location == .path),
          "allowReserved": \(allowReserved), "schema": \(kind.schema)
        """, in: location)
    }
  }

  static let declarations: [Declaration] = ParameterStyle.allCases.flatMap { style in
    [false, true].flatMap { explode in
      style.locations.flatMap { location in
        (location == .query ? [false, true] : [false]).flatMap { allowReserved in
          ValueKind.allCases.map { kind in
            Declaration(
              style: style, explode: explode, location: location, allowReserved: allowReserved,
              kind: kind)
          }
        }
      }
    }
  }

  @Test("what is written reads back as the same value", arguments: declarations)
  func roundTrip(_ declaration: Declaration) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = RandomValues(seed: seed)
    if declaration.allowReserved { random.pieces = RandomValues.harmless }
    let parameter = try declaration.parameter()
    var written = 0
    for _ in 0..<60 {
      let value = try JSONDocument(parsing: declaration.kind.value(&random)).root
      let text: String?
      do { text = try parameter.text(for: value) } catch { continue }
      guard let text else {
        #expect(value.isNull || value.count == 0, "\(value) is not written; seed \(seed)")
        continue
      }
      written += 1
      let reading = try #require(
        try parameter.value(from: text), "nothing read from \(text); seed \(seed)")
      let isAmongReadings = reading.value == value || reading.alternatives.contains(value)
      #expect(isAmongReadings, "\(value) as \(text) reads as \(reading.value); seed \(seed)")
    }
    #expect((written > 0) == declaration.isDefined, "\(written) written; seed \(seed)")
  }

  @Test(
    "content of a media type reads back as the same value",
    arguments: ["application/json", "text/plain", "application/x-www-form-urlencoded"],
    [Parameter.Location.query, .querystring, .header, .cookie])
  func content(type: String, location: Parameter.Location) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = RandomValues(seed: seed)
    let kind = type == "text/plain" ? ValueKind.string : .stringObject
    let parameter = try Parameter.declared(
      """
      "name": "p", "in": "\(location.rawValue)", "content": {"\(type)": {"schema": \(kind.schema)}}
      """)
    var written = 0
    for _ in 0..<100 {
      let value = try JSONDocument(parsing: kind.value(&random)).root
      guard let text = try? parameter.text(for: value), !text.isEmpty else { continue }
      written += 1
      let reading = try parameter.value(from: text)
      #expect(reading?.value == value, "\(value) as \(text); seed \(seed)")
    }
    #expect(written > 10, "seed \(seed)")
  }
}
