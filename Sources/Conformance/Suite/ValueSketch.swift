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
  /// Where values are written that stand elsewhere in the file.
  private let origins: [JSONPointer: ManifestNode]

  /// Sketches a value; nil where it is not JSON.
  ///
  /// A name may stand for something that is written elsewhere, such as in a row.
  init?(
    _ value: TemplatedValue, written: (String) -> ManifestNode? = { _ in nil },
    kind: (Template) -> Hole
  ) {
    var builder = Builder()
    builder.add(value, at: .root, written, kind)
    guard let document = try? JSONDocument(parsing: builder.writer.finish()) else { return nil }
    self.value = document.root
    holes = builder.holes
    optional = builder.optional
    origins = builder.origins
  }

  /// Whether the whole value is known, and written where it stands.
  var isWrittenOut: Bool { holes.isEmpty && origins.isEmpty }

  /// What is written elsewhere and holds a place, and the way from there; nil for a place that is
  /// written where the value itself is.
  func origin(of place: JSONPointer) -> (node: ManifestNode, rest: JSONPointer)? {
    guard let origin = origins.first(where: { place.starts(with: $0.key) }) else { return nil }
    return (origin.value, JSONPointer(Array(place.tokens.dropFirst(origin.key.tokens.count))))
  }

  /// Writes a value down with something in every hole.
  private struct Builder {
    var writer = JSONWriter()
    var holes: [JSONPointer: Hole] = [:]
    var optional: [JSONPointer] = []
    var origins: [JSONPointer: ManifestNode] = [:]

    mutating func add(
      _ value: TemplatedValue, at place: JSONPointer, _ written: (String) -> ManifestNode?,
      _ kind: (Template) -> Hole
    ) {
      switch value {
      case .literal(let value): writer.value(value)
      case .template(let template): add(template, at: place, written, kind)
      case .array(let elements):
        writer.beginArray()
        for (index, element) in elements.enumerated() {
          add(element, at: place.appending(index), written, kind)
        }
        writer.endArray()
      case .object(let members):
        writer.beginObject()
        for (name, value) in members {
          writer.name(name)
          let place = place.appending(name)
          if value.canBeOmitted { optional.append(place) }
          add(value, at: place, written, kind)
        }
        writer.endObject()
      }
    }

    private mutating func add(
      _ template: Template, at place: JSONPointer, _ written: (String) -> ManifestNode?,
      _ kind: (Template) -> Hole
    ) {
      if let constant = template.constant { return writer.string(constant) }
      var ignored = MistakeList()
      if let node = template.soleName.flatMap(written),
        let value = node.templatedValue(&ignored)
      {
        origins[place] = node
        // What is written there is filled before the name is known to anybody.
        return add(value, at: place, { _ in nil }, kind)
      }
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
    let place = violation.instanceLocation
    // A member that may be left out need not break anything.
    if isAboutName(violation) { return !optional.contains { $0.parent == place } }
    if isAboutPlace(violation) { return !optional.contains { place.starts(with: $0) } }
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

  /// Whether a violation is about the name of some member of an object.
  private func isAboutName(_ violation: SchemaViolation) -> Bool {
    violation.keywordLocation.tokens.contains("propertyNames")
  }

  /// What stands at the place of a violation, without what only fills a hole.
  func found(_ violation: SchemaViolation) -> String {
    let place = violation.instanceLocation
    if isAboutPlace(violation) || isAboutName(violation) { return violation.got }
    if let hole = holes[place] { return hole.title }
    guard violation.keyword != "required",
      holes.keys.contains(where: { $0.starts(with: place) })
    else { return violation.got }
    return value.value(at: place)?.kindInWords ?? violation.got
  }
}

extension Template {
  /// The name of the one variable that is all there is; nil for anything else.
  fileprivate var soleName: String? {
    switch soleExpression {
    case .variable(let name), .optional(let name): name
    case .call, .literal, nil: nil
    }
  }
}

extension TemplatedValue {
  /// Whether the value is one optional variable, so that what holds it may be left out.
  fileprivate var canBeOmitted: Bool {
    if case .template(let template) = self { template.isOptional } else { false }
  }
}
