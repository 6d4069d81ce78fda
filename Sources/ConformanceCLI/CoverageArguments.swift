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

  /// Says what is missing; `outcome` is a failure then, unless it is worse already.
  func judge(_ result: RunResult, _ outcome: inout Outcome) {
    let shortfalls = minCoverage?.shortfalls(of: result.coverage) ?? []
    guard !shortfalls.isEmpty else { return }
    for sentence in shortfalls {
      StandardError.write("error: \(sentence) [coverage.too-low]\n")
    }
    StandardError.write(
      "  fix: `conformance report coverage` with the results.json lists what is missing\n")
    if outcome == .passed { outcome = .failed }
  }
}

extension CoverageDemand: ExpressibleByArgument {
  /// Reads it from the command line.
  package init?(argument: String) {
    self.init(argument)
  }
}
