/// The script of the HTML report: search, filters, copying and keys; the page works without it.
enum HTMLScript {
  /// The hash that the page's policy allows; a test computes it from ``text`` again.
  static let hash = "sha256-OcNn/mT9EazRFpgjVg0P21pVS7HeUq+BI56ErAbc2Ys="

  /// The text between the script tags; it reads the page and never makes markup from text.
  static let text: StaticString = #"""
    'use strict';
    (() => {
      const all = (selector, root = document) => [...root.querySelectorAll(selector)];
      const byId = id => document.getElementById(id);
      document.documentElement.classList.add('scripted');

      const search = byId('search');
      const shown = byId('shown');
      const chips = all('.chip');
      const suites = all('.suite');
      const none = document.querySelector('.none');
      const cases = all('.case').map(element => ({
        element,
        text: element.dataset.search,
        verdict: element.dataset.verdict,
      }));

      // Search and filters: the state lives in the fragment, so that it can be linked.
      const pressed = () =>
        chips.filter(chip => chip.getAttribute('aria-pressed') === 'true')
          .map(chip => chip.dataset.verdict);

      function filter() {
        const words = search.value.toLowerCase().split(/\s+/).filter(word => word && word !== '!');
        const wanted = words.filter(word => word[0] !== '!');
        const unwanted = words.filter(word => word[0] === '!').map(word => word.slice(1));
        const verdicts = new Set(pressed());
        let count = 0;
        for (const entry of cases) {
          const fits = (verdicts.size === 0 || verdicts.has(entry.verdict))
            && wanted.every(word => entry.text.includes(word))
            && !unwanted.some(word => entry.text.includes(word));
          if (entry.element.hidden === fits) entry.element.hidden = !fits;
          if (fits) count += 1;
        }
        for (const suite of suites) suite.hidden = !suite.querySelector('.case:not([hidden])');
        if (none) none.hidden = count > 0 || cases.length === 0;
        const isFiltered = words.length > 0 || verdicts.size > 0;
        // What is looked for comes first: the other sections step aside.
        document.documentElement.classList.toggle('filtered', isFiltered);
        shown.textContent = isFiltered ? `${count} of ${cases.length} cases shown` : '';
        return isFiltered;
      }

      function remember() {
        const state = new URLSearchParams();
        if (search.value) state.set('q', search.value);
        if (pressed().length) state.set('verdict', pressed().join(','));
        const fragment = state.toString();
        history.replaceState(null, '', fragment ? `#?${fragment}` : location.pathname + location.search);
      }

      function update() {
        if (filter()) document.querySelector('.toolbar').scrollIntoView();
        remember();
      }

      function restore() {
        if (!location.hash.startsWith('#?')) return false;
        const state = new URLSearchParams(location.hash.slice(2));
        search.value = state.get('q') ?? '';
        const verdicts = (state.get('verdict') ?? '').split(',');
        for (const chip of chips) {
          chip.setAttribute('aria-pressed', String(verdicts.includes(chip.dataset.verdict)));
        }
        filter();
        return true;
      }

      // Deep links: a link to a case opens it, even if a filter hides it.
      function follow() {
        if (restore() || location.hash.length < 2) return;
        const target = byId(location.hash.slice(1));
        if (!target) return;
        if (target.hidden || target.closest('[hidden]')) {
          search.value = '';
          for (const chip of chips) chip.setAttribute('aria-pressed', 'false');
          filter();
        }
        if (target.matches('details')) target.open = true;
        target.scrollIntoView();
        target.querySelector('summary')?.focus({preventScroll: true});
      }

      let waiting = 0;
      search.addEventListener('input', () => {
        clearTimeout(waiting);
        waiting = setTimeout(update, 60);
      });
      for (const chip of chips) {
        chip.addEventListener('click', () => {
          chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
          update();
        });
      }
      window.addEventListener('hashchange', follow);

      // Copying, with the old way where the page is not trusted with the clipboard.
      async function copy(text) {
        try {
          await navigator.clipboard.writeText(text);
        } catch {
          const area = document.createElement('textarea');
          area.value = text;
          document.body.append(area);
          area.select();
          document.execCommand('copy');
          area.remove();
        }
      }
      document.addEventListener('click', async event => {
        const button = event.target.closest('button.copy');
        if (button) {
          const label = button.textContent;
          await copy(button.previousElementSibling.textContent);
          button.textContent = 'Copied';
          setTimeout(() => { button.textContent = label; }, 1200);
          return;
        }
        const link = event.target.closest('a.open, a.permalink');
        // The address may be the current one already: then no event would follow it.
        if (link && link.hash === location.hash) follow();
        if (link?.matches('.permalink')) {
          await copy(link.href);
          const label = link.textContent;
          link.textContent = 'Link copied';
          setTimeout(() => { link.textContent = label; }, 1200);
        }
      });

      // Opening everything that is to be seen.
      const expand = byId('expand');
      expand.addEventListener('click', () => {
        const visible = cases.filter(entry => !entry.element.hidden);
        const opens = visible.some(entry => !entry.element.open);
        for (const entry of visible) entry.element.open = opens;
        expand.textContent = opens ? 'Close all' : 'Open all';
      });

      // Dark and light: remembered where storage is allowed.
      const root = document.documentElement;
      const store = {
        get() { try { return localStorage.getItem('conformance-theme'); } catch { return null; } },
        set(theme) { try { localStorage.setItem('conformance-theme', theme); } catch { /* in memory only */ } },
      };
      if (store.get()) root.dataset.theme = store.get();
      byId('theme').addEventListener('click', () => {
        const isDark = root.dataset.theme
          ? root.dataset.theme === 'dark'
          : matchMedia('(prefers-color-scheme: dark)').matches;
        root.dataset.theme = isDark ? 'light' : 'dark';
        store.set(root.dataset.theme);
      });

      // Keys.
      const wrong = ['failed', 'errored', 'warned', 'inconclusive'];
      function step(direction) {
        const stops = cases.filter(entry => !entry.element.hidden && wrong.includes(entry.verdict))
          .map(entry => entry.element.querySelector('summary'));
        if (stops.length === 0) return;
        const here = stops.indexOf(document.activeElement);
        const next = here < 0 ? (direction > 0 ? 0 : stops.length - 1)
          : Math.min(stops.length - 1, Math.max(0, here + direction));
        stops[next].focus();
        stops[next].scrollIntoView({block: 'center'});
      }
      const help = byId('keys');
      byId('help').addEventListener('click', () => help.showModal());
      document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
        if (event.target === search) {
          if (event.key === 'Escape') { search.value = ''; update(); search.blur(); }
          return;
        }
        switch (event.key) {
          case '/': event.preventDefault(); search.focus(); break;
          case 'j': step(1); break;
          case 'k': step(-1); break;
          case '?': help.showModal(); break;
        }
      });

      // On paper: everything that went wrong is open.
      let opened = [];
      let theme;
      window.addEventListener('beforeprint', () => {
        theme = root.dataset.theme;
        delete root.dataset.theme;
        opened = cases.map(entry => entry.element)
          .filter(element => !element.open && wrong.includes(element.dataset.verdict));
        for (const element of opened) element.open = true;
      });
      window.addEventListener('afterprint', () => {
        for (const element of opened) element.open = false;
        if (theme) root.dataset.theme = theme;
      });

      follow();
    })();
    """#
}
