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
    if let known = compiled[key] {
      if case .failure(let failure) = known { remember(failure.all, about: node) }
      return (try? known.get()).map { ContractSchema(program: $0, node: node) }
    }
    do {
      let source = try source(for: target, direction: direction)
      let (program, warnings) = try schemas.compile(target, from: source)
      remember(warnings, about: node)
      compiled[key] = .success(program)
      return ContractSchema(program: program, node: node)
    } catch {
      remember(error.all, about: node)
      compiled[key] = .failure(error)
      return nil
    }
  }

  private func source(
    for node: ContractNode, direction: MessageDirection
  ) throws(Diagnostics) -> SchemaSource {
    let key = schemas.sourceKey(node, direction)
    if let known = sources[key] { return known }
    let source = try schemas.source(for: node, direction: direction)
    sources[key] = source
    return source
  }

  /// Writes down mistakes in a schema, which cost the contract that schema and no more.
  private func remember(_ diagnostics: [Diagnostic], about schema: ContractNode) {
    for diagnostic in diagnostics {
      let node = diagnostic.pointer.flatMap {
        ContractNode(rootOf: schema.document).descendant(at: $0)
      }
      remarks.add(
        min(diagnostic.severity, .warning), code: diagnostic.code, diagnostic.message,
        at: (node ?? schema).place, fix: diagnostic.fix,
        loss: diagnostic.severity == .error ? reading : nil)
    }
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
