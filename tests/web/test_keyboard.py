"""Everything can be done with a keyboard alone, and the focus is always seen."""

from playwright.sync_api import Page, expect

from tests.web.browser import Visitor
from tests.web.states import ANSWER, VERY_HIGH, open_answer, open_empty

MOST_STOPS = 200
# Where the focus is, and whether it is drawn: on the control itself or on its label.
STOP = """() => {
  const e = document.activeElement;
  const drawn = [e, ...(e.labels ?? []), ...[...(e.labels ?? [])].flatMap(l => [...l.children]),
    e.parentElement].some(x => {
      const s = getComputedStyle(x);
      return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)
        || s.boxShadow !== 'none' && x.matches(':focus-within, :focus-visible');
    });
  const box = (e.labels?.[0] ?? e).getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0;
  return {name: e.id || e.name || e.className || e.textContent.trim(), body: e === document.body,
    drawn, inside};
}"""


def tab_to(page: Page, selector: str) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    message = f"the keyboard does not come to {selector}"
    raise AssertionError(message)


def test_a_patient_is_entered_and_read_by_keyboard(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    open_empty(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    tab_to(page, "#field-age")
    page.keyboard.type("54")
    tab_to(page, "[name=sex]")
    page.keyboard.press("Space")
    tab_to(page, "#field-height")
    page.keyboard.type("155")
    tab_to(page, "#field-weight")
    page.keyboard.type("62")
    tab_to(page, "#field-fasting_glucose")
    page.keyboard.type("5.9")
    expect(page.locator(ANSWER)).to_be_visible()

    tab_to(page, ".horizons input")
    shown = page.locator("#result [data-part=sentence]").inner_text()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#result [data-part=sentence]")).not_to_have_text(shown)
    assert page.evaluate("document.activeElement.matches('.horizons input')")

    tab_to(page, "#result input[type=range]")
    was = page.locator("#result [data-part=after]").inner_text()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#result [data-part=after]")).not_to_have_text(was)


def test_focus_is_seen_at_every_stop(visitor: Visitor) -> None:
    page = visitor.page()
    open_answer(page, VERY_HIGH)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("window.scrollTo(0, 0)")
    names = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["body"]:
            break
        assert stop["drawn"], f"no focus is drawn on {stop['name']}"
        assert stop["inside"], f"{stop['name']} has the focus outside the window"
        names.append(stop["name"])
    assert len(names) > 40


def test_no_stop_keeps_the_focus(visitor: Visitor) -> None:
    page = visitor.page()
    open_answer(page, VERY_HIGH)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return
    message = "the keyboard does not come out of the page"
    raise AssertionError(message)
