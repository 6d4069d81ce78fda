import Diagnostics
import SchemaValidator

/// What is compared with the contract's description of an answer. Schemas are open, and contracts
/// leave things out: what is odd here is worth a warning, and only where the contract is sure.
extension SuiteLoader {
  /// Warns of a step that expects, or keeps, what the contract's answer does not have.
  mutating func remarkAnswer(
    _ call: Call, of mapping: ManifestMapping, _ operation: Operation,
    _ expectations: [Expectation]
  ) {
    // What is expected of the winners is for the answers of rivals as well.
    guard operation.responses.isComplete, mapping["race"]?.value["beside"] == nil else { return }
    let nodes = mapping["expect"]?.oneOrMore ?? []
    let written = expectations.filter(\.isExplicit)
    let statuses = expectations.compactMap(\.status)
    for (node, expectation) in zip(nodes, written) {
      if let status = expectation.status, let place = node["status"] {
        remarkStatus(
          status, of: call, operation, hasOwnAuth: mapping["auth"] != nil,
          at: writtenValue(place))
      }
      let isKnown = areDocumented(statuses, by: operation)
      if isKnown, let type = expectation.mediaType, let place = node["media_type"] {
        remarkMediaType(
          type, of: operation, statuses, at: place)
      }
      if let fields = node["headers"] { remark(fields: fields, operation.responses(to: statuses)) }
      if let body = node["body"] { remarkErrorType(in: body, statuses) }
      if let body = node["body"], let shapes = operation.shapes(statuses) {
        remark(
          expected: body, shapes,
          isSure: isKnown && operation.responses(to: statuses).allSatisfy(\.describesBodies))
      }
    }
    guard let save = mapping["save"], save.value.kind == .object else { return }
    // What is meant to be refused may keep something of its refusal, or for where it succeeds all
    // the same.
    guard let expected = operation.shapes(statuses),
      let successful = operation.shapes([.success])
    else { return }
    for member in ManifestMapping(node: save).members {
      remark(kept: member.node, expected + successful)
    }
  }

  /// Warns of an id that no answer to a successful create has where it is looked for.
  mutating func remarkID(at node: ManifestNode, of operation: Operation) {
    guard operation.responses.isComplete, let shapes = operation.shapes([.success]) else {
      return
    }
    remark(pointer: node, shapes)
  }

  // MARK: Statuses

  private mutating func remarkStatus(
    _ status: Expectation.StatusExpectation, of call: Call, _ operation: Operation,
    hasOwnAuth: Bool, at node: ManifestNode
  ) {
    guard case .oneOf(let codes, let ranges) = status else { return }
    let responses = operation.responses
    let isDocumented =
      codes.contains { responses.response(for: $0) != nil }
      || ranges.contains { range in
        responses.all.contains { $0.status.overlaps(hundred: range) }
      }
    // Nearly all are: what else is possible is worked out for the others alone.
    guard !isDocumented else { return }
    let tolerated = toleratedStatuses(of: call, operation, hasOwnAuth: hasOwnAuth)
    let isTolerated =
      codes.contains(where: tolerated.contains)
      || ranges.contains { range in tolerated.contains { $0 / 100 == range } }
    guard !isTolerated else { return }
    let documented = responses.all.map(\.status)
    let kinds = Set(codes.map { $0 / 100 } + ranges)
    let likely = documented.filter { known in kinds.contains(where: known.overlaps) }
    mistakes.add(
      .warning, code: "suite.undocumented-status",
      "\(operation.id) documents no \(status); it has "
        + documented.map(\.description).conjunction,
      at: node,
      fix: "expect \((likely.isEmpty ? documented : likely).map(\.description).alternatives), "
        + "or have the contract document it",
      notes: [note(at: operation.node["responses"] ?? operation.node)])
  }

