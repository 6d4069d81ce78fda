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

  /// How the next page is asked for.
  var style: PageStyle { conventions.style }

  /// The page sizes of the suite that the API allows, the largest first; empty where it takes none.
  var limits: [Int] {
    guard conventions.limitParameter != nil else { return [] }
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

  /// Makes the request for a page.
  func request(
    limit: Int?, at position: PagePosition = .start, isFaulty: Bool = false
  ) throws(CaseStop) -> RequestBuilder.Prepared {
    var changes = CallChanges()
    if let name = conventions.limitParameter {
      changes.query.append((name, limit.map(String.init)))
    }
    if position == .start, let name = style.positionParameter { changes.query.append((name, nil)) }
    changes.isFaulty = isFaulty
    return try run.prepare(probe.call, changes: changes, at: position, by: conventions)
  }

  /// Reads one page.
  func page(
    _ number: Int = 1, limit: Int?, at position: PagePosition = .start, purpose: String
  ) async throws(CaseStop) -> ListPage {
    let exchange = try await run.send(request(limit: limit, at: position), purpose: purpose)
    let page = ListPage(
      number: number, limit: limit, position: position, exchange: exchange,
      conventions: conventions)
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
        number, limit: limit, at: walk.nextPosition,
        purpose: "page \(number)" + (limit.map { " with limit \($0)" } ?? "")))
    run.tally.noteWalk(pages: number)
  }

  /// Reads a walk to its end.
  func finish(_ walk: inout PageWalk) async throws(CaseStop) {
    while walk.end == nil { try await step(&walk) }
  }

  /// Where a plain walk found its second page, with the page before and the one that lies there.
  var knownPosition: (position: PagePosition, first: ListPage, page: ListPage)? {
    for walk in walks.reversed() where walk.pages.count > 1 {
      let first = walk.pages[0]
      let second = walk.pages[1]
      if let position = first.next, second.exchange.isSuccess { return (position, first, second) }
    }
    return nil
  }

  /// The query parameter that says where a page begins, with its value.
  ///
  /// A link has one where it differs in a single parameter from what the first page was asked
  /// with; nil where it does not show one.
  func handle(of position: PagePosition, from first: ListPage) -> (name: String, value: String)? {
    switch position {
    case .start: return nil
    case .parameter(let text): return style.positionParameter.map { ($0, text.text) }
    case .link(let target):
      let news = news(in: target.text, since: first)
      guard news.count == 1, let only = news.first, !only.value.isEmpty else { return nil }
      return only
    }
  }

  /// The query parameters of a link in which it differs from what the first page was asked with.
  private func news(in link: String, since first: ListPage) -> [(name: String, value: String)] {
    let link = URLQuery(of: link)
    let asked = URLQuery(of: first.exchange.request.url)
    return Set(link.names).sorted().compactMap { name in
      guard name != conventions.limitParameter, let value = link[name], value != asked[name] else {
        return nil
      }
      return (name, value)
    }
  }

  /// Whether the places of a list are counted from its start, so that every change moves what
  /// comes after it; nil while that is not known.
  var isCounted: Bool? {
    if style.counts { return true }
    guard style.followsLinks else { return false }
    guard let (position, first, _) = knownPosition else { return nil }
    guard case .link(let target) = position else { return false }
    let news = news(in: target.text, since: first)
    if news.contains(where: { Int($0.value) != nil }) { return true }
    return news.count == 1 ? false : nil
  }
}
