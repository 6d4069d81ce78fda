import Conformance
import Testing

/// One probe run against an invented server.
struct ProbeScenario {
  let suite: String
  let server: InventedServer

  /// Pages through the items, seven of which the probe creates.
  static func paging(
    _ server: InventedServer, proves: [String] = PagingIDs.all, query: String = ""
  ) -> ProbeScenario {
    ProbeScenario(
      suite: """
        suite: Probes
        cases:
          - case: Items are paged
            proves: [\(proves.joined(separator: ", "))]
            effect: own
            probe: pagination
            call: GET /items
        \(query.isEmpty ? "" : "    query: { \(query) }")
            seed:
              count: 7
              call: POST /items
              body: { name: "${nonce}-${index}", tag: red }
              id: /data/id
              cleanup: { call: "DELETE /items/{id}", path: { id: "${id}" } }
            limits: [1, 3, 20]
            max_pages: 60
        """, server: server)
  }

  /// Sends orders under keys.
  static func keys(
    _ server: InventedServer, proves: [String] = KeyIDs.all, races: Int = 2, counts: Bool = true,
    cleansUp: Bool = true
  ) -> ProbeScenario {
    ProbeScenario(
      suite: """
        suite: Probes
        cases:
          - case: Orders take keys
            proves: [\(proves.joined(separator: ", "))]
            effect: external
            probe: idempotency
            call: POST /orders
            body: { to: somebody, text: { body: "order ${token}", preview: true } }
            target: /data/id
        \(cleansUp ? #"    cleanup: { call: "DELETE /orders/{id}", path: { id: "${id}" } }"# : "")
        \(counts ? "    count: { call: GET /orders, member: /content }" : "")
            races: \(races)
        """, server: server)
  }

  func run(weighing scales: RequestScales? = nil) async throws -> CaseResult {
    try await ProbeWorkspace(suite: suite)
      .run(server, at: "http://orders.test", weighing: scales)
  }

  func runWhole() async throws -> RunResult {
    try await ProbeWorkspace(suite: suite).runWhole(server, at: "http://orders.test")
  }
}

extension CaseResult {
  /// The exchanges of the case, without those that undo what it did.
  var asked: [ExchangeRecord] { exchanges.filter { $0.purpose != "cleanup" } }

  /// The requirements of these families that a departure was found from, but for information.
  func departures(_ families: String...) -> Set<String> {
    Set(
      findings.filter { $0.severity > .info && families.contains($0.requirement.family) }
        .map(\.requirement.text))
  }

  /// The requirements with a verdict.
  func requirements(_ verdict: Verdict) -> [String] {
    requirements.filter { $0.verdict == verdict }.map(\.id.text)
  }

  /// Every requirement with what became of it, for a message.
  var summary: String {
    let decided = requirements.map { "\($0.id): \($0.verdict) \($0.reason ?? "")" }
    let found = findings.map {
      "\($0.requirement) \($0.severity): \($0.message) [\($0.expected) | \($0.got)]"
    }
    return ([reason ?? ""] + decided + found).joined(separator: "\n")
  }
}

enum PagingIDs {
  static let all = [
    "PAG-01", "PAG-02", "PAG-03", "PAG-04", "PAG-05", "PAG-06", "PAG-07", "PAG-08", "PAG-09",
    "PAG-10", "PAG-11", "PAG-13", "PAG-14", "PAG-15", "PAG-16", "PAG-20", "PAG-21", "PAG-22",
    "PAG-23", "PAG-24", "PAG-26", "PAG-27",
  ]
}

enum KeyIDs {
  static let all = [
    "IDM-01", "IDM-02", "IDM-03", "IDM-04", "IDM-05", "IDM-06", "IDM-07", "IDM-08", "IDM-09",
    "IDM-10", "IDM-11", "IDM-15", "IDM-16", "IDM-18", "IDM-19", "IDM-20", "IDM-22", "IDM-23",
    "IDM-24", "IDM-25", "IDM-26",
  ]
}