  /// The statuses that a step may well expect of an answer though its operation does not document
  /// them.
  private func toleratedStatuses(
    of call: Call, _ operation: Operation, hasOwnAuth: Bool
  ) -> Set<Int> {
    let conventions = context.profile.conventions
    // Answers to conditions and ranges, and those of gateways, are HTTP's own.
    var statuses: Set = [206, 304, 412, 416, 502, 503, 504]
    statuses.formUnion(conventions.ambientStatuses)
    // A gateway's refusal is no more the answer to a sound request than any other, unless the
    // profile says so: who may do what is for the contract to tell.
    if !call.isFaulty, !hasOwnAuth,
      conventions.ambientStatuses == Conventions.usualAmbientStatuses
    {
      statuses.remove(403)
    }
    if let idempotency = conventions.idempotency,
      call.fields.contains(where: { $0.name.lowercased() == idempotency.header.lowercased() })
    {
      statuses.formUnion(idempotency.inFlightStatuses)
    }
    statuses.formUnion(operation.unlistedRefusals(isFaulty: call.isFaulty))
    // Where it is documented how the operation tells that nothing is there, it is known.
    if operation.responses.response(for: 404) != nil { statuses.remove(410) }
    return statuses
  }

  /// Whether the contract documents every answer that has one of the statuses, successes aside that
  /// it leaves out.
  private func areDocumented(
    _ statuses: [Expectation.StatusExpectation], by operation: Operation
  ) -> Bool {
    statuses.allSatisfy { status in
      guard case .oneOf(let codes, let ranges) = status else { return true }
      return codes.allSatisfy { operation.responses.response(for: $0) != nil }
        && ranges.allSatisfy { range in
          range == 2
            || operation.responses.all.contains { $0.status == .range(range) || $0.status == .any }
        }
    }
  }

  // MARK: Media types

  /// Warns of a media type that no answer with one of the statuses is documented to have.
  private mutating func remarkMediaType(
    _ text: String, of operation: Operation, _ statuses: [Expectation.StatusExpectation],
    at node: ManifestNode
  ) {
    let responses = operation.responses(to: statuses)
    let ranges = responses.flatMap(\.content).map(\.range)
    // The parts of a range come as HTTP has it, whatever they are parts of.
    let isOfParts = text == "multipart/byteranges" && statuses.allSatisfy { $0.accepts(206) }
    guard !isOfParts, responses.allSatisfy(\.describesBodies), !ranges.isEmpty,
      !ranges.contains(where: \.isRange),
      let type = MediaTypeRange(text), !type.isRange,
      !ranges.contains(where: { $0.type == type.type && $0.subtype == type.subtype })
    else { return }
    var documented: [String] = []
    for range in ranges.map({ "\($0.type)/\($0.subtype)" }) where !documented.contains(range) {
      documented.append(range)
    }
    let status = statuses.map(\.description).alternatives
    mistakes.add(
      .warning, code: "suite.undocumented-media-type",
      "\(operation.id) documents no \(text) for \(status); it has "
        + documented.conjunction,
      at: node, fix: "expect \(documented.alternatives), or have the contract document it",
      notes: responses.first.map { [note(at: $0.node["content"] ?? $0.node)] } ?? [])
  }

  // MARK: Fields

  /// Warns of fields that are spelled nearly as one that such an answer is known to have.
  private mutating func remark(fields node: ManifestNode, _ responses: [Response]) {
    let documented = responses.flatMap(\.headers)
    let conventions = context.profile.conventions
    let known =
      documented.map(\.name)
      + [conventions.requestIDHeader, conventions.idempotency?.replayHeader].compactMap(\.self)
    let members = ManifestMapping(node: node).members
    let written = Set(members.map { $0.name.lowercased() })
    for member in members where !member.node.value.mayBeAbsent {
      let name = member.name.lowercased()
      guard !known.contains(where: { $0.lowercased() == name }),
        let meant = known.first(where: {
          !written.contains($0.lowercased()) && Self.isSlip(name, of: $0.lowercased())
        }), !mistakes.isTold(at: member.nameRange, in: member.node)
      else { continue }
      mistakes.add(
        .warning, code: "suite.undescribed-member",
        "nothing is known of a field \"\(member.name)\" of this answer", in: member.node.document,
        bytes: member.nameRange, fix: "write \"\(meant)\"",
        notes: documented.first { $0.name == meant }.map { [note(at: $0.node)] } ?? [])
    }
  }

