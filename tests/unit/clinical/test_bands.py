"""Bands and advice: which words a probability gets, and what is advised."""

import math

import pytest
from hypothesis import given, strategies as st

from service.clinical.bands import ADVICE_CODES, BANDS, Level, advise, band_of
from service.engine.bundle import Bundle
from tests.unit.people import in_unit, person

LEVELS = (
    Level("low", 0.02),
    Level("moderate", 0.10),
    Level("high", 0.25),
    Level("very_high", None),
)
ORDER = list(BANDS)


@pytest.mark.parametrize(
    ("probability", "band"),
    [
        (0.0, "low"),
        (math.nextafter(0.02, 0), "low"),
        (0.02, "moderate"),
        (math.nextafter(0.10, 0), "moderate"),
        (0.10, "high"),
        (math.nextafter(0.25, 0), "high"),
        (0.25, "very_high"),
        (1.0, "very_high"),
    ],
)
def test_a_band_begins_exactly_where_the_one_before_ends(
    probability: float, band: str
) -> None:
    assert band_of(probability, LEVELS) == band


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_has_a_lower_band(one: float, other: float) -> None:
    lower, higher = sorted([one, other])

    lower_band, higher_band = band_of(lower, LEVELS), band_of(higher, LEVELS)

    assert ORDER.index(lower_band) <= ORDER.index(higher_band)


def test_a_single_level_without_an_end_takes_everyone() -> None:
    assert band_of(0.99, (Level("low", None),)) == "low"


def test_the_committed_bundle_has_its_bands_in_order(bundle: Bundle) -> None:
    codes = [level.code for level in bundle.manifest.bands.levels]

    assert codes == [code for code in ORDER if code in codes]


@pytest.mark.parametrize(
    ("band", "unknown", "normal", "prediabetes"),
    [
        (
            "low",
            "rescreen_within_3_years",
            "rescreen_within_3_years",
            "prediabetes_care",
        ),
        ("moderate", "measure_glucose", "rescreen_yearly", "prediabetes_care"),
        ("high", "measure_glucose", "test_now_and_intervene", "test_now_and_intervene"),
        (
            "very_high",
            "measure_glucose",
            "test_now_and_intervene",
            "test_now_and_intervene",
        ),
    ],
)
def test_advice_follows_the_band_and_what_is_known_of_glucose(
    band: str, unknown: str, normal: str, prediabetes: str
) -> None:
    assert advise(band, person()).code == unknown
    assert advise(band, person(fasting_glucose=5.2)).code == normal
    assert advise(band, person(fasting_glucose=6.2)).code == prediabetes


@pytest.mark.parametrize(
    ("name", "unit", "at", "below"),
    [
        ("fasting_glucose", "mmol/L", 5.6, 5.59),
        ("fasting_glucose", "mg/dL", 100, 99),
        ("ogtt_2h", "mmol/L", 7.8, 7.79),
        ("ogtt_2h", "mg/dL", 140, 139),
        ("hba1c", "%", 5.7, 5.69),
        ("hba1c", "mmol/mol", 39, 38),
    ],
)
def test_prediabetes_begins_at_the_printed_threshold_of_each_unit(
    name: str, unit: str, at: float, below: float
) -> None:
    """100 mg/dL converts to 5.55 mmol/L, yet is the threshold printed as 5.6."""
    reached = advise("low", person(**{name: in_unit(at, unit)}))
    not_reached = advise("low", person(**{name: in_unit(below, unit)}))

    assert reached.code == "prediabetes_care"
    assert not_reached.code == "rescreen_within_3_years"


def test_one_value_in_the_prediabetes_range_is_enough() -> None:
    patient = person(fasting_glucose=5.0, hba1c=6.1)

    assert advise("low", patient).code == "prediabetes_care"


def test_random_glucose_does_not_settle_whether_glucose_is_known() -> None:
    assert advise("moderate", person(random_glucose=9)).code == "measure_glucose"


@pytest.mark.parametrize("band", ORDER)
@pytest.mark.parametrize("glucose", [None, 5.2, 6.2])
def test_every_advice_is_a_sentence_in_both_languages(
    band: str, glucose: float | None
) -> None:
    advice = advise(band, person(fasting_glucose=glucose))

    assert advice.code in ADVICE_CODES
    assert advice.text.en.endswith(".")
    assert advice.text.vi.endswith(".")


@pytest.mark.parametrize("band", ORDER)
def test_every_band_is_named_in_both_languages(band: str) -> None:
    assert BANDS[band].en
    assert BANDS[band].vi


TESTS = ("hba1c", "fasting_glucose", "ogtt_2h")


@pytest.mark.parametrize("band", ORDER)
@pytest.mark.parametrize(
    ("test", "normal", "prediabetes"),
    [("hba1c", 5.0, 6.0), ("fasting_glucose", 5.0, 6.0), ("ogtt_2h", 6.0, 9.0)],
)
def test_a_test_that_answers_the_question_decides_the_advice_whatever_the_band(
    band: str, test: str, normal: float, prediabetes: float
) -> None:
    usual = advise(band, person(**{test: normal}), TESTS).code
    raised = advise(band, person(**{test: prediabetes}), TESTS).code

    assert raised == "prediabetes_care"
    expected = "rescreen_within_3_years" if band == "low" else "rescreen_yearly"
    assert usual == expected


def test_a_question_without_a_test_known_is_advised_by_its_band() -> None:
    assert advise("high", person(), TESTS).code == "measure_glucose"
    assert advise("low", person(), TESTS).code == "rescreen_within_3_years"


@pytest.mark.parametrize("name", ["high_glucose_ever", "gestational_diabetes"])
def test_a_warning_in_the_history_is_never_answered_with_three_years(
    name: str,
) -> None:
    history = {name: True, "sex": "female"}

    assert advise("low", person(**history)).code == "measure_glucose"
    known = advise("low", person(**history, fasting_glucose=5.0))
    assert known.code == "rescreen_yearly"


@pytest.mark.parametrize(
    ("unit", "at", "below"), [("mmol/L", 7.8, 7.79), ("mg/dL", 140, 139)]
)
def test_a_raised_random_glucose_asks_for_a_proper_test(
    unit: str, at: float, below: float
) -> None:
    raised = advise("low", person(random_glucose=in_unit(at, unit)))
    normal = advise("low", person(random_glucose=in_unit(below, unit)))

    assert raised.code == "measure_glucose"
    assert normal.code == "rescreen_within_3_years"
