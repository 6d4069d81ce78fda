extension [UInt8] {
  /// Appends a text that was fixed when the program was compiled.
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }
}
