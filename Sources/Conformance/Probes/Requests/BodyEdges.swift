import Diagnostics
import SchemaValidator

extension RequestFaultProbe {
  /// How many edges of one body are tried.
  private static let edgeLimit = 60
  /// How often an edge is tried with another value that stands at it: the first may be taken.
  private static let edgeTries = 3

  /// LIFE-13: what stands at the edge of its bounds is accepted.
  ///
  /// Only members that the suite's own body has are varied, and only what names nothing that has to
  /// be there: the text that holds the token, members of enumerations, Booleans, and numbers with
  /// bounds.
  func sendEdges() async throws(CaseStop) {
    guard judge.takesUp("LIFE-13") else { return }
    guard let program = bodyEntry?.schema?.program else {
      return judge.leaveOpen(["LIFE-13"], "the request has no JSON body with a schema")
    }
    let token = judge.renewToken()
    let (_, first) = try await run.create(probe.creation, purpose: "the request as it is")
    guard let base = first.request.body.flatMap(BodyVariant.value) else { return }
    let generator = run.session.generator(for: program)
    let rounds = (1...Self.edgeTries).map {
      generator.edges(from: base, seed: UInt64($0), limit: Self.edgeLimit)
    }
    var departures = GatheredDepartures()
    for edge in rounds[0] where isFree(edge, in: base, token) {
      let alike = rounds.compactMap { $0.first(where: edge.isLike) }
      guard let refusal = try await refusal(of: alike) else { continue }
      if refusal.response.status == 409 || refusal.hasGatewayStatus { continue }
      let status = refusal.response.status
      departures.add(
        Suspicion(
          requirement: "LIFE-13", message: "\(edge.name) was answered \(status)",
          exchange: refusal.index, place: .status, expected: "a success, as the schema allows it",
          got: "status \(status)", details: arithmetic(of: edge.pointer, in: refusal)),
        weight: .fail)
    }
    finish("LIFE-13", departures, "the body has no member with an edge")
  }

  /// The last refusal of values that stand at one edge; nil where one was accepted, or none can be
  /// sent.
  ///
  /// Each is put into a body with a mark of its own, since the first may be taken. One whose answer was
  /// lost may have been made, and others may be refused for that: without a success they leave the
  /// requirement open.
  private func refusal(of edges: [EdgeValue]) async throws(CaseStop) -> AnsweredExchange? {
    var last: AnsweredExchange?
    var lost: String?
    for (attempt, edge) in edges.enumerated() {
      let token = judge.renewToken()
      guard let base = try run.prepare(probe.creation.call).request.body.flatMap(BodyVariant.value),
        let literal = edge.literal(markedBy: token, insteadOf: base.value(at: edge.pointer))
      else { return nil }
      let body = JSONEdit.replacing(edge.pointer, in: base, with: literal)
      let errand = attempt == 0 ? run.errand : .repetition
      let answer = try await run.sending(for: errand) {
        () async throws(CaseStop) -> AnsweredExchange? in
        try await sendOnce(try prepare(body), edge.name)
      }
      guard let exchange = answer else {
        lost = edge.name
        continue
      }
      judge.judge("LIFE-13")
      if exchange.isSuccess { return nil }
      last = exchange
    }
    guard let lost else { return last }
    run.leaveOpen("LIFE-13", "\(lost): the connection broke, and nothing else like it was accepted")
    return nil
  }

  /// Sends a body; nil where the connection was lost.
  ///
  /// That is no reason to begin the case anew: a text too short for a mark could not be found again.
  private func sendOnce(
    _ prepared: RequestBuilder.Prepared, _ what: String
  ) async throws(CaseStop) -> AnsweredExchange? {
    let disturbance = run.disturbance
    run.disturbance = nil
    defer { run.disturbance = disturbance }
    do throws(CaseStop) {
      return try await send(prepared, what)
    } catch {
      guard run.disturbance != nil else { throw error }
      return nil
    }
  }

  /// How long the text at an edge is, counted in every way that is in use; nothing for no text.
  private func arithmetic(of place: JSONPointer, in exchange: AnsweredExchange) -> [String] {
    let sent = exchange.request.body.flatMap(BodyVariant.value)
    guard let text = sent?.value(at: place)?.stringValue else { return [] }
    return [
      "\(text.unicodeScalars.count) code points, \(text.utf16.count) UTF-16 units, "
        + "\(text.utf8.count) bytes"
    ]
  }

  /// Whether an edge names nothing else that has to be there.
  private func isFree(_ edge: EdgeValue, in base: JSONValue, _ token: String) -> Bool {
    guard !edge.pointer.tokens.isEmpty, let made = edge.value.value(at: edge.pointer),
      let own = base.value(at: edge.pointer)
    else { return false }
    return isFree(made, insteadOf: own, at: edge.pointer, token)
  }

  /// Whether a value can stand where the suite's own body has another one, or none.
  private func isFree(
    _ made: JSONValue, insteadOf own: JSONValue?, at place: JSONPointer, _ token: String
  ) -> Bool {
    if let own, made == own { return true }
    let shape = bodyEntry?.shape.described(at: place)
    func has(_ keywords: String...) -> Bool { keywords.contains { shape?.keyword($0) != nil } }
    switch made.kind {
    case .boolean, .null: return true
    // Without an upper bound it may be the number of something.
    case .number: return has("enum", "const", "maximum", "exclusiveMaximum")
    // A format or a pattern gives a text a meaning.
    case .string:
      return has("enum", "const") || own?.holds(token) == true && !has("pattern", "format")
    case .array:
      return made.elements.enumerated().allSatisfy { position, element in
        let place = place.appending(position)
        return isFree(
          element, insteadOf: own?.value(at: JSONPointer(["\(position)"])), at: place, token)
      }
    case .object:
      return made.members.allSatisfy { member in
        isFree(
          member.value, insteadOf: own?[member.name], at: place.appending(member.name), token)
      }
    }
  }
}

extension SchemaShape {
  /// What is said of the value at a path from here.
  fileprivate func described(at path: JSONPointer) -> SchemaShape {
    path.tokens.reduce(self) { shape, token in
      let element = Int(token).map { shape.element($0) }
      return element.flatMap { $0.isDescribed ? $0 : nil } ?? shape.member(token)
    }
  }
}

extension EdgeValue {
  /// Whether another value stands at the same edge.
  fileprivate func isLike(_ other: EdgeValue) -> Bool {
    keyword == other.keyword && pointer == other.pointer && name == other.name
  }
  /// What stands at the edge as JSON; a text with a mark in its place where the suite's own text has
  /// one and there is room for it, so that what it makes can be found again.
  fileprivate func literal(markedBy token: String, insteadOf own: JSONValue?) -> [UInt8]? {
    guard let made = value.value(at: pointer) else { return nil }
    let mark = token.unicodeScalars
    guard let text = made.stringValue?.unicodeScalars, own?.holds(token) == true,
      !["enum", "const"].contains(keyword), text.count > mark.count
    else { return Array(made.description.utf8) }
    var writer = JSONWriter()
    writer.string(String(String.UnicodeScalarView(Array(mark) + text.dropFirst(mark.count))))
    return writer.finish()
  }
}
