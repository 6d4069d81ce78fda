/// A path of the contract with its templated parts, as in `/{phone_number_id}/messages/{id}`.
///
/// Most segments are a literal or one whole parameter; `/reports/{name}.csv` mixes both.
/// Source: [OpenAPI 3.1.1, Path Templating](https://spec.openapis.org/oas/v3.1.1.html#path-templating)
package struct PathTemplate: Sendable, CustomStringConvertible {
  /// One piece of a segment.
  package enum Piece: Sendable, Hashable {
    /// Bytes to be met exactly, percent-decoded.
    case literal([UInt8])
    /// The value of a parameter: at least one byte.
    case parameter(String)
  }

  /// What lies between two slashes; an empty list is an empty segment (`/labels/`).
  package typealias Segment = [Piece]

  /// What is odd about the text of a template; it is usable all the same.
  enum Problem: Sendable, Hashable {
    /// The path does not start with a slash; it is read as if it did.
    case noLeadingSlash
    /// A brace without its partner; it is read as a literal character.
    case unbalancedBrace
    /// `{}`; it is read as literal characters.
    case emptyName
    /// `?` or `#` and what follows, which is no part of a path; it is left out.
    case queryOrFragment
    /// One parameter stands there twice.
    case repeatedParameter(String)
  }

  /// The text as the contract spells it.
  package let text: String
  /// The segments in order.
  package let segments: [Segment]
  /// What is odd about the text, in order.
  let problems: [Problem]

  /// Reads a template; every text gives one, and `problems` tells what was odd about it.
  package init(_ text: String) {
    self.text = text
    var problems: [Problem] = []
    var path = text.utf8[...]
    if let end = path.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
      problems.append(.queryOrFragment)
      path = path[..<end]
    }
    if path.first == UInt8(ascii: "/") {
      path = path.dropFirst()
    } else {
      problems.append(.noLeadingSlash)
    }
    var segments: [Segment] = []
    var seen: Set<String> = []
    for part in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      let segment = Self.pieces(of: Array(part), &problems)
      for case .parameter(let name) in segment where !seen.insert(name).inserted {
        problems.append(.repeatedParameter(name))
      }
      segments.append(segment)
    }
    self.segments = segments
    self.problems = problems
  }

  /// The names of the parameters in the order they stand in the path, repetitions included.
  package var parameterNames: [String] {
    segments.flatMap { $0 }.compactMap { piece in
      if case .parameter(let name) = piece { name } else { nil }
    }
  }

  /// Whether it has any parameter.
  var hasParameters: Bool {
    segments.contains { segment in
      segment.contains { if case .parameter = $0 { true } else { false } }
    }
  }

  /// The template with all parameter names left out: two paths of the same shape are the same
  /// path to a client.
  var shape: String {
    var shape = ""
    for segment in segments {
      shape += "/"
      for piece in segment {
        switch piece {
        case .literal(let bytes):
          shape += PercentEncoding.unreserved.encode(String(decoding: bytes, as: UTF8.self))
        case .parameter: shape += "{}"
        }
      }
    }
    return shape
  }

  /// The path with each parameter replaced by its text, which has to be encoded already.
  ///
  /// Returns nil when a value is missing.
  package func expanded(with values: [String: String]) -> String? {
    var path = ""
    for segment in segments {
      path += "/"
      for piece in segment {
        switch piece {
        case .literal(let bytes): path += Self.encodeLiteral(bytes)
        case .parameter(let name):
          guard let value = values[name] else { return nil }
          path += value
        }
      }
    }
    return path
  }

  /// The template's text.
  package var description: String { text }

  /// The pieces of one segment, neighbouring literals joined.
  private static func pieces(of part: [UInt8], _ problems: inout [Problem]) -> Segment {
    var pieces: Segment = []
    var literal: [UInt8] = []
    var index = 0
    func flush() {
      if !literal.isEmpty { pieces.append(.literal(PercentEncoding.decode(literal))) }
      literal = []
    }
    while index < part.count {
      let byte = part[index]
      if byte == UInt8(ascii: "{"),
        let end = part[index...].firstIndex(of: UInt8(ascii: "}"))
      {
        let name = part[(index + 1)..<end]
        if name.isEmpty {
          problems.append(.emptyName)
          literal += part[index...end]
        } else if name.contains(UInt8(ascii: "{")) {
          problems.append(.unbalancedBrace)
          literal.append(byte)
          index += 1
          continue
        } else {
          flush()
          pieces.append(.parameter(String(decoding: name, as: UTF8.self)))
        }
        index = end + 1
      } else {
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
          problems.append(.unbalancedBrace)
        }
        literal.append(byte)
        index += 1
      }
    }
    flush()
    return pieces
  }

  /// A literal as it stands in a URL: what a path segment may hold stays (RFC 3986, pchar).
  private static func encodeLiteral(_ bytes: [UInt8]) -> String {
    var text = ""
    for byte in bytes {
      if byte.isUnreserved || "!$&'()*+,;=:@".utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return text
  }
}
