import NIOCore
import Synchronization

/// The event that asks a connection to answer what it has begun and then close.
struct FinishAndClose: Sendable {}

/// The open connections of a server.
final class ConnectionRegistry: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  /// Whether no connection is open.
  var isEmpty: Bool { channels.withLock { $0.isEmpty } }

  /// Keeps a connection until it closes.
  func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    channels.withLock { $0[id] = channel }
    channel.closeFuture.whenComplete { _ in
      self.channels.withLock { $0[id] = nil }
    }
  }

  /// Asks every connection to answer what it has begun and then close.
  func askToFinish() {
    for channel in channels.withLock({ Array($0.values) }) {
      channel.pipeline.fireUserInboundEventTriggered(FinishAndClose())
    }
  }

  /// Closes every connection at once.
  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) {
      channel.close(promise: nil)
    }
  }
}
