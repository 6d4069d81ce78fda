internal import Diagnostics

extension DiagnosticRules {
  /// The document as a whole, and the shape of any object in it.
  static let document: [DiagnosticRule] = [
    .init(
      "contract.not-an-object", .error, "The document is no object",
      "An OpenAPI document is an object with \"openapi\", \"info\" and \"paths\"."),
    .init(
      "contract.missing-version", .error, "The document does not name its version of OpenAPI",
      "Without \"openapi\" nothing in the document has a meaning."),
    .init(
      "contract.unsupported-version", .error, "The version of OpenAPI is not supported",
      "OpenAPI 3.0, 3.1 and 3.2 are read. Convert a Swagger 2.0 document first."),
    .init(
      "contract.unknown-dialect", .warning, "The dialect of schemas is not known",
      "\"jsonSchemaDialect\" names a meta-schema that is not published, and OpenAPI's own is taken; "
        + "or the \"$schema\" of a schema does, and the schema judges nothing."),
    .init(
      "contract.missing-paths", .error, "The document has no paths",
      "Without operations there is nothing to call."),
    .init(
      "contract.no-operations", .warning, "The paths hold no operation",
      "Without operations there is nothing to call."),
    .init(
      "contract.wrong-type", .warning, "A member has the wrong type",
      "What cannot be read is left out, and so not judged."),
    .init(
      "contract.missing-member", .warning, "A member that has to be there is missing",
      "The object is read as far as it goes."),
    .init(
      "contract.unknown-member", .warning, "A member has no meaning in this place",
      "It is ignored; mostly it is misspelt or stands one level too high or too low. Names that "
        + "start with x- are extensions and always allowed."),
    .init(
      "contract.component-name", .warning, "A component has a name that cannot be referred to",
      "Names of components consist of letters, digits, dots, hyphens and underscores."),
  ]

  /// References between objects.
  static let references: [DiagnosticRule] = [
    .init(
      "contract.malformed-reference", .warning, "A reference is no JSON Pointer",
      "Write #/components/… with ~ as ~0 and / as ~1."),
    .init(
      "contract.unresolved-reference", .warning, "A reference leads nowhere",
      "What it should lead to is not judged."),
    .init(
      "contract.cyclic-reference", .warning, "References lead in a circle",
      "None of them holds an object, so that there is nothing to judge by."),
    .init(
      "contract.remote-reference", .warning, "A reference leads to a network",
      "Nothing is fetched. Keep a copy and name it with --ref-map URL=FILE."),
    .init(
      "contract.file-reference", .warning, "A reference leads to a file that cannot be used",
      "Files are read from the folder of the contract and below."),
    .init(
      "contract.reference-kind", .warning, "A reference leads to an object of another kind",
      "A response cannot be a schema; the reference is not followed."),
    .init(
      "contract.misplaced-reference", .warning, "A reference stands where OpenAPI allows none",
      "It is followed all the same; other tools may not do so."),
    .init(
      "contract.ignored-sibling", .warning, "A member beside a reference does nothing",
      "A reference stands for the whole object. In schemas of OpenAPI 3.0, put it into \"allOf\"."),
  ]

  /// Paths and operations.
  static let paths: [DiagnosticRule] = [
    .init(
      "contract.malformed-path", .warning, "A path is not written as OpenAPI asks",
      "Paths start with a slash and hold parameters as {name}, and no query."),
    .init(
      "contract.equivalent-paths", .warning, "Two paths are the same path",
      "They differ in the names of their parameters only: a request means both."),
    .init(
      "contract.ambiguous-paths", .note, "A request can mean several operations",
      "OpenAPI does not say which of two paths with parameters is meant. The one whose concrete "
        + "part comes first is taken."),
    .init(
      "contract.duplicate-operation-id", .warning, "An operationId is used twice",
      "By its name the first operation is found."),
    .init(
      "contract.not-checked", .note, "A part of the contract is not checked",
      "Callbacks and webhooks are requests of the API to others, and links are not followed."),
    .init(
      "contract.unknown-security-scheme", .warning, "A security scheme is not declared",
      "No request can satisfy it."),
    .init(
      "contract.invalid-security-scheme", .warning, "A security scheme cannot be understood",
      "Operations that ask for it cannot be called."),
    .init(
      "contract.undefined-server-variable", .warning, "A server's URL names an undeclared variable",
      "The URL cannot be completed."),
    .init(
      "contract.invalid-server", .warning, "A server cannot be used as it is written",
      "Paths are put right behind its URL, and each of its variables has one value."),
    .init(
      "contract.invalid-expression", .warning, "A runtime expression cannot be read",
      "Expressions such as $response.body#/id say what a link or a callback takes from a message."),
    .init(
      "contract.unresolved-link", .warning, "A link leads to no operation or parameter",
      "Clients that follow the link cannot find where it leads."),
  ]

