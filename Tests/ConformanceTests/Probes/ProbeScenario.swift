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
  /// All but what only lists with a filter, and only those that count, can show.
  static let all =
    ["PAG-01"]
    + PaginationProbe.requirements.map(\.text).filter {
      !["PAG-12", "PAG-18", "PAG-32"].contains($0)
    }
}

enum KeyIDs {
  /// All but what only a server shows that fails for a while.
  static let all = IdempotencyProbe.requirements.map(\.text).filter { $0 != "IDM-17" }
}
