internal import Diagnostics

extension DiagnosticRules {
  /// What the schema compiler says.
  static let compiler: [DiagnosticRule] = [
    .init(
      "schema.not-a-schema", .warning, "A value stands where a schema has to be",
      "Schemas are objects; since OpenAPI 3.1 also true and false."),
    .init(
      "schema.malformed-keyword", .warning, "A keyword's value is not of its kind",
      "The schema cannot be used: what it describes is not judged."),
    .init(
      "schema.meta-schema", .warning, "A schema breaks its meta-schema",
      "The schema is not what its dialect allows."),
    .init(
      "schema.pattern", .warning, "A pattern is no regular expression",
      "JSON Schema uses the syntax of ECMA-262."),
    .init(
      "schema.unresolved-reference", .warning, "A schema's reference leads nowhere",
      "The schema cannot be used: what it describes is not judged."),
    .init(
      "schema.endless-reference", .warning, "A schema applies itself to the same value",
      "Judging by it would never end."),
    .init(
      "schema.hidden-by-reference", .warning, "\"nullable\" stands beside a reference",
      "In OpenAPI 3.0 a reference hides everything beside it: null is refused."),
    .init(
      "schema.discriminator", .warning, "A discriminator does not lead to a branch",
      "It explains answers that fit no branch; without it the nearest branch is guessed."),
    .init(
      "schema.duplicate-id", .warning, "Two schemas have the same identifier",
      "References to it are ambiguous."),
    .init(
      "schema.unknown-dialect", .error, "A schema names an unknown dialect",
      "What its keywords mean is not known."),
    .init(
      "schema.nothing-there", .warning, "No schema stands at a place",
      "Correct the pointer."),
    .init(
      "schema.too-deep", .warning, "Schemas are applied inside each other too often",
      "Shorten the chain of references."),
    .init(
      "schema.too-many-mistakes", .warning, "A schema has more mistakes than are listed",
      "Correct the listed ones first."),
    .init(
      "schema.dynamic-scope", .warning, "A schema has too many dynamic scopes",
      "Use fewer dynamic anchors."),
  ]

  /// Texts and files that cannot be read.
  static let files: [DiagnosticRule] =
    [
      ("json.empty", "A JSON text is empty"),
      ("json.unexpectedEnd", "A JSON text ends too early"),
      ("json.unexpectedByte", "A byte cannot stand where it stands"),
      ("json.trailingContent", "Something follows the JSON text"),
      ("json.byteOrderMark", "A byte order mark precedes the JSON text"),
      ("json.invalidUTF8", "A JSON text is not UTF-8"),
      ("json.controlCharacter", "A control character is not escaped"),
      ("json.invalidEscape", "A backslash escapes nothing"),
      ("json.invalidNumber", "A number is not written as JSON asks"),
      ("json.tooDeep", "A JSON text is nested too deeply"),
      ("json.tooLarge", "A JSON text is too large"),
      ("json.tooManyValues", "A JSON text has too many values"),
      ("json.duplicateMember", "A member is given twice"),
      ("yaml.syntax", "The text is no YAML"),
      ("yaml.control-character", "A YAML text holds a control character"),
      ("yaml.invalid-utf8", "A YAML text is not UTF-8"),
      ("yaml.empty", "A YAML text is empty"),
      ("yaml.multiple-documents", "A file holds several YAML documents"),
      ("yaml.duplicate-key", "A key is given twice"),
      ("yaml.empty-key", "A key is empty"),
      ("yaml.complex-key", "A key is no scalar"),
      ("yaml.merge-key", "Merge keys are no part of YAML 1.2"),
      ("yaml.unsupported-tag", "A tag has no meaning in JSON"),
      ("yaml.tag-mismatch", "A value does not fit its tag"),
      ("yaml.not-finite", "Infinity and NaN have no JSON form"),
      ("yaml.number-too-long", "A number has too many digits"),
      ("yaml.unknown-alias", "An alias names no anchor"),
      ("yaml.recursive-alias", "An alias stands inside of what it names"),
      ("yaml.too-much-expansion", "Aliases stand for too much"),
      ("yaml.too-deep", "A YAML text is nested too deeply"),
      ("yaml.too-large", "A YAML text is too large"),
      ("yaml.memory", "There is no memory to read a YAML text"),
      ("file.unreadable", "A file cannot be read"),
    ].map { .init($0.0, .error, $0.1, "Nothing can be read until this is corrected.") }

