import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// Refuses a request that breaks the contract whatever its variables will be.
  ///
  /// Supplied are the names of parameters that a probe adds.
  mutating func checkContract(
    of call: Call, _ operation: Operation, _ mapping: ManifestMapping, supplied: [String]
  ) {
    for (key, location) in Self.parameterPlaces {
      for member in mapping[key].map({ ManifestMapping(node: $0).members }) ?? [] {
        guard let parameter = operation.parameter(member.name, in: location),
          !parameter.isIgnoredHeader
        else { continue }
        checkValue(of: parameter, at: member.node)
      }
    }
    refuseMissingParameters(of: operation, mapping, supplied: supplied)
    checkBody(call, operation, mapping)
  }

  /// The keys of a call that hold parameters.
  private static let parameterPlaces: [(key: String, location: Parameter.Location)] = [
    ("path", .path), ("query", .query), ("headers", .header), ("cookies", .cookie),
  ]

  /// Refuses to change or remove what is named by a constant: no run can have created that.
  ///
  /// Nor can a cleanup remove what it makes up a name for in its place.
  mutating func refuseStrangersID(
    of call: Call, _ operation: Operation, _ mapping: ManifestMapping, isCleanup: Bool
  ) {
    guard ["PUT", "PATCH", "DELETE"].contains(operation.id.method),
      let name = operation.path.parameterNames.last,
      let member = mapping["path"].map({ ManifestMapping(node: $0) })?[name],
      case .template(let template)? = call.path[name]
    else { return }
    let saved = "save the id of what was created, and name it here"
    if let id = template.constant {
      mistakes.add(
        code: "suite.strangers-id",
        "\(operation.id) would change \"\(id)\", which no run has created", at: member,
        fix: isCleanup
          ? saved
          : "save the id where this case creates something, or make up one that nothing has with a "
            + "function such as ${ulid}")
    } else if isCleanup, template.makesUpAnother {
      mistakes.add(
        code: "suite.strangers-id",
        "\(operation.id) would remove \"\(template.source)\", which is made up here, so that nothing "
          + "has it", at: member, fix: saved)
    }
  }

  private mutating func refuseMissingParameters(
    of operation: Operation, _ mapping: ManifestMapping, supplied: [String]
  ) {
    lazy var carriers = context.contract.carriers(for: operation)
    for parameter in operation.parameters
    where parameter.isRequired && parameter.location != .path && !parameter.isIgnoredHeader
      && !parameter.isCarried(by: carriers)
    {
      guard let key = Self.parameterPlaces.first(where: { $0.location == parameter.location })?.key
      else {
        continue
      }
      let names = supplied + (mapping[key]?.value.members.map(\.name) ?? [])
      if names.contains(where: { parameter.isNamed($0, in: parameter.location) }) { continue }
      mistakes.add(
        code: "suite.missing-parameter", "\(operation.id) needs the \(parameter.title)",
        at: mapping["call"] ?? mapping.node,
        fix: "add \"\(key): { \(parameter.name): … }\", or say \"faulty: true\" to leave it out",
        notes: [note(at: parameter.node)])
    }
  }

  /// Refuses a constant value that a parameter cannot have.
  private mutating func checkValue(of parameter: Parameter, at node: ManifestNode) {
    var ignored = MistakeList()
    guard let value = node.templatedValue(&ignored), let sketch = sketch(value),
      sketch.holes.isEmpty
    else { return }
    let node = sketch.origin(of: .root)?.node ?? node
    do {
      guard let reading = try reading(of: sketch.value, parameter) else { return }
      for departure in context.contract.departures(of: reading.value, in: parameter) {
        refuse(departure, at: node)
      }
    } catch let error as UnreadableText {
      refuse(
        RequestDeparture(
          place: .parameter(parameter), found: error.found, expected: error.expected,
          node: parameter.node), at: node)
    } catch let error as UnwritableValue {
      refuse(
        "the \(parameter.title) cannot be sent: \(error.message)", at: node, parameter.node)
    } catch {
      return
    }
  }

  /// What a server reads where a parameter is sent with a value; nil where nothing is sent.
  private func reading(of value: JSONValue, _ parameter: Parameter) throws -> TextReading? {
    switch parameter.location {
    case .path:
      return try parameter.value(ofSegment: Array(parameter.segment(for: value).utf8))
    case .header: return try parameter.value(from: value.stringValue ?? value.description)
    case .query, .querystring, .cookie:
      return try parameter.text(for: value).flatMap { try parameter.value(from: $0) }
    }
  }

  // MARK: Bodies

  private mutating func checkBody(
    _ call: Call, _ operation: Operation, _ mapping: ManifestMapping
  ) {
    guard let description = operation.requestBody else { return }
    guard let node = Self.bodyKeys.lazy.compactMap({ mapping[$0] }).first else {
      if description.isRequired {
        mistakes.add(
          code: "suite.missing-body", "\(operation.id) needs a body",
          at: mapping["call"] ?? mapping.node,
          fix: "add \"body:\", or say \"faulty: true\" to leave it out",
          notes: [note(at: description.node)])
      }
      return
    }
    // A media type that is written as a header field takes the place of the body's own.
    let field = call.fields.first { $0.name.lowercased() == "content-type" }?.value
    if let field, field.literal == nil { return }
    switch call.body {
    case .none: return
    case .json(let value):
      let type = field?.literal ?? requestBody(operation).mediaTypeForJSON.description
      guard let entry = entry(for: type, description, at: node), entry.range.isJSON,
        let schema = entry.schema, let sketch = sketch(value)
      else { return }
      check(sketch, schema, entry.shape, at: node)
      remarkNames(in: sketch.value, entry.shape, of: sketch, writtenAt: node)
    case .raw(let template, let mediaType):
      let type = field?.literal ?? mediaType
      guard let text = template.constant else {
        if let type { _ = entry(for: type, description, at: node) }
        return
      }
      check(Array(text.utf8), type, operation, at: node)
    case .file(let bytes, let type):
      check(bytes, field?.literal ?? type.description, operation, at: node)
    case .form(let value):
      guard let sketch = sketch(value) else { return }
      checkFields(
        sketch.isWrittenOut ? nil : value.memberNames, call,
        field?.literal ?? "\(MediaTypeRange.form)", operation,
        at: node)
    case .multipart(let parts):
      let isConstant = parts.allSatisfy { _, part in
        guard case .value(let value) = part else { return true }
        return sketch(value)?.isWrittenOut ?? false
      }
      checkFields(
        isConstant ? nil : parts.map(\.name), call,
        field?.literal ?? requestBody(operation).mediaTypeForParts.description, operation, at: node)
    }
  }

  private func requestBody(_ operation: Operation) -> RequestBody? { operation.requestBody }

  /// Finds what the contract says about a media type; refuses one that it does not have.
  private mutating func entry(
    for type: String, _ description: RequestBody, at node: ManifestNode
  ) -> MediaTypeEntry? {
    guard let range = MediaTypeRange(type), !range.isRange else { return nil }
    if let entry = description.content.entry(for: range) { return entry }
    if description.isComplete {
      refuse(
        RequestDeparture(
          place: .body(.root), found: "\(range)",
          expected: description.content.map(\.range.description).alternatives,
          node: description.node), at: node)
    }
    return nil
  }

  /// Compares what is certain about a body with its schema.
  private mutating func check(
    _ sketch: ValueSketch, _ schema: ContractSchema, _ shape: SchemaShape, at node: ManifestNode
  ) {
    var told: Set<String> = []
    for violation in context.contract.violations(of: sketch.value, by: schema, in: .request)
    where sketch.isCertain(violation) {
      let departure = RequestDeparture(
        place: .body(violation.instanceLocation), found: sketch.found(violation),
        expected: violation.want, node: context.contract.node(of: violation, schema))
      guard told.insert(departure.message).inserted else { continue }
      let marksName = sketch.isAboutPlace(violation)
      let place = violation.instanceLocation
      let fix =
        marksName
        ? Self.fix(ofMember: place, in: sketch.value, shape)
        : violation.keyword == "required"
          ? Self.fix(ofMissing: departure.node, at: place, in: sketch.value, shape) : Self.fix
      // The name of a member stands beside its value, wherever that is written.
      if let (origin, rest) = sketch.origin(of: marksName ? place.parent : place) {
        let name = marksName ? place.tokens.suffix(1) : []
        refuse(
          departure, at: origin, rest.appending(JSONPointer(Array(name))), marksName: marksName,
          fix: fix)
      } else {
        refuse(departure, at: node, place, marksName: marksName, fix: fix)
      }
    }
  }

  /// What to do about a member that must not be there: to write what may be meant by it.
  private static func fix(
    ofMember place: JSONPointer, in value: JSONValue, _ shape: SchemaShape
  ) -> String {
    guard let (object, description) = described(at: place.parent, of: value, shape),
      let name = place.tokens.last, !description.names(name)
    else { return fix }
    let meant = description.spellings(meantBy: name, in: object)
    return meant.isEmpty ? fix : fix(bySaying: Array(meant.prefix(3)).alternatives)
  }

  /// What to do about required members that are missing: to write into each of them what stands
  /// beside it, where that belongs into this one alone, and none is left without.
  private static func fix(
    ofMissing clause: ContractNode, at place: JSONPointer, in value: JSONValue, _ shape: SchemaShape
  ) -> String {
    guard let (object, description) = described(at: place, of: value, shape) else { return fix }
    let required = clause.value.kind == .array ? clause : clause["required"]
    let missing = (required?.value.elements.compactMap(\.stringValue) ?? [])
      .filter { object[$0] == nil }
    // What the schema has words for is not misplaced.
    let strays = object.members.map(\.name).filter { !description.names($0) }
    var told: Set<ExactText> = []
    var meant: [String] = []
    for member in missing.prefix(3) {
      let inner = strays.filter { description.member(member, names: $0) }
      guard !inner.isEmpty, inner.allSatisfy({ told.insert(ExactText($0)).inserted }) else {
        return fix
      }
      meant.append("\"\(member): { \(inner.map { "\($0): …" }.joined(separator: ", ")) }\"")
    }
    guard !meant.isEmpty, meant.count == missing.count else { return fix }
    return fix(bySaying: meant.conjunction)
  }

  /// An object of a value, and what a schema says about it.
  private static func described(
    at place: JSONPointer, of value: JSONValue, _ shape: SchemaShape
  ) -> (object: JSONValue, description: AnswerDescription)? {
    guard let object = value.value(at: place), object.kind == .object,
      let shapes = try? AnswerDescription([shape]).following(place)
    else { return nil }
    return (object, AnswerDescription(shapes))
  }

  private static func fix(bySaying words: String) -> String {
    "write \(words), or say \"faulty: true\" to send it all the same"
  }

  /// Compares a body that is known to the byte with the contract.
  private mutating func check(
    _ bytes: [UInt8], _ type: String?, _ operation: Operation, at node: ManifestNode
  ) {
    let fields = type.map { [HTTPField("Content-Type", $0)] } ?? []
    let reading = context.contract.reading(
      of: OperationMatch(operation: operation, pathParameters: []), query: nil, fields: fields,
      body: bytes)
    for departure in reading.bodyDepartures(from: context.contract) {
      refuse(departure, at: node)
    }
  }

  /// Compares fields with the contract: all of them, or where values are not known their names.
  private mutating func checkFields(
    _ names: [String]?, _ call: Call, _ type: String, _ operation: Operation,
    at node: ManifestNode
  ) {
    guard let names else {
      var scope = TemplateScope.empty
      do {
        guard let content = try call.body.content(for: operation.requestBody, in: &scope) else {
          return
        }
        check(content.bytes, content.mediaType, operation, at: node)
      } catch {
        refuse(error.message, at: node, operation.requestBody?.node ?? operation.node)
      }
      return
    }
    guard let description = operation.requestBody,
      let entry = entry(for: type, description, at: node), let schema = entry.schema,
      let sketch = ValueSketch(
        .object(names.map { ($0, .template(.unknown)) }), kind: { _ in .anything })
    else { return }
    check(sketch, schema, entry.shape, at: node)
  }

  // MARK: Telling

  private mutating func refuse(
    _ departure: RequestDeparture, at node: ManifestNode, _ pointer: JSONPointer? = nil,
    marksName: Bool = false, fix: String = fix
  ) {
    guard case .body(let own) = departure.place else {
      return refuse(departure.message, at: node, departure.node)
    }
    let pointer = pointer ?? own
    let place = node.innermost(at: marksName ? pointer.parent : pointer)
    let member =
      marksName
      ? place.value.members.first { $0.name.isSameText(as: pointer.tokens.last ?? "") } : nil
    mistakes.add(
      code: "suite.breaks-contract", departure.message, in: node.document,
      bytes: member.map { node.document.nameRange(of: $0) } ?? place.range,
      fix: fix, notes: [note(at: departure.node)])
  }

  private mutating func refuse(_ message: String, at node: ManifestNode, _ clause: ContractNode) {
    mistakes.add(
      code: "suite.breaks-contract", message, at: node, fix: Self.fix, notes: [note(at: clause)])
  }

  private static let fix = "mend it, or say \"faulty: true\" to send it all the same"

  func note(at node: ContractNode) -> Diagnostic.Note { .clause(node) }

  // MARK: Sketching

  private func sketch(_ value: TemplatedValue) -> ValueSketch? {
    ValueSketch(value, written: { isPlain($0) ? row[$0] : nil }, kind: { kind(of: $0) })
  }

  /// What is known of the value that a template stands for.
  private func kind(of template: Template) -> ValueSketch.Hole {
    guard let expression = template.soleExpression else { return .text }
    switch expression {
    case .call, .literal: return .text
    case .variable(let name): return kind(ofVariable: name)
    // Without a value an element of a list is an empty text.
    case .optional(let name): return kind(ofVariable: name) == .text ? .text : .anything
    }
  }

  private func kind(ofVariable name: String) -> ValueSketch.Hole {
    guard isPlain(name),
      let variable = context.profile.variables.first(where: { $0.name.isSameText(as: name) })
    else { return .anything }
    switch variable.type {
    case .string: return .text
    case .integer, .number: return .number
    case .boolean: return .boolean
    // What the target tells may be anything; what a person gives is a text.
    case nil: return variable.discovery == nil ? .text : .anything
    }
  }
}

extension SuiteLoader {
  /// Whether a name can mean one thing only: a value kept in the case may have taken the name of a
  /// variable of the profile, or of a value of the row.
  func isPlain(_ name: String) -> Bool {
    scope.names.count { $0.isSameText(as: name) } == 1
  }
}

extension ManifestNode {
  /// The value at a pointer, or the innermost one around it that is there.
  fileprivate func innermost(at pointer: JSONPointer) -> ManifestNode {
    var node = self
    for token in pointer.tokens {
      guard let child = node.value.value(at: JSONPointer([token])) else { break }
      node = ManifestNode(value: child, document: document)
    }
    return node
  }
}

extension TemplatedValue {
  /// The names of an object's members; empty for anything else.
  fileprivate var memberNames: [String] {
    if case .object(let members) = self { members.map(\.name) } else { [] }
  }
}

extension Template {
  /// A place for a value of which nothing is known.
  fileprivate static let unknown = Template(segments: [.expression(.variable(""))])
}
