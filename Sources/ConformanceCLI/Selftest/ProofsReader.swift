import Conformance
import Diagnostics
import SchemaValidator

/// Reads the file beside an API's suites that tells what their server can do wrong and differently.
struct ProofsReader {
  /// The file's name.
  static let fileName = "proofs.json"

  private let document: SourceDocument
  /// The requirements that a fault can break and a liberty tempt.
  private let catalogue: RequirementCatalogue
  private var mistakes: [Diagnostic] = []

  /// The suites with what the file tells of their server.
  /// - Throws: ``Diagnostics`` with every mistake in the file, each with its place.
  static func read(
    _ document: SourceDocument, for workspace: Workspace
  ) throws(Diagnostics) -> ProvedSuites {
    var reader = ProofsReader(document: document, catalogue: workspace.catalogue)
    let proofs = reader.proofs(of: workspace)
    guard let proofs, reader.mistakes.isEmpty else { throw Diagnostics(reader.mistakes) }
    return proofs
  }

  private init(document: SourceDocument, catalogue: RequirementCatalogue) {
    self.document = document
    self.catalogue = catalogue
  }

  /// What each member holds, for a sentence.
  private static let members = [
    (name: "server", content: "the server's name"),
    (name: "faults", content: "an object with a requirement for each fault"),
    (name: "liberties", content: "an object with a list of requirements for each liberty"),
  ]

  private mutating func proofs(of workspace: Workspace) -> ProvedSuites? {
    let root = document.root
    guard root.kind == .object else {
      refuse(root, expected: "an object that tells what a server can do")
      return nil
    }
    refuseUnknownMembers()
    let name = member("server").flatMap { text($0, "the server's name") }
    let faults = entries("faults") { reader, value in reader.requirement(value) }
    let liberties = entries("liberties") { reader, value in reader.requirements(value) }
    guard let name, let faults, let liberties else { return nil }
    return ProvedSuites(name: name, workspace: workspace, faults: faults, liberties: liberties)
  }

  private mutating func refuseUnknownMembers() {
    let names = Self.members.map(\.name)
    for member in document.root.members where !names.contains(member.name) {
      let nearest = EditDistance.nearest(to: member.name, in: names)
      mistakes.append(
        document.diagnostic(
          code: "proofs-malformed",
          "\(member.value.pointer): found a member of this name; expected "
            + "\(names.joined(separator: ", ")) alone",
          atNameOf: member, fix: nearest.map { "write \"\($0)\"" } ?? "remove it"))
    }
  }

  /// A member of the whole, which has to be there.
  private mutating func member(_ name: String) -> JSONValue? {
    if let value = document.root[name] { return value }
    let content = Self.members.first { $0.name == name }?.content ?? ""
    mistakes.append(
      document.mistake(
        code: "proofs-malformed", "the member \"\(name)\" is missing; expected \(content)",
        at: document.root, fix: "add \"\(name)\""))
    return nil
  }

  /// The members of an object, each read the same way.
  private mutating func entries<Entry>(
    _ name: String, _ read: (inout ProofsReader, JSONValue) -> Entry?
  ) -> [(id: String, Entry)]? {
    guard let object = member(name) else { return nil }
    guard object.kind == .object else {
      refuse(object, expected: Self.members.first { $0.name == name }?.content ?? "an object")
      return nil
    }
    var entries: [(id: String, Entry)] = []
    for member in object.members {
      if let entry = read(&self, member.value) { entries.append((member.name, entry)) }
    }
    return entries
  }

  private mutating func text(_ value: JSONValue, _ what: String) -> String? {
    if let text = value.stringValue, !text.isEmpty { return text }
    refuse(value, expected: "a text for \(what)")
    return nil
  }

  /// The id of a requirement that there is.
  private mutating func requirement(_ value: JSONValue) -> String? {
    guard let id = text(value, "the id of a requirement") else { return nil }
    if catalogue[RequirementID(id)] != nil { return id }
    mistakes.append(
      document.mistake(
        code: "proofs-malformed",
        "found \"\(id)\"; expected the id of a requirement of these suites", at: value,
        fix: catalogue.nearest(to: id).map { "write \"\($0)\"" }
          ?? "choose one that `conformance explain` lists, or add it to the suites' requirements"))
    return nil
  }

  /// A list of ids, each once.
  private mutating func requirements(_ value: JSONValue) -> [String]? {
    guard value.kind == .array, value.count > 0 else {
      refuse(value, expected: "a list of the requirements that it tempts, one at least")
      return nil
    }
    var ids: [String] = []
    for element in value.elements {
      guard let id = requirement(element) else { continue }
      if ids.contains(id) {
        mistakes.append(
          document.mistake(
            code: "proofs-malformed", "found \"\(id)\" twice; expected each requirement once",
            at: element, fix: "remove one of the two"))
      }
      ids.append(id)
    }
    return ids
  }

  private mutating func refuse(_ value: JSONValue, expected: String) {
    mistakes.append(
      document.refusal(
        of: value, code: "proofs-malformed", expected: expected, fix: "write \(expected)"))
  }
}
