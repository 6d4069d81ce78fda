import Diagnostics
import Foundation
import Testing

@testable import Conformance

@Suite(
  "HTML report in a browser",
  .enabled(if: ExternalTool("chromium") != nil, "chromium is not installed"), .browser,
  // Tabs that draw at once would only wait for each other.
  .serialized)
struct HTMLReportBrowserTests {
  private static func html(
    _ run: RunResult, _ limits: HTMLPage.Limits = HTMLPage.Limits()
  ) -> String {
    String(decoding: HTMLReport(limits: limits).render(RunDigest(run)), as: UTF8.self)
  }

  private static let day = html(SampleDay.run)
  /// As if the day were too much for a browser: but for one case, evidence is put off.
  private static let largeDay = html(SampleDay.run, .init(largeRun: 0, completeCases: 1))

  /// The titles of the cases that are to be seen.
  private func shownCases(_ page: BrowserPage) async throws -> [String] {
    try await page.value(
      "[...document.querySelectorAll('.case:not([hidden])')].map(c => c.id.slice('case/'.length))")
  }

  private func write(_ text: String, in page: BrowserPage) async throws {
    try await page.press("/")
    try await page.type(text)
    try await page.until("the search has taken effect", { $0 }) {
      "document.documentElement.classList.contains('filtered')"
    }
  }

  // MARK: Finding cases

  @Test(
    "the search finds cases by every word that a person would remember, and ! excludes",
    arguments: [
      ("weight_g", ["parcels/items/read"]),
      ("IDM-03", ["parcels/replay/same"]),
      ("#pagination", ["parcels/list/walk"]),
      ("get /parcels/{id}", ["parcels/items/read"]),
      ("#lifecycle !smoke", []),
      ("unknown envelope", ["parcels/errors/unknown"]),
    ])
  func search(_ text: String, _ ids: [String]) async throws {
    let page = try await BrowserPage(Self.day)
    try await write(text, in: page)
    #expect(try await shownCases(page) == ids)
    let status: String = try await page.value("document.getElementById('shown').textContent")
    #expect(status == "\(ids.count) of 31 cases shown")
    #expect(try await page.value("document.querySelector('.none').hidden") == !ids.isEmpty)
    #expect(try await page.value("document.querySelector('#wrong').checkVisibility()") == false)
    #expect(try await page.troubles() == [])
  }

  @Test(
    "filters by verdict, level, requirement, operation and tag keep what they say",
    arguments: [
      ("verdict", "errored", ["parcels/messages/slow"]),
      (
        "level", "MUST*", ["parcels/items/read", "parcels/list/walk", "parcels/replay/same"]
      ),
      ("requirement", "IDM-03", ["parcels/replay/same"]),
      ("operation", "GET /parcels/{id}", ["parcels/items/read"]),
      ("tag", "#idempotency", ["parcels/replay/same"]),
    ])
  func filters(_ name: String, _ value: String, _ ids: [String]) async throws {
    let page = try await BrowserPage(Self.day)
    if name == "verdict" {
      let chip = "document.querySelector('[data-verdict=\(value)].chip')"
      let _: Bool? = try await page.value("\(chip).click()")
      #expect(try await page.value("\(chip).ariaPressed") == "true")
    } else {
      let _: Bool? = try await page.value("document.querySelector('#facets summary').click()")
      try await page.until("the lists are filled", { $0 > 1 }) {
        "document.querySelector('[data-facet=\(name)]').length"
      }
      let _: Bool? = try await page.value(
        """
        (() => {
          const select = document.querySelector('[data-facet=\(name)]');
          select.value = '\(value)';
          select.dispatchEvent(new Event('change'));
        })()
        """)
    }
    let shown = try await shownCases(page)
    #expect(shown == ids)
    // The address holds the filter: who opens it sees the same.
    let fragment: String = try await page.value("location.hash")
    #expect(fragment.hasPrefix("#?\(name)="))
    let other = try await BrowserPage(Self.day, fragment: fragment)
    #expect(try await shownCases(other) == ids)
    let _: Bool? = try await other.value("document.getElementById('clear').click()")
    #expect(try await shownCases(other).count == 31)
    #expect(try await other.value("location.hash") == "")
    #expect(try await page.troubles() + other.troubles() == [])
  }

