internal import Diagnostics

/// How the result of a check is written down.
package enum CheckFormat: String, Sendable, Hashable, CaseIterable {
  /// For people.
  case text
  /// For programs: the format of this tool, described by `schemas/check-report.schema.json`.
  case json
  /// For GitHub Actions: workflow commands that become annotations.
  case github
  /// For code scanning: SARIF 2.1.0.
  case sarif
}

/// What a report of a check needs to know beside the result.
package struct CheckReportContext: Sendable {
  /// The version of this program.
  package var toolVersion: String
  /// Whether a warning makes the input unusable.
  package var isStrict: Bool
  /// Paths as the report has them.
  let paths: RelativePath
  /// What locations name that is no file.
  private var namesOfNoFile: Set<String> = []

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - toolVersion: The version of this program.
  ///   - workingFolder: The absolute path of the folder that relative paths count from.
  ///   - repository: The absolute path of the folder that paths in the report count from, where
  ///     the working folder lies in it; else they count from the working folder.
  ///   - isStrict: Whether a warning makes the input unusable.
  package init(
    toolVersion: String, workingFolder: String, repository: String? = nil, isStrict: Bool
  ) {
    self.toolVersion = toolVersion
    self.isStrict = isStrict
    paths = RelativePath(from: workingFolder, within: repository)
  }

  /// Whether what was checked can be used.
  package func isUsable(_ result: CheckResult) -> Bool {
    result.count(.error) == 0 && !(isStrict && result.count(.warning) > 0)
  }

  /// The path of the file a location is in; nil for what is no file.
  func file(of location: SourceLocation) -> String? {
    isFile(location) ? paths.path(to: location.file) : nil
  }

  /// The URI of the file a location is in; nil for what is no file.
  func uri(of location: SourceLocation) -> String? {
    isFile(location) ? paths.uri(to: location.file) : nil
  }

  private func isFile(_ location: SourceLocation) -> Bool {
    !namesOfNoFile.contains(location.file)
  }

  /// The context of a report on a result, which knows what of it was read from no file.
  func reporting(_ result: CheckResult) -> CheckReportContext {
    var context = self
    context.namesOfNoFile = Set(result.subjects.compactMap(\.nameOfNoFile))
    return context
  }
}

/// What tells a diagnostic from others over several versions of a file.
struct DiagnosticFingerprint {
  private var fingerprints = Fingerprints()

  /// The fingerprint of a diagnostic: of its code, its file and its value, not of its line.
  mutating func next(_ diagnostic: Diagnostic, file: String) -> String {
    fingerprints.next([
      diagnostic.code, file, diagnostic.pointer?.description ?? "", diagnostic.message,
    ])
  }
}