  /// Whether the name of a field is another one but for its hyphens, or for one word that is nearly
  /// that of the other; names that begin alike are often both there.
  private static func isSlip(_ name: String, of other: String) -> Bool {
    func words(_ name: String) -> [Substring] { name.split { $0 == "-" || $0 == "_" } }
    let (own, others) = (words(name), words(other))
    if own.joined() == others.joined() { return true }
    guard own.count == others.count else { return false }
    let different = zip(own, others).filter { $0 != $1 }
    guard different.count == 1, let (word, meant) = different.first, word.count > 2 else {
      return false
    }
    return EditDistance.nearest(to: String(word), in: [String(meant)]) != nil
  }

  // MARK: Bodies

  /// Warns of a type of error that the profile lists for none of the statuses that will do, where it
  /// lists some for each of them.
  private mutating func remarkErrorType(
    in body: ManifestNode, _ statuses: [Expectation.StatusExpectation]
  ) {
    guard let errors = context.profile.conventions.errors, let place = errors.type,
      let value = body.value.value(at: place), let type = value.stringValue, !type.contains("${")
    else { return }
    let codes = statuses.compactMap(\.codes).first.map { codes in
      codes.sorted().filter { code in statuses.allSatisfy { $0.accepts(code) } }
    }
    let rows = (codes ?? []).map { (key: $0, value: errors.types[$0] ?? []) }
    if rows.contains(where: \.value.isEmpty) { return }
    let listed = rows.flatMap(\.value)
    guard !listed.isEmpty, !listed.contains(where: { $0.isSameText(as: type) }) else { return }
    var known: [String] = []
    for type in listed where !known.contains(type) { known.append(type) }
    mistakes.add(
      .warning, code: "suite.excluded-value",
      "the profile lists no error type \"\(type)\" for "
        + "\(rows.map { "\($0.key)" }.alternatives); it has \(known.conjunction)",
      at: ManifestNode(value: value, document: body.document),
      fix: EditDistance.nearest(to: type, in: known).map { "write \"\($0)\"" }
        ?? "expect \(known.alternatives), or add it to \"types:\" under \"errors:\" in the profile")
  }

  /// Warns where no shape of an answer can be as it is expected.
  ///
  /// Sure is what has to be there to be looked at, whatever the answer is. Around it is the mapping
  /// that holds it as a member, if one does.
  private mutating func remark(
    expected node: ManifestNode, _ shapes: [SchemaShape], isSure: Bool = false,
    around: AnswerDescription.Surroundings? = nil
  ) {
    guard !shapes.isEmpty else { return }
    let node = rowValue(standingFor: node).flatMap { isPlain($0.name) ? $0.node : nil } ?? node
    switch node.value.kind {
    case .object:
      let mapping = ManifestMapping(node: node)
      if let matcher = mapping.members.first(where: { Self.matchers.contains($0.name) }) {
        return remark(matcher: matcher, shapes, isSure: isSure)
      }
      let objects = possible(.object, in: shapes, at: node)
      for member in mapping.members {
        remark(member: member, objects, isSure: isSure, around: around)
      }
    case .array:
      let lists = possible(.array, in: shapes, at: node)
      for (position, element) in node.value.elements.enumerated() {
        remark(
          expected: ManifestNode(value: element, document: node.document),
          lists.map { $0.element(position) }, isSure: isSure)
      }
    case .string where node.value.stringValue?.contains("${") == true: return
    case .string, .number, .boolean, .null:
      if shapes.allSatisfy({ $0.excludes(node.value) }) { remarkExcluded(node, shapes) }
    }
  }

