import Dispatch
import Synchronization

/// A server that does exactly what a test says, byte by byte, on a free loopback port.
final class ScriptedServer: Sendable {
  /// One accepted connection, numbered from 0 in the order of acceptance.
  struct Connection: Sendable {
    let index: Int
    let socket: LoopbackSocket
    fileprivate let server: ScriptedServer
    private let rest = Rest()

    fileprivate init(index: Int, socket: LoopbackSocket, server: ScriptedServer) {
      self.index = index
      self.socket = socket
      self.server = server
    }

    private final class Rest: Sendable {
      let bytes = Mutex<[UInt8]>([])
    }

    /// Waits for a whole request and notes it in the server's log; nil once the client is gone.
    func readRequest() -> String? { read(withBody: true) }

    /// Waits for the head of a request only.
    func readHead() -> String? { read(withBody: false) }

    private func read(withBody: Bool) -> String? {
      var bytes = rest.bytes.withLock { $0 }
      while true {
        if let length = Self.requestLength(bytes, withBody: withBody), bytes.count >= length {
          rest.bytes.withLock { $0 = Array(bytes[length...]) }
          let request = String(decoding: bytes[..<length], as: UTF8.self)
          server.log.withLock { $0.append(request) }
          return request
        }
        let more = socket.read()
        if more.isEmpty { return nil }
        bytes += more
      }
    }

    /// Sends text as it is.
    func write(_ text: String) { socket.write(Array(text.utf8)) }

    /// Sends a complete response that keeps the connection open.
    func answer(_ body: String, status: String = "200 OK") {
      write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Waits until the client closes the connection.
    func waitForClose() { while !socket.read().isEmpty {} }

    /// The length of head and body, as soon as the head is there.
    private static func requestLength(_ bytes: [UInt8], withBody: Bool) -> Int? {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { return nil }
      let head = text[..<end.lowerBound]
      let lengths = head.split(separator: "\r\n").compactMap { line -> Int? in
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
        return Int(parts[1].drop { $0 == " " })
      }
      return head.utf8.count + 4 + (withBody ? lengths.first ?? 0 : 0)
    }
  }

  let port: Int
  private let listener: LoopbackSocket
  private let log = Mutex<[String]>([])
  private let open = Mutex<[LoopbackSocket]>([])

  /// Starts a server that runs `script` for each connection, on a thread of its own, and closes
  /// the connection when the script ends.
  init(_ script: @escaping @Sendable (Connection) -> Void) throws {
    let listener = try LoopbackSocket.listening()
    self.listener = listener
    self.port = listener.port
    onNewThread { [self] in
      var index = 0
      while let socket = listener.accept() {
        let connection = Connection(index: index, socket: socket, server: self)
        open.withLock { $0.append(socket) }
        index += 1
        onNewThread {
          script(connection)
          socket.close()
        }
      }
    }
  }

  /// Starts a server that answers each request of each connection with the same text.
  convenience init(answering response: String) throws {
    try self.init { connection in
      while connection.readRequest() != nil { connection.write(response) }
    }
  }

  /// The address of the server with a path.
  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// The requests read so far, each as received.
  var requests: [String] { log.withLock { $0 } }

  /// How many connections were accepted so far.
  var connectionCount: Int { open.withLock { $0.count } }

  /// Ends the listening and all connections, so that the scripts come to their end.
  func stop() {
    listener.shutDown()
    for socket in open.withLock({ $0 }) { socket.shutDown() }
  }
}

extension String {
  /// Where another text first occurs.
  fileprivate func range(of other: String) -> Range<String.Index>? {
    // UTF-8 views, since a line end is one character and would hide its parts.
    let bytes = Array(utf8)
    let wanted = Array(other.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for start in 0...(bytes.count - wanted.count)
    where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
      return utf8.index(
        startIndex, offsetBy: start)..<utf8.index(startIndex, offsetBy: start + wanted.count)
    }
    return nil
  }
}

/// Runs `body` against a server and stops it afterwards.
func withServer<T>(
  _ server: ScriptedServer, _ body: (ScriptedServer) async throws -> T
) async throws -> T {
  defer { server.stop() }
  return try await body(server)
}

/// Lets threads wait for each other until a number of them has arrived.
final class Barrier: Sendable {
  private let missing: Mutex<Int>
  private let gate = DispatchSemaphore(value: 0)

  init(_ count: Int) {
    missing = Mutex(count)
  }

  func arriveAndWait() {
    let isLast = missing.withLock { missing in
      missing -= 1
      return missing <= 0
    }
    if !isLast { gate.wait() }
    gate.signal()
  }
}
