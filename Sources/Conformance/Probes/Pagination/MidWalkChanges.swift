extension PageProbe {
  /// PAG-20: the page size may change from page to page.
  func changeLimit() async throws(CaseStop) {
    guard judge.takesUp("PAG-20") else { return }
    guard isWalkable else { return leaveOpenAfterPlainWalks("PAG-20") }
    try await quietly(["PAG-20"]) { () async throws(CaseStop) -> Trial in
      let unit = moderateLimit(atLeast: 1, share: 12)
      let largest = conventions.maximumLimit ?? .max
      let wanted = digest?.ids ?? []
      let walk = try await walk([min(2 * unit, largest), min(3 * unit, largest), unit])
      guard walk.pages.count > 1 else { return .open("the list has one page only") }
      if case .truncated(let reason) = walk.end { return .open(reason) }
      return .saw(departures(of: walk, from: "PAG-20", wanted: wanted))
    }
  }

  /// PAG-22: items created during a walk do not disturb it.
  func insertDuringWalk() async throws(CaseStop) {
    guard judge.takesUp("PAG-22") else { return }
    guard isWalkable else { return leaveOpenAfterPlainWalks("PAG-22") }
    if isLeftOutAsCounted("PAG-22") { return }
    guard let seed = probe.seed else {
      return judge.leaveOpen(["PAG-22"], "the case says nothing about how items are created")
    }
    try await quietly(["PAG-22"]) { () async throws(CaseStop) -> Trial in
      let wanted = (digest?.ids ?? []).filter { isForeignOrAlive($0) }
      var walk = PageWalk(
        limits: limits.isEmpty ? [] : [moderateLimit(atLeast: 2, share: 4)],
        conventions: conventions)
      try await step(&walk)
      guard walk.end == nil else { return .open("the first page ends the list") }
      try await sow(2, seed)
      try await finish(&walk)
      if case .truncated(let reason) = walk.end { return .open(reason) }
      return .saw(departures(of: walk, from: "PAG-22", wanted: wanted))
    }
  }

  /// PAG-23: items deleted during a walk, the one before the cursor included, do not disturb it.
  func deleteDuringWalk() async throws(CaseStop) {
    guard judge.takesUp("PAG-23") else { return }
    guard isWalkable else { return leaveOpenAfterPlainWalks("PAG-23") }
    if isLeftOutAsCounted("PAG-23") { return }
    guard let seed = probe.seed, let cleanup = seed.creation.cleanup else {
      return judge.leaveOpen(["PAG-23"], "the case says nothing about how items are deleted")
    }
    var isDoubtful = false
    try await quietly(["PAG-23"]) { () async throws(CaseStop) -> Trial in
      var known = digest?.ids ?? []
      var news: [ExactText] = []
      try await run.sending(for: .preparation) { () async throws(CaseStop) in
        if seeds.alive.count < 4 { try await sow(4 - seeds.alive.count, seed) }
        // What was created since the list was last seen is missed only once it has shown.
        news = seeds.alive.filter { !known.contains($0) }
        if !news.isEmpty, try await awaitSeeds() != nil { known += news }
        if isDoubtful { try await run.pause(Patience.copyLag) }
      }
      var wanted = Set(known).filter { isForeignOrAlive($0) }
      var walk = PageWalk(
        limits: limits.isEmpty ? [] : [moderateLimit(atLeast: 2, share: 4)],
        conventions: conventions)
      // Not on the first page: starting over would show nothing a second time if all of it is gone.
      repeat {
        try await step(&walk)
      } while walk.end == nil
        && (walk.pages.count < 2 || !endsWithOwnRow(walk))
      guard walk.end == nil, let page = walk.pages.last else {
        return .open("no page before the last one ends with an item of this run")
      }
      for id in page.ids where seeds.alive.contains(id) {
        let exchange = try await delete(id, by: cleanup)
        guard exchange.isSuccess else {
          return .open("deleting an item answered \(exchange.response.status)")
        }
        wanted.remove(id)
      }
      try await finish(&walk)
      if case .truncated(let reason) = walk.end { return .open(reason) }
      var found = departures(of: walk, from: "PAG-23", wanted: known.filter { wanted.contains($0) })
      // A copy of the list that is behind has nothing of what is new.
      for place in found.indices where found[place].isLoss {
        found[place].isTentative = found[place].ids.allSatisfy(news.contains)
      }
      isDoubtful = found.contains(where: \.isTentative)
      return .saw(found)
    }
  }

  private func endsWithOwnRow(_ walk: PageWalk) -> Bool {
    guard let id = walk.pages.last?.ids.last else { return false }
    return seeds.alive.contains(id)
  }

  private func isForeignOrAlive(_ id: ExactText) -> Bool {
    !seeds.all.contains(id) || seeds.alive.contains(id)
  }

  /// What a walk did wrong: it broke off, or did not meet each of the wanted items once.
  private func departures(
    of walk: PageWalk, from requirement: RequirementID, wanted: [ExactText]
  ) -> [Suspicion] {
    if var fault = walk.fault {
      fault.requirement = requirement
      return [fault]
    }
    let comparison = WalkComparison(walk: walk, conventions: conventions)
    let found = [
      comparison.repetition(requirement, among: Set(wanted)),
      comparison.loss(requirement, of: wanted, knownFrom: "was there from the start"),
    ]
    return Array(found.compactMap { $0 }.prefix(1))
  }

  /// Leaves a requirement open that plain walks would fail as well.
  func leaveOpenAfterPlainWalks(_ requirements: RequirementID...) {
    judge.leaveOpen(requirements, "plain walks already break off, or lose or repeat items")
  }
}
