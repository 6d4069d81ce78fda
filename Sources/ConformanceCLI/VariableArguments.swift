import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// Where the values of a profile's variables come from.
struct VariableArguments: ParsableArguments {
  @Option(name: .customLong("var"), help: "A variable of the profile: name=value; may be repeated.")
  var variables: [VariableArgument] = []

  @Option(help: "A file of NAME=value lines, read before the environment; may be repeated.")
  var envFile: [String] = []

  /// What finds the values: flags, then files, the later ones first, then the environment.
  ///
  /// Further flags and values, by the names of environment variables, may come from a command
  /// itself; files go before the latter.
  /// - Throws: ``Diagnostics`` for a file that cannot be read.
  func resolver(
    flags: [(name: String, value: String)] = [], values: [String: String] = [:]
  ) throws(Diagnostics) -> VariableResolver {
    var fileValues = values
    for file in envFile {
      let values = try EnvironmentFile.parse(DiskFiles().read(file))
      fileValues.merge(values) { _, later in later }
    }
    return VariableResolver(
      flags: flags + variables.map { ($0.name, $0.value) }, fileValues: fileValues,
      environment: ProcessInfo.processInfo.environment)
  }
}

/// `name=value` on the command line.
struct VariableArgument: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
      return nil
    }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}
