import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials
import SchemaValidator

/// `conformance verify`: a certificate, held against the results it claims to come from.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Makes a certificate again from its results, and says what differs.",
    discussion: """
      Example: conformance verify certificate.json reports/results.json

      Nothing is sent. Whether the results themselves are true is not for this command to say: \
      the certificate names their digest and those of contract and suites.

      Exit codes: 0 it is what the results say, it counts today, and the target keeps its \
      contract by it; 1 one of these does not hold; 2 usage, or a file cannot be read.
      """)

  @Argument(help: "The certificate, as --certificate wrote it in JSON.")
  var certificate: String

  @Argument(help: "The results.json of the same run.")
  var results: String

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  func run() throws {
    let check: CertificateCheck
    do throws(Diagnostics) {
      check = try CertificateCheck(
        certificate: try SourceDocument(readingJSON: try DiskFiles().read(certificate)).root,
        results: try DiskFiles().read(results).bytes, run: try RunResult(readingFile: results),
        now: .now())
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw Outcome.usage.exitCode
    }
    StandardOutput.write(check.text)
    if !check.holds { throw Outcome.failed.exitCode }
  }
}
