import Conformance
import Diagnostics
import SchemaValidator

/// What `validate` does: compiles one schema and judges any number of instances.
struct ValidationWork {
  private let command: ValidateCommand
  private let choice: SchemaChoice
  private let schema: SchemaChoice.Compiled

  /// Compiles the schema, and tells on standard error what is doubtful about it.
  ///
  /// - Throws: ``Diagnostics`` when the schema cannot be used.
  init(_ command: ValidateCommand) throws(Diagnostics) {
    self.command = command
    choice = try SchemaChoice(command)
    schema = try choice.compile()
    StandardError.write(DiagnosticPrinter(command.color).text(of: schema.warnings))
  }

  /// Judges every instance; one that cannot be judged does not keep the others from it.
  ///
  /// - Throws: ``Diagnostics`` when there is nothing to judge, or to measure.
  func run() throws(Diagnostics) -> Outcome {
    if let rounds = command.benchmark { return try measure(rounds) }
    var report = ValidationReport(command, files: schema.files)
    for path in command.instances {
      do throws(Diagnostics) {
        for file in try files(path) {
          do throws(Diagnostics) {
            try forEachInstance(in: file) { instance in
              let (judgement, line) = judge(instance)
              report.add(instance.name, judgement, line: line)
            }
          } catch {
            report.add(file, .unusable(error.all), line: unusable(error.all))
          }
        }
      } catch {
        report.add(path, .unusable(error.all), line: unusable(error.all))
      }
    }
    guard report.count > 0 else { throw nothingToJudge }
    report.finish()
    return report.outcome
  }

  // MARK: - Instances

  private func files(_ path: String) throws(Diagnostics) -> [String] {
    try InstanceFiles.expand(
      path, endings: command.ndjson ? InstanceFiles.lines : InstanceFiles.documents)
  }

  /// Reads a file: as one instance, or line by line with no more of it in memory than a line.
  private func forEachInstance(
    in path: String, _ body: (Instance) -> Void
  ) throws(Diagnostics) {
    let stream = try ByteStream(path)
    guard command.ndjson else {
      return body(Instance(file: stream.name, line: nil, text: try stream.readAll()[...]))
    }
    var cutter = LineCutter()
    var number = 0
    func take(_ line: ArraySlice<UInt8>) {
      number += 1
      let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if !isBlank { body(Instance(file: stream.name, line: number, text: line)) }
    }
    while let chunk = try stream.next() {
      cutter.append(chunk)
      while let line = cutter.next() { take(line) }
    }
    cutter.rest().map(take)
  }

  private var nothingToJudge: Diagnostics {
    Diagnostics([
      Diagnostic(
        code: "validate.no-instances",
        "found no instance in \(command.instances.joined(separator: ", ")); expected one a line",
        fix: "check that the right file was given")
    ])
  }

  // MARK: - Judging

  /// What is found about an instance, and its line of JSON where that is asked for.
  private func judge(_ instance: Instance) -> (Judgement, line: [UInt8]?) {
    do throws(Diagnostics) {
      switch command.output {
      case nil:
        return (try decide(instance, explaining: !command.fast), nil)
      case .flag:
        let judgement = try decide(instance, explaining: false)
        return (judgement, flag(judgement))
      case let format?:
        let root = try InstanceDocument(instance).root
        let judgement = Self.judgement(of: schema.program.evaluate(root), nil)
        return (judgement, schema.program.output(format, for: root))
      }
    } catch {
      return (.unusable(error.all), unusable(error.all))
    }
  }

  /// Reads and judges in one go; what is not valid is read again where it is to be explained.
  private func decide(
    _ instance: Instance, explaining: Bool
  ) throws(Diagnostics) -> Judgement {
    if !instance.isYAML {
      let verdict: Bool?
      do {
        verdict = try schema.program.verdict(instance.text.span, limits: .widest)
      } catch {
        throw Diagnostics([instance.diagnostic(of: error)])
      }
      if verdict == true { return .valid }
      if verdict == false, !explaining { return .invalid([], nil) }
    }
    let document = try InstanceDocument(instance)
    return Self.judgement(
      of: schema.program.evaluate(document.root), explaining ? document : nil)
  }

  private static func judgement(
    of verdict: SchemaVerdict, _ document: InstanceDocument?
  ) -> Judgement {
    switch verdict.outcome {
    case .valid: .valid
    case .invalid: .invalid(verdict.violations, document, omitsMore: verdict.omitsViolations)
    case .undecided: .undecided(verdict.undecided)
    }
  }

  /// The line of JSON that is a verdict and nothing else.
  private func flag(_ judgement: Judgement) -> [UInt8] {
    var line = JSONWriter()
    line.beginObject()
    line.name("valid")
    if case .valid = judgement { line.bool(true) } else { line.bool(false) }
    line.endObject()
    return line.finish()
  }

  /// The line of JSON for what cannot be judged; nil in other layouts.
  ///
  /// It says "valid": false, so that who reads nothing else is never told that all is well.
  private func unusable(_ found: [Diagnostic]) -> [UInt8]? {
    guard let format = command.output else { return nil }
    var line = JSONWriter()
    line.beginObject()
    line.name("valid")
    line.bool(false)
    if format != .flag {
      for name in ["keywordLocation", "instanceLocation"] {
        line.name(name)
        line.string("")
      }
    }
    line.name("error")
    line.string(
      found.map { diagnostic in
        (diagnostic.location.map { "\($0): " } ?? "") + diagnostic.message
      }.joined(separator: "; "))
    line.endObject()
    return line.finish()
  }

  // MARK: - Measuring

  private func measure(_ rounds: Int) throws(Diagnostics) -> Outcome {
    var instances: [Instance] = []
    for path in command.instances {
      for file in try files(path) { try forEachInstance(in: file) { instances.append($0) } }
    }
    guard !instances.isEmpty else { throw nothingToJudge }
    let benchmark = try ValidationBenchmark(
      schema.program, compiledIn: choice.compileTime(), instances)
    return benchmark.run(rounds: rounds) ? .passed : .failed
  }
}
