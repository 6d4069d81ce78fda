internal import Diagnostics
internal import FoundationEssentials
internal import SchemaValidator

/// Time and memory to compile every schema of an OpenAPI document, one program each, and the time
/// the published meta-schema needs for the document.
struct ContractBenchmark {
  private let contract: ContractFile

  /// Rounds of a large contract stop after so many seconds.
  private static let patience = 10

  init(_ contract: ContractFile) {
    self.contract = contract
  }

  /// What was measured, a line each.
  func run(rounds: Int) throws -> [String] {
    [compileAll(rounds: rounds), try judgeDocument(rounds: rounds)].map {
      "\(contract.name): \($0)"
    }
  }

  /// Compiles every schema and keeps all programs, as a harness does.
  private func compileAll(rounds: Int) -> String {
    let compiler = SchemaCompiler(defaultDialect: contract.version.dialect, checksMetaSchema: false)
    var programs: [SchemaProgram] = []
    var failures: [String] = []
    let before = ProcessMemory.current
    ProcessMemory.resetPeak()
    var growth: (current: Double, peak: Double)?
    let time = ThreadClock.lowest(
      rounds: rounds, patience: Self.patience,
      [
        {
          programs.removeAll()
          failures.removeAll()
          do {
            let source = try compiler.load(contract.document)
            for place in contract.places {
              do {
                programs.append(try source.compile(at: place))
              } catch {
                failures.append("\(place.fragment): \(error)")
              }
            }
            for program in programs { program.prepare() }
          } catch {
            failures.append("\(error)")
          }
          // Of the first round only: later ones find the memory of the one before.
          if growth == nil, let before, let now = ProcessMemory.current,
            let peak = ProcessMemory.peak
          {
            growth = (now - before, peak - before)
          }
        }
      ])[0]
    var line = "\(programs.count) schemas compiled, \(failures.count) failed, "
    line += "in \(Table.fixed(Double(time) / 1_000_000)) ms"
    if let growth, let peak = ProcessMemory.peak {
      line += "; \(Table.fixed(growth.current)) MiB for all programs"
      line += " (\(Table.fixed(growth.peak)) while compiling)"
      line += ", \(Table.fixed(peak)) MiB for the process at most"
    }
    return line + failures.prefix(3).map { "\n  \($0)" }.joined()
  }

  /// Judges the document itself with the meta-schema published for its version.
  private func judgeDocument(rounds: Int) throws -> String {
    let folder = TestData.root.appendingPathComponent("contracts/meta")
    let file = folder.appendingPathComponent(contract.version.metaSchema)
    guard FileManager.default.fileExists(atPath: file.path) else {
      return "meta-schema skipped: no \(contract.version.metaSchema) in \(folder.path); "
        + "get it from https://spec.openapis.org/oas/"
    }
    let metaSchema = try JSONDocument(parsing: try InputFile.bytes(file))
    let compiler = SchemaCompiler(checksMetaSchema: false)
    let program = try compiler.compile(metaSchema)
    let bytes = contract.document.bytes
    let verdict = program.evaluate(contract.document.root)
    let times = ThreadClock.lowest(
      rounds: rounds, patience: Self.patience,
      [
        { try? compiler.compile(metaSchema).prepare() },
        { keep(program.isValid(contract.document.root)) },
        { keep(try? program.isValid(bytes.span)) },
        { keep(program.evaluate(contract.document.root).isValid) },
      ]
    ).map { Table.fixed(Double($0) / 1_000_000) }
    var line = "\(verdict.outcome) by \(contract.version.metaSchema): compiled in \(times[0]) ms, "
    line += "judged in \(times[1]) ms, from bytes in \(times[2]) ms, "
    line += "with all \(verdict.violations.count) violations in \(times[3]) ms"
    return line + verdict.violations.prefix(3).map { "\n  \($0)" }.joined()
  }
}
