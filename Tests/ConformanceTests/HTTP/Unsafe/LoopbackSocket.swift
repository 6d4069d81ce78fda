import Glibc
import Synchronization

/// One end of a TCP connection on the loopback interface, or a socket that listens there.
///
/// The descriptor is closed once, at the latest with the last reference.
final class LoopbackSocket: Sendable {
  struct Failure: Error {
    let call: String
    let code: Int32
  }

  private let descriptor: Mutex<Int32>

  private init(adopting descriptor: Int32) {
    self.descriptor = Mutex(descriptor)
  }

  deinit { close() }

  /// Listens on a free port of 127.0.0.1.
  static func listening() throws -> LoopbackSocket {
    let socket = try bound()
    guard listen(socket.current, 256) == 0 else { throw Failure(call: "listen", code: errno) }
    return socket
  }

  /// Holds a free port of 127.0.0.1, and refuses each connection to it as long as it is held.
  static func bound() throws -> LoopbackSocket {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
    let socket = LoopbackSocket(adopting: descriptor)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0 else { throw Failure(call: "bind", code: errno) }
    return socket
  }

  /// The port it is bound to.
  var port: Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(current, $0, &size)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private var current: Int32 { descriptor.withLock { $0 } }

  /// Waits for a connection; nil once the socket was shut down.
  func accept() -> LoopbackSocket? {
    let accepted = Glibc.accept(current, nil, nil)
    guard accepted >= 0 else { return nil }
    var on: Int32 = 1
    unsafe setsockopt(
      accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    return LoopbackSocket(adopting: accepted)
  }

  /// Waits for bytes; empty once the other side has closed or either side was shut down.
  func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.recv(current, $0.baseAddress, $0.count, 0)
    }
    return Array(buffer.prefix(max(0, count)))
  }

  /// Sends bytes; false when the other side is gone.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(current, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Ends all waiting on the socket, in whatever thread.
  func shutDown() {
    _ = Glibc.shutdown(current, Int32(SHUT_RDWR))
  }

  /// Closes the connection; the other side sees its end.
  func close() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { _ = Glibc.close(descriptor) }
      descriptor = -1
    }
  }

  /// Closes the connection in a way the other side sees as a reset.
  func reset() {
    var setting = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      current, SOL_SOCKET, SO_LINGER, &setting, socklen_t(MemoryLayout<linger>.size))
    close()
  }
}

/// Runs `body` on a thread of its own.
func onNewThread(_ body: @escaping @Sendable () -> Void) {
  final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  unsafe pthread_create(
    &thread, nil,
    { context in
      if let context = unsafe context {
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
      }
      return nil
    }, Unmanaged.passRetained(Work(body)).toOpaque())
  pthread_detach(thread)
}
