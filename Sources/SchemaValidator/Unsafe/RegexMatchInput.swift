/// Texts as the evaluator has them: bytes in place, lent for the time of the call.
extension ECMAPattern {
  /// Searches for the pattern in a text of valid UTF-8.
  func match(_ utf8: UnsafeBufferPointer<UInt8>) -> PatternMatch {
    let text = unsafe Span(_unsafeElements: utf8)
    return match(text)
  }
}

extension StringFormat {
  /// Whether a text of valid UTF-8 has this format.
  func holds(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let text = unsafe Span(_unsafeElements: utf8)
    return holds(text)
  }
}

extension NumberFormat {
  /// Whether a JSON number has this format, as its token is written.
  func holds(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
    let number = unsafe Span(_unsafeElements: token)
    return holds(number)
  }
}
