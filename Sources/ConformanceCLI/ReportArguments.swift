import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// Where a result is written to, and how.
struct ReportArguments: ParsableArguments {
  @Option(help: "The folder for results.json, junit.xml and index.html.")
  var reports = "reports"

  @Option(help: "Write the JUnit report to this file as well.")
  var junit: String?

  @Option(help: "Which readers the JUnit reports are for: rich, or strict by the common schemas.")
  var junitDialect = JUnitReport.Dialect.rich

  @Option(help: "Write the HTML report to this file as well.")
  var html: String?

  @Option(help: "Write the JSON results to this file as well; \"-\" is standard output.")
  var json: String?

  @Option(help: "Write a report in the Common Test Report Format to this file.")
  var ctrf: String?

  @Option(help: "Write the findings as SARIF 2.1.0, for code scanning, to this file.")
  var sarif: String?

  @Option(
    help: ArgumentHelp(
      """
      Write what the run says of the target to FILE, for `verify`: as a page where it ends in \
      .html, else as JSON. May be repeated.
      """, valueName: "file"))
  var certificate: [String] = []

  @Flag(
    inversion: .prefixedNo, help: "The same as --annotations github, and --annotations none.")
  var github: Bool?

  @Option(
    help: ArgumentHelp(
      """
      For which CI service findings are annotations in the log: auto, none, github (with a summary \
      of the job), azure or teamcity; auto goes by GITHUB_ACTIONS, TF_BUILD and TEAMCITY_VERSION.
      """, valueName: "service"))
  var annotations = AnnotationChoice.auto

  /// The job that this runs in; nil where nothing is to be said to it.
  var job: BuildJob? {
    BuildJob(github.map { $0 ? .service(.github) : .off } ?? annotations)
  }

  func validate() throws {
    if github != nil, annotations != .auto {
      throw ValidationError("--annotations says it already: leave --github or --no-github out")
    }
  }

  /// The reports that the command line asks for.
  var reportSet: ReportSet {
    var reports = ReportSet(folder: self.reports, dialect: junitDialect)
    if let path = junit {
      reports.add(JUnitReport(dialect: junitDialect), named: "JUnit", to: path)
    }
    if let path = html { reports.add(HTMLReport(), named: "HTML", to: path) }
    if let path = json, path != "-" { reports.add(JSONReport(), named: "JSON", to: path) }
    if let path = ctrf { reports.add(CTRFReport(), named: "CTRF", to: path) }
    if let path = sarif {
      reports.add(SARIFReport(paths: .fromRepository), named: "SARIF", to: path)
    }
    for path in certificate {
      reports.add(CertificateReport(.init(path: path)), named: "Certificate", to: path)
    }
    return reports
  }
}

extension RelativePath {
  /// Paths as a repository has them: from the folder of the workflow that this runs in, else from
  /// the working folder.
  static var fromRepository: RelativePath {
    RelativePath(
      from: FileManager.default.currentDirectoryPath,
      within: ["GITHUB_WORKSPACE", "BUILD_SOURCESDIRECTORY"].lazy
        .compactMap { ProcessInfo.processInfo.environment[$0] }.first)
  }
}

/// Hands a result over: to files, to whoever reads along, and to the workflow that this runs in.
struct ReportDelivery {
  let arguments: ReportArguments
  let redactor: Redactor
  var color = ColorChoice.auto
  var verbosity = ConsoleReport.Verbosity.normal
  /// What else the run has written, apart from reports.
  var otherFiles: [(path: String, form: TextForm)] = []
  /// Files in which nothing may be masked, since another command goes by them.
  var workingFiles: [String] = []

  /// Writes all reports and tells what went wrong with that; `outcome` is not passed any more
  /// where something did.
  func deliver(_ result: RunResult, _ outcome: inout Outcome) {
    let spare = FileManager.default.temporaryDirectory
      .appending(path: "conformance-\(result.environment.runPrefix)").path
    let written = arguments.reportSet.write(result, redactor: redactor, spareFolder: spare)
    var mistakes = written.mistakes
    let digest = RunDigest(result)
    let job = arguments.job
    if let job { mistakes += job.write(digest, written.reports, redactor) }
    show(digest, written.reports, job)
    // Nothing is written any more from here on.
    let scan = SecretScan(redactor)
    mistakes += scan.mask(written.forms + otherFiles) + scan.find(workingFiles)
    guard !mistakes.isEmpty else { return }
    StandardError.write(DiagnosticPrinter(color).text(of: mistakes))
    if outcome == .passed { outcome = .errored }
  }

  /// Prints the summary: to standard output, unless that holds JSON.
  private func show(
    _ run: RunDigest, _ written: [ConsoleReport.WrittenReport], _ job: BuildJob?
  ) {
    let holdsJSON = arguments.json == "-"
    if holdsJSON {
      let bytes = redactor.masked(json: JSONReport().render(run))
      StandardOutput.write(String(decoding: bytes, as: UTF8.self))
    }
    let settings: TerminalSettings =
      holdsJSON ? .standardError(color) : .standardOutput(color)
    let text = redactor.masked(
      ConsoleReport(settings: settings, verbosity: verbosity, written: written).text(run))
    let shown = job == nil ? text : AnnotationService.harmless(text)
    if holdsJSON { StandardError.write(shown) } else { StandardOutput.write(shown) }
    guard let job else { return }
    let annotations = job.annotations(of: run, redactor)
    // Only GitHub promises to read standard error as well.
    if holdsJSON || job.service == .github {
      StandardError.write(annotations)
    } else {
      StandardOutput.write(annotations)
    }
  }
}
