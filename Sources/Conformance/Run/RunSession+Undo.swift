import Diagnostics

extension RunSession {
  /// A cleanup as the ledger keeps it: ready to be sent, without credentials.
  ///
  /// Nil when a value it needs is missing, so that it could not be sent at all.
  func undo(_ call: Call, in scope: TemplateScope) -> LedgerEntry.Undo? {
    var scope = scope
    guard
      let prepared = try? requests.request(
        for: call.presenting(.anonymous), changes: CallChanges(), in: &scope)
    else { return nil }
    let request = prepared.request
    let path = String(request.url.dropFirst(requests.baseURL.count))
    let body = request.body.map { String(decoding: $0, as: UTF8.self) }
    let texts = [path, body ?? ""] + request.fields.map(\.value)
    let holdsSecret = texts.contains { redactor.finds(in: Array($0.utf8)) }
    return LedgerEntry.Undo(
      method: request.method, path: redactor.masked(path),
      operation: prepared.operation?.id.description,
      fields: holdsSecret ? [] : request.fields, body: holdsSecret ? nil : body,
      credentials: call.credentials.inLedger,
      obstacle: holdsSecret ? "its request holds a secret, which is written down nowhere" : nil)
  }
}

extension Call.Credentials {
  fileprivate var inLedger: LedgerEntry.Undo.Credentials {
    switch self {
    case .standard: .standard
    case .anonymous: .anonymous
    case .custom(let given):
      .custom(Dictionary(given.map { ($0.scheme, $0.value.source) }) { _, last in last })
    }
  }
}
