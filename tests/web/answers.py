"""What the service itself answers, and what the page shows of it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.web.browser import Visitor
from tests.web.states import ANSWER, open_answer

QUANTITY = re.compile(r"^(-?[\d.]+)(?: (.+))?$")


def sent(values: Mapping[str, str]) -> dict[str, object]:
    """Values of a link as POST /v1/risk takes them."""
    return {name: _value(text) for name, text in values.items()}


def _value(text: str) -> object:
    if text in {"true", "false"}:
        return text == "true"
    found = QUANTITY.match(text)
    if found is None:
        return text
    number = float(found[1])
    return {"value": number, "unit": found[2]} if found[2] else number


def answer(url: str, values: Mapping[str, str], language: str) -> dict[str, Any]:
    """What POST /v1/risk says of these values."""
    body = {"patient": sent(values), "language": language}
    found: dict[str, Any] = httpx.post(f"{url}/v1/risk", json=body).json()
    return found


@contextmanager
def shown_in_english(
    browser: Browser, url: str, values: Mapping[str, str]
) -> Iterator[Page]:
    """A page with the answer about these values, for several tests to look at."""
    visitor = Visitor(browser, url)
    page = visitor.page(language="en")
    open_answer(page, values)
    yield page
    visitor.close()


def part(page: Page, name: str) -> Locator:
    """A part of the result, by its name; the first where there are several."""
    return page.locator(f"#result [data-part={name}]").first


def question(page: Page, bundle: str) -> Locator:
    """What is said of one model's question."""
    return page.locator(f"{ANSWER} .assessment[data-bundle={bundle}]")


def choose_horizon(page: Page, years: int) -> None:
    """Look at the figure for so many years."""
    page.locator(f"#result .horizons input[value='{years}']").check()
    expect(page.locator(f"{ANSWER} .answers > *").first).to_be_visible()


def updated(route: Route) -> None:
    """The answer of a service whose models were replaced since the page was opened."""
    found = route.fetch()
    body = found.json()
    for assessment in body["assessments"]:
        assessment["bundle"]["version"] = "9.0.0"
    route.fulfill(response=found, json=body)
