import SchemaValidator

/// Finds what a create without an answer has made, by what the run made up for it.
struct LostItems {
  let search: LedgerEntry.Search
  let conventions: Conventions.Pagination
  /// What the ledger's paths begin after.
  let baseURL: String

  /// The most pages that are looked through.
  static let pageLimit = 50

  /// The requests that remove what was found; nil when the list could not be read to its end, or
  /// shows nothing of what the one sought is known by.
  ///
  /// Asking gives the answer's body and fields; nil for anything but a success.
  func undos(
    asking ask: (LedgerEntry.StoredRequest) async -> (body: JSONValue, fields: [HTTPField])?
  ) async -> [LedgerEntry.StoredRequest]? {
    var undos: [LedgerEntry.StoredRequest] = []
    var seen: Set<PagePosition> = []
    var position = PagePosition.start
    var isTelling = true
    for _ in 1...Self.pageLimit {
      guard let page = request(at: position), let (body, fields) = await ask(page) else {
        return nil
      }
      let reading = conventions.reading(
        of: body, fields, url: baseURL + page.path, at: position, limit: conventions.maximumLimit)
      guard let items = reading.items else { return nil }
      if isTelling, items.count > 0 { isTelling = items.elements.contains(where: showsTraits) }
      for item in items.elements where isSought(item) {
        guard let undo = undo(of: item) else { return nil }
        if !undos.contains(undo) { undos.append(undo) }
      }
      guard reading.more != false, let next = reading.next else {
        return reading.more != true && (isTelling || !undos.isEmpty) ? undos : nil
      }
      guard seen.insert(next).inserted else { return nil }
      position = next
    }
    return nil
  }

  /// The request for a page of the list; nil where a link leads elsewhere.
  private func request(at position: PagePosition) -> LedgerEntry.StoredRequest? {
    if case .link(let target) = position {
      guard target.text.hasPrefix("\(baseURL)/") else { return nil }
      let path = target.text.utf8.dropFirst(baseURL.utf8.count)
      return search.list.leading(to: String(Substring(path)))
    }
    var page = search.list
    if let limit = conventions.maximumLimit, let name = conventions.limitParameter {
      page = page.asking(name, String(limit))
    }
    if case .parameter(let text) = position, let name = conventions.style.positionParameter {
      page = page.asking(name, text.text)
    }
    return page
  }

  /// Whether an item has what the run made up for the one sought wherever the list shows that, in
  /// whatever letter case the target keeps it.
  ///
  /// A member that the target does not know is shown nowhere; one that matches is enough, since
  /// nobody else can have made it up.
  private func isSought(_ item: JSONValue) -> Bool {
    let shown = search.traits.compactMap { pointer, text in
      item.value(at: pointer)?.stringValue.map { (shown: $0, sought: text) }
    }
    return !shown.isEmpty && shown.allSatisfy { Self.folded($0.shown) == Self.folded($0.sought) }
  }

  /// A text as targets may keep it: without letter case and blanks around it.
  private static func folded(_ text: String) -> Substring {
    let text = text.lowercased()
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return text[first...last]
  }

  /// Whether an item has a text where one of the one sought would be.
  private func showsTraits(_ item: JSONValue) -> Bool {
    search.traits.keys.contains { item.value(at: $0)?.stringValue != nil }
  }

  /// The request that removes an item; nil where the item lacks what that needs.
  private func undo(of item: JSONValue) -> LedgerEntry.StoredRequest? {
    var path = search.undo.path
    for (mark, pointer) in search.marks where path.contains(mark) {
      guard let text = ExactText(item.value(at: pointer))?.text else { return nil }
      path = path.replacing(mark, with: PercentEncoding.unreserved.encode(text))
    }
    return search.undo.leading(to: path)
  }
}

extension LedgerEntry.StoredRequest {
  /// The same request with one more query parameter.
  fileprivate func asking(_ name: String, _ value: String) -> Self {
    let encoding = PercentEncoding.unreserved
    let joint = path.contains("?") ? "&" : "?"
    return leading(to: "\(path)\(joint)\(encoding.encode(name))=\(encoding.encode(value))")
  }

  /// The same request to another path.
  fileprivate func leading(to path: String) -> Self {
    Self(
      method: method, path: path, operation: operation, fields: fields, body: body,
      credentials: credentials, obstacle: obstacle)
  }
}
