import ReferenceServer
import Testing

/// How to see a fault from outside, without any knowledge of how it is made.
struct Symptom: Sendable, CustomTestStringConvertible {
  /// The fault it tells of.
  let fault: String
  /// The limits of the servers it is looked for on, whose time passes with requests.
  let limits: RateLimits?
  /// Whether a server shows it.
  let isShown: @Sendable (TestClient) async throws -> Bool

  init(
    _ fault: String, limits: RateLimits? = nil,
    _ isShown: @escaping @Sendable (TestClient) async throws -> Bool
  ) {
    self.fault = fault
    self.limits = limits
    self.isShown = isShown
  }

  var testDescription: String { fault }

  static let all =
    shape + envelope + pagination + idempotency + idempotencyMemory + authentication + http + rate
    + lifecycle + contacts + webhooks
}

@Suite("Faults")
struct FaultTests {
  @Test(
    "each is seen on the server that has it, and not on the correct one", arguments: Symptom.all)
  func observable(symptom: Symptom) async throws {
    var options = ReferenceServerOptions()
    options.hasSecondAccount = true
    options.deliversWebhooks = true
    if let limits = symptom.limits {
      options.rateLimits = limits
      options.now = SteppingClock(by: .milliseconds(400)).next
    }
    #expect(
      try await withServer(options) { _, client in try await symptom.isShown(client) } == false)
    options.faults = [symptom.fault]
    #expect(try await withServer(options) { _, client in try await symptom.isShown(client) })
  }

  @Test("each has a symptom, an id of its own and a requirement")
  func complete() {
    let ids = FaultCatalogue.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids) == Set(Symptom.all.map(\.fault)))
    for fault in FaultCatalogue.all {
      #expect(fault.requirement.contains("-"), "\(fault.id)")
      #expect(!fault.title.isEmpty && !fault.title.hasSuffix("."), "\(fault.id)")
    }
  }

  @Test("an unknown fault is refused by name before anything listens")
  func unknownFault() async {
    var options = ReferenceServerOptions()
    options.faults = ["no-such-fault"]
    await #expect(throws: ReferenceServerError.self) { try await ReferenceServer.start(options) }
  }
}
