import Foundation

extension Depot {
  /// A place in a list, sealed so that only what was handed out is taken.
  private struct Position {
    var list: String
    var tenant: String
    var serial: Int
    var time: Int
    var before: Int
    var page: Int
    var limit: Int
    var filter: String

    var text: String {
      let fields = "\(list).\(tenant).\(serial).\(time).\(before).\(page).\(limit).\(filter)"
      return "\(fields).\(Self.seal(fields))"
    }

    init(
      after row: Row, _ list: DepotList, before: Int, page: Int, limit: Int, filter: String
    ) {
      (self.list, tenant, serial, time) = (list.rawValue, row.tenant, row.serial, row.madeAt)
      (self.before, self.page, self.limit, self.filter) = (before, page, limit, filter)
    }

    init?(_ text: String) {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 9, parts[8] == Self.seal(parts[..<8].joined(separator: ".")),
        let serial = Int(parts[2]), let time = Int(parts[3]), let before = Int(parts[4]),
        let page = Int(parts[5]), let limit = Int(parts[6])
      else { return nil }
      (list, tenant, self.serial, self.time) = (parts[0], parts[1], serial, time)
      (self.before, self.page, self.limit, filter) = (before, page, limit, parts[7])
    }

    private static func seal(_ text: String) -> String {
      String(text.utf8.reduce(17) { ($0 * 131 + Int($1)) % 1_000_000_007 }, radix: 36)
    }
  }

  /// What a list call asks for.
  private struct Asked {
    var limit: Int
    var position: Position?
    /// The number of rows to leave out, or of the page, where the caller counts.
    var number: Int?
    var shelf: String?
    var filter: String
  }

  func page(
    of list: DepotList, _ request: DepotRequest, _ target: DepotTarget, _ caller: String
  ) throws(DepotProblem) -> DepotAnswer {
    try withState { (state: inout State) throws(DepotProblem) in
      state.listCalls += 1
      if has(.busyRivals), state.listCalls.isMultiple(of: 5) {
        Self.add("stock", "south", to: list, of: caller, at: now, &state)
      }
      let asked = try self.asked(of: list, request, target, caller, &state)
      let newest = has(.lateLists) ? now - 120 : .max
      var rows = state.rows[list, default: []].filter { row in
        guard row.madeAt <= newest else { return false }
        let sees = row.tenant == caller || asked.position?.tenant == row.tenant
        return sees && (asked.shelf.map { $0 == row.shelf } ?? true)
          && (target.value("named").map { $0 == row.name } ?? true)
      }
      for row in rows where try !isInside(row, target) { rows.removeAll { $0.id == row.id } }
      if list == .parts {
        if has(.createdNotListed) { rows.removeAll { $0.weight == 77 } }
        if has(.offsetOrderAlternates), state.listCalls.isMultiple(of: 2) { rows.reverse() }
        if rows.isEmpty, has(.offsetEmptyIsMissing) { throw .notFound }
      }
      if list == .suppliers, has(.linkInsertRepeats) { rows.reverse() }
      let answer = try cut(rows, of: list, asked, request, target)
      return answer
    }
  }

  private func isInside(_ row: Row, _ target: DepotTarget) throws(DepotProblem) -> Bool {
    for (name, isRight) in [("from", { $0 >= $1 }), ("until", { $0 < $1 })]
      as [(String, (Int, Int) -> Bool)]
    {
      guard let text = target.value(name) else { continue }
      let strategy = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
      guard
        let date = (try? Date(text, strategy: strategy)) ?? (try? Date(text, strategy: .iso8601))
      else { throw .invalid(name, "A time is written as RFC 3339 has it.") }
      let millis = Int((date.timeIntervalSince1970 * 1000).rounded())
      if !isRight(row.madeAt, millis) { return false }
    }
    return true
  }

  // MARK: Reading arguments

  private func asked(
    of list: DepotList, _ request: DepotRequest, _ target: DepotTarget, _ caller: String,
    _ state: inout State
  ) throws(DepotProblem) -> Asked {
    let shelf = target.value("shelf")
    if let shelf, !DepotList.shelves.contains(shelf) {
      throw .invalid("shelf", "There is no such shelf.")
    }
    var asked = Asked(
      limit: try limit(of: list, target.value(list.limitParameter)), shelf: shelf,
      filter: shelf ?? "-")
    guard let text = target.value(list.positionParameter) else { return asked }
    if list == .parts || list == .bins {
      let first = list == .parts ? 0 : 1
      if let number = Int(text), number >= first, text.utf8.allSatisfy({ 48...57 ~= $0 }) {
        asked.number = number
      } else if list == .bins, has(.pageGarbageFails) {
        throw DepotProblem(status: 500, code: "broken", detail: "Something broke.")
      } else if !(list == .parts && has(.offsetGarbageIsZero)) {
        throw .invalid(list.positionParameter, "That is no number of this kind.")
      }
      return asked
    }
    let refused = DepotProblem.invalid(list.positionParameter, "That place was not handed out.")
    if list == .orders, has(.urlNotDecoded), request.target.contains("after=%") { throw refused }
    guard let position = Position(text) else {
      if list == .orders && has(.urlBroken) || list == .moves && has(.tokenUnsealed) {
        return asked
      }
      throw refused
    }
    if position.list != list.rawValue { throw refused }
    if position.tenant != caller, !has(.tokenOfOtherList) { throw refused }
    if position.filter != asked.filter {
      if list == .moves, has(.tokenIgnoresFilter) {
        asked.shelf = position.filter == "-" ? nil : position.filter
      } else if !(list == .suppliers && has(.linkLosesFilter)) {
        throw refused
      }
    }
    if list == .suppliers, has(.linkWorksOnce), !state.usedPositions.insert(text).inserted {
      throw refused
    }
    asked.position = position
    return asked
  }

