internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// The links of a response, in document order.
  func links(of response: ContractNode) -> [Link] {
    guard let map = response["links"], isObject(map, "\"links\" of a response") else { return [] }
    return map.members.compactMap { link($0.name, $0.node) }
  }

  /// A link, its reference followed; nil, and a remark, when it cannot be read.
  func link(_ name: String, _ written: ContractNode) -> Link? {
    guard let node = resolve(written, as: .link), isObject(node, "a link") else { return nil }
    checkFields(of: node, as: .link)
    let operationID = string("operationId", of: node, .link)
    let reference = string("operationRef", of: node, .link)
    return Link(
      name: name,
      target: operationID.map { .operationID($0) } ?? reference.map { .reference($0) },
      arguments: arguments(of: node), requestBody: node["requestBody"].flatMap(linkValue),
      description: string("description", of: node, .link) ?? "",
      server: node["server"].flatMap(server), node: node)
  }

  private func arguments(of link: ContractNode) -> [Link.Argument] {
    guard let map = link["parameters"], isObject(map, "\"parameters\" of a link") else { return [] }
    return map.members.compactMap { written, node in
      guard let value = linkValue(node) else { return nil }
      let parts = written.utf8.split(
        separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
      // "path.id" is the path parameter "id" even where a parameter has that very name.
      let location = Parameter.Location(rawValue: String(decoding: parts[0], as: UTF8.self))
      if parts.count == 2, let location {
        let name = String(decoding: parts[1], as: UTF8.self)
        return Link.Argument(name: name, location: location, value: value, node: node)
      }
      return Link.Argument(name: written, location: nil, value: value, node: node)
    }
  }

  /// A constant or an expression; nil, and a remark, for what was meant as an expression.
  private func linkValue(_ node: ContractNode) -> Link.Value? {
    guard let text = node.value.stringValue,
      RuntimeTemplate.looksLikeExpression(text) || text.holds("{$")
    else { return .constant(node.value) }
    return template(text, at: node.place).map { .runtime($0) }
  }

  /// A text with expressions; nil, and a remark, when one of them cannot be read.
  func template(_ text: String, at place: ContractPlace) -> RuntimeTemplate? {
    do {
      return try RuntimeTemplate(text)
    } catch {
      let starts = ["$request", "$response", "$url", "$method", "$statusCode"]
      let start = text.utf8.drop { $0 != UInt8(ascii: "$") }
      let word = String(
        decoding: start.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "}") },
        as: UTF8.self)
      let near = starts.contains(word) ? nil : EditDistance.nearest(to: word, in: starts)
      report(
        .invalidExpression,
        "\(UnreadableText.quote(text)) is no runtime expression: \(error)", at: place,
        fix: near.map { "start it with \"\($0)\"" }
          ?? "write an expression such as \"$response.body#/id\"")
      return nil
    }
  }

  /// The callbacks of an operation, in document order.
  ///
  /// A callback that leads back to the operation it belongs to is followed once.
  func callbacks(of operation: ContractNode, _ shared: Surroundings) -> [Callback] {
    guard let map = operation["callbacks"], isObject(map, "\"callbacks\" of an operation") else {
      return []
    }
    var callbacks: [Callback] = []
    for (name, written) in map.members {
      guard let node = resolve(written, as: .callback), isObject(node, "a callback"),
        !openCallbacks.contains(node.identity)
      else { continue }
      openCallbacks.append(node.identity)
      for (url, item) in node.members where !url.hasPrefix("x-") && url != "$ref" {
        callbacks.append(
          Callback(
            name: name, url: template(url, at: item.namePlace),
            operations: operations(at: PathTemplate(opaque: url), item, shared), node: item))
      }
      openCallbacks.removeLast()
    }
    return callbacks
  }

  /// The webhooks of a contract, in document order.
  func webhooks(_ shared: Surroundings) -> [Webhook] {
    guard line >= .v3_1, let map = root["webhooks"], isObject(map, "\"webhooks\"") else {
      return []
    }
    return map.members.filter { !$0.name.hasPrefix("x-") }.map { name, item in
      Webhook(
        name: name, operations: operations(at: PathTemplate(opaque: name), item, shared),
        node: item)
    }
  }
}

extension PathTemplate {
  /// A name that stands where others have a path: that of a webhook, or a callback's URL.
  ///
  /// It has no segments, and what stands in braces is no parameter of it.
  init(opaque text: String) {
    self.text = text
    segments = []
    problems = []
  }
}
