import Diagnostics
import SchemaValidator

extension CheckContext {
  /// The line of the contract that a departure rests on, where the check that found it names none:
  /// the one that says most about the place, and at last the operation.
  func clause(
    for requirement: RequirementID, at place: Finding.Place, of exchange: AnsweredExchange
  ) -> Finding.Clause {
    node(for: requirement, at: place, of: exchange).clause
  }

  private func node(
    for requirement: RequirementID, at place: Finding.Place, of exchange: AnsweredExchange
  ) -> ContractNode {
    if let subject = subject(of: requirement, at: place, exchange.operation) { return subject }
    if case .body(let pointer) = place, let node = description(of: pointer, exchange) {
      return node
    }
    guard let operation = exchange.operation else { return pathItem(of: exchange) }
    let answers = exchange.declaredResponse?.node ?? operation.node["responses"] ?? operation.node
    switch place {
    case .status, .body: return answers
    case .header("content-type"): return answers["content"] ?? answers
    case .header(let name):
      let header = exchange.declaredResponse?.headers.first { $0.isNamed(name, in: .header) }
      return header?.node ?? answers
    case .exchange: return operation.node
    }
  }

  /// What requirements of a family speak of, wherever in an exchange they are departed from: the
  /// security requirement, the parameter for keys, the one for cursors.
  private func subject(
    of requirement: RequirementID, at place: Finding.Place, _ operation: Operation?
  ) -> ContractNode? {
    guard let operation else { return nil }
    switch requirement.family {
    case "AUTH":
      if case .body = place { return nil }
      return operation.node["security"] ?? ContractNode(rootOf: contract.document)["security"]
    case "IDM":
      return conventions.idempotency.flatMap { operation.parameter($0.header, in: .header)?.node }
    case "PAG":
      guard place == .exchange, let paging = conventions.pagination(of: operation) else {
        return nil
      }
      return [paging.style.positionParameter, paging.limitParameter].lazy.compactMap(\.self)
        .compactMap { operation.parameter($0, in: .query)?.node }.first
    default: return nil
    }
  }

  /// The schema of the value in a body, or of the innermost one around it that is described.
  private func description(
    of pointer: JSONPointer, _ exchange: AnsweredExchange
  ) -> ContractNode? {
    let declared = exchange.declaredResponse?.content ?? []
    let entry = exchange.contentEntry ?? declared.first(where: \.range.isJSON)
    if let entry { return entry.shape.node(describing: pointer) ?? entry.node }
    // Errors that the operation does not describe are in the envelope of all of them.
    guard exchange.isError, let errorSchema else { return nil }
    return contract.shape(of: errorSchema).node(describing: pointer)
  }

  /// The path item that a request was meant for which no operation takes; all paths where there is
  /// none either.
  private func pathItem(of exchange: AnsweredExchange) -> ContractNode {
    let root = ContractNode(rootOf: contract.document)
    let paths = root["paths"] ?? root
    // Only where the server knows the path: the end of any other may look like one that it has.
    guard exchange.response.status == 405 else { return paths }
    let target = exchange.request.url.split(separator: "?", maxSplits: 1).first ?? ""
    let segments = target.split(separator: "/", omittingEmptySubsequences: false)
    // How much of the path belongs to the base URL is not known here.
    for start in segments.indices.dropFirst(3) {
      let path = "/" + segments[start...].joined(separator: "/")
      guard let method = contract.methods(forPath: path).first,
        let operation = contract.match(method: method, path: path)?.operation
      else { continue }
      let document = ContractNode(rootOf: operation.node.document)
      return document.descendant(at: operation.pointer.parent) ?? operation.node
    }
    return paths
  }
}

extension CheckReport {
  /// Gives every departure that names no line of the contract the one it is told.
  mutating func completeClauses(_ clause: (Departure) -> Finding.Clause) {
    for index in departures.indices where departures[index].clause == nil {
      departures[index].clause = clause(departures[index])
    }
  }
}
