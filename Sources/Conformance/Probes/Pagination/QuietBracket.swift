/// The ids of a whole list at one moment.
struct CollectionDigest {
  /// All ids in the order of the list.
  let ids: [ExactText]
  /// Those that this run did not create.
  let foreign: [ExactText]

  init(_ walk: PageWalk, own: Set<ExactText>) {
    ids = walk.ids
    foreign = ids.filter { !own.contains($0) }
  }

  /// Whether others changed the list since an earlier moment.
  ///
  /// What became of this run's own items is never the doing of others. A foreign item at another
  /// place counts only where order matters.
  func showsOthers(since earlier: CollectionDigest, whereOrderMatters: Bool) -> Bool {
    whereOrderMatters
      ? foreign != earlier.foreign : Set(foreign) != Set(earlier.foreign)
  }

  /// Whether a few foreign items have moved since an earlier moment, as in a list ordered by
  /// activity; where most have, the list has no order.
  func showsMoves(since earlier: CollectionDigest) -> Bool {
    guard foreign != earlier.foreign else { return false }
    let places = Dictionary(
      earlier.foreign.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    // The longest run of items that are still in the same order: by length, how small its last
    // place can be.
    var ends: [Int] = []
    for place in foreign.compactMap({ places[$0] }) {
      let length = ends.firstIndex { $0 >= place } ?? ends.count
      if length == ends.count { ends.append(place) } else { ends[length] = place }
    }
    return 2 * (foreign.count - ends.count) < foreign.count
  }
}

/// What came of a try to find a departure.
enum Trial {
  /// What looks like departures; empty when everything was as it should be.
  case saw([Suspicion])
  /// The state needed was not reachable; the reason as a sentence.
  case open(String)
}

extension PageProbe {
  /// How often a probe is tried while others write to the list.
  private static let maximumTries = 3

  /// Judges requirements by a trial, and rules out that others' writing made it fail.
  ///
  /// A suspicion counts only when the foreign part of the list is the same after the trial as it
  /// was before, and where all that was missed is gone it is none; otherwise the trial is repeated.
  /// Where that cannot be told, since the list is too
  /// long to be read whole, only what breaks a walk off counts.
  func quietly(
    _ requirements: [RequirementID], _ trial: () async throws(CaseStop) -> Trial
  ) async throws(CaseStop) {
    for attempt in 1...Self.maximumTries {
      let errand = attempt == 1 ? run.errand : .repetition
      switch try await run.sending(for: errand, trial) {
      case .open(let reason): return judge.leaveOpen(requirements, reason)
      case .saw(let suspicions):
        if suspicions.isEmpty {
          for requirement in requirements { judge.judge(requirement) }
          return
        }
        var standing = suspicions
        switch try await sawOthers(beside: suspicions) {
        case true?:
          if suspicions.allSatisfy(isOthersDeletion) {
            for requirement in requirements { judge.judge(requirement) }
            return
          }
          continue
        case false?:
          if attempt == 1, suspicions.contains(where: \.isTentative) { continue }
        case nil:
          standing = suspicions.filter(\.isFatal)
          guard !standing.isEmpty else {
            return judge.leaveOpen(
              requirements,
              "the list could not be read whole, so that it may have been changed by others: "
                + suspicions[0].message)
          }
        }
        for requirement in requirements { judge.judge(requirement) }
        for suspicion in standing { judge.report(suspicion) }
        return
      }
    }
    judge.leaveOpen(
      requirements,
      "concurrent writers: others changed the list during each of \(Self.maximumTries) tries")
  }

  /// Whether what was missed is no longer in the list as it was last seen whole, and nothing that
  /// this run created: others have deleted it.
  private func isOthersDeletion(_ suspicion: Suspicion) -> Bool {
    guard suspicion.isLoss, let digest else { return false }
    let present = Set(digest.ids)
    return suspicion.ids.allSatisfy { !present.contains($0) && !seeds.all.contains($0) }
  }

  /// Whether others changed the list since it was last seen whole; looks at it anew.
  ///
  /// Nil where it cannot be told, the list being too long. A list that breaks off is the target's.
  private func sawOthers(beside suspicions: [Suspicion]) async throws(CaseStop) -> Bool? {
    let walk = try await run.sending(for: .repetition) {
      () async throws(CaseStop) -> PageWalk in try await self.walk(Array(limits.prefix(1)))
    }
    if walk.fault != nil { return false }
    guard walk.isComplete else { return nil }
    let before = digest
    let after = CollectionDigest(walk, own: seeds.all)
    digest = after
    guard let before else { return walks.first?.fault == nil ? nil : false }
    let concernsForeign = suspicions.contains { suspicion in
      suspicion.ids.contains { !seeds.all.contains($0) }
    }
    // Where places are counted, a foreign item that moves pushes those of this run along.
    return after.showsOthers(since: before, whereOrderMatters: concernsForeign)
      || isCounted != false && after.showsMoves(since: before)
  }
}
