package import Diagnostics
package import SchemaValidator

/// A schema of the contract, compiled.
package struct ContractSchema: Sendable {
  /// The program that judges values.
  package let program: SchemaProgram
  /// Where the schema stands in the contract.
  package let node: ContractNode

  /// The way from the contract's root to the schema.
  package var pointer: JSONPointer { node.pointer }
  /// The schema as written.
  package var json: JSONValue { node.value }
  /// The line and column of the schema, found on demand.
  package var location: SourceLocation { node.location }
}
