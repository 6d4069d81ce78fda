/// The stable name of a requirement, such as `PAG-05`.
package struct RequirementID: Sendable, Hashable, Comparable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// The id as written.
  package let text: String

  /// Creates an id from its text; whether it is known is the catalogue's to say.
  package init(_ text: String) {
    self.text = text
  }

  /// Creates an id from a literal.
  package init(stringLiteral text: String) {
    self.init(text)
  }

  /// The id as written.
  package var description: String { text }

  /// The letters before the number, such as `PAG`.
  package var family: String { String(text.prefix { $0 != "-" }) }

  /// Whether it is written as ids are: letters in upper case, a hyphen, digits.
  package var isWellFormed: Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      && parts[0].allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
      && parts[1].allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  /// Orders by family, then by number.
  package static func < (left: RequirementID, right: RequirementID) -> Bool {
    (left.family, left.number, left.text) < (right.family, right.number, right.text)
  }

  fileprivate var number: Int { Int(text.drop { $0 != "-" }.dropFirst()) ?? 0 }
}

extension [RequirementID] {
  /// The ids in a sentence, those that follow each other as the first and the last of them.
  package var inWords: String {
    var runs: [(first: RequirementID, last: RequirementID)] = []
    for id in sorted() {
      if let last = runs.last?.last, last.family == id.family, last.number + 1 == id.number {
        runs[runs.count - 1].last = id
      } else {
        runs.append((id, id))
      }
    }
    let words = runs.flatMap { first, last in
      switch last.number - first.number {
      case 0: [first.text]
      case 1: [first.text, last.text]
      default: ["\(first) to \(last)"]
      }
    }
    return words.conjunction
  }
}

/// How binding a requirement is: a fact about its source, which nothing overrides.
package enum RequirementLevel: String, Sendable, Hashable, CaseIterable {
  /// Said by the contract document or by a standard it builds on.
  case must = "MUST"
  /// Not said word for word, but a documented feature is unusable or lies without it.
  case entailed = "MUST*"
  /// Good practice, or promised by prose outside the contract.
  case should = "SHOULD"
  /// For information.
  case may = "MAY"
}

/// What a departure from a requirement does to a run.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Noted; changes nothing.
  case info
  /// The case is warned; red only in a strict run.
  case warn
  /// The case fails; the run is red.
  case fail

  /// Orders by weight, the lightest first.
  package static func < (left: Severity, right: Severity) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warn: 1
    case .fail: 2
    }
  }
}

/// Something a server has to keep, and how a departure from it weighs.
package struct Requirement: Sendable, Hashable {
  /// The stable name.
  package let id: RequirementID
  /// How binding its source makes it.
  package let level: RequirementLevel
  /// What a departure does to the run unless the profile overrides it.
  package let severity: Severity
  /// The claim in a few words, as a report heads it.
  package let title: String
  /// The claim in full.
  package let statement: String
  /// Where it comes from: specification sections or pointers into a contract.
  package let sources: [String]
  /// How it is probed, in a sentence.
  package let probe: String
  /// What must not be taken for a departure, and when the answer stays open.
  package let leniency: String

  /// Creates a requirement from its parts.
  package init(
    id: RequirementID, level: RequirementLevel, severity: Severity, title: String,
    statement: String, sources: [String], probe: String, leniency: String
  ) {
    self.id = id
    self.level = level
    self.severity = severity
    self.title = title
    self.statement = statement
    self.sources = sources
    self.probe = probe
    self.leniency = leniency
  }

  /// The same requirement with another weight.
  func weighing(_ severity: Severity) -> Requirement {
    Requirement(
      id: id, level: level, severity: severity, title: title, statement: statement,
      sources: sources, probe: probe, leniency: leniency)
  }
}
