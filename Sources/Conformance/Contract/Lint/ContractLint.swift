package import Diagnostics

/// One kind of thing that is looked for in a contract that could be read.
///
/// A lint says what is certain. What is only likely it leaves alone, or tells as a note.
protocol ContractLint {
  /// Writes down what it finds.
  static func run(_ linter: ContractLinter)
}

/// What the lints found out about a contract.
package struct ContractReview: Sendable {
  /// Mistakes that do not keep it from being read, and what a run cannot test because the
  /// contract does not say it; file by file as they were met, each in its order.
  package let remarks: [Diagnostic]
  /// How many schemas the contract has: those of its components, and those where they are used.
  ///
  /// A reference counts as what it leads to, and what stands inside of a schema with it.
  package let schemaCount: Int
}

extension Contract {
  /// Looks for what is odd beside what reading the contract found, which is in ``warnings``.
  ///
  /// Nothing here costs a run anything: only `check` asks.
  package func review() -> ContractReview {
    let linter = ContractLinter(self)
    for lint in Self.lints { lint.run(linter) }
    return ContractReview(
      remarks: linter.remarks.diagnostics(), schemaCount: linter.schemas.rootCount)
  }

  private static var lints: [any ContractLint.Type] {
    [
      ExamplesMatchSchemas.self, EnumValuesAreAllowed.self, NullIsAllowedAsMeant.self,
      BranchesAreReachable.self, SchemasAreSatisfiable.self, KeywordsApply.self,
      KeywordsAreKnown.self, RequiredMembersAreDescribed.self, ReferencesStandAlone.self,
      MappingsLead.self, LinksLead.self, BodiesAreDescribed.self, MembersExcludeEachOther.self,
      ErrorsAreDocumented.self, RepeatsAreRuled.self, ListsCanBePaged.self, BoundsAreStated.self,
      PayloadsAreConstrained.self, FormatsAreAsserted.self, EffectsCanBeReadBack.self,
      ViewsAgree.self, ChoicesAreStated.self, PromisesAreStated.self, PartsAreNotJudged.self,
    ]
  }
}
