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
    let harmless = try TagScan(render(SampleDay.run))
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
    for run in [SampleRun.small, SampleDay.run, SampleDay.green, HostileRun.make()]
      + (UInt64(1)...20).map(GeneratedRun.make)
    {
      let scan = try TagScan(render(run))
      #expect(scan.unclosed.isEmpty, "\(scan.unclosed)")
    }
    let ids = try TagScan(render(SampleDay.run)).ids
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

  @Test("nothing judged is said as loudly as a failure")
  func nothingJudged() {
    var run = SampleRun.small
    run.suites = []
    let page = render(run)
    #expect(page.contains("</span> Nothing was judged</h1>"))
    #expect(page.contains("Nothing was judged: no case was selected"))
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
