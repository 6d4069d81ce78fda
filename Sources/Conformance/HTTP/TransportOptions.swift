/// How the server is reached: what a person chose for all exchanges of a run.
///
/// `TransportFlags` reads them from a command line; everything here was found fit to be used.
package struct TransportOptions: Sendable, Hashable {
  /// A version of HTTP to ask for.
  package enum HTTPVersion: String, Sendable, Hashable, CaseIterable {
    /// HTTP/1.1.
    case http1 = "1.1"
    /// HTTP/2 over TLS, agreed on in the handshake; a server without it answers in HTTP/1.1.
    ///
    /// Without TLS there is no HTTP/2 here: it could not be agreed on, only assumed, and libcurl
    /// before 8.0 loses such a connection with its second request.
    case http2 = "2"
  }

  /// A proxy that all exchanges go through.
  package struct Proxy: Sendable, Hashable {
    /// The URL, without user and password.
    package var url: String
    /// Who asks.
    package var user: String?
    /// What proves it.
    package var password: String?

    /// Creates a proxy from its parts.
    package init(url: String, user: String? = nil, password: String? = nil) {
      self.url = url
      self.user = user
      self.password = password
    }

    /// Whether it takes the place of the server where there is no TLS: it is asked for whole URLs
    /// then, not for paths.
    var readsRequests: Bool { url.hasPrefix("http") }
  }

  /// What the client shows a server that asks who it is.
  package struct ClientCertificate: Sendable, Hashable {
    /// The file with the certificate, in PEM form.
    package var file: String
    /// The file with its private key, in PEM form.
    package var keyFile: String
    /// What the key is encrypted with.
    package var passphrase: String?

    /// Creates a client certificate from its parts.
    package init(file: String, keyFile: String, passphrase: String? = nil) {
      self.file = file
      self.keyFile = keyFile
      self.passphrase = passphrase
    }
  }

  /// The address that stands for a name, in place of what a name lookup says.
  package struct Resolution: Sendable, Hashable {
    /// The host name in the URL.
    package var host: String
    /// The port in the URL.
    package var port: Int
    /// The IPv4 or IPv6 address, without brackets.
    package var address: String

    /// Creates a resolution from its parts.
    package init(host: String, port: Int, address: String) {
      self.host = host
      self.port = port
      self.address = address
    }

    /// `host:port:address`, as libcurl takes it.
    var text: String {
      "\(host):\(port):\(address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]" : address)"
    }
  }

  /// The proxy; nil for none, whatever the environment says: a run judges the server it names.
  package var proxy: Proxy?
  /// A file of trusted certificates in PEM form; nil stands for the system's.
  package var certificateAuthorities: String?
  /// What the client shows of itself.
  package var clientCertificate: ClientCertificate?
  /// Names whose addresses are given.
  package var resolutions: [Resolution] = []
  /// The version of HTTP to ask for.
  package var httpVersion = HTTPVersion.http1
  /// Header fields for each request that does not have a field of the name by itself.
  package var fields: [HTTPField] = []
  /// Whether answers may be compressed, and are decoded.
  package var isCompressed = false
  /// Whether a server need not prove who it is.
  package var isInsecure = false
  /// The secrets among all this.
  package var secrets: [Redactor.Secret] = []

  /// Creates options that choose nothing.
  package init() {}

  /// Creates options that trust the certificates in a file.
  package init(certificateAuthorities: String) {
    self.certificateAuthorities = certificateAuthorities
  }

  /// The content codings that ``isCompressed`` offers: those every build of libcurl decodes.
  private static let codings = HTTPField("Accept-Encoding", "gzip, deflate")

  /// Whether everything that a request offers to take can be decoded by the libcurl that is there,
  /// and something is coded.
  private static func decodes(_ offered: String) -> Bool {
    let names = offered.lowercased().split(separator: ",").map { coding in
      coding.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
    }
    return names.contains { $0 != "identity" }
      && names.allSatisfy { $0 == "identity" || CurlEasy.contentCodings.contains($0) }
  }

  /// Adds to a request what holds for all and what it does not say itself.
  func complete(_ request: inout HTTPRequest) {
    if !fields.isEmpty {
      let own = request.fields
      request.fields += fields.filter { own.value(named: $0.name) == nil }
    }
    if let offered = request.fields.value(named: Self.codings.name), Self.decodes(offered) {
      request.decodesContent = true
    }
    guard isCompressed, request.fields.value(named: Self.codings.name) == nil else { return }
    request.fields.append(Self.codings)
    request.decodesContent = true
  }
}
