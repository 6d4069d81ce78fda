import Conformance
import Diagnostics
import SchemaValidator

/// The place in a document that `--at` names.
struct SchemaPlace {
  /// The way to the schema from the document's root, references on it followed.
  let pointer: JSONPointer
  private let value: JSONValue
  private let document: SourceDocument

  /// Follows a JSON pointer, written as a URI fragment (`#/a/b`) or as it is (`/a/b`).
  ///
  /// Where the way leads through a reference inside of the document, it goes on at its target.
  /// - Throws: ``Diagnostics`` that say how far it led, and the nearest spelling.
  init(_ text: String, in document: SourceDocument) throws(Diagnostics) {
    let wanted = try Self.pointer(text, in: document)
    var pointer = JSONPointer.root
    var value = document.root
    var hops = 0
    for (position, token) in wanted.tokens.enumerated() {
      while Self.step(value, token) == nil, let target = Self.target(of: value, in: document),
        hops < 32
      {
        (pointer, value) = target
        hops += 1
      }
      guard let next = Self.step(value, token) else {
        let rest = JSONPointer(Array(wanted.tokens[(position + 1)...]))
        throw Diagnostics([Self.deadEnd(token, rest, after: pointer, value, document)])
      }
      pointer = pointer.appending(token)
      value = next
    }
    guard value.kind == .object || value.kind == .boolean else {
      throw Diagnostics([
        document.diagnostic(
          code: "validate.not-a-schema",
          "--at leads to \(Self.name(of: value)) at \(Self.spelling(pointer)); expected a schema, which "
            + "is an object or a boolean", at: value, fix: "correct the pointer")
      ])
    }
    self.pointer = pointer
    self.value = value
    self.document = document
  }

  /// Whether an OpenAPI document has a Schema Object here.
  var isSchemaOfContract: Bool { Self.isSchema(pointer.tokens) }

  /// Why the place is no schema of the OpenAPI document, with those that are near.
  func refusal(isGiven: Bool) -> Diagnostic {
    let found = schemasBelow(limit: Self.listed)
    let message =
      isGiven
      ? "--at leads to \(Self.spelling(pointer)), which is no schema of this OpenAPI document"
      : "\(document.text.name) is an OpenAPI document, and no schema itself; expected --at with "
        + "one of its schemas"
    let others = found.dropFirst().map(Self.spelling).joined(separator: ", ")
    return Diagnostic(
      code: "validate.choose-schema", message,
      at: isGiven ? document.location(of: value) : nil, pointer: pointer,
      fix: found.first.map { "choose one, such as --at '\(Self.spelling($0))'" }
        ?? "give the file that holds the schema, and the dialect with --dialect",
      notes: others.utf8.isEmpty ? [] : [Diagnostic.Note("others: \(others)")])
  }

  private static let listed = 6

  /// The nearest Schema Objects below, those of the components first.
  private func schemasBelow(limit: Int) -> [JSONPointer] {
    var found: [JSONPointer] = []
    var level = [(pointer, value)]
    if pointer.tokens.isEmpty, let components = value["components"]?["schemas"] {
      level.insert((JSONPointer(["components", "schemas"]), components), at: 0)
    }
    while !level.isEmpty, found.count < limit {
      var next: [(JSONPointer, JSONValue)] = []
      for (pointer, value) in level {
        for member in value.members {
          let below = pointer.appending(member.name)
          if Self.isSchema(below.tokens) {
            if !found.contains(below) { found.append(below) }
          } else {
            next.append((below, member.value))
          }
        }
        for (position, element) in value.elements.enumerated() {
          next.append((pointer.appending(position), element))
        }
      }
      level = next
    }
    return Array(found.prefix(limit))
  }

  /// Whether a way into an OpenAPI document leads to a Schema Object or into one.
  private static func isSchema(_ tokens: [String]) -> Bool {
    for (position, token) in tokens.enumerated() {
      if token == "schema" || token == "itemSchema" { return true }
      if token == "schemas" { return position + 1 < tokens.count }
    }
    return false
  }

