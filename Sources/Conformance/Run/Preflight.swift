import Diagnostics
import SchemaValidator

/// The first exchanges of a run: whether the target answers, and what it tells about itself.
///
/// It is a case like any other in the report, so that a target that cannot be reached is one
/// error with one cause.
struct Preflight {
  /// The id of the suite that holds it.
  static let suiteID = "preflight"
  /// The id of the case.
  static let caseID = "\(suiteID)/the-target-answers"

  let plan: Plan
  let session: RunSession
  /// What is to be another pace than the profile tells.
  let pace: PaceOverride

  /// What the preflight found.
  struct Outcome: Sendable {
    /// The case as it stands in the report.
    let result: CaseResult
    /// The variables that the target told, and those given.
    let values: [String: ScopeValue]
    /// What keeps everything else from being asked; nil for nothing.
    let obstacle: String?
    /// What could not be cleaned up.
    let notices: [RunResult.Notice]
  }

  /// Calls the target.
  func run() async -> Outcome {
    let location = SourceLocation(file: plan.profile.file, line: 1, column: 1)
    let testCase = Suite.Case(
      id: Self.caseID, title: "The target answers", location: location,
      proves: [], effect: .none, isExclusive: true, tags: [], needs: [], values: [],
      work: .steps([]))
    let run = CaseRun(testCase, number: 0, values: session.givenValues, session: session)
    session.events(.caseStarted(id: testCase.id, title: testCase.title))
    var stop: CaseStop?
    var refusesCredential = false
    var isElsewhere = false
    var notices: [RunResult.Notice] = []
    do throws(CaseStop) {
      let first = try await reach(run)
      if let notice = noticeOnPath(after: first) {
        if try await isNothingThere(run, after: first) {
          isElsewhere = true
          throw CaseStop.errored(notice.message)
        }
        notices.append(notice)
      }
      if let refusal = try await refusal(run, after: first) {
        refusesCredential = true
        throw CaseStop.errored(refusal)
      }
      notices += try await discover(run)
      if let notice = try await learnPace(run) { notices.append(notice) }
    } catch {
      stop = error
    }
    var result = run.result(stop: stop)
    if isElsewhere, let stop {
      // What answers there is not the target: nothing is found about it.
      (result.verdict, result.reason) = (.errored, stop.sentence)
      (result.findings, result.requirements) = ([], [])
    }
    // Not by the result: what that keeps has a limit.
    let isReachable = run.record.exchanges.contains { $0.status != nil }
    let obstacle =
      refusesCredential
      ? "the target refuses the credential"
      : isElsewhere
        ? "the base URL leads to nothing that the contract has"
        : !isReachable || stop?.isError == true ? "the target cannot be reached" : nil
    return Outcome(
      result: result, values: run.scope.values, obstacle: obstacle, notices: notices)
  }

  /// Asks the target how fast a run may send; says when it did not tell.
  private func learnPace(_ run: CaseRun) async throws(CaseStop) -> RunResult.Notice? {
    guard
      pace.read == nil || pace.write == nil,
      case .told(let name, let read, let write) = plan.profile.pace,
      let operation = OperationID(name).flatMap(plan.contract.operation(named:))
    else { return nil }
    let exchange = try await run.send(call(.operation(operation)), purpose: "how fast may it go?")
    let told = Pace(toldBy: exchange, read: read, write: write)
    session.pacer.adopt(pace.applied(to: told))
    let untold = [
      pace.read == nil && told.read == nil ? read : nil,
      pace.write == nil && told.write == nil ? write : nil,
    ].compactMap(\.self)
    guard !untold.isEmpty else { return nil }
    let places = untold.map(\.description).joined(separator: " and ")
    return RunResult.Notice(
      code: "pace-unknown",
      message: "\(name) has no number of requests a minute at \(places); those requests were sent "
        + "as fast as it went")
  }

  /// The operations that can be called without knowing anything, and that only read.
  private var candidates: [Operation] {
    plan.contract.operations.filter { operation in
      operation.id.method == "GET" && !operation.id.path.contains("{")
        && !operation.parameters.contains(where: \.isRequired)
    }
  }

