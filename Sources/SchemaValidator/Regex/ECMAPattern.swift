internal import Synchronization

/// What a pattern says of a text.
enum PatternMatch: Sendable, Equatable {
  case matches
  case noMatch
  /// The pattern needs more steps on this text than the limits allow.
  case undecided
}

/// The steps that all searches of one evaluation may take together.
///
/// One search has limits of its own, but a value may hold millions of texts that reach them. Only
/// the first short texts are searched without counting, which takes longer than most searches.
struct PatternAllowance {
  private(set) var steps = 60_000_000
  /// The bytes that may be searched without counting; a text counts as some more than it has.
  private var uncounted = 64 << 10

  /// Longer texts are never searched without counting: the square of their length may matter.
  private static let shortText = 128

  /// Whether nothing is left.
  var isSpent: Bool { steps <= 0 }

  /// Takes some steps; false when there are not so many left.
  mutating func take(_ count: Int) -> Bool {
    steps -= count
    return steps > 0
  }

  /// Whether a text of so many bytes is searched without counting.
  @inline(__always)
  mutating func takesUncounted(_ length: Int) -> Bool {
    guard length <= Self.shortText, uncounted > 0 else { return false }
    uncounted &-= length &+ 16
    return true
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
    private let counting = Mutex<RegexMatch?>(nil)
    /// How many nodes the pattern has.
    private let size: Int

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
      var size = 0
      _ = root.contains { _ in
        size += 1
        return false
      }
      self.size = size
    }

    /// Searches for the pattern in a text, which must be valid UTF-8.
    func match(_ text: Span<UInt8>, _ allowance: inout PatternAllowance) -> PatternMatch {
      if let sequence { return sequence.matches(text) ? .matches : .noMatch }
      if let engine, allowance.takesUncounted(text.count) {
        let result = engine.search(text)
        if result != .undecided { return result }
      }
      switch form {
      case .closed(let matcher): return matcher.matches(text) ? .matches : .noMatch
      case .engine: return countedMatch(text, &allowance)
      case .backtracking(let program):
        return allowance.isSpent ? .undecided : program.search(text, &allowance)
      }
    }

    /// Steps PCRE2 may take on one text before it is given up: some 20 ms.
    private static let engineLimit = 1_000_000
    /// For each step counted, PCRE2 passes so many characters of a text at some place or other.
    private static let charactersOfStep = 8
    /// A pattern of so many nodes takes twice as long at each character as the smallest ones.
    private static let nodesOfPattern = 64

    /// Searches on PCRE2 and counts; on our own matcher where PCRE2 is given up, since its memory
    /// makes most such searches linear.
    @inline(never)
    private func countedMatch(
      _ text: Span<UInt8>, _ allowance: inout PatternAllowance
    ) -> PatternMatch {
      let passes = text.count / Self.charactersOfStep * (1 + size / Self.nodesOfPattern)
      guard allowance.take(passes) else { return .undecided }
      if let engine = countingEngine {
        var steps = SearchSteps(limit: min(Self.engineLimit, allowance.steps))
        let result = engine.search(text, &steps)
        let isLeft = allowance.take(steps.taken)
        if result != .undecided || !isLeft { return result }
      }
      return BacktrackingProgram(root).search(text, &allowance)
    }

    /// The pattern on PCRE2 with steps that are counted, compiled when it is first needed.
    private var countingEngine: RegexMatch? {
      counting.withLock { known in
        if let known { return known }
        known = EnginePattern.text(for: root, countsSteps: true).flatMap(RegexMatch.init(counting:))
        return known
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
