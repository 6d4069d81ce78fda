import ArgumentParser
import Conformance
import ReferenceServer

/// `conformance serve`: the embedded reference server.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the reference implementation of the shipped contract.",
    discussion: """
      Example: conformance serve --port 8080 --fault \(FaultCatalogue.all.first?.id ?? "ID")

      Stops at Ctrl-C or SIGTERM with exit code 0.
      """)

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 0

  @Option(help: "The number that the data derives from.")
  var seed: UInt64 = 1

  @Option(help: "How long every answer is held back, such as 20ms.")
  var latency: TimeLimit?

  @Option(help: "How many requests that read are answered a minute; any number unless given.")
  var readLimit: Int?

  @Option(help: "How many other requests are answered a minute; any number unless given.")
  var writeLimit: Int?

  @Option(help: "Reset the connection of one in so many requests.")
  var resetEvery: Int?

  @Flag(help: "Deliver webhooks, to http:// URLs on this machine only.")
  var deliver = false

  @Option(help: "The header field that deliveries are signed in.")
  var signatureHeader = ReferenceServerOptions().signatureHeader

  @Option(help: "The API key to accept; made from the seed unless given.")
  var apiKey: String?

  @Option(help: "A rule to break; may be repeated.")
  var fault: [String] = []

  @Option(help: "A legal oddity to show; may be repeated.")
  var variation: [String] = []

  @Flag(help: "List the rules that can be broken, and end.")
  var listFaults = false

  @Flag(help: "List the legal oddities, and end.")
  var listVariations = false

  func validate() throws {
    for limit in [readLimit, writeLimit, resetEvery].compactMap(\.self) where limit < 1 {
      throw ValidationError("found \(limit); expected a number from 1")
    }
  }

  func run() async throws {
    if listFaults || listVariations { return try list() }
    var options = ReferenceServerOptions()
    options.port = port
    options.seed = seed
    options.faults = fault
    options.variations = variation
    if let latency { options.latency = latency.duration }
    options.resetsEvery = resetEvery
    options.apiKey = apiKey
    options.deliversWebhooks = deliver
    options.signatureHeader = signatureHeader
    if readLimit != nil || writeLimit != nil {
      // A limit nobody meets stands for none.
      options.rateLimits = RateLimits(
        writesPerMinute: writeLimit ?? 1_000_000, readsPerMinute: readLimit ?? 1_000_000)
    }
    let server = try await ServerStart.start(options)
    print("base URL: \(server.baseURL)")
    print("API key:  \(server.apiKey)")
    print("further keys, for cases on what keys keep apart:")
    for (name, value) in server.keys.furtherVariables { print("  \(name)=\(value)") }
    StandardOutput.flush()
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let interruption = Interruption()
    interruption.watch { continuation.finish() }
    for await _ in signals {}
    await server.stop()
    print(server.counters.summary)
  }

  private func list() throws {
    if listFaults {
      let faults = FaultCatalogue.all
      let width = faults.map(\.id.count).max() ?? 0
      let standard = try RequirementCatalogue.standard()
      for fault in faults {
        let id = fault.id.padded(to: width)
        let isOwn = standard[RequirementID(fault.requirement)] == nil
        let requirement = fault.requirement + (isOwn ? "*" : "")
        print("\(id)  \(requirement.padded(to: 8))  \(fault.title)")
      }
      print("* told by conformance explain --catalogue suites/kirim/requirements.json")
    }
    if listVariations {
      let variations = LegalVariation.all
      let width = variations.map(\.id.count).max() ?? 0
      for variation in variations {
        print("\(variation.id.padded(to: width))  \(variation.title)")
      }
    }
  }
}

extension String {
  /// The text followed by blanks up to a width in characters.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

extension ServerCounters {
  /// What came in and what came of it, a line each; effects that were none are left out.
  fileprivate var summary: String {
    let figures = [
      ("messages sent", effects.messagesSent), ("read receipts sent", effects.readReceiptsSent),
      ("contacts created", effects.contactsCreated),
      ("contacts changed", effects.contactsUpdated),
      ("contacts deleted", effects.contactsDeleted),
      ("conversations changed", effects.conversationsUpdated),
      ("labels put on or off", effects.attachmentsChanged),
      ("subscriptions created", effects.subscriptionsCreated),
      ("subscriptions deleted", effects.subscriptionsDeleted),
      ("secrets added", effects.secretsAdded),
      ("deliveries replayed", effects.deliveriesReplayed),
      ("labels created", effects.labelsCreated), ("labels changed", effects.labelsUpdated),
      ("labels deleted", effects.labelsDeleted),
    ]
    let lines = [("requests answered", requests), ("answered again for a key", replays)] + figures
    return lines.filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" }.joined(separator: "\n")
  }
}