  private mutating func remark(
    member: ManifestMember, _ objects: [SchemaShape], isSure: Bool,
    around: AnswerDescription.Surroundings?
  ) {
    if isSure, member.node.value.isAbsence, !objects.isEmpty,
      objects.allSatisfy({ $0.answersHave(member.name) })
    {
      return remarkRequired(member, objects)
    }
    let knowing = objects.filter { shape in
      shape.describedNames?.contains { $0.isSameText(as: member.name) } ?? true
    }
    if knowing.isEmpty, !objects.isEmpty, !member.node.value.mayBeAbsent {
      guard !mistakes.isTold(at: member.nameRange, in: member.node) else { return }
      return mistakes.add(
        AnswerDescription(objects).lacking(member.name, around: around), in: member.node.document,
        bytes: member.nameRange)
    }
    remark(
      expected: member.node, knowing.map { $0.member(member.name) }, isSure: isSure,
      around: (member.name, AnswerDescription(objects)))
  }

  private mutating func remark(
    matcher: ManifestMember, _ shapes: [SchemaShape], isSure: Bool
  ) {
    let operand = matcher.node
    let parts = operand.value.elements.map { ManifestNode(value: $0, document: operand.document) }
    switch matcher.name {
    case "$exactly": remark(expected: operand, shapes, isSure: isSure)
    case "$orEmpty", "$ifPresent": remark(expected: operand, shapes)
    case "$all": for part in parts { remark(expected: part, shapes, isSure: isSure) }
    case "$each", "$contains", "$once":
      let lists = possible(.array, in: shapes, at: operand)
      // An empty list has nothing that "$each" could look at.
      remark(
        expected: operand, lists.map(\.elements), isSure: isSure && matcher.name != "$each")
    case "$unordered":
      let lists = possible(.array, in: shapes, at: operand)
      for part in parts { remark(expected: part, lists.map(\.elements), isSure: isSure) }
    case "$range": _ = possible(.number, in: shapes, at: operand)
    case "$pattern": _ = possible(.string, in: shapes, at: operand)
    case "$length": _ = possible([.string, .array, .object], in: shapes, at: operand)
    case "$oneOf":
      let isExcluded = parts.allSatisfy { part in
        part.value.stringValue?.contains("${") != true
          && shapes.allSatisfy { $0.excludes(part.value) }
      }
      if isExcluded, let first = parts.first { remarkExcluded(first, shapes) }
    case "$sorted":
      let lists = possible(.array, in: shapes, at: operand)
      if let key = ManifestMapping(node: operand)["by"] {
        remark(pointer: key, lists.map(\.elements))
      }
    // What must not be there may well be unknown; the others say nothing about names.
    default: break
    }
  }

  /// The shapes that allow one of some types; warns where none does.
  private mutating func possible(
    _ types: SchemaShape.Types, in shapes: [SchemaShape], at node: ManifestNode
  ) -> [SchemaShape] {
    let allowing = shapes.filter { $0.statedTypes?.isDisjoint(with: types) != true }
    if allowing.isEmpty, !shapes.isEmpty {
      remarkExcluded(node, shapes, found: types.title)
    }
    return allowing
  }

  // MARK: What is kept

  /// Warns where no shape of an answer has what a step keeps of it.
  private mutating func remark(kept node: ManifestNode, _ shapes: [SchemaShape]) {
    guard node.value.kind == .object else {
      _ = remark(pointer: node, shapes)
      return
    }
    let mapping = ManifestMapping(node: node)
    guard let list = mapping["in"], let lists = remark(pointer: list, shapes) else { return }
    let elements = possible(.array, in: lists, at: list).map(\.elements)
    if let pattern = mapping["like"] { remark(expected: pattern, elements) }
    if let value = mapping["value"] { remark(pointer: value, elements) }
  }

