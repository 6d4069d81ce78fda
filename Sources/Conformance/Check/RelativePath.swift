/// Paths as others know them who do not share this machine's folders.
struct RelativePath {
  /// The absolute path of the folder that others start from.
  let base: String

  /// A path from the base, with forward slashes; what lies elsewhere begins with `../`.
  ///
  /// A relative path is one from the base already, but for `.` and `..` in it.
  func path(to path: String) -> String {
    let target = Self.segments(path.hasPrefix("/") ? path : "\(base)/\(path)")
    let start = Self.segments(base)
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: start.count - shared)
    let down = target.dropFirst(shared)
    return (up + down).joined(separator: "/")
  }

  /// The path from the base as a relative URI reference (RFC 3986 section 4.2).
  func uri(to path: String) -> String {
    let segments = self.path(to: path).split(separator: "/", omittingEmptySubsequences: false)
    let text = segments.map { PercentEncoding.unreserved.encode(String($0)) }
      .joined(separator: "/")
    // A colon in the first segment would read as a scheme; it is encoded like all reserved ones.
    return text
  }

  private static func segments(_ path: String) -> [String] {
    var segments: [String] = []
    for part in path.split(separator: "/") {
      switch part {
      case ".": break
      case "..": _ = segments.popLast()
      default: segments.append(String(part))
      }
    }
    return segments
  }
}
