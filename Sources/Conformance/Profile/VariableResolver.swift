package import Diagnostics

/// Finds the values of a profile's variables: flags first, then env files, then the environment,
/// then defaults.
package struct VariableResolver: Sendable {
  /// Values from the command line.
  let flags: [(name: String, value: String)]
  /// Values from files of `NAME=value` lines, later files first.
  let fileValues: [String: String]
  /// The process's environment.
  let environment: [String: String]

  /// Creates a resolver.
  package init(
    flags: [(name: String, value: String)], fileValues: [String: String],
    environment: [String: String]
  ) {
    self.flags = flags
    self.fileValues = fileValues
    self.environment = environment
  }

  /// The values found.
  package struct Values: Sendable {
    /// By name.
    package var byName: [String: String]
    /// Those that must not be seen.
    package var secrets: [Redactor.Secret]
  }

  /// Finds all values.
  /// - Throws: ``Diagnostics`` for a required variable without a value, and for a flag that names
  ///   none.
  package func resolve(_ profile: APIProfile) throws(Diagnostics) -> Values {
    let missing = missing(profile)
    guard missing.isEmpty else { throw Diagnostics(unknownFlags(profile) + missing) }
    return try resolveAvailable(profile)
  }

  /// The required variables of a profile that nobody gives.
  package func missing(_ profile: APIProfile) -> [Diagnostic] {
    profile.variables.filter { $0.isRequired && value(of: $0) == nil }.map(Self.missing)
  }

  /// Finds the values there are, whatever is missing.
  /// - Throws: ``Diagnostics`` for a flag that names no variable.
  package func resolveAvailable(_ profile: APIProfile) throws(Diagnostics) -> Values {
    var values = Values(byName: [:], secrets: [])
    let mistakes = unknownFlags(profile)
    for variable in profile.variables {
      guard let value = value(of: variable) else { continue }
      values.byName[variable.name] = value
      if variable.isSecret {
        values.secrets.append(.init(value, environmentName: variable.environmentName))
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    return values
  }

  private func value(of variable: APIProfile.Variable) -> String? {
    // An empty value is what scripts and CI systems make of a variable that is not set.
    if let flag = flags.last(where: { $0.name == variable.name }), !flag.value.isEmpty {
      return flag.value
    }
    // An empty variable is what CI systems make of a secret that is not set.
    let found = [
      variable.environmentName.flatMap { fileValues[$0] }, fileValues[variable.name],
      variable.environmentName.flatMap { environment[$0] },
    ]
    return found.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? variable.fallback
  }

  private func unknownFlags(_ profile: APIProfile) -> [Diagnostic] {
    let names = profile.variables.map(\.name)
    return flags.filter { !names.contains($0.name) }.map { flag in
      let nearest = EditDistance.nearest(to: flag.name, in: names)
      return Diagnostic(
        code: "variable.unknown", "the profile has no variable \"\(flag.name)\"",
        fix: nearest.map { "write \"--var \($0)=…\"" }
          ?? "use one of: \(names.joined(separator: ", "))")
    }
  }

  private static func missing(_ variable: APIProfile.Variable) -> Diagnostic {
    let about = variable.about.map { ": \($0)" } ?? ""
    let remedy =
      variable.environmentName.map { "set the environment variable \($0)" }
      ?? "give \"--var \(variable.name)=…\""
    return Diagnostic(
      code: "variable.missing", "the variable \"\(variable.name)\" has no value\(about)",
      at: variable.location, fix: remedy)
  }
}
