internal import Diagnostics
internal import SchemaValidator

/// What `required` names is described by some `properties` that apply to the same object.
enum RequiredMembersAreDescribed: ContractLint {
  static func run(_ linter: ContractLinter) {
    var families: [Int: [String]?] = [:]
    for (number, site) in linter.schemas.sites.enumerated() where site.isAsserted {
      guard let required = site.node["required"], required.value.kind == .array,
        !isHidden(site.node, linter), isLeft(site.node)
      else { continue }
      let known = names(around: number, linter, &families)
      // Without any description the object is open by intent.
      guard let known, !known.isEmpty else { continue }
      for element in required.elements {
        guard let name = element.value.stringValue,
          !known.contains(where: { $0.utf8.elementsEqual(name.utf8) })
        else { continue }
        report(name, element, known, linter)
      }
    }
  }

  private static func report(
    _ name: String, _ element: ContractNode, _ known: [String], _ linter: ContractLinter
  ) {
    if let near = EditDistance.nearest(to: name, in: known) {
      linter.report(
        .misspeltRequired,
        "\"\(name)\" is required, but no \"properties\" describe it; \"\(near)\" is described",
        at: element.place, fix: "write \"\(near)\", or describe \"\(name)\"")
    } else {
      linter.report(
        .undescribedRequired,
        "\"\(name)\" is required, but no \"properties\" describe it: "
          + "any value passes",
        at: element.place, fix: "describe it under \"properties\", or remove it here")
    }
  }

  private static func isHidden(_ node: ContractNode, _ linter: ContractLinter) -> Bool {
    linter.line == .v3_0 && node.value["$ref"] != nil
  }

  /// Whether nothing else could describe the members: a typed map does, and what is closed is
  /// told as a schema that nothing fits.
  private static func isLeft(_ node: ContractNode) -> Bool {
    guard let additional = node.value["additionalProperties"] else { return true }
    return additional.boolValue == true
  }

  /// The names that any schema applied to the same object describes; nil where names are given by
  /// a pattern or a typed map, and where some schema of them is not known.
  private static func names(
    around number: Int, _ linter: ContractLinter, _ families: inout [Int: [String]?]
  ) -> [String]? {
    if let known = families[number] { return known }
    let sites = linter.schemas.sites
    // Up to every schema that hands on its own value, then down again over all of them.
    var family: Set<Int> = [number]
    var pending = [number]
    while let next = pending.popLast() {
      for parent in sites[next].inPlaceParents where family.insert(parent).inserted {
        pending.append(parent)
      }
    }
    pending = Array(family)
    while let next = pending.popLast() {
      for use in sites[next].uses where use.relation == .inPlace || use.relation == .tested {
        if family.insert(use.site).inserted { pending.append(use.site) }
      }
    }
    var names: [String]? = []
    for member in family {
      let value = sites[member].node.value
      let isMap = value["additionalProperties"]?.kind == .object
      let leadsAstray = linter.references.leadsAstray(sites[member].node)
      if isMap || leadsAstray || value["patternProperties"] != nil || value["unevaluatedProperties"] != nil {
        names = nil
        break
      }
      names?.append(contentsOf: value["properties"]?.members.map(\.name) ?? [])
    }
    let sorted = names.map { Set($0).sorted() }
    families[number] = .some(sorted)
    return sorted
  }
}
