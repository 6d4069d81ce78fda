import Conformance
import Foundation
import Testing

@Suite("What probes say they can decide")
struct ProbeDeclarationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  /// The requirements that the source of a probe names, each of which it judges or reports.
  private static func named(by kind: ProbeKind) throws -> Set<RequirementID> {
    let folder =
      switch kind {
      case .pagination: "Pagination"
      case .idempotency: "Idempotency"
      case .authentication: "Authentication"
      case .http: "HTTP"
      case .requests: "Requests"
      case .rateLimit: "RateLimit"
      case .lifecycle: "Lifecycle"
      }
    let place = root.appending(path: "Sources/Conformance/Probes/\(folder)")
    let files = try FileManager.default.contentsOfDirectory(
      at: place, includingPropertiesForKeys: nil)
    var ids: Set<RequirementID> = []
    for file in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: #/"([A-Z]+-[0-9]+)"/#) {
        ids.insert(RequirementID(String(match.1)))
      }
    }
    return ids
  }

  @Test("are what their sources judge, and no more", arguments: ProbeKind.allCases)
  func declarations(_ kind: ProbeKind) throws {
    let declared = kind.requirements
    #expect(Set(declared) == (try Self.named(by: kind)))
    #expect(Set(declared).count == declared.count)
    let catalogue = try RequirementCatalogue.standard()
    #expect(declared.filter { catalogue[$0] == nil } == [])
  }

  @Test("what probes share names no requirement, so that none is left out")
  func sharedParts() throws {
    let place = Self.root.appending(path: "Sources/Conformance/Probes")
    let files = try FileManager.default.contentsOfDirectory(
      at: place, includingPropertiesForKeys: nil)
    for file in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.firstMatch(of: #/"[A-Z]+-[0-9]+"/#) == nil, "\(file.lastPathComponent)")
    }
  }

  @Test("stand on the page on the suite language", arguments: ProbeKind.allCases)
  func page(_ kind: ProbeKind) throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "suites/README.md"), encoding: .utf8)
    let row = "| `\(kind.rawValue)` | \(kind.requirements.inWords) |"
    #expect(page.contains(row), "the page needs the row \(row)")
  }

  @Test("are short in words")
  func words() {
    let ids: [RequirementID] = ["PAG-03", "ERR-03", "PAG-05", "PAG-01", "PAG-02", "PAG-06"]
    #expect(ids.inWords == "ERR-03, PAG-01 to PAG-03, PAG-05 and PAG-06")
    #expect([RequirementID]().inWords.isEmpty)
    #expect((["ERR-03"] as [RequirementID]).inWords == "ERR-03")
  }
}
