import Conformance
import DepotServer
import Diagnostics
import Foundation
import ReferenceServer
import Testing

/// What proves each requirement, over both APIs that this package has a server for.
@Suite("Every requirement is judged, and shown to be")
struct RequirementProofTests {
  /// The suites of an API, with what its server can do wrong.
  struct API: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let folder: String
    let broken: Set<String>

    static let all = [
      API(
        testDescription: "reference server", folder: "suites/kirim",
        broken: Set(FaultCatalogue.all.map(\.requirement))),
      API(
        testDescription: "depot", folder: "Tests/Depot/suites",
        broken: Set(DepotFault.allCases.map(\.requirement))),
    ]

    func workspace() throws -> Workspace {
      let path = CommandLineTool.packageFolder.appending(path: folder).path
      return try WorkspaceLoader(files: DiskFiles()).load([path])
    }

    /// What a check of every exchange or a case of the suites judges.
    func judged(_ workspace: Workspace) -> Set<String> {
      let registry = CheckRegistry.standard(for: workspace.profile.conventions)
      let proved = workspace.suites.flatMap(\.allCases).flatMap(\.proves)
      return Set(registry.requirements.union(proved).map(\.text))
    }
  }

  @Test("each is broken by a fault of a server whose suites judge it")
  func everyRequirement() throws {
    var open = Set(try RequirementCatalogue.standard().entries.map(\.requirement.id.text))
    let workspaces = try API.all.map { ($0, try $0.workspace()) }
    for (_, workspace) in workspaces {
      open.formUnion(workspace.catalogue.entries.map(\.requirement.id.text))
    }
    for (api, workspace) in workspaces {
      open.subtract(api.judged(workspace).intersection(api.broken))
    }
    #expect(open == [], "nothing shows that these are judged")
  }

  @Test("no fault breaks what its own suites do not judge", arguments: API.all)
  func everyFault(_ api: API) throws {
    let judged = api.judged(try api.workspace())
    #expect(api.broken.subtracting(judged) == [])
  }
}
