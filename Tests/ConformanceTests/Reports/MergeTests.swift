import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("Results of shards are merged")
struct MergeTests {
  /// The cases of a run, those whose place leaves this remainder.
  private static func part(_ remainder: Int, of count: Int) -> RunResult {
    var run = SampleRun.small
    for place in run.suites.indices {
      run.suites[place].cases = run.suites[place].cases.enumerated()
        .filter { $0.offset % count == remainder }.map(\.element)
    }
    run.suites.removeAll { $0.cases.isEmpty }
    return run
  }

  /// Results as files, each of a run of its own.
  private static func parts(
    _ results: [RunResult], shards: [String?] = []
  ) -> [(file: String, result: RunResult)] {
    results.enumerated().map { place, result in
      var result = result
      result.environment.runPrefix = "cft\(place)"
      if place < shards.count { result.environment.shard = shards[place].flatMap(Shard.init) }
      return ("\(place + 1).json", result)
    }
  }

  @Test("all parts together are the whole, whatever order they come in", arguments: 1...4)
  func whole(_ count: Int) throws {
    let results = (0..<count).map { Self.part($0, of: count) }
    let whole = SampleRun.small
    for order in [results, results.reversed()] {
      let merged = try RunResult(merging: Self.parts(order))
      #expect(
        merged.suites.map(\.id) == whole.suites.sorted { $0.file < $1.file }.map(\.id))
      for suite in whole.suites {
        #expect(merged.suites.first { $0.id == suite.id } == suite)
      }
      #expect(merged.requirements == whole.requirements.sorted { $0.id < $1.id })
      #expect(
        merged.environment.requestCount == count * whole.environment.requestCount)
    }
  }

  @Test("the cases of shards stand in the order of one run of all", arguments: [1, 2, 3, 7])
  func orderOfShards(_ count: Int) async throws {
    // What a row's case is called tells nothing of its number, and a fixture comes first wherever
    // it stands.
    let cases = """
      - case: "Colour ${colour}"
        id: "${colour}"
        rows:
          [{ colour: violet }, { colour: teal }, { colour: red }, { colour: cornflower },
           { colour: pink }, { colour: ochre }, { colour: blue }]
        steps: [{ call: GET /toys, query: { colour: "${colour}" } }]
      - { case: Alone, steps: [{ call: GET /toys }] }
      - case: Toy
        effect: own
        fixtures: [toy]
        steps: [{ call: "GET /toys/{id}", path: { id: "${toy}" } }]
      fixtures:
        toy:
          outputs: [toy]
          steps:
            - { call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id },
                cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } } }
      """
    let whole = try await ScriptedShop().run(cases)
    var parts: [RunResult] = []
    for number in 1...count {
      let part = try await ScriptedShop().run(cases, shard: Shard("\(number)/\(count)"))
      // A shard is known by what its file holds.
      let written = JSONReport().render(RunDigest(part))
      parts.append(try RunResult(readingJSON: JSONDocument(parsing: written).root))
    }
    #expect(whole.cases.map(\.verdict).allSatisfy { $0 == .passed }, "\(whole.cases)")
    #expect(whole.cases.count == 11)
    let shards = (1...count).map { "\($0)/\(count)" }
    for (parts, shards) in [(parts, shards), (parts.reversed(), shards.reversed())] {
      let merged = try RunResult(merging: Self.parts(parts, shards: shards))
      #expect(merged.cases.map(\.id) == whole.cases.map(\.id))
    }
  }

  @Test("of a case that several parts have, the gravest result is kept")
  func gravest() throws {
    var worse = SampleRun.small
    worse.suites[0].cases[0].verdict = .failed
    for order in [[SampleRun.small, worse], [worse, SampleRun.small]] {
      let merged = try RunResult(merging: Self.parts(order))
      let id = worse.suites[0].cases[0].id
      let kept = merged.cases.filter { $0.id == id }
      #expect(kept.map(\.verdict) == [.failed])
    }
  }

  @Test("copies of one target may be merged, and are told")
  func targets() throws {
    var other = SampleRun.small
    other.environment.baseURL = "http://other.test"
    let merged = try RunResult(merging: Self.parts([SampleRun.small, other]))
    #expect(merged.environment.baseURL.hasSuffix(", http://other.test"))
    #expect(merged.notices.contains { $0.code == "different-targets" })
  }

  @Test(
    "a shard that is missing, or there twice, is no whole",
    arguments: [
      (["1/2"], ["results.incomplete"]), (["1/2", "2/2"], []), (["2/2", "1/2"], []),
      (["1/2", "1/2"], ["results.twice", "results.incomplete"]),
      (["1/2", "2/3"], ["results.different-runs", "results.incomplete"]),
      (["1/2", "2/2", nil], ["results.different-runs"]), ([nil, nil], []),
    ] as [([String?], [String])])
  func shards(_ shards: [String?], _ codes: [String]) {
    let parts = Self.parts(shards.map { _ in SampleRun.small }, shards: shards)
    var found: [String] = []
    do {
      let merged = try RunResult(merging: parts)
      #expect(merged.environment.shard == nil)
    } catch {
      found = error.all.map(\.code)
    }
    #expect(found == codes)
  }

  @Test("parts that went by different versions of one file make no whole")
  func inputs() throws {
    func part(_ files: [String: String]) -> RunResult {
      var run = SampleRun.small
      run.inputs = files.map { InputRecord(file: $0.key, sha256: $0.value) }
      return run
    }
    let merged = try RunResult(
      merging: Self.parts([part(["b": "1", "a": "2"]), part(["c": "3", "a": "2"]), part([:])]))
    #expect(merged.inputs.map { "\($0.file)\($0.sha256)" } == ["a2", "b1", "c3"])
    let error = #expect(throws: Diagnostics.self) {
      _ = try RunResult(merging: Self.parts([part(["a": "1"]), part(["a": "2"])]))
    }
    #expect(error?.all.map(\.message) == ["2.json is of another version of a than 1.json"])
  }

  @Test("one file given twice is told")
  func twice() {
    let part = (file: "1.json", result: SampleRun.small)
    let error = #expect(throws: Diagnostics.self) { _ = try RunResult(merging: [part, part]) }
    #expect(error?.all.map(\.code) == ["results.twice"])
  }

  @Test("known deviations come last, as in one run")
  func order() throws {
    var run = SampleRun.small
    run.suites.insert(
      SuiteResult(id: "deviations", title: "Known", file: "a/deviations.yaml", cases: []), at: 0)
    run.suites.append(SuiteResult(id: "preflight", title: "P", file: "z.yaml", cases: []))
    let merged = try RunResult(merging: Self.parts([run, run]))
    #expect(merged.suites.first?.id == "preflight" && merged.suites.last?.id == "deviations")
  }

  @Test("what makes no whole is refused, each file for itself")
  func strangers() {
    var contract = SampleRun.small
    contract.contract.version = "another"
    var profile = SampleRun.small
    profile.environment.profile = "observe"
    let error = #expect(throws: Diagnostics.self) {
      _ = try RunResult(merging: Self.parts([SampleRun.small, contract, profile]))
    }
    #expect(
      error?.all.map(\.message) == [
        "2.json is of another contract than 1.json", "3.json is of another profile than 1.json",
      ])
    #expect(throws: Diagnostics.self) { _ = try RunResult(merging: []) }
  }
}
