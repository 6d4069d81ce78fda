package import Diagnostics

/// Looks at contracts and suites without sending anything.
package struct Checker {
  private let files: any FileReading
  private let loader: WorkspaceLoader
  private let standardInput: () -> Result<[UInt8], Diagnostics>

  /// Creates a checker.
  ///
  /// - Parameters:
  ///   - files: How files are read.
  ///   - references: What is read in place of what lies on a network.
  ///   - standardInput: Reads what the path `-` stands for.
  package init(
    files: any FileReading = DiskFiles(), references: ReferenceMap = ReferenceMap(),
    standardInput: @escaping () -> Result<[UInt8], Diagnostics> = { .success([]) }
  ) {
    self.files = files
    self.standardInput = standardInput
    loader = WorkspaceLoader(files: files, references: references)
  }

  /// The name of what the path `-` stands for.
  package static let standardInputName = "standard input"

  /// Checks OpenAPI documents, suite files and folders of suites, in the order they are given.
  ///
  /// All suites together are one thing: they share a profile and a contract.
  package func check(_ paths: [String]) -> CheckResult {
    var subjects: [CheckResult.Subject] = []
    let paths = paths.map(Self.withoutProfile)
    let suites = paths.filter { !isContract($0) }
    for path in paths {
      if isContract(path) {
        subjects.append(checkContract(path))
      } else if path == suites.first {
        subjects.append(checkSuites(suites))
      }
    }
    return CheckResult(subjects)
  }

  /// A profile stands for its folder: by itself there is little to check about it.
  private static func withoutProfile(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.last == WorkspaceLoader.profileName[...] else { return path }
    return parts.count == 1 ? "." : parts.dropLast().joined(separator: "/")
  }

  /// Whether a path names an OpenAPI document, and not suites.
  ///
  /// A document is known by what is in it: any file that is no suite is taken for one.
  private func isContract(_ path: String) -> Bool {
    if path == "-" { return true }
    guard !path.hasSuffix(WorkspaceLoader.suiteEnding), !files.isFolder(path) else { return false }
    return files.exists(path)
      || [".json", ".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) }
  }

  private func checkContract(_ path: String) -> CheckResult.Subject {
    let nameOfNoFile = path == "-" ? Self.standardInputName : nil
    do throws(Diagnostics) {
      let contract =
        path == "-" ? try contractFromStandardInput() : try loader.contract(at: path)
      let review = contract.review()
      return CheckResult.Subject(
        paths: [path], contract: facts(of: contract, review), files: contract.files,
        nameOfNoFile: nameOfNoFile, diagnostics: contract.warnings + review.remarks)
    } catch {
      return CheckResult.Subject(
        paths: [path], contract: nil, files: [nameOfNoFile ?? path], nameOfNoFile: nameOfNoFile,
        diagnostics: error.all)
    }
  }

  /// Reads a contract from standard input; its references count from the working directory.
  private func contractFromStandardInput() throws(Diagnostics) -> Contract {
    let text = SourceText(try standardInput().get(), name: Self.standardInputName)
    let referenced = ReferencedFiles(
      of: text.name, files: files, references: loader.references)
    return try Contract.load(SourceDocument(reading: text), files: referenced.text)
  }

  private func checkSuites(_ paths: [String]) -> CheckResult.Subject {
    let reading = loader.read(paths)
    var diagnostics = reading.mistakes
    var facts: CheckResult.ContractFacts?
    if let contract = reading.contract {
      let review = contract.review()
      diagnostics += contract.warnings + review.remarks
      facts = self.facts(of: contract, review)
    }
    let suites = (reading.workspace?.suites ?? []).map { suite in
      CheckResult.SuiteFacts(
        file: suite.file,
        cases: suite.cases.map { .init(id: $0.id, effect: $0.effect.rawValue) })
    }
    let contractFiles =
      reading.contract?.files ?? [reading.contractFile].compactMap { $0 }
    return CheckResult.Subject(
      paths: paths, contract: facts, suites: suites,
      files: contractFiles + reading.files, diagnostics: diagnostics)
  }

  private func facts(
    of contract: Contract, _ review: ContractReview
  ) -> CheckResult.ContractFacts {
    CheckResult.ContractFacts(
      file: contract.document.text.name, title: contract.title, version: contract.version,
      specification: contract.specificationVersion.description,
      operations: contract.operations.count, schemas: review.schemaCount)
  }
}
