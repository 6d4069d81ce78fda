package import Diagnostics

/// How a person wants the server to be reached, as typed.
package struct TransportFlags: Sendable, Hashable {
  /// The proxy's URL, or `env:NAME`.
  package var proxy: String?
  /// The file of trusted certificates.
  package var certificateAuthorities: String?
  /// The file of the client's certificate.
  package var certificate: String?
  /// The file of its key, if that is another one.
  package var key: String?
  /// The name of the environment variable that holds the key's passphrase.
  package var passphraseVariable: String?
  /// `host:port:address`, each.
  package var resolutions: [String] = []
  /// The version of HTTP.
  package var httpVersion = TransportOptions.HTTPVersion.http1
  /// `Name: value` or `Name: env:VARIABLE`, each.
  package var fields: [String] = []
  /// Whether answers may be compressed.
  package var isCompressed = false
  /// Whether a server need not prove who it is.
  package var isInsecure = false

  /// Creates flags of which none is set.
  package init() {}

  /// The flags as words of a command line; a mask stands for each secret that was typed.
  package var words: [String] {
    var words: [String] = []
    func add(_ flag: String, _ value: String?) {
      if let value { words += ["--\(flag)", value] }
    }
    add("proxy", proxy.map { Self.withoutCredentials($0) })
    add("cacert", certificateAuthorities)
    add("cert", certificate)
    add("key", key)
    add("key-passphrase-env", passphraseVariable)
    for resolution in resolutions { add("resolve", resolution) }
    if httpVersion != TransportFlags().httpVersion { add("http-version", httpVersion.rawValue) }
    for field in fields { add("header", Self.withoutCredentials(field: field)) }
    if isCompressed { words.append("--compressed") }
    if isInsecure { words.append("--insecure") }
    return words
  }

  private static func withoutCredentials(_ proxy: String) -> String {
    guard let at = proxy.lastIndex(of: "@") else { return proxy }
    let scheme = proxy.firstOffset(of: "://").map {
      String(decoding: proxy.utf8.prefix($0 + 3), as: UTF8.self)
    }
    return "\(scheme ?? "")\(Redactor.mask):\(Redactor.mask)\(proxy[at...])"
  }

  private static func withoutCredentials(field: String) -> String {
    guard let colon = field.firstIndex(of: ":") else { return field }
    let value = field[field.index(after: colon)...].drop { $0 == " " }
    let name = field[..<colon]
    guard !value.hasPrefix("env:"), Redactor.carriesCredentials(String(name)) else { return field }
    return "\(name): \(Redactor.mask)"
  }

  /// What the flags mean.
  ///
  /// Values that only the connection can prove wrong, such as a key that is not the certificate's,
  /// become errors of the first exchange.
  /// - Throws: ``Diagnostics`` with every mistake in them. No value that may be secret is repeated.
  package func options(
    environment: [String: String], files: any FileReading = DiskFiles()
  ) throws(Diagnostics) -> TransportOptions {
    var reader = Reader(environment: environment, files: files)
    var options = TransportOptions()
    options.proxy = proxy.flatMap { reader.proxy($0) }
    options.certificateAuthorities = certificateAuthorities.flatMap {
      reader.certificateAuthorities($0)
    }
    options.clientCertificate = reader.clientCertificate(self)
    options.resolutions = resolutions.compactMap { reader.resolution($0) }
    options.httpVersion = httpVersion
    options.fields = fields.compactMap { reader.field($0) }
    options.isCompressed = isCompressed
    options.isInsecure = isInsecure
    options.secrets = reader.secrets
    guard reader.mistakes.isEmpty else { throw Diagnostics(reader.mistakes) }
    return options
  }
}

/// Reads flags one by one, and gathers what is wrong with them.
private struct Reader {
  let environment: [String: String]
  let files: any FileReading
  private(set) var mistakes: [Diagnostic] = []
  private(set) var secrets: [Redactor.Secret] = []

  init(environment: [String: String], files: any FileReading) {
    self.environment = environment
    self.files = files
  }

  private mutating func refuse(_ flag: String, _ message: String, fix: String) {
    mistakes.append(Diagnostic(code: "transport.\(flag)", "--\(flag): \(message)", fix: fix))
  }

  /// Has a value looked for wherever it may stand, unless it is so short that it stands in other
  /// texts by chance: then it is masked only where it belongs.
  private mutating func addSecret(_ value: String, from variable: String? = nil) {
    guard Self.isLongEnough(value) else { return }
    secrets.append(Redactor.Secret(value, environmentName: variable))
  }

  private static func isLongEnough(_ secret: some StringProtocol) -> Bool {
    secret.unicodeScalars.count >= Redactor.shortestSecret
  }

  /// The value of an environment variable that a flag names; nil when there is none, which is a
  /// mistake.
  private mutating func variable(_ name: String, of flag: String) -> String? {
    if let value = environment[name], !value.utf8.isEmpty { return value }
    refuse(
      flag, "the environment variable \(name.debugDescription) has no value",
      fix: "set it before the run")
    return nil
  }

