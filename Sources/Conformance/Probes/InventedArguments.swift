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
  ///
  /// Nothing has it because it was drawn from more texts than anybody has things. What can only be
  /// one of few, such as a member of an enumeration or a short number, may well be somebody's.
  func pathValue(of parameter: Parameter?) -> String? {
    func fits(_ text: String) -> Bool {
      parameter?.schema.map { ParameterText.isValid(text, $0) } ?? true
    }
    let own = [run.invented("nonce"), run.invented("uuid"), number()]
    let value =
      own.first(where: fits)
      ?? (examples(of: parameter) + generated(for: parameter)).lazy
      .flatMap { model in (0..<Self.tries).lazy.map { _ in run.relative(of: model) } }
      .first { $0.isUnlikely && fits($0.text) }?.text
    if let value { run.session.ledger.mint(value) }
    return value
  }

  /// A number that nobody's counter has come to, and that fits into a JSON number of 53 bits.
  private func number() -> String {
    var random = run.session.environment.generator(of: run.invented("uuid"))
    return String(Int.random(in: 100_000_000_000_000...999_999_999_999_999, using: &random))
  }

  /// How often a text like another one is drawn before that one is given up.
  private static let tries = 4
  private static let generatedCount = 24

  /// What the parameter's schema allows, the longest first.
  private func generated(for parameter: Parameter?) -> [String] {
    guard let schema = parameter?.schema else { return [] }
    let seed = run.session.environment.seed
    let values = run.session.generator(for: schema.program).values(seed: seed).prefix(
      Self.generatedCount)
    // The first ones are the smallest.
    return values.compactMap { ExactText($0.value)?.text }.reversed()
  }

  /// The examples that the contract gives.
  private func examples(of parameter: Parameter?) -> [String] {
    (parameter?.exampleValues ?? []).compactMap { ExactText($0)?.text }
  }
}

extension CaseRun {
  /// What a function of the template language without arguments gives.
  func invented(_ function: String) -> String {
    guard let template = try? TemplateParser.parse("${\(function)}") else { return "" }
    return (try? template.text(in: &scope)) ?? ""
  }
}
