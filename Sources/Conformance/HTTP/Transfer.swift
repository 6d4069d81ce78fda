/// One exchange on its way through libcurl.
///
/// Made, used and let go by the thread of one ``CurlLoop``; libcurl's callbacks run on it too.
final class Transfer {
  /// Why a callback told libcurl to stop.
  enum StopReason {
    /// The body outgrew the request's limit.
    case bodyTooLarge
    /// The header lines outgrew ``maximumHeadSize``.
    case headTooLarge
    /// A kept connection was lost, and the request must not be sent a second time.
    case resendRefused
    /// The group it was to start with was called off.
    case startCalledOff
  }

  /// How many bytes of header lines are accepted, interim responses and trailers included.
  ///
  /// Less than the 300 KB at which libcurl itself gives up in some versions.
  static let maximumHeadSize = 256 << 10

  /// How often a safe request is sent at most, when kept connections turn out to be dead.
  private static let maximumAttempts = 2

  let submission: Submission
  /// Whether it must not go over a connection that was kept.
  var needsFreshConnection = false
  /// When the network work began.
  let begun: ContinuousClock.Instant
  /// When the connection was last ready for the request.
  private var ready: ContinuousClock.Instant?
  /// When the first byte of a response arrived.
  private(set) var firstByte: ContinuousClock.Instant?
  /// How often the request began to be sent.
  private(set) var attempts = 0
  /// Why a callback stopped the exchange; nil when none did.
  private(set) var stopReason: StopReason?
  /// The sockets opened for the exchange, for a member of a group; some may be closed again.
  var sockets: [Int32] = []
  private var bodyBytesSent = 0
  /// The socket that keeps the end of the request until the whole group has written.
  private var heldSocket: Int32?
  /// Whether it passed the gate of its group, and the group waits for it to write its request.
  private(set) var isAwaitedByGroup = false
  /// Header lines as received.
  var head: [UInt8] = []
  /// Body bytes as handed over by libcurl: without chunk framing, decoded when asked for.
  var body: [UInt8] = []
  /// Whether more bytes arrived than the response's framing allows.
  var hasExcess = false

  init(_ submission: Submission) {
    self.submission = submission
    self.begun = .now
    head.reserveCapacity(1024)
  }

  /// Whether the request may be sent now that a connection is ready for it.
  ///
  /// libcurl sends a request again by itself when a kept connection is lost before a byte of the
  /// response arrived, whatever the method. The server may have done the work all the same, so
  /// only safe methods get a second attempt. Source: [RFC 9110 section 9.2.2](
  /// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)
  func maySend(fromPort port: Int) -> Bool {
    let allowed = submission.prepared.request.isSafe ? Self.maximumAttempts : 1
    guard attempts < allowed else {
      stopReason = .resendRefused
      return false
    }
    attempts += 1
    if attempts == 1, let gate = submission.gate {
      guard gate.pass(before: submission.deadline) else {
        stopReason = .startCalledOff
        return false
      }
      isAwaitedByGroup = true
      if let socket = sockets.first(where: { TCPSocket.localPort(of: $0) == port }) {
        gate.holdBack(socket)
        heldSocket = socket
      }
    }
    ready = .now
    return true
  }

  /// When the request was sent: to the network, in the case of a group that is held back.
  var sent: ContinuousClock.Instant? {
    guard let ready else { return nil }
    return heldSocket.flatMap { submission.gate?.released($0) } ?? ready
  }

  /// Notes that the header, and so many bytes of body, were given to the kernel.
  func didSend(bodyBytes: Int) {
    guard isAwaitedByGroup else { return }
    bodyBytesSent += bodyBytes
    if bodyBytesSent >= submission.prepared.body?.count ?? 0 { stopBeingAwaited() }
  }

  /// Tells the group not to wait any more: the request was written, or never will be.
  func stopBeingAwaited() {
    guard isAwaitedByGroup else { return }
    isAwaitedByGroup = false
    submission.gate?.didSend()
  }

  /// Whether so many more bytes of header lines may be kept.
  func mayKeepHead(_ count: Int) -> Bool {
    if firstByte == nil { firstByte = .now }
    guard head.count + count <= Self.maximumHeadSize else {
      stopReason = .headTooLarge
      return false
    }
    return true
  }

  /// Whether so many more bytes of body may be kept.
  func mayKeepBody(_ count: Int) -> Bool {
    guard body.count + count <= submission.prepared.request.maximumBodySize else {
      stopReason = .bodyTooLarge
      return false
    }
    return true
  }
}

/// A request handed to a loop, with whoever waits for the outcome.
///
/// A class, since it is handed on as it is from the task that waits to the end of its exchange.
final class Submission: Sendable {
  /// The outcome of an exchange.
  typealias Outcome = Result<HTTPResponse, TransportError>

  /// Tells the submissions of one loop apart.
  let id: UInt64
  let prepared: PreparedRequest
  /// When the request was given to the engine.
  let submitted: ContinuousClock.Instant
  /// When the exchange has to be over.
  let deadline: ContinuousClock.Instant
  /// Where the engine's time axis begins.
  let epoch: ContinuousClock.Instant
  /// Holds the request back until others are ready too.
  let gate: StartingGate?
  /// Set when the task that waits was cancelled, possibly before the loop saw the submission.
  let cancellation: CancellationFlag
  private let continuation: CheckedContinuation<Outcome, Never>

  init(
    id: UInt64, prepared: PreparedRequest, epoch: ContinuousClock.Instant, gate: StartingGate?,
    cancellation: CancellationFlag, continuation: CheckedContinuation<Outcome, Never>
  ) {
    self.id = id
    self.prepared = prepared
    self.submitted = .now
    self.deadline = submitted + prepared.request.timeout
    self.epoch = epoch
    self.gate = gate
    self.cancellation = cancellation
    self.continuation = continuation
  }

  /// Hands over the outcome; to be called exactly once.
  func finish(_ outcome: Outcome) {
    continuation.resume(returning: outcome)
  }

  /// Hands over an error about a request that libcurl has not begun to work on.
  func fail(_ kind: TransportError.Kind, _ message: String) {
    let waited = ContinuousClock.now - submitted
    finish(
      .failure(
        TransportError(
          kind, phase: .preparing, message,
          timings: Timings(
            startedAt: submitted - epoch, queued: waited, total: waited, attempts: 0))))
  }
}
