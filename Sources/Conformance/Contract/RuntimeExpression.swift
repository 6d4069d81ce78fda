package import Diagnostics

/// A place in an exchange, named before the exchange has happened: `$response.body#/id`.
///
/// Source: [OpenAPI 3.1.2, Runtime Expressions](https://spec.openapis.org/oas/v3.1.2.html#runtime-expressions)
package enum RuntimeExpression: Sendable, Hashable, CustomStringConvertible {
  /// What in a message is meant.
  package enum Source: Sendable, Hashable, CustomStringConvertible {
    /// A header field, by its name without letter case.
    case header(String)
    /// A query parameter.
    case query(String)
    /// A path parameter.
    case path(String)
    /// The body, or a value in it; nil for the body as a whole.
    case body(JSONPointer?)

    /// The source as it is written after `$request.`.
    package var description: String {
      switch self {
      case .header(let name): "header.\(name)"
      case .query(let name): "query.\(name)"
      case .path(let name): "path.\(name)"
      case .body(let pointer): "body" + (pointer.map { "#\($0)" } ?? "")
      }
    }
  }

  /// The URL of the request.
  case url
  /// The method of the request.
  case method
  /// The status of the response.
  case statusCode
  /// A part of the request.
  case request(Source)
  /// A part of the response.
  case response(Source)

  /// Reads an expression.
  /// - Throws: ``UnreadableText`` with what stands where it stops being one.
  package init(_ text: String) throws(UnreadableText) {
    switch text {
    case "$url": self = .url
    case "$method": self = .method
    case "$statusCode": self = .statusCode
    default:
      if let source = text.after("$request.") {
        self = .request(try Self.source(source))
      } else if let source = text.after("$response.") {
        self = .response(try Self.source(source))
      } else {
        throw UnreadableText(
          text: text.utf8, expected: "$url, $method, $statusCode, $request. or $response.")
      }
    }
  }

  private static func source(_ text: String) throws(UnreadableText) -> Source {
    if let name = text.after("header.") {
      guard !name.utf8.isEmpty, name.utf8.allSatisfy(\.isTokenByte) else {
        throw UnreadableText(text: name.utf8, expected: "the name of a header field")
      }
      return .header(name)
    }
    if let name = text.after("query.") { return .query(name) }
    if let name = text.after("path.") { return .path(name) }
    if text.isSameText(as: "body") { return .body(nil) }
    if let pointer = text.after("body#") {
      guard let pointer = JSONPointer(parsing: pointer) else {
        throw UnreadableText(text: pointer.utf8, expected: "a JSON Pointer after #")
      }
      return .body(pointer)
    }
    throw UnreadableText(text: text.utf8, expected: "header., query., path. or body")
  }

  /// The expression as it is written.
  package var description: String {
    switch self {
    case .url: "$url"
    case .method: "$method"
    case .statusCode: "$statusCode"
    case .request(let source): "$request.\(source)"
    case .response(let source): "$response.\(source)"
    }
  }
}

/// A text with expressions in braces: `https://example.com/{$request.body#/id}`.
package struct RuntimeTemplate: Sendable, Hashable, CustomStringConvertible {
  /// A piece of the text.
  package enum Piece: Sendable, Hashable {
    /// Text that stands for itself.
    case literal(String)
    /// A place in the exchange.
    case expression(RuntimeExpression)
  }

  /// The pieces in order.
  package let pieces: [Piece]

  /// Reads a text; braces that hold no `$` stand for themselves.
  ///
  /// A text that is one expression without braces is read as that expression.
  /// - Throws: ``UnreadableText`` for what starts like an expression and is none.
  package init(_ text: String) throws(UnreadableText) {
    if Self.looksLikeExpression(text) {
      pieces = [.expression(try RuntimeExpression(text))]
      return
    }
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      guard rest.starts(with: "{$".utf8) else {
        literal.append(byte)
        rest = rest.dropFirst()
        continue
      }
      guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else {
        throw UnreadableText(text: rest, expected: "a closing brace")
      }
      if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
      literal = []
      let inner = rest[(rest.startIndex + 1)..<close]
      pieces.append(.expression(try RuntimeExpression(String(decoding: inner, as: UTF8.self))))
      rest = rest[(close + 1)...]
    }
    if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
    self.pieces = pieces
  }

  /// Whether a text is an expression or was meant as one: `$5` is an amount of money.
  static func looksLikeExpression(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(2))
    return bytes.count == 2 && bytes[0] == UInt8(ascii: "$")
      && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[1] | 0x20)
  }

  /// The expressions in it, in order.
  package var expressions: [RuntimeExpression] {
    pieces.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
  }

  /// The text as it is written.
  package var description: String {
    if pieces.count == 1, case .expression(let only) = pieces[0] { return only.description }
    return pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .expression(let expression): "{\(expression)}"
      }
    }.joined()
  }
}

extension String {
  /// What follows a text that this one starts with; nil when it does not.
  fileprivate func after(_ start: String) -> String? {
    let bytes = utf8
    guard bytes.starts(with: start.utf8) else { return nil }
    return String(decoding: bytes.dropFirst(start.utf8.count), as: UTF8.self)
  }
}
