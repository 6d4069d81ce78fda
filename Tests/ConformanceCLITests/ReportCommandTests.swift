import Conformance
import Foundation
import SchemaValidator
import Testing

@Suite("Commands around results")
struct ReportCommandTests {
  /// The results of a quick demo, in a folder of its own.
  private static func demo(
    _ folder: TemporaryFolder, _ name: String, _ arguments: [String] = [],
    environment: [String: String] = [:]
  ) async throws -> (outcome: CommandLineTool.Outcome, reports: String) {
    let reports = "\(folder.path)/\(name)"
    let outcome = try await CommandLineTool.run(
      ["demo", "--only", "PAG-08", "--seed", "7", "--reports", reports] + arguments,
      environment: environment)
    return (outcome, reports)
  }

  private static func json(_ path: String) throws -> JSONValue {
    try JSONDocument(parsing: Array(try Data(contentsOf: URL(filePath: path)))).root
  }

  @Test("report diff exits 1 for new failures alone, and history lines the runs up")
  func diff() async throws {
    let folder = try TemporaryFolder()
    let sound = try await Self.demo(folder, "1-sound")
    let faulty = try await Self.demo(folder, "2-faulty", ["--fault", "limit-ignored"])
    #expect(sound.outcome.exitCode == 0 && faulty.outcome.exitCode == 1)
    func diff(_ old: String, _ new: String, _ more: [String] = []) async throws
      -> CommandLineTool.Outcome
    {
      try await CommandLineTool.run(
        ["report", "diff", "\(old)/results.json", "\(new)/results.json"] + more)
    }
    let worse = try await diff(sound.reports, faulty.reports)
    #expect(worse.exitCode == 1, "\(worse.errors)")
    #expect(worse.output.contains("New failures (") && worse.output.contains("PAG-08"))
    let better = try await diff(faulty.reports, sound.reports, ["--format", "json"])
    #expect(better.exitCode == 0, "\(better.errors)")
    let root = try JSONDocument(parsing: Array(better.output.utf8)).root
    #expect((root["counts"]?["fixed"]?.intValue ?? 0) > 0)
    #expect(root["counts"]?["new-failure"]?.intValue == 0)
    let same = try await diff(faulty.reports, faulty.reports)
    #expect(same.exitCode == 0 && same.output.contains("still failing"))
    let unreadable = try await diff(sound.reports, "\(folder.path)/nowhere")
    #expect(unreadable.exitCode == 2 && unreadable.errors.contains("does not exist"))

    try Data("{\"format\": \"other\"}".utf8).write(to: URL(filePath: "\(folder.path)/other.json"))
    let history = try await CommandLineTool.run(["report", "history", folder.path])
    #expect(history.errors.contains("other.json holds no results of a run"))
    #expect(history.exitCode == 0, "\(history.errors)")
    #expect(history.output.contains("✓ ✗  kirim/"), "\(history.output)")
    #expect(history.output.contains("2-faulty/results.json"))
    let none = try await CommandLineTool.run(["report", "history", sound.reports + "/../none"])
    #expect(none.exitCode == 2 && none.errors.contains("is no folder"))
  }