  /// Warns where a pointer leads to nothing that the contract describes; gives what it says about
  /// the value there otherwise.
  @discardableResult
  private mutating func remark(
    pointer node: ManifestNode, _ shapes: [SchemaShape]
  ) -> [SchemaShape]? {
    guard !shapes.isEmpty, let text = node.value.stringValue,
      let pointer = JSONPointer(parsing: text.first == "#" ? String(text.dropFirst()) : text),
      // Each row of a case asks again, and what may be meant takes a look at all there is.
      !mistakes.isTold(at: node.range, in: node)
    else { return nil }
    do throws(AnswerDescription.Undescribed) {
      return try AnswerDescription(shapes).following(pointer)
    } catch {
      mistakes.add(error, in: node.document, bytes: node.range)
      return nil
    }
  }

  // MARK: Telling

  private mutating func remarkRequired(_ member: ManifestMember, _ shapes: [SchemaShape]) {
    mistakes.add(
      .warning, code: "suite.excluded-value",
      "the contract never leaves \"\(member.name)\" out of this answer: it is required",
      at: member.node, fix: "take it out of what is expected, or mend the contract",
      notes: AnswerDescription(shapes).clauses)
  }

  private mutating func remarkExcluded(
    _ node: ManifestNode, _ shapes: [SchemaShape], found: String? = nil
  ) {
    let listed = shapes.flatMap(\.listedValues)
    let types = shapes.compactMap(\.types).first?.title ?? "something else"
    let expected = listed.isEmpty ? types : AnswerDescription.listed(listed.map(\.description))
    mistakes.add(
      .warning, code: "suite.excluded-value",
      "the contract never has \(found ?? node.value.kindInWords) here; it has \(expected)",
      at: node,
      fix: (found == nil ? Self.fix(node.value, meaningOneOf: listed) : nil)
        ?? "expect what it has, or mend the contract",
      notes: AnswerDescription(shapes).clauses)
  }

  /// How to write the one of some values that is meant by another; nil where none is like it.
  private static func fix(_ value: JSONValue, meaningOneOf listed: [JSONValue]) -> String? {
    guard let text = value.stringValue else {
      let quoted = listed.first { $0.stringValue?.isSameText(as: value.description) == true }
      return quoted.map { "write \($0) in quotation marks" }
    }
    if let bare = try? JSONDocument(parsing: text).root, listed.contains(bare) {
      return "write \(text) without quotation marks"
    }
    return EditDistance.nearest(to: text, in: listed.compactMap(\.stringValue))
      .map { "write \"\($0)\"" }
  }
}

extension SchemaShape {
  /// Whether each object has a member as an answer: what is for requests alone, it need not.
  fileprivate func answersHave(_ name: String) -> Bool {
    requires(name) && member(name).keyword("writeOnly", withHidden: true)?.boolValue != true
  }
}

extension Response {
  /// Whether it says which bodies there may be; without content it says nothing about them, unless
  /// there cannot be one.
  fileprivate var describesBodies: Bool {
    isComplete
      && (!content.isEmpty || [.code(204), .code(205), .code(304)].contains(status))
  }
}

extension Response.Status {
  /// Whether it stands for a status that begins with a digit.
  fileprivate func overlaps(hundred digit: Int) -> Bool {
    switch self {
    case .code(let code): code / 100 == digit
    case .range(let range): range == digit
    case .any: true
    }
  }
}

extension JSONValue {
  /// Whether a member is expected not to be there.
  fileprivate var isAbsence: Bool {
    self["$absent"]?.boolValue == true || self["$present"]?.boolValue == false
  }

  /// Whether a member that is expected to be so may be missing.
  var mayBeAbsent: Bool {
    self["$ifPresent"] != nil || self["$absent"]?.boolValue == true
      || self["$present"]?.boolValue == false || self["$not"] != nil
      || self["$all"]?.elements.allSatisfy(\.mayBeAbsent) == true
  }
}
