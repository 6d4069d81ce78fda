import Diagnostics
import SchemaValidator

/// A value of a suite before its variables are known: what is written, and holes.
///
/// Every hole is filled with some value, so that a schema can judge the whole; what it then says
/// counts only where no other filling could change it.
struct ValueSketch {
  /// What is known of the value that will fill a hole.
  enum Hole: Hashable {
    case text
    case number
    case boolean
    case anything

    /// The value as a sentence names it.
    var title: String {
      switch self {
      case .text: "a text"
      case .number: "a number"
      case .boolean: "true or false"
      case .anything: "a value"
      }
    }
  }

  /// The value with something in every hole.
  let value: JSONValue
  /// The holes by their places.
  let holes: [JSONPointer: Hole]
  /// The places of members that may be left out.
  private let optional: [JSONPointer]

  /// Sketches a value; nil where it is not JSON.
  init?(_ value: TemplatedValue, kind: (Template) -> Hole) {
    var builder = Builder()
    builder.add(value, at: .root, kind)
    guard let document = try? JSONDocument(parsing: builder.writer.finish()) else { return nil }
    self.value = document.root
    holes = builder.holes
    optional = builder.optional
  }

  /// Writes a value down with something in every hole.
  private struct Builder {
    var writer = JSONWriter()
    var holes: [JSONPointer: Hole] = [:]
    var optional: [JSONPointer] = []

    mutating func add(
      _ value: TemplatedValue, at place: JSONPointer, _ kind: (Template) -> Hole
    ) {
      switch value {
      case .literal(let value): writer.value(value)
      case .template(let template): add(template, at: place, kind)
      case .array(let elements):
        writer.beginArray()
        for (index, element) in elements.enumerated() {
          add(element, at: place.appending(index), kind)
        }
        writer.endArray()
      case .object(let members):
        writer.beginObject()
        for (name, value) in members {
          writer.name(name)
          let place = place.appending(name)
          if value.canBeOmitted { optional.append(place) }
          add(value, at: place, kind)
        }
        writer.endObject()
      }
    }

    private mutating func add(
      _ template: Template, at place: JSONPointer, _ kind: (Template) -> Hole
    ) {
      if let literal = template.literal { return writer.string(literal) }
      let hole = kind(template)
      holes[place] = hole
      switch hole {
      case .text, .anything: writer.string("")
      case .number: writer.number(0)
      case .boolean: writer.bool(true)
      }
    }
  }
}

extension ValueSketch {
  /// Keywords whose schemas apply only to some values, or to what others have left over.
  private static let conditional: Set<String> = [
    "anyOf", "oneOf", "not", "if", "then", "else", "contains", "dependentSchemas", "dependencies",
    "unevaluatedProperties", "unevaluatedItems",
  ]
  /// Keywords below which a schema that allows nothing is about names and numbers only.
  private static let places: Set<String> = [
    "properties", "patternProperties", "additionalProperties", "items", "prefixItems",
    "additionalItems",
  ]

  /// Whether a violation is there whatever fills the holes.
  func isCertain(_ violation: SchemaViolation) -> Bool {
    if holes.isEmpty { return true }
    let way = violation.keywordLocation.tokens
    if way.dropLast().contains(where: Self.conditional.contains) { return false }
    if way.contains(where: { $0.hasPrefix("unevaluated") }) { return false }
    if way.contains("propertyNames") || isAboutPlace(violation) { return true }
    let place = violation.instanceLocation
    if let hole = holes[place] { return violation.keyword == "type" && hole != .anything }
    guard holes.keys.contains(where: { $0.starts(with: place) }) else { return true }
    switch violation.keyword {
    case "type", "required", "minProperties", "minItems", "maxItems": return true
    case "maxProperties", "dependentRequired":
      return !optional.contains { $0.parent == place }
    default: return false
    }
  }

  /// Whether a violation says that a member or element must not be there at all.
  func isAboutPlace(_ violation: SchemaViolation) -> Bool {
    Self.places.contains(violation.keyword)
  }

  /// What stands at the place of a violation, without what only fills a hole.
  func found(_ violation: SchemaViolation) -> String {
    let place = violation.instanceLocation
    if isAboutPlace(violation) { return violation.got }
    if let hole = holes[place] { return hole.title }
    guard violation.keyword != "required",
      holes.keys.contains(where: { $0.starts(with: place) })
    else { return violation.got }
    return value.value(at: place)?.kindInWords ?? violation.got
  }
}

extension TemplatedValue {
  /// Whether the value is one optional variable, so that what holds it may be left out.
  fileprivate var canBeOmitted: Bool {
    if case .template(let template) = self { template.isOptional } else { false }
  }
}
