/// Finds the operation that a request asks for.
struct Router: Sendable {
  /// What was found for a path and a method.
  enum Match: Sendable {
    case route(Route, parameters: [String: String])
    /// The path exists, the method does not; what it would answer to.
    case otherMethods([String])
    case nothing
  }

  private let routes: [Route]
  private let basePath = "v1"

  /// Knows these operations.
  init(_ routes: [Route]) {
    self.routes = routes
  }

  /// Finds the operation for a path (still percent-encoded) and a method.
  ///
  /// Where several templates fit, the one that is concrete in the earliest segment wins. HEAD is
  /// answered wherever GET is.
  ///
  /// - Throws: ``APIError`` for an escape that stands for no text.
  func match(method: String, path: Substring) throws(APIError) -> Match {
    let raw = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    var segments: [String] = []
    for part in raw {
      guard let segment = PercentEncoding.decode(part) else { throw .invalidURLEncoding }
      segments.append(segment)
    }
    guard segments.first == basePath else { return .nothing }
    segments.removeFirst()
    let fitting = routes.filter { Self.fits($0, segments) }
    guard let best = fitting.map(\.template).min(by: Self.isMoreConcrete) else { return .nothing }
    let siblings = fitting.filter { $0.template == best }
    let wanted = method == "HEAD" ? "GET" : method
    guard let route = siblings.first(where: { $0.method == wanted }) else {
      return .otherMethods(Self.methods(of: siblings))
    }
    var parameters: [String: String] = [:]
    for (part, segment) in zip(route.segments, segments) where part.hasPrefix("{") {
      parameters[String(part.dropFirst().dropLast())] = segment
    }
    return .route(route, parameters: parameters)
  }

  /// The operation that a request asks for, or nil if there is none.
  func operation(of request: Request) -> String? {
    guard case .route(let route, _) = try? match(method: request.method, path: request.path) else {
      return nil
    }
    return route.operation
  }

  /// What a path answers to: its operations, HEAD beside GET, and OPTIONS.
  private static func methods(of siblings: [Route]) -> [String] {
    var methods = siblings.map(\.method)
    if methods.contains("GET") { methods.append("HEAD") }
    return methods + ["OPTIONS"]
  }

  private static func fits(_ route: Route, _ segments: [String]) -> Bool {
    let parts = route.segments
    guard parts.count == segments.count else { return false }
    return zip(parts, segments).allSatisfy { part, segment in
      part.hasPrefix("{") ? !segment.isEmpty : segment.hasSameCodePoints(as: String(part))
    }
  }

  private static func isMoreConcrete(_ left: String, _ right: String) -> Bool {
    let leftParts = left.split(separator: "/").map { $0.hasPrefix("{") ? 1 : 0 }
    let rightParts = right.split(separator: "/").map { $0.hasPrefix("{") ? 1 : 0 }
    return leftParts.lexicographicallyPrecedes(rightParts)
  }
}
