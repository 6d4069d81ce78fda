import Diagnostics
import SchemaValidator

extension KeyProbe {
  /// IDM-01, IDM-02 and IDM-24: a repeated request is answered as the first was, and does nothing.
  func replay() async throws(CaseStop) {
    guard judge.takesUp("IDM-01", "IDM-02", "IDM-24") else { return }
    let first = try await first()
    let again = try await send(first.token, key: first.key, "the same request under the same key")
    judge.judge("IDM-01")
    guard again.isSuccess else {
      judge.report(
        suspicion(
          "IDM-01", "a retry under the same key was answered \(again.status)", again,
          related: first, expected: "the first answer again"))
      return judge.leaveOpen(["IDM-02", "IDM-24"], "the retry was answered \(again.status)")
    }
    if again.id != first.id {
      judge.report(
        suspicion(
          "IDM-01", "a retry under the same key was carried out again", again, related: first,
          expected: "id \(first.id?.description ?? "")"))
      dropClaims(on: first.token)
      return judge.leaveOpen(["IDM-02", "IDM-24"], "the retry was carried out again")
    }
    compareAnswers(first, again)
    readMarker(first, again)
  }

  /// IDM-02: status and body are the same, apart from what may differ.
  private func compareAnswers(_ first: Attempt, _ again: Attempt) {
    judge.judge("IDM-02")
    if again.status != first.status {
      judge.report(
        Suspicion(
          requirement: "IDM-02",
          message: "a retry was answered \(again.status) instead of "
            + "\(first.status)",
          exchange: again.exchange.index, related: [first.exchange.index], place: .status,
          expected: "status \(first.status)", got: "status \(again.status)"))
    }
    guard let before = first.exchange.json, let after = again.exchange.json else { return }
    let ignored = Volatile.pointers(conventions, run.session.conventions)
    for place in JSONDifference.places(before, after, ignoring: ignored).prefix(5) {
      // What was done may have gone on since: its state is not what has to be repeated.
      let isState = place.tokens.last.map { $0.isSameText(as: "status") } ?? false
      judge.report(
        Suspicion(
          requirement: "IDM-02", severity: isState ? .warn : nil,
          message: "a retry gives another \(place) than the first answer",
          exchange: again.exchange.index, related: [first.exchange.index], place: .body(place),
          expected: before.value(at: place).quoted, got: after.value(at: place).quoted))
    }
  }

  /// IDM-24: the marker says which answer is a repeated one.
  private func readMarker(_ first: Attempt, _ again: Attempt) {
    guard judge.asks("IDM-24") else { return }
    guard let name = conventions.replayHeader else {
      return judge.leaveOpen(["IDM-24"], "the profile names no header that marks a repetition")
    }
    for (attempt, expected) in [(first, "false"), (again, "true")] {
      let value = attempt.exchange.response.fields.value(named: name)
      judge.judge("IDM-24")
      if value?.lowercased() == expected { continue }
      judge.report(
        Suspicion(
          requirement: "IDM-24", severity: value == nil ? .info : nil,
          message: "\(name) is \(value ?? "absent") on "
            + (expected == "true" ? "a repeated answer" : "a first answer"),
          exchange: attempt.exchange.index, place: .header(name.lowercased()),
          expected: expected, got: value ?? "nothing"))
    }
  }

  /// Whether a repeated key has an effect at all: what most else rests on.
  var keysWork: Bool { !judge.hasReported("IDM-01") }

  /// Leaves requirements open that a key without effect would fail as well.
  func leaveOpenWithoutKeys(_ requirements: [RequirementID]) {
    judge.leaveOpen(requirements, "a retry under the same key already goes wrong")
  }
}

/// The members of an answer that may differ when it is repeated.
enum Volatile {
  static func pointers(
    _ idempotency: Conventions.Idempotency, _ conventions: Conventions
  ) -> [JSONPointer] {
    idempotency.volatile + [conventions.success?.requestID].compactMap { $0 }
  }
}

/// Where two JSON values differ.
enum JSONDifference {
  /// The places of the differences, outermost first; nothing below an ignored place counts.
  static func places(
    _ left: JSONValue, _ right: JSONValue, ignoring ignored: [JSONPointer] = []
  ) -> [JSONPointer] {
    var places: [JSONPointer] = []
    compare(left, right, .root, ignored, &places)
    return places
  }

  private static func compare(
    _ left: JSONValue, _ right: JSONValue, _ place: JSONPointer, _ ignored: [JSONPointer],
    _ places: inout [JSONPointer]
  ) {
    if ignored.contains(where: { place.starts(with: $0) }) || left == right { return }
    switch (left.kind, right.kind) {
    case (.object, .object):
      var seen: Set<ExactText> = []
      for member in Array(left.members) + Array(right.members)
      where seen.insert(ExactText(member.name)).inserted {
        let below = place.appending(member.name)
        if let a = left[member.name], let b = right[member.name] {
          compare(a, b, below, ignored, &places)
        } else if !ignored.contains(where: { below.starts(with: $0) }) {
          places.append(below)
        }
      }
    case (.array, .array) where left.count == right.count:
      for (position, pair) in zip(left.elements, right.elements).enumerated() {
        compare(pair.0, pair.1, place.appending(position), ignored, &places)
      }
    default: places.append(place)
    }
  }
}
