import Diagnostics

extension HTMLPage {
  /// The first screen: did it pass, how many of what, against which target and contract, when,
  /// how long, with which command.
  func writeOverview(to html: inout MarkupWriter) {
    let outcome = run.summary.outcome
    html.newline()
    html.element("header", [("class", "overview v-\(outcome.kind.rawValue)")]) { html in
      html.element("div", [("class", "verdict")]) { html in
        html.element("p", [("class", "eyebrow")], text: "Contract conformance report")
        html.element("h1") { html in
          html.element(
            "span", [("class", "sign"), ("aria-hidden", "true")], text: outcome.kind.sign)
          html.text(" \(outcome.word)")
        }
        html.element("p", [("class", "headline")], text: run.headline)
        if run.result.environment.transport.isInsecure {
          html.element("p", [("class", "alarm v-failed")], text: TransportRecord.warning)
        }
      }
      writeCounts(to: &html)
      writeFacts(to: &html)
      writeContents(to: &html)
    }
  }

  /// The sections of the page that there are, as links.
  private func writeContents(to html: inout MarkupWriter) {
    let sections: [(id: String, title: String, isThere: Bool)] = [
      ("wrong", "What went wrong", !run.causes.isEmpty),
      ("unjudged", "Not judged", run.unjudged.contains { $0.verdict != .deviating }),
      ("deviations", "Known deviations", run.unjudged.contains { $0.verdict == .deviating }),
      ("cases", "All cases", !run.suites.isEmpty),
      ("requirements", "Requirements", !run.requirements.isEmpty),
      ("coverage", "Coverage", run.result.coverage != nil),
      ("timeline", "Timeline", isTimed),
      ("conditions", "How this run was made", true),
    ]
    html.element("nav", [("class", "contents unfiltered"), ("aria-label", "On this page")]) {
      html in
      html.element("ul") { html in
        for section in sections where section.isThere {
          html.element("li") { html in
            html.element("a", [("href", "#\(section.id)")], text: section.title)
          }
        }
      }
    }
  }

  private func writeCounts(to html: inout MarkupWriter) {
    guard run.summary.caseCount > 0 else { return }
    html.element("div", [("class", "tally")]) { html in
      writeBar(run.summary.counts, of: run.summary.caseCount, to: &html)
      html.element("ul", [("class", "counts"), ("aria-label", "Cases by verdict")]) { html in
        for (verdict, word) in RunSummary.order {
          let count = run.summary.counts[verdict, default: 0]
          guard count > 0 || verdict == .passed else { continue }
          html.element("li", [("class", "v-\(verdict.rawValue)"), ("title", verdict.meaning)]) {
            html in
            html.element("span", [("class", "sign"), ("aria-hidden", "true")], text: verdict.sign)
            html.text(" ")
            html.element("b", text: "\(count)")
            html.text(" \(word)")
          }
        }
      }
    }
  }

  /// The share of each verdict as a bar.
  func writeBar(_ counts: [Verdict: Int], of total: Int, to html: inout MarkupWriter) {
    let parts = RunSummary.order.map { entry in
      ("v-\(entry.verdict.rawValue)", counts[entry.verdict, default: 0])
    }
    writeBar(parts, of: total, to: &html)
  }

  /// Shares as a bar, each in the colour of a class; SVG, since the policy forbids styles on
  /// elements.
  func writeBar(
    _ parts: [(style: String, count: Int)], of total: Int, to html: inout MarkupWriter
  ) {
    guard total > 0 else { return }
    html.element(
      "svg",
      [
        ("class", "bar"), ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"),
        ("aria-hidden", "true"), ("focusable", "false"),
      ]
    ) { html in
      var before = 0
      for part in parts where part.count > 0 {
        let start = 1000 * before / total
        before += part.count
        let end = 1000 * before / total
        html.element(
          "rect",
          [
            ("class", part.style), ("x", "\(start)"), ("y", "0"),
            // One failure among thousands is still to be seen.
            ("width", "\(max(4, end - start))"), ("height", "10"),
          ]
        ) { _ in }
      }
    }
  }

