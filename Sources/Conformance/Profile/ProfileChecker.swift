import Diagnostics

/// Compares a profile with the contract it names.
enum ProfileChecker {
  /// Refuses what the contract does not have: security schemes, operations, the error schema.
  /// - Throws: ``Diagnostics`` with every mistake.
  static func check(_ profile: APIProfile, against contract: Contract) throws(Diagnostics) {
    var mistakes: [Diagnostic] = []
    let schemes = contract.securitySchemes.keys.sorted()
    for credential in profile.credentials where !schemes.contains(credential.scheme) {
      let nearest = EditDistance.nearest(to: credential.scheme, in: schemes)
      mistakes.append(
        Diagnostic(
          code: "suite.unknown-scheme",
          "the contract has no security scheme \"\(credential.scheme)\"", at: credential.location,
          fix: nearest.map { "write \"\($0)\"" }
            ?? "use one of: \(schemes.joined(separator: ", "))"))
    }
    let operations = contract.operations.map(\.id.description)
    for variable in profile.variables {
      guard let name = variable.discovery?.operation, !operations.contains(name) else { continue }
      let nearest = EditDistance.nearest(to: name, in: operations)
      mistakes.append(
        Diagnostic(
          code: "suite.unknown-operation", "the contract has no operation \"\(name)\"",
          at: variable.location,
          fix: nearest.map { "write \"\($0)\"" } ?? "write a method and a path of the contract"))
    }
    if let pointer = profile.conventions.errors?.schema {
      do {
        _ = try contract.schema(at: pointer)
      } catch {
        mistakes += error.all
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
  }
}
