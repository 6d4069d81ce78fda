/// The `Retry-After` field.
///
/// Source: [RFC 9110 section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
enum RetryAfter {
  /// The longest wait that is taken from a server.
  static let limit = Duration.seconds(120)

  /// How long to wait before a request is repeated; nil when the response does not say.
  static func delay(of response: HTTPResponse, now: Double) -> Duration? {
    guard let value = response.fields.value(named: "Retry-After") else { return nil }
    if let seconds = Int(value), seconds >= 0 { return min(.seconds(seconds), limit) }
    guard let date = HTTPDate.seconds(of: value) else { return nil }
    // The clock that the time was read from is the target's, which may be off.
    let sent = response.fields.value(named: "Date").flatMap { HTTPDate.seconds(of: $0) } ?? now
    return min(max(.zero, .seconds(date - sent)), limit)
  }
}
