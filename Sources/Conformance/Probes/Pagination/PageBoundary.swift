extension PageProbe {
  /// PAG-10: where exactly as many items remain as are asked for, nothing is said to follow.
  func judgeBoundary() async throws(CaseStop) {
    guard judge.takesUp("PAG-10") else { return }
    guard isWalkable else { return leaveOpenAfterPlainWalks("PAG-10") }
    try await quietly(["PAG-10"]) { () async throws(CaseStop) -> Trial in
      guard let count = digest?.ids.count, count > 0 else { return .open("the list is empty") }
      let largest = conventions.maximumLimit ?? limits.first ?? count
      var reached = false
      var suspicions: [Suspicion] = []
      if count <= largest {
        let whole = try await page(limit: count, purpose: "all \(count) items on one page")
        reached = judgeEnd(whole, asked: count, &suspicions) || reached
      }
      let half = min((count + 1) / 2, largest)
      if count > 1, count - half <= largest {
        let first = try await page(limit: half, purpose: "half of the items")
        let rest = style.allowsOtherLimits ? count - half : half
        if let position = first.next, first.rows.count == half, rest == count - half {
          let second = try await page(
            2, limit: rest, at: position, purpose: "the other half of the items")
          // A page that repeats rows of the first is not what remains.
          if Set(second.ids).isDisjoint(with: first.ids) {
            reached = judgeEnd(second, asked: rest, &suspicions) || reached
          }
        }
      } else if style.allowsOtherLimits, let (position, rest) = lastStep {
        let last = try await page(
          2, limit: rest, at: position, purpose: "exactly the items that remain")
        reached = judgeEnd(last, asked: rest, &suspicions) || reached
      }
      guard reached else {
        return .open("no page ended exactly at the end of the list: its pages are short")
      }
      return .saw(suspicions)
    }
  }

  /// Where the last page of a plain walk begins, and how many items that page had.
  private var lastStep: (position: PagePosition, rest: Int)? {
    for walk in walks where walk.isComplete && walk.pages.count > 1 {
      let page = walk.pages[walk.pages.count - 2]
      if let position = page.next, let last = walk.pages.last, !last.rows.isEmpty {
        return (position, last.rows.count)
      }
    }
    return nil
  }

  /// Judges a page that should be the last and full; false when it is not full.
  private func judgeEnd(
    _ page: ListPage, asked: Int, _ suspicions: inout [Suspicion]
  ) -> Bool {
    guard page.rows.count == asked, let more = page.more else { return false }
    guard more else { return true }
    suspicions.append(
      Suspicion(
        requirement: "PAG-10", severity: conventions.more == nil ? .warn : nil,
        message: "a page with the last \(asked) items says that there is more",
        exchange: page.exchange.index, place: conventions.endPlace,
        expected: conventions.more == nil
          ? "no \(style.noun), since nothing remains" : "false, since nothing remains",
        got: conventions.more == nil ? "a \(style.noun)" : "true"))
    return true
  }
}
