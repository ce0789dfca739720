"""What if: other values tried on the same patient, at once and with their caution."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.answers import (
    answer,
    choose_horizon,
    part,
    question,
    shown_in_english,
    updated,
)
from tests.web.browser import Visitor
from tests.web.states import HIGH, UNTESTED, open_answer

PATIENT = {**HIGH, "smoking": "current", "triglycerides": "2.1 mmol/L"}


@pytest.fixture(scope="module")
def opened(browser: Browser, page_url: str) -> Iterator[Page]:
    with shown_in_english(browser, page_url, PATIENT) as page:
        yield page


@pytest.fixture
def page(opened: Page) -> Page:
    """One result for all tests, nothing changed in it."""
    choose_horizon(opened, 5)
    if part(opened, "reset").is_visible():
        part(opened, "reset").click()
    return opened


def lever(page: Page, name: str) -> Locator:
    return page.locator(f"#result .lever[data-variable={name}]")


def put(page: Page, name: str, text: str) -> None:
    """Type a value beside a slider."""
    field = lever(page, name).locator("[type=text]")
    field.fill(text)
    field.press("Enter")


def risk(visitor: Visitor, changes: Mapping[str, str]) -> str:
    told = answer(visitor.url, {**PATIENT, **changes}, "en")
    probability = told["assessments"][0]["risks"][1]["probability"]
    return f"{100 * probability:.{0 if probability >= 0.02 else 1}f}\u00a0%"


def test_offers_the_modifiable_values_that_are_known(
    visitor: Visitor, page: Page
) -> None:
    names = page.locator("#result .lever").evaluate_all(
        "levers => levers.map(lever => lever.dataset.variable)"
    )
    [told] = answer(visitor.url, PATIENT, "en")["assessments"]
    inputs = told["contributions"]
    known = {one["variable"] for one in inputs if one["measured"] and one["modifiable"]}
    # The body mass index follows from the weight.
    assert set(names) == known - {"bmi"} | {"weight"}


def test_slider_stands_at_the_value_in_the_unit_entered(page: Page) -> None:
    glucose = lever(page, "fasting_glucose")
    expect(glucose.locator("[data-part=was]")).to_have_text("entered 106 mg/dL")
    slider = glucose.get_by_role("slider")
    expect(slider).to_have_value("106")
    expect(slider).to_have_attribute("aria-valuetext", "106 mg/dL")
    assert float(slider.get_attribute("min") or 0) < 80
    assert float(slider.get_attribute("max") or 0) > 126


def test_figure_follows_and_is_that_of_the_service(
    visitor: Visitor, page: Page
) -> None:
    put(page, "weight", "52")
    expect(part(page, "after")).to_have_text(risk(visitor, {"weight": "52 kg"}))
    put(page, "fasting_glucose", "90")
    changes = {"weight": "52 kg", "fasting_glucose": "90 mg/dL"}
    expect(part(page, "after")).to_have_text(risk(visitor, changes))
    put(page, "triglycerides", "1.4")
    changes["triglycerides"] = "1.4 mmol/L"
    expect(part(page, "after")).to_have_text(risk(visitor, changes))


def test_the_patient_s_own_figure_stays(page: Page) -> None:
    before = part(page, "sentence").inner_text()
    put(page, "weight", "50")
    expect(part(page, "reset")).to_be_visible()
    assert part(page, "sentence").inner_text() == before


def test_arrow_keys_move_a_slider_and_people_follow(page: Page) -> None:
    slider = lever(page, "fasting_glucose").get_by_role("slider")
    people = page.locator("#result [data-part=trial-people] [data-part=affected]")
    before = people.get_attribute("d")
    for _ in range(12):
        slider.press("ArrowLeft")
    expect(slider).to_have_value("94")
    expect(people).not_to_have_attribute("d", before or "")


def test_reasons_follow(page: Page) -> None:
    page.locator("#result [data-part=trial-details] summary").first.click()
    row = page.locator("#result .what-if tr[data-variable=fasting_glucose]")
    expect(row.locator("[data-part=value]")).to_have_text("106 mg/dL")
    put(page, "fasting_glucose", "88")
    expect(row.locator("[data-part=value]")).to_have_text("88 mg/dL")


def test_reset_puts_everything_back(page: Page) -> None:
    put(page, "weight", "50")
    put(page, "systolic_bp", "120")
    part(page, "reset").click()
    expect(lever(page, "weight").get_by_role("slider")).to_have_value("62")
    expect(part(page, "trial-sentence")).to_have_text(
        "The same as entered. Move a slider."
    )
    expect(part(page, "reset")).to_be_hidden()


def test_past_a_diagnostic_value_it_is_not_assessed(page: Page) -> None:
    put(page, "fasting_glucose", "130")
    expect(part(page, "trial-refusal")).to_contain_text(
        "Not assessed at these values: A value reaches a diagnostic criterion"
    )
    expect(part(page, "after")).to_have_text("–")
    put(page, "fasting_glucose", "106")
    expect(part(page, "trial-refusal")).to_be_hidden()


def test_never_promises_an_effect(page: Page) -> None:
    caution = "it does not promise that changing them has this effect."
    expect(part(page, "caution")).to_contain_text(caution)


def test_never_promises_to_undo_what_may_be_there_now(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    open_answer(page, UNTESTED)
    now, later = (
        question(page, f"{name}-diabetes").locator("[data-part=caution]")
        for name in ("undiagnosed", "incident")
    )
    expect(now).to_contain_text("does not undo one that is")
    expect(later).not_to_contain_text("does not undo one that is")


def test_each_question_is_tried_by_itself(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    open_answer(page, UNTESTED)
    now, later = (
        question(page, f"{name}-diabetes") for name in ("undiagnosed", "incident")
    )
    field = later.locator(".lever[data-variable=weight] [type=text]")
    field.fill("50")
    field.press("Enter")
    expect(later.locator("[data-part=reset]")).to_be_visible()
    expect(now.locator("[data-part=reset]")).to_be_hidden()


def test_unknown_modifiable_values_lead_to_their_fields(page: Page) -> None:
    offers = part(page, "offers")
    link = offers.get_by_role("link").first
    field = link.get_attribute("href") or ""
    link.click()
    expect(page.locator(field)).to_be_focused()


def test_reader_is_told_when_the_slider_is_let_go(page: Page) -> None:
    put(page, "weight", "50")
    expect(part(page, "told")).to_contain_text("With these values:")


def test_service_is_asked_where_the_models_are_not_loaded(visitor: Visitor) -> None:
    visitor.expect("ERR_FAILED")
    page = visitor.page(language="en")
    page.route("**/page/bundles/**", lambda route: route.abort())
    open_answer(page, PATIENT)
    put(page, "weight", "52")
    expect(part(page, "after")).to_have_text(risk(visitor, {"weight": "52 kg"}))


def test_what_cannot_go_together_is_said(visitor: Visitor) -> None:
    visitor.expect("422")  # where the service is asked, not the models here
    page = visitor.page(language="en")
    open_answer(page, {**PATIENT, "diastolic_bp": "100"})
    put(page, "systolic_bp", "97")
    expect(part(page, "trial-refusal")).to_contain_text("do not go together")


def test_less_than_one_of_a_thousand_is_never_none(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    young = {"age": "21", "sex": "female", "height": "160", "weight": "48"}
    open_answer(page, {**young, "fasting_glucose": "4.9 mmol/L"})
    choose_horizon(page, 3)
    put(page, "fasting_glucose", "3.9")
    put(page, "weight", "40")
    expect(part(page, "trial-sentence")).to_contain_text("With these values: ")
    expect(part(page, "trial-sentence")).not_to_contain_text(": 0 of")
    expect(part(page, "after")).not_to_have_text("0\u00a0%")


def test_figures_of_two_versions_of_a_model_are_not_compared(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    page.route("**/page/assess", updated)
    open_answer(page, PATIENT)
    expect(page.locator("#connection[data-state=ready]")).to_be_attached()
    put(page, "weight", "52")
    expect(part(page, "trial-refusal")).to_contain_text("the service was updated")
    expect(part(page, "after")).to_have_text("–")
