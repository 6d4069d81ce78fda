import Diagnostics
import SchemaValidator

/// The items that a probe created.
struct SeedRows {
  /// The ids of those that should be there, in the order of creation.
  private(set) var alive: [ExactText] = []
  /// The ids of all that were ever created.
  private(set) var all: Set<ExactText> = []
  /// The number that the next one gets.
  private(set) var nextIndex = 0

  /// Takes the next number.
  mutating func takeIndex() -> Int {
    defer { nextIndex += 1 }
    return nextIndex
  }

  /// Notes a new item.
  mutating func add(_ id: ExactText) {
    alive.append(id)
    all.insert(id)
  }

  /// Notes that an item was deleted.
  mutating func remove(_ id: ExactText) {
    alive.removeAll { $0 == id }
  }
}

extension PageProbe {
  /// Creates the items that the suite asks for.
  ///
  /// When ties are asked about, the second half is created at the same instant, so that some
  /// share their times; the first half keeps some apart.
  func sow() async throws(CaseStop) {
    guard let seed = probe.seed else { return }
    let together =
      judge.asks("PAG-24") ? min(Self.mostTogether, max(2, seed.count - seed.count / 2)) : 0
    judge.turn()
    try await sow(max(0, seed.count - together), seed)
    guard together > 0 else { return }
    judge.turn(to: "PAG-24")
    for _ in 1...Self.tieTries {
      if try await sowTogether(together, seed) { return }
      // Those that got times of their own show nothing, and are more to page through.
      run.errand = .repetition
    }
  }

  /// How many items are created at one instant.
  private static let mostTogether = 8

  /// How often items are created at one instant until two of them have the same time.
  private static let tieTries = 12

  /// Creates items one after another.
  func sow(_ count: Int, _ seed: PaginationProbe.Seed) async throws(CaseStop) {
    for _ in 0..<count {
      run.scope.index = seeds.takeIndex()
      try adopt(
        try await run.send(
          seed.creation.call, purpose: "create item \(seeds.nextIndex) to page through",
          undoing: seed.creation.undoing),
        seed)
    }
  }

  /// Waits until the list shows all items of this run, which one that lags behind does a moment
  /// later, and returns how long that took; nil where it does not come to it.
  func awaitSeeds() async throws(CaseStop) -> Duration? {
    let sighting = try await run.look(
      "items to page through", until: { (ids: Set<ExactText>) in ids.isSuperset(of: seeds.alive) }
    ) { () async throws(CaseStop) -> Set<ExactText>? in
      let walk = try await walk(Array(limits.prefix(1)))
      return walk.isComplete ? Set(walk.ids) : nil
    }
    guard let sighting, sighting.isExpected else { return nil }
    // What is asked next may be a copy of the list that is as far behind as any was.
    let lag = max(sighting.lag, run.session.longestLag)
    if lag > .zero { try await run.pause(lag) }
    return sighting.lag
  }

  /// Creates items at one instant; whether two of them got the same time, as far as is shown.
  private func sowTogether(
    _ count: Int, _ seed: PaginationProbe.Seed
  ) async throws(CaseStop) -> Bool {
    var prepared: [RequestBuilder.Prepared] = []
    for _ in 0..<count {
      run.scope.index = seeds.takeIndex()
      prepared.append(try run.prepare(seed.creation.call))
    }
    let answers = try await run.sendTogether(
      prepared, purpose: "create items at one instant",
      undoing: Array(repeating: seed.creation.undoing, count: prepared.count))
    var lost = 0
    for (request, answer) in zip(prepared, answers) {
      switch answer {
      case nil: lost += 1
      case let exchange? where exchange.response.status == 429:
        try adopt(
          try await run.send(
            request, purpose: "create an item once more", undoing: seed.creation.undoing), seed)
      case let exchange?: try adopt(exchange, seed)
      }
    }
    if lost > 0 {
      throw .errored("\(lost) of \(count) creates at one instant got no response")
    }
    let times = answers.compactMap {
      $0?.json?.value(at: seed.creation.id.parent).map(Self.times(in:))
    }
    return times.indices.contains { one in
      times[..<one].contains { Self.areTied($0, times[one]) }
    }
  }

  /// Takes over what was created: it is this run's, and this run removes it.
  private func adopt(
    _ exchange: AnsweredExchange, _ seed: PaginationProbe.Seed
  ) throws(CaseStop) {
    seeds.add(try run.adopt(exchange, of: seed.creation, as: "an item to page through"))
  }

  /// Deletes one of the items.
  func delete(_ id: ExactText, by cleanup: Call) async throws(CaseStop) -> AnsweredExchange {
    run.scope.values["id"] = .text(id.text)
    let exchange = try await run.send(cleanup, purpose: "delete an item during the walk")
    if exchange.isSuccess { seeds.remove(id) }
    return exchange
  }
}
