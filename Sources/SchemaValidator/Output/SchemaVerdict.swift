public import Diagnostics

/// The judgement on one value.
public struct SchemaVerdict: Sendable {
  /// What was decided.
  public enum Outcome: String, Sendable, Hashable {
    /// The value satisfies the schema.
    case valid
    /// It does not.
    case invalid
    /// It cannot be told: a pattern or the schema needs too many steps, or the nesting is too deep.
    case undecided
  }

  /// What was decided.
  public let outcome: Outcome
  private let reasons: Reasons?

  /// Behind one reference, so that a verdict without reasons is nothing to copy or release.
  private final class Reasons: Sendable {
    let violations: [SchemaViolation]
    let undecided: [String]
    let omitsViolations: Bool

    init(violations: [SchemaViolation], undecided: [String], omitsViolations: Bool) {
      self.violations = violations
      self.undecided = undecided
      self.omitsViolations = omitsViolations
    }
  }

  /// The verdict on a valid value.
  init() {
    outcome = .valid
    reasons = nil
  }

  init(
    outcome: Outcome, violations: [SchemaViolation], undecided: [String], omitsViolations: Bool
  ) {
    self.outcome = outcome
    reasons = Reasons(
      violations: violations, undecided: undecided, omitsViolations: omitsViolations)
  }

  /// How many violations a verdict lists at most.
  public static let violationLimit = 1_000

  /// Everything that is wrong, in the order of the schema; empty for a valid value, and for one
  /// that could not be judged not all there may be.
  ///
  /// Of very many only the first ``violationLimit``: see ``omitsViolations``.
  public var violations: [SchemaViolation] { reasons?.violations ?? [] }
  /// Whether more is wrong than is listed; the outcome is exact all the same.
  public var omitsViolations: Bool { reasons?.omitsViolations ?? false }
  /// Why it could not be told: what evaluation came upon first, in a sentence; empty when it was
  /// told.
  public var undecided: [String] { reasons?.undecided ?? [] }

  /// Whether the value is known to satisfy the schema.
  public var isValid: Bool { outcome == .valid }
}

/// One keyword that a value does not satisfy.
public struct SchemaViolation: Sendable, CustomStringConvertible {
  /// The keyword's name.
  public let keyword: String
  /// The value, from the root of what was judged.
  public let instanceLocation: JSONPointer
  /// Where the value stands in its document's bytes.
  public let instanceRange: Range<Int>
  /// The way evaluation took to the keyword, references included.
  public let keywordLocation: JSONPointer
  /// The keyword's URI with a JSON pointer as fragment, references resolved.
  public let absoluteKeywordLocation: String
  /// The keyword in the document it stands in.
  public let schemaPointer: JSONPointer
  /// What was found.
  public let got: String
  /// What was expected.
  public let want: String
  /// For `anyOf` and `oneOf`: why each branch does not match, the nearest first; empty where
  /// several match.
  ///
  /// Only one where a discriminator says which branch is meant, and of very many the nearest 64.
  public let branches: [SchemaBranch]

  /// Found and expected in one line.
  public var message: String { "found \(got); expected \(want)" }

  /// The place and the message in one line.
  public var description: String {
    let place = Phrase.cut(instanceLocation.description, to: 1_000)
    return place.isEmpty ? message : "\(place): \(message)"
  }
}

/// One alternative of an `anyOf` or `oneOf` that a value does not match.
public struct SchemaBranch: Sendable {
  /// The `title` of the alternative, else the last token of its reference, else its position.
  public let name: String
  /// The position among the alternatives, from 0.
  public let index: Int
  /// What keeps the value from matching it.
  public let violations: [SchemaViolation]
}
