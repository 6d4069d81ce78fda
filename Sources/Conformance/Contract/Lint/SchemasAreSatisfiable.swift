internal import Diagnostics
internal import SchemaValidator

/// Some value fits every schema: bounds leave room, types do not exclude each other, and what has
/// to be there is allowed to be there.
enum SchemasAreSatisfiable: ContractLint {
  /// A lower bound, an upper bound, and what they are bounds of.
  private static let bounds = [
    ("minimum", "maximum", "number is"), ("minLength", "maxLength", "length is"),
    ("minItems", "maxItems", "number of items is"),
    ("minProperties", "maxProperties", "number of members is"),
    ("minContains", "maxContains", "number of items is"),
  ]

  static func run(_ linter: ContractLinter) {
    for site in linter.schemas.sites where site.node.value.kind == .object && site.isAsserted {
      if linter.ignoresSiblings(of: site.node) { continue }
      checkBounds(of: site.node, linter)
      checkTypes(of: site.node, linter)
      checkClosed(site, linter)
    }
  }

  private static func checkBounds(of node: ContractNode, _ linter: ContractLinter) {
    for (low, high, noun) in bounds {
      guard let lower = node[low], let upper = node[high],
        let least = lower.value.numberValue, let most = upper.value.numberValue
      else { continue }
      let isStrict =
        linter.line == .v3_0 && low == "minimum"
        && (node.value["exclusiveMinimum"]?.boolValue == true
          || node.value["exclusiveMaximum"]?.boolValue == true)
      guard least > most || (isStrict && least == most) else { continue }
      report(
        "no \(noun) \(isStrict ? "between" : "at least") \(lower.value.summary) "
          + "and \(isStrict ? "" : "at most ")\(upper.value.summary)",
        lower, upper, linter)
    }
    guard linter.line >= .v3_1 else { return }
    // Since 3.1 these are bounds of their own.
    for (low, high) in [
      ("exclusiveMinimum", "maximum"), ("minimum", "exclusiveMaximum"),
      ("exclusiveMinimum", "exclusiveMaximum"),
    ] {
      guard let lower = node[low], let upper = node[high],
        let least = lower.value.numberValue, let most = upper.value.numberValue, least >= most
      else { continue }
      let first = low == "minimum" ? "at least" : "above"
      let second = high == "maximum" ? "at most" : "below"
      report(
        "no number is \(first) \(lower.value.summary) and \(second) \(upper.value.summary)",
        lower, upper, linter)
    }
  }

  private static func report(
    _ message: String, _ lower: ContractNode, _ upper: ContractNode, _ linter: ContractLinter
  ) {
    linter.report(
      .unsatisfiableSchema, message, at: lower.place, fix: "correct one of the two bounds",
      notes: [("the other bound stands here", upper.place)])
  }

  /// Types that leave nothing over; a single value that its schema refuses is told elsewhere.
  private static func checkTypes(of node: ContractNode, _ linter: ContractLinter) {
    if let list = node["enum"], list.value.kind == .array, list.value.count == 0 {
      linter.report(
        .unsatisfiableSchema, "\"enum\" lists no value, so that none is allowed", at: list.place,
        fix: "list the values, or remove \"enum\"")
    }
    guard let parts = node["allOf"], parts.value.kind == .array else { return }
    let reading = linter.reading
    var left = reading.types(of: node, ignoring: ["allOf", "anyOf", "oneOf", "enum", "const"])
    guard !left.isEmpty else { return }
    for part in parts.elements {
      let types = reading.types(of: part)
      if types.isEmpty { return }  // told where that schema stands
      let both = left.intersection(types)
      guard !both.isEmpty else {
        linter.report(
          .unsatisfiableSchema,
          "this part of \"allOf\" takes only \(types.plural), the others only \(left.plural): "
            + "no value fits",
          at: part.place, fix: "correct the type, or write \"anyOf\"")
        return
      }
      left = both
    }
  }

  /// A member that is required and that `additionalProperties: false` refuses.
  private static func checkClosed(_ site: SchemaInventory.Site, _ linter: ContractLinter) {
    let node = site.node
    guard node.value["additionalProperties"]?.boolValue == false,
      let required = node["required"], required.value.kind == .array,
      node.value["patternProperties"] == nil || linter.line == .v3_0
    else { return }
    let known = node.value["properties"]?.members.map(\.name) ?? []
    for element in required.elements {
      guard let name = element.value.stringValue,
        !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }),
        !travelsTheOtherWay(name, site, linter)
      else { continue }
      linter.report(
        .unsatisfiableSchema,
        "\"\(name)\" is required, but \"additionalProperties\": false refuses it: no object fits",
        at: element.place,
        fix: EditDistance.nearest(to: name, in: known).map { "write \"\($0)\"" }
          ?? "describe it under \"properties\"")
    }
  }

  /// Whether the schema, or one around it, says of a member that messages of this schema do not carry it: then
  /// it is not required either (OpenAPI 3.0.4, Schema Object, readOnly and writeOnly).
  private static func travelsTheOtherWay(
    _ name: String, _ site: SchemaInventory.Site, _ linter: ContractLinter
  ) -> Bool {
    guard linter.line == .v3_0 else { return false }
    let schemas = [site.node] + site.inPlaceParents.map { linter.schemas.sites[$0].node }
    let described = schemas.flatMap { linter.reading.properties(of: $0) }
    let flags =
      [("readOnly", .response), ("writeOnly", .request)]
      as [(String, MessageInventory.Directions)]
    return flags.contains { flag, direction in
      !site.directions.contains(direction)
        && described.contains {
          $0.name.utf8.elementsEqual(name.utf8) && linter.reading.isSet(flag, in: $0.schema)
        }
    }
  }
}
