internal import Diagnostics
internal import SchemaValidator

/// What reading a contract needs at every step: the version, the schemas, and the list of what
/// turned out to be odd.
///
/// Lives only while a contract is loaded. Its extensions read one kind of object each.
final class ContractReader {
  /// The version the contract is written in.
  let line: SpecificationVersion.Line
  /// The root of the contract.
  let root: ContractNode
  /// Compiles schemas.
  let schemas: ContractSchemas
  /// The documents that references lead to.
  var documents: ContractDocuments { schemas.documents }
  /// What turned out to be odd so far.
  var remarks = ContractRemarks()
  /// Operations that are written as references.
  var referredOperations: [ContractNode] = []
  /// The callbacks that are being read: they hold operations, which can hold callbacks.
  var openCallbacks: [ContractNode.Identity] = []
  /// The security schemes that requirements name by URI, by those URIs.
  var schemesByURI: [String: SecurityScheme] = [:]
  /// What is being read at the moment, such as `GET /labels`: schemas that cannot be used name it.
  var reading: String?
  /// What became of every schema met so far.
  var compiled: [ContractSchemas.Key: ContractSchemas.Compilation] = [:]

  init(root: ContractNode, line: SpecificationVersion.Line, schemas: ContractSchemas) {
    self.root = root
    self.line = line
    self.schemas = schemas
  }

  /// Writes down what is odd; the same remark about the same place is kept once.
  func report(
    _ code: ContractCode, _ message: String, at place: ContractPlace,
    severity: Diagnostic.Severity = .warning, fix: String? = nil,
    notes: [ContractRemarks.Note] = []
  ) {
    remarks.add(severity, code: code.rawValue, message, at: place, fix: fix, notes: notes)
  }
}
