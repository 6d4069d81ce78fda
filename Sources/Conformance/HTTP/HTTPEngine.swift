/// Whatever carries requests to a server and brings the responses back.
package protocol HTTPEngine: Sendable {
  /// Sends one request and waits for its response, whatever its status.
  ///
  /// Redirects are not followed. A request that is not safe is never sent twice.
  /// - Throws: ``TransportError`` when no complete response came; its kind is `.cancelled` when the
  ///   task was cancelled.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse

  /// Sends requests at the same instant, each over a connection of its own that was opened before.
  ///
  /// The results are in the order of the requests. Whether two were under way at once is for
  /// ``Timings/overlaps(_:)`` to say.
  func sendTogether(_ requests: [HTTPRequest]) async -> [Result<HTTPResponse, TransportError>]

  /// Where tasks run best that make requests and judge answers; nil for wherever tasks run.
  var taskExecutor: (any TaskExecutor)? { get }
}

extension HTTPEngine {
  /// Wherever tasks run.
  package var taskExecutor: (any TaskExecutor)? { nil }
}