  /// Asks whether the target takes the run's credential; what is wrong as a sentence, nil where it
  /// does.
  ///
  /// Where it does not, every case would fail for that alone. One operation that refuses it may be
  /// at fault itself: two tell.
  private func refusal(
    _ run: CaseRun, after first: AnsweredExchange
  ) async throws(CaseStop) -> String? {
    let secured = candidates.filter { operation in
      !operation.allowsAnonymous && !session.requests.standardCredentials(for: operation).isEmpty
    }
    guard secured.count > 1 else { return nil }
    for operation in secured.prefix(2) {
      let exchange =
        first.operation?.id == operation.id
        ? first
        : try await run.send(call(.operation(operation)), purpose: "is the credential taken?")
      guard exchange.response.status == 401 else { return nil }
    }
    let credentials = session.requests.standardCredentials(for: secured[0])
    let names = credentials.flatMap(\.value.variables).map { name in
      plan.profile.variables.first { $0.name.isSameText(as: name) }?.environmentName
        ?? "\"--var \(name)=…\""
    }
    return "the target refuses the credential: \(secured[0].id) and \(secured[1].id) were answered "
      + "401; give the right one with "
      + (names.isEmpty ? "\"auth:\" of the profile" : names.alternatives)
  }

  /// Calls the most harmless operation the contract has.
  private func reach(_ run: CaseRun) async throws(CaseStop) -> AnsweredExchange {
    let operation = candidates.first(where: \.allowsAnonymous) ?? candidates.first
    let target: Call.Target =
      operation.map(Call.Target.operation)
      ?? .raw(method: "GET", path: Template(segments: [.text("/")]))
    return try await run.send(call(target), purpose: "is anybody there?")
  }

  /// Whether the first operation and another one are both not found, by something that is not the
  /// API.
  private func isNothingThere(
    _ run: CaseRun, after first: AnsweredExchange
  ) async throws(CaseStop) -> Bool {
    guard isStranger(first, to: run),
      let other = candidates.first(where: { $0.id != first.operation?.id })
    else { return false }
    do throws(CaseStop) {
      let second = try await run.send(call(.operation(other)), purpose: "is anything there?")
      return isStranger(second, to: run)
    } catch {
      // Somebody was there before.
      guard case .errored = error else { throw error }
      return false
    }
  }

  /// Whether an answer is a 404 that the contract does not have for its operation, or has otherwise.
  private func isStranger(_ exchange: AnsweredExchange, to run: CaseRun) -> Bool {
    exchange.response.status == 404
      && run.record.findings.contains { finding in
        finding.exchange == exchange.index && ["RSP", "ERR"].contains(finding.requirement.family)
      }
  }

  /// Says that the base URL may lack the path that the contract's servers have, where what is to be
  /// there is not found.
  private func noticeOnPath(after exchange: AnsweredExchange) -> RunResult.Notice? {
    guard exchange.response.status == 404, let operation = exchange.operation else { return nil }
    let baseURL = session.requests.baseURL
    let paths = plan.contract.servers.compactMap { server -> Substring? in
      guard let url = try? server.url() else { return nil }
      // An absolute URL has its path after the host, a relative one may be nothing else.
      let start = url.firstRange(of: "//")?.upperBound ?? url.startIndex
      let path = url[start...].drop { $0 != "/" }
      return path.allSatisfy { $0 == "/" } ? nil : path.last == "/" ? path.dropLast() : path
    }
    guard let path = paths.first, !paths.contains(where: { baseURL.hasSuffix($0) }) else {
      return nil
    }
    return RunResult.Notice(
      code: "base-path",
      message: session.redactor.masked(
        "\(operation.id) was answered 404, and the servers of the contract have the path \(path), "
          + "which the base URL lacks: if that is why, give --base-url \(Self.url(baseURL, below: path))"
      ))
  }

