internal import Diagnostics
internal import SchemaValidator

/// Schemas say what values look like: what they leave open, no answer can break.
enum PayloadsAreConstrained: ContractLint {
  static func run(_ linter: ContractLinter) {
    var closed = 0
    var objects = 0
    for site in linter.schemas.sites {
      guard site.isAsserted, site.node.value.kind == .object else { continue }
      checkOpen(site, linter)
      checkUnion(site.node, linter)
      if site.directions.contains(.response) { checkOptional(site.node, linter) }
      guard site.node.value["properties"] != nil else { continue }
      objects += 1
      for name in ["additionalProperties", "unevaluatedProperties"]
      where site.node.value[name]?.boolValue == false {
        closed += 1
      }
    }
    guard objects > 0, closed == 0 else { return }
    let place = linter.root["components"]?["schemas"] ?? linter.root["paths"] ?? linter.root
    linter.report(
      .openObjects,
      "none of the \(objects) objects forbids further members: a misspelt member passes in requests "
        + "and answers alike",
      at: place.namePlace, fix: "add \"additionalProperties\": false where nothing else may stand")
  }

  /// A schema that takes every value, every object, or every array.
  private static func checkOpen(_ site: SchemaInventory.Site, _ linter: ContractLinter) {
    let node = site.node
    // Inside a list of branches it only adds to what others say.
    let isPart = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"]
      .contains { node.pointer.parent.tokens.last == $0 || node.pointer.tokens.last == $0 }
    guard !isPart, node.value["$ref"] == nil else { return }
    let names = node.value.members.map(\.name).filter { !Annotation.isOne($0) }
    // As `additionalProperties`, `{}` is a way of saying that any name may stand there.
    if node.pointer.tokens.last == "additionalProperties" { return }
    let what: String
    if names.isEmpty {
      what = "anything"
    } else if names.allSatisfy({ ["type", "nullable", "additionalProperties"].contains($0) }) {
      let types = linter.reading.writtenTypes(of: node)?.subtracting(.null)
      let additional = node.value["additionalProperties"]
      let isMap = additional.map { $0.boolValue == false || $0.count > 0 } ?? false
      if types == .object, !isMap {
        what = "any object"
      } else if types == .array {
        what = "any array"
      } else {
        return
      }
    } else {
      return
    }
    linter.report(
      .openSchema, "\(title(of: node)) may be \(what): nothing about it is checked",
      at: node.namePlace, fix: "say what it consists of")
  }

  /// What a sentence calls a schema: the member it describes, or the component's name.
  private static func title(of node: ContractNode) -> String {
    let tokens = node.pointer.tokens
    guard let name = tokens.last else { return "the schema" }
    switch tokens.dropLast().last {
    case "properties": return "the member \"\(name)\""
    case "schemas": return "\"\(name)\""
    default: return name == "items" ? "an item" : "what stands here"
    }
  }

  /// An object in an answer of which little or nothing has to be there.
  private static func checkOptional(_ node: ContractNode, _ linter: ContractLinter) {
    guard let properties = node["properties"], properties.value.kind == .object else { return }
    let count = properties.value.count
    let required = Set(
      linter.reading.conjuncts(of: node)
        .flatMap { Array(($0.value["required"]?.elements).map(Array.init) ?? []) }
        .compactMap(\.stringValue))
    let described = properties.value.members.count { required.contains($0.name) }
    guard count >= 3, described * 2 < count else { return }
    linter.report(
      .optionalMembers,
      described == 0
        ? "none of \(count) members is required: an answer without any of them passes"
        : "\(described) of \(count) members \(described == 1 ? "is" : "are") required: an answer "
          + "without the others passes",
      at: properties.namePlace, fix: "name the members that are always there in \"required\"")
  }

  /// Branches that no member tells apart: an answer that fits none cannot be explained by the one
  /// that was meant.
  private static func checkUnion(_ node: ContractNode, _ linter: ContractLinter) {
    for keyword in ["anyOf", "oneOf"] {
      guard let list = node[keyword], list.value.kind == .array,
        node.value["discriminator"] == nil
      else { continue }
      let objects = list.elements.filter {
        linter.reading.types(of: $0).subtracting(.null) == .object
      }
      guard objects.count > 1 else { continue }
      let words = objects.map { constants(of: $0, linter) }
      let shared = words.dropFirst().reduce(Set(words[0].keys)) { $0.intersection($1.keys) }
      let isTold = shared.contains { name in
        var seen: Set<String> = []
        return words.allSatisfy { branch in
          (branch[name] ?? []).allSatisfy { seen.insert($0).inserted }
        }
      }
      guard !isTold else { continue }
      linter.report(
        .ambiguousUnion,
        "no member tells the \(objects.count) objects of \"\(keyword)\" apart: a value may fit "
          + "several, or be meant for any",
        at: list.namePlace,
        fix: "give each branch a required member with a value of its own, or a \"discriminator\"")
    }
  }

  /// The required members of an object that have only a few values, with those.
  private static func constants(
    of node: ContractNode, _ linter: ContractLinter
  ) -> [String: [String]] {
    let conjuncts = linter.reading.conjuncts(of: node)
    let required = Set(
      conjuncts.flatMap { ($0["required"]?.elements ?? []).compactMap(\.value.stringValue) })
    var constants: [String: [String]] = [:]
    for (name, schema) in linter.reading.properties(of: node) where required.contains(name) {
      for part in linter.reading.conjuncts(of: schema) {
        let values =
          part.value["const"].map { [$0] } ?? part.value["enum"].map { Array($0.elements) }
        if let values { constants[name] = values.map(\.description) }
      }
    }
    return constants
  }
}
