import Diagnostics
import SchemaValidator

/// The probe for the life of a resource: created, read, listed, changed member by member, removed.
///
/// Each part of that life is an extension in a file of its own; only what the case proves is asked.
final class ResourceProbe {
  /// Keeps what is decided.
  let judge: ProbeJudge
  /// What the suite says.
  let probe: LifecycleProbe

  init(_ run: CaseRun, _ probe: LifecycleProbe) {
    judge = ProbeJudge(run, operation: probe.creation.call.target.operation)
    self.probe = probe
  }

  /// The case.
  var run: CaseRun { judge.run }

  /// Runs the probe.
  /// - Throws: ``CaseStop`` when nothing can be created.
  func run() async throws(CaseStop) {
    judge.renewToken()
    let (id, created) = try await run.create(probe.creation, purpose: "create one")
    judgeEcho(created)
    try await readBack(created)
    try await find(id, created)
    try await change()
    guard try await remove(id) else {
      return judge.leaveOpen(["LIFE-11"], "what was created could not be removed")
    }
    try await createAgain(id)
  }

  // MARK: Reading

  /// Reads the one that `${id}` stands for, until the answer is one of those expected or it has
  /// taken too long.
  func read(
    _ purpose: String, until isExpected: (AnsweredExchange) -> Bool
  ) async throws(CaseStop) -> AnsweredExchange {
    let sighting = try await run.look(purpose, until: isExpected) {
      () async throws(CaseStop) -> AnsweredExchange? in
      try await run.send(probe.item, purpose: purpose)
    }
    guard let sighting else { throw .inconclusive("\(purpose): there was no answer") }
    return sighting.sight
  }

  /// Leaves requirements open where an answer says no more than that a request was taken in: what
  /// comes of it may take any time (RFC 9110 section 15.3.3); whether that is so.
  func leaveOpen(_ requirements: [RequirementID], ifOnlyAccepted exchange: AnsweredExchange) -> Bool
  {
    guard exchange.response.status == 202 else { return false }
    judge.leaveOpen(
      requirements,
      "\(exchange.request.method) was answered 202, and what comes of it did not show yet")
    return true
  }

  /// The resource in an answer; nil where there is none.
  func resource(_ exchange: AnsweredExchange) -> JSONValue? {
    exchange.json?.value(at: place(.root))
  }

  /// Where a place of the resource is in an answer.
  func place(_ pointer: JSONPointer) -> JSONPointer {
    (run.session.conventions.success?.data ?? .root).appending(pointer)
  }

  /// Where two answers show the resource differently; nil where they have nothing in common.
  ///
  /// A member that one of them lacks is no difference where the contract describes that answer
  /// without it: a create may well answer with a receipt.
  func differences(
    between one: AnsweredExchange, and other: AnsweredExchange
  ) -> [JSONPointer]? {
    guard let left = resource(one), let right = resource(other) else { return nil }
    let places = JSONDifference.places(left, right, ignoring: probe.volatile)
      .filter { !isUndescribed($0, in: one) && !isUndescribed($0, in: other) }
    if places.isEmpty, left.kind == .object, right.kind == .object, left.count > 0,
      !left.members.contains(where: { right[$0.name] != nil })
    {
      return nil
    }
    return places
  }

  /// Whether an answer lacks a member of the resource that the contract has no words for there.
  private func isUndescribed(_ pointer: JSONPointer, in exchange: AnsweredExchange) -> Bool {
    guard resource(exchange)?.value(at: pointer) == nil, let name = pointer.tokens.last,
      var shape = exchange.contentEntry?.shape
    else { return false }
    for token in place(pointer).tokens.dropLast() {
      let element = SchemaShape.position(token).map { shape.element($0) }
      shape = element.flatMap { $0.isDescribed ? $0 : nil } ?? shape.member(token)
    }
    return shape.describedNames?.contains { $0.isSameText(as: name) } == false
  }

  /// Where the time of the last change, and what changes by itself, need not stay.
  var moving: [JSONPointer] { probe.volatile + [probe.changed].compactMap(\.self) }

  /// The members of the resource that a request sent; none where it sent no JSON object.
  ///
  /// Where answers wrap the resource, requests may do so too.
  func members(sentIn exchange: AnsweredExchange) -> [JSONMember] {
    let body = exchange.request.body.flatMap { (try? JSONDocument(parsing: $0))?.root }
    guard let body, body.kind == .object else { return [] }
    let members = Array(body.members)
    guard members.count == 1, let wrapped = body.value(at: place(.root)),
      wrapped.kind == .object
    else { return members }
    return Array(wrapped.members)
  }

  /// Whether a resource has a member as it was sent, where it shows the member at all.
  func isKept(_ member: JSONMember, in resource: JSONValue) -> Bool {
    guard let kept = resource[member.name] else { return true }
    // A server may add members inside of it, as in any body.
    var matcher = BodyMatcher(scope: .empty)
    let sent = BodyPattern(sent: member.value, keptAs: kept)
    return (try? matcher.mismatches(of: kept, with: sent, at: .root).isEmpty) == true
  }

  /// Judges that a resource has a member as it was sent, where it shows the member at all.
  ///
  /// A text that the server brings into a form of its own only warns.
  func judgeKept(
    _ member: JSONMember, in resource: JSONValue, _ requirement: RequirementID, _ what: String,
    _ exchange: AnsweredExchange, related: [Int] = []
  ) {
    guard let kept = resource[member.name], !isKept(member, in: resource) else { return }
    let isRespelled = member.value.isSpelled(like: kept)
    judge.report(
      Suspicion(
        requirement: requirement, severity: isRespelled ? .warn : nil,
        message: isRespelled
          ? "\(what) brings \"\(member.name)\" into another form"
          : "\(what) shows another \"\(member.name)\" than was sent",
        exchange: exchange.index, related: related,
        place: .body(place(JSONPointer([member.name]))), expected: member.value.shortText,
        got: kept.shortText))
  }
}

extension BodyPattern {
  /// What is kept of a value: a null may be told by leaving the member out, as a merge patch does
  /// (RFC 7396).
  fileprivate init(sent value: JSONValue, keptAs kept: JSONValue) {
    guard value.kind == .object, kept.kind == .object else {
      self.init(holding: value)
      return
    }
    self = .object(
      value.members.compactMap { member in
        guard let inner = kept[member.name] else {
          return member.value.isNull
            ? nil : Member(name: member.name, pattern: BodyPattern(holding: member.value))
        }
        return Member(name: member.name, pattern: BodyPattern(sent: member.value, keptAs: inner))
      })
  }
}

extension JSONValue {
  /// Whether two texts have the same letters and digits, whatever their case and what is between.
  fileprivate func isSpelled(like other: JSONValue) -> Bool {
    guard let text = stringValue, let other = other.stringValue else { return false }
    func core(_ text: String) -> [Unicode.Scalar] {
      text.lowercased().unicodeScalars.filter {
        $0.properties.isAlphabetic || $0.properties.numericType != nil
      }
    }
    return !core(text).isEmpty && core(text) == core(other)
  }
}
