import Conformance
import DepotServer
import Testing

@Suite("A second API")
struct DepotTests {
  @Test("a correct depot passes everything, and every general requirement is judged by it")
  func correct() async throws {
    // Cases that change a list beside one another leave open what counts its places.
    let trial = try await DepotTrial.run(concurrency: 1)
    #expect(trial.departures.isEmpty, "\(trial.summary)")
    #expect(
      trial.result.cases.allSatisfy { $0.verdict == .passed }, "\(trial.summary)")
    #expect(trial.result.notices.isEmpty, "\(trial.summary)")
    #expect(trial.leftBehind == [])
    #expect(trial.excesses == [], "no more is sent than the catalogue has")
    let costly = try DepotTrial.costly()
    #expect(costly.count >= 100)
    // These two are seen on the walks of others, wherever there are some.
    let uncounted = costly.filter { trial.asked[$0, default: 0] == 0 }
    #expect(uncounted == ["PAG-08", "RSP-06"], "nothing was counted of these")
    let general = try RequirementCatalogue.standard().entries.filter { $0.scope != .specific }
      .map(\.requirement.id.text)
    #expect(Set(general).subtracting(trial.passed) == [])
  }

  @Test("what has nothing to say about a style of paging is skipped, with the reason")
  func otherStyles() async throws {
    let trial = try await DepotTrial.run(only: ["PAG-20"])
    let bins = try #require(trial.result.cases.first { $0.title.contains("page numbers") })
    let skipped = bins.requirements.filter { $0.verdict == .skipped }
    #expect(skipped.map(\.id.text) == ["PAG-09", "PAG-10", "PAG-20", "PAG-22"], "\(trial.summary)")
    #expect(skipped.allSatisfy { $0.reason?.hasPrefix("does not apply: ") == true })
    #expect(bins.verdict == .passed, "\(trial.summary)")
  }

  @Test("each fault is found, and laid to what it breaks", arguments: DepotFault.allCases)
  func fault(_ fault: DepotFault) async throws {
    var options = DepotOptions()
    options.faults = [fault]
    var trial = try await DepotTrial.run(options, only: [fault.requirement])
    // What every exchange is judged by may show in other cases only.
    if !trial.found.contains(fault.requirement) { trial = try await DepotTrial.run(options) }
    // A link alone may lead to an empty page: that is odd, and no more.
    let isOdd = fault == .linkBehindLast && trial.departures.contains("PAG-10")
    #expect(trial.found.contains(fault.requirement) || isOdd, "\(trial.summary)")
    #expect(trial.result.environment.requestCount < 3000, "a fault ends a probe soon")
    // What does not go cannot be removed, nor what has neither an id nor a name of the run's.
    let unremovable: [DepotFault] = [.deletedStays, .resultMissing, .refusedIsMade]
    if !unremovable.contains(fault) { #expect(trial.leftBehind == [], "\(trial.summary)") }
  }

  @Test("what the contract leaves open is no departure", arguments: DepotLiberty.allCases)
  func liberty(_ liberty: DepotLiberty) async throws {
    var options = DepotOptions()
    options.liberties = [liberty]
    let trial = try await DepotTrial.run(options)
    #expect(trial.departures.isEmpty, "\(trial.summary)")
    #expect(
      Set(liberty.requirements).subtracting(trial.met) == [], "judged where it is tempted")
    #expect(trial.leftBehind == [])
    #expect(
      !trial.result.cases.contains { $0.verdict == .errored || $0.verdict == .blocked },
      "\(trial.summary)")
  }

  @Test(
    "an effect that a list shows a little later is found all the same",
    arguments: [DepotFault.refusedIsMade, .tooFastIsMade, .failedIsDone, .deletedStays])
  func lateEffect(_ fault: DepotFault) async throws {
    var options = DepotOptions()
    options.faults = [fault]
    options.liberties = [.lateLists]
    let trial = try await DepotTrial.run(options, only: [fault.requirement])
    #expect(trial.found.contains(fault.requirement), "\(trial.summary)")
  }

  @Test("a depot that is asked too often is waited for")
  func pace() async throws {
    var options = DepotOptions()
    options.rateLimit = (requests: 40, seconds: 1)
    let trial = try await DepotTrial.run(options, only: ["LIFE-01", "LIFE-04"])
    #expect(trial.departures.isEmpty, "\(trial.summary)")
    #expect(trial.passed.isSuperset(of: ["LIFE-01", "LIFE-04"]), "\(trial.summary)")
  }
}
