import Foundation

/// A TCP connection to loopback that sends bytes and reads to the end.
///
/// Calls block, so each has a thread of its own: Dispatch's threads are those that the server under
/// test runs on.
enum LoopbackSocket {
  struct Failure: Error {
    var call: String
    var code: Int32
  }

  /// Sends the bytes and gives everything that comes back until the server closes.
  static func exchange(port: Int, sending bytes: [UInt8]) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try blockingExchange(port: port, sending: bytes) })
      }
    }
  }

  private static func blockingExchange(port: Int, sending bytes: [UInt8]) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
    defer { close(descriptor) }
    // Only so that a hang ends: a machine that runs all tests at once may keep an answer waiting.
    var patience = timeval(tv_sec: 300, tv_usec: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(call: "connect", code: errno) }
    try sendAll(bytes, to: descriptor)
    return try readToEnd(of: descriptor)
  }

  private static func sendAll(_ bytes: [UInt8], to descriptor: Int32) throws {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe send(
          descriptor, buffer.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      // A server that refuses early may stop reading: what it said is still to be read.
      if count < 0 && (errno == EPIPE || errno == ECONNRESET) { return }
      guard count > 0 else { throw Failure(call: "send", code: errno) }
      sent += count
    }
  }

  private static func readToEnd(of descriptor: Int32) throws -> [UInt8] {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { space in
        unsafe recv(descriptor, space.baseAddress, space.count, 0)
      }
      if count == 0 || (count < 0 && errno == ECONNRESET) { return received }
      guard count > 0 else { throw Failure(call: "recv", code: errno) }
      received += buffer[..<count]
    }
  }
}
