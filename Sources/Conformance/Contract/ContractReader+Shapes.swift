internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// Whether a node is an object; otherwise that is written down.
  func isObject(_ node: ContractNode, _ title: String, fix: String? = nil) -> Bool {
    expect(.object, node, title, fix)
  }

  /// Whether a node is an array; otherwise that is written down.
  func isArray(_ node: ContractNode, _ title: String) -> Bool {
    expect(.array, node, title, nil)
  }

  private func expect(
    _ kind: JSONValue.Kind, _ node: ContractNode, _ title: String, _ fix: String?
  ) -> Bool {
    if node.value.kind == kind { return true }
    report(
      .wrongType, "\(title) is \(node.value.summary); expected \(kind.withArticle)",
      at: node.place, fix: fix ?? "write \(kind.withArticle) here, or remove it")
    return false
  }

  /// The text of a member; nil when it is absent, or no string, which is written down.
  func string(_ name: String, of node: ContractNode, _ kind: ObjectKind) -> String? {
    guard let member = node[name] else { return nil }
    if let text = member.value.stringValue { return text }
    report(
      .wrongType, "\"\(name)\" of \(kind.title) is \(member.value.summary); expected a string",
      at: member.place, fix: "write a string, or remove \"\(name)\"")
    return nil
  }

  /// The text of a member that has to be there; its absence is written down.
  func requiredString(_ name: String, of node: ContractNode, _ kind: ObjectKind) -> String? {
    if node[name] == nil {
      report(
        .missingMember, "\(kind.title) has no \"\(name)\"", at: node.place,
        fix: "add \"\(name)\"")
      return nil
    }
    return string(name, of: node, kind)
  }

  /// The value of a boolean member, or its default when it is absent or no boolean.
  func flag(
    _ name: String, of node: ContractNode, _ kind: ObjectKind, default standard: Bool = false
  ) -> Bool {
    guard let member = node[name] else { return standard }
    if let flag = member.value.boolValue { return flag }
    report(
      .wrongType,
      "\"\(name)\" of \(kind.title) is \(member.value.summary); expected true or false",
      at: member.place, fix: "write true or false; \(standard) is taken until then")
    return standard
  }

  /// The strings of a list; other elements are written down and left out.
  func strings(_ name: String, of node: ContractNode, _ kind: ObjectKind) -> [String] {
    guard let list = node[name], isArray(list, "\"\(name)\" of \(kind.title)") else { return [] }
    return list.elements.compactMap { element in
      if let text = element.value.stringValue { return text }
      report(
        .wrongType, "\"\(name)\" holds \(element.value.summary); expected strings",
        at: element.place, fix: "write a string, or remove the element")
      return nil
    }
  }

  /// Writes down members the specification does not name; names with `x-` are extensions.
  func checkFields(of node: ContractNode, as kind: ObjectKind) {
    guard let fields = kind.fields(in: line) else { return }
    for member in node.value.members {
      let name = member.name
      if fields.contains(name) || name.hasPrefix("x-") || name == "$ref" { continue }
      let child = node[name]
      report(
        .unknownMember, unknownMember(name, of: kind, child), at: child?.namePlace ?? node.place,
        fix: fixForUnknown(name, of: kind, fields))
    }
  }

  private func unknownMember(_ name: String, of kind: ObjectKind, _ child: ContractNode?) -> String
  {
    let isOperation = kind == .pathItem && child?.value["responses"] != nil
    let consequence = isOperation ? "the operation is not read" : "it is ignored"
    return "\"\(name)\" is no member of \(kind.title) in OpenAPI \(line.rawValue); \(consequence)"
  }

  private func fixForUnknown(_ name: String, of kind: ObjectKind, _ fields: [String]) -> String {
    let schemaMembers = ["type", "format", "enum", "default", "items", "pattern", "minimum"]
    if kind == .parameter || kind == .header, schemaMembers.contains(name) {
      return "move \"\(name)\" into \"schema\""
    }
    if kind == .response || kind == .requestBody, name == "schema" {
      return "move \"schema\" under \"content\" and a media type"
    }
    if let near = EditDistance.nearest(to: name, in: fields) { return "write \"\(near)\"" }
    return "remove it, or let its name start with \"x-\""
  }
}

extension JSONValue {
  /// The value as a sentence shows it: containers by their kind, the rest as written but short.
  var summary: String {
    switch kind {
    case .object, .array: return kind.withArticle
    case .null, .boolean, .number, .string:
      let text = description.unicodeScalars
      if text.count <= 60 { return String(text) }
      return String(String.UnicodeScalarView(text.prefix(59))) + "…"
    }
  }
}
