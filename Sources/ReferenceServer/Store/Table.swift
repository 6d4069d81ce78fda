/// Where a row stands in its list: newest first, rows without a time last, ties by id.
struct Position: Comparable, Hashable, Sendable {
  var time: Timestamp?
  var id: String

  /// Whether `left` is listed before `right`.
  static func < (left: Position, right: Position) -> Bool {
    switch (left.time, right.time) {
    case (let leftTime?, let rightTime?) where leftTime != rightTime: leftTime > rightTime
    case (.some, nil): true
    case (nil, .some): false
    default: left.id > right.id
    }
  }
}

/// A row that a ``Table`` can hold.
protocol StoredRow: Sendable {
  var id: String { get }
  var position: Position { get }
}

/// Rows by id, and in list order: a page is found by its first position, not by counting.
struct Table<Row: StoredRow>: Sendable {
  private var rowsByID: [String: Row] = [:]
  /// The positions of all rows, in list order.
  private var order: [Position] = []

  /// The number of rows.
  var count: Int { order.count }

  /// All rows in list order.
  var rows: [Row] { order.compactMap { rowsByID[$0.id] } }

  /// The first row in list order that fulfils a condition, or nil.
  func first(where isWanted: (Row) -> Bool) -> Row? {
    order.lazy.compactMap { rowsByID[$0.id] }.first(where: isWanted)
  }

  /// The row of an id; setting inserts, replaces or removes it and keeps the order.
  subscript(id: String) -> Row? {
    get { rowsByID[id] }
    set {
      if let old = rowsByID[id] {
        guard newValue?.position != old.position else {
          rowsByID[id] = newValue
          return
        }
        order.remove(at: place(of: old.position))
      }
      if let newValue { order.insert(newValue.position, at: place(of: newValue.position)) }
      rowsByID[id] = newValue
    }
  }

  /// Adds a row under its own id.
  mutating func insert(_ row: Row) {
    self[row.id] = row
  }

  /// The rows of one page that pass the filters of a list, and whether more follow.
  func page(_ window: PageWindow, where isIncluded: (Row) -> Bool) -> (rows: [Row], hasMore: Bool) {
    var rows: [Row] = []
    for position in positions(from: window, where: isIncluded) {
      guard let row = rowsByID[position.id], isIncluded(row) else { continue }
      if rows.count == window.limit { return (rows, true) }
      rows.append(row)
    }
    return (rows, false)
  }

  /// The positions from the start of a page on, in the order of the list.
  private func positions(from window: PageWindow, where isIncluded: (Row) -> Bool)
    -> any Sequence<Position>
  {
    if window.isReversed {
      return order[..<(window.cursor.map { place(of: $0.position) } ?? order.count)].reversed()
    }
    return order[min(firstPlace(of: window, where: isIncluded), order.count)...]
  }

  /// The index in `order` at which a page starts.
  private func firstPlace(of window: PageWindow, where isIncluded: (Row) -> Bool) -> Int {
    guard let cursor = window.cursor else { return 0 }
    let next = place { !($0 < cursor.position) && $0 != cursor.position }
    switch window.resume {
    case .afterLastRow: return next
    case .atLastRow: return max(0, next - 1)
    case .pastNextRow: return next + 1
    case .pastEqualTimes:
      return order[next...].firstIndex { $0.time != cursor.position.time } ?? order.count
    case .afterThatRow: return rowsByID[cursor.position.id] == nil ? 0 : next
    case .byPageNumber: return place(after: (cursor.pageNumber - 1) * window.limit, isIncluded)
    case .byCount: return place(after: cursor.rowsBefore, isIncluded)
    }
  }

  /// The index in `order` behind a number of rows that pass the filters of a list.
  private func place(after count: Int, _ isIncluded: (Row) -> Bool) -> Int {
    var passed = 0
    return order.firstIndex { position in
      guard let row = rowsByID[position.id], isIncluded(row) else { return false }
      passed += 1
      return passed > count
    } ?? order.count
  }

  /// The index at which a position stands or would stand.
  private func place(of position: Position) -> Int {
    place { !($0 < position) }
  }

  /// The first index whose position fulfils a condition that holds for the whole rest.
  private func place(where isReached: (Position) -> Bool) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if isReached(order[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
