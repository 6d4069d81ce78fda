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
      let token = renewToken()
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
    guard let document = try? JSONDocument(parsing: body),
      let entry = call.target.operation?.requestBody?.content.first(where: \.range.isJSON)
    else { return false }
    return entry.schema?.program.isValid(document.root) ?? true
  }

  /// HTTP-05: reading changes nothing that can be read.
  func readEverything() async throws(CaseStop) {
    guard judge.asks("HTTP-05") else { return }
    guard let list = probe.list else {
      return judge.leaveOpen(["HTTP-05"], "the case names no \"list:\" to compare")
    }
    if let creation = probe.creation {
      _ = renewToken()
      _ = try await run.create(creation, purpose: "create an item to read")
    }
    for _ in 1...Self.maximumTries {
      guard let before = try await list.readList(in: run, purpose: "the list before") else {
        return judge.leaveOpen(["HTTP-05"], "the list could not be read whole")
      }
      let last = try await callEveryRead()
      guard let after = try await list.readList(in: run, purpose: "the list after") else {
        return judge.leaveOpen(["HTTP-05"], "the list could not be read whole")
      }
      guard let change = change(from: before, to: after) else { return judge.judge("HTTP-05") }
      // Others may have written meanwhile; what reading does, it does again.
      guard let again = try await repeatedChange(list, after: after) else { continue }
      judge.judge("HTTP-05")
      return judge.report(
        Suspicion(
          requirement: "HTTP-05", message: "reading changed the list: \(change)",
          exchange: last, related: after.exchanges, place: .exchange,
          expected: "the same items as before", got: again))
    }
    judge.leaveOpen(
      ["HTTP-05"],
      "concurrent writers: the list changed during each of \(Self.maximumTries) tries")
  }

  /// Reads everything a second time; how the list changes again, or nil where it does not.
  private func repeatedChange(
    _ list: Call, after: ListContents
  ) async throws(CaseStop) -> String? {
    _ = try await callEveryRead()
    guard let again = try await list.readList(in: run, purpose: "the list after once more") else {
      return nil
    }
    return change(from: after, to: again)
  }

  /// Calls every GET operation that needs no arguments; the place of the last exchange.
  private func callEveryRead() async throws(CaseStop) -> Int {
    var last = 0
    for operation in run.session.contract.operations.prefix(Self.maximumReads)
    where operation.id.method == "GET" && operation.path.parameterNames.isEmpty
      && !operation.parameters.contains(where: \.isRequired)
    {
      let call = Call(
        target: .operation(operation), path: [:], query: [], fields: [], body: .none,
        credentials: .standard, isFaulty: false, location: run.testCase.location)
      last = try await run.send(call, purpose: "a read that changes nothing").index
    }
    return last
  }

  private static let maximumReads = 200

  /// How two readings of a list differ, in words; nil where they do not.
  private func change(from before: ListContents, to after: ListContents) -> String? {
    let earlier = Dictionary(
      before.rows.compactMap { row in row.id.map { ($0, row.value) } }, uniquingKeysWith: { $1 })
    let later = Dictionary(
      after.rows.compactMap { row in row.id.map { ($0, row.value) } }, uniquingKeysWith: { $1 })
    if let gone = earlier.keys.first(where: { later[$0] == nil }) { return "\(gone) is gone" }
    if let new = later.keys.first(where: { earlier[$0] == nil }) { return "\(new) is new" }
    for (id, value) in earlier {
      guard let other = later[id], let place = JSONDifference.places(value, other).first else {
        continue
      }
      return "\(place) of \(id) is another"
    }
    return nil
  }
}
