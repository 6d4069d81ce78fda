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

  init(_ schema: ContractSchema?) {
    self = schema.map { .usable($0) } ?? .unusable
  }
}

/// What reading a contract needs at every step: the version, the schemas, and the list of what
/// turned out to be odd.
///
/// Lives only while a contract is loaded. Its extensions read one kind of object each.
final class ContractReader {
  /// Something odd, before its line and column are looked up.
  private struct Remark {
    let severity: Diagnostic.Severity
    let code: String
    let message: String
    let place: ContractPlace
    let fix: String?
    let notes: [(message: String, place: ContractPlace?)]
    var uses: [String] = []
  }

  /// What makes two remarks the same one, met twice.
  private struct RemarkKey: Hashable {
    let code: String
    let message: String
    let file: String
    let offset: Int
  }

  /// The version the contract is written in.
  let line: SpecificationVersion.Line
  /// The root of the contract.
  let root: ContractNode
  /// Compiles schemas.
  let schemas: ContractSchemas
  /// What is being read at the moment, such as `GET /labels`: schemas that cannot be used name it.
  var reading: String?

  private var remarks: [Remark] = []
  private var known: [RemarkKey: Int] = [:]
  private var compiled: [JSONPointer: Result<ContractSchema, Diagnostics>] = [:]

  init(root: ContractNode, line: SpecificationVersion.Line, schemas: ContractSchemas) {
    self.root = root
    self.line = line
    self.schemas = schemas
  }

  /// Writes down what is odd; the same remark about the same place is kept once.
  func report(
    _ code: ContractCode, _ message: String, at place: ContractPlace,
    severity: Diagnostic.Severity = .warning, fix: String? = nil,
    notes: [(message: String, place: ContractPlace?)] = []
  ) {
    record(
      Remark(
        severity: severity, code: code.rawValue, message: message, place: place, fix: fix,
        notes: notes))
  }

  private func record(_ remark: Remark) {
    let key = RemarkKey(
      code: remark.code, message: remark.message, file: remark.place.file,
      offset: remark.place.offset)
    if let index = known[key] {
      remarks[index].uses += remark.uses.filter { !remarks[index].uses.contains($0) }
    } else {
      known[key] = remarks.count
      remarks.append(remark)
    }
  }

  /// The schema at a node, compiled once; nil, and a remark, when it cannot be used.
  func schema(at node: ContractNode) -> ContractSchema? {
    let result =
      compiled[node.pointer]
      ?? Result { () throws(Diagnostics) in try schemas.compile(node) }
    compiled[node.pointer] = result
    switch result {
    case .success(let schema): return schema
    case .failure(let failure):
      for diagnostic in failure.all { record(remark(about: diagnostic, of: node)) }
      return nil
    }
  }

  /// What a member that takes a schema holds.
  func schemaSlot(_ name: String, of node: ContractNode) -> SchemaSlot {
    guard let member = node[name] else { return .empty }
    return SchemaSlot(schema(at: member))
  }

  /// The schemas that could be compiled, by their place.
  var usableSchemas: [JSONPointer: ContractSchema] {
    compiled.compactMapValues { try? $0.get() }
  }

  /// A mistake in a schema, which costs the contract that schema and no more.
  private func remark(about diagnostic: Diagnostic, of schema: ContractNode) -> Remark {
    let node = diagnostic.pointer.flatMap {
      ContractNode(rootOf: schema.document).descendant(at: $0)
    }
    return Remark(
      severity: min(diagnostic.severity, .warning), code: diagnostic.code,
      message: diagnostic.message, place: (node ?? schema).place, fix: diagnostic.fix, notes: [],
      uses: reading.map { [$0] } ?? [])
  }

  /// Everything that was written down, in the order of the document.
  func diagnostics() -> [Diagnostic] {
    remarks.enumerated().sorted {
      ($0.element.place.offset, $0.offset) < (
        $1.element.place.offset, $1.offset
      )
    }.map { _, remark in
      var notes = remark.notes.map { Diagnostic.Note($0.message, at: $0.place?.location) }
      if let uses = Self.list(remark.uses) {
        notes.append(Diagnostic.Note("not judged for that reason: \(uses)"))
      }
      return remark.place.diagnostic(
        remark.severity, code: remark.code, remark.message, fix: remark.fix, notes: notes)
    }
  }

  /// The first few of a list of names, and how many more there are.
  static func list(_ names: [String], limit: Int = 3) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }
}

// MARK: - The shape of any object

