/// A request that was found fit to be sent, in the pieces libcurl takes.
///
/// A class, since it is handed on as it is from the task that sends it to the end of its exchange.
final class PreparedRequest: Sendable {
  /// What the server is asked about in the request line: path and query as written.
  let target: String
  /// Scheme and authority, followed by `/`.
  let origin: String
  /// Whether the origin is reached over TLS.
  let usesTLS: Bool
  /// Header lines in libcurl's notation, those that switch off its own additions included.
  let headerLines: [String]
  /// The body as sent; nil sends neither a body nor a length.
  let body: [UInt8]?
  /// The request this was made from.
  let request: HTTPRequest

  /// What a proxy without TLS is asked about: the whole URL, path and query as written.
  var absoluteTarget: String { origin.dropLast() + target }

  /// Checks a request and takes it apart.
  ///
  /// - Throws: ``TransportError`` of kind `.invalidRequest` for a URL that is not absolute `http`
  ///   or `https`, and for anything that would end a line of the message early.
  @inline(never)
  init(_ request: HTTPRequest) throws(TransportError) {
    guard Self.isToken(request.method) else {
      throw .unfit("the method \(quoted(request.method)) is not a token of letters and digits")
    }
    if request.method == "HEAD", request.body != nil {
      throw .unfit("a HEAD request with a body cannot be sent")
    }
    let url = try Self.split(request.url)
    self.origin = "\(url.scheme)://\(url.authority)/"
    self.target = url.target
    self.usesTLS = url.scheme == "https"
    self.headerLines = try Self.headerLines(of: request)
    let announcesBody = ["POST", "PUT", "PATCH"].contains(request.method)
    self.body = request.body ?? (announcesBody ? [] : nil)
    self.request = request
  }

  /// What libcurl would add to a message on its own account, with the lines that leave it out.
  private static let libcurlAdditions = [
    "Accept", "Accept-Encoding", "Content-Type", "Expect", "User-Agent",
  ].map { (name: $0, line: "\($0):") }

  /// The fields in libcurl's notation: `Name: value`, `Name;` for an empty value, and `Name:` for
  /// a field of its own that it must leave out.
  ///
  /// Source: [CURLOPT_HTTPHEADER](https://curl.se/libcurl/c/CURLOPT_HTTPHEADER.html)
  private static func headerLines(of request: HTTPRequest) throws(TransportError) -> [String] {
    var lines: [String] = []
    lines.reserveCapacity(request.fields.count + libcurlAdditions.count)
    for field in request.fields {
      guard isToken(field.name) else {
        throw .unfit("the header name \(quoted(field.name)) is not a token")
      }
      guard !field.value.utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else {
        throw .unfit("the value of header \(field.name) holds a line end or a NUL character")
      }
      let isEmpty = field.value.utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
      if isEmpty, field.isNamed("Host") {
        throw .unfit("an empty Host header cannot be sent")
      }
      lines.append(isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    for addition in libcurlAdditions
    where !request.fields.contains(where: { $0.isNamed(addition.name) }) {
      lines.append(addition.line)
    }
    return lines
  }

  /// Takes an absolute URL apart without changing a byte of its path and query.
  private static func split(
    _ url: String
  ) throws(TransportError) -> (scheme: String, authority: String, target: String) {
    let bytes = Array(url.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[colon...].starts(with: "://".utf8)
    else { throw .unfit("the URL \(quoted(url)) is not absolute") }
    let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
    guard scheme == "http" || scheme == "https" else {
      throw .unfit("the URL scheme \(quoted(scheme)) is neither http nor https")
    }
    let rest = bytes[(colon + 3)...]
    guard !rest.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
      throw .unfit("the URL holds a space or a control character; it has to be percent-encoded")
    }
    let authorityEnd = rest.firstIndex(where: Self.endsAuthority) ?? rest.endIndex
    let authority = rest[..<authorityEnd]
    guard !authority.isEmpty else { throw .unfit("the URL \(quoted(url)) names no host") }
    guard !authority.contains(UInt8(ascii: "@")) else {
      throw .unfit("the URL holds credentials; an Authorization header has to carry them")
    }
    let reference = rest[authorityEnd...]
    let target = reference.prefix { $0 != UInt8(ascii: "#") }
    let slash = target.first == UInt8(ascii: "/") ? "" : "/"
    return (
      scheme, String(decoding: authority, as: UTF8.self),
      slash + String(decoding: target, as: UTF8.self)
    )
  }

  /// Whether a byte ends the part of a URL that names its server.
  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// Whether a text is a token, the alphabet of methods and field names.
  ///
  /// Source: [RFC 9110 section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)
  static func isToken(_ text: String) -> Bool {
    !text.utf8.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}

extension TransportError {
  /// An error about a request that was not sent.
  fileprivate static func unfit(_ message: String) -> TransportError {
    TransportError(.invalidRequest, phase: .preparing, message)
  }
}

/// A text in quotes with its control characters escaped, for a sentence.
private func quoted(_ text: String) -> String { text.debugDescription }
