"""Axe finds nothing wrong: any state, both languages, light and dark."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import axe_violations, colour_violations
from tests.web.browser import Visitor
from tests.web.states import ANSWER, HIGH, STATES, fragment, open_answer
from tests.web.test_no_script import submitted


def in_both_schemes(page: Page) -> list[str]:
    """What axe finds on a light and on a dark screen, which differ in colours only."""
    light = axe_violations(page)
    page.emulate_media(color_scheme="dark")
    return light + colour_violations(page)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible(
    visitor: Visitor, state: str, language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    STATES[state](page)
    assert in_both_schemes(page) == []


@pytest.mark.parametrize("state", ["empty", "errors", "very high", "incident model"])
def test_every_state_is_accessible_on_a_phone(visitor: Visitor, state: str) -> None:
    page = visitor.page(size=(390, 844), touch=True)
    STATES[state](page)
    assert in_both_schemes(page) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_result_without_scripts_is_accessible(
    visitor: Visitor, language: Literal["vi", "en"]
) -> None:
    sent = submitted(visitor, language)
    # Axe is a script: the same markup is read in a browser that runs it.
    page = visitor.page(language=language)
    page.goto("/models/incident-diabetes")
    page.route("**/without-scripts", lambda route: route.fulfill(body=sent.content()))
    page.goto("/without-scripts")
    assert in_both_schemes(page) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_that_nobody_answers_is_accessible(
    visitor: Visitor, language: Literal["vi", "en"]
) -> None:
    visitor.expect("ERR_FAILED")
    page = visitor.page(language=language)
    page.route("**/page/**", lambda route: route.abort())
    page.goto(fragment(HIGH, language))
    expect(page.locator("#result [data-state=failed]")).to_be_visible()
    assert in_both_schemes(page) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_that_answers_itself_is_accessible(
    visitor: Visitor, language: Literal["vi", "en"]
) -> None:
    visitor.expect("ERR_FAILED")
    page = visitor.page(language=language)
    page.route("**/page/assess", lambda route: route.abort())
    open_answer(page, HIGH)
    expect(page.locator(ANSWER)).to_be_visible()
    assert in_both_schemes(page) == []


def test_axe_would_find_a_field_without_a_label(visitor: Visitor) -> None:
    page = visitor.page()
    STATES["empty"](page)
    page.evaluate("document.querySelector('label[for=field-age]').remove()")
    found = axe_violations(page)
    assert any(line.startswith("label: #field-age") for line in found)
