extension Requirement {
  /// What a case that names no requirement proves, for the reports and for who asks what it is.
  ///
  /// It is in no catalogue, since no case can name it.
  package static let ownExpectations = Requirement(
    id: StepRunner.ownRequirement, level: .must, severity: .fail,
    title: "What the suite's author expects holds",
    statement: "An answer is as the step that asked for it expects.",
    sources: ["the suite"], probe: "the step's \"expect:\", where it names no requirement",
    leniency: "The author can name a requirement with \"proves:\", whose level counts then.")
}
