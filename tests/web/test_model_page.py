"""A model's page in a browser: everything unfolded, on a phone, without scripts."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import axe_violations
from tests.web.browser import Visitor
from tests.web.layout import misfits, small_targets

MODELS = ("incident-diabetes", "undiagnosed-diabetes")
# Points and curves that stand outside the frame of their own drawing.
OUTSIDE = """() => [...document.querySelectorAll('.plot > svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('path, circle, line, text')]
    .map(part => part.getBoundingClientRect())
    .filter(box => box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
    .map(box => `${box.left}, ${box.top} of ${frame.left}, ${frame.top}`);
})"""


def unfolded(page: Page, name: str) -> None:
    page.goto(f"/models/{name}")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", MODELS)
def test_everything_that_unfolds_is_accessible(
    visitor: Visitor, name: str, *, dark: bool
) -> None:
    page = visitor.page(dark=dark)
    unfolded(page, name)

    assert axe_violations(page) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", MODELS)
def test_tables_and_drawings_fit_a_window_of_any_width(
    visitor: Visitor, name: str, language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    unfolded(page, name)

    for width in (320, 390, 768, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        assert misfits(page) == [], f"{width} pixels"
        assert page.evaluate(OUTSIDE) == [], f"{width} pixels"


def test_a_finger_can_hit_everything_that_is_unfolded(visitor: Visitor) -> None:
    page = visitor.page(size=(390, 844), touch=True)
    unfolded(page, "undiagnosed-diabetes")

    assert small_targets(page, 44) == []


def test_the_page_is_whole_without_scripts(visitor: Visitor) -> None:
    page = visitor.page(javascript=False)
    page.goto("/models/undiagnosed-diabetes")

    expect(page.locator("h1")).to_have_text(
        "Hiện mắc đái tháo đường nhưng chưa được chẩn đoán"
    )
    expect(page.locator(".plot > svg")).to_have_count(6)
    page.locator("#target-calibration").scroll_into_view_if_needed()
    table = page.locator("figure", has=page.locator("#target-calibration"))
    expect(table.locator("tbody tr")).to_have_count(10)
    expect(table.locator("tbody tr").first).not_to_be_visible()
    table.locator("summary").click()
    expect(table.locator("tbody tr").first).to_be_visible()


def test_the_other_language_is_that_of_the_same_model(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/models/incident-diabetes")
    page.click("#language")

    expect(page).to_have_url(f"{visitor.url}/models/incident-diabetes?language=en")
    expect(page.locator("h1")).to_have_text("New type 2 diabetes")


def test_the_footer_of_the_risk_leads_to_each_model(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    for name in MODELS:
        page.goto("/")
        page.click(f"a[href^='/models/{name}']")
        expect(page.locator(".intro .quiet")).to_contain_text(name)
