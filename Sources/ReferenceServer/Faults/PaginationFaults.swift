/// Faults in how lists are cut into pages, filtered and continued.
enum PaginationFaults {
  static let all: [Fault] = pages + limitsAndCursors + filters

  private static let pages: [Fault] = [
    Fault(
      "has-more-missing", "Label pages do not say whether more follow",
      on: .operations([Operation.listLabels]), breaks: "PAG-01", .coarse,
      .success { body, _ in body["has_more"] = nil }),
    Fault(
      "more-without-cursor", "A label page that is not the last has no cursor for the next",
      on: .operations([Operation.listLabels]), breaks: "PAG-02", .coarse,
      .success { body, _ in
        if body["has_more"]?.boolValue == true { body["next_cursor"] = .null }
      }),
    Fault(
      "cursor-after-the-end", "The last label page still has a cursor",
      on: .operations([Operation.listLabels]), breaks: "PAG-03", .moderate,
      .success { body, _ in
        if body["has_more"]?.boolValue == false { body["next_cursor"] = "end" }
      }),
    Fault(
      "cursor-loop", "The cursor on the second label page leads to the second page again",
      on: .operations([Operation.listLabels]), breaks: "PAG-04", .moderate,
      .success { body, exchange in
        guard exchange.page?.number == 2, body["has_more"]?.boolValue == true,
          let cursor = exchange.request.queryItems?.first(where: { $0.name == "cursor" })
        else { return }
        body["next_cursor"] = .string(cursor.value)
      }),
    Fault(
      "row-repeated", "The third page starts with the last row of the second",
      on: .operations(Operation.pagedLists), breaks: "PAG-05", .moderate,
      .decisions { $0.pagination.resume = { $0 == 3 ? .atLastRow : .afterLastRow } }),
    Fault(
      "row-lost", "Between the second page and the third a row is lost",
      on: .operations(Operation.pagedLists), breaks: "PAG-06", .moderate,
      .decisions { $0.pagination.resume = { $0 == 3 ? .pastNextRow : .afterLastRow } }),
    Fault(
      "page-backwards", "The rows of each label page are in the opposite order",
      on: .operations([Operation.listLabels]), breaks: "PAG-07", .moderate,
      .success { body, _ in
        if let rows = body["data"]?.elements { body["data"] = .array(rows.reversed()) }
      }),
    Fault(
      "limit-ignored", "Every page has the default size, whatever the limit",
      on: .operations(Operation.pagedLists), breaks: "PAG-08", .coarse,
      .decisions { $0.pagination.rowsPerPage = { _, _ in 25 } }),
    Fault(
      "one-row-too-many", "Pages after the first have one row more than the limit",
      on: .operations(Operation.pagedLists), breaks: "PAG-08", .moderate,
      .decisions { $0.pagination.rowsPerPage = { limit, page in page > 1 ? limit + 1 : limit } }),
    Fault(
      "guessed-more", "A full page claims that more follow, even at the end",
      on: .operations(Operation.pagedLists), breaks: "PAG-10", .subtle,
      .decisions { $0.pagination.guessesMore = true }),
    Fault(
      "empty-page-midway", "The second page is empty although more rows follow",
      on: .operations(Operation.pagedLists), breaks: "PAG-11", .moderate,
      .decisions { $0.pagination.rowsPerPage = { limit, page in page == 2 ? 0 : limit } }),
    Fault(
      "empty-list-404", "A list without rows is answered with 404",
      on: .operations(Operation.pagedLists), breaks: "PAG-12", .moderate,
      .response { response, exchange in
        guard response.body?["data"]?.elements?.isEmpty == true else { return }
        response = .refusal(.missingResource, requestID: exchange.requestID)
      }),
    Fault(
      "pages-by-count", "Pages are found by counting, so new rows push old ones onto the next page",
      on: .operations(Operation.pagedLists), breaks: "PAG-22", .subtle,
      .decisions { $0.pagination.resume = { _ in .byCount } }),
    Fault(
      "deleted-place-starts-over", "If the row a cursor points at is gone, the list starts over",
      on: .operations(Operation.pagedLists), breaks: "PAG-23", .subtle,
      .decisions { $0.pagination.resume = { _ in .afterThatRow } }),
    Fault(
      "page-size-change-skips", "A page of another size starts at the wrong row",
      on: .operations(Operation.pagedLists), breaks: "PAG-20", .subtle,
      .decisions { $0.pagination.resume = { _ in .byPageNumber } }),
    Fault(
      "conversations-by-creation", "Conversations are in the order of their creation",
      on: .operations([Operation.listConversations]), breaks: "PAG-25", .moderate,
      .success { body, _ in body.sortRows(by: "created_at") }),
    Fault(
      "silent-conversations-first", "Conversations without a message come first",
      on: .operations([Operation.listConversations]), breaks: "PAG-25", .subtle,
      .success { body, _ in
        guard let rows = body["data"]?.elements else { return }
        let silent = rows.filter { $0["last_message_at"]?.isNull == true }
        body["data"] = .array(silent + rows.filter { $0["last_message_at"]?.isNull == false })
      }),
    Fault(
      "ties-lost", "Rows of the same second as the end of a page are lost",
      on: .operations(Operation.pagedLists), breaks: "PAG-24", .subtle,
      .decisions { policies in
        policies.clockGrain = .seconds(1)
        policies.pagination.resume = { _ in .pastEqualTimes }
      }),
    Fault(
      "order-unstable", "Every second time a label page has its rows turned around",
      on: .operations([Operation.listLabels]), breaks: "PAG-26", .moderate,
      .success { body, exchange in
        guard exchange.memory.count("pages").isMultiple(of: 2),
          let rows = body["data"]?.elements
        else { return }
        body["data"] = .array(rows.reversed())
      }),
    Fault(
      "accounts-paged", "The list of accounts claims to go on",
      on: .operations([Operation.listAccounts]), breaks: "PAG-28", .coarse,
      .success { body, exchange in
        body["has_more"] = true
        body["next_cursor"] = .string(exchange.requestID)
      }),
  ]

