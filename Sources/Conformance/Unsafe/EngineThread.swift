import Glibc

/// Starts threads for C libraries that block, which the cooperative pool must not do.
enum EngineThread {
  /// Runs `body` on a new thread with all signals blocked; false when no thread can be had.
  ///
  /// Signals stay with the program's own threads. That includes SIGPIPE, which OpenSSL can raise by
  /// writing to a closed connection, and which would end the process.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = unsafe Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { context in
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        if let context = unsafe context {
          unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        }
        return nil
      }, work.toOpaque())
    guard result == 0 else {
      unsafe work.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Boxes a closure, so that it fits into a C pointer.
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
}
