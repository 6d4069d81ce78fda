import Foundation
import Testing

@testable import ReferenceServer

@Suite("Contract")
struct ContractTests {
  @Test("the server has the operations of the published contract, and no other")
  func operations() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "suites/kirim/openapi.json")
    let contract = try JSON(parsing: Array(try Data(contentsOf: file)))
    let paths = try #require(contract["paths"]?.members)
    let published = paths.flatMap { path in
      (path.value.members ?? []).map { $0.name.uppercased() + " " + path.name }
    }
    let served = Routes.all(options: ReferenceServerOptions()).map(\.operation)
    #expect(Set(served) == Set(published))
    #expect(served.count == published.count)
    #expect(Set(Operation.all) == Set(published))
  }
}
