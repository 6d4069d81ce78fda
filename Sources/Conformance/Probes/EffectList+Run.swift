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
  ///
  /// A list may lag behind what was done. Something right is made after the refusals: a list that
  /// shows it shows what was made before it, and one that never does tells nothing. A target that was
  /// seen to lag is given that time once more. The tokens are the run's own, so that what others write
  /// meanwhile is never taken for an effect.
  func judgeNothingMade(
    by refused: [(token: String, exchange: AnsweredExchange)], of creation: Creation,
    at list: EffectList, _ requirement: RequirementID, _ message: String,
    except accepted: Set<ExactText> = []
  ) async throws(CaseStop) {
    let (witness, obstacle) = try await makeWitness(of: creation)
    func look() async throws(CaseStop) -> ListContents? { try await list.read(in: run) }
    func isCaughtUp(_ contents: ListContents) -> Bool {
      witness.map { !contents.rows(with: $0, at: list).isEmpty } ?? true
    }
    let sighting = try await run.look("look for what was refused", until: isCaughtUp, look)
    guard let sighting, let contents = try await run.lookAgain(after: sighting, look) else {
      return leaveOpen([requirement], "the list could not be read whole")
    }
    var isShown = false
    for (token, exchange) in refused {
      // What the first look showed is there, though a copy of the list may be behind.
      let shown = [contents, sighting.sight].lazy.map { $0.rows(with: token, at: list) }
      let made = (shown.first { !$0.isEmpty } ?? []).filter { row in
        row.id.map { !accepted.contains($0) } ?? true
      }
      guard let first = made.first else { continue }
      isShown = true
      for id in made.compactMap(\.id) { run.own(id, of: creation) }
      report(
        Suspicion(
          requirement: requirement, message: message, exchange: exchange.index,
          related: contents.exchanges, place: .exchange, expected: "nothing in the list",
          got: first.id?.description ?? "an item"))
    }
    if isShown { return }
    if let obstacle { return leaveOpen([requirement], obstacle) }
    guard sighting.isExpected else {
      return leaveOpen(
        [requirement],
        "the list does not show what a right request has made \(Patience.total) before, so that it "
          + "does not tell what a refused one has")
    }
    judge(requirement)
  }

  /// Makes something that a list has to show; its token, or what kept it from being made.
  ///
  /// What could not be removed again is not made.
  private func makeWitness(
    of creation: Creation
  ) async throws(CaseStop) -> (token: String?, obstacle: String?) {
    guard creation.cleanup != nil else { return (nil, nil) }
    let token = renewToken()
    do throws(CaseStop) {
      _ = try await run.create(creation, purpose: "create one that the list has to show")
      return (token, nil)
    } catch {
      guard case .inconclusive(let reason) = error else { throw error }
      return (nil, reason)
    }
  }
}
