import Diagnostics
import SchemaValidator

/// ERR-17: the code of an error is a word for programs, the same whatever the input was.
///
/// Its form is the configured pattern; without one, any run of ASCII letters, digits and the
/// characters `_ - . : /`.
struct ErrorCodeIsToken: ExchangeCheck {
  static let requirements: [RequirementID] = ["ERR-17"]

  private let pattern: String?
  private let program: SchemaProgram?

  /// Creates the check; a pattern that cannot be read is left out, which the profile's own check
  /// reports before a run.
  init(pattern: String?) {
    var program: SchemaProgram?
    if let pattern {
      var writer = JSONWriter(.compact)
      writer.beginObject()
      writer.name("pattern")
      writer.string(pattern)
      writer.endObject()
      program = try? InlineSchema.compile(writer.finish())
    }
    self.program = program
    self.pattern = program == nil ? nil : pattern
  }

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.isError, let pointer = context.conventions.errors?.code,
      let value = exchange.value(at: pointer), let code = value.stringValue, !code.isEmpty
    else { return }
    report.judge("ERR-17")
    if !hasForm(value, code) {
      report.depart(
        from: "ERR-17", "the code of an error does not have the form of a code",
        at: .body(pointer), expected: pattern.map { "a match of \($0)" } ?? "one word in ASCII",
        got: code.quoted)
    } else if let input = RequestInput(exchange).invented.first(where: { code.contains($0) }) {
      report.depart(
        from: "ERR-17", "the code of an error repeats what the request sent", at: .body(pointer),
        expected: "the same code for the same mistake, whatever was sent",
        got: "\(code.quoted), which holds \(input.quoted)")
    }
  }

  private func hasForm(_ value: JSONValue, _ code: String) -> Bool {
    if let program { return program.evaluate(value).outcome != .invalid }
    return code.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_-.:/".utf8.contains(byte)
      }
    }
  }
}
