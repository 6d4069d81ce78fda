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
      Published(
        file: "contracts/digitalocean/DigitalOcean-public.v2.yaml", operations: 659,
        remarks: [
          "contract.ambiguous-paths": 5, "contract.ignored-parameter": 3,
          "contract.misplaced-reference": 1, "schema.not-a-schema": 6,
        ]),
    ])
  func loads(_ published: Published) throws {
    guard let url = testData(published.file) else {
      print("skipped: no test data; \(published.file) comes from its public repository")
      return
    }
    let text = SourceText(Array(try Data(contentsOf: url)), name: url.lastPathComponent)
    let document = try SourceDocument(reading: text)
    let folder = url.deletingLastPathComponent()
    let contract = try Contract.load(document) { path in
      let bytes = try? Data(contentsOf: folder.appendingPathComponent(path))
      return bytes.map { SourceText(Array($0), name: path) }
    }
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
