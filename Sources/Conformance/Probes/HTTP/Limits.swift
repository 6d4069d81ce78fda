import Diagnostics
import SchemaValidator

extension ProtocolProbe {
  /// HTTP-17: what is far too large or too deep is refused, and harms nobody.
  func sendTooMuch() async throws(CaseStop) {
    guard judge.asks("HTTP-17") else { return }
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
      let exchange: AnsweredExchange
      do throws(CaseStop) {
        exchange = try await run.send(prepared, purpose: what, undoing: creation.undoing)
      } catch {
        // The connection may be closed while the rest of the body is on its way.
        guard case .errored(let reason) = error else { throw error }
        judge.leaveOpen(["HTTP-17"], reason)
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
  /// Only an item of this run is compared: what others have may be changed by them.
  func readEverything() async throws(CaseStop) {
    guard judge.asks("HTTP-05") else { return }
    guard let creation = probe.creation, let item = probe.item else {
      return judge.leaveOpen(["HTTP-05"], "the case names no \"create:\" with an \"item:\"")
    }
    judge.renewToken()
    let (id, _) = try await run.create(creation, purpose: "create an item to read")
    let first = try await run.send(item, purpose: "the item before")
    let row = try await self.row(of: id, "the list before")
    guard first.isSuccess, let before = first.json else {
      return judge.leaveOpen(["HTTP-05"], "the item was answered \(first.response.status)")
    }
    // A time stamp may be as coarse as a second.
    try await run.pause(.milliseconds(1100))
    try await callEveryRead()
    let last = try await run.send(item, purpose: "the item after")
    judge.judge("HTTP-05")
    compare(before, last.json, last, first, "the item")
    guard let row, let again = try await self.row(of: id, "the list after") else { return }
    compare(row.value, again.value, last, first, "its row in the list")
  }

  /// The item's row in the list; nil where the case names no list, or it is not there.
  private func row(of id: ExactText, _ purpose: String) async throws(CaseStop) -> ListPage.Row? {
    guard let list = probe.list else { return nil }
    return try await list.readList(in: run, purpose: purpose)?.rows.first { $0.id == id }
  }

  private func compare(
    _ before: JSONValue, _ after: JSONValue?, _ last: AnsweredExchange,
    _ first: AnsweredExchange, _ what: String
  ) {
    let own = [run.session.conventions.success?.requestID].compactMap(\.self)
    guard let after else {
      return judge.leaveOpen(["HTTP-05"], "\(what) was answered \(last.response.status)")
    }
    let changed = JSONDifference.places(before, after, ignoring: own)
    guard let place = changed.first(where: { !$0.tellsOfReading }) else { return }
    judge.report(
      Suspicion(
        requirement: "HTTP-05", message: "reading changed \(place) of \(what)",
        exchange: last.index, related: [first.index], place: .exchange,
        expected: before.value(at: place).quoted, got: after.value(at: place).quoted))
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

  private static let maximumReads = 20
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
