internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// What all operations of a contract share.
  struct Surroundings {
    /// The requirement of operations that name none.
    let security: [[String: [String]]]
    /// The object that declares the security schemes.
    let schemes: ContractNode?
  }

  /// The operations of a path item, in document order.
  ///
  /// A path item can be written as a reference with members beside it; those come first.
  func operations(at path: PathTemplate, _ item: ContractNode, _ shared: Surroundings)
    -> [Operation]
  {
    let layers = layers(of: item)
    var common: (list: [Parameter], isComplete: Bool) = ([], true)
    var servers: [Server] = []
    for layer in layers {
      checkFields(of: layer, as: .pathItem)
      let own = parameters("parameters", of: layer, .pathItem)
      common.list += own.list.filter { new in
        !common.list.contains { $0.isNamed(new.name, in: new.location) }
      }
      common.isComplete = common.isComplete && own.isComplete
      if servers.isEmpty { servers = self.servers(of: layer, .pathItem) }
    }
    var operations: [Operation] = []
    for (method, node) in methods(of: layers) {
      let id = OperationID(method: method, path: path.text)
      guard !operations.contains(where: { $0.id == id }) else { continue }
      let outer = reading  // the operation of a callback is read inside of another one
      reading = id.description
      defer { reading = outer }
      operations.append(operation(id, path, node, common, servers, shared))
    }
    return operations
  }

  /// The objects that make up a path item: what is written, and what its `$ref` adds to it.
  private func layers(of item: ContractNode) -> [ContractNode] {
    var layers: [ContractNode] = []
    var next: ContractNode? = item
    while let layer = next, isObject(layer, "a path item") {
      if layers.contains(where: { $0.identity == layer.identity }) {
        _ = resolve(layer, as: .pathItem)  // walks the circle once more and writes it down
        break
      }
      layers.append(layer)
      next = layer["$ref"].flatMap { target(of: $0, as: .pathItem) }
    }
    return layers
  }

  /// The members of a path item that hold operations, with their methods.
  private func methods(of layers: [ContractNode]) -> [(method: String, node: ContractNode)] {
    let names = HTTPMethodField.all(in: line)
    var methods: [(method: String, node: ContractNode)] = []
    for layer in layers {
      for (name, node) in layer.members {
        if names.contains(name) {
          methods.append((name, node))
        } else if name == "additionalOperations", line >= .v3_2,
          isObject(node, "\"additionalOperations\"")
        {
          methods += node.members.map { ($0.name, $0.node) }
        }
      }
    }
    return methods
  }

  private func operation(
    _ id: OperationID, _ path: PathTemplate, _ written: ContractNode,
    _ common: (list: [Parameter], isComplete: Bool), _ servers: [Server], _ shared: Surroundings
  ) -> Operation {
    guard let node = operationNode(written), isObject(node, "the operation \(id)") else {
      // It stays in the list, so that a run can say that it was not judged.
      return Operation(
        id: id, path: path, operationID: nil, summary: "", tags: [], isDeprecated: false,
        parameters: withPathParameters(common.list, path, written), requestBody: nil,
        responses: Responses(all: [], isComplete: false), security: shared.security,
        servers: servers, callbacks: [], isComplete: false, node: written)
    }
    checkFields(of: node, as: .operation)
    let own = parameters("parameters", of: node, .operation)
    let inherited = common.list.filter { old in
      !own.list.contains { $0.isNamed(old.name, in: old.location) }
    }
    let body = requestBody(of: node)
    let responses = responses(of: node)
    let ownServers = self.servers(of: node, .operation)
    let areParametersComplete = common.isComplete && own.isComplete
    let parameters = inherited + own.list
    checkPathParameters(parameters, path, node, areAllKnown: areParametersComplete)
    checkQuery(parameters)
    return Operation(
      id: id, path: path, operationID: string("operationId", of: node, .operation),
      summary: string("summary", of: node, .operation) ?? "",
      tags: strings("tags", of: node, .operation),
      isDeprecated: flag("deprecated", of: node, .operation),
      parameters: withPathParameters(parameters, path, node), requestBody: body,
      responses: responses,
      security: security(of: node, .operation, known: shared.schemes) ?? shared.security,
      servers: ownServers.isEmpty ? servers : ownServers, callbacks: callbacks(of: node, shared),
      isComplete: areParametersComplete && body?.isComplete != false && responses.isComplete,
      node: node)
  }

  /// An operation written as a reference: OpenAPI has no such thing, but bundlers take it, and so
  /// do we, with one remark for all of them.
  private func operationNode(_ written: ContractNode) -> ContractNode? {
    guard written.value.kind == .object, let reference = written["$ref"] else { return written }
    referredOperations.append(reference)
    return resolve(written, as: .operation)
  }

  /// Compares the names in braces with the path parameters that are declared.
  private func checkPathParameters(
    _ parameters: [Parameter], _ path: PathTemplate, _ node: ContractNode, areAllKnown: Bool
  ) {
    let names = path.parameterNames
    let declared = parameters.filter { $0.location == .path }
    for parameter in declared where !names.contains(where: { parameter.isNamed($0, in: .path) }) {
      let near = EditDistance.nearest(to: parameter.name, in: names)
      report(
        .unknownPathParameter,
        "path parameter \"\(parameter.name)\" does not stand in the path \(path)",
        at: (parameter.node["name"] ?? parameter.node).place,
        fix: near.map { "write \"\($0)\"" } ?? "remove it, or add {\(parameter.name)} to the path")
    }
    guard areAllKnown else { return }
    var seen: Set<String> = []
    for name in names where seen.insert(name).inserted {
      if declared.contains(where: { $0.isNamed(name, in: .path) }) { continue }
      report(
        .undeclaredPathParameter, "{\(name)} of the path \(path) is not declared as a parameter",
        at: node.namePlace, fix: "declare it under \"parameters\" with \"in\": \"path\"")
    }
  }

  /// Writes down query parameters for which a parameter that is the whole query leaves no place.
  private func checkQuery(_ parameters: [Parameter]) {
    let whole = parameters.filter { $0.location == .querystring }
    guard let first = whole.first else { return }
    for parameter in whole.dropFirst() + parameters.filter({ $0.location == .query }) {
      report(
        .parameterLocation,
        "\(parameter.title) has no place beside \(first.title), which is the whole query",
        at: parameter.node.place, fix: "describe it in \(first.title)",
        notes: [("the whole query is described here", first.node.place)])
    }
  }

  /// The parameters, with a plain one for each name in braces that is not declared: a request
  /// cannot leave it out.
  private func withPathParameters(
    _ parameters: [Parameter], _ path: PathTemplate, _ operation: ContractNode
  ) -> [Parameter] {
    var all = parameters
    for name in path.parameterNames where !all.contains(where: { $0.isNamed(name, in: .path) }) {
      all.append(
        Parameter(
          name: name, location: .path, isRequired: true,
          allowsEmptyValue: false,
          encoding: .style(.simple, explode: false, allowReserved: false), schema: nil,
          shape: .anything, examples: [], isDeprecated: false, isComplete: false,
          node: operation))
    }
    return all
  }
}
