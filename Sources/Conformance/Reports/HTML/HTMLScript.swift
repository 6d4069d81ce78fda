/// The script of the HTML report: search, filters, copying and keys; the page works without it.
enum HTMLScript {
  /// The hash that the page's policy allows; a test computes it from ``text`` again.
  static let hash = "sha256-5ehaqhDR1hj15hcUPatIc1LorC8YCwLCSkzXCIuKShQ="

  /// The text between the script tags; it reads the page and never makes markup from text.
  static let text: StaticString = #"""
    'use strict';
    (() => {
      const all = (selector, root = document) => [...root.querySelectorAll(selector)];
      const byId = id => document.getElementById(id);
      document.documentElement.classList.add('scripted');

      const search = byId('search');
      const shown = byId('shown');
      const clear = byId('clear');
      const chips = all('.chip');
      const selects = all('[data-facet]');
      const suites = all('.suite');
      const none = document.querySelector('.none');
      const cases = [];
      const blocks = all('.cases').map(element => {
        const own = all('.case', element).map(element => ({
          element,
          text: element.dataset.search.toLowerCase(),
          verdict: element.dataset.verdict,
          fits: true,
        }));
        for (const entry of own) cases.push(entry);
        return {element, cases: own};
      });

      // The words of a case, taken apart: what it is called, tags, requirements, operations.
      function words(entry) {
        const [, tag, requirement, operation] =
          entry.element.dataset.search.split('\n').map(line => line ? line.split('\t') : []);
        const level = [...new Set(requirement.map(id => levels.get(id)).filter(Boolean))];
        return {tag, requirement, operation, level};
      }
      const levels = new Map(all('tr[data-level]').map(row =>
        [row.dataset.requirement, row.dataset.level]));
      // Taken apart when first asked for: a large run has tens of thousands of cases.
      let isPrepared = false;
      function prepare() {
        if (isPrepared) return;
        isPrepared = true;
        const counts = new Map(selects.map(select => [select.dataset.facet, new Map()]));
        for (const entry of cases) {
          entry.words = words(entry);
          for (const [facet, count] of counts) {
            for (const word of new Set(entry.words[facet])) {
              count.set(word, (count.get(word) ?? 0) + 1);
            }
          }
        }
        const order = ['MUST', 'MUST*', 'SHOULD', 'MAY'];
        for (const select of selects) {
          const count = counts.get(select.dataset.facet);
          const sorted = [...count.keys()].sort((left, right) =>
            order.indexOf(left) - order.indexOf(right)
              || left.localeCompare(right, 'en', {numeric: true}));
          for (const word of sorted) {
            const option = document.createElement('option');
            option.value = word;
            option.textContent = `${word} (${count.get(word)})`;
            select.append(option);
          }
          if (count.size === 0) select.closest('label').hidden = true;
        }
      }

      // Search and filters: the state lives in the fragment, so that it can be linked.
      const pressed = () =>
        chips.filter(chip => chip.getAttribute('aria-pressed') === 'true')
          .map(chip => chip.dataset.verdict);
      const chosen = () => selects.filter(select => select.value);

      function filter() {
        const typed = search.value.toLowerCase().split(/\s+/).filter(word => word && word !== '!');
        const wanted = typed.filter(word => word[0] !== '!');
        const unwanted = typed.filter(word => word[0] === '!').map(word => word.slice(1));
        const verdicts = new Set(pressed());
        const choices = chosen();
        if (choices.length) prepare();
        let count = 0;
        for (const entry of cases) {
          const fits = (verdicts.size === 0 || verdicts.has(entry.verdict))
            && wanted.every(word => entry.text.includes(word))
            && !unwanted.some(word => entry.text.includes(word))
            && choices.every(select => entry.words[select.dataset.facet].includes(select.value));
          if (entry.fits !== fits) {
            entry.fits = fits;
            entry.element.hidden = !fits;
          }
          if (fits) count += 1;
        }
        for (const block of blocks) block.element.hidden = !block.cases.some(entry => entry.fits);
        for (const suite of suites) suite.hidden = !suite.querySelector('.cases:not([hidden])');
        if (none) none.hidden = count > 0 || cases.length === 0;
        const isFiltered = typed.length > 0 || verdicts.size > 0 || choices.length > 0;
        // What is looked for comes first: the other sections step aside.
        document.documentElement.classList.toggle('filtered', isFiltered);
        shown.textContent = isFiltered ? `${count} of ${cases.length} cases shown` : '';
        clear.hidden = !isFiltered;
        return isFiltered;
      }

      function remember() {
        const state = new URLSearchParams();
        if (search.value) state.set('q', search.value);
        if (pressed().length) state.set('verdict', pressed().join(','));
        for (const select of chosen()) state.set(select.dataset.facet, select.value);
        const fragment = state.toString();
        history.replaceState(null, '', fragment ? `#?${fragment}` : location.pathname + location.search);
      }

      function update() {
        if (filter()) document.querySelector('.toolbar').scrollIntoView();
        remember();
      }

      function set(state) {
        search.value = state.get('q') ?? '';
        const verdicts = (state.get('verdict') ?? '').split(',');
        for (const chip of chips) {
          chip.setAttribute('aria-pressed', String(verdicts.includes(chip.dataset.verdict)));
        }
        if (selects.some(select => state.get(select.dataset.facet))) {
          prepare();
          facets.open = true;
        }
        for (const select of selects) {
          select.value = state.get(select.dataset.facet) ?? '';
          // A value that no case has leaves the list without a choice.
          if (select.selectedIndex < 0) select.value = '';
        }
        filter();
      }

      // In a large run the evidence of most cases is text until somebody asks for it. It is our
      // own markup, escaped when the report was written; the policy runs nothing in it.
      let pieces;
      function unfold(element) {
        const inside = element.querySelector(':scope > .inside[data-deferred]');
        if (!inside) return;
        pieces ??= byId('deferred').textContent.split('\u001e');
        const holder = document.createElement('template');
        holder.innerHTML = pieces[Number(inside.dataset.deferred)];
        inside.removeAttribute('data-deferred');
        inside.replaceChildren(holder.content);
      }
      // The event does not bubble, but it can be caught on its way down.
      document.addEventListener('toggle', event => {
        if (event.target.open && event.target.matches('.case')) unfold(event.target);
      }, true);

      // The place that the address names; that of a finding may still have to be made.
      function destination() {
        const id = location.hash.slice(1);
        const parts = id.match(/^finding\/([^:]*):/);
        if (parts && !byId(id)) {
          const testCase = byId(`case/${parts[1]}`);
          if (testCase) unfold(testCase);
          return byId(id) ?? testCase;
        }
        return byId(id);
      }

      // Deep links: a link to a case or a finding opens it, even if a filter hides it.
      function follow() {
        if (location.hash.startsWith('#?')) {
          set(new URLSearchParams(location.hash.slice(2)));
          return;
        }
        if (location.hash.length < 2) return;
        const target = destination();
        if (!target) return;
        if (target.closest('[hidden], .filtered .unfiltered')) set(new URLSearchParams());
        for (let at = target; at; at = at.parentElement) {
          if (!at.matches('details')) continue;
          unfold(at);
          at.open = true;
        }
        target.scrollIntoView();
        const stop = target.matches('details') ? target.querySelector('summary')
          : target.querySelector('a, summary');
        stop?.focus({preventScroll: true});
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
      const facets = byId('facets');
      facets.addEventListener('toggle', prepare);
      for (const select of selects) select.addEventListener('change', update);
      clear.addEventListener('click', () => {
        set(new URLSearchParams());
        remember();
        search.focus();
      });
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
      const labels = new WeakMap();
      function confirm(element, word) {
        if (!labels.has(element)) labels.set(element, element.textContent);
        element.textContent = word;
        byId('said').textContent = word;
        setTimeout(() => {
          element.textContent = labels.get(element);
          byId('said').textContent = '';
        }, 1200);
      }
      document.addEventListener('click', async event => {
        const button = event.target.closest('button.copy');
        if (button) {
          await copy(button.previousElementSibling.textContent);
          confirm(button, 'Copied');
          return;
        }
        const link = event.target.closest('a[href^="#"]');
        // The address may be the current one already: then no event would follow it.
        if (link && link.hash === location.hash) follow();
        if (link?.matches('.permalink')) {
          await copy(link.href);
          confirm(link, 'Link copied');
        }
      });

      // Opening everything that is to be seen.
      const expand = byId('expand');
      expand.addEventListener('click', () => {
        const visible = cases.filter(entry => entry.fits);
        const opens = visible.some(entry => !entry.element.open);
        for (const entry of visible) entry.element.open = opens;
        expand.textContent = opens ? 'Close all' : 'Open all';
      });

      // Choices of the reader: remembered where storage is allowed.
      const root = document.documentElement;
      const store = {
        get(name) { try { return localStorage.getItem(`conformance-${name}`); } catch { return null; } },
        set(name, value) {
          try { localStorage.setItem(`conformance-${name}`, value); } catch { /* for this page only */ }
        },
      };

      // Dark and light.
      if (store.get('theme')) root.dataset.theme = store.get('theme');
      byId('theme').addEventListener('click', () => {
        const isDark = root.dataset.theme
          ? root.dataset.theme === 'dark'
          : matchMedia('(prefers-color-scheme: dark)').matches;
        root.dataset.theme = isDark ? 'light' : 'dark';
        store.set('theme', root.dataset.theme);
      });

      // Keys.
      const wrong = ['failed', 'errored', 'warned', 'inconclusive'];
      function step(direction) {
        const stops = cases.filter(entry => entry.fits && wrong.includes(entry.verdict))
          .map(entry => entry.element.querySelector('summary'));
        if (stops.length === 0) return;
        const here = stops.indexOf(document.activeElement);
        const next = here < 0 ? (direction > 0 ? 0 : stops.length - 1)
          : Math.min(stops.length - 1, Math.max(0, here + direction));
        stops[next].focus();
        stops[next].scrollIntoView({block: 'center'});
      }
      // Keys without a modifier get in the way of speech input: they can be turned off.
      const singleKeys = byId('single-keys');
      if (store.get('keys') === 'off') singleKeys.checked = false;
      singleKeys.addEventListener('change', () => store.set('keys', singleKeys.checked ? 'on' : 'off'));
      const help = byId('keys');
      byId('help').addEventListener('click', () => help.showModal());
      document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
        if (event.target === search) {
          if (event.key === 'Escape') { search.value = ''; update(); search.blur(); }
          return;
        }
        if (!singleKeys.checked || event.target.matches('select, textarea, input')) return;
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
        for (const element of opened) {
          unfold(element);
          element.open = true;
        }
      });
      window.addEventListener('afterprint', () => {
        for (const element of opened) element.open = false;
        if (theme) root.dataset.theme = theme;
      });

      follow();
    })();
    """#
}
