/// A pattern simple enough to be matched in one pass without an engine.
enum ClosedMatcher: Sendable {
  /// Every text matches.
  case everything
  /// The text is one of these.
  case oneOf([[UInt8]])
  /// The text contains these bytes.
  case contains([UInt8])
  /// The text ends in these bytes.
  case endsWith([UInt8])
  /// The text contains a member of a class.
  case containsMember(ClassSequence)
  /// The text starts with, or is, a sequence of classes.
  case sequence(ClassSequence)

  /// The closed form of a pattern, or nil where it has none.
  init?(_ root: PatternNode) {
    guard var parts = LinearPattern(root) else {
      guard let literals = Self.literals(root) else { return nil }
      self = .oneOf(literals)
      return
    }
    parts.trim()
    if parts.isStartAnchored {
      if parts.runs.isEmpty, !parts.isEndAnchored {
        self = .everything
      } else if parts.isDeterministic {
        self = .sequence(ClassSequence(parts.runs, isEndAnchored: parts.isEndAnchored))
      } else {
        return nil
      }
    } else if parts.runs.isEmpty {
      self = .everything
    } else if let bytes = parts.literal {
      self = parts.isEndAnchored ? .endsWith(bytes) : .contains(bytes)
    } else if !parts.isEndAnchored, parts.runs.count == 1, parts.runs[0].minimum == 1 {
      self = .containsMember(ClassSequence(parts.runs, isEndAnchored: false))
    } else {
      return nil
    }
  }

  /// Whether a text matches.
  func matches(_ text: Span<UInt8>) -> Bool {
    switch self {
    case .everything:
      return true
    case .oneOf(let literals):
      for literal in literals where literal.count == text.count && text.hasBytes(literal, at: 0) {
        return true
      }
      return false
    case .contains(let bytes):
      guard text.count >= bytes.count else { return false }
      for start in 0...text.count - bytes.count where text.hasBytes(bytes, at: start) {
        return true
      }
      return false
    case .endsWith(let bytes):
      return text.hasBytes(bytes, at: text.count - bytes.count)
    case .containsMember(let classes):
      return classes.occurs(in: text)
    case .sequence(let classes):
      return classes.matches(text)
    }
  }

  var description: String {
    switch self {
    case .everything: "everything"
    case .oneOf(let literals): "one of \(literals.count) literals"
    case .contains: "contains a literal"
    case .endsWith: "ends with a literal"
    case .containsMember: "contains a member of a class"
    case .sequence(let classes): "sequence of \(classes.count) classes"
    }
  }
}

// MARK: Finite languages

extension ClosedMatcher {
  /// More literals than this are left to the engine.
  private static let maximumLiterals = 64
  /// A longer row of nodes is left to the engine.
  private static let maximumNodes = 256

  /// The texts of a pattern `^(…)$` that allows only a few, for example `^(?:GET|POST)$`.
  private static func literals(_ root: PatternNode) -> [[UInt8]]? {
    guard case .sequence(let nodes) = root, nodes.first == .startAssertion,
      nodes.last == .endAssertion, nodes.count > 2
    else { return nil }
    return texts(.sequence(Array(nodes[1..<nodes.count - 1])))
  }

  private static func texts(_ node: PatternNode) -> [[UInt8]]? {
    switch node {
    case .empty: return [[]]
    case .group(let body, _): return texts(body)
    case .set(let set):
      guard set.isClosed, set.count <= maximumLiterals else { return nil }
      return set.ranges.flatMap { range in range.compactMap { utf8(of: $0) } }
    case .alternation(let nodes):
      var all: [[UInt8]] = []
      for node in nodes {
        guard let more = texts(node), all.count + more.count <= maximumLiterals else {
          return nil
        }
        all += more
      }
      return all
    case .sequence(let nodes):
      guard nodes.count <= maximumNodes else { return nil }
      var all: [[UInt8]] = [[]]
      for node in nodes {
        guard let more = texts(node), all.count * more.count <= maximumLiterals else {
          return nil
        }
        all = all.flatMap { head in more.map { head + $0 } }
      }
      return all
    case .repetition(let body, 0, 1, _): return texts(body).map { $0 + [[]] }
    default: return nil
    }
  }

  /// The UTF-8 form of a scalar; nil for a surrogate.
  static func utf8(of scalar: UInt32) -> [UInt8]? {
    Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) }
  }
}
