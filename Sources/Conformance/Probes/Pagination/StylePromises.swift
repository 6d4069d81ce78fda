import Diagnostics
import SchemaValidator

/// PAG-32: what the styles promise that hand out no cursor.
extension PageProbe {
  /// The first item on a page behind a link that the filters of the call exclude, if any.
  ///
  /// Only a member of the filter's name that shows its value on all of the first page tells.
  func filterLoss(in walk: PageWalk) -> Suspicion? {
    guard style.followsLinks, let first = walk.pages.first, !first.rows.isEmpty else { return nil }
    let asked = URLQuery(of: first.exchange.request.url)
    for name in asked.names where name != conventions.limitParameter {
      guard let value = asked[name].map({ ExactText($0) }),
        first.rows.allSatisfy({ ExactText($0.value[name]) == value })
      else { continue }
      for page in walk.pages.dropFirst() {
        guard
          let row = page.rows.first(where: {
            $0.value[name] != nil && ExactText($0.value[name]) != value
          })
        else { continue }
        let previous = walk.pages[page.number - 2]
        return Suspicion(
          requirement: "PAG-32",
          message: "the \(style.noun) of \(previous.name) loses the filter "
            + "\(name)=\(value.text)",
          exchange: page.exchange.index, related: [previous.exchange.index],
          place: .body(conventions.items.appending(row.position).appending(JSONPointer([name]))),
          expected: value.description, got: row.value[name].quoted,
          ids: [row.id].compactMap(\.self), isFatal: true)
      }
    }
    return nil
  }

  /// A number of all items that is not the number of items met, if any.
  func wrongTotal(_ complete: [PageWalk]) -> Suspicion? {
    guard let total = conventions.total else { return nil }
    let place: Finding.Place =
      switch total {
      case .body(let pointer): .body(pointer)
      case .field(let name): .header(name.lowercased())
      }
    for walk in complete {
      for page in walk.pages {
        guard let said = page.total, said != walk.ids.count else { continue }
        return Suspicion(
          requirement: "PAG-32",
          message: "\(page.name) says that the list has \(said) items, and \(walk.name) met "
            + "\(walk.ids.count)",
          exchange: page.exchange.index,
          related: walk.pages.suffix(1).map(\.exchange.index).filter { $0 != page.exchange.index },
          place: place, expected: "\(walk.ids.count)", got: "\(said)")
      }
    }
    return nil
  }

  /// What lies far behind the last item is nothing, or refused.
  func readPastTheEnd() async throws(CaseStop) {
    guard judge.takesUp("PAG-32"), style.counts, let parameter = style.positionParameter else {
      return
    }
    guard let count = digest?.ids.count else {
      return judge.leaveOpen(["PAG-32"], "no walk came to its end, so that the end is unknown")
    }
    let number = 10 * count + 1000
    let schema = probe.call.target.operation?.parameter(parameter, in: .query)?.schema
    if let schema, !ParameterText.isValid(String(number), schema) {
      return judge.leaveOpen(
        ["PAG-32"], "the schema of \(parameter) allows no \(style.noun) behind the list's end")
    }
    let position = PagePosition(number: number)
    let exchange = try await run.send(
      request(limit: limits.first, at: position, isFaulty: true),
      purpose: "\(style.noun) \(number), far behind the end")
    judge.judge("PAG-32")
    let page = ListPage(
      number: 1, limit: limits.first, position: position, exchange: exchange,
      conventions: conventions)
    let status = exchange.response.status
    var suspicion = Suspicion(
      requirement: "PAG-32",
      message: "\(style.noun) \(number), far behind the end of the list, was answered \(status)",
      exchange: exchange.index, place: .status, expected: "no items, or a client error",
      got: "status \(status)")
    switch status {
    case 400..<500: return
    case 200..<300:
      if page.hasItems, page.rows.isEmpty, page.more != true { return }
      suspicion.place = page.rows.isEmpty ? conventions.endPlace : .body(conventions.items)
      suspicion.got =
        page.rows.isEmpty ? "no items, and that there is more" : "\(page.rows.count) items"
    default: break
    }
    judge.report(suspicion)
  }
}

extension PageProbe {
  /// Leaves out what has nothing to say about lists of this style.
  func leaveOutOtherStyles() {
    for requirement in run.testCase.proves {
      guard let reason = conventions.reasonAgainst(requirement) else { continue }
      judge.leaveOut(requirement, reason)
    }
  }

  /// Leaves a requirement out about lists whose places are counted from the start, and open where
  /// that cannot be told; false where it is to be asked.
  func isLeftOutAsCounted(_ requirement: RequirementID) -> Bool {
    switch isCounted {
    case false?: return false
    case true?:
      judge.leaveOut(
        requirement, "does not apply: its links count, so that changes move what follows")
    case nil:
      guard knownPosition != nil else { return false }
      judge.leaveOpen(
        [requirement], "the links do not show whether places are counted from the start")
    }
    return true
  }
}

extension Conventions.Pagination {
  /// Why a requirement has nothing to say about such lists, as a sentence; nil where it has.
  func reasonAgainst(_ requirement: RequirementID) -> String? {
    let noun = style.noun
    switch requirement {
    case "PAG-02", "PAG-03":
      if style.counts { return "does not apply: the client works out each \(noun) itself" }
      if more == nil { return "does not apply: the \(noun) alone tells whether there is more" }
    case "PAG-08", "PAG-13", "PAG-14":
      if limitParameter == nil { return "does not apply: the page size cannot be asked for" }
    case "PAG-09", "PAG-10":
      if limitParameter == nil { return "does not apply: the page size cannot be asked for" }
      if style.counts, more == nil { return "does not apply: no page says whether there is more" }
    case "PAG-11":
      if style.counts, more == nil { return "does not apply: no page says whether there is more" }
    case "PAG-20":
      if limitParameter == nil { return "does not apply: the page size cannot be asked for" }
      if !style.allowsOtherLimits {
        return style.followsLinks
          ? "does not apply: a link holds the page size that it was made for"
          : "does not apply: a \(noun) means another place under another page size"
      }
    case "PAG-22", "PAG-23":
      if style.counts { return "does not apply: changes move what each \(noun) stands for" }
    case "PAG-32":
      if !style.counts, !style.followsLinks, total == nil {
        return "does not apply: a \(noun) promises nothing beyond what other requirements say"
      }
    default: break
    }
    return nil
  }
}
