import Glibc

/// What can be asked of a TCP socket that somebody else owns, by its descriptor.
///
/// Each call may come too late, when the descriptor was closed: it does nothing then.
enum TCPSocket {
  /// The local port of a connected socket; nil when it has none.
  static func localPort(of descriptor: Int32) -> Int? {
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return unsafe withUnsafeMutablePointer(to: &address) { storage in
      let result = unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(descriptor, $0, &size)
      }
      guard result == 0 else { return nil }
      // The port stands at the same place in the addresses of both families.
      return unsafe storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        unsafe Int(UInt16(bigEndian: $0.pointee.sin_port))
      }
    }
  }

  /// Holds the last, incomplete packet of what is written back, or lets it go.
  ///
  /// The kernel holds it for at most 200 ms. Source: `tcp(7)`, TCP_CORK.
  static func setCork(_ isOn: Bool, of descriptor: Int32) {
    var value: Int32 = isOn ? 1 : 0
    _ = unsafe setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
