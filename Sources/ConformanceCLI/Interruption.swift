import Dispatch
import Glibc
import Synchronization

/// Turns the first Ctrl-C or SIGTERM into the cancellation of the run, so that it cleans up and
/// writes its reports; the second one ends the program at once.
final class Interruption: Sendable {
  /// The number of SIGTERM.
  static let terminate = SIGTERM

  private let received = Mutex<Int32?>(nil)
  private let sources = Mutex<[Kept]>([])

  /// Keeps a signal source alive.
  ///
  /// It is stored and never touched again, so that no two threads can meet in it.
  private struct Kept: @unchecked Sendable {
    let source: any DispatchSourceSignal
  }

  /// The first signal that came; nil when none did.
  var signal: Int32? { received.withLock { $0 } }

  /// What the first signal stops.
  private let cancel = Mutex<@Sendable () -> Void>({})

  /// Has the first signal stop something from now on, in place of what it stopped before; at once
  /// where it has come already.
  func watch(cancel: @escaping @Sendable () -> Void) {
    self.cancel.withLock { $0 = cancel }
    if signal != nil { cancel() }
    listen()
  }

  /// Begins to listen, once.
  private func listen() {
    let isListening = sources.withLock { !$0.isEmpty }
    guard !isListening else { return }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      _ = Glibc.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: DispatchQueue(label: "conformance.signals"))
      source.setEventHandler { @Sendable [self] in
        let isFirst = received.withLock { known in
          defer { known = known ?? number }
          return known == nil
        }
        if isFirst { cancel.withLock { $0 }() } else { _exit(128 + number) }
      }
      source.resume()
      let kept = Kept(source: source)
      sources.withLock { $0.append(kept) }
    }
  }
}
