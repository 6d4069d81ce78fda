import Conformance
import SchemaValidator

/// What the invented server does wrong with pages, or does in an unusual way.
enum PagingFault: String, CaseIterable, Sendable {
  // Faults, each with the one requirement that has to notice.
  case noEndMark, moreWithoutCursor, cursorAtTheEnd, cursorLoop, rowRepeated, rowLost
  case backwardPages, limitIgnored, guessedMore, emptyPageMidway, anyLimitTaken, hugeLimitFails
  case hugeLimitGivesAll, defaultPageTooLong, badCursorIsNone, badCursorFails, limitChangeSkips
  case cursorWorksOnce, offsetPaging, deletedRowRestarts, tiesSkipped, orderAlternates,
    cursorNotDecoded
  case filterNotBound, emptyIsMissing, refusesSecondPage
  // Liberties that break no rule that has to fail.
  case shortPages, clampsLimit, refusesLimit, showsItemsLate, takesBlueForAll, zeroGivesSome
  case refusesWith422, readsOtherDigits
  /// What is new shows while the list is walked for the first time.
  case showsItemsSoon
  /// Every second answer comes from a copy that is some time behind.
  case copyIsBehind

  /// The requirement that has to notice; nil for a liberty.
  var requirement: String? {
    switch self {
    case .noEndMark: "PAG-01"
    case .moreWithoutCursor: "PAG-02"
    case .cursorAtTheEnd: "PAG-03"
    case .cursorLoop, .refusesSecondPage: "PAG-04"
    case .rowRepeated: "PAG-05"
    case .rowLost: "PAG-06"
    case .backwardPages: "PAG-07"
    case .limitIgnored: "PAG-08"
    case .guessedMore: "PAG-10"
    case .emptyPageMidway: "PAG-11"
    case .emptyIsMissing: "PAG-12"
    case .anyLimitTaken: "PAG-13"
    case .hugeLimitFails, .hugeLimitGivesAll: "PAG-14"
    case .defaultPageTooLong: "PAG-15"
    case .badCursorIsNone, .badCursorFails: "PAG-16"
    case .filterNotBound: "PAG-18"
    case .limitChangeSkips: "PAG-20"
    case .cursorWorksOnce: "PAG-21"
    case .offsetPaging: "PAG-22"
    case .deletedRowRestarts: "PAG-23"
    case .tiesSkipped: "PAG-24"
    case .orderAlternates: "PAG-26"
    case .cursorNotDecoded: "PAG-27"
    case .shortPages, .clampsLimit, .refusesLimit, .showsItemsLate, .takesBlueForAll,
      .zeroGivesSome, .refusesWith422, .readsOtherDigits, .showsItemsSoon, .copyIsBehind:
      nil
    }
  }
}

extension InventedServer {
  /// A place in a list: after a row, on which page, behind how many rows.
  private struct Place {
    var time: Int
    var id: String
    var page: Int
    var rowsBefore: Int
    var limit: Int
    var tag: String
    /// What tells two cursors to one place apart, where each works once.
    var serial = 0

    init(_ row: Row, page: Int, rowsBefore: Int, limit: Int, tag: String) {
      (time, id) = (row.time, row.id)
      (self.page, self.rowsBefore, self.limit, self.tag) = (page, rowsBefore, limit, tag)
    }

    var text: String {
      let fields = "\(time)/\(id)/\(page)/\(rowsBefore)/\(limit)/\(tag)/\(serial)"
      return "\(fields)=\(Self.seal(fields))"
    }

    init?(_ text: String) {
      let halves = text.split(separator: "=", omittingEmptySubsequences: false)
      guard halves.count == 2, Self.seal(String(halves[0])) == Int(halves[1]) else { return nil }
      let fields = halves[0].split(separator: "/", omittingEmptySubsequences: false).map(
        String.init)
      guard fields.count == 7, let time = Int(fields[0]), let page = Int(fields[2]),
        let before = Int(fields[3]), let limit = Int(fields[4])
      else { return nil }
      (self.time, id, self.page) = (time, fields[1], page)
      (rowsBefore, self.limit, tag) = (before, limit, fields[5])
      serial = Int(fields[6]) ?? 0
    }

    private static func seal(_ text: String) -> Int {
      text.utf8.reduce(7) { ($0 * 31 + Int($1)) % 99_991 }
    }
  }

