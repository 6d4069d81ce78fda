package import Diagnostics
internal import SchemaValidator

extension Contract {
  /// Reads an OpenAPI document.
  ///
  /// A mistake that leaves the rest usable is a warning of the contract; the schema, response or
  /// parameter it costs is named there. References to other files are read through `files`; none
  /// is fetched over a network.
  ///
  /// - Throws: ``Diagnostics`` when the document as a whole cannot be used.
  package static func load(
    _ document: SourceDocument, files: ContractFiles = { _ in nil }
  ) throws(Diagnostics) -> Contract {
    let root = ContractNode(rootOf: document)
    let version = try ContractLoader.version(of: root)
    let dialect = ContractLoader.dialect(of: root, version.line)
    let schemas = try ContractSchemas(ContractDocuments(document, files: files), dialect)
    let reader = ContractReader(root: root, line: version.line, schemas: schemas)
    return try ContractLoader(reader: reader, version: version).load()
  }
}

/// Reads a contract from the outside in.
struct ContractLoader {
  let reader: ContractReader
  let version: SpecificationVersion

  private var root: ContractNode { reader.root }

  func load() throws(Diagnostics) -> Contract {
    reader.checkFields(of: root, as: .contract)
    checkDialect()
    let info = info()
    let schemes = components("securitySchemes")
    let securitySchemes = reader.securitySchemes(schemes)
    let shared = ContractReader.Surroundings(
      security: reader.security(of: root, .contract, known: schemes) ?? [], schemes: schemes)
    let servers = reader.servers(of: root, .contract)
    let operations = operations(shared)
    let webhooks = reader.webhooks(shared)
    checkComponents()
    noteUnchecked(operations)
    let diagnostics = reader.remarks.diagnostics()
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      throw Diagnostics(diagnostics)
    }
    return Contract(
      Contract.Parts(
        title: info.title, version: info.version, specificationVersion: version,
        operations: operations,
        securitySchemes: securitySchemes.merging(reader.schemesByURI) { named, _ in named },
        servers: servers,
        webhooks: webhooks, warnings: diagnostics, document: root.document, schemas: reader.schemas,
        compiled: reader.compiled))
  }

  /// The version of OpenAPI, without which nothing else can be read.
  static func version(of root: ContractNode) throws(Diagnostics) -> SpecificationVersion {
    guard root.value.kind == .object else {
      throw refusal(
        .notAnObject, "the contract is \(root.value.summary); expected an OpenAPI document",
        at: root.place, fix: "give the OpenAPI document of the API")
    }
    if let swagger = root["swagger"] {
      throw refusal(
        .unsupportedVersion,
        "this is a Swagger \(swagger.value.stringValue ?? swagger.value.summary) document; "
          + "expected OpenAPI 3.0, 3.1 or 3.2",
        at: swagger.place, fix: "convert it to OpenAPI 3 first")
    }
    guard let member = root["openapi"] else {
      throw refusal(
        .missingVersion, "the document has no \"openapi\" member, so it is no OpenAPI document",
        at: root.place, fix: "add \"openapi\": \"3.1.0\", or give the API's OpenAPI document")
    }
    // YAML reads an unquoted 3.1 as a number; its spelling still says what is meant.
    let text = member.value.stringValue ?? member.value.numberValue?.text
    guard let text, let version = SpecificationVersion(text) else {
      throw refusal(
        .unsupportedVersion,
        "\"openapi\" is \(member.value.summary); expected 3.0, 3.1 or 3.2 with a patch number",
        at: member.place, fix: "write the version the document follows, such as \"3.1.0\"")
    }
    return version
  }

  /// The dialect of schemas that name none themselves.
  static func dialect(of root: ContractNode, _ line: SpecificationVersion.Line) -> SchemaDialect {
    guard line >= .v3_1 else { return line.dialect }
    let uri = root["jsonSchemaDialect"]?.value.stringValue
    return uri.flatMap { SchemaDialect(metaSchemaURI: $0) } ?? line.dialect
  }

  /// Writes down dialects that are not known.
  private func checkDialect() {
    for mistake in reader.schemas.unknownDialects {
      reader.report(
        .unknownDialect, mistake.diagnostic.message, at: mistake.node.place,
        fix: mistake.diagnostic.fix)
    }
    guard version.line >= .v3_1, let member = root["jsonSchemaDialect"],
      let uri = reader.string("jsonSchemaDialect", of: root, .contract),
      SchemaDialect(metaSchemaURI: uri) == nil
    else { return }
    reader.report(
      .unknownDialect, "\"\(uri)\" is no dialect of schemas that is known; OpenAPI's own is taken",
      at: member.place, fix: "name a published dialect, or remove \"jsonSchemaDialect\"")
  }

  private static func refusal(
    _ code: ContractCode, _ message: String, at place: ContractPlace, fix: String
  ) -> Diagnostics {
    Diagnostics([place.diagnostic(.error, code: code.rawValue, message, fix: fix)])
  }

  private func info() -> (title: String, version: String) {
    let name = root.document.text.name
    guard let info = root["info"] else {
      reader.report(
        .missingMember, "an OpenAPI document has no \"info\"", at: root.place,
        fix: "add \"info\" with \"title\" and \"version\"")
      return (name, "")
    }
    guard reader.isObject(info, "\"info\"") else { return (name, "") }
    reader.checkFields(of: info, as: .info)
    return (
      reader.requiredString("title", of: info, .info) ?? name,
      reader.requiredString("version", of: info, .info) ?? ""
    )
  }

  /// A section of `components`; nil when there is none.
  private func components(_ section: String) -> ContractNode? {
    guard let components = root["components"], components.value.kind == .object else { return nil }
    return components[section]
  }
}

