import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The keys of `eventually`.
  static let pollingKeys = ["every", "within"]

  /// Reads how often a request is sent at the same instant.
  mutating func together(_ node: ManifestNode, _ mapping: ManifestMapping) -> Int? {
    refuse(["race", "walk", "eventually"], beside: "together", in: mapping)
    return writtenValue(node).integer("together", in: 2...50, &mistakes)
  }

  /// Reads whether a change has the same effect however often its request comes.
  mutating func isIdempotent(_ node: ManifestNode, _ mapping: ManifestMapping) -> Bool? {
    refuse(["race", "together"], beside: "idempotent", in: mapping)
    return writtenValue(node).boolean("idempotent", &mistakes)
  }

  /// Reads how a request is repeated until its answer is as expected.
  ///
  /// Only what changes nothing can be repeated at will.
  mutating func polling(
    _ node: ManifestNode, _ call: Call, _ mapping: ManifestMapping
  ) -> Suite.Polling? {
    refuse(["race"], beside: "eventually", in: mapping)
    if !HTTPRequest.isSafe(call.target.method) {
      mistakes.add(
        code: "suite.undeclared-effect",
        "a \(call.target.method) changes something each time it is sent", at: node,
        fix: "send it once, and add \"eventually:\" to a GET after it")
    }
    let (interval, limit): (Duration?, Duration?)
    if node.value.kind == .object {
      guard let mapping = node.mapping("eventually", keys: Self.pollingKeys, &mistakes) else {
        return nil
      }
      interval = mapping["every"].map { positiveDuration($0) } ?? .milliseconds(250)
      limit = mapping.required("within", of: "eventually", &mistakes)
        .flatMap { positiveDuration($0) }
    } else {
      interval = .milliseconds(250)
      limit = positiveDuration(node)
    }
    guard let interval, let limit else { return nil }
    let polling = Suite.Polling(interval: interval, limit: limit)
    guard polling.attempts <= Self.attemptLimit else {
      mistakes.add(
        code: "suite.bad-duration",
        "that makes \(polling.attempts) requests; the most is \(Self.attemptLimit)", at: node,
        fix: "ask less often, with \"every:\", or for a shorter time, with \"within:\"")
      return nil
    }
    return polling
  }

  /// How often a request is repeated at most.
  private static let attemptLimit = 1000

  /// Reads a time span that is longer than none.
  mutating func positiveDuration(_ node: ManifestNode) -> Duration? {
    guard let duration = duration(node) else { return nil }
    guard duration > .zero else {
      mistakes.add(
        code: "suite.bad-duration", "found no time at all; expected a time span", at: node,
        fix: "write milliseconds or seconds, such as 250ms or 30s")
      return nil
    }
    return duration
  }

  /// Refuses keys that make no sense beside another.
  private mutating func refuse(
    _ keys: [String], beside key: String, in mapping: ManifestMapping
  ) {
    for other in keys {
      guard let node = mapping[other] else { continue }
      mistakes.add(
        code: "suite.two-targets", "a step has either \"\(key)\" or \"\(other)\"", at: node,
        fix: "remove one of them")
    }
  }
}
