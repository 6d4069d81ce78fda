import SchemaValidator

extension PageProbe {
  /// PAG-18: a position sent with another filter is refused, or gives what that filter allows.
  ///
  /// Where the other filter gives an empty result, that answer is evidence for PAG-12.
  func changeFilter() async throws(CaseStop) {
    guard judge.asksAny(["PAG-18", "PAG-12"]) else { return }
    judge.turn(to: "PAG-12")
    guard let filter = try otherFilter() else {
      return judge.leaveOpen(
        ["PAG-18", "PAG-12"], "the call has no filter for which another value can be made up")
    }
    let largest = limits.first ?? 1
    let other = try await filtered(filter, limit: largest, at: .start, "another filter")
    if other.exchange.isSuccess, other.more == false, other.rows.isEmpty { judgeEmpty(other) }
    if other.exchange.response.status == 404 { reportMissing(other, filter) }
    judge.leaveOpen(["PAG-12"], "no filter of this list gives an empty result")
    guard judge.takesUp("PAG-18") else { return }
    guard let (position, first, _) = knownPosition else {
      return judge.leaveOpen(["PAG-18"], "the list has one page only under the filter")
    }
    if case .link(let target) = position, URLQuery(of: target.text)[filter.name] == nil {
      return judge.leaveOut("PAG-18", "does not apply: the links do not show the filter")
    }
    let noun = style.noun
    let mixed = try await filtered(
      filter, limit: first.limit, at: position, "the \(noun) with another filter")
    let bare = try await filtered(
      (filter.name, nil), limit: first.limit, at: position, "the \(noun) without the filter")
    judgeMixed(mixed, filter, other)
    for page in [mixed, bare] where page.exchange.response.status >= 500 {
      let status = page.exchange.response.status
      judge.report(
        Suspicion(
          requirement: "PAG-18", message: "a \(noun) with another filter was answered \(status)",
          exchange: page.exchange.index, place: .status,
          expected: "status 400, or items that the filter allows", got: "status \(status)"))
    }
  }

  /// Reads a page under another value of a filter; nil leaves the filter out.
  private func filtered(
    _ filter: (name: String, value: String?), limit: Int?, at position: PagePosition,
    _ purpose: String
  ) async throws(CaseStop) -> ListPage {
    var prepared = try request(limit: limit, at: position, isFaulty: position != .start)
    var query = URLQuery(of: prepared.request.url)
    query.set(filter.name, filter.value)
    prepared.request.url = query.url
    let exchange = try await run.send(prepared, purpose: purpose)
    return ListPage(
      number: 1, limit: limit, position: position, exchange: exchange, conventions: conventions)
  }

  /// Every item under the mixed call has to be one that the filter allows.
  private func judgeMixed(
    _ page: ListPage, _ filter: (name: String, value: String?), _ other: ListPage
  ) {
    guard page.exchange.isSuccess else { return judge.judge("PAG-18") }
    let isWhole =
      other.exchange.isSuccess
      && (other.more == false || other.more == nil && other.total == other.rows.count)
    let allowed = Set(other.ids)
    var isDecided = page.rows.isEmpty || isWhole
    // The member of the filter's name tells where the list under the filter is too long to know,
    // if it is what the filter goes by: "all" or a search is no member's value.
    let isShown =
      !other.rows.isEmpty
      && other.rows.allSatisfy {
        ExactText($0.value[filter.name]) == filter.value.map(ExactText.init)
      }
    for row in page.rows {
      let member = isShown ? ExactText(row.value[filter.name]) : nil
      guard let id = row.id, isWhole || member != nil else { continue }
      isDecided = true
      let fits = allowed.contains(id) || !isWhole && member == filter.value.map(ExactText.init)
      if fits { continue }
      judge.report(
        Suspicion(
          requirement: "PAG-18",
          message:
            "a \(style.noun) sent with \(filter.name)=\(filter.value ?? "") gives \(id), which "
            + "that filter excludes",
          exchange: page.exchange.index, related: [other.exchange.index],
          place: conventions.idPlace(row.position),
          expected: "status 400, or items that the filter allows", got: "\(id)", ids: [id]))
      return
    }
    if isDecided {
      judge.judge("PAG-18")
    } else {
      judge.leaveOpen(["PAG-18"], "what the other filter allows is too much to read")
    }
  }

  private func reportMissing(_ page: ListPage, _ filter: (name: String, value: String?)) {
    judge.report(
      Suspicion(
        requirement: "PAG-12",
        message: "\(filter.name)=\(filter.value ?? "") was answered 404 instead of no items",
        exchange: page.exchange.index, place: .status, expected: "an empty page",
        got: "status 404"))
  }

  /// A filter of the call with another value that its schema allows.
  private func otherFilter() throws(CaseStop) -> (name: String, value: String?)? {
    let paging = [conventions.limitParameter, style.positionParameter].compactMap(\.self)
    for (name, template) in probe.call.query
    where !paging.contains(where: { $0.isSameText(as: name) }) {
      guard let bytes = try? template.json(in: &run.scope),
        let value = (try? JSONDocument(parsing: bytes))?.root.stringValue
      else { continue }
      let parameter = probe.call.target.operation?.parameter(name, in: .query)
      let schema = parameter?.schema
      let named = parameter?.shape.keyword("enum")?.elements.compactMap(\.stringValue) ?? []
      let madeUp = named.isEmpty ? ["\(value)-\(run.scope.nonce)-none", altered(value)] : []
      let fitting = (named + madeUp).first { candidate in
        !candidate.isSameText(as: value)
          && schema.map { ParameterText.isValid(candidate, $0) } ?? true
      }
      if let fitting { return (name, fitting) }
    }
    return nil
  }

  /// A value with another last character.
  private func altered(_ value: String) -> String {
    var scalars = Array(value.unicodeScalars)
    guard let last = scalars.popLast() else { return "none" }
    scalars.append(last == "7" ? "8" : "7")
    return String(String.UnicodeScalarView(scalars))
  }
}
