import FoundationEssentials

/// A certificate as one page: it prints on paper, and needs neither a script nor a network.
struct CertificatePage {
  private let certificate: Certificate

  init(_ certificate: Certificate) {
    self.certificate = certificate
  }

  /// The page's bytes.
  func html() -> [UInt8] {
    var html = MarkupWriter(.html)
    html.element("html", [("lang", "en")]) { html in
      html.newline()
      html.element("head") { writeHead(&$0) }
      html.newline()
      html.element("body") { html in
        html.element("main") { writeStatement(&$0) }
        html.newline()
      }
      html.newline()
    }
    html.newline()
    return html.bytes
  }

  private var title: String {
    certificate.isGranted ? "Conformance certificate" : "Conformance not shown"
  }

  private func writeHead(_ html: inout MarkupWriter) {
    html.empty("meta", [("charset", "utf-8")])
    let hash = Data(SHA256.digest(of: Array(Self.style.description.utf8))).base64EncodedString()
    html.empty(
      "meta",
      [
        ("http-equiv", "Content-Security-Policy"),
        (
          "content",
          "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
        ),
      ])
    html.empty("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
    html.element("title", text: "\(title): \(certificate.run.result.contract.title)")
    html.asset("style", Self.style)
  }

  private func writeStatement(_ html: inout MarkupWriter) {
    let result = certificate.run.result
    let outcome = certificate.run.summary.outcome
    html.element("h1", text: title)
    html.newline()
    html.element(
      "p", [("class", certificate.isGranted ? "verdict granted" : "verdict refused")],
      text: "\(outcome.kind.sign) \(outcome.word). \(certificate.statement).")
    html.newline()
    writeTable(&html, caption: "What was judged", head: nil, rows: facts)
    writeTable(
      &html, caption: "Requirements by level", head: ["Level"] + Self.heads,
      rows: certificate.levels.map { [$0.level] + Self.cells($0.counts) })
    writeTable(
      &html, caption: "Cases", head: Self.heads, rows: [Self.cells(certificate.run.summary.counts)])
    writeTable(
      &html, caption: "Requirements that are not kept", head: ["Requirement", "Level", "Verdict"],
      rows: rows(certificate.violated))
    writeTable(
      &html, caption: "Requirements that stayed open", head: ["Requirement", "Level", "Verdict"],
      rows: rows(certificate.open))
    writeTable(
      &html, caption: "Known deviations", head: ["Deviation", "Verdict", "What is known of it"],
      rows: certificate.deviations.map { [$0.title, $0.verdict.word, $0.reason ?? ""] })
    writeTable(
      &html, caption: "Remarks", head: nil, rows: result.notices.map { [$0.code, $0.message] })
    writeTable(
      &html, caption: "What it rests on (SHA-256)", head: ["File", "Digest"],
      rows: [["results.json", certificate.resultsDigest]]
        + result.inputs.map { [$0.file, $0.sha256] })
    html.element(
      "p", [("class", "small")],
      text: "Made again from the results, and compared, by: conformance verify CERTIFICATE RESULTS")
    html.newline()
  }

  private var facts: [[String]] {
    let result = certificate.run.result
    var facts = [
      ["Target", result.environment.baseURL],
      ["Contract", "\(result.contract.title) \(result.contract.version)"],
      ["Profile", result.environment.profile + (result.environment.isStrict ? ", strict" : "")],
      ["Requests", "\(result.environment.requestCount)"],
      ["Program", "conformance \(result.environment.toolVersion)"],
    ]
    if result.environment.isPartial { facts.append(["Extent", "a part of the cases"]) }
    if let shard = result.environment.shard { facts.append(["Shard", "\(shard)"]) }
    if result.environment.transport.isInsecure {
      facts.append(["Transport", TransportRecord.warning])
    }
    if let validity = certificate.validity {
      facts.append(["Made", validity.from])
      facts.append(["Counts until", validity.until])
    }
    return facts
  }

  private func rows(_ tallies: [RequirementTally]) -> [[String]] {
    tallies.map { tally in
      [
        "\(tally.id)\(tally.catalogued.map { " \($0.title)" } ?? "")",
        tally.catalogued?.level.rawValue ?? "–", tally.verdict.word,
      ]
    }
  }

  private static let heads = RunSummary.order.map(\.word)

  private static func cells(_ counts: [Verdict: Int]) -> [String] {
    RunSummary.order.map { "\(counts[$0.verdict, default: 0])" }
  }

  /// A table with a caption; nothing for no rows.
  ///
  /// Without a head the first cell of each row is one.
  private func writeTable(
    _ html: inout MarkupWriter, caption: String, head: [String]?, rows: [[String]]
  ) {
    guard !rows.isEmpty else { return }
    html.element("table") { html in
      html.element("caption", text: caption)
      if let head {
        html.element("thead") { html in
          html.element("tr") { html in
            for cell in head { html.element("th", [("scope", "col")], text: cell) }
          }
        }
      }
      html.element("tbody") { html in
        for row in rows {
          html.element("tr") { html in
            for (number, cell) in row.enumerated() {
              if number == 0, head == nil {
                html.element("th", [("scope", "row")], text: cell)
              } else {
                html.element("td", text: cell)
              }
            }
          }
        }
      }
    }
    html.newline()
  }

  private static let style: StaticString = """
    :root{color-scheme:light dark}
    body{font:16px/1.5 system-ui,sans-serif;margin:0}
    main{max-width:60rem;margin:0 auto;padding:1.5rem}
    .verdict{border-left:.4rem solid;padding:.5rem 1rem;font-size:1.1rem;overflow-wrap:anywhere}
    .granted{border-color:#1a7f37}
    .refused{border-color:#cf222e}
    table{border-collapse:collapse;width:100%;margin:1.5rem 0;display:block;overflow-x:auto}
    caption{text-align:left;font-weight:600;padding-bottom:.3rem}
    th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;overflow-wrap:anywhere}
    tr{border-top:1px solid #8886}
    .small{font-size:.9rem}
    @media print{main{padding:0;max-width:none}}
    """
}
