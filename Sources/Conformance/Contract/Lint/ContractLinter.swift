internal import Diagnostics
internal import SchemaValidator

/// What all lints of a contract share: its messages and schemas, found once, and the list of what
/// turned out to be odd.
final class ContractLinter {
  /// The contract.
  let contract: Contract
  /// The line of OpenAPI it is written in.
  let line: SpecificationVersion.Line
  /// Follows references.
  let references: ReferenceFollower
  /// The parameters, headers and bodies.
  let messages: MessageInventory
  /// The schemas.
  let schemas: SchemaInventory
  /// What is certain about them.
  let reading: SchemaReading
  /// What turned out to be odd so far.
  private(set) var remarks = ContractRemarks()

  private var programs: [ContractSchemas.Key: SchemaProgram?] = [:]

  init(_ contract: Contract) {
    self.contract = contract
    line = contract.specificationVersion.line
    references = ReferenceFollower(documents: contract.schemas.documents)
    messages = MessageInventory(contract)
    schemas = SchemaInventory(contract, messages)
    reading = SchemaReading(references: references)
  }

  /// The root of the contract.
  var root: ContractNode { ContractNode(rootOf: contract.document) }

  /// Whether a schema is a reference that hides what stands beside it.
  func ignoresSiblings(of schema: ContractNode) -> Bool {
    references.ignoresSiblings(of: schema)
  }

  /// Whether a schema is written in OpenAPI's own dialect, whose keywords are known here: as it or
  /// the nearest one around it says, else as the contract does.
  func isOfOwnDialect(_ schema: ContractNode) -> Bool {
    if line == .v3_0 { return true }
    guard let name = references.documents.dialectName(at: schema) else {
      return root["jsonSchemaDialect"] == nil
    }
    switch SchemaDialect(metaSchemaURI: name) {
    case .draft202012, .openAPI31, .openAPI32: return true
    case .draft4, .draft6, .draft7, .draft201909, .openAPI30, nil: return false
    }
  }

  /// Writes down what is odd; the same remark about the same place is kept once.
  func report(
    _ code: ContractCode, _ message: String, at place: ContractPlace, fix: String? = nil,
    notes: [ContractRemarks.Note] = []
  ) {
    remarks.add(
      code.severity, code: code.rawValue, message, at: place, fix: fix, notes: notes)
  }

  /// The compiled schema at a node; nil where it cannot be compiled, which was written down when
  /// the contract was read.
  ///
  /// Ask for all programs before running the first: those compiled together share one code.
  func program(for node: ContractNode, direction: MessageDirection) -> SchemaProgram? {
    let schemas = contract.schemas
    let target = schemas.target(of: node)
    let key = schemas.key(target, direction)
    if let known = programs[key] { return known }
    let program = schemas.compile(target, direction: direction).program
    programs[key] = .some(program)
    return program
  }
}
