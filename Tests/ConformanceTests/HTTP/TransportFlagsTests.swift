import Conformance
import Diagnostics
import Testing

@Suite("Transport flags")
struct TransportFlagsTests {
  /// A certificate and keys whose insides nobody looks at: what is judged here is the form.
  private static let files = PEMFiles([
    "ca.pem":
      "Certificate of nobody\n-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n",
    "cut.pem": "-----BEGIN CERTIFICATE-----\nAQID\n",
    "noise.pem": "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n",
    "text.pem": "no certificate at all\n",
    "key.pem": "-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n",
    "locked.pem":
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAQID\n-----END ENCRYPTED PRIVATE KEY-----\n",
    "old.pem": """
    -----BEGIN RSA PRIVATE KEY-----
    Proc-Type: 4,ENCRYPTED
    DEK-Info: AES-256-CBC,00

    AQID
    -----END RSA PRIVATE KEY-----
    """,
  ])
  private static let environment = [
    "WORD": "open sesame", "TOKEN": "tok_123456", "EMPTY": "", "BUILD": "release 42",
    "DBG": "1", "SHORT": "Bearer 12345", "GATE": "http://me:pass@proxy.test:1", "PIN": "1234",
  ]

  private func options(
    _ set: (inout TransportFlags) -> Void
  ) throws(Diagnostics) -> TransportOptions {
    var flags = TransportFlags()
    set(&flags)
    return try flags.options(environment: Self.environment, files: Self.files)
  }

