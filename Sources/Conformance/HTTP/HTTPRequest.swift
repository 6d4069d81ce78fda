/// One request as it is to be sent: nothing is added to it but what HTTP itself demands.
///
/// What is added: `Host` unless given, `Content-Length` for a body unless it or
/// `Transfer-Encoding` is given, and `Content-Length: 0` for a POST, PUT or PATCH without a body.
package struct HTTPRequest: Sendable, Hashable {
  /// The method, sent as written.
  package var method: String
  /// An absolute `http` or `https` URL.
  ///
  /// Everything after the authority goes into the request line byte for byte, dot segments and
  /// percent-encoding included; a fragment is left out.
  package var url: String
  /// The header fields, sent in this order; an empty value is sent as an empty value.
  package var fields: [HTTPField]
  /// The body; nil sends none, an empty array sends one of length 0.
  package var body: [UInt8]?
  /// How long the whole exchange may take, waiting in the engine included.
  package var timeout: Duration
  /// How long name lookup, connection and TLS handshake together may take.
  package var connectTimeout: Duration
  /// How many bytes of response body are accepted, counted after decoding.
  package var maximumBodySize: Int
  /// Whether a compressed body is decoded: gzip, deflate, br and zstd, as libcurl was built.
  ///
  /// Adds no `Accept-Encoding` field: say in `fields` what the server may send.
  package var decodesContent: Bool

  /// Creates a request.
  package init(
    method: String, url: String, fields: [HTTPField] = [], body: [UInt8]? = nil,
    timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
    maximumBodySize: Int = 64 << 20, decodesContent: Bool = false
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.maximumBodySize = maximumBodySize
    self.decodesContent = decodesContent
  }

  /// Whether the method is defined to change nothing, so that sending it twice does no harm.
  ///
  /// Source: [RFC 9110 section 9.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1)
  package var isSafe: Bool { Self.isSafe(method) }

  /// Whether a method is defined to change nothing.
  package static func isSafe(_ method: String) -> Bool {
    ["GET", "HEAD", "OPTIONS", "TRACE"].contains(method)
  }
}
