"""Where there is no figure: why, what next, and the way to what is missing."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.answers import part
from tests.web.browser import Visitor
from tests.web.states import HIGH, REFUSED, fragment, open_answer, open_empty


@pytest.fixture
def english(visitor: Visitor) -> Page:
    return visitor.page(language="en")


@pytest.mark.parametrize(
    ("reason", "title", "step"),
    [
        ("known diabetes", "Diabetes is known", "Continue treatment"),
        ("diagnostic value", "A value is in the range of diabetes", "repeat the test"),
        ("pregnant", "Pregnancy", "Screen for gestational diabetes"),
        ("under 20", "Under 20 years", "guideline for children"),
    ],
)
def test_without_a_risk_there_is_a_conclusion_with_the_next_step_and_the_reason(
    english: Page, reason: str, title: str, step: str
) -> None:
    open_answer(english, REFUSED[reason])
    expect(english.locator("#result .conclusion .step")).to_contain_text(step)
    reasons = english.locator("#result .refusal")
    expect(reasons.get_by_role("heading", level=3)).to_have_text(title)
    expect(reasons).not_to_contain_text(step)
    expect(english.locator("#result .assessment")).to_have_count(0)
    expect(english.locator("#result .what-if")).to_have_count(0)


def test_diagnostic_value_is_held_against_its_criterion(english: Page) -> None:
    open_answer(english, {"age": "54", "sex": "male", "hba1c": "50 mmol/mol"})
    expect(part(english, "status-text")).to_have_text(
        "HbA1c 50 mmol/mol: in the range of diabetes (from 48 mmol/mol)."
    )


def test_tests_that_disagree_are_one_conclusion(english: Page) -> None:
    tests = {"fasting_glucose": "7.2 mmol/L", "hba1c": "5.4 %"}
    open_answer(english, {"age": "54", "sex": "male", **tests})
    card = english.locator("#result .conclusion")
    expect(card).to_have_attribute("data-status", "discordant")
    expect(card.locator(".step")).to_contain_text("repeat the one in the range")


def test_a_model_that_lacks_an_input_says_which_and_leads_there(english: Page) -> None:
    open_answer(english, {"age": "54", "sex": "female"})
    expect(english.locator("#result .assessment")).to_have_count(1)
    reason = english.locator("#result .refusal")
    expect(reason).to_contain_text("Not known: body mass index.")
    reason.get_by_role("link", name="Enter: weight").click()
    expect(english.locator("#field-weight")).to_be_focused()


def test_empty_page_says_what_is_needed(english: Page) -> None:
    open_empty(english)
    english.fill("#field-age", "54")
    english.get_by_role("link", name="Enter: sex").click()
    expect(english.locator("#field-sex")).to_be_focused()


def test_without_an_answer_it_says_what_to_do_and_tries_again(
    visitor: Visitor, english: Page
) -> None:
    visitor.expect("ERR_FAILED")
    english.route("**/page/**", lambda route: route.abort())
    english.goto(fragment(HIGH, "en"))
    failed = english.locator("#result [data-state=failed]")
    expect(failed).to_be_visible()
    expect(failed).to_contain_text("What you entered is still here.")
    english.unroute("**/page/**")
    failed.get_by_role("button", name="Try again").click()
    expect(part(english, "sentence")).to_contain_text("develop it within 5 years")


@pytest.mark.parametrize("status", [429, 502])
def test_a_server_that_is_busy_or_gone_has_refused_no_value(
    visitor: Visitor, english: Page, status: int
) -> None:
    visitor.expect("ERR_FAILED")
    visitor.expect(f"status of {status}")
    english.route("**/page/bundles/**", lambda route: route.abort())
    english.route(
        "**/page/assess",
        lambda route: route.fulfill(
            status=status, content_type="application/problem+json", body="{}"
        ),
    )
    english.goto(fragment(HIGH, "en"))
    expect(english.locator("#result [data-state=failed]")).to_be_visible()
    expect(english.locator("#result [data-state=refused]")).to_be_hidden()
