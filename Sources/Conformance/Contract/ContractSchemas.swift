internal import Diagnostics
internal import SchemaValidator

/// The schemas of a contract: the document is loaded once, and compiled from any place in it.
struct ContractSchemas: Sendable {
  private let source: SchemaSource

  /// - Throws: ``Diagnostics`` when the document cannot be a source of schemas at all.
  init(_ document: SourceDocument, _ line: SpecificationVersion.Line) throws(Diagnostics) {
    let compiler = SchemaCompiler(defaultDialect: line >= .v3_1 ? .openAPI31 : .openAPI30)
    do {
      source = try compiler.load(document.root.document, text: document.text)
    } catch {
      throw Diagnostics(error.diagnostics)
    }
  }

  /// Compiles the schema at a node.
  ///
  /// - Throws: ``Diagnostics`` with every mistake found in it and in what it refers to.
  func compile(_ node: ContractNode) throws(Diagnostics) -> ContractSchema {
    do {
      return ContractSchema(program: try source.compile(at: node.pointer), node: node)
    } catch {
      throw Diagnostics(error.diagnostics)
    }
  }
}
