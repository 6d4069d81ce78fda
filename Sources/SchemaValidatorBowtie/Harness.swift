internal import Diagnostics
internal import SchemaValidator

/// The harness side of the Bowtie protocol, version 1: a command a line, an answer a line.
///
/// It reads and writes no stream, so that it can be driven by anything. What is asked in the right
/// form is always answered, be it by saying why there is no verdict; what is not a command of the
/// protocol is refused, and the conversation is over.
/// Source: [Bowtie](https://docs.bowtie.report/en/stable/implementers/)
package struct Harness {
  /// What follows from a line.
  package enum Reply: Sendable, Hashable {
    /// One line of JSON, without its line end.
    case answer([UInt8])
    /// Nothing is to be said: the line was blank.
    case nothing
    /// The conversation has come to its end.
    case stop
    /// The line is no command of the protocol: why, and what to send.
    case refusal(String)
  }

  /// What schemas without `$schema` are written in.
  private enum ImplicitDialect {
    case known(SchemaDialect)
    /// One that was asked for and is not spoken.
    case unknown(uri: String)
  }

  private var hasStarted = false
  private var implicitDialect = ImplicitDialect.known(.draft202012)

  /// Starts a conversation.
  package init() {}

  /// Answers one line.
  package mutating func reply(to line: ArraySlice<UInt8>) -> Reply {
    guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return .nothing }
    do throws(ProtocolMistake) {
      return try reply(to: Message(line))
    } catch {
      return .refusal(error.message)
    }
  }

  private mutating func reply(to message: Message) throws(ProtocolMistake) -> Reply {
    let name = try message.string("cmd")
    guard let command = Command(rawValue: name) else {
      throw ProtocolMistake(
        "found the command \(try message.member("cmd").excerpt); expected \(Command.list)")
    }
    guard hasStarted || command == .start else {
      throw ProtocolMistake(
        "found the command \"\(name)\" before \"start\"", fix: #"send {"cmd":"start","version":1}"#)
    }
    switch command {
    case .start:
      try start(message)
      return .answer(Implementation.started)
    case .dialect:
      return .answer(take(dialect: try message.string("dialect")))
    case .run:
      return .answer(try run(Case(message)))
    case .stop:
      return .stop
    }
  }

  private mutating func start(_ message: Message) throws(ProtocolMistake) {
    let version = try message.member("version")
    guard version.intValue == 1 else {
      throw ProtocolMistake(
        "found version \(version.excerpt) of the protocol; expected 1",
        fix: "drive this harness with a Bowtie that speaks version 1")
    }
    self = Harness()  // what an earlier conversation asked for is over
    hasStarted = true
  }

  private mutating func take(dialect uri: String) -> [UInt8] {
    let known = SchemaDialect(metaSchemaURI: uri)
    implicitDialect = known.map { .known($0) } ?? .unknown(uri: uri)
    var answer = JSONWriter()
    answer.beginObject()
    answer.name("ok")
    answer.bool(known != nil)
    answer.endObject()
    return answer.finish()
  }

  private func run(_ testCase: Case) -> [UInt8] {
    guard let format = testCase.format else {
      return testCase.skipped("the output format \(testCase.formatName) is not supported")
    }
    let dialect: SchemaDialect
    let named = testCase.schema["$schema"]?.stringValue
    switch implicitDialect {
    case .known(let known): dialect = known
    case .unknown(let uri):
      // Judging it by another dialect would give verdicts that nobody asked for.
      guard let named else {
        return testCase.skipped(
          "the schema has no $schema, and the dialect \"\(uri)\" is not supported")
      }
      dialect = SchemaDialect(metaSchemaURI: named) ?? .draft202012
    }
    let program: SchemaProgram
    do {
      program = try testCase.compile(dialect)
    } catch {
      return testCase.errored(error.diagnostics.map(Self.sentence).joined(separator: "\n"))
    }
    return testCase.results(of: program, format)
  }

  /// A mistake in a schema with its place, on one line.
  private static func sentence(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.pointer.map { "\($0.fragment): " } ?? ""
    return "\(place)\(diagnostic.message)"
  }
}

/// The commands of the protocol.
private enum Command: String, CaseIterable {
  case start
  case dialect
  case run
  case stop

  static let list = "start, dialect, run or stop"
}
