package import SchemaValidator

/// What a value has to look like: members that are not mentioned may be there.
package indirect enum BodyPattern: Sendable {
  /// Equal to this value.
  case equal(TemplatedValue)
  /// An object with at least these members.
  case object([(name: String, pattern: BodyPattern)])
  /// A list of exactly these elements in this order.
  case array([BodyPattern])
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
  /// A list of which exactly one element looks like this.
  case once(BodyPattern)
  /// Not there, or looking like this.
  case ifPresent(BodyPattern)
  /// On the given side of a bound, the bound itself included.
  case bounded(Bound)

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
}