  private func writeFacts(to html: inout MarkupWriter) {
    let environment = run.result.environment
    let contract = run.result.contract
    html.element("dl", [("class", "facts")]) { html in
      writeFact("Target", to: &html) { html in
        html.element("code", text: environment.baseURL)
      }
      writeFact("Contract", to: &html) { html in
        html.element("span", text: "\(contract.title) \(contract.version)")
        html.text(", \(RunDigest.count(contract.operationCount, "operation")) ")
        html.element("code", [("class", "quiet")], text: contract.file)
      }
      writeFact("Run", to: &html) { html in
        html.text(
          "\(times.spokenStart), \(environment.duration.spoken), "
            + RunDigest.count(environment.requestCount, "request"))
        html.element("span", [("class", "quiet")]) { html in
          html.text(
            "profile \(environment.profile)\(environment.isStrict ? ", strict" : ""), seed ")
          html.element("code", text: "\(environment.seed)")
        }
      }
      for tally in LevelTally.tallying(run.requirements) {
        writeFact(tally.level.rawValue, to: &html) { $0.text(tally.words) }
      }
      if let totals = run.result.coverage?.totals {
        let met = totals.filter { [.operations, .statuses].contains($0.kind) }
        writeFact("Met of the contract", to: &html) { html in
          html.text(
            met.map { "\($0.covered) of \($0.count) \($0.kind.title)" }.joined(separator: ", "))
        }
      }
      writeFact("Command", to: &html) { html in
        writeCommand(environment.command, label: "command", to: &html)
      }
    }
  }

