/// What a file is written in, which says what of it may be masked.
package enum TextForm: Sendable {
  /// JSON, or a JSON text on each line: only texts can hold what a target has said.
  case json
  /// HTML or XML as ``MarkupWriter`` writes it: only texts and values of attributes can.
  case markup
  /// Anything else: every byte can.
  case plain

  /// The form that the name of a file tells, where nothing else does.
  package init(path: String) {
    let name = path.lowercased()
    let isJSON = [".json", ".jsonl", ".har", ".sarif"].contains { name.hasSuffix($0) }
    let isMarkup = [".html", ".htm", ".xml"].contains { name.hasSuffix($0) }
    self = isJSON ? .json : isMarkup ? .markup : .plain
  }
}

extension Redactor {
  /// The bytes of a file without secrets, still a file of its form.
  package func masked(_ bytes: [UInt8], as form: TextForm) -> [UInt8] {
    guard finds(in: bytes) else { return bytes }
    return switch form {
    case .json: masked(json: bytes)
    case .markup: masked(markup: bytes)
    case .plain: masked(bytes)
    }
  }

  /// Markup without secrets: they are taken out of its texts and the values of its attributes.
  ///
  /// Names of elements, the words that styles go by, and what is fixed when the program is compiled
  /// may look like a secret by chance.
  private func masked(markup bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      result += masked(Array(rest[..<start]))
      let end =
        rest[start...].firstIndex(of: UInt8(ascii: ">")) ?? rest.index(before: rest.endIndex)
      let tag = rest[start...end]
      result += masked(tag: tag)
      rest = rest[(end + 1)...]
      // What styles and runs has no escapes, and nothing of it comes from outside.
      for name in ["style", "script"]
      where tag.starts(with: "<\(name)".utf8) && tag.firstRange(of: "text/plain".utf8) == nil {
        let close = rest.firstRange(of: "</\(name)".utf8)?.lowerBound ?? rest.endIndex
        result += rest[..<close]
        rest = rest[close...]
      }
    }
    return result + masked(Array(rest))
  }

  /// A tag whose values in quotation marks hold no secrets.
  private func masked(tag: ArraySlice<UInt8>) -> [UInt8] {
    guard finds(in: tag) else { return Array(tag) }
    let quote = UInt8(ascii: "\"")
    var result: [UInt8] = []
    for (number, part) in tag.split(separator: quote, omittingEmptySubsequences: false).enumerated()
    {
      if number > 0 { result.append(quote) }
      let isOwn = Self.ownAttributes.contains { result.ends(with: " \($0)=\"".utf8) }
      result += number.isMultiple(of: 2) || isOwn ? Array(part) : masked(Array(part))
    }
    return result
  }

  /// Attributes whose values are never anything but words of the program.
  private static let ownAttributes = ["class", "type", "role", "rel", "lang", "charset", "version"]
}

extension [UInt8] {
  fileprivate func ends(with other: String.UTF8View) -> Bool {
    count >= other.count && self[(count - other.count)...].elementsEqual(other)
  }
}
