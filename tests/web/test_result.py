"""The result: read right in ten seconds, and the same numbers as the API's."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.answers import (
    answer,
    choose_horizon,
    part,
    question,
    shown_in_english,
)
from tests.web.browser import Visitor
from tests.web.states import HIGH, LOW, UNTESTED, open_answer

LATER, NOW = "incident-diabetes", "undiagnosed-diabetes"


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
    choose_horizon(opened, 5)
    opened.get_by_label("times").first.check(force=True)
    return opened


@pytest.fixture(scope="module")
def asked_twice(browser: Browser, page_url: str) -> Iterator[Page]:
    with shown_in_english(browser, page_url, UNTESTED) as page:
        yield page


def unfold(page: Page) -> None:
    """Show every reason of the first question."""
    for button in (
        page.locator("#result .answers [data-part=reasons]")
        .first.locator("[data-part=more]")
        .all()
    ):
        button.click()


def deciding(told: dict[str, Any]) -> float:
    """The probability at the horizon of an assessment's bands."""
    years = told["band"]["horizon_years"]
    risks = {risk["horizon_years"]: risk["probability"] for risk in told["risks"]}
    return float(risks[years])


@pytest.mark.parametrize("values", [HIGH, UNTESTED, LOW])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_conclusion_stands_first_in_the_words_of_the_api(
    visitor: Visitor, values: Mapping[str, str], language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    open_answer(page, values)
    told = answer(visitor.url, values, language)["conclusion"]
    card = page.locator("#result .conclusion")
    expect(card).to_have_attribute("data-status", told["status"]["code"])
    expect(part(page, "status")).to_have_text(told["status"]["label"])
    expect(part(page, "status-text")).to_have_text(told["status"]["text"])
    expect(part(page, "next-step")).to_have_text(told["next_step"]["text"])
    expect(part(page, "leading")).to_have_text(told["risk"]["text"])
    first = page.locator("#result [data-state=answer] > *").first
    expect(first).to_have_class("card conclusion")


def test_a_status_that_rests_on_hba1c_says_when_hba1c_misleads(english: Page) -> None:
    open_answer(english, {"age": "54", "sex": "female", "hba1c": "6.2 %"})
    expect(part(english, "misleads")).to_contain_text("haemoglobin E")
    english.fill("#field-fasting_glucose", "6.2")
    expect(part(english, "misleads")).to_be_hidden()


def test_now_and_later_are_two_questions_with_titles_of_their_own(
    asked_twice: Page,
) -> None:
    titles = asked_twice.locator("#result .assessment [data-part=question]")
    expect(titles).to_have_text(
        [
            "Is diabetes there now, undiagnosed?",
            "Will diabetes develop in the coming years?",
        ]
    )
    switches = asked_twice.locator("#result .horizons:visible")
    expect(switches).to_have_count(1)
    expect(switches.locator("[data-part=within]")).to_have_text(
        ["Within 3 years", "Within 5 years"]
    )


def test_a_question_that_a_test_answers_has_no_figure(high: Page) -> None:
    expect(question(high, NOW)).to_have_count(0)
    reason = high.locator("#result .refusal[data-code=answered_by_test]")
    expect(reason).to_contain_text("106 mg/dL: in the prediabetes range")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_says_the_risk_as_so_many_of_100_people(
    visitor: Visitor, language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    open_answer(page, HIGH)
    [told] = answer(visitor.url, HIGH, language)["assessments"]
    count = f"{100 * deciding(told):.0f}"
    words = {
        "en": f"Of 100 people like this, about {count} develop it within 5 years.",
        "vi": f"Trong 100 người tương tự, khoảng {count} người sẽ mắc bệnh trong 5 năm"
        " tới.",
    }
    expect(part(page, "sentence")).to_have_text(words[language])
    expect(part(page, "range")).to_contain_text("100")
    expect(part(page, "band-label")).to_contain_text(told["band"]["label"])


def test_says_a_small_risk_of_1000_people(english: Page) -> None:
    open_answer(english, LOW)
    expect(part(english, "sentence")).to_contain_text("Of 1,000 people like this")
    expect(part(english, "people")).to_have_attribute("data-people", "1000")


def test_icon_array_has_the_expected_and_the_possible_people(
    visitor: Visitor, high: Page
) -> None:
    [told] = answer(visitor.url, HIGH, "en")["assessments"]
    count = round(100 * deciding(told))
    upper = round(100 * told["interval"]["risks"][-1]["high"])
    expect(part(high, "people")).to_have_attribute(
        "aria-label",
        f"Of 100 people, {count} are marked; the range reaches {upper}.",
    )
    rows, rest = divmod(count, 10)
    assert f"V{rows}" in (part(high, "affected").get_attribute("d") or "")
    assert rest == 0 or f"H{rest}" in (part(high, "affected").get_attribute("d") or "")
    expect(part(high, "legend-possible")).to_have_text(f"possible, up to {upper}")


def test_current_band_is_told_where_it_begins_and_ends(
    visitor: Visitor, high: Page
) -> None:
    [told] = answer(visitor.url, HIGH, "en")["assessments"]
    current = high.locator("#result .levels [aria-current]")
    expect(current).to_contain_text(told["band"]["label"])
    expect(current).to_contain_text("%")


def test_each_horizon_has_its_figure_in_the_switch(
    visitor: Visitor, high: Page
) -> None:
    [told] = answer(visitor.url, HIGH, "en")["assessments"]
    figures = high.locator("#result .horizons [data-part=figure]").all_inner_texts()
    assert figures == [
        f"{100 * risk['probability']:.0f}\u00a0%" for risk in told["risks"]
    ]


def test_arrow_keys_change_the_horizon_and_the_band_is_explained(high: Page) -> None:
    chosen = high.locator("#result .horizons input:checked")
    chosen.press("ArrowLeft")
    expect(part(high, "sentence")).to_contain_text("within 3 years")
    expect(part(high, "band-note")).to_contain_text(
        "The bands are those of the figure “Within 5 years”:"
    )
    expect(chosen).to_be_focused()


def test_what_is_there_now_is_called_a_chance(asked_twice: Page) -> None:
    now = question(asked_twice, NOW)
    expect(now.locator("[data-part=sentence]")).to_contain_text("have it now.")
    expect(now.locator("[data-part=band-label]")).to_contain_text("chance")


def test_chosen_horizon_stays_when_a_value_changes(english: Page) -> None:
    open_answer(english, HIGH)
    choose_horizon(english, 3)
    english.fill("#field-age", "44")
    expect(part(english, "sentence")).to_contain_text("within 3 years")
    expect(english.locator("#result .outcome .when")).to_have_text("Within 3 years")


def test_says_for_whom_the_figure_does_not_hold(english: Page) -> None:
    open_answer(english, {**UNTESTED, "ancestry": "white"})
    cautions = question(english, NOW).locator("[data-list=cautions]")
    expect(cautions).to_contain_text("For others its figure does not hold")


def test_says_that_gestational_diabetes_is_not_counted(english: Page) -> None:
    open_answer(english, {**HIGH, "gestational_diabetes": "true"})
    cautions = question(english, LATER).locator("[data-list=cautions]")
    expect(cautions).to_contain_text("the true risk is several times higher")


def test_says_to_the_very_old_that_other_deaths_are_not_counted(english: Page) -> None:
    open_answer(english, {**UNTESTED, "age": "82"})
    later = question(english, LATER).locator("[data-list=cautions]")
    expect(later).to_contain_text("die of another cause")
    expect(question(english, NOW)).not_to_contain_text("die of another cause")


def test_says_which_values_the_figure_leaves_out(high: Page) -> None:
    expect(part(high, "not-used")).to_have_text(
        "Not taken into account by this figure: waist circumference."
    )


def test_conversions_are_told_quietly(high: Page) -> None:
    remarks = part(high, "remarks")
    expect(remarks).not_to_have_attribute("open", "")
    remarks.locator("summary").click()
    expect(remarks).to_contain_text("106 mg/dL was converted to 5.88 mmol/L")


@pytest.mark.parametrize(("bundle", "years"), [(NOW, 0), (LATER, 3), (LATER, 5)])
def test_bars_of_the_waterfall_sum_to_the_log_odds(
    visitor: Visitor, asked_twice: Page, bundle: str, years: int
) -> None:
    if years:
        choose_horizon(asked_twice, years)
    assessments = answer(visitor.url, UNTESTED, "en")["assessments"]
    [told] = [one for one in assessments if one["bundle"]["name"] == bundle]
    shown = question(asked_twice, bundle).locator("[data-part=reasons]").first
    bars = shown.locator(".reason").evaluate_all(
        "rows => rows.map(row => Number(row.dataset.logOdds))"
    )
    risks = {risk["horizon_years"]: risk["probability"] for risk in told["risks"]}
    risk = risks[years]
    shift = math.log(risk / (1 - risk)) - told["log_odds"]
    base = told["base_log_odds"] + shift
    assert base + sum(bars) == pytest.approx(math.log(risk / (1 - risk)), abs=1e-5)


def test_every_reason_is_shown_with_the_value_entered_and_the_api_s_number(
    visitor: Visitor, high: Page
) -> None:
    unfold(high)
    reasons = high.locator("#result .answers [data-part=reasons]").first
    rows = reasons.locator("[data-variable] [data-part=effect]")
    reasons.locator("[data-part=scale] label").nth(1).click()
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


def test_unknown_inputs_are_a_group_apart_and_can_be_unfolded(
    visitor: Visitor, english: Page
) -> None:
    open_answer(english, UNTESTED)
    told = answer(visitor.url, UNTESTED, "en")["assessments"]
    [now] = [one for one in told if one["bundle"]["name"] == NOW]
    unmeasured = sum(not one["measured"] for one in now["contributions"])
    unknown = question(english, NOW).locator("[data-list=unknown]").first
    more = unknown.locator("[data-part=more]")
    expect(more).to_contain_text("others")
    more.press("Enter")
    expect(unknown.locator("[data-variable]")).to_have_count(unmeasured)
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "true")


def test_what_would_tell_most_comes_first_and_leads_to_its_field(
    visitor: Visitor, high: Page
) -> None:
    [told] = answer(visitor.url, HIGH, "en")["assessments"]
    most = told["missing"][0]
    first = high.locator("#result [data-list=missing] tr").first
    expect(first).to_contain_text(f"{100 * most['probability_if_high']:.0f}\u00a0%")
    first.get_by_role("link", name=most["label"]).click()
    expect(high.locator(f"#field-{most['variable']}")).to_be_focused()


def test_stands_among_people_of_the_same_age_and_sex(
    visitor: Visitor, high: Page
) -> None:
    [told] = answer(visitor.url, HIGH, "en")["assessments"]
    expect(part(high, "standing-text")).to_have_text(told["standing"]["text"])
    place = part(high, "mark").get_attribute("x1") or ""
    percentile = told["standing"]["percentile"]
    assert float(place.rstrip("%")) == pytest.approx(percentile, abs=0.2)


def test_published_scores_are_ranges_until_they_are_settled(high: Page) -> None:
    findrisc = high.locator("#result [data-code=findrisc]")
    expect(findrisc.locator("[data-part=points]")).to_have_text("6–21")
    findrisc.locator("summary").click()
    expect(findrisc).to_contain_text("Would settle it: physically active")
    expect(findrisc).to_contain_text("Diabetes Care 2003;26:725-731")


def test_screen_reader_is_told_the_conclusion_and_not_every_key(
    english: Page,
) -> None:
    open_answer(english, HIGH)
    region = part(english, "announcement")
    expect(region).to_contain_text("Prediabetes by fasting glucose. ")
    english.evaluate(
        """() => {
            const region = document.querySelector('[data-part=announcement]');
            window.told = [];
            new MutationObserver(() => window.told.push(region.textContent))
                .observe(region, {childList: true});
        }"""
    )
    english.fill("#field-fasting_glucose", "9")
    english.fill("#field-fasting_glucose", "90")
    expect(region).to_contain_text("Normal glucose by fasting glucose. ")
    assert english.evaluate("window.told.length") == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_server_draws_the_same_result_without_scripts(
    visitor: Visitor, language: Literal["vi", "en"]
) -> None:
    page = visitor.page(language=language)
    open_answer(page, HIGH)
    unfold(page)
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
    first = ":scope > [data-part=reasons] "
    for piece in (".words", ".levels li", ".cautions", f"{first}tr", ".missing tr"):
        assert _texts(shown.locator(piece)) == _texts(live.locator(piece)), piece
    for piece in (".conclusion", ".refusal", ".scores"):
        whole = f"#result [data-state=answer] {piece}"
        assert _texts(bare.locator(whole)) == _texts(page.locator(whole)), piece


def _texts(found: Locator) -> list[str]:
    texts = (" ".join(text.split()) for text in found.all_text_contents())
    return [text for text in texts if text not in {"Show fewer", "Thu gọn"}]
