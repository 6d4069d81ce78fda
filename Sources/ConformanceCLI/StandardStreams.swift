import Conformance
import Diagnostics
import Glibc
import Synchronization

/// Standard error, unbuffered.
enum StandardError {
  /// Writes a text.
  static func write(_ text: String) {
    StandardOutput.flush()
    Stream.write(text, to: STDERR_FILENO)
  }

  /// Whether a person looks at it.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// How many columns it has; nil when it is no terminal.
  static var columns: Int? { Stream.columns(of: STDERR_FILENO) }
}

/// Standard output.
enum StandardOutput {
  private static let lastFailure = Mutex<Int32?>(nil)

  /// Why something could not be written, as the system says it; nil where everything was, and where
  /// nobody reads it any more or was ever meant to.
  static var failure: String? {
    guard let code = lastFailure.withLock(\.self), code != EPIPE, code != EBADF else { return nil }
    return unsafe String(cString: strerror(code))
  }

  /// Writes a text at once.
  static func write(_ text: String) {
    flush()
    note(Stream.write(text, to: STDOUT_FILENO))
  }

  /// Writes what `print` holds back.
  static func flush() {
    if fflush(nil) != 0 { note(errno) }
  }

  private static func note(_ failure: Int32?) {
    lastFailure.withLock { $0 = $0 ?? failure }
  }

  /// Whether a person looks at it.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// How many columns it has; nil when it is no terminal.
  static var columns: Int? { Stream.columns(of: STDOUT_FILENO) }
}

private enum Stream {
  /// The width of the terminal behind a descriptor.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// Writes all bytes; gives the number of the error where they cannot be.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // The other end set it to give up where there is no room at once: wait until there is.
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if unsafe poll(&place, 1, -1) >= 0 || errno == EINTR { continue }
      }
      guard count > 0 else { return errno }
      bytes = bytes.dropFirst(count)
    }
    return nil
  }
}

/// Lays diagnostics out for standard error.
struct DiagnosticPrinter {
  private let renderer: DiagnosticRenderer

  init(_ choice: ColorChoice) {
    renderer = DiagnosticRenderer(usesColor: TerminalSettings.standardError(choice).usesColor)
  }

  /// The diagnostics with a blank line between them; empty for none.
  func text(of diagnostics: [Diagnostic]) -> String {
    renderer.render(diagnostics)
  }
}
