"""Glycaemic status: what known tests say, at, below and between their thresholds."""

import pytest

from service.clinical.eligibility import ineligibility
from service.clinical.glycaemia import STATUS_CODES, glycaemic_status
from tests.unit.people import in_unit, person


def status(**values: object) -> str:
    """The code of that woman's status."""
    return glycaemic_status(person(**values)).code


# Ranges as ADA Standards of Care, section 2, print them: both ends of prediabetes.
@pytest.mark.parametrize(
    ("name", "unit", "values"),
    [
        ("fasting_glucose", "mmol/L", [5.59, 5.6, 6.9, 7.0]),
        ("fasting_glucose", "mg/dL", [99, 100, 125, 126]),
        ("ogtt_2h", "mmol/L", [7.79, 7.8, 11.0, 11.1]),
        ("ogtt_2h", "mg/dL", [139, 140, 199, 200]),
        ("hba1c", "%", [5.69, 5.7, 6.4, 6.5]),
        ("hba1c", "mmol/mol", [38, 39, 47, 48]),
    ],
)
def test_one_test_is_classified_by_the_threshold_printed_in_its_unit(
    name: str, unit: str, values: list[float]
) -> None:
    """100 mg/dL converts to 5.55 mmol/L, yet is the threshold printed as 5.6."""
    found = [status(**{name: in_unit(value, unit)}) for value in values]

    assert found == ["normal", "prediabetes", "prediabetes", "diabetes_range"]


def test_each_test_tells_its_value_and_threshold_in_the_unit_sent() -> None:
    sent = {"fasting_glucose": in_unit(94, "mg/dL"), "hba1c": 6.4}

    glucose, hba1c = glycaemic_status(person(**sent)).tests

    assert (glucose.code, glucose.compared.value, glucose.compared.threshold) == (
        "normal",
        94,
        100,
    )
    assert (hba1c.code, hba1c.compared.unit, hba1c.compared.threshold) == (
        "prediabetes",
        "%",
        5.7,
    )


def test_one_of_two_tests_in_the_prediabetes_range_is_prediabetes_by_that_one() -> None:
    found = glycaemic_status(person(fasting_glucose=5.2, hba1c=6.4))

    assert found.code == "prediabetes"
    assert found.label.en == "Prediabetes by HbA1c"
    assert found.label.vi == "Tiền đái tháo đường theo HbA1c"
    assert found.text.en == (
        "Fasting glucose 5.2 mmol/L: below the prediabetes range (from 5.6 mmol/L);"
        " HbA1c 6.4 %: in the prediabetes range (from 5.7 %)."
    )


@pytest.mark.parametrize("other", [5.4, 6.2])
def test_tests_are_discordant_where_one_alone_is_in_the_range_of_diabetes(
    other: float,
) -> None:
    found = glycaemic_status(person(fasting_glucose=7.2, hba1c=other))

    assert found.code == "discordant"
    assert "by fasting glucose alone" in found.label.en
    assert "chỉ đường huyết lúc đói" in found.label.vi


def test_two_tests_in_the_range_of_diabetes_agree_whatever_a_third_says() -> None:
    assert status(fasting_glucose=7.2, hba1c=6.8) == "diabetes_range"
    assert status(fasting_glucose=7.2, hba1c=6.8, ogtt_2h=6.0) == "diabetes_range"


def test_a_random_value_is_a_hint_until_it_reaches_a_diagnostic_criterion() -> None:
    assert status(random_glucose=9) == "not_known"
    assert status(random_glucose=9, hba1c=5.2) == "normal"
    assert status(random_glucose=11.1) == "diabetes_range"
    assert status(random_glucose=11.1, hba1c=5.2) == "discordant"


def test_without_a_test_the_status_is_not_known() -> None:
    found = glycaemic_status(person(bmi=24))

    assert (found.code, found.tests, found.caution) == ("not_known", (), None)
    assert found.text.en == "No fasting glucose, OGTT or HbA1c is known."


def test_known_diabetes_is_no_matter_of_tests() -> None:
    assert status(known_diabetes=True) == "known_diabetes"
    assert status(known_diabetes=True, hba1c=5.2) == "known_diabetes"


def test_in_pregnancy_nothing_below_diabetes_is_judged() -> None:
    found = glycaemic_status(person(pregnant=True, fasting_glucose=5.3))

    assert found.code == "not_known"
    assert "other thresholds" in found.text.en
    assert status(pregnant=True, fasting_glucose=7.2) == "diabetes_range"


@pytest.mark.parametrize(
    ("values", "misleads"),
    [
        ({"hba1c": 5.2}, True),
        ({"hba1c": 5.2, "fasting_glucose": 5.0}, False),
        ({"hba1c": 6.4, "fasting_glucose": 5.2}, True),
        ({"hba1c": 6.2, "fasting_glucose": 5.9}, False),
        ({"hba1c": 5.2, "fasting_glucose": 5.9}, False),
        ({"hba1c": 6.6}, True),
        ({"hba1c": 6.6, "fasting_glucose": 7.1}, False),
        ({"hba1c": 6.6, "fasting_glucose": 5.0}, True),
        ({"hba1c": 5.4, "fasting_glucose": 7.2}, True),
        ({"fasting_glucose": 5.2}, False),
    ],
)
def test_where_the_status_rests_on_hba1c_the_reader_learns_when_it_misleads(
    values: dict[str, object], *, misleads: bool
) -> None:
    caution = glycaemic_status(person(**values)).caution

    assert (caution is not None) == misleads
    if caution is not None:
        assert "haemoglobin E" in caution.en
        assert "huyết sắc tố E" in caution.vi


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"hba1c": 5.2},
        {"hba1c": 6.0},
        {"hba1c": 6.6},
        {"hba1c": 6.6, "fasting_glucose": 5},
        {"known_diabetes": True},
    ],
)
def test_every_status_has_words_in_both_languages(values: dict[str, object]) -> None:
    found = glycaemic_status(person(**values))

    assert found.code in STATUS_CODES
    for text in (found.label, found.text):
        assert "{" not in text.en + text.vi
        assert text.en != text.vi
    assert found.text.en.endswith(".")


@pytest.mark.parametrize("value", [6.4, 6.5, 7.0])
def test_who_is_in_the_range_of_diabetes_is_never_scored(value: float) -> None:
    patient = person(hba1c=value)

    in_range = glycaemic_status(patient).code == "diabetes_range"

    assert in_range == (ineligibility(patient) is not None)
