"""The result: read right in ten seconds, and the same numbers as the API's."""

import math
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.web.answers import answer, choose_horizon, part, shown_in_english
from tests.web.browser import Visitor
from tests.web.states import HIGH, LOW, open_answer

SENTENCES = {
    "en": "Of 100 people like this, about 16 develop it within 5 years.",
    "vi": "Trong 100 người tương tự, khoảng 16 người sẽ mắc bệnh trong 5 năm tới.",
}
RANGES = {
    "en": "Likely range: 7 to 33 of 100",
    "vi": "Khoảng dự kiến: từ 7 đến 33 trên 100 người",
}
BANDS = {"en": "high risk", "vi": "Nguy cơ cao"}


@pytest.fixture
def english(visitor: Visitor) -> Page:
    return visitor.page(language="en")


@pytest.fixture(scope="module")
def opened(browser: Browser, page_url: str) -> Iterator[Page]:
    with shown_in_english(browser, page_url, HIGH) as page:
        yield page


@pytest.fixture
def high(opened: Page) -> Page:
    """One result for all tests that only look, as it opens."""
    choose_horizon(opened, 2)
    opened.get_by_label("times").first.check(force=True)
    return opened


@pytest.mark.parametrize("language", ["vi", "en"])
def test_says_the_risk_as_so_many_of_100_people(
    visitor: Visitor, language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    open_answer(page, HIGH)
    expect(part(page, "sentence")).to_have_text(SENTENCES[language])
    expect(part(page, "range")).to_have_text(RANGES[language])
    expect(part(page, "band-label")).to_have_text(BANDS[language])


def test_says_a_small_risk_of_1000_people(english: Page) -> None:
    open_answer(english, LOW)
    expect(part(english, "sentence")).to_have_text(
        "Of 1,000 people like this, about 1 develop it within 5 years."
    )
    expect(part(english, "people")).to_have_attribute("data-people", "1000")


def test_icon_array_has_the_expected_and_the_possible_people(high: Page) -> None:
    people = part(high, "people")
    expect(people).to_have_attribute(
        "aria-label", "Of 100 people, 16 are marked; the range reaches 33."
    )
    expect(part(high, "affected")).to_have_attribute("d", "M0 0H10V1H6V2H0Z")
    expect(part(high, "legend-possible")).to_have_text("possible, up to 33")


def test_current_band_is_told_where_it_begins_and_ends(high: Page) -> None:
    current = high.locator("#result .levels [aria-current]")
    expect(current).to_have_text("high 10\u00a0% to 25\u00a0%")


def test_each_horizon_has_its_figure_in_the_switch(high: Page) -> None:
    figures = high.locator("#result .horizons [data-part=figure]").all_inner_texts()
    assert figures == ["7\u00a0%", "9\u00a0%", "16\u00a0%"]


def test_arrow_keys_change_the_horizon_and_the_band_is_explained(high: Page) -> None:
    high.locator("#result [name=horizon]:checked").press("ArrowLeft")
    expect(part(high, "sentence")).to_have_text(
        "Of 100 people like this, about 9 develop it within 3 years."
    )
    expect(part(high, "band-note")).to_have_text(
        "The bands are those of the figure “Within 5 years”: 16\u00a0%."
    )


def test_what_is_there_now_is_called_a_chance(high: Page) -> None:
    choose_horizon(high, 0)
    expect(part(high, "sentence")).to_have_text(
        "Of 100 people like this, about 7 have it now."
    )
    expect(part(high, "band-label")).to_have_text("high chance")


def test_chosen_horizon_stays_when_a_value_changes(english: Page) -> None:
    open_answer(english, HIGH)
    choose_horizon(english, 1)
    english.fill("#field-age", "44")
    expect(part(english, "sentence")).to_contain_text("within 3 years")
    expect(english.locator("#result .outcome .when")).to_have_text("Within 3 years")


def test_a_test_that_outranks_the_score_comes_before_the_advice(high: Page) -> None:
    choose_horizon(high, 0)
    texts = high.locator("#result .next").inner_text()
    assert texts.index("Fasting glucose is known") < texts.index("A value is in")


def test_says_for_whom_the_figure_does_not_hold(english: Page) -> None:
    open_answer(english, {**HIGH, "ancestry": "white"})
    choose_horizon(english, 0)
    cautions = english.locator("#result [data-list=cautions]")
    expect(cautions).to_contain_text("For others its figure does not hold")


def test_says_which_values_the_figure_leaves_out(high: Page) -> None:
    expect(part(high, "not-used")).to_have_text(
        "Not taken into account by this figure: waist circumference."
    )


def test_conversions_are_told_quietly(high: Page) -> None:
    remarks = part(high, "remarks")
    expect(remarks).not_to_have_attribute("open", "")
    remarks.locator("summary").click()
    expect(remarks).to_contain_text("106 mg/dL was converted to 5.88 mmol/L")


@pytest.mark.parametrize("horizon", [0, 1, 2])
def test_bars_of_the_waterfall_sum_to_the_log_odds(
    visitor: Visitor, high: Page, horizon: int
) -> None:
    choose_horizon(high, horizon)
    told = answer(visitor.url, HIGH, "en")["assessments"][1 if horizon == 0 else 0]
    bars = high.locator("#result .answers .reason").evaluate_all(
        "rows => rows.map(row => Number(row.dataset.logOdds))"
    )
    risk = told["risks"][max(horizon - 1, 0)]["probability"]
    shift = math.log(risk / (1 - risk)) - told["log_odds"]
    base = told["base_log_odds"] + shift
    assert base + sum(bars) == pytest.approx(math.log(risk / (1 - risk)), abs=1e-5)


def test_every_reason_is_shown_with_the_value_entered_and_the_api_s_number(
    visitor: Visitor, high: Page
) -> None:
    high.locator("#result .answers [data-part=more]").first.click()
    rows = high.locator("#result .answers [data-variable] [data-part=effect]")
    high.get_by_label("log-odds").first.check(force=True)
    shown = {
        row.locator("xpath=ancestor::tr").get_attribute(
            "data-variable"
        ): row.inner_text()
        for row in rows.all()
    }
    told = answer(visitor.url, HIGH, "en")["assessments"][0]["contributions"]
    expected = {
        c["variable"]: f"{c['log_odds']:+.2f}".replace("-", "\u2212") for c in told
    }
    assert shown == expected
    glucose = high.locator("#result .answers [data-variable=fasting_glucose]").first
    expect(glucose.locator("[data-part=value]")).to_have_text("106 mg/dL")


def test_unknown_inputs_are_a_group_apart_and_can_be_unfolded(english: Page) -> None:
    open_answer(english, HIGH)
    unknown = english.locator("#result .answers [data-list=unknown]").first
    more = unknown.locator("[data-part=more]")
    expect(more).to_have_text("3 others")
    more.press("Enter")
    expect(unknown.locator("[data-variable]")).to_have_count(6)
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "true")


