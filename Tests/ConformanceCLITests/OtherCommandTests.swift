import Foundation
import ReferenceServer
import Testing

@Suite("Commands beside run")
struct OtherCommandTests {
  @Test("check finds the shipped suites free of mistakes and warnings")
  func check() async throws {
    let outcome = try await CommandLineTool.run(["check", "suites/kirim", "--strict"])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
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
  }

  @Test("serve lists every fault with the requirement it breaks")
  func listFaults() async throws {
    let outcome = try await CommandLineTool.run(["serve", "--list-faults"])
    #expect(outcome.exitCode == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == FaultCatalogue.all.count)
    for (line, fault) in zip(lines, FaultCatalogue.all) {
      #expect(line.hasPrefix(fault.id) && line.contains(fault.requirement))
    }
  }

  @Test(
    "validate says what is wrong where, in every output",
    arguments: [
      (["--output", "flag"], "{\"valid\":false}"),
      (["--output", "basic"], "\"instanceLocation\":\"/error/code\""),
      (["--fast"], "invalid"), ([], "1:29: /error/code: found the number 5; expected a string"),
    ])
  func validate(_ flags: [String], _ expected: String) async throws {
    let folder = try TemporaryFolder()
    let instance = try folder.write("body.json", #"{"error":{"type":"x","code":5}}"#)
    let outcome = try await CommandLineTool.run(
      [
        "validate", "suites/kirim/openapi.json", instance, "--at",
        "#/components/schemas/ApiErrorEnvelope",
      ] + flags)
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains(expected), "\(outcome.output)")
  }

  @Test("validate reads each line of NDJSON, and measures on request")
  func lines() async throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write("schema.json", #"{"type":"integer"}"#)
    let instances = try folder.write("lines.ndjson", "1\n2.0\n\n\"x\"")
    let outcome = try await CommandLineTool.run([
      "validate", schema, instances, "--ndjson", "--fast",
    ])
    #expect(outcome.exitCode == 1)
    #expect(
      outcome.output.split(separator: "\n").map { $0.suffix(9) } == [
        ":1: valid", ":2: valid", ": invalid",
      ])
    let measured = try await CommandLineTool.run([
      "validate", schema, instances, "--ndjson", "--benchmark", "3",
    ])
    let object = try JSONSerialization.jsonObject(with: Data(measured.output.utf8))
    let times = try #require(object as? [String: Int])
    #expect(times["instances"] == 3 && times["valid"] == 2 && times["total_ns"] != nil)
  }

  @Test("validate exits 2 for a schema or instance that cannot be used")
  func unusable() async throws {
    let folder = try TemporaryFolder()
    let broken = try folder.write("broken.json", "{")
    let schema = try folder.write("schema.json", #"{"type":"integr"}"#)
    let good = try folder.write("good.json", "1")
    let noSchema = try await CommandLineTool.run(["validate", broken, good])
    #expect(noSchema.exitCode == 2)
    let noInstance = try await CommandLineTool.run(["validate", good, broken])
    #expect(noInstance.exitCode == 2)
    let outcome = try await CommandLineTool.run(["validate", schema, good])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("schema.json:1:9"))
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
  }
}
