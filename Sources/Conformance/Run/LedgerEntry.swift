package import Diagnostics
import SchemaValidator

/// One line of a ledger file.
///
/// The file is JSON, a line for each entry, the first a header. Entries are numbered in the order
/// they were written in; later ones refer to earlier ones by number.
package enum LedgerEntry: Sendable, Hashable {
  /// The run the ledger belongs to.
  case header(Header)
  /// A request that may create something is about to be sent; with a search, what it creates can
  /// be found again should its answer never come.
  case sending(number: Int, request: String, caseID: String, search: Search?)
  /// Its answer came, and whatever has to be undone for it is in the ledger.
  case answered(number: Int)
  /// A request that undoes something.
  case undo(number: Int, StoredRequest)
  /// It was carried out, or there was nothing to undo any more.
  case undone(number: Int)

  /// What all entries are about.
  package struct Header: Sendable, Hashable {
    /// The prefix of every name the run invented.
    package let run: String
    /// The base URL of the target.
    package let target: String
    /// The suites' paths as given.
    package let suites: [String]
    /// When the run began (RFC 3339).
    package let startedAt: String
  }

  /// How something is found again whose id nobody knows, and removed.
  ///
  /// It is known by texts that the run made up for it and that nothing else can have.
  package struct Search: Sendable, Hashable {
    /// The first page of the list that it is in.
    package let list: StoredRequest
    /// The texts that the run made up, by their places in an item of the list.
    package let traits: [JSONPointer: String]
    /// The request that removes it, with marks in place of what only the item tells.
    package let undo: StoredRequest
    /// Where an item has what belongs in place of each mark.
    package let marks: [String: JSONPointer]
  }

  /// A request as it can be sent by another process: without credentials.
  package struct StoredRequest: Sendable, Hashable {
    /// The method.
    package let method: String
    /// The path and query below the base URL, percent-encoded.
    package let path: String
    /// The operation's name; nil for none.
    package let operation: String?
    /// Header fields besides those of the credentials.
    package let fields: [HTTPField]
    /// The body; nil for none.
    package let body: String?
    /// Who asks.
    package let credentials: Credentials
    /// Why it cannot be repeated by another process; nil when it can.
    package var obstacle: String?

    /// Who asks, without the secrets themselves.
    package enum Credentials: Sendable, Hashable {
      /// The profile's credentials.
      case standard
      /// Nobody.
      case anonymous
      /// Templates as the suite writes them, by security scheme.
      case custom([String: String])
    }
  }
}

// MARK: - Writing