  /// The base URL that leads to a path: with that instead of its own where both are as long and end in
  /// a version, else with it after its own.
  private static func url(_ base: String, below path: Substring) -> String {
    let authority = base.firstRange(of: "://")?.upperBound ?? base.startIndex
    let origin = base[..<(base[authority...].firstIndex(of: "/") ?? base.endIndex)]
    let (own, wanted) = (base[origin.endIndex...].split(separator: "/"), path.split(separator: "/"))
    let isOtherVersion = own.count == wanted.count && [own, wanted].allSatisfy(isVersioned)
    return (isOtherVersion ? String(origin) : base) + path
  }

  /// Whether the last segment of a path is a version, such as `v1`.
  private static func isVersioned(_ segments: [Substring]) -> Bool {
    segments.last?.drop { "vV".contains($0) }.first?.isWholeNumber == true
  }

  /// Asks the target for the variables that nobody gave.
  ///
  /// What is not what a variable has to be is no value for it; notices say so.
  private func discover(_ run: CaseRun) async throws(CaseStop) -> [RunResult.Notice] {
    var notices: [RunResult.Notice] = []
    var answers: [String: AnsweredExchange] = [:]
    for variable in plan.profile.variables where run.scope.values[variable.name] == nil {
      guard let discovery = variable.discovery,
        let id = OperationID(discovery.operation),
        let operation = plan.contract.operation(named: id)
      else { continue }
      let exchange: AnsweredExchange
      if let known = answers[discovery.operation], discovery.query.isEmpty {
        exchange = known
      } else {
        do throws(CaseStop) {
          exchange = try await run.send(
            call(.operation(operation), query: discovery.query),
            purpose: "discover \(variable.name)")
        } catch {
          if case .interrupted = error { throw error }
          notices.append(
            RunResult.Notice(
              code: "variable-untold",
              message: session.redactor.masked(
                "the variable \"\(variable.name)\" was not told: \(error.sentence); cases that "
                  + "need it are skipped")))
          continue
        }
        if discovery.query.isEmpty { answers[discovery.operation] = exchange }
      }
      guard exchange.isSuccess, let json = exchange.json else { continue }
      let taken = discovery.exception.flatMap { run.scope.values[$0]?.exactText }
      guard let value = Self.first(discovery.pointer.tokens[...], in: json, except: taken) else {
        continue
      }
      do throws(VariableMisfit) {
        try variable.check(value)
        run.scope.values[variable.name] = .json(value)
      } catch {
        let found = variable.isSecret ? "a value" : session.redactor.masked(value.shortText)
        notices.append(
          RunResult.Notice(
            code: "variable-misfit",
            message: "\(discovery.operation) told \(found) for the variable \"\(variable.name)\"; "
              + "expected \(error.expected); cases that need it are skipped"))
      }
    }
    return notices
  }

  private func call(
    _ target: Call.Target, query: [(name: String, value: Template)] = []
  ) -> Call {
    Call(
      target: target, path: [:], query: query.map { ($0.name, .template($0.value)) }, fields: [],
      body: .none, credentials: .standard, isFaulty: false,
      location: SourceLocation(file: plan.profile.file, line: 1, column: 1))
  }

  /// The first value that is neither null nor taken at a pointer in which `*` stands for any
  /// element.
  private static func first(
    _ tokens: ArraySlice<String>, in value: JSONValue, except taken: ExactText?
  ) -> JSONValue? {
    guard let token = tokens.first else {
      let isTaken = taken.map { $0 == ExactText(value) } ?? false
      return value.isNull || isTaken ? nil : value
    }
    let rest = tokens.dropFirst()
    if token == "*", value.kind == .array {
      for element in value.elements {
        if let found = first(rest, in: element, except: taken) { return found }
      }
      return nil
    }
    return value.value(at: JSONPointer([token])).flatMap { first(rest, in: $0, except: taken) }
  }
}

extension ScopeValue {
  /// The value where it is a text or a number.
  fileprivate var exactText: ExactText? {
    switch self {
    case .text(let text): ExactText(text)
    case .json(let value): ExactText(value)
    }
  }
}

extension CaseStop {
  /// Whether the target gave no answer.
  fileprivate var isError: Bool {
    if case .errored = self { true } else { false }
  }
}
