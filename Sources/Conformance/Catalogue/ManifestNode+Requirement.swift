import Diagnostics
import SchemaValidator

extension ManifestNode {
  /// Reads the id of a requirement of a catalogue, in whose place a list of them may stand; refuses
  /// an unknown one.
  func requirement(
    in catalogue: RequirementCatalogue, mayBeList: Bool = false, _ mistakes: inout MistakeList
  ) -> RequirementID? {
    let example = #"write the id of a requirement, such as "RSP-01""#
    guard let text = text("a requirement's id", insteadOfOther: example, &mistakes) else {
      return nil
    }
    let id = RequirementID(text)
    guard catalogue[id] == nil else { return id }
    let parts = text.split { $0 == "," || $0 == ";" || $0 == " " }.map(String.init)
    if parts.count > 1, parts.allSatisfy({ catalogue[RequirementID($0)] != nil }) {
      let list = parts.joined(separator: ", ")
      mistakes.add(
        code: "suite.unknown-requirement", "unknown requirement \"\(text)\"; several are a list",
        at: self,
        fix: mayBeList ? "write \"[\(list)]\"" : "write each of them by itself: \(list)")
      return nil
    }
    mistakes.add(
      code: "suite.unknown-requirement", "unknown requirement \"\(text)\"", at: self,
      fix: catalogue.meant(by: text).map { "write \"\($0)\"" }
        ?? "see `conformance explain \(catalogue.hasFamily(of: id) ? id.family : "--all")` for the "
        + "ids there are")
    return nil
  }
}
