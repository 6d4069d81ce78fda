import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The keys of an expectation.
  static let expectationKeys = ["proves", "status", "media_type", "headers", "body", "within"]

  /// Reads what is expected of a response: one expectation, or a list of them.
  ///
  /// Each speaks for the requirements it names. Where none says anything of the status, another one
  /// does: that of a success, unless it is given.
  mutating func expectations(
    _ node: ManifestNode?, proves: [RequirementID]? = nil, orElse implied: Expectation? = nil
  ) -> [Expectation] {
    var expectations: [Expectation] = []
    if let node, let fix = Self.fix(forStatuses: node) {
      node.mistype("a mapping for expect", fix: fix, &mistakes)
    } else {
      expectations = (node?.oneOrMore ?? []).compactMap { expectation($0, proves: proves) }
    }
    if !expectations.contains(where: { $0.status != nil }) {
      expectations.insert(implied ?? Expectation(proves: proves, status: .success), at: 0)
    }
    return expectations
  }

  /// What to write for statuses that stand alone where an expectation is due; nil for anything else.
  private static func fix(forStatuses node: ManifestNode) -> String? {
    let statuses = node.oneOrMore.map { $0.value.stringValue ?? $0.value.description }
    guard let first = statuses.first, statuses.allSatisfy({ status(writtenAs: $0) != nil }) else {
      return nil
    }
    let written = statuses.count == 1 ? first : "[\(statuses.joined(separator: ", "))]"
    return "write \"expect: { status: \(written) }\""
  }

  /// A status, or the first digit of a range.
  private enum WrittenStatus {
    case code(Int)
    case range(Int)
  }

  private static func status(writtenAs text: String) -> WrittenStatus? {
    if let code = Int(text), 100...599 ~= code { return .code(code) }
    guard text.utf8.count == 3, text.uppercased().hasSuffix("XX"),
      let digit = text.first?.wholeNumberValue, 1...5 ~= digit
    else { return nil }
    return .range(digit)
  }

  private mutating func expectation(
    _ node: ManifestNode, proves: [RequirementID]?
  ) -> Expectation? {
    let conventions = context.profile.conventions
    guard
      let mapping = node.mapping(
        "expect", keys: Self.expectationKeys, homes: Self.expectationHomes(conventions),
        insteadOfOther: #"write what is expected, as in "expect: { status: 200 }""#, &mistakes)
    else { return nil }
    var expectation = Expectation()
    expectation.proves = mapping["proves"].map { self.proves($0) } ?? proves
    expectation.isExplicit = true
    if let status = mapping["status"] {
      expectation.status = statusExpectation(status)
      expectation.statusPlace = ExpectationPlace(status.location)
    }
    if let node = mapping["media_type"] {
      expectation.mediaType = mediaType(node)?.description
      expectation.mediaTypePlace = ExpectationPlace(node.location)
    }
    if let headers = mapping["headers"], headers.mapping("headers", &mistakes) != nil {
      expectation.fields = memberPatterns(headers)
    }
    expectation.body = mapping["body"].flatMap { pattern($0) }
    expectation.bodyPlace = mapping.place(ofNameOf: "body")
    if let node = mapping["within"] {
      expectation.timeLimit = duration(node)
      expectation.timeLimitPlace = ExpectationPlace(node.location)
    }
    if !Self.expectationKeys.dropFirst().contains(where: { mapping[$0] != nil }) {
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
    let nodes = node.oneOrMore
    for node in nodes {
      switch Self.status(writtenAs: node.value.stringValue ?? node.value.description) {
      case .code(let code): codes.append(code)
      case .range(let digit): ranges.append(digit)
      case nil:
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

  /// Reads what a value has to look like.
  ///
  /// It may come out of the case's row: as a pattern where some row has a matcher. Other values of a
  /// row are made when the case starts; a mapping among them names what has to be there, as one that
  /// is written in the body itself.
  mutating func pattern(_ node: ManifestNode) -> BodyPattern? {
    guard let value = rowValue(standingFor: node) else { return pattern(ofWritten: node) }
    if rowPatterns.contains(value.name) { return pattern(ofWritten: value.node) }
    switch value.node.value.kind {
    case .object, .array: return equal(node).map(BodyPattern.holds)
    case .string, .number, .boolean, .null: return pattern(ofWritten: node)
    }
  }

  private mutating func pattern(ofWritten node: ManifestNode) -> BodyPattern? {
    switch node.value.kind {
    case .object:
      if node.value.members.contains(where: { $0.name.utf8.first == UInt8(ascii: "$") }) {
        return matcher(node)
      }
      return .object(memberPatterns(node))
    case .array:
      return .array(
        parts(node.value.elements.map { ManifestNode(value: $0, document: node.document) }))
    case .null, .boolean, .number, .string:
      return equal(node).map(BodyPattern.equal)
    }
  }

  /// Reads what the members of a mapping have to look like.
  private mutating func memberPatterns(_ node: ManifestNode) -> [BodyPattern.Member] {
    node.value.members.compactMap { member in
      pattern(ManifestNode(value: member.value, document: node.document)).map {
        .init(
          name: member.name, pattern: $0,
          place: ExpectationPlace(node.document.location(ofNameOf: member)))
      }
    }
  }

  /// Reads the patterns of a list.
  mutating func parts(_ nodes: [ManifestNode]) -> [BodyPattern.Part] {
    nodes.compactMap { node in
      pattern(node).map { .init(pattern: $0, place: ExpectationPlace(node.location)) }
    }
  }

  mutating func equal(_ node: ManifestNode) -> TemplatedValue? {
    guard let value = node.templatedValue(&mistakes) else { return nil }
    check(value, at: node)
    return value
  }
}

extension ManifestMapping {
  /// Where the name of a member stands; no place for one that is not there.
  func place(ofNameOf key: String) -> ExpectationPlace {
    let member = node.value.members.first { $0.name.isSameText(as: key) }
    return member.map { ExpectationPlace(node.document.location(ofNameOf: $0)) } ?? .none
  }
}

extension JSONValue {
  /// Whether a matcher stands in the value.
  var holdsMatcher: Bool {
    switch kind {
    case .object:
      members.contains { member in
        SuiteLoader.meansMatcher(member.name) || member.value.holdsMatcher
      }
    case .array: elements.contains(where: \.holdsMatcher)
    case .null, .boolean, .number, .string: false
    }
  }
}
