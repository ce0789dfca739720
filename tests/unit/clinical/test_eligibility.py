"""Who gets no score: at, just below and just above every diagnostic criterion."""

import pytest

from service.clinical.advice import ADVICE
from service.clinical.criteria import Comparison
from service.clinical.eligibility import (
    INELIGIBILITY_CODES,
    Ineligibility,
    ineligibility,
    lacks,
)
from service.clinical.reading import read_patient
from tests.unit.people import FULL, in_unit, person

# 5481/QD-BYT (2020) prints each threshold in both units; neither is a conversion.
THRESHOLDS = [
    ("fasting_glucose", "mmol/L", 7.0, 6.99, 7.01),
    ("fasting_glucose", "mg/dL", 126, 125, 127),
    ("ogtt_2h", "mmol/L", 11.1, 11.09, 11.11),
    ("ogtt_2h", "mg/dL", 200, 199, 201),
    ("hba1c", "%", 6.5, 6.49, 6.51),
    ("hba1c", "mmol/mol", 48, 47, 49),
    ("random_glucose", "mmol/L", 11.1, 11.09, 11.11),
    ("random_glucose", "mg/dL", 200, 199, 201),
]


def reason_of(**values: object) -> Ineligibility:
    reason = ineligibility(person(**values))
    assert reason is not None
    return reason


def test_an_adult_with_normal_values_is_assessed() -> None:
    assert ineligibility(person()) is None
    assert ineligibility(read_patient(FULL)) is None


@pytest.mark.parametrize(("name", "unit", "at", "below", "above"), THRESHOLDS)
class TestCriterion:
    """The value as sent decides, in the unit it was sent in."""

    def test_below_the_threshold_is_assessed(
        self, name: str, unit: str, at: float, below: float, above: float
    ) -> None:
        assert ineligibility(person(**{name: in_unit(below, unit)})) is None

    def test_at_and_above_the_threshold_is_not(
        self, name: str, unit: str, at: float, below: float, above: float
    ) -> None:
        for value in (at, above):
            reason = reason_of(**{name: in_unit(value, unit)})

            assert reason.code == "diagnostic_value"
            assert reason.criteria == (Comparison(name, value, unit, at),)


@pytest.mark.parametrize(
    ("name", "at", "below"),
    [
        ("fasting_glucose", 7.0, 6.99),
        ("ogtt_2h", 11.1, 11.09),
        ("hba1c", 6.5, 6.49),
        ("random_glucose", 11.1, 11.09),
    ],
)
def test_a_plain_number_is_in_the_canonical_unit(
    name: str, at: float, below: float
) -> None:
    assert ineligibility(person(**{name: below})) is None
    assert reason_of(**{name: at}).criteria[0].threshold == at


def test_126_mg_reach_the_criterion_though_they_convert_to_less_than_7_mmol() -> None:
    in_milligrams = person(fasting_glucose=in_unit(126, "mg/dL"))
    in_millimoles = person(fasting_glucose=6.994)

    assert in_milligrams.vector(["fasting_glucose"])[0] < 7
    assert ineligibility(in_milligrams) is not None
    assert ineligibility(in_millimoles) is None


def test_the_first_reason_that_decides_what_happens_next_is_given() -> None:
    everything: dict[str, object] = {
        "known_diabetes": True,
        "hba1c": 7.2,
        "pregnant": True,
        "age": 17,
        "sex": "female",
    }
    expected = ["known_diabetes", "diagnostic_value", "pregnant", "under_20"]
    removed = ["known_diabetes", "hba1c", "pregnant", "age"]

    found = []
    for name in removed:
        reason = ineligibility(read_patient(everything))
        assert reason is not None
        found.append(reason.code)
        everything = everything | {name: 50 if name == "age" else None}

    assert found == expected
    assert ineligibility(read_patient(everything)) is None


@pytest.mark.parametrize(
    ("age", "code"), [(0, "under_20"), (19.9, "under_20"), (20, None), (114, None)]
)
def test_the_models_are_for_adults_of_twenty_and_more(
    age: float, code: str | None
) -> None:
    reason = ineligibility(read_patient({"age": age, "sex": "male"}))

    assert (reason and reason.code) == code


