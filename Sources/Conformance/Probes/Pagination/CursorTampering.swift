import SchemaValidator

extension PageProbe {
  /// PAG-16: a cursor that was not handed out is refused, and never taken for none.
  func tamperWithCursor() async throws(CaseStop) {
    guard judge.asks("PAG-16") else { return }
    guard let (cursor, first, _) = knownCursor else {
      return judge.leaveOpen(["PAG-16"], "no page gave a cursor to tamper with")
    }
    for tampering in Tampering.allCases {
      guard let text = tampering.applied(to: cursor.text, nonce: run.scope.nonce) else { continue }
      var changes = CallChanges.query([
        (conventions.limitParameter, first.limit.map(String.init)),
        (conventions.cursorParameter, text),
      ])
      changes.isFaulty = true
      let exchange = try await run.send(
        probe.call, purpose: "\(tampering.rawValue) cursor", changes: changes)
      judge.judge("PAG-16")
      judge(exchange, of: tampering, first: first)
    }
  }

  private func judge(_ exchange: AnsweredExchange, of tampering: Tampering, first: ListPage) {
    let status = exchange.response.status
    var suspicion = Suspicion(
      requirement: "PAG-16",
      message: "\(tampering.withArticle) cursor was answered \(status)",
      exchange: exchange.index, place: .status, expected: "status 400", got: "status \(status)")
    switch status {
    case 400: return
    case 401..<500:
      if tampering == .overlong, [413, 414, 431].contains(status) { return }
      suspicion.severity = .warn
    case 200..<300:
      let page = ListPage(
        number: 1, limit: first.limit, cursor: nil, exchange: exchange, conventions: conventions)
      if page.ids == first.ids {
        suspicion.message = "\(tampering.withArticle) cursor was answered with the first page"
        suspicion.related = [first.exchange.index]
        suspicion.got = "the first page"
      } else {
        // A cursor without a seal may still name a place after the change.
        suspicion.severity = .warn
        suspicion.message = "\(tampering.withArticle) cursor was taken for a real one"
        suspicion.got = "status \(status) and \(page.rows.count) items"
      }
    default: break
    }
    judge.report(suspicion)
  }
}

/// The ways in which a cursor can be broken.
private enum Tampering: String, CaseIterable {
  case garbage
  case truncated
  case altered
  case overlong = "over-long"

  var withArticle: String {
    switch self {
    case .garbage, .truncated: "a \(rawValue)"
    case .altered, .overlong: "an \(rawValue)"
    }
  }

  /// The broken cursor; nil when this cursor is too short for it.
  func applied(to cursor: String, nonce: String) -> String? {
    let scalars = Array(cursor.unicodeScalars)
    var view = String.UnicodeScalarView()
    switch self {
    case .garbage: return "no-cursor-\(nonce)"
    case .truncated:
      guard scalars.count > 1 else { return nil }
      view.append(contentsOf: scalars.prefix(scalars.count / 2))
    case .altered:
      // The middle, since the last character of a base 64 text may hold bits that mean nothing.
      let middle = scalars.count / 2
      let other: Unicode.Scalar = scalars[middle] == "A" ? "B" : "A"
      let digit: Unicode.Scalar = scalars[middle] == "1" ? "2" : "1"
      let isDigit = ("0"..."9").contains(scalars[middle])
      view.append(contentsOf: scalars)
      view = String.UnicodeScalarView(
        scalars[..<middle] + [isDigit ? digit : other] + scalars[(middle + 1)...])
    case .overlong:
      return cursor + String(repeating: "A", count: 4096)
    }
    return String(view)
  }
}
