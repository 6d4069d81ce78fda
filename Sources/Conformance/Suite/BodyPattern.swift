package import Diagnostics
package import SchemaValidator

/// What a value has to look like: members that are not mentioned may be there.
package indirect enum BodyPattern: Sendable {
  /// Equal to this value.
  case equal(TemplatedValue)
  /// Holding at least this value: members that it does not name may be there, at every level.
  case holds(TemplatedValue)
  /// An object with at least these members.
  case object([Member])
  /// A list of exactly these elements in this order.
  case array([Part])
  /// Valid by a JSON Schema, given as written and compiled.
  case fits(JSONValue, SchemaProgram)
  /// One of these values.
  case oneOf([TemplatedValue])
  /// There, and anything but this.
  case not(BodyPattern)
  /// Not there at all.
  case absent
  /// There, whatever it is.
  case present
  /// A list of which at least one element looks like this.
  case contains(BodyPattern)
  /// A list of which every element looks like this.
  case each(BodyPattern)
  /// An empty list, which will do, or what looks like this.
  case orEmpty(BodyPattern)
  /// A list of which exactly one element looks like this.
  case once(BodyPattern)
  /// Not there, or looking like this.
  case ifPresent(BodyPattern)
  /// On the given side of a bound, the bound itself included.
  case bounded(Bound)
  /// A number between two bounds, both included.
  case range(Range)
  /// A text, list or object of a length.
  case length(Length)
  /// A list whose elements stand in an order.
  case sorted(Sorting)
  /// A list of exactly as many elements, each of which looks like another of these.
  case unordered([Part])
  /// An object with these members and no others.
  case exactly([Member])
  /// Equal to an earlier value, some places aside.
  case same(Same)
  /// Looking like all of these at once.
  case all([Part])
  /// There, and no text in it, member names included, holds this one.
  case nowhere(TemplatedValue)

  /// What a member has to look like.
  package struct Member: Sendable {
    /// The member's name.
    package let name: String
    /// What its value has to look like.
    package let pattern: BodyPattern
    /// Where the name stands.
    package var place = ExpectationPlace.none

    /// The same member with the pattern for values that have no other members.
    fileprivate var closed: Member { Member(name: name, pattern: pattern.closed, place: place) }
  }

  /// One pattern of a list.
  package struct Part: Sendable {
    /// What a value has to look like.
    package let pattern: BodyPattern
    /// Where the pattern stands.
    package var place = ExpectationPlace.none

    /// The same part with the pattern for values that have no other members.
    fileprivate var closed: Part { Part(pattern: pattern.closed, place: place) }
  }

  /// A bound in the order of time, or in an order that the suite gives.
  package struct Bound: Sendable {
    /// The side of the bound on which a value has to be.
    package enum Side: String, Sendable {
      /// The bound or what comes after it.
      case notBefore = "$notBefore"
      /// The bound or what comes before it.
      case notAfter = "$notAfter"
    }

    /// The side.
    package let side: Side
    /// The bound.
    package let value: TemplatedValue
    /// The values in their order; nil for instants as RFC 3339 writes them.
    package let order: [TemplatedValue]?
  }

  /// The numbers that will do; at least one side has a bound.
  package struct Range: Sendable {
    /// The smallest number; nil for any.
    package let minimum: TemplatedValue?
    /// The largest number; nil for any.
    package let maximum: TemplatedValue?
  }

  /// The order of a list by a value in each of its elements; equal ones may stand either way.
  package struct Sorting: Sendable {
    /// Where elements without the value, or with null, have to stand.
    package enum Nulls: String, Sendable, CaseIterable {
      case first
      case last
    }

    /// Where the value is in an element.
    package let key: JSONPointer
    /// Whether the greatest comes first.
    package let isDescending: Bool
    /// Where elements without the value have to stand.
    package let nulls: Nulls
  }

  /// The lengths that will do: of texts in code points, of lists in elements, of objects in members.
  package struct Length: Sendable {
    /// The smallest length; nil for any.
    package let minimum: Int?
    /// The largest length; nil for any.
    package let maximum: Int?

    /// Whether a length will do.
    func accepts(_ length: Int) -> Bool {
      length >= minimum ?? 0 && length <= maximum ?? .max
    }
  }

  /// An earlier value, and the places at which another one may differ from it.
  package struct Same: Sendable {
    /// The earlier value.
    package let value: TemplatedValue
    /// The places that do not count; `*` stands for any element or member.
    package let ignored: [JSONPointer]

    /// Whether a place, or one around it, does not count.
    func ignores(_ pointer: JSONPointer) -> Bool {
      ignored.contains { ignored in
        ignored.tokens.count <= pointer.tokens.count
          && zip(ignored.tokens, pointer.tokens).allSatisfy {
            $0.isSameText(as: "*") || $0.isSameText(as: $1)
          }
      }
    }
  }

  /// The pattern that a value makes as it would be written in a body.
  init(holding value: JSONValue) {
    switch value.kind {
    case .object:
      self = .object(
        value.members.map { Member(name: $0.name, pattern: BodyPattern(holding: $0.value)) })
    case .array: self = .array(value.elements.map { Part(pattern: BodyPattern(holding: $0)) })
    case .string, .number, .boolean, .null: self = .equal(.literal(value))
    }
  }

  /// The same pattern for objects that have no other members than those it names, at every level.
  var closed: BodyPattern {
    switch self {
    case .object(let members), .exactly(let members):
      .exactly(members.map(\.closed))
    case .array(let elements): .array(elements.map(\.closed))
    case .unordered(let elements): .unordered(elements.map(\.closed))
    case .all(let patterns): .all(patterns.map(\.closed))
    case .not(let inner): .not(inner.closed)
    case .contains(let inner): .contains(inner.closed)
    case .each(let inner): .each(inner.closed)
    case .orEmpty(let inner): .orEmpty(inner.closed)
    case .once(let inner): .once(inner.closed)
    case .ifPresent(let inner): .ifPresent(inner.closed)
    case .holds(let value): .equal(value)
    case .equal, .fits, .oneOf, .absent, .present, .bounded, .range, .length, .sorted, .same,
      .nowhere:
      self
    }
  }
}
