import Conformance
import DepotServer
import Diagnostics
import Foundation
import ReferenceServer
import SchemaValidator
import Testing

/// What proves each requirement, over both APIs that this package has a server for.
@Suite("Every requirement is judged, and shown to be")
struct RequirementProofTests {
  /// The suites of an API, with what its server can do wrong.
  struct API: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let folder: String
    let broken: Set<String>
    let liberties: [String: [String]]

    static let all = [
      API(
        testDescription: "reference server", folder: "suites/kirim",
        broken: Set(FaultCatalogue.all.map(\.requirement)),
        liberties: Dictionary(
          uniqueKeysWithValues: LegalVariation.all.map { ($0.id, $0.requirements) })),
      API(
        testDescription: "depot", folder: "Tests/Depot/suites",
        broken: Set(DepotFault.allCases.map(\.requirement)),
        liberties: Dictionary(
          uniqueKeysWithValues: DepotLiberty.allCases.map { ($0.rawValue, $0.requirements) })),
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

  @Test("every liberty names what it tempts, and its own suites judge that", arguments: API.all)
  func everyLiberty(_ api: API) throws {
    let judged = api.judged(try api.workspace())
    for (id, requirements) in api.liberties.sorted(by: { $0.key < $1.key }) {
      #expect(!requirements.isEmpty, "no requirement is named by \(id)")
      #expect(requirements == Set(requirements).sorted(), "\(id) names them in order, once each")
      #expect(Set(requirements).subtracting(judged) == [], "\(id)")
    }
  }

  @Test("what the depot can do is told beside its suites")
  func depotProofs() throws {
    let file = CommandLineTool.packageFolder.appending(path: "Tests/Depot/suites/proofs.json").path
    let root = try SourceDocument(readingJSON: DiskFiles().read(file)).root
    let faults = root["faults"]?.members.map { "\($0.name) \($0.value.stringValue ?? "")" } ?? []
    let ownFaults = DepotFault.allCases.map { "\($0.rawValue) \($0.requirement)" }
    #expect(faults.sorted() == ownFaults.sorted())
    let liberties = root["liberties"]?.members.map { member in
      "\(member.name) \(member.value.elements.compactMap(\.stringValue))"
    }
    let ownLiberties = DepotLiberty.allCases.map { "\($0.rawValue) \($0.requirements)" }
    #expect(liberties?.sorted() == ownLiberties.sorted())
  }

  @Test("every requirement has a fault, and a liberty or a reason why there is none")
  func table() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run([
      "selftest", "--table", "--beside", "Tests/Depot/suites", "--json",
      "\(folder.path)/table.json",
    ])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let file = "\(folder.path)/table.json"
    let root = try SourceDocument(readingJSON: DiskFiles().read(file)).root
    let rows = try #require(root["requirements"]).elements.map { Row($0) }
    #expect(rows.count == 172)
    #expect(rows.filter { $0.faults.isEmpty }.map(\.id) == [])
    #expect(rows.filter { $0.judges.isEmpty }.map(\.id) == [])
    // A reason that is stale is a mistake as well.
    let gaps = try #require(root["withoutLiberty"]).elements
    let excused = gaps.flatMap { $0["requirements"]?.elements.compactMap(\.stringValue) ?? [] }
    #expect(rows.filter { $0.liberties.isEmpty }.map(\.id).sorted() == excused.sorted())
    for reason in gaps.compactMap({ $0["reason"]?.stringValue }) {
      #expect(outcome.output.contains(reason))
    }
    // Whatever any contract can be held to, the second one is.
    let general = rows.filter { $0.scope != "K" }
    #expect(general.count == 137)
    #expect(general.filter { !$0.isJudgedByDepot }.map(\.id) == [])
  }

  /// A row of the table.
  private struct Row {
    let id: String
    let scope: String
    let judges: [String]
    let faults: [String]
    let liberties: [String]
    let isJudgedByDepot: Bool

    init(_ row: JSONValue) {
      func texts(_ list: JSONValue?) -> [String] { list?.elements.compactMap(\.stringValue) ?? [] }
      id = row["id"]?.stringValue ?? ""
      scope = row["scope"]?.stringValue ?? ""
      judges = texts(row["implementedIn"])
      let servers = row["servers"].map { Array($0.elements) } ?? []
      faults = servers.flatMap { texts($0["faults"]) }
      liberties = servers.flatMap { texts($0["liberties"]) }
      isJudgedByDepot = servers.contains {
        $0["name"]?.stringValue == "depot" && $0["isJudged"]?.boolValue == true
      }
    }
  }

  @Test("no fault breaks what its own suites do not judge", arguments: API.all)
  func everyFault(_ api: API) throws {
    let judged = api.judged(try api.workspace())
    #expect(api.broken.subtracting(judged) == [])
  }
}
