import Diagnostics
import SchemaValidator

extension ProtocolProbe {
  /// HTTP-17: what is far too large or too deep is refused, and harms nobody.
  func sendTooMuch() async throws(CaseStop) {
    guard judge.takesUp("HTTP-17") else { return }
    guard let creation = probe.creation else {
      return judge.leaveOpen(["HTTP-17"], "the case names no \"create:\"")
    }
    let depth = 5000
    let bodies = [
      (
        "a text of 1 MiB",
        Array("\"".utf8) + [UInt8](repeating: 0x61, count: 1 << 20) + Array("\"".utf8)
      ),
      (
        "an array 5,000 levels deep",
        [UInt8](repeating: UInt8(ascii: "["), count: depth)
          + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
      ),
    ]
    for (what, value) in bodies {
      let token = judge.renewToken()
      var prepared = try run.prepare(creation.call, changes: .faulty)
      guard let body = prepared.request.body,
        let large = JSONEdit.replacing(memberHolding: token, in: body, by: value)
      else {
        return judge.leaveOpen(
          ["HTTP-17"], "the body of \"create:\" has no member with \"${token}\"")
      }
      prepared.request.body = large
      prepared.hasNoEffect = !allows(large, creation.call)
      let exchange: AnsweredExchange
      let disturbance = run.disturbance
      do throws(CaseStop) {
        exchange = try await run.send(prepared, purpose: what, undoing: creation.undoing)
      } catch {
        // The connection may be closed while the rest of the body is on its way.
        guard case .errored(let reason) = error else { throw error }
        judge.leaveOpen(["HTTP-17"], reason)
        run.disturbance = disturbance
        continue
      }
      run.adoptIfCreated(exchange, of: creation)
      judge.judge("HTTP-17")
      let status = exchange.response.status
      if 400..<500 ~= status { continue }
      // A contract without a bound allows the long text.
      if exchange.isSuccess, allows(large, creation.call) { continue }
      judge.report(
        Suspicion(
          requirement: "HTTP-17", message: "\(what) was answered \(status)",
          exchange: exchange.index, place: .status, expected: "a 4xx, such as 413 or 400",
          got: "status \(status)"))
    }
  }

  private func allows(_ body: [UInt8], _ call: Call) -> Bool {
    guard
      let document = try? JSONDocument(parsing: body, limits: JSONLimits(maximumDepth: 10_000)),
      let entry = call.target.operation?.requestBody?.content.first(where: \.range.isJSON)
    else { return false }
    return entry.schema?.program.isValid(document.root) ?? true
  }

  /// HTTP-05: reading changes nothing that can be read.
  ///
  /// Only an item of this run is compared: what others have may be changed by them. What changes
  /// once, such as a state that comes to rest, is not the doing of reads.
  func readEverything() async throws(CaseStop) {
    guard judge.takesUp("HTTP-05") else { return }
    guard let creation = probe.creation, let item = probe.item else {
      return judge.leaveOpen(["HTTP-05"], "the case names no \"create:\" with an \"item:\"")
    }
    judge.renewToken()
    let (id, _) = try await run.create(creation, purpose: "create an item to read")
    let first = try await view(of: id, by: item, "before")
    let last = try await laterView(of: id, by: item, "after")
    guard first.item != nil, last.item != nil else {
      let status = (first.item == nil ? first : last).exchange.response.status
      return judge.leaveOpen(["HTTP-05"], "the item was answered \(status)")
    }
    let changed = last.changes(since: first, in: run)
    guard let example = changed.first else { return judge.judge("HTTP-05") }
    run.errand = .repetition
    let again = try await laterView(of: id, by: item, "after reading once more")
    let changedAgain = again.changes(since: last, in: run)
    let moving = changed.filter(changedAgain.contains)
    guard !moving.isEmpty else {
      return judge.leaveOpen(
        ["HTTP-05"],
        "\(example.place) of \(example.part.rawValue) changed, and did not when all was read again")
    }
    let change = moving.first { !last.tellsState(at: $0) || !again.tellsState(at: $0) }
    guard let change else {
      return judge.leaveOpen(
        ["HTTP-05"],
        "\(moving[0].place) of \(moving[0].part.rawValue) is one word after another, as a state is "
          + "that moves by itself")
    }
    judge.judge("HTTP-05")
    judge.report(
      Suspicion(
        requirement: "HTTP-05",
        message: "reading changed \(change.place) of \(change.part.rawValue)",
        exchange: again.exchange.index, related: [last.exchange.index], place: .exchange,
        expected: last[change].quoted, got: again[change].quoted))
  }

  /// What an item shows at one moment.
  private struct View {
    /// Where it is shown.
    enum Part: String {
      case item = "the item"
      case row = "its row in the list"
    }