// MARK: - Paths

extension ContractLoader {
  private func operations(_ shared: ContractReader.Surroundings) -> [Operation] {
    guard let paths = root["paths"] else {
      reportMissingPaths()
      return []
    }
    guard paths.value.kind == .object else {
      reader.report(
        .wrongType, "\"paths\" is \(paths.value.summary); expected an object",
        at: paths.place, severity: .error, fix: "write an object with a member for each path")
      return []
    }
    var operations: [Operation] = []
    var templates: [(template: PathTemplate, node: ContractNode)] = []
    for (name, node) in paths.members where !name.hasPrefix("x-") {
      let written = PathTemplate(name)
      report(written.problems, of: written, node)
      let isRooted = !written.problems.contains(.noLeadingSlash)
      let template = isRooted ? written : PathTemplate("/" + name)
      templates.append((template, node))
      operations += reader.operations(at: template, node, shared)
    }
    checkShapes(templates)
    checkOverlaps(operations)
    checkOperationIDs(operations)
    if operations.isEmpty {
      reader.report(
        .noOperations, "\"paths\" holds no operation, so there is nothing to call",
        at: paths.place, fix: "describe the operations of the API")
    }
    return operations
  }

  /// 3.1 lets a document do without paths when it describes webhooks or components.
  private func reportMissingPaths() {
    let isAllowed =
      version.line >= .v3_1 && (root["webhooks"] != nil || root["components"] != nil)
    reader.report(
      .missingPaths,
      "the contract has no \"paths\", so there is nothing to call", at: root.place,
      severity: isAllowed ? .warning : .error,
      fix: "add \"paths\" with the operations of the API")
  }

  private func report(
    _ problems: [PathTemplate.Problem], of template: PathTemplate, _ node: ContractNode
  ) {
    for problem in problems {
      let (message, fix) =
        switch problem {
        case .noLeadingSlash:
          (
            "the path \"\(template)\" does not start with a slash; it is read as if it did",
            "write \"/\(template)\""
          )
        case .unbalancedBrace:
          (
            "the path \"\(template)\" holds a brace without its partner; it is read as it stands",
            "write parameters as {name}"
          )
        case .emptyName:
          (
            "the path \"\(template)\" holds a parameter without a name; it is read as it stands",
            "write a name between the braces"
          )
        case .queryOrFragment:
          (
            "the path \"\(template)\" holds a query or fragment, which is left out",
            "declare query parameters under \"parameters\""
          )
        case .repeatedParameter(let name):
          (
            "the path \"\(template)\" holds {\(name)} twice; both get the same value",
            "give the parameters different names"
          )
        }
      reader.report(.malformedPath, message, at: node.namePlace, fix: fix)
    }
  }

