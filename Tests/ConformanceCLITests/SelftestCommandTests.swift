import Foundation
import SchemaValidator
import Testing

@Suite("Command: selftest")
struct SelftestCommandTests {
  @Test("a fault is found by what it breaks, and a sound server has no alarm")
  func found() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run([
      "selftest", "suites/kirim", "--quick", "--rounds", "1", "--only", "correct", "--only",
      "cursor-loop", "--only", "spaced-json", "--json", "\(folder.path)/table.json",
    ])
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("1 of 1 faults found, 0 of 3 sound servers with an alarm"))
    let text = try String(contentsOfFile: "\(folder.path)/table.json", encoding: .utf8)
    let trials = try #require(try JSONDocument(parsing: text).root["trials"])
    #expect(trials.count == 4)
    #expect(trials.elements.allSatisfy { $0["right"]?.boolValue == true })
    let fault = try #require(trials.elements.first { $0["kind"]?.stringValue == "fault" })
    #expect(fault["breaks"]?.stringValue == "PAG-04")
    let correct = try #require(trials.elements.first { $0["kind"]?.stringValue == "correct" })
    let judged = correct["judged"]?.elements.compactMap(\.stringValue) ?? []
    let sound = trials.elements.filter { $0["kind"]?.stringValue != "fault" }
    #expect(
      sound.flatMap { $0["excesses"]?.elements.compactMap(\.stringValue) ?? ["no excesses told"] }
        == [], "no more is sent than the catalogue has")
    #expect(judged.contains("HTTP-13"), "no case names it, and every exchange is held to it")

    let table = try await CommandLineTool.run([
      "selftest", "--table", "--results", "\(folder.path)/table.json",
    ])
    #expect(table.exitCode == 0)
    let rows = table.output.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(rows.count == 172)
    let paging = try #require(rows.first { $0.hasPrefix("| PAG-04 ") })
    #expect(paging.contains("PaginationProbe ("))
    #expect(paging.contains("cursor-loop") && !paging.contains("cursor-loop (missed)"))
    #expect(paging.hasSuffix(" | 2 |"), "both sound servers were held to it: \(paging)")
  }

  /// A folder in which `kirim` has one of the shipped suites, with all that it needs.
  private static func folder(withSuite kept: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: "\(CommandLineTool.packageFolder.path)/suites/kirim", toPath: "\(folder.path)/kirim")
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/kirim")
    where name.hasSuffix(".suite.yaml") && name != "\(kept).suite.yaml" {
      try FileManager.default.removeItem(atPath: "\(folder.path)/kirim/\(name)")
    }
    return folder
  }

  @Test("suites that do not ask about what is broken miss it, and say so")
  func missed() async throws {
    let folder = try Self.folder(withSuite: "health")
    let outcome = try await CommandLineTool.run([
      "selftest", "\(folder.path)/kirim", "--only", "cursor-loop",
    ])
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("0 of 1 faults found"))
    #expect(outcome.output.contains("MISSED PAG-04"))
  }

  @Test("what is asked by more requests than the catalogue has is named")
  func excess() async throws {
    let folder = try Self.folder(withSuite: "labels")
    let file = "\(folder.path)/kirim/requirements.json"
    var rows = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n  },")
    let place = try #require(rows.firstIndex { $0.contains(#""id": "LIFE-12""#) })
    // The case asks three times.
    #expect(rows[place].contains(#""requests": "7""#))
    rows[place] = rows[place].replacing(#""requests": "7""#, with: #""requests": "2""#)
    try rows.joined(separator: "\n  },").write(toFile: file, atomically: true, encoding: .utf8)
    let outcome = try await CommandLineTool.run([
      "selftest", "\(folder.path)/kirim", "--rounds", "1", "--only", "correct", "--json",
      "\(folder.path)/table.json",
    ])
    let line =
      "kirim/labels/a-second-label-of-one-name-is-refused: LIFE-12: 3 requests; the catalogue has 2"
    #expect(
      outcome.output.contains("\nAsked by more requests than the catalogue has\n  \(line)\n"),
      "\(outcome.output)\(outcome.errors)")
    let text = try String(contentsOfFile: "\(folder.path)/table.json", encoding: .utf8)
    let trial = try #require(
      try JSONDocument(parsing: text).root["trials"]?.elements.first {
        $0["name"]?.stringValue == "correct, round 1"
      })
    #expect(trial["excesses"]?.elements.compactMap(\.stringValue) == [line])
  }

  @Test("a name that no trial has is told")
  func nothing() async throws {
    let outcome = try await CommandLineTool.run(["selftest", "--only", "no-such-fault"])
    #expect(outcome.exitCode == 5)
    #expect(outcome.errors.contains("--list-faults"))
  }
}
