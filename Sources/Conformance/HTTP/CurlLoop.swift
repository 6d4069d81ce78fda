import CCurl
import Synchronization

/// A thread that drives one libcurl multi handle, and the inbox through which work reaches it.
///
/// It can also run the tasks that make requests and judge answers. An exchange then costs no switch
/// of threads, neither on its way out nor on its way back, and what many tasks have to send goes out
/// together. What that work keeps the thread from noticing is told in ``Timings/unwatched``.
///
/// `@unchecked Sendable` holds because everything but the inbox is touched by the loop's own thread
/// only, once it runs. Other threads use the inbox, which is behind a lock, and wake the handle
/// under that same lock; the thread closes the inbox before it lets the handle go.
final class CurlLoop: TaskExecutor, @unchecked Sendable {
  private enum Command {
    case add(Submission)
    case cancel(UInt64)
    case stop
  }

  private struct Inbox {
    var commands: [Command] = []
    /// Parts of tasks that are ready to go on.
    var jobs: [UnownedJob] = []
    /// Whether the thread waits for the network, and has to be woken.
    var isAsleep = false
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
  /// What was taken out of the inbox last; kept for its memory.
  private var commands: [Command] = []
  private var jobs: [UnownedJob] = []
  /// The fields of the heads that came last.
  private var knownFields = KnownFields()
  /// When the network was looked at last.
  private var lastLook = ContinuousClock.now
  /// How long the thread did other things before it looked at the network.
  private var unwatched = Duration.zero
  /// Until when kept connections are not trusted with what must not be sent twice.
  private var distrustUntil: ContinuousClock.Instant?
  /// How long a server may take to close a connection on which it failed, without having said so.
  private static let distrust = Duration.seconds(2)

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

  /// Takes a part of a task, to be run on the loop's thread; one that comes too late for that runs
  /// wherever tasks run.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if !post({ $0.jobs.append(job) }) { globalConcurrentExecutor.enqueue(job) }
  }

  private static let stoppedMessage = "the HTTP engine was shut down"

  private func post(_ command: Command) -> Bool { post { $0.commands.append(command) } }

  /// Puts something into the inbox; false when nobody will read it.
  private func post(_ put: (inout Inbox) -> Void) -> Bool {
    inbox.withLock { inbox in
      guard !inbox.isClosed else { return false }
      put(&inbox)
      if inbox.isAsleep {
        inbox.isAsleep = false
        multi.wakeUp()
      }
      return true
    }
  }

  // MARK: - On the loop's thread

  /// How often tasks may bring each other forward before the network is looked at again.
  private static let maximumTurns = 16

  private func run() {
    while takeWork() {
      startWaiting()
      look()
      while let (easy, code) = multi.nextFinished() { finish(easy, code) }
      startWaiting()
      let isIdle = inbox.withLock { inbox in
        inbox.isAsleep = inbox.commands.isEmpty && inbox.jobs.isEmpty
        return inbox.isAsleep
      }
      if isIdle { wait() }
    }
    shutDown()
  }

  /// Sends and receives what can be without waiting.
  private func look() {
    let now = ContinuousClock.now
    unwatched = now - lastLook
    lastLook = now
    multi.perform()
  }

  /// Waits for the network or the inbox: what arrives meanwhile is noticed at once.
  private func wait() {
    let start = ContinuousClock.now
    // Waiting submissions can run out of time without an event: look at them now and then.
    multi.wait(milliseconds: waiting.isEmpty ? 1000 : 20)
    lastLook += ContinuousClock.now - start
  }

  /// Carries out what is in the inbox; false when that is to stop.
  private func takeWork() -> Bool {
    for _ in 0..<Self.maximumTurns {
      inbox.withLock { inbox in
        swap(&inbox.commands, &commands)
        swap(&inbox.jobs, &jobs)
        inbox.isAsleep = false
      }
      if commands.isEmpty, jobs.isEmpty { break }
      defer {
        commands.removeAll(keepingCapacity: true)
        jobs.removeAll(keepingCapacity: true)
      }
      guard carryOutCommands() else {
        for job in jobs { globalConcurrentExecutor.enqueue(job) }
        return false
      }
      for job in jobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
    return true
  }

  private func carryOutCommands() -> Bool {
    for (index, command) in commands.enumerated() {
      switch command {
      case .add(let submission):
        if waiting.isEmpty, multi.running.count < configuration.maximumConnections {
          begin(submission)
        } else {
          waiting[submission.id] = submission
          order.append(submission.id)
        }
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
    } else {
      let transfer = Transfer(submission)
      transfer.needsFreshConnection =
        !submission.prepared.request.isSafe && distrustUntil.map { $0 > .now } ?? false
      guard !multi.add(transfer, configuration) else { return }
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
    let outcome = TransferOutcome(
      easy, transfer, code, unwatched: unwatched, &knownFields
    ).result
    if case .success(let response) = outcome, response.status >= 500 {
      distrustUntil = .now + Self.distrust
    }
    multi.remove(transfer.submission.id)
    deliver(outcome, of: transfer)
  }

  /// Ends an exchange that is under way.
  private func abandon(_ easy: CurlEasy, _ kind: TransportError.Kind, _ message: String) {
    guard let transfer = easy.transfer else { return }
    let error = TransferOutcome(
      easy, transfer, CURLE_OK, unwatched: unwatched, &knownFields
    ).error(kind, message)
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
      defer {
        inbox.commands = []
        inbox.jobs = []
      }
      return inbox
    }
    for job in late.jobs { globalConcurrentExecutor.enqueue(job) }
    for case .add(let submission) in late.commands { waiting[submission.id] = submission }
    for submission in waiting.values {
      submission.gate?.leave()
      submission.fail(.engineStopped, Self.stoppedMessage)
    }
    waiting = [:]
    for easy in multi.running.values { abandon(easy, .engineStopped, Self.stoppedMessage) }
  }
}
