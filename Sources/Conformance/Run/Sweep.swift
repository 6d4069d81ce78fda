package import Diagnostics
import SchemaValidator

/// Finishes the cleanup of a run that was killed, by its ledger.
///
/// What the run had created is removed as its suites say. Where the run did not live to see the
/// answer to a create, the list of the resource is searched for the names that only that run used.
package struct Sweep: Sendable {
  /// What became of one thing.
  package enum Fate: Sendable, Hashable {
    /// It was removed.
    case removed
    /// It was gone already.
    case gone
    /// It could not be removed, or nobody can tell whether it is there; the reason as a sentence.
    case left(String)
  }

  /// One thing and what became of it.
  package struct Result: Sendable, Hashable {
    /// The request that removes it, or that may have created it.
    package let request: String
    /// What became of it.
    package let fate: Fate
  }

  private let record: LedgerRecord
  private let workspace: Workspace
  private let engine: any HTTPEngine
  private let requests: RequestBuilder
  private let redactor: Redactor
  private let ledger: AppendedLedger
  private let scope: TemplateScope

  /// Creates a sweep.
  ///
  /// What is done is noted in the ledger's file. The base URL is that of the run unless another is
  /// given.
  /// - Throws: ``Diagnostics`` for a base URL that cannot be called, and for a ledger that cannot
  ///   be written to.
  package init(
    _ record: LedgerRecord, file path: String, workspace: Workspace,
    values: VariableResolver.Values, engine: any HTTPEngine, baseURL: String? = nil,
    timeout: Duration = .seconds(30)
  ) throws(Diagnostics) {
    self.record = record
    self.workspace = workspace
    self.engine = engine
    requests = RequestBuilder(
      baseURL: try BaseURL(baseURL ?? record.header.target).text,
      schemes: workspace.contract.securitySchemes, credentials: workspace.profile.credentials,
      timeout: timeout)
    redactor = Redactor(values.secrets)
    ledger = try AppendedLedger(path)
    scope = TemplateScope(
      run: record.header.run, nonce: record.header.run,
      values: values.byName.mapValues { .text($0) },
      generator: SeededGenerator(seed: 0, name: "sweep"), now: { Timestamp.now().text })
  }

  /// Removes everything the ledger tells of; what became of each, in the order it was tried.
  package func run() async -> [Result] {
    var results: [Result] = []
    for (number, undo) in record.undos {
      let fate = await remove(undo)
      if fate.isSettled { ledger.noteUndone(number) }
      results.append(Result(request: "\(undo.method) \(redactor.masked(undo.path))", fate: fate))
    }
    // One search serves all creates of one resource.
    var searched: [String: [Result]] = [:]
    for (number, request) in record.unanswered {
      let found: [Result]
      if let known = searched[request] {
        found = known
      } else {
        found = await search(after: request)
        results += found
        searched[request] = found
      }
      if found.allSatisfy(\.fate.isSettled) { ledger.noteUndone(number) }
    }
    return results
  }

  private func remove(_ undo: LedgerEntry.Undo) async -> Fate {
    if let obstacle = undo.obstacle { return .left("\(obstacle); remove it by hand") }
    var scope = self.scope
    let operation = undo.operation.flatMap { workspace.contract.operation(called: $0) }
    do throws(TemplateFailure) {
      return await send(try requests.request(for: undo, operation, in: &scope))
    } catch {
      return .left(error.message)
    }
  }

  private func send(_ request: HTTPRequest) async -> Fate {
    do throws(TransportError) {
      let status = try await engine.send(request).status
      if 200..<300 ~= status { return .removed }
      if [404, 410].contains(status) { return .gone }
      return .left("the answer was \(status)")
    } catch {
      return .left(redactor.masked(error.message))
    }
  }
}

// MARK: - Creates without an answer

extension Sweep {
  /// How many pages of a list are searched.
  private static let maximumPages = 200

