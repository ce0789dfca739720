"""The page without scripts: the form is sent, and the same page answers."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import Visitor
from tests.web.layout import misfits
from tests.web.test_journey import fill, risk_now

SUBMIT = "#entry button[type=submit]"
SAID = {"vi": "khoảng {count} người sẽ mắc", "en": "about {count} develop it"}


def submitted(visitor: Visitor, language: Literal["vi", "en"] = "vi") -> Page:
    page = visitor.page(language=language, javascript=False)
    page.goto("/")
    fill(page)
    page.click(SUBMIT)
    return page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sent_form_is_answered_as_the_api_does(
    visitor: Visitor, page_url: str, language: Literal["vi", "en"]
) -> None:
    page = submitted(visitor, language)
    # Not inner_text(): what is far below is not laid out yet, and has none.
    shown = page.locator("#result").text_content() or ""
    for probability in risk_now(page_url).values():
        assert SAID[language].format(count=round(100 * probability)) in shown


def test_sent_values_stand_in_the_form_again(visitor: Visitor) -> None:
    page = submitted(visitor)
    expect(page.locator("#field-age")).to_have_value("54")
    expect(page.locator("#field-fasting_glucose")).to_have_value("106")
    expect(page.locator("[name='fasting_glucose.unit']")).to_have_value("mg/dL")
    expect(page.locator("[name=sex][value=female]")).to_be_checked()


def test_what_cannot_be_read_is_said_at_its_field(visitor: Visitor) -> None:
    visitor.expect("422")
    page = visitor.page(javascript=False)
    page.goto("/")
    page.fill("#field-age", "54")
    page.fill("#field-fasting_glucose", "bình thường")
    page.click(SUBMIT)
    expect(page.locator("#error-fasting_glucose")).to_be_visible()
    expect(page.locator("#field-fasting_glucose")).to_have_value("bình thường")
    expect(page.locator("#field-fasting_glucose")).to_have_attribute(
        "aria-invalid", "true"
    )
    page.locator("#entry-errors a", has_text=re.compile("[Gg]iới")).click()
    assert page.url.endswith("#field-sex")


def test_a_patient_with_diabetes_is_told_what_is_next(visitor: Visitor) -> None:
    page = visitor.page(language="en", javascript=False)
    page.goto("/")
    fill(page)
    page.fill("#field-hba1c", "8")
    page.click(SUBMIT)
    expect(page.locator("#result article[data-code=diagnostic_value]")).to_be_visible()


def test_nothing_is_offered_that_needs_a_script(visitor: Visitor) -> None:
    page = submitted(visitor)
    assert page.locator(".scripted-only:visible").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_result_without_scripts_fits(visitor: Visitor, width: int) -> None:
    page = submitted(visitor)
    page.set_viewport_size({"width": width, "height": 900})
    assert misfits(page) == []
