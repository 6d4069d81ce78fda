package import Diagnostics
import SchemaValidator

/// Reads the file `conformance.yaml`.
package struct ProfileLoader {
  private var mistakes = MistakeList()

  /// Reads a profile out of a text.
  /// - Throws: ``Diagnostics`` with every mistake found.
  package static func load(_ text: SourceText) throws(Diagnostics) -> APIProfile {
    let document = try SourceDocument(
      reading: text,
      beginningWith: #""contract: …" with the path of an OpenAPI document, such as openapi.yaml"#)
    var loader = ProfileLoader()
    let profile = loader.profile(ManifestNode(value: document.root, document: document))
    FileSchema.profile.check(document, &loader.mistakes)
    guard let profile, loader.mistakes.isUsable else {
      throw Diagnostics(loader.mistakes.diagnostics)
    }
    return profile
  }

  /// The keys of a profile.
  static let keys = [
    "contract", "requirements", "auth", "variables", "conventions", "pace", "external_limit",
    "unreached", "promises",
  ]
  /// The keys of `pace`.
  static let paceKeys = ["from", "read", "write"]
  /// The keys of `promises`.
  static let promiseKeys = ["when", "requirements"]
  /// The keys of a variable.
  static let variableKeys = [
    "env", "about", "type", "fits", "secret", "required", "default", "from", "may_change",
  ]
  /// The keys of a variable's `from`.
  static let discoveryKeys = ["call", "query", "value", "except"]

  private mutating func profile(_ node: ManifestNode) -> APIProfile? {
    guard
      let mapping = node.mapping(
        "the profile", keys: Self.keys,
        homes: [
          .under("conventions", ConventionsReader.conventionKeys),
          .elsewhere("a variable, under \"variables:\"", Self.variableKeys),
        ], &mistakes)
    else { return nil }
    let contract = mapping.required("contract", of: "the profile", &mistakes)?
      .text("the contract's path", &mistakes)
    let variables = variables(mapping["variables"])
    let credentials = credentials(mapping["auth"], variables: variables)
    let conventions = ConventionsReader.read(mapping["conventions"], &mistakes)
    let requirements = mapping["requirements"]?.text("the catalogue's path", &mistakes)
    let pace = mapping["pace"].map { self.pace($0) } ?? .fixed(.unlimited)
    guard let contract else { return nil }
    var profile = APIProfile(
      file: node.document.text.name, contractPath: contract, requirementsPath: requirements,
      credentials: credentials, variables: variables, conventions: conventions, pace: pace)
    if let limit = mapping["external_limit"]?.integer(
      "external_limit", in: 0...1_000_000, &mistakes)
    {
      profile.externalLimit = limit
    }
    profile.unreached = mapping["unreached"].map { unreached($0) } ?? []
    profile.promises = mapping["promises"].flatMap { promises($0, variables) }
    return profile
  }

  /// The keys of an entry of `unreached`.
  static let unreachedKeys = ["reason", "calls"] + UnreachedEntry.Group.allCases.map(\.rawValue)

  /// Reads what no run can meet.
  private mutating func unreached(_ node: ManifestNode) -> [UnreachedEntry] {
    (node.list("what no run can meet", &mistakes) ?? []).compactMap { entry in
      guard
        let mapping = entry.mapping("an entry", keys: Self.unreachedKeys, &mistakes),
        let reason = mapping.required("reason", of: "the entry", &mistakes)?
          .text("a reason", &mistakes)
      else { return nil }
      var names: [UnreachedEntry.Group: [String]] = [:]
      for group in UnreachedEntry.Group.allCases {
        guard let list = mapping[group.rawValue]?.list(group.rawValue, &mistakes) else { continue }
        names[group] = list.compactMap { $0.scalarText("a name", &mistakes) }
      }
      let calls = mapping["calls"].map { $0.texts("operations", &mistakes) }
      if names.isEmpty, calls == nil {
        mistakes.add(
          code: "suite.empty", "the entry does not say what is out of reach", at: entry,
          fix: "add one of: \(Self.unreachedKeys.dropFirst().joined(separator: ", "))")
      }
      return UnreachedEntry(
        reason: reason, operations: calls, names: names, location: entry.location)
    }
  }

  private mutating func credentials(
    _ node: ManifestNode?, variables: [APIProfile.Variable]
  ) -> [APIProfile.Credential] {
    guard let mapping = node?.mapping("auth", &mistakes) else { return [] }
    var credentials: [APIProfile.Credential] = []
    for member in mapping.members {
      guard let template = member.node.template("the credential", &mistakes) else { continue }
      for name in template.variables where !variables.contains(where: { $0.name == name }) {
        let nearest = EditDistance.nearest(to: name, in: variables.map(\.name))
        mistakes.add(
          code: "suite.undefined-variable", "undefined variable \"\(name)\"", at: member.node,
          fix: nearest.map { "write \"${\($0)}\"" } ?? "declare it under \"variables:\"")
      }
      credentials.append(
        .init(scheme: member.name, value: template, location: member.node.location))
    }
    return credentials
  }

  /// Reads what fails a run only where a variable asks for that.
  private mutating func promises(
    _ node: ManifestNode, _ variables: [APIProfile.Variable]
  ) -> APIProfile.Promises? {
    guard
      let mapping = node.mapping("promises", keys: Self.promiseKeys, &mistakes),
      let place = mapping.required("when", of: "promises", &mistakes),
      let name = place.text("a variable", &mistakes),
      let requirements = mapping.required("requirements", of: "promises", &mistakes)?
        .texts("requirements", &mistakes)
    else { return nil }
    if !variables.contains(where: { $0.name == name }) {
      let nearest = EditDistance.nearest(to: name, in: variables.map(\.name))
      mistakes.add(
        code: "suite.undefined-variable", "undefined variable \"\(name)\"", at: place,
        fix: nearest.map { "write \"\($0)\"" } ?? "declare it under \"variables:\"")
    }
    return .init(variable: name, requirements: requirements.map { RequirementID($0) })
  }

  /// Reads how fast a run may send: numbers, or where the target tells them.
  private mutating func pace(_ node: ManifestNode) -> APIProfile.PaceSource {
    guard let mapping = node.mapping("pace", keys: Self.paceKeys, &mistakes) else {
      return .fixed(.unlimited)
    }
    if mapping["read"] == nil, mapping["write"] == nil {
      mistakes.add(
        code: "suite.empty", "the pace says nothing about reading or writing", at: node,
        fix: "add \"read:\" or \"write:\"")
    }
    if let operation = mapping["from"]?.text("an operation", &mistakes) {
      return .told(
        operation: operation, read: mapping["read"]?.pointer("read", &mistakes),
        write: mapping["write"]?.pointer("write", &mistakes))
    }
    func rate(_ name: String) -> Rate? {
      mapping[name]?.integer("\(name) requests a minute", in: 1...1_000_000, &mistakes)
        .flatMap { Rate($0, per: .seconds(60)) }
    }
    return .fixed(Pace(read: rate("read"), write: rate("write")))
  }

  private mutating func variables(_ node: ManifestNode?) -> [APIProfile.Variable] {
    guard let mapping = node?.mapping("variables", &mistakes) else { return [] }
    return mapping.members.compactMap { variable($0.name, $0.nameRange, $0.node) }
  }

  private mutating func variable(
    _ name: String, _ nameRange: Range<Int>, _ node: ManifestNode
  ) -> APIProfile.Variable? {
    guard
      let mapping = node.mapping(
        "variable \"\(name)\"", keys: Self.variableKeys,
        homes: [.under("from", Self.discoveryKeys)], &mistakes)
    else { return nil }
    if TemplateFunction(rawValue: name) != nil {
      mistakes.add(
        code: "suite.reserved-name", "\"\(name)\" is the name of a function", in: node.document,
        bytes: nameRange, fix: "rename the variable")
    }
    var variable = APIProfile.Variable(
      name: name,
      environmentName: mapping["env"]?.text("an environment variable's name", &mistakes),
      about: mapping["about"]?.text("about", &mistakes),
      isSecret: mapping["secret"]?.boolean("secret", &mistakes) ?? false,
      isRequired: mapping["required"]?.boolean("required", &mistakes) ?? false,
      fallback: mapping["default"]?.scalarText("default", &mistakes),
      discovery: mapping["from"].flatMap { discovery($0) },
      location: node.location)
    variable.mayBeChanged = mapping["may_change"]?.boolean("may_change", &mistakes) ?? false
    variable.type = mapping["type"].flatMap {
      $0.word("type", as: APIProfile.Variable.ValueType.self, &mistakes)
    }
    variable.fit = mapping["fits"].flatMap { fit($0) }
    if let place = mapping["default"], let text = variable.fallback {
      do throws(VariableMisfit) {
        _ = try variable.value(of: text)
      } catch {
        mistakes.add(
          code: "suite.bad-default",
          "the default of \"\(name)\" is \(place.value.kindInWords); expected \(error.expected)",
          at: place, fix: "write \(error.expected), or change \"type:\" or \"fits:\"")
      }
    }
    return variable
  }

  private mutating func fit(_ node: ManifestNode) -> APIProfile.Variable.Fit? {
    do throws(InlineSchema.Failure) {
      return .init(
        schema: node.value, program: try InlineSchema.compile(Array(node.value.description.utf8)))
    } catch {
      mistakes.add(
        code: "suite.bad-schema", error.message, at: node, fix: error.fix)
      return nil
    }
  }

  private mutating func discovery(_ node: ManifestNode) -> APIProfile.Discovery? {
    guard
      let mapping = node.mapping("from", keys: Self.discoveryKeys, &mistakes),
      let operation = mapping.required("call", of: "from", &mistakes)?
        .text("an operation", &mistakes),
      let pointer = mapping.required("value", of: "from", &mistakes)?
        .pointer("value", &mistakes)
    else { return nil }
    let query = mapping["query"]?.templates("query", &mistakes) ?? []
    return .init(
      operation: operation, query: query.map { ($0.name, $0.template) }, pointer: pointer,
      exception: mapping["except"]?.text("except", &mistakes))
  }
}
