import Foundation
import Synchronization
import Testing

@testable import ReferenceServer

@Suite("Pagination")
struct PaginationTests {
  @Test("walks of any page size meet every row once, in one order")
  func walks() async throws {
    try await withServer { _, client in
      for number in 0..<9 { _ = try await client.makeLabel("Row \(number)") }
      let all = try await client.walkedIDs("/labels", limit: 100)
      #expect(Set(all).count == all.count && all.count == 14)
      for limit in [1, 2, 3, 7, 14] {
        let pages = try await client.walk("/labels", limit: limit)
        #expect(pages.flatMap(\.ids) == all)
        #expect(pages.count == (all.count + limit - 1) / limit)
      }
    }
  }

  @Test("rows of one instant are neither lost nor doubled")
  func ties() async throws {
    var options = ReferenceServerOptions()
    options.now = { .seconds(1_800_000_000) }
    try await withServer(options) { _, client in
      for number in 0..<8 { _ = try await client.makeLabel("Tie \(number)") }
      let all = try await client.walkedIDs("/labels", limit: 100)
      #expect(try await client.walkedIDs("/labels", limit: 1) == all)
    }
  }

  @Test("what comes or goes during a walk leaves the other rows in place")
  func changes() async throws {
    try await withServer { _, client in
      for number in 0..<6 { _ = try await client.makeLabel("Row \(number)") }
      let all = try await client.walkedIDs("/labels", limit: 100)
      let first = try await client.get("/labels?limit=2")
      _ = try await client.makeLabel("Late")
      for id in first.ids { _ = try await client.send("DELETE", "/labels/\(id)") }
      let cursor = try #require(first.json?["next_cursor"]?.stringValue)
      let rest = try await client.get("/labels?limit=100&cursor=\(cursor)")
      #expect(first.ids + rest.ids == all)
      #expect(try await client.get("/labels?limit=100&cursor=\(cursor)").ids == rest.ids)
    }
  }

  @Test(
    "a limit is digits from 1 to 100",
    arguments: [
      ("1", 200), ("100", 200), ("007", 200), ("0", 400), ("101", 400), ("-1", 400), ("1.5", 400),
      ("abc", 400), ("", 400), ("0x10", 400), ("%D9%A1", 400), ("+5", 400),
      ("1000000000000000000000000000000", 400),
    ])
  func limits(limit: String, status: Int) async throws {
    try await withServer { _, client in
      let answer = try await client.get("/labels?limit=\(limit)")
      #expect(answer.status == status)
      #expect(answer.errorCode == (status == 400 ? "invalid_limit" : nil))
    }
  }

  @Test("without a limit a page has 25 rows; a larger one can be had by clamping")
  func defaults() async throws {
    var options = ReferenceServerOptions()
    options.clampsOversizedLimits = true
    options.maximumPageSize = 28
    try await withServer(options) { _, client in
      for number in 0..<30 { _ = try await client.makeLabel("Row \(number)") }
      #expect(try await client.get("/labels").ids.count == 25)
      #expect(try await client.get("/labels?limit=100000").ids.count == 28)
    }
  }

  @Test("a cursor that was tampered with, or belongs elsewhere, is refused")
  func badCursors() async throws {
    try await withServer { _, client in
      let cursor = try await client.firstCursor("/labels")
      let messages = try await client.messagesPath()
      var flipped = Array(cursor)
      flipped[cursor.count / 2] = flipped[cursor.count / 2] == "A" ? "B" : "A"
      var lastBit = Array(cursor)
      lastBit[cursor.count - 1] = lastBit[cursor.count - 1] == "A" ? "B" : "A"
      let paths =
        ["", "x", String(cursor.dropLast(4)), String(flipped), String(lastBit), cursor + "A"]
        .map { "/labels?cursor=\($0)" } + [
          "/labels?cursor=" + String(repeating: "A", count: 5000),
          "\(messages)?cursor=\(cursor)", "/labels?other=1&cursor=\(cursor)",
        ]
      for path in paths {
        let answer = try await client.get(path)
        #expect(answer.status == 400 && answer.errorCode == "invalid_cursor", "\(path)")
      }
      let filtered = try await client.firstCursor(messages + "?direction=inbound")
      for query in ["direction=outbound&", ""] {
        #expect(try await client.get("\(messages)?\(query)cursor=\(filtered)").status == 400)
      }
      let escaped = cursor.unicodeScalars.map { "%" + String($0.value, radix: 16) }.joined()
      #expect(try await client.get("/labels?limit=3&cursor=\(escaped)").ids.count == 3)
    }
  }

  @Test("a table's pages agree with plain sorting and slicing", arguments: [1, 2, 3] as [UInt64])
  func twin(seed: UInt64) {
    var source = IdentifierSource(seed: seed)
    var table = Table<Label>()
    var twin: [Label] = []
    for step in 0..<300 {
      if Int.random(in: 0..<4, using: &source) == 0, let victim = twin.randomElement(using: &source)
      {
        table[victim.id] = nil
        twin.removeAll { $0.id == victim.id }
      } else {
        let time = Timestamp(
          sinceEpoch: .milliseconds(Int64.random(in: 0..<20, using: &source)))
        let label = Label(
          id: source.identifier("lbl"), organizationID: "o", teamID: "t", name: "n\(step)",
          color: "red", createdAt: time, updatedAt: time)
        table.insert(label)
        twin.append(label)
      }
      twin.sort { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }
      let isIncluded = { (label: Label) in label.id.utf8.last.map { $0 % 3 != 0 } ?? false }
      let expected = twin.filter(isIncluded).map(\.id)
      var met: [String] = []
      var window = PageWindow(limit: Int.random(in: 1...5, using: &source), binding: "")
      while true {
        let page = table.page(window, where: isIncluded)
        met += page.rows.map(\.id)
        guard page.hasMore, let last = page.rows.last else { break }
        window.cursor = window.next(after: last.position, rowCount: page.rows.count)
      }
      #expect(met == expected, "seed \(seed), step \(step)")
    }
  }
}
