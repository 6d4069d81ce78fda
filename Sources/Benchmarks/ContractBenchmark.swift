internal import Diagnostics
internal import FoundationEssentials
internal import SchemaValidator

/// Time and memory to compile every schema of an OpenAPI document, one program each, and the time
/// the published meta-schema needs for the document.
struct ContractBenchmark {
  private let name: String
  private let document: JSONDocument
  private let version: Version
  private let places: [JSONPointer]

  /// Rounds of a large contract stop after so many seconds.
  private static let patience = 10

  /// A line of OpenAPI: its schema dialect, and its meta-schema in the test data.
  private enum Version: String {
    case v30 = "3.0"
    case v31 = "3.1"
    case v32 = "3.2"

    var dialect: SchemaDialect {
      switch self {
      case .v30: .openAPI30
      case .v31: .openAPI31
      case .v32: .openAPI32
      }
    }
    var metaSchema: String { "oas-\(rawValue).schema.json" }
  }

  /// - Throws: ``NoContract`` when the file is no OpenAPI document in JSON.
  init(_ url: URL) throws {
    name = url.lastPathComponent
    let bytes = try InputFile.bytes(url)
    do {
      document = try JSONDocument(parsing: bytes)
    } catch {
      throw NoContract(file: url.path, found: "text that is no JSON (\(error))")
    }
    let written = document.root["openapi"]?.stringValue ?? ""
    guard let version = Version(rawValue: String(written.prefix(3))) else {
      throw NoContract(file: url.path, found: "openapi \"\(written)\"")
    }
    self.version = version
    var places: [JSONPointer] = []
    let components = JSONPointer(["components", "schemas"])
    for member in document.root.value(at: components)?.members.map(\.name) ?? [] {
      places.append(components.appending(member))
    }
    for part in ["paths", "webhooks"] {
      Self.findSchemas(document.root[part], JSONPointer([part]), &places)
    }
    self.places = places
  }

  /// Finds the Schema Objects of media types and parameters: members named `schema`.
  private static func findSchemas(
    _ value: JSONValue?, _ pointer: JSONPointer, _ places: inout [JSONPointer]
  ) {
    guard let value else { return }
    for member in value.members {
      let place = pointer.appending(member.name)
      if member.name == "schema" {
        places.append(place)
      } else {
        findSchemas(member.value, place, &places)
      }
    }
    for (index, element) in value.elements.enumerated() {
      findSchemas(element, pointer.appending(index), &places)
    }
  }

  /// What was measured, a line each.
  func run(rounds: Int) throws -> [String] {
    [compileAll(rounds: rounds), try judgeDocument(rounds: rounds)].map { "\(name): \($0)" }
  }

  /// Compiles every schema and keeps all programs, as a harness does.
  private func compileAll(rounds: Int) -> String {
    let compiler = SchemaCompiler(defaultDialect: version.dialect, checksMetaSchema: false)
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
            let source = try compiler.load(document)
            for place in places {
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
    let file = folder.appendingPathComponent(version.metaSchema)
    guard FileManager.default.fileExists(atPath: file.path) else {
      return "meta-schema skipped: no \(version.metaSchema) in \(folder.path); "
        + "get it from https://spec.openapis.org/oas/"
    }
    let metaSchema = try JSONDocument(parsing: try InputFile.bytes(file))
    let compiler = SchemaCompiler(checksMetaSchema: false)
    let program = try compiler.compile(metaSchema)
    let bytes = document.bytes
    let verdict = program.evaluate(document.root)
    let times = ThreadClock.lowest(
      rounds: rounds, patience: Self.patience,
      [
        { try? compiler.compile(metaSchema).prepare() },
        { keep(program.isValid(document.root)) },
        { keep(try? program.isValid(bytes.span)) },
        { keep(program.evaluate(document.root).isValid) },
      ]
    ).map { Table.fixed(Double($0) / 1_000_000) }
    var line = "\(verdict.outcome) by \(version.metaSchema): compiled in \(times[0]) ms, "
    line += "judged in \(times[1]) ms, from bytes in \(times[2]) ms, "
    line += "with all \(verdict.violations.count) violations in \(times[3]) ms"
    return line + verdict.violations.prefix(3).map { "\n  \($0)" }.joined()
  }
}

/// A file that is no OpenAPI document this benchmark can read.
struct NoContract: Error, CustomStringConvertible {
  let file: String
  let found: String

  var description: String {
    "\(file): found \(found); expected an OpenAPI document 3.0, 3.1 or 3.2 in JSON"
  }
}
