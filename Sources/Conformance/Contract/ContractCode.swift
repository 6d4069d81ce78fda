/// The stable codes of what can be odd about a contract, to search for and to silence by.
enum ContractCode: String, CaseIterable, Sendable {
  // The document as a whole.
  case notAnObject = "contract.not-an-object"
  case missingVersion = "contract.missing-version"
  case unsupportedVersion = "contract.unsupported-version"
  case unknownDialect = "contract.unknown-dialect"
  case missingPaths = "contract.missing-paths"
  case noOperations = "contract.no-operations"

  // The shape of any object.
  case wrongType = "contract.wrong-type"
  case missingMember = "contract.missing-member"
  case unknownMember = "contract.unknown-member"
  case componentName = "contract.component-name"

  // References.
  case malformedReference = "contract.malformed-reference"
  case unresolvedReference = "contract.unresolved-reference"
  case cyclicReference = "contract.cyclic-reference"
  case remoteReference = "contract.remote-reference"
  case fileReference = "contract.file-reference"
  case referenceKind = "contract.reference-kind"
  case misplacedReference = "contract.misplaced-reference"
  case ignoredSibling = "contract.ignored-sibling"

  // Paths and operations.
  case malformedPath = "contract.malformed-path"
  case equivalentPaths = "contract.equivalent-paths"
  case ambiguousPaths = "contract.ambiguous-paths"
  case duplicateOperationID = "contract.duplicate-operation-id"
  case notChecked = "contract.not-checked"

  // Parameters.
  case undeclaredPathParameter = "contract.undeclared-path-parameter"
  case unknownPathParameter = "contract.unknown-path-parameter"
  case optionalPathParameter = "contract.optional-path-parameter"
  case duplicateParameter = "contract.duplicate-parameter"
  case parameterLocation = "contract.parameter-location"
  case parameterStyle = "contract.parameter-style"
  case parameterSchema = "contract.parameter-schema"
  case ignoredParameter = "contract.ignored-parameter"

  // Bodies and responses.
  case invalidMediaType = "contract.invalid-media-type"
  case emptyContent = "contract.empty-content"
  case missingResponses = "contract.missing-responses"
  case invalidStatus = "contract.invalid-status"
  case missingDescription = "contract.missing-description"
  case invalidExpression = "contract.invalid-expression"

  // Security and servers.
  case unknownSecurityScheme = "contract.unknown-security-scheme"
  case invalidSecurityScheme = "contract.invalid-security-scheme"
  case undefinedServerVariable = "contract.undefined-server-variable"
  case invalidServer = "contract.invalid-server"
}
