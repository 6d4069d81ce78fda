/// One request as it is to be sent: nothing is added to it but what HTTP itself demands.
///
/// What is added: `Host` unless given, `Content-Length` for a body unless it or
/// `Transfer-Encoding` is given, and `Content-Length: 0` for a POST, PUT or PATCH without a body.
///
/// What is handed on is a reference to its parts, which are copied where one of several holders
/// changes them.
package struct HTTPRequest: Sendable, Hashable {
  private struct Parts: Sendable, Hashable {
    var method: String
    var url: String
    var fields: [HTTPField]
    var body: [UInt8]?
    var timeout: Duration
    var connectTimeout: Duration
    var maximumBodySize: Int
    var decodesContent: Bool
  }

  private var parts: CopiedOnWrite<Parts>

  /// The method, sent as written.
  package var method: String {
    get { parts.value.method }
    _modify { yield &parts.value.method }
  }
  /// An absolute `http` or `https` URL.
  ///
  /// Everything after the authority goes into the request line byte for byte, dot segments and
  /// percent-encoding included; a fragment is left out.
  package var url: String {
    get { parts.value.url }
    _modify { yield &parts.value.url }
  }
  /// The header fields, sent in this order; an empty value is sent as an empty value.
  package var fields: [HTTPField] {
    get { parts.value.fields }
    _modify { yield &parts.value.fields }
  }
  /// The body; nil sends none, an empty array sends one of length 0.
  package var body: [UInt8]? {
    get { parts.value.body }
    _modify { yield &parts.value.body }
  }
  /// How long the whole exchange may take, waiting in the engine included.
  package var timeout: Duration {
    get { parts.value.timeout }
    _modify { yield &parts.value.timeout }
  }
  /// How long name lookup, connection and TLS handshake together may take.
  package var connectTimeout: Duration {
    get { parts.value.connectTimeout }
    _modify { yield &parts.value.connectTimeout }
  }
  /// How many bytes of response body are accepted, counted after decoding.
  package var maximumBodySize: Int {
    get { parts.value.maximumBodySize }
    _modify { yield &parts.value.maximumBodySize }
  }
  /// Whether a compressed body is decoded: gzip, deflate, br and zstd, as libcurl was built.
  ///
  /// Adds no `Accept-Encoding` field: say in `fields` what the server may send.
  package var decodesContent: Bool {
    get { parts.value.decodesContent }
    _modify { yield &parts.value.decodesContent }
  }

  /// Creates a request.
  package init(
    method: String, url: String, fields: [HTTPField] = [], body: [UInt8]? = nil,
    timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
    maximumBodySize: Int = 64 << 20, decodesContent: Bool = false
  ) {
    parts = CopiedOnWrite(
      Parts(
        method: method, url: url, fields: fields, body: body, timeout: timeout,
        connectTimeout: connectTimeout, maximumBodySize: maximumBodySize,
        decodesContent: decodesContent))
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
