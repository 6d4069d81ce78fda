/// When the parts of an exchange happened and how long they took.
package struct Timings: Sendable, Hashable {
  /// When the request was given to the engine, counted from the engine's start.
  ///
  /// All exchanges of one engine share this axis; the other moments below are counted from here.
  package var startedAt: Duration
  /// How long the request waited before the network work on it began.
  package var queued: Duration
  /// How long the name lookup took; zero on a reused connection.
  package var nameLookup: Duration
  /// How long opening the TCP connection took; zero on a reused connection.
  package var connect: Duration
  /// How long the TLS handshake took; zero without TLS or on a reused connection.
  package var tls: Duration
  /// The moment the connection was ready and the request began to be sent, from `startedAt`.
  package var sent: Duration
  /// The moment the first byte of the response arrived, from `startedAt`; zero when none did.
  package var firstByte: Duration
  /// The moment the exchange was over, from `startedAt`.
  package var total: Duration
  /// How much later than it happened the end may have been noticed at most, since the engine did
  /// other things.
  package var unwatched = Duration.zero
  /// Whether the connection had carried an earlier exchange.
  package var reusedConnection: Bool
  /// How often the request was sent; above 1 only for a safe method on a connection that was lost.
  package var attempts: Int

  /// Creates timings from their parts.
  package init(
    startedAt: Duration = .zero, queued: Duration = .zero, nameLookup: Duration = .zero,
    connect: Duration = .zero, tls: Duration = .zero, sent: Duration = .zero,
    firstByte: Duration = .zero, total: Duration = .zero, reusedConnection: Bool = false,
    attempts: Int = 1
  ) {
    self.startedAt = startedAt
    self.queued = queued
    self.nameLookup = nameLookup
    self.connect = connect
    self.tls = tls
    self.sent = sent
    self.firstByte = firstByte
    self.total = total
    self.reusedConnection = reusedConnection
    self.attempts = attempts
  }

  /// Whether this exchange and another were both under way on the wire at some moment.
  ///
  /// Each counts from the start of its sending to its end.
  package func overlaps(_ other: Timings) -> Bool {
    startedAt + sent < other.startedAt + other.total
      && other.startedAt + other.sent < startedAt + total
  }
}