def test_what_would_tell_most_comes_first_and_leads_to_its_field(high: Page) -> None:
    first = high.locator("#result [data-list=missing] tr").first
    expect(first).to_contain_text("none: 16\u00a0%")
    expect(first).to_contain_text("parent, sibling or child: 31\u00a0%")
    first.get_by_role("link", name="Family history of diabetes").click()
    expect(high.locator("#field-family_history_diabetes")).to_be_focused()


def test_stands_among_people_of_the_same_age_and_sex(high: Page) -> None:
    expect(part(high, "standing-text")).to_contain_text("about 95 of 100 women")
    place = part(high, "mark").get_attribute("x1") or ""
    assert float(place.rstrip("%")) == pytest.approx(94.6, abs=0.2)


def test_published_scores_are_ranges_until_they_are_settled(high: Page) -> None:
    findrisc = high.locator("#result [data-code=findrisc]")
    expect(findrisc.locator("[data-part=points]")).to_have_text("6–21")
    findrisc.locator("summary").click()
    expect(findrisc).to_contain_text("Would settle it: physically active")
    expect(findrisc).to_contain_text("Diabetes Care 2003;26:725-731")


def test_screen_reader_is_told_the_figure_and_not_every_key(english: Page) -> None:
    open_answer(english, HIGH)
    region = part(english, "announcement")
    expect(region).to_have_text(SENTENCES["en"])
    english.evaluate(
        """() => {
            const region = document.querySelector('[data-part=announcement]');
            window.told = [];
            new MutationObserver(() => window.told.push(region.textContent))
                .observe(region, {childList: true});
        }"""
    )
    english.fill("#field-systolic_bp", "150")
    english.fill("#field-systolic_bp", "160")
    expect(region).not_to_have_text(SENTENCES["en"])
    assert english.evaluate("window.told.length") == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_server_draws_the_same_result_without_scripts(
    visitor: Visitor, language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    open_answer(page, HIGH)
    page.locator("#result .answers [data-part=more]").first.click()
    bare = visitor.page(language=language, javascript=False)
    bare.goto("/")
    for name, text in HIGH.items():
        number, _, unit = text.partition(" ")
        if name == "sex":
            bare.locator(f"[name=sex][value={text}]").check()
            continue
        bare.fill(f"#field-{name}", number)
        if unit:
            bare.select_option(f"[name='{name}.unit']", unit)
    bare.click("#entry [type=submit]")
    shown = bare.locator(".assessment[data-bundle=incident-diabetes]")
    live = page.locator("#result .assessment")
    expect(shown).to_be_visible()
    for piece in (".words", ".levels li", ".next", ".waterfall tr", ".missing tr"):
        assert _texts(shown.locator(piece)) == _texts(live.locator(piece)), piece
    scores = "#result .scores"
    assert _texts(bare.locator(scores)) == _texts(page.locator(scores))


def _texts(found: Locator) -> list[str]:
    texts = (" ".join(text.split()) for text in found.all_text_contents())
    return [text for text in texts if text not in {"Show fewer", "Thu gọn"}]


def test_two_models_with_one_horizon_are_told_apart(english: Page) -> None:
    english.route("**/text.en.json", at_five_years)
    open_answer(english, HIGH)
    labels = english.locator("#result [data-list=horizons] [data-part=when]")
    expect(labels).to_have_text(
        [
            "Within 3 years",
            "Within 5 years · New type 2 diabetes",
            "Within 5 years · Diabetes now, not yet diagnosed",
        ]
    )


def at_five_years(route: Route) -> None:
    """The page's table if the second model spoke of five years too."""
    found = route.fetch()
    body = found.json()
    body["bundles"][1]["horizons_years"] = [5]
    route.fulfill(response=found, json=body)
