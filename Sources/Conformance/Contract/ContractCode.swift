internal import Diagnostics

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

  // Values that schemas of the contract refuse.
  case exampleMismatch = "contract.example-mismatch"
  case defaultMismatch = "contract.default-mismatch"
  case enumMismatch = "contract.enum-mismatch"
  case duplicateEnumValue = "contract.duplicate-enum-value"
  case exampleDirection = "contract.example-direction"

  // Schemas that do not say what they mean.
  case nullableEnum = "contract.nullable-enum"
  case idleNullable = "contract.idle-nullable"
  case unreachableBranch = "contract.unreachable-branch"
  case redundantBranch = "contract.redundant-branch"
  case unsatisfiableSchema = "contract.unsatisfiable-schema"
  case idleKeyword = "contract.idle-keyword"
  case foreignKeyword = "contract.foreign-keyword"
  case misspeltKeyword = "contract.misspelt-keyword"
  case unknownKeyword = "contract.unknown-keyword"
  case misspeltRequired = "contract.misspelt-required"
  case undescribedRequired = "contract.undescribed-required"
  case unresolvedMapping = "contract.unresolved-mapping"

  // Messages that do not say what they mean.
  case missingSchema = "contract.missing-schema"
  case unexpectedContent = "contract.unexpected-content"
  case meaninglessBody = "contract.meaningless-body"
  case exclusiveMembers = "contract.exclusive-members"
  case unresolvedLink = "contract.unresolved-link"

  // What a run cannot test, because the contract does not say it.
  case noErrorResponse = "testability.no-error-response"
  case undocumentedErrors = "testability.undocumented-errors"
  case undocumentedEverywhere = "testability.undocumented-everywhere"
  case statusOutlier = "testability.status-outlier"
  case noIdempotency = "testability.no-idempotency"
  case idempotencyAnswers = "testability.idempotency-answers"
  case patchSemantics = "testability.patch-semantics"
  case createdStatus = "testability.created-status"
  case noPaging = "testability.no-paging"
  case partialPaging = "testability.partial-paging"
  case pagingEnd = "testability.paging-end"
  case noOrder = "testability.no-order"
  case unboundedParameter = "testability.unbounded-parameter"
  case proseBound = "testability.prose-bound"
  case proseRule = "testability.prose-rule"
  case openSchema = "testability.open-schema"
  case openObjects = "testability.open-objects"
  case optionalMembers = "testability.optional-members"
  case ambiguousUnion = "testability.ambiguous-union"
  case optionalBody = "testability.optional-body"
  case unknownBody = "testability.unknown-body"
  case noBody = "testability.no-body"
  case unknownFormat = "testability.unknown-format"
  case assertedFormat = "testability.asserted-format"
  case noReadBack = "testability.no-read-back"
  case viewsDiffer = "testability.views-differ"
  case noDefault = "testability.no-default"
  case noOperationID = "testability.no-operation-id"
  case notJudged = "testability.not-judged"

  /// How much it weighs where nothing else is said.
  var severity: Diagnostic.Severity { DiagnosticRules.rule(rawValue)?.severity ?? .warning }
}
