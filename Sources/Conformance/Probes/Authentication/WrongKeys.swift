/// A credential that is not the right one.
enum WrongKey: CaseIterable {
  case stranger
  case malformed
  case empty
  case endless
  case foreignScript
  case lastChanged
  case cut
  case swappedCase

  /// What a purpose and a finding call it.
  var name: String {
    switch self {
    case .stranger: "an unknown credential"
    case .malformed: "a malformed credential"
    case .empty: "an empty credential"
    case .endless: "a credential of 8 KiB"
    case .foreignScript: "a credential outside ASCII"
    case .lastChanged: "the credential with its last character changed"
    case .cut: "the beginning of the credential"
    case .swappedCase: "the credential in the other letter case"
    }
  }

  /// Whether it is made of the right one.
  var isNearMiss: Bool {
    switch self {
    case .lastChanged, .cut, .swappedCase: true
    case .stranger, .malformed, .empty, .endless, .foreignScript: false
    }
  }

  /// The statuses that refuse it for another good reason.
  var toleratedStatuses: Set<Int> {
    switch self {
    case .endless: [400, 413, 414, 431]
    case .foreignScript: [400]
    // RFC 6750 section 3.1 has 400 for a request that is malformed.
    case .malformed, .empty: [400]
    case .stranger, .lastChanged, .cut, .swappedCase: []
    }
  }

  /// Its text; nil where the right one leaves none that differs.
  ///
  /// Of `user:password` only the password is another one: the letter case of a user may be free.
  func text(insteadOf key: String, isPair: Bool, in run: CaseRun) -> String? {
    let colon = isPair ? key.firstIndex(of: ":").map { key.index(after: $0) } : nil
    let user = colon.map { String(key[..<$0]) } ?? ""
    let secret = colon.map { String(key[$0...]) } ?? key
    let wrong = wrongSecret(secret, run)
    return wrong.isSameText(as: secret) ? nil : user + wrong
  }

  private func wrongSecret(_ secret: String, _ run: CaseRun) -> String {
    switch self {
    case .stranger: run.stranger(to: secret)
    case .malformed: "x"
    case .empty: ""
    case .endless: String(repeating: "a", count: 8192)
    case .foreignScript: "κλειδί"
    case .lastChanged: secret.withLastChanged
    case .cut: String(secret.prefix(12))
    // Of a number in hex the letter case may be free.
    case .swappedCase: secret.isHex ? secret : secret.withSwappedCase
    }
  }
}

extension CredentialProbe {
  /// AUTH-03: no other credential than the right one is let in.
  func presentWrongKeys(like key: PresentedKey) async throws(CaseStop) {
    guard judge.takesUp("AUTH-03") else { return }
    let isPair = key.scheme.kind == .http(scheme: "basic", bearerFormat: nil)
    for wrong in WrongKey.allCases {
      guard let text = wrong.text(insteadOf: key.text, isPair: isPair, in: run),
        !wrong.isNearMiss || hides(text, isPair: isPair)
      else { continue }
      try await expectRefusal(
        "AUTH-03", wrong.name, probe.call.presenting(key.replaced(by: text)),
        tolerated: wrong.toleratedStatuses)
    }
  }

  /// Has what is made of the right credential masked as that is, wherever an answer repeats it;
  /// false where it is too short for that, and so better not sent.
  private func hides(_ nearMiss: String, isPair: Bool) -> Bool {
    let secret = isPair ? nearMiss.split(separator: ":", maxSplits: 1).last.map(String.init) : nil
    return [nearMiss, secret ?? nearMiss].allSatisfy {
      run.session.redactor.learn($0, shortest: Redactor.shortestSecret)
    }
  }

  /// AUTH-04: the right secret under a scheme that the contract does not name is not let in.
  func presentUnderWrongSchemes(_ key: PresentedKey) async throws(CaseStop) {
    guard judge.takesUp("AUTH-04") else { return }
    let anonymous = probe.call.presenting(.anonymous)
    let own = namedSchemes
    let others = ["Basic", "Token", "", "Bearer"].filter { !own.contains($0.lowercased()) }
    for word in others.prefix(3) {
      let value = word.isEmpty ? key.text : "\(word) \(key.text)"
      try await expectRefusal(
        "AUTH-04", word.isEmpty ? "the secret without a scheme" : "the secret under \(word)",
        anonymous, changes: .field("Authorization", value))
    }
  }

