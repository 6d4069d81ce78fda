/// How the server was reached, for reports: no secret is in it.
package struct TransportRecord: Sendable, Hashable {
  /// The version of HTTP that was asked for.
  package var httpVersion: String
  /// The proxy's URL, without user and password.
  package var proxy: String?
  /// The file of trusted certificates; nil stands for the system's.
  package var certificateAuthorities: String?
  /// The file of the client's certificate.
  package var clientCertificate: String?
  /// `host:port:address`, each.
  package var resolutions: [String]
  /// The header fields that requests were given besides their own, masked.
  package var fields: [String]
  /// Whether answers could be compressed.
  package var isCompressed: Bool
  /// Whether a server did not have to prove who it is.
  package var isInsecure: Bool

  /// Creates a record from its parts.
  package init(
    httpVersion: String = TransportOptions.HTTPVersion.http1.rawValue, proxy: String? = nil,
    certificateAuthorities: String? = nil, clientCertificate: String? = nil,
    resolutions: [String] = [], fields: [String] = [], isCompressed: Bool = false,
    isInsecure: Bool = false
  ) {
    self.httpVersion = httpVersion
    self.proxy = proxy
    self.certificateAuthorities = certificateAuthorities
    self.clientCertificate = clientCertificate
    self.resolutions = resolutions
    self.fields = fields
    self.isCompressed = isCompressed
    self.isInsecure = isInsecure
  }

  /// The record of options.
  init(_ options: TransportOptions, redactor: Redactor) {
    self.init(
      httpVersion: options.httpVersion.rawValue, proxy: options.proxy?.url,
      certificateAuthorities: options.certificateAuthorities,
      clientCertificate: options.clientCertificate?.file,
      resolutions: options.resolutions.map(\.text),
      fields: options.fields.map {
        "\($0.name): \(redactor.maskedField(name: $0.name, value: $0.value))"
      },
      isCompressed: options.isCompressed, isInsecure: options.isInsecure)
  }

  /// What is said of it in a line: everything that is not as usual; empty when all is.
  package var remarks: [String] {
    let usual = TransportRecord()
    var remarks: [String] = []
    if httpVersion != usual.httpVersion { remarks.append("HTTP/\(httpVersion)") }
    if let proxy { remarks.append("proxy \(proxy)") }
    if let certificateAuthorities { remarks.append("trusts \(certificateAuthorities)") }
    if let clientCertificate { remarks.append("client certificate \(clientCertificate)") }
    remarks += resolutions.map { "resolves \($0)" }
    remarks += fields.map { "header \($0)" }
    if isCompressed { remarks.append("compressed answers") }
    return remarks
  }

  /// What every report says aloud of a run that ``isInsecure``.
  package static let warning =
    "TLS was not verified: whoever answered need not have been the target"
}
