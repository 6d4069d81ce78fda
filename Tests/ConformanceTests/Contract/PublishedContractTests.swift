import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Contract: published documents")
struct PublishedContractTests {
  /// A published document and what it holds, counted apart from our own reading.
  struct Published: Sendable, CustomTestStringConvertible {
    let file: String
    let operations: Int
    /// The codes of what is odd about it, each with how often it is told.
    let remarks: [String: Int]

    var testDescription: String { file }
  }

  @Test(
    "lose no operation",
    arguments: [
      Published(
        file: "contracts/github-ghes-3.6.oas31.json", operations: 809,
        remarks: [
          "contract.ambiguous-paths": 12, "contract.wrong-type": 10,
          "contract.ignored-parameter": 1,
        ]),
      Published(
        file: "contracts/museum.oas31.yaml", operations: 8, remarks: ["contract.not-checked": 1]),
    ])
  func loads(_ published: Published) throws {
    guard let url = testData(published.file) else {
      print("skipped: no test data; \(published.file) comes from its public repository")
      return
    }
    let text = SourceText(Array(try Data(contentsOf: url)), name: url.lastPathComponent)
    let document = try SourceDocument(reading: text)
    let contract = try Contract.load(document)
    #expect(contract.operations.count == published.operations)
    #expect(Set(contract.operations.map(\.id)) == operationNames(in: document.root))
    var counts: [String: Int] = [:]
    for warning in contract.warnings { counts[warning.code, default: 0] += 1 }
    #expect(counts == published.remarks)
  }

  /// The operations as they are written, found without our reading of path items.
  private func operationNames(in root: JSONValue) -> Set<OperationID> {
    var names: Set<OperationID> = []
    for path in root["paths"]?.members.map({ $0 }) ?? [] {
      for member in path.value.members
      where ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
        .contains(member.name)
      {
        names.insert(OperationID(method: member.name, path: path.name))
      }
    }
    return names
  }
}
