/// What a run is going to do, decided before the first request.
package struct Plan: Sendable {
  /// The API's profile.
  package let profile: APIProfile
  /// The contract judged against.
  package let contract: Contract
  /// The requirements by id.
  package let catalogue: RequirementCatalogue
  /// The departures that are known.
  package let deviations: DeviationList
  /// How much of the API's suites it covers.
  package let extent: Extent
  /// Whether other shards have the cases where it has none.
  package let isEmptyShard: Bool
  /// The suites in order, with what is to become of their cases.
  package let suites: [PlannedSuite]

  /// How much of an API's suites is covered.
  package enum Extent: Sendable {
    /// All of them.
    case whole
    /// What falls to one shard of all of them.
    case shard
    /// Less.
    case part
  }

  /// A suite with its selected cases.
  package struct PlannedSuite: Sendable {
    /// The suite.
    package let suite: Suite
    /// The fixtures that they use, and its selected cases, each in the order of the file.
    package let cases: [PlannedCase]
  }

  /// A case and whether it is to run.
  ///
  /// An object, since a plan and those who carry it out pass it on all the time.
  package final class PlannedCase: Sendable {
    /// The case.
    package let testCase: Suite.Case
    /// Why it is not to run; nil when it is.
    package let skipReason: String?
    /// What it gives to cases, where it is a fixture; nil for a case.
    package let fixture: Suite.Fixture?
    /// Its number among all cases and fixtures of the workspace, meant or not, from 1.
    let number: Int

    fileprivate init(
      testCase: Suite.Case, skipReason: String?, fixture: Suite.Fixture?, number: Int
    ) {
      self.testCase = testCase
      self.skipReason = skipReason
      self.fixture = fixture
      self.number = number
    }
  }

  private let allCaseCount: Int

  /// The number of a case in one of several rounds: no other case of this run has it, and none of
  /// another shard.
  func number(of place: Int, round: Int) -> Int { allCaseCount * round + cases[place].number }

  /// The fixtures and cases of all suites in order.
  package let cases: [PlannedCase]

  /// Makes a plan.
  ///
  /// A case that is not selected is left out; one whose effect goes too far for the profile
  /// stays, so that the report says what was not tested and why.
  package init(
    workspace: Workspace, selection: CaseSelection, runProfile: RunProfile,
    givenVariables: Set<String>, hasReceiver: Bool = false
  ) {
    profile = workspace.profile
    contract = workspace.contract
    catalogue = workspace.catalogue
    deviations = workspace.deviations
    extent = workspace.isWhole ? selection.extent : .part
    let profile = workspace.profile
    let allIDs = workspace.suites.flatMap { suite in
      suite.fixtures.map(\.testCase.id) + suite.cases.map(\.id)
    }
    let numbers = Dictionary(
      allIDs.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    allCaseCount = allIDs.count
    suites = selection.select(from: workspace.suites).map { suite, cases in
      let planned = cases.map { testCase in
        PlannedCase(
          testCase: testCase,
          skipReason: Self.skipReason(testCase, runProfile, profile, givenVariables, hasReceiver),
          fixture: nil, number: numbers[testCase.id] ?? 0)
      }
      let fixtures = suite.fixtures.compactMap { fixture -> PlannedCase? in
        let users = planned.filter { $0.testCase.fixtures.contains(fixture.testCase.id) }
        guard let first = users.first else { return nil }
        return PlannedCase(
          testCase: fixture.testCase,
          skipReason: users.contains { $0.skipReason == nil } ? nil : first.skipReason,
          fixture: fixture, number: numbers[fixture.testCase.id] ?? 0)
      }
      return PlannedSuite(suite: suite, cases: fixtures + planned)
    }
    cases = suites.flatMap(\.cases)
    var unsharded = selection
    unsharded.shard = nil
    isEmptyShard =
      selection.shard != nil && cases.isEmpty && !unsharded.select(from: workspace.suites).isEmpty
  }

  private static func skipReason(
    _ testCase: Suite.Case, _ runProfile: RunProfile, _ profile: APIProfile,
    _ givenVariables: Set<String>, _ hasReceiver: Bool
  ) -> String? {
    guard runProfile.allows(testCase.effect) else {
      let needed = RunProfile.allCases.first { $0.allows(testCase.effect) } ?? .full
      return "its effect is \"\(testCase.effect.rawValue)\"; the profile "
        + "\"\(runProfile.rawValue)\" does not allow it, \"--profile \(needed.rawValue)\" does"
    }
    let missing = testCase.needs.first { name in
      guard let variable = profile.variables.first(where: { $0.name == name }) else { return false }
      return variable.discovery == nil && !givenVariables.contains(name)
    }
    if let missing { return profile.absence(of: missing) }
    return testCase.awaitsDelivery && !hasReceiver ? lackOfReceiver : nil
  }

  /// Why a case that waits for webhooks cannot run, and what to do about it.
  static let lackOfReceiver =
    "it waits for webhooks, and nothing receives them; give \"--receive 127.0.0.1:PORT\", and the "
    + "URL that leads to it as the suite asks for it"
}

extension APIProfile {
  /// Why a case that needs a variable cannot run, and what to do about it.
  func absence(of name: String) -> String {
    guard let variable = variables.first(where: { $0.name == name }) else {
      return "the variable \"\(name)\" has no value"
    }
    let about = variable.about.map { " (\($0))" } ?? ""
    let remedy =
      variable.environmentName.map { "set \($0)" } ?? "give \"--var \(name)=…\""
    let lack = variable.discovery == nil ? "is not given" : "was not found on the target"
    return "the variable \"\(name)\"\(about) \(lack); \(remedy)"
  }
}
