import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// Reads what is expected of a response: one expectation, or a list of them.
  ///
  /// Each speaks for the requirements it names. A step that expects no status expects a success.
  mutating func expectations(
    _ node: ManifestNode?, proves: [RequirementID]
  ) -> [Expectation] {
    let nodes: [ManifestNode]
    if let node, node.value.kind == .array {
      nodes = node.list("expectations", &mistakes) ?? []
    } else {
      nodes = node.map { [$0] } ?? []
    }
    var expectations = nodes.compactMap { expectation($0, proves: proves) }
    if !expectations.contains(where: { $0.status != nil }) {
      expectations.insert(Expectation(proves: proves, status: .success), at: 0)
    }
    return expectations
  }

  private mutating func expectation(
    _ node: ManifestNode, proves: [RequirementID]
  ) -> Expectation? {
    let keys = ["proves", "status", "media_type", "headers", "body"]
    guard let mapping = node.mapping("expect", keys: keys, &mistakes) else { return nil }
    var expectation = Expectation()
    let own = self.proves(mapping["proves"])
    expectation.proves = own.isEmpty ? proves : own
    expectation.isExplicit = true
    if let status = mapping["status"] { expectation.status = statusExpectation(status) }
    expectation.mediaType = mapping["media_type"]?.text("media_type", &mistakes)
    for member in mapping["headers"]?.mapping("headers", &mistakes)?.members ?? [] {
      if let pattern = pattern(member.node) { expectation.fields.append((member.name, pattern)) }
    }
    expectation.body = mapping["body"].flatMap { pattern($0) }
    if !["status", "media_type", "headers", "body"].contains(where: { mapping[$0] != nil }) {
      mistakes.add(
        code: "suite.empty", "the expectation expects nothing", at: node,
        fix: "add \"status:\", \"headers:\", \"media_type:\" or \"body:\"")
    }
    return expectation
  }

  /// Reads one status or range, or a list of them.
  mutating func statusExpectation(
    _ node: ManifestNode
  ) -> Expectation.StatusExpectation {
    var codes: [Int] = []
    var ranges: [Int] = []
    let node = writtenValue(node)
    let nodes = node.value.kind == .array ? node.list("status", &mistakes) ?? [] : [node]
    for node in nodes {
      let text = node.value.stringValue ?? node.value.description
      if let code = Int(text), 100...599 ~= code {
        codes.append(code)
      } else if text.utf8.count == 3, text.uppercased().hasSuffix("XX"),
        let digit = text.first?.wholeNumberValue, 1...5 ~= digit
      {
        ranges.append(digit)
      } else {
        mistakes.add(
          code: "suite.bad-status", "found \(node.value.kindInWords); expected a status", at: node,
          fix: "write a code such as 200, or a range such as 4XX")
      }
    }
    if nodes.isEmpty {
      mistakes.add(
        code: "suite.bad-status", "found an empty list; expected a status", at: node,
        fix: "write a code such as 200, or a range such as 4XX")
    }
    return .oneOf(codes: codes, ranges: ranges)
  }

  private static let matchers = [
    "$absent", "$present", "$ifPresent", "$oneOf", "$not", "$contains", "$once", "$each", "$fits",
    "$type", "$pattern", "$notBefore", "$notAfter",
  ]

  /// Reads what a value has to look like.
  mutating func pattern(_ node: ManifestNode) -> BodyPattern? {
    switch node.value.kind {
    case .object:
      if node.value.members.contains(where: { $0.name.utf8.first == UInt8(ascii: "$") }) {
        return matcher(node)
      }
      return .object(
        node.value.members.compactMap { member in
          pattern(ManifestNode(value: member.value, document: node.document))
            .map { (member.name, $0) }
        })
    case .array:
      return .array(
        node.value.elements.compactMap {
          pattern(ManifestNode(value: $0, document: node.document))
        })
    case .null, .boolean, .number, .string:
      return equal(node).map(BodyPattern.equal)
    }
  }

  private mutating func equal(_ node: ManifestNode) -> TemplatedValue? {
    guard let value = node.templatedValue(&mistakes) else { return nil }
    check(value, at: node)
    return value
  }

  /// Reads a mapping with one member whose name begins with `$`.
  private mutating func matcher(_ node: ManifestNode) -> BodyPattern? {
    guard let mapping = node.mapping("a matcher", keys: Self.matchers, &mistakes) else {
      return nil
    }
    // Strange keys have been refused already.
    guard mapping.members.allSatisfy({ Self.matchers.contains($0.name) }) else { return nil }
    guard mapping.members.count == 1, let member = mapping.members.first else {
      mistakes.add(
        code: "suite.two-matchers", "a matcher stands alone; found \(mapping.members.count)",
        at: node, fix: "keep one of them, or write them as one \"$fits:\" schema")
      return nil
    }
    let (name, operand) = (member.name, member.node)
    switch name {
    case "$absent", "$present":
      guard operand.boolean(name, &mistakes) != nil else { return nil }
      return (name == "$absent") == (operand.value.boolValue == true) ? .absent : .present
    case "$oneOf":
      return operand.list("values", &mistakes).map { .oneOf($0.compactMap { equal($0) }) }
    case "$not": return pattern(operand).map(BodyPattern.not)
    case "$contains": return pattern(operand).map(BodyPattern.contains)
    case "$each": return pattern(operand).map(BodyPattern.each)
    case "$once": return pattern(operand).map(BodyPattern.once)
    case "$ifPresent": return pattern(operand).map(BodyPattern.ifPresent)
    case "$notBefore": return bound(.notBefore, operand)
    case "$notAfter": return bound(.notAfter, operand)
    case "$fits": return fits(operand.value, at: operand)
    case "$type", "$pattern": return sugar(String(name.dropFirst()), operand)
    default: return nil
    }
  }

  /// Reads a bound: an instant, or a value with the order it has its place in.
  private mutating func bound(
    _ side: BodyPattern.Bound.Side, _ operand: ManifestNode
  ) -> BodyPattern? {
    guard operand.value.kind == .object else {
      return equal(operand).map { .bounded(.init(side: side, value: $0, order: nil)) }
    }
    guard
      let mapping = operand.mapping(side.rawValue, keys: ["value", "order"], &mistakes),
      let value = mapping.required("value", of: side.rawValue, &mistakes).flatMap({ equal($0) }),
      let order = mapping.required("order", of: side.rawValue, &mistakes)?
        .list("values", &mistakes)
    else { return nil }
    return .bounded(.init(side: side, value: value, order: order.compactMap { equal($0) }))
  }

  /// Reads a matcher that is short for a schema with one keyword.
  private mutating func sugar(_ keyword: String, _ operand: ManifestNode) -> BodyPattern? {
    var writer = JSONWriter()
    writer.beginObject()
    if keyword == "pattern" {
      writer.name("type")
      writer.string("string")
    }
    writer.name(keyword)
    writer.value(operand.value)
    writer.endObject()
    guard let document = try? JSONDocument(parsing: writer.finish()) else { return nil }
    return fits(document.root, at: operand)
  }

  private mutating func fits(_ schema: JSONValue, at node: ManifestNode) -> BodyPattern? {
    do {
      let bytes = Array(schema.description.utf8)
      let program = try InlineSchema.compile(bytes)
      return .fits(schema, program)
    } catch {
      mistakes.add(
        code: "suite.bad-schema", error.message, at: node, fix: "write a valid JSON Schema")
      return nil
    }
  }
}
