internal import Diagnostics
internal import SchemaValidator

/// What a place for a schema holds.
enum SchemaSlot {
  /// No schema: anything is allowed.
  case empty
  /// A schema that could not be compiled: nothing is known.
  case unusable
  /// A schema that judges values.
  case usable(ContractSchema)

  /// The schema when there is a usable one.
  var schema: ContractSchema? {
    if case .usable(let schema) = self { schema } else { nil }
  }

  /// Whether the absence of a schema means that there is none.
  var isComplete: Bool {
    if case .unusable = self { false } else { true }
  }

  /// What a media type holds.
  init(_ entry: MediaTypeEntry) {
    self = entry.schema.map { .usable($0) } ?? (entry.isComplete ? .empty : .unusable)
  }
}

extension ContractReader {
  /// What a member that takes a schema holds, for the messages an object of a kind describes.
  func schemaSlot(_ name: String, of node: ContractNode, _ kind: ObjectKind) -> SchemaSlot {
    guard let member = node[name] else { return .empty }
    return schema(at: member, direction: kind.direction).map { .usable($0) } ?? .unusable
  }

  /// The schema at a node, compiled once; nil, and a remark, when it cannot be used.
  func schema(at node: ContractNode, direction: MessageDirection) -> ContractSchema? {
    let target = schemas.target(of: node)
    let key = schemas.key(target, direction)
    let compilation = compiled[key] ?? schemas.compile(target, direction: direction)
    compiled[key] = compilation
    // Written down for every place that needs the schema: each may lose something by it.
    for mistake in compilation.mistakes {
      let found = mistake.diagnostic
      let loss = found.severity == .error ? reading : nil
      if let problem = documentProblem(mistake) {
        remarks.add(
          .warning, code: problem.code.rawValue, problem.message, at: mistake.node.place,
          fix: problem.fix, notes: problem.notes, loss: loss)
      } else {
        remarks.add(
          min(found.severity, .warning), code: found.code, found.message, at: mistake.node.place,
          fix: found.fix, loss: loss)
      }
    }
    return compilation.program.map { ContractSchema(program: $0, node: node) }
  }

  /// Why a schema's reference leads to no document, in the words of contracts: the schema compiler
  /// knows neither files nor where copies of others are kept.
  private func documentProblem(_ mistake: ContractSchemas.Mistake) -> DocumentProblem? {
    guard mistake.diagnostic.code == "schema.unresolved-reference",
      let text = mistake.node.value.stringValue
    else { return nil }
    return problem(ofDocument: text.prefix { $0 != "#" }, in: mistake.node)
  }
}

extension ObjectKind {
  /// Which way messages travel that hold a value an object of this kind describes.
  fileprivate var direction: MessageDirection {
    switch self {
    case .parameter, .requestBody: .request
    case .response, .header: .response
    default: .either
    }
  }
}
