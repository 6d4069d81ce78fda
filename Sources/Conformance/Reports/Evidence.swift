import Diagnostics

extension Finding {
  /// What a person needs to see of a finding, as labelled lines in a fixed order.
  ///
  /// The requirement and the sentence are left to the heading; the command to repeat the request
  /// is the exchange's.
  var facts: [(label: String, value: String)] {
    var facts: [(label: String, value: String)] = [
      ("expected", expected),
      ("got", got),
    ]
    let place = place.words
    facts.append(("at", operation.map { "\($0) › \(place)" } ?? place))
    if let clause { facts.append(("contract", clause.words)) }
    if let suiteLocation { facts.append(("suite", "\(suiteLocation)")) }
    return facts
  }
}

extension Finding.Place {
  /// The place in words, such as `response body /data/0/id`.
  var words: String {
    switch self {
    case .status: "response status"
    case .header(let name): "response header \(name)"
    case .body(let pointer) where pointer == .root: "response body"
    case .body(let pointer): "response body \(pointer)"
    case .exchange: "exchange"
    }
  }
}

extension Finding.Clause {
  /// File, line, column and pointer, such as `openapi.json:41:9 #/paths/~1labels`.
  var words: String { "\(location) \(pointer.fragment)" }
}

extension ExchangeRecord {
  /// The outcome in a few words, such as `200 in 12 ms`.
  var outcome: String {
    if let status { return "\(status) in \(duration.spoken)" }
    return "\(transportError ?? "no response") after \(duration.spoken)"
  }

  /// One line about the exchange, such as `page 2: GET http://… → 200 in 12 ms`.
  var line: String { "\(purpose): \(method) \(url) → \(outcome)" }

  /// What it asked for and how that ended, such as `PATCH /labels/lbl_1 → 200`.
  fileprivate func brief(under base: String) -> String {
    "\(method) \(path(under: base)) → \(status.map(String.init) ?? "no response")"
  }

  /// The path of its URL below the base URL; the whole URL where it lies elsewhere.
  func path(under base: String) -> Substring {
    guard url.utf8.starts(with: base.utf8), url.utf8.count > base.utf8.count else {
      return url[...]
    }
    return url[url.utf8.index(url.startIndex, offsetBy: base.utf8.count)...]
  }

  /// Whether it asks for nothing but an answer.
  fileprivate var isRead: Bool { ["GET", "HEAD", "OPTIONS", "TRACE"].contains(method) }

  /// Whether it may have changed something on the target: no answer is no refusal.
  fileprivate var isChange: Bool { !isRead && (status ?? 0) < 400 }

  /// Request and response as text, each line marked with `>` or `<`; of each body at most
  /// `limit` bytes are shown, and what is left out is said.
  func transcript(bodyLimit limit: Int) -> String {
    var lines = ["> \(method) \(url)"]
    lines += request.lines(mark: ">", bodyLimit: limit)
    if let status { lines.append("< \(status)") }
    if let response { lines += response.lines(mark: "<", bodyLimit: limit) }
    if let transportError { lines.append("! \(transportError)") }
    return lines.joined(separator: "\n")
  }

  /// The finding's requests that can be repeated by hand; the one that shows it comes first.
  static func commands(for finding: Finding, in testCase: CaseResult) -> [String] {
    ([finding.exchange].compactMap { $0 } + finding.relatedExchanges)
      .filter(testCase.exchanges.indices.contains)
      .map { testCase.exchanges[$0].curl }
  }
}

extension CaseResult {
  /// The reason of the case where the findings do not say it already: where there are none, and
  /// where the verdict does not come from them.
  var ownReason: String? {
    switch verdict {
    case .failed, .warned: findings.isEmpty ? reason : nil
    case .passed: nil
    case .errored, .inconclusive, .blocked, .deviating, .skipped, .notRun: reason
    }
  }
}

extension MessageRecord {
  fileprivate func lines(mark: String, bodyLimit limit: Int) -> [String] {
    var lines = fields.map { "\(mark) \($0.name): \($0.value)" }
    guard let body, !body.utf8.isEmpty else { return lines }
    let shown = VisibleText.prefix(body, bytes: limit)
    lines.append(mark)
    lines += shown.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "\(mark) \($0)" }
    if isCut || shown.utf8.count < body.utf8.count {
      lines.append("\(mark) … cut: \(shown.utf8.count) of \(bodyLength) bytes are shown")
    }
    return lines
  }
}

extension CaseResult {
  /// How many changes are told with a finding.
  private static let toldChanges = 3
  /// Among how many requests before it they are looked for.
  private static let lookedThrough = 20

  /// The last changes before the read that shows a finding, in the order of sending, such as
  /// `step 1: PATCH /labels/lbl_1 → 200`; what follows upon its like is told with it.
  ///
  /// What the read shows comes from them. None for a finding that a change itself shows, or only a
  /// header field.
  func changes(before finding: Finding, under base: String) -> [String] {
    guard let index = finding.exchange, exchanges.indices.contains(index),
      exchanges[index].isRead
    else { return [] }
    if case .header = finding.place { return [] }
    var told: [(purpose: String, brief: String, count: Int)] = []
    for change in exchanges[..<index].suffix(Self.lookedThrough) where change.isChange {
      let brief = change.brief(under: base)
      let earlier = told.last?.brief == brief ? told.removeLast().count : 0
      told.append((change.purpose, brief, earlier + 1))
    }
    return told.suffix(Self.toldChanges).map { change in
      "\(change.purpose): \(change.brief)"
        + (change.count > 1 ? ", the last of \(change.count)" : "")
    }
  }
}

extension CaseResult {
  /// What was measured beside the verdict, each as a sentence without a full stop.
  var measurements: [String] {
    let restarts = restarts.last.map { last in
      "begun anew \(RunDigest.count(self.restarts.count, "time")), since a lost connection kept it "
        + "from a verdict; the last was that of \(last)"
    }
    return [restarts].compactMap(\.self)
      + delays.map { delay in
        let attempts = RunDigest.count(delay.attempts, "attempt")
        return delay.isConsistent
          ? "\(delay.purpose): as expected \(delay.duration.spoken) after the first of \(attempts)"
          : "\(delay.purpose): not as expected in \(attempts) over \(delay.duration.spoken)"
      }
      + overlaps.map { overlap in
        "\(overlap.purpose): \(overlap.overlapping) of \(overlap.requests) requests overlapped"
      }
  }
}

extension CaseResult {
  /// What is said in place of exchanges that were not kept; nil where all are there.
  var omission: String? {
    omittedExchanges == 0
      ? nil
      : "\(RunDigest.count(omittedExchanges, "request")) not shown: a run keeps only the first of "
        + "those in which nothing was found"
  }
}

extension TransportRecord {
  /// What was chosen about the transport, in the words of reports that know properties; empty
  /// where nothing was.
  var properties: [(name: String, value: String)] {
    (remarks.isEmpty ? [] : [("transport", remarks.joined(separator: ", "))])
      + (isInsecure ? [("insecure", Self.warning)] : [])
  }
}