  @Test("verify finds a certificate true, and one that was changed not")
  func verify() async throws {
    let folder = try TemporaryFolder()
    let certificate = "\(folder.path)/certificate.json"
    let part = try await Self.demo(folder, "part", ["--certificate", certificate])
    #expect(part.outcome.exitCode == 0, "\(part.outcome.errors)")
    let refused = try await CommandLineTool.run([
      "verify", certificate, "\(part.reports)/results.json",
    ])
    #expect(refused.exitCode == 1 && refused.output.contains("NOT GRANTED"))
    #expect(refused.output.contains("only a part of the cases was asked"))
    let whole = try await CommandLineTool.run([
      "demo", "--seed", "7", "--reports", "\(folder.path)/reports", "--certificate", certificate,
      "--certificate", "\(folder.path)/c.html", "--timeout", "300s",
    ])
    #expect(whole.exitCode == 0, "\(whole.output)\(whole.errors)")
    let results = "\(folder.path)/reports/results.json"
    let published = CommandLineTool.packageFolder.appending(path: "suites/results.schema.json")
    let shape = try await CommandLineTool.run(["validate", published.path, results])
    #expect(shape.exitCode == 0, "\(shape.output)\(shape.errors)")
    let verified = try await CommandLineTool.run(["verify", certificate, results])
    #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
    #expect(verified.output.hasPrefix("VERIFIED "))
    let inputs = try #require(Self.json(certificate)["inputs"]).elements.map {
      $0["file"]?.stringValue ?? ""
    }
    for name in ["openapi.json", "conformance.yaml", "labels.suite.yaml"] {
      #expect(
        inputs.contains { $0.hasSuffix("suites/kirim/\(name)") || $0 == "suites/kirim/\(name)" })
    }
    let tool = CommandLineTool.packageFolder.appending(path: "suites/kirim/openapi.json")
    let digest = SHA256.hexadecimal(of: Array(try Data(contentsOf: tool)))
    let text = try String(contentsOfFile: certificate, encoding: .utf8)
    #expect(text.contains(digest))
    #expect(try String(contentsOfFile: "\(folder.path)/c.html", encoding: .utf8).contains(digest))

    let forged = try folder.write(
      "forged.json", text.replacing("\"profile\": \"full\"", with: "\"profile\": \"observe\""))
    let found = try await CommandLineTool.run(["verify", forged, results])
    #expect(found.exitCode == 1)
    #expect(
      found.output.contains(
        #"DIFFERS /profile: the certificate says "observe"; the results say "full""#))
    let swapped = try await CommandLineTool.run(["verify", results, results])
    #expect(swapped.exitCode == 2 && swapped.errors.contains("is not a certificate"))
  }

  @Test("results.json, CTRF and SARIF of a real run fit their schemas")
  func schemas() async throws {
    let folder = try TemporaryFolder()
    let demo = try await Self.demo(
      folder, "reports",
      [
        "--fault", "limit-ignored", "--ctrf", "\(folder.path)/ctrf.json", "--sarif",
        "\(folder.path)/run.sarif",
      ])
    #expect(demo.outcome.exitCode == 1, "\(demo.outcome.errors)")
    let shared = TestData.folder("report-schemas", home: "ctrf.io and OASIS")
    let published = CommandLineTool.packageFolder.appending(path: "suites/results.schema.json")
    for (file, schema) in [
      ("\(demo.reports)/results.json", published),
      ("\(folder.path)/ctrf.json", shared?.appending(path: "ctrf.schema.json")),
      ("\(folder.path)/run.sarif", shared?.appending(path: "sarif-2.1.0.schema.json")),
    ] {
      guard let schema else { continue }
      let outcome = try await CommandLineTool.run(["validate", schema.path, file])
      #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
    let result = try Self.json("\(folder.path)/run.sarif")["runs"]?[0]?["results"]?[0]
    let place = result?["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"]
    #expect(place?.stringValue == "suites/kirim/openapi.json")
  }

  @Test("merge writes what a run can write")
  func merge() async throws {
    let folder = try TemporaryFolder()
    let demo = try await Self.demo(folder, "reports")
    let ctrf = "\(folder.path)/ctrf.json"
    let merged = try await CommandLineTool.run([
      "report", "merge", "\(demo.reports)/results.json", "--reports", "\(folder.path)/merged",
      "--ctrf", ctrf,
    ])
    #expect(merged.exitCode == 0, "\(merged.errors)")
    #expect(try Self.json(ctrf)["reportFormat"]?.stringValue == "CTRF")
  }

  @Test("in a workflow of GitHub a run annotates, sums up and tells its counts; else it does not")
  func github() async throws {
    let folder = try TemporaryFolder()
    let summary = "\(folder.path)/summary.md"
    let outputs = "\(folder.path)/outputs.txt"
    let workflow = [
      "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary, "GITHUB_OUTPUT": outputs,
      "GITHUB_WORKSPACE": CommandLineTool.packageFolder.deletingLastPathComponent().path,
    ]
    _ = try folder.write("summary.md", "before\n")
    let on = try await Self.demo(
      folder, "on", ["--fault", "limit-ignored"], environment: workflow)
    #expect(on.outcome.exitCode == 1)
    let commands = on.outcome.errors.split(separator: "\n").filter { $0.hasPrefix("::") }
    let project = CommandLineTool.packageFolder.lastPathComponent
    #expect(!commands.isEmpty)
    #expect(commands.allSatisfy { $0.hasPrefix("::error file=\(project)/suites/kirim/") })
    #expect(!on.outcome.output.split(separator: "\n").contains { $0.hasPrefix("::") })
    let text = try String(contentsOfFile: summary, encoding: .utf8)
    #expect(text.hasPrefix("before\n### ✗ Failed: ") && text.contains("| ✗ failed |"))
    let lines = try String(contentsOfFile: outputs, encoding: .utf8)
    #expect(
      lines.hasPrefix("outcome=failed\n") && lines.contains("\nhtml=\(on.reports)/index.html\n"))

    let off = try await Self.demo(
      folder, "off", ["--fault", "limit-ignored", "--no-github"], environment: workflow)
    #expect(!off.outcome.errors.contains("::error"))
    let elsewhere = try await Self.demo(folder, "elsewhere", ["--fault", "limit-ignored"])
    #expect(!elsewhere.outcome.errors.contains("::error"))
    let asked = try await Self.demo(
      folder, "asked", ["--fault", "limit-ignored", "--github"])
    #expect(asked.outcome.errors.contains("::error file=suites/kirim/"))
    #expect(try String(contentsOfFile: summary, encoding: .utf8) == text)
  }

  @Test(
    "in a job of Azure or TeamCity the log has their commands, and none where nobody wants them",
    arguments: [
      (["TF_BUILD": "True"], "##vso[task.logissue type=error;sourcepath=suites/kirim/"),
      (["TEAMCITY_VERSION": "2025.3"], "##teamcity[inspection typeId='PAG-"),
    ])
  func otherServices(_ job: [String: String], _ command: String) async throws {
    let folder = try TemporaryFolder()
    let demo = try await Self.demo(
      folder, "on", ["--fault", "limit-ignored"], environment: job)
    #expect(demo.outcome.output.contains(command))
    let results = "\(demo.reports)/results.json"
    let off = try await CommandLineTool.run(
      ["report", "merge", results, "--reports", "\(folder.path)/off", "--annotations", "none"],
      environment: job)
    #expect(off.exitCode == 1 && !off.output.contains("##"), "\(off.output)")
    let both = try await CommandLineTool.run([
      "report", "merge", results, "--annotations", "none", "--github",
    ])
    #expect(both.exitCode == 2, "\(both.errors)")
  }
}

