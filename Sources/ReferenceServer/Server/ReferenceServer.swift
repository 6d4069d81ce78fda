import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// A Kirim API on loopback: stateful, correct unless told otherwise, and independent.
///
/// It shares no code with the harness that tests it, so that the two cannot agree on a mistake.
package final class ReferenceServer: Sendable {
  /// The URL in front of all paths, `http://127.0.0.1:PORT/v1`.
  package let baseURL: String
  /// The port it listens on.
  package let port: Int
  /// The bearer tokens it knows.
  package let keys: ReferenceServerKeys

  private let listener: any Channel
  private let connections: ConnectionRegistry
  private let service: Service
  private let initialState: @Sendable () -> Store.State

  private init(
    listener: any Channel, host: String, port: Int, connections: ConnectionRegistry,
    service: Service, keys: ReferenceServerKeys, initialState: @escaping @Sendable () -> Store.State
  ) {
    self.listener = listener
    self.connections = connections
    self.service = service
    self.keys = keys
    self.initialState = initialState
    self.port = port
    baseURL = "http://\(host):\(port)/v1"
  }

  /// Starts a server and returns when it listens.
  ///
  /// - Throws: ``ReferenceServerError`` for an unknown fault or variation, or if the port is taken.
  package static func start(_ options: ReferenceServerOptions = .init())
    async throws(ReferenceServerError) -> ReferenceServer
  {
    let alterations = try alterations(for: options)
    var policies = Policies()
    policies.pagination.defaultLimit = options.defaultPageSize
    policies.pagination.maximumLimit = options.maximumPageSize
    policies.pagination.overMaximum = options.clampsOversizedLimits ? .clamp : .refuse
    policies.hasSecondAccount = options.hasSecondAccount
    for alteration in alterations { alteration.policies?(&policies) }

    let seedData = SeedData(options: options, policies: policies)
    let (state, keys) = seedData.make()
    let service = Service(
      options: options, store: Store(state), policies: policies, alterations: alterations)
    let connections = ConnectionRegistry()
    let listener: any Channel
    do {
      listener = try await listen(options, service: service, connections: connections)
    } catch {
      let reason =
        (error as? IOError).map { unsafe String(cString: strerror($0.errnoCode)) } ?? "\(error)"
      throw .cannotListen(host: options.host, port: options.port, reason: reason)
    }
    return ReferenceServer(
      listener: listener, host: options.host, port: listener.localAddress?.port ?? options.port,
      connections: connections, service: service, keys: keys,
      initialState: { seedData.make().state })
  }

  /// The bearer token of the main organization.
  package var apiKey: String { keys.main }

  /// The ids of the main organization's teams, in the order of their making.
  package var teamIDs: [String] {
    service.store.withState { $0.organizations.first?.teamIDs ?? [] }
  }

  /// The ids of the people that the main organization's conversations can be assigned to.
  package var userIDs: [String] {
    service.store.withState { $0.organizations.first?.users.map(\.id) ?? [] }
  }

  /// What has come in so far and what has come of it.
  package var counters: ServerCounters { service.currentCounters }

  /// A digest of all stored rows: it changes when, and only when, one of them does.
  package var stateDigest: String {
    MessageDigest.sha256(Array(service.store.withState { $0.canonicalText }.utf8)).hexDigits
  }

  /// The ids of all rows that can be created, by the kind of thing.
  package var rowIDs: [String: Set<String>] {
    service.store.withState { state in
      [
        "labels": Set(state.labels.rows.map(\.id)), "contacts": Set(state.contacts.rows.map(\.id)),
        "conversations": Set(state.conversations.rows.map(\.id)),
        "messages": Set(state.messages.rows.map(\.id)),
        "subscriptions": Set(state.subscriptions.rows.map(\.id)),
        "secrets": Set(state.subscriptions.rows.flatMap { $0.secrets.map(\.id) }),
      ]
    }
  }

  /// Goes back to the rows it started with; keys, ids and port stay.
  package func reset() {
    service.store.replace(with: initialState())
    service.reset()
  }

  /// Stops: no new connections, running requests are answered, then all connections are closed.
  ///
  /// - Parameter patience: How long running requests may take.
  package func stop(patience: Duration = .seconds(5)) async {
    try? await listener.close()
    service.sender?.stop()
    connections.askToFinish()
    let deadline = ContinuousClock.now + patience
    while !connections.isEmpty, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(2))
    }
    connections.closeAll()
  }

  private static func alterations(for options: ReferenceServerOptions)
    throws(ReferenceServerError) -> [Alteration]
  {
    var alterations: [Alteration] = []
    for id in options.faults {
      guard let fault = FaultCatalogue.fault(id) else { throw .unknownFault(id) }
      alterations.append(fault.alteration)
    }
    for id in options.variations {
      guard let variation = LegalVariation.named(id) else { throw .unknownVariation(id) }
      alterations.append(variation.alteration)
    }
    return alterations
  }

  private static func listen(
    _ options: ReferenceServerOptions, service: Service, connections: ConnectionRegistry
  ) async throws -> any Channel {
    let limits = ConnectionHandler.Limits(bodySize: options.maximumBodySize)
    return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(ChannelOptions.backlog, value: 1024)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        connections.add(channel)
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)),
            ConnectionHandler(service: service, limits: limits),
          ])
        }
      }
      .bind(host: options.host, port: options.port)
      .get()
  }
}

/// The bearer tokens that a reference server knows.
package struct ReferenceServerKeys: Sendable {
  /// The main organization's.
  package var main: String
  /// Another key of the main organization.
  package var second: String
  /// A key of another organization.
  package var otherOrganization: String
  /// A key that is no longer good.
  package var revoked: String
}
