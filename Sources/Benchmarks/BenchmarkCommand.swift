internal import FoundationEssentials
internal import Glibc

/// The command line, and what each of its forms prints.
struct BenchmarkCommand {
  static let usage = """
    usage: Benchmarks [FOLDER…] [--allocations | --json] [--rounds N]
           Benchmarks --contract FILE… [--rounds N]
           Benchmarks --generate N FILE… [--changes N] [--seed S]
           Benchmarks --reports N

    A FOLDER holds one subfolder for each dataset, with schema.json and instances.jsonl. Without
    folders, the public datasets of the test data are used: in $CONFORMANCE_TEST_DATA, else in
    ../shared. Times are CPU time of the one thread, the lowest of N rounds (15), in nanoseconds
    per document; other processes still cost caches and clock rate, so compare ratios.

      parse     reading bytes onto a tape
      val       judging kept documents one after another
      hot       judging each kept document 100 times
      all       as val, with every violation wanted; all/val is what that costs a valid document
      both      from bytes to a verdict

    --allocations  counts heap allocations instead; exits with 1 unless both and val make none
    --contract     compiles every schema of an OpenAPI document in JSON, one program each
    --generate     makes N values for every schema that messages of an OpenAPI document in JSON or
                   YAML are held to, and from an early one those at its edges and every single
                   violation, or as many of each as --changes says; exits with 1 if one has the
                   wrong verdict or no value is found for a schema
    --reports      writes every report of a run of N exchanges: time, size and memory of each
    --json         prints a line of JSON for each dataset
    """

  private var folders: [URL] = []
  private var contracts: [URL] = []
  private var rounds = 15
  /// How many values are to be made for each schema; nil when the speed is to be measured.
  private var valueCount: Int?
  /// How many edges and violations are to be made for each schema.
  private var changeLimit = Int.max
  private var seed: UInt64 = 1
  /// How many exchanges the reports are to be made of; nil when the validator is measured.
  private var reportedExchanges: Int?
  private var countsAllocations = false
  private var printsJSON = false

  /// Runs a command line; returns the exit code.
  static func main(_ arguments: [String]) -> Int32 {
    if arguments.contains("--help") || arguments.contains("-h") {
      print(usage)
      return 0
    }
    do {
      return try BenchmarkCommand(arguments).run()
    } catch let mistake as UsageMistake {
      complain("\(mistake.message)\n\n\(usage)")
    } catch {
      complain("\(error)")
    }
    return 2
  }

  private static func complain(_ text: String) {
    let bytes = Array("benchmarks: \(text)\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--rounds":
        guard let number = rest.popFirst().flatMap(Int.init), number > 0 else {
          throw UsageMistake(message: "--rounds needs a number above 0")
        }
        rounds = number
      case "--generate":
        guard let number = rest.popFirst().flatMap(Int.init), number > 0, let path = rest.popFirst()
        else { throw UsageMistake(message: "--generate needs a number above 0 and a file") }
        valueCount = number
        contracts.append(URL(fileURLWithPath: path))
      case "--reports":
        guard let number = rest.popFirst().flatMap(Int.init), number > 0 else {
          throw UsageMistake(message: "--reports needs a number above 0")
        }
        reportedExchanges = number
      case "--changes":
        guard let number = rest.popFirst().flatMap(Int.init), number > 0 else {
          throw UsageMistake(message: "--changes needs a number above 0")
        }
        changeLimit = number
      case "--seed":
        guard let number = rest.popFirst().flatMap(UInt64.init) else {
          throw UsageMistake(message: "--seed needs a number")
        }
        seed = number
      case "--json": printsJSON = true
      case "--allocations": countsAllocations = true
      case "--contract":
        guard let path = rest.popFirst() else {
          throw UsageMistake(message: "--contract needs a file")
        }
        contracts.append(URL(fileURLWithPath: path))
      case let option where option.hasPrefix("-"):
        throw UsageMistake(message: "found \(option); expected an option named below")
      default:
        // More contracts may follow the first, as a shell spreads a pattern.
        let url = URL(fileURLWithPath: argument)
        if contracts.isEmpty { folders.append(url) } else { contracts.append(url) }
      }
    }
    if folders.isEmpty, contracts.isEmpty, reportedExchanges == nil {
      folders = [TestData.root.appendingPathComponent("bench-datasets")]
    }
  }

  private func run() throws -> Int32 {
    if let reportedExchanges {
      for line in ReportBenchmark(exchanges: reportedExchanges).lines() { print(line) }
      return 0
    }
    if let valueCount {
      var isClean = true
      for contract in contracts {
        let run = try GenerationRun(
          contract.path, count: valueCount, changeLimit: changeLimit, seed: seed)
        print(run.report)
        isClean = isClean && run.isClean
        fflush(nil)
      }
      return isClean ? 0 : 1
    }
    for contract in contracts {
      for line in try ContractBenchmark(ContractFile(contract)).run(rounds: rounds) { print(line) }
    }
    let datasets = try folders.flatMap(Dataset.all)
    if !folders.isEmpty, datasets.isEmpty {
      throw UsageMistake(message: "found no schema.json below \(folders.map(\.path))")
    }
    if datasets.isEmpty { return 0 }
    if countsAllocations { return try count(datasets) ? 0 : 1 }
    if printsJSON {
      for dataset in datasets {
        print(try DatasetBenchmark(dataset).times(rounds: rounds).json)
        fflush(nil)
      }
      return 0
    }
    print(Table.row(DatasetTimes.head))
    var all: [DatasetTimes] = []
    for dataset in datasets {
      all.append(try DatasetBenchmark(dataset).times(rounds: rounds))
      print(Table.row(all[all.count - 1].cells))
      fflush(nil)
    }
    let mean = Table.geometricMean(all.map(\.costOfErrors))
    print("all/val: \(Table.fixed(mean)) in the geometric mean")
    return 0
  }

  /// Prints the allocations of each dataset; whether the verdicts made none.
  private func count(_ datasets: [Dataset]) throws -> Bool {
    var isClean = true
    print(Table.row(DatasetAllocations.head))
    for dataset in datasets {
      let allocations = try DatasetBenchmark(dataset).allocations()
      isClean = isClean && allocations.verdictsMakeNone
      print(Table.row(allocations.cells))
    }
    print(
      isClean
        ? "a verdict on a valid document allocates nothing"
        : "some verdicts allocate: the columns both and val must be 0")
    return isClean
  }
}

/// A command line that cannot be followed.
private struct UsageMistake: Error {
  let message: String
}

/// Where the public test collections lie.
enum TestData {
  static var root: URL {
    let path = ProcessInfo.processInfo.environment["CONFORMANCE_TEST_DATA"] ?? "../shared"
    return URL(fileURLWithPath: path)
  }
}