  /// Parameters.
  static let parameters: [DiagnosticRule] = [
    .init(
      "contract.undeclared-path-parameter", .warning, "A name in braces is not declared",
      "It is taken for a parameter whose values nothing restricts."),
    .init(
      "contract.unknown-path-parameter", .warning, "A path parameter does not stand in its path",
      "It is never sent."),
    .init(
      "contract.optional-path-parameter", .warning, "A path parameter is not required",
      "A path cannot leave it out: it is taken as required."),
    .init(
      "contract.duplicate-parameter", .warning, "A parameter is declared twice",
      "The first declaration counts. Header names have no letter case."),
    .init(
      "contract.parameter-location", .warning, "A parameter stands in no known place",
      "It is not read. Bodies and form fields are described in \"requestBody\" since OpenAPI 3."),
    .init(
      "contract.parameter-style", .warning, "A parameter's style is not allowed in its place",
      "The standard style of the place is taken."),
    .init(
      "contract.parameter-schema", .warning, "A parameter has no schema, or more than one",
      "Any value passes, or only one of the two counts."),
    .init(
      "contract.ignored-parameter", .note, "A parameter is for information only",
      "OpenAPI says to ignore header parameters whose work other parts of the contract do."),
  ]

  /// Bodies and responses.
  static let messages: [DiagnosticRule] = [
    .init(
      "contract.invalid-media-type", .warning, "A key of content is no media type",
      "The body it describes is not judged."),
    .init(
      "contract.empty-content", .warning, "A body has no media type",
      "Nothing can be sent."),
    .init(
      "contract.missing-responses", .warning, "An operation has no responses",
      "No answer to it can be judged."),
    .init(
      "contract.invalid-status", .warning, "A key of responses is no status",
      "Statuses are 100 to 599, 1XX to 5XX, and default."),
    .init(
      "contract.missing-description", .warning, "A response has no description",
      "OpenAPI asks for one sentence on when it is given."),
    .init(
      "contract.missing-schema", .warning, "A JSON response has no schema",
      "Any body passes: the operation looks tested and is not."),
    .init(
      "contract.unexpected-content", .warning, "A response that has no body describes one",
      "Responses with 1xx, 204 and 304 end after their header fields (RFC 9110 section 6.4.1)."),
    .init(
      "contract.meaningless-body", .note, "A request of this method has no use for a body",
      "HTTP gives no meaning to a body of GET, HEAD, DELETE and TRACE; intermediaries may drop it."),
    .init(
      "contract.exclusive-members", .warning, "Two members exclude each other",
      "OpenAPI allows one of the two; tools differ in which one they take."),
  ]

  /// Values that their own schemas refuse.
  static let values: [DiagnosticRule] = [
    .init(
      "contract.example-mismatch", .warning, "An example does not match its schema",
      "Readers copy examples, and tools send them. Either the example or the schema is wrong."),
    .init(
      "contract.default-mismatch", .warning, "A default does not match its schema",
      "What is taken without a value has to be an allowed value."),
    .init(
      "contract.enum-mismatch", .warning, "A listed value is refused by its own schema",
      "The value can never be sent. In YAML, quote words and digits that are meant as text."),
    .init(
      "contract.duplicate-enum-value", .note, "A value is listed twice",
      "The second one says nothing; perhaps another value was meant."),
    .init(
      "contract.example-direction", .warning, "An example holds a member that is not sent this way",
      "Read-only members do not belong into requests, write-only members not into responses."),
  ]

  /// Schemas that do not say what they mean.
  static let schemas: [DiagnosticRule] = [
    .init(
      "contract.nullable-enum", .warning, "A nullable list of values does not list null",
      "The list decides: a null answer breaks the contract."),
    .init(
      "contract.idle-nullable", .warning, "\"nullable\" does nothing without \"type\"",
      "OpenAPI 3.0 adds null to the type beside it. Without one, null is refused by the schemas "
        + "referred to, and a null answer breaks the contract."),
    .init(
      "contract.unreachable-branch", .warning, "A branch can never decide",
      "Its values are taken by another branch, refused by the schema around it, or, in \"oneOf\", "
        + "always taken twice."),
    .init(
      "contract.redundant-branch", .note, "A branch adds nothing to the others",
      "Another branch takes all of its values; it says something to readers only."),
    .init(
      "contract.unsatisfiable-schema", .warning, "No value fits",
      "Bounds, types or required members contradict each other: every such value is refused."),
    .init(
      "contract.idle-keyword", .warning, "A keyword does nothing where it stands",
      "It is about another type than the schema takes, or needs a keyword that is missing."),
    .init(
      "contract.foreign-keyword", .warning, "A keyword belongs to another version of OpenAPI",
      "It is ignored, and with it what it was to ask for."),
    .init(
      "contract.misspelt-keyword", .warning, "A keyword is misspelt",
      "It is ignored, and with it what it was to ask for."),
    .init(
      "contract.unknown-keyword", .note, "A word in a schema is no keyword",
      "It is ignored. Names that start with x- are extensions and always allowed."),
    .init(
      "contract.misspelt-required", .warning, "A required member is described under another name",
      "Answers without it break the contract, and what describes it does not apply."),
    .init(
      "contract.undescribed-required", .note, "A required member is not described",
      "It has to be there, but any value passes."),
    .init(
      "contract.unresolved-mapping", .warning, "A discriminator leads to no schema",
      "Clients that choose by the discriminator cannot find the schema."),
  ]

