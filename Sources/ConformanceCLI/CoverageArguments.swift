import ArgumentParser
import Conformance

/// How much of the contract has to be met.
struct CoverageArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Fail unless so many percent are met: 90 of the operations, or by kind as in \
      operations=100,statuses=80. The kinds are those of `report coverage`.
      """, valueName: "percent"))
  var minCoverage: CoverageDemand?
}

extension CoverageDemand: ExpressibleByArgument {
  /// Reads it from the command line.
  package init?(argument: String) {
    self.init(argument)
  }
}
