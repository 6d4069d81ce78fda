/// Texts as the evaluator has them: bytes in place, lent for the time of the call.
extension ECMAPattern {
  /// Searches for the pattern in a text of valid UTF-8.
  func match(_ utf8: UnsafeBufferPointer<UInt8>) -> PatternMatch {
    let text = unsafe Span(_unsafeElements: utf8)
    return match(text)
  }
}
