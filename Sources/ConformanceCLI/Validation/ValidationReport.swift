import Conformance
import Diagnostics
import SchemaValidator

/// What is found about an instance.
enum Judgement {
  /// It satisfies the schema.
  case valid
  /// It does not; why is left open where nobody asked, and not told in full for very much.
  case invalid([SchemaViolation], InstanceDocument?, omitsMore: Bool = false)
  /// It cannot be told: the reasons.
  case undecided([String])
  /// It is no JSON, or YAML, or cannot be read at all.
  case unusable([Diagnostic])
}

/// Says what was found, instance by instance, and counts it.
///
/// Verdicts go to standard output, in the layout that was asked for; why an instance cannot be
/// judged is told on standard error.
struct ValidationReport {
  /// How verdicts are laid out.
  enum Layout {
    /// For people: what is wrong, where, and what was expected.
    case explained
    /// A line for each instance, with its verdict and nothing else.
    case brief
    /// A line of JSON for each instance.
    case standard(OutputFormat)
  }

  private let layout: Layout
  private let isLineByLine: Bool
  private let files: SchemaFiles
  private let usesColor: Bool
  private let diagnostics: DiagnosticPrinter
  private var valid = 0
  private var invalid = 0
  private var undecided = 0
  private var unusable = 0

  /// Starts a report for a command.
  init(_ command: ValidateCommand, files: SchemaFiles) {
    layout = command.output.map(Layout.standard) ?? (command.fast ? .brief : .explained)
    isLineByLine = command.ndjson
    self.files = files
    usesColor = TerminalSettings.standardOutput(command.color).usesColor
    diagnostics = DiagnosticPrinter(command.color)
  }

  /// How many instances there were, whatever became of them.
  var count: Int { valid + invalid + undecided + unusable }

  /// What it comes to: what could not be judged weighs most, since nothing is known about it.
  var outcome: Outcome {
    if undecided + unusable > 0 { return .usage }
    return invalid > 0 ? .failed : .passed
  }

  /// Tells about one instance; `line` is its line of JSON, where that is the layout.
  mutating func add(_ name: String, _ judgement: Judgement, line: [UInt8]? = nil) {
    let (word, tone) = count(judgement)
    if let line {
      print(String(decoding: line, as: UTF8.self))
    } else if !isSilent(about: judgement) {
      print("\(paint(name)): \(paint(word, tone))")
    }
    switch judgement {
    case .valid: break
    case .invalid(let violations, let document, let omitsMore):
      if let document { explain(violations, omitsMore: omitsMore, in: document, of: name) }
    case .undecided(let reasons):
      StandardError.write(diagnostics.text(of: [Self.undecided(name, reasons)]))
    case .unusable(let found):
      StandardError.write(diagnostics.text(of: found))
    }
  }

  private mutating func count(
    _ judgement: Judgement
  ) -> (word: String, tone: ConsoleWriter.Tone) {
    switch judgement {
    case .valid:
      valid += 1
      return ("valid", .green)
    case .invalid:
      invalid += 1
      return ("invalid", .red)
    case .undecided:
      undecided += 1
      return ("undecided", .magenta)
    case .unusable:
      unusable += 1
      return ("unusable", .red)
    }
  }

  /// Whether nothing is said: of the lines of a file people want to see those that are not valid.
  private func isSilent(about judgement: Judgement) -> Bool {
    if case .valid = judgement, isLineByLine, case .explained = layout { true } else { false }
  }

  private static func undecided(_ name: String, _ reasons: [String]) -> Diagnostic {
    Diagnostic(
      code: "validate.undecided", "\(name) cannot be judged: \(reasons.joined(separator: "; "))",
      fix: "write the pattern so that it can fail sooner, or the schema less deep")
  }

  /// Ends the report: with a count of everything, where there is more than one instance.
  func finish() {
    guard case .explained = layout, count > 1 else { return }
    let parts: [(number: Int, text: String, tone: ConsoleWriter.Tone)] = [
      (invalid, "invalid", .red), (undecided, "undecided", .magenta), (unusable, "unusable", .red),
    ]
    var line = paint("\(valid) of \(count) valid", valid == count ? .green : .bold)
    for part in parts where part.number > 0 {
      line += ", " + paint("\(part.number) \(part.text)", part.tone)
    }
    print(line)
  }

  // MARK: - Violations

  private func explain(
    _ violations: [SchemaViolation], omitsMore: Bool, in document: InstanceDocument,
    of name: String
  ) {
    var room = Self.longest
    show(violations, in: document, of: name, indent: "  ", &room)
    if omitsMore {
      print("  … and more, which were omitted")
    } else if room < 0 {
      print("  … and \(-room) more; --output basic tells all of them")
    }
  }

  /// How many violations of one instance are shown.
  private static let longest = 100

  /// Shows violations, and those of the nearest alternative below the keyword they failed;
  /// `room` is how many more may be shown, and below zero how many were not.
  private func show(
    _ violations: [SchemaViolation], in document: InstanceDocument, of name: String,
    indent: String, _ room: inout Int
  ) {
    for violation in violations {
      room -= 1
      if room < 0 { continue }
      let (line, column) = document.place(of: violation)
      // A line of a file is named already: its number stands in the name of the instance.
      let place = isLineByLine ? "\(name):\(column)" : "\(name):\(line):\(column)"
      let pointer =
        violation.instanceLocation.tokens.isEmpty ? "(root)" : "\(violation.instanceLocation)"
      let keyword =
        "(\(violation.keyword), \(files.readable(violation.absoluteKeywordLocation)))"
      print(
        "\(indent)\(paint(place)): \(paint(pointer, .bold)): \(paint(violation.message)) "
          + paint(keyword, .dim))
      guard let nearest = violation.branches.first else { continue }
      // The nearest alternative says most about what was meant; the others would bury it.
      print("\(indent)  \(paint(Self.introduction(of: nearest, among: violation.branches)))")
      show(nearest.violations, in: document, of: name, indent: indent + "    ", &room)
    }
  }

  /// Names the nearest of several alternatives, and then the others.
  private static func introduction(
    of nearest: SchemaBranch, among branches: [SchemaBranch]
  ) -> String {
    let others = branches.dropFirst().map(\.name)
    if others.isEmpty { return "the alternative is \(nearest.name):" }
    let shown = others.prefix(6).joined(separator: ", ")
    return "nearest is \(nearest.name), then \(shown)\(others.count > 6 ? ", …" : ""):"
  }

  private func paint(_ text: String, _ tone: ConsoleWriter.Tone = .plain) -> String {
    ConsoleWriter.paint(text, tone, usesColor: usesColor)
  }
}