  /// What a run cannot test, because the contract does not say it.
  static let testability: [DiagnosticRule] = [
    .init(
      "testability.no-error-response", .note, "No error is documented",
      "Whatever the operation answers to a bad request is undocumented."),
    .init(
      "testability.undocumented-errors", .note, "Errors that are bound to happen are undocumented",
      "Probes of bad input, missing credentials and unknown things have nothing to expect."),
    .init(
      "testability.undocumented-everywhere", .note, "No operation documents some common errors",
      "Servers and gateways give them all the same; they are judged as warnings."),
    .init(
      "testability.status-outlier", .note,
      "An operation lacks an error that nearly all others have",
      "If it can answer so, that answer counts as undocumented."),
    .init(
      "testability.no-idempotency", .note, "A POST has no rule for repeats",
      "Whether a request that is sent twice acts twice cannot be judged."),
    .init(
      "testability.idempotency-answers", .note, "An idempotency key has no answer of its own",
      "What a key in use, or one used for another body, is answered with is not stated."),
    .init(
      "testability.patch-semantics", .note, "A PATCH does not say how it patches",
      "Media types such as application/merge-patch+json say what null and absence mean."),
    .init(
      "testability.created-status", .note, "A creating POST documents 200 alone",
      "201 with Location is what HTTP has for it; here it would be undocumented."),
    .init(
      "testability.no-paging", .note, "A list has no paging",
      "All items come at once; how many there can be is not stated."),
    .init(
      "testability.partial-paging", .note, "A part of paging is missing",
      "Walking through all pages, or choosing their size, is not possible from the contract alone."),
    .init(
      "testability.paging-end", .note, "The end of a list is not stated",
      "Two members tell it, and no schema ties them to each other."),
    .init(
      "testability.no-order", .note, "The order of a list is not stated",
      "No order can be checked, and pages may overlap when rows come and go."),
    .init(
      "testability.unbounded-parameter", .note, "A parameter has no bounds",
      "Values out of bounds cannot be told from good ones."),
    .init(
      "testability.prose-bound", .note, "A bound stands in prose only",
      "No schema refuses what lies beyond it, so that no probe tries."),
    .init(
      "testability.prose-rule", .note, "A rule stands in prose only",
      "A suite can test it; the contract alone cannot. Some rules do not show over HTTP at all."),
    .init(
      "testability.open-schema", .note, "A schema says nothing about its values",
      "Every value passes."),
    .init(
      "testability.open-objects", .note, "No object is closed",
      "Misspelt members pass everywhere."),
    .init(
      "testability.optional-members", .note, "Most members of an answer are optional",
      "An answer that leaves them out passes."),
    .init(
      "testability.ambiguous-union", .note, "The branches of a union cannot be told apart",
      "When a value fits none, no one knows which one was meant."),
    .init(
      "testability.optional-body", .note, "A body is optional, its members are not",
      "A request without any body is allowed, and cannot be expected to be refused."),
    .init(
      "testability.unknown-body", .note, "A JSON request body has no schema",
      "No body can be invented, and none be expected to be refused."),
    .init(
      "testability.no-body", .note, "A GET that answers 200 describes no body",
      "Whatever comes passes."),
    .init(
      "testability.unknown-format", .note, "A format is not known",
      "It is an annotation: any text passes."),
    .init(
      "testability.asserted-format", .note, "A format decides here, and not in OpenAPI itself",
      "Since OpenAPI 3.1 formats are annotations; runs assert them all the same."),
    .init(
      "testability.no-read-back", .note, "A change cannot be read back",
      "No operation on the same path shows what was changed."),
    .init(
      "testability.views-differ", .note, "Two views of a thing list different values",
      "What the one may answer, the other may not."),
    .init(
      "testability.no-default", .note, "It is not stated what is taken without a choice",
      "A list without its filter may hold anything."),
    .init(
      "testability.no-operation-id", .note, "Operations have no operationId",
      "Suites and reports know them by method and path."),
    .init(
      "testability.not-judged", .note, "A part of the contract is not judged",
      "Schemas of bodies other than JSON, and client certificates, are left to suites."),
  ]
}
