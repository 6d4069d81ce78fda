/// A URI reference taken apart, and put together again against a base.
///
/// Source: [RFC 3986 section 5](https://www.rfc-editor.org/rfc/rfc3986#section-5)
package struct URIReference {
  var scheme: Substring?
  var authority: Substring?
  /// What stands between authority and query.
  package private(set) var path: Substring
  var query: Substring?
  var fragment: Substring?

  /// Takes a reference apart; every text is one.
  package init(_ text: String) {
    var rest = Substring(text)
    if let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
      fragment = rest[rest.utf8.index(after: hash)...]
      rest = rest[..<hash]
    }
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = rest[rest.utf8.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
      scheme = rest[..<colon]
      rest = rest[rest.utf8.index(after: colon)...]
    }
    if rest.utf8.starts(with: "//".utf8) {
      let afterSlashes = rest.utf8.index(rest.startIndex, offsetBy: 2)
      let end = rest[afterSlashes...].utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = rest[afterSlashes..<end]
      rest = rest[end...]
    }
    path = rest
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy {
      isLetter($0) || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
        || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The reference resolved against a base, without its fragment.
  package func resolved(against base: String) -> String {
    if scheme != nil { return Self.join(scheme, authority, Self.removeDots(path), query) }
    if authority == nil, path.utf8.isEmpty, query == nil {
      return Self.withoutFragment(base)
    }
    let baseParts = URIReference(base)
    if authority != nil {
      return Self.join(baseParts.scheme, authority, Self.removeDots(path), query)
    }
    if path.utf8.isEmpty {
      return Self.join(
        baseParts.scheme, baseParts.authority, String(baseParts.path), query ?? baseParts.query)
    }
    if path.utf8.first == UInt8(ascii: "/") {
      return Self.join(baseParts.scheme, baseParts.authority, Self.removeDots(path), query)
    }
    var merged: String
    if baseParts.authority != nil, baseParts.path.utf8.isEmpty {
      merged = "/"
    } else if let slash = baseParts.path.utf8.lastIndex(of: UInt8(ascii: "/")) {
      merged = String(baseParts.path[...slash])
    } else {
      merged = ""
    }
    merged += path
    return Self.join(
      baseParts.scheme, baseParts.authority, Self.removeDots(Substring(merged)), query)
  }

  /// A URI without its fragment.
  static func withoutFragment(_ uri: String) -> String {
    uri.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(uri[..<$0]) } ?? uri
  }

  private static func join(
    _ scheme: Substring?, _ authority: Substring?, _ path: String, _ query: Substring?
  ) -> String {
    var text = ""
    if let scheme { text += scheme.lowercased() + ":" }
    if let authority { text += "//" + authority }
    text += path
    if let query { text += "?" + query }
    return text
  }

  /// Takes `.` and `..` out of a path (RFC 3986 section 5.2.4).
  private static func removeDots(_ path: Substring) -> String {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return String(path) }
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    for (position, part) in parts.enumerated() {
      let isLast = position == parts.count - 1
      switch part {
      case ".":
        if isLast { kept.append("") }
      case "..":
        if kept.count > (isAbsolute ? 1 : 0) { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(part)
      }
    }
    return kept.joined(separator: "/")
  }

  /// A fragment with its percent triplets decoded; nil when they are not UTF-8.
  static func percentDecoded(_ fragment: Substring) -> String? {
    guard fragment.utf8.contains(UInt8(ascii: "%")) else { return String(fragment) }
    var bytes: [UInt8] = []
    var iterator = fragment.utf8.makeIterator()
    while let byte = iterator.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = iterator.next().flatMap(JSONText.hexDigit),
        let low = iterator.next().flatMap(JSONText.hexDigit)
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
