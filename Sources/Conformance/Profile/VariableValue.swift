import SchemaValidator

/// What a variable was given that it cannot be.
struct VariableMisfit: Error {
  /// What it could be.
  let expected: String
}

extension APIProfile.Variable {
  /// What a text given by a person stands for in templates.
  /// - Throws: ``VariableMisfit`` for a text that is not of the type, or does not fit.
  func value(of text: String) throws(VariableMisfit) -> ScopeValue {
    switch type {
    case nil, .string:
      var writer = JSONWriter()
      writer.string(text)
      if let value = (try? JSONDocument(parsing: writer.finish()))?.root { try check(value) }
      return .text(text)
    case .integer, .number, .boolean:
      guard let document = try? JSONDocument(parsing: Array(text.utf8)) else {
        throw VariableMisfit(expected: type.title)
      }
      try check(document.root)
      return .json(document.root)
    }
  }

  /// Refuses a value that is not of the type, or does not fit.
  func check(_ value: JSONValue) throws(VariableMisfit) {
    if let type, !type.accepts(value) { throw VariableMisfit(expected: type.title) }
    guard let verdict = fit?.program.evaluate(value), verdict.outcome == .invalid else { return }
    throw VariableMisfit(expected: verdict.violations.first?.want ?? "a value that fits")
  }
}

extension APIProfile.Variable.ValueType {
  /// Whether a value is of the type.
  fileprivate func accepts(_ value: JSONValue) -> Bool {
    switch self {
    case .string: value.kind == .string
    case .integer: value.numberValue?.isInteger == true
    case .number: value.kind == .number
    case .boolean: value.kind == .boolean
    }
  }
}

extension APIProfile.Variable.ValueType? {
  /// The type as a sentence names it.
  fileprivate var title: String { self?.title ?? "a text" }
}

extension APIProfile.Variable.ValueType {
  fileprivate var title: String {
    switch self {
    case .string: "a text"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "true or false"
    }
  }
}

extension APIProfile {
  /// What given texts stand for in templates, by the names of variables.
  ///
  /// Texts that do not fit were refused by ``VariableResolver``.
  func scopeValues(of texts: [String: String]) -> [String: ScopeValue] {
    var values: [String: ScopeValue] = [:]
    for (name, text) in texts {
      let variable = variables.first { $0.name.isSameText(as: name) }
      values[name] = (try? variable?.value(of: text)) ?? .text(text)
    }
    return values
  }
}
