/// The signature that a delivery carries: `t=1767225600,v1=5257a869…`.
///
/// The order of its elements, further ones and blanks around them are the sender's business.
struct DeliverySignature {
  /// The header field that it stands in.
  let field: HTTPField
  /// The time that it names, as written.
  let time: String
  /// The codes of the scheme that is judged, as written.
  let codes: [String]

  /// Reads the value of a header field; nil where it does not have the form.
  init?(_ field: HTTPField, _ convention: Conventions.Webhooks.Signature) {
    var times: [String] = []
    var codes: [String] = []
    for element in field.value.split(separator: ",", omittingEmptySubsequences: false) {
      let element = element.trimming { $0 == " " || $0 == "\t" }
      guard let sign = element.firstIndex(of: "=") else { return nil }
      let value = String(element[element.index(after: sign)...])
      switch String(element[..<sign]) {
      case convention.time: times.append(value)
      case convention.code: codes.append(value)
      default: continue
      }
    }
    guard times.count == 1, !codes.isEmpty, !times[0].isEmpty,
      times[0].utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    self.field = field
    time = times[0]
    self.codes = codes
  }

  /// What is not as it has to be about a delivery's signature; no secret and no code is among it.
  static func departures(
    of delivery: ReceivedDelivery, signedWith secrets: [String],
    _ convention: Conventions.Webhooks.Signature
  ) -> [Departure] {
    let fields = delivery.fields.filter { field in
      convention.header.map { field.isNamed($0) } ?? true
    }
    let form = "\(convention.time)=…,\(convention.code)=…"
    let signatures = fields.compactMap { DeliverySignature($0, convention) }
    guard let signature = signatures.first else {
      let expected = convention.header.map { "a header field \($0): \(form)" }
      let found =
        convention.header == nil || fields.isEmpty
        ? "the fields \(delivery.fields.map(\.name).joined(separator: ", "))"
        : "\(fields[0].name) without that form"
      return [
        Departure(
          message: "the delivery is not signed", expected: expected ?? "a header field \(form)",
          got: found)
      ]
    }
    return signature.departures(of: delivery, signedWith: secrets, convention)
  }

  /// One thing that is not as it has to be.
  struct Departure: Hashable {
    let message: String
    let expected: String
    let got: String
  }

  private func departures(
    of delivery: ReceivedDelivery, signedWith secrets: [String],
    _ convention: Conventions.Webhooks.Signature
  ) -> [Departure] {
    var departures: [Departure] = []
    let tolerance = Double(convention.tolerance.components.seconds)
    // A number beyond all times is far from now as well.
    let age = delivery.receivedAt - (Double(time) ?? .infinity)
    if !(abs(age) <= tolerance) {
      departures.append(
        Departure(
          message: "the time of the signature is not the time of the delivery",
          expected: "\(convention.time) in seconds since 1970, within \(Int(tolerance)) s of "
            + "\(Int(delivery.receivedAt))", got: "\(convention.time)=\(time)"))
    }
    let text = Array("\(time).".utf8) + delivery.body
    let keys = secrets.map { Array($0.utf8) }
    let own = keys.map { MessageAuthenticationCode.hexadecimal(of: text, key: $0) }
    let unsigned = own.indices.filter { !codes.contains(own[$0]) }
    let strangers = codes.filter { !own.contains($0) }
    let count = RunDigest.count(secrets.count, "active secret")
    if !unsigned.isEmpty || !strangers.isEmpty {
      departures.append(
        Departure(
          message: "the delivery is not signed with each active secret, and no other",
          expected: "one \(convention.code) for \(count): the HMAC-SHA256 of "
            + "\(convention.time), a full stop and the raw body as hex digits in lower case",
          got: "\(own.count - unsigned.count) of them signed, and "
            + "\(RunDigest.count(strangers.count, "code")) of no active secret"
            + (hint(strangers, delivery, keys).map { " (\($0))" } ?? "")))
    } else if codes.count != secrets.count {
      departures.append(
        Departure(
          message: "a secret has signed more than once",
          expected: "one \(convention.code) for \(count)",
          got: RunDigest.count(codes.count, "code")))
    }
    return departures
  }

  /// What was probably done in place of what had to be done; nil where nothing explains it.
  private func hint(
    _ strangers: [String], _ delivery: ReceivedDelivery, _ keys: [[UInt8]]
  ) -> String? {
    guard let first = strangers.first else { return nil }
    let text = Array("\(time).".utf8) + delivery.body
    for key in keys {
      let code = MessageAuthenticationCode.hexadecimal(of: text, key: key)
      if first.lowercased() == code { return "it has hex digits in upper case" }
      if MessageAuthenticationCode.hexadecimal(of: delivery.body, key: key) == first.lowercased() {
        return "it is the code of the body alone"
      }
    }
    let isHex = first.utf8.count == 64 && first.allSatisfy(\.isHexDigit)
    return isHex ? nil : "it is not 64 hex digits"
  }
}

extension Substring {
  /// The text without the characters at both its ends that a test holds for.
  fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
    var rest = drop(while: isDropped)
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}
