/// The style sheet of the HTML report: light, dark, narrow and on paper.
enum HTMLStyle {
  /// The hash that the page's policy allows; a test computes it from ``text`` again.
  static let hash = "sha256-G+hFqu2kyListrAbp9ACLgVJpjfej2g/MGRkfaJ7iy0="

  /// The text between the style tags.
  ///
  /// Every pair of text and background has a contrast of at least 4.5 to 1 in both themes.
  static let text: StaticString = #"""
    :root {
      --page: #f4f5f7; --card: #ffffff; --sunk: #f7f8fa; --line: #d8dce2; --text: #1a1d21;
      --quiet: #565d67; --link: #0b57a8; --mark: #ffe08a; --mark-text: #3b2a00;
      --passed: #17692f; --failed: #b3211b; --errored: #8f4300; --warned: #735600;
      --inconclusive: #5a3fb0; --deviating: #22606b; --skipped: #565d67;
      --passed-soft: #e2f4e7; --failed-soft: #fce6e4; --errored-soft: #fdebd9;
      --warned-soft: #fbf1cf; --inconclusive-soft: #ece7fb; --deviating-soft: #ddf1f4;
      --skipped-soft: #e9ebef;
      --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
      color-scheme: light;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root:not([data-theme=light]) {
        --page: #0e1115; --card: #161a20; --sunk: #10141a; --line: #2d343e; --text: #e4e8ee;
        --quiet: #9ba5b2; --link: #7fb8ff; --mark: #5f4700; --mark-text: #ffeebd;
        --passed: #7bd993; --failed: #ff9189; --errored: #ffb26b; --warned: #e7c75b;
        --inconclusive: #c1b0ff; --deviating: #83d1de; --skipped: #a4aeba;
        --passed-soft: #14301d; --failed-soft: #3b1a1a; --errored-soft: #3a2512;
        --warned-soft: #332a0c; --inconclusive-soft: #281f47; --deviating-soft: #12303a;
        --skipped-soft: #232930;
        color-scheme: dark;
      }
    }
    @media screen {
      :root[data-theme=dark] {
        --page: #0e1115; --card: #161a20; --sunk: #10141a; --line: #2d343e; --text: #e4e8ee;
        --quiet: #9ba5b2; --link: #7fb8ff; --mark: #5f4700; --mark-text: #ffeebd;
        --passed: #7bd993; --failed: #ff9189; --errored: #ffb26b; --warned: #e7c75b;
        --inconclusive: #c1b0ff; --deviating: #83d1de; --skipped: #a4aeba;
        --passed-soft: #14301d; --failed-soft: #3b1a1a; --errored-soft: #3a2512;
        --warned-soft: #332a0c; --inconclusive-soft: #281f47; --deviating-soft: #12303a;
        --skipped-soft: #232930;
        color-scheme: dark;
      }
    }