  // MARK: - Following the pointer

  private static func pointer(
    _ text: String, in document: SourceDocument
  ) throws(Diagnostics) -> JSONPointer {
    // As a URI fragment the pointer is percent-encoded; without the "#" it stands as it is.
    let bare =
      text.hasPrefix("#")
      ? String(decoding: PercentEncoding.decode(text.dropFirst().utf8), as: UTF8.self) : text
    if let pointer = JSONPointer(parsing: bare) { return pointer }
    throw Diagnostics([
      Diagnostic(
        code: "validate.bad-pointer", "--at \(text) is not a JSON pointer",
        fix: suggestion(for: bare, in: document))
    ])
  }

  /// What was meant by something that is no pointer: most often the name of a component.
  private static func suggestion(for text: String, in document: SourceDocument) -> String {
    for path in [["components", "schemas"], ["$defs"], ["definitions"]] {
      guard let map = document.root.value(at: JSONPointer(path)) else { continue }
      if let name = EditDistance.nearest(to: text, in: map.members.map(\.name)) {
        return "write --at '\(spelling(JSONPointer(path + [name])))'"
      }
    }
    return "write one such as '#/components/schemas/Contact', with ~ as ~0 and / as ~1"
  }

  private static func step(_ value: JSONValue, _ token: String) -> JSONValue? {
    value.value(at: JSONPointer([token]))
  }

  /// The place in the document that a reference object leads to.
  private static func target(
    of value: JSONValue, in document: SourceDocument
  ) -> (JSONPointer, JSONValue)? {
    guard let reference = value["$ref"]?.stringValue, reference.hasPrefix("#"),
      let pointer = JSONPointer(
        parsing: String(
          decoding: PercentEncoding.decode(reference.dropFirst().utf8), as: UTF8.self))
    else { return nil }
    return document.root.value(at: pointer).map { (pointer, $0) }
  }

  private static func deadEnd(
    _ token: String, _ rest: JSONPointer, after pointer: JSONPointer, _ value: JSONValue,
    _ document: SourceDocument
  ) -> Diagnostic {
    let place = pointer.tokens.isEmpty ? "the document" : spelling(pointer)
    var message = "--at leads nowhere: "
    var fix: String?
    if let reference = value["$ref"]?.stringValue {
      message += "\(place) is a reference to \(reference)"
      fix = "give that file as the schema, with --at and --dialect for what is meant in it"
    } else {
      switch value.kind {
      case .object:
        message += "\(place) has no member \"\(token)\""
        fix = nearest(to: token, in: value).map { name in
          let found = pointer.appending(name)
          let isWhole = value[name]?.value(at: rest) != nil
          return "write --at '\(spelling(isWhole ? found.appending(rest) : found))'"
        }
      case .array:
        message += "\(place) has no element \"\(token)\"; it has \(value.count)"
      case .null, .boolean, .number, .string:
        message += "nothing is below \(name(of: value)) at \(place)"
      }
    }
    return Diagnostic(
      code: "validate.nothing-there", message, at: document.location(of: value), pointer: pointer,
      fix: fix ?? members(of: value))
  }

  /// The member that was most likely meant: spelled alike, or with the word in it.
  private static func nearest(to word: String, in value: JSONValue) -> String? {
    let names = value.members.map(\.name)
    return EditDistance.nearest(to: word, in: names)
      ?? names.first { $0.lowercased().contains(word.lowercased()) }
  }

  /// A pointer as it may be given to `--at`: what need not be percent-encoded is not.
  private static func spelling(_ pointer: JSONPointer) -> String {
    "#" + pointer.description.replacing("%", with: "%25")
  }

  private static func members(of value: JSONValue) -> String {
    let names = value.members.prefix(8).map(\.name)
    if names.isEmpty { return "correct the pointer" }
    let more = value.count > names.count ? ", …" : ""
    return "choose one of \(names.joined(separator: ", "))\(more)"
  }

  private static func name(of value: JSONValue) -> String {
    switch value.kind {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
