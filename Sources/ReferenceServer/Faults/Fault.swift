/// A rule that the server breaks on request, and only on request.
package struct Fault: Sendable {
  /// How hard it is to see.
  package enum Subtlety: Int, Sendable, Comparable {
    /// In every answer.
    case coarse = 1
    /// Only in some answers, or only beside something else.
    case moderate = 2
    /// Only late, only when requests overlap, or only in the raw bytes.
    case subtle = 3

    /// Whether the left one is easier to see.
    package static func < (left: Subtlety, right: Subtlety) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// The name it is chosen by, in kebab case.
  package let id: String
  /// What the server does wrong, as a sentence.
  package let title: String
  /// The operations it touches, as `METHOD /path`.
  package let operations: [String]
  /// The requirement it breaks: the one that has to notice.
  package let requirement: String
  /// How hard it is to see.
  package let subtlety: Subtlety

  let alteration: Alteration

  init(
    _ id: String, _ title: String, on operations: [String], breaks requirement: String,
    _ subtlety: Subtlety, _ alteration: Alteration
  ) {
    self.id = id
    self.title = title
    self.operations = operations
    self.requirement = requirement
    self.subtlety = subtlety
    self.alteration = alteration
  }
}
