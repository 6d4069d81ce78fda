import Diagnostics

/// Keeps runs that change something from what a contract calls its production.
///
/// A suite that is right for staging may be wrong for the servers that customers use: whoever
/// means to run there has to say so.
struct ProductionGuard {
  /// The servers of the contract that are called production, in its words.
  private let servers: [Server]

  private static let words: Set<Substring> = ["production", "prod", "live"]
  /// What turns such a word around, where it stands before it: "pre-production", "not live".
  private static let negations: Set<Substring> = ["pre", "non", "not", "no"]

  /// Looks for the words that people use in the names and descriptions of servers.
  init(_ contract: Contract) {
    servers = contract.servers.filter { server in
      let words = "\(server.name ?? "") \(server.description)".lowercased()
        .split { !$0.isLetter }
      return words.indices.contains { place in
        Self.words.contains(words[place])
          && (place == words.startIndex || !Self.negations.contains(words[place - 1]))
      }
    }
  }

  /// Refuses a base URL on a host that the contract calls production.
  /// - Throws: ``Diagnostics`` that names the server's place in the contract.
  func refuse(_ baseURL: BaseURL) throws(Diagnostics) {
    let host = Self.host(of: [.literal(Array(baseURL.text.utf8))])
    guard let server = servers.first(where: { Self.matches(host, Self.host(of: $0.pieces)) }) else {
      return
    }
    let name = server.description.isEmpty ? server.name ?? server.template : server.description
    throw Diagnostics([
      Diagnostic(
        code: "target.production",
        "the contract calls this server \"\(VisibleText.line(name))\": only \"--profile observe\" "
          + "runs there",
        at: server.node.location,
        fix: "run against another server, or add --yes-production if it is meant")
    ])
  }

  /// A character of a host, or what stands for any text in it.
  private enum Letter: Equatable {
    case byte(UInt8)
    case anything
  }

  /// The host of a URL in lower case, without a port.
  private static func host(of pieces: PathTemplate.Segment) -> [Letter] {
    let letters: [Letter] = pieces.flatMap { (piece) -> [Letter] in
      switch piece {
      case .literal(let bytes): bytes.map { .byte(lowercased($0)) }
      case .parameter: [.anything]
      }
    }
    let slash = Letter.byte(UInt8(ascii: "/"))
    guard let start = letters.firstRange(of: [slash, slash])?.upperBound else { return [] }
    let authority = letters[start...].prefix { $0 != slash }
    // The colons of an IPv6 address stand inside brackets.
    let bracket = authority.lastIndex(of: Letter.byte(UInt8(ascii: "]"))) ?? authority.startIndex
    let colon = authority[bracket...].firstIndex(of: Letter.byte(UInt8(ascii: ":")))
    return Array(authority[..<(colon ?? authority.endIndex)])
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether a host is one that a pattern stands for; a variable stands for any text.
  private static func matches(_ host: [Letter], _ pattern: [Letter]) -> Bool {
    guard !pattern.isEmpty else { return false }
    // Which beginnings of the host the pattern so far can be: at each step all of them at once.
    var ends: Set<Int> = [0]
    for letter in pattern {
      switch letter {
      case .anything:
        guard let least = ends.min() else { return false }
        ends = Set(least...host.count)
      case .byte:
        ends = Set(ends.filter { $0 < host.count && host[$0] == letter }.map { $0 + 1 })
      }
    }
    return ends.contains(host.count)
  }
}
