public import ArgumentParser
import Conformance
import Diagnostics
public import SchemaValidator

/// `conformance validate`: plain JSON Schema validation.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Validates JSON against a JSON Schema, or against a schema of a contract.",
    discussion: """
      Example: conformance validate openapi.json body.json --at '#/components/schemas/Contact'

      Exit codes: 0 all valid; 1 some invalid; 2 unusable input.
      """)

  @Argument(help: "A JSON Schema, or an OpenAPI document; JSON or YAML.")
  var schema: String

  @Argument(help: "Files with instances; \"-\" is standard input.")
  var instances: [String]

  @Option(help: "A JSON pointer to the schema inside its document.")
  var at = "#"

  @Flag(help: "Every line of an instance file is an instance.")
  var ndjson = false

  @Option(help: "The dialect of a schema that names none.")
  var dialect: SchemaDialect?

  @Flag(help: "Formats decide about validity, whatever the dialect says.")
  var assertFormat = false

  @Option(help: "Print one of the standard's output formats, a line for each instance.")
  var output: OutputFormat?

  @Flag(help: "Only decide, and say nothing about why.")
  var fast = false

  @Option(help: "Parse and validate all instances so often; print the times as one JSON line.")
  var benchmark: Int?

  func validate() throws {
    if let benchmark, !(1...1_000_000 ~= benchmark) {
      throw ValidationError("--benchmark is \(benchmark); expected a number from 1 to 1000000")
    }
    if instances.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input can be given once")
    }
  }

  func run() throws {
    let isValid: Bool
    do throws(Diagnostics) {
      isValid = try ValidationWork(self).run()
    } catch {
      StandardError.write(DiagnosticPrinter(.auto).text(of: error.all))
      throw Outcome.usage.exitCode
    }
    if !isValid { throw Outcome.failed.exitCode }
  }
}

extension SchemaDialect: ExpressibleByArgument {}

extension OutputFormat: ExpressibleByArgument {}
