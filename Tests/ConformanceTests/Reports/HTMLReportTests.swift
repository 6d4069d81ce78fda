import Diagnostics
import Foundation
import Testing

@testable import Conformance

@Suite("HTML report")
struct HTMLReportTests {
  @Test("the policy names the hashes of exactly the style and the script in the page")
  func policy() throws {
    guard let sha256sum = ExternalTool("sha256sum") else { return }
    let page = render(SampleRun.small)
    for (asset, hash) in [("style", HTMLStyle.hash), ("script", HTMLScript.hash)] {
      let text = try #require(page.split(separator: "<\(asset)>").dropFirst().first)
        .split(separator: "</\(asset)>")[0]
      let file = try TemporaryFile(String(text), name: asset)
      let hex = try #require(try sha256sum.run([file.path]).output.split(separator: " ").first)
      let bytes = stride(from: 0, to: 64, by: 2).compactMap { offset in
        UInt8(hex.dropFirst(offset).prefix(2), radix: 16)
      }
      #expect(hash == "sha256-\(Data(bytes).base64EncodedString())", "\(asset)")
    }
    #expect(page.contains("default-src 'none'; style-src '\(HTMLStyle.hash)'"))
    #expect(page.contains("script-src '\(HTMLScript.hash)'"))
  }

  @Test("hostile text adds no element, no attribute and no address to the page")
  func hostile() throws {
    let page = try TagScan(render(HostileRun.make()))
    let harmless = try TagScan(render(SampleDay.covered))
    #expect(page.elements.subtracting(harmless.elements).isEmpty)
    #expect(page.attributes.subtracting(harmless.attributes).isEmpty)
    #expect(page.counts["script"] == 1)
    #expect(page.counts["style"] == 1)
    #expect(page.counts["img"] == nil)
    for address in page.addresses {
      #expect(address.hasPrefix("#") || address.hasPrefix("data:image/svg+xml,"), "\(address)")
    }
  }

  @Test("every element that opens closes, and no two share an id")
  func wellFormed() throws {
    for run in [SampleRun.small, SampleDay.covered, SampleDay.green, HostileRun.make()]
      + (UInt64(1)...20).map(GeneratedRun.make)
    {
      let scan = try TagScan(render(run))
      #expect(scan.unclosed.isEmpty, "\(scan.unclosed)")
    }
    let ids = try TagScan(render(SampleDay.covered)).ids
    #expect(Set(ids).count == ids.count)
  }

  @Test("no element has a style or a handler of its own, which the policy would refuse")
  func noInlineCode() throws {
    let attributes = try TagScan(render(SampleDay.run)).attributes
    #expect(!attributes.contains("style"))
    #expect(!attributes.contains { $0.hasPrefix("on") })
  }

  @Test(
    "the first screen tells outcome, counts, target and contract",
    arguments: [
      "<h1><span class=\"sign\" aria-hidden=\"true\">✗</span> Failed</h1>",
      "4 of 31 cases failed", "http://127.0.0.1:8080/v1", "Parcels API 1.4.0", "38 operations",
      "2026-11-22 17:00:00 UTC", "12.3 s", "207 requests", "<code>4711</code>",
      "conformance run suites/parcels --base-url http://127.0.0.1:8080/v1",
    ])
  func overview(_ part: String) throws {
    let page = render(SampleDay.run)
    let header = try #require(page.split(separator: "</header>").first)
    #expect(header.contains(part))
  }

  @Test(
    "a failed case opens to everything that shows the failure",
    arguments: [
      "RSP-02</a><span class=\"sentence\">weight_g is a string", "an integer",
      "the string \"1200\"",
      "GET /parcels/{id} › response body /data/weight_g",
      "suites/parcels/openapi.json:1033:11 #/components/schemas/Parcel/properties/weight_g/type",
      "suites/parcels/items.suite.yaml:9:5", "curl -sS -X GET",
      "<mark>\"1200\"</mark><span class=\"note\">  ← RSP-02: expected an integer</span>",
      "href=\"#case/parcels/items/read\"", "<dt>date</dt><dd><mark>absent</mark></dd>",
      "Bearer ••••••",
    ])
  func evidence(_ part: String) throws {
    #expect(try caseText("parcels/items/read", in: SampleDay.run).contains(part))
  }