  /// Mistakes in profiles, suites and catalogues of requirements.
  static let suites: [DiagnosticRule] =
    [
      ("suite.not-found", "A path does not exist"),
      ("suite.no-suites", "A folder holds no suite"),
      ("suite.two-profiles", "Suites of two folders were given together"),
      ("suite.unknown-key", "A key is not known"),
      ("suite.missing-key", "A key is missing"),
      ("suite.wrong-type", "A value has the wrong type"),
      ("suite.empty", "Something is empty that has to say something"),
      ("suite.unknown-word", "A word is none of those allowed"),
      ("suite.reserved-name", "A name is taken by a function"),
      ("suite.duplicate-case", "Two cases have the same id"),
      ("suite.duplicate-name", "Two fixtures give a value of the same name"),
      ("suite.unknown-steps", "There are no such shared steps or fixture"),
      ("suite.schema", "A file does not fit its schema"),
      ("suite.circle", "Shared steps use themselves"),
      ("suite.too-many-steps", "Shared steps come to too many steps"),
      ("suite.unknown-operation", "The contract has no such operation"),
      ("suite.unknown-parameter", "The operation has no such parameter"),
      ("suite.missing-parameter", "A parameter that a request needs is missing"),
      ("suite.no-body", "The operation takes no body"),
      ("suite.missing-body", "A body that a request needs is missing"),
      ("suite.two-bodies", "A request is given two bodies"),
      ("suite.bad-file", "A file cannot be sent"),
      ("suite.bad-media-type", "A text is no media type"),
      ("suite.breaks-contract", "A request breaks the contract without being called faulty"),
      ("suite.unknown-schema", "The contract has no such schema"),
      ("suite.unknown-scheme", "The contract has no such security scheme"),
      ("suite.unknown-coverage", "Nothing that can be met has this name"),
      ("suite.unknown-requirement", "No requirement has this id"),
      ("suite.undecided-requirement", "A probe cannot decide what its case is to prove"),
      ("suite.undefined-variable", "A variable is not defined"),
      ("suite.unused-name", "A saved value is not used"),
      ("suite.strangers-id", "A request would change what no run has created"),
      (
        "suite.unexpected-refusal",
        "A request that is meant to be refused is expected to succeed"
      ),
      ("suite.undeclared-effect", "A case changes more than it declares"),
      ("suite.missing-convention", "The profile lacks a convention that a probe needs"),
      ("suite.two-conventions", "The profile says one thing in two ways"),
      ("suite.two-matchers", "Two matchers stand for one value"),
      ("suite.two-targets", "A step calls two things"),
      ("suite.changing-question", "The target is asked with a request that may change it"),
      ("suite.told-secret", "A secret is asked from the target"),
      ("suite.idle-cleanup", "A cleanup only reads, so that it removes nothing"),
      ("suite.idle-path", "Path parameters stand beside a raw path, which has none"),
      ("suite.bad-default", "A variable's default is not what the variable has to be"),
      ("suite.bad-duration", "A duration cannot be understood"),
      ("suite.bad-pattern", "A pattern is no regular expression"),
      ("suite.bad-pointer", "A text is no JSON Pointer"),
      ("suite.bad-schema", "A schema cannot be used"),
      ("suite.bad-status", "A status is none"),
      ("suite.bad-target", "A call is no method and path"),
      ("suite.bad-template", "A template cannot be understood"),
      ("requirement.bad-figure", "A requirement's number of requests cannot be understood"),
      ("requirement.bad-id", "A requirement's id is not written as ids are"),
      ("requirement.bad-title", "A requirement's title is not written as titles are"),
      ("requirement.duplicate", "Two requirements have the same id"),
      ("requirement.unknown", "No requirement has this id"),
    ].map { .init($0.0, .error, $0.1, "Nothing runs until this is corrected.") } + suiteRemarks

  /// What is odd about a suite, but does not keep it from running.
  private static let suiteRemarks: [DiagnosticRule] = [
    .init(
      "suite.left-behind", .warning, "What a request creates is not removed",
      "It stays on the server when the run is over."),
    .init(
      "suite.missing-login", .warning, "Nothing lets the suites in",
      "Their requests are refused before anything else is looked at, unless a run is given a header for them."
    ),
    .init(
      "suite.misnamed-file", .warning, "A file looks like a suite by its name, and is not read",
      "Its cases never run: the names of suites end in .suite.yaml, those of shared steps in "
        + ".steps.yaml."),
    .init(
      "suite.foreign-place", .warning, "A place for a value is written as in another language",
      "It is sent as it is written."),
    .init(
      "suite.unknown-name", .warning, "The contract describes no member of this name",
      "What the profile says of it takes effect only if answers have it all the same."),
    .init(
      "suite.unknown-member", .warning, "A body has a member that the contract does not know",
      "It is sent as it is written, and the member that was meant is left out."),
    .init(
      "suite.undocumented-status", .warning, "A status is expected that is not documented",
      "Either the suite is mistaken, or the contract: an answer with it departs from RSP-01."),
    .init(
      "suite.undocumented-media-type", .warning, "A media type is expected that is not documented",
      "An answer that has it departs from the contract, and one that keeps to it fails the case."),
    .init(
      "suite.impossible-expectation", .warning, "No answer can be as it is expected",
      "The case fails whatever the target answers."),
    .init(
      "suite.undescribed-member", .warning,
      "An answer is to have what the contract does not describe",
      "Other members are allowed, but a name that nobody knows is most often a slip."),
    .init(
      "suite.excluded-value", .warning, "A value is expected that the contract excludes",
      "An answer that has it departs from the contract, and one that keeps to it fails the case."),
  ]
}
