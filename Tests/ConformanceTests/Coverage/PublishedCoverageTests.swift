import Conformance
import Testing

@Suite("What of published contracts can be met")
struct PublishedCoverageTests {
  @Test("is counted for every operation, each thing once", arguments: PublishedContractTests.files)
  func laidOut(file: String) throws {
    guard let published = try PublishedContract.named(file) else { return }
    let contract = published.contract
    let coverage = CoverageRecorder(contract).coverage(of: try RequirementCatalogue.standard())
    #expect(coverage.operations.map(\.operation) == contract.operations.map(\.id.description))
    for (operation, entry) in zip(contract.operations, coverage.operations) {
      let names = entry.items.map { "\($0.kind.rawValue) \($0.name)" }
      #expect(Set(names).count == names.count, "\(entry.operation)")
      let kinds = entry.items.map(\.kind)
      #expect(kinds.filter { $0 == .statuses }.count == operation.responses.all.count)
      #expect(kinds.filter { $0 == .parameters }.count == operation.parameters.count)
    }
    let items = coverage.operations.map(\.items.count).reduce(0, +)
    #expect(items < 300_000, "\(items) things")
    #expect(coverage.totals.allSatisfy { $0.covered == 0 && $0.judged == 0 })
    if file == "suites/kirim/openapi.json" {
      #expect(coverage.operations.filter(\.isCut).isEmpty)
    }
  }
}
