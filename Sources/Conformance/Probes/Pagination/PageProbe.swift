/// The list under test, and what is known of it so far.
///
/// Each concern is an extension in a file of its own.
final class PageProbe {
  /// Keeps what is decided.
  let judge: ProbeJudge
  /// What the suite says.
  let probe: PaginationProbe
  /// How the list is read.
  let conventions: Conventions.Pagination
  /// The items this run created.
  var seeds = SeedRows()
  /// The plain walks, the one with the largest pages first.
  var walks: [PageWalk] = []
  /// The list as last seen whole.
  var digest: CollectionDigest?

  init(_ run: CaseRun, _ probe: PaginationProbe, _ conventions: Conventions.Pagination) {
    judge = ProbeJudge(run, operation: probe.call.target.operation)
    self.probe = probe
    self.conventions = conventions
  }

  /// The case.
  var run: CaseRun { judge.run }

  /// The page sizes of the suite that the API allows, the largest first.
  var limits: [Int] {
    let largest = conventions.maximumLimit ?? .max
    return Set(probe.limits.map { min($0, largest) }).sorted(by: >)
  }

  /// A page size that splits the list into a few pages, however long it is.
  ///
  /// A page holds at most one part in `share` of the list.
  func moderateLimit(atLeast least: Int, share: Int) -> Int {
    let wanted = max(least, (digest?.ids.count ?? 0) / share)
    return min(wanted, conventions.maximumLimit ?? wanted)
  }

  // MARK: Reading

  /// Reads one page.
  func page(
    _ number: Int = 1, limit: Int?, cursor: ExactText? = nil, purpose: String
  ) async throws(CaseStop) -> ListPage {
    let exchange = try await run.send(
      probe.call, purpose: purpose,
      changes: .query([
        (conventions.limitParameter, limit.map(String.init)),
        (conventions.cursorParameter, cursor?.text),
      ]))
    let page = ListPage(
      number: number, limit: limit, cursor: cursor, exchange: exchange, conventions: conventions)
    examine(page)
    return page
  }

  /// Reads the list from its beginning, asking for these page sizes in turn.
  func walk(_ limits: [Int]) async throws(CaseStop) -> PageWalk {
    var walk = PageWalk(limits: limits, conventions: conventions)
    while walk.end == nil { try await step(&walk) }
    return walk
  }

  /// Reads the next page of a walk.
  func step(_ walk: inout PageWalk) async throws(CaseStop) {
    guard walk.pages.count < probe.maximumPages else {
      return walk.truncate("it was given up after \(probe.maximumPages) pages")
    }
    guard run.remainingRequests > 0 || walk.pages.isEmpty else {
      return walk.truncate(
        "it was given up after \(run.testCase.requestAllowance) requests of the probe")
    }
    let number = walk.pages.count + 1
    let limit = walk.nextLimit
    walk.append(
      try await page(
        number, limit: limit, cursor: walk.nextCursor,
        purpose: "page \(number) with limit \(limit)"))
  }

  /// Reads a walk to its end.
  func finish(_ walk: inout PageWalk) async throws(CaseStop) {
    while walk.end == nil { try await step(&walk) }
  }

  /// A cursor that a plain walk was given, with the page that gave it and the one it leads to.
  var knownCursor: (cursor: ExactText, first: ListPage, page: ListPage)? {
    for walk in walks.reversed() where walk.pages.count > 1 {
      let first = walk.pages[0]
      let second = walk.pages[1]
      if let cursor = first.next, second.exchange.isSuccess { return (cursor, first, second) }
    }
    return nil
  }
}
