/// The name of an operation: its method and its path template, as in `GET /labels/{id}`.
///
/// Two names are equal when their texts agree byte for byte; Swift's own string equality would
/// take "é" and "e" followed by U+0301 for the same path.
package struct OperationID: Hashable, Sendable, CustomStringConvertible {
  /// The HTTP method in upper case.
  package let method: String
  /// The path template as the contract spells it.
  package let path: String

  /// Creates a name; a method in lower case, as contracts spell it, is raised.
  package init(method: String, path: String) {
    self.method = method.uppercased()
    self.path = path
  }

  /// Reads `METHOD /path`; nil unless a method and a path with a leading slash stand there.
  package init?(_ text: String) {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") }
    let words = text.utf8.drop(while: isBlank)
    let method = words.prefix { !isBlank($0) }
    let path = words[method.endIndex...].drop(while: isBlank)
    guard !method.isEmpty, method.allSatisfy(\.isTokenByte), path.first == UInt8(ascii: "/"),
      path.last != UInt8(ascii: " ")
    else { return nil }
    self.init(method: String(Substring(method)), path: String(Substring(path)))
  }

  /// `METHOD /path`, the form that suites and reports use.
  package var description: String { "\(method) \(path)" }

  /// Whether both texts agree byte for byte.
  package static func == (left: OperationID, right: OperationID) -> Bool {
    left.method.utf8.elementsEqual(right.method.utf8)
      && left.path.utf8.elementsEqual(right.path.utf8)
  }

  /// Hashes the texts, in agreement with `==`.
  package func hash(into hasher: inout Hasher) {
    // What has the same bytes is the same text, and more than that is not asked of a hash.
    hasher.combine(method)
    hasher.combine(path)
  }
}
