import Conformance
import Foundation
import Testing

@Suite("The shipped suites ask for what they can")
struct ShippedCoverageTests {
  private static func workspace() throws -> Workspace {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "suites/kirim")
    return try WorkspaceLoader().load([folder.path])
  }

  @Test("every binding requirement has a check, a case, or a reason why none can be")
  func requirements() throws {
    let workspace = try Self.workspace()
    let checks = CheckRegistry.standard(for: workspace.profile.conventions).requirements
    let cases = Set(workspace.suites.flatMap(\.allCases).flatMap(\.proves))
    let excused = Set(
      workspace.profile.unreached.flatMap { $0.names[.requirements] ?? [] }
        .map { RequirementID($0) })
    for requirement in workspace.catalogue.all
    where [.must, .entailed].contains(requirement.level) {
      #expect(
        checks.contains(requirement.id) || cases.contains(requirement.id)
          || excused.contains(requirement.id), "\(requirement.id) \(requirement.title)")
    }
    for id in cases { #expect(workspace.catalogue[id] != nil, "\(id)") }
    for id in excused {
      #expect(!checks.contains(id) && !cases.contains(id), "\(id) is asked about after all")
    }
  }

  @Test("every operation of the contract is called by a case, not only to clean up")
  func operations() throws {
    let workspace = try Self.workspace()
    let called = Set(workspace.suites.flatMap(\.allCases).flatMap(\.operations))
    for operation in workspace.contract.operations {
      #expect(called.contains(operation.id), "\(operation.id)")
    }
  }
}
