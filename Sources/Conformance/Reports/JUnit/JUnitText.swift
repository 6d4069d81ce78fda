extension JUnitReport {
  /// One line for each exchange, after what is known of a case that is neither failure nor error.
  func trail(of testCase: CaseResult, _ outcome: JUnitOutcome) -> String {
    var parts: [String] = []
    switch outcome {
    case .passed, .skipped:
      parts += testCase.findings.map { CaseText.text(of: $0, in: testCase) }
    case .failure, .error: break
    }
    if let sentence = testCase.omission { parts.append(sentence) }
    parts += testCase.exchanges.lazy.map(\.line)
    return parts.joined(separator: "\n")
  }
}
