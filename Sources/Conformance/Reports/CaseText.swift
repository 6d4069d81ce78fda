import Diagnostics

/// What became of a case as plain text: everything a person needs without opening another file.
enum CaseText {
  /// How many bytes of a body are shown with a failure.
  private static let bodyLimit = 4 * 1024

  /// Reason, findings and exchanges; `htmlPath` is where the HTML report is.
  static func full(_ testCase: CaseResult, htmlPath: String?, limit: Int) -> String {
    var text = "\(testCase.id)  (\(testCase.location))\n"
    if let htmlPath { text += "report: \(htmlPath)#\(Anchor.testCase(testCase.id))\n" }
    if let reason = testCase.ownReason { text += "\n\(reason)\n" }
    for finding in testCase.findings { text += "\n" + self.text(of: finding, in: testCase) }
    text += transcripts(of: testCase)
    return cut(text, to: limit)
  }

  /// One finding, with the commands that repeat its requests.
  static func text(of finding: Finding, in testCase: CaseResult) -> String {
    var text = "\(finding.requirement) (\(finding.severity.rawValue)): \(finding.message)\n"
    for fact in finding.facts {
      let space = String(repeating: " ", count: 9 - fact.label.utf8.count)
      text += "  \(fact.label):\(space)\(fact.value)\n"
    }
    for detail in finding.details { text += "  \(detail)\n" }
    for command in ExchangeRecord.commands(for: finding, in: testCase) {
      text += "  curl:     \(command)\n"
    }
    return text
  }

  /// A text that fits, with a last line that says how much is missing.
  static func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    let shown = VisibleText.prefix(text, bytes: limit)
    return "\(shown)\n… cut: \(text.utf8.count - shown.utf8.count) more bytes are in results.json"
  }

  /// The exchanges that findings point at; all of them where none does, as in an error.
  private static func transcripts(of testCase: CaseResult) -> String {
    let shown = Set(
      testCase.findings.flatMap { [$0.exchange].compactMap { $0 } + $0.relatedExchanges })
    var text = ""
    for (index, exchange) in testCase.exchanges.enumerated() {
      guard shown.isEmpty || shown.contains(index) else { continue }
      text += "\n\(exchange.line)\n\(exchange.transcript(bodyLimit: bodyLimit))\n"
    }
    return text
  }
}