  private func limit(of list: DepotList, _ text: String?) throws(DepotProblem) -> Int {
    guard let text else { return 10 }
    let refused = DepotProblem.invalid(
      list.limitParameter, "A page has 1 to 50 rows.")
    guard !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 }) else {
      if list == .parts, has(.offsetAnyLimit) { return 10 }
      throw refused
    }
    let number = Int(text) ?? .max
    if number > 50, list == .parts, has(.offsetLimitFails) {
      throw DepotProblem(status: 500, code: "broken", detail: "Something broke.")
    }
    let clamps = list == .parts || list != .orders && has(.otherLimits)
    guard number >= 1, number <= 50 || clamps else { throw refused }
    return min(number, 50)
  }

  // MARK: Cutting pages

  /// Where a page begins, and on which page of its walk it is.
  private func start(of asked: Asked, in rows: [Row], _ list: DepotList) -> (index: Int, page: Int)
  {
    switch list {
    case .parts:
      let skip = asked.number ?? 0
      if has(.offsetIgnored) { return (0, 1) }
      if has(.offsetEndless), !rows.isEmpty { return (skip % rows.count, 1) }
      if has(.offsetPastEndStartsOver), skip > rows.count { return (0, 1) }
      if has(.offsetRepeatsRow), skip >= 2 { return (skip - 1, 1) }
      if has(.offsetLosesRow), skip >= 2 { return (skip + 1, 1) }
      return (skip, 1)
    case .bins:
      let page = asked.number ?? 1
      if has(.pageIgnored) { return (0, 1) }
      let index = (page - 1).multipliedReportingOverflow(by: asked.limit)
      let start = index.overflow ? rows.count : index.partialValue
      if has(.pageRepeatsRow), page == 3 { return (start - 1, page) }
      if has(.pageLosesRow), page == 3 { return (start + 1, page) }
      return (start, page)
    case .suppliers, .orders, .moves:
      guard let position = asked.position else { return (0, 1) }
      let page = position.page
      if list == .suppliers, has(.linkInsertRepeats) { return (position.before, page) }
      let isThere = rows.contains { $0.serial == position.serial }
      if list == .moves, has(.tokenRestarts), !isThere { return (0, page) }
      let isByTime = list == .moves && has(.tokenLosesTies)
      var index =
        rows.firstIndex {
          isByTime ? $0.madeAt > position.time : $0.serial > position.serial
        } ?? rows.count
      if list == .suppliers, has(.linkLosesRow), page == 3 { index += 1 }
      if list == .orders, has(.urlRepeatsRow), page == 3 { index -= 1 }
      if list == .moves, has(.tokenLimitSkips), position.limit != asked.limit { index += 1 }
      return (max(index, 0), page)
    }
  }

  private func cut(
    _ rows: [Row], of list: DepotList, _ asked: Asked, _ request: DepotRequest,
    _ target: DepotTarget
  ) throws(DepotProblem) -> DepotAnswer {
    let (index, page) = start(of: asked, in: rows, list)
    let counts = list == .parts || list == .bins
    if counts, index >= rows.count, index > 0, has(.refusesPastEnd) {
      throw .invalid(list.positionParameter, "Nothing lies there.")
    }
    if list == .bins, has(.pagePastEndFails), index > rows.count + asked.limit {
      throw DepotProblem(status: 500, code: "broken", detail: "Something broke.")
    }
    var size = asked.limit
    if list == .parts, has(.offsetLimitIgnored) { size = 6 }
    if list == .bins, has(.pageLimitIgnored) { size = max(6, size) }
    let isShort = has(.shortPages) || has(.tokenShortPages) && list == .moves
    if !counts, isShort { size = max(1, size - 1) }
    if list == .moves, has(.tokenEmptyPage), page == 2 { size = 0 }
    let shown = Array(rows[min(index, rows.count)...].prefix(size))
    var more = index + shown.count < rows.count
    if list == .parts, !shown.isEmpty {
      if has(.offsetMoreAtEnd), shown.count == asked.limit { more = true }
      if has(.offsetIgnored), rows.count > asked.limit { more = true }
      if has(.offsetEndless) { more = true }
    }
    let next = next(after: shown, rows, asked, list, page: page, more: &more)
    return answer(
      shown, total: rows.count, more: more, next: next, asked, list, request, target)
  }

  /// The place after a page, where the list hands one out.
  private func next(
    after shown: [Row], _ rows: [Row], _ asked: Asked, _ list: DepotList, page: Int,
    more: inout Bool
  ) -> String? {
    if list == .suppliers, has(.linkBehindLast), !shown.isEmpty { more = true }
    let isRing =
      list == .suppliers && has(.linkRing) || list == .orders && has(.urlRing)
    if isRing, page >= 2, let first = rows.first {
      more = true
      return Position(
        after: first, list, before: 1, page: 2, limit: asked.limit, filter: asked.filter
      ).text
    }
    guard more else { return nil }
    guard let last = shown.last else {
      guard var same = asked.position else { return nil }
      same.page += 1
      return same.text
    }
    return Position(
      after: last, list, before: (asked.position?.before ?? 0) + shown.count, page: page + 1,
      limit: asked.limit, filter: asked.filter
    ).text
  }

  private func answer(
    _ shown: [Row], total: Int, more: Bool, next: String?, _ asked: Asked, _ list: DepotList,
    _ request: DepotRequest, _ target: DepotTarget
  ) -> DepotAnswer {
    var answer = DepotAnswer(status: has(.statusWrong) ? 203 : 200)
    guard case .object(var members) = wrapped(.array(shown.map { json($0, in: list) })) else {
      return answer
    }
    func add(_ name: String, _ value: DepotJSON) { members.append(.init(name: name, value: value)) }
    switch list {
    case .parts:
      add("more", .bool(more))
      if !has(.offsetTotalMissing) {
        add("count", .int(has(.offsetTotalWrong) ? total + 1 : total))
      }
    case .bins:
      let number = has(.pageTotalWrong) ? max(0, total - 1) : total
      answer.fields.append(("X-Total-Count", has(.pageTotalNoNumber) ? "many" : "\(number)"))
    case .suppliers:
      if let next { answer.fields += linkFields(next, asked, request, target) }
    case .orders:
      var url = next.map { DepotJSON.string(self.url($0, asked, request, target, list)) }
      if has(.urlMissing), more { url = nil }
      if has(.urlAtEnd), !more { url = .string("/api/orders?after=end") }
      var pages: [DepotJSON.Member] = [.init(name: "more", value: .bool(more))]
      if url != nil || !has(.bareEnds) { pages.append(.init(name: "next", value: url ?? .null)) }
      add("pages", .object(pages))
    case .moves:
      add("has_next", .bool(more))
      add(
        "next_page_token",
        next.map { .string($0) } ?? (has(.bareEnds) ? .string("") : .null))
    }
    answer.body = .object(members)
    return answer
  }

  /// The URL of the next page, with everything that was asked for.
  private func url(
    _ next: String, _ asked: Asked, _ request: DepotRequest, _ target: DepotTarget,
    _ list: DepotList
  ) -> String {
    var pairs = target.query.filter { $0.name != list.positionParameter }
    if list == .suppliers, has(.linkLosesFilter) { pairs.removeAll { $0.name == "shelf" } }
    pairs.append((list.positionParameter, next))
    let query = pairs.map { "\($0.name)=\(DepotTarget.encoded($0.value))" }.joined(separator: "&")
    let path = "/api/\(list.rawValue)?\(query)"
    let isAbsolute = list == .suppliers ? !has(.relativeLinks) : has(.absoluteURLs)
    let strays =
      list == .suppliers && has(.linkLeadsElsewhere) || list == .orders && has(.urlLeadsElsewhere)
    if strays { return "http://elsewhere.example\(path)" }
    return isAbsolute ? "http://\(request.field("Host") ?? "localhost")\(path)" : path
  }

  private func linkFields(
    _ next: String, _ asked: Asked, _ request: DepotRequest, _ target: DepotTarget
  ) -> [(name: String, value: String)] {
    let url = url(next, asked, request, target, .suppliers)
    if has(.linkUnreadable) { return [("Link", "\(url); rel=next")] }
    guard has(.manyLinks) else { return [("Link", "<\(url)>; rel=\"next\"")] }
    return [
      ("Link", "</api/suppliers>; rel=first, </docs?a=1,2>; rel=\"help\"; title=\"a, b; c\""),
      ("Link", "</other>; anchor=\"#x\"; rel=\"next\", <\(url)>; title=\"on\"; REL=\"Next up\""),
    ]
  }
}
