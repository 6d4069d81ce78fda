import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Check: reports for people")
struct CheckTextReportTests {
  private func text(
    _ files: CheckFiles, width: Int? = nil, color: Bool = false,
    _ change: (inout CheckTextReport) -> Void = { _ in }
  ) -> String {
    var report = CheckTextReport(
      settings: TerminalSettings(usesColor: color, isLive: false, width: width))
    change(&report)
    return report.render(Checker(files: files).check(["api.json"]))
  }

  @Test("show each mistake with its line, pointer and fix, count the notes, and end in the counts")
  func golden() {
    let lines = text(CheckFiles.odd).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.prefix(7).joined(separator: "\n") == """
        api.json:6:40: warning: the default does not match its schema: found the number 1; \
        expected a string [contract.default-mismatch]
          6 |     "A": {"type": "string", "default": 1},
            |                                        ^
          at #/components/schemas/A/default
          fix: write "1" in quotation marks
          note: api.json:6:10: the schema stands here, at #/components/schemas/A

        """)
    #expect(lines.contains { $0.contains(" on what a run cannot test") })
    #expect(lines.contains { $0.contains("--severity CODE=off|note|warning|error") })
    #expect(
      lines.dropLast().last?.hasPrefix("1 file, 1 operation, 2 schemas: 0 errors, 3 warnings, ")
        == true)
  }

  @Test("show five of one code, and say how many more there are")
  func repeating() {
    let some = text(CheckFiles.repeating(12))
    #expect(some.components(separatedBy: "[contract.default-mismatch]").count - 1 == 5)
    #expect(some.contains("and 7 more of contract.default-mismatch (show all with --all)\n"))
    #expect(some.contains("[contract.unsatisfiable-schema]"))
    let all = text(CheckFiles.repeating(12)) { $0.showsAll = true }
    #expect(all.components(separatedBy: "[contract.default-mismatch]").count - 1 == 12)
    #expect(!all.contains("--all"))
  }

  @Test("list the notes on request instead of counting them")
  func notes() {
    let folded = text(CheckFiles.odd)
    #expect(!folded.contains("note: GET /things"))
    #expect(!folded.contains("testability.no-error-response"))
    #expect(folded.contains("(-v counts them by code; --testability lists them)"))
    let counted = text(CheckFiles.odd) { $0.countsCodes = true }
    #expect(counted.contains("  1  testability.no-error-response"))
    let listed = text(CheckFiles.odd) { $0.listsNotes = true }
    #expect(listed.contains("note: GET /things documents no error"))
    #expect(!listed.contains("on what a run cannot test"))
  }

  @Test("take a line for each when quiet, and nothing else but the counts")
  func quiet() {
    let lines = text(CheckFiles.odd) { $0.isQuiet = true }.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.dropLast().allSatisfy { $0.hasPrefix("api.json:") && $0.hasSuffix("]") })
  }

  @Test("fit into the width of the terminal", arguments: [80, 100, 120])
  func width(_ width: Int) {
    let minified =
      CheckFiles.odd.files["api.json"]?.split(separator: "\n")
      .map { $0.drop { $0 == " " } }.joined() ?? ""
    for files in [CheckFiles.odd, CheckFiles(["api.json": minified])] {
      let text = text(files, width: width) { $0.listsNotes = true }
      for line in text.split(separator: "\n") {
        // A place or a pointer is never broken: it is there to be clicked or copied.
        let hasLongWord = line.split(separator: " ").contains { $0.count > width / 2 }
        #expect(line.unicodeScalars.count <= width || hasLongWord, "\(line)")
      }
    }
  }

  @Test("colour nothing unless asked to, and say the same either way")
  func color() {
    let plain = text(CheckFiles.odd)
    let coloured = text(CheckFiles.odd, color: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.contains("\u{1B}[33;1mwarning\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test("show names that would steer a terminal as letters")
  func hostile() {
    let files = CheckFiles([
      "api.json": CheckFiles.partsText(
        "\"\\u001b[31mA\\n::error::x\": {\"type\": \"string\", \"default\": 1}")
    ])
    let text = text(files)
    #expect(!text.contains("\u{1B}"))
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("::error") })
    #expect(text.contains("\\u{1b}[31mA\\n::error::x"))
  }
}

