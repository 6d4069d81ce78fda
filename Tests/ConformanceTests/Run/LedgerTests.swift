import Conformance
import Diagnostics
import Foundation
import Testing

@Suite("What a run leaves in its ledger")
struct LedgerTests {
  /// A shop in which a toy can be put as well.
  static let folder: ShopFiles = {
    var files = ShopFiles()
    files.contract = files.contract.replacing(
      #""patch": {"#,
      with: #"""
        "put": {"parameters": [{"$ref": "#/components/parameters/id"}],
          "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
          "responses": {"200": {"$ref": "#/components/responses/thing"},
            "4XX": {"$ref": "#/components/responses/thing"}}},
        "patch": {
        """#)
    return files
  }()

  private static let removal = #"cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }"#

  /// Creates that race, with nothing in them by which a list could show what they made.
  private static func race(_ copies: String) -> String {
    """
    - case: Race
      effect: own
      steps:
        - { call: makeToy, body: { name: x }, \(copies), save: { toy: /data/id }, \(removal) }
    """
  }

  /// A case that makes a toy and changes it, with what puts it back.
  private static func change(_ method: String, back restoration: String) -> String {
    let toy = #"path: { id: "${toy}" }"#
    return """
      - case: Change
        effect: own
        steps:
          - { call: makeToy, body: { name: "${nonce}" }, save: { toy: /data/id }, \(removal) }
          - call: "\(method) /toys/{id}"
            \(toy)
            body: { colour: red }
            save: { answered: /data/id }
            cleanup: { call: "\(restoration) /toys/{id}", \(toy), body: { colour: blue, of: "${answered?}" } }
      """
  }

  /// Whether a request makes a toy blue.
  private static func isRestoration(_ request: HTTPRequest) -> Bool {
    request.body.map { String(decoding: $0, as: UTF8.self) }?.contains("blue") == true
  }

  @Test(
    "a create of several at once that failed stays written down where no list can be asked",
    arguments: ["together: 3", "race: { copies: 3, winners: 1 }"],
    [(500, 2), (503, 2), (400, 0)])
  func failedRace(copies: String, failure: (status: Int, left: Int)) async throws {
    let shop = ScriptedShop { request, number in
      request.method == "POST" && number > 0
        ? ScriptedShop.json(failure.status, #"{"error":{}}"#) : ScriptedShop.answer(to: request)
    }
    let ledger = LedgerFile()
    let result = try await shop.run(Self.race(copies), ledgerFile: ledger.path)
    #expect(
      shop.sent == Array(repeating: "POST /toys", count: 3) + ["DELETE /toys/toy-1"],
      "\(result.cases)")
    let record = try ledger.record
    #expect(record.undos.isEmpty)
    #expect(record.unanswered.map(\.request) == Array(repeating: "POST /toys", count: failure.left))
    let swept = try await ledger.sweep(shop)
    #expect(swept.map(\.request) == record.unanswered.map(\.request))
    #expect(!swept.contains { $0.fate.isSettled }, "\(swept)")
  }

  @Test(
    "what a gateway keeps from being put back is put back once it gets through",
    arguments: ["PUT", "PATCH"],
    [(502, nil, 3), (503, nil, 5), (503, "1", 5), (504, nil, 1), (503, "1", 0)]
      as [(Int, String?, Int)])
  func keptAway(method: String, gateway: (status: Int, delay: String?, count: Int)) async throws {
    let fields = gateway.delay.map { [HTTPField("Retry-After", $0)] } ?? []
    let shop = ScriptedShop { request, number in
      guard Self.isRestoration(request), number - (method == "PATCH" ? 1 : 0) < gateway.count
      else { return ScriptedShop.answer(to: request) }
      return HTTPResponse(status: gateway.status, fields: fields)
    }
    let ledger = LedgerFile()
    let result = try await shop.run(
      Self.change("PATCH", back: method), folder: Self.folder, ledgerFile: ledger.path)
    #expect(result.notices.isEmpty, "\(result.notices)")
    let repeated = Array(repeating: "\(method) /toys/toy-1", count: gateway.count + 1)
    #expect(
      shop.sent == ["POST /toys", "PATCH /toys/toy-1"] + repeated + ["DELETE /toys/toy-1"])
    let record = try ledger.record
    #expect(record.undos.isEmpty && record.unanswered.isEmpty)
  }

  @Test(
    "a sweep puts back what a gateway has kept from being put back",
    arguments: ["PUT", "PATCH"], [nil, "1"])
  func sweptRestoration(method: String, delay: String?) async throws {
    func gateway(upTo count: Int) -> ScriptedShop {
      let fields = delay.map { [HTTPField("Retry-After", $0)] } ?? []
      return ScriptedShop { request, number in
        Self.isRestoration(request) && number < count
          ? HTTPResponse(status: 503, fields: fields) : ScriptedShop.answer(to: request)
      }
    }
    let ledger = LedgerFile()
    let result = try await gateway(upTo: 99).run(
      Self.change("PATCH", back: method), folder: Self.folder, ledgerFile: ledger.path)
    #expect(result.notices.map(\.code) == ["cleanup-failed"])
    let shop = gateway(upTo: 2)
    let swept = try await ledger.sweep(shop, folder: Self.folder)
    #expect(swept.map(\.fate) == [.removed], "\(swept)")
    #expect(shop.sent == Array(repeating: "\(method) /toys/toy-1", count: 3))
    #expect(try ledger.record.undos.isEmpty)
  }

  @Test(
    "what a PUT without an answer that tells may have made is settled once it has been removed",
    arguments: [500, 503, nil] as [Int?], [(204, 0), (404, 1), (500, 1)])
  func putAside(status: Int?, removal: (status: Int, left: Int)) async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      switch request.method {
      case "PUT":
        guard let status else {
          throw TransportError(.connectionLost, phase: .receiving, "connection lost")
        }
        return ScriptedShop.json(status, #"{"error":{}}"#)
      case "DELETE": return ScriptedShop.json(removal.status, #"{"error":{}}"#)
      default: return ScriptedShop.answer(to: request)
      }
    }
    let ledger = LedgerFile()
    _ = try await shop.run(
      """
      - case: Put
        effect: external
        let: { toy: "toy-${ulid}" }
        steps:
          - { call: "PUT /toys/{id}", path: { id: "${toy}" }, body: {}, \(Self.removal) }
      """, folder: Self.folder, ledgerFile: ledger.path)
    #expect(shop.sent.count { $0.hasPrefix("DELETE /toys/toy-") } == 1, "\(shop.sent)")
    let record = try ledger.record
    #expect(
      record.unanswered.map(\.request) == Array(repeating: "PUT /toys/{id}", count: removal.left))
    #expect(record.undos.count == (removal.status == 500 ? 1 : 0))
  }

  @Test("what was under way throughout is looked for", arguments: [nil, 503] as [Int?])
  func underWay(first: Int?) async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      switch (request.method, number) {
      case ("POST", 0):
        guard let first else {
          throw TransportError(.connectionLost, phase: .receiving, "connection lost")
        }
        return ScriptedShop.json(first, #"{"error":{}}"#, HTTPField("Retry-After", "1"))
      case ("POST", _): return ScriptedShop.json(409, #"{"error":{}}"#)
      case ("GET", _) where request.url.hasSuffix("/toys"):
        return ScriptedShop.json(
          200, #"{"data":[{"id":"found","name":"cft7-0001"}],"more":false}"#)
      default: return ScriptedShop.answer(to: request)
      }
    }
    let ledger = LedgerFile()
    let result = try await shop.run(
      """
      - case: Make
        effect: external
        steps:
          - call: makeToy
            headers: { Once: "${ulid}" }
            body: { name: "${nonce}" }
            save: { toy: /data/id }
            \(Self.removal)
      """, folder: .keyed, ledgerFile: ledger.path)
    #expect(result.verdicts == [.inconclusive], "\(result.cases)")
    #expect(shop.sent.suffix(2) == ["GET /toys", "DELETE /toys/found"], "\(shop.sent)")
    #expect(try ledger.record.unanswered.isEmpty)
  }

  @Test(
    "a request that cannot have arrived leaves nothing to look for",
    arguments: ["idempotent: false", "together: 3"])
  func unarrived(copies: String) async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.method == "POST" {
        throw TransportError(.connectionFailed, phase: .connecting, "connection refused")
      }
      return ScriptedShop.answer(to: request)
    }
    let ledger = LedgerFile()
    let result = try await shop.run(Self.race(copies), ledgerFile: ledger.path)
    #expect(result.verdicts == [.errored], "\(result.cases)")
    #expect(try ledger.text.contains("POST /toys"))
    #expect(try ledger.record.unanswered.isEmpty)
    #expect(try await ledger.sweep(shop) == [])
  }

  @Test(
    "what puts a change back stays written down where what its answer tells no longer can be")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let ledger = LedgerFile()
      let shop = ScriptedShop { request, number in
        if Self.isRestoration(request) { return ScriptedShop.json(500, #"{"error":{}}"#) }
        if request.method == "PATCH", let size = try? ledger.text.utf8.count {
          // From now on there is room for a short line, and for none that says how to undo something.
          _ = signal(SIGXFSZ, SIG_IGN)
          var limit = rlimit(rlim_cur: rlim_t(size + 60), rlim_max: rlim_t(size + 60))
          unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        }
        return ScriptedShop.answer(to: request)
      }
      _ = try await shop.run(Self.change("PATCH", back: "PATCH"), ledgerFile: ledger.path)
      // The one that was written before the change, which holds nothing of its answer.
      let bodies = try ledger.record.undos.compactMap(\.undo.body)
      exit(bodies == [#"{"colour":"blue"}"#] ? 0 : 1)
    }
  }
}
