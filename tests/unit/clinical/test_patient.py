"""A patient: a row for the models, with what is not known left unknown."""

import math

import pytest

from service.clinical.patient import InvalidPatientError
from service.clinical.reading import read_patient
from tests.unit.people import FULL, in_unit, person


def test_the_vector_has_the_encoded_values_in_the_order_asked() -> None:
    patient = read_patient(FULL | {"smoking": "current"})

    vector = patient.vector(["smoking", "age", "sex", "family_history_diabetes"])

    assert vector == [2.0, 54.0, 0.0, 2.0]


def test_the_vector_has_the_canonical_value() -> None:
    patient = person(fasting_glucose=in_unit(106, "mg/dL"))

    assert patient.vector(["fasting_glucose"]) == [pytest.approx(5.8837, abs=1e-4)]


def test_what_was_not_measured_is_nan_and_never_a_guess() -> None:
    vector = person(bmi=None).vector(["bmi", "age", "alt"])

    assert [math.isnan(number) for number in vector] == [True, False, True]


def test_no_is_an_answer_and_not_a_missing_value() -> None:
    patient = person(hypertension=False)

    assert patient.value("hypertension") is False
    assert patient.vector(["hypertension"]) == [0.0]
    assert patient.missing(["hypertension", "pregnant"]) == ("pregnant",)


def test_missing_names_are_in_the_order_asked() -> None:
    names = ["waist", "age", "alt", "sex", "bmi"]

    assert person().missing(names) == ("waist", "alt", "bmi")


def test_a_refusal_tells_every_reason_without_any_value() -> None:
    """The exception's own text may reach a log, so it names fields and codes only."""
    with pytest.raises(InvalidPatientError) as refused:
        read_patient({"age": 540, "sex": "secret"})

    assert str(refused.value) == "/age implausible, /sex unknown_choice"
