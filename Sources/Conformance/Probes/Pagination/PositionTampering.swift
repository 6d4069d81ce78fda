import SchemaValidator

extension PageProbe {
  /// PAG-16: a position that was not handed out is refused, and never taken for none.
  ///
  /// Where the client counts, that is a text that the contract does not allow.
  func tamperWithPosition() async throws(CaseStop) {
    guard judge.takesUp("PAG-16") else { return }
    guard let (position, first, _) = knownPosition else {
      return judge.leaveOpen(["PAG-16"], "the list has one page only")
    }
    guard let handle = handle(of: position, from: first) else {
      return judge.leaveOpen(["PAG-16"], "the links do not show what says where a page begins")
    }
    let counts = isCounted ?? false
    let schema = probe.call.target.operation?.parameter(handle.name, in: .query)?.schema
    for tampering in counts ? Tampering.ofNumbers : Tampering.ofTexts {
      guard let text = tampering.applied(to: handle.value, nonce: run.scope.nonce) else { continue }
      // A number that the contract allows names a place, wherever that is.
      if counts, schema.map({ ParameterText.isValid(text, $0) }) ?? (Int(text) != nil) { continue }
      var prepared = try request(limit: first.limit, at: position, isFaulty: true)
      var query = URLQuery(of: prepared.request.url)
      query.set(handle.name, text)
      prepared.request.url = query.url
      let exchange = try await run.send(
        prepared, purpose: "\(tampering.rawValue) \(style.noun)")
      judge.judge("PAG-16")
      judge(exchange, of: tampering, from: handle.value, first: first)
    }
    judge.leaveOpen(["PAG-16"], "the schema of \(handle.name) allows any text")
  }

  private func judge(
    _ exchange: AnsweredExchange, of tampering: Tampering, from position: String, first: ListPage
  ) {
    let status = exchange.response.status
    let right = exchange.operation?.refusals ?? [400]
    if right.contains(status) { return }
    var suspicion = Suspicion(
      requirement: "PAG-16",
      message: "\(tampering.withArticle) \(style.noun) was answered \(status)",
      exchange: exchange.index, place: .status, expected: right.statuses, got: "status \(status)")
    switch status {
    case 400..<500:
      if tampering == .overlong, [413, 414, 431].contains(status) { return }
      suspicion.severity = .warn
    case 200..<300:
      let page = ListPage(
        number: 1, limit: first.limit, position: .start, exchange: exchange,
        conventions: conventions)
      if page.ids == first.ids {
        suspicion.message =
          "\(tampering.withArticle) \(style.noun) was answered with the first page"
        suspicion.related = [first.exchange.index]
        suspicion.got = "the first page"
        // A bare number that was changed is another number, which may well lie before all items.
        let isNumber = position.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        if isNumber, tampering == .truncated || tampering == .altered { suspicion.severity = .warn }
      } else {
        // A cursor without a seal may still name a place after the change.
        suspicion.severity = .warn
        suspicion.message = "\(tampering.withArticle) \(style.noun) was taken for a real one"
        suspicion.got = "status \(status) and \(page.rows.count) items"
      }
    default: break
    }
    judge.report(suspicion)
  }
}

/// The ways in which a position can be broken.
private enum Tampering: String, CaseIterable {
  case garbage
  case truncated
  case altered
  case overlong = "over-long"
  case negative
  case fractional

  /// Those of a text whose meaning only the server knows.
  static let ofTexts: [Tampering] = [.garbage, .truncated, .altered, .overlong]
  /// Those of a number.
  static let ofNumbers: [Tampering] = [.garbage, .negative, .fractional, .overlong]

  var withArticle: String {
    switch self {
    case .garbage, .truncated, .negative, .fractional: "a \(rawValue)"
    case .altered, .overlong: "an \(rawValue)"
    }
  }

  /// The broken position; nil when this one is too short for it.
  func applied(to position: String, nonce: String) -> String? {
    let scalars = Array(position.unicodeScalars)
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
      return position + String(repeating: "A", count: 4096)
    case .negative: return "-1"
    case .fractional: return "1.5"
    }
    return String(view)
  }
}
