"""Every state that a reader can bring the page to, by name.

A state opens from an address or a submitted form, as readers do it; what is looked at
there is the business of the tests.
"""

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from playwright.sync_api import Page, expect

ANSWER = "#result [data-state=answer]"
EMPTY = "#result [data-state=empty]"

LOW = {"age": "27", "sex": "female", "bmi": "19", "systolic_bp": "104"} | {
    "diastolic_bp": "66",
    "waist": "66",
    "fasting_glucose": "4.6 mmol/L",
    "total_cholesterol": "4.4 mmol/L",
    "family_history_diabetes": "none",
    "smoking": "never",
}
MODERATE = {"age": "45", "sex": "male", "height": "165", "weight": "66"} | {
    "systolic_bp": "124",
    "fasting_glucose": "95 mg/dL",
}
HIGH = {"age": "54", "sex": "female", "height": "155 cm", "weight": "62 kg"} | {
    "waist": "84",
    "systolic_bp": "138",
    "fasting_glucose": "106 mg/dL",
}
# The same woman before any test: both questions are open.
UNTESTED = {name: text for name, text in HIGH.items() if name != "fasting_glucose"}
# Everything that can be known, so that every list on the page is at its longest.
VERY_HIGH = {"age": "62", "sex": "male", "height": "165", "weight": "82"} | {
    "waist": "99",
    "systolic_bp": "152",
    "diastolic_bp": "94",
    "fasting_glucose": "118 mg/dL",
    "hba1c": "6.1 %",
    "total_cholesterol": "6.2 mmol/L",
    "hdl_cholesterol": "0.9 mmol/L",
    "triglycerides": "240 mg/dL",
    "alt": "46",
    "ggt": "71",
    "creatinine": "92 umol/L",
    "hypertension": "true",
    "antihypertensive_drug": "true",
    "family_history_diabetes": "first_degree",
    "high_glucose_ever": "true",
    "smoking": "current",
    "alcohol": "current",
    "physically_active": "false",
    "daily_fruit_or_vegetables": "false",
    "ancestry": "white",
}
REFUSED: Mapping[str, Mapping[str, str]] = {
    "known diabetes": {"age": "54", "sex": "female", "known_diabetes": "true"},
    "diagnostic value": {"age": "54", "sex": "female", "fasting_glucose": "8.1 mmol/L"},
    "pregnant": {"age": "28", "sex": "female", "pregnant": "true"},
    "under 20": {"age": "17", "sex": "male"},
}


def fragment(values: Mapping[str, str], language: str) -> str:
    """An address that brings values along, as a CDS client's link does."""
    fields = urlencode({**values, "language": language}, quote_via=quote)
    return f"/?language={language}#{fields}"


def language_of(page: Page) -> str:
    """The language that this browser asks for."""
    return str(page.evaluate("navigator.language"))[:2]


def open_empty(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html.scripted")).to_be_attached()
    expect(page.locator(EMPTY)).to_be_visible()


def open_answer(page: Page, values: Mapping[str, str]) -> None:
    """Come by a link with values, and wait for what is said about them."""
    page.goto("about:blank")
    page.goto(fragment(values, language_of(page)))
    expect(page.locator(ANSWER)).to_be_visible()


def open_errors(page: Page) -> None:
    open_empty(page)
    page.fill("#field-age", "300")
    page.fill("#field-fasting_glucose", "bình thường")
    page.press("#field-fasting_glucose", "Tab")
    expect(page.locator("#error-age")).to_be_visible()


def open_unfolded(page: Page) -> None:
    """A result with everything opened that can be opened."""
    open_answer(page, HIGH)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def open_changed(page: Page) -> None:
    """A result, and below it the same patient with another weight."""
    open_answer(page, HIGH)
    lever = page.locator("#result input[type=range]").first
    for _ in range(5):
        lever.press("ArrowLeft")
    expect(page.locator("#result [data-part=reset]")).to_be_visible()


def open_paste(page: Page) -> None:
    open_empty(page)
    page.click("#paste-open")
    page.fill("#paste-text", "Nữ 54 tuổi, Glu 5,9 mmol/L, TG 2.1, Xyz 12")
    page.click("#paste-read")
    expect(page.locator("#report")).to_be_visible()


def _answer(values: Mapping[str, str]) -> Callable[[Page], None]:
    return lambda page: open_answer(page, values)


def _model(name: str) -> Callable[[Page], None]:
    return lambda page: _visit(page, f"/models/{name}?language={language_of(page)}")


def _visit(page: Page, address: str) -> None:
    page.goto(address)


STATES: Mapping[str, Callable[[Page], None]] = {
    "empty": open_empty,
    "errors": open_errors,
    "paste": open_paste,
    "low": _answer(LOW),
    "moderate": _answer(MODERATE),
    "high": _answer(HIGH),
    "no test known": _answer(UNTESTED),
    "very high": _answer(VERY_HIGH),
    "one model only": _answer({"age": "54", "sex": "female"}),
    "unfolded": open_unfolded,
    "changed": open_changed,
    **{name: _answer(values) for name, values in REFUSED.items()},
    "incident model": _model("incident-diabetes"),
    "undiagnosed model": _model("undiagnosed-diabetes"),
}