    /// A place that is another than before.
    struct Change: Equatable {
      let part: Part
      let place: JSONPointer
    }

    let exchange: AnsweredExchange
    let item: JSONValue?
    let row: JSONValue?

    subscript(change: Change) -> JSONValue? {
      (change.part == .item ? item : row)?.value(at: change.place)
    }

    /// Whether a place has words and no number or time in it.
    func tellsState(at change: Change) -> Bool {
      guard let text = self[change]?.stringValue, !text.isEmpty else { return false }
      return text.allSatisfy { $0.isLetter || "_- ".contains($0) }
    }

    /// Whether a value is made for each answer: an address that is signed anew, or a number of
    /// seconds that goes with the clock.
    private static func isMadeAnew(_ before: JSONValue?, _ after: JSONValue?) -> Bool {
      if let before = before?.stringValue, let after = after?.stringValue {
        return before.contains("://") && after.contains("://")
      }
      guard let before = before?.doubleValue, let after = after?.doubleValue else { return false }
      return clockSteps.contains { $0.contains(abs(after - before)) }
    }

    /// How much a number of seconds, or of milliseconds, moves between two looks.
    private static let clockSteps: [ClosedRange<Double>] = [1.05...30, 1050...30_000]

    /// What is not as it was before, but for what tells of reading and what is made anew.
    func changes(since earlier: View, in run: CaseRun) -> [Change] {
      let own = [run.session.conventions.success?.requestID].compactMap(\.self)
      return [(Part.item, earlier.item, item), (.row, earlier.row, row)].flatMap {
        part, before, after -> [Change] in
        guard let before, let after else { return [] }
        return JSONDifference.places(before, after, ignoring: own)
          .filter { place in
            !place.tellsOfReading
              && !Self.isMadeAnew(before.value(at: place), after.value(at: place))
          }
          .map { Change(part: part, place: $0) }
      }
    }
  }

  /// Looks at an item, and at its row where the case names a list.
  private func view(
    of id: ExactText, by item: Call, _ moment: String
  ) async throws(CaseStop) -> View {
    let exchange = try await run.send(item, purpose: "the item \(moment)")
    let list = try await probe.list?.readList(in: run, purpose: "the list \(moment)")
    return View(
      exchange: exchange, item: exchange.isSuccess ? exchange.json : nil,
      row: list?.rows.first { $0.id == id }?.value)
  }

  /// Looks at an item some time after the last look, everything having been read.
  private func laterView(
    of id: ExactText, by item: Call, _ moment: String
  ) async throws(CaseStop) -> View {
    // A time stamp may be as coarse as a second.
    try await run.pause(.milliseconds(1100))
    try await callEveryRead()
    return try await view(of: id, by: item, moment)
  }

  /// Calls every GET operation that needs no arguments.
  private func callEveryRead() async throws(CaseStop) {
    let reads = run.session.contract.operations.filter { operation in
      operation.id.method == "GET" && operation.path.parameterNames.isEmpty
        && !operation.parameters.contains(where: \.isRequired) && !operation.isStream
    }
    for operation in reads.prefix(Self.maximumReads) {
      let call = Call(
        target: .operation(operation), path: [:], query: [], fields: [], body: .none,
        credentials: .standard, isFaulty: false, location: run.testCase.location)
      _ = try await run.send(call, purpose: "a read that changes nothing")
    }
  }

  /// The item is read twice beside them.
  private static let maximumReads = 18
}

extension Operation {
  /// Whether it answers with events for as long as it is listened to.
  fileprivate var isStream: Bool {
    responses.all.contains { response in
      response.content.contains { $0.range.contentKind == .eventStream }
    }
  }
}

extension JSONPointer {
  /// Whether a member is named for being read, such as `last_read_at` or `viewCount`: that reading
  /// moves it is what it is for.
  fileprivate var tellsOfReading: Bool {
    guard let name = tokens.last else { return false }
    // A capital begins a word, and so does whatever stands behind a separator.
    let parts = name.split { !$0.isLetter }.flatMap { part in
      part.indices.reduce(into: [] as [String]) { words, place in
        let isFirst = place == part.startIndex
        if isFirst || part[place].isUppercase && !part[part.index(before: place)].isUppercase {
          words.append("")
        }
        words[words.count - 1] += part[place].lowercased()
      }
    }
    return parts.contains(where: Self.readingWords.contains)
  }

  private static let readingWords: Set = [
    "read", "reads", "seen", "view", "views", "viewed", "visit", "visits", "visited", "access",
    "accesses", "accessed", "fetched", "retrieved", "hits",
  ]
}
