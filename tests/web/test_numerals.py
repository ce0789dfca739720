"""Numbers in the browser: rounded and written as Python does, ties included."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from playwright.sync_api import Browser, Page

from service.clinical.language import LANGUAGES, numeral
from tests.web.browser import Visitor

OPEN = """async () => {
  const main = document.querySelector("script[type=module]").src;
  window.ofTest = await import(main.replace("main.js", "engine/numeral.js"));
}"""
WRITE = """(numbers) => JSON.parse(numbers).map((number) => [
  ...["vi", "en"].flatMap((language) => [undefined, 0, 1, 2].map(
    (decimals) => window.ofTest.numeral(number, decimals, language))),
  ...[0, 3, 7].map((decimals) => window.ofTest.rounded(number, decimals)),
])"""

# Halves, quarters, eighths... are where the two languages round differently.
TIES = st.builds(
    lambda whole, power: whole / 2**power,
    st.integers(-(10**7), 10**7),
    st.integers(0, 9),
)
NUMBERS = st.one_of(
    TIES,
    st.floats(-1e15, 1e15),
    st.floats(-300, 300),
    st.floats(-8, 8, width=32),
    st.builds(lambda number: round(number, 2), st.floats(0, 300)),
    st.builds(lambda exponent: 1.2345650 * 10.0**exponent, st.integers(-9, 14)),
)


@pytest.fixture(scope="module")
def numerals(browser: Browser, page_url: str) -> Iterator[Page]:
    visitor = Visitor(browser, page_url)
    page = visitor.page()
    page.goto("/")
    page.evaluate(OPEN)
    yield page
    visitor.close()


@given(st.lists(NUMBERS, min_size=50, max_size=200))
@settings(
    max_examples=50,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_number_is_written_as_the_service_writes_it(
    numerals: Page, numbers: list[float]
) -> None:
    found = numerals.evaluate(WRITE, json.dumps(numbers))

    assert found == [
        [
            *(
                numeral(number, decimals)[language]
                for language in LANGUAGES
                for decimals in (None, 0, 1, 2)
            ),
            *(round(number, decimals) for decimals in (0, 3, 7)),
        ]
        for number in numbers
    ]
