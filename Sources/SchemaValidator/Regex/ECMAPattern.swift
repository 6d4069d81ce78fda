/// What a pattern says of a text.
enum PatternMatch: Sendable, Equatable {
  case matches
  case noMatch
  /// The pattern needs more steps on this text than the limits allow.
  case undecided
}

/// A compiled ECMA-262 pattern, searched for in UTF-8 texts as JSON Schema asks.
///
/// The text is matched by code points, as with the `u` flag. A pattern that is only legal without
/// that flag is read by the grammar of Annex B; `isLegacy` tells. Simple patterns run as closed
/// matchers; others on PCRE2; what PCRE2 cannot express, and what it gives up on, on our own
/// backtracking matcher.
struct ECMAPattern: Sendable, CustomStringConvertible {
  /// How a pattern is matched.
  enum Form: Sendable {
    case closed(ClosedMatcher)
    case engine(RegexMatch)
    case backtracking(BacktrackingProgram)
  }

  /// Kept behind one reference, so that copying a pattern costs one count.
  final class Storage: Sendable {
    let source: String
    let isLegacy: Bool
    let form: Form
    let root: PatternNode
    /// The two commonest forms, at hand without taking `form` apart, which would copy it.
    let sequence: ClassSequence?
    let engine: RegexMatch?

    init(source: String, root: PatternNode, isLegacy: Bool, form: Form) {
      self.source = source
      self.root = root
      self.isLegacy = isLegacy
      self.form = form
      if case .closed(.sequence(let sequence)) = form {
        self.sequence = sequence
      } else {
        sequence = nil
      }
      if case .engine(let engine) = form { self.engine = engine } else { engine = nil }
    }

    /// Searches for the pattern in a text, which must be valid UTF-8.
    func match(_ text: Span<UInt8>) -> PatternMatch {
      if let sequence { return sequence.matches(text) ? .matches : .noMatch }
      if let engine {
        let result = engine.search(text)
        // PCRE2 gave up; the memory of our own matcher makes most such searches linear.
        return result == .undecided ? BacktrackingProgram(root).search(text) : result
      }
      switch form {
      case .closed(let matcher): return matcher.matches(text) ? .matches : .noMatch
      case .engine(let engine): return engine.search(text)
      case .backtracking(let program): return program.search(text)
      }
    }
  }

  let storage: Storage

  /// The pattern as written.
  var source: String { storage.source }
  /// Whether the pattern is legal only without the `u` flag.
  var isLegacy: Bool { storage.isLegacy }
  var form: Form { storage.form }
  /// The parsed pattern, from which a text that exhausts PCRE2's limits is decided.
  var root: PatternNode { storage.root }

  /// Compiles a pattern.
  ///
  /// - Throws: ``PatternError`` where neither grammar allows the text; the place is the one the
  ///   grammar with the `u` flag objects to.
  init(_ source: String) throws(PatternError) {
    let root: PatternNode
    var isLegacy = false
    do {
      root = try PatternParser.parse(source, syntax: .unicode)
    } catch let unicodeError {
      do {
        root = try PatternParser.parse(source, syntax: .legacy)
        isLegacy = true
      } catch {
        throw unicodeError
      }
    }
    self.init(source: source, root: root, isLegacy: isLegacy, form: Self.form(of: root))
  }

  init(source: String, root: PatternNode, isLegacy: Bool, form: Form) {
    storage = Storage(source: source, root: root, isLegacy: isLegacy, form: form)
  }

  /// Searches for the pattern in a text, which must be valid UTF-8.
  func match(_ text: Span<UInt8>) -> PatternMatch { storage.match(text) }

  /// The cheapest form that has the pattern's exact meaning.
  private static func form(of root: PatternNode) -> Form {
    if let closed = ClosedMatcher(root) { return .closed(closed) }
    if let text = EnginePattern.text(for: root), let engine = RegexMatch(text) {
      return .engine(engine)
    }
    return .backtracking(BacktrackingProgram(root))
  }

  var description: String {
    let kind =
      switch form {
      case .closed(let matcher): matcher.description
      case .engine: "PCRE2"
      case .backtracking: "backtracking"
      }
    return "/\(source)/ \(kind)"
  }
}