extension ContractReader {
  /// Whether a node is an object; otherwise that is written down.
  func isObject(_ node: ContractNode, _ title: String) -> Bool {
    expect(.object, node, title)
  }

  /// Whether a node is an array; otherwise that is written down.
  func isArray(_ node: ContractNode, _ title: String) -> Bool {
    expect(.array, node, title)
  }

  private func expect(_ kind: JSONValue.Kind, _ node: ContractNode, _ title: String) -> Bool {
    if node.value.kind == kind { return true }
    report(
      .wrongType, "\(title) is \(node.value.summary); expected \(kind.withArticle)",
      at: node.place, fix: "write \(kind.withArticle) here, or remove it")
    return false
  }

  /// The text of a member; nil when it is absent, or no string, which is written down.
  func string(_ name: String, of node: ContractNode, _ kind: ObjectKind) -> String? {
    guard let member = node[name] else { return nil }
    if let text = member.value.stringValue { return text }
    report(
      .wrongType, "\"\(name)\" of \(kind.title) is \(member.value.summary); expected a string",
      at: member.place, fix: "write a string, or remove \"\(name)\"")
    return nil
  }

  /// The text of a member that has to be there; its absence is written down.
  func requiredString(_ name: String, of node: ContractNode, _ kind: ObjectKind) -> String? {
    if node[name] == nil {
      report(
        .missingMember, "\(kind.title) has no \"\(name)\"", at: node.place,
        fix: "add \"\(name)\"")
      return nil
    }
    return string(name, of: node, kind)
  }

  /// The value of a boolean member, or its default when it is absent or no boolean.
  func flag(
    _ name: String, of node: ContractNode, _ kind: ObjectKind, default standard: Bool = false
  ) -> Bool {
    guard let member = node[name] else { return standard }
    if let flag = member.value.boolValue { return flag }
    report(
      .wrongType,
      "\"\(name)\" of \(kind.title) is \(member.value.summary); expected true or false",
      at: member.place, fix: "write true or false; \(standard) is taken until then")
    return standard
  }

  /// The strings of a list; other elements are written down and left out.
  func strings(_ name: String, of node: ContractNode, _ kind: ObjectKind) -> [String] {
    guard let list = node[name], isArray(list, "\"\(name)\" of \(kind.title)") else { return [] }
    return list.elements.compactMap { element in
      if let text = element.value.stringValue { return text }
      report(
        .wrongType, "\"\(name)\" holds \(element.value.summary); expected strings",
        at: element.place, fix: "write a string, or remove the element")
      return nil
    }
  }

  /// Writes down members the specification does not name; names with `x-` are extensions.
  func checkFields(of node: ContractNode, as kind: ObjectKind) {
    guard let fields = kind.fields(in: line) else { return }
    for member in node.value.members {
      let name = member.name
      if fields.contains(name) || name.hasPrefix("x-") || name == "$ref" { continue }
      let child = node[name]
      report(
        .unknownMember, unknownMember(name, of: kind, child), at: child?.namePlace ?? node.place,
        fix: fixForUnknown(name, of: kind, fields))
    }
  }

  private func unknownMember(_ name: String, of kind: ObjectKind, _ child: ContractNode?) -> String
  {
    let isOperation = kind == .pathItem && child?.value["responses"] != nil
    let consequence = isOperation ? "the operation is not read" : "it is ignored"
    return "\"\(name)\" is no member of \(kind.title) in OpenAPI \(line.rawValue); \(consequence)"
  }

  private func fixForUnknown(_ name: String, of kind: ObjectKind, _ fields: [String]) -> String {
    let schemaMembers = ["type", "format", "enum", "default", "items", "pattern", "minimum"]
    if kind == .parameter || kind == .header, schemaMembers.contains(name) {
      return "move \"\(name)\" into \"schema\""
    }
    if kind == .response || kind == .requestBody, name == "schema" {
      return "move \"schema\" under \"content\" and a media type"
    }
    if let near = EditDistance.nearest(to: name, in: fields) { return "write \"\(near)\"" }
    return "remove it, or let its name start with \"x-\""
  }
}

extension JSONValue {
  /// The value as a sentence shows it: containers by their kind, the rest as written but short.
  var summary: String {
    switch kind {
    case .object, .array: return kind.withArticle
    case .null, .boolean, .number, .string:
      let text = description.unicodeScalars
      if text.count <= 60 { return String(text) }
      return String(String.UnicodeScalarView(text.prefix(59))) + "…"
    }
  }
}
