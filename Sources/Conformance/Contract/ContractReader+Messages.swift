internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// The entries of a `content` map in document order; and whether all could be read.
  func content(_ map: ContractNode, of kind: ObjectKind)
    -> (list: [MediaTypeEntry], isComplete: Bool)
  {
    guard isObject(map, "\"content\" of \(kind.title)") else { return ([], false) }
    var entries: [MediaTypeEntry] = []
    var isComplete = true
    for (name, written) in map.members {
      guard let range = MediaTypeRange(name) else {
        report(
          .invalidMediaType, "\"\(name)\" is no media type; expected one such as application/json",
          at: written.namePlace, fix: fixForMediaType(name))
        isComplete = false
        continue
      }
      guard let node = resolve(written, as: .mediaType), isObject(node, "a media type") else {
        isComplete = false
        continue
      }
      let entry = mediaType(range, node, of: kind)
      isComplete = isComplete && entry.isComplete
      entries.append(entry)
    }
    return (entries, isComplete)
  }

  private func mediaType(
    _ range: MediaTypeRange, _ node: ContractNode, of kind: ObjectKind
  ) -> MediaTypeEntry {
    checkFields(of: node, as: .mediaType)
    let schema = schemaSlot("schema", of: node, kind)
    let items = line >= .v3_2 ? schemaSlot("itemSchema", of: node, kind) : .empty
    return MediaTypeEntry(
      range: range, schema: schema.schema, itemSchema: items.schema, shape: shape(of: node),
      encodings: partEncodings(of: node, .mediaType, of: range),
      examples: examples(of: node, .mediaType),
      isComplete: schema.isComplete && items.isComplete, node: node)
  }

  /// What the schema of an object says about types.
  func shape(of node: ContractNode) -> SchemaShape {
    node["schema"].map { SchemaShape($0, documents) } ?? .anything
  }

  private func fixForMediaType(_ name: String) -> String {
    let known = [
      "json": "application/json", "xml": "application/xml", "text": "text/plain",
      "html": "text/html", "form": "application/x-www-form-urlencoded",
      "*": "*/*", "csv": "text/csv", "pdf": "application/pdf",
    ]
    let word = name.lowercased().split(separator: "/").last.map(String.init) ?? ""
    return known[word].map { "write \"\($0)\"" } ?? "write a type, a slash and a subtype"
  }

  /// The examples of an object: `example`, then those of `examples` in document order.
  ///
  /// Writes down those that are not written as example objects.
  func examples(of node: ContractNode, _ kind: ObjectKind) -> [Example] {
    var examples: [Example] = []
    if let only = node["example"] {
      examples.append(
        Example(
          name: nil, summary: "", value: only.value, serialized: nil, externalValue: nil,
          node: only))
    }
    guard let map = node["examples"], isObject(map, "\"examples\" of \(kind.title)") else {
      return examples
    }
    return examples + map.members.compactMap { example($0.name, $0.node) }
  }

  /// An example, its reference followed; nil, and a remark, when it is no example object.
  private func example(_ name: String, _ written: ContractNode) -> Example? {
    guard let node = resolve(written, as: .example),
      isObject(node, "an example", fix: "write it as {\"value\": …}")
    else { return nil }
    checkFields(of: node, as: .example)
    let value = node["value"] ?? (line >= .v3_2 ? node["dataValue"] : nil)
    return Example(
      name: name, summary: string("summary", of: node, .example) ?? "", value: value?.value,
      serialized: line >= .v3_2 ? string("serializedValue", of: node, .example) : nil,
      externalValue: string("externalValue", of: node, .example), node: node)
  }

  /// What an operation takes as a body; nil when it takes none.
  func requestBody(of operation: ContractNode) -> RequestBody? {
    guard let written = operation["requestBody"] else { return nil }
    return requestBody(written)
      ?? RequestBody(isRequired: false, content: [], isComplete: false, node: written)
  }

  /// A request body, its reference followed; nil, and a remark, when it cannot be read.
  func requestBody(_ written: ContractNode) -> RequestBody? {
    guard let node = resolve(written, as: .requestBody), isObject(node, "a request body") else {
      return nil
    }
    checkFields(of: node, as: .requestBody)
    var content: [MediaTypeEntry] = []
    var isComplete = false
    if let map = node["content"] {
      (content, isComplete) = self.content(map, of: .requestBody)
      if map.value.kind == .object, map.value.count == 0 {
        report(
          .emptyContent, "\"content\" of a request body names no media type", at: map.place,
          fix: "add a media type such as \"application/json\"")
      }
    } else {
      report(
        .missingMember, "a request body has no \"content\"", at: node.place,
        fix: "add \"content\" with a media type")
    }
    return RequestBody(
      isRequired: flag("required", of: node, .requestBody), content: content,
      isComplete: isComplete, node: node)
  }

  /// The responses of an operation in document order.
  func responses(of operation: ContractNode) -> Responses {
    guard let map = operation["responses"] else {
      // 3.1 allows it, but then no answer of the API can be right.
      report(
        .missingResponses, "an operation has no \"responses\", so no answer to it can be judged",
        at: operation.place, fix: "add \"responses\"")
      return Responses(all: [], isComplete: false)
    }
    guard isObject(map, "\"responses\"") else { return Responses(all: [], isComplete: false) }
    var all: [Response] = []
    var isComplete = true
    for (name, written) in map.members where !name.hasPrefix("x-") {
      guard let status = status(name, written) else {
        isComplete = false
        continue
      }
      let response = response(written, status: status)
      isComplete = isComplete && response.isComplete
      all.append(response)
    }
    if all.isEmpty, isComplete {
      report(
        .missingResponses, "\"responses\" names no status, so no answer can be judged",
        at: map.place, fix: "add the status of the answer to a good request")
      isComplete = false
    }
    return Responses(all: all, isComplete: isComplete)
  }

  /// The statuses a key of `responses` stands for; nil, and a remark, for another word.
  private func status(_ name: String, _ node: ContractNode) -> Response.Status? {
    if name == "default" { return .any }
    let bytes = Array(name.utf8)
    let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
    if bytes.count == 3, let first = bytes.first, first >= UInt8(ascii: "1") {
      if digits == 3, first <= UInt8(ascii: "5"), let code = Int(name) { return .code(code) }
      if digits == 1, first <= UInt8(ascii: "5"), name.uppercased().hasSuffix("XX") {
        let range = Response.Status.range(Int(first - UInt8(ascii: "0")))
        if !name.hasSuffix("XX") {
          report(
            .invalidStatus, "\"\(name)\" is spelled in lower case; it is read as \(range)",
            at: node.namePlace, fix: "write \"\(range)\"")
        }
        return range
      }
    }
    report(
      .invalidStatus,
      "\"\(name)\" is no status; expected 100 to 599, 1XX to 5XX, or default; it is not read",
      at: node.namePlace, fix: "write a status code such as \"200\"")
    return nil
  }

  /// A response, its reference followed; one that cannot be read keeps its status.
  func response(_ written: ContractNode, status: Response.Status) -> Response {
    guard let node = resolve(written, as: .response), isObject(node, "a response") else {
      return Response(
        status: status, description: "", content: [], headers: [], links: [], isComplete: false,
        node: written)
    }
    checkFields(of: node, as: .response)
    // Since 3.2 a response can do without.
    if node["description"].map(\.value.isNull) ?? (line < .v3_2) {
      report(
        .missingDescription, "a response has no \"description\"",
        at: node["description"]?.place ?? node.place,
        fix: "add \"description\" with a sentence on when it is given")
    }
    let headers = headers(of: node)
    let content =
      node["content"].map { self.content($0, of: .response) } ?? (list: [], isComplete: true)
    let description =
      node["description"]?.value.isNull == true
      ? nil : string("description", of: node, .response)
    return Response(
      status: status, description: description ?? "", content: content.list,
      headers: headers.list, links: links(of: node),
      isComplete: headers.isComplete && content.isComplete, node: node)
  }
}
