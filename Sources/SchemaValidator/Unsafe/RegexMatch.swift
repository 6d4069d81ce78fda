import CPCRE2
import Synchronization

/// A pattern compiled by PCRE2, with its machine code where the platform has a JIT.
///
/// Invariants: `code` is owned by this object, never changes after `init`, and is freed once, in
/// `deinit`. PCRE2 lets any number of threads match with one code. The match data each search
/// needs is kept in `spare` between searches: whoever takes it out owns it until it is put back,
/// so two threads never share one.
@safe
final class RegexMatch: @unchecked Sendable {
  private let code: OpaquePointer
  private let hasMachineCode: Bool
  private let spare: Atomic<UnsafeMutableRawPointer?>

  /// The steps that PCRE2 may take from one place of a text before it gives up; it does not count
  /// all that take time.
  private static let matchLimit = 1_000
  /// The same where a callout counts as well.
  private static let matchLimitOfCounting = 50_000
  /// The largest machine stack a long subject may take, bytes.
  private static let largestStack = 16 << 20

  /// Compiles a PCRE2 pattern; nil where PCRE2 refuses it.
  convenience init?(_ pattern: [UInt8]) {
    guard let compiled = unsafe Self.code(for: pattern, Self.matchLimit) else { return nil }
    unsafe self.init(code: compiled)
  }

  /// Compiles a PCRE2 pattern with callouts, to be searched for with ``SearchSteps``.
  convenience init?(counting pattern: [UInt8]) {
    guard let compiled = unsafe Self.code(for: pattern, Self.matchLimitOfCounting) else {
      return nil
    }
    unsafe self.init(code: compiled)
  }

  /// Compiles a pattern of our own.
  convenience init(required pattern: String) {
    guard let compiled = unsafe Self.code(for: Array(pattern.utf8), Self.matchLimit) else {
      preconditionFailure("PCRE2 10.40 or later is required: it knows Bidi_Class and Script")
    }
    unsafe self.init(code: compiled)
  }

