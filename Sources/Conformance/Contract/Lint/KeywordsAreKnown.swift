internal import Diagnostics
internal import SchemaValidator

/// Every member of a schema is a keyword of the contract's version of OpenAPI, or an extension.
///
/// A word that is no keyword is ignored, and with it what its author meant to ask for.
enum KeywordsAreKnown: ContractLint {
  /// The Schema Object of OpenAPI 3.0.4.
  private static let version30: Set<String> = [
    "$ref", "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
    "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties",
    "minProperties", "required", "enum", "type", "allOf", "oneOf", "anyOf", "not", "items",
    "properties", "additionalProperties", "description", "format", "default", "nullable",
    "discriminator", "readOnly", "writeOnly", "xml", "externalDocs", "example", "deprecated",
  ]

  /// The vocabularies of JSON Schema 2020-12 and of OpenAPI 3.1.
  private static let since31: Set<String> = version30.subtracting(["nullable"]).union([
    "$id", "$schema", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "$comment",
    "$defs", "const", "if", "then", "else", "dependentSchemas", "dependentRequired",
    "prefixItems", "contains", "minContains", "maxContains", "patternProperties",
    "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentEncoding",
    "contentMediaType", "contentSchema", "examples",
    // Kept by the meta-schema for older documents.
    "definitions",
  ])

  /// Words of other versions, with what to write instead.
  private static let foreignIn31 = [
    "nullable": "add \"null\" to the list in \"type\"",
    "dependencies": "write \"dependentRequired\" or \"dependentSchemas\"",
    "additionalItems": "write \"prefixItems\" with \"items\"",
    "id": "write \"$id\"",
    "divisibleBy": "write \"multipleOf\"",
    "$recursiveRef": "write \"$dynamicRef\"",
  ]

  static func run(_ linter: ContractLinter) {
    for site in linter.schemas.sites where site.node.value.kind == .object {
      // Other dialects may bring keywords of their own.
      guard linter.isOfOwnDialect(site.node) else { continue }
      if linter.ignoresSiblings(of: site.node) { continue }
      for member in site.node.value.members { check(member, of: site.node, linter) }
    }
  }

  private static func check(
    _ member: JSONMember, of schema: ContractNode, _ linter: ContractLinter
  ) {
    let name = member.name
    let known = linter.line == .v3_0 ? version30 : since31
    guard !known.contains(name), !name.hasPrefix("x-"), let child = schema[name] else { return }
    let version = linter.line.rawValue
    if let instead = instead(of: name, linter.line) {
      linter.report(
        .foreignKeyword, "\"\(name)\" is no keyword of OpenAPI \(version); it is ignored",
        at: child.namePlace, fix: instead)
    } else if let near = EditDistance.nearest(to: name, in: known.sorted()),
      isSlip(name, for: near), schema.value[near] == nil
    {
      linter.report(
        .misspeltKeyword, "\"\(name)\" is no keyword of schemas; it is ignored",
        at: child.namePlace, fix: "write \"\(near)\"")
    } else {
      linter.report(
        .unknownKeyword, "\"\(name)\" is no keyword of schemas; it is ignored",
        at: child.namePlace, fix: "remove it, or let its name start with \"x-\"")
    }
  }

  /// What to write instead of a word that means something in another version.
  private static func instead(of name: String, _ line: SpecificationVersion.Line) -> String? {
    guard line == .v3_0 else { return foreignIn31[name] }
    switch name {
    case "const": return "write \"enum\" with this one value"
    case "examples": return "write \"example\" with one of them"
    case "$defs", "definitions": return "move the schemas to #/components/schemas"
    case let name where since31.contains(name) || foreignIn31[name] != nil:
      return "say it in another way, or write the contract in OpenAPI 3.1"
    default: return nil
    }
  }

  /// Whether a word is near enough to a keyword to be a slip: short words are near to everything.
  private static func isSlip(_ name: String, for keyword: String) -> Bool {
    name.utf8.count >= 4 && keyword.utf8.count >= 4
  }
}