@Suite("Completions and the manual page")
struct ManualTests {
  /// Every command by its path, with the options it shows, as the parser of arguments tells them.
  private static func commands() async throws -> [(path: String, options: [String])] {
    let help = try await CommandLineTool.run(["--experimental-dump-help"])
    #expect(help.exitCode == 0)
    let root = try JSONDocument(parsing: Array(help.output.utf8)).root
    func walk(_ command: JSONValue, _ path: String) -> [(path: String, options: [String])] {
      let name = command["commandName"]?.stringValue ?? ""
      let whole = path.isEmpty ? name : "\(path) \(name)"
      let options = (command["arguments"].map { Array($0.elements) } ?? [])
        .filter { $0["shouldDisplay"]?.boolValue != false }
        .flatMap { $0["names"].map { Array($0.elements) } ?? [] }
        .filter { $0["kind"]?.stringValue == "long" }
        .compactMap { $0["name"]?.stringValue }
      let further = (command["subcommands"].map { Array($0.elements) } ?? [])
        .filter { $0["commandName"]?.stringValue != "help" }
      return [(whole, options)] + further.flatMap { walk($0, whole) }
    }
    return walk(try #require(root["command"]), "")
  }

  @Test("the manual has every command and every option, each in its section")
  func manual() async throws {
    let outcome = try await CommandLineTool.run(["manual"])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let plain = outcome.output.replacing("\\-", with: "-")
    let commands = try await Self.commands()
    #expect(commands.count > 15)
    for (path, options) in commands {
      let isWhole = !path.contains(" ")
      let start = isWhole ? ".SH \"OPTIONS\"\n" : ".SH \"\(path)\"\n"
      let parts = plain.components(separatedBy: start)
      #expect(parts.count == 2, "\(path) has one section")
      let section = parts.last?.components(separatedBy: "\n.SH ").first ?? ""
      for option in options { #expect(section.contains("--\(option)"), "\(path) --\(option)") }
    }
  }

  @Test("the formatter of manual pages takes the page without a warning")
  func groff() async throws {
    guard let path = ["/usr/bin/groff"].first(where: FileManager.default.isExecutableFile) else {
      print("skipped: groff is not installed")
      return
    }
    let page = try await CommandLineTool.run(["manual"])
    let folder = try TemporaryFolder()
    let file = try folder.write("conformance.1", page.output)
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-man", "-ww", "-Tutf8", "-P-cbou", "-k", file]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let warnings = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && warnings.isEmpty, "\(warnings)")
    #expect(text.contains("SYNOPSIS"))
  }

  @Test("completions know every command and option", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) async throws {
    let outcome = try await CommandLineTool.run(["completions", shell])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    for (path, options) in try await Self.commands() {
      let name = path.split(separator: " ").last.map(String.init) ?? ""
      #expect(outcome.output.contains(name), "\(path)")
      for option in options {
        // fish names long options without their dashes.
        #expect(outcome.output.contains(option), "\(path) --\(option)")
      }
    }
    let unknown = try await CommandLineTool.run(["completions", "tcsh"])
    #expect(unknown.exitCode == 2)
  }

  @Test("bash takes its completions")
  func bash() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/bin/bash") else {
      print("skipped: bash is not installed")
      return
    }
    let script = try await CommandLineTool.run(["completions", "bash"])
    let folder = try TemporaryFolder()
    let file = try folder.write("completions.bash", script.output)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-n", file]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(
    "what a command reads is never written over",
    arguments: [
      ["run", "SUITES", "--record", "SUITES/openapi.json"],
      ["run", "SUITES", "--html", "SUITES/../kirim/labels.suite.yaml"],
      ["run", "SUITES", "--sarif", "SUITES/conformance.yaml"],
      ["run", "SUITES", "--env-file", "FOLDER/my.env", "--json", "FOLDER/my.env"],
      ["run", "SUITES", "--sarif", "FOLDER"], ["run", "SUITES", "--ctrf", "FOLDER/new/"],
    ])
  func inputsAreSpared(_ words: [String]) async throws {
    let folder = try TemporaryFolder()
    let suites = "\(folder.path)/kirim"
    try FileManager.default.copyItem(
      at: CommandLineTool.packageFolder.appending(path: "suites/kirim"),
      to: URL(filePath: suites))
    let environment = try folder.write("my.env", "KIRIM_API_KEY=key-of-nobody\n")
    func digest() throws -> [String: Data] {
      var files = [environment: try Data(contentsOf: URL(filePath: environment))]
      for name in try FileManager.default.contentsOfDirectory(atPath: suites) {
        files[name] = try Data(contentsOf: URL(filePath: "\(suites)/\(name)"))
      }
      return files
    }
    let before = try digest()
    let outcome = try await CommandLineTool.run(
      words.map {
        $0.replacing("SUITES", with: suites).replacing("FOLDER", with: folder.path)
      } + ["--base-url", "http://127.0.0.1:9/v1", "--reports", "\(folder.path)/reports"],
      environment: ["KIRIM_API_KEY": "key-of-nobody"])
    #expect(outcome.exitCode == 2, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("[file.used-twice]") || outcome.errors.contains("[file.unwritable]"),
      "\(outcome.errors)")
    #expect(try digest() == before)
  }

  @Test(
    "what cannot be printed is not passed over",
    arguments: [
      ["demo", "--only", "kirim/health", "--json", "-", "--reports"],
      ["plan", "suites/kirim", "--format", "json", "--env-file"],
    ])
  func lostOutput(_ words: [String]) async throws {
    let folder = try TemporaryFolder()
    let last = words[0] == "demo" ? folder.path : try folder.write("empty.env", "")
    let outcome = try await CommandLineTool.run(words + [last], printingTo: "/dev/full")
    #expect(outcome.exitCode == 4, "\(outcome.errors)")
    #expect(outcome.errors.contains("standard output could not be written"), "\(outcome.errors)")
  }
}
