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
    #expect(root["withoutLibertyHere"]?.count == 0)
    #expect(Self.namedWithoutLiberty(outcome.output) == excused.sorted())
    #expect(!outcome.output.contains("--beside"), "there is nothing to add")
    for reason in gaps.compactMap({ $0["reason"]?.stringValue }) {
      #expect(outcome.output.contains(reason))
    }
    // Whatever any contract can be held to, the second one is.
    let general = rows.filter { $0.scope != "K" }
    #expect(general.count == 137)
    #expect(general.filter { !$0.isJudgedByDepot }.map(\.id) == [])
  }

  @Test("a table of one API alone says what it leaves to others, and its numbers agree")
  func tableOfOne() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/table.json"
    let outcome = try await CommandLineTool.run(["selftest", "--table", "--json", file])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let root = try SourceDocument(readingJSON: DiskFiles().read(file)).root
    let rows = try #require(root["requirements"]).elements.map { Row($0) }
    func ids(_ isMeant: (Row) -> Bool) -> [String] { rows.filter(isMeant).map(\.id) }
    let unjudged = ids { $0.judges.isEmpty }
    let unbroken = ids { $0.faults.isEmpty }
    let untempted = ids { $0.liberties.isEmpty }
    #expect(!unjudged.isEmpty && !unbroken.isEmpty)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(
      lines.contains(
        "172 requirements; \(172 - unjudged.count) are judged, "
          + "\(172 - unbroken.count) are broken by faults, "
          + "\(172 - untempted.count) are tempted by liberties."))
    #expect(lines.contains("No suite given judges \(unjudged.joined(separator: ", "))."))
    #expect(lines.contains("No fault breaks \(unbroken.joined(separator: ", "))."))
    #expect(lines.contains { $0.contains("`--beside FOLDER` adds those of another API") })
    #expect(lines.contains("No liberty tempts these \(untempted.count):"))
    #expect(Self.namedWithoutLiberty(outcome.output) == untempted.sorted())
    let excused = try #require(root["withoutLiberty"]).elements.flatMap {
      $0["requirements"]?.elements.compactMap(\.stringValue) ?? []
    }
    let others = root["withoutLibertyHere"]?.elements.compactMap(\.stringValue) ?? []
    #expect((excused + others).sorted() == untempted.sorted())
  }

  /// The ids that the last list of a table names.
  private static func namedWithoutLiberty(_ table: String) -> [String] {
    let lines = table.split(separator: "\n")
    guard let head = lines.firstIndex(where: { $0.hasPrefix("No liberty tempts") }) else {
      return []
    }
    return lines[(head + 1)...].flatMap { line in
      (line.dropFirst(2).split(separator: ":").first ?? "").components(separatedBy: ", ")
    }.sorted()
  }

  @Test("a file of proofs with mistakes is refused, each at its place")
  func malformedProofs() async throws {
    let folder = try TemporaryFolder()
    let depot = "\(folder.path)/depot"
    try FileManager.default.copyItem(
      atPath: CommandLineTool.packageFolder.appending(path: "Tests/Depot/suites").path,
      toPath: depot)
    func errors(of text: String) async throws -> String {
      try text.write(toFile: "\(depot)/proofs.json", atomically: true, encoding: .utf8)
      let outcome = try await CommandLineTool.run(["selftest", "--table", "--beside", depot])
      #expect(outcome.exitCode == 2 && outcome.output.isEmpty, "\(outcome.output)")
      return outcome.errors
    }
    let many = try await errors(
      of: """
        {
          "server": 1,
          "faults": { "a": 5, "b": "PAG-99999", "c": "" },
          "liberties": { "d": "PAG-01", "e": [], "f": ["PAG-01", null, "PAG-01"] },
          "fautls": {}
        }
        """)
    let found = [
      ("2:13", "/server: found number 1; expected a text for the server's name"),
      ("3:20", "/faults/a: found number 5; expected a text for the id of a requirement"),
      ("3:28", #"/faults/b: found "PAG-99999"; expected the id of a requirement"#),
      ("3:46", #"/faults/c: found string ""; expected a text for the id of a requirement"#),
      ("4:23", #"/liberties/d: found string "PAG-01"; expected a list of the requirements"#),
      ("4:38", "/liberties/e: found array []; expected a list of the requirements"),
      ("4:58", "/liberties/f/1: found null; expected a text for the id of a requirement"),
      ("4:64", #"/liberties/f/2: found "PAG-01" twice; expected each requirement once"#),
      ("5:3", "/fautls: found a member of this name; expected server, faults, liberties alone"),
    ]
    for (place, message) in found {
      #expect(many.contains("\(depot)/proofs.json:\(place)"), "\(place) in \(many)")
      #expect(many.contains(message), "\(message) in \(many)")
    }
    #expect(many.ranges(of: "[proofs-malformed]").count == found.count, "\(many)")
    #expect(many.ranges(of: "fix: ").count == found.count, "\(many)")
    #expect(many.contains("fix: write \"faults\""), "\(many)")
    let none = try await errors(of: "{}")
    for name in ["server", "faults", "liberties"] {
      #expect(none.contains("the member \"\(name)\" is missing; expected "), "\(none)")
      #expect(none.contains("fix: add \"\(name)\""), "\(none)")
    }
    let list = try await errors(of: "[]")
    #expect(list.contains("found array []; expected an object that tells what a server can do"))
  }

  @Test(
    "a file that is no result of a self-test is refused at its place",
    arguments: [
      ("[]", "found array []; expected an object"),
      ("{}", #"found object {}; expected an object with the member "trials""#),
      (#"{"trials": {}}"#, "/trials: found object {}; expected an array"),
      (
        #"{"trials": [{"kind": "fault", "name": 1, "departures": [], "judged": []}]}"#,
        "/trials/0/name: found number 1; expected a string"
      ),
      (
        #"{"trials": [{"kind": "faulty", "departures": [], "judged": []}]}"#,
        #"/trials/0/kind: found string "faulty"; expected one of correct, variation, fault"#
      ),
      (
        #"{"trials": [{"kind": "correct", "departures": [], "judged": ["PAG-04", 5]}]}"#,
        "/trials/0/judged/1: found number 5; expected a string"
      ),
      (
        #"{"trials": [{"kind": "correct", "departures": ["paging"], "judged": []}]}"#,
        #"/trials/0/departures/0: found string "paging"; expected the id of a requirement"#
      ),
    ])
  func malformedResults(_ text: String, _ message: String) async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/selftest.json"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let outcome = try await CommandLineTool.run(["selftest", "--table", "--results", file])
    #expect(outcome.exitCode == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.contains("\(file):1:"), "\(outcome.errors)")
    #expect(outcome.errors.contains("selftest --json FILE"), "\(outcome.errors)")
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