  @Test(
    "the coverage tells of each status how it was met, what is missing and why, and who called it",
    arguments: [
      "<dt>Statuses</dt>", "4 of 6<span class=\"quiet\">, 3 of them judged, 2 more out of reach",
      "title=\"200: failing\">✗ 200<", "title=\"404: met\">◐ 404<", "title=\"409: not met\">○ 409<",
      "title=\"418: not documented\">! 418<",
      "title=\"500: no request makes the server fail\">– 500<",
      "title=\"4XX: judged\">✓ 4XX<", "<code>GET /parcels/{id}: 418</code>",
      "<dt>response branches</dt><dd>/data anyOf/1 (Letter)</dd>",
      "<dt>parameters</dt><dd>query expand [only in refused requests]</dd>",
      "<dt>no request makes the server fail</dt><dd>statuses 500</dd>",
      "only with requests made to be refused", "never called",
      "Said to be out of reach: it would end the run",
      "Of its bodies only the outer parts were counted.", "Called by 1 case<",
      "<a class=\"open\" href=\"#case/parcels/items/read\">", "2 requirements without an answer",
      " Keys are long <span class=\"quiet\">– said to be out of reach: the provider sets them<",
    ])
  func coverage(_ part: String) throws {
    #expect(try section("coverage", of: SampleDay.covered).contains(part))
  }

  @Test("what comes with a status that was not met is not told once more")
  func coverageOnce() throws {
    #expect(!(try section("coverage", of: SampleDay.covered).contains("409 application/json")))
  }

  @Test("a thousand operations are folded, and their cases linked in part")
  func largeCoverage() throws {
    var run = SampleDay.run
    run.coverage = SampleCoverage.large(1_000)
    let called = "GET /things/1/{id}"
    run.suites[0].cases[0].exchanges[0].operation = called
    run.suites[0].cases += Array(repeating: run.suites[0].cases[0], count: 40)
    let text = try section("coverage", of: run)
    #expect(text.contains("<details class=\"card\"><summary>1000 operations"))
    #expect(text.contains("Called by 41 cases"))
    #expect(text.contains("and 36 more"))
    #expect(text.utf8.count < 4_000_000)
  }

  @Test(
    "the conditions of a run tell its files with their digests, and whether it was the whole",
    arguments: [
      "<code>suites/parcels/openapi.json</code></dt><dd><code>0a1b2c3d0a1b2c3d",
      "a selection: not all that the suites of the API ask", "<code>4711</code>",
      "conformance 0.1.0",
    ])
  func conditions(_ part: String) throws {
    #expect(try section("conditions", of: SampleDay.covered).contains(part))
  }

  @Test("a failing read tells the changes before it, and a failing change or header none")
  func changes() throws {
    var run = SampleRun.small
    var walk = SampleRun.overlapCase
    walk.exchanges.insert(
      contentsOf: (1...5).map {
        // The last is refused, and changes nothing.
        SampleRun.exchange(
          "seed \($0)", "POST", $0 < 3 ? "/parcels" : "/labels/\($0)", status: $0 == 5 ? 409 : 201)
      }, at: 0)
    walk.findings[0].exchange = 6
    run.suites[0].cases[1] = walk
    let told =
      "<dt>after</dt><dd><code>seed 2: POST /parcels → 201, the last of 2</code></dd>"
      + "<dd><code>seed 3: POST /labels/3 → 201</code></dd>"
      + "<dd><code>seed 4: POST /labels/4 → 201</code></dd>"
    #expect(try caseText("parcels/list/walk", in: run).contains(told))
    run.suites[0].cases[1].findings[0].place = .header("date")
    #expect(!(try caseText("parcels/list/walk", in: run).contains("<dt>after</dt>")))
    run.suites[0].cases[1].findings[0].place = .status
    run.suites[0].cases[1].findings[0].exchange = 3
    #expect(!(try caseText("parcels/list/walk", in: run).contains("<dt>after</dt>")))
  }

