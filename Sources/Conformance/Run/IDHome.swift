import Diagnostics

/// Where an id is at home: the word that stands in front of ids like it in paths, as `books` does
/// in `/books/{id}`.
///
/// An id of digits alone, or a short one, may well be somebody else's in another collection: what
/// this run created with it may be changed at its home only. A long one is nobody else's, wherever
/// it stands.
struct IDHome: Sendable, Hashable {
  /// The word; empty where nothing but values stands in front of it.
  let word: String

  /// Whether an id says nothing without its home.
  static func isNeeded(for id: String) -> Bool {
    id.utf8.count < 8 || id.utf8.allSatisfy(\.isDigit)
  }

  /// Whether two words name one collection: paths have it in the singular as well.
  func isSame(as other: IDHome) -> Bool {
    let (own, other) = (word.lowercased(), other.word.lowercased())
    func isPlural(_ many: String, of one: String) -> Bool {
      many == one + "s" || many == one + "es"
        || one.hasSuffix("y") && many == one.dropLast() + "ies"
    }
    return own == other || isPlural(own, of: other) || isPlural(other, of: own)
  }
}

extension PathTemplate {
  /// The words of the segments that hold no value, with their places.
  private var words: [(place: Int, word: String)] {
    segments.enumerated().compactMap { place, segment in
      guard segment.count == 1, case .literal(let bytes)? = segment.first else { return nil }
      return (place, String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The place of the last segment that holds a value.
  private var lastValue: Int? {
    segments.lastIndex { segment in
      segment.contains { piece in if case .parameter = piece { true } else { false } }
    }
  }

  /// The home of what the last value in the path names; nil for a path without values.
  var idHome: IDHome? {
    guard let lastValue else { return nil }
    return IDHome(word: words.last { $0.place < lastValue }?.word ?? "")
  }

  /// The words behind the last value, which name what a create at this path makes.
  fileprivate var lastWords: [String] {
    words.filter { $0.place > lastValue ?? -1 }.map(\.word)
  }
}

extension Call {
  /// The home of what the call changes, where that is named by a value of this name.
  fileprivate func home(ofValueNamed name: String) -> IDHome? {
    switch target {
    case .operation(let operation):
      let template = operation.path
      guard let parameter = template.parameterNames.last,
        path[parameter]?.variables.contains(name) == true
      else { return nil }
      return template.idHome
    case .raw(_, let path): return path.home(ofValueNamed: name)
    }
  }
}

extension Template {
  /// As a path, the home of what its last segment names, where that is a value of this name and the
  /// path itself says what stands in front of it.
  fileprivate func home(ofValueNamed name: String) -> IDHome? {
    let place = segments.lastIndex { segment in
      if case .expression(let expression) = segment {
        expression.variables.contains(name)
      } else {
        false
      }
    }
    guard let place, place > 0, case .text(let before) = segments[place - 1], before.hasSuffix("/"),
      place == 1 || before.dropLast().contains("/"), let word = before.split(separator: "/").last
    else { return nil }
    if place + 1 < segments.count {
      guard case .text(let behind) = segments[place + 1], behind.hasPrefix("?") else { return nil }
    }
    return IDHome(word: String(word))
  }
}

extension RequestBuilder.Prepared {
  /// The home of what the request would change.
  func home(of id: String) -> IDHome {
    operation?.path.idHome ?? request.url.home(of: id)
  }
}

extension String {
  /// The segment in front of the last one that is an id, or of the last one of all.
  func home(of id: String) -> IDHome {
    let segments = prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
    let place =
      segments.lastIndex { PercentEncoding.decode($0.utf8) == Array(id.utf8) }
      ?? segments.count - 1
    return IDHome(word: place > 0 ? String(segments[place - 1]) : "")
  }
}

extension Contract {
  /// Where ids of what a create makes are at home: in the collection that it was sent to, and
  /// wherever `Location` or a link of the contract leads.
  func homes(
    of id: String, madeBy creating: Operation?, url: String, answer: HTTPResponse?
  ) -> Set<IDHome> {
    var homes: Set<IDHome> = []
    if let location = answer?.fields.value(named: "Location") {
      homes.insert(location.home(of: id))
    }
    guard let creating else {
      // Of a path that the contract does not know the last segment is the collection.
      homes.insert(IDHome(word: url.lastPathSegment ?? ""))
      return homes
    }
    // What an action at one thing makes, such as `/users/{id}/actions`, is not another such thing.
    let words = creating.path.lastWords
    homes.formUnion(words.map(IDHome.init))
    if words.isEmpty { homes.insert(creating.path.idHome ?? IDHome(word: "")) }
    let links = answer.flatMap { creating.responses.response(for: $0.status) }?.links ?? []
    homes.formUnion(links.compactMap { operation(of: $0)?.path.idHome })
    return homes
  }
}

extension CaseRun {
  /// Notes that an id belongs to what this run created: also where the cleanup written for it leads,
  /// which takes it by a name.
  func mint(
    _ id: String, named name: String, madeBy operation: Operation?, url: String,
    answer: HTTPResponse?, cleanup: Call?
  ) {
    var homes = session.contract.homes(of: id, madeBy: operation, url: url, answer: answer)
    if let home = cleanup?.home(ofValueNamed: name) { homes.insert(home) }
    session.ledger.mint(id, at: homes)
  }
}