  /// Writes down paths that differ in the names of their parameters only.
  private func checkShapes(_ templates: [(template: PathTemplate, node: ContractNode)]) {
    var first: [String: (template: PathTemplate, node: ContractNode)] = [:]
    for (template, node) in templates {
      let shape = template.shape
      if let known = first[shape] {
        reader.report(
          .equivalentPaths, "the path \"\(template)\" means the same as \"\(known.template)\"",
          at: node.namePlace, fix: "write both as one path with one set of names",
          notes: [("the other one stands here", known.node.namePlace)])
      } else {
        first[shape] = (template, node)
      }
    }
  }

  /// Notes operations of which OpenAPI does not say which one a request means.
  private func checkOverlaps(_ operations: [Operation]) {
    for (method, group) in Dictionary(grouping: operations, by: \.id.method) {
      let overlaps = PathIndex(group.map(\.path)).overlaps()
      for (preferred, pairs) in Dictionary(grouping: overlaps, by: \.preferred) {
        let chosen = group[preferred]
        let others = pairs.map { group[$0.other].id.description }
        reader.report(
          .ambiguousPaths,
          "\(method) \(pairs[0].example) can mean \(chosen.id) or \(ContractRemarks.list(others) ?? ""); "
            + "\(chosen.id) is taken",
          at: chosen.node.namePlace, severity: .note,
          fix: "keep the parameters apart by their patterns or paths")
      }
    }
  }

  private func checkOperationIDs(_ operations: [Operation]) {
    var first: [[UInt8]: Operation] = [:]
    for operation in operations {
      guard let name = operation.operationID else { continue }
      let key = Array(name.utf8)
      if let known = first[key] {
        reader.report(
          .duplicateOperationID, "the operationId \"\(name)\" is that of \(known.id) already",
          at: (operation.node["operationId"] ?? operation.node).place,
          fix: "choose another name; by this one \(known.id) is found",
          notes: [("first used here", (known.node["operationId"] ?? known.node).place)])
      } else {
        first[key] = operation
      }
    }
  }
}

// MARK: - Components and what is left unchecked

extension ContractLoader {
  /// Reads the components as well: those that no operation uses yet have mistakes too.
  private func checkComponents() {
    guard let components = root["components"],
      reader.isObject(components, "\"components\"")
    else { return }
    reader.checkFields(of: components, as: .components)
    for (section, map) in components.members {
      guard ObjectKind.title(ofSection: section) != nil,
        reader.isObject(map, "\"\(section)\" of a components object")
      else { continue }
      for (name, node) in map.members {
        checkComponentName(name, node)
        check(node, in: section)
      }
    }
  }

  private func check(_ node: ContractNode, in section: String) {
    switch section {
    case "schemas": _ = reader.schema(at: node, direction: .response)
    case "parameters": _ = reader.parameter(node)
    case "requestBodies": _ = reader.requestBody(node)
    case "responses": _ = reader.response(node, status: .any)
    case "links": _ = reader.link("", node)
    default: break
    }
  }

  private func checkComponentName(_ name: String, _ node: ContractNode) {
    let isPlain = name.utf8.allSatisfy { $0.isUnreserved && $0 != UInt8(ascii: "~") }
    guard !isPlain || name.isEmpty else { return }
    reader.report(
      .componentName, "\"\(name)\" is no name for a component; expected letters, digits, . - _",
      at: node.namePlace, fix: "rename it, and the references to it")
  }

  /// Says what the contract describes and no run checks.
  private func noteUnchecked(_ operations: [Operation]) {
    if let first = reader.referredOperations.first {
      let count = reader.referredOperations.count
      reader.report(
        .misplacedReference,
        "\(count == 1 ? "an operation is" : "\(count) operations are") written as a reference, "
          + "which OpenAPI does not allow; it is followed",
        at: first.namePlace, fix: "write the operation here, or refer from the path item")
    }
    if let webhooks = root["webhooks"], webhooks.value.count > 0 {
      reader.report(
        .notChecked,
        "webhooks are requests of the API to others; the \(webhooks.value.count) here are not checked",
        at: webhooks.namePlace, severity: .note)
    }
    let callbacks = operations.compactMap { $0.node["callbacks"] }
    if let first = callbacks.first {
      reader.report(
        .notChecked, "callbacks are not checked; \(callbacks.count) operations have them",
        at: first.namePlace, severity: .note)
    }
  }
}
