import SchemaValidator

/// Makes up arguments for an operation that fit the contract and that nothing of anybody's has.
struct InventedArguments {
  /// The case they are made up for.
  let run: CaseRun

  /// A call of an operation whose path leads nowhere, without a body; nil where the contract asks
  /// for path values that cannot be made up.
  ///
  /// What is made up belongs to the run, so that even a server that takes it cannot be harmed.
  func call(of operation: Operation, credentials: Call.Credentials) -> Call? {
    var path: [String: TemplatedValue] = [:]
    for name in operation.path.parameterNames {
      guard let text = pathValue(of: operation.parameter(name, in: .path)) else { return nil }
      path[name] = .template(Template(segments: [.text(text)]))
    }
    return Call(
      target: .operation(operation), path: path, query: [], fields: [], body: .none,
      credentials: credentials, isFaulty: true, location: run.testCase.location)
  }

  /// A text that the parameter's schema allows and that nothing has; nil where none was found.
  func pathValue(of parameter: Parameter?) -> String? {
    let candidates =
      [run.invented("nonce"), run.invented("uuid")] + relatives(of: parameter)
      + generated(for: parameter)
    let value = candidates.first { text in
      guard let schema = parameter?.schema else { return true }
      return ParameterText.isValid(text, schema)
    }
    if let value { run.session.ledger.invent(value) }
    return value
  }

  /// What the parameter's schema allows, as far as it is long enough that nothing has it by chance.
  private func generated(for parameter: Parameter?) -> [String] {
    guard let schema = parameter?.schema else { return [] }
    let seed = run.session.environment.seed
    let values = run.session.generator(for: schema.program).values(seed: seed).prefix(
      Self.generatedCount)
    // The first ones are the smallest: an id of zeros may well be somebody's.
    return values.compactMap { ExactText($0.value)?.text }.reversed()
      .filter { $0.utf8.count >= Self.unlikelyLength }
  }

  private static let generatedCount = 24
  private static let unlikelyLength = 8

  /// The examples that the contract gives, each with other letters and digits behind its prefix.
  private func relatives(of parameter: Parameter?) -> [String] {
    let examples = (parameter?.exampleValues ?? []).compactMap { ExactText($0)?.text }
    return examples.map { run.relative(of: $0) }
  }
}

extension CaseRun {
  /// What a function of the template language without arguments gives.
  func invented(_ function: String) -> String {
    guard let template = try? TemplateParser.parse("${\(function)}") else { return "" }
    return (try? template.text(in: &scope)) ?? ""
  }

  /// A text like another one: letters and digits behind its last separator are others of their
  /// kind.
  func relative(of text: String) -> String {
    var random = invented("ulid").utf8.map(Int.init).makeIterator()
    let separators = Array("_-.:/".utf8)
    let bytes = Array(text.utf8)
    // A separator near the end leaves too little to tell two texts apart.
    let start = bytes.lastIndex { separators.contains($0) }.map { $0 + 1 } ?? 0
    let first = bytes.count - start < 8 ? 0 : start
    let other = bytes.enumerated().map { place, byte -> UInt8 in
      guard place >= first else { return byte }
      func other(_ from: Character, _ count: Int) -> UInt8 {
        let zero = from.asciiValue ?? 0
        if random.next() == nil { random = invented("ulid").utf8.map(Int.init).makeIterator() }
        return zero + UInt8((Int(byte - zero) + 1 + (random.next() ?? 1) % (count - 1)) % count)
      }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): return other("0", 10)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): return other("a", 6)
      case UInt8(ascii: "g")...UInt8(ascii: "z"): return other("g", 20)
      // Without I, L, O and U, which many ids leave out.
      case UInt8(ascii: "A")...UInt8(ascii: "F"): return other("A", 6)
      case UInt8(ascii: "P")...UInt8(ascii: "T"): return other("P", 5)
      default: return byte
      }
    }
    return String(decoding: other, as: UTF8.self)
  }
}
