/// A pattern that the program's tables keep, so that using it counts no reference.
///
/// Invariants: the tables outlive it.
@safe
struct PatternReference {
  private let storage: Unmanaged<ECMAPattern.Storage>

  init(_ pattern: ECMAPattern) {
    unsafe storage = Unmanaged.passUnretained(pattern.storage)
  }

  /// Searches for the pattern in a text, which must be valid UTF-8.
  @inline(__always)
  func match(_ text: Span<UInt8>, _ allowance: inout PatternAllowance) -> PatternMatch {
    unsafe storage._withUnsafeGuaranteedRef { $0.match(text, &allowance) }
  }
}
