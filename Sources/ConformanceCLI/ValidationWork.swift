import Conformance
import Diagnostics
import FoundationEssentials
import SchemaValidator

/// What `validate` does: compiles one schema and judges any number of instances.
struct ValidationWork {
  private let command: ValidateCommand

  init(_ command: ValidateCommand) {
    self.command = command
  }

  /// Whether all instances are valid.
  /// - Throws: ``Diagnostics`` for a schema or an instance that cannot be read.
  func run() throws(Diagnostics) -> Bool {
    let started = ContinuousClock.now
    let program = try compile()
    let compileTime = ContinuousClock.now - started
    var instances: [SourceText] = []
    for path in command.instances { instances += try read(path) }
    if let rounds = command.benchmark {
      return try benchmark(program, instances, rounds: rounds, compileTime: compileTime)
    }
    var areValid = true
    for instance in instances {
      let value = try parse(instance)
      if command.fast {
        let isValid = program.isValid(value)
        areValid = areValid && isValid
        print("\(instance.name): \(isValid ? "valid" : "invalid")")
      } else if let format = command.output {
        areValid = program.isValid(value) && areValid
        print(String(decoding: program.output(format, for: value), as: UTF8.self))
      } else {
        areValid = report(program.evaluate(value), of: instance) && areValid
      }
    }
    return areValid
  }

  private func compile() throws(Diagnostics) -> SchemaProgram {
    let document = try SourceDocument(reading: DiskFiles().read(command.schema))
    // As a URI fragment the pointer is percent-encoded; without the "#" it stands as it is.
    let isFragment = command.at.hasPrefix("#")
    let bare =
      isFragment
      ? String(decoding: PercentEncoding.decode(command.at.dropFirst().utf8), as: UTF8.self)
      : command.at
    guard let pointer = JSONPointer(parsing: bare) else {
      throw Diagnostics([
        Diagnostic(
          code: "validate.bad-pointer", "--at \(command.at) is not a JSON pointer",
          fix: "write one such as #/components/schemas/Contact")
      ])
    }
    let compiler = SchemaCompiler(
      defaultDialect: command.dialect ?? Self.dialect(of: document.root),
      formats: command.assertFormat ? .assert : .dialect)
    do {
      return try compiler.load(document.root.document, text: document.text).compile(at: pointer)
    } catch {
      throw Diagnostics(error.diagnostics)
    }
  }

  /// The dialect of a document that names none: an OpenAPI document's own, else the newest.
  private static func dialect(of root: JSONValue) -> SchemaDialect {
    guard let version = root["openapi"]?.stringValue else { return .draft202012 }
    if version.hasPrefix("3.0") { return .openAPI30 }
    return version.hasPrefix("3.2") ? .openAPI32 : .openAPI31
  }

  private func read(_ path: String) throws(Diagnostics) -> [SourceText] {
    let text: SourceText
    if path == "-" {
      text = SourceText(StandardInput.readAll(), name: "standard input")
    } else {
      text = try DiskFiles().read(path)
    }
    guard command.ndjson else { return [text] }
    let lines = text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { number, line in
      line.allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
        ? nil : SourceText(Array(line), name: "\(text.name):\(number + 1)")
    }
  }

  private func parse(_ instance: SourceText) throws(Diagnostics) -> JSONValue {
    do {
      return try JSONDocument(parsing: instance.bytes).root
    } catch {
      throw Diagnostics([error.diagnostic(in: instance)])
    }
  }

  /// Prints what a verdict says, a line for each violation, and whether it is good.
  private func report(_ verdict: SchemaVerdict, of instance: SourceText) -> Bool {
    switch verdict.outcome {
    case .valid: print("\(instance.name): valid")
    case .undecided:
      print("\(instance.name): undecided: \(verdict.undecided.joined(separator: "; "))")
    case .invalid:
      print("\(instance.name): invalid")
      for violation in verdict.violations { show(violation, in: instance, indent: "  ") }
    }
    return verdict.isValid
  }

  private func show(_ violation: SchemaViolation, in instance: SourceText, indent: String) {
    let place = violation.instanceLocation.tokens.isEmpty ? "/" : "\(violation.instanceLocation)"
    let location = instance.location(atByte: violation.instanceRange.lowerBound)
    print(
      "\(indent)\(location): \(place): \(violation.message) (\(violation.keyword), "
        + "\(violation.absoluteKeywordLocation))")
    // The nearest branch says most about what was meant; the others would bury it.
    guard let nearest = violation.branches.first else { return }
    print("\(indent)  nearest of \(violation.branches.count) branches: \(nearest.name)")
    for inner in nearest.violations { show(inner, in: instance, indent: indent + "    ") }
  }

  private func benchmark(
    _ program: SchemaProgram, _ instances: [SourceText], rounds: Int, compileTime: Duration
  ) throws(Diagnostics) -> Bool {
    var values: [JSONValue] = []
    for instance in instances { values.append(try parse(instance)) }
    let valid = values.count(where: program.isValid)
    let clock = ContinuousClock()
    func median(_ work: () -> Void) -> Int {
      let times = (0..<rounds).map { _ in clock.measure(work).nanoseconds }.sorted()
      return times[times.count / 2]
    }
    let parse = median { for instance in instances { _ = program.reads(instance.bytes.span) } }
    let validate = median { for value in values { _ = program.isValid(value) } }
    let total = median { for instance in instances { _ = try? program.isValid(instance.bytes) } }
    var line = JSONWriter()
    line.beginObject()
    for (name, number) in [
      ("instances", instances.count), ("bytes", instances.reduce(0) { $0 + $1.bytes.count }),
      ("valid", valid), ("compile_ns", compileTime.nanoseconds), ("parse_ns", parse),
      ("validate_ns", validate), ("total_ns", total),
    ] {
      line.name(name)
      line.number(number)
    }
    line.endObject()
    print(String(decoding: line.finish(), as: UTF8.self))
    return valid == instances.count
  }
}

extension Duration {
  /// The duration in whole nanoseconds.
  fileprivate var nanoseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }
}
