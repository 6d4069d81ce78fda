import Diagnostics
import SchemaValidator

extension PageProbe {
  /// What the plain walks decide beside the rules of every page.
  private static let ofWalks: [RequirementID] = ["PAG-04", "PAG-05", "PAG-06", "PAG-07"]

  /// What else walks of this style decide: that links lead where they should, and totals.
  private var ofStyle: [RequirementID] {
    style.followsLinks || conventions.total != nil ? ["PAG-32"] : []
  }

  /// Walks the list with every page size, and compares what the walks met; with fewer where less is
  /// to be compared.
  func walkPlainly() async throws(CaseStop) {
    // What only looks at these walks has none of its own.
    judge.turn(to: "PAG-04", "PAG-05", "PAG-06", "PAG-24", "PAG-32")
    try await quietly(Self.ofWalks + ofStyle) { () async throws(CaseStop) -> Trial in
      try await walkWithEachLimit()
      if isHidingSeeds, let lag = try await awaitSeeds() {
        if lag > .zero { try await walkOnceMore() }
        // What the list shows and a walk does not, a copy that is behind may have answered.
        if isHidingSeeds {
          if let rest = try run.remainingTime(), rest < Patience.copyLag * 2 {
            return .open("the case may not take long enough to tell a late answer from a loss")
          }
          try await run.pause(Patience.copyLag)
          try await walkOnceMore()
          noteCopies()
        }
      }
      if let largest = walks.first, largest.isComplete, digest == nil {
        digest = CollectionDigest(largest, own: seeds.all)
      }
      return compareWalks()
    }
    try await readFirstPages()
    for walk in walks {
      if case .truncated(let reason) = walk.end { judge.leaveOpen(["PAG-04"], reason) }
    }
    judgeEmptyResult()
  }

  /// The page sizes that the list is walked with, the largest first.
  ///
  /// Every size is PAG-06's question. What ties lose shows in any walk with another page size, and
  /// one other order is enough for PAG-07 to compare with.
  private var walkedLimits: [Int] {
    if judge.asksAny(["PAG-06", "PAG-24"]) { return limits }
    guard let largest = limits.first, let smallest = limits.last else { return [] }
    return judge.asks("PAG-07") && largest != smallest ? [largest, smallest] : [smallest]
  }

  private func walkOnceMore() async throws(CaseStop) {
    try await run.sending(for: .repetition) { () async throws(CaseStop) in
      try await walkWithEachLimit()
    }
  }

  private func walkWithEachLimit() async throws(CaseStop) {
    walks = []
    let sizes = walkedLimits
    for limits in sizes.isEmpty ? [[]] : sizes.map({ [$0] }) {
      // Without PAG-06 the walk in the smallest pages is judged, and the others are what it is
      // compared with.
      let isOwn = judge.asks("PAG-06") || limits == Array(sizes.suffix(1))
      let walk = try await run.sending(for: isOwn ? run.errand : .preparation) {
        () async throws(CaseStop) -> PageWalk in try await self.walk(limits)
      }
      walks.append(walk)
      try requireAnswer(walk)
    }
  }

  /// Notes that a list is read from copies that are behind one another, where walks show it: each
  /// came to its end and met all of this run's items, as they did not before.
  private func noteCopies() {
    guard !isHidingSeeds, walks.allSatisfy(\.isComplete), isCounted != true else { return }
    run.note(
      ConsistencyDelay(
        purpose: "items to page through", location: run.testCase.location, attempts: 2,
        duration: Patience.copyLag, isConsistent: true))
    run.session.noteLag(Patience.copyLag)
  }

  /// PAG-08: how long pages are is seen on the first of each size, where no walk has shown it.
  private func readFirstPages() async throws(CaseStop) {
    guard judge.takesUp("PAG-08") else { return }
    for limit in limits where !walks.contains(where: { $0.limits == [limit] }) {
      _ = try await page(limit: limit, purpose: "the first page with limit \(limit)")
    }
  }

  /// Whether a walk missed items of this run, which may have been yet to show: the walks before
  /// they did cannot be compared with those after.
  private var isHidingSeeds: Bool {
    walks.contains { $0.isComplete && !Set($0.ids).isSuperset(of: seeds.alive) }
  }

  /// Whether walks come to their end and meet every item once: what finer probes rest on.
  var isWalkable: Bool {
    !judge.hasReported("PAG-02", "PAG-04", "PAG-05", "PAG-06", "PAG-24")
      && walks.allSatisfy { $0.fault == nil && filterLoss(in: $0) == nil }
  }

  /// Whether a walk with small pages shows more than one.
  var isPaged: Bool { walks.contains(where: \.spansPages) }

  /// Stops the probe when the list itself cannot be read.
  private func requireAnswer(_ walk: PageWalk) throws(CaseStop) {
    guard let first = walk.pages.first, !first.exchange.isSuccess else { return }
    let status = first.exchange.response.status
    if [429, 502, 503, 504].contains(status) {
      throw .inconclusive("the list answered \(status) to a plain call")
    }
    guard var suspicion = walk.fault, let asked = run.testCase.proves.first else { return }
    suspicion.requirement = asked
    suspicion.message =
      "the list answered \(status) to a plain call "
      + (walk.limits.first.map { " with limit \($0)" } ?? "")
    judge.report(suspicion)
    throw .departed
  }

