extension [UInt8] {
  /// Appends the bytes of a text up to the first one that has to be written otherwise; how many
  /// they are.
  ///
  /// Nearly every text that is written stands for itself, so that this is one look and one copy.
  @inlinable
  package mutating func append(
    _ text: some StringProtocol, while isPlain: (UInt8) -> Bool
  ) -> Int {
    let length = text.utf8.withContiguousStorageIfAvailable { bytes in
      var length = 0
      while length < bytes.count, unsafe isPlain(bytes[length]) { length += 1 }
      unsafe append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<length]))
      return length
    }
    if let length { return length }
    let plain = text.utf8.prefix(while: isPlain)
    append(contentsOf: plain)
    return plain.count
  }

  /// Appends all bytes of a text.
  @inlinable
  package mutating func append(utf8Of text: some StringProtocol) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
      unsafe append(contentsOf: $0)
    }
    if isDone == nil { append(contentsOf: text.utf8) }
  }
}
