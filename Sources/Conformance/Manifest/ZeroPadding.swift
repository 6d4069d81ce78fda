extension String {
  /// The digits with zeros in front, so many that all numbers of a width are equally long; those
  /// that are longer stay as they are.
  func zeroPadded(to width: Int) -> String {
    String(repeating: "0", count: max(0, width - utf8.count)) + self
  }
}