    * { box-sizing: border-box; }
    html { scroll-padding-top: 7.5rem; }
    body {
      margin: 0; background: var(--page); color: var(--text);
      font: 15px/1.5 var(--sans); overflow-wrap: anywhere;
    }
    body > header, body > nav, main, body > footer { padding-inline: max(1rem, calc(50vw - 34rem)); }
    h1, h2, h3, h4, h5, p, ul, ol, dl, dd, pre { margin: 0; padding: 0; }
    ul, ol { list-style: none; }
    h2 { font-size: 1.2rem; margin: 2.2rem 0 .7rem; }
    a { color: var(--link); }
    a:hover { text-decoration-thickness: 2px; }
    code, pre, kbd { font-family: var(--mono); font-size: .87em; }
    code, pre, dd, .title, .sentence { unicode-bidi: isolate; }
    pre { white-space: pre-wrap; }
    mark { background: var(--mark); color: var(--mark-text); border-radius: 3px; padding: 0 .2em; }
    button, input { font: inherit; color: inherit; }
    button {
      background: var(--card); border: 1px solid var(--line); border-radius: 6px;
      padding: .25rem .65rem; cursor: pointer;
    }
    button:hover { border-color: var(--quiet); }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
    summary { cursor: pointer; min-height: 24px; }
    /* Rows laid out by us lose the browser's triangle: give it back. */
    .case > summary, .exchange > summary, .reasons summary { list-style: none; }
    .case > summary::before, .exchange > summary::before, .reasons summary::before {
      content: "▸"; color: var(--quiet); width: 1rem;
    }
    .case[open] > summary::before, .exchange[open] > summary::before,
    .reasons [open] > summary::before { content: "▾"; }
    summary::-webkit-details-marker { color: var(--quiet); }
    [hidden], .js { display: none !important; }
    .scripted .js:not([hidden]) { display: revert !important; }
    .filtered .unfiltered { display: none; }
    .quiet { color: var(--quiet); }
    .numbers { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .unseen {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }
    .skip { position: absolute; left: -100rem; line-height: 24px; }
    .skip:focus { left: 1rem; top: .5rem; z-index: 9; background: var(--card); padding: .4rem .8rem; }

    /* One colour for each verdict; blocked and not run look like skipped. */
    .v-passed { --tone: var(--passed); --soft: var(--passed-soft); }
    .v-failed { --tone: var(--failed); --soft: var(--failed-soft); }
    .v-errored { --tone: var(--errored); --soft: var(--errored-soft); }
    .v-warned { --tone: var(--warned); --soft: var(--warned-soft); }
    .v-inconclusive { --tone: var(--inconclusive); --soft: var(--inconclusive-soft); }
    .v-deviating { --tone: var(--deviating); --soft: var(--deviating-soft); }
    .v-skipped, .v-blocked, .v-not-run { --tone: var(--skipped); --soft: var(--skipped-soft); }
    .m-judged { --tone: var(--passed); --soft: var(--passed-soft); }
    .m-broken { --tone: var(--failed); --soft: var(--failed-soft); }
    .m-met { --tone: var(--deviating); --soft: var(--deviating-soft); }
    .m-undocumented, .m-open { --tone: var(--warned); --soft: var(--warned-soft); }
    .m-unreached { --tone: var(--skipped); --soft: var(--skipped-soft); }
    .badge {
      display: inline-block; white-space: nowrap; background: var(--soft); color: var(--tone);
      border-radius: 5px; padding: .05rem .5rem; font-size: .82rem; font-weight: 600;
    }
    .sign { font-family: var(--mono); font-weight: 700; }

    /* Overview */
    .overview {
      background: var(--card); border-bottom: 1px solid var(--line); border-top: 6px solid var(--tone);
      padding-block: 1.6rem 1.4rem;
    }
    .eyebrow { color: var(--quiet); font-size: .85rem; letter-spacing: .02em; }
    .overview h1 { color: var(--tone); font-size: 2.3rem; line-height: 1.2; }
    .headline { font-size: 1.15rem; }
    .alarm { color: var(--tone); font-weight: 700; }
    .tally { margin-top: 1.1rem; }
    .bar { display: block; width: 100%; height: 10px; }
    .counts { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; margin-top: .5rem; }
    .counts li { color: var(--tone); }
    .facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem 1.6rem; margin-top: 1.3rem; }
    .facts div:first-child, .facts div:nth-child(2), .facts div:nth-child(3) { min-width: 0; }
    .facts > div:last-child { grid-column: 1 / -1; }
    dt { color: var(--quiet); font-size: .82rem; }
    .facts .quiet { display: block; font-size: .82rem; }
    .facts .quiet code { font-size: 1em; }

    .contents ul { display: flex; flex-wrap: wrap; gap: 0 1.3rem; margin-top: 1.1rem; }
    .contents a { display: inline-block; line-height: 28px; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1.1rem; }
    .card + .card { margin-top: .6rem; }
    .card > summary { font-weight: 600; }
    .facts.card { margin: 0; padding-block: .9rem; }
    .facts.card > div:last-child { grid-column: auto; }
    .files { margin-top: .5rem; columns: 22rem; }

