import Foundation
import Testing

@Suite("Command: report coverage, and --min-coverage")
struct CoverageCommandTests {
  @Test("less than was asked for fails a run, its merged report and the list of what is missing")
  func tooLow() async throws {
    let folder = try TemporaryFolder()
    let demand = ["--min-coverage", "operations=50,requirements=1"]
    let demo = ["demo", "--only", "kirim/accounts", "--reports", folder.path]
    let short = try await CommandLineTool.run(demo + demand)
    #expect(short.exitCode == 1, "\(short.output)")
    #expect(short.output.contains("less of the contract was met than is asked for"))
    #expect(short.output.contains("  operations 3/38"), "\(short.output)")
    let sentence = "3 of 38 operations were met, 7.8%; at least 50% are asked for"
    #expect(short.output.contains("error \(sentence) [coverage.too-low]\n"), "\(short.output)")
    #expect(!short.output.contains("requirements were met"))
    let file = try String(contentsOfFile: "\(folder.path)/results.json", encoding: .utf8)
    #expect(file.contains(#""outcome": "failed""#) || file.contains(#""outcome":"failed""#))
    let quiet = try await CommandLineTool.run(demo + demand + ["--quiet"])
    #expect(quiet.output.contains(sentence), "\(quiet.output)")
    #expect(try await CommandLineTool.run(demo + ["--min-coverage", "5"]).exitCode == 0)

    let results = "\(folder.path)/results.json"
    let merged = try await CommandLineTool.run(
      ["report", "merge", results, "--reports", "\(folder.path)/merged"] + demand)
    #expect(merged.exitCode == 1)
    #expect(merged.output.contains(sentence), "\(merged.output)")

    let list = try await CommandLineTool.run(["report", "coverage", results] + demand)
    #expect(list.exitCode == 1)
    #expect(list.output.contains("  POST /labels  never called\n"), "\(list.output)")
    #expect(list.output.contains("Said to be out of reach\n"))
    #expect(try await CommandLineTool.run(["report", "coverage", results]).exitCode == 0)
  }

  @Test("a demand that names no kind, and results without coverage, are usage")
  func usage() async throws {
    let folder = try TemporaryFolder()
    #expect(try await CommandLineTool.run(["demo", "--min-coverage", "toys=5"]).exitCode == 2)
    let file = try folder.write("results.json", #"{"format": "conformance-results"}"#)
    let outcome = try await CommandLineTool.run(["report", "coverage", file])
    #expect(outcome.exitCode == 2)
  }
}
