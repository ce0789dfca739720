"""A clinician's whole way through the page, as it is walked."""

import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import Visitor
from tests.web.states import ANSWER, HIGH, fragment, open_answer, open_empty

PATIENT = {"age": 54, "sex": "female", "height": 155, "weight": 62} | {
    "systolic_bp": 138,
    "fasting_glucose": {"value": 106, "unit": "mg/dL"},
}


def percent(probability: float) -> str:
    """As the page writes it from 2 % on."""
    return f"{100 * probability:.0f}\N{NO-BREAK SPACE}%"


def risk_now(page_url: str) -> dict[int, float]:
    """What the API answers about the same patient, by years."""
    answer = httpx.post(f"{page_url}/v1/risk", json={"patient": PATIENT}).json()
    return {
        risk["horizon_years"]: risk["probability"]
        for assessment in answer["assessments"]
        for risk in assessment["risks"]
    }


def fill(page: Page) -> None:
    page.fill("#field-age", "54")
    page.locator("[data-variable=sex] label").first.click()
    page.fill("#field-height", "155")
    page.fill("#field-weight", "62")
    page.fill("#field-systolic_bp", "138")
    page.select_option("[name='fasting_glucose.unit']", "mg/dL")
    page.fill("#field-fasting_glucose", "106")


def figures(page: Page) -> Locator:
    return page.locator("#result [data-list=horizons] [data-part=figure]")


def test_live_result_is_what_the_api_answers(visitor: Visitor, page_url: str) -> None:
    page = visitor.page(language="en")
    open_empty(page)
    fill(page)
    risks = risk_now(page_url)
    expect(figures(page)).to_have_text([percent(risks[years]) for years in (3, 5)])


def test_horizon_switch_shows_another_figure(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    open_answer(page, HIGH)
    sentence = page.locator("#result [data-part=sentence]")
    seen = set()
    for label in page.locator("#result [data-list=horizons] label").all():
        label.click()
        seen.add(sentence.inner_text())
    assert len(seen) == 2


def test_other_language_keeps_what_was_entered(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    open_empty(page)
    fill(page)
    page.fill("#field-waist", "84.5")
    expect(page.locator(ANSWER)).to_be_visible()
    page.click("#language")
    expect(page.locator("html[lang=vi].scripted")).to_be_attached()
    expect(page.locator("#field-age")).to_have_value("54")
    expect(page.locator("#field-waist")).to_have_value("84,5")
    expect(page.locator("#field-fasting_glucose")).to_have_value("106")
    expect(page.locator("[name='fasting_glucose.unit']")).to_have_value("mg/dL")
    expect(page.locator("[name=sex][value=female]")).to_be_checked()
    expect(page.locator(ANSWER)).to_be_visible()
    expect(page.locator("#result [data-part=sentence]")).to_contain_text("Trong 100")


def test_copied_link_opens_the_same_result_and_tells_no_server(
    visitor: Visitor,
) -> None:
    page = visitor.page(language="en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_answer(page, HIGH)
    expected = figures(page).all_inner_texts()
    page.click("#result [data-part=copy]")
    expect(page.locator("#result [data-part=shared]")).not_to_be_empty()
    link = page.evaluate("navigator.clipboard.readText()")
    asked: list[str] = []
    other = visitor.page(language="en")
    other.context.on("request", lambda request: asked.append(request.url))
    other.goto(link)
    expect(other.locator(ANSWER)).to_be_visible()
    assert figures(other).all_inner_texts() == expected
    assert [url for url in asked if "#" in url or "106" in url] == []


def test_a_link_in_another_language_opens_in_it(visitor: Visitor) -> None:
    page = visitor.page(language="vi")
    page.goto(fragment(HIGH, "en").replace("?language=en", ""))
    expect(page.locator("html[lang=en].scripted")).to_be_attached()
    expect(page.locator(ANSWER)).to_be_visible()


def test_page_is_printed_on_one_sheet(visitor: Visitor) -> None:
    page = visitor.page()
    open_answer(page, HIGH)
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_nothing_is_kept_on_the_device(visitor: Visitor, *, javascript: bool) -> None:
    page = visitor.page(javascript=javascript)
    page.goto(fragment(HIGH, "vi"))
    state = page.context.storage_state(indexed_db=True)
    assert state == {"cookies": [], "origins": []}