    /* Toolbar */
    .toolbar { position: sticky; top: 0; z-index: 2; background: var(--page); border-bottom: 1px solid var(--line); }
    .scripted .toolbar.js:not([hidden]) {
      display: flex !important; flex-wrap: wrap; align-items: center; gap: .5rem .8rem; padding-block: .6rem;
    }
    .search { flex: 1 1 16rem; }
    .search input {
      width: 100%; background: var(--card); border: 1px solid var(--quiet); border-radius: 6px;
      padding: .35rem .7rem;
    }
    .chips, .tools { display: flex; flex-wrap: wrap; gap: .35rem; }
    .chip { color: var(--tone); font-size: .88rem; padding: .2rem .55rem; }
    .chip[aria-pressed=true] { background: var(--tone); border-color: var(--tone); color: var(--card); }
    #facets { font-size: .88rem; }
    #facets > summary { line-height: 28px; }
    #facets[open] { flex-basis: 100%; }
    .facets { display: flex; flex-wrap: wrap; gap: .4rem .9rem; padding-top: .3rem; }
    .facets label { display: flex; align-items: center; gap: .4rem; min-width: 0; }
    .facets span { color: var(--quiet); }
    select {
      font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet);
      border-radius: 6px; padding: .2rem .3rem; max-width: min(20rem, 70vw);
    }
    #clear { font-size: .88rem; }
    #shown { flex-basis: 100%; color: var(--quiet); font-size: .88rem; }
    #shown:empty { display: none; }
    dialog {
      background: var(--card); color: var(--text); border: 1px solid var(--line); border-radius: 10px;
      padding: 1.2rem 1.5rem; max-width: 26rem;
    }
    dialog::backdrop { background: #0008; }
    dialog h2 { margin-top: 0; }
    dialog dl { display: grid; grid-template-columns: auto 1fr; gap: .3rem 1rem; margin-bottom: .8rem; }
    dialog form { margin-top: 1rem; }
    kbd { border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 .4em; }

    /* What went wrong */
    .nothing { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem; }
    .cause, .notices {
      background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--tone, var(--warned));
      border-radius: 8px; padding: .9rem 1.1rem; margin-bottom: .9rem;
    }
    .notices { margin-top: 1.4rem; }
    .notices h2 { margin: 0 0 .4rem; font-size: 1rem; }
    .cause h3 { font-size: 1.02rem; }
    .cause header p { font-size: .9rem; }
    .found > li { border-top: 1px solid var(--line); margin-top: .8rem; padding-top: .8rem; }
    .sentence { font-weight: 600; }
    .req { font-family: var(--mono); font-size: .9em; font-weight: 600; white-space: nowrap; }
    .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; margin: .5rem 0; }
    .pair div { background: var(--sunk); border-left: 3px solid var(--line); border-radius: 4px; padding: .35rem .7rem; min-width: 0; }
    .pair dd { font-family: var(--mono); font-size: .87rem; white-space: pre-wrap; }
    .pair .expected { border-color: var(--passed); }
    .pair .got { border-color: var(--failed); }
    .places { display: flex; flex-wrap: wrap; gap: 0 1.4rem; }
    .places li { min-width: 0; }
    .places a { line-height: 26px; }
    .further { margin-top: .8rem; }
    .further li, .reasons ul li, .matrix li { padding: .12rem 0; }
    .further a, .reasons a, .matrix a, .permalink { display: inline-block; min-height: 24px; line-height: 24px; }

    /* Reasons */
    .reasons > li { background: var(--card); border: 1px solid var(--line); border-top-width: 0; padding: .45rem .9rem; }
    .reasons > li:first-child { border-top-width: 1px; border-radius: 8px 8px 0 0; }
    .reasons > li:last-child { border-radius: 0 0 8px 8px; }
    .reasons > li:only-child { border-radius: 8px; }
    .reasons summary { display: grid; grid-template-columns: 1rem 8rem 1fr auto; gap: .5rem; align-items: baseline; }
    .reasons .badge, .case > summary .badge { justify-self: start; }
    .reasons ul { margin: .4rem 0 .3rem 1.4rem; }

    /* Cases */
    .suite { margin-bottom: 1.4rem; }
    .suite h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .8rem; font-size: 1rem; margin-bottom: .4rem; }
    .suite h3 .quiet { font-size: .85rem; font-weight: 400; }
    .suite h3 > :last-child { margin-left: auto; }
    .cases {
      background: var(--card); border: 1px solid var(--line); border-radius: 8px;
      content-visibility: auto; contain-intrinsic-block-size: auto 30rem;
    }
    .cases + .cases { margin-top: .3rem; }
    .case + .case { border-top: 1px solid var(--line); }
    .case > summary, .row {
      display: grid; grid-template-columns: 1rem 8rem 1fr auto; gap: .5rem; align-items: baseline;
      padding: .45rem .9rem;
    }
    .row::before { content: ""; }
    .row > :first-child { color: var(--tone); font-size: .82rem; font-weight: 600; }
    .case > summary:hover { background: var(--sunk); }
    /* Blocks clip what lies outside of them. */
    .case > summary:focus-visible { outline-offset: -3px; }
    .case[open] > summary .title { font-weight: 600; }
    .case:target { outline: 2px solid var(--link); outline-offset: -2px; }
    .inside { border-top: 1px solid var(--line); padding: .8rem 1rem 1.1rem; }
    .inside > * + * { margin-top: .8rem; }
    .place { display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .9rem; }
    .permalink { margin-left: auto; white-space: nowrap; }
    .finding .permalink { font-size: .85rem; font-weight: 400; }
    .finding { border: 1px solid var(--line); border-left: 4px solid var(--failed); border-radius: 6px; padding: .7rem .9rem; }
    .finding.s-warn { border-left-color: var(--warned); }
    .finding.s-info { border-left-color: var(--skipped); }
    .finding h4 { display: flex; gap: .7rem; align-items: baseline; font-size: 1rem; }
    .rests { display: grid; grid-template-columns: auto 1fr; gap: .15rem .9rem; align-items: baseline; }
    .rests dd { grid-column: 2; }
    .points { margin: .4rem 0 0; padding-left: 1.1rem; }
    .points li { list-style: "· "; font-family: var(--mono); font-size: .85rem; }
    .command { display: flex; gap: .6rem; align-items: flex-start; margin-top: .6rem; }
    .command pre {
      flex: 1; min-width: 0; background: var(--sunk); border: 1px solid var(--line); border-radius: 6px;
      padding: .4rem .7rem; max-height: 10rem; overflow: auto;
    }
    .command button { font-size: .85rem; white-space: nowrap; }
    .inside > h4 { font-size: .9rem; margin-top: 1.1rem; }
    .inside > h4 + * { margin-top: .35rem; }
    .decisions li { padding: .12rem 0; }
    .exchanges > li { border: 1px solid var(--line); border-bottom-width: 0; }
    .exchanges > li:first-child { border-radius: 6px 6px 0 0; }
    .exchanges > li:last-child { border-bottom-width: 1px; border-radius: 0 0 6px 6px; }
    .exchanges > li:only-child { border-radius: 6px; }
    .trail { background: var(--sunk); border-radius: 6px; padding: .4rem .7rem; }
    .exchange > summary { display: flex; flex-wrap: wrap; gap: .1rem .9rem; padding: .35rem .7rem; align-items: baseline; }
    .exchange[open] > summary { border-bottom: 1px solid var(--line); background: var(--sunk); }
    .exchange > .command, .exchange > p { margin: .6rem .8rem .8rem; }
    .purpose { color: var(--quiet); flex: 0 1 auto; min-width: 5.5rem; max-width: 15rem; }
    .call { font-family: var(--mono); font-size: .87rem; flex: 1 1 14rem; min-width: 0; }
    .status { font-family: var(--mono); font-weight: 700; }
    .status.bad { color: var(--errored); }
    .messages { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; padding: .6rem .8rem 0; }
    .messages section { min-width: 0; }
    h5 { color: var(--quiet); font-size: .82rem; font-weight: 400; }
    .start { font-weight: 700; margin: .1rem 0 .3rem; }
    .fields { margin: .3rem 0; font-size: .9rem; }
    .fields dl { display: grid; grid-template-columns: fit-content(45%) 1fr; gap: .05rem .8rem; margin: .3rem 0; font-family: var(--mono); font-size: .85rem; }
    .fields dt { font-size: inherit; }
    .body {
      background: var(--sunk); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem;
      max-height: 34rem; overflow: auto; font-size: .82rem; line-height: 1.45;
    }
    .body .k { color: var(--link); }
    .body .t { color: var(--passed); }
    .body .n { color: var(--errored); }
    .body .l { color: var(--inconclusive); }
    .body .note { color: var(--failed); font-family: var(--sans); font-size: .82rem; }

    .fold > summary { color: var(--quiet); font-size: .9rem; min-height: 24px; }

    /* Time */
    .bar, .stretches, .moment { border-radius: 3px; background: var(--skipped-soft); }
    .bar rect, .stretches rect, .moment rect { fill: var(--tone); }
    .bars { margin-top: .5rem; }
    .bars li { display: grid; grid-template-columns: minmax(6rem, 16rem) 1fr 12rem; gap: .2rem 1rem; align-items: center; }
    .bars a { line-height: 26px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .bars .numbers, .axis { font-size: .82rem; }
    .bars .numbers { text-align: right; }
    .stretches { width: 100%; height: 12px; }
    .moment { width: 6rem; height: 8px; align-self: center; }
    .axis { display: flex; justify-content: space-between; margin: .2rem 13rem 0 17rem; }
    .slowest { margin-top: .4rem; }
    .slowest a { line-height: 26px; }
    .slowest .numbers { display: inline-block; min-width: 5rem; text-align: right; margin-right: .6rem; }
    .grid { border-collapse: collapse; width: 100%; font-size: .92rem; }
    .grid th, .grid td { padding: .25rem .8rem; text-align: right; border-top: 1px solid var(--line); font-weight: 400; white-space: nowrap; }
    .grid thead th { color: var(--quiet); border-top: 0; font-size: .82rem; }
    .grid th:first-child { text-align: left; white-space: normal; }
    .card .scroll { border: 0; border-radius: 0; margin-top: .4rem; }

    /* Requirements */
    .levels { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .8rem 1.6rem; margin-bottom: .9rem; }
    .levels dt { font-weight: 600; color: var(--text); }
    .levels .bar { margin: .15rem 0 .25rem; height: 6px; }
    .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
    .matrix { border-collapse: collapse; width: 100%; }
    .matrix th, .matrix td { text-align: left; vertical-align: top; padding: .45rem .8rem; border-top: 1px solid var(--line); }
    .matrix thead th { border-top: 0; color: var(--quiet); font-size: .82rem; font-weight: 400; }
    .matrix tbody th { white-space: nowrap; font-weight: 400; }
    .matrix tr:target { background: var(--sunk); outline: 2px solid var(--link); }
    .matrix td:nth-child(3) { width: 50%; }
    .matrix td:nth-child(4) { min-width: 6.5rem; }
    .matrix details p, .matrix details dl, .matrix details ul { margin: .3rem 0 0 1rem; font-size: .92rem; }

    /* Coverage */
    .surprise { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--tone); border-radius: 8px; padding: .6rem 1.1rem; margin-bottom: .6rem; }
    .surprise h3, .operations h3 { font-size: .9rem; margin: .6rem 0 .2rem; }
    .surprise h3 { margin-top: 0; color: var(--tone); }
    .mark {
      display: inline-block; white-space: nowrap; background: var(--soft); color: var(--tone);
      border-radius: 4px; padding: 0 .35rem; font: 600 .8rem/1.6 var(--mono);
    }
    .m-undocumented.mark { outline: 1px solid var(--tone); outline-offset: -1px; }
    .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; margin: .5rem 0; font-size: .85rem; }
    .operations { margin-top: .5rem; }
    .operations > details { border-top: 1px solid var(--line); }
    .operations summary {
      display: grid; grid-template-columns: 1rem 3fr 4fr 6rem; gap: .2rem .6rem;
      align-items: baseline; padding: .3rem 0; list-style: none;
    }
    .operations summary::before { content: "▸"; color: var(--quiet); }
    .operations [open] > summary::before { content: "▾"; }
    .operations summary:hover { background: var(--sunk); }
    .missing { color: var(--warned); font-size: .85rem; text-align: right; }
    .operations > details:target { outline: 2px solid var(--link); outline-offset: 2px; }
    .operations .inside { border: 0; padding: 0 1.6rem .8rem; }
    .operations .inside > * + * { margin-top: .3rem; }
    .marks { display: flex; flex-wrap: wrap; gap: .2rem .3rem; }
    .gaps { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .3rem 1rem; }
    .gaps dd { font-family: var(--mono); font-size: .82rem; white-space: pre-line; columns: 15rem; }
    .open-requirements { margin-top: .5rem; }
    .open-requirements li { padding: .12rem 0; }
    .open-requirements a { line-height: 24px; }
    .inputs { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1.2rem; margin-top: .5rem; }
    .level { color: var(--quiet); font-size: .8rem; margin-left: .6rem; }
    footer { padding-block: 2rem 3rem; color: var(--quiet); font-size: .9rem; }
    .glossary dl { display: grid; grid-template-columns: auto 1fr; gap: .3rem 1rem; margin: .7rem 0; }

    @media (max-width: 46rem) {
      body { font-size: 14.5px; }
      html { scroll-padding-top: 1rem; }
      .toolbar { position: static; }
      .overview h1 { font-size: 1.9rem; }
      .facts { grid-template-columns: 1fr; gap: .5rem; }
      .facts > div { display: grid; grid-template-columns: 5rem 1fr; }
      .facts > div:last-child { display: block; }
      .pair, .messages { grid-template-columns: 1fr; }
      .case > summary, .row, .reasons summary { grid-template-columns: 1rem 1fr auto; gap: .1rem .4rem; }
      .case > summary .title, .row .title, .reasons .title { grid-column: 2 / -1; grid-row: 2; }
      .command { flex-wrap: wrap; }
      .command pre { flex-basis: 100%; }
      .bars li { grid-template-columns: 1fr auto; }
      .bars .stretches { grid-column: 1 / -1; grid-row: 2; }
      .axis { margin-inline: 0; }
      .operations summary { grid-template-columns: 1rem 1fr auto; }
      .operations .marks { grid-column: 2 / -1; grid-row: 2; }
      .operations .inside { padding-inline: 1.6rem .2rem; }
      .gaps, .inputs { grid-template-columns: 1fr; gap: 0; }
      .gaps dd, .inputs dd { margin-bottom: .4rem; }
      .finding h4 { flex-wrap: wrap; gap: 0 .7rem; }
      .inside { padding-inline: .7rem; }
      .rests { grid-template-columns: 1fr; gap: 0; }
      .rests dd { grid-column: 1; margin-bottom: .3rem; }
      .matrix, .matrix tbody, .matrix tr, .matrix td, .matrix th { display: block; width: auto !important; }
      .matrix thead { display: none; }
      .matrix th, .matrix td { border: 0; padding: .15rem .8rem; }
      .matrix tr { border-top: 1px solid var(--line); padding: .4rem 0; }
    }
    @media (forced-colors: active) { .badge, .chip[aria-pressed=true] { border: 1px solid; } }
    @media print {
      body { background: #fff; color: #000; font-size: 10pt; }
      .scripted .toolbar.js:not([hidden]), .scripted .copy.js:not([hidden]),
      .permalink, .skip, dialog, .glossary { display: none !important; }
      .case, .found > li, .finding { break-inside: avoid-page; }
      h2, h3, h4, summary { break-after: avoid-page; }
      .cases { content-visibility: visible; }
      .case.v-failed, .case.v-errored { break-inside: auto; }
      .body, .command pre { max-height: none; }
      .contents { display: none; }
      .case.v-failed, .case.v-errored, .case.v-warned, .case.v-inconclusive,
      .exchange[open], .fields[open] { &::details-content { content-visibility: visible; block-size: auto; } }
    }
    """#
}