  /// The name in `env:NAME`; nil for any other text.
  private static func variableName(_ text: String) -> String? {
    text.hasPrefix("env:") ? String(text.dropFirst(4)) : nil
  }

  // MARK: Proxy

  private static let proxySchemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

  mutating func proxy(_ text: String) -> TransportOptions.Proxy? {
    var url = text
    if let name = Self.variableName(text) {
      guard let value = variable(name, of: "proxy") else { return nil }
      url = value
    }
    let fix = "give a URL such as http://proxy.example:3128"
    var scheme = "http"
    if let end = url.firstOffset(of: "://") {
      scheme = String(decoding: url.utf8.prefix(end), as: UTF8.self).lowercased()
      url = String(decoding: url.utf8.dropFirst(end + 3), as: UTF8.self)
    }
    guard Self.proxySchemes.contains(scheme) else {
      refuse(
        "proxy", "the scheme is none of \(Self.proxySchemes.joined(separator: ", "))", fix: fix)
      return nil
    }
    if url.hasSuffix("/") { url.removeLast() }
    guard url.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      refuse("proxy", "it holds a space, a control character or one beyond ASCII", fix: fix)
      return nil
    }
    var user: String?
    var password: String?
    if let at = url.lastIndex(of: "@") {
      let credentials = url[..<at]
      url = String(url[url.index(after: at)...])
      // Kept even if something else is wrong: it may stand in the command line.
      addSecret(String(credentials))
      let parts = credentials.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = parts.first.flatMap(Self.percentDecoded)
      password = parts.count == 2 ? Self.percentDecoded(parts[1]) : ""
      guard let user, let password, !user.isEmpty,
        "\(user)\(password)".utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
      else {
        refuse("proxy", "the user and password are not percent-encoded text", fix: fix)
        return nil
      }
      addSecret("\(user):\(password)")
      addSecret(password)
      if parts.count == 2 { addSecret(String(parts[1])) }
    }
    guard Self.isAuthority(url) else {
      refuse("proxy", "after the scheme stands no host, or more than a host and a port", fix: fix)
      return nil
    }
    return TransportOptions.Proxy(url: "\(scheme)://\(url)", user: user, password: password)
  }

  /// Whether a text is a host and, if any, a port.
  private static func isAuthority(_ text: String) -> Bool {
    if text.hasPrefix("["), let end = text.lastIndex(of: "]") {
      let address = String(text[text.index(after: text.startIndex)..<end])
      let rest = text[text.index(after: end)...]
      return NetworkAddress.isAddress(address)
        && (rest.isEmpty || rest.hasPrefix(":") && port(rest.dropFirst()) != nil)
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return isHost(parts[0]) && (parts.count == 1 || port(parts[1]) != nil)
  }

  /// Whether a text is a host name or an IPv4 address.
  private static func isHost(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private static func port(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let port = Int(text), 1...65535 ~= port
    else { return nil }
    return port
  }

  private static func percentDecoded(_ text: Substring) -> String? {
    try? TextDecoding.percent.text(ArraySlice(text.utf8))
  }

  // MARK: Files

  /// The file, when it can be read and holds a certificate.
  mutating func certificateAuthorities(_ path: String) -> String? {
    guard let file = pem(path, of: "cacert") else { return nil }
    guard file.hasCertificate else {
      refuse("cacert", "\(path) holds no certificate in PEM form", fix: Self.certificateFix)
      return nil
    }
    return path
  }

  private static let certificateFix =
    "give a file with -----BEGIN CERTIFICATE----- and its end; "
    + "openssl x509 -inform der -in FILE makes it of a binary one"

  mutating func clientCertificate(
    _ flags: TransportFlags
  ) -> TransportOptions.ClientCertificate? {
    var passphrase: String?
    if let name = flags.passphraseVariable {
      passphrase = variable(name, of: "key-passphrase-env")
      if let passphrase { addSecret(passphrase, from: name) }
    }
    guard let path = flags.certificate else {
      let lonely = ["key": flags.key, "key-passphrase-env": flags.passphraseVariable]
      for (flag, value) in lonely.sorted(by: { $0.key < $1.key }) where value != nil {
        refuse(flag, "it means nothing without --cert", fix: "give the certificate as well")
      }
      return nil
    }
    guard let certificate = pem(path, of: "cert") else { return nil }
    guard certificate.hasCertificate else {
      refuse("cert", "\(path) holds no certificate in PEM form", fix: Self.certificateFix)
      return nil
    }
    let keyPath = flags.key ?? path
    let keyFlag = flags.key == nil ? "cert" : "key"
    guard let key = flags.key.map({ pem($0, of: "key") }) ?? certificate else { return nil }
    guard key.hasKey else {
      refuse(
        keyFlag, "\(keyPath) holds no private key in PEM form",
        fix: flags.key == nil
          ? "give the key's file by --key" : "give a file with a PRIVATE KEY block")
      return nil
    }
    if key.isKeyEncrypted, flags.passphraseVariable == nil {
      refuse(
        keyFlag, "the private key in \(keyPath) is encrypted",
        fix: "name the environment variable with its passphrase by --key-passphrase-env")
      return nil
    }
    return .init(file: path, keyFile: keyPath, passphrase: passphrase)
  }

  private mutating func pem(_ path: String, of flag: String) -> PEMFile? {
    do throws(Diagnostics) {
      return PEMFile(try files.read(path))
    } catch {
      mistakes += error.all.map { mistake in
        var mistake = mistake
        mistake.message = "--\(flag): \(mistake.message)"
        return mistake
      }
      return nil
    }
  }

  // MARK: Names and fields

  mutating func resolution(_ text: String) -> TransportOptions.Resolution? {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    let fix = "give HOST:PORT:ADDRESS, such as api.example.com:443:127.0.0.1"
    let shown = text.debugDescription
    guard parts.count == 3, Self.isHost(parts[0]) else {
      refuse("resolve", "\(shown) is not a host, a port and an address", fix: fix)
      return nil
    }
    guard let port = Self.port(parts[1]) else {
      refuse("resolve", "the port in \(shown) is not a number from 1 to 65535", fix: fix)
      return nil
    }
    let isInBrackets = parts[2].hasPrefix("[") && parts[2].hasSuffix("]")
    let address = String(isInBrackets ? parts[2].dropFirst().dropLast() : parts[2])
    guard NetworkAddress.isAddress(address) else {
      refuse("resolve", "the end of \(shown) is neither an IPv4 nor an IPv6 address", fix: fix)
      return nil
    }
    return .init(host: String(parts[0]), port: port, address: address)
  }

  /// Fields that say how a message is carried, with what stands in their place.
  private static let carryingFields = [
    "connection": "the engine decides on connections",
    "content-length": "the engine counts the body",
    "expect": "the engine sends bodies without asking",
    "host": "the URL names the host; --resolve leads it to an address",
    "keep-alive": "the engine decides on connections",
    "proxy-authorization": "user and password belong into --proxy",
    "proxy-connection": "the engine decides on connections",
    "te": "the engine decides on transfer codings",
    "trailer": "the engine sends no trailers",
    "transfer-encoding": "the engine decides on transfer codings",
    "upgrade": "--http-version decides on the protocol",
  ]

  mutating func field(_ text: String) -> HTTPField? {
    let fix = "give 'Name: value' or 'Name: env:VARIABLE'"
    guard let colon = text.firstIndex(of: ":") else {
      refuse("header", "a header without a colon", fix: fix)
      return nil
    }
    let name = String(text[..<colon])
    let written = String(text[text.index(after: colon)...].trimmingBlanks)
    guard PreparedRequest.isToken(name) else {
      // What stands before the first colon may be part of a secret.
      refuse("header", "the name before the colon is not a token of letters and digits", fix: fix)
      return nil
    }
    if let reason = Self.carryingFields[name.lowercased()] {
      if Redactor.carriesCredentials(name) { addSecret(written) }
      refuse("header", "\(name) cannot be given: \(reason)", fix: "leave it out")
      return nil
    }
    var value = written
    let source = Self.variableName(written)
    if let source {
      guard let found = variable(source, of: "header") else { return nil }
      value = found
      // The word before credentials is none of them; of other values every word counts.
      let blank = Redactor.carriesCredentials(name) ? value.firstIndex(of: " ") : nil
      let secret = blank.map { String(value[$0...].trimmingBlanks) } ?? value
      guard Self.isLongEnough(secret) else {
        refuse(
          "header",
          "the value of \(name), by \(source), has fewer than \(Redactor.shortestSecret) characters, "
            + "which stand in other texts by chance; they cannot be masked",
          fix: "give a longer one, or write the value itself if everybody may see it")
        return nil
      }
      addSecret(value, from: source)
    } else if Redactor.carriesCredentials(name) {
      addSecret(value)
    }
    if source != nil || Redactor.carriesCredentials(name),
      let blank = value.firstIndex(of: " ")
    {
      // A server that repeats the credentials need not repeat the word before them.
      addSecret(String(value[blank...].trimmingBlanks), from: nil)
    }
    guard !value.isEmpty, value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
      refuse(
        "header", "the value of \(name) is empty or holds a control character", fix: fix)
      return nil
    }
    return HTTPField(name, value)
  }
}

extension String {
  /// How many bytes stand before the first occurrence of a text.
  fileprivate func firstOffset(of text: String) -> Int? {
    let bytes = Array(utf8)
    return bytes.indices.first { bytes[$0...].starts(with: text.utf8) }
  }
}
