package import Diagnostics

/// What `check` found out about everything it was given.
package struct CheckResult: Sendable {
  /// A contract in figures.
  package struct ContractFacts: Sendable, Hashable {
    /// Its path as the user knows it.
    package let file: String
    /// The API's name.
    package let title: String
    /// The API's version.
    package let version: String
    /// The version of OpenAPI it is written in.
    package let specification: String
    /// How many operations it has.
    package let operations: Int
    /// How many schemas it has.
    package let schemas: Int
  }

  /// A suite in figures.
  package struct SuiteFacts: Sendable, Hashable {
    /// Its path as the user knows it.
    package let file: String
    /// Its cases: their ids, and what they do to the target.
    package let cases: [Case]

    /// A case of a suite.
    package struct Case: Sendable, Hashable {
      /// The case's id.
      package let id: String
      /// `none`, `own` or `external`.
      package let effect: String
    }
  }

  /// One thing that was checked: a contract by itself, or suites with their profile and contract.
  package struct Subject: Sendable {
    /// The paths that name it.
    package let paths: [String]
    /// Its contract; nil when that cannot be used.
    package let contract: ContractFacts?
    /// Its suites.
    package let suites: [SuiteFacts]
    /// The files that were read for it, each once.
    package let files: [String]
    /// What its locations name that is no file; nil when all of them are in files.
    let nameOfNoFile: String?
    /// What there is to say about it: file by file, the contract's first, each by line and column.
    package fileprivate(set) var diagnostics: [Diagnostic]

    init(
      paths: [String], contract: ContractFacts?, suites: [SuiteFacts] = [], files: [String],
      nameOfNoFile: String? = nil, diagnostics: [Diagnostic]
    ) {
      self.paths = paths
      self.contract = contract
      self.suites = suites
      self.files = files
      self.nameOfNoFile = nameOfNoFile
      self.diagnostics = DiagnosticOrder(first: contract?.file ?? files.first)
        .sorted(diagnostics)
    }
  }

  /// Everything that was checked, in the order it was given.
  package private(set) var subjects: [Subject]

  init(_ subjects: [Subject]) {
    self.subjects = subjects
    // A contract given by itself and with its suites is told about once.
    var told: Set<Diagnostic> = []
    for index in subjects.indices {
      self.subjects[index].diagnostics.removeAll { !told.insert($0).inserted }
    }
  }

  /// The result as the user wants it weighed.
  package func weighed(by overrides: SeverityOverrides) -> CheckResult {
    var result = self
    for index in subjects.indices {
      result.subjects[index].diagnostics = overrides.applied(to: subjects[index].diagnostics)
    }
    return result
  }

  /// All diagnostics in their one order.
  package var diagnostics: [Diagnostic] { subjects.flatMap(\.diagnostics) }

  /// How many diagnostics have a severity.
  package func count(_ severity: Diagnostic.Severity) -> Int {
    subjects.reduce(0) { $0 + $1.diagnostics.count { $0.severity == severity } }
  }

  /// How many files were read.
  package var fileCount: Int { Set(subjects.flatMap(\.files)).count }
  /// How many operations the contracts have; a contract given twice counts once.
  package var operationCount: Int { contracts.reduce(0) { $0 + $1.operations } }
  /// How many schemas the contracts have.
  package var schemaCount: Int { contracts.reduce(0) { $0 + $1.schemas } }

  /// The contracts that could be used, each once, in the order they were given.
  package var contracts: [ContractFacts] {
    var seen: Set<String> = []
    return subjects.compactMap(\.contract).filter { seen.insert($0.file).inserted }
  }
}

/// The one order of diagnostics, in every format.
struct DiagnosticOrder {
  /// The file whose diagnostics come first; the others follow by name.
  let first: String?

  /// The diagnostics by file, line and column, the heaviest first where they stand at one place.
  func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.sorted { left, right in
      let (one, other) = (place(of: left), place(of: right))
      if one != other { return one < other }
      if left.severity != right.severity { return left.severity > right.severity }
      return (left.code, left.message) < (right.code, right.message)
    }
  }

  private struct Place: Comparable {
    let rank: Int
    let file: String
    let line: Int
    let column: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.rank, left.file, left.line, left.column)
        < (right.rank, right.file, right.line, right.column)
    }
  }

  private func place(of diagnostic: Diagnostic) -> Place {
    guard let location = diagnostic.location else {
      return Place(rank: 0, file: "", line: 0, column: 0)
    }
    return Place(
      rank: location.file == first ? 1 : 2, file: location.file, line: location.line,
      column: location.column)
  }
}
