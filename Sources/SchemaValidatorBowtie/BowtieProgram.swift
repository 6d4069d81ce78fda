internal import Glibc
internal import SchemaValidator

/// The program `schema-validator-bowtie`: commands from standard input, answers to standard output.
@main
enum BowtieProgram {
  private static let usage = """
    schema-validator-bowtie \(Implementation.version)
    The harness by which Bowtie, the meta-validator of JSON Schema, drives SchemaValidator.
    It takes no arguments: it reads commands of Bowtie's protocol from standard input, one a line,
    and writes an answer to each on standard output. Nothing is ever fetched over a network.

    Example: echo '{"cmd":"start","version":1}' | schema-validator-bowtie

    Exit codes: 0 told to stop, or the input has ended; 1 the answers cannot be written; 2 a line
    is no command of the protocol, or the command line is wrong.

    """

  static func main() {
    // An answer that nobody reads is told by write(2), and not by the end of the program.
    signal(SIGPIPE, SIG_IGN)
    switch CommandLine.arguments.dropFirst().first {
    case nil: exit(converse())
    case "--help", "-h": exit(StandardStream.output.write(Array(usage.utf8)) ? 0 : 1)
    case "--version":
      exit(StandardStream.output.write(Array("\(Implementation.version)\n".utf8)) ? 0 : 1)
    case let argument?:
      complain("found the argument \"\(argument)\"; expected none\n\n" + usage)
      exit(2)
    }
  }

  /// Answers every line until told to stop; returns the exit code.
  private static func converse() -> Int32 {
    var harness = Harness()
    var lines = LineCutter()
    var number = 0
    /// The exit code, once the conversation is over.
    func answer(_ line: ArraySlice<UInt8>) -> Int32? {
      number += 1
      switch harness.reply(to: line) {
      case .nothing: return nil
      case .stop: return 0
      case .refusal(let reason):
        complain("line \(number): \(reason)\n")
        return 2
      case .answer(var bytes):
        bytes.append(UInt8(ascii: "\n"))
        if StandardStream.output.write(bytes) { return nil }
        complain("line \(number): the answer cannot be written\n")
        return 1
      }
    }
    while let chunk = StandardStream.input.read() {
      lines.append(chunk)
      while let line = lines.next() {
        if let code = answer(line) { return code }
      }
    }
    return lines.rest().flatMap(answer) ?? 0
  }

  private static func complain(_ message: String) {
    _ = StandardStream.errors.write(Array("schema-validator-bowtie: \(message)".utf8))
  }
}

/// A stream of the process, read and written without a buffer in between.
private struct StandardStream {
  static let input = StandardStream(descriptor: STDIN_FILENO)
  static let output = StandardStream(descriptor: STDOUT_FILENO)
  static let errors = StandardStream(descriptor: STDERR_FILENO)

  private let descriptor: Int32

  /// The next bytes, as many as there are; nil at the end.
  func read() -> ArraySlice<UInt8>? {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      return count > 0 ? buffer[..<count] : nil
    }
  }

  /// Writes all bytes; false when the other end is gone.
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
