package import Diagnostics
import SchemaValidator

extension RunSession {
  /// The request of a cleanup without credentials.
  ///
  /// Nil when a value it needs is missing, so that it could not be sent at all.
  func preparedUndo(
    _ call: Call, in scope: inout TemplateScope
  ) -> RequestBuilder.Prepared? {
    try? requests.request(
      for: call.presenting(.anonymous), changes: CallChanges(), in: &scope)
  }

  /// The request of a cleanup, which has no credentials, as the ledger keeps it.
  func stored(
    _ prepared: RequestBuilder.Prepared, of call: Call
  ) -> LedgerEntry.StoredRequest {
    let request = prepared.request
    let path = String(requests.path(of: request.url))
    let body = request.body.map { String(decoding: $0, as: UTF8.self) }
    let texts = [path, body ?? ""] + request.fields.map(\.value)
    let holdsSecret = texts.contains { redactor.finds(in: Array($0.utf8)) }
    return LedgerEntry.StoredRequest(
      method: request.method, path: redactor.masked(path),
      operation: prepared.operation?.id.description,
      fields: holdsSecret ? [] : request.fields, body: holdsSecret ? nil : body,
      credentials: call.credentials.inLedger,
      obstacle: holdsSecret ? "its request holds a secret, which is written down nowhere" : nil)
  }
}

extension RunSession {
  /// How what a request creates is found again without its answer, in the list beside it.
  ///
  /// Nil where the contract has no such list, where nothing that the run made up stands in the
  /// request, and where what undoes it needs more than an item of the list tells.
  func search(
    for request: HTTPRequest, of creating: Operation?, _ undoing: Undoing, in scope: TemplateScope
  ) -> LedgerEntry.Search? {
    guard request.method == "POST", let creating,
      let listing = contract.list(beside: creating), conventions.pagination(of: listing) != nil,
      let body = request.body, let sent = try? JSONDocument(parsing: body).root
    else { return nil }
    let traits = sent.members.compactMap { member -> (JSONPointer, String)? in
      // The run's prefix alone is in what other cases made as well.
      guard let text = member.value.stringValue, scope.invented.contains(where: text.contains)
      else { return nil }
      return (JSONPointer([member.name]), text)
    }
    guard !traits.isEmpty, !traits.contains(where: { redactor.finds(in: Array($0.1.utf8)) })
    else { return nil }
    let url = request.url.prefix { $0 != "?" }
    let list = LedgerEntry.StoredRequest(
      method: "GET", path: String(requests.path(of: String(url))),
      operation: listing.id.description, fields: [HTTPField("Accept", "application/json")],
      body: nil, credentials: undoing.call.credentials.inLedger)
    // What the create's answer has below its payload an item of the list has at its own root.
    let payload = conventions.success?.data ?? .root
    var scope = scope
    var marks: [String: JSONPointer] = [:]
    for (index, capture) in undoing.captures.enumerated() {
      guard capture.pointer.starts(with: payload) else { continue }
      let mark = "mark\(index)-\(environment.prefix)"
      marks[mark] = JSONPointer(Array(capture.pointer.tokens.dropFirst(payload.tokens.count)))
      scope.values[capture.name] = .text(mark)
    }
    guard let prepared = preparedUndo(undoing.cleanup, in: &scope) else { return nil }
    let undo = stored(prepared, of: undoing.cleanup)
    guard undo.obstacle == nil, marks.keys.contains(where: undo.path.contains),
      !redactor.finds(in: Array(list.path.utf8))
    else { return nil }
    // A mark in a field or in the body would have to be written as that is.
    let others = undo.fields.map(\.value) + [undo.body ?? ""]
    guard !others.contains(where: { text in marks.keys.contains(where: text.contains) }) else {
      return nil
    }
    return LedgerEntry.Search(
      list: list, traits: Dictionary(traits) { first, _ in first }, undo: undo, marks: marks)
  }
}

/// What undoes a request that creates something.
package struct Undoing: Sendable {
  /// The request that creates.
  package let call: Call
  /// Where its answer has the values that the cleanup needs.
  package let captures: [(name: String, pointer: JSONPointer)]
  /// What undoes it.
  package let cleanup: Call

  /// Creates an undoing from its parts.
  package init(
    of call: Call, captures: [(name: String, pointer: JSONPointer)], by cleanup: Call
  ) {
    self.call = call
    self.captures = captures
    self.cleanup = cleanup
  }
}

extension Suite.Step {
  /// What puts back what the step changes; nil where it changes nothing that is there already.
  var restoration: Call? {
    ["PUT", "PATCH"].contains(call.target.method) ? cleanup : nil
  }

  /// What undoes the step should its answer not come; nil for nothing.
  var undoing: Undoing? {
    cleanup.map { cleanup in
      Undoing(
        of: call,
        captures: captures.filter { $0.choice == nil }.map { ($0.name, $0.pointer) }, by: cleanup)
    }
  }
}

extension Call.Credentials {
  fileprivate var inLedger: LedgerEntry.StoredRequest.Credentials {
    switch self {
    case .standard: .standard
    case .anonymous: .anonymous
    case .custom(let given):
      .custom(Dictionary(given.map { ($0.scheme, $0.value.source) }) { _, last in last })
    }
  }
}
