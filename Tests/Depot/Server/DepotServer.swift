import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A depot's API on loopback, correct unless told otherwise.
///
/// It exists to show that nothing in the harness is made for one API alone: its lists are read in
/// five ways, its errors are problem details, its callers sign in with a name and a password. It
/// shares no code with what judges it.
package final class DepotServer: Sendable {
  /// The URL in front of all paths.
  package let baseURL: String

  private let depot: Depot
  private let listener: any Channel
  private let connections: Connections

  private init(_ depot: Depot, listener: any Channel, connections: Connections) {
    self.depot = depot
    self.listener = listener
    self.connections = connections
    baseURL = "http://127.0.0.1:\(listener.localAddress?.port ?? 0)/api"
  }

  /// Starts a depot on a free port.
  package static func start(_ options: DepotOptions = .init()) async throws -> DepotServer {
    let depot = Depot(options)
    let connections = Connections()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(ChannelOptions.backlog, value: 256)
      .childChannelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        connections.add(channel)
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)),
            DepotConnection(depot: depot),
          ])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return DepotServer(depot, listener: listener, connections: connections)
  }

  /// What is there that nobody but those who asked can have made, a line each.
  package var leftBehind: [String] { depot.leftBehind }

  /// Stops listening and closes all connections.
  package func stop() async {
    try? await listener.close()
    connections.closeAll()
  }

  private final class Connections: Sendable {
    private let channels = Mutex<[any Channel]>([])

    func add(_ channel: any Channel) { channels.withLock { $0.append(channel) } }

    func closeAll() {
      for channel in channels.withLock({ $0 }) { channel.close(promise: nil) }
    }
  }
}

/// How a depot behaves.
package struct DepotOptions: Sendable {
  /// What it does wrong.
  package var faults: Set<DepotFault> = []
  /// What it does in an unusual, but legal way.
  package var liberties: Set<DepotLiberty> = []
  /// How many requests it takes in how many seconds; nil for as many as come.
  package var rateLimit: (requests: Int, seconds: Int)?
  /// The time since 1970; looked at once for each request.
  package var now: @Sendable () -> Duration = { .seconds(Date().timeIntervalSince1970) }
  /// How many rows of others each list has at the start.
  package var foreignRows = 4

  /// Creates options for a correct depot.
  package init() {}

  /// The sign-ins that a depot knows.
  package static let logins = [
    "DEPOT_LOGIN": "clerk:correct-horse-battery", "DEPOT_SECOND_LOGIN": "packer:staple-tower-nine",
    "DEPOT_GUEST_LOGIN": "guest:paper-window-lake", "DEPOT_OTHER_LOGIN": "rival:umbrella-lamp-four",
    "DEPOT_OLD_LOGIN": "retired:marble-window-two",
  ]
}
