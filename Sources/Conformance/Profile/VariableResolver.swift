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
  /// - Throws: ``Diagnostics`` for a flag that names no variable, and for a value that is not what
  ///   its variable has to be.
  package func resolveAvailable(_ profile: APIProfile) throws(Diagnostics) -> Values {
    var values = Values(byName: [:], secrets: [])
    var mistakes = unknownFlags(profile)
    for variable in profile.variables {
      guard let (value, origin) = given(variable) else { continue }
      do throws(VariableMisfit) {
        _ = try variable.value(of: value)
      } catch {
        mistakes.append(Self.misfit(variable, value, origin, error))
      }
      values.byName[variable.name] = value
      if variable.isSecret {
        if value.unicodeScalars.count < Redactor.shortestSecret {
          mistakes.append(Self.tooShort(variable, origin))
        }
        values.secrets.append(.init(value, environmentName: variable.environmentName))
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    return values
  }

  private func value(of variable: APIProfile.Variable) -> String? { given(variable)?.value }

  /// The value of a variable, and where it came from in words.
  private func given(_ variable: APIProfile.Variable) -> (value: String, origin: String)? {
    let name = variable.name
    var found: [(value: String?, origin: String)] = [
      (flags.last { $0.name == name }?.value, "--var \(name)")
    ]
    if let environmentName = variable.environmentName {
      found.append((fileValues[environmentName], "\(environmentName) in an env file"))
    }
    found.append((fileValues[name], "\(name) in an env file"))
    if let environmentName = variable.environmentName {
      found.append((environment[environmentName], "the environment variable \(environmentName)"))
    }
    // An empty value is what scripts and CI systems make of a variable or secret that is not set.
    for (value, origin) in found {
      if let value, !value.isEmpty { return (value, origin) }
    }
    return variable.fallback.map { ($0, "its default") }
  }

  private static func tooShort(_ variable: APIProfile.Variable, _ origin: String) -> Diagnostic {
    Diagnostic(
      code: "variable.short-secret",
      "the secret \"\(variable.name)\", by \(origin), has fewer than \(Redactor.shortestSecret) characters, "
        + "which stand in other texts by chance; they cannot be masked",
      at: variable.location,
      fix: "give a longer one, or remove \"secret: true\" if everybody may see it")
  }

  private static func misfit(
    _ variable: APIProfile.Variable, _ value: String, _ origin: String, _ misfit: VariableMisfit
  ) -> Diagnostic {
    let found = variable.isSecret ? "a secret, which is not shown" : UnreadableText.quote(value)
    return Diagnostic(
      code: "variable.misfit",
      "the variable \"\(variable.name)\" was given \(found), by \(origin); "
        + "expected \(misfit.expected)",
      at: variable.location, fix: "give \(misfit.expected)")
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
