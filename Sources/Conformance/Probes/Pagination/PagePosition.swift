import SchemaValidator

/// Where a page of a list begins, as a request for it says.
enum PagePosition: Hashable {
  /// At the start of the list.
  case start
  /// Where the style's parameter says: a cursor, a page token, an offset or a page number.
  case parameter(ExactText)
  /// Where a link leads: an absolute URL on the origin of the request before.
  case link(ExactText)

  /// The position as a finding quotes it.
  var description: String {
    switch self {
    case .start: "the start of the list"
    case .parameter(let text), .link(let text): text.description
    }
  }

  /// The number that it is, where the client counts.
  var number: Int? {
    if case .parameter(let text) = self { Int(text.text) } else { nil }
  }
}

extension PagePosition {
  /// A position that the client has worked out.
  init(number: Int) { self = .parameter(ExactText(String(number))) }
}

/// What a page says about itself and about the way on.
struct PageReading {
  /// The list of items; nil when there is none where it should be.
  let items: JSONValue?
  /// Whether it says that there is more; nil when it does not say.
  let more: Bool?
  /// Where the next page begins; nil when nothing leads on, or nothing that could be followed.
  let next: PagePosition?
  /// How many items it says that the whole list has; nil when it does not say.
  let total: Int?
  /// A link to another origin, which is not followed.
  let strayLink: String?
}

extension Conventions.Pagination {
  /// Reads a successful answer of a list; the URL is that of its request.
  func reading(
    of body: JSONValue?, _ fields: [HTTPField], url: String, at position: PagePosition,
    limit: Int?
  ) -> PageReading {
    let found = body?.value(at: items)
    let list = found?.kind == .array ? found : nil
    let said = more.flatMap { body?.value(at: $0)?.boolValue }
    var next: PagePosition?
    var strayLink: String?
    if style.followsLinks, let target = linkTarget(in: body, fields) {
      let resolved = URIReference(target).resolved(against: url)
      if Origin(of: resolved) == Origin(of: url) {
        next = .link(ExactText(resolved))
      } else {
        strayLink = target
      }
    } else if let pointer = style.next, !style.followsLinks {
      next = ExactText(body?.value(at: pointer)).map { .parameter($0) }
    } else if let list, said != false {
      next = positionAfter(position, count: list.count, limit: limit, goesOn: said == true)
    }
    var more = said
    if self.more == nil, let list {
      // Where the client counts, only an empty page tells that nothing follows.
      more = style.counts ? (list.count == 0 ? false : nil) : next != nil || strayLink != nil
    }
    return PageReading(
      items: list, more: more, next: next, total: total(in: body, fields), strayLink: strayLink)
  }

  /// The number of all items, where it is said.
  func total(in body: JSONValue?, _ fields: [HTTPField]) -> Int? {
    switch total {
    case .body(let pointer): body?.value(at: pointer)?.intValue
    case .field(let name): fields.value(named: name).flatMap { Int($0) }
    case nil: nil
    }
  }

  private func linkTarget(in body: JSONValue?, _ fields: [HTTPField]) -> String? {
    guard let pointer = style.next else { return LinkField.target(of: "next", in: fields) }
    return ExactText(body?.value(at: pointer))?.text
  }

  /// Where the page after one begins that the client asked for by a number.
  private func positionAfter(
    _ position: PagePosition, count: Int, limit: Int?, goesOn: Bool
  ) -> PagePosition? {
    // A walk goes on through an empty page that says that there is more.
    guard count > 0 || goesOn else { return nil }
    switch style {
    case .offset:
      return .init(number: (position.number ?? 0) + (count > 0 ? count : max(limit ?? 1, 1)))
    case .page(_, let first): return .init(number: (position.number ?? first) + 1)
    case .cursor, .token, .linkHeader, .nextURL: return nil
    }
  }
}

extension CaseRun {
  /// Makes the request for a page of a list; a link stands for the whole URL but its credential.
  func prepare(
    _ call: Call, changes: CallChanges = CallChanges(), at position: PagePosition,
    by convention: Conventions.Pagination
  ) throws(CaseStop) -> RequestBuilder.Prepared {
    var changes = changes
    if case .parameter(let text) = position, let name = convention.style.positionParameter {
      changes.query.append((name, text.text))
    }
    var prepared = try prepare(call, changes: changes)
    if case .link(let target) = position {
      var query = URLQuery(of: target.text)
      // A key that goes into the query is nothing a link has to hold.
      let written = URLQuery(of: prepared.request.url)
      for scheme in session.requests.schemes.values {
        guard case .query(let name) = scheme.carrier, query[name] == nil else { continue }
        query.set(name, raw: written.raw(of: name))
      }
      prepared.request.url = query.url
    }
    return prepared
  }
}
