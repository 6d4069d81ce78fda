import Diagnostics
import SchemaValidator

extension ManifestNode {
  /// Reads the id of a requirement of a catalogue; refuses an unknown one.
  func requirement(
    in catalogue: RequirementCatalogue, _ mistakes: inout MistakeList
  ) -> RequirementID? {
    guard let text = text("a requirement's id", &mistakes) else { return nil }
    let id = RequirementID(text)
    guard catalogue[id] == nil else { return id }
    mistakes.add(
      code: "suite.unknown-requirement", "unknown requirement \"\(text)\"", at: self,
      fix: catalogue.meant(by: text).map { "write \"\($0)\"" }
        ?? "see `conformance explain \(catalogue.hasFamily(of: id) ? id.family : "--all")` for the "
        + "ids there are")
    return nil
  }
}
