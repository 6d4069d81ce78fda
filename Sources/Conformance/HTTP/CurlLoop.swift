import CCurl
import Synchronization

/// A thread that drives one libcurl multi handle, and the inbox through which work reaches it.
///
/// `@unchecked Sendable` holds because `multi`, `waiting` and `order` are touched by the loop's own
/// thread only, once it runs. Other threads use the inbox, which is behind a lock, and wake the
/// handle under that same lock; the thread closes the inbox before it lets the handle go.
final class CurlLoop: @unchecked Sendable {
  private enum Command {
    case add(Submission)
    case cancel(UInt64)
    case stop
  }

  private struct Inbox {
    var commands: [Command] = []
    /// Set when the thread will not look into the inbox again.
    var isClosed = false
  }

  private let configuration: CurlEngine.Configuration
  private let inbox = Mutex(Inbox())
  private let multi: CurlMulti
  /// Submissions that wait for one of the connections, by id.
  private var waiting: [UInt64: Submission] = [:]
  /// The ids of `waiting` in the order they came; ids no longer in `waiting` are skipped.
  private var order: [UInt64] = []
  private var nextInOrder = 0

  /// Creates a loop and starts its thread; nil when libcurl or the system refuses.
  init?(_ configuration: CurlEngine.Configuration) {
    guard let multi = CurlMulti(keepingConnections: configuration.maximumConnections) else {
      return nil
    }
    self.configuration = configuration
    self.multi = multi
    guard EngineThread.start({ self.run() }) else { return nil }
  }

  /// Hands a request over; fails it at once when the loop has ended.
  func submit(_ submission: Submission) {
    if !post(.add(submission)) {
      submission.gate?.leave()
      submission.fail(.engineStopped, Self.stoppedMessage)
    }
  }

  /// Ends an exchange as cancelled; does nothing when it is over.
  func cancel(_ id: UInt64) { _ = post(.cancel(id)) }

  /// Fails all exchanges and ends the thread.
  func stop() { _ = post(.stop) }

  private static let stoppedMessage = "the HTTP engine was shut down"

  /// Puts a command into the inbox; false when nobody will read it.
  private func post(_ command: Command) -> Bool {
    inbox.withLock { inbox in
      guard !inbox.isClosed else { return false }
      inbox.commands.append(command)
      if inbox.commands.count == 1 { multi.wakeUp() }
      return true
    }
  }

  // MARK: - On the loop's thread

  private func run() {
    while takeCommands() {
      startWaiting()
      multi.perform()
      while let (easy, code) = multi.nextFinished() { finish(easy, code) }
      startWaiting()
      if inbox.withLock({ $0.commands.isEmpty }) {
        // Waiting submissions can run out of time without an event: look at them now and then.
        multi.wait(milliseconds: waiting.isEmpty ? 1000 : 20)
      }
    }
    shutDown()
  }

  /// Carries out what is in the inbox; false when that is to stop.
  private func takeCommands() -> Bool {
    let commands = inbox.withLock { inbox in
      defer { inbox.commands.removeAll(keepingCapacity: true) }
      return inbox.commands
    }
    for (index, command) in commands.enumerated() {
      switch command {
      case .add(let submission):
        waiting[submission.id] = submission
        order.append(submission.id)
      case .cancel(let id):
        cancelExchange(id)
      case .stop:
        for case .add(let submission) in commands[index...] {
          waiting[submission.id] = submission
        }
        return false
      }
    }
    return true
  }

  private func cancelExchange(_ id: UInt64) {
    if let submission = waiting.removeValue(forKey: id) {
      submission.gate?.leave()
      submission.fail(.cancelled, "the request was cancelled")
    } else if let easy = multi.running[id] {
      abandon(easy, .cancelled, "the request was cancelled")
    }
  }

  /// Begins as many waiting exchanges as there are connections for, the oldest first.
  private func startWaiting() {
    if !waiting.isEmpty, multi.running.count >= configuration.maximumConnections {
      failExpired()
      return
    }
    while nextInOrder < order.count, multi.running.count < configuration.maximumConnections {
      defer { nextInOrder += 1 }
      guard let submission = waiting.removeValue(forKey: order[nextInOrder]) else { continue }
      begin(submission)
    }
    if nextInOrder == order.count {
      order.removeAll(keepingCapacity: true)
      nextInOrder = 0
    }
  }

  private func begin(_ submission: Submission) {
    if submission.cancellation.isSet {
      submission.gate?.leave()
      submission.fail(.cancelled, "the request was cancelled")
    } else if submission.deadline <= .now {
      submission.gate?.leave()
      submission.fail(.timeout, Self.waitedTooLong)
    } else if !multi.add(Transfer(submission), configuration) {
      submission.gate?.leave()
      submission.fail(.other, "libcurl does not accept the request")
    }
  }

  private static let waitedTooLong = "the time was over before a connection was free"

  private func failExpired() {
    let now = ContinuousClock.now
    for (id, submission) in waiting where submission.deadline <= now {
      waiting[id] = nil
      submission.gate?.leave()
      submission.fail(.timeout, Self.waitedTooLong)
    }
  }

  private func finish(_ easy: CurlEasy, _ code: CURLcode) {
    guard let transfer = easy.transfer else { return }
    let outcome = TransferOutcome(easy, transfer, code).result
    multi.remove(transfer.submission.id)
    deliver(outcome, of: transfer)
  }

  /// Ends an exchange that is under way.
  private func abandon(_ easy: CurlEasy, _ kind: TransportError.Kind, _ message: String) {
    guard let transfer = easy.transfer else { return }
    let error = TransferOutcome(easy, transfer, CURLE_OK).error(kind, message)
    multi.remove(transfer.submission.id)
    deliver(.failure(error), of: transfer)
  }

  private func deliver(_ outcome: Submission.Outcome, of transfer: Transfer) {
    // Either way the others in its group must not wait for it any longer.
    if transfer.attempts == 0 { transfer.submission.gate?.leave() }
    transfer.stopBeingAwaited()
    transfer.submission.finish(outcome)
  }

  private func shutDown() {
    let late = inbox.withLock { inbox in
      inbox.isClosed = true
      defer { inbox.commands = [] }
      return inbox.commands
    }
    for case .add(let submission) in late { waiting[submission.id] = submission }
    for submission in waiting.values {
      submission.gate?.leave()
      submission.fail(.engineStopped, Self.stoppedMessage)
    }
    waiting = [:]
    for easy in multi.running.values { abandon(easy, .engineStopped, Self.stoppedMessage) }
  }
}
