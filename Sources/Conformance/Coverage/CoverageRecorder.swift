import SchemaValidator
import Synchronization

/// Marks what every exchange of a run has met of the contract.
///
/// What there is to meet is laid out once for each operation, when it is first called; an exchange
/// then sets bits. However long a run is, it holds no more than the contract has.
package final class CoverageRecorder: Sendable {
  private let contract: Contract
  private let bodyLimit: Int
  private let state: Mutex<State>

  private struct State {
    /// The operations that were called, by name.
    var operations: [OperationID: OperationRecord] = [:]
    var asked: Set<RequirementID> = []
    var judged: Set<RequirementID> = []
    /// Those that exchanges judge together and that are in `judged` already.
    var shared: [SharedRequirements] = []
    /// The programs of branches; nil for one that cannot be used.
    var programs: [ContractSchemas.Key: SchemaProgram?] = [:]
  }

  /// Creates a recorder that has seen nothing.
  package init(_ contract: Contract) {
    self.contract = contract
    bodyLimit = OperationMap.bodyLimit(for: contract)
    state = Mutex(State())
  }

  /// An operation of which nothing was met yet.
  private func record(of operation: Operation) -> OperationRecord {
    OperationRecord(
      operation,
      OperationMap(
        operation, ReferenceFollower(documents: contract.schemas.documents),
        bodyLimit: bodyLimit))
  }

  /// Marks what a request and its answer have met.
  ///
  /// The path is what the request's URL has after the base URL; the report tells whether the answer
  /// was held against the contract.
  func note(_ exchange: AnsweredExchange, path: some StringProtocol, _ report: CheckReport) {
    guard let operation = exchange.operation else { return }
    let reading =
      exchange.reading
      ?? contract.reading(
        of: match(operation, path: path), query: exchange.request.url.urlQuery,
        fields: exchange.request.fields, body: exchange.request.body)
    state.withLock { state in
      var record =
        state.operations.removeValue(forKey: operation.id)
        ?? record(of: operation)
      var visit = Visit(contract: contract, programs: state.programs)
      state.programs = [:]
      record.note(exchange, reading, report, &visit)
      state.programs = visit.programs
      state.operations[operation.id] = record
    }
  }

  /// Marks what a case has asked about and what it has judged, as far as it was decided.
  func note(
    asked: [RequirementID], judged: JudgedRequirements, decisions: [RequirementVerdict]
  ) {
    state.withLock { state in
      state.asked.formUnion(asked)
      let undecided = decisions.filter { !$0.verdict.isJudged }.map(\.id)
      if undecided.isEmpty {
        for shared in judged.shared where !state.shared.contains(where: { $0 === shared }) {
          state.shared.append(shared)
          state.judged.formUnion(shared.ids)
        }
        state.judged.formUnion(judged.own)
      } else {
        state.judged.formUnion(judged.all.subtracting(undecided))
      }
      for decision in decisions where decision.verdict.isJudged {
        state.judged.insert(decision.id)
      }
    }
  }

  /// The operation with what stands in the path, which only matters where its values are limited.
  private func match(_ operation: Operation, path: some StringProtocol) -> OperationMatch {
    guard operation.path.hasParameters else {
      return OperationMatch(operation: operation, pathParameters: [])
    }
    let path = String(path.prefix { $0 != "?" && $0 != "#" })
    let match = contract.match(method: operation.id.method, path: path) { $0.id == operation.id }
    return match ?? OperationMatch(operation: operation, pathParameters: [])
  }

  /// What was met so far; what was not is in it as well.
  package func coverage(
    of catalogue: RequirementCatalogue, unreached: [UnreachedEntry] = []
  ) -> Coverage {
    state.withLock { state in
      var coverage = Coverage(
        operations: contract.operations.map { operation in
          (state.operations[operation.id] ?? record(of: operation)).coverage
        },
        requirements: catalogue.all.map { requirement in
          let isJudged = state.judged.contains(requirement.id)
          return RequirementCoverage(
            id: requirement.id, title: requirement.title,
            isAsked: isJudged || state.asked.contains(requirement.id), isJudged: isJudged)
        })
      for entry in unreached { entry.apply(to: &coverage) }
      return coverage
    }
  }
}

/// What walking an exchange may need: the contract, and the programs of branches.
private struct Visit {
  let contract: Contract
  var programs: [ContractSchemas.Key: SchemaProgram?]

  /// Whether a branch accepts a value.
  mutating func accepts(
    _ value: JSONValue, _ branch: CoverageTree.Branch, _ direction: MessageDirection
  ) -> Bool {
    let schema = contract.schemas.target(of: branch.schema)
    let key = contract.schemas.key(schema, direction)
    if let known = programs[key] { return known?.isValid(value) ?? false }
    let program = contract.schemas.compile(schema, direction: direction).program
    programs[key] = .some(program)
    return program?.isValid(value) ?? false
  }
}

/// What was met of one operation so far.
private struct OperationRecord {
  let operation: Operation
  let map: OperationMap
  /// How the operation was called.
  var marks: Coverage.Marks = []
  /// How each item of the map was met.
  var itemMarks: [Coverage.Marks]
  var undocumented: Set<Int> = []

  init(_ operation: Operation, _ map: OperationMap) {
    self.operation = operation
    self.map = map
    itemMarks = Array(repeating: [], count: map.items.count)
  }

