import ArgumentParser
import Conformance
import Diagnostics

/// `conformance report coverage`: what of the contract a run has not met, and why.
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Lists what of the contract a run has not met, and why.",
    discussion: """
      Example: conformance report coverage reports/results.json

      Something of a request is met by one that keeps the contract; something of an answer by any \
      answer. Judged is what was held against the contract as well: of an operation a success, of \
      a request that it was accepted.

      Exit codes: 0 read; 1 less was met than --min-coverage asks for; 2 usage.
      """)

  @Argument(help: "The results.json of a run, or those of its shards.")
  var results: [String]

  @OptionGroup var demand: CoverageArguments

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  func run() throws {
    let result: RunResult
    let coverage: Coverage
    do throws(Diagnostics) {
      var parts: [(file: String, result: RunResult)] = []
      for file in results { parts.append((file, try RunResult(readingFile: file))) }
      result = try parts.count == 1 ? parts[0].result : RunResult(merging: parts)
      guard let known = result.coverage else {
        throw Diagnostics([
          Diagnostic(
            code: "results.no-coverage", "\(results[0]) does not tell what was met",
            fix: "run the suites again: results of earlier versions do not have it")
        ])
      }
      coverage = known
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw Outcome.usage.exitCode
    }
    StandardOutput.write(
      CoverageText(coverage, settings: .standardOutput(color)).listing)
    let shortfalls = demand.minCoverage?.shortfalls(of: coverage) ?? []
    for sentence in shortfalls {
      StandardError.write("error: \(sentence) [coverage.too-low]\n")
    }
    throw (shortfalls.isEmpty ? Outcome.passed : .failed).exitCode
  }
}
