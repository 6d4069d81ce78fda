import Diagnostics
import SchemaValidator
import Synchronization

/// Holds what a case has sent to the figures that the catalogue gives for what it asks.
package struct RequestBalance {
  /// Requests that no figure covers.
  package struct Excess: Sendable, Hashable, CustomStringConvertible {
    /// The requirements that they decided.
    package let requirements: [RequirementID]
    /// How many there were.
    package let sent: Int
    /// How many were left of the figures of these requirements.
    package let allowed: Int

    package var description: String {
      "\(requirements.map(\.text).joined(separator: ", ")): \(RunDigest.count(sent, "request")); "
        + "the catalogue has \(allowed)"
    }
  }

  /// How many requests each figure comes to for the case.
  package let limits: [RequirementID: Int]
  /// What was sent beyond the figures.
  package let excesses: [Excess]

  /// Weighs what a case has sent.
  package init(
    _ testCase: Suite.Case, _ tally: RequestTally, contract: Contract,
    catalogue: RequirementCatalogue
  ) {
    let counts = testCase.unitCounts(by: contract)
      .merging([.walk: tally.longestWalk]) { _, walk in walk }
    var limits: [RequirementID: Int] = [:]
    for id in testCase.proves { limits[id] = catalogue.entry(id)?.requests.limit(counts) ?? 0 }
    self.limits = limits
    // Whoever is decided alone pays first; the rest is shared by what is decided together.
    var left = limits
    var excesses: [Excess] = []
    let groups = tally.counts.compactMap { errand, count -> ([RequirementID], Int)? in
      if case .deciding(let ids) = errand { (ids, count) } else { nil }
    }
    func rank(_ ids: [RequirementID]) -> (Int, String) {
      (ids.count, ids.map(\.text).joined(separator: " "))
    }
    for (ids, count) in groups.sorted(by: { rank($0.0) < rank($1.0) }) {
      let allowed = ids.reduce(0) { $0 + left[$1, default: 0] }
      if count > allowed {
        excesses.append(Excess(requirements: ids, sent: count, allowed: allowed))
      }
      var rest = count
      // What is decided once may pay first: what others share as well is kept for them.
      for id in ids.sorted(by: { groups.uses($0) < groups.uses($1) }) {
        let share = min(rest, left[id, default: 0])
        left[id, default: 0] -= share
        rest -= share
      }
    }
    self.excesses = excesses
  }
}

/// Takes down what the cases of a run send beyond the figures of the catalogue.
package final class RequestScales: Sendable {
  private struct State {
    var weighed = 0
    var asked: [RequirementID: Int] = [:]
    var excesses: [String] = []
  }

  private let state = Mutex(State())

  /// Creates scales on which nothing was laid.
  package init() {}

  /// How many cases were weighed; of one that is repeated each round counts.
  package var weighed: Int { state.withLock(\.weighed) }
  /// How many requests were sent to decide each requirement, be it alone or with others.
  package var asked: [RequirementID: Int] { state.withLock(\.asked) }
  /// What was sent beyond the figures, a line each.
  package var excesses: [String] { state.withLock(\.excesses) }

  /// Weighs a case that has ended; other events are none of its business.
  package func receive(_ event: RunEvent, of workspace: Workspace) {
    guard case .requestsTallied(let id, let tally) = event,
      let testCase = workspace.suites.lazy.flatMap(\.allCases).first(where: { $0.id == id })
    else { return }
    let balance = RequestBalance(
      testCase, tally, contract: workspace.contract, catalogue: workspace.catalogue)
    state.withLock { state in
      state.weighed += 1
      for case (.deciding(let requirements), let count) in tally.counts {
        for requirement in requirements { state.asked[requirement, default: 0] += count }
      }
      state.excesses += balance.excesses.map { "\(id): \($0)" }
    }
  }
}

extension [([RequirementID], Int)] {
  /// In how many groups a requirement is.
  fileprivate func uses(_ id: RequirementID) -> Int { count { $0.0.contains(id) } }
}

extension Suite.Case {
  /// How many there are of what figures multiply, but for the pages of a walk.
  fileprivate func unitCounts(by contract: Contract) -> [RequestFigure.Unit: Int] {
    let operations = contract.operations
    var counts: [RequestFigure.Unit: Int] = [
      .pathParameter: operations.reduce(0) { $0 + $1.path.parameterNames.count },
      .queryParameter: operations.reduce(0) { sum, operation in
        sum + operation.parameters.count { $0.location == .query }
      },
      .securedOperation: operations.count { !$0.allowsAnonymous },
      .allowance: requestAllowance,
    ]
    switch work {
    case .lifecycle(let probe): counts[.member] = probe.changes.count
    case .steps(let steps):
      // Each step tries one of them.
      let requests = steps.flatMap(\.requests).count
      for unit in [RequestFigure.Unit.member, .keyword, .requiredMember] { counts[unit] = requests }
    default: break
    }
    let body = work.probe?.created?.call.target.operation?.requestBody
    if let schema = body?.content.first(where: \.range.isJSON)?.schema {
      let tally = KeywordTally(of: schema, in: contract)
      counts[.keyword] = tally.keywords
      counts[.typeWithoutNull] = tally.typesWithoutNull
      counts[.requiredMember] = tally.requiredMembers
    }
    counts[.filter] = filterCount
    return counts
  }

