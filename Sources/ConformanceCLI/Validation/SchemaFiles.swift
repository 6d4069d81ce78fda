import Conformance
import Diagnostics
import FoundationEssentials
import SchemaValidator
import Synchronization

/// The documents that references from a schema may lead to.
///
/// Those are the files beside it, and what was given with `--registry`. Nothing is fetched.
final class SchemaFiles: Sendable {
  /// A URI, or all that begin with it, that a path stands in for.
  private struct Mapping {
    let uri: String
    let path: String
    let isFolder: Bool
  }

  /// What came up while references were followed.
  private struct Findings {
    /// Names of the files that were read, by their URI.
    var names: [String: String] = [:]
    /// Mistakes in files that references lead to.
    var mistakes: [Diagnostic] = []
  }

  /// The URI of the schema's own file, against which its references are resolved.
  let base: String
  /// The folder of the schema, as it was written and as a URI.
  private let folder: (path: String, uri: String)
  private let mappings: [Mapping]
  /// The documents of files and folders that were given without a URI.
  private let given: [(document: SourceDocument, uri: String)]
  private let findings: Mutex<Findings>

  /// Takes the path of a schema, and the values of `--registry`.
  ///
  /// - Throws: ``Diagnostics`` for a value that leads to no file or to one that cannot be read.
  init(schema path: String, registry values: [String]) throws(Diagnostics) {
    let isFile = path != ByteStream.standardInput
    base = Self.uri(of: isFile ? path : "standard-input")
    let name = isFile ? FilePath.folder(of: path) : ""
    folder = (name, Self.uri(of: name.utf8.isEmpty ? "." : name, isFolder: true))
    var mappings: [Mapping] = []
    var given: [(SourceDocument, String)] = []
    var mistakes: [Diagnostic] = []
    for value in values {
      do throws(Diagnostics) {
        let (uri, path) = try Self.split(value)
        if let uri {
          mappings.append(Mapping(uri: uri, path: path, isFolder: DiskFiles().isFolder(path)))
        } else {
          for file in try InstanceFiles.expand(path, endings: InstanceFiles.documents) {
            given.append((try SourceDocument(reading: ByteStream.text(file)), Self.uri(of: file)))
          }
        }
      } catch {
        mistakes += error.all
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    self.mappings = mappings.sorted { $0.uri.utf8.count > $1.uri.utf8.count }
    self.given = given
    let names = [(base, isFile ? path : "standard input")] + given.map { ($1, $0.text.name) }
    findings = Mutex(Findings(names: Dictionary(names) { first, _ in first }))
    for (document, _) in given { self.name(document) }
  }

  /// The registry that knows all of it.
  var registry: SchemaRegistry {
    var registry = SchemaRegistry()
    for (document, uri) in given {
      registry.add(document.root.document, uri: uri, origin: document.origin)
    }
    registry.retrieval = { [self] uri in retrieve(uri) }
    return registry
  }

  /// The mistakes in files that references led to.
  var mistakes: [Diagnostic] { findings.withLock(\.mistakes) }

  /// Makes a document's own name for itself known.
  func name(_ document: SourceDocument) {
    guard let id = document.root["$id"]?.stringValue ?? document.root["id"]?.stringValue else {
      return
    }
    let uri = String(id.prefix { $0 != "#" })
    findings.withLock { if $0.names[uri] == nil { $0.names[uri] = document.text.name } }
  }

  /// A place in a schema as a person knows it: with the name of the file in place of its URI.
  func readable(_ location: String) -> String {
    let uri = String(location.prefix { $0 != "#" })
    guard let name = findings.withLock({ $0.names[uri] }) else { return location }
    return name + location.dropFirst(uri.count)
  }

  // MARK: - Following references

  private func retrieve(_ uri: String) -> SchemaRegistry.Retrieval {
    guard let path = path(of: uri) else { return .missing(expected: expected(uri), fix: fix(uri)) }
    guard DiskFiles().exists(path) else {
      return .missing(
        expected: "a file \(path)",
        fix: DiskFiles().nearest(to: path).map { "refer to \(FilePath.name(of: $0))" }
          ?? "add the file, or correct the reference")
    }
    do throws(Diagnostics) {
      let document = try SourceDocument(reading: ByteStream.text(path))
      findings.withLock { $0.names[uri] = path }
      name(document)
      return .document(document.root.document, document.origin)
    } catch {
      findings.withLock { $0.mistakes += error.all }
      return .missing(expected: "\(path) to be JSON or YAML", fix: "correct the file")
    }
  }

  /// The file that stands for a URI, whether or not it is there; nil when none does.
  private func path(of uri: String) -> String? {
    for mapping in mappings where !mapping.isFolder && mapping.uri == uri { return mapping.path }
    for mapping in mappings where mapping.isFolder {
      guard let below = Self.path(of: uri, below: mapping.uri) else { continue }
      let path = FilePath.join(mapping.path, below)
      // Identifiers are often written without the ending of the file.
      return ([""] + InstanceFiles.documents).map { path + $0 }.first(where: DiskFiles().exists)
        ?? path
    }
    return Self.path(of: uri, below: folder.uri).map { FilePath.join(folder.path, $0) }
  }

  private static func path(of uri: String, below prefix: String) -> String? {
    guard uri.hasPrefix(prefix) else { return nil }
    let rest = uri.dropFirst(prefix.count)
    let bytes = PercentEncoding.decode(rest.utf8)
    // An encoded slash or dot would lead out of the folder again.
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    // So would an empty part, which makes a path absolute.
    guard !parts.isEmpty, !parts.contains(where: \.isEmpty),
      !parts.contains(where: { $0.elementsEqual("..".utf8) }),
      !bytes.contains(0)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func expected(_ uri: String) -> String {
    if uri.hasPrefix(Self.fileScheme) {
      return "a file in the folder of the schema, \(folder.path.utf8.isEmpty ? "." : folder.path)"
    }
    return "\(uri) to be a known document; nothing is fetched"
  }

  private func fix(_ uri: String) -> String {
    if uri.hasPrefix(Self.fileScheme) {
      let here = Self.uri(of: ".", isFolder: true)
      let path =
        Self.path(of: uri, below: here) ?? Self.path(of: uri, below: Self.fileScheme) ?? "PATH"
      return DiskFiles().exists(path)
        ? "allow the file with --registry \(path)"
        : "correct the reference; a file elsewhere has to be allowed with --registry PATH"
    }
    let beside = FilePath.join(folder.path, FilePath.name(of: uri))
    let path = DiskFiles().exists(beside) && !DiskFiles().isFolder(beside) ? beside : "FILE"
    return "give the document with --registry \(uri)=\(path)"
  }

  private static let fileScheme = "file://"

  // MARK: - Options

  /// The URI and the path of a value, which may be a path alone.
  ///
  /// Both may have an equals sign: the URI ends before the first one that a path follows.
  private static func split(_ value: String) throws(Diagnostics) -> (uri: String?, path: String) {
    if value.utf8.isEmpty { throw refusal("found no value; expected a path", nil) }
    if DiskFiles().exists(value) { return (nil, value) }
    var signs = value.indices.filter { value[$0] == "=" }
    signs.removeAll { !value[..<$0].contains(":") }
    for sign in signs {
      let path = String(value[value.index(after: sign)...])
      if DiskFiles().exists(path) { return (String(value[..<sign].prefix { $0 != "#" }), path) }
    }
    guard let sign = signs.first else {
      throw refusal("\(value) does not exist", DiskFiles().nearest(to: value).map { "give \($0)" })
    }
    let path = String(value[value.index(after: sign)...])
    throw refusal("\(path) does not exist", DiskFiles().nearest(to: path).map { "give \($0)" })
  }

  private static func refusal(_ message: String, _ fix: String?) -> Diagnostics {
    Diagnostics([
      Diagnostic(
        code: "validate.registry", "--registry: \(message)",
        fix: fix ?? "give URI=FILE, URI=FOLDER, or a file or folder alone")
    ])
  }

  /// A path as an absolute URI.
  private static func uri(of path: String, isFolder: Bool = false) -> String {
    let text = URL(filePath: path).standardizedFileURL.absoluteString
    return isFolder && !text.hasSuffix("/") ? text + "/" : text
  }
}
