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
      Examples:
        conformance validate schema.json a.json b.json
        conformance validate openapi.json body.json --at '#/components/schemas/Contact'
        conformance validate schema.json - --ndjson --output flag < lines.ndjson

      References to other files are followed inside of the schema's folder; documents from \
      elsewhere are given with --registry. Nothing is fetched over a network.

      With --output every instance is a line of JSON on standard output, in order; what cannot be \
      judged is such a line with "valid": false and an "error", and is told on standard error too.

      Exit codes: 0 all valid; 1 some invalid; 2 unusable: the command line or the schema, or an \
      instance that is no JSON, cannot be read, or cannot be decided. The others are judged all \
      the same.
      """)

  @Argument(
    help: "A JSON Schema, or an OpenAPI document; JSON or YAML; \"-\" is standard input.")
  var schema: String

  @Argument(
    help: """
      Files with instances: JSON, or YAML by its ending. A folder stands for all such files in it, \
      "-" for standard input.
      """)
  var instances: [String]

  @Option(
    help: ArgumentHelp("A JSON pointer to the schema inside its document.", valueName: "pointer"))
  var at = Self.wholeDocument

  @Flag(help: "Every line of an instance file is an instance; blank lines are none.")
  var ndjson = false

  @Option(
    help: ArgumentHelp(
      """
      The dialect of a schema that names none: \(DialectName.list), or the URI of its \
      meta-schema. (default: an OpenAPI document's own, else 2020-12)
      """, valueName: "name"),
    transform: DialectName.dialect)
  var dialect: SchemaDialect?

  @Option(
    help: ArgumentHelp(
      """
      Where references may lead: URI=FILE, URI=FOLDER for all URIs that begin so, or a file or \
      folder alone, known by its path and its $id. May be repeated.
      """, valueName: "[uri=]path"))
  var registry: [String] = []

  @Flag(help: "Formats decide about validity, whatever the dialect says.")
  var assertFormat = false

  @Option(
    help: ArgumentHelp(
      "Print one of the standard's output formats, a line for each instance.", valueName: "format")
  )
  var output: OutputFormat?

  @Flag(help: "Only decide, and say nothing about why.")
  var fast = false

  @Option(
    help: ArgumentHelp(
      "Parse and validate all instances so often; print the times as one JSON line.",
      valueName: "n"))
  var benchmark: Int?

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  /// What `--at` names unless told otherwise.
  static let wholeDocument = "#"

  func validate() throws {
    if let benchmark, !(1...1_000_000 ~= benchmark) {
      throw ValidationError("--benchmark is \(benchmark); expected a number from 1 to 1000000")
    }
    if benchmark != nil, output != nil {
      throw ValidationError("--benchmark prints times and --output verdicts; give one of them")
    }
    if fast, let output, output != .flag {
      throw ValidationError(
        "--fast says nothing about why, and --output \(output.rawValue) says it; give one of "
          + "them, or --output flag")
    }
    if ([schema] + instances).count(where: { $0 == ByteStream.standardInput }) > 1 {
      throw ValidationError("standard input can be given once")
    }
  }

  func run() throws {
    let outcome: Outcome
    do throws(Diagnostics) {
      outcome = try ValidationWork(self).run()
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw Outcome.usage.exitCode
    }
    if outcome != .passed { throw outcome.exitCode }
  }
}

extension OutputFormat: ExpressibleByArgument {}
