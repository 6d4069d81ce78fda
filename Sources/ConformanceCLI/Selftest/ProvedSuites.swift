import Conformance
import Diagnostics
import ReferenceServer

/// The suites of an API, with a server that proves them: what it can do wrong, and what it can do in
/// an unusual way that its contract leaves open.
struct ProvedSuites {
  /// What a table calls the server.
  let name: String
  /// The suites.
  let workspace: Workspace
  /// What it can do wrong, with the requirement that each breaks.
  let faults: [(id: String, requirement: String)]
  /// What it can do differently, with the requirements that could be taken to be departed from.
  let liberties: [(id: String, requirements: [String])]

  /// The suites that the reference server proves.
  static func referenceServer(_ workspace: Workspace) -> ProvedSuites {
    ProvedSuites(
      name: "reference server", workspace: workspace,
      faults: FaultCatalogue.all.map { ($0.id, $0.requirement) },
      liberties: LegalVariation.all.map { ($0.id, $0.requirements) })
  }

  /// The suites in a folder whose file `proofs.json` tells what their server can do.
  /// - Throws: ``Diagnostics`` where the folder has no such file, and with every mistake in it.
  static func inFolder(_ folder: String) throws(Diagnostics) -> ProvedSuites {
    let document = try SourceDocument(
      readingJSON: DiskFiles().read("\(folder)/\(ProofsReader.fileName)"))
    let workspace = try WorkspaceLoader(files: DiskFiles()).load([folder])
    return try ProofsReader.read(document, for: workspace)
  }

  /// The checks of every exchange that can judge a requirement, by name.
  func checks(of id: RequirementID) -> [String] {
    CheckRegistry.standard(for: workspace.profile.conventions).checks.map { type(of: $0) }
      .filter { $0.requirements.contains(id) }.map { "\($0)" }
  }

  /// What the cases do that prove a requirement, one word for each.
  func works(for id: RequirementID) -> [String] {
    workspace.suites.flatMap(\.allCases).filter { $0.proves.contains(id) }.map { testCase in
      testCase.work.probe.map { "\(type(of: $0))" } ?? "steps"
    }
  }

  /// How a requirement is proved here.
  func proof(of id: RequirementID) -> RequirementTable.Proof {
    RequirementTable.Proof(
      faults: faults.filter { $0.requirement == id.text }.map(\.id),
      liberties: liberties.filter { $0.requirements.contains(id.text) }.map(\.id),
      cases: works(for: id).count, isChecked: !checks(of: id).isEmpty)
  }
}
