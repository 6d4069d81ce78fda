/// Finds what a walk lost or repeated.
struct WalkComparison {
  /// The walk looked at.
  let walk: PageWalk
  /// How the list is read.
  let conventions: Conventions.Pagination

  /// The first item that came more than once, if any; where ids are given, only they count.
  func repetition(
    _ requirement: RequirementID, among wanted: Set<ExactText>? = nil
  ) -> Suspicion? {
    let repeated = walk.ids.filter {
      (walk.sightings[$0]?.count ?? 0) > 1 && wanted?.contains($0) ?? true
    }
    guard let id = repeated.first, let seen = walk.sightings[id], seen.count > 1 else { return nil }
    let (first, second) = (walk.pages[seen[0].page], walk.pages[seen[1].page])
    return Suspicion(
      requirement: requirement,
      message: "\(second.name) repeats id \(id) (first seen on \(first.name))"
        + also(repeated.count - 1),
      exchange: second.exchange.index,
      related: first.exchange.index == second.exchange.index ? [] : [first.exchange.index],
      place: conventions.idPlace(seen[1].row.position), expected: "each id once in a walk",
      got: "\(id) \(seen.count) times", ids: repeated, details: ["seen in \(walk.name)"])
  }

  /// Whether an item that came twice was changed in between, so that it may have moved.
  func showsChange(of ids: [ExactText]) -> Bool {
    ids.contains { id in
      guard let seen = walk.sightings[id], let first = seen.first else { return false }
      return seen.contains { $0.row.value != first.row.value }
    }
  }

  /// The first of the wanted items that never came, if any.
  ///
  /// They are in the order of the list unless said otherwise; where they are known from is the end
  /// of a sentence, and the related exchange shows them.
  func loss(
    _ requirement: RequirementID, of wanted: [ExactText], inOrder: Bool = true,
    knownFrom source: String, related: Int? = nil
  ) -> Suspicion? {
    let lost = wanted.filter { walk.sightings[$0] == nil }
    guard let id = lost.first, let last = walk.pages.last else { return nil }
    let position = wanted.firstIndex(of: id) ?? 0
    let neighbour = inOrder ? wanted[..<position].last { walk.sightings[$0] != nil } : nil
    let page = neighbour.flatMap { walk.sightings[$0]?.first?.page }
    let following = walk.pages[min((page ?? -1) + 1, walk.pages.count - 1)]
    let place = neighbour.map { "after \($0)" } ?? (inOrder ? "at the start" : "on some page")
    let evidence = [page.map { walk.pages[$0].exchange.index }, related].compactMap { $0 }
    return Suspicion(
      requirement: requirement,
      message: "\(walk.name) misses id \(id), which \(source)\(also(lost.count - 1))",
      exchange: page == nil ? last.exchange.index : following.exchange.index,
      related: evidence.filter { $0 != following.exchange.index },
      place: .body(conventions.items), expected: "\(id) \(place)", got: "it never came",
      ids: lost, isLoss: true)
  }

  private func also(_ count: Int) -> String {
    count > 0 ? ", and \(count) more" : ""
  }
}