@pytest.mark.parametrize(
    "answer", ["known_diabetes", "pregnant", "gestational_diabetes"]
)
def test_an_answer_of_no_is_no_reason(answer: str) -> None:
    assert ineligibility(person(**{answer: False})) is None


def test_diabetes_in_a_past_pregnancy_is_no_reason() -> None:
    assert ineligibility(person(gestational_diabetes=True)) is None


def test_one_abnormal_result_asks_for_a_second() -> None:
    step = reason_of(fasting_glucose=7.4).next_step.text

    assert "second abnormal result" in step.en
    assert "thêm một kết quả bất thường" in step.vi


def test_two_abnormal_results_ask_a_clinician_to_confirm() -> None:
    reason = reason_of(fasting_glucose=7.4, hba1c=6.8)

    assert [met.variable for met in reason.criteria] == ["fasting_glucose", "hba1c"]
    assert reason.next_step.code == "diagnose_diabetes"
    assert "Two criteria are reached." in reason.next_step.text.en
    assert "Đạt hai tiêu chuẩn." in reason.next_step.text.vi


def test_random_glucose_without_symptoms_does_not_make_the_second_result() -> None:
    reason = reason_of(random_glucose=12, hba1c=6.8)

    assert len(reason.criteria) == 2
    assert "second abnormal result" in reason.next_step.text.en


@pytest.mark.parametrize("other", [5.2, 6.2])
def test_of_two_tests_that_disagree_the_abnormal_one_is_repeated(other: float) -> None:
    """ADA Standards of Care, section 2: the test above its cut point is repeated."""
    reason = reason_of(fasting_glucose=other, hba1c=6.8)

    assert [met.variable for met in reason.criteria] == ["hba1c"]
    assert reason.next_step.code == "repeat_abnormal_test"


def test_a_third_test_that_is_normal_does_not_undo_two_abnormal_ones() -> None:
    reason = reason_of(fasting_glucose=7.4, ogtt_2h=12, hba1c=5.4)

    assert reason.next_step.code == "diagnose_diabetes"


def test_a_random_value_is_confirmed_by_a_proper_test_and_not_repeated() -> None:
    reason = reason_of(random_glucose=12, hba1c=5.4)

    assert reason.next_step.code == "confirm_diabetes"


@pytest.mark.parametrize(
    "values",
    [{"known_diabetes": True}, {"hba1c": 6.5}, {"pregnant": True}, {"age": 12}],
)
def test_every_reason_has_words_and_a_next_step_in_both_languages(
    values: dict[str, object],
) -> None:
    reason = ineligibility(read_patient({"age": 54, "sex": "female", **values}))

    assert reason is not None
    assert reason.code in INELIGIBILITY_CODES
    assert reason.next_step in ADVICE
    for text in (reason.text, reason.next_step.text):
        assert text.en.endswith(".")
        assert text.vi.endswith(".")
        assert text.en != text.vi


def test_a_reason_names_the_guideline_it_comes_from() -> None:
    text = reason_of(hba1c=6.5).text

    assert "5481/QĐ-BYT" in text.en
    assert "5481/QĐ-BYT" in text.vi


def test_missing_required_inputs_are_named() -> None:
    reason = lacks(["bmi", "waist"])

    assert reason.code == "missing_required_input"
    assert reason.text.en == "Not known: body mass index, waist circumference."
    assert reason.text.vi == "Chưa biết: chỉ số khối cơ thể (BMI), vòng bụng."


def test_a_pregnant_or_young_patient_with_a_diagnostic_value_is_referred() -> None:
    """The adults' "repeat the test" would lose days that these patients do not have."""
    pregnant = reason_of(fasting_glucose=7.2, pregnant=True, sex="female")
    young = reason_of(fasting_glucose=7.2, age=12)

    assert pregnant.code == young.code == "diagnostic_value"
    assert pregnant.next_step.within_days == young.next_step.within_days == 0
    assert "obstetric" in pregnant.next_step.text.en
    assert "paediatric" in young.next_step.text.en
