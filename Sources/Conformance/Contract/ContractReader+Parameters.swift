internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// The parameters of a list, each name and location once; and whether all could be read.
  func parameters(_ name: String, of node: ContractNode, _ kind: ObjectKind)
    -> (list: [Parameter], isComplete: Bool)
  {
    guard let list = node[name] else { return ([], true) }
    guard isArray(list, "\"\(name)\" of \(kind.title)") else { return ([], false) }
    var parameters: [Parameter] = []
    var isComplete = true
    for element in list.elements {
      guard let parameter = parameter(element) else {
        isComplete = false
        continue
      }
      if let first = parameters.first(where: { $0.isNamed(parameter.name, in: parameter.location) })
      {
        report(
          .duplicateParameter,
          "\(parameter.location.rawValue) parameter \"\(parameter.name)\" is declared twice",
          at: element.place, fix: "remove one of the two; the first one counts",
          notes: [("first declared here", first.node.place)])
      } else {
        parameters.append(parameter)
      }
    }
    return (parameters, isComplete)
  }

  /// A parameter, its reference followed; nil, and a remark, when it has no name or no location.
  func parameter(_ written: ContractNode) -> Parameter? {
    guard let node = resolve(written, as: .parameter), isObject(node, "a parameter") else {
      return nil
    }
    checkFields(of: node, as: .parameter)
    let name = requiredString("name", of: node, .parameter)
    let location = location(of: node, .parameter)
    guard let name, let location else { return nil }
    checkIgnored(name, location, node)
    return value(named: name, in: location, node, .parameter)
  }

  /// The headers of a response, in document order; and whether all could be read.
  func headers(of response: ContractNode) -> (list: [Parameter], isComplete: Bool) {
    guard let map = response["headers"] else { return ([], true) }
    guard isObject(map, "\"headers\" of a response") else { return ([], false) }
    return headers(in: map)
  }

  /// The headers of a map, in document order; and whether all could be read.
  func headers(in map: ContractNode) -> (list: [Parameter], isComplete: Bool) {
    var headers: [Parameter] = []
    var isComplete = true
    for (name, written) in map.members {
      // The media type is what `content` is for; OpenAPI says to ignore this name here.
      if name.lowercased() == "content-type" {
        report(
          .ignoredParameter, "a \"Content-Type\" header is ignored; \"content\" names it",
          at: written.namePlace, severity: .note, fix: "remove it")
        continue
      }
      guard let node = resolve(written, as: .header), isObject(node, "a header") else {
        isComplete = false
        continue
      }
      checkFields(of: node, as: .header)
      headers.append(value(named: name, in: .header, node, .header))
    }
    return (headers, isComplete)
  }

  /// What parameters and headers have in common.
  private func value(
    named name: String, in location: Parameter.Location, _ node: ContractNode, _ kind: ObjectKind
  ) -> Parameter {
    var encoding = style(in: location, node, kind)
    var schema = schemaSlot("schema", of: node, kind)
    var shape = shape(of: node)
    if let content = node["content"] {
      let entry = soleEntry(of: content, beside: node["schema"], kind)
      if let entry { encoding = .content(entry) }
      schema = entry.map(SchemaSlot.init) ?? .unusable
      shape = entry?.shape ?? .anything
    } else if location == .querystring {
      report(
        .parameterSchema, "\(describe(name, location, kind)) has no \"content\"", at: node.place,
        fix: "add \"content\" with the media type of the query; it is not read until then")
    } else if node["schema"] == nil {
      report(
        .parameterSchema,
        "\(describe(name, location, kind)) has neither \"schema\" nor \"content\"",
        at: node.place, fix: "add \"schema\"; any value passes until then")
    }
    let isInQuery = kind == .parameter && location == .query
    return Parameter(
      name: name, location: location, isRequired: isRequired(name, location, node, kind),
      allowsEmptyValue: isInQuery && flag("allowEmptyValue", of: node, kind), encoding: encoding,
      schema: schema.schema, shape: shape, examples: examples(of: node, kind),
      isDeprecated: flag("deprecated", of: node, kind), isComplete: schema.isComplete, node: node)
  }

  /// The one media type that says how a value is written; nil when none can be used.
  private func soleEntry(of content: ContractNode, beside schema: ContractNode?, _ kind: ObjectKind)
    -> MediaTypeEntry?
  {
    if let schema {
      report(
        .parameterSchema, "\(kind.title) has both \"schema\" and \"content\"",
        at: schema.namePlace, fix: "remove one of the two; \"content\" counts")
    }
    let entries = self.content(content, of: kind).list
    if entries.count != 1 {
      report(
        .parameterSchema, "\"content\" has \(entries.count) usable entries; expected one",
        at: content.place, fix: "leave one media type")
    }
    return entries.first
  }

  private func describe(_ name: String, _ location: Parameter.Location, _ kind: ObjectKind)
    -> String
  {
    kind == .header ? "header \"\(name)\"" : "\(location.rawValue) parameter \"\(name)\""
  }

  /// Whether a value has to be there; a path cannot leave one out.
  private func isRequired(
    _ name: String, _ location: Parameter.Location, _ node: ContractNode, _ kind: ObjectKind
  ) -> Bool {
    let isRequired = flag("required", of: node, kind, default: location == .path)
    let isWritten = node["required"] != nil
    guard location == .path, !isRequired || !isWritten else { return isRequired }
    report(
      .optionalPathParameter, "path parameter \"\(name)\" is not marked as required",
      at: node["required"]?.place ?? node.place, fix: "write \"required\": true; it is taken so")
    return true
  }

  private func location(of node: ContractNode, _ kind: ObjectKind) -> Parameter.Location? {
    guard let text = requiredString("in", of: node, kind), let member = node["in"] else {
      return nil
    }
    let known = Parameter.Location.known(in: line)
    if let location = Parameter.Location(rawValue: text), known.contains(location) {
      return location
    }
    let names = known.map(\.rawValue)
    let fix =
      switch text {
      case "body", "formData": "describe it in \"requestBody\"; this place is from Swagger 2.0"
      default:
        EditDistance.nearest(to: text, in: names).map { "write \"\($0)\"" }
          ?? "write one of \(names.joined(separator: ", "))"
      }
    report(
      .parameterLocation,
      "\"in\" is \"\(text)\"; expected \(names.joined(separator: ", ")); the parameter is not read",
      at: member.place, fix: fix)
    return nil
  }

  /// How a value is written, as `style`, `explode` and `allowReserved` say.
  func style(in location: Parameter.Location, _ node: ContractNode, _ kind: ObjectKind)
    -> Parameter.Encoding
  {
    guard location != .querystring else {
      return .style(.form, explode: true, allowReserved: false)  // until `content` replaces it
    }
    let allowed = ParameterStyle.allowed(for: location, in: line)
    var style = ParameterStyle.standard(for: location)
    if let text = string("style", of: node, kind), let member = node["style"] {
      if let written = ParameterStyle(rawValue: text), allowed.contains(written) {
        style = written
      } else {
        let names = allowed.map(\.rawValue)
        let near = EditDistance.nearest(to: text, in: names) ?? style.rawValue
        report(
          .parameterStyle,
          "\"style\" is \"\(text)\"; expected \(names.joined(separator: ", ")) in a "
            + "\(location.rawValue); \(style.rawValue) is taken",
          at: member.place, fix: "write \"\(near)\"")
      }
    }
    return .style(
      style,
      explode: flag("explode", of: node, kind, default: style.explodesByDefault),
      allowReserved: allowsReserved(in: location, style, node, kind))
  }

  /// Whether reserved characters stay as they are; before 3.2 only a query can say so.
  private func allowsReserved(
    in location: Parameter.Location, _ style: ParameterStyle, _ node: ContractNode,
    _ kind: ObjectKind
  ) -> Bool {
    let isAllowed = flag("allowReserved", of: node, kind)
    switch location {
    case .query: return isAllowed
    case .path: return isAllowed && line >= .v3_2
    case .cookie: return isAllowed && line >= .v3_2 && style == .form
    case .querystring, .header: return false
    }
  }

  /// Header parameters that OpenAPI says to ignore, since other parts of a contract name them.
  private func checkIgnored(_ name: String, _ location: Parameter.Location, _ node: ContractNode) {
    guard location == .header else { return }
    let part: String
    switch name.lowercased() {
    case "accept": part = "the media types of the responses"
    case "content-type": part = "the media types of the request body"
    case "authorization": part = "\"security\""
    default: return
    }
    report(
      .ignoredParameter,
      "header parameter \"\(name)\" is for information only; \(part) decide",
      at: node.place, severity: .note, fix: "remove it")
  }
}

extension Parameter.Location {
  /// The locations a version knows.
  static func known(in line: SpecificationVersion.Line) -> [Parameter.Location] {
    allCases.filter { $0 != .querystring || line >= .v3_2 }
  }
}
