import Diagnostics
import SchemaValidator

/// Looks for suites that nothing lets in: each operation they call asks for a credential, and neither
/// the profile nor a suite has one.
struct MissingLogin {
  let contract: Contract
  let profile: APIProfile

  /// What is odd about a profile, read out of a document, under which suites run; nil for nothing.
  func remark(on suites: [Suite], in document: SourceDocument) -> Diagnostic? {
    guard profile.credentials.isEmpty else { return nil }
    let cases = suites.flatMap(\.allCases)
    let calls = cases.flatMap(\.work.allCalls)
    // A call that is no operation's may log in, or bring a credential of its own.
    guard calls.allSatisfy({ $0.target.operation.map(asksForLogin) ?? false }),
      !calls.contains(where: bringsLogin),
      let call = cases.lazy.flatMap(\.work.callsToSucceed).first(where: { call in
        if case .standard = call.credentials { !call.isFaulty } else { false }
      }), let operation = call.target.operation,
      let schemes = contract.alternatives(for: operation).first?.map(\.scheme)
        .filter({ $0.carrier != .connection }), let scheme = schemes.first
    else { return nil }
    let auth = schemes.map { "\($0.name): \"${…}\"" }.joined(separator: ", ")
    let root = ManifestNode(value: document.root, document: document)
    let place = root["auth"] ?? root["contract"] ?? root
    return Diagnostic(
      .warning, code: "suite.missing-login",
      "every operation that is called asks for a login, and neither the profile nor a suite has one",
      in: document.text, bytes: place.range,
      fix: "add \"auth: { \(auth) }\" with a variable for the credential, or give it to each run "
        + "with \"--header\"",
      notes: [
        .init("the first request without one is here", at: call.location),
        .init("\"\(scheme.name)\" is described here", at: scheme.node.location),
      ])
  }

  /// Whether nobody is let in to an operation without something that a request has to carry.
  private func asksForLogin(_ operation: Operation) -> Bool {
    let alternatives = contract.alternatives(for: operation)
    return !operation.allowsAnonymous && !alternatives.isEmpty
      && alternatives.allSatisfy { $0.contains { $0.scheme.carrier != .connection } }
  }

  /// Whether a call presents a credential that it writes out.
  private func bringsLogin(_ call: Call) -> Bool {
    if case .custom(let given) = call.credentials, !given.isEmpty { return true }
    guard let operation = call.target.operation else { return true }
    return contract.carriers(for: operation).contains { carrier in
      switch carrier {
      case .field(let name): call.fields.contains { HTTPField($0.name, "").isNamed(name) }
      case .query(let name): call.query.contains { $0.name.isSameText(as: name) }
      case .cookie(let name):
        call.cookies.contains { $0.name.isSameText(as: name) }
          || call.fields.contains { HTTPField($0.name, "").isNamed("Cookie") }
      case .connection: false
      }
    }
  }
}

extension Suite.Work {
  /// All requests that it names, what is raced with others and what removes something included.
  fileprivate var allCalls: [Call] {
    switch self {
    case .steps(let actions):
      actions.flatMap(\.requests).flatMap { $0.calls + [$0.cleanup].compactMap(\.self) }
    default: (probe?.calls ?? []) + [probe?.created?.cleanup].compactMap(\.self)
    }
  }

  /// The requests that are meant to be answered with a success.
  fileprivate var callsToSucceed: [Call] {
    switch self {
    case .steps(let actions):
      actions.flatMap(\.requests).filter { step in
        step.expectations.compactMap(\.status).allSatisfy { status in
          // Whoever takes the refusal of a stranger for an answer need not be let in.
          if status.accepts(401) || status.accepts(403) { return false }
          return switch status {
          case .success: true
          case .oneOf(let codes, let ranges):
            codes.contains { $0 < 400 } || ranges.contains { $0 < 4 }
          }
        }
      }.map(\.call)
    default: probe?.calls ?? []
    }
  }
}
