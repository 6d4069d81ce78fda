internal import Diagnostics
internal import SchemaValidator

/// What the good answer of an operation looks like in JSON.
struct AnswerShape {
  /// The response.
  let response: Response
  /// The schema of its body.
  let schema: ContractNode
  /// The members of the body's object; empty for other types.
  let members: [(name: String, schema: ContractNode)]

  /// The first answer of status 2xx that has a JSON body with a schema; nil without one.
  init?(_ operation: Operation, _ linter: ContractLinter) {
    for response in operation.responses.all where response.isGood {
      for entry in response.content where entry.range.isJSON {
        guard let written = entry.node["schema"] else { continue }
        self.response = response
        schema = written
        members = linter.reading.properties(of: written)
        return
      }
    }
    return nil
  }

  /// The schema of the items when the answer is a list; nil for other answers.
  ///
  /// A list is an array, or an object around one array of objects.
  /// Many things have lists in them: an object is taken for a list only when its array is called
  /// as lists are, or as the path is, or when it counts pages.
  func items(
    of operation: Operation, _ linter: ContractLinter
  ) -> (name: String?, schema: ContractNode)? {
    if let items = Self.items(of: schema, linter) { return (nil, items) }
    let segment = PagingWords.folded(String(operation.path.text.split(separator: "/").last ?? ""))
    let countsPages = members.contains { member in
      let name = PagingWords.folded(member.name)
      return PagingWords.next.contains(name) || PagingWords.more.contains(name)
    }
    let lists = members.compactMap { member -> (name: String?, schema: ContractNode)? in
      guard let items = Self.items(of: member.schema, linter),
        linter.reading.types(of: items).contains(.object)
      else { return nil }
      return (member.name, items)
    }
    guard lists.count == 1, let list = lists.first, let name = list.name.map(PagingWords.folded)
    else { return nil }
    return countsPages || name == segment || PagingWords.list.contains(name) ? list : nil
  }

  /// The resource in the answer: what the envelope's member of a name holds, or the whole body.
  func resource(in member: String?) -> ContractNode {
    member.flatMap { name in members.first { $0.name == name }?.schema } ?? schema
  }

  private static func items(of node: ContractNode, _ linter: ContractLinter) -> ContractNode? {
    guard linter.reading.types(of: node).subtracting(.null) == .array else { return nil }
    return linter.reading.conjuncts(of: node).lazy.compactMap { $0["items"] }
      .first { $0.value.kind == .object }
  }
}

extension Response {
  /// Whether it answers a request that was carried out.
  var isGood: Bool {
    switch status {
    case .code(let code): 200...299 ~= code
    case .range(let digit): digit == 2
    case .any: false
    }
  }

  /// Whether it answers a request that was refused.
  var isRefusal: Bool {
    switch status {
    case .code(let code): 400...599 ~= code
    case .range(let digit): digit >= 4
    case .any: true
    }
  }
}

/// The words by which APIs call the parts of paging.
enum PagingWords {
  /// Parameters that choose how many items a page has.
  static let size: Set<String> = [
    "limit", "size", "pagesize", "perpage", "pagelimit", "maxresults", "maxitems", "maxkeys",
    "maxpagesize", "count", "first", "top", "take", "resultsperpage", "itemsperpage", "numresults",
  ]

  /// Parameters that choose where a page begins by a value out of an answer.
  static let cursor: Set<String> = [
    "cursor", "pagecursor", "after", "before", "startingafter", "endingbefore", "startafter",
    "pagetoken", "nexttoken", "continuationtoken", "continuation", "marker", "nextpagetoken",
    "paginationtoken", "nextcursor", "pageafter", "pagebefore", "sinceid", "maxid", "scrollid",
  ]

  /// Parameters that choose where a page begins by counting.
  static let position: Set<String> = [
    "page", "pagenumber", "pageindex", "offset", "pageoffset", "skip", "start", "startindex",
    "startat", "from",
  ]

  /// Members of an answer that hold a list.
  static let list: Set<String> = [
    "data", "items", "results", "records", "entries", "rows", "values", "objects", "list",
    "elements", "content", "resources", "hits",
  ]

  /// Members of an answer that carry a value for the next request.
  static let nextValue: Set<String> = [
    "nextcursor", "nextpage", "nexttoken", "nextpagetoken", "cursor", "cursors", "continuation",
    "continuationtoken", "endcursor", "pageinfo", "responsemetadata", "nextmarker", "scrollid",
  ]

  /// Members of an answer that may hold the URL of the next page: no parameter is needed then.
  static let nextURL: Set<String> = [
    "next", "nexturl", "nextlink", "nexthref", "odatanextlink", "paging", "pagination", "links",
    "link",
  ]

  /// Members of an answer that carry the way to the next page.
  static let next = nextValue.union(nextURL)

  /// Members of an answer that say whether there is a next page.
  static let more: Set<String> = [
    "hasmore", "more", "hasnext", "hasnextpage", "moreresults", "istruncated", "islastpage", "last",
  ]

  /// Parameters that choose the order of a list.
  static let order: Set<String> = [
    "sort", "sortby", "order", "orderby", "sortorder", "sortdirection", "direction", "ordering",
    "sortkey",
  ]

  /// A name without the marks that spell it in one style or another.
  static func folded(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}

extension Operation {
  /// Its parameters in a place whose folded names are among some words.
  func parameters(in location: Parameter.Location, called words: Set<String>) -> [Parameter] {
    parameters.filter { $0.location == location && words.contains(PagingWords.folded($0.name)) }
  }

  /// What it says to people: its summary and description.
  var prose: String {
    let description = node.value["description"]?.stringValue ?? ""
    return summary.isEmpty ? description : "\(summary). \(description)"
  }
}