  /// Everything that somebody needs to make the same run once more.
  func writeConditions(to html: inout MarkupWriter) {
    let environment = run.result.environment
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", "conditions")]) { html in
      html.element("h2", [("id", "conditions")], text: "How this run was made")
      html.element("dl", [("class", "facts card")]) { html in
        writeFact("Profile", to: &html) { html in
          html.text(environment.profile)
          if environment.isStrict { html.text(", strict") }
        }
        writeFact("Seed", to: &html) { html in
          html.element("code", text: "\(environment.seed)")
        }
        writeFact("Names begin with", to: &html) { html in
          html.element("code", text: environment.runPrefix)
        }
        writeFact("Extent", to: &html) { html in
          html.text(
            environment.isPartial
              ? "a selection: not all that the suites of the API ask" : "all that was there to ask")
          if let shard = environment.shard { html.text(", shard \(shard)") }
        }
        writeFact("Made by", to: &html) { html in
          html.text("conformance \(environment.toolVersion)")
        }
        writeFact("Contract", to: &html) { html in
          html.element("code", text: run.result.contract.file)
        }
        if environment.waited > .zero {
          writeFact("Only waited", to: &html) { html in
            html.text("\(environment.waited.spoken) of \(environment.duration.spoken)")
          }
        }
        if environment.resentCount > 0 {
          writeFact("Sent once more", to: &html) { html in
            html.text(RunDigest.count(environment.resentCount, "request"))
          }
        }
        for remark in environment.transport.remarks {
          writeFact("Transport", to: &html) { $0.text(remark) }
        }
      }
      writeFiles(to: &html)
    }
  }

  /// The files that the run went by, known by their digests; of results without digests the suites.
  private func writeFiles(to html: inout MarkupWriter) {
    let inputs = run.result.inputs
    html.element("details", [("class", "card")]) { html in
      guard !inputs.isEmpty else {
        html.element("summary", text: "\(RunDigest.count(run.suites.count, "suite file"))")
        html.element("ul", [("class", "files")]) { html in
          for suite in run.suites {
            html.element("li") { $0.element("code", text: suite.suite.file) }
          }
        }
        return
      }
      html.element(
        "summary",
        text: "\(RunDigest.count(inputs.count, "file")) that the run went by, with SHA-256")
      html.element("dl", [("class", "inputs")]) { html in
        for input in inputs {
          html.element("dt") { $0.element("code", text: input.file) }
          html.element("dd") { $0.element("code", text: input.sha256) }
        }
      }
    }
  }

  private func writeFact(
    _ name: String, to html: inout MarkupWriter, _ value: (inout MarkupWriter) -> Void
  ) {
    html.element("div") { html in
      html.element("dt", text: name)
      html.element("dd", [], value)
    }
  }

  /// Search and filters, hidden until the script runs: they do nothing without it.
  func writeToolbar(to html: inout MarkupWriter) {
    html.newline()
    html.element("nav", [("class", "toolbar js"), ("aria-label", "Find cases")]) { html in
      html.element("label", [("class", "search")]) { html in
        html.element("span", [("class", "unseen")], text: "Search cases")
        html.empty(
          "input",
          [
            ("type", "search"), ("id", "search"), ("autocomplete", "off"), ("spellcheck", "false"),
            ("placeholder", "Search title, id, operation, requirement, #tag; ! excludes"),
          ])
      }
      html.element("div", [("class", "tools")]) { html in
        html.element("button", [("type", "button"), ("id", "expand")], text: "Open all")
        html.element(
          "button", [("type", "button"), ("id", "theme"), ("aria-label", "Switch dark and light")],
          text: "◐")
        html.element(
          "button", [("type", "button"), ("id", "help"), ("aria-label", "Keyboard help")],
          text: "?")
      }
      // The script fills the lists with what occurs.
      html.element("details", [("id", "facets")]) { html in
        html.element("summary", text: "More filters")
        html.element("div", [("class", "facets")]) { html in
          for facet in ["level", "requirement", "operation", "tag"] {
            html.element("label") { html in
              html.element("span", text: facet.prefix(1).uppercased() + facet.dropFirst())
              html.element("select", [("data-facet", facet)]) { html in
                html.element("option", [("value", "")], text: "any")
              }
            }
          }
        }
      }
      html.element("div", [("class", "chips"), ("role", "group"), ("aria-label", "Verdicts")]) {
        html in
        for (verdict, word) in RunSummary.order {
          guard let count = run.summary.counts[verdict], count > 0 else { continue }
          html.element(
            "button",
            [
              ("type", "button"), ("class", "chip v-\(verdict.rawValue)"),
              ("data-verdict", verdict.rawValue), ("aria-pressed", "false"),
              ("title", verdict.meaning),
            ]
          ) { html in
            html.element("span", [("class", "sign"), ("aria-hidden", "true")], text: verdict.sign)
            html.text(" \(word) ")
            html.element("b", text: "\(count)")
          }
        }
      }
      html.element(
        "button", [("type", "button"), ("id", "clear"), ("hidden", "hidden")], text: "Show all")
      html.element("p", [("id", "shown"), ("role", "status")], text: "")
    }
    writeHelp(to: &html)
  }

  private func writeHelp(to html: inout MarkupWriter) {
    html.element("dialog", [("id", "keys"), ("aria-labelledby", "keys-title")]) { html in
      html.element("h2", [("id", "keys-title")], text: "Keys")
      html.element("dl") { html in
        for (key, effect) in [
          ("/", "search"), ("j", "next case that went wrong"), ("k", "previous one"),
          ("Enter", "open or close it"), ("Esc", "leave the search"), ("?", "this help"),
        ] {
          html.element("dt") { $0.element("kbd", text: key) }
          html.element("dd", text: effect)
        }
      }
      html.element("p") { html in
        html.element("label") { html in
          html.empty(
            "input", [("type", "checkbox"), ("id", "single-keys"), ("checked", "checked")])
          html.text(" Use these keys")
        }
      }
      html.element("p") { html in
        html.text("Words in the search must all occur; ")
        html.element("code", text: "!word")
        html.text(" must not. The address of the page keeps search and filters.")
      }
      html.element("form", [("method", "dialog")]) { html in
        html.element("button", text: "Close")
      }
    }
  }

  /// Remarks that no case owns, such as what could not be removed.
  func writeNotices(to html: inout MarkupWriter) {
    guard !run.result.notices.isEmpty else { return }
    html.newline()
    html.element("section", [("class", "notices unfiltered"), ("aria-labelledby", "notices")]) {
      html in
      html.element("h2", [("id", "notices")], text: "Notices")
      html.element("ul") { html in
        for notice in run.result.notices {
          html.element("li") { html in
            html.element("code", text: notice.code)
            html.text(" \(notice.message)")
          }
        }
      }
    }
  }

  /// What the words of this report mean.
  func writeFooter(to html: inout MarkupWriter) {
    html.newline()
    html.element("footer") { html in
      html.element("details", [("class", "glossary")]) { html in
        html.element("summary", text: "What the verdicts mean")
        html.element("dl") { html in
          for (verdict, _) in RunSummary.order {
            html.element("dt") { writeBadge(verdict, to: &$0) }
            html.element("dd", text: verdict.meaning)
          }
        }
        html.element(
          "p",
          text: "A requirement marked MUST is said by the contract or a standard it builds on; "
            + "MUST* is not said word for word, but a documented feature is unusable without it; "
            + "SHOULD is good practice; MAY is for information.")
      }
      html.element(
        "p",
        text: "Made from results.json. Secrets are masked; long bodies are cut where they say so.")
    }
  }
}