  @Test("what the address asks for and no case has shows all of them")
  func strangeFragment() async throws {
    for fragment in ["#?tag=%23nothing&verdict=never", "#?%00=%ff&q=", "#case/none", "#%", "#?"] {
      let page = try await BrowserPage(Self.day, fragment: fragment)
      #expect(try await shownCases(page).count == 31, "\(fragment)")
      #expect(try await page.troubles() == [])
    }
  }

  // MARK: Deep links

  @Test("a link to a case opens it and takes the focus there", arguments: [true, false])
  func caseLink(runsScripts: Bool) async throws {
    let page = try await BrowserPage(
      Self.day, fragment: "#\(Anchor.testCase("parcels/replay/same"))",
      view: .init(runsScripts: runsScripts))
    let open: [String] = try await page.value(
      "[...document.querySelectorAll('.case[open]')].map(c => c.id)")
    // Without scripts a browser goes to the row; opening it is the reader's.
    #expect(open == (runsScripts ? ["case/parcels/replay/same"] : []))
    #expect(try await isInView("case/parcels/replay/same", page))
  }

  @Test("a link to a finding opens all around it, also through a filter that hides it")
  func findingLink() async throws {
    let anchor = Anchor.finding(1, of: SampleDay.run.suites[0].cases[1])
    let page = try await BrowserPage(Self.day, fragment: "#\(anchor)")
    #expect(try await isInView(anchor, page))
    let _: Bool? = try await page.value(
      """
      (() => {
        document.querySelector('.chip[data-verdict=passed]').click();
        document.querySelector('.case[open]').open = false;
        location.hash = '\(anchor)';
      })()
      """)
    try await page.until("the finding is there again", { $0 }) {
      "document.getElementById('\(anchor)').checkVisibility()"
    }
    #expect(try await isInView(anchor, page))
    #expect(try await page.troubles() == [])
  }

  @Test("in a large run the evidence of a case is made when it is opened, linked to or printed")
  func largeRun() async throws {
    let anchor = Anchor.finding(0, of: SampleRun.overlapCase)
    let page = try await BrowserPage(Self.largeDay, fragment: "#\(anchor)")
    #expect(try await isInView(anchor, page))
    let parts = "document.querySelectorAll('.finding').length"
    #expect(try await page.value(parts) == 3)
    let _: Bool? = try await page.value(
      "document.getElementById('case/parcels/replay/same').querySelector('summary').click()")
    try await page.until("the evidence is there", { $0 == 4 }) { parts }
    try await page.press("/")
    try await page.type("envelope")
    try await page.until("one case is left", { $0 == ["parcels/errors/unknown"] }) {
      "[...document.querySelectorAll('.case:not([hidden])')].map(c => c.id.slice(5))"
    }
    let _: Bool? = try await page.value("dispatchEvent(new Event('beforeprint')) && null")
    #expect(try await page.value(parts) == 6)
    #expect(try await page.troubles() == [])

    let quiet = try await BrowserPage(Self.largeDay, view: .init(runsScripts: false))
    let open: Bool = try await quiet.value(
      """
      (() => {
        const found = document.getElementById('case/parcels/replay/same');
        found.open = true;
        return found.querySelector('.pair .got').checkVisibility();
      })()
      """)
    #expect(open)
  }

  @Test("every case, finding, suite and requirement has an address of its own")
  func anchors() async throws {
    let page = try await BrowserPage(Self.day)
    let missing: [String] = try await page.value(
      """
      [...document.querySelectorAll('.case, .finding, .suite > h3, .matrix tbody tr')]
        .filter(e => !e.id || document.getElementById(e.id) !== e).map(e => e.outerHTML.slice(0, 99))
      """)
    #expect(missing == [])
  }

  private func isInView(_ id: String, _ page: BrowserPage) async throws -> Bool {
    try await page.until("the page has come to rest at \(id)", { $0 }) {
      """
      (() => {
        const box = document.getElementById('\(id)').getBoundingClientRect();
        return box.height > 0 && box.top >= -1 && box.top < innerHeight;
      })()
      """
    }
    return true
  }

  // MARK: Using it

