"""Where there is no figure: why, what next, and the way to what is missing."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.answers import choose_horizon, part
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
def test_no_risk_is_a_screen_with_the_next_step(
    english: Page, reason: str, title: str, step: str
) -> None:
    open_answer(english, REFUSED[reason])
    screen = english.locator("#result .refusal")
    expect(screen.get_by_role("heading", level=3)).to_have_text(title)
    expect(screen.locator(".step")).to_contain_text(step)
    expect(english.locator("#result .assessment")).to_have_count(0)
    expect(part(english, "what-if")).to_be_hidden()


def test_diagnostic_value_is_held_against_its_criterion(english: Page) -> None:
    open_answer(english, {"age": "54", "sex": "male", "hba1c": "50 mmol/mol"})
    expect(english.locator("#result .criteria li")).to_have_text(
        "HbA1c 50 mmol/mol; criterion: 48 mmol/mol or more"
    )


def test_a_model_that_lacks_an_input_says_which_and_leads_there(english: Page) -> None:
    open_answer(english, {"age": "54", "sex": "female"})
    switch = english.locator("#result .horizons")
    expect(switch).to_contain_text("not assessed")
    choose_horizon(english, 0)
    expect(english.locator("#result .refusal")).to_contain_text(
        "Not known: body mass index."
    )
    english.get_by_role("link", name="Enter: weight").click()
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
    expect(part(english, "sentence")).to_contain_text("about 16 develop it")


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
