/// Why a reference server did not start.
package enum ReferenceServerError: Error, Sendable, CustomStringConvertible {
  /// The options name a fault that the catalogue does not have.
  case unknownFault(String)
  /// The options name a variation that the catalogue does not have.
  case unknownVariation(String)
  /// The address cannot be listened on.
  case cannotListen(host: String, port: Int, reason: String)

  /// A sentence for people.
  package var description: String {
    switch self {
    case .unknownFault(let id): "there is no fault `\(id)`"
    case .unknownVariation(let id): "there is no legal variation `\(id)`"
    case .cannotListen(let host, let port, let reason):
      "cannot listen on \(host) port \(port): \(reason)"
    }
  }

  /// What to do about it.
  package var fix: String {
    switch self {
    case .unknownFault: "`conformance serve --list-faults` names those there are"
    case .unknownVariation: "`conformance serve --list-variations` names those there are"
    case .cannotListen: "choose a port that nothing else uses, or 0 for a free one"
    }
  }
}