  /// Removes what a create may have made whose answer nobody saw.
  private func search(after request: String) async -> [Result] {
    func left(_ reason: String) -> [Result] {
      [Result(request: request, fate: .left("\(reason); look for names with \(record.header.run)"))]
    }
    guard let create = workspace.contract.operation(called: request), create.id.method == "POST"
    else {
      // A change to what exists is undone with it; only a create can leave something unknown.
      return request.hasPrefix("POST ") ? left("its answer was not seen") : []
    }
    let path = create.id.path
    guard let conventions = workspace.profile.conventions.pagination,
      let list = workspace.contract.operation(named: OperationID(method: "GET", path: path)),
      list.path.parameterNames.isEmpty, let delete = deletion(below: path)
    else { return left("its answer was not seen, and there is no list to search") }
    var results: [Result] = []
    var cursor: String?
    for _ in 0..<Self.maximumPages {
      guard let page = await page(of: list, after: cursor, conventions) else {
        return results + left("its answer was not seen, and the list cannot be read")
      }
      guard let items = page.value(at: conventions.items), items.kind == .array else {
        return results + left("its answer was not seen, and the list has no items")
      }
      for item in items.elements where holdsName(item) {
        guard let id = item.value(at: conventions.id)?.stringValue else { continue }
        let undo = LedgerEntry.Undo(
          method: "DELETE", path: "\(path)/\(PercentEncoding.unreserved.encode(id))",
          operation: delete.id.description, fields: [HTTPField("Accept", "application/json")],
          body: nil, credentials: .standard)
        results.append(
          Result(request: "\(undo.method) \(undo.path)", fate: await remove(undo)))
      }
      cursor = page.value(at: conventions.next)?.stringValue
      if cursor == nil || page.value(at: conventions.more)?.boolValue == false { return results }
    }
    return results + left("the list has more than \(Self.maximumPages) pages")
  }

  /// The operation that removes one item of a list.
  private func deletion(below path: String) -> Operation? {
    workspace.contract.operations.first { operation in
      operation.id.method == "DELETE" && operation.path.parameterNames.count == 1
        && operation.id.path.hasPrefix(path + "/{") && operation.id.path.hasSuffix("}")
    }
  }

  private func page(
    of list: Operation, after cursor: String?, _ conventions: Conventions.Pagination
  ) async -> JSONValue? {
    let query = cursor.map {
      "?\(conventions.cursorParameter)=\(PercentEncoding.unreserved.encode($0))"
    }
    let read = LedgerEntry.Undo(
      method: "GET", path: list.id.path + (query ?? ""), operation: list.id.description,
      fields: [HTTPField("Accept", "application/json")], body: nil, credentials: .standard)
    var scope = self.scope
    guard let request = try? requests.request(for: read, list, in: &scope),
      let response = try? await engine.send(request), 200..<300 ~= response.status
    else { return nil }
    return try? JSONDocument(parsing: response.body).root
  }

  /// Whether a text somewhere in a value holds the prefix of the run's names.
  private func holdsName(_ value: JSONValue) -> Bool {
    switch value.kind {
    case .string: value.stringValue?.contains(record.header.run) == true
    case .array: value.elements.contains(where: holdsName)
    case .object: value.members.contains { holdsName($0.value) }
    case .null, .boolean, .number: false
    }
  }
}

extension Sweep.Fate {
  /// Whether there is nothing left to do.
  package var isSettled: Bool {
    if case .left = self { false } else { true }
  }
}

/// The ledger of another run, in which a sweep notes what it has done.
private final class AppendedLedger: Sendable {
  private let file: AppendedFile

  init(_ path: String) throws(Diagnostics) {
    do throws(AppendedFile.Refusal) {
      file = try AppendedFile(path, mustBeNew: false)
    } catch {
      throw Diagnostics([
        Diagnostic(
          code: "file.unwritable", "the ledger \(path) cannot be written: \(error.reason)",
          fix: "make it writable, so that what is done can be noted")
      ])
    }
  }

  /// Best effort: an entry that is lost costs the next sweep one needless request.
  func noteUndone(_ number: Int) {
    try? file.append(LedgerEntry.undone(number: number).line, isSynced: true)
  }
}
