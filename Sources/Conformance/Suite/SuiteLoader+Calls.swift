import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The keys of a step.
  static let stepKeys =
    callKeys + ["proves", "expect", "save", "cleanup", "wait", "walk", "open_on", "race"]
    + ["together", "eventually", "idempotent"]
  /// The keys of a request that stands alone.
  static let callKeys =
    ["call", "raw", "path", "query", "headers", "cookies"] + bodyKeys + ["auth", "faulty"]
  /// The keys of `race`.
  static let raceKeys = ["copies", "beside", "winners", "losers"]
  /// The keys of a value that is kept of an element of a list.
  static let captureKeys = ["in", "like", "value"]

  /// Reads a step, and makes its captures known to what follows.
  mutating func step(_ node: ManifestNode) -> Suite.Step? {
    guard
      let mapping = node.mapping("the step", keys: Self.stepKeys, homes: Self.stepHomes, &mistakes)
    else {
      return nil
    }
    // Everything is read, whatever is wrong with the call: names that later steps use are known
    // then, and one mistake does not look like many.
    let start = mistakes.now
    let call = call(mapping)
    let expectations = expectations(mapping["expect"], proves: mapping["proves"].map { proves($0) })
    if let call, !call.isFaulty, let node = mapping["expect"] {
      remarkForeignPlaces(inExpectation: node)
    }
    let race = mapping["race"].flatMap { self.race($0, place: mapping.place(ofNameOf: "race")) }
    let captures = captures(mapping["save"])
    var isUnaware = false
    if let call, !mistakes.hasErrors(since: start) {
      isUnaware = self.isUnaware(call, expectations, mapping)
    }
    // What could not be read as it was meant cannot be compared with the contract, and what wants a
    // success by mistake would be compared with the wrong answers.
    if let call, let operation = call.target.operation, !isUnaware,
      !hasMisplacedExpectation(mapping), !mistakes.hasErrors(since: start)
    {
      remarkAnswer(call, of: mapping, operation, expectations)
    }
    let cleanup = mapping["cleanup"].flatMap { self.cleanup($0) }
    guard let call else { return nil }
    if isUnaware, let flag = mapping["faulty"] {
      remarkUnexpectedRefusal(at: flag, hasExpectation: mapping["expect"] != nil)
    }
    return Suite.Step(
      call: call, expectations: expectations, captures: captures, cleanup: cleanup,
      delay: mapping["wait"].flatMap { duration($0) } ?? .zero,
      walk: mapping["walk"].flatMap { walk($0, mapping) },
      openStatus: mapping["open_on"].map { statusExpectation($0) }, race: race,
      together: mapping["together"].flatMap { together($0, mapping) },
      polling: mapping["eventually"].flatMap { polling($0, call, mapping) },
      isIdempotent: mapping["idempotent"].flatMap { isIdempotent($0, mapping) } ?? false)
  }

  /// The most pages that a step reads of a list.
  static let pageLimit = 1000

  /// Reads how many pages of a list a step goes through.
  private mutating func walk(_ node: ManifestNode, _ mapping: ManifestMapping) -> Int? {
    requireConvention(
      "pagination", isThere: !context.profile.conventions.lists.isEmpty, at: node)
    if let race = mapping["race"] {
      mistakes.add(
        code: "suite.two-targets", "a race reads one page only", at: race,
        fix: "remove \"walk:\", or \"race:\"")
    }
    let node = writtenValue(node)
    if node.value.stringValue == "all" { return Self.pageLimit }
    guard node.value.kind == .number else {
      node.mistype("all, or an integer from 1 to \(Self.pageLimit), for walk", &mistakes)
      return nil
    }
    return node.integer("walk", in: 1...Self.pageLimit, &mistakes)
  }

  /// Reads a time span such as `1100ms` or `2s`.
  mutating func duration(_ node: ManifestNode) -> Duration? {
    let node = writtenValue(node)
    if let number = node.value.kind == .number ? node.value.description : node.value.stringValue,
      let fix = Self.fix(forTimeSpan: number)
    {
      mistakes.add(
        code: "suite.bad-duration", "found \(node.value.kindInWords), which has no unit of time",
        at: node, fix: fix)
      return nil
    }
    let text = node.value.stringValue ?? ""
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), 0...600_000 ~= count else {
      mistakes.add(
        code: "suite.bad-duration", "found \(node.value.kindInWords); expected a time span",
        at: node, fix: "write milliseconds or seconds, such as 1100ms or 2s")
      return nil
    }
    switch text.dropFirst(digits.count) {
    case "ms": return .milliseconds(count)
    case "s": return .seconds(count)
    default:
      mistakes.add(
        code: "suite.bad-duration", "\"\(text)\" has no unit that is known", at: node,
        fix: "write milliseconds or seconds, such as 1100ms or 2s")
      return nil
    }
  }

  /// What to write for a time span that is a number and nothing else; nil for any other text.
  private static func fix(forTimeSpan text: String) -> String? {
    guard !text.isEmpty, text.utf8.count <= 6,
      text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    let isLong = Int(text).map { $0 > 600 } ?? true
    return isLong
      ? "write \(text)ms for milliseconds"
      : "write \(text)ms for milliseconds, or \(text)s for seconds"
  }

  private mutating func race(_ node: ManifestNode, place: ExpectationPlace) -> Suite.Race? {
    guard let mapping = node.mapping("race", keys: Self.raceKeys, &mistakes) else { return nil }
    let copies = mapping["copies"]?.integer("copies", in: 1...50, &mistakes) ?? 1
    let rivals = (mapping["beside"]?.list("requests", &mistakes) ?? [])
      .compactMap { loneCall($0) }
    let count = copies + rivals.count
    if count < 2 {
      mistakes.add(
        code: "suite.empty", "nothing races with the request", at: node,
        fix: "add \"copies:\" or \"beside:\"")
    }
    var refused = Expectation(status: .oneOf(codes: [], ranges: [4]))
    refused.statusPlace = place
    return .init(
      copies: copies, rivals: rivals,
      winners: mapping["winners"]?.integer("winners", in: 0...max(1, count), &mistakes) ?? 1,
      losers: expectations(mapping["losers"], orElse: refused),
      winnersPlace: mapping["winners"].map { ExpectationPlace($0.location) } ?? place)
  }

  /// Reads a request that stands alone.
  mutating func loneCall(_ node: ManifestNode, isCleanup: Bool = false) -> Call? {
    node.mapping("the call", keys: Self.callKeys, homes: Self.callHomes, &mistakes).flatMap {
      call($0, isCleanup: isCleanup)
    }
  }

  /// Reads the request that removes what another created.
  mutating func cleanup(_ node: ManifestNode) -> Call? {
    guard let call = loneCall(node, isCleanup: true) else { return nil }
    guard HTTPRequest.isSafe(call.target.method) else { return call }
    mistakes.add(
      code: "suite.idle-cleanup", "\(call.target.method) only reads, so that nothing is removed",
      at: node["call"] ?? node["raw"] ?? node,
      fix: "name the request that removes it, such as a DELETE")
    return call
  }

  private mutating func captures(_ node: ManifestNode?) -> [Suite.Capture] {
    guard let mapping = node?.mapping("save", &mistakes) else { return [] }
    return mapping.members.compactMap { member in
      let capture = capture(member.name, member.node)
      declare(member.name, range: member.nameRange, at: member.node, isKept: true)
      return capture
    }
  }

  /// Reads where a value is: a pointer, or the element of a list to look for it in.
  private mutating func capture(_ name: String, _ node: ManifestNode) -> Suite.Capture? {
    guard node.value.kind == .object else {
      return node.pointer("save", &mistakes).map {
        .init(name: name, pointer: $0, location: node.location)
      }
    }
    guard
      let mapping = node.mapping("save", keys: Self.captureKeys, &mistakes),
      let list = mapping.required("in", of: "save", &mistakes)?.pointer("in", &mistakes),
      let pointer = mapping.required("value", of: "save", &mistakes)?.pointer("value", &mistakes)
    else { return nil }
    let pattern = mapping["like"].flatMap { self.pattern($0) } ?? .present
    return .init(
      name: name, pointer: pointer, location: node.location,
      choice: .init(list: list, pattern: pattern))
  }

  /// Reads what is to be sent out of a mapping that may say more.
  ///
  /// Supplied are the names of parameters that a probe adds to it.
  mutating func call(
    _ mapping: ManifestMapping, supplied: [String] = [], isCleanup: Bool = false
  ) -> Call? {
    let start = mistakes.now
    let target = target(mapping)
    let path = Dictionary(pathValues(mapping)) { first, _ in first }
    if mapping["raw"] != nil, let node = mapping["path"] {
      mistakes.add(
        code: "suite.idle-path", "a \"raw\" path is sent as it is written, without path parameters",
        at: node, fix: "write the values into the path as ${…}, and remove \"path:\"")
    }
    let query = namedValues("query", mapping)
    let cookies = namedValues("cookies", mapping)
    let fields = (mapping["headers"]?.templates("headers", &mistakes) ?? []).map {
      check($0.template, at: $0.node)
      return (name: $0.name, value: $0.template)
    }
    let flag = mapping["faulty"].map { writtenValue($0) }
    let isFaulty = flag?.boolean("faulty", &mistakes) ?? (target?.operation == nil)
    let body = body(mapping, for: target?.operation)
    let credentials = credentials(mapping["auth"])
    if !isFaulty { remarkForeignPlaces(in: mapping) }
    guard let target else { return nil }
    let call = Call(
      target: target, path: path, query: query, fields: fields, body: body,
      credentials: credentials, isFaulty: isFaulty,
      location: mapping.node.location, cookies: cookies)
    if let operation = target.operation {
      checkParameters(of: call, operation, mapping)
      refuseStrangersID(of: call, operation, mapping, isCleanup: isCleanup)
      // What could not be read as it was meant cannot be compared with the contract.
      if !isFaulty, !mistakes.hasErrors(since: start) {
        checkContract(of: call, operation, mapping, supplied: supplied)
      }
    }
    return call
  }

  /// Reads the values of path parameters, each of which needs a text.
  private mutating func pathValues(
    _ mapping: ManifestMapping
  ) -> [(name: String, value: TemplatedValue)] {
    for member in mapping["path"].map(ManifestMapping.init)?.members ?? []
    where member.node.value.isNull {
      _ = member.node.text("\"\(member.name)\"", &mistakes)
    }
    return namedValues("path", mapping)
  }

  /// Reads a mapping of names to values with places for values.
  private mutating func namedValues(
    _ what: String, _ mapping: ManifestMapping
  ) -> [(name: String, value: TemplatedValue)] {
    var values: [(name: String, value: TemplatedValue)] = []
    for member in mapping[what]?.mapping(what, &mistakes)?.members ?? [] {
      guard let value = member.node.templatedValue(&mistakes) else { continue }
      check(value, at: member.node)
      values.append((member.name, value))
    }
    return values
  }

  private mutating func target(_ mapping: ManifestMapping) -> Call.Target? {
    if let node = mapping["raw"] {
      if let call = mapping["call"] {
        mistakes.add(
          code: "suite.two-targets", "a step has either \"call\" or \"raw\"", at: call,
          fix: "remove one of them")
      }
      guard
        let text = node.text("raw", &mistakes)
      else { return nil }
      guard
        let space = text.firstIndex(of: " "), space != text.startIndex,
        text[..<space].allSatisfy({ $0.isASCII && $0.isLetter }),
        text[text.index(after: space)...].first == "/"
      else {
        mistakes.add(
          code: "suite.bad-target", "found \"\(text)\"; expected a method and a path", at: node,
          fix: "write a method, a blank and a path, such as \"PUT /labels\"")
        return nil
      }
      let pathText = String(text[text.index(after: space)...])
      guard let path = try? TemplateParser.parse(pathText) else {
        _ = node.template("raw", &mistakes)
        return nil
      }
      check(path, at: node)
      return .raw(method: String(text[..<space]), path: path)
    }
    guard
      let node = mapping.required("call", of: "the step", &mistakes),
      let text = node.text("an operation", &mistakes)
    else { return nil }
    return operation(text, at: node).map(Call.Target.operation)
  }

  mutating func credentials(_ node: ManifestNode?) -> Call.Credentials {
    guard let node else { return .standard }
    if node.value.stringValue == "none" { return .anonymous }
    guard node.value.kind == .object else {
      refuseAuth(node)
      return .standard
    }
    let known = context.contract.securitySchemes.keys.sorted()
    return .custom(
      node.templates("auth", &mistakes).map { member in
        if !known.contains(member.name) {
          mistakes.add(
            code: "suite.unknown-scheme",
            "the contract has no security scheme \"\(member.name)\"", in: node.document,
            bytes: member.nameRange, fix: Self.fix(forScheme: member.name, known: known))
        }
        check(member.template, at: member.node)
        return (member.name, member.template)
      })
  }

  /// What to do about a name that no security scheme of the contract has.
  static func fix(forScheme name: String, known: [String]) -> String {
    // "bearer" is far from "bearerAuth" by its letters, and plainly means it.
    let related = known.filter { scheme in
      let (scheme, name) = (scheme.lowercased(), name.lowercased())
      return scheme.contains(name) || name.contains(scheme)
    }
    let meant =
      EditDistance.nearest(to: name, in: known) ?? (related.count == 1 ? related.first : nil)
    if let meant = meant ?? (known.count == 1 ? known.first : nil) { return "write \"\(meant)\"" }
    return known.isEmpty
      ? "remove it; the contract has no security scheme at all"
      : "use one of: \(known.joined(separator: ", "))"
  }

  /// Refuses what is neither `none` nor credentials, a value of the row among them.
  private mutating func refuseAuth(_ node: ManifestNode) {
    let isOfRow = noteRowValues(in: node)
    let scheme = context.contract.securitySchemes.keys.min() ?? "scheme"
    mistakes.add(
      code: "suite.wrong-type",
      isOfRow
        ? "auth takes no value of a row; found \(node.value.kindInWords)"
        : "found \(node.value.kindInWords) for auth", at: node,
      fix: isOfRow
        ? "write a case for each kind of credential: \"auth: none\", and \"auth: { \(scheme): … }\", "
          + "whose credential may be a value of a row"
        : "write \"none\", or a mapping of security schemes to credentials")
  }

  /// Refuses parameters that the operation does not have, and the lack of those it needs.
  private mutating func checkParameters(
    of call: Call, _ operation: Operation, _ mapping: ManifestMapping
  ) {
    let names = operation.parameters.filter { $0.location == .path }.map(\.name)
    for name in names where call.path[name] == nil {
      mistakes.add(
        code: "suite.missing-parameter", "\(operation.id) needs the path parameter \"\(name)\"",
        at: mapping["call"] ?? mapping.node, fix: "add \"path: { \(name): … }\"")
    }
    checkNames(
      mapping["path"], known: names, kind: "path parameter", operation, isFaulty: false)
    checkNames(
      mapping["query"], known: operation.parameters.filter { $0.location == .query }.map(\.name),
      kind: "query parameter", operation, isFaulty: call.isFaulty)
    checkNames(
      mapping["cookies"], known: operation.parameters.filter { $0.location == .cookie }.map(\.name),
      kind: "cookie parameter", operation, isFaulty: call.isFaulty)
    if operation.requestBody == nil, operation.isComplete, !call.isFaulty,
      let body = Self.bodyKeys.lazy.compactMap({ mapping[$0] }).first
    {
      mistakes.add(
        code: "suite.no-body", "\(operation.id) takes no body", at: body,
        fix: "remove it, or say \"faulty: true\"")
    }
  }

  private mutating func checkNames(
    _ node: ManifestNode?, known: [String], kind: String, _ operation: Operation, isFaulty: Bool
  ) {
    // A parameter may stand where the contract could not be read.
    guard !isFaulty, operation.isComplete, let node, node.value.kind == .object else { return }
    for member in node.value.members
    where !known.contains(where: { $0.isSameText(as: member.name) }) {
      let nearest = EditDistance.nearest(to: member.name, in: known)
      mistakes.add(
        code: "suite.unknown-parameter", "\(operation.id) has no \(kind) \"\(member.name)\"",
        in: node.document, bytes: node.document.nameRange(of: member),
        fix: nearest.map { "write \"\($0)\"" }
          ?? (kind == "path parameter"
            ? "remove it" : "remove it, or say \"faulty: true\" to send it all the same"))
    }
  }
}
