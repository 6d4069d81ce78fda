import SchemaValidator

extension PageProbe {
  /// PAG-13: a limit that breaks its schema is answered 400.
  func breakLimitSchema() async throws(CaseStop) {
    guard judge.takesUp("PAG-13"), let name = conventions.limitParameter else { return }
    let parameter = probe.call.target.operation?.parameter(name, in: .query)
    guard let schema = parameter?.schema else {
      return judge.leaveOpen(["PAG-13"], "the contract has no schema for \(name)")
    }
    var sent = 0
    // The last one is often read leniently: as the number that its digits of another script spell.
    let arabicDigits = "\u{661}\u{662}"
    for text in ["abc", "-1", "1.5", "0x10", arabicDigits] {
      guard !ParameterText.isValid(text, schema) else { continue }
      sent += 1
      let exchange = try await send(name, text)
      judge.judge("PAG-13")
      let status = exchange.response.status
      let right = exchange.operation?.refusals ?? [400]
      if right.contains(status) { continue }
      let isLenient = arabicDigits.isSameText(as: text) && status < 500
      judge.report(
        Suspicion(
          requirement: "PAG-13",
          severity: 400..<500 ~= status || isLenient ? .warn : nil,
          message: "\(name) \"\(text)\" breaks its schema and was answered \(status)",
          exchange: exchange.index, place: .status, expected: right.statuses,
          got: "status \(status)"))
    }
    if sent == 0 {
      judge.leaveOpen(["PAG-13"], "the schema of \(name) allows any text")
    }
  }

  /// PAG-14: a limit out of range is refused or clamped, and never gives everything.
  func exceedLimits() async throws(CaseStop) {
    guard judge.takesUp("PAG-14"), let name = conventions.limitParameter else { return }
    var texts = ["0", "1000000000", "1000000000000000000000000000000"]
    if let largest = conventions.maximumLimit { texts.insert(String(largest + 1), at: 1) }
    for text in texts {
      let exchange = try await send(name, text)
      judge.judge("PAG-14")
      let page = ListPage(
        number: 1, limit: nil, position: .start, exchange: exchange, conventions: conventions)
      judgeExcess(page, name, text)
    }
  }

  private func judgeExcess(_ page: ListPage, _ name: String, _ text: String) {
    let status = page.exchange.response.status
    var suspicion = Suspicion(
      requirement: "PAG-14", message: "\(name) \(text) was answered \(status)",
      exchange: page.exchange.index, place: .status, expected: conventions.excessAnswer,
      got: "status \(status)")
    switch status {
    case 200..<300:
      let largest = conventions.maximumLimit ?? .max
      if page.rows.count > largest {
        suspicion.message = "\(name) \(text) gives \(page.rows.count) items; \(largest) is the most"
        suspicion.place = .body(conventions.items)
        suspicion.expected = "at most \(largest) items"
        suspicion.got = "\(page.rows.count) items"
      } else if conventions.overMaximum != .reject || isInvited(text, name) {
        return
      }
    case 400, 422:
      // 0 asks for nothing, and 10^30 is no number to many: refusing them is not a lack of clamping.
      if conventions.overMaximum != .clamp || text != String((conventions.maximumLimit ?? 0) + 1) {
        return
      }
    case 401..<500: suspicion.severity = .warn
    default: break
    }
    judge.report(suspicion)
  }

  /// Whether the contract itself has the number for a limit: 0 asks for no more than a count.
  private func isInvited(_ text: String, _ name: String) -> Bool {
    guard text.utf8.elementsEqual("0".utf8), let zero = try? JSONDocument(parsing: Array("0".utf8)),
      let schema = probe.call.target.operation?.parameter(name, in: .query)?.schema
    else { return false }
    return schema.program.isValid(zero.root)
  }

  private func send(
    _ name: String, _ text: String
  ) async throws(CaseStop) -> AnsweredExchange {
    var changes = CallChanges.query([(name, text)])
    changes.isFaulty = true
    return try await run.send(probe.call, purpose: "\(name) \"\(text)\"", changes: changes)
  }
}

extension Conventions.Pagination {
  /// What a limit out of range should be answered with, in words.
  fileprivate var excessAnswer: String {
    switch overMaximum {
    case .reject: "status 400"
    case .clamp: "a page of ordinary size"
    case .either: "status 400 or a page of ordinary size"
    }
  }
}

/// The text of a parameter, as its schema sees it.
enum ParameterText {
  /// Whether a text is valid as a string, or as the number or Boolean it spells.
  static func isValid(_ text: String, _ schema: ContractSchema) -> Bool {
    var writer = JSONWriter()
    writer.string(text)
    let readings = [writer.finish(), Array(text.utf8)]
    return readings.contains { bytes in
      guard let document = try? JSONDocument(parsing: bytes) else { return false }
      return schema.program.isValid(document.root)
    }
  }
}
