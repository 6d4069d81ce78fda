/// A certificate as a file: as JSON, or as a page for people where the file's name says so.
package struct CertificateReport: Report {
  /// The forms of a certificate.
  package enum Form: Sendable {
    case json
    case html

    /// The form that the name of a file asks for.
    package init(path: String) {
      let name = path.lowercased()
      self = name.hasSuffix(".html") || name.hasSuffix(".htm") ? .html : .json
    }
  }

  private let kind: Form

  /// What the bytes are.
  package var form: TextForm { kind == .json ? .json : .markup }

  /// Creates a reporter.
  package init(_ form: Form) {
    kind = form
  }

  /// The certificate of the run whose results are written beside it.
  package func render(_ run: RunDigest) -> [UInt8] {
    let results = run.writtenResults ?? JSONReport().render(run)
    let certificate = Certificate(run, resultsDigest: SHA256.hexadecimal(of: results))
    return kind == .json ? certificate.json() : CertificatePage(certificate).html()
  }
}