  @Test("are repeated as typed, but for their secrets")
  func words() {
    var flags = TransportFlags()
    #expect(flags.words == [])
    flags.proxy = "http://me:p@ss@proxy.test:3128"
    flags.certificateAuthorities = "ca.pem"
    flags.certificate = "c.pem"
    flags.key = "k.pem"
    flags.passphraseVariable = "WORD"
    flags.resolutions = ["a.test:443:127.0.0.1"]
    flags.httpVersion = .http2
    flags.fields = ["X-Shop: abc", "X-Api-Key: abc", "Authorization:env:TOKEN"]
    flags.isCompressed = true
    flags.isInsecure = true
    #expect(
      flags.words == [
        "--proxy", "http://***:***@proxy.test:3128", "--cacert", "ca.pem", "--cert", "c.pem",
        "--key", "k.pem", "--key-passphrase-env", "WORD", "--resolve", "a.test:443:127.0.0.1",
        "--http-version", "2", "--header", "X-Shop: abc", "--header", "X-Api-Key: ***",
        "--header", "Authorization:env:TOKEN", "--compressed", "--insecure",
      ])
    flags.proxy = "env:PROXY"
    #expect(flags.words.starts(with: ["--proxy", "env:PROXY"]))
    flags.proxy = "proxy.test"
    #expect(flags.words.starts(with: ["--proxy", "proxy.test"]))
  }

  @Test("choose nothing unless set")
  func none() throws {
    #expect(try options { _ in } == TransportOptions())
  }

  @Test(
    "read a proxy, and take its user and password out of the URL",
    arguments: [
      ("proxy.test:3128", "http://proxy.test:3128", nil, nil),
      ("http://proxy.test", "http://proxy.test", nil, nil),
      ("HTTPS://proxy.test/", "https://proxy.test", nil, nil),
      ("socks5h://[::1]:1080", "socks5h://[::1]:1080", nil, nil),
      ("http://me@proxy.test:1", "http://proxy.test:1", "me", ""),
      ("http://me:p%40ss:w@proxy.test:1", "http://proxy.test:1", "me", "p@ss:w"),
    ])
  func proxy(text: String, url: String, user: String?, password: String?) throws {
    let options = try options { $0.proxy = text }
    #expect(options.proxy == .init(url: url, user: user, password: password))
    if let password, !password.isEmpty {
      #expect(!Redactor(options.secrets).masked("--proxy \(text)").contains("p%40ss"))
      #expect(!Redactor(options.secrets).masked("said \(password)").contains(password))
    }
  }

  @Test(
    "read a name's address",
    arguments: [
      ("api.test:443:127.0.0.1", "api.test:443:127.0.0.1"),
      ("api.test:8443:::1", "api.test:8443:[::1]"),
      ("a-b.test:1:[2001:db8::2]", "a-b.test:1:[2001:db8::2]"),
    ])
  func resolution(text: String, expected: String) throws {
    let options = try options { $0.resolutions = [text] }
    let record = options.resolutions.map { "\($0.host):\($0.port):\($0.address)" }
    #expect(record == [expected.replacing("[", with: "").replacing("]", with: "")])
  }

  @Test(
    "read a header field, and know which values are secret",
    arguments: [
      ("X-Tenant: acme", "X-Tenant", "acme", []),
      ("X-Tenant:acme", "X-Tenant", "acme", []),
      ("X-Gate: env:TOKEN", "X-Gate", "tok_123456", ["tok_123456"]),
      ("X-Build: env:BUILD", "X-Build", "release 42", ["release 42"]),
      ("Authorization: Basic bWU6cHc=", "Authorization", "Basic bWU6cHc=", ["bWU6cHc="]),
      ("Cookie: door=open1234", "Cookie", "door=open1234", ["door=open1234"]),
      ("X-Api-Key: k-99887766", "X-Api-Key", "k-99887766", ["k-99887766"]),
    ] as [(String, String, String, [String])])
  func field(text: String, name: String, value: String, hidden: [String]) throws {
    let options = try options { $0.fields = [text] }
    #expect(options.fields == [HTTPField(name, value)])
    #expect(options.secrets.isEmpty == hidden.isEmpty)
    let shown = Redactor(options.secrets).masked("\(text); got \(value)")
    for secret in hidden { #expect(!shown.contains(secret), "\(shown)") }
  }

  @Test("have what is too short to be looked for masked only where it belongs")
  func short() throws {
    let options = try options {
      $0.proxy = "env:GATE"
      $0.fields = ["Cookie: a=b", "X-Api-Key: 1", "Authorization: Bearer abc"]
      $0.certificate = "ca.pem"
      $0.key = "locked.pem"
      $0.passphraseVariable = "PIN"
    }
    #expect(options.proxy == .init(url: "http://proxy.test:1", user: "me", password: "pass"))
    #expect(options.clientCertificate?.passphrase == "1234")
    let redactor = Redactor(options.secrets)
    let plain = "All 1234 cases passed; a=b; abc"
    #expect(redactor.masked(plain) == plain)
    // What the proxy is told, as it may be repeated.
    #expect(redactor.masked("me:pass, bWU6cGFzcw==, Bearer abc") == "***, ***w==, ***")
    let shown = options.fields.map { redactor.maskedField(name: $0.name, value: $0.value) }
    #expect(shown == ["***", "***", "Bearer ***"])
  }

  @Test("take a certificate with its key, and the passphrase from the environment")
  func certificate() throws {
    let options = try options {
      $0.certificateAuthorities = "ca.pem"
      $0.certificate = "ca.pem"
      $0.key = "locked.pem"
      $0.passphraseVariable = "WORD"
    }
    #expect(options.certificateAuthorities == "ca.pem")
    #expect(
      options.clientCertificate
        == .init(file: "ca.pem", keyFile: "locked.pem", passphrase: "open sesame"))
    #expect(options.secrets == [.init("open sesame", environmentName: "WORD")])
  }

  /// A flag with a value that cannot be used.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let name: String
    let part: String
    let set: @Sendable (inout TransportFlags) -> Void

    init(_ name: String, _ part: String, _ set: @escaping @Sendable (inout TransportFlags) -> Void)
    {
      self.name = name
      self.part = part
      self.set = set
    }

    var testDescription: String { "\(name): \(part)" }
  }

  private static let mistakes: [Mistake] = [
    Mistake("proxy", "the scheme is none of") { $0.proxy = "ftp://proxy.test" },
    Mistake("proxy", "no host, or more than") { $0.proxy = "http://proxy.test/path" },
    Mistake("proxy", "no host, or more than") { $0.proxy = "http://proxy.test:99999" },
    Mistake("proxy", "no host, or more than") { $0.proxy = "" },
    Mistake("proxy", "no host, or more than") { $0.proxy = "http://[::g]:1" },
    Mistake("proxy", "a control character") { $0.proxy = "http://proxy.test\r\nX: y" },
    Mistake("proxy", "not percent-encoded") { $0.proxy = "http://a%:b@proxy.test" },
    Mistake("proxy", "not percent-encoded") { $0.proxy = "http://a:b%00c@proxy.test" },
    Mistake("proxy", "NOWHERE") { $0.proxy = "env:NOWHERE" },
    Mistake("cacert", "does not exist") { $0.certificateAuthorities = "gone.pem" },
    Mistake("cacert", "no certificate") { $0.certificateAuthorities = "text.pem" },
    Mistake("cacert", "no certificate") { $0.certificateAuthorities = "key.pem" },
    Mistake("cacert", "no certificate") { $0.certificateAuthorities = "cut.pem" },
    Mistake("cacert", "no certificate") { $0.certificateAuthorities = "noise.pem" },
    Mistake("cert", "no private key") { $0.certificate = "ca.pem" },
    Mistake("cert", "no certificate") { $0.certificate = "key.pem" },
    Mistake("key", "means nothing without --cert") { $0.key = "key.pem" },
    Mistake("key", "does not exist") {
      $0.certificate = "ca.pem"
      $0.key = "gone.pem"
    },
    Mistake("key", "is encrypted") {
      $0.certificate = "ca.pem"
      $0.key = "locked.pem"
    },
    Mistake("key", "is encrypted") {
      $0.certificate = "ca.pem"
      $0.key = "old.pem"
    },
    Mistake("key-passphrase-env", "EMPTY") {
      $0.certificate = "ca.pem"
      $0.key = "key.pem"
      $0.passphraseVariable = "EMPTY"
    },
    Mistake("resolve", "not a host, a port and an address") { $0.resolutions = ["api.test"] },
    Mistake("resolve", "the port") { $0.resolutions = ["api.test:0:127.0.0.1"] },
    Mistake("resolve", "neither an IPv4 nor an IPv6") { $0.resolutions = ["api.test:1:127.0.0"] },
    Mistake("resolve", "neither an IPv4 nor an IPv6") { $0.resolutions = ["api.test:1:other"] },
    Mistake("header", "without a colon") { $0.fields = ["X-Tenant"] },
    Mistake("header", "not a token") { $0.fields = ["X Tenant: a"] },
    Mistake("header", "control character") { $0.fields = ["X: a\r\nY: b"] },
    Mistake("header", "is empty") { $0.fields = ["X:"] },
    Mistake("header", "NOWHERE") { $0.fields = ["X: env:NOWHERE"] },
    Mistake("header", "by DBG, has fewer than 6 characters") { $0.fields = ["X-Debug: env:DBG"] },
    Mistake("header", "by SHORT, has fewer than 6") { $0.fields = ["Authorization: env:SHORT"] },
    Mistake("header", "the engine counts the body") { $0.fields = ["content-length: 3"] },
    Mistake("header", "--proxy") { $0.fields = ["Proxy-Authorization: Basic c2VjcmV0"] },
  ]

  @Test("refuse what cannot be used, by the flag it belongs to", arguments: mistakes)
  func refused(_ mistake: Mistake) throws {
    let error = #expect(throws: Diagnostics.self) { try options(mistake.set) }
    let all = error?.all ?? []
    #expect(all.count == 1)
    #expect(all.first?.message.hasPrefix("--\(mistake.name): ") == true, "\(all)")
    #expect(all.first?.message.contains(mistake.part) == true, "\(all)")
    #expect(all.first?.fix != nil)
    #expect(all.allSatisfy { !$0.message.contains("c2VjcmV0") })
  }

  @Test("tell all mistakes at once")
  func together() throws {
    let error = #expect(throws: Diagnostics.self) {
      try options {
        $0.proxy = "ftp://proxy.test"
        $0.resolutions = ["a", "b"]
        $0.fields = ["no colon"]
      }
    }
    #expect(error?.all.count == 4)
  }
}

/// Files by their names.
private struct PEMFiles: FileReading {
  private let texts: [String: String]

  init(_ texts: [String: String]) { self.texts = texts }

  func exists(_ path: String) -> Bool { texts[path] != nil }
  func isFolder(_ path: String) -> Bool { false }
  func names(in folder: String) -> [String] { [] }
  func read(_ path: String) throws(Diagnostics) -> SourceText {
    guard let text = texts[path] else {
      throw Diagnostics([
        Diagnostic(code: "file.unreadable", "\(path) does not exist", fix: "check the path")
      ])
    }
    return SourceText(text, name: path)
  }
}