  /// Takes over a code.
  private init(code: OpaquePointer) {
    unsafe self.code = code
    hasMachineCode = unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE)) == 0
    unsafe spare = Atomic(nil)
  }

  private static func code(for pattern: [UInt8], _ matchLimit: Int) -> OpaquePointer? {
    guard let context = unsafe pcre2_compile_context_create_8(nil) else { return nil }
    defer { unsafe pcre2_compile_context_free_8(context) }
    // A lone surrogate in a pattern matches a lone surrogate, should the text hold one.
    unsafe pcre2_set_compile_extra_options_8(
      context, UInt32(PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES))
    // With start optimisations the machine code of PCRE2 10.42 misses matches: /(?:b|^)\p{L}+../u
    // is not found in "bca". Patterns that begin with an anchor lose nothing without them.
    let options =
      UInt32(PCRE2_UTF) | UInt32(PCRE2_NO_UTF_CHECK) | UInt32(PCRE2_MATCH_UNSET_BACKREF)
      | UInt32(PCRE2_NO_START_OPTIMIZE) | UInt32(PCRE2_NEVER_BACKSLASH_C)
      | UInt32(PCRE2_DOLLAR_ENDONLY)
    var errorCode: CInt = 0
    var errorOffset = 0
    let limited = Array("(*LIMIT_MATCH=\(matchLimit))".utf8) + pattern
    return unsafe limited.withUnsafeBufferPointer { bytes in
      unsafe pcre2_compile_8(
        bytes.baseAddress, bytes.count, options, &errorCode, &errorOffset, context)
    }
  }

  deinit {
    if let data = unsafe spare.load(ordering: .acquiring) {
      unsafe pcre2_match_data_free_8(OpaquePointer(data))
    }
    unsafe pcre2_code_free_8(code)
  }

  /// Searches a text, which must be valid UTF-8.
  func search(_ text: Span<UInt8>) -> PatternMatch { unsafe search(text, nil) }

  /// Searches a text, which must be valid UTF-8, until the steps are used up.
  func search(_ text: Span<UInt8>, _ steps: inout SearchSteps) -> PatternMatch {
    guard let context = unsafe pcre2_match_context_create_8(nil) else { return .undecided }
    defer { unsafe pcre2_match_context_free_8(context) }
    return unsafe withUnsafeMutablePointer(to: &steps) { steps in
      let callout:
        @convention(c) (
          UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?
        ) -> CInt = { block, steps in
          guard let block = unsafe block,
            let steps = unsafe steps?.assumingMemoryBound(to: SearchSteps.self)
          else { return PCRE2_ERROR_CALLOUT }
          let (start, position) = unsafe (block.pointee.start_match, block.pointee.current_position)
          return unsafe steps.pointee.pass(position, from: start) ? 0 : PCRE2_ERROR_CALLOUT
        }
      unsafe pcre2_set_callout_8(context, callout, steps)
      return unsafe search(text, context)
    }
  }

  private func search(_ text: Span<UInt8>, _ context: OpaquePointer?) -> PatternMatch {
    let taken = unsafe spare.exchange(nil, ordering: .acquiring)
    guard
      let data = unsafe taken.map({ OpaquePointer($0) })
        ?? pcre2_match_data_create_8(1, nil)
    else { return .undecided }
    defer {
      let surplus = unsafe spare.exchange(UnsafeMutableRawPointer(data), ordering: .releasing)
      if let surplus = unsafe surplus { unsafe pcre2_match_data_free_8(OpaquePointer(surplus)) }
    }
    return unsafe text.withUnsafeBufferPointer { bytes in
      let result = unsafe run(bytes, data, context)
      guard result == PCRE2_ERROR_JIT_STACKLIMIT else { return Self.verdict(result) }
      return unsafe searchWithLargeStack(bytes, data, context)
    }
  }

  /// Repeats a search that needs more than the 32 KiB of machine stack PCRE2 uses by itself.
  private func searchWithLargeStack(
    _ bytes: UnsafeBufferPointer<UInt8>, _ data: OpaquePointer, _ given: OpaquePointer?
  ) -> PatternMatch {
    let own = unsafe given == nil ? pcre2_match_context_create_8(nil) : nil
    defer { if let own = unsafe own { unsafe pcre2_match_context_free_8(own) } }
    guard let context = unsafe given ?? own,
      let stack = unsafe pcre2_jit_stack_create_8(32 << 10, Self.largestStack, nil)
    else { return .undecided }
    defer { unsafe pcre2_jit_stack_free_8(stack) }
    unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    return Self.verdict(unsafe run(bytes, data, context))
  }

  private static func verdict(_ result: CInt) -> PatternMatch {
    if result >= 0 { return .matches }
    return result == PCRE2_ERROR_NOMATCH ? .noMatch : .undecided
  }

  private func run(
    _ bytes: UnsafeBufferPointer<UInt8>, _ data: OpaquePointer, _ context: OpaquePointer?
  ) -> CInt {
    // PCRE2 wants an address even for an empty text.
    var nothing: UInt8 = 0
    return unsafe withUnsafePointer(to: &nothing) { nothing in
      let start = unsafe bytes.baseAddress ?? nothing
      return hasMachineCode
        ? unsafe pcre2_jit_match_8(code, start, bytes.count, 0, 0, data, context)
        : unsafe pcre2_match_8(
          code, start, bytes.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, context)
    }
  }
}

/// The steps of one search, counted wherever PCRE2 comes by a callout.
@safe
struct SearchSteps {
  /// Characters passed since the last callout make up a step.
  private static let charactersOfStep = 16

  private let limit: Int
  private(set) var taken = 0
  /// Where the search began, and how far it was, when it last came by; offsets into the text.
  private var last = (start: -1, position: 0)

  init(limit: Int) {
    self.limit = limit
  }

  /// Comes by at a position, in a match that begins at another; false when nothing is left.
  fileprivate mutating func pass(_ position: Int, from start: Int) -> Bool {
    let from = start == last.start ? last.position : start
    last = (start, position)
    taken += 1 + abs(position - from) / Self.charactersOfStep
    return taken <= limit
  }
}
