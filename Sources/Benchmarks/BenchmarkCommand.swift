internal import Foundation
internal import SchemaValidator

/// The command line and the table it prints.
struct BenchmarkCommand {
  private var folders: [URL] = []
  private var contracts: [URL] = []
  private var rounds = 15
  private var printsJSON = false

  init(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--rounds": rounds = rest.popFirst().flatMap(Int.init) ?? rounds
      case "--json": printsJSON = true
      case "--contract":
        if let path = rest.popFirst() { contracts.append(URL(fileURLWithPath: path)) }
      default: folders.append(URL(fileURLWithPath: argument))
      }
    }
    if folders.isEmpty, contracts.isEmpty {
      folders = [Self.testData.appendingPathComponent("bench-datasets")]
    }
  }

  private static var testData: URL {
    let path = ProcessInfo.processInfo.environment["CONFORMANCE_TEST_DATA"] ?? "../shared"
    return URL(fileURLWithPath: path)
  }

  func run() throws -> Int32 {
    for contract in contracts {
      print("\(contract.lastPathComponent): \(try ContractBenchmark(contract).run(rounds: rounds))")
    }
    if folders.isEmpty { return 0 }
    if !printsJSON {
      print(
        Self.row(["dataset", "docs", "B/doc", "compile us", "parse", "val", "hot", "all", "both"]))
    }
    for folder in folders {
      for dataset in try Dataset.all(in: folder) {
        guard let times = try measure(dataset) else { return 1 }
        print(printsJSON ? times.json : Self.row(times.cells))
      }
    }
    return 0
  }

  private static func row(_ cells: [String]) -> String {
    cells.enumerated().map { index, cell in
      let width = index == 0 ? 26 : 11
      let space = String(repeating: " ", count: max(1, width - cell.count))
      return index == 0 ? cell + space : space + cell
    }.joined()
  }

  private func measure(_ dataset: Dataset) throws -> Times? {
    let schema = try JSONDocument(parsing: dataset.schema)
    let compiler = SchemaCompiler(defaultDialect: .draft7, checksMetaSchema: false)
    let program = try compiler.compile(schema)
    var times = Times(dataset: dataset)
    times.compile = ThreadClock.lowest(rounds: rounds) { keep(try? compiler.compile(schema)) }

    let parsed = try dataset.documents.map { try JSONDocument(parsing: $0).root }
    for (number, value) in parsed.enumerated() where !program.isValid(value) {
      print("\(dataset.name): document \(number) is not valid:")
      for violation in program.evaluate(value).violations.prefix(5) { print("  \(violation)") }
      return nil
    }
    let repeats = max(1, 2_000_000 / max(1, dataset.byteCount))
    times.parse = perDocument(dataset, repeats) {
      for document in dataset.documents { keep(program.reads(document.span)) }
    }
    times.validate = perDocument(dataset, repeats) {
      for value in parsed { keep(program.isValid(value)) }
    }
    times.hot =
      perDocument(dataset, 1) {
        for value in parsed { for _ in 0..<16 { keep(program.isValid(value)) } }
      } / 16
    times.exhaustive = perDocument(dataset, repeats) {
      for value in parsed { keep(program.evaluate(value).isValid) }
    }
    times.both = perDocument(dataset, repeats) {
      for document in dataset.documents { keep(try? program.isValid(document.span)) }
    }
    return times
  }

  private func perDocument(_ dataset: Dataset, _ repeats: Int, _ body: () -> Void) -> Double {
    let time = ThreadClock.lowest(rounds: rounds) { for _ in 0..<repeats { body() } }
    return Double(time) / Double(repeats * dataset.documents.count)
  }
}

/// The times of one dataset; nanoseconds per document, and nanoseconds for compiling.
struct Times {
  let dataset: Dataset
  var compile = 0
  /// Reading onto a tape.
  var parse = 0.0
  /// Judging kept documents one after another.
  var validate = 0.0
  /// Judging each kept document 16 times.
  var hot = 0.0
  /// Judging kept documents with every violation wanted.
  var exhaustive = 0.0
  /// From bytes to a verdict.
  var both = 0.0

  init(dataset: Dataset) {
    self.dataset = dataset
  }

  private var size: Int { dataset.byteCount / max(1, dataset.documents.count) }

  var cells: [String] {
    [dataset.name, "\(dataset.documents.count)", "\(size)", "\(compile / 1000)"]
      + [parse, validate, hot, exhaustive, both].map { "\(Int($0))" }
  }

  var json: String {
    """
    {"dataset":"\(dataset.name)","documents":\(dataset.documents.count),\
    "bytes":\(dataset.byteCount),"compile_ns":\(compile),"parse_ns":\(parse),\
    "validate_ns":\(validate),"hot_ns":\(hot),"exhaustive_ns":\(exhaustive),"both_ns":\(both)}
    """
  }
}
