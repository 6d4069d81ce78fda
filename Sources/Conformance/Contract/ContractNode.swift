package import Diagnostics
package import SchemaValidator

/// A value of a contract together with where it stands.
///
/// Everything that is read out of a contract keeps its node, so that a finding of a run can show
/// the line it rests on.
package struct ContractNode: Sendable {
  /// The document the value is written in.
  package let document: SourceDocument
  /// The way from that document's root to the value.
  package let pointer: JSONPointer
  /// The value as written.
  package let value: JSONValue

  /// The root of a document.
  init(rootOf document: SourceDocument) {
    self.init(document: document, pointer: .root, value: document.root)
  }

  init(document: SourceDocument, pointer: JSONPointer, value: JSONValue) {
    self.document = document
    self.pointer = pointer
    self.value = value
  }

  /// What tells a place of a contract from every other one.
  struct Identity: Hashable, Sendable {
    let document: ObjectIdentifier
    let pointer: JSONPointer
  }

  /// Which place this is.
  var identity: Identity { Identity(document: document.identity, pointer: pointer) }

  /// The line and column of the value, found on demand.
  package var location: SourceLocation { document.location(of: value) }

  /// The member with a name; nil when there is none.
  subscript(name: String) -> ContractNode? {
    value[name].map {
      ContractNode(document: document, pointer: pointer.appending(name), value: $0)
    }
  }

  /// The members of an object in document order.
  var members: [(name: String, node: ContractNode)] {
    value.members.map { member in
      let node = ContractNode(
        document: document, pointer: pointer.appending(member.name), value: member.value)
      return (member.name, node)
    }
  }

  /// The elements of an array in order.
  var elements: [ContractNode] {
    value.elements.enumerated().map { position, element in
      ContractNode(document: document, pointer: pointer.appending(position), value: element)
    }
  }

  /// The value a pointer leads to from here; nil when it leads nowhere.
  func descendant(at path: JSONPointer) -> ContractNode? {
    value.value(at: path).map {
      ContractNode(document: document, pointer: pointer.appending(path), value: $0)
    }
  }

  /// Where the value stands.
  var place: ContractPlace { ContractPlace(document: document, value: value, member: nil) }

  /// Where the name of the member stands that holds the value; the value itself for others.
  var namePlace: ContractPlace {
    let name = pointer.tokens.last ?? ""
    let member = document.root.value(at: pointer.parent)?.members.first {
      $0.name.utf8.elementsEqual(name.utf8)
    }
    return ContractPlace(document: document, value: value, member: member)
  }
}

/// What a diagnostic points at: a value, or the name of the member that holds it.
struct ContractPlace: Sendable {
  fileprivate let document: SourceDocument
  fileprivate let value: JSONValue
  fileprivate let member: JSONMember?

  /// The name of the text.
  var file: String { document.text.name }

  /// The byte of the text at which the place starts.
  var offset: Int {
    (member.map(document.nameRange) ?? document.range(of: value)).lowerBound
  }

  /// The way to the value from the root of its document.
  var pointer: JSONPointer { value.pointer }

  /// The line and column.
  var location: SourceLocation {
    member.map(document.location(ofNameOf:)) ?? document.location(of: value)
  }

  /// A diagnostic about the place.
  func diagnostic(
    _ severity: Diagnostic.Severity, code: String, _ message: String, fix: String?,
    notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    if let member {
      return document.diagnostic(
        severity, code: code, message, atNameOf: member, fix: fix, notes: notes)
    }
    return document.diagnostic(severity, code: code, message, at: value, fix: fix, notes: notes)
  }
}

extension Diagnostic.Note {
  /// Where the contract says so; by its pointer too, since all of a minified contract is one line.
  static func clause(_ node: ContractNode) -> Diagnostic.Note {
    .init("the contract says so here, at \(node.pointer.fragment)", at: node.location)
  }
}