  private static let limitsAndCursors: [Fault] = [
    Fault(
      "limit-unchecked", "A limit that is no number counts as none",
      on: .operations(Operation.pagedLists), breaks: "PAG-13", .moderate,
      .request { request, _ in
        let limit = request.queryItems?.first { $0.name == "limit" }?.value ?? ""
        let isNumber = limit.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if !isNumber { request.setQueryItem("limit", to: nil) }
      }),
    Fault(
      "huge-limit-500", "A limit that does not fit 32 bits makes the server fail",
      on: .operations(Operation.pagedLists), breaks: "PAG-14", .moderate,
      .response { response, exchange in
        let limit = exchange.request.queryItems?.first { $0.name == "limit" }?.value ?? ""
        if limit.utf8.count > 9 { response = .crash(exchange) }
      }),
    Fault(
      "default-page-of-forty", "Without a limit a page has up to 40 rows",
      on: .operations(Operation.pagedLists), breaks: "PAG-15", .moderate,
      .decisions { $0.pagination.defaultLimit = 40 }),
    Fault(
      "bad-cursor-starts-over", "A cursor that cannot be read counts as none",
      on: .operations(Operation.pagedLists), breaks: "PAG-16", .moderate,
      .decisions { $0.pagination.forgivesBadCursors = true }),
    Fault(
      "cursor-fits-any-list", "A cursor of one list is taken by another",
      on: .operations(Operation.pagedLists), breaks: "PAG-17", .moderate,
      .decisions { $0.pagination.bindsCursors = false }),
    Fault(
      "cursor-not-unescaped", "A cursor with an escaped character is refused",
      on: .operations(Operation.pagedLists), breaks: "PAG-27", .moderate,
      .request { request, _ in
        let items = request.query.split(separator: "&")
        if items.contains(where: { $0.hasPrefix("cursor=") && $0.contains("%") }) {
          request.setQueryItem("cursor", to: "x")
        }
      }),
    Fault(
      "cursor-used-once", "A cursor works only the first time",
      on: .operations(Operation.pagedLists), breaks: "PAG-21", .moderate,
      .response { response, exchange in
        guard let cursor = exchange.request.queryItems?.first(where: { $0.name == "cursor" }),
          exchange.memory.count("cursor " + cursor.value) > 1
        else { return }
        response = .refusal(.invalidCursor, requestID: exchange.requestID)
      }),
  ]

  private static let filters: [Fault] = [
    Fault(
      "filter-lost-after-page-one",
      "From the second page on messages are not filtered by direction",
      on: .operations([Operation.listMessages]), breaks: "PAG-19", .subtle,
      Alteration(
        policies: { $0.pagination.bindsCursors = false },
        request: { request, _ in
          if request.queryItems?.contains(where: { $0.name == "cursor" }) == true {
            request.setQueryItem("direction", to: nil)
          }
        })),
    Fault(
      "cursor-brings-its-filter", "Behind a cursor the direction it was made for is in force",
      on: .operations([Operation.listMessages]), breaks: "PAG-18", .subtle,
      Alteration(
        request: { request, exchange in
          let cursor = request.queryItems?.first { $0.name == "cursor" }?.value ?? ""
          if let made = exchange.memory.value("cursor " + cursor)?.stringValue {
            request.setQueryItem("direction", to: made.isEmpty ? nil : made)
          }
        },
        response: { response, exchange in
          guard let next = exchange.page?.nextCursor else { return }
          let direction = exchange.request.queryItems?.first { $0.name == "direction" }?.value
          exchange.memory.remember(.string(direction ?? ""), as: "cursor " + next)
        })),
    Fault(
      "status-filter-ignored", "Messages are not filtered by status",
      on: .operations([Operation.listMessages]), breaks: "PAG-19", .coarse,
      .request { request, _ in request.setQueryItem("status", to: nil) }),
    Fault(
      "filter-value-unchecked", "A direction that there is not counts as none",
      on: .operations([Operation.listMessages]), breaks: "PAG-29", .moderate,
      .request { request, _ in
        let direction = request.queryItems?.first { $0.name == "direction" }?.value ?? "inbound"
        if !["inbound", "outbound"].contains(direction) {
          request.setQueryItem("direction", to: nil)
        }
      }),
    Fault(
      "accounts-show-all", "Without a status accounts of every status are listed",
      on: .operations([Operation.listAccounts]), breaks: "PAG-30", .moderate,
      .request { request, _ in
        if request.query.isEmpty { request.setQueryItem("status", to: "all") }
      }),
    Fault(
      "window-start-ignored", "Messages from before created_after are listed as well",
      on: .operations([Operation.listMessages]), breaks: "PAG-31", .moderate,
      .request { request, _ in request.setQueryItem("created_after", to: nil) }),
  ]
}
