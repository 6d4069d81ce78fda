import Foundation
import Testing

/// Where a command is; nil when it is not installed.
func installedTool(_ name: String) -> URL? {
  (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { URL(fileURLWithPath: String($0)).appending(path: name) }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
}

/// `openssl s_server` on a free loopback port, with a certificate made for it.
final class OpenSSLServer {
  /// Where the command is; nil when it is not installed.
  static let tool: URL? = installedTool("openssl")

  let certificate: String
  let url: String
  let key: String
  private let folder: URL
  private let process: Process

  /// Starts a server whose certificate names a host, by default the one it runs on.
  init(
    name: String = "IP:127.0.0.1", sharingCertificateOf other: OpenSSLServer? = nil,
    options: [String] = []
  ) throws {
    let tool = try #require(Self.tool)
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    key = other?.key ?? folder.appending(path: "key.pem").path
    certificate = other?.certificate ?? folder.appending(path: "certificate.pem").path
    if other == nil { try Self.makeCertificate(for: name, at: certificate, key: key) }

    process = Process()
    process.executableURL = tool
    process.arguments =
      [
        "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www",
      ] + options
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Says "ACCEPT 127.0.0.1:PORT" once it listens.
    var said = ""
    while !said.contains("ACCEPT") || !said.hasSuffix("\n") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      said += String(decoding: more, as: UTF8.self)
    }
    let line = try #require(said.split(separator: "\n").first { $0.hasPrefix("ACCEPT") })
    url = "https://127.0.0.1:\(try #require(line.split(separator: ":").last))/"
  }

  /// Makes a certificate that vouches for itself.
  static func makeCertificate(for name: String, at certificate: String, key: String) throws {
    let making = Process()
    making.executableURL = tool
    making.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout", key,
      "-out", certificate,
    ]
    making.standardError = FileHandle.nullDevice
    try making.run()
    making.waitUntilExit()
  }

  func stop() {
    // Tests run on threads that block SIGTERM, and a child inherits that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}
