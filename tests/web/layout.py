"""What of a page does not fit: too wide, clipped, or too small to hit."""

from playwright.sync_api import Page

# Elements that stick out of the window, or hold more text than they show.
MISFITS = """() => {
  const shown = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !e.closest('.visually-hidden, .skip, svg, template');
  const name = (e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '')
    + [...e.classList].map(c => '.' + c).join('');
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  }
  for (const e of document.body.querySelectorAll('*')) {
    if (!shown(e)) continue;
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const style = getComputedStyle(e);
    const scrolls = e.closest('[data-scrolls]') !== null;
    if (!scrolls && (box.left < -1 || box.right > width + 1)) {
      found.push(`${name(e)} stands from ${box.left} to ${box.right}`);
    }
    // What is narrower than a letter is a mark whose words are for screen readers.
    const cut = style.overflowX !== 'visible' && e.clientWidth > 16
      && e.scrollWidth > e.clientWidth + 1;
    if (!scrolls && cut && !['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName)) {
      found.push(`${name(e)} cuts off ${e.scrollWidth - e.clientWidth} pixels`);
    }
  }
  return found;
}"""

# Controls whose box, with a label's around it, is smaller than a finger or pointer.
# Links inside a sentence are exempt (WCAG 2.2, 2.5.8: inline).
SMALL = """(least) => {
  const asked = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const found = [];
  for (const e of document.querySelectorAll(asked)) {
    if (!e.checkVisibility({visibilityProperty: true}) || e.closest('template')) continue;
    if (e.type === 'hidden' || e.closest('.visually-hidden, .skip')) continue;
    const sentence = e.tagName === 'A' && getComputedStyle(e).display === 'inline'
      && e.parentElement.textContent.trim().length > e.textContent.trim().length;
    if (sentence) continue;
    const boxes = [e, ...(e.labels ?? [])].map(x => x.getBoundingClientRect());
    const width = Math.max(...boxes.map(b => b.width));
    const height = Math.max(...boxes.map(b => b.height));
    if (width === 0 && height === 0) continue;
    if (width < least - 0.5 || height < least - 0.5) {
      const what = e.id || e.name || e.className || e.textContent.trim().slice(0, 30);
      found.push(`${e.tagName.toLowerCase()} ${what}: ${width} x ${height}`);
    }
  }
  return found;
}"""


def misfits(page: Page) -> list[str]:
    """What sticks out of the window or is cut off."""
    found: list[str] = page.evaluate(MISFITS)
    return found


def small_targets(page: Page, least: int) -> list[str]:
    """Controls with less than `least` CSS pixels in either direction."""
    found: list[str] = page.evaluate(SMALL, least)
    return found
