extension [String] {
  /// `a`, `a or b`, `a, b or c`; `nothing` where there is none.
  var alternatives: String { isEmpty ? "nothing" : joined(lastBy: "or") }

  /// `a`, `a and b`, `a, b and c`; empty where there is none.
  var conjunction: String { joined(lastBy: "and") }

  private func joined(lastBy word: String) -> String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(word) \(last)"
  }
}