@Suite("Check: reports for programs")
struct CheckReportTests {
  private let context = CheckReportContext(
    toolVersion: "1.2.3", workingFolder: "/repo/project", isStrict: false)

  private func result(_ files: CheckFiles, _ paths: [String] = ["api.json"]) -> CheckResult {
    Checker(files: files).check(paths)
  }

  private func github(_ files: CheckFiles, _ paths: [String] = ["api.json"]) -> [Substring] {
    let text = CheckTextReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: nil))
    return CheckGitHubReport(context, text: text).render(result(files, paths))
      .split(separator: "\n")
  }

  @Test("JSON has the published shape, and holds everything")
  func json() throws {
    let schema = try SchemaCompiler().load(
      SourceText(try packageFile("schemas/check-report.schema.json"), name: "schema.json")
    ).compile()
    for files in [CheckFiles.odd, CheckFiles.repeating(30), CheckFiles(["api.json": "["])] {
      let result = result(files)
      let document = try JSONDocument(parsing: CheckJSONReport(context).render(result))
      let verdict = schema.evaluate(document.root)
      #expect(verdict.isValid, "\(verdict.violations)")
      #expect(document.root["diagnostics"]?.count == result.diagnostics.count)
      #expect(document.root["version"]?.intValue == 1)
    }
    let root = try JSONDocument(parsing: CheckJSONReport(context).render(result(.odd))).root
    let first = try #require(
      root["diagnostics"]?.elements.first {
        $0["code"]?.stringValue == "contract.default-mismatch"
      })
    #expect(first["file"]?.stringValue == "api.json")
    #expect(first["line"]?.intValue == 6)
    #expect(first["column"]?.intValue == 40)
    #expect(first["endColumn"]?.intValue == 41)
    #expect(first["pointer"]?.stringValue == "/components/schemas/A/default")
    #expect(first["notes"]?[0]?["line"]?.intValue == 6)
    #expect(root["counts"]?["warnings"]?.intValue == 3)
    #expect(root["usable"]?.boolValue == true)
  }

  @Test("SARIF is valid by its schema, and every result has its rule, region and fingerprint")
  func sarif() throws {
    guard let url = testData("report-schemas/sarif-2.1.0.schema.json") else {
      print("skipped: no test data; the schema is published by OASIS")
      return
    }
    let schema = try SchemaCompiler().load(
      SourceText(Array(try Data(contentsOf: url)), name: "sarif.json")
    ).compile()
    for files in [CheckFiles.odd, CheckFiles.repeating(30), CheckFiles(["api.json": "["])] {
      let result = result(files)
      let root = try JSONDocument(parsing: CheckSARIFReport(context).render(result)).root
      let verdict = schema.evaluate(root)
      #expect(verdict.isValid, "\(verdict.violations)")
      let run = try #require(root["runs"]?[0])
      #expect(run["columnKind"]?.stringValue == "unicodeCodePoints")
      let rules = try #require(run["tool"]?["driver"]?["rules"])
      let results = try #require(run["results"])
      #expect(results.count == result.diagnostics.count)
      var fingerprints: Set<String> = []
      for entry in results.elements {
        let number = try #require(entry["ruleIndex"]?.intValue)
        #expect(rules[number]?["id"] == entry["ruleId"])
        #expect(rules[number]?["help"]?["text"]?.stringValue?.isEmpty == false)
        let place = try #require(entry["locations"]?[0]?["physicalLocation"])
        #expect(place["artifactLocation"]?["uri"]?.stringValue == "api.json")
        #expect(place["region"]?["startLine"]?.intValue ?? 0 > 0)
        #expect(place["region"]?["startColumn"]?.intValue ?? 0 > 0)
        let fingerprint = entry["partialFingerprints"]?["contractPlace/v1"]?.stringValue
        #expect(fingerprints.insert(try #require(fingerprint)).inserted)
      }
    }
  }

  @Test("fingerprints stay when lines are added above, and differ between places")
  func fingerprints() throws {
    func prints(_ text: String) throws -> [String?] {
      let files = CheckFiles(["api.json": text])
      let root = try JSONDocument(parsing: CheckSARIFReport(context).render(result(files))).root
      return root["runs"]?[0]?["results"]?.elements.map {
        $0["partialFingerprints"]?["contractPlace/v1"]?.stringValue
      } ?? []
    }
    let text = CheckFiles.odd.files["api.json"] ?? ""
    #expect(try prints(text) == prints("\n\n" + text))
    #expect(Set(try prints(text)).count == (try prints(text)).count)
  }

  @Test(
    "paths count from the base, with what a URI does not allow encoded",
    arguments: [
      ("api.json", "api.json"), ("./a/../b c/ü.json", "b%20c/%C3%BC.json"),
      ("/repo/project/x:1.json", "x%3A1.json"), ("/repo/other/a.json", "../other/a.json"),
      ("../a%b.json", "../a%25b.json"),
    ])
  func uris(_ path: String, uri: String) throws {
    let text = CheckFiles.odd.files["api.json"] ?? ""
    let result = result(CheckFiles([path: text]), [path])
    let root = try JSONDocument(parsing: CheckSARIFReport(context).render(result)).root
    let place = root["runs"]?[0]?["results"]?[0]?["locations"]?[0]?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.stringValue == uri)
  }

  @Test(
    "paths count from the repository when the working folder lies in it",
    arguments: [
      ("/repo", "project/api.json"), ("/repo/", "project/api.json"),
      ("/", "repo/project/api.json"),
      ("/repo/project", "api.json"), ("/repo/proj", "api.json"), ("", "api.json"),
      ("/srv/other", "api.json"), ("/./other/../repo", "project/api.json"),
    ])
  func repository(_ repository: String, path: String) throws {
    let context = CheckReportContext(
      toolVersion: "1", workingFolder: "/repo/project", repository: repository, isStrict: false)
    let result = result(.odd)
    let root = try JSONDocument(parsing: CheckSARIFReport(context).render(result)).root
    let place = root["runs"]?[0]?["results"]?[0]?["locations"]?[0]?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.stringValue == path)
    let text = CheckTextReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: nil))
    let commands = CheckGitHubReport(context, text: text).render(result)
    #expect(commands.hasPrefix("::warning file=\(path),line=6"), "\(commands)")
  }

  @Test("standard input is no file", arguments: [CheckFiles.odd.files["api.json"] ?? "", "{"])
  func standardInput(_ text: String) throws {
    let result = Checker(
      files: CheckFiles([:]), standardInput: { .success(Array(text.utf8)) }
    ).check(["-"])
    let root = try JSONDocument(parsing: CheckSARIFReport(context).render(result)).root
    let results = Array(try #require(root["runs"]?[0]?["results"]).elements)
    #expect(!results.isEmpty && results.count == result.diagnostics.count)
    for (entry, diagnostic) in zip(results, result.diagnostics) {
      for place in entry["locations"].map({ Array($0.elements) }) ?? [] {
        #expect(place["physicalLocation"] == nil)
        #expect(place["logicalLocations"]?.count == 1)
      }
      let location = try #require(diagnostic.location)
      #expect(entry["message"]?["text"]?.stringValue?.hasPrefix("\(location): ") == true)
    }
    let report = CheckGitHubReport(
      context,
      text: CheckTextReport(
        settings: TerminalSettings(usesColor: false, isLive: false, width: nil)))
    let commands = report.render(result).split(separator: "\n").filter { $0.hasPrefix("::") }
    #expect(!commands.isEmpty)
    for command in commands {
      #expect(!command.contains("file=") && !command.contains("line="))
      #expect(command.contains("::standard input:"), "\(command)")
    }
  }

  @Test("a file may have the name that standard input goes by")
  func fileCalledStandardInput() throws {
    let name = Checker.standardInputName
    let result = Checker(files: CheckFiles([name: CheckFiles.odd.files["api.json"] ?? ""]))
      .check([name])
    let root = try JSONDocument(parsing: CheckSARIFReport(context).render(result)).root
    let entries = Array(try #require(root["runs"]?[0]?["results"]).elements)
    #expect(!entries.isEmpty)
    for entry in entries {
      let place = try #require(entry["locations"]?[0]?["physicalLocation"])
      let uri = place["artifactLocation"]?["uri"]?.stringValue
      #expect(uri?.hasSuffix("standard%20input") == true, "\(uri ?? "")")
    }
    let text = CheckTextReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: nil))
    let commands = CheckGitHubReport(context, text: text).render(result)
    #expect(commands.hasPrefix("::warning file=standard input,line=6"), "\(commands)")
  }

  @Test("workflow commands name file, line and column, and escape what has a meaning there")
  func commands() throws {
    let path = "a,b:50%.json"
    let lines = github(
      CheckFiles([path: CheckFiles.odd.files["api.json"] ?? ""]), [path])
    let first = try #require(lines.first)
    #expect(
      first == """
        ::warning file=a%2Cb%3A50%25.json,line=6,col=40,title=A default does not match its schema \
        [contract.default-mismatch]::the default does not match its schema: found the number 1; \
        expected a string%0Afix: write "1" in quotation marks
        """)
    #expect(lines.count { $0.hasPrefix("::") } == 3)
    #expect(lines.last?.hasSuffix("notes") == true)
  }

  @Test("ten annotations of a kind at most, one of each code first, the tenth counts the others")
  func limit() {
    let lines = github(CheckFiles.repeating(30)).filter { $0.hasPrefix("::warning") }
    #expect(lines.count == 10)
    #expect(lines.contains { $0.contains("[contract.unsatisfiable-schema]") })
    #expect(lines.last == "::warning::and 22 more; the log of this step has them")
  }

  @Test("notes become notices only where they are listed")
  func notices() {
    #expect(!github(CheckFiles.odd).contains { $0.hasPrefix("::notice") })
    var text = CheckTextReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: nil))
    text.listsNotes = true
    let report = CheckGitHubReport(context, text: text).render(result(.odd))
    #expect(report.split(separator: "\n").contains { $0.hasPrefix("::notice file=api.json") })
  }

  @Test("no line of the text below begins a command, whatever a file is called")
  func harmless() {
    let path = "::error::x.json"
    let lines = github(CheckFiles([path: "["]), [path])
    #expect(lines.count { $0.hasPrefix("::") } == 1)
    #expect(lines.first?.hasPrefix("::error file=") == true)
  }

  @Test("strict is told, and makes a warning unusable")
  func strict() throws {
    let strict = CheckReportContext(toolVersion: "1", workingFolder: "/", isStrict: true)
    let root = try JSONDocument(parsing: CheckJSONReport(strict).render(result(.odd))).root
    #expect(root["usable"]?.boolValue == false)
    #expect(root["strict"]?.boolValue == true)
  }
}

@Suite("Diagnostics: their codes")
struct DiagnosticRulesTests {
  @Test("have each an entry with a title and help")
  func entries() {
    let codes = DiagnosticRules.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    for rule in DiagnosticRules.all {
      #expect(!rule.title.isEmpty && !rule.title.hasSuffix("."), "\(rule.code)")
      #expect(rule.help.hasSuffix("."), "\(rule.code)")
    }
  }

  @Test("that the sources write are all among them")
  func sources() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = package.appending(path: "Sources")
    let families = ["contract", "schema", "testability", "suite", "requirement", "json", "yaml"]
    let pattern = /"((?:[a-z]+)\.[a-z][a-zA-Z0-9-]*)"/
    var found: Set<String> = []
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
    for case let name as String in files where name.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for match in text.matches(of: pattern) {
        let word = String(match.1)
        // Names of files look alike.
        let isFile = ["json", "yaml", "yml"].contains(word.split(separator: ".").last)
        if families.contains(String(word.prefix { $0 != "." })), !isFile { found.insert(word) }
      }
    }
    #expect(found.count > 80)
    for code in found.sorted() { #expect(DiagnosticRules.rule(code) != nil, "\(code)") }
  }
}
