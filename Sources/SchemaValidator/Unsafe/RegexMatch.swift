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

  /// The steps a search may take before it is given up: some 100 µs.
  ///
  /// A value may hold very many texts; those that need more are left to a matcher that counts.
  static let matchLimit = 50_000
  /// The largest machine stack a long subject may take, bytes.
  private static let largestStack = 16 << 20

  /// Compiles a PCRE2 pattern; nil where PCRE2 refuses it.
  convenience init?(_ pattern: [UInt8]) {
    guard let compiled = unsafe Self.code(for: pattern) else { return nil }
    unsafe self.init(code: compiled)
  }

  /// Compiles a pattern of our own.
  convenience init(required pattern: String) {
    guard let compiled = unsafe Self.code(for: Array(pattern.utf8)) else {
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

  private static func code(for pattern: [UInt8]) -> OpaquePointer? {
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
  func search(_ text: Span<UInt8>) -> PatternMatch {
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
      let result = unsafe run(bytes, data, nil)
      guard result == PCRE2_ERROR_JIT_STACKLIMIT else { return Self.verdict(result) }
      return unsafe searchWithLargeStack(bytes, data)
    }
  }

  /// Repeats a search that needs more than the 32 KiB of machine stack PCRE2 uses by itself.
  private func searchWithLargeStack(
    _ bytes: UnsafeBufferPointer<UInt8>, _ data: OpaquePointer
  ) -> PatternMatch {
    guard let context = unsafe pcre2_match_context_create_8(nil) else { return .undecided }
    defer { unsafe pcre2_match_context_free_8(context) }
    guard let stack = unsafe pcre2_jit_stack_create_8(32 << 10, Self.largestStack, nil) else {
      return .undecided
    }
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
