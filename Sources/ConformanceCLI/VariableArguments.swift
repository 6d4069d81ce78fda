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

  /// The values given on the command line.
  var flags: [(name: String, value: String)] { variables.map { ($0.name, $0.value) } }

  /// What finds the values.
  /// - Throws: ``Diagnostics`` for a file that cannot be read.
  func resolver() throws(Diagnostics) -> VariableResolver {
    try VariableResolver(flags: flags, files: envFile)
  }
}

extension VariableResolver {
  /// Looks in flags, then in files, the later ones first, then among further values by the names
  /// of environment variables, then in the environment.
  /// - Throws: ``Diagnostics`` for a file that cannot be read.
  init(
    flags: [(name: String, value: String)], files: [String], values: [String: String] = [:],
    reading reader: any FileReading = DiskFiles()
  ) throws(Diagnostics) {
    var fileValues = values
    for file in files {
      let values = try EnvironmentFile.parse(reader.read(file))
      fileValues.merge(values) { _, later in later }
    }
    self.init(
      flags: flags, fileValues: fileValues, environment: ProcessInfo.processInfo.environment)
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
