import Foundation
import Testing

/// The built programs, run as a user runs them.
struct CommandLineTool {
  /// A program of the package.
  enum Program: String {
    case conformance
    case bowtieHarness = "schema-validator-bowtie"
  }

  /// What a run of the program left.
  struct Outcome {
    let exitCode: Int32
    let output: String
    let errors: String
  }

  /// The package's folder.
  static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Runs a program with nothing in the environment but what is given: in the package's folder
  /// unless told another, with nothing on standard input unless told what, and its standard output
  /// kept unless told where it goes.
  ///
  /// With `killedWhen` it gets a signal as soon as that is so: unless told another, the one that
  /// leaves no chance to clean up.
  static func run(
    _ arguments: [String], program: Program = .conformance, environment: [String: String] = [:],
    in directory: URL = packageFolder, input: Data = Data(), printingTo sink: String? = nil,
    within seconds: Double = 900, killedWhen isTime: (@Sendable () -> Bool)? = nil,
    by signal: Int32 = SIGKILL
  ) async throws -> Outcome {
    try await Turns.shared.take {
      try await runAtOnce(
        arguments, program, environment, in: directory, input, printingTo: sink, within: seconds,
        killedWhen: isTime, by: signal)
    }
  }

  private static func runAtOnce(
    _ arguments: [String], _ program: Program, _ environment: [String: String],
    in directory: URL, _ input: Data, printingTo sink: String?, within seconds: Double,
    killedWhen isTime: (@Sendable () -> Bool)?, by signal: Int32
  ) async throws -> Outcome {
    let process = try process(program)
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment?.merge(environment) { _, given in given }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "conformance-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files and not pipes: a full pipe would stop the program, with nobody reading it.
    let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
    for file in [output, errors] { try Data().write(to: file) }
    let given = folder.appending(path: "in")
    try input.write(to: given)
    process.standardInput = try FileHandle(forReadingFrom: given)
    process.standardOutput = try FileHandle(
      forWritingTo: sink.map { URL(filePath: $0) } ?? output)
    process.standardError = try FileHandle(forWritingTo: errors)
    // Waiting must not hold a thread: the server under test may need it.
    let end = AsyncStream<Void> { continuation in
      process.terminationHandler = { _ in continuation.finish() }
    }
    try process.run()
    let watchdog = Task {
      try await Task.sleep(for: .seconds(seconds))
      Issue.record("\(arguments) was still running after \(seconds) s")
      kill(process.processIdentifier, SIGKILL)
    }
    let killer = Task {
      while let isTime, !isTime() { try await Task.sleep(for: .milliseconds(5)) }
      if isTime != nil { kill(process.processIdentifier, signal) }
    }
    for await _ in end {}
    killer.cancel()
    watchdog.cancel()
    return Outcome(
      exitCode: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  /// A program that is ready to be started.
  static func process(_ program: Program) throws -> Process {
    let process = Process()
    process.executableURL = try executable(program)
    process.environment = ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"]
    return process
  }

  /// The program beside the test bundle.
  private static func executable(_ program: Program) throws -> URL {
    let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates = [folder, packageFolder.appending(path: ".build/debug")]
      .map { $0.appending(path: program.rawValue) }
    return try #require(
      candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
      "\(program.rawValue) is not built; run swift build first")
  }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "cft-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, in folders of its own if its name has any, and returns its path.
  func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }
}
