/// Looks for what keeps people from using a page: run inside the page, it returns sentences.
///
/// Covers what a program can tell of WCAG 2.2 at level AA: language and title, landmarks, order of
/// headings, names, references, tables, contrast (1.4.3), size of targets (2.5.8), reflow (1.4.10).
enum PageAudit {
  /// An expression whose value is the list of complaints.
  static let script = #"""
    (() => {
      const complaints = [];
      const say = (rule, element, text = '') => complaints.push(
        `${rule}: ${text} ${element.outerHTML.slice(0, 160)}`);
      const all = selector => [...document.querySelectorAll(selector)];
      const isSeen = element => element.checkVisibility({
        contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true});

      if (!document.documentElement.lang) complaints.push('no language');
      if (!document.title.trim()) complaints.push('no title');
      for (const [landmark, count] of [['main', 1], ['body > header', 1], ['body > footer', 1], ['h1', 1]]) {
        if (all(landmark).length !== count) complaints.push(`${all(landmark).length} of ${landmark}`);
      }
      for (const nav of all('nav, section[aria-labelledby], [role=region], dialog')) {
        const name = nav.getAttribute('aria-label')
          || document.getElementById(nav.getAttribute('aria-labelledby') ?? '')?.textContent;
        if (!name?.trim()) say('landmark without a name', nav);
      }

      let level = 0;
      for (const heading of all('h1, h2, h3, h4, h5, h6').filter(isSeen)) {
        const own = Number(heading.tagName[1]);
        if (own > level + 1) say('heading skips a level', heading, `h${own} after h${level}`);
        if (!heading.textContent.trim()) say('empty heading', heading);
        level = own;
      }

      const ids = new Set();
      for (const element of all('[id]')) {
        if (ids.has(element.id)) say('id used twice', element);
        ids.add(element.id);
      }
      for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
        for (const element of all(`[${attribute}]`)) {
          for (const id of element.getAttribute(attribute).split(' ')) {
            if (!ids.has(id)) say(`${attribute} leads nowhere`, element);
          }
        }
      }
      for (const link of all('a[href^="#"]')) {
        const target = link.getAttribute('href').slice(1);
        if (target && !ids.has(target)) say('link leads nowhere', link);
      }
      for (const row of all('tbody tr')) {
        if (!row.querySelector('th[scope=row]')) say('row without a heading', row);
      }
      for (const table of all('table')) {
        if (!table.querySelector('th[scope=col]')) say('table without headings', table);
      }
      for (const list of all('ul, ol')) {
        for (const child of list.children) {
          if (child.tagName !== 'LI') say('list holds what is no item', child);
        }
      }
      for (const focusable of all('[tabindex]')) {
        if (focusable.tabIndex > 0) say('order of focus is forced', focusable);
      }

      const channels = color => {
        const numbers = color.match(/[\d.]+/g).map(Number);
        return [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
      };
      const over = (top, bottom) => [0, 1, 2].map(index =>
        top[index] * top[3] + bottom[index] * (1 - top[3])).concat(1);
      const luminance = color => {
        const [red, green, blue] = color.slice(0, 3).map(value => {
          const share = value / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const backgrounds = new Map();
      const background = element => {
        if (!element) return [255, 255, 255, 1];
        if (backgrounds.has(element)) return backgrounds.get(element);
        const own = channels(getComputedStyle(element).backgroundColor);
        const mixed = own[3] === 1 ? own : over(own, background(element.parentElement));
        backgrounds.set(element, mixed);
        return mixed;
      };
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const looked = new Set();
      let texts = 0;
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || looked.has(element)) continue;
        looked.add(element);
        if (element.matches('script, style, option') || !isSeen(element)) continue;
        texts += 1;
        const style = getComputedStyle(element);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
        const below = background(element);
        const [light, dark] = [luminance(over(channels(style.color), below)), luminance(below)]
          .sort((left, right) => right - left);
        const ratio = (light + 0.05) / (dark + 0.05);
        if (ratio < (isLarge ? 3 : 4.5)) {
          say('contrast', element, `${ratio.toFixed(2)} of ${style.color} on ${below}`);
        }
      }
      if (texts < 20) complaints.push(`only ${texts} texts were looked at`);

      for (const control of all('button, input, select, summary, a[href]').filter(isSeen)) {
        const box = control.getBoundingClientRect();
        // Links in a sentence are as high as the sentence's lines.
        const isInline = control.matches('a') && getComputedStyle(control).display === 'inline';
        const target = control.matches('[type=checkbox]') ? control.closest('label') ?? control : control;
        const height = target.getBoundingClientRect().height;
        if (!isInline && (height < 23.5 || box.width < 12)) {
          say('small target', control, `${box.width} by ${height}`);
        }
      }

      const wide = document.documentElement.scrollWidth;
      if (wide > innerWidth) complaints.push(`${wide} px of content in ${innerWidth} px`);
      return complaints;
    })()
    """#

  /// An expression that is true where whoever uses the keyboard sees where they are.
  static let showsFocus = #"""
    (() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        what: element === document.body ? '' : element.outerHTML.slice(0, 120),
        isOutlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      };
    })()
    """#
}
