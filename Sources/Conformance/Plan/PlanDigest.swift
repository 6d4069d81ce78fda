package import Diagnostics

/// What a plan comes to: who is called how often, what is shown by it, and what stays open.
package struct PlanDigest: Sendable {
  /// The plan.
  package let plan: Plan
  /// How far the run would go.
  package let profile: RunProfile
  /// The requirements that a case that runs gives evidence for, or that any exchange shows, by id.
  package let asked: [RequirementID]
  /// The requirements that no case that runs asks about, with the reason.
  package let unasked: [Gap<RequirementID>]
  /// The operations of the contract that no case that runs calls, with the reason.
  package let uncalled: [Gap<OperationID>]

  /// What a run would be refused for: variables that it cannot do without.
  package let lacks: [Diagnostic]

  /// Something that stays untested.
  package struct Gap<Subject: Sendable>: Sendable {
    /// What it is.
    package let subject: Subject
    /// Why, as a sentence.
    package let reason: String
  }

  /// Works out what a plan comes to.
  package init(_ plan: Plan, profile: RunProfile, lacks: [Diagnostic] = []) {
    self.plan = plan
    self.profile = profile
    self.lacks = lacks
    let running = plan.cases.filter { $0.skipReason == nil }.map(\.testCase)
    var asked = Set(running.flatMap(\.proves))
    if !running.isEmpty {
      asked.formUnion(CheckRegistry.standard(for: plan.profile.conventions).requirements)
    }
    self.asked = asked.filter { plan.catalogue[$0] != nil }.sorted()
    func gap<Subject>(
      _ subject: Subject, _ absence: String, concerns: (Suite.Case) -> Bool
    ) -> Gap<Subject> {
      let planned = plan.cases.first { concerns($0.testCase) }
      return Gap(subject: subject, reason: planned?.skipReason ?? absence)
    }
    unasked = plan.catalogue.all.map(\.id).filter { !asked.contains($0) }.map { id in
      gap(id, "no case proves it") { $0.proves.contains(id) }
    }
    let called = Set(running.flatMap { $0.operations + $0.cleanupOperations })
    uncalled = plan.contract.operations.map(\.id).filter { !called.contains($0) }.map { id in
      gap(id, "no case calls it") {
        $0.operations.contains(id) || $0.cleanupOperations.contains(id)
      }
    }
  }

  /// How many cases run.
  package var runningCount: Int { plan.cases.count { $0.skipReason == nil } }

  /// How many requests the cases that run send at most, cleanup included; the preflight's few and
  /// what is sent once more are not.
  package var requestAllowance: Int {
    plan.cases.filter { $0.skipReason == nil }
      .map { $0.testCase.requestAllowance + $0.testCase.cleanupAllowance }.reduce(0, +)
  }

  /// How many requests the run may send beside those, to find what creates without an answer made.
  package var searchAllowance: Int {
    plan.cases.filter { $0.skipReason == nil }
      .map { $0.testCase.searchAllowance(by: plan.contract, plan.profile.conventions) }
      .reduce(0, +)
  }

  /// How many of them may reach people or cost money: no more than the profile allows.
  package var externalAllowance: Int {
    let wanted = plan.cases.filter { $0.skipReason == nil }.map(\.testCase.externalAllowance)
    return min(wanted.reduce(0, +), plan.profile.externalLimit)
  }
}