  /// How many filters its calls have: the parameters in their queries.
  private var filterCount: Int {
    guard case .steps(let steps) = work else { return 1 }
    return Set(steps.flatMap(\.requests).flatMap { $0.call.query.map { ExactText($0.name) } }).count
  }
}

/// How much a schema of a request's body refuses, by its text alone.
private struct KeywordTally {
  /// What one schema adds.
  private struct Sum {
    var keywords = 0
    var typesWithoutNull = 0
    var requiredMembers = 0

    /// More than any case sends.
    private static let most = 1_000_000

    /// What is more than can be counted.
    static let tooMuch = Sum(keywords: most, typesWithoutNull: most, requiredMembers: most)

    static func += (sum: inout Sum, other: Sum) {
      sum.keywords = min(sum.keywords + other.keywords, most)
      sum.typesWithoutNull = min(sum.typesWithoutNull + other.typesWithoutNull, most)
      sum.requiredMembers = min(sum.requiredMembers + other.requiredMembers, most)
    }
  }

  private var sum = Sum()
  private let root: JSONValue
  /// What each schema that is referred to adds, wherever it is; those that lead to themselves are
  /// counted anew, since they add nothing to what they are met in.
  private var known: [JSONPointer: Sum] = [:]
  /// The schemas that are being counted, each inside of those with lower numbers; they add nothing
  /// to themselves.
  private var open: [JSONPointer: Int] = [:]
  /// The outermost of them that what was counted last leads back to.
  private var outermost = Int.max
  /// How many references were followed.
  private var followed = 0

  /// How many references are followed; beyond, a body is taken to have more keywords than any case
  /// sends requests.
  ///
  /// Schemas that all lead to each other can be gone through in more orders than there is time for.
  private static let patience = 10_000

  private static let asserting: Set = [
    "type", "enum", "const", "minLength", "maxLength", "pattern", "format", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties", "contains", "not", "additionalProperties",
    "unevaluatedProperties", "oneOf", "anyOf", "propertyNames",
  ]

  init(of schema: ContractSchema, in contract: Contract) {
    root = contract.document.root
    sum = added(by: schema.json)
  }

  /// The keywords that refuse values.
  var keywords: Int { sum.keywords }
  /// The types that leave out null.
  var typesWithoutNull: Int { sum.typesWithoutNull }
  /// The members that have to be there.
  var requiredMembers: Int { sum.requiredMembers }

  private static func types(in value: JSONValue) -> [String] {
    value.stringValue.map { [$0] } ?? value.elements.compactMap(\.stringValue)
  }

  /// What a reference leads to, which is counted once and added wherever it is referred to.
  private mutating func added(byTarget pointer: JSONPointer) -> Sum {
    if let known = known[pointer] { return known }
    if let number = open[pointer] {
      outermost = min(outermost, number)
      return Sum()
    }
    guard let target = root.value(at: pointer) else { return Sum() }
    followed += 1
    guard followed <= Self.patience else { return .tooMuch }
    let number = open.count
    let before = outermost
    open[pointer] = number
    outermost = .max
    let sum = added(by: target)
    open[pointer] = nil
    // What leads back to itself or further out adds another number where others are being counted.
    if outermost == .max { known[pointer] = sum }
    outermost = min(before, outermost < number ? outermost : .max)
    return sum
  }

  private mutating func added(by schema: JSONValue) -> Sum {
    var sum = Sum()
    for member in schema.members {
      if Self.asserting.contains(member.name) { sum.keywords += 1 }
      switch member.name {
      case "type": if !Self.types(in: member.value).contains("null") { sum.typesWithoutNull += 1 }
      case "$ref":
        guard let text = member.value.stringValue, text.hasPrefix("#"),
          let pointer = JSONPointer(parsing: String(text.dropFirst()))
        else { continue }
        sum += added(byTarget: pointer)
      case "required": sum.requiredMembers += member.value.elements.count { _ in true }
      case "properties", "patternProperties", "$defs", "dependentSchemas":
        for below in member.value.members { sum += added(by: below.value) }
      case "allOf", "anyOf", "oneOf", "prefixItems":
        for below in member.value.elements { sum += added(by: below) }
      case "items", "additionalProperties", "contains", "if", "then", "else", "not",
        "unevaluatedProperties", "unevaluatedItems":
        sum += added(by: member.value)
      default: break
      }
    }
    return sum
  }
}
