/// What a pattern says of a text.
enum PatternMatch: Sendable, Equatable {
  case matches
  case noMatch
  /// The pattern needs more steps on this text than the limits allow.
  case undecided
}

/// The steps that all searches of one evaluation may take together.
///
/// One search has limits of its own, but a value may hold millions of texts that reach them.
struct PatternAllowance {
  private var steps = 60_000_000

  /// Takes some steps; false when there are not so many left.
  mutating func take(_ count: Int) -> Bool {
    steps -= count
    return steps > 0
  }
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
    func match(_ text: Span<UInt8>, _ allowance: inout PatternAllowance) -> PatternMatch {
      if let sequence { return sequence.matches(text) ? .matches : .noMatch }
      if let engine {
        let result = engine.search(text)
        // PCRE2 gave up; the memory of our own matcher makes most such searches linear.
        guard result == .undecided, allowance.take(RegexMatch.matchLimit) else { return result }
        return BacktrackingProgram(root).search(text, &allowance)
      }
      switch form {
      case .closed(let matcher): return matcher.matches(text) ? .matches : .noMatch
      case .engine(let engine): return engine.search(text)
      case .backtracking(let program): return program.search(text, &allowance)
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
  func match(_ text: Span<UInt8>) -> PatternMatch {
    var allowance = PatternAllowance()
    return match(text, &allowance)
  }

  /// Searches for the pattern with what is left of an allowance.
  func match(_ text: Span<UInt8>, _ allowance: inout PatternAllowance) -> PatternMatch {
    storage.match(text, &allowance)
  }

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
