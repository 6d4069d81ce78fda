internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// The security schemes of `components`, by name.
  func securitySchemes(_ section: ContractNode?) -> [String: SecurityScheme] {
    guard let section, isObject(section, "\"securitySchemes\"") else { return [:] }
    var schemes: [String: SecurityScheme] = [:]
    for (name, written) in section.members {
      guard let node = resolve(written, as: .securityScheme), isObject(node, "a security scheme")
      else { continue }
      checkFields(of: node, as: .securityScheme)
      if let kind = schemeKind(node) {
        schemes[name] = SecurityScheme(name: name, kind: kind, node: node)
      }
    }
    return schemes
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
    guard let location = Parameter.Location(rawValue: place), location != .path else {
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
      for (name, scopes) in element.members {
        if schemes?[name] == nil { reportUnknownScheme(name, scopes, schemes) }
        requirement[name] = scopes.value.elements.compactMap(\.stringValue)
        _ = isArray(scopes, "the scopes of \"\(name)\"")
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
    return list.elements.compactMap { element in
      guard isObject(element, "a server") else { return nil }
      checkFields(of: element, as: .server)
      guard let url = requiredString("url", of: element, .server) else { return nil }
      let server = Server(
        template: url, description: string("description", of: element, .server) ?? "",
        variables: serverVariables(of: element), node: element)
      checkVariables(of: server)
      return server
    }
  }

  private func serverVariables(of server: ContractNode) -> [String: Server.Variable] {
    guard let map = server["variables"], isObject(map, "\"variables\" of a server") else {
      return [:]
    }
    var variables: [String: Server.Variable] = [:]
    for (name, node) in map.members where isObject(node, "a server variable") {
      checkFields(of: node, as: .serverVariable)
      guard let standard = requiredString("default", of: node, .serverVariable) else { continue }
      variables[name] = Server.Variable(
        defaultValue: standard, choices: strings("enum", of: node, .serverVariable))
    }
    return variables
  }

  /// Writes down the variables of a URL that have no value.
  private func checkVariables(of server: Server) {
    let declared = server.node["variables"]
    for name in PathTemplate(server.template).parameterNames where declared?[name] == nil {
      report(
        .undefinedServerVariable, "the URL names the variable \"\(name)\", which is not declared",
        at: server.node["url"]?.place ?? server.node.place,
        fix: "declare it under \"variables\" with a \"default\"")
    }
  }
}
