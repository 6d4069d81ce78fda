import Diagnostics
import SchemaValidator

/// A list as it was read to its end.
struct ListContents {
  /// Its items in order.
  let rows: [ListPage.Row]
  /// The exchanges it was read in.
  let exchanges: [Int]

  /// The items that hold a token where a list shows it.
  func rows(with token: String, at list: EffectList) -> [ListPage.Row] {
    let token = Array(token.utf8)
    return rows.filter { row in
      guard let member = row.value.value(at: list.member) else { return false }
      return Array((member.stringValue ?? member.description).utf8).contains(token)
    }
  }
}

extension EffectList {
  /// Reads the whole list; nil where it cannot be read, or not to its end.
  func read(in run: CaseRun) async throws(CaseStop) -> ListContents? {
    try await call.readList(in: run, purpose: "count the effects")
  }
}

extension Call {
  /// How many pages of a list are read.
  private static let maximumPages = 50

  /// Reads a list to its end, page by page where the API has pages; nil where it cannot be.
  func readList(in run: CaseRun, purpose: String) async throws(CaseStop) -> ListContents? {
    let conventions = run.session.conventions
    let pagination = conventions.pagination(of: target.operation)
    if let pagination, let operation = target.operation, pagination.pages(operation) {
      let list = PaginationProbe(
        call: self, seed: nil, limits: [pagination.maximumLimit ?? 100],
        maximumPages: Self.maximumPages, maximumRequests: run.testCase.requestAllowance)
      let walk = try await PageProbe(run, list, pagination).walk(list.limits)
      guard walk.isComplete else { return nil }
      return ListContents(
        rows: walk.pages.flatMap(\.rows), exchanges: walk.pages.map(\.exchange.index))
    }
    let exchange = try await run.send(self, purpose: purpose)
    let place = pagination?.items ?? conventions.success?.data ?? .root
    guard let items = exchange.json?.value(at: place), items.kind == .array else { return nil }
    let id = pagination?.id ?? JSONPointer(["id"])
    let rows = items.elements.enumerated().map {
      ListPage.Row(position: $0, id: ExactText($1.value(at: id)), value: $1)
    }
    return ListContents(rows: rows, exchanges: [exchange.index])
  }
}

extension ProbeJudge {
  /// Judges that a list shows nothing with the tokens of requests that were refused; what it shows
  /// all the same is removed.
  func judgeNothingMade(
    by refused: [(token: String, exchange: AnsweredExchange)], of creation: Creation,
    at list: EffectList, _ requirement: RequirementID, _ message: String,
    except accepted: Set<ExactText> = []
  ) async throws(CaseStop) {
    guard let contents = try await list.read(in: run) else {
      return leaveOpen([requirement], "the list could not be read whole")
    }
    judge(requirement)
    for (token, exchange) in refused {
      let made = contents.rows(with: token, at: list).filter { row in
        row.id.map { !accepted.contains($0) } ?? true
      }
      guard let first = made.first else { continue }
      for id in made.compactMap(\.id) { run.own(id, of: creation) }
      report(
        Suspicion(
          requirement: requirement, message: message, exchange: exchange.index,
          related: contents.exchanges, place: .exchange, expected: "nothing in the list",
          got: first.id?.description ?? "an item"))
    }
  }
}