  func page(
    of rows: KeyPath<State, [Row]>, _ call: Call, _ state: inout State
  ) -> Answer {
    state.listCalls += 1
    if let every = foreignWriteEvery, state.listCalls.isMultiple(of: every) {
      Self.addForeign(&state)
    }
    if let every = foreignDeleteEvery, state.listCalls.isMultiple(of: every),
      let oldest = state.items.firstIndex(where: { $0.text == "foreign" })
    {
      state.items.remove(at: oldest)
    }
    let tag = call.query["tag"] ?? ""
    var place: Place?
    if let text = call.query["cursor"] {
      if paging.contains(.refusesSecondPage) { return Self.refusal(400, "invalid_cursor") }
      place = Place(text)
      if place == nil, !paging.contains(.badCursorIsNone) {
        return Self.refusal(
          paging.contains(.badCursorFails) ? 500 : refusalStatus, "invalid_cursor")
      }
      if let place, place.tag != tag, paging.isDisjoint(with: [.filterNotBound, .takesBlueForAll]) {
        return Self.refusal(400, "invalid_cursor")
      }
      if paging.contains(.cursorWorksOnce), !state.usedCursors.insert(text).inserted {
        return Self.refusal(410, "used_cursor")
      }
    }
    let limit: Int
    switch readLimit(call.query["limit"]) {
    case .success(let number): limit = number
    case .failure(let refusal): return refusal.answer
    }
    let effective = place != nil && paging.contains(.filterNotBound) ? place?.tag ?? tag : tag
    let isAll = effective.isEmpty || effective == "blue" && paging.contains(.takesBlueForAll)
    let isBehind = paging.contains(.copyIsBehind) && !state.listCalls.isMultiple(of: 2)
    let now = isBehind ? max(.zero, state.clock - .milliseconds(1500)) : state.clock
    var all = state[keyPath: rows].filter { (isAll || $0.tag == effective) && $0.shownFrom <= now }
    all.sort { ($1.time, $1.id) < ($0.time, $0.id) }
    if paging.contains(.orderAlternates), place == nil, call.query["limit"] == nil,
      state.listCalls.isMultiple(of: 2)
    {
      all.reverse()
    }
    if all.isEmpty, paging.contains(.emptyIsMissing) { return Self.refusal(404, "not_found") }
    return cut(all, after: place, limit: limit, tag: tag, call: state.listCalls)
  }

  private func cut(_ all: [Row], after place: Place?, limit: Int, tag: String, call: Int) -> Answer
  {
    let number = place?.page ?? 1
    let start = start(in: all, place, limit: limit)
    var size = limit
    if paging.contains(.limitIgnored) { size = 5 }
    if paging.contains(.shortPages) { size = max(1, limit - 1) }
    if paging.contains(.emptyPageMidway), number == 2 { size = 0 }
    var rows = Array(all[min(start, all.count)...].prefix(size))
    let before = (place?.rowsBefore ?? 0) + rows.count
    var hasMore = start + rows.count < all.count
    if paging.contains(.guessedMore), !rows.isEmpty, rows.count == size { hasMore = true }
    var next: String?
    if hasMore, let last = rows.last {
      var following = Place(last, page: number + 1, rowsBefore: before, limit: limit, tag: tag)
      if paging.contains(.cursorWorksOnce) { following.serial = call }
      next = following.text
    } else if hasMore, let place {
      var same = place
      same.page += 1
      next = same.text
    }
    if paging.contains(.cursorLoop), number >= 2, let first = all.first {
      hasMore = true
      next = Place(first, page: 2, rowsBefore: 1, limit: limit, tag: tag).text
    }
    if paging.contains(.backwardPages) { rows.reverse() }
    if paging.contains(.moreWithoutCursor) { next = nil }
    if paging.contains(.cursorAtTheEnd), !hasMore { next = "end" }
    let shown = rows.map(Self.json).joined(separator: ",")
    let mark = paging.contains(.noEndMark) ? "" : #""has_more":\#(hasMore),"#
    let cursor = next.map { "\"\($0)\"" } ?? "null"
    return Answer(status: 200, body: #"{"data":[\#(shown)],\#(mark)"next_cursor":\#(cursor)}"#)
  }

  /// The index of the first row of the page.
  private func start(in all: [Row], _ place: Place?, limit: Int) -> Int {
    guard let place else { return 0 }
    if paging.contains(.offsetPaging) { return place.rowsBefore }
    if paging.contains(.deletedRowRestarts), !all.contains(where: { $0.id == place.id }) {
      return 0
    }
    let following = all.firstIndex { ($0.time, $0.id) < (place.time, place.id) } ?? all.count
    if place.page == 3, paging.contains(.rowRepeated) { return max(0, following - 1) }
    if place.page == 3, paging.contains(.rowLost) { return following + 1 }
    if paging.contains(.limitChangeSkips), place.limit != limit { return following + 1 }
    if paging.contains(.tiesSkipped) {
      return all.firstIndex { $0.time < place.time } ?? all.count
    }
    return following
  }

  /// What a parameter is refused with that breaks its schema.
  private var refusalStatus: Int { paging.contains(.refusesWith422) ? 422 : 400 }

  private struct Refused: Error { let answer: Answer }

  private func readLimit(_ text: String?) -> Result<Int, Refused> {
    guard let text else { return .success(paging.contains(.defaultPageTooLong) ? 8 : 5) }
    let refused = Result<Int, Refused>.failure(
      Refused(answer: Self.refusal(refusalStatus, "invalid_limit")))
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    if paging.contains(.readsOtherDigits), text == "\u{661}\u{662}" { return .success(12) }
    guard isPlain else { return paging.contains(.anyLimitTaken) ? .success(5) : refused }
    let number = Int(text) ?? .max
    if 1...20 ~= number { return .success(number) }
    if number == 0, paging.contains(.zeroGivesSome) { return .success(5) }
    if paging.contains(.hugeLimitFails) {
      return .failure(Refused(answer: Self.refusal(500, "internal")))
    }
    if paging.contains(.hugeLimitGivesAll) { return .success(1_000_000) }
    if paging.contains(.clampsLimit) { return .success(number == 0 ? 5 : 20) }
    return refused
  }
}
