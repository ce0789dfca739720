"""No score where a test answers its question: what the test says, and which is next."""

import pytest

from service.clinical.answered import answered
from service.clinical.eligibility import INELIGIBILITY_CODES, Ineligibility
from tests.unit.people import person

TESTS = ("hba1c", "fasting_glucose", "ogtt_2h")


def reason(**values: object) -> Ineligibility:
    found = answered(person(**values), TESTS)
    assert found is not None
    return found


def test_without_one_of_its_tests_a_question_is_open() -> None:
    assert answered(person(random_glucose=6.0), TESTS) is None
    assert answered(person(hba1c=5.2), ()) is None
    assert answered(person(hba1c=5.2), ("fasting_glucose",)) is None


@pytest.mark.parametrize("test", TESTS)
def test_any_of_its_tests_answers_a_question(test: str) -> None:
    found = reason(**{test: 5.2})

    assert found.code == "answered_by_test"
    assert found.code in INELIGIBILITY_CODES
    assert found.criteria == ()


def test_the_text_says_what_each_test_says() -> None:
    text = reason(hba1c=5.2, ogtt_2h=8.4).text

    assert "HbA1c 5.2 %: below the prediabetes range" in text.en
    assert "8.4 mmol/L: in the prediabetes range" in text.en
    assert "HbA1c 5,2 %: dưới ngưỡng tiền đái tháo đường" in text.vi


def test_a_test_without_thresholds_here_is_named() -> None:
    found = answered(person(random_glucose=6.0), ("random_glucose",))

    assert found is not None
    assert found.text.en.endswith("not a score: random glucose.")


def test_after_hba1c_alone_fasting_glucose_settles_what_remains() -> None:
    assert "fasting glucose settles it" in reason(hba1c=5.2).next_step.text.en


def test_after_fasting_glucose_alone_hba1c_or_ogtt_settles_what_remains() -> None:
    step = reason(fasting_glucose=5.2).next_step

    assert "HbA1c or OGTT settles it" in step.text.en


def test_after_two_tests_or_an_ogtt_nothing_more_is_asked() -> None:
    two = reason(hba1c=5.2, fasting_glucose=5.2).next_step
    ogtt = reason(ogtt_2h=6.0).next_step

    assert two == ogtt
    assert two.code == "no_further_test"
