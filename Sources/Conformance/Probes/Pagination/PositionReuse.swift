import Diagnostics

extension PageProbe {
  /// How many pages of a walk are read again.
  private static let rereadLimit = 20

  /// PAG-21: what says where a page begins gives the same page when it is sent again.
  func rereadPositions() async throws(CaseStop) {
    guard judge.takesUp("PAG-21") else { return }
    let walk = walks.filter { $0.spansPages && $0.fault == nil }
      .min { $0.pages.count < $1.pages.count }
    guard var walk else {
      return judge.leaveOpen(["PAG-21"], "the list has one page only")
    }
    var isRepeated = false
    try await quietly(["PAG-21"]) { () async throws(CaseStop) -> Trial in
      // What others changed meanwhile is in the pages read again, and was not in those before.
      if isRepeated { walk = try await self.walk(walk.limits) }
      isRepeated = true
      var suspicions: [Suspicion] = []
      for page in walk.pages.dropFirst().prefix(Self.rereadLimit) {
        let again = try await self.page(
          page.number, limit: page.limit, at: page.position, purpose: "\(page.name) once more")
        if let difference = difference(of: again, from: page, requirement: "PAG-21", "read again") {
          suspicions.append(difference)
        }
      }
      return .saw(Array(suspicions.prefix(1)))
    }
  }

  /// PAG-27: a position means the same however its characters are written in the URL.
  func respellPosition() async throws(CaseStop) {
    guard judge.takesUp("PAG-27") else { return }
    guard let (position, first, page) = knownPosition else {
      return judge.leaveOpen(["PAG-27"], "the list has one page only")
    }
    guard let handle = handle(of: position, from: first) else {
      return judge.leaveOpen(["PAG-27"], "the links do not show what says where a page begins")
    }
    guard !judge.hasReported("PAG-21") else {
      return judge.leaveOpen(["PAG-27"], "a \(style.noun) cannot be read again")
    }
    var known = page
    var isRepeated = false
    try await quietly(["PAG-27"]) { () async throws(CaseStop) -> Trial in
      if isRepeated {
        known = try await self.page(
          2, limit: first.limit, at: position, purpose: "page 2 as before")
      }
      isRepeated = true
      var suspicions: [Suspicion] = []
      for spelling in Spelling.allCases {
        var prepared = try request(limit: first.limit, at: position)
        var query = URLQuery(of: prepared.request.url)
        query.set(handle.name, raw: spelling.text(of: handle.value))
        prepared.request.url = query.url
        let exchange = try await run.send(
          prepared, purpose: "a \(style.noun) \(spelling.rawValue)")
        let again = ListPage(
          number: 2, limit: first.limit, position: position, exchange: exchange,
          conventions: conventions)
        if let difference = difference(
          of: again, from: known, requirement: "PAG-27", spelling.rawValue)
        {
          suspicions.append(difference)
        }
      }
      return .saw(suspicions)
    }
  }

  /// What differs between a page and the same page asked for again.
  private func difference(
    of again: ListPage, from page: ListPage, requirement: RequirementID, _ how: String
  ) -> Suspicion? {
    let status = again.exchange.response.status
    var suspicion = Suspicion(
      requirement: requirement,
      message: "the \(style.noun) of \(page.name), \(how), was answered \(status)",
      exchange: again.exchange.index, related: [page.exchange.index], place: .status,
      expected: "the same page", got: "status \(status)")
    guard again.exchange.isSuccess else { return suspicion }
    guard again.ids != page.ids else { return nil }
    let position =
      zip(again.ids, page.ids).enumerated().first { $1.0 != $1.1 }?.offset
      ?? min(again.ids.count, page.ids.count)
    let former = position < page.ids.count ? page.ids[position].description : "nothing"
    let latter = position < again.ids.count ? again.ids[position].description : "nothing"
    suspicion.message = "the \(style.noun) of \(page.name), \(how), gives another page"
    suspicion.place =
      position < again.ids.count ? conventions.idPlace(position) : .body(conventions.items)
    suspicion.expected = former
    suspicion.got = latter
    suspicion.ids = Array(Set(page.ids).symmetricDifference(again.ids))
    return suspicion
  }
}

/// Two ways to write a text in a query that mean the same.
///
/// Source: [RFC 3986 sections 2.1 and 3.4](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)
private enum Spelling: String, CaseIterable {
  /// Only what a query cannot hold is encoded, and what forms give a meaning of its own.
  case verbatim = "written as it is"
  /// Everything but letters and digits is encoded, and the first character even if it is one.
  case encoded = "percent-encoded"

  func text(of value: String) -> String {
    var text = ""
    for (position, byte) in value.utf8.enumerated() {
      if staysAsItIs(byte, at: position) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: false)
        text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return text
  }

  private func staysAsItIs(_ byte: UInt8, at position: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      self == .verbatim || position > 0
    default:
      // `+` is left out: it means a blank to whatever reads the query as a form.
      self == .verbatim && "-._~=/:@!$'()*,;?".utf8.contains(byte)
    }
  }
}
