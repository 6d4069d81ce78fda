internal import SchemaValidator

/// Finds the operation that a request means by its whole target, the path of the server included.
///
/// ``Contract/match(method:path:)`` takes paths relative to the base URL. A recording knows only
/// what was sent, and each operation may have servers of its own.
package struct RequestRouter: Sendable {
  /// The path of a server's URL, and the operations that are served there.
  private struct Base: Sendable {
    /// The segments of the path; a variable without a list of values stands for any text.
    let segments: [PathTemplate.Segment]
    /// The names of the operations; nil when all are served there.
    var operations: Set<OperationID>?
  }

  let contract: Contract
  /// The bases, longer and more concrete ones first.
  private let bases: [Base]

  /// Creates a router for the servers that a contract names, or for the URL that requests were
  /// sent to instead.
  package init(_ contract: Contract, baseURL: String? = nil) {
    self.contract = contract
    if let baseURL {
      bases = [Base(segments: Self.segments(URIReference(baseURL).path), operations: nil)]
      return
    }
    var found: [(segments: [PathTemplate.Segment], operations: Set<OperationID>)] = []
    var known: [[PathTemplate.Segment]: Int] = [:]
    let standard = Self.bases(of: contract.servers)
    for operation in contract.operations {
      let own = operation.servers.isEmpty ? standard : Self.bases(of: operation.servers)
      for segments in own {
        if let index = known[segments] {
          found[index].operations.insert(operation.id)
        } else {
          known[segments] = found.count
          found.append((segments, [operation.id]))
        }
      }
    }
    bases = found.map { Base(segments: $0.segments, operations: $0.operations) }
      .sorted { left, right in
        (left.segments.count, left.segments.literals) > (
          right.segments.count, right.segments.literals
        )
      }
  }

  /// The operation that a request means; nil when the contract has none.
  ///
  /// The target is the URL, or its path and query as the request line holds them.
  package func match(method: String, target: String) -> OperationMatch? {
    guard let path = Self.path(of: target) else { return nil }
    let segments = Self.split(path[...])
    for base in bases {
      guard let rest = Self.rest(of: segments, after: base.segments) else { continue }
      let match = contract.match(method: method, path: rest) { operation in
        base.operations?.contains(operation.id) ?? true
      }
      if let match { return match }
    }
    return nil
  }

  /// The path of a request's target; nil for the asterisk and for authorities.
  private static func path(of target: String) -> [UInt8]? {
    // In a request line two slashes start a path, and no authority.
    let isPath = target.utf8.first == UInt8(ascii: "/")
    let path =
      isPath
      ? target.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
      : URIReference(target).path.utf8[...]
    return path.isEmpty || path.first == UInt8(ascii: "/") ? Array(path) : nil
  }

  /// The path behind a base; nil when it does not start with the base.
  private static func rest(
    of segments: [ArraySlice<UInt8>], after base: [PathTemplate.Segment]
  ) -> String? {
    guard segments.count > base.count || base.isEmpty else {
      // "/v1" is the path "/" behind the base "/v1" to most servers.
      guard segments.count == base.count, fits(segments, base) else { return nil }
      return "/"
    }
    guard fits(segments, base) else { return nil }
    return "/"
      + segments[base.count...].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
  }

  private static func fits(_ segments: [ArraySlice<UInt8>], _ base: [PathTemplate.Segment]) -> Bool
  {
    zip(segments, base).allSatisfy { PathIndex.match($1, $0) != nil }
  }

  private static func split(_ path: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let rest = path.first == UInt8(ascii: "/") ? path.dropFirst() : path
    return rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  }

  /// The segments of a path without variables; a slash at its end adds none.
  private static func segments(_ path: some StringProtocol) -> [PathTemplate.Segment] {
    var segments = split(Array(path.utf8)[...])
    if segments.last?.isEmpty == true { segments.removeLast() }
    return segments.map { $0.isEmpty ? [] : [.literal(PercentEncoding.decode($0))] }
  }
}

// MARK: - Paths of servers

extension RequestRouter {
  /// How many combinations of values of variables are looked at for one server.
  private static let combinationLimit = 64

  /// The paths of servers, each once; without a server that is the root.
  private static func bases(of servers: [Server]) -> [[PathTemplate.Segment]] {
    guard !servers.isEmpty else { return [[]] }
    var bases: [[PathTemplate.Segment]] = []
    for base in servers.flatMap({ Self.bases(of: $0) as [[PathTemplate.Segment]] })
    where !bases.contains(base) { bases.append(base) }
    return bases
  }

  private static func bases(of server: Server) -> [[PathTemplate.Segment]] {
    // Which values a variable can have decides about the path only where it stands in the path;
    // that is known once all of them are put in.
    var urls: [PathTemplate.Segment] = [[]]
    for piece in server.pieces {
      var options: [PathTemplate.Piece] = [piece]
      if case .parameter(let name) = piece, let variable = server.variables[name] {
        let values = variable.choices.isEmpty ? [variable.defaultValue] : variable.choices
        options = values.map { .literal(Array($0.utf8)) }
        if variable.choices.isEmpty { options.append(piece) }
      }
      if urls.count * options.count > combinationLimit { options = [options[0]] }
      urls = urls.flatMap { url in options.map { url + [$0] } }
    }
    return urls.map(path)
  }

  /// The segments of the path of a URL with variables.
  private static func path(of url: PathTemplate.Segment) -> [PathTemplate.Segment] {
    // A byte that no URL holds stands for each variable while the URL is taken apart.
    var names: [PathTemplate.Piece] = []
    var text: [UInt8] = []
    for piece in url {
      switch piece {
      case .literal(let bytes): text += bytes
      case .parameter:
        names.append(piece)
        text.append(0)
      }
    }
    let reference = String(decoding: text, as: UTF8.self)
    // A scheme or host that is a variable hides the authority from a reader of URLs.
    let start = reference.utf8.starts(with: [0]) ? "x:" + reference.afterScheme : reference
    let path = URIReference(start).path
    var segments = split(Array(path.utf8)[...])
    if segments.last?.isEmpty == true { segments.removeLast() }
    return segments.filter { $0 != [UInt8(ascii: ".")] }.map { segment in
      segment.split(separator: 0, omittingEmptySubsequences: false).enumerated()
        .flatMap { number, literal -> PathTemplate.Segment in
          let piece: PathTemplate.Segment = number > 0 ? [.parameter("")] : []
          return piece + (literal.isEmpty ? [] : [.literal(PercentEncoding.decode(literal))])
        }
    }
  }
}

extension String {
  /// The text from `//` on; the whole text when it has none.
  fileprivate var afterScheme: String {
    let bytes = Array(utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: "//".utf8) }
    return start.map { String(decoding: bytes[$0...], as: UTF8.self) } ?? self
  }
}

extension [PathTemplate.Segment] {
  /// How many segments hold no variable.
  fileprivate var literals: Int {
    count { segment in
      !segment.contains { if case .parameter = $0 { true } else { false } }
    }
  }
}
