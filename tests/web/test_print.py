"""Print: everything that a record needs on one sheet of A4, and nothing to click."""

import re
from collections.abc import Mapping
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from service.clinical.variables import VARIABLES
from tests.web.answers import answer
from tests.web.browser import Visitor
from tests.web.states import ANSWER, HIGH, REFUSED, UNTESTED, fragment

# Every variable at once, with the longest answer that each question has.
EVERYTHING = {
    "age": "54",
    "sex": "female",
    "height": "156",
    "weight": "62",
    "waist": "86",
    "systolic_bp": "138",
    "diastolic_bp": "84",
    "fasting_glucose": "106 mg/dL",
    "random_glucose": "141 mg/dL",
    "ogtt_2h": "152 mg/dL",
    "hba1c": "6.2 %",
    "total_cholesterol": "228 mg/dL",
    "hdl_cholesterol": "39 mg/dL",
    "ldl_cholesterol": "143 mg/dL",
    "triglycerides": "186 mg/dL",
    "alt": "46",
    "ast": "39",
    "ggt": "71",
    "creatinine": "88",
    "urea": "6.1",
    "uric_acid": "402",
    **{
        name: max(variable.choices, key=lambda choice: len(choice.label.vi)).code
        for name, variable in VARIABLES.items()
        if variable.kind == "choice" and name != "sex"
    },
    **{
        name: "false" if name in {"pregnant", "known_diabetes"} else "true"
        for name, variable in VARIABLES.items()
        if variable.kind == "yes_no"
    },
    # These two must agree.
    "family_history_diabetes": "first_degree",
    "diabetic_relatives": "three",
}


TESTS = {"fasting_glucose", "ogtt_2h", "hba1c"}


def open_printed(page: Page, values: Mapping[str, str], language: str) -> None:
    page.goto(fragment(values, language))
    expect(page.locator(ANSWER)).to_be_visible()
    page.emulate_media(media="print")


def pages(page: Page) -> int:
    made = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page[^s]", made))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "values",
    [
        HIGH,
        UNTESTED,
        EVERYTHING,
        {n: text for n, text in EVERYTHING.items() if n not in TESTS},
        {"age": "54", "sex": "male"},
        REFUSED["diagnostic value"],
    ],
    ids=["usual", "untested", "everything", "all but tests", "two values", "no risk"],
)
def test_prints_on_one_page(
    visitor: Visitor, values: Mapping[str, str], language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    open_printed(page, values, language)
    assert pages(page) == 1


def test_most_that_can_be_entered_is_on_the_sheet(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    open_printed(page, EVERYTHING, "en")
    assert page.locator("#sheet [data-list=values] li").count() == len(EVERYTHING)


def test_sheet_has_what_a_record_needs(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    open_printed(page, HIGH, "en")
    told = answer(visitor.url, HIGH, "en")
    [assessment] = told["assessments"]
    text = page.locator("#sheet").inner_text()
    for needed in (
        "Patient",
        "Conclusion: Prediabetes by fasting glucose",
        told["conclusion"]["status"]["text"],
        told["conclusion"]["next_step"]["text"],
        "Will diabetes develop in the coming years?",
        "Within 3 years: ",
        "Within 5 years: ",
        f"{assessment['band']['label']} risk (Within 5 years)",
        "Answered by a test",
        "106 mg/dL",
        "×",
        "Not known: ",
        "Finnish Diabetes Risk Score (FINDRISC)",
        f"incident-diabetes {assessment['bundle']['version']}",
        "An estimate to inform, not a diagnosis.",
        "not yet validated in Vietnam",
        "Clinician, signature",
    ):
        assert needed.lower() in text.lower()


@pytest.mark.parametrize("values", [HIGH, UNTESTED, REFUSED["diagnostic value"]])
def test_the_sheet_has_one_conclusion(
    visitor: Visitor, values: Mapping[str, str]
) -> None:
    page = visitor.page(language="en")
    open_printed(page, values, "en")
    step = answer(visitor.url, values, "en")["conclusion"]["next_step"]["text"]
    assert page.locator("#sheet").inner_text().count(step) == 1


def test_nothing_but_the_sheet_is_printed(visitor: Visitor) -> None:
    page = visitor.page()
    open_printed(page, HIGH, "vi")
    expect(page.locator("#sheet")).to_be_visible()
    for hidden in ("#entry", "#result", ".masthead", ".colophon"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.locator("button:visible, input:visible").count() == 0


def test_sheet_is_not_on_the_screen(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto(fragment(HIGH, "vi"))
    expect(page.locator(ANSWER)).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()


def test_sheet_is_dark_on_white_in_a_dark_room(visitor: Visitor) -> None:
    page = visitor.page(dark=True)
    open_printed(page, HIGH, "vi")
    colour = "getComputedStyle(document.querySelector('#sheet h1')).color"
    assert page.evaluate(colour) == "rgb(0, 0, 0)"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_there_is_room_for_the_warning_about_ancestry(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    known = {"ancestry": "white", "gestational_diabetes": "true"}
    open_printed(page, {**UNTESTED, **known}, "en")
    expect(page.locator("#sheet")).to_contain_text(
        "undiagnosed-diabetes is calibrated for people of this ancestry:"
    )
    assert pages(page) == 1
