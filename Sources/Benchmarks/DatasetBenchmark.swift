internal import CAllocationCounter
internal import SchemaValidator

/// A dataset with its program and its documents read, ready to be measured.
struct DatasetBenchmark {
  private let dataset: Dataset
  private let schema: JSONDocument
  private let program: SchemaProgram
  private let values: [JSONValue]

  /// How often the hot row judges a document before it goes to the next.
  private static let hotRepeats = 100

  /// - Throws: ``WrongVerdict`` when the program calls a document of the dataset invalid.
  init(_ dataset: Dataset) throws {
    self.dataset = dataset
    schema = try JSONDocument(parsing: dataset.schema)
    program = try Self.compiler(checking: false).compile(schema)
    values = try dataset.documents.map { try JSONDocument(parsing: $0).root }
    for (number, value) in values.enumerated() where !program.isValid(value) {
      throw WrongVerdict(
        dataset: dataset.name, line: number + 1, violations: program.evaluate(value).violations)
    }
  }

  private static func compiler(checking: Bool) -> SchemaCompiler {
    SchemaCompiler(defaultDialect: .draft7, checksMetaSchema: checking)
  }

  /// The lowest times over some rounds.
  func times(rounds: Int) -> DatasetTimes {
    let repeats = max(1, 2_000_000 / max(1, dataset.byteCount))
    func repeated(_ body: @escaping () -> Int) -> () -> Void {
      { for _ in 0..<repeats { expectAllValid(body()) } }
    }
    let lowest = ThreadClock.lowest(
      rounds: rounds, warmingUp: true,
      [
        { try? Self.compiler(checking: false).compile(schema).prepare() },
        { try? Self.compiler(checking: true).compile(schema).prepare() },
        repeated(parse), repeated(validate), repeated(collect), repeated(both), validateHot,
      ])
    let count = Double(repeats * dataset.documents.count)
    return DatasetTimes(
      name: dataset.name, documents: dataset.documents.count, bytes: dataset.byteCount,
      compile: Double(lowest[0]), compileChecked: Double(lowest[1]),
      parse: Double(lowest[2]) / count, validate: Double(lowest[3]) / count,
      hot: Double(lowest[6]) / Double(Self.hotRepeats * dataset.documents.count),
      collect: Double(lowest[4]) / count, both: Double(lowest[5]) / count)
  }

  /// The heap allocations of one pass over all documents after another has warmed up.
  func allocations() -> DatasetAllocations {
    func count(_ body: () -> Int) -> Int {
      expectAllValid(body())
      return Self.allocations(of: { expectAllValid(body()) })
    }
    precondition(
      Self.allocations(of: { keep([UInt8](repeating: 1, count: dataset.byteCount + 1)) }) > 0,
      "the counter does not stand in front of the allocator")
    return DatasetAllocations(
      name: dataset.name, documents: dataset.documents.count, both: count(both),
      validate: count(validate), collect: count(collect), parse: count(parse))
  }

  private static func allocations(of body: () -> Void) -> Int {
    let before = allocation_count()
    body()
    return Int(allocation_count() - before)
  }

  private func expectAllValid(_ count: Int) {
    precondition(count == dataset.documents.count, "a verdict has changed between two passes")
  }
}

// One pass over all documents each; how many of them passed, which is all of them.
extension DatasetBenchmark {
  private func parse() -> Int {
    var count = 0
    for document in dataset.documents where program.reads(document.span) { count += 1 }
    return count
  }

  private func validate() -> Int {
    var count = 0
    for value in values where program.isValid(value) { count += 1 }
    return count
  }

  private func collect() -> Int {
    var count = 0
    for value in values where program.evaluate(value).isValid { count += 1 }
    return count
  }

  private func both() -> Int {
    var count = 0
    for document in dataset.documents where (try? program.isValid(document.span)) == true {
      count += 1
    }
    return count
  }

  private func validateHot() {
    var count = 0
    for value in values {
      for _ in 0..<Self.hotRepeats where program.isValid(value) { count += 1 }
    }
    expectAllValid(count / Self.hotRepeats)
  }
}

/// A document of a dataset, all of which are valid, that the validator calls invalid.
struct WrongVerdict: Error, CustomStringConvertible {
  let dataset: String
  let line: Int
  let violations: [SchemaViolation]

  var description: String {
    "\(dataset): line \(line) is called invalid; expected valid"
      + violations.prefix(5).map { "\n  \($0)" }.joined()
  }
}

/// The times of one dataset; nanoseconds per document, and nanoseconds for compiling.
struct DatasetTimes {
  let name: String
  let documents: Int
  let bytes: Int
  /// Compiling a schema that has been read.
  let compile: Double
  /// The same with the schema checked against its meta-schema first.
  let compileChecked: Double
  /// Reading onto a tape.
  let parse: Double
  /// Judging kept documents one after another.
  let validate: Double
  /// Judging each kept document many times.
  let hot: Double
  /// Judging kept documents with every violation wanted.
  let collect: Double
  /// From bytes to a verdict.
  let both: Double

  /// What wanting every violation costs a valid document: times the plain verdict.
  var costOfErrors: Double { collect / validate }

  static let head = [
    "dataset", "docs", "B/doc", "compile us", "checked us", "parse", "val", "hot", "all", "all/val",
    "both",
  ]

  var cells: [String] {
    func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }
    return [
      name, "\(documents)", "\(bytes / max(1, documents))", whole(compile / 1000),
      whole(compileChecked / 1000), whole(parse), whole(validate), whole(hot), whole(collect),
      Table.fixed(costOfErrors), whole(both),
    ]
  }

  var json: String {
    """
    {"dataset":"\(name)","documents":\(documents),"bytes":\(bytes),"compile_ns":\(compile),\
    "compile_checked_ns":\(compileChecked),"parse_ns":\(parse),"validate_ns":\(validate),\
    "hot_ns":\(hot),"exhaustive_ns":\(collect),"both_ns":\(both)}
    """
  }
}

/// The heap allocations of one pass over a dataset.
struct DatasetAllocations {
  let name: String
  let documents: Int
  /// From bytes to verdicts.
  let both: Int
  /// Judging kept documents.
  let validate: Int
  /// Judging kept documents with every violation wanted.
  let collect: Int
  /// Reading bytes onto a tape.
  let parse: Int

  /// Whether plain verdicts allocate nothing.
  var verdictsMakeNone: Bool { both == 0 && validate == 0 }

  static let head = ["dataset", "docs", "both", "val", "all", "parse"]

  var cells: [String] {
    [name] + [documents, both, validate, collect, parse].map { "\($0)" }
  }
}
