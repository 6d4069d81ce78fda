import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// The flags that say how the server is reached.
struct TransportArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Go through a proxy: http, https, socks4, socks4a, socks5 or socks5h://[user:password@]host\
      [:port], or env:NAME for a URL in an environment variable. None unless given. A password of \
      fewer than 6 characters is masked only where the proxy is named.
      """, valueName: "url"))
  var proxy: String?

  @Option(
    help: ArgumentHelp(
      "Trust the certificates in this PEM file in place of the system's.", valueName: "file"))
  var cacert: String?

  @Option(
    help: ArgumentHelp("Show the client certificate in this PEM file.", valueName: "file"))
  var cert: String?

  @Option(
    help: ArgumentHelp(
      "The PEM file with its private key, if it is not beside the certificate.",
      valueName: "file"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "The environment variable with the passphrase of the key.", valueName: "name"))
  var keyPassphraseEnv: String?

  @Option(
    help: ArgumentHelp(
      "Find a host at this address, whatever its name says; may be repeated.",
      valueName: "host:port:address"))
  var resolve: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      1.1, or 2: HTTP/2 over TLS. A server that does not offer it is judged over HTTP/1.1, and the \
      report says so. Without TLS there is only 1.1.
      """, valueName: "version"))
  var httpVersion = TransportOptions.HTTPVersion.http1

  @Option(
    help: ArgumentHelp(
      """
      Add 'Name: value' or 'Name: env:VARIABLE' to each request that has no field of the name by \
      itself; may be repeated. A value from a variable is a secret, and has at least 6 characters; \
      that of a field for credentials is one as well, and if shorter is masked in the field only.
      """, valueName: "field"))
  var header: [String] = []

  @Flag(help: "Ask for compressed answers and decode them.")
  var compressed = false

  @Flag(help: "Do not verify who answers over TLS. Every report says so.")
  var insecure = false

  /// The flags as typed.
  var flags: TransportFlags {
    var flags = TransportFlags()
    flags.proxy = proxy
    flags.certificateAuthorities = cacert
    flags.certificate = cert
    flags.key = key
    flags.passphraseVariable = keyPassphraseEnv
    flags.resolutions = resolve
    flags.httpVersion = httpVersion
    flags.fields = header
    flags.isCompressed = compressed
    flags.isInsecure = insecure
    return flags
  }

  /// What the flags mean.
  /// - Throws: ``Diagnostics`` with every mistake in them.
  func options(files: any FileReading = DiskFiles()) throws(Diagnostics) -> TransportOptions {
    try flags.options(environment: ProcessInfo.processInfo.environment, files: files)
  }
}

extension TransportOptions.HTTPVersion: ExpressibleByArgument {}
