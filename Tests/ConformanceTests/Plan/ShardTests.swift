import Testing

@testable import Conformance

@Suite("Shards share the cases between them")
struct ShardTests {
  private static let ids = (1...23).map { "shop/case-\($0)" }

  @Test("every case is in exactly one shard, whatever is known of durations", arguments: 1...7)
  func partition(_ count: Int) throws {
    let recorded = Dictionary(
      uniqueKeysWithValues: Self.ids.prefix(9).enumerated().map { ($1, Duration.seconds($0 * $0)) })
    for durations in [[:], recorded] {
      let shares = try (1...count).map { number in
        try #require(Shard("\(number)/\(count)")).share(of: Self.ids, durations: durations)
      }
      #expect(shares.map(\.count).reduce(0, +) == Self.ids.count)
      #expect(shares.reduce(into: Set()) { $0.formUnion($1) } == Set(Self.ids))
    }
  }

  @Test("the order of the cases does not matter")
  func order() throws {
    let shard = try #require(Shard("2/3"))
    #expect(
      shard.share(of: Self.ids, durations: [:])
        == shard.share(of: Self.ids.reversed(), durations: [:]))
  }

  @Test("no shard takes longer than the others by more than its longest case")
  func balance() throws {
    let durations = Dictionary(
      uniqueKeysWithValues: Self.ids.enumerated().map { ($1, Duration.milliseconds(100 + $0 * 37)) }
    )
    let loads = try (1...4).map { number in
      try #require(Shard("\(number)/4")).share(of: Self.ids, durations: durations)
        .reduce(Duration.zero) { $0 + durations[$1, default: .zero] }
    }
    let (least, most) = (try #require(loads.min()), try #require(loads.max()))
    #expect(most - least < .milliseconds(100 + 22 * 37))
    #expect(most - least < most / 5, "\(loads)")
  }

  @Test("no two shards number a case alike, so that none takes the other's names")
  func numbers() throws {
    let workspace = try ShopFiles.cases(
      (1...9).map { "- { case: C\($0), steps: [{ call: GET /toys }] }" }.joined(separator: "\n")
    ).workspace()
    var numbers: [Int] = []
    for number in 1...3 {
      var selection = CaseSelection()
      selection.shard = Shard("\(number)/3")
      let plan = Plan(
        workspace: workspace, selection: selection, runProfile: .full, givenVariables: [])
      for round in 0..<4 {
        numbers += plan.cases.indices.map { plan.number(of: $0, round: round) }
      }
    }
    #expect(numbers.sorted() == Array(1...36))
  }

  @Test("what names no shard is none", arguments: ["", "1", "0/3", "4/3", "1/0", "a/b", "1/2/3"])
  func refused(_ text: String) {
    #expect(Shard(text) == nil)
  }
}
