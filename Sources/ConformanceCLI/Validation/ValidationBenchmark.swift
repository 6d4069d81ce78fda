import Diagnostics
import SchemaValidator

/// Parses and validates a set of instances over and over, and tells the times.
struct ValidationBenchmark {
  private let schema: SchemaChoice.Compiled
  private let instances: [[UInt8]]
  private let values: [JSONValue]

  /// Takes the instances, all in memory.
  ///
  /// - Throws: ``Diagnostics`` for those that are no JSON; times without them would mislead.
  init(_ schema: SchemaChoice.Compiled, _ instances: [Instance]) throws(Diagnostics) {
    self.schema = schema
    var texts: [[UInt8]] = []
    var values: [JSONValue] = []
    var mistakes: [Diagnostic] = []
    for instance in instances {
      do throws(Diagnostics) {
        let document = try InstanceDocument(instance)
        // What was YAML is measured in its JSON form: no YAML is read in the rounds.
        texts.append(document.root.document.bytes)
        values.append(document.root)
      } catch {
        mistakes += error.all
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    self.instances = texts
    self.values = values
  }

  /// Measures, prints one line of JSON, and tells whether all instances are valid.
  func run(rounds: Int) -> Bool {
    let program = schema.program
    let valid = values.count(where: program.isValid)
    let parse = median(rounds) { for text in instances { _ = program.reads(text.span) } }
    let validate = median(rounds) { for value in values { _ = program.isValid(value) } }
    let total = median(rounds) { for text in instances { _ = try? program.isValid(text.span) } }
    var line = JSONWriter()
    line.beginObject()
    for (name, number) in [
      ("instances", instances.count), ("bytes", instances.reduce(0) { $0 + $1.count }),
      ("valid", valid), ("compile_ns", schema.time.nanoseconds), ("parse_ns", parse),
      ("validate_ns", validate), ("total_ns", total),
    ] {
      line.name(name)
      line.number(number)
    }
    line.endObject()
    print(String(decoding: line.finish(), as: UTF8.self))
    return valid == instances.count
  }

  /// The median of the times some work takes, in nanoseconds; of an even number the mean of the
  /// middle two.
  private func median(_ rounds: Int, _ work: () -> Void) -> Int {
    let clock = ContinuousClock()
    let times = (0..<rounds).map { _ in clock.measure(work).nanoseconds }.sorted()
    return (times[(rounds - 1) / 2] + times[rounds / 2]) / 2
  }
}

extension Duration {
  /// The duration in whole nanoseconds.
  fileprivate var nanoseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }
}
