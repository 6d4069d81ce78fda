internal import Diagnostics
internal import SchemaValidator

/// An operation that lists things says how to read the list page by page, to its end, in an order.
enum ListsCanBePaged: ContractLint {
  static func run(_ linter: ContractLinter) {
    for operation in linter.contract.operations where operation.id.method == "GET" {
      // What ends in a parameter is one thing, whatever lists are in it.
      guard operation.path.text.last != "}", let shape = AnswerShape(operation, linter),
        shape.items(of: operation, linter) != nil
      else { continue }
      Paging(operation, shape).report(linter)
      checkOrder(of: operation, linter)
    }
  }

  private static func checkOrder(of operation: Operation, _ linter: ContractLinter) {
    let prose = operation.prose.lowercased()
    let words = ["order", "sort", "newest", "oldest", "latest first", "descending", "ascending"]
    guard operation.parameters(in: .query, called: PagingWords.order).isEmpty,
      !words.contains(where: prose.contains)
    else { return }
    linter.report(
      .noOrder, "\(operation.id) lists in an order that is not stated: none can be checked",
      at: operation.node.namePlace, fix: "say in which order, and what breaks a tie")
  }
}

/// The parts of paging that an operation and its answer have.
private struct Paging {
  private let operation: Operation
  private let size: Parameter?
  private let cursor: Parameter?
  private let position: Parameter?
  private let next: String?
  private let more: String?
  private let hasLinkHeader: Bool

  init(_ operation: Operation, _ shape: AnswerShape) {
    self.operation = operation
    size = operation.parameters(in: .query, called: PagingWords.size).first
    cursor = operation.parameters(in: .query, called: PagingWords.cursor).first
    position = operation.parameters(in: .query, called: PagingWords.position).first
    let names = shape.members.map(\.name)
    next = names.first { PagingWords.next.contains(PagingWords.folded($0)) }
    more = names.first { PagingWords.more.contains(PagingWords.folded($0)) }
    hasLinkHeader = shape.response.headers.contains { $0.name.lowercased() == "link" }
  }

  func report(_ linter: ContractLinter) {
    let place = operation.node.namePlace
    guard let reason = whatIsMissing else {
      reportEnd(linter, place)
      return
    }
    if size == nil, cursor == nil, position == nil, next == nil, !hasLinkHeader {
      linter.report(
        .noPaging, "\(operation.id) lists everything at once: there is no paging to test",
        at: place, fix: "if it has pages, declare the parameters that choose one")
    } else {
      linter.report(
        .partialPaging, "the paging of \(operation.id) cannot be tested in full: \(reason)",
        at: place, fix: "declare the missing part")
    }
  }

  /// What keeps pages from being walked through; nil when nothing does.
  private var whatIsMissing: String? {
    if cursor == nil, position == nil {
      if hasLinkHeader { return nil }
      if let next {
        return PagingWords.nextURL.contains(PagingWords.folded(next))
          ? nil : "the answer has \"\(next)\", but no parameter takes it"
      }
      return size.map { "\"\($0.name)\" chooses a size, but no parameter chooses a page" }
        ?? "no parameter chooses a page"
    }
    if let cursor, position == nil, next == nil, !hasLinkHeader, more == nil {
      return "no member of the answer gives a value for \"\(cursor.name)\""
    }
    if size == nil { return "no parameter chooses the size of a page" }
    return nil
  }

  /// Two members that end a list, which no schema ties to each other.
  private func reportEnd(_ linter: ContractLinter, _ place: ContractPlace) {
    guard let next, let more else { return }
    linter.report(
      .pagingEnd,
      "the schema of \(operation.id) does not tie \"\(more)\" to \"\(next)\": how the last page "
        + "looks is not stated",
      at: place, fix: "say what both hold on the last page")
  }
}
