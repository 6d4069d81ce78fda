/// Finds the paths of a contract that a concrete URL path can mean, the most concrete first.
///
/// A tree with one level for each segment. At every level a literal segment comes before one
/// that mixes literals and parameters, and that before a whole parameter, so the first path
/// found is the one OpenAPI asks for. No node is visited twice in a lookup, which bounds its
/// cost by the size of the tree however the paths overlap.
/// Source: [OpenAPI 3.1.1, Path Templating Matching](https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching)
package struct PathIndex: Sendable {
  /// One place in the tree: what may follow, and the paths that end here.
  struct Node: Sendable {
    /// Children by literal segment, percent-decoded.
    var literals: [[UInt8]: Int] = [:]
    /// Children by mixed segment, those with more literal bytes first.
    var mixed: [(segment: PathTemplate.Segment, child: Int)] = []
    /// The child for a segment that is one whole parameter.
    var parameter: Int?
    /// Numbers of the paths that end here; more than one when they differ in names only.
    var paths: [Int] = []
  }

  /// A path that fits, with the bytes each of its parameters stands for, still encoded.
  package struct Match {
    /// The number of the path in the list the index was made from.
    package let path: Int
    /// One entry for each parameter in the order they stand in the path.
    package let values: [ArraySlice<UInt8>]
  }

  /// The tree; the root comes first.
  private(set) var nodes = [Node()]

  /// Builds the index; a path's number is its place in the list.
  package init(_ templates: [PathTemplate]) {
    for (number, template) in templates.enumerated() {
      var node = 0
      for segment in template.segments { node = child(of: node, for: segment) }
      nodes[node].paths.append(number)
    }
  }

  /// The first path that fits and is accepted, the most concrete first.
  ///
  /// The path is percent-encoded as it stands in a request; what follows `?` or `#` is left out.
  package func firstMatch(for path: String, where accepts: (Int) -> Bool) -> Match? {
    let segments = Self.segments(of: path)
    var values: [ArraySlice<UInt8>] = []
    guard let found = search(segments, 0, node: 0, &values, accepts) else { return nil }
    return Match(path: found, values: values)
  }

  /// The segments between the slashes of a URL path.
  private static func segments(of path: String) -> [ArraySlice<UInt8>] {
    var bytes = Array(path.utf8)[...]
    if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
      bytes = bytes[..<end]
    }
    if bytes.first == UInt8(ascii: "/") { bytes = bytes.dropFirst() }
    return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  }

  private func search(
    _ segments: [ArraySlice<UInt8>], _ position: Int, node: Int,
    _ values: inout [ArraySlice<UInt8>], _ accepts: (Int) -> Bool
  ) -> Int? {
    let here = nodes[node]
    guard position < segments.count else { return here.paths.first(where: accepts) }
    let segment = segments[position]
    let decoded = PercentEncoding.decode(segment)
    if let child = here.literals[decoded],
      let found = search(segments, position + 1, node: child, &values, accepts)
    {
      return found
    }
    let depth = values.count
    for (pattern, child) in here.mixed {
      guard let parts = Self.match(pattern, segment) else { continue }
      values += parts
      if let found = search(segments, position + 1, node: child, &values, accepts) { return found }
      values.removeSubrange(depth...)
    }
    if let child = here.parameter, !segment.isEmpty {
      values.append(segment)
      if let found = search(segments, position + 1, node: child, &values, accepts) { return found }
      values.removeSubrange(depth...)
    }
    return nil
  }

  /// The values of a mixed segment's parameters, or nil when the text does not fit.
  ///
  /// Each literal is taken where it occurs first, the last one at the end, and a parameter has
  /// at least one byte; for patterns of this kind that finds a fit whenever there is one.
  static func match(_ pattern: PathTemplate.Segment, _ text: ArraySlice<UInt8>)
    -> [ArraySlice<UInt8>]?
  {
    var values: [ArraySlice<UInt8>] = []
    var rest = text
    var open = 0  // parameters seen since the last literal, still without an end
    for (number, piece) in pattern.enumerated() {
      guard case .literal(let literal) = piece else {
        open += 1
        continue
      }
      let isLast = number == pattern.count - 1
      guard let place = find(literal, in: rest, after: open, atEnd: isLast) else { return nil }
      guard close(&open, rest[..<place.lowerBound], &values) else { return nil }
      rest = rest[place.upperBound...]
    }
    guard close(&open, rest, &values) else { return nil }
    return values
  }

  /// Gives each of the open parameters its bytes: one each, the last one all that is left.
  private static func close(
    _ open: inout Int, _ text: ArraySlice<UInt8>, _ values: inout [ArraySlice<UInt8>]
  ) -> Bool {
    guard open > 0 else { return text.isEmpty }
    guard text.count >= open else { return false }
    var rest = text
    while open > 1 {
      values.append(rest.prefix(1))
      rest = rest.dropFirst()
      open -= 1
    }
    values.append(rest)
    open = 0
    return true
  }

  /// Where a literal stands, at least `skipped` bytes on; the text is encoded, the literal is not.
  private static func find(
    _ literal: [UInt8], in text: ArraySlice<UInt8>, after skipped: Int, atEnd: Bool
  ) -> Range<Int>? {
    var start = text.startIndex + skipped
    while start <= text.endIndex {
      if let end = end(of: literal, in: text[start...]), !atEnd || end == text.endIndex {
        return start..<end
      }
      if skipped == 0 { return nil }
      start += 1
    }
    return nil
  }

  /// Where a literal that starts the text ends, whether or not its bytes are percent-encoded.
  private static func end(of literal: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    var index = text.startIndex
    for byte in literal {
      guard index < text.endIndex else { return nil }
      if text[index] == byte {
        index += 1
      } else if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex,
        let high = text[index + 1].hexValue, let low = text[index + 2].hexValue,
        high << 4 | low == byte
      {
        index += 3
      } else {
        return nil
      }
    }
    return index
  }

  /// The child for a segment, made when it is new.
  private mutating func child(of node: Int, for segment: PathTemplate.Segment) -> Int {
    if let known = knownChild(of: node, for: segment) { return known }
    let new = nodes.count
    nodes.append(Node())
    if segment.isEmpty {
      nodes[node].literals[[]] = new
    } else if segment.count > 1 {
      nodes[node].mixed.append((segment.map(\.nameless), new))
      nodes[node].mixed.sort { $0.segment.literalCount > $1.segment.literalCount }
    } else if case .literal(let bytes) = segment[0] {
      nodes[node].literals[bytes] = new
    } else {
      nodes[node].parameter = new
    }
    return new
  }

  private func knownChild(of node: Int, for segment: PathTemplate.Segment) -> Int? {
    if segment.isEmpty { return nodes[node].literals[[]] }
    if segment.count > 1 {
      let nameless = segment.map(\.nameless)
      return nodes[node].mixed.first { $0.segment == nameless }?.child
    }
    if case .literal(let bytes) = segment[0] { return nodes[node].literals[bytes] }
    return nodes[node].parameter
  }
}

extension PathTemplate.Piece {
  /// The piece without a parameter's name, for telling whether two segments are the same.
  fileprivate var nameless: PathTemplate.Piece {
    if case .parameter = self { .parameter("") } else { self }
  }
}

extension PathTemplate.Segment {
  /// How many bytes of the segment are literal.
  fileprivate var literalCount: Int {
    reduce(0) { count, piece in
      if case .literal(let bytes) = piece { count + bytes.count } else { count }
    }
  }
}