  /// The words before a credential that the contract has for the operation, in lower case; the
  /// empty one where a key stands in the field alone.
  private var namedSchemes: Set<String> {
    guard let operation = probe.call.target.operation else { return [] }
    let schemes = run.session.contract.alternatives(for: operation).joined().map(\.scheme)
    return Set(
      schemes.compactMap { scheme in
        if let word = scheme.authorizationScheme { return word.lowercased() }
        guard case .field(let name) = scheme.carrier else { return nil }
        return name.lowercased() == "authorization" ? "" : nil
      })
  }

  /// AUTH-05: the name of the scheme has no letter case.
  func respellScheme(of key: PresentedKey) async throws(CaseStop) {
    guard judge.takesUp("AUTH-05") else { return }
    let plain = key.field
    guard key.scheme.authorizationScheme != nil, let plain,
      let blank = plain.value.firstIndex(of: " ")
    else {
      return judge.leaveOpen(["AUTH-05"], "the credential stands behind no name of a scheme")
    }
    let word = String(plain.value[..<blank])
    for spelling in [word.lowercased(), word.uppercased()] {
      let exchange = try await run.send(
        probe.call.presenting(.anonymous), purpose: "the scheme spelled \(spelling)",
        changes: .field(plain.name, spelling + plain.value[blank...]))
      judge.judge("AUTH-05")
      let status = exchange.response.status
      guard !exchange.isSuccess else { continue }
      judge.report(
        Suspicion(
          requirement: "AUTH-05",
          message: "the right credential under \"\(spelling)\" was answered \(status)",
          exchange: exchange.index, place: .status, expected: "a success, as under \"\(word)\"",
          got: "status \(status)"))
    }
  }

  /// AUTH-09: the secret counts only where the contract puts it.
  func misplace(_ key: PresentedKey) async throws(CaseStop) {
    guard judge.takesUp("AUTH-09") else { return }
    guard run.session.requests.keepsSecrets else {
      return judge.leaveOpen(
        ["AUTH-09"], "the target is reached without TLS, and a secret in a URL could be read")
    }
    guard case .field = key.scheme.carrier else {
      return judge.leaveOpen(["AUTH-09"], "the credential is not presented in a header field")
    }
    let anonymous = probe.call.presenting(.anonymous)
    // Where the contract itself has such a place, the secret may count there.
    let carriers = probe.call.target.operation.map(run.session.contract.carriers) ?? []
    let places = ["access_token", "api_key"].filter { name in
      !carriers.contains { carrier in
        if case .query(let own) = carrier { own.isSameText(as: name) } else { false }
      }
    }
    if !places.isEmpty {
      try await expectRefusal(
        "AUTH-09", "the secret in the query", anonymous,
        changes: .query(places.map { ($0, key.text) }))
    }
    let hasCookie = carriers.contains { if case .cookie = $0 { true } else { false } }
    if !hasCookie {
      try await expectRefusal(
        "AUTH-09", "the secret in a cookie", anonymous,
        changes: .field("Cookie", "access_token=\(key.text)"))
    }
    guard let creation = probe.creation else { return }
    judge.renewToken()
    var prepared = try run.prepare(creation.call.presenting(.anonymous), changes: .faulty)
    guard let body = prepared.request.body,
      let extended = JSONEdit.adding("access_token", key.text, to: body)
    else { return }
    prepared.request.body = extended
    prepared.hasNoEffect = true
    let what = "the secret in the body"
    let exchange = try await run.send(prepared, purpose: what, undoing: creation.undoing)
    run.adoptIfCreated(exchange, of: creation)
    judgeRefusal("AUTH-09", what, exchange)
  }

  /// AUTH-14: a credential that was revoked is not let in.
  func presentRevoked() async throws(CaseStop) {
    guard judge.takesUp("AUTH-14") else { return }
    guard let revoked = run.given(probe.revoked) else {
      return judge.leaveOpen(["AUTH-14"], "no revoked credential was given")
    }
    try await expectRefusal(
      "AUTH-14", "a revoked credential", probe.call.presenting(revoked))
  }
}

extension CaseRun {
  /// Credentials that a suite names, unless an optional variable in them has no value.
  func given(_ credentials: Call.Credentials?) -> Call.Credentials? {
    guard case .custom(let templates) = credentials else { return credentials }
    return templates.contains { $0.value.isOmitted(in: scope) } ? nil : credentials
  }
}

extension RequestBuilder {
  /// Whether nobody on the way can read what is sent: over TLS, or on this machine.
  var keepsSecrets: Bool {
    if baseURL.lowercased().hasPrefix("https:") { return true }
    let host = baseURL.dropFirst("http://".count).prefix { $0 != "/" }
    return ["localhost", "127.0.0.1", "[::1]"].contains { name in
      host == name || host.hasPrefix("\(name):")
    }
  }
}
