import Conformance
import Diagnostics
import Foundation

/// The file of a ledger, there for as long as a test holds it.
final class LedgerFile: Sendable {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "ledger-\(UUID().uuidString).jsonl").path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// What is in it.
  var text: String {
    get throws { try String(contentsOfFile: path, encoding: .utf8) }
  }

  /// What it tells.
  var record: LedgerRecord {
    get throws { try LedgerRecord(reading: SourceText(text, name: path)) }
  }

  /// What a sweep of a shop does by it.
  func sweep(_ shop: ScriptedShop, folder: ShopFiles = ShopFiles()) async throws -> [Sweep.Result] {
    var files = ShopFiles.cases("- { case: A, steps: [{ call: GET /toys }] }")
    (files.profile, files.contract) = (folder.profile, folder.contract)
    let workspace = try files.workspace()
    let values = try VariableResolver(flags: [], fileValues: [:], environment: [:])
      .resolve(workspace.profile)
    return try await Sweep(
      record, file: path, workspace: workspace, values: values, engine: shop, sleep: { _ in }
    ).run()
  }
}
