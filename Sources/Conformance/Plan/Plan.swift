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
  /// Whether nothing of the API's suites is left out.
  package let isWhole: Bool
  /// The suites in order, with what is to become of their cases.
  package let suites: [PlannedSuite]

  /// A suite with its selected cases.
  package struct PlannedSuite: Sendable {
    /// The suite.
    package let suite: Suite
    /// Its selected cases in order.
    package let cases: [PlannedCase]
  }

  /// A case and whether it is to run.
  package struct PlannedCase: Sendable {
    /// The case.
    package let testCase: Suite.Case
    /// Why it is not to run; nil when it is.
    package let skipReason: String?
  }

  private let numbers: [Int]
  private let allCaseCount: Int

  /// The number of a case among all cases of the workspace, meant or not, in one of several rounds,
  /// from 1: no other case of this run has it, and none of another shard.
  func number(of place: Int, round: Int) -> Int { allCaseCount * round + numbers[place] }

  /// The cases of all suites in order.
  package var cases: [PlannedCase] { suites.flatMap(\.cases) }

  /// Makes a plan.
  ///
  /// A case that is not selected is left out; one whose effect goes too far for the profile
  /// stays, so that the report says what was not tested and why.
  package init(
    workspace: Workspace, selection: CaseSelection, runProfile: RunProfile,
    givenVariables: Set<String>
  ) {
    profile = workspace.profile
    contract = workspace.contract
    catalogue = workspace.catalogue
    deviations = workspace.deviations
    isWhole = workspace.isWhole && selection.isWhole
    let profile = workspace.profile
    let allIDs = workspace.suites.flatMap { $0.cases.map(\.id) }
    let numberByID = Dictionary(
      allIDs.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    let chosen = selection.select(from: workspace.suites)
    allCaseCount = allIDs.count
    numbers = chosen.flatMap { $0.cases.map { numberByID[$0.id] ?? 0 } }
    suites = chosen.map { suite, cases in
      PlannedSuite(
        suite: suite,
        cases: cases.map { testCase in
          PlannedCase(
            testCase: testCase,
            skipReason: Self.skipReason(testCase, runProfile, profile, givenVariables))
        })
    }
  }

  private static func skipReason(
    _ testCase: Suite.Case, _ runProfile: RunProfile, _ profile: APIProfile,
    _ givenVariables: Set<String>
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
    return missing.map { profile.absence(of: $0) }
  }
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
