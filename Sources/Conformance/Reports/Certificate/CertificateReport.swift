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

  private let form: Form

  /// Only the texts of the JSON form can hold what a target has said.
  package var isJSON: Bool { form == .json }

  /// Creates a reporter.
  package init(_ form: Form) {
    self.form = form
  }

  /// The certificate of the run whose results are written beside it.
  package func render(_ run: RunDigest) -> [UInt8] {
    let digest = SHA256.hexadecimal(of: JSONReport().render(run))
    let certificate = Certificate(run, resultsDigest: digest)
    return form == .json ? certificate.json() : CertificatePage(certificate).html()
  }
}
