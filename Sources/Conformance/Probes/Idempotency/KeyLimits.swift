extension KeyProbe {
  /// IDM-19: keys up to the documented length are accepted, longer ones refused, none is cut.
  func lengthenKey() async throws(CaseStop) {
    guard judge.takesUp("IDM-19") else { return }
    guard !judge.hasReported("IDM-05") else {
      return judge.leaveOpen(["IDM-19"], "different keys are already taken for one")
    }
    _ = try await first()
    if let longest = conventions.maximumLength {
      let full = try await send(
        newToken(), key: key(of: longest), mayBeRefused: true, "a key of \(longest) characters")
      judge.judge("IDM-19")
      if !full.isSuccess, !Self.momentary.contains(full.status) {
        judge.report(
          suspicion(
            "IDM-19", "a key of \(longest) characters was answered \(full.status)", full,
            expected: "status 2XX, since that is the documented length"))
      }
      let over = try await send(
        newToken(), key: key(of: longest + 1), mayBeRefused: true,
        "a key of \(longest + 1) characters")
      judgeLong(over, length: longest + 1, mustBeRefused: true)
    }
    let shared = conventions.maximumLength ?? Self.customaryLength
    let length = shared + 45
    let start = key(of: length - 1)
    let one = try await send(
      newToken(), key: start + "a", mayBeRefused: true, "a key of \(length) characters")
    let two = try await send(
      newToken(), key: start + "b", mayBeRefused: true, "another key of \(length) characters")
    judge.judge("IDM-19")
    if one.isSuccess,
      two.isSuccess && two.id == one.id || conventions.reuseStatuses.contains(two.status)
    {
      judge.report(
        suspicion(
          "IDM-19", "two keys of \(length) characters that differ in the last were taken for one",
          two, related: one, expected: "status 400, or two effects"))
    } else {
      for attempt in [one, two] {
        judgeLong(attempt, length: length, mustBeRefused: conventions.maximumLength != nil)
      }
    }
  }

  /// A length that many keys of the field are limited to.
  private static let customaryLength = 255

  private func judgeLong(_ attempt: Attempt, length: Int, mustBeRefused: Bool) {
    let status = attempt.status
    if 400..<500 ~= status || [502, 503, 504].contains(status) { return }
    if attempt.isSuccess, !mustBeRefused { return }
    judge.report(
      suspicion(
        "IDM-19", "a key of \(length) characters was answered \(status)", attempt,
        expected: mustBeRefused ? "status 400" : "status 400, or an effect"))
  }

  /// A key that was never used, of a length.
  private func key(of length: Int) -> String {
    var key = newKey()
    while key.utf8.count < length { key += "-\(key)" }
    return String(key.prefix(length))
  }

  /// IDM-20: an empty key is no key, or refused; it never makes two requests one.
  func sendEmptyKey() async throws(CaseStop) {
    guard judge.takesUp("IDM-20") else { return }
    _ = try await first()
    let one = try await send(newToken(), key: "", mayBeRefused: true, "an empty key")
    let two = try await send(
      newToken(), key: "", mayBeRefused: true, "an empty key with another body")
    judge.judge("IDM-20")
    if one.isSuccess,
      two.isSuccess && two.id == one.id || !two.isSuccess && two.status != 400
    {
      if Self.momentary.contains(two.status) {
        return judge.leaveOpen(["IDM-20"], "the second request was answered \(two.status)")
      }
      return judge.report(
        suspicion(
          "IDM-20",
          two.isSuccess
            ? "two bodies with an empty key were taken for one"
            : "a second body with an empty key was answered \(two.status)",
          two, related: one, expected: "an effect of its own, or status 400 for both"))
    }
    for attempt in [one, two] where attempt.status >= 500 && attempt.status < 502 {
      judge.report(
        suspicion(
          "IDM-20", "an empty key was answered \(attempt.status)", attempt,
          expected: "status 400, or an effect"))
    }
  }
}
