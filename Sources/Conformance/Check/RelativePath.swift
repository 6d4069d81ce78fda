/// Paths as others know them who do not share this machine's folders.
package struct RelativePath: Sendable {
  /// The folder that relative paths count from.
  private let workingFolder: String
  /// The segments of the folder that others start from.
  private let start: [String]

  /// Creates the paths from a working folder, or from a folder around it.
  package init(from workingFolder: String, within outer: String? = nil) {
    self.workingFolder = workingFolder
    let working = Self.segments(workingFolder)
    let outside = Self.segments(outer ?? "")
    let isInside = outer?.hasPrefix("/") == true && working.starts(with: outside)
    start = isInside ? outside : working
  }

  /// A path from the base, with forward slashes; what lies elsewhere begins with `../`.
  func path(to path: String) -> String {
    let target = Self.segments(path.hasPrefix("/") ? path : "\(workingFolder)/\(path)")
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
