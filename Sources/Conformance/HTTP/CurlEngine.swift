import Synchronization

/// The HTTP engine on libcurl: one thread, connections kept and reused.
///
/// It adds nothing of its own to an exchange: no redirects, cookies, credentials, caches or
/// `Expect`. Without transport options it speaks HTTP/1.1, uses no proxy and verifies TLS
/// certificates.
package final class CurlEngine: HTTPEngine {
  /// What holds for all requests of an engine.
  package struct Configuration: Sendable, Hashable {
    /// How many exchanges run at once, each over its own connection; others wait their turn.
    package var maximumConnections: Int
    /// How long a kept connection may have been idle and still be used, in whole seconds.
    ///
    /// A server may close an idle connection just as a request sets out on it; many do after 2 to 5
    /// seconds. Leaving old connections aside avoids that race, which a request that is not safe
    /// would lose.
    package var maximumIdleTime: Duration
    /// How the server is reached.
    package var transport: TransportOptions

    /// Creates a configuration.
    package init(
      maximumConnections: Int = 64, maximumIdleTime: Duration = .seconds(1),
      transport: TransportOptions = TransportOptions()
    ) {
      self.maximumConnections = max(1, maximumConnections)
      self.maximumIdleTime = maximumIdleTime
      self.transport = transport
    }
  }

  private struct Groups {
    var gates: [UInt64: StartingGate] = [:]
    var isStopped = false
  }

  private let configuration: Configuration
  private let loop: CurlLoop
  private let epoch = ContinuousClock.now
  private let nextID = Atomic<UInt64>(0)
  private let groups = Mutex(Groups())
  private let otherVersions = Atomic(0)

  /// Starts an engine.
  ///
  /// - Throws: ``TransportError`` of kind `.other` when libcurl or the system gives no handle or
  ///   thread for it.
  package init(_ configuration: Configuration = Configuration()) throws(TransportError) {
    self.configuration = configuration
    self.loop = try Self.startLoop(configuration)
  }

  deinit { loop.stop() }

  /// The engine's own thread: a task that sends one request after another never leaves it.
  package var taskExecutor: (any TaskExecutor)? { loop }

  /// How many answers came in another version of HTTP than was asked for.
  package var answersInOtherVersions: Int { otherVersions.load(ordering: .relaxed) }

  /// Ends all exchanges with an error of kind `.engineStopped`; later ones get the same.
  package func shutDown() {
    let gates = groups.withLock { groups in
      groups.isStopped = true
      return groups.gates
    }
    for gate in gates.values { gate.callOff() }
    loop.stop()
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    try await send(try PreparedRequest(request), through: loop, gate: nil).get()
  }

  package func sendTogether(
    _ requests: [HTTPRequest]
  ) async -> [Result<HTTPResponse, TransportError>] {
    let gate = StartingGate(members: requests.count)
    let id = takeID()
    let isStopped = groups.withLock { groups in
      groups.gates[id] = gate
      return groups.isStopped
    }
    defer { groups.withLock { $0.gates[id] = nil } }
    if isStopped { gate.callOff() }
    return await withTaskCancellationHandler {
      await withTaskGroup(of: (Int, Result<HTTPResponse, TransportError>).self) { group in
        for (index, request) in requests.enumerated() {
          group.addTask { (index, await self.sendAlone(request, gate: gate)) }
        }
        var results: [Int: Result<HTTPResponse, TransportError>] = [:]
        for await (index, result) in group { results[index] = result }
        return requests.indices.compactMap { results[$0] }
      }
    } onCancel: {
      gate.callOff()
    }
  }

  /// Sends a request over a connection and a thread of its own, once the gate opens.
  private func sendAlone(
    _ request: HTTPRequest, gate: StartingGate
  ) async -> Result<HTTPResponse, TransportError> {
    do throws(TransportError) {
      let prepared = try PreparedRequest(request)
      let loop = try Self.startLoop(Configuration(alone: configuration))
      defer { loop.stop() }
      return await send(prepared, through: loop, gate: gate)
    } catch {
      gate.leave()
      return .failure(error)
    }
  }

  private func send(
    _ prepared: PreparedRequest, through loop: CurlLoop, gate: StartingGate?
  ) async -> Submission.Outcome {
    let id = takeID()
    let cancellation = CancellationFlag()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.submit(
          Submission(
            id: id, prepared: prepared, epoch: epoch, gate: gate, cancellation: cancellation,
            continuation: continuation))
      }
    } onCancel: {
      // The loop may not know the submission yet: the flag tells it then.
      cancellation.set()
      loop.cancel(id)
    }
    if configuration.transport.httpVersion == .http2, case .success(let response) = outcome,
      response.version != configuration.transport.httpVersion.rawValue
    {
      otherVersions.add(1, ordering: .relaxed)
    }
    return outcome
  }

  private func takeID() -> UInt64 {
    nextID.add(1, ordering: .relaxed).oldValue
  }

  private static func startLoop(
    _ configuration: Configuration
  ) throws(TransportError) -> CurlLoop {
    guard let loop = CurlLoop(configuration) else {
      throw TransportError(.other, phase: .preparing, "libcurl could not be started")
    }
    return loop
  }
}

extension CurlEngine.Configuration {
  /// The same configuration for a single exchange.
  fileprivate init(alone configuration: CurlEngine.Configuration) {
    self = configuration
    maximumConnections = 1
  }
}
