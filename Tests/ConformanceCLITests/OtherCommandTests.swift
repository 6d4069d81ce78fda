import Conformance
import Foundation
import ReferenceServer
import Testing

@Suite("Commands beside run")
struct OtherCommandTests {
  @Test("check finds the shipped suites free of mistakes and warnings")
  func check() async throws {
    let outcome = try await CommandLineTool.run(["check", "suites/kirim", "--strict"])
    #expect(outcome.exitCode == 0, "\(outcome.output)")
    #expect(outcome.output.contains("38 operations"))
    #expect(outcome.output.contains("0 errors, 0 warnings"))
  }

  @Test("explain prints a requirement, and refuses an unknown one with the nearest")
  func explain() async throws {
    let known = try await CommandLineTool.run(["explain", "PAG-05"])
    #expect(known.exitCode == 0)
    #expect(known.output.hasPrefix("PAG-05"))
    let unknown = try await CommandLineTool.run(["explain", "PAG-5"])
    #expect(unknown.exitCode == 2)
    #expect(unknown.errors.contains("there is no requirement \"PAG-5\""))
    #expect(unknown.errors.contains("ask for \"PAG-0"))
  }

  @Test(
    "explain offers no other requirement for an id that is written right, but says where to look",
    arguments: [
      ("ERR-19", "explain ERR` for those there are"),
      ("LIFE-99", "--catalogue FOLDER/requirements.json"), ("ZZZ-01", "explain --all`"),
    ])
  func explainUnknown(id: String, help: String) async throws {
    let outcome = try await CommandLineTool.run(["explain", id])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("there is no requirement \"\(id)\""))
    #expect(!outcome.errors.contains("ask for"), "\(outcome.errors)")
    #expect(outcome.errors.contains(help), "\(outcome.errors)")
  }

  @Test("serve lists every fault with its requirement, and marks what explain cannot tell")
  func listFaults() async throws {
    let outcome = try await CommandLineTool.run(["serve", "--list-faults"])
    #expect(outcome.exitCode == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == FaultCatalogue.all.count + 1)
    let known = try RequirementCatalogue.standard()
    for (line, fault) in zip(lines, FaultCatalogue.all) {
      #expect(line.hasPrefix(fault.id) && line.contains(fault.requirement))
      let isKnown = known[RequirementID(fault.requirement)] != nil
      #expect(line.contains("\(fault.requirement)* ") == !isKnown)
    }
    #expect(lines.last?.contains("--catalogue suites/kirim/requirements.json") == true)
  }

  @Test("demo finds a fault, and an unknown fault is a usage error")
  func demo() async throws {
    let folder = try TemporaryFolder()
    let found = try await CommandLineTool.run([
      "demo", "--fault", "limit-ignored", "--reports", folder.path, "--only", "PAG-08",
    ])
    #expect(found.exitCode == 1)
    #expect(found.output.contains("PAG-08"))
    let unknown = try await CommandLineTool.run([
      "demo", "--fault", "nonsense", "--reports", folder.path,
    ])
    #expect(unknown.exitCode == 2)
    #expect(
      unknown.errors == """
        error: there is no fault `nonsense`
          fix: `conformance serve --list-faults` names those there are

        """)
  }

  @Test(
    "A misspelt command, fault or variation is told the nearest",
    arguments: [
      ("chekc suites/kirim", "`conformance` has no command \"chekc\"", "say `conformance check`"),
      (
        "report covrage", "`conformance report` has no command \"covrage\"",
        "say `conformance report coverage`"
      ),
      (
        "diff a.json b.json", "`conformance` has no command \"diff\"",
        "say `conformance report diff`"
      ),
      (
        "report check", "`conformance report` has no command \"check\"", "say `conformance check`"
      ),
      (
        "report help", "`conformance report` has no command \"help\"",
        "`conformance report --help` names the commands there are"
      ),
      (
        "suites/kirim --strict", "`conformance` has no command \"suites/kirim\"",
        "`conformance --help` names the commands there are"
      ),
      (
        "serve --fault limit-ignord", "there is no fault `limit-ignord`",
        "say `limit-ignored`; `conformance serve --list-faults` names those there are"
      ),
      (
        "serve --variation members-reversd",
        "there is no legal variation `members-reversd`",
        "say `members-reversed`; `conformance serve --list-variations` names those there are"
      ),
    ])
  func misspelt(line: String, mistake: String, fix: String) async throws {
    let told = try await CommandLineTool.run(line.split(separator: " ").map(String.init))
    #expect(told.exitCode == 2)
    #expect(told.errors == "error: \(mistake)\n  fix: \(fix)\n")
  }

  @Test(
    "Options and missing arguments are told as before, also of commands in a command",
    arguments: [
      ("--nonsense", "Unknown option"), ("report", "OVERVIEW"), ("help chekc", "OVERVIEW"),
      ("check suites --nonsense", "Unknown option"), ("report merge", "Missing expected argument"),
    ])
  func otherUsage(line: String, words: String) async throws {
    let told = try await CommandLineTool.run(line.split(separator: " ").map(String.init))
    #expect((told.errors + told.output).contains(words))
    #expect(!told.errors.contains("has no command"))
  }
}
