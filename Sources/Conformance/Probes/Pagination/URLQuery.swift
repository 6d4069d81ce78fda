import SchemaValidator

/// The parameters of a URL's query, each of which can be read and written by itself.
struct URLQuery {
  /// What stands before the query.
  private let head: String
  private var pairs: [(name: String, raw: String?)]

  /// Takes a URL apart; its fragment is left out.
  init(of url: String) {
    let bare = url.prefix { $0 != "#" }
    let halves = bare.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    head = String(halves[0])
    pairs = (halves.count > 1 ? halves[1] : "").split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(sides[0]), sides.count > 1 ? String(sides[1]) : nil)
    }
  }

  /// The URL with the query as it is now.
  var url: String {
    let query = pairs.map { pair in
      let name = PercentEncoding.unreserved.encode(pair.name)
      return pair.raw.map { "\(name)=\($0)" } ?? name
    }
    return query.isEmpty ? head : "\(head)?\(query.joined(separator: "&"))"
  }

  /// The names of its parameters in order.
  var names: [String] { pairs.map(\.name) }

  /// The value of a parameter; nil where the query does not have it.
  subscript(_ name: String) -> String? {
    pairs.first { $0.name.isSameText(as: name) }.map { Self.decoded(($0.raw ?? "")[...]) }
  }

  /// The value of a parameter as it is written; nil where the query does not have it.
  func raw(of name: String) -> String? {
    pairs.first { $0.name.isSameText(as: name) }?.raw
  }

  /// Writes a parameter in the place of the one of its name, or at the end; nil removes it.
  mutating func set(_ name: String, raw: String?) {
    guard let place = pairs.firstIndex(where: { $0.name.isSameText(as: name) }) else {
      if let raw { pairs.append((name, raw)) }
      return
    }
    if let raw { pairs[place].raw = raw } else { pairs.remove(at: place) }
  }

  /// Writes a parameter with a value that is not encoded yet; nil removes it.
  mutating func set(_ name: String, _ value: String?) {
    set(name, raw: value.map(PercentEncoding.unreserved.encode))
  }

  /// What a part of a query stands for, read as forms are: with a plus for a blank.
  private static func decoded(_ text: Substring) -> String {
    let bytes = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    return String(decoding: PercentEncoding.decode(bytes), as: UTF8.self)
  }
}

/// The scheme, host and port of a URL.
///
/// Source: [RFC 6454 section 4](https://www.rfc-editor.org/rfc/rfc6454#section-4)
struct Origin: Hashable {
  private let text: String

  /// The origin of an absolute URL.
  init(of url: String) {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    var rest = url.dropFirst(scheme.count)
    rest = rest.hasPrefix("://") ? rest.dropFirst(3) : ""
    var authority = rest.prefix { !"/?#".contains($0) }.lowercased()[...]
    for (name, port) in [("http", ":80"), ("https", ":443")]
    where scheme == name && authority.hasSuffix(port) {
      authority = authority.dropLast(port.count)
    }
    text = "\(scheme)://\(authority)"
  }
}

/// The links of an answer's `Link` fields.
///
/// Source: [RFC 8288 section 3](https://www.rfc-editor.org/rfc/rfc8288#section-3)
enum LinkField {
  /// Where the first link of a relation leads to; nil for none.
  static func target(of relation: String, in fields: [HTTPField]) -> String? {
    for element in elements(of: fields) {
      if let link = link(element), link.relations.contains(relation) { return link.target }
    }
    return nil
  }

  /// Whether every element of the `Link` fields is a link.
  static func isReadable(_ fields: [HTTPField]) -> Bool {
    elements(of: fields).allSatisfy { link($0) != nil }
  }

  /// The elements of the fields; a comma in a URL or between quotation marks separates nothing.
  private static func elements(of fields: [HTTPField]) -> [String] {
    fields.filter { $0.isNamed("Link") }.flatMap { field in
      var elements: [String.UnicodeScalarView] = [.init()]
      var closing: Unicode.Scalar?
      var isEscaped = false
      for scalar in field.value.unicodeScalars {
        if scalar == ",", closing == nil {
          elements.append(.init())
          continue
        }
        elements[elements.count - 1].append(scalar)
        if isEscaped {
          isEscaped = false
        } else if let mark = closing {
          if scalar == "\\", mark == "\"" { isEscaped = true }
          if scalar == mark { closing = nil }
        } else if scalar == "<" {
          closing = ">"
        } else if scalar == "\"" {
          closing = "\""
        }
      }
      return elements.map { scalars in
        let trimmed = scalars.drop { $0 == " " || $0 == "\t" }
        return String(String.UnicodeScalarView(trimmed))
      }.filter { !$0.isEmpty }
    }
  }

  /// A link with its relations; a link about something else than what was asked for has none.
  private static func link(_ text: String) -> (target: String, relations: [String])? {
    guard text.hasPrefix("<"), let end = text.firstIndex(of: ">") else { return nil }
    let target = String(text[text.index(after: text.startIndex)..<end])
    var scanner = FieldScanner(String(text[text.index(after: end)...]))
    var relations: [String]?
    var isAboutOthers = false
    scanner.skipWhitespace()
    while !scanner.isAtEnd {
      guard scanner.skip(";") else { return nil }
      scanner.skipWhitespace()
      guard let name = scanner.token()?.lowercased() else { continue }
      scanner.skipWhitespace()
      var value = ""
      if scanner.skip("=") {
        scanner.skipWhitespace()
        guard let text = scanner.quotedString() ?? scanner.token() else { return nil }
        value = text
      }
      scanner.skipWhitespace()
      // Of several parameters "rel" only the first counts.
      if name == "rel", relations == nil {
        relations = value.lowercased().split(separator: " ").map(String.init)
      }
      if name == "anchor" { isAboutOthers = true }
    }
    return (target, isAboutOthers ? [] : relations ?? [])
  }
}
