/// A place in a list, handed to the client as sealed text.
struct Cursor: Sendable {
  /// The last row of the page before.
  var position: Position
  /// What the cursor was made for: the list, the organization and the filters.
  var binding: String
  /// The number of the page it leads to; the first page is 1.
  var pageNumber: Int
  /// How many rows came before, in all pages so far.
  var rowsBefore: Int

  /// The opaque text: the cursor's fields and a seal over them.
  func text(sealedWith key: [UInt8]) -> String {
    let time = position.time.map { "\($0.seconds).\($0.nanoseconds)" } ?? "-"
    let fields = [binding, time, position.id, String(pageNumber), String(rowsBefore)]
    let payload = Array(fields.joined(separator: " ").utf8)
    return Base64URL.encode(Self.seal(of: payload, key: key) + payload)
  }

  /// Reads a text back; nil if the seal does not fit it.
  init?(text: String, sealedWith key: [UInt8]) {
    guard text.utf8.count <= 1024, let bytes = Base64URL.decode(text), bytes.count > Self.sealSize
    else { return nil }
    let payload = Array(bytes.dropFirst(Self.sealSize))
    guard Self.seal(of: payload, key: key) == Array(bytes.prefix(Self.sealSize)),
      let decoded = String(validating: payload, as: UTF8.self)
    else { return nil }
    let fields = decoded.split(separator: " ").map(String.init)
    guard fields.count == 5, let pageNumber = Int(fields[3]), let rowsBefore = Int(fields[4])
    else { return nil }
    let parts = fields[1].split(separator: ".").compactMap { Int64($0) }
    let time =
      parts.count == 2
      ? Timestamp(sinceEpoch: .seconds(parts[0]) + .nanoseconds(parts[1])) : nil
    self.init(
      position: Position(time: time, id: fields[2]), binding: fields[0], pageNumber: pageNumber,
      rowsBefore: rowsBefore)
  }

  init(position: Position, binding: String, pageNumber: Int, rowsBefore: Int) {
    self.position = position
    self.binding = binding
    self.pageNumber = pageNumber
    self.rowsBefore = rowsBefore
  }

  private static let sealSize = 12

  private static func seal(of payload: [UInt8], key: [UInt8]) -> [UInt8] {
    Array(MessageDigest.authenticationCode(for: payload, key: key).prefix(sealSize))
  }
}

/// Which rows of a list a request asks for.
struct PageWindow: Sendable {
  /// Where a page starts, seen from the last row of the page before.
  enum Resume: Sendable {
    /// At the row that now follows it: right under any change of the list.
    case afterLastRow
    /// At that row itself.
    case atLastRow
    /// One row too late.
    case pastNextRow
    /// At the first row with another time, over all that share the last row's.
    case pastEqualTimes
    /// After that row if it is still there, else at the beginning.
    case afterThatRow
    /// At the row that the number of the page and the present limit lead to.
    case byPageNumber
    /// At the row whose number comes next, whatever has come or gone before it.
    case byCount
  }

  var limit: Int
  var cursor: Cursor?
  var binding: String
  var resume = Resume.afterLastRow
  /// Whether the list runs against the order of its table.
  var isReversed = false

  /// The number of the page; the first is 1.
  var pageNumber: Int { cursor?.pageNumber ?? 1 }

  /// The cursor behind the last row of this page.
  func next(after last: Position, rowCount: Int) -> Cursor {
    Cursor(
      position: last, binding: binding, pageNumber: pageNumber + 1,
      rowsBefore: (cursor?.rowsBefore ?? 0) + rowCount)
  }
}