  @Test("the keys lead through what went wrong, open it, and can be turned off")
  func keys() async throws {
    let page = try await BrowserPage(Self.day)
    let focused =
      "document.activeElement.closest('.case')?.id.slice('case/'.length) ?? ''"
    try await page.press("j")
    #expect(try await page.value(focused) == "parcels/items/read")
    try await page.press("j")
    try await page.press("j")
    #expect(try await page.value(focused) == "parcels/list/walk")
    try await page.press("k")
    try await page.press("k")
    try await page.press("Enter")
    #expect(
      try await page.value("document.querySelector('.case[open]').id") == "case/parcels/items/read")
    try await page.press("?")
    #expect(try await page.value("document.getElementById('keys').open") == true)
    let _: Bool? = try await page.value("document.getElementById('single-keys').click()")
    try await page.press("Escape")
    #expect(try await page.value("document.getElementById('keys').open") == false)
    try await page.press("/")
    #expect(try await page.value("document.activeElement.id") != "search")
    #expect(try await page.troubles() == [])
  }

  @Test("the curl command is copied as it stands, and readers hear of it")
  func copying() async throws {
    let page = try await BrowserPage(
      Self.day, fragment: "#\(Anchor.testCase("parcels/items/read"))")
    try await page.allowClipboard()
    struct Copying: Decodable {
      var said: String
      var copied: String
    }
    // The word is there for a moment only, so whoever looks out for it has to be in the page.
    let copying: Copying = try await page.value(
      """
      (async () => {
        const element = document.getElementById('said');
        const word = new Promise(done => new MutationObserver((_, observer) => {
          if (element.textContent === '') return;
          observer.disconnect();
          done(element.textContent);
        }).observe(element, {childList: true}));
        document.querySelector('.case[open] .finding button.copy').click();
        return {said: await word, copied: await navigator.clipboard.readText()};
      })()
      """)
    let curl = SampleDay.run.suites[0].cases[1].exchanges[0].curl
    #expect(copying.copied == curl)
    #expect(copying.said == "Copied")
    #expect(try await page.troubles() == [])
  }

  @Test("without scripts everything is there to be read, and nothing that would not work")
  func withoutScripts() async throws {
    let page = try await BrowserPage(Self.day, view: .init(runsScripts: false))
    let idle: [String] = try await page.value(
      """
      [...document.querySelectorAll('button, input, select')].filter(e => e.checkVisibility())
        .map(e => e.outerHTML)
      """)
    #expect(idle == [])
    #expect(try await shownCases(page).count == 31)
    #expect(try await page.value("document.querySelector('.pair .got').checkVisibility()") == true)
    #expect(try await page.troubles() == [])
  }

  // MARK: Hostile text

  @Test(
    "hostile text runs nothing and escapes from nowhere, whatever is opened and clicked",
    arguments: [false, true])
  func hostile(isLarge: Bool) async throws {
    #expect(HostileRun.payloads.count >= 40)
    let limits = isLarge ? HTMLPage.Limits(largeRun: 0, completeCases: 1) : HTMLPage.Limits()
    let page = try await BrowserPage(Self.html(HostileRun.make(), limits))
    let title: String = try await page.value("document.title")
    #expect(title.hasPrefix("Failed: "))
    struct Census: Decodable {
      var scripts: Int
      var frames: Int
      var handlers: [String]
      var elements: [String]
      var attributes: [String]
      var addresses: [String]
      var marker: Bool
      var title: String
    }
    let census = """
      (async () => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        document.getElementById('facets').open = true;
        await new Promise(done => setTimeout(done, 50));
        for (const button of document.querySelectorAll('button:not(#help)')) button.click();
        for (const select of document.querySelectorAll('select')) {
          for (const option of [...select.options].slice(-8)) {
            select.value = option.value;
            select.dispatchEvent(new Event('change'));
          }
          select.value = '';
        }
        document.getElementById('clear').click();
        // A browser takes a page that goes to too many places for a broken one.
        const links = [...document.querySelectorAll('a.permalink, a.open')];
        for (const link of links.filter((_, index) => index % 20 === 0).slice(0, 40)) link.click();
        const some = [...document.body.querySelectorAll('*')].filter((_, index) => index % 5 === 0);
        for (const element of some) {
          for (const name of ['mouseover', 'focus', 'pointerenter', 'load', 'error', 'toggle']) {
            element.dispatchEvent(new Event(name));
          }
        }
        await new Promise(done => setTimeout(done, 300));
        const elements = [...document.querySelectorAll('*')];
        const names = elements.flatMap(e => e.getAttributeNames());
        return {
          scripts: [...document.scripts].filter(s => s.type !== 'text/plain').length, frames: frames.length,
          handlers: names.filter(n => n.startsWith('on') || n === 'style' || n === 'srcdoc'),
          elements: [...new Set(elements.map(e => e.tagName))].sort(),
          attributes: [...new Set(names)].sort(),
          addresses: elements.map(e => e.getAttribute('href') ?? e.getAttribute('src') ?? '#')
            .filter(a => !a.startsWith('#') && !a.startsWith('data:image/svg+xml,')),
          marker: typeof owned !== 'undefined', title: document.title,
        };
      })()
      """
    let found: Census = try await page.value(census)
    let harmless: Census = try await BrowserPage(isLarge ? Self.largeDay : Self.day).value(census)
    #expect(found.scripts == 1 && found.frames == 0 && !found.marker)
    #expect(found.handlers == [])
    #expect(Set(found.elements).subtracting(harmless.elements).isEmpty)
    #expect(Set(found.attributes).subtracting(harmless.attributes).isEmpty)
    #expect(found.addresses == [])
    #expect(found.title == title)
    let troubles = try await page.troubles()
    #expect(troubles == [])
  }

  @Test("the search treats hostile words as words", arguments: HostileRun.payloads.prefix(12))
  func hostileSearch(_ payload: String) async throws {
    let page = try await BrowserPage(Self.html(HostileRun.make()))
    try await page.press("/")
    try await page.type(payload)
    try await page.until("the address holds the search", { $0 }) {
      "location.hash.startsWith('#?q=') || document.getElementById('search').value === ''"
    }
    #expect(try await page.value("typeof owned") == "undefined")
    #expect(try await page.troubles() == [])
  }

  // MARK: Accessibility

  @Test(
    "nothing keeps people out: names, headings, contrast, targets, reflow",
    arguments: [
      BrowserPage.View(), .init(isDark: true), .init(width: 390, height: 844),
      .init(width: 320, height: 600, isDark: true), .init(runsScripts: false),
    ],
    [SampleDay.covered, SampleDay.green])
  func accessible(_ view: BrowserPage.View, _ run: RunResult) async throws {
    let page = try await BrowserPage(Self.html(run), view: view)
    let closed: [String] = try await page.value(PageAudit.script)
    #expect(closed == [])
    // Everything once more, with all that can be opened open.
    let _: Bool? = try await page.value(
      "document.querySelectorAll('details').forEach(details => { details.open = true; })")
    let open: [String] = try await page.value(PageAudit.script)
    #expect(open == [])
    let nodes = try await page.accessibleNodes()
    let needsName: Set<String> = [
      "button", "link", "searchbox", "combobox", "checkbox", "DisclosureTriangle", "region",
      "navigation", "table", "dialog", "group",
    ]
    let nameless = nodes.filter {
      needsName.subtracting(["group", "table"]).contains($0.role) && $0.name.isEmpty
    }
    #expect(nameless.map(\.role) == [])
    #expect(nodes.contains { $0.role == "main" })
    #expect(nodes.contains { $0.role == "banner" })
    #expect(nodes.contains { $0.role == "contentinfo" })
  }

  @Test("whoever uses the keyboard sees where they are, everywhere", arguments: [false, true])
  func focus(isDark: Bool) async throws {
    let page = try await BrowserPage(Self.day, view: .init(isDark: isDark))
    struct Focus: Decodable {
      var what: String
      var isOutlined: Bool
      var isOnScreen: Bool
    }
    var stops = 0
    for _ in 0..<60 {
      try await page.press("Tab")
      let focus: Focus = try await page.value(PageAudit.showsFocus)
      guard !focus.what.isEmpty else { break }
      stops += 1
      #expect(focus.isOutlined && focus.isOnScreen, "\(focus.what)")
    }
    #expect(stops > 30)
  }
}