  /// Why there is nothing to page through.
  private var shortage: String {
    let count = walks.first?.ids.count ?? 0
    return count == 0 ? "the list is empty" : "the list has one page only (\(count) items)"
  }

  /// PAG-05, PAG-06 and PAG-07, and PAG-24 where ties are what got lost.
  private func compareWalks() -> Trial {
    if let lost = walks.lazy.compactMap({ self.filterLoss(in: $0) }).first { return .saw([lost]) }
    var suspicions = walks.compactMap(\.fault)
    for walk in walks where walk.fault == nil {
      let comparison = WalkComparison(walk: walk, conventions: conventions)
      guard var repetition = comparison.repetition("PAG-05") else { continue }
      // A row that changed may have moved on in a list ordered by activity.
      repetition.isTentative = comparison.showsChange(of: repetition.ids)
      suspicions.append(repetition)
    }
    let complete = walks.filter(\.isComplete)
    guard let reference = complete.max(by: { $0.ids.count < $1.ids.count }) else {
      let reason = walks.lazy.compactMap(\.truncation).first.map { ": \($0)" } ?? ""
      return suspicions.isEmpty
        ? .open("no walk came to its end\(reason)") : .saw(suspicions)
    }
    guard isPaged else { return suspicions.isEmpty ? .open(shortage) : .saw(suspicions) }
    suspicions += losses(complete, reference)
    let ties = ties(complete, reference, &suspicions)
    suspicions += ties
    if let disorder = disorder(complete, reference) { suspicions.append(disorder) }
    if suspicions.isEmpty, let wrong = wrongTotal(complete) { suspicions.append(wrong) }
    return .saw(suspicions)
  }

  /// PAG-06: every walk meets the items of this run, and what another walk met.
  private func losses(_ complete: [PageWalk], _ reference: PageWalk) -> [Suspicion] {
    var suspicions: [Suspicion] = []
    for walk in complete {
      let comparison = WalkComparison(walk: walk, conventions: conventions)
      let loss =
        comparison.loss(
          "PAG-06", of: reference.ids, knownFrom: "\(reference.name) met",
          related: reference.pages.first?.exchange.index)
        ?? comparison.loss("PAG-06", of: seeds.alive, inOrder: false, knownFrom: "this run created")
        ?? complete.lazy.compactMap {
          comparison.loss(
            "PAG-06", of: $0.ids, knownFrom: "\($0.name) met",
            related: $0.pages.first?.exchange.index)
        }.first
      if let loss { suspicions.append(loss) }
    }
    return suspicions
  }

  /// PAG-07: the items that two walks share come in the same order.
  private func disorder(_ complete: [PageWalk], _ reference: PageWalk) -> Suspicion? {
    for walk in complete where walk.pages.count != reference.pages.count {
      let shared = Set(walk.ids).intersection(reference.ids)
      let pairs = zip(walk.ids.filter(shared.contains), reference.ids.filter(shared.contains))
      guard let pair = pairs.first(where: { $0 != $1 }), let seen = walk.sightings[pair.0]?.first
      else { continue }
      return Suspicion(
        requirement: "PAG-07",
        message: "\(walk.name) meets \(pair.0) where \(reference.name) meets \(pair.1)",
        exchange: walk.pages[seen.page].exchange.index,
        related: [reference.pages[reference.sightings[pair.1]?.first?.page ?? 0].exchange.index],
        place: conventions.idPlace(seen.row.position), expected: "\(pair.1), as in the other walk",
        got: "\(pair.0)", ids: [pair.0, pair.1])
    }
    return nil
  }

  /// PAG-12: an empty list is an empty page that is the last.
  private func judgeEmptyResult() {
    guard let walk = walks.first, walk.isComplete, walk.ids.isEmpty, let page = walk.pages.first
    else { return }
    judgeEmpty(page)
  }

  /// PAG-12 for a page that has to be empty.
  func judgeEmpty(_ page: ListPage) {
    judge.judge("PAG-12")
    if page.hasItems, page.more == false, page.next == nil, page.total ?? 0 == 0 { return }
    judge.report(
      Suspicion(
        requirement: "PAG-12", message: "an empty result is not an empty last page",
        exchange: page.exchange.index, place: .body(.root),
        expected: conventions.emptyPage,
        got: page.exchange.json.quoted))
  }
}

extension Conventions.Pagination {
  /// What the page of an empty list holds, in words.
  fileprivate var emptyPage: String {
    var parts = ["[] at \(items)"]
    if let more { parts.append("false at \(more)") }
    if let next = style.next { parts.append("no \(style.noun) at \(next)") }
    if style == .linkHeader { parts.append("no link to a next page") }
    if total != nil { parts.append("a total of 0") }
    return parts.joined(separator: ", ")
  }
}
