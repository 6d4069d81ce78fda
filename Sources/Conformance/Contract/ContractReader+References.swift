internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// The object a node stands for: itself, or what its `$ref` leads to in the end.
  ///
  /// Returns nil, and writes down why, when a reference leads nowhere, in a circle, outside, or to
  /// an object of another kind.
  func resolve(_ node: ContractNode, as kind: ObjectKind) -> ContractNode? {
    var current = node
    var visited: [ContractNode] = []
    while current.value.kind == .object, let reference = current["$ref"] {
      if visited.contains(where: { $0.identity == current.identity }) {
        reportCycle(visited, closing: current)
        return nil
      }
      visited.append(current)
      checkSiblings(of: current, as: kind)
      guard let target = target(of: reference, as: kind) else { return nil }
      current = target
    }
    return current
  }

  /// The node a `$ref` leads to in one step; nil, and a remark, when it leads nowhere.
  func target(of reference: ContractNode, as kind: ObjectKind) -> ContractNode? {
    guard let text = reference.value.stringValue else {
      report(
        .malformedReference, "\"$ref\" is \(reference.value.summary); expected a string",
        at: reference.place, fix: "write a reference such as \"#/components/…\"")
      return nil
    }
    let parts = ContractDocuments.ReferenceParts(text)
    guard let document = document(parts.uri, reference, text) else { return nil }
    guard let pointer = parts.pointer else {
      report(
        .malformedReference, "\"\(text)\" holds no JSON Pointer after \"#\"", at: reference.place,
        fix: fixForMalformed(parts.fragment, kind))
      return nil
    }
    let root = ContractNode(rootOf: document)
    guard let target = documents.descendant(of: root, at: pointer) else {
      reportUnresolved(text, pointer, in: document, reference)
      return nil
    }
    return isOfKind(kind, pointer, text, reference) ? target : nil
  }

  /// The document that the part before `#` means; nil, and a remark, when there is none.
  private func document(_ uri: Substring, _ reference: ContractNode, _ text: String)
    -> SourceDocument?
  {
    if let problem = problem(ofDocument: uri, in: reference) {
      report(
        problem.code, problem.message, at: reference.place, fix: problem.fix, notes: problem.notes)
      return nil
    }
    guard case .document(let document) = documents.lookup(uri, from: reference.document) else {
      return nil
    }
    return document
  }

  /// Why a reference leads to no document.
  struct DocumentProblem {
    let code: ContractCode
    let message: String
    let fix: String
    var notes: [ContractRemarks.Note] = []
  }

  /// Why the part of a reference before `#` leads to no document; nil when it leads to one.
  func problem(ofDocument uri: Substring, in reference: ContractNode) -> DocumentProblem? {
    let text = reference.value.stringValue ?? ""
    switch documents.lookup(uri, from: reference.document) {
    case .document: return nil
    case .remote(let url):
      return DocumentProblem(
        code: .remoteReference,
        message: "\"\(text)\" leads to a network, from which nothing is fetched",
        fix: "keep a copy, and name it: --ref-map \(url)=FILE")
    case .outside:
      return DocumentProblem(
        code: .fileReference,
        message: "\"\(text)\" lies outside of the folder of the contract",
        fix: "move the file below that folder")
    case .missing(let path):
      return DocumentProblem(
        code: .fileReference,
        message: "\"\(text)\" leads to the file \(path), which was not found",
        fix: "correct the path, or bundle the files into one document")
    case .unreadable(let failure):
      let reason = failure.all.first
      let place = reason?.location.map { "\($0): " } ?? ""
      return DocumentProblem(
        code: .fileReference, message: "\"\(text)\" leads to a file that cannot be read",
        fix: "correct that file", notes: [("\(place)\(reason?.message ?? "")", nil)])
    }
  }

  private func fixForMalformed(_ name: String?, _ kind: ObjectKind) -> String {
    if let section = kind.section, let name, root["components"]?[section]?[name] != nil {
      return "write \"#/components/\(section)/\(name)\""
    }
    return "write \"#/components/\(kind.section ?? "…")/…\""
  }

  /// Says how far a reference leads, and what was probably meant.
  private func reportUnresolved(
    _ text: String, _ pointer: JSONPointer, in document: SourceDocument, _ reference: ContractNode
  ) {
    var deepest = ContractNode(rootOf: document)
    var missing = ""
    for token in pointer.tokens {
      guard let next = deepest.value.value(at: JSONPointer([token])) else {
        missing = token
        break
      }
      deepest = ContractNode(
        document: deepest.document, pointer: deepest.pointer.appending(token), value: next)
    }
    let names = deepest.value.members.map(\.name)
    let place = deepest.pointer.tokens.isEmpty ? "the document" : deepest.pointer.description
    let near = EditDistance.nearest(to: missing, in: names)
    let file = text.prefix { $0 != "#" }
    report(
      .unresolvedReference, "\"\(text)\" leads nowhere: \(place) has no \"\(missing)\"",
      at: reference.place,
      fix: near.map { "write \"\(file)\(deepest.pointer.appending($0).fragment)\"" }
        ?? "add \"\(missing)\" to \(place), or correct the reference")
  }

  /// Whether a reference into `components` leads into the right section.
  private func isOfKind(
    _ kind: ObjectKind, _ pointer: JSONPointer, _ text: String, _ reference: ContractNode
  ) -> Bool {
    guard pointer.tokens.count == 3, pointer.tokens[0] == "components",
      let title = ObjectKind.title(ofSection: pointer.tokens[1]),
      pointer.tokens[1] != kind.section
    else { return true }
    let fix = kind.section.map { "refer to an entry of #/components/\($0)" }
    report(
      .referenceKind, "\"\(text)\" is \(title); expected \(kind.title)", at: reference.place,
      fix: fix ?? "remove the reference")
    return false
  }

  /// Tells a circle from its first member in the document on, wherever it was entered.
  private func reportCycle(_ visited: [ContractNode], closing node: ContractNode) {
    let circle = Array(visited.drop { $0.identity != node.identity })
    guard
      let start = circle.indices.min(by: { circle[$0].place.offset < circle[$1].place.offset }),
      let reference = circle[start]["$ref"]
    else { return }
    let names = (circle[start...] + circle[...start]).map(\.pointer.fragment)
    report(
      .cyclicReference, "the reference leads back to itself: \(names.joined(separator: " → "))",
      at: reference.place, fix: "let one of them hold the object itself")
  }

  /// Writes down members beside `$ref`, which stands for the whole object.
  private func checkSiblings(of node: ContractNode, as kind: ObjectKind) {
    guard kind != .pathItem else { return }  // there they count
    let kept = line >= .v3_1 ? ["$ref", "summary", "description"] : ["$ref"]
    for member in node.value.members where !kept.contains(member.name) {
      guard !member.name.hasPrefix("x-") else { continue }
      // 3.0 says of all siblings that they are ignored; a description there misleads nobody.
      if member.name == "description" || member.name == "summary" { continue }
      let place = node[member.name]?.namePlace ?? node.place
      report(
        .ignoredSibling, "\"\(member.name)\" stands beside \"$ref\" and is ignored", at: place,
        fix: "remove it, or write it where the reference leads")
    }
  }
}