extension LedgerEntry {
  /// The entry as a line with its line end.
  var line: [UInt8] {
    var writer = JSONWriter(.compact)
    writer.beginObject()
    switch self {
    case .header(let header): write(header, into: &writer)
    case .sending(let number, let request, let caseID, let search):
      write(
        [("sending", .number(number)), ("request", .text(request)), ("case", .text(caseID))],
        &writer)
      if let search { write(search, into: &writer) }
    case .answered(let number): write([("answered", .number(number))], &writer)
    case .undone(let number): write([("undone", .number(number))], &writer)
    case .undo(let number, let undo):
      write([("undo", .number(number))], &writer)
      write(undo, into: &writer)
    }
    writer.endObject()
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  /// The version of the format, in the header.
  static let formatVersion = 1

  private enum Scalar {
    case number(Int)
    case text(String)
  }

  private func write(_ members: [(name: String, value: Scalar)], _ writer: inout JSONWriter) {
    for (name, value) in members {
      writer.name(name)
      switch value {
      case .number(let number): writer.number(number)
      case .text(let text): writer.string(text)
      }
    }
  }

  private func write(_ header: Header, into writer: inout JSONWriter) {
    write(
      [
        ("ledger", .number(Self.formatVersion)), ("run", .text(header.run)),
        ("target", .text(header.target)), ("started", .text(header.startedAt)),
      ], &writer)
    writer.name("suites")
    writer.beginArray()
    for path in header.suites { writer.string(path) }
    writer.endArray()
  }

  private func write(_ search: Search, into writer: inout JSONWriter) {
    func write(_ texts: [(String, String)], _ name: String) {
      writer.name(name)
      writer.beginObject()
      for (key, text) in texts.sorted(by: { $0.0 < $1.0 }) {
        writer.name(key)
        writer.string(text)
      }
      writer.endObject()
    }
    writer.name("search")
    writer.beginObject()
    for (name, request) in [("list", search.list), ("undo", search.undo)] {
      writer.name(name)
      writer.beginObject()
      self.write(request, into: &writer)
      writer.endObject()
    }
    write(search.traits.map { ($0.key.description, $0.value) }, "traits")
    write(search.marks.map { ($0.key, $0.value.description) }, "marks")
    writer.endObject()
  }

  private func write(_ request: StoredRequest, into writer: inout JSONWriter) {
    write([("method", .text(request.method)), ("path", .text(request.path))], &writer)
    if let operation = request.operation { write([("operation", .text(operation))], &writer) }
    if let body = request.body { write([("body", .text(body))], &writer) }
    if let obstacle = request.obstacle { write([("obstacle", .text(obstacle))], &writer) }
    writer.name("fields")
    writer.beginArray()
    for field in request.fields {
      writer.beginArray()
      writer.string(field.name)
      writer.string(field.value)
      writer.endArray()
    }
    writer.endArray()
    writer.name("credentials")
    switch request.credentials {
    case .standard: writer.string("standard")
    case .anonymous: writer.string("anonymous")
    case .custom(let templates):
      writer.beginObject()
      for (scheme, template) in templates.sorted(by: { $0.key < $1.key }) {
        writer.name(scheme)
        writer.string(template)
      }
      writer.endObject()
    }
  }
}

// MARK: - Reading

extension LedgerEntry {
  /// Reads a line; nil for one that is no entry.
  init?(line: some Collection<UInt8>) {
    guard let root = try? JSONDocument(parsing: Array(line)).root else { return nil }
    func number(_ name: String) -> Int? { root[name]?.numberValue?.intValue }
    func text(_ name: String) -> String? { root[name]?.stringValue }
    if number("ledger") == Self.formatVersion, let run = text("run"), let target = text("target") {
      self = .header(
        Header(
          run: run, target: target,
          suites: root["suites"]?.elements.compactMap(\.stringValue) ?? [],
          startedAt: text("started") ?? ""))
    } else if let number = number("sending"), let request = text("request") {
      self = .sending(
        number: number, request: request, caseID: text("case") ?? "",
        search: root["search"].flatMap { Search($0) })
    } else if let number = number("answered") {
      self = .answered(number: number)
    } else if let number = number("undone") {
      self = .undone(number: number)
    } else if let number = number("undo"), let undo = StoredRequest(root) {
      self = .undo(number: number, undo)
    } else {
      return nil
    }
  }
}

extension LedgerEntry.Search {
  fileprivate init?(_ root: JSONValue) {
    guard let list = root["list"].flatMap({ LedgerEntry.StoredRequest($0) }),
      let undo = root["undo"].flatMap({ LedgerEntry.StoredRequest($0) })
    else { return nil }
    var traits: [JSONPointer: String] = [:]
    for member in root["traits"].map({ Array($0.members) }) ?? [] {
      guard let pointer = JSONPointer(parsing: member.name), let text = member.value.stringValue
      else { return nil }
      traits[pointer] = text
    }
    var marks: [String: JSONPointer] = [:]
    for member in root["marks"].map({ Array($0.members) }) ?? [] {
      guard let pointer = member.value.stringValue.flatMap(JSONPointer.init(parsing:)) else {
        return nil
      }
      marks[member.name] = pointer
    }
    // Without a trait every item would do.
    guard !traits.isEmpty else { return nil }
    self.init(list: list, traits: traits, undo: undo, marks: marks)
  }
}

extension LedgerEntry.StoredRequest {
  fileprivate init?(_ root: JSONValue) {
    guard let method = root["method"]?.stringValue, let path = root["path"]?.stringValue else {
      return nil
    }
    self.method = method
    self.path = path
    operation = root["operation"]?.stringValue
    var fields: [HTTPField] = []
    if let pairs = root["fields"]?.elements {
      for pair in pairs {
        let texts = pair.elements.compactMap(\.stringValue)
        if texts.count == 2 { fields.append(HTTPField(texts[0], texts[1])) }
      }
    }
    self.fields = fields
    body = root["body"]?.stringValue
    obstacle = root["obstacle"]?.stringValue
    switch root["credentials"]?.stringValue {
    case "standard": credentials = .standard
    case "anonymous": credentials = .anonymous
    default:
      var templates: [String: String] = [:]
      if let members = root["credentials"]?.members {
        for member in members { templates[member.name] = member.value.stringValue }
      }
      credentials = .custom(templates)
    }
  }
}