  @Test("of a long body what findings point at is shown, and the rest is folded")
  func longBody() throws {
    var run = SampleRun.small
    let items = (0..<2_000).map { #"{"id":"prc_\#($0)"}"# }.joined(separator: ",")
    run.suites[0].cases[1].exchanges[1].response?.body = #"{"data":[\#(items)]}"#
    run.suites[0].cases[1].findings[0].place = .body(JSONPointer(["data", "1500", "id"]))
    let text = try caseText("parcels/list/walk", in: run)
    #expect(text.contains("<mark>\"prc_1500\"</mark>"))
    #expect(text.contains("… 1497 further elements"))
    #expect(text.contains("… 499 further elements"))
    #expect(!text.contains("prc_1400"))
  }

  @Test("a body that nests without end is shown as it came")
  func deepBody() throws {
    var run = SampleRun.small
    let body = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    run.suites[0].cases[1].exchanges[1].response?.body = body
    #expect(try caseText("parcels/list/walk", in: run).contains(">\(body)</pre>"))
  }

  @Test("a body that is no JSON is shown as it came")
  func otherBody() throws {
    var run = SampleRun.small
    run.suites[0].cases[1].exchanges[1].response?.body = "<h1>Bad</h1>\n{"
    run.suites[0].cases[1].exchanges[0].response?.isCut = true
    run.suites[0].cases[1].exchanges[0].response?.bodyLength = 70_000
    let text = try caseText("parcels/list/walk", in: run)
    #expect(text.contains(">&lt;h1&gt;Bad&lt;/h1&gt;\n{</pre>"))
    #expect(text.contains("Cut: 102 of 70000 bytes are shown"))
  }

  @Test("a passed case is short, whatever its bodies")
  func passedCase() throws {
    var run = SampleRun.small
    run.suites[0].cases[0].exchanges[0].response?.body = String(repeating: "body ", count: 10_000)
    let text = try caseText("parcels/list/first", in: run)
    #expect(text.utf8.count < 1_500)
    #expect(text.contains("step 1: GET /parcels → 200 in 12 ms"))
    #expect(!text.contains("body body"))
  }

  @Test("a large run shows its passed cases as rows of a few bytes")
  func largeRun() throws {
    var run = SampleRun.small
    run.suites[0].cases = Array(repeating: run.suites[0].cases[0], count: 3_000)
    let page = render(run)
    #expect(page.utf8.count < 3_000 * 500)
    #expect(page.contains("passed cases are single rows"))
  }

  @Test("a page that is long enough tells the other cases in brief")
  func longPage() throws {
    let page = HTMLReport(limits: .init(bytes: 20_000)).render(RunDigest(SampleDay.run))
    let text = String(decoding: page, as: UTF8.self)
    #expect(text.contains("the page has no room for the rest; results.json has all of it"))
    #expect(text.utf8.count < render(SampleDay.run).utf8.count)
    #expect(try TagScan(text).unclosed.isEmpty)
  }

  @Test("nothing judged is said as loudly as a failure")
  func nothingJudged() {
    var run = SampleRun.small
    run.suites = []
    let page = render(run)
    #expect(page.contains("</span> Nothing was judged</h1>"))
    #expect(page.contains("Nothing was judged: no case was selected"))
  }

  /// A section of the page, up to the next.
  private func section(_ id: String, of run: RunResult) throws -> Substring {
    let page = render(run)
    let start = try #require(page.range(of: "<h2 id=\"\(id)\">"))
    let rest = page[start.upperBound...]
    return rest[..<(rest.range(of: "<h2 id=")?.lowerBound ?? rest.endIndex)]
  }

  private func caseText(_ id: String, in run: RunResult) throws -> Substring {
    let page = render(run)
    let start = try #require(page.split(separator: "id=\"case/\(id)\"", maxSplits: 1).last)
    return start.split(separator: "\n<details class=\"case", maxSplits: 1)[0]
  }

  private func render(_ result: RunResult) -> String {
    String(decoding: HTMLReport().render(RunDigest(result)), as: UTF8.self)
  }
}

/// The tags of a page, read as simply as possible: enough to see what text could have added.
struct TagScan {
  var elements: Set<String> = []
  var attributes: Set<String> = []
  var counts: [String: Int] = [:]
  var ids: [String] = []
  var addresses: [String] = []
  /// Elements that were not closed in their order.
  var unclosed: [String] = []

  init(_ page: String) throws {
    // The assets are text to a parser: what looks like a tag in them is none.
    var rest = Substring(page)
    for asset in ["style", "script"] {
      let parts = rest.split(separator: "<\(asset)>", maxSplits: 1)
      guard parts.count == 2, let end = parts[1].firstRange(of: "</\(asset)>") else { continue }
      rest = Substring("\(parts[0])<\(asset)></\(asset)>\(parts[1][end.upperBound...])")
    }
    let void: Set<String> = ["meta", "link", "input"]
    var open: [String] = []
    for match in rest.matches(of: /<(\/?)([a-zA-Z][^\s>]*)([^>]*)>/) {
      let name = String(match.2)
      guard match.1.isEmpty else {
        if open.popLast() != name { unclosed.append(name) }
        continue
      }
      elements.insert(name)
      counts[name, default: 0] += 1
      if !void.contains(name) { open.append(name) }
      for attribute in match.3.matches(of: /([^\s="]+)="([^"]*)"/) {
        attributes.insert(String(attribute.1))
        switch attribute.1 {
        case "id": ids.append(String(attribute.2))
        case "href", "src": addresses.append(String(attribute.2))
        default: break
        }
      }
    }
    unclosed += open
  }
}
