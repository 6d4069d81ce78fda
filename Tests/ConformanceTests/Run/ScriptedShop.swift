import Conformance
import Diagnostics
import Synchronization

/// An engine without a network that answers as a test says, and remembers what it was sent.
final class ScriptedShop: HTTPEngine {
  typealias Script = @Sendable (HTTPRequest, _ number: Int) throws(TransportError) -> HTTPResponse

  private struct State {
    var sent: [String] = []
    var inFlight: [String: Int] = [:]
    var most: [String: Int] = [:]
    var clock = Duration.zero
    var waits: [Duration] = []
  }

  private let state = Mutex(State())
  private let script: Script

  /// Creates an engine; the script is told how often this very request came before.
  init(_ script: @escaping Script = { request, _ in ScriptedShop.answer(to: request) }) {
    self.script = script
  }

  /// The requests as `METHOD /path`, in the order they came, without the preflight's.
  var sent: [String] {
    state.withLock { $0.sent.filter { $0 != "GET /branches" } }
  }

  /// How many requests were on their way at once while one with this colour was.
  func mostAtOnce(with colour: String) -> Int {
    state.withLock { $0.most["GET /toys?colour=\(colour)", default: 0] }
  }

  var waits: [Duration] { state.withLock { $0.waits } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let line = "\(request.method) \(request.url.dropFirst("http://shop.test".count))"
    let number = state.withLock { state in
      state.sent.append(line)
      state.inFlight[line, default: 0] += 1
      let all = state.inFlight.values.reduce(0, +)
      for other in state.inFlight where other.value > 0 {
        state.most[other.key] = max(state.most[other.key, default: 0], all)
      }
      return state.sent.count { $0 == line } - 1
    }
    // Whoever else may run now gets the turn.
    for _ in 0..<20 { await Task.yield() }
    state.withLock { $0.inFlight[line, default: 1] -= 1 }
    let response = try script(request, number)
    state.withLock { $0.clock += response.timings.total }
    return response
  }

  func sendTogether(_ requests: [HTTPRequest]) async -> [Result<HTTPResponse, TransportError>] {
    var results: [Result<HTTPResponse, TransportError>] = []
    for request in requests {
      do throws(TransportError) {
        results.append(.success(try await send(request)))
      } catch {
        results.append(.failure(error))
      }
    }
    return results
  }

  /// The moment at which everything happens here.
  static let date = "Thu, 01 Jan 2026 00:00:00 GMT"

  /// What an agreeable shop answers: a new toy is `toy-1`.
  static func answer(to request: HTTPRequest) -> HTTPResponse {
    json(200, request.method == "POST" ? #"{"data":{"id":"toy-1"}}"# : #"{"data":{"id":"x"}}"#)
  }

  static func json(_ status: Int, _ body: String, _ fields: HTTPField...) -> HTTPResponse {
    HTTPResponse(
      status: status,
      fields: [HTTPField("Content-Type", "application/json"), HTTPField("Date", date)] + fields,
      body: Array(body.utf8))
  }

  /// Runs the cases of a suite against this engine.
  func run(
    _ cases: String, profile: RunProfile = .full, given: [String: String] = [:],
    concurrency: Int = 1, failsFast: Bool = false, only: [String] = [], shard: Shard? = nil,
    seed: UInt64 = 7,
    isShuffled: Bool = false, rounds: Int = 1, pace: String? = nil, deviations: String? = nil,
    head: String = "", library: String? = nil, profileLines: String = "",
    folder: ShopFiles? = nil, evidenceLimit: EvidenceLimit? = nil,
    ledgerFile: String? = nil,
    events: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> RunResult {
    var files = ShopFiles.cases(cases, head: head, library: library)
    if let folder {
      (files.profile, files.contract) = (folder.profile, folder.contract)
    }
    files.profile += profileLines.isEmpty ? "" : "\n\(profileLines)"
    files.deviations = deviations
    if let pace { files.profile += "\npace: \(pace)" }
    let workspace = try files.workspace()
    var options = RunOptions(
      baseURL: "http://shop.test", seed: seed, command: ["test"], toolVersion: "0")
    options.profile = profile
    options.concurrency = concurrency
    options.failsFast = failsFast
    options.selection.only = only
    options.selection.shard = shard
    options.isShuffled = isShuffled
    options.rounds = rounds
    options.ledgerFile = ledgerFile
    options.evidenceLimit = evidenceLimit ?? options.evidenceLimit
    let values = try VariableResolver(
      flags: given.map { ($0.key, $0.value) }, fileValues: [:], environment: [:]
    ).resolve(workspace.profile)
    let launcher = try RunLauncher(workspace: workspace, values: values, options: options)
    let environment = RunEnvironment(
      seed: seed, prefix: "cft7", elapsed: { [self] in state.withLock { $0.clock } },
      now: { 1_767_225_600 },
      sleep: { [self] wait in
        try Task.checkCancellation()
        state.withLock {
          $0.waits.append(wait)
          $0.clock += wait
        }
      })
    let ledger = try launcher.ledger(for: environment)
    return await launcher.run(
      engine: self, ledger: ledger, environment: environment, events: events)
  }
}

extension RunResult {
  /// The verdicts of the cases in order, without the preflight's.
  var verdicts: [Verdict] { cases.dropFirst().map(\.verdict) }
}
