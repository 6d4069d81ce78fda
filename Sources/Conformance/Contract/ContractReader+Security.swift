internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// The security schemes of `components`, by name.
  func securitySchemes(_ section: ContractNode?) -> [String: SecurityScheme] {
    guard let section, isObject(section, "\"securitySchemes\"") else { return [:] }
    var schemes: [String: SecurityScheme] = [:]
    for (name, written) in section.members { schemes[name] = securityScheme(name, written) }
    return schemes
  }

  /// A security scheme, its reference followed; nil, and a remark, when it cannot be read.
  private func securityScheme(_ name: String, _ written: ContractNode) -> SecurityScheme? {
    guard let node = resolve(written, as: .securityScheme), isObject(node, "a security scheme")
    else { return nil }
    checkFields(of: node, as: .securityScheme)
    return schemeKind(node).map { kind in
      SecurityScheme(
        name: name, kind: kind, flows: kind == .oauth2 ? node["flows"] : nil, node: node)
    }
  }

  /// The name by which a requirement's scheme is known; nil for one that does not exist.
  ///
  /// Since OpenAPI 3.2 a requirement may give the URI of a scheme. Whichever way that is written,
  /// what it leads to has one name: that of the component, else its file and place. What is not
  /// read is not found to be missing, and keeps the name that is written.
  ///
  /// Source: [OpenAPI 3.2.0, Security Requirement Object](
  /// https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object)
  private func schemeName(
    _ written: String, at node: ContractNode, known schemes: ContractNode?
  ) -> String? {
    if schemes?[written] != nil { return written }
    guard line >= .v3_2, DocumentSurvey.isURI(written) else { return nil }
    switch documents.lead(of: written, from: node) {
    case .unknown: return written
    case .node(let target):
      if let name = target.pointer.tokens.last, let known = schemes?[name],
        known.identity == target.identity
      {
        return name
      }
      let name = documents.path(of: target.document) + target.pointer.fragment
      if schemesByURI[name] == nil { schemesByURI[name] = securityScheme(name, target) }
      return name
    case .nowhere:
      let uri = ContractDocuments.ReferenceParts(written).uri
      if case .document = documents.lookup(uri, from: node.document) { return nil }
      return written
    }
  }

  private func schemeKind(_ node: ContractNode) -> SecurityScheme.Kind? {
    guard let type = requiredString("type", of: node, .securityScheme) else { return nil }
    switch type {
    case "http":
      guard let scheme = requiredString("scheme", of: node, .securityScheme) else { return nil }
      return .http(
        scheme: scheme.lowercased(),
        bearerFormat: string("bearerFormat", of: node, .securityScheme))
    case "apiKey": return apiKey(node)
    case "oauth2": return .oauth2
    case "openIdConnect":
      return requiredString("openIdConnectUrl", of: node, .securityScheme).map {
        .openIDConnect(url: $0)
      }
    case "mutualTLS" where line >= .v3_1: return .mutualTLS
    default:
      let types = ["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"]
      let fix =
        type == "basic"
        ? "write \"type\": \"http\" and \"scheme\": \"basic\"; this type is from Swagger 2.0"
        : EditDistance.nearest(to: type, in: types).map { "write \"\($0)\"" }
          ?? "write one of \(types.joined(separator: ", "))"
      report(
        .invalidSecurityScheme,
        "\"type\" is \"\(type)\"; expected \(types.joined(separator: ", "))",
        at: node["type"]?.place ?? node.place, fix: fix)
      return nil
    }
  }

  private func apiKey(_ node: ContractNode) -> SecurityScheme.Kind? {
    guard let name = requiredString("name", of: node, .securityScheme),
      let place = requiredString("in", of: node, .securityScheme)
    else { return nil }
    guard let location = Parameter.Location(rawValue: place),
      [.header, .query, .cookie].contains(location)
    else {
      report(
        .invalidSecurityScheme, "\"in\" is \"\(place)\"; expected query, header or cookie",
        at: node["in"]?.place ?? node.place, fix: "write where the key is sent, such as \"header\"")
      return nil
    }
    return .apiKey(name: name, location: location)
  }

  /// The alternatives of a `security` list; nil when there is no list to read.
  ///
  /// A name without a scheme stays in the list: a request cannot satisfy it, and a run says so.
  func security(of node: ContractNode, _ kind: ObjectKind, known schemes: ContractNode?)
    -> [[String: [String]]]?
  {
    guard let list = node["security"], isArray(list, "\"security\" of \(kind.title)") else {
      return nil
    }
    var alternatives: [[String: [String]]] = []
    for element in list.elements where isObject(element, "a security requirement") {
      var requirement: [String: [String]] = [:]
      for (written, scopes) in element.members {
        let name = schemeName(written, at: scopes, known: schemes)
        if name == nil { reportUnknownScheme(written, scopes, schemes) }
        requirement[name ?? written] = scopes.value.elements.compactMap(\.stringValue)
        _ = isArray(scopes, "the scopes of \"\(written)\"")
      }
      alternatives.append(requirement)
    }
    return alternatives
  }

  private func reportUnknownScheme(
    _ name: String, _ node: ContractNode, _ schemes: ContractNode?
  ) {
    let names = schemes?.value.members.map(\.name) ?? []
    report(
      .unknownSecurityScheme, "no security scheme is called \"\(name)\"", at: node.namePlace,
      fix: EditDistance.nearest(to: name, in: names).map { "write \"\($0)\"" }
        ?? "declare it in #/components/securitySchemes")
  }

  /// The servers of a list, in document order.
  func servers(of node: ContractNode, _ kind: ObjectKind) -> [Server] {
    guard let list = node["servers"], isArray(list, "\"servers\" of \(kind.title)") else {
      return []
    }
    return list.elements.compactMap(server)
  }

  /// A server; nil, and a remark, when it has no URL.
  func server(_ node: ContractNode) -> Server? {
    guard isObject(node, "a server") else { return nil }
    checkFields(of: node, as: .server)
    guard let url = requiredString("url", of: node, .server) else { return nil }
    let server = Server(
      template: url, name: line >= .v3_2 ? string("name", of: node, .server) : nil,
      description: string("description", of: node, .server) ?? "",
      variables: serverVariables(of: node), node: node)
    checkVariables(of: server)
    return server
  }

  private func serverVariables(of server: ContractNode) -> [String: Server.Variable] {
    guard let map = server["variables"], isObject(map, "\"variables\" of a server") else {
      return [:]
    }
    var variables: [String: Server.Variable] = [:]
    for (name, node) in map.members where isObject(node, "a server variable") {
      checkFields(of: node, as: .serverVariable)
      guard let standard = requiredString("default", of: node, .serverVariable) else { continue }
      let choices = strings("enum", of: node, .serverVariable)
      checkDefault(standard, among: choices, of: node)
      variables[name] = Server.Variable(defaultValue: standard, choices: choices)
    }
    return variables
  }

  private func checkDefault(_ standard: String, among choices: [String], of node: ContractNode) {
    if let list = node["enum"], list.value.kind == .array, list.value.count == 0 {
      report(
        .invalidServer, "\"enum\" of a server variable is empty, so no value is left",
        at: list.place,
        fix: "name the values, or remove \"enum\"; any value is taken until then")
    }
    guard !choices.isEmpty, !choices.contains(where: { $0.isSameText(as: standard) }) else {
      return
    }
    report(
      .invalidServer,
      "the default \"\(standard)\" is not among the values of \"enum\": "
        + (ContractRemarks.list(choices.map { "\"\($0)\"" }) ?? ""),
      at: node["default"]?.place ?? node.place,
      fix: "write \"\(EditDistance.nearest(to: standard, in: choices) ?? choices[0])\"")
  }

  /// Writes down the variables of a URL that have no value.
  private func checkVariables(of server: Server) {
    let declared = server.node["variables"]
    let place = server.node["url"]?.place ?? server.node.place
    let names = server.variableNames
    for (position, name) in names.enumerated()
    where names[..<position].contains(where: { $0.isSameText(as: name) }) {
      report(
        .invalidServer, "the URL names the variable \"\(name)\" twice", at: place,
        fix: "give the second one a name of its own; both get the same value")
    }
    if server.template.utf8.contains(where: { "?#".utf8.contains($0) }) {
      report(
        .invalidServer, "the URL \"\(server.template)\" holds a query or a fragment", at: place,
        fix: "remove it; paths are put right behind the URL")
    }
    for name in names where declared?[name] == nil {
      report(
        .undefinedServerVariable, "the URL names the variable \"\(name)\", which is not declared",
        at: place,
        fix: "declare it under \"variables\" with a \"default\"")
    }
  }
}
