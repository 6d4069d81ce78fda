import Diagnostics
import Dispatch
import Foundation
import SchemaValidator
import Testing

/// A schema, or a pair of schema and value, under a name short enough to be read.
struct HostileCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let schema: String
  var instance = ""

  init(_ name: String, _ schema: String, _ instance: String = "") {
    testDescription = name
    self.schema = schema
    self.instance = instance
  }
}

/// Schemas and values as somebody would write them who means harm.
enum Hostile {
  /// A schema whose levels each refer to the next one as `level` says; the last one is `end`.
  static func graph(
    levels: Int, end: String, root: String = "", level: (_ next: (String) -> String) -> String
  ) -> String {
    let definitions = (0..<levels).map { number in
      let text = level { more in
        "{\"$ref\":\"#/$defs/level\(number + 1)\"\(more.isEmpty ? "" : ",")\(more)}"
      }
      return "\"level\(number)\":\(text)"
    }
    return """
      {\(root)\(root.isEmpty ? "" : ",")"$ref":"#/$defs/level0",\
      "$defs":{\(definitions.joined(separator: ",")),"level\(levels)":\(end)}}
      """
  }

  /// A text inside `depth` pairs of brackets.
  static func nested(_ open: String, _ depth: Int, _ inner: String, _ close: String) -> String {
    String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
  }

  /// A JSON array of texts made from their positions.
  static func array(_ count: Int, _ element: (Int) -> String) -> String {
    "[" + (0..<count).map(element).joined(separator: ",") + "]"
  }

  /// A JSON object of members made from their positions.
  static func object(_ count: Int, _ member: (Int) -> String) -> String {
    "{" + (0..<count).map(member).joined(separator: ",") + "}"
  }

  static func document(_ text: String) throws -> JSONDocument {
    try JSONDocument(parsing: text, limits: JSONLimits(maximumDepth: JSONLimits.deepest))
  }

  static func program(_ schema: String, checksMetaSchema: Bool = false) throws -> SchemaProgram {
    try SchemaCompiler(checksMetaSchema: checksMetaSchema).compile(document(schema))
  }

  /// What comes of judging, in full and as yes or no; the two have to agree.
  static func verdict(_ schema: String, _ instance: String) throws -> SchemaVerdict {
    let program = try program(schema)
    let value = try document(instance).root
    let verdict = program.evaluate(value)
    precondition(program.isValid(value) == verdict.isValid, "both evaluations agree")
    return verdict
  }

  /// Runs a function where a thread has no more stack than a secondary thread may get.
  static func onSmallStack<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) throws -> Result {
    let outcome = Outcome<Result>()
    let thread = Thread { outcome.complete(Swift.Result { try body() }) }
    thread.stackSize = 512 << 10
    thread.start()
    return try outcome.wait().get()
  }

  private final class Outcome<Value: Sendable>: @unchecked Sendable {
    private var result: Result<Value, any Error>?
    private let isDone = DispatchSemaphore(value: 0)

    func complete(_ result: Result<Value, any Error>) {
      self.result = result
      isDone.signal()
    }

    func wait() -> Result<Value, any Error> {
      isDone.wait()
      guard let result else { preconditionFailure("the thread ended without a result") }
      return result
    }
  }
}