  /// The record as part of a result.
  var coverage: OperationCoverage {
    var items = map.items.all
    for number in items.indices { items[number].marks = itemMarks[number] }
    let order = Dictionary(
      uniqueKeysWithValues: Coverage.Kind.allCases.enumerated().map { ($1, $0) })
    let sorted = items.enumerated().sorted {
      (order[$0.element.kind, default: 0], $0.offset)
        < (order[$1.element.kind, default: 0], $1.offset)
    }
    return OperationCoverage(
      operation: operation.id.description, marks: marks, items: sorted.map(\.element),
      undocumentedStatuses: undocumented.sorted(), isCut: map.isCut)
  }

  mutating func note(
    _ exchange: AnsweredExchange, _ reading: RequestReading, _ report: CheckReport,
    _ visit: inout Visit
  ) {
    let isAccepted = exchange.declaredResponse != nil && !exchange.isError
    // What may be refused, keeps the contract and was accepted is as good as any other request.
    let isMeant =
      reading.presentsCredentials
      && (!exchange.isFaulty
        || isAccepted && reading.departures(from: visit.contract).isEmpty)
    let source: Coverage.Marks = isMeant ? .valid : .faulty
    let isHeld = isHeld(exchange, report)
    marks.formUnion(isAccepted && isHeld ? [source, .judged] : source)
    note(exchange, isHeld ? [source, .judged] : source, &visit)
    note(reading, isAccepted ? [source, .judged] : source, &visit)
  }

  /// Whether what the answer holds was compared with the contract.
  private func isHeld(_ exchange: AnsweredExchange, _ report: CheckReport) -> Bool {
    let hasSchema = exchange.declaredResponse?.content.contains { $0.schema != nil } == true
    guard hasSchema, exchange.canHaveBody else { return report.hasJudged("RSP-01") }
    return report.hasJudged(exchange.isError ? "ERR-01" : "RSP-02")
  }

  // MARK: Answers

  private mutating func note(
    _ exchange: AnsweredExchange, _ met: Coverage.Marks, _ visit: inout Visit
  ) {
    guard let declared = exchange.declaredResponse,
      let number = operation.responses.all.firstIndex(where: { $0.status == declared.status })
    else {
      if operation.responses.isComplete { undocumented.insert(exchange.response.status) }
      return
    }
    itemMarks[map.responses[number].item].formUnion(met)
    guard let entry = exchange.contentEntry,
      let position = declared.content.firstIndex(where: { $0.range == entry.range })
    else { return }
    let content = map.responses[number].content[position]
    if let mediaType = exchange.mediaType, entry.range.matches(mediaType) {
      itemMarks[content.item].formUnion(met)
    }
    guard let json = exchange.json, let tree = content.tree else { return }
    walk(json, tree, 0, content.direction, met, &visit)
  }

  // MARK: Requests

  /// Only what keeps the contract counts as valid, whatever the request as a whole is.
  private mutating func note(
    _ reading: RequestReading, _ met: Coverage.Marks, _ visit: inout Visit
  ) {
    for (number, parameter) in operation.parameters.enumerated() {
      let given = map.parameters[number]
      guard let value = reading.values.first(where: { $0.parameter.pointer == parameter.pointer })
      else { continue }
      guard let json = value.value, parameter.schema?.program.isValid(json) ?? true else {
        itemMarks[given.item].insert(.faulty)
        continue
      }
      itemMarks[given.item].formUnion(met)
      for part in [json] + Array(json.elements) {
        if let item = given.values[part] { itemMarks[item].formUnion(met) }
      }
    }
    switch reading.body {
    case .none, .undescribed: return
    case .unreadable(_, let entry):
      if let content = content(of: entry) { itemMarks[content.item].insert(.faulty) }
    case .read(let body, let entry):
      guard let content = content(of: entry) else { return }
      let value = body.value.value
      let isRight = entry.schema.map { keeps(value, $0, visit.contract) } ?? true
      let met: Coverage.Marks = isRight ? met : .faulty
      itemMarks[content.item].formUnion(met)
      if let tree = content.tree { walk(value, tree, 0, content.direction, met, &visit) }
    }
  }

  private func keeps(_ value: JSONValue, _ schema: ContractSchema, _ contract: Contract) -> Bool {
    if schema.program.isValid(value) { return true }
    let violations = schema.program.evaluate(value).violations
    // What only the server sets no client can be asked to send.
    return !violations.isEmpty
      && contract.binding(violations, of: value, by: schema, in: .request).isEmpty
  }

  private func content(of entry: MediaTypeEntry) -> OperationMap.Content? {
    operation.requestBody?.content.firstIndex { $0.range == entry.range }
      .map { map.requestContent[$0] }
  }

  // MARK: Values

  private mutating func walk(
    _ value: JSONValue, _ tree: CoverageTree, _ number: Int, _ direction: MessageDirection,
    _ met: Coverage.Marks, _ visit: inout Visit
  ) {
    let node = tree.nodes[number]
    if let item = node.item { itemMarks[item].formUnion(met) }
    if !node.values.isEmpty, let item = node.values[value] { itemMarks[item].formUnion(met) }
    // One that is known to be met in this way need not be asked again.
    for branch in node.branches where !itemMarks[branch.item].isSuperset(of: met) {
      if visit.accepts(value, branch, direction) { itemMarks[branch.item].formUnion(met) }
    }
    switch value.kind {
    case .object:
      guard !node.members.isEmpty || node.otherMembers != nil else { return }
      for member in value.members {
        guard let next = node.members[member.name] ?? node.otherMembers else { continue }
        walk(member.value, tree, next, direction, met, &visit)
      }
    case .array:
      guard let next = node.elements else { return }
      for element in value.elements { walk(element, tree, next, direction, met, &visit) }
    case .null, .boolean, .number, .string: return
    }
  }
}
